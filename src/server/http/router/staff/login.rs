//! Login and logout.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::password::Password;

use super::restoring::restores;
use super::{SubmittedForm, after_failure, render_open_page, see_other, user_agent};
use crate::language::Language;
use crate::pages::staff::login::{LoginView, LoginWord, login_page};
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::staff::access::{ACCOUNT, DESK, LOGIN, next_page};
use crate::server::staff::cookies;
use crate::server::staff::login::{self, LoginError, LoginRefusal, LoginRequest};
use crate::server::staff::oidc::SignOn;
use crate::server::staff::sign_on::SignOnRefusal;
use crate::server::state::AppState;

/// The login form; a user who is already logged in is redirected.
pub(super) async fn show(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let (language, _) = Language::split_path(parts.uri.path());
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let next = parameters.text("next").and_then(next_page);
    if parts.extensions.get::<CurrentUser>().is_some() {
        return see_other(&next.unwrap_or_else(|| language.path(DESK)));
    }
    let word = match (parameters.text("out"), parameters.text("over")) {
        (Some("yes"), _) => Some(LoginWord::LoggedOut),
        (_, Some("yes")) if next.as_deref().is_some_and(restores) => Some(LoginWord::OverWithForm),
        (_, Some("yes")) => Some(LoginWord::Over),
        _ => None,
    };
    let not_signed_on = parameters.text("sign_on").and_then(|word| word.parse::<SignOnRefusal>().ok());
    let view = LoginView { next, word, not_signed_on, ..view_of(&state) };
    render_open_page(parts, LOGIN, StatusCode::OK, move |context| login_page(context, &view)).await
}

/// The login methods shown on the empty form.
fn view_of(state: &AppState) -> LoginView {
    let sign_on = state.auth().sign_on();
    LoginView {
        ways: state.auth().login_methods(),
        out_of_reach: sign_on.is_some_and(|sign_on| sign_on.is_out_of_reach(state.now())),
        way_out: sign_on.and_then(SignOn::logout_url),
        ..LoginView::default()
    }
}

pub(super) async fn log_in(State(state): State<AppState>, SubmittedForm { parts, form }: SubmittedForm) -> Response {
    let (language, _) = Language::split_path(parts.uri.path());
    let next = next_page(form.text("next"));
    let e_mail: String = form.text("e_mail").chars().take(254).collect();
    let given = LoginRequest {
        e_mail: e_mail.clone(),
        password: Password::of(form.raw("password")),
        network: state.client_address().network_of(&parts),
        session: cookies::read(&parts.headers, cookies::SESSION),
        browser: cookies::read(&parts.headers, cookies::BROWSER),
        user_agent: user_agent(&parts),
    };
    match login::log_in(&state, given).await {
        Ok(logged_in) => {
            let page = if logged_in.must_change_password { language.path(ACCOUNT) } else { language.path(DESK) };
            let location = next.filter(|_| !logged_in.must_change_password).unwrap_or(page);
            let mut response = see_other(&location);
            for cookie in [cookies::session(&logged_in.session), cookies::browser(&logged_in.browser)] {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(LoginError::Refused(not_in)) => {
            let status = match not_in {
                LoginRefusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
                LoginRefusal::NoPasswords
                | LoginRefusal::Wrong
                | LoginRefusal::Disabled
                | LoginRefusal::OneTimePasswordIsOver
                | LoginRefusal::OneTimePasswordIsUsed => StatusCode::FORBIDDEN,
            };
            let view = LoginView { e_mail, next, not_in: Some(not_in), ..view_of(&state) };
            let mut response = render_open_page(parts, LOGIN, status, move |context| login_page(context, &view)).await;
            if let LoginRefusal::TooMany { seconds } = not_in {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            response
        }
        Err(LoginError::Failed(error)) => after_failure(&error, "logging in"),
    }
}

pub(super) async fn log_out(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    if let Err(error) = login::log_out(&state, &user).await {
        return after_failure(&error, "logging out");
    }
    let (language, _) = Language::split_path(request.uri().path());
    let mut response = see_other(&format!("{}?out=yes", language.path(LOGIN)));
    response.headers_mut().append(header::SET_COOKIE, cookies::no_session());
    response
}
