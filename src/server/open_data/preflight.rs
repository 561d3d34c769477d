//! CORS: scripts on other sites may read the API. It serves public data only and has no logins.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::server::http::middleware::errors::is_interface;

const ANYBODY: (HeaderName, HeaderValue) = (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));

/// Adds the CORS header to every response of the API and the feeds, including errors.
pub async fn open_to_other_sites(request: Request, next: Next) -> Response {
    let is_open = is_interface(request.uri().path());
    let mut response = next.run(request).await;
    if !is_open {
        return response;
    }
    let headers = response.headers_mut();
    headers.insert(ANYBODY.0, ANYBODY.1);
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("etag, content-disposition, retry-after, x-request-id"),
    );
    response
}

/// Handles the preflight request that browsers make before sending `If-None-Match` from another site.
pub(super) async fn answer() -> Response {
    let headers = [
        (header::ALLOW, "GET, HEAD, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "if-none-match"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
