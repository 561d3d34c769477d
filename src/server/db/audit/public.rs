//! What of the audit log is published: heads by day, and what changed about procedures. Nobody who acted is named.

use chrono::NaiveDate;

use crate::domain::audit::{ADD_PROCEDURE, CHANGE_PROCEDURE, IMPORT_PROCEDURES};
use crate::error::AppError;
use crate::server::db::Connection;

statements! {
    LIST_LAST_ROWS_OF_DAYS = "SELECT recorded_on, number, hash FROM audit_log \
                              WHERE number IN (SELECT max(number) FROM audit_log GROUP BY recorded_on) \
                              ORDER BY number";
    LIST_VALUES = "SELECT l.subject, l.recorded_on, l.approved_by, t.reason, t.was, t.became, t.forgotten_on \
                   FROM audit_log l JOIN audit_texts t ON t.number = l.number WHERE l.action = $1 ORDER BY l.number";
}

/// Where the log ended on a day that is over.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DayHead {
    /// A day in Japan.
    pub day: NaiveDate,
    /// Number of the last row of the day, and so of all rows until then.
    pub number: i64,
    /// Rows written on the day.
    pub rows: i64,
    /// Keyed hash of the last row.
    pub hash: String,
}

/// Where the log ended on each day on which something was written, the oldest first. The last of these days is left
/// out: only when a later one has begun can its head no longer change.
pub async fn list_day_heads(connection: &mut Connection) -> Result<(Vec<DayHead>, Option<NaiveDate>), AppError> {
    let rows: Vec<(NaiveDate, i64, String)> =
        on!(connection, inner => sqlx::query_as(LIST_LAST_ROWS_OF_DAYS).fetch_all(inner).await?);
    let last_day = rows.last().map(|(day, _, _)| *day);
    let mut before = 0;
    let mut heads: Vec<DayHead> = rows
        .into_iter()
        .map(|(day, number, hash)| {
            let rows = number - std::mem::replace(&mut before, number);
            DayHead { day, number, rows, hash }
        })
        .collect();
    heads.pop();
    Ok((heads, last_day))
}

/// A change of a procedure's entry as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChange {
    /// Id of the procedure.
    pub procedure: String,
    pub recorded_on: NaiveDate,
    pub is_approved: bool,
    pub reason: String,
    /// The changed fields as they were, as JSON; empty where they are forgotten.
    pub was: String,
    pub became: String,
    pub forgotten_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct ValuesRow {
    subject: String,
    recorded_on: NaiveDate,
    approved_by: String,
    reason: String,
    was: String,
    became: String,
    forgotten_on: Option<NaiveDate>,
}

async fn list_values(connection: &mut Connection, action: &str) -> Result<Vec<ValuesRow>, AppError> {
    on!(connection, inner => Ok(sqlx::query_as(LIST_VALUES).bind(action).fetch_all(inner).await?))
}

/// Every recorded change of a procedure's entry, the oldest first.
pub async fn list_procedure_changes(connection: &mut Connection) -> Result<Vec<RecordedChange>, AppError> {
    let rows = list_values(connection, CHANGE_PROCEDURE).await?;
    Ok(rows
        .into_iter()
        .map(|row| RecordedChange {
            procedure: row.subject,
            recorded_on: row.recorded_on,
            is_approved: !row.approved_by.is_empty(),
            reason: row.reason,
            was: row.was,
            became: row.became,
            forgotten_on: row.forgotten_on,
        })
        .collect())
}

/// For files of procedures: the day, and what the row says that the file brought, as JSON.
pub async fn list_imports_of_procedures(connection: &mut Connection) -> Result<Vec<(NaiveDate, String)>, AppError> {
    let rows = list_values(connection, IMPORT_PROCEDURES).await?;
    Ok(rows.into_iter().map(|row| (row.recorded_on, row.became)).collect())
}

/// Procedures that somebody added by hand, with the day.
pub async fn list_added_procedures(connection: &mut Connection) -> Result<Vec<(NaiveDate, String)>, AppError> {
    let rows = list_values(connection, ADD_PROCEDURE).await?;
    Ok(rows.into_iter().map(|row| (row.recorded_on, row.subject)).collect())
}
