//! The request target must be a URL of this site; requests meant for a proxy are refused.

use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::server::http::connections::UnclearHost;

/// Refuses `CONNECT`, targets that are not paths or URLs (`*`, `host:port`), and requests that do not name exactly one
/// host: no route can be requested this way.
pub async fn guard(request: Request, next: Next) -> Response {
    if request.method() == Method::CONNECT {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    if !request.uri().path().starts_with('/') || request.extensions().get::<UnclearHost>().is_some() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    next.run(request).await
}
