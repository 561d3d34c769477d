//! Whether the service can handle requests, as reported by `/readyz`.

use std::time::{Duration, Instant};

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use store::error::Unavailable;
use store::{Db, revision};
use tokio::sync::Mutex;

use super::middleware::errors::COME_AGAIN;

/// How long a result is reused.
const KEPT_FOR: Duration = Duration::from_millis(500);

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    Ready {
        /// Time of the last row of the audit log, if the clock is behind it. Everything still works, and taking a
        /// service down because of its clock does not help anyone.
        log_ahead: Option<DateTime<Utc>>,
        /// Number of rows that something else than this program has changed.
        rows_changed_outside: usize,
    },
    NotReady(Option<Unavailable>),
}

impl Readiness {
    /// Checks whether the database can be read and written.
    pub async fn of(db: &Db, now: DateTime<Utc>, rows_changed_outside: usize) -> Self {
        let looked = async {
            revision::find_revision(&mut db.read().await?).await?;
            db.check_writing().await?;
            db.find_audit_row_after(now).await
        };
        match looked.await {
            Ok(log_ahead) => Self::Ready { log_ahead, rows_changed_outside },
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                let why: &dyn std::error::Error = &error;
                tracing::warn!(error = why, cause, "not ready");
                Self::NotReady(error.unavailable())
            }
        }
    }
}

impl IntoResponse for Readiness {
    fn into_response(self) -> Response {
        let why = match self {
            Self::Ready { log_ahead, rows_changed_outside } => {
                let mut words = "ready\n".to_owned();
                if let Some(last_row) = log_ahead {
                    words += &format!("the clock is behind the last row of the audit log, dated {last_row}\n");
                }
                if rows_changed_outside > 0 {
                    words += &format!(
                        "{rows_changed_outside} rows of data were changed outside this system; `tetsuzuki verify` lists them\n"
                    );
                }
                return words.into_response();
            }
            Self::NotReady(why) => why,
        };
        let words = match why {
            None | Some(Unavailable::Busy) => "the database does not answer\n",
            Some(Unavailable::OutOfSpace) => "there is no space left on the disk of the database\n",
            Some(Unavailable::ReadOnly) => "the database is read-only\n",
            Some(Unavailable::FileGone) => "the database file was removed or replaced\n",
        };
        (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, COME_AGAIN)], words).into_response()
    }
}

/// The last result and its time.
#[derive(Debug, Default)]
pub struct LastLook(Mutex<Option<(Instant, Readiness)>>);

impl LastLook {
    /// The last result while it is fresh; otherwise a new one, shared by all callers that wait.
    pub async fn look(&self, ask: impl AsyncFnOnce() -> Readiness) -> Readiness {
        let mut last = self.0.lock().await;
        if let Some((_, found)) = last.filter(|(when, _)| when.elapsed() < KEPT_FOR) {
            return found;
        }
        let found = ask().await;
        *last = Some((Instant::now(), found));
        found
    }
}
