//! Errors that no handler has put into words: panics, wrong methods, requests too large or too slow.
//!
//! Below `/api` they become problem documents, elsewhere a page; both say what to do next, and neither says what went
//! wrong inside.

use std::any::Any;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use html_escape::{encode_double_quoted_attribute, encode_text};
use store::error::{AppError, Unavailable};

use super::request_log::RequestId;
use crate::language::Language;
use crate::server::open_data::Problem;

/// Makes the page of an error from its status, the language of the address that was asked for, the name of the request,
/// and why the database could not do its work where it may later.
pub type ErrorPage = fn(StatusCode, Language, Option<RequestId>, Option<Unavailable>) -> String;

/// By which a failed request is found in the log; on every answer from 500 on.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Whether an address is asked by programs: the interface and the feeds.
#[must_use]
pub fn is_interface(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || Language::split_path(path).1.starts_with("/feeds/")
}

/// Whether nobody reads what an address answers: health checks, style sheets, scripts.
#[must_use]
pub fn is_machine_readable(path: &str) -> bool {
    path.starts_with("/assets/") || matches!(path, "/healthz" | "/readyz")
}

/// What a panic becomes before it is put into words; its message is for the log only.
pub fn after_panic(cause: Box<dyn Any + Send + 'static>) -> Response {
    let message = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(message, "a request ended in a panic");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Seconds after which somebody who could not be served may come again.
pub const COME_AGAIN: HeaderValue = HeaderValue::from_static("5");

/// What a request is answered that failed, without words yet: where the same may succeed later that is said with when
/// to come again. The cause is for the log.
#[must_use]
pub fn after_failure(error: &AppError) -> Response {
    if let Some(why) = error.unavailable() {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, COME_AGAIN)], Extension(why)).into_response();
    }
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Puts errors into words that have none yet.
pub async fn explain(State(page): State<ErrorPage>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let id = request.extensions().get::<RequestId>().copied();
    let mut response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    // What is not there today may be there tomorrow, and what failed may work at once.
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
    // Which methods would be right, and when to come again.
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            explained.headers_mut().insert(name, value.clone());
        }
    }
    explained.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    explained.headers_mut().extend(name.map(|name| (REQUEST_ID, name)));
    explained
}

/// Pages and problem documents speak for themselves; a few words of the framework in plain text do not.
fn has_error_page(path: &str, headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if is_interface(path) {
        kind.starts_with("application/problem+json")
    } else {
        is_machine_readable(path) || kind.starts_with("text/html")
    }
}

/// The page of a request that is refused for what it is, such as writing to what can only be read.
#[must_use]
pub fn refusal_page(language: Language) -> String {
    let (title, advice, start) = match language {
        Language::Japanese => (
            "この要求には応じられません",
            "このアドレスは、この方法では使えません。トップページからお探しください。",
            "トップページへ",
        ),
        Language::Easy => ("この 使い方は できません", "はじめの ページから さがしてください。", "はじめの ページへ"),
        Language::English => (
            "This request cannot be answered",
            "This address cannot be used in this way. Please look for what you need from the start page.",
            "To the start page",
        ),
    };
    small_page(language, title, advice, (&language.path("/"), start))
}

/// A page of a few words that needs neither data nor style sheet; `way` is an address and the words that lead there.
pub(super) fn small_page(language: Language, title: &str, advice: &str, way: (&str, &str)) -> String {
    let lang = language.html_lang();
    let (home, start) = (encode_double_quoted_attribute(way.0), encode_text(way.1));
    let (title, advice) = (encode_text(title), encode_text(advice));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{advice}</p>\n\
         <p><a href=\"{home}\">{start}</a></p>\n</main>\n</body>\n</html>\n"
    )
}
