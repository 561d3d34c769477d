//! One log line per request, without personal data: the query is never logged, because it may contain what a person
//! typed. Client addresses and names are not logged either.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

/// A request id. It appears in every line logged during the request and on the error page, and reveals nothing about
/// the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(u64);

impl RequestId {
    fn next() -> Self {
        static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        static COUNT: AtomicU64 = AtomicU64::new(0);
        // In no order, so that nobody can count other people's requests.
        Self(KEY.hash_one(COUNT.fetch_add(1, Ordering::Relaxed)) >> 16)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:012x}", self.0)
    }
}

/// Whether nobody reads the response as text: health checks, style sheets, scripts.
#[must_use]
pub fn is_machine_readable(path: &str) -> bool {
    path.starts_with("/assets/") || matches!(path, "/healthz" | "/readyz")
}

/// The longest path that is logged in full.
const LONGEST_PATH: usize = 200;

pub async fn write(mut request: Request, next: Next) -> Response {
    let id = RequestId::next();
    request.extensions_mut().insert(id);
    let span = tracing::info_span!("request", %id);
    let method = request.method().clone();
    let path: String = request.uri().path().chars().take(LONGEST_PATH).collect();
    let start = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    let _inside = span.enter();
    // Logged only at a more verbose level.
    if is_machine_readable(&path) && status < 500 {
        tracing::debug!(%method, path, status, milliseconds, "answered");
    } else {
        tracing::info!(%method, path, status, milliseconds, "answered");
    }
    response
}
