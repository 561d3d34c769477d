//! Which departments require approval, and which tables of the whole city each keeps.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::procedure::DepartmentCode;
use domain::proposal::DepartmentRule;
use domain::table_kind::TableKind;
use store::error::AppError;

use super::addresses::DEPARTMENTS;
use super::{
    SubmittedForm, after_failure, not_found, render_staff_page, request_data, see_other, status_of_edit, to_page,
};
use crate::pages::staff::department::{DepartmentView, department_page};
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
        Err(error) => after_failure(&error, "reading the rules of departments"),
    }
}

pub(super) async fn save(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let snapshot = request_data(&parts, &state).snapshot;
    let holds = |name: &str, code: &DepartmentCode| form.all(name).any(|ticked| ticked == code.as_str());
    let rules = match state.edits().rules().await {
        Ok(rules) => rules,
        Err(error) => return after_failure(&error, "reading the rules of departments"),
    };
    // The tables that it keeps are on the page of the department.
    let rule = |code: &DepartmentCode, approval: &str| DepartmentRule {
        needs_approval: holds(approval, code),
        ..rules.of(code)
    };
    // A department that the page did not show yet is not in the form: it stays unchanged.
    let wanted: BTreeMap<DepartmentCode, RuleTurn> = snapshot
        .departments
        .iter()
        .map(|department| {
            let code = department.code.clone();
            let was = rule(&code, "approval_seen");
            let becomes = rule(&code, "approval");
            (code, RuleTurn { was, becomes })
        })
        .collect();
    if !form.validate_fields(&[], &["approval", "approval_seen"]) {
        return see_other(DEPARTMENTS);
    }
    match state.edits().save_rules(&user, &wanted).await {
        Ok(()) => to_page(&parts, &format!("{DEPARTMENTS}?done=yes")),
        Err(EditError::Refused(refusal)) => show_departments(&state, parts, Some(refusal)).await,
        Err(EditError::Failed(error)) => after_failure(&error, "laying down rules for departments"),
    }
}

pub(super) async fn show_one(State(state): State<AppState>, Path(code): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    show_department(&state, parts, &code, None).await
}

async fn show_department(state: &AppState, parts: Parts, code: &str, refusal: Option<EditRefusal>) -> Response {
    let snapshot = request_data(&parts, state).snapshot;
    let Some(department) = snapshot.departments.iter().find(|department| department.code.as_str() == code).cloned()
    else {
        return not_found(parts).await;
    };
    match state.edits().rules().await {
        Ok(rules) => {
            let address = format!("{DEPARTMENTS}/{code}");
            let status = refusal.map_or(StatusCode::OK, status_of_edit);
            let view = DepartmentView { department, rules, refusal };
            render_staff_page(parts, &address, status, move |context, _| department_page(context, &view)).await
        }
        Err(error) => after_failure(&error, "reading the rules of departments"),
    }
}

/// Saves which tables of the whole city a department keeps.
pub(super) async fn save_kept(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(code): Path<String>,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let tables = |name: &str| form.all(name).map(str::parse::<TableKind>).collect::<Result<BTreeSet<_>, _>>();
    let (Ok(department), Ok(seen), Ok(keeps), true) = (
        code.parse::<DepartmentCode>(),
        tables("seen"),
        tables("keeps"),
        form.validate_fields(&[], &["seen", "keeps"]),
    ) else {
        return see_other(DEPARTMENTS);
    };
    let was = match state.edits().rules().await {
        Ok(rules) => DepartmentRule { keeps: seen, ..rules.of(&department) },
        Err(error) => return after_failure(&error, "reading the rules of departments"),
    };
    let becomes = DepartmentRule { keeps, ..was.clone() };
    let wanted = BTreeMap::from([(department, RuleTurn { was, becomes })]);
    match state.edits().save_rules(&user, &wanted).await {
        Ok(()) => to_page(&parts, &format!("{DEPARTMENTS}?done=yes")),
        Err(EditError::Refused(refusal)) => show_department(&state, parts, &code, Some(refusal)).await,
        Err(EditError::Failed(error)) => after_failure(&error, "laying down rules for departments"),
    }
}
