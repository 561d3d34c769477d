//! Refuses requests whose query is longer than any this site uses, before it is parsed.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::errors::{is_interface, small_page};
use crate::language::Language;
use crate::server::open_data::Problem;
use crate::server::query::{QueryError, is_too_long};

pub async fn guard(request: Request, next: Next) -> Response {
    if !request.uri().query().is_some_and(is_too_long) {
        return next.run(request).await;
    }
    let path = request.uri().path();
    if is_interface(path) {
        return Problem::from(QueryError::TooMany).into_response();
    }
    let (language, page) = Language::split_path(path);
    let [title, advice, way] = ["title", "text", "way"].map(|part| language.word("address-too-long", part));
    // A path that starts with more than one slash would lead to another site.
    let without = language.path(if page.starts_with("//") { "/" } else { page });
    let without = without.replace('&', "&amp;").replace('"', "%22").replace('<', "%3C").replace('\\', "%5C");
    (StatusCode::BAD_REQUEST, Html(small_page(language, &title, &advice, (&without, &way)))).into_response()
}
