//! The addresses of the staff side, and the guard before them.
//!
//! Pages are rendered by handlers that look up what a page shows and hand it over; a page without it shows nothing. What
//! a form is sent to leads back to a page (303), or is the page of the form with what is wrong. Handlers, and no server
//! functions: those would be addresses of their own, for programs too, and need script to say what went wrong.

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
use crate::pages::PageContext;
use crate::pages::staff::no_right::NoRight;
use crate::server::edits::EditRefusal;
use crate::server::gate::Work;
use crate::server::middleware::errors::after_failure;
use crate::server::moment::RequestSnapshot;
use crate::server::query::address;
use crate::server::rendering;
use crate::server::request_body::read_body;
use crate::server::staff::cookies;
use crate::server::staff::door::{
    ACCOUNT, AccessDecision, DEPARTMENTS, DESK, LOGIN, SIGN_ON, SIGNED_ON, authorize, is_staff_page,
};
use crate::server::staff::form::Form;
use crate::server::staff::{CurrentUser, Refusal};
use crate::server::state::AppState;

/// The form of an entry whose every text is as long as it may be, in three languages, sent with what it was before.
const LARGEST_FORM: usize = 1024 * 1024;

/// Where files are sent to.
const IMPORT: &str = "/staff/import";
/// Where a month of figures is typed.
const TYPED_CARDS: &str = "/staff/cards";

/// Whether a request may bring a file, and with it a larger body than any other.
pub(super) fn is_file_upload(request: &Request) -> bool {
    request.method() == Method::POST && Language::split_path(request.uri().path()).1 == IMPORT
}

/// Every address with what it answers to.
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
        ("/staff/bulk", get(entries::no_bulk).post(entries::bulk)),
        ("/staff/bulk/propose", get(redirect_to_parent).post(entries::propose_bulk)),
        ("/staff/reports", get(entries::reports)),
        // Its body is bounded around all routes, and while it is read.
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

/// The addresses in each language.
pub(super) fn routes() -> Router<AppState> {
    let in_each_language = |address: &'static str| Language::ALL.iter().map(move |language| language.path(address));
    addresses().into_iter().fold(Router::new(), |routes, (address, answers)| {
        in_each_language(address).fold(routes, |routes, address| routes.route(&address, answers.clone()))
    })
}

/// Stands before every address below `/staff`, also those that lead nowhere: who has no right to enter is answered
/// before anything is looked up or rendered. No answer is kept, and none is found by search engines.
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

/// The page on which one logs in. A page that was asked for is shown afterwards; what was sent is not sent again. Whose
/// login has ended is told so.
fn to_login(request: &Parts, language: Language) -> String {
    let asked = &request.uri;
    let next = asked
        .path_and_query()
        .filter(|_| request.method.is_safe() && asked.path() != language.path(DESK))
        .map(|next| ("next", next.as_str()));
    let over = cookies::read(&request.headers, cookies::SESSION).map(|_| ("over", "yes"));
    address(&language.path(LOGIN), next.into_iter().chain(over))
}

/// What somebody sees who is logged in and has no right to a page: in the frame of all pages, under the address that was
/// asked for. The name that the renderer is given leads to no page.
async fn no_right(mut parts: Parts, told: NoRight) -> Response {
    let (language, page) = Language::split_path(parts.uri.path());
    let page = page.to_owned();
    parts.uri = Uri::try_from(language.path("/staff/no-right")).unwrap_or_default();
    render(parts, StatusCode::FORBIDDEN, move || {
        if let Some(visit) = use_context::<PageContext>() {
            provide_context(PageContext { page: page.clone(), ..visit });
        }
        provide_context(told.clone());
    })
    .await
}

/// Renders the page of an address with what it shows. Where a form was sent to, the page is the one of `page`.
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

/// What a form is sent to is no page; who opens it all the same is led to the page above, which has the form.
async fn redirect_to_parent(request: Request) -> Response {
    let path = request.uri().path();
    see_other(path.rsplit_once('/').map_or(DESK, |(above, _)| above))
}

/// The way from what takes a change back to the history that it stands in.
async fn redirect_to_history(request: Request) -> Response {
    let path = request.uri().path();
    see_other(&path.rsplit_once('/').map_or_else(|| DESK.to_owned(), |(above, _)| format!("{above}/history")))
}

/// Without what it shows, a page says that there is no such thing.
async fn not_found(parts: Parts) -> Response {
    let page = Language::split_path(parts.uri.path()).1.to_owned();
    show(parts, &page, StatusCode::NOT_FOUND, ()).await
}

/// The public data and the day of the request.
fn moment_of(parts: &Parts, state: &AppState) -> RequestSnapshot {
    parts.extensions.get::<RequestSnapshot>().cloned().unwrap_or_else(|| RequestSnapshot {
        snapshot: state.snapshot(),
        today: state.today(),
        settings: state.settings(),
    })
}

/// The status of a page that says why a change was not made.
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

/// Leads to a page of the staff side, given without its language, in the language of the request.
fn to_page(parts: &Parts, page: &str) -> Response {
    let (language, _) = Language::split_path(parts.uri.path());
    see_other(&language.path(page))
}

fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// An answer without words, which get their page and the name of the request around it; the cause is for the log.
fn internal_error(error: &AppError, what: &'static str) -> Response {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(error = error as &dyn std::error::Error, cause, what, "a request of the staff failed");
    after_failure(error)
}

/// What a form sends, and what else the request says.
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

/// The guard lets nobody through without a desk but to the page on which one logs in.
impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::FORBIDDEN)
    }
}

/// The account that an address names.
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

/// The status of a page that says what was refused.
fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Mistakes(_) => StatusCode::BAD_REQUEST,
        Refusal::NoRight => StatusCode::FORBIDDEN,
        Refusal::NotFound => StatusCode::NOT_FOUND,
        Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
    }
}
