//! One line a request, without personal data: the query is never logged, because it may hold what a person typed, and
//! neither are addresses or names of clients.

use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use super::errors::is_for_machines;

/// Longest address that is logged whole.
const LONGEST_PATH: usize = 200;

pub async fn write(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path: String = request.uri().path().chars().take(LONGEST_PATH).collect();
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    // Of interest only to somebody who wants to know everything.
    if is_for_machines(&path) && status < 500 {
        tracing::debug!(%method, path, status, milliseconds, "answered");
    } else {
        tracing::info!(%method, path, status, milliseconds, "answered");
    }
    response
}
