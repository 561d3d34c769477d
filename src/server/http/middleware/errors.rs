//! Errors without a body from a handler: panics, wrong methods, requests too large or too slow.
//!
//! Below `/api` they become problem documents, elsewhere a page. Both say what to do next; neither reveals the internal
//! cause.

use std::any::Any;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use html_escape::{encode_double_quoted_attribute, encode_text};
use store::error::{AppError, Unavailable};

use super::request_log::{RequestId, is_machine_readable};
use crate::language::Language;
use crate::server::guide_calendar::is_calendar;
use crate::server::open_data::Problem;
use crate::server::suggestions::SUGGESTIONS;

/// Renders an error page from the status, the language of the requested path, the request id, and why the database is
/// temporarily unavailable.
pub type ErrorPage = fn(StatusCode, Language, Option<RequestId>, Option<Unavailable>) -> String;

/// Identifies a failed request in the log; set on every response with status 500 or above.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Whether a path is for programs: the API, the feeds, suggestions and calendars.
#[must_use]
pub fn is_interface(path: &str) -> bool {
    let (_, page) = Language::split_path(path);
    path == "/api"
        || path.starts_with("/api/")
        || page.starts_with("/feeds/")
        || page == SUGGESTIONS
        || is_calendar(page)
}

/// The response to a panic before it gets a body; the panic message goes only to the log.
pub fn after_panic(cause: Box<dyn Any + Send + 'static>) -> Response {
    let message = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(message, "a request panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// `Retry-After` of temporary failures, in seconds.
pub const COME_AGAIN: HeaderValue = HeaderValue::from_static("5");

/// The response to a failed request, without a body yet; a failure that may be temporary has `Retry-After`. `doing`
/// says in the log what failed, such as `listing the accounts`.
#[must_use]
pub fn after_failure(error: &AppError, doing: &'static str) -> Response {
    error.log(format_args!("a request failed while {doing}"));
    if let Some(why) = error.unavailable() {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, COME_AGAIN)], Extension(why)).into_response();
    }
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Adds a body to errors that have none yet.
pub async fn explain(State(page): State<ErrorPage>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let id = request.extensions().get::<RequestId>().copied();
    let mut response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    // A missing page may exist tomorrow, and a failed request may succeed at once.
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let name = id.filter(|_| status.is_server_error()).and_then(|id| HeaderValue::from_str(&id.to_string()).ok());
    if has_error_page(&path, response.headers()) {
        response.headers_mut().extend(name.map(|name| (REQUEST_ID, name)));
        return response;
    }
    let why = response.extensions().get::<Unavailable>().copied();
    let mut explained = if is_interface(&path) {
        why.map_or_else(|| Problem::of_status(status), Problem::of_unavailable).into_response()
    } else {
        let (language, _) = Language::split_path(&path);
        (status, Html(page(status, language, id, why))).into_response()
    };
    // The allowed methods, and when to retry.
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            explained.headers_mut().insert(name, value.clone());
        }
    }
    explained.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    explained.headers_mut().extend(name.map(|name| (REQUEST_ID, name)));
    explained
}

/// Pages and problem documents are kept; a few words of plain text from the framework are not.
fn has_error_page(path: &str, headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if is_interface(path) {
        kind.starts_with("application/problem+json")
    } else {
        is_machine_readable(path) || kind.starts_with("text/html")
    }
}

/// The page for a request that is refused because of what it is: a write to a read-only resource, or too large.
#[must_use]
pub fn refusal_page(status: StatusCode, language: Language) -> String {
    let what = if status == StatusCode::PAYLOAD_TOO_LARGE { "refusal-too-large" } else { "refusal" };
    let (title, advice) = (language.word(what, "title"), language.word(what, "text"));
    small_page(language, &title, &advice, (&language.path("/"), &language.text("refusal-start")))
}

/// A short page that needs neither data nor a style sheet; `way` is a link's URL and text.
pub(super) fn small_page(language: Language, title: &str, advice: &str, way: (&str, &str)) -> String {
    let lang = language.html_lang();
    let dir = language.html_dir().map_or_else(String::new, |dir| format!(" dir=\"{dir}\""));
    let (home, start) = (encode_double_quoted_attribute(way.0), encode_text(way.1));
    let (title, advice) = (encode_text(title), encode_text(advice));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\"{dir}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{advice}</p>\n\
         <p><a href=\"{home}\">{start}</a></p>\n</main>\n</body>\n</html>\n"
    )
}
