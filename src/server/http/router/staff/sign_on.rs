//! Single sign-on: the redirect to the provider, and the callback. Both answer with a redirect, so that the provider's
//! parameters do not stay in the URL of a page.

use axum::extract::{Request, State};
use axum::http::header;
use axum::response::Response;

use super::{after_failure, see_other, user_agent};
use crate::language::Language;
use crate::server::action_error::ActionError;
use crate::server::http::middleware::origin_check::is_same_origin;
use crate::server::query::{Parameters, address};
use crate::server::staff::access::{DESK, LOGIN, next_page};
use crate::server::staff::sign_on::{self, LOGIN_TIMEOUT, SignOnCallback, SignOnRefusal};
use crate::server::staff::{CurrentUser, cookies};
use crate::server::state::AppState;

/// Redirects to the provider. Only this site's own pages can start a login; a link from elsewhere shows the login page.
/// Otherwise another site could log users in without their consent.
pub(super) async fn begin(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let (language, _) = Language::split_path(parts.uri.path());
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let next = parameters.text("next").and_then(next_page);
    if parts.extensions.get::<CurrentUser>().is_some() {
        return see_other(&next.unwrap_or_else(|| language.path(DESK)));
    }
    let settings = state.settings();
    let site = settings.public_url.as_ref();
    if !state.auth().login_methods().offer_sign_on() || !is_same_origin(&parts.headers, &parts.uri, site) {
        return see_other(&to_login(language, None, next.as_deref()));
    }
    let network = state.client_address().network_of(&parts);
    let browser = cookies::read(&parts.headers, cookies::BROWSER);
    match sign_on::begin(&state, language, next.clone(), network, browser.as_ref()).await {
        Ok(begun) => {
            let mut response = see_other(&begun.address);
            let cookie = cookies::sign_on(&begun.token, LOGIN_TIMEOUT.num_seconds());
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(ActionError::Refused(reason)) => see_other(&to_login(language, Some(reason), next.as_deref())),
        Err(ActionError::Failed(error)) => after_failure(&error, "starting a single sign-on"),
    }
}

/// The redirect URI.
pub(super) async fn finish(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    // Providers may add parameters of their own.
    let is_clear = !parameters.has_repetition();
    let given = |name: &str| {
        parameters.text(name).filter(|_| is_clear).map(|text| text.chars().take(LONGEST_CODE).collect::<String>())
    };
    let returned = SignOnCallback {
        state: given("state").unwrap_or_default(),
        code: given("code").filter(|_| given("error").is_none()),
        issuer: given("iss"),
        token: cookies::read(&parts.headers, cookies::SIGN_ON),
        network: state.client_address().network_of(&parts),
        session: cookies::read(&parts.headers, cookies::SESSION),
        browser: cookies::read(&parts.headers, cookies::BROWSER),
        user_agent: user_agent(&parts),
    };
    let language = returned.language();
    match sign_on::complete_sign_on(&state, returned).await {
        Ok(signed_on) => {
            let mut response = see_other(&signed_on.next.unwrap_or_else(|| language.path(DESK)));
            let logged_in = signed_on.logged_in;
            let kept = [cookies::session(&logged_in.session), cookies::browser(&logged_in.browser)];
            for cookie in kept.into_iter().chain([cookies::no_sign_on()]) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(ActionError::Refused(came_to_nothing)) => {
            let mut response = see_other(&to_login(language, Some(came_to_nothing.reason), None));
            if came_to_nothing.is_over {
                response.headers_mut().append(header::SET_COOKIE, cookies::no_sign_on());
            }
            response
        }
        Err(ActionError::Failed(error)) => after_failure(&error, "ending a single sign-on"),
    }
}

/// The longest code accepted: some providers send more than a thousand characters.
const LONGEST_CODE: usize = 8 * 1024;

fn to_login(language: Language, reason: Option<SignOnRefusal>, next: Option<&str>) -> String {
    let reason = reason.map(|reason| ("sign_on", reason.as_str()));
    address(&language.path(LOGIN), reason.into_iter().chain(next.map(|next| ("next", next))))
}
