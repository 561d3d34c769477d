//! Proposals: view, send, approve, return, withdraw, resolve conflicts, undo.

use std::collections::{BTreeMap, HashMap};

use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use domain::entry::EditableField;
use domain::procedure::{DepartmentCode, ProcedureId};
use domain::proposal::{ProposalAction, ProposalId, ProposalState};
use domain::staff::{PersonName, StaffId};
use store::error::AppError;

use super::addresses::PROPOSALS;
use super::{
    SubmittedForm, after_failure, message_language, not_found, render_staff_page, restored_form, status_of_edit,
    to_page,
};
use crate::language::Language;
use crate::pages::staff::proposal::proposal_page;
use crate::pages::staff::proposal_view::ProposalView;
use crate::pages::staff::proposals::{ProposalsView, proposals_page};
use crate::server::editing::files::previews::PreviewStatus;
use crate::server::editing::files::typed::TypedNow;
use crate::server::editing::proposed_file::ProposedFile;
use crate::server::editing::typed_draft::TypedDraft;
use crate::server::editing::undo::UndoTarget;
use crate::server::editing::{EditError, EditRefusal, ProposalDetails, Resolution, ResolutionOutcome};
use crate::server::http::forms::conflicts::choices;
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::state::AppState;

/// Seconds until a page reloads to show the progress of reading a file.
const SECONDS_TO_NEXT_LOOK: u8 = 2;

/// The most proposals that are approved with one form.
const MOST_TOGETHER: usize = 100;

const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// Redirects to a proposal that has just been saved.
pub(super) fn to_proposal(parts: &Parts, id: &ProposalId) -> Response {
    to_page(parts, &format!("{PROPOSALS}/{id}?done=kept"))
}

/// The draft of a file that a form is asked to go on with.
pub(super) struct FileDraft {
    pub id: ProposalId,
    pub version: i64,
    pub reason: String,
    pub departments: Vec<DepartmentCode>,
    pub file: ProposedFile,
    /// The rows of a form, if the file was typed.
    pub typed: Option<TypedDraft>,
}

/// The draft in the address, if it is one of a file on which the user may take this action.
pub(super) async fn draft_of_file(
    state: &AppState,
    user: &CurrentUser,
    parts: &Parts,
    action: ProposalAction,
) -> Result<Option<FileDraft>, AppError> {
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let Some(id) = parameters.text("proposal").and_then(|id| id.parse::<ProposalId>().ok()) else { return Ok(None) };
    let Some(opened) = state.edits().open(user, &id).await?.filter(|opened| opened.may(user, action)) else {
        return Ok(None);
    };
    let Some(file) = opened.unpublished_file().cloned() else { return Ok(None) };
    let ProposalDetails { proposal, departments, .. } = opened;
    let typed = file.options.typed.clone();
    Ok(Some(FileDraft { id, version: proposal.version, reason: proposal.reason, departments, file, typed }))
}

/// Names of staff members, shown to their colleagues.
pub(super) async fn names(state: &AppState) -> Result<HashMap<StaffId, PersonName>, AppError> {
    Ok(state.accounts().list().await?.into_iter().map(|(member, _)| (member.id, member.name)).collect())
}

pub(super) async fn list(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    list_page(&state, &user, parts, None, Vec::new()).await
}

async fn list_page(
    state: &AppState,
    user: &CurrentUser,
    parts: Parts,
    refusal: Option<EditRefusal>,
    not_approved: Vec<(ProposalId, EditRefusal)>,
) -> Response {
    let listed = async {
        let edits = state.edits();
        Ok::<_, AppError>((edits.list(user).await?, edits.seen(user).await?))
    };
    match listed.await {
        Ok((all, seen)) => {
            let status = refusal.map_or(StatusCode::OK, status_of_edit);
            let refused = not_approved.first().map(|(_, refusal)| status_of_edit(*refusal));
            let view = ProposalsView { all, seen, refusal, not_approved };
            let status = refused.unwrap_or(status);
            render_staff_page(parts, PROPOSALS, status, move |context, user| proposals_page(context, user, &view)).await
        }
        Err(error) => after_failure(&error, "listing proposals"),
    }
}

/// Approves the proposals that were ticked, each by itself. What cannot be approved is named, with the reason.
pub(super) async fn approve_seen(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let ticked: Vec<(ProposalId, i64)> = form
        .all("proposal")
        .filter_map(|ticked| {
            let (id, version) = ticked.split_once(' ')?;
            Some((id.parse().ok()?, version.parse().ok()?))
        })
        .take(MOST_TOGETHER)
        .collect();
    if ticked.is_empty() {
        return list_page(&state, &user, parts, Some(EditRefusal::Nothing), Vec::new()).await;
    }
    let (mut approved, mut not_approved) = (0_usize, Vec::new());
    for (id, version) in ticked {
        match state.edits().approve_seen(&user, &id, version).await {
            Ok(()) => approved += 1,
            Err(EditError::Refused(refusal)) => not_approved.push((id.clone(), refusal)),
            Err(EditError::Failed(error)) => return after_failure(&error, "approving proposals"),
        }
        state.previews().forget(&id);
    }
    if let Err(error) = state.refresh().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "a new revision could not be read immediately");
    }
    if not_approved.is_empty() {
        return to_page(&parts, &format!("{PROPOSALS}?done=approve&count={approved}"));
    }
    list_page(&state, &user, parts, None, not_approved).await
}

pub(super) async fn show(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    match id.parse() {
        Ok(id) => show_proposal(&state, &user, parts, &id, None).await,
        Err(_) => not_found(parts).await,
    }
}

pub(super) async fn show_proposal(
    state: &AppState,
    user: &CurrentUser,
    parts: Parts,
    id: &ProposalId,
    refusal: Option<EditRefusal>,
) -> Response {
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let done = parameters.text("done").map(str::to_owned);
    let result = async {
        let Some(opened) = state.edits().open(user, id).await? else { return Ok(None) };
        let meanwhile = meanwhile(state, &opened).await?;
        let language = message_language(&parts);
        let sight = match opened.unpublished_file() {
            Some(file) if file.is_kept => Some(state.edits().look_at_file(state.previews(), &opened, language).await?),
            _ => None,
        };
        // Reading the file has determined the departments affected.
        let opened = match sight {
            Some(_) => state.edits().open(user, id).await?.unwrap_or(opened),
            None => opened,
        };
        let base = match &sight {
            Some(PreviewStatus::Found(outcome)) => outcome.confirmable(),
            Some(_) => None,
            None => Some(""),
        };
        // A page that cannot be written down is shown nevertheless.
        if let Some(base) = base
            && let Err(error) = state.edits().note_view(user, &opened, base).await
        {
            error.log("it could not be noted that a proposal was opened");
        }
        let typed = state.edits().typed_now(&opened).await?;
        let undoing = state.edits().undoing(id).await?;
        let (mut written, mut written_entries) = (Vec::new(), Vec::new());
        let is_written = |state| matches!(state, ProposalState::Published | ProposalState::Scheduled);
        if let Some(file) = opened.file.as_ref().filter(|_| is_written(opened.proposal.state)) {
            written = state.edits().published_values(file.kind, id).await?;
            written_entries = state.edits().published_entries(id).await?;
        }
        let restored = restored_form(&parts).unwrap_or_default();
        let names = names(state).await?;
        let view = ProposalView {
            opened,
            names,
            meanwhile,
            sight,
            refusal,
            done,
            typed,
            undoing,
            written,
            written_entries,
            restored,
        };
        Ok::<_, AppError>(Some(view))
    };
    match result.await {
        Ok(Some(view)) => {
            let status = refusal.map_or(StatusCode::OK, status_of_edit);
            let goes_on = view.sight.as_ref().is_some_and(PreviewStatus::is_under_way);
            let page = format!("{PROPOSALS}/{id}");
            let own = Language::split_path(parts.uri.path()).0.path(&page);
            let mut response =
                render_staff_page(parts, &page, status, move |context, user| proposal_page(context, user, &view)).await;
            if goes_on && let Ok(again) = HeaderValue::from_str(&format!("{SECONDS_TO_NEXT_LOOK}; url={own}")) {
                response.headers_mut().insert(REFRESH, again);
            }
            response
        }
        Ok(None) => not_found(parts).await,
        Err(error) => after_failure(&error, "opening a proposal"),
    }
}

/// Changes that others have made to the proposal's entry since its author saw it.
async fn meanwhile(state: &AppState, opened: &ProposalDetails) -> Result<Vec<domain::audit::EntryRow>, AppError> {
    let [entry] = opened.entries.as_slice() else { return Ok(Vec::new()) };
    if !opened.proposal.state.is_open() {
        return Ok(Vec::new());
    }
    let own = format!("proposal {}", opened.proposal.id);
    let rows = state.edits().recorded(&entry.change.procedure).await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.revision.is_some_and(|revision| revision > opened.proposal.seen_revision))
        .filter(|row| row.detail != own)
        .collect())
}

/// The proposal that a form is about, and the version that its sender saw.
fn named(id: &str, sent: &SubmittedForm) -> Option<(ProposalId, i64)> {
    Some((id.parse().ok()?, sent.form.text("version").parse().ok()?))
}

async fn back(
    state: &AppState,
    user: &CurrentUser,
    parts: Parts,
    id: &ProposalId,
    done: &str,
    result: Result<(), EditError>,
) -> Response {
    match result {
        Ok(()) => to_page(&parts, &format!("{PROPOSALS}/{id}?done={done}")),
        Err(EditError::Refused(refusal)) => show_proposal(state, user, parts, id, Some(refusal)).await,
        Err(EditError::Failed(error)) => after_failure(&error, "acting on a proposal"),
    }
}

async fn step(state: AppState, user: CurrentUser, id: String, sent: SubmittedForm, action: ProposalAction) -> Response {
    let Some((id, version)) = named(&id, &sent) else { return not_found(sent.parts).await };
    // For a file, the form names the preview that its author saw.
    let said = sent.form.text(if action == ProposalAction::Send { "base" } else { "answer" });
    let result = state.edits().step(&user, &id, version, action, said).await;
    if result.is_ok() {
        state.previews().forget(&id);
    }
    back(&state, &user, sent.parts, &id, action.as_str(), result).await
}

pub(super) async fn send(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    sent: SubmittedForm,
) -> Response {
    step(state, user, id, sent, ProposalAction::Send).await
}

pub(super) async fn give_back(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    sent: SubmittedForm,
) -> Response {
    step(state, user, id, sent, ProposalAction::Return).await
}

pub(super) async fn withdraw(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    sent: SubmittedForm,
) -> Response {
    step(state, user, id, sent, ProposalAction::Withdraw).await
}

async fn publish_and_redirect(
    state: &AppState,
    user: &CurrentUser,
    id: &ProposalId,
    version: i64,
    action: ProposalAction,
    base: &str,
) -> Result<(), EditError> {
    match state.edits().open(user, id).await? {
        Some(opened) if opened.unpublished_file().is_some() => {
            state.edits().publish_file(user, id, version, action, base).await
        }
        _ => state.edits().publish(user, id, version, action).await,
    }
}

async fn publish_by(
    state: AppState,
    user: CurrentUser,
    id: String,
    sent: SubmittedForm,
    action: ProposalAction,
) -> Response {
    let Some((id, version)) = named(&id, &sent) else { return not_found(sent.parts).await };
    let result = publish_and_redirect(&state, &user, &id, version, action, sent.form.text("base")).await;
    state.previews().forget(&id);
    // The publisher sees the change at once, without waiting for the next poll of the database. If the refresh fails,
    // the change is saved nevertheless.
    if let Err(error) = state.refresh().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "a new revision could not be read immediately");
    }
    back(&state, &user, sent.parts, &id, action.as_str(), result).await
}

pub(super) async fn publish(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    sent: SubmittedForm,
) -> Response {
    publish_by(state, user, id, sent, ProposalAction::Publish).await
}

pub(super) async fn approve(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    sent: SubmittedForm,
) -> Response {
    publish_by(state, user, id, sent, ProposalAction::Approve).await
}

/// Resolves conflicts, with the choices in fields named `keep {procedure} {field}`.
pub(super) async fn settle(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    sent: SubmittedForm,
) -> Response {
    let Some((id, version)) = named(&id, &sent) else { return not_found(sent.parts).await };
    let is_typed = match state.edits().open(&user, &id).await {
        Ok(opened) => opened.is_some_and(|opened| opened.unpublished_file().is_some()),
        Err(error) => return after_failure(&error, "opening a proposal"),
    };
    if is_typed {
        let chosen = |now: &TypedNow| choices(&sent.form, &now.draft, now.conflicts());
        let result = state.edits().resolve_typed(&user, &id, version, chosen).await;
        state.previews().forget(&id);
        return settled(&state, &user, sent.parts, &id, result).await;
    }
    let choices: BTreeMap<(ProcedureId, EditableField), Resolution> = sent
        .form
        .fields()
        .filter_map(|(name, value)| {
            let (procedure, field) = name.strip_prefix("keep ")?.split_once(' ')?;
            let side = match value {
                "mine" => Resolution::Mine,
                "theirs" => Resolution::Theirs,
                _ => return None,
            };
            Some(((procedure.parse().ok()?, field.parse().ok()?), side))
        })
        .collect();
    let result = state.edits().resolve_conflicts(&user, &id, version, &choices).await;
    settled(&state, &user, sent.parts, &id, result).await
}

async fn settled(
    state: &AppState,
    user: &CurrentUser,
    parts: Parts,
    id: &ProposalId,
    result: Result<ResolutionOutcome, EditError>,
) -> Response {
    let done = match result {
        Ok(ResolutionOutcome::Withdrawn) => "settled-withdrawn",
        _ => "settled",
    };
    back(state, user, parts, id, done, result.map(|_| ())).await
}

pub(super) async fn undo(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let Ok(id) = id.parse::<ProposalId>() else { return not_found(parts).await };
    let reason = form.text("reason");
    if reason.is_empty() {
        return show_proposal(&state, &user, parts, &id, Some(EditRefusal::Reason)).await;
    }
    match state.edits().propose_undo(&user, &UndoTarget::Proposal(id.clone()), reason).await {
        Ok(undo) => to_proposal(&parts, &undo),
        Err(EditError::Refused(refusal)) => show_proposal(&state, &user, parts, &id, Some(refusal)).await,
        Err(EditError::Failed(error)) => after_failure(&error, "taking a change back"),
    }
}
