//! The tables of the whole city, row by row: lists, forms, and files of single tables.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::proposal::ProposalId;
use domain::text::MessageLanguage;
use exchange::city_table::CityTable;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::Kind;
use store::error::AppError;

use super::addresses::{IMPORT, TABLES};
use super::proposals::{names, to_proposal};
use super::table_rows::key_of;
use super::uploads::{as_workbook, filled};
use super::{
    SubmittedForm, after_failure, message_language, not_found, render_staff_page, request_data, restored_form,
    status_of_edit, to_page,
};
use crate::pages::staff::table::{TableView, row_address_of, table_page};
use crate::pages::staff::table_history::{TableHistoryView, table_history_page};
use crate::pages::staff::tables::{TablesView, tables_page};
use crate::server::editing::row_undo::{RowUndo, is_row_undone};
use crate::server::editing::tables::{MOST_LOGGED, TableChange};
use crate::server::editing::{EditError, EditRefusal, LONGEST_REASON};
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;
use crate::server::state::AppState;

pub(super) async fn list(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let looked_up = async {
        let edits = state.edits();
        Ok::<_, AppError>(TablesView { tables: edits.table_overviews().await?, rules: edits.rules().await? })
    };
    match looked_up.await {
        Ok(view) => {
            render_staff_page(parts, TABLES, StatusCode::OK, move |context, user| tables_page(context, user, &view))
                .await
        }
        Err(error) => after_failure(&error, "counting the rows of tables"),
    }
}

/// A table that has rows: outlines are no table.
pub(super) fn table_with_rows(name: &str) -> Option<CityTable> {
    CityTable::named(name).filter(|table| table.kind != Kind::Boundaries)
}

pub(super) async fn show(State(state): State<AppState>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let Some(table) = CityTable::named(&name) else { return not_found(parts).await };
    if table.kind == Kind::Boundaries {
        return to_page(&parts, &format!("{IMPORT}?kind={}", table.kind));
    }
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let words = parameters.text("q").unwrap_or_default().to_owned();
    let page = parameters.text("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let language = message_language(&parts);
    let looked_up = async {
        let edits = state.edits();
        Ok::<_, AppError>(TableView {
            rows: edits.table_rows(table, language).await?,
            rules: edits.rules().await?,
            words,
            page,
            history: edits.table_history(table).await?,
            names: names(&state).await?,
        })
    };
    match looked_up.await {
        Ok(view) => {
            let address = format!("{TABLES}/{name}");
            render_staff_page(parts, &address, StatusCode::OK, move |context, user| table_page(context, user, &view))
                .await
        }
        Err(error) => after_failure(&error, "reading the rows of a table"),
    }
}

/// The table as a workbook to work in, or only its columns with `?empty=yes`.
pub(super) async fn download(State(state): State<AppState>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let Some(table) = table_with_rows(&name) else { return not_found(parts).await };
    let language = message_language(&parts);
    let filter = ExportFilter { definitions: table.is_definitions, ..ExportFilter::all(table.kind) };
    let today = request_data(&parts, &state).today;
    if Parameters::of(parts.uri.query().unwrap_or_default()).text("empty").is_some() {
        let name = format!("{name}-template.xlsx");
        return match Table::template_from(state.db(), table, language, today).await {
            Ok(template) => as_workbook(move || template.as_workbook(), name, "writing a template").await,
            Err(error) => after_failure(&error, "gathering what a template offers"),
        };
    }
    filled(&state, &parts, &filter, &name, today).await
}

/// Redirects to the form that takes a file of this table.
pub(super) async fn import(Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match CityTable::named(&name) {
        Some(table) => to_page(&parts, &format!("{IMPORT}?kind={}", table.kind)),
        None => not_found(parts).await,
    }
}

/// What has happened to a table, or to one of its rows.
pub(super) async fn history(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let form = restored_form(&parts).unwrap_or_default();
    show_history(&state, &user, parts, &name, form, None).await
}

/// The proposals behind changes whose file the user could undo as a whole.
async fn undoable(state: &AppState, user: &CurrentUser, changes: &[TableChange]) -> Result<BTreeSet<String>, AppError> {
    let edits = state.edits();
    let mut found = BTreeSet::new();
    for proposal in changes.iter().filter_map(|change| change.proposal.as_ref()) {
        let Ok(id) = proposal.parse::<ProposalId>() else { continue };
        let opened = edits.open(user, &id).await?;
        if opened.is_some_and(|opened| opened.can_undo_file())
            && !edits.undoing(&id).await?.iter().any(|undoing| undoing.is_open || undoing.stands)
        {
            found.insert(proposal.clone());
        }
    }
    Ok(found)
}

async fn show_history(
    state: &AppState,
    user: &CurrentUser,
    parts: Parts,
    name: &str,
    form: Form,
    refusal: Option<EditRefusal>,
) -> Response {
    let Some(table) = table_with_rows(name) else { return not_found(parts).await };
    let row = key_of(&parts);
    let looked_up = async {
        let edits = state.edits();
        let changes = edits.table_changes(table, row.as_deref(), MOST_LOGGED).await?;
        let may_edit = user.rights.open_tables(&edits.rules().await?).contains(&table.kind);
        // The history of a row undoes what happened to the row, and that of a table whole files.
        let undoable = if may_edit && row.is_none() { undoable(state, user, &changes).await? } else { BTreeSet::new() };
        let (is_there, undone, events) = match &row {
            Some(key) if may_edit => {
                // The log has the values in English.
                let rows = edits.table_rows(table, MessageLanguage::English).await?;
                let found = rows.find(key).map(|place| &rows.rows[place]);
                let cells = found.map(|row| row.cells.iter().map(String::as_str));
                let now: Option<BTreeMap<&str, &str>> =
                    cells.map(|cells| rows.columns.iter().map(|column| column.key).zip(cells).collect());
                let is_undone = |change: &&TableChange| is_row_undone(table, change, now.as_ref());
                let undone = changes.iter().filter(is_undone).map(|change| change.log.number).collect();
                let events = rows.rows.iter().filter(|row| table.has_removable_events() && row.key == *key);
                (found.is_some(), undone, events.map(|row| row.cells.clone()).collect())
            }
            _ => (false, BTreeSet::new(), Vec::new()),
        };
        let names = names(state).await?;
        let view = TableHistoryView {
            table,
            row,
            changes,
            names,
            may_edit,
            is_there,
            undoable,
            undone,
            events,
            refusal,
            form,
        };
        Ok::<_, AppError>(view)
    };
    match looked_up.await {
        Ok(view) => {
            let address = format!("{TABLES}/{name}/history");
            let status = refusal.map_or(StatusCode::OK, status_of_edit);
            render_staff_page(parts, &address, status, move |context, _| table_history_page(context, &view)).await
        }
        Err(error) => after_failure(&error, "reading the history of a table"),
    }
}

/// Proposes to undo what a file did to one row.
pub(super) async fn undo_row(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(name): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let (table, key) = (table_with_rows(&name), key_of(&parts));
    let (Some(table), Some(key)) = (table, key) else { return not_found(parts).await };
    let reason = form.text("reason").to_owned();
    let refusal = match form.text("number").parse() {
        Err(_) => EditRefusal::NotFound,
        Ok(_) if !(1..=LONGEST_REASON).contains(&reason.chars().count()) => EditRefusal::Reason,
        Ok(number) => {
            let page = row_address_of(table.name, Some(key.as_slice()));
            let undo = RowUndo { table, key: &key, number, reason: &reason, page };
            match state.edits().propose_row_undo(&user, &undo, message_language(&parts)).await {
                Ok(proposal) => return to_proposal(&parts, &proposal),
                Err(EditError::Refused(refusal)) => refusal,
                Err(EditError::Failed(error)) => return after_failure(&error, "undoing a change of a row"),
            }
        }
    };
    show_history(&state, &user, parts, &name, form, Some(refusal)).await
}

/// Proposes to remove a row of a history that was entered by mistake.
pub(super) async fn remove_event(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(name): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let table = table_with_rows(&name).filter(|table| table.has_removable_events());
    let (Some(table), Some(_)) = (table, key_of(&parts)) else { return not_found(parts).await };
    let reason = form.text("reason").to_owned();
    let refusal = match serde_json::from_str::<Vec<String>>(form.raw("event")) {
        Err(_) => EditRefusal::NotFound,
        Ok(_) if !(1..=LONGEST_REASON).contains(&reason.chars().count()) => EditRefusal::Reason,
        Ok(cells) => {
            let language = message_language(&parts);
            match state.edits().propose_event_removal(&user, table, &cells, &reason, language).await {
                Ok(proposal) => return to_proposal(&parts, &proposal),
                Err(EditError::Refused(refusal)) => refusal,
                Err(EditError::Failed(error)) => return after_failure(&error, "removing a row of a history"),
            }
        }
    };
    show_history(&state, &user, parts, &name, form, Some(refusal)).await
}
