//! The data that a request uses: the snapshot and the date, both taken once when it arrives.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use chrono::{NaiveDate, NaiveDateTime};

use crate::server::read_model::snapshot::Snapshot;
use crate::server::settings::Settings;
use crate::server::state::AppState;

/// The data and the time of one request. All handlers use these two, so that page, cache key and ETag stay consistent
/// if a new revision arrives in the meantime.
#[derive(Debug, Clone)]
pub struct RequestSnapshot {
    pub snapshot: Arc<Snapshot>,
    /// Today in Japan.
    pub today: NaiveDate,
    /// The date and time in Japan. Only pages whose key in the page cache counts the changes of a day may show what
    /// follows from the time.
    pub now: NaiveDateTime,
    pub settings: Arc<Settings>,
}

/// Adds the snapshot and the gate to every request.
pub async fn take(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let now = state.now_in_japan();
    let data = RequestSnapshot { snapshot: state.snapshot(), today: now.date(), now, settings: state.settings() };
    request.extensions_mut().insert(data);
    request.extensions_mut().insert(state.gate().clone());
    next.run(request).await
}
