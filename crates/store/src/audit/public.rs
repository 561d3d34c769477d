//! The published parts of the audit log: daily heads and changes to procedures. Actors are never named.

use chrono::NaiveDate;
use domain::audit::{ADD_PROCEDURE, CHANGE_PROCEDURE, FORGET_TEXTS, IMPORT_PROCEDURES};
use futures::TryStreamExt;

use crate::Connection;
use crate::audit::FIND_HASH;
use crate::error::AppError;

statements! {
    LIST_LAST_ROWS_OF_DAYS = "SELECT recorded_on, number, hash FROM audit_log \
                              WHERE number IN (SELECT max(number) FROM audit_log WHERE number > $1 \
                              GROUP BY recorded_on) ORDER BY number";
    LIST_VALUES = "SELECT l.action, l.subject, l.recorded_on, l.approved_by, t.reason, t.was, t.became, \
                   t.forgotten_on FROM audit_log l JOIN audit_texts t ON t.number = l.number \
                   WHERE l.number > $1 AND l.action IN ($2, $3, $4) ORDER BY l.number";
    IS_ANYTHING_FORGOTTEN = "SELECT EXISTS (SELECT 1 FROM audit_log WHERE action = $1 AND number > $2)";
}

/// The end of the log on a past day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DayHead {
    /// A day in Japan time.
    pub day: NaiveDate,
    /// Number of the last row of the day, and so the number of all rows until then.
    pub number: i64,
    /// Number of rows written on the day.
    pub rows: i64,
    /// Keyed hash of the last row.
    pub hash: String,
}

/// The end of the log on each day with rows after a given row, oldest day first.
pub async fn list_day_ends(connection: &mut Connection, after: i64) -> Result<Vec<(NaiveDate, i64, String)>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(LIST_LAST_ROWS_OF_DAYS).bind(after).fetch_all(inner).await?))
}

/// The keyed hash of a row; `None` if the row does not exist.
pub async fn find_hash(connection: &mut Connection, number: i64) -> Result<Option<String>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(FIND_HASH).bind(number).fetch_optional(inner).await?))
}

/// Whether a row after the given one erased the texts of any row.
pub async fn has_forgotten_texts(connection: &mut Connection, after: i64) -> Result<bool, AppError> {
    with_driver!(connection, inner => {
        Ok(sqlx::query_scalar(IS_ANYTHING_FORGOTTEN).bind(FORGET_TEXTS).bind(after).fetch_one(inner).await?)
    })
}

/// What a row of the log says about procedures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcedureLogRow {
    /// The entry of a procedure was changed.
    Changed(RecordedChange),
    /// A procedure was added by hand.
    Added { procedure: String, recorded_on: NaiveDate, reason: String },
    /// A file was imported. The row lists the procedures as JSON.
    Imported { became: String, recorded_on: NaiveDate, reason: String },
}

/// A recorded change to the entry of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChange {
    /// Id of the procedure.
    pub procedure: String,
    pub recorded_on: NaiveDate,
    pub is_approved: bool,
    pub reason: String,
    /// The old values of the changed fields as JSON; empty if they were erased.
    pub was: String,
    pub became: String,
    pub forgotten_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct ValuesRow {
    action: String,
    subject: String,
    recorded_on: NaiveDate,
    approved_by: String,
    reason: String,
    was: String,
    became: String,
    forgotten_on: Option<NaiveDate>,
}

impl From<ValuesRow> for ProcedureLogRow {
    fn from(row: ValuesRow) -> Self {
        match row.action.as_str() {
            ADD_PROCEDURE => Self::Added { procedure: row.subject, recorded_on: row.recorded_on, reason: row.reason },
            IMPORT_PROCEDURES => {
                Self::Imported { became: row.became, recorded_on: row.recorded_on, reason: row.reason }
            }
            _ => Self::Changed(RecordedChange {
                procedure: row.subject,
                recorded_on: row.recorded_on,
                is_approved: !row.approved_by.is_empty(),
                reason: row.reason,
                was: row.was,
                became: row.became,
                forgotten_on: row.forgotten_on,
            }),
        }
    }
}

/// Calls `each` with what the rows after a given row say about procedures, oldest first.
pub async fn for_each_procedure_row(
    connection: &mut Connection,
    after: i64,
    mut each: impl FnMut(ProcedureLogRow),
) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        let mut rows = sqlx::query_as::<_, ValuesRow>(LIST_VALUES)
            .bind(after)
            .bind(CHANGE_PROCEDURE)
            .bind(ADD_PROCEDURE)
            .bind(IMPORT_PROCEDURES)
            .fetch(inner);
        while let Some(row) = rows.try_next().await? {
            each(row.into());
        }
    });
    Ok(())
}
