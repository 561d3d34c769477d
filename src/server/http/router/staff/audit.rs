//! The audit log: a page of it, one row of it, and the filtered rows as a file.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::formula_escape::escape_formula;
use exchange::export::{csv_file, csv_lines};
use store::audit::browse::{LogFilter, find_log_entry, list_filtered_rows};
use store::audit::find_last_row;
use store::error::AppError;

use super::proposals::names;
use super::uploads::file;
use super::{after_failure, not_found, page_context, render_staff_page, request_data, to_page};
use crate::components::staff::audit_words::{COLUMNS, audit_words};
use crate::components::staff::people::Names;
use crate::page_context::PageContext;
use crate::pages::staff::audit::{AuditView, LogState, ROWS, audit_page};
use crate::pages::staff::audit_row::audit_row_page;
use crate::server::audit::filter::{AUDIT, AuditQuery};
use crate::server::state::AppState;

/// Rows read at a time for a file.
const ROWS_OF_PART: usize = 200;

pub(super) async fn list(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let query = AuditQuery::of(parts.uri.query().unwrap_or_default());
    let status = if query.mistakes.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let found = async {
        let mut rows = Vec::new();
        // Read before the log, which grows in the meantime.
        let kept = state.db().audit_key().head()?.map(|head| head.number);
        let mut connection = state.db().read().await?;
        if query.mistakes.is_empty() {
            let filter = query.filter(&request_data(&parts, &state).snapshot);
            // One more tells whether the log goes on.
            rows = list_filtered_rows(&mut connection, &filter, query.before, ROWS + 1).await?;
        }
        let last = find_last_row(&mut connection).await?;
        drop(connection);
        let log = LogState {
            last: last.map(|last| (last.number, last.hash)),
            kept,
            rows_changed_outside: state.rows_changed_outside(),
        };
        Ok::<_, AppError>(AuditView { names: names(&state).await?, rows, log, query })
    };
    match found.await {
        Ok(view) => render_staff_page(parts, AUDIT, status, move |context, _| audit_page(context, &view)).await,
        Err(error) => after_failure(&error, "reading the audit log"),
    }
}

pub(super) async fn show(State(state): State<AppState>, Path(number): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let Ok(number) = number.parse::<i64>() else { return not_found(parts).await };
    let found = async {
        let row = find_log_entry(&mut state.db().read().await?, number).await?;
        Ok::<_, AppError>((row, names(&state).await?))
    };
    match found.await {
        Ok((Some(row), names)) => {
            let page = format!("{AUDIT}/{number}");
            let show = move |context: &PageContext, _: &_| audit_row_page(context, &names, &row);
            render_staff_page(parts, &page, StatusCode::OK, show).await
        }
        Ok((None, _)) => not_found(parts).await,
        Err(error) => after_failure(&error, "reading a row of the audit log"),
    }
}

/// The rest of a file that is being sent.
struct Rest {
    state: AppState,
    context: PageContext,
    names: Arc<Names>,
    filter: LogFilter,
    /// Only rows with smaller numbers are left; `None` before the first part.
    before: Option<i64>,
    is_begun: bool,
}

impl Rest {
    /// The next part of the file; `None` at its end.
    async fn next(mut self) -> Result<Option<(Vec<u8>, Self)>, AppError> {
        let rows = {
            let mut connection = self.state.db().read().await?;
            list_filtered_rows(&mut connection, &self.filter, self.before, ROWS_OF_PART).await?
        };
        if rows.is_empty() && self.is_begun {
            return Ok(None);
        }
        self.before = rows.last().map_or(Some(0), |row| Some(row.number));
        let lines = rows.iter().flat_map(|row| audit_words(&self.context, &self.names, row).table_lines());
        let lines = lines.map(|line| line.iter().map(|cell| escape_formula(cell).into_owned()).collect::<Vec<_>>());
        let part = if self.is_begun {
            csv_lines(lines)
        } else {
            csv_file(COLUMNS.map(|column| self.context.word("audit-column", column)), lines)
        };
        self.is_begun = true;
        Ok(Some((part, self)))
    }
}

/// The filtered rows as CSV, from the newest to the oldest. It is read while it is sent, and stops if the client
/// disconnects.
pub(super) async fn download(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let query = AuditQuery::of(parts.uri.query().unwrap_or_default());
    // The page explains mistakes.
    let Some(context) = page_context(&parts).filter(|_| query.mistakes.is_empty()) else {
        return to_page(&parts, &query.address(AUDIT, None));
    };
    match names(&state).await {
        Ok(names) => {
            let (names, filter) = (Arc::new(names), query.filter(&context.snapshot));
            let rest = Rest { state, context, names, filter, before: query.before, is_begun: false };
            let mut answer = file("text/csv; charset=utf-8; header=present", "audit-log.csv", Vec::new());
            *answer.body_mut() = Body::from_stream(futures::stream::try_unfold(rest, Rest::next));
            answer
        }
        Err(error) => after_failure(&error, "reading the audit log"),
    }
}
