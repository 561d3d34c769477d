//! The form of one row of a table: a row typed, changed or removed becomes a proposal, and a draft is gone on with.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::response::Response;
use domain::proposal::ProposalAction;
use exchange::import::Kind;
use store::error::AppError;

use super::addresses::TABLES;
use super::proposals::{draft_of_file, to_proposal};
use super::tables::table_with_rows;
use super::uploads::keeper;
use super::{
    SubmittedForm, after_failure, message_language, not_found, render_staff_page, request_data, restored_form,
    status_of_form, to_page,
};
use crate::pages::staff::table::row_address_of;
use crate::pages::staff::table_row::{RowMistake, TableRowView, table_row_page};
use crate::server::editing::files::NewFile;
use crate::server::editing::files::outcome::Outcome;
use crate::server::editing::files::typed::{Settled, TypedNow};
use crate::server::editing::proposed_file::FileOptions;
use crate::server::editing::tables::TableRows;
use crate::server::editing::typed_draft::TypedDraft;
use crate::server::editing::{DraftVersion, EditError, EditRefusal, LONGEST_REASON};
use crate::server::http::forms::conflicts::choices;
use crate::server::http::forms::readings::filled_with_readings;
use crate::server::http::forms::table_row::{begun, of_draft, read};
use crate::server::http::forms::{draft_version, publication_day};
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;
use crate::server::state::AppState;

/// The key of a row in the address; `None` for a new row.
pub(super) fn key_of(parts: &Parts) -> Option<Vec<String>> {
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    parameters.text("row").and_then(|key| serde_json::from_str(key).ok())
}

/// The row that a form is about.
struct AskedRow {
    rows: TableRows,
    /// The key in the address; `None` for a new row.
    key: Option<Vec<String>>,
    /// The place of the row of now; `None` for a new row, and for one that somebody has removed.
    at: Option<usize>,
}

impl AskedRow {
    /// Whether the row of the address is not there any more.
    fn is_gone(&self) -> bool {
        self.key.is_some() && self.at.is_none()
    }

    /// The page of the form, without a language.
    fn page(&self) -> String {
        row_address_of(self.rows.table.name, self.key.as_deref())
    }
}

/// A form that was sent, with what is wrong with it.
#[derive(Default)]
struct Rejected {
    mistakes: Vec<RowMistake>,
    refusal: Option<EditRefusal>,
    /// What somebody else has changed meanwhile.
    conflicts: Option<TypedNow>,
}

impl From<EditRefusal> for Rejected {
    fn from(refusal: EditRefusal) -> Self {
        Self { refusal: Some(refusal), ..Self::default() }
    }
}

async fn show_row(state: &AppState, parts: Parts, asked: AskedRow, form: Form, rejected: Rejected) -> Response {
    let Rejected { mistakes, refusal, conflicts } = rejected;
    let status = status_of_form(refusal, mistakes.is_empty());
    let looked_up = async {
        let edits = state.edits();
        Ok::<_, AppError>((edits.rules().await?, edits.choices(asked.rows.table, message_language(&parts)).await?))
    };
    match looked_up.await {
        Ok((rules, choices)) => {
            let AskedRow { rows, key, at } = asked;
            let address = format!("{TABLES}/{}/row", rows.table.name);
            let view = TableRowView { rows, choices, rules, key, at, form, mistakes, refusal, conflicts };
            render_staff_page(parts, &address, status, move |context, user| table_row_page(context, user, &view)).await
        }
        Err(error) => after_failure(&error, "reading what a form offers"),
    }
}

/// A row that can be changed by a form, or a new one; `None` if the table has no such form.
async fn find(state: &AppState, parts: &Parts, name: &str) -> Result<Option<AskedRow>, AppError> {
    // Procedures have a form of their own.
    let Some(table) = table_with_rows(name).filter(|table| table.kind != Kind::Procedures) else { return Ok(None) };
    let rows = state.edits().table_rows(table, message_language(parts)).await?;
    let key = key_of(parts);
    if key.is_some() && table.is_history() {
        return Ok(None);
    }
    let at = key.as_ref().and_then(|key| rows.find(key));
    Ok(Some(AskedRow { rows, key, at }))
}

pub(super) async fn edit(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let today = request_data(&parts, &state).today;
    let found = async {
        let asked = find(&state, &parts, &name).await?;
        let draft = draft_of_file(&state, &user, &parts, ProposalAction::Edit).await?;
        let draft = draft
            .filter(|draft| draft.typed.as_ref().is_some_and(|typed| typed.table == name && typed.rows.len() == 1));
        let now = match draft.as_ref().and_then(|draft| draft.typed.as_ref()) {
            Some(typed) => state.edits().beside_rows(typed).await?.filter(|now| !now.conflicts().is_empty()),
            None => None,
        };
        Ok::<_, AppError>((asked, draft, now))
    };
    match found.await {
        Ok((Some(asked), draft, conflicts)) => {
            let restored = restored_form(&parts);
            if asked.is_gone() && draft.is_none() && restored.is_none() {
                return not_found(parts).await;
            }
            let drafted = draft.and_then(|draft| {
                let row = draft.typed?.rows.into_iter().next()?;
                let version = DraftVersion { id: draft.id, version: draft.version };
                // A day that has passed meanwhile is no day to wait for.
                let effective_on = draft.file.options.effective_on.filter(|day| *day > today);
                let effective_on = effective_on.map(|day| day.to_string()).unwrap_or_default();
                Some((row, draft.reason, effective_on, version))
            });
            let form = match (restored, drafted) {
                (Some(form), _) => form,
                (None, Some((row, reason, effective_on, draft))) => {
                    let (id, version) = (draft.id.to_string(), draft.version.to_string());
                    of_draft(
                        asked.rows.columns,
                        &row,
                        [("why", reason), ("effective_on", effective_on), ("proposal", id), ("version", version)],
                    )
                }
                (None, None) => {
                    let known = asked.at.and_then(|at| asked.rows.rows.get(at));
                    let cells = known.map_or_else(|| asked.rows.begun(), |row| row.cells.clone());
                    begun(asked.rows.columns, &cells)
                }
            };
            show_row(&state, parts, asked, form, Rejected { conflicts, ..Rejected::default() }).await
        }
        Ok((None, ..)) => not_found(parts).await,
        Err(error) => after_failure(&error, "reading a row of a table"),
    }
}

/// Why a row may not become a proposal.
fn wrong(outcome: &Outcome, asked: &AskedRow) -> Rejected {
    let known = |key: &'static str| asked.rows.columns.iter().any(|column| column.key == key).then_some(key);
    let of_cell = |(key, right): (Option<&'static str>, &String)| match key.and_then(known) {
        Some(key) => RowMistake::Cell(key, right.clone()),
        None => RowMistake::Row(right.clone()),
    };
    let mut mistakes: Vec<RowMistake> = outcome.wrong.iter().map(|cell| of_cell((cell.key, &cell.right))).collect();
    mistakes.extend(outcome.refusal.iter().cloned().map(RowMistake::Row));
    if !mistakes.is_empty() {
        return Rejected { mistakes, ..Rejected::default() };
    }
    if outcome.changes_something() { Rejected::default() } else { EditRefusal::Nothing.into() }
}

pub(super) async fn save(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(name): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    match find(&state, &parts, &name).await {
        Ok(Some(asked)) => {
            let snapshot = request_data(&parts, &state).snapshot;
            if let Some(filled) = filled_with_readings(&form, &snapshot.readings) {
                return show_row(&state, parts, asked, filled, Rejected::default()).await;
            }
            let language = message_language(&parts);
            let now = asked.at.and_then(|at| asked.rows.rows.get(at));
            let draft = read(&form, &asked.rows, asked.key.as_deref(), now, false, language, asked.page());
            propose(&state, &user, parts, asked, form, draft).await
        }
        Ok(None) => not_found(parts).await,
        Err(error) => after_failure(&error, "reading a row of a table"),
    }
}

pub(super) async fn remove(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(name): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    match find(&state, &parts, &name).await {
        Ok(Some(asked)) if asked.at.is_some() => {
            let language = message_language(&parts);
            let now = asked.at.and_then(|at| asked.rows.rows.get(at));
            let draft = read(&form, &asked.rows, asked.key.as_deref(), now, true, language, asked.page());
            // What is shown again if the row cannot be removed is its form, with the reason.
            let cells = now.map(|now| now.cells.clone()).unwrap_or_default();
            let shown = begun(asked.rows.columns, &cells);
            let shown = shown.fields().map(|(name, value)| (name.to_owned(), value.to_owned()));
            let said = form.fields().filter(|(name, _)| !name.starts_with("seen-"));
            let said = said.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let removal = ("is_removal".to_owned(), "yes".to_owned());
            let form = Form::from_fields(shown.chain(said).chain([removal]).collect());
            propose(&state, &user, parts, asked, form, draft).await
        }
        Ok(_) => not_found(parts).await,
        Err(error) => after_failure(&error, "reading a row of a table"),
    }
}

/// What may be done with a form.
enum Verdict {
    /// It became a proposal.
    Kept(domain::proposal::ProposalId),
    /// All of what somebody else has done stands, and nothing of the form is left.
    TheirsStands,
    Rejected(Box<Rejected>),
}

/// Keeps the row of a form as a proposal if nothing is wrong with it, and if nobody else has changed the same.
async fn propose(
    state: &AppState,
    user: &CurrentUser,
    parts: Parts,
    asked: AskedRow,
    form: Form,
    draft: TypedDraft,
) -> Response {
    match judge(state, user, &parts, &asked, &form, draft).await {
        Ok(Verdict::Kept(id)) => to_proposal(&parts, &id),
        Ok(Verdict::TheirsStands) => to_page(&parts, &format!("{TABLES}/{}", asked.rows.table.name)),
        Ok(Verdict::Rejected(rejected)) => show_row(state, parts, asked, form, *rejected).await,
        Err(EditError::Refused(refusal)) => show_row(state, parts, asked, form, refusal.into()).await,
        Err(EditError::Failed(error)) => after_failure(&error, "keeping a row of a table"),
    }
}

async fn judge(
    state: &AppState,
    user: &CurrentUser,
    parts: &Parts,
    asked: &AskedRow,
    form: &Form,
    draft: TypedDraft,
) -> Result<Verdict, EditError> {
    let (edits, table) = (state.edits(), asked.rows.table);
    let rules = edits.rules().await?;
    if !user.rights.open_tables(&rules).contains(&table.kind) {
        return Err(EditRefusal::NoRight.into());
    }
    let now = match edits.settle_rows(&draft, |now| choices(form, &now.draft, now.conflicts())).await? {
        Settled::Ready(now) => now,
        Settled::TheirsStands => return Ok(Verdict::TheirsStands),
        Settled::Undecided(now) => {
            let rejected = Rejected { conflicts: Some(now), ..EditRefusal::Conflict.into() };
            return Ok(Verdict::Rejected(Box::new(rejected)));
        }
    };
    let reason = form.text("why");
    if !(1..=LONGEST_REASON).contains(&reason.chars().count()) {
        return Err(EditRefusal::Reason.into());
    }
    let effective_on = match publication_day(form, request_data(parts, state).today) {
        Ok(day) => day,
        Err(mistake) => {
            let rejected = Rejected { mistakes: vec![RowMistake::PublicationDay(mistake)], ..Rejected::default() };
            return Ok(Verdict::Rejected(Box::new(rejected)));
        }
    };
    let content: Arc<[u8]> = now.content().into();
    let outcome = edits.check_file(user, table.kind, table.name, &content, message_language(parts)).await?;
    let rejected = wrong(&outcome, asked);
    if rejected.refusal.is_some() || !rejected.mistakes.is_empty() {
        return Ok(Verdict::Rejected(Box::new(rejected)));
    }
    let department = keeper(user, table.kind, form.text("department").parse().ok(), &rules);
    // A history has no rows to go back to; what was typed is added as it is.
    let typed = Some(now.draft).filter(|_| !table.is_history());
    let file = NewFile {
        kind: table.kind,
        name: format!("{}.csv", table.name),
        options: FileOptions { typed, effective_on, ..FileOptions::default() },
        department,
        content,
    };
    let replaced = draft_version(form).map_err(|_| EditRefusal::State)?;
    Ok(Verdict::Kept(edits.save_file(user, replaced.as_ref(), file, reason).await?))
}
