//! Residents' reports: the list, one case, and what the staff do with it.

use std::collections::BTreeSet;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::personal_data::find_personal_data;
use domain::report::{CaseOutcome, ReportCaseId};
use store::error::AppError;

use super::addresses::REPORTS;
use super::proposals::names;
use super::{
    SubmittedForm, after_failure, not_found, render_staff_page, request_data, restored_form, status_of_form, to_page,
};
use crate::pages::staff::report_case::{CaseMistake, ReportCaseView, report_case_page};
use crate::pages::staff::reports::{ReportsView, reports_page};
use crate::server::editing::report_cases::CaseAction;
use crate::server::editing::selection::Reports;
use crate::server::editing::{EditError, EditRefusal, LONGEST_REASON};
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;
use crate::server::state::AppState;

pub(super) async fn list(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let found = async {
        let reports = Reports::load(state.db(), &request_data(&parts, &state).snapshot).await?;
        let cases = state.edits().report_cases(&user).await?;
        Ok::<_, AppError>(ReportsView { reports, cases, names: names(&state).await? })
    };
    match found.await {
        Ok(view) => {
            let page = move |context: &_, user: &_| reports_page(context, user, &view);
            render_staff_page(parts, REPORTS, StatusCode::OK, page).await
        }
        Err(error) => after_failure(&error, "reading what residents reported"),
    }
}

pub(super) async fn show(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let form = restored_form(&parts);
    show_case(&state, &user, parts, &id, form, BTreeSet::new(), None).await
}

async fn show_case(
    state: &AppState,
    user: &CurrentUser,
    parts: Parts,
    id: &str,
    form: Option<Form>,
    mistakes: BTreeSet<CaseMistake>,
    refusal: Option<EditRefusal>,
) -> Response {
    let Ok(case) = id.parse::<ReportCaseId>() else { return not_found(parts).await };
    let is_done = Parameters::of(parts.uri.query().unwrap_or_default()).text("done").is_some();
    let found = async {
        let opened = state.edits().report_case(user, &case).await?;
        Ok::<_, AppError>((opened, names(state).await?))
    };
    match found.await {
        Ok((Some(opened), names)) => {
            let status = status_of_form(refusal, mistakes.is_empty());
            let retention = request_data(&parts, state).settings.report_texts;
            let view = ReportCaseView { opened, names, form, mistakes, refusal, is_done, retention };
            let page = format!("{REPORTS}/{id}");
            render_staff_page(parts, &page, status, move |context, user| report_case_page(context, user, &view)).await
        }
        Ok((None, _)) => not_found(parts).await,
        Err(error) => after_failure(&error, "reading a report"),
    }
}

pub(super) async fn take(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    sent: SubmittedForm,
) -> Response {
    handle(&state, &user, &id, sent, |_, _| Some(CaseAction::Take)).await
}

pub(super) async fn note(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    sent: SubmittedForm,
) -> Response {
    let action = |form: &Form, _: &mut BTreeSet<CaseMistake>| Some(CaseAction::Note(form.text("note").to_owned()));
    handle(&state, &user, &id, sent, action).await
}

pub(super) async fn close(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    sent: SubmittedForm,
) -> Response {
    let action = |form: &Form, mistakes: &mut BTreeSet<CaseMistake>| match form.text("outcome").parse::<CaseOutcome>() {
        Ok(outcome) => Some(CaseAction::Close { note: form.text("note").to_owned(), outcome }),
        Err(_) => {
            mistakes.insert(CaseMistake::Outcome);
            None
        }
    };
    handle(&state, &user, &id, sent, action).await
}

async fn handle(
    state: &AppState,
    user: &CurrentUser,
    id: &str,
    SubmittedForm { parts, form }: SubmittedForm,
    action: impl FnOnce(&Form, &mut BTreeSet<CaseMistake>) -> Option<CaseAction>,
) -> Response {
    let mut mistakes = BTreeSet::new();
    let action = action(&form, &mut mistakes);
    let note = form.text("note");
    if note.chars().count() > LONGEST_REASON {
        mistakes.insert(CaseMistake::NoteLong);
    }
    // A note often repeats what a reader wrote.
    mistakes.extend(find_personal_data(note, state.today()).into_iter().map(CaseMistake::PersonalData));
    if !form.validate_fields(&["version", "note", "outcome"], &[]) {
        mistakes.insert(CaseMistake::Form);
    }
    let (Ok(case), Ok(version)) = (id.parse::<ReportCaseId>(), form.text("version").parse::<i64>()) else {
        return not_found(parts).await;
    };
    let Some(action) = action.filter(|_| mistakes.is_empty()) else {
        return show_case(state, user, parts, id, Some(form), mistakes, None).await;
    };
    match state.edits().handle_report(user, &case, version, &action).await {
        Ok(()) => to_page(&parts, &format!("{REPORTS}/{id}?done=yes")),
        Err(EditError::Refused(EditRefusal::NotFound)) => not_found(parts).await,
        Err(EditError::Refused(refusal)) => {
            show_case(state, user, parts, id, Some(form), BTreeSet::new(), Some(refusal)).await
        }
        Err(EditError::Failed(error)) => after_failure(&error, "dealing with a report"),
    }
}
