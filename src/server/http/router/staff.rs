//! The staff pages, and the guard before them. Their addresses are in `routes`, once for router and guard.
//!
//! Handlers look up what a page shows and call the page with it, so a page cannot be rendered without its data. A form
//! submission redirects to a page (303), or renders the form's page with its errors. These are handlers rather than
//! server functions: server functions would be public endpoints of their own, and need JavaScript to show errors.

mod account;
mod addresses;
mod audit;
mod bulk;
mod departments;
mod entries;
mod first_day;
mod guides;
mod imports;
mod login;
mod people;
mod proposals;
mod reorganise;
mod reports;
mod restoring;
mod routes;
mod sign_on;
mod table_rows;
mod tables;
mod typed_cards;
mod uploads;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::staff::{PersonName, StaffId};
use domain::text::MessageLanguage;
use leptos::prelude::{provide_context, view};

use self::addresses::IMPORT;
use self::restoring::restored_form;
use self::routes::access_requirement;
pub(super) use self::routes::{addresses, pages, routes};
use super::page_context_of;
use crate::app::staff_document;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::language::{ContentLanguage, Language};
use crate::page_context::PageContext;
use crate::pages::not_found::NotFoundPage;
use crate::pages::staff::no_right::no_right_page;
use crate::server::editing::EditRefusal;
use crate::server::http::gate::Work;
use crate::server::http::middleware::errors::after_failure;
use crate::server::http::rendering;
use crate::server::http::request_body::read_body;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::staff::access::{ACCOUNT, AccessDecision, DESK, authorize, is_staff_page};
use crate::server::staff::form::Form;
use crate::server::staff::{CurrentUser, Refusal};
use crate::server::state::AppState;

/// An entry form with every text at its maximum length in three languages, sent with the values before the change.
const LARGEST_FORM: usize = 1024 * 1024;

/// Whether a request may contain a file, and thus a larger body than any other.
pub(super) fn is_file_upload(request: &Request) -> bool {
    request.method() == Method::POST && Language::split_path(request.uri().path()).1 == IMPORT
}

/// Guards every path below `/staff`, including unknown ones: a request without access is answered before anything is
/// looked up or rendered. Responses are never cached or indexed by search engines.
pub(super) async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !is_staff_page(Language::split_path(request.uri().path()).1) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let (language, page) = Language::split_path(parts.uri.path());
    if language.of_staff() != language {
        return in_language_of_staff(&parts, language.of_staff(), page);
    }
    let mut response = match authorize(&state, &parts, access_requirement(page)).await {
        Ok(AccessDecision::Open(user)) => {
            if let Some(user) = user {
                restoring::find(&state, &mut parts, &user).await;
                parts.extensions.insert(*user);
            }
            next.run(Request::from_parts(parts, body)).await
        }
        Ok(AccessDecision::LogIn) => restoring::log_in_first(&state, parts, body, language).await,
        Ok(AccessDecision::ChangePassword) => see_other(&language.path(ACCOUNT)),
        Ok(AccessDecision::NoRight { user, administrators }) => {
            tracing::warn!(staff = %user.member.id, "had no permission for a page");
            parts.extensions.insert(*user);
            no_right(parts, administrators).await
        }
        Err(error) => after_failure(&error, "checking who may do it"),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}

/// Leads from an address in a language without staff pages to the same page in one that has it. A form is not sent on:
/// none was ever shown in that language.
fn in_language_of_staff(parts: &Parts, language: Language, page: &str) -> Response {
    let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut response = see_other(&format!("{}{query}", language.path(page)));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The page for a logged-in user without the right to a page, in the usual layout and at the requested URL.
async fn no_right(parts: Parts, administrators: Vec<PersonName>) -> Response {
    let context = page_context(&parts).map(|context| PageContext { query: String::new(), ..context });
    render(parts, context, StatusCode::FORBIDDEN, move |context| no_right_page(context, &administrators)).await
}

/// Renders a staff page for the user who is logged in. After a form submission, that is the page at `address`.
async fn render_staff_page(
    parts: Parts,
    address: &str,
    status: StatusCode,
    page: impl FnOnce(&PageContext, &CurrentUser) -> Markup + Send + 'static,
) -> Response {
    match parts.extensions.get::<CurrentUser>().cloned() {
        Some(user) => render_open_page(parts, address, status, move |context| page(context, &user)).await,
        None => StatusCode::FORBIDDEN.into_response(),
    }
}

/// Like `render_staff_page`, for a page that needs no user.
async fn render_open_page(
    parts: Parts,
    address: &str,
    status: StatusCode,
    page: impl FnOnce(&PageContext) -> Markup + Send + 'static,
) -> Response {
    let mut context = page_context(&parts);
    if parts.method != Method::GET && parts.method != Method::HEAD {
        let page = address.to_owned();
        context = context.map(|context| PageContext { page, query: String::new(), ..context });
    }
    render(parts, context, status, page).await
}

/// What a page knows about its request.
fn page_context(parts: &Parts) -> Option<PageContext> {
    let data = parts.extensions.get::<RequestSnapshot>().cloned()?;
    Some(page_context_of(data, &parts.uri, None))
}

async fn render(
    parts: Parts,
    context: Option<PageContext>,
    status: StatusCode,
    page: impl FnOnce(&PageContext) -> Markup + Send + 'static,
) -> Response {
    let Some(context) = context else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let user = parts.extensions.get::<CurrentUser>().cloned();
    // Components look up the context by its type.
    let provided = context.clone();
    let provide = move || provide_context(provided.clone());
    let notice = restoring::notice(&parts, &context);
    let document = move || staff_document(user, view! { {notice} {page(&context)} }.into_markup());
    let request = Request::from_parts(parts, Body::empty());
    let mut response = rendering::render_on_blocking_thread(Work::Staff, request, provide, document).await;
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

/// The page that says that nothing was found at the requested address.
async fn not_found(parts: Parts) -> Response {
    let page = Language::split_path(parts.uri.path()).1.to_owned();
    not_found_at(parts, &page).await
}

async fn not_found_at(parts: Parts, address: &str) -> Response {
    let page = |_: &PageContext, _: &CurrentUser| view! { <NotFoundPage /> }.into_markup();
    render_staff_page(parts, address, StatusCode::NOT_FOUND, page).await
}

/// The public data and the date of the request.
fn request_data(parts: &Parts, state: &AppState) -> RequestSnapshot {
    parts.extensions.get::<RequestSnapshot>().cloned().unwrap_or_else(|| RequestSnapshot {
        snapshot: state.snapshot(),
        today: state.today(),
        now: state.now_in_japan(),
        settings: state.settings(),
    })
}

/// The status of a page that shows why an edit was refused.
const fn status_of_edit(refusal: EditRefusal) -> StatusCode {
    match refusal {
        EditRefusal::NoRight | EditRefusal::OwnProposal => StatusCode::FORBIDDEN,
        EditRefusal::NotFound => StatusCode::NOT_FOUND,
        EditRefusal::Moved
        | EditRefusal::State
        | EditRefusal::Conflict
        | EditRefusal::Exists
        | EditRefusal::Gone
        | EditRefusal::Ended
        | EditRefusal::Successor
        | EditRefusal::Overtaken
        | EditRefusal::Space
        | EditRefusal::Unseen => StatusCode::CONFLICT,
        EditRefusal::Nothing | EditRefusal::Reason | EditRefusal::Wrong => StatusCode::BAD_REQUEST,
    }
}

/// The status of a form's page: whether it was refused, or has invalid fields.
const fn status_of_form(refusal: Option<EditRefusal>, is_valid: bool) -> StatusCode {
    match (refusal, is_valid) {
        (Some(refusal), _) => status_of_edit(refusal),
        (None, false) => StatusCode::BAD_REQUEST,
        (None, true) => StatusCode::OK,
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

/// The language of messages produced below the page layer.
fn message_language(parts: &Parts) -> MessageLanguage {
    match Language::split_path(parts.uri.path()).0.content() {
        ContentLanguage::English => MessageLanguage::English,
        ContentLanguage::Japanese | ContentLanguage::Easy => MessageLanguage::Japanese,
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
