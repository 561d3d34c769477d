//! The start page, entry lists, the entry form, the history of an entry, and the help.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::entry::{EditableField, ProcedurePatch, Values, serialize_values, values_of};
use domain::procedure::{Procedure, ProcedureId};
use domain::proposal::{ProposalAction, ProposalId, ProposalKind};
use domain::rights::Rights;
use store::error::AppError;

use super::addresses::{ENTRIES, HELP};
use super::proposals::{names, to_proposal};
use super::{
    SubmittedForm, after_failure, not_found, render_staff_page, request_data, restored_form, status_of_edit,
    status_of_form, to_page,
};
use crate::pages::staff::desk::{DeskView, desk_page};
use crate::pages::staff::entries::{EntriesView, entries_page};
use crate::pages::staff::entry::{EntryView, entry_page};
use crate::pages::staff::entry_history::{EntryHistoryView, entry_history_page};
use crate::pages::staff::help::help_page;
use crate::server::editing::selection::{EntryFilter, Reports};
use crate::server::editing::undo::UndoTarget;
use crate::server::editing::{EditError, EditRefusal, SaveDraft};
use crate::server::http::forms::FormErrors;
use crate::server::http::forms::bulk::chosen;
use crate::server::http::forms::entry::{self, EntryRequest};
use crate::server::http::forms::readings::filled_with_readings;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::staff::access::DESK;
use crate::server::staff::form::Form;
use crate::server::state::AppState;

pub(super) async fn user(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let found = async {
        let proposals = state.edits().list(&user).await?;
        let reports = Reports::load(state.db(), &request_data(&parts, &state).snapshot).await?;
        let log_ahead = if user.rights.may_administer() { state.log_ahead_of_clock().await? } else { None };
        let rows_changed_outside = if user.rights.may_administer() { state.rows_changed_outside() } else { 0 };
        Ok::<_, AppError>(DeskView { proposals, reports, log_ahead, rows_changed_outside })
    };
    match found.await {
        Ok(view) => {
            render_staff_page(parts, DESK, StatusCode::OK, move |context, user| desk_page(context, user, &view)).await
        }
        Err(error) => after_failure(&error, "gathering what is to be done"),
    }
}

pub(super) async fn list(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let selection = EntryFilter::of(&Parameters::of(parts.uri.query().unwrap_or_default()));
    show_entries(&state, parts, selection, None).await
}

async fn show_entries(
    state: &AppState,
    parts: Parts,
    selection: Result<EntryFilter, crate::server::query::QueryError>,
    refusal: Option<EditRefusal>,
) -> Response {
    let status = match (&selection, refusal) {
        (Err(_), _) => StatusCode::BAD_REQUEST,
        (_, Some(refusal)) => status_of_edit(refusal),
        _ => StatusCode::OK,
    };
    match Reports::load(state.db(), &request_data(&parts, state).snapshot).await {
        Ok(reports) => {
            let view = EntriesView { selection, reports, refusal };
            render_staff_page(parts, ENTRIES, status, move |context, user| entries_page(context, user, &view)).await
        }
        Err(error) => after_failure(&error, "reading what residents reported"),
    }
}

pub(super) async fn help(request: Request) -> Response {
    let (parts, _) = request.into_parts();
    render_staff_page(parts, HELP, StatusCode::OK, |context, _| help_page(context)).await
}

/// The ids submitted with a list: the selected ones, or all in force that the list shows.
pub(super) async fn ids_of(
    state: &AppState,
    user: &CurrentUser,
    data: &RequestSnapshot,
    form: &Form,
) -> Result<Vec<ProcedureId>, AppError> {
    if !form.is_checked("all") {
        return Ok(chosen(form));
    }
    let is_in_force = |procedure: &&Procedure| procedure.is_in_force(data.today, data.today);
    let Ok(selection) = EntryFilter::of(&Parameters::of(form.text("filter"))) else { return Ok(Vec::new()) };
    let reports = Reports::load(state.db(), &data.snapshot).await?;
    let found = selection.find(&data.snapshot, &user.rights, &reports, data.today);
    Ok(found.into_iter().filter(is_in_force).map(|procedure| procedure.id.clone()).collect())
}

pub(super) async fn confirm(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let data = request_data(&parts, &state);
    let selection = EntryFilter::of(&Parameters::of(form.text("filter")));
    let result = async {
        let ids = ids_of(&state, &user, &data, &form).await?;
        let noted = state.edits().confirm(&user, &ids).await?;
        state.refresh().await?;
        Ok::<_, EditError>(noted)
    };
    match result.await {
        Ok(noted) => {
            let kept = selection.map(|selection| selection.query()).unwrap_or_default();
            let done = format!("done=checked&count={noted}");
            let query = if kept.is_empty() { done } else { format!("{kept}&{done}") };
            to_page(&parts, &format!("{ENTRIES}?{query}"))
        }
        Err(EditError::Refused(refusal)) => show_entries(&state, parts, selection, Some(refusal)).await,
        Err(EditError::Failed(error)) => after_failure(&error, "confirming entries"),
    }
}

/// The form of an existing entry, or of a draft being continued.
pub(super) async fn edit(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let Ok(id) = id.parse::<ProcedureId>() else { return not_found(parts).await };
    let result = async {
        let Some((entry, revision)) = state.edits().entry(&id).await? else { return Ok(None) };
        let draft = draft_of(&state, &user, &parts).await?;
        let others = state.edits().open_about(&user, &id).await?;
        Ok::<_, AppError>(Some((entry, revision, draft, others)))
    };
    match result.await {
        Ok(Some((entry, revision, draft, others))) => {
            let today = request_data(&parts, &state).today;
            let may_edit = may_edit(&user.rights, &entry);
            let (form, draft_id) = match draft.filter(|draft| draft.change.procedure == id) {
                Some(draft) => {
                    let mut values = values_of(&entry, draft.change.effective_on);
                    let mut seen = values.clone();
                    // What somebody else has changed since stays a conflict until the author chooses.
                    let conflicts = draft.change.rebase(&entry).conflicts;
                    seen.extend(conflicts.into_iter().filter_map(|conflict| conflict.was));
                    values.extend(draft.change.fields.values().map(|field_change| field_change.becomes.clone()));
                    (filled(&values, &seen, revision, Some(&draft), today), Some(draft.id))
                }
                None => {
                    let values = values_of(&entry, today);
                    (filled(&values, &values, revision, None, today), None)
                }
            };
            let form = restored_form(&parts).unwrap_or(form);
            let others = others.into_iter().filter(|other| Some(&other.id) != draft_id.as_ref()).collect();
            let view =
                EntryView { entry: Some(entry), form, mistakes: FormErrors::new(), refusal: None, others, may_edit };
            let status = if may_edit { StatusCode::OK } else { StatusCode::FORBIDDEN };
            let page = format!("{ENTRIES}/{id}/edit");
            render_staff_page(parts, &page, status, move |context, user| entry_page(context, user, &view)).await
        }
        Ok(None) => not_found(parts).await,
        Err(error) => after_failure(&error, "opening an entry"),
    }
}

/// Whether the user may change an entry: one of their department, or one without a department.
fn may_edit(rights: &Rights, entry: &Procedure) -> bool {
    match &entry.department {
        Some(department) => rights.may_edit(department),
        None => !rights.roles().departments.is_empty(),
    }
}

/// A draft being continued.
struct Draft {
    id: ProposalId,
    version: i64,
    reason: String,
    change: ProcedurePatch,
}

async fn draft_of(state: &AppState, user: &CurrentUser, parts: &Parts) -> Result<Option<Draft>, AppError> {
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let Some(id) = parameters.text("proposal").and_then(|id| id.parse::<ProposalId>().ok()) else { return Ok(None) };
    let Some(opened) = state.edits().open(user, &id).await? else { return Ok(None) };
    if !opened.may(user, ProposalAction::Edit) || opened.proposal.kind != ProposalKind::Entry {
        return Ok(None);
    }
    let (version, reason) = (opened.proposal.version, opened.proposal.reason.clone());
    Ok(opened.entries.into_iter().next().map(|entry| Draft { id, version, reason, change: entry.change }))
}

/// The form filled with an entry. `seen` is the baseline for the change.
fn filled(values: &Values, seen: &Values, revision: i64, draft: Option<&Draft>, today: chrono::NaiveDate) -> Form {
    let form = entry::fields_of(values);
    let mut fields: Vec<(String, String)> =
        form.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    put("base", serialize_values(seen));
    put("revision", revision.to_string());
    put("base_on", draft.map_or(today, |draft| draft.change.effective_on).to_string());
    match draft {
        Some(draft) => {
            put("proposal", draft.id.to_string());
            put("version", draft.version.to_string());
            put("reason", draft.reason.clone());
            put("effective_on", draft.change.effective_on.to_string());
            if draft.change.is_new {
                put("id", draft.change.procedure.to_string());
            }
            let checked = EditableField::Field(domain::procedure_fields::ProcedureField::CheckedOn);
            if draft.change.fields.contains_key(&checked) {
                put("checked", "yes".to_owned());
            }
        }
        // That everything was checked is for the person to say.
        None => put("effective_on", today.to_string()),
    }
    Form::from_fields(fields)
}

pub(super) async fn save(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let Ok(id) = id.parse::<ProcedureId>() else { return not_found(parts).await };
    let data = request_data(&parts, &state);
    let entry = match state.edits().entry(&id).await {
        Ok(Some((entry, _))) => entry,
        Ok(None) => return not_found(parts).await,
        Err(error) => return after_failure(&error, "opening an entry"),
    };
    if let Some(filled) = filled_with_readings(&form, &data.snapshot.readings) {
        return show_entry(&user, parts, Some(entry), filled, FormErrors::new(), None).await;
    }
    let command = EntryRequest::read(&form, Some(&id), &data.snapshot, data.today)
        .and_then(|asked| asked.change_of(&entry, &form, &data.snapshot, data.today));
    match command {
        Ok(command) => save_draft(&state, &user, parts, Some(entry), form, command).await,
        Err(mistakes) => show_entry(&user, parts, Some(entry), form, mistakes, None).await,
    }
}

pub(super) async fn new(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let data = request_data(&parts, &state);
    let form = match draft_of(&state, &user, &parts).await {
        Ok(Some(draft)) => {
            let values = draft.change.fields.values().map(|field_change| field_change.becomes.clone()).collect();
            filled(&values, &Values::default(), data.snapshot.revision, Some(&draft), data.today)
        }
        Ok(None) => filled(&Values::default(), &Values::default(), data.snapshot.revision, None, data.today),
        Err(error) => return after_failure(&error, "opening a draft"),
    };
    let form = restored_form(&parts).unwrap_or(form);
    show_entry(&user, parts, None, form, FormErrors::new(), None).await
}

pub(super) async fn add(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let data = request_data(&parts, &state);
    if let Some(filled) = filled_with_readings(&form, &data.snapshot.readings) {
        return show_entry(&user, parts, None, filled, FormErrors::new(), None).await;
    }
    let id = entry::new_id(&form, &data.snapshot);
    match (EntryRequest::read(&form, id.as_ref().ok(), &data.snapshot, data.today), id) {
        (Ok(asked), Ok(id)) => save_draft(&state, &user, parts, None, form, asked.addition(id)).await,
        (asked, id) => {
            let mut mistakes = asked.err().unwrap_or_default();
            mistakes.extend(id.err().map(|mistake| ("id", mistake)));
            show_entry(&user, parts, None, form, mistakes, None).await
        }
    }
}

/// Saves the change that a form describes, and redirects to it.
async fn save_draft(
    state: &AppState,
    user: &CurrentUser,
    parts: Parts,
    entry: Option<Procedure>,
    form: Form,
    command: SaveDraft,
) -> Response {
    match state.edits().save_draft(user, command).await {
        Ok(id) => to_proposal(&parts, &id),
        Err(EditError::Refused(refusal)) => {
            show_entry(user, parts, entry, form, FormErrors::new(), Some(refusal)).await
        }
        Err(EditError::Failed(error)) => after_failure(&error, "keeping a draft"),
    }
}

async fn show_entry(
    user: &CurrentUser,
    parts: Parts,
    entry: Option<Procedure>,
    form: Form,
    mistakes: FormErrors,
    refusal: Option<EditRefusal>,
) -> Response {
    let may_edit = match &entry {
        Some(entry) => may_edit(&user.rights, entry),
        None => !user.rights.roles().departments.is_empty(),
    };
    let status = if may_edit { status_of_form(refusal, mistakes.is_empty()) } else { StatusCode::FORBIDDEN };
    let page = match &entry {
        Some(entry) => format!("{ENTRIES}/{}/edit", entry.id),
        None => format!("{ENTRIES}/new"),
    };
    let view = EntryView { entry, form, mistakes, refusal, others: Vec::new(), may_edit };
    render_staff_page(parts, &page, status, move |context, user| entry_page(context, user, &view)).await
}

pub(super) async fn history(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    show_history(&state, parts, &id, None).await
}

async fn show_history(state: &AppState, parts: Parts, id: &str, refusal: Option<EditRefusal>) -> Response {
    let Ok(id) = id.parse::<ProcedureId>() else { return not_found(parts).await };
    let result = async {
        let Some((entry, _)) = state.edits().entry(&id).await? else { return Ok(None) };
        let rows = state.edits().recorded(&id).await?;
        Ok::<_, AppError>(Some(EntryHistoryView {
            entry,
            rows,
            names: names(state).await?,
            refusal,
            restored: restored_form(&parts).unwrap_or_default(),
        }))
    };
    match result.await {
        Ok(Some(view)) => {
            let status = refusal.map_or(StatusCode::OK, status_of_edit);
            let page = format!("{ENTRIES}/{id}/history");
            render_staff_page(parts, &page, status, move |context, user| entry_history_page(context, user, &view)).await
        }
        Ok(None) => not_found(parts).await,
        Err(error) => after_failure(&error, "reading the history of an entry"),
    }
}

pub(super) async fn undo(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let reason = form.text("reason");
    if reason.is_empty() {
        return show_history(&state, parts, &id, Some(EditRefusal::Reason)).await;
    }
    let Ok(row) = form.text("row").parse() else {
        return show_history(&state, parts, &id, Some(EditRefusal::NotFound)).await;
    };
    match state.edits().propose_undo(&user, &UndoTarget::Row(row), reason).await {
        Ok(proposal) => to_proposal(&parts, &proposal),
        Err(EditError::Refused(refusal)) => show_history(&state, parts, &id, Some(refusal)).await,
        Err(EditError::Failed(error)) => after_failure(&error, "taking a change back"),
    }
}
