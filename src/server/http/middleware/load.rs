//! Refuses requests when the whole process is at capacity.

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::errors::COME_AGAIN;
use crate::server::http::connections::BeyondLimit;

/// The last connections are reserved for health checks: monitoring sees that the process is alive, and all other
/// clients are told to retry.
pub async fn keep_room_for_health(request: Request, next: Next) -> Response {
    let is_beyond = request.extensions().get::<BeyondLimit>().is_some();
    if is_beyond && !matches!(request.uri().path(), "/healthz" | "/readyz") {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, COME_AGAIN)]).into_response();
    }
    next.run(request).await
}
