//! Reads a request body into memory.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::StatusCode;
use http_body_util::LengthLimitError;

/// Reads the whole body.
///
/// # Errors
/// Returns 413 if it has more than `largest` bytes, and 400 if it ends early or is malformed.
pub async fn read_body(body: Body, largest: usize) -> Result<Bytes, StatusCode> {
    to_bytes(body, largest).await.map_err(|error| {
        let first: &(dyn std::error::Error + 'static) = &error;
        let is_too_large =
            std::iter::successors(Some(first), |error| error.source()).any(|error| error.is::<LengthLimitError>());
        if is_too_large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST }
    })
}
