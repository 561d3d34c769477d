//! The routes of the staff pages, and the guard before them.
//!
//! Handlers look up what a page shows and pass it to the renderer; without that data, a page shows nothing. A form
//! submission redirects to a page (303), or renders the form's page with its errors. These are handlers rather than
//! server functions: server functions would be public endpoints of their own, and need JavaScript to show errors.

mod account;
mod entries;
mod login;
mod people;
mod proposals;
mod sign_on;
mod uploads;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use domain::staff::StaffId;
use leptos::prelude::{provide_context, use_context};
use store::error::AppError;

use super::provide_page_context;
use crate::app::shell;
use crate::language::Language;
use crate::page_context::PageContext;
use crate::pages::staff::no_right::NoRight;
use crate::server::editing::EditRefusal;
use crate::server::http::gate::Work;
use crate::server::http::middleware::errors::after_failure;
use crate::server::http::rendering;
use crate::server::http::request_body::read_body;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::address;
use crate::server::staff::access::{
    ACCOUNT, AccessDecision, DEPARTMENTS, DESK, LOGIN, SIGN_ON, SIGNED_ON, authorize, is_staff_page,
};
use crate::server::staff::cookies;
use crate::server::staff::form::Form;
use crate::server::staff::{CurrentUser, Refusal};
use crate::server::state::AppState;

/// An entry form with every text at its maximum length in three languages, sent with the values before the change.
const LARGEST_FORM: usize = 1024 * 1024;

/// The upload route.
const IMPORT: &str = "/staff/import";
/// The route for entering card figures of a month by hand.
const TYPED_CARDS: &str = "/staff/cards";

/// Whether a request may contain a file, and thus a larger body than any other.
pub(super) fn is_file_upload(request: &Request) -> bool {
    request.method() == Method::POST && Language::split_path(request.uri().path()).1 == IMPORT
}

/// Every route and its methods.
pub(super) fn addresses() -> Vec<(&'static str, MethodRouter<AppState>)> {
    vec![
        (LOGIN, get(login::show).post(login::log_in)),
        (SIGN_ON, get(sign_on::begin)),
        (SIGNED_ON, get(sign_on::finish)),
        ("/staff/logout", get(redirect_to_parent).post(login::log_out)),
        (DESK, get(entries::desk)),
        (ACCOUNT, get(account::show)),
        ("/staff/account/password", get(redirect_to_parent).post(account::change_password)),
        ("/staff/account/sessions", get(redirect_to_parent).post(account::end_sessions)),
        ("/staff/people", get(people::list).post(people::add)),
        ("/staff/people/{id}", get(people::show)),
        ("/staff/people/{id}/roles", get(redirect_to_parent).post(people::save_roles)),
        ("/staff/people/{id}/disable", get(redirect_to_parent).post(people::disable)),
        ("/staff/people/{id}/enable", get(redirect_to_parent).post(people::enable)),
        ("/staff/people/{id}/reset", get(redirect_to_parent).post(people::reset)),
        ("/staff/people/{id}/unlink", get(redirect_to_parent).post(people::unlink)),
        ("/staff/people/{id}/sessions", get(redirect_to_parent).post(people::end_sessions)),
        (DEPARTMENTS, get(entries::departments).post(entries::save_departments)),
        ("/staff/procedures", get(entries::list)),
        ("/staff/procedures.xlsx", get(uploads::selection)),
        ("/staff/procedures/checked", get(redirect_to_parent).post(entries::confirm)),
        ("/staff/procedures/new", get(entries::new).post(entries::add)),
        ("/staff/procedures/{id}/edit", get(entries::edit).post(entries::save)),
        ("/staff/procedures/{id}/history", get(entries::history)),
        ("/staff/procedures/{id}/undo", get(redirect_to_history).post(entries::undo)),
        ("/staff/bulk", get(entries::no_bulk).post(entries::begin_bulk)),
        ("/staff/bulk/propose", get(redirect_to_parent).post(entries::propose_bulk)),
        ("/staff/reports", get(entries::reports)),
        // Its body is limited around all routes, and while it is read.
        (IMPORT, get(uploads::show).post(uploads::upload).layer(DefaultBodyLimit::disable())),
        ("/staff/import/{file}", get(uploads::download)),
        (TYPED_CARDS, get(uploads::cards).post(uploads::type_cards)),
        ("/staff/proposals", get(proposals::list)),
        ("/staff/proposals/{id}", get(proposals::show)),
        ("/staff/proposals/{id}/send", get(redirect_to_parent).post(proposals::send)),
        ("/staff/proposals/{id}/publish", get(redirect_to_parent).post(proposals::publish)),
        ("/staff/proposals/{id}/approve", get(redirect_to_parent).post(proposals::approve)),
        ("/staff/proposals/{id}/return", get(redirect_to_parent).post(proposals::give_back)),
        ("/staff/proposals/{id}/withdraw", get(redirect_to_parent).post(proposals::withdraw)),
        ("/staff/proposals/{id}/settle", get(redirect_to_parent).post(proposals::settle)),
        ("/staff/proposals/{id}/report.csv", get(uploads::report_as_csv)),
        ("/staff/proposals/{id}/report.xlsx", get(uploads::report_as_workbook)),
        ("/staff/proposals/{id}/abandon", get(redirect_to_parent).post(uploads::abandon)),
        ("/staff/proposals/{id}/read", get(redirect_to_parent).post(uploads::read_again)),
        ("/staff/proposals/{id}/undo", get(redirect_to_parent).post(proposals::undo)),
    ]
}

/// The routes in each language.
pub(super) fn routes() -> Router<AppState> {
    let in_each_language = |address: &'static str| Language::ALL.iter().map(move |language| language.path(address));
    addresses().into_iter().fold(Router::new(), |routes, (address, answers)| {
        in_each_language(address).fold(routes, |routes, address| routes.route(&address, answers.clone()))
    })
}

/// Guards every path below `/staff`, including unknown ones: a request without access is answered before anything is
/// looked up or rendered. Responses are never cached or indexed by search engines.
pub(super) async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !is_staff_page(Language::split_path(request.uri().path()).1) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let (language, page) = Language::split_path(parts.uri.path());
    let mut response = match authorize(&state, &parts, page).await {
        Ok(AccessDecision::Open(desk)) => {
            if let Some(desk) = desk {
                parts.extensions.insert(*desk);
            }
            next.run(Request::from_parts(parts, body)).await
        }
        Ok(AccessDecision::LogIn) => see_other(&to_login(&parts, language)),
        Ok(AccessDecision::ChangePassword) => see_other(&language.path(ACCOUNT)),
        Ok(AccessDecision::NoRight { desk, administrators }) => {
            tracing::warn!(staff = %desk.member.id, "had no right to a page");
            parts.extensions.insert(*desk);
            no_right(parts, NoRight { administrators }).await
        }
        Err(error) => internal_error(&error, "the guard could not ask the database"),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}

/// The URL of the login page. After login, the requested page is shown; a form submission is not repeated. If the
/// session has ended, the page says so.
fn to_login(request: &Parts, language: Language) -> String {
    let asked = &request.uri;
    let next = asked
        .path_and_query()
        .filter(|_| request.method.is_safe() && asked.path() != language.path(DESK))
        .map(|next| ("next", next.as_str()));
    let over = cookies::read(&request.headers, cookies::SESSION).map(|_| ("over", "yes"));
    address(&language.path(LOGIN), next.into_iter().chain(over))
}

/// The page for a logged-in user without the right to a page, in the usual layout and at the requested URL. The path
/// passed to the renderer is not the path of a page.
async fn no_right(mut parts: Parts, told: NoRight) -> Response {
    let (language, page) = Language::split_path(parts.uri.path());
    let page = page.to_owned();
    parts.uri = Uri::try_from(language.path("/staff/no-right")).unwrap_or_default();
    render(parts, StatusCode::FORBIDDEN, move || {
        if let Some(context) = use_context::<PageContext>() {
            provide_context(PageContext { page: page.clone(), ..context });
        }
        provide_context(told.clone());
    })
    .await
}

/// Renders the page at a path with its data. After a form submission, that is `page`.
async fn show<T: Clone + Send + Sync + 'static>(
    mut parts: Parts,
    page: &str,
    status: StatusCode,
    shown: T,
) -> Response {
    if parts.method != Method::GET && parts.method != Method::HEAD {
        let (language, _) = Language::split_path(parts.uri.path());
        parts.uri = Uri::try_from(language.path(page)).unwrap_or_default();
    }
    render(parts, status, move || provide_context(shown.clone())).await
}

async fn render(mut parts: Parts, status: StatusCode, provide: impl Fn() + Clone + Send + 'static) -> Response {
    let desk = parts.extensions.get::<CurrentUser>().cloned();
    parts.method = Method::GET;
    let provide = move || {
        provide_page_context();
        if let Some(desk) = desk.clone() {
            provide_context(desk);
        }
        provide();
    };
    let mut response =
        rendering::render_on_blocking_thread(Work::Staff, Request::from_parts(parts, Body::empty()), provide, shell)
            .await;
    if status != StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

/// Redirects to the parent page, which has the form: a form's target is not itself a page.
async fn redirect_to_parent(request: Request) -> Response {
    let path = request.uri().path();
    see_other(path.rsplit_once('/').map_or(DESK, |(above, _)| above))
}

/// Redirects from the form target of a change to the history that contains it.
async fn redirect_to_history(request: Request) -> Response {
    let path = request.uri().path();
    see_other(&path.rsplit_once('/').map_or_else(|| DESK.to_owned(), |(above, _)| format!("{above}/history")))
}

/// Without its data, a page says that nothing was found.
async fn not_found(parts: Parts) -> Response {
    let page = Language::split_path(parts.uri.path()).1.to_owned();
    show(parts, &page, StatusCode::NOT_FOUND, ()).await
}

/// The public data and the date of the request.
fn moment_of(parts: &Parts, state: &AppState) -> RequestSnapshot {
    parts.extensions.get::<RequestSnapshot>().cloned().unwrap_or_else(|| RequestSnapshot {
        snapshot: state.snapshot(),
        today: state.today(),
        settings: state.settings(),
    })
}

/// The status of a page that shows why an edit was refused.
const fn status_of_edit(refusal: EditRefusal) -> StatusCode {
    match refusal {
        EditRefusal::NoRight => StatusCode::FORBIDDEN,
        EditRefusal::NotFound => StatusCode::NOT_FOUND,
        EditRefusal::Moved
        | EditRefusal::State
        | EditRefusal::Conflict
        | EditRefusal::Exists
        | EditRefusal::Overtaken
        | EditRefusal::Space => StatusCode::CONFLICT,
        EditRefusal::Nothing | EditRefusal::Reason | EditRefusal::Wrong => StatusCode::BAD_REQUEST,
    }
}

/// Redirects to a staff page, given without its language prefix, in the language of the request.
fn to_page(parts: &Parts, page: &str) -> Response {
    let (language, _) = Language::split_path(parts.uri.path());
    see_other(&language.path(page))
}

fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// An error response without text; `explain` adds the page and the request id. The cause goes to the log.
fn internal_error(error: &AppError, what: &'static str) -> Response {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(error = error as &dyn std::error::Error, cause, what, "a request of the staff failed");
    after_failure(error)
}

/// A submitted form, and the rest of the request.
struct SubmittedForm {
    parts: Parts,
    form: Form,
}

impl<S: Send + Sync> FromRequest<S> for SubmittedForm {
    type Rejection = StatusCode;

    async fn from_request(request: Request, _: &S) -> Result<Self, StatusCode> {
        let (parts, body) = request.into_parts();
        let body = read_body(body, LARGEST_FORM).await?;
        Ok(Self { parts, form: Form::of(&body) })
    }
}

/// Without a user, the guard lets requests through only to the login page.
impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::FORBIDDEN)
    }
}

/// The account named in the path.
struct StaffIdParam(StaffId);

impl<S: Send + Sync> FromRequestParts<S> for StaffIdParam {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        let Path(id) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| StatusCode::NOT_FOUND)?;
        id.parse().map(Self).map_err(|_| StatusCode::NOT_FOUND)
    }
}

fn user_agent(parts: &Parts) -> String {
    let text = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.chars().take(500).collect()
}

/// The status of a page that shows why an action was refused.
fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Mistakes(_) => StatusCode::BAD_REQUEST,
        Refusal::NoRight => StatusCode::FORBIDDEN,
        Refusal::NotFound => StatusCode::NOT_FOUND,
        Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
    }
}
