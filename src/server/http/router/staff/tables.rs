//! The tables of the whole city, row by row: lists, forms, and files of single tables.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::text::MessageLanguage;
use exchange::city_table::CityTable;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::Kind;
use store::error::AppError;

use super::addresses::{IMPORT, TABLES};
use super::proposals::{names, to_proposal};
use super::uploads::{as_workbook, filled, keeper};
use super::{
    SubmittedForm, after_failure, message_language, not_found, render_staff_page, request_data, status_of_form, to_page,
};
use crate::pages::staff::table::{TableView, table_page};
use crate::pages::staff::table_row::{TableRowView, table_row_page};
use crate::pages::staff::tables::{TablesView, tables_page};
use crate::server::editing::files::NewFile;
use crate::server::editing::files::outcome::Outcome;
use crate::server::editing::proposed_file::FileOptions;
use crate::server::editing::tables::TableRows;
use crate::server::editing::{EditError, EditRefusal, LONGEST_REASON};
use crate::server::http::forms::effective_on;
use crate::server::http::forms::table_row::{begun, read};
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
fn table_with_rows(name: &str) -> Option<CityTable> {
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
        return match Table::load(state.db(), &filter, language, today).await {
            Ok(table) => as_workbook(move || table.without_rows().as_workbook(), name, "writing a template").await,
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

/// The key of a row in the address; `None` for a new row.
fn key_of(parts: &Parts) -> Option<Vec<String>> {
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    parameters.text("row").and_then(|key| serde_json::from_str(key).ok())
}

/// A form that was sent, with what is wrong with it.
#[derive(Default)]
struct Rejected {
    mistakes: Vec<(Option<&'static str>, String)>,
    refusal: Option<EditRefusal>,
}

impl From<EditRefusal> for Rejected {
    fn from(refusal: EditRefusal) -> Self {
        Self { mistakes: Vec::new(), refusal: Some(refusal) }
    }
}

async fn show_row(
    state: &AppState,
    parts: Parts,
    rows: TableRows,
    at: Option<usize>,
    form: Form,
    rejected: Rejected,
) -> Response {
    let Rejected { mistakes, refusal } = rejected;
    let status = status_of_form(refusal, mistakes.is_empty());
    let looked_up = async {
        let edits = state.edits();
        Ok::<_, AppError>((edits.rules().await?, edits.choices(rows.table, message_language(&parts)).await?))
    };
    match looked_up.await {
        Ok((rules, choices)) => {
            let address = format!("{TABLES}/{}/row", rows.table.name);
            let view = TableRowView { rows, choices, rules, at, form, mistakes, refusal };
            render_staff_page(parts, &address, status, move |context, user| table_row_page(context, user, &view)).await
        }
        Err(error) => after_failure(&error, "reading what a form offers"),
    }
}

/// A row that can be changed by a form, or a new one.
async fn find(state: &AppState, parts: &Parts, name: &str) -> Result<Option<(TableRows, Option<usize>)>, AppError> {
    // Procedures have a form of their own.
    let Some(table) = table_with_rows(name).filter(|table| table.kind != Kind::Procedures) else { return Ok(None) };
    let rows = state.edits().table_rows(table, message_language(parts)).await?;
    Ok(match key_of(parts) {
        None => Some((rows, None)),
        Some(key) => rows.find(&key).filter(|_| !table.is_history()).map(|at| (rows, Some(at))),
    })
}

pub(super) async fn edit(State(state): State<AppState>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match find(&state, &parts, &name).await {
        Ok(Some((rows, at))) => {
            let cells = at.and_then(|at| rows.rows.get(at)).map_or_else(|| rows.begun(), |row| row.cells.clone());
            let form = begun(rows.columns, &cells);
            show_row(&state, parts, rows, at, form, Rejected::default()).await
        }
        Ok(None) => not_found(parts).await,
        Err(error) => after_failure(&error, "reading a row of a table"),
    }
}

/// Why a row may not become a proposal.
fn wrong(outcome: &Outcome, rows: &TableRows, is_new: bool, language: MessageLanguage) -> Rejected {
    let column =
        |header: &str| rows.columns.iter().find(|column| column.header(language) == header).map(|column| column.key);
    let mut mistakes: Vec<(Option<&'static str>, String)> =
        outcome.wrong.iter().map(|cell| (column(&cell.column), cell.right.clone())).collect();
    mistakes.extend(outcome.refusal.iter().map(|refusal| (None, refusal.clone())));
    if !mistakes.is_empty() {
        return Rejected { mistakes, refusal: None };
    }
    let is_guide = rows.table.kind == Kind::Guides;
    if is_new && !is_guide && outcome.new.is_empty() {
        EditRefusal::RowExists.into()
    } else if !outcome.changes_something() {
        EditRefusal::Nothing.into()
    } else {
        Rejected::default()
    }
}

pub(super) async fn save(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(name): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let (rows, at) = match find(&state, &parts, &name).await {
        Ok(Some(found)) => found,
        Ok(None) => return not_found(parts).await,
        Err(error) => return after_failure(&error, "reading a row of a table"),
    };
    let cells = match read(&form, &rows, at.and_then(|at| rows.rows.get(at))) {
        Ok(cells) => cells,
        Err(overtaken) => {
            let language = crate::language::Language::split_path(parts.uri.path()).0;
            let words = |theirs: String| language.text_with("row-overtaken", [("theirs", theirs.into())]);
            let mistakes = overtaken.into_iter().map(|one| (Some(one.column), words(one.theirs))).collect();
            return show_row(&state, parts, rows, at, form, Rejected { mistakes, refusal: None }).await;
        }
    };
    let content: Arc<[u8]> = rows.file_of(at, &cells, false, message_language(&parts)).into();
    propose(&state, &user, parts, rows, at, form, content).await
}

pub(super) async fn remove(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(name): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let (rows, at) = match find(&state, &parts, &name).await {
        Ok(Some((rows, Some(at)))) => (rows, at),
        Ok(_) => return not_found(parts).await,
        Err(error) => return after_failure(&error, "reading a row of a table"),
    };
    let cells = rows.rows[at].cells.clone();
    let content: Arc<[u8]> = rows.file_of(Some(at), &cells, true, message_language(&parts)).into();
    // What is shown again if the row cannot be removed is its form, with the reason.
    let why = ("why".to_owned(), form.text("why").to_owned());
    let shown = begun(rows.columns, &cells);
    let shown = shown.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).chain([why]).collect();
    propose(&state, &user, parts, rows, Some(at), Form::from_fields(shown), content).await
}

/// Keeps the file of a row as a proposal if nothing is wrong with it.
async fn propose(
    state: &AppState,
    user: &CurrentUser,
    parts: Parts,
    rows: TableRows,
    at: Option<usize>,
    form: Form,
    content: Arc<[u8]>,
) -> Response {
    let table = rows.table;
    let kept = async {
        let edits = state.edits();
        let rules = edits.rules().await?;
        if !user.rights.open_tables(&rules).contains(&table.kind) {
            return Ok(Err(EditRefusal::NoRight.into()));
        }
        let reason = form.text("why");
        if !(1..=LONGEST_REASON).contains(&reason.chars().count()) {
            return Ok(Err(EditRefusal::Reason.into()));
        }
        let today = request_data(&parts, state).today;
        let effective_on = match effective_on(&form, today) {
            Ok(day) => day,
            Err(mistake) => {
                let language = crate::language::Language::split_path(parts.uri.path()).0;
                let words = language.text(&format!("entry-mistake-{}", mistake.as_str()));
                return Ok(Err(Rejected { mistakes: vec![(None, words)], refusal: None }));
            }
        };
        let language = message_language(&parts);
        let outcome = edits.check_file(user, table.kind, table.name, &content, language).await?;
        let rejected = wrong(&outcome, &rows, at.is_none(), language);
        if rejected.refusal.is_some() || !rejected.mistakes.is_empty() {
            return Ok(Err(rejected));
        }
        let department = keeper(user, table.kind, form.text("department").parse().ok(), &rules);
        let file = NewFile {
            kind: table.kind,
            name: format!("{}.csv", table.name),
            options: FileOptions {
                effective_on: Some(effective_on).filter(|day| *day > today),
                ..FileOptions::default()
            },
            department,
            content,
        };
        edits.propose_file(user, file, reason).await.map(Ok)
    };
    match kept.await {
        Ok(Ok(id)) => to_proposal(&parts, &id),
        Ok(Err(rejected)) => show_row(state, parts, rows, at, form, rejected).await,
        Err(EditError::Refused(refusal)) => show_row(state, parts, rows, at, form, refusal.into()).await,
        Err(EditError::Failed(error)) => after_failure(&error, "keeping a row of a table"),
    }
}
