//! The user's own account: password and sessions.

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::password::Password;
use domain::session::SessionId;

use super::{SubmittedForm, after_failure, render_staff_page, status_of, to_page, user_agent};
use crate::pages::staff::account::{AccountView, account_page};
use crate::server::query::Parameters;
use crate::server::staff::access::ACCOUNT;
use crate::server::staff::cookies;
use crate::server::staff::own_account::{self, PasswordChange};
use crate::server::staff::{AccountError, CurrentUser, Mistake, Refusal};
use crate::server::state::AppState;

pub(super) async fn show(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    page(&state, parts, &user, None).await
}

async fn page(state: &AppState, parts: Parts, user: &CurrentUser, refusal: Option<Refusal>) -> Response {
    let sessions = match own_account::sessions_of(state, user).await {
        Ok(sessions) => sessions,
        Err(error) => return after_failure(&error, "listing one's sessions"),
    };
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let done = refusal.is_none().then(|| parameters.text("done").map(str::to_owned)).flatten();
    let status = refusal.as_ref().map_or(StatusCode::OK, status_of);
    let seconds = match &refusal {
        Some(Refusal::TooMany { seconds }) => Some(*seconds),
        _ => None,
    };
    let ways = state.auth().login_methods();
    let view = AccountView { sessions, done, refusal, ways };
    let mut response =
        render_staff_page(parts, ACCOUNT, status, move |context, user| account_page(context, user, &view)).await;
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

pub(super) async fn change_password(State(state): State<AppState>, user: CurrentUser, sent: SubmittedForm) -> Response {
    let SubmittedForm { parts, form } = sent;
    if !form.validate_fields(&["e_mail", "current", "new", "repeated"], &[]) {
        return page(&state, parts, &user, Some(Mistake::Form.into())).await;
    }
    let change = PasswordChange {
        current: Password::of(form.raw("current")),
        new: Password::of(form.raw("new")),
        repeated: Password::of(form.raw("repeated")),
        user_agent: user_agent(&parts),
    };
    match own_account::change_password(&state, &user, change).await {
        Ok(token) => {
            let mut response = to_page(&parts, &format!("{ACCOUNT}?done=password"));
            response.headers_mut().append(header::SET_COOKIE, cookies::session(&token));
            response
        }
        Err(AccountError::Refused(refusal)) => page(&state, parts, &user, Some(refusal)).await,
        Err(AccountError::Failed(error)) => after_failure(&error, "changing one's password"),
    }
}

pub(super) async fn end_sessions(State(state): State<AppState>, user: CurrentUser, sent: SubmittedForm) -> Response {
    let SubmittedForm { parts, form } = sent;
    let one = form.text("session").parse::<SessionId>().ok();
    let all_others = form.text("session") == "others";
    if !form.validate_fields(&["session"], &[]) || one.is_none() {
        return page(&state, parts, &user, Some(Mistake::Form.into())).await;
    }
    match own_account::end_own_sessions(&state, &user, one.filter(|_| !all_others)).await {
        Ok(()) => to_page(&parts, &format!("{ACCOUNT}?done=sessions#sessions")),
        Err(error) => after_failure(&error, "ending one's sessions"),
    }
}
