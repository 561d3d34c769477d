//! What a request sees: the public data and the day, both taken once when it arrives.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use chrono::NaiveDate;

use super::settings::Settings;
use super::snapshot::Snapshot;
use super::state::AppState;

/// The data and the day of one request. Whatever answers it uses these two, so that page, cache key and ETag cannot
/// disagree when a new revision arrives between them.
#[derive(Debug, Clone)]
pub struct RequestSnapshot {
    pub snapshot: Arc<Snapshot>,
    /// Today in Japan.
    pub today: NaiveDate,
    pub settings: Arc<Settings>,
}

/// Gives every request its moment, and the gate that what is made for it goes through.
pub async fn take(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let moment = RequestSnapshot { snapshot: state.snapshot(), today: state.today(), settings: state.settings() };
    request.extensions_mut().insert(moment);
    request.extensions_mut().insert(state.gate().clone());
    next.run(request).await
}
