//! The audit log a page at a time, newest rows first, also filtered. Each filter walks an index that ends in the number of
//! the row: a page costs the same wherever it is and however long the log is.

use chrono::NaiveDate;

use super::LogEntry;
use crate::Connection;
use crate::error::AppError;

statements! {
    LIST_ROWS = "SELECT l.number, l.recorded_at, l.actor, l.origin, l.action, l.subject, l.approved_by, t.reason, \
                 t.detail, t.was, t.became, t.forgotten_on FROM audit_log l JOIN audit_texts t ON t.number = l.number \
                 WHERE l.number > $1 AND l.number < $2 ORDER BY l.number DESC LIMIT $3";
    LIST_ROWS_OF_ACTOR = "SELECT l.number, l.recorded_at, l.actor, l.origin, l.action, l.subject, l.approved_by, \
                          t.reason, t.detail, t.was, t.became, t.forgotten_on FROM audit_log l \
                          JOIN audit_texts t ON t.number = l.number \
                          WHERE l.actor = $4 AND l.number > $1 AND l.number < $2 ORDER BY l.number DESC LIMIT $3";
    LIST_ROWS_OF_ACTION = "SELECT l.number, l.recorded_at, l.actor, l.origin, l.action, l.subject, l.approved_by, \
                           t.reason, t.detail, t.was, t.became, t.forgotten_on FROM audit_log l \
                           JOIN audit_texts t ON t.number = l.number \
                           WHERE l.action = $4 AND l.number > $1 AND l.number < $2 ORDER BY l.number DESC LIMIT $3";
    LIST_ROWS_OF_BOTH = "SELECT l.number, l.recorded_at, l.actor, l.origin, l.action, l.subject, l.approved_by, \
                         t.reason, t.detail, t.was, t.became, t.forgotten_on FROM audit_log l \
                         JOIN audit_texts t ON t.number = l.number WHERE l.actor = $4 AND l.action = $5 \
                         AND l.number > $1 AND l.number < $2 ORDER BY l.number DESC LIMIT $3";
    /// The rows of one record are few; actor and action are looked at in each of them.
    LIST_ROWS_OF_SUBJECT = "SELECT l.number, l.recorded_at, l.actor, l.origin, l.action, l.subject, l.approved_by, \
                            t.reason, t.detail, t.was, t.became, t.forgotten_on FROM audit_log l \
                            JOIN audit_texts t ON t.number = l.number WHERE l.subject = $4 \
                            AND ($5 = '' OR l.actor = $5) AND ($6 = '' OR l.action = $6) \
                            AND l.number > $1 AND l.number < $2 ORDER BY l.number DESC LIMIT $3";
    FIND_ROW = "SELECT l.number, l.recorded_at, l.actor, l.origin, l.action, l.subject, l.approved_by, t.reason, \
                t.detail, t.was, t.became, t.forgotten_on FROM audit_log l JOIN audit_texts t ON t.number = l.number \
                WHERE l.number = $1";
    FIND_FIRST_SINCE = "SELECT number FROM audit_log WHERE recorded_on >= $1 ORDER BY recorded_on, number LIMIT 1";
    FIND_LAST_UNTIL = "SELECT number FROM audit_log WHERE recorded_on <= $1 \
                       ORDER BY recorded_on DESC, number DESC LIMIT 1";
}

/// Which rows of the log are wanted. What is empty or `None` does not restrict them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    pub actor: String,
    /// Any of these.
    pub actions: Vec<String>,
    pub subject: String,
    /// Days in Japan, both included.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// The numbers of a filter's rows lie between these two, which are not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bounds {
    above: i64,
    below: i64,
}

/// At most `most` rows of the filter, newest first. If `before` is given, only rows with smaller numbers.
pub async fn list_filtered_rows(
    connection: &mut Connection,
    filter: &LogFilter,
    before: Option<i64>,
    most: usize,
) -> Result<Vec<LogEntry>, AppError> {
    let Some(mut bounds) = bounds_of(connection, filter).await? else { return Ok(Vec::new()) };
    bounds.below = bounds.below.min(before.unwrap_or(i64::MAX));
    if filter.actions.is_empty() {
        return list(connection, filter, "", bounds, most).await;
    }
    // Each action has its own place in the index. The newest rows of all are among the newest of each.
    let mut rows = Vec::new();
    for action in &filter.actions {
        rows.extend(list(connection, filter, action, bounds, most).await?);
    }
    rows.sort_by_key(|row| -row.number);
    rows.truncate(most);
    Ok(rows)
}

/// `None` if no row was written on the days of the filter. Days never decrease along the log.
async fn bounds_of(connection: &mut Connection, filter: &LogFilter) -> Result<Option<Bounds>, AppError> {
    let mut bounds = Bounds { above: 0, below: i64::MAX };
    if let Some(day) = filter.from {
        let first: Option<i64> = with_driver!(connection, inner => sqlx::query_scalar(FIND_FIRST_SINCE).bind(day).fetch_optional(inner).await?);
        let Some(first) = first else { return Ok(None) };
        bounds.above = first - 1;
    }
    if let Some(day) = filter.to {
        let last: Option<i64> = with_driver!(connection, inner => sqlx::query_scalar(FIND_LAST_UNTIL).bind(day).fetch_optional(inner).await?);
        let Some(last) = last else { return Ok(None) };
        bounds.below = last + 1;
    }
    Ok(Some(bounds))
}

async fn list(
    connection: &mut Connection,
    filter: &LogFilter,
    action: &str,
    bounds: Bounds,
    most: usize,
) -> Result<Vec<LogEntry>, AppError> {
    let LogFilter { actor, subject, .. } = filter;
    let sql = match (subject.is_empty(), actor.is_empty(), action.is_empty()) {
        (false, ..) => LIST_ROWS_OF_SUBJECT,
        (true, true, true) => LIST_ROWS,
        (true, false, true) => LIST_ROWS_OF_ACTOR,
        (true, true, false) => LIST_ROWS_OF_ACTION,
        (true, false, false) => LIST_ROWS_OF_BOTH,
    };
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    with_driver!(connection, inner => {
        let query = sqlx::query_as(sql).bind(bounds.above).bind(bounds.below).bind(most);
        let query = match sql {
            LIST_ROWS_OF_SUBJECT => query.bind(subject).bind(actor).bind(action),
            LIST_ROWS_OF_ACTOR => query.bind(actor),
            LIST_ROWS_OF_ACTION => query.bind(action),
            LIST_ROWS_OF_BOTH => query.bind(actor).bind(action),
            _ => query,
        };
        Ok(query.fetch_all(inner).await?)
    })
}

/// One row of the log; `None` if there is none with this number.
pub async fn find_log_entry(connection: &mut Connection, number: i64) -> Result<Option<LogEntry>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(FIND_ROW).bind(number).fetch_optional(inner).await?))
}
