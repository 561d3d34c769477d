//! What a request may be for: an address of this site, and nothing that only a proxy could do.

use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::server::connections::UnclearHost;

/// Refuses `CONNECT`, targets that are no address (`*`, `host:port`), and requests that do not name one host: no address
/// below can be asked for so.
pub async fn guard(request: Request, next: Next) -> Response {
    if request.method() == Method::CONNECT {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    if !request.uri().path().starts_with('/') || request.extensions().get::<UnclearHost>().is_some() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    next.run(request).await
}
