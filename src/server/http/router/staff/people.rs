//! All accounts, for administrators. The guard admits nobody else, and every function checks again.

use std::collections::BTreeSet;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::procedure::DepartmentCode;
use domain::staff::{Email, PersonName, Roles, StaffId};

use super::addresses::PEOPLE;
use super::{
    StaffIdParam, SubmittedForm, after_failure, not_found_at, render_staff_page, restored_form, status_of, to_page,
};
use crate::pages::staff::people::{PeopleView, Typed, people_page};
use crate::pages::staff::person::{PersonView, person_page};
use crate::server::query::Parameters;
use crate::server::staff::accounts::{Caller, NewMember, NewPassword};
use crate::server::staff::form::Form;
use crate::server::staff::secrets::OneTimePassword;
use crate::server::staff::{AccountError, CurrentUser, Mistake, Refusal};
use crate::server::state::AppState;

pub(super) async fn list(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let typed = restored_form(&parts).map(|form| typed_of(&form)).unwrap_or_default();
    list_page(&state, parts, typed, None).await
}

/// The account that a form describes, to show it again.
fn typed_of(form: &Form) -> Typed {
    Typed {
        e_mail: form.text("e_mail").chars().take(254).collect(),
        name: form.text("name").chars().take(80).collect(),
        roles: roles_of(form).unwrap_or_default(),
        single_sign_on: form.is_checked("single_sign_on"),
    }
}

async fn list_page(state: &AppState, parts: Parts, typed: Typed, refusal: Option<Refusal>) -> Response {
    match state.accounts().list().await {
        Ok(people) => {
            let status = refusal.as_ref().map_or(StatusCode::OK, status_of);
            let ways = state.auth().login_methods();
            let view = PeopleView { people, typed, refusal, ways };
            render_staff_page(parts, PEOPLE, status, move |context, _| people_page(context, &view)).await
        }
        Err(error) => after_failure(&error, "listing the accounts"),
    }
}

/// The selected roles.
///
/// # Errors
/// If a department code is invalid.
fn roles_of(form: &Form) -> Result<Roles, Mistake> {
    let departments: Result<BTreeSet<DepartmentCode>, _> = form.all("department").map(str::parse).collect();
    Ok(Roles {
        departments: departments.map_err(|_| Mistake::Department)?,
        is_approver: form.is_checked("approver"),
        is_administrator: form.is_checked("administrator"),
    })
}

pub(super) async fn add(State(state): State<AppState>, user: CurrentUser, sent: SubmittedForm) -> Response {
    let SubmittedForm { parts, form } = sent;
    let (e_mail, name, roles) =
        (form.text("e_mail").parse::<Email>(), form.text("name").parse::<PersonName>(), roles_of(&form));
    let typed = typed_of(&form);
    let ways = state.auth().login_methods();
    // Without single sign-on, an account without a password could not be opened; without password login, no password is
    // created.
    let has_way = !form.is_checked("single_sign_on") || ways.offer_sign_on();
    let password = if form.is_checked("single_sign_on") || !ways.take_passwords() {
        NewPassword::Nothing
    } else {
        NewPassword::OneTime
    };
    let mut mistakes = Vec::new();
    mistakes.extend(e_mail.as_ref().err().map(|_| Mistake::EMail));
    mistakes.extend(name.as_ref().err().map(|_| Mistake::Name));
    mistakes.extend(roles.as_ref().err().copied());
    let fields = ["e_mail", "name", "approver", "administrator", "single_sign_on"];
    if !form.validate_fields(&fields, &["department"]) || !has_way {
        mistakes.push(Mistake::Form);
    }
    let (Ok(e_mail), Ok(name), Ok(roles), true) = (e_mail, name, roles, mistakes.is_empty()) else {
        return list_page(&state, parts, typed, Some(Refusal::Mistakes(mistakes))).await;
    };
    let new = NewMember { e_mail, name, roles };
    match state.accounts().add(Caller::User(&user), new, password).await {
        // The only form that answers with a page: the one-time password is shown here and stored nowhere.
        Ok(given) => show_person(&state, parts, &given.staff, None, given.one_time).await,
        Err(AccountError::Refused(refusal)) => list_page(&state, parts, typed, Some(refusal)).await,
        Err(AccountError::Failed(error)) => after_failure(&error, "adding an account"),
    }
}

pub(super) async fn show(State(state): State<AppState>, StaffIdParam(id): StaffIdParam, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    show_person(&state, parts, &id, None, None).await
}

async fn show_person(
    state: &AppState,
    parts: Parts,
    id: &StaffId,
    refusal: Option<Refusal>,
    one_time: Option<OneTimePassword>,
) -> Response {
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let done = parameters.text("done").map(str::to_owned);
    match state.accounts().find(id).await {
        Ok(Some((member, sessions))) => {
            let status = refusal.as_ref().map_or(StatusCode::OK, status_of);
            let ways = state.auth().login_methods();
            let view = PersonView { member, sessions, done, refusal, one_time, ways };
            let page = format!("{PEOPLE}/{id}");
            render_staff_page(parts, &page, status, move |context, user| person_page(context, user, &view)).await
        }
        Ok(None) => not_found_at(parts, &format!("{PEOPLE}/{id}")).await,
        Err(error) => after_failure(&error, "looking up an account"),
    }
}

/// Redirects to the account's page, or shows the refusal on it.
async fn back_to<T>(
    state: &AppState,
    parts: Parts,
    id: &StaffId,
    done: &str,
    result: Result<T, AccountError>,
) -> Response {
    match result {
        Ok(_) => to_page(&parts, &format!("{PEOPLE}/{id}?done={done}")),
        Err(AccountError::Refused(refusal)) => show_person(state, parts, id, Some(refusal), None).await,
        Err(AccountError::Failed(error)) => after_failure(&error, "changing an account"),
    }
}

pub(super) async fn save_roles(
    State(state): State<AppState>,
    user: CurrentUser,
    StaffIdParam(id): StaffIdParam,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let roles = match roles_of(&form) {
        Ok(roles) if form.validate_fields(&["approver", "administrator"], &["department"]) => roles,
        Ok(_) => return show_person(&state, parts, &id, Some(Mistake::Form.into()), None).await,
        Err(mistake) => return show_person(&state, parts, &id, Some(mistake.into()), None).await,
    };
    let result = state.accounts().save_roles(Caller::User(&user), &id, roles).await;
    back_to(&state, parts, &id, "roles", result).await
}

pub(super) async fn disable(
    State(state): State<AppState>,
    user: CurrentUser,
    StaffIdParam(id): StaffIdParam,
    SubmittedForm { parts, .. }: SubmittedForm,
) -> Response {
    let result = state.accounts().save_disabled(Caller::User(&user), &id, true).await;
    back_to(&state, parts, &id, "disabled", result).await
}

pub(super) async fn enable(
    State(state): State<AppState>,
    user: CurrentUser,
    StaffIdParam(id): StaffIdParam,
    SubmittedForm { parts, .. }: SubmittedForm,
) -> Response {
    let result = state.accounts().save_disabled(Caller::User(&user), &id, false).await;
    back_to(&state, parts, &id, "enabled", result).await
}

pub(super) async fn unlink(
    State(state): State<AppState>,
    user: CurrentUser,
    StaffIdParam(id): StaffIdParam,
    SubmittedForm { parts, .. }: SubmittedForm,
) -> Response {
    let result = state.accounts().unlink(Caller::User(&user), &id).await;
    back_to(&state, parts, &id, "unlinked", result).await
}

pub(super) async fn end_sessions(
    State(state): State<AppState>,
    user: CurrentUser,
    StaffIdParam(id): StaffIdParam,
    SubmittedForm { parts, .. }: SubmittedForm,
) -> Response {
    let result = state.accounts().end_sessions(Caller::User(&user), &id).await;
    back_to(&state, parts, &id, "sessions", result).await
}

pub(super) async fn reset(
    State(state): State<AppState>,
    user: CurrentUser,
    StaffIdParam(id): StaffIdParam,
    SubmittedForm { parts, .. }: SubmittedForm,
) -> Response {
    if !state.auth().login_methods().take_passwords() {
        return show_person(&state, parts, &id, Some(Mistake::NoPassword.into()), None).await;
    }
    match state.accounts().reset(Caller::User(&user), &id, NewPassword::OneTime).await {
        Ok(given) => show_person(&state, parts, &given.staff, None, given.one_time).await,
        Err(AccountError::Refused(refusal)) => show_person(&state, parts, &id, Some(refusal), None).await,
        Err(AccountError::Failed(error)) => after_failure(&error, "resetting a password"),
    }
}
