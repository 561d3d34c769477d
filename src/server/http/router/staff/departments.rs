//! Which departments require approval, and which own the statistics.

use std::collections::BTreeMap;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::procedure::DepartmentCode;
use domain::proposal::DepartmentRule;
use store::error::AppError;

use super::addresses::DEPARTMENTS;
use super::{SubmittedForm, internal_error, render_staff_page, request_data, see_other, status_of_edit, to_page};
use crate::pages::staff::departments::{DepartmentsView, departments_page};
use crate::server::editing::rules::RuleTurn;
use crate::server::editing::{EditError, EditRefusal};
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::state::AppState;

pub(super) async fn show(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    show_departments(&state, parts, None).await
}

async fn show_departments(state: &AppState, parts: Parts, refusal: Option<EditRefusal>) -> Response {
    let is_done = Parameters::of(parts.uri.query().unwrap_or_default()).text("done").is_some();
    let result = async {
        let rules = state.edits().rules().await?;
        let members: Vec<_> = state.accounts().list().await?.into_iter().map(|(member, _)| member).collect();
        let mut approvers: BTreeMap<String, usize> = BTreeMap::new();
        for member in members.iter().filter(|member| member.roles.is_approver && !member.disabled) {
            for department in &member.roles.departments {
                *approvers.entry(department.to_string()).or_default() += 1;
            }
        }
        Ok::<_, AppError>(DepartmentsView { rules, approvers, is_done, refusal })
    };
    match result.await {
        Ok(view) => {
            let status = refusal.map_or(StatusCode::OK, status_of_edit);
            render_staff_page(parts, DEPARTMENTS, status, move |context, _| departments_page(context, &view)).await
        }
        Err(error) => internal_error(&error, "reading the rules of departments"),
    }
}

pub(super) async fn save(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let snapshot = request_data(&parts, &state).snapshot;
    let holds = |name: &str, code: &DepartmentCode| form.all(name).any(|ticked| ticked == code.as_str());
    let rule = |code: &DepartmentCode, approval: &str, figures: &str| DepartmentRule {
        needs_approval: holds(approval, code),
        owns_statistics: holds(figures, code),
    };
    // A department that the page did not show yet is not in the form: it stays unchanged.
    let wanted: BTreeMap<DepartmentCode, RuleTurn> = snapshot
        .departments
        .iter()
        .map(|department| {
            let code = department.code.clone();
            let was = rule(&code, "approval_seen", "figures_seen");
            let becomes = rule(&code, "approval", "figures");
            (code, RuleTurn { was, becomes })
        })
        .collect();
    if !form.validate_fields(&[], &["approval", "figures", "approval_seen", "figures_seen"]) {
        return see_other(DEPARTMENTS);
    }
    match state.edits().save_rules(&user, &wanted).await {
        Ok(()) => to_page(&parts, &format!("{DEPARTMENTS}?done=yes")),
        Err(EditError::Refused(refusal)) => show_departments(&state, parts, Some(refusal)).await,
        Err(EditError::Failed(error)) => internal_error(&error, "laying down rules for departments"),
    }
}
