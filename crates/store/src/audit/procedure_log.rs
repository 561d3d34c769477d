//! Changes of catalogue entries in the audit log, for the staff.

use domain::audit::{ADD_PROCEDURE, CHANGE_PROCEDURE, EntryRow};

use crate::Connection;
use crate::error::AppError;

statements! {
    LIST_ENTRY_ROWS_OF = "SELECT l.number, l.subject AS procedure, l.recorded_at, l.revision, l.actor, l.approved_by, \
                          l.action, t.reason, t.detail, t.was, t.became FROM audit_log l JOIN audit_texts t ON t.number = l.number \
                          WHERE l.action IN ($1, $3) AND l.subject = $2 ORDER BY l.number";
    LIST_ENTRY_ROWS_WITH = "SELECT l.number, l.subject AS procedure, l.recorded_at, l.revision, l.actor, \
                            l.approved_by, l.action, t.reason, t.detail, t.was, t.became FROM audit_log l \
                            JOIN audit_texts t ON t.number = l.number \
                            WHERE l.action = $1 AND t.detail = $2 ORDER BY l.number";
    FIND_ENTRY_ROW = "SELECT l.number, l.subject AS procedure, l.recorded_at, l.revision, l.actor, l.approved_by, \
                      l.action, t.reason, t.detail, t.was, t.became FROM audit_log l JOIN audit_texts t ON t.number = l.number \
                      WHERE l.action = $1 AND l.number = $2";
}

/// The row that added the entry of one procedure, unless a file did, and all changes to it; oldest first.
pub async fn list_entry_rows_of(connection: &mut Connection, procedure: &str) -> Result<Vec<EntryRow>, AppError> {
    with_driver!(connection, inner => {
        let query = sqlx::query_as(LIST_ENTRY_ROWS_OF).bind(CHANGE_PROCEDURE).bind(procedure).bind(ADD_PROCEDURE);
        Ok(query.fetch_all(inner).await?)
    })
}

/// All changes to entries with the same detail, which names their origin; oldest first.
pub async fn list_entry_rows_with(connection: &mut Connection, detail: &str) -> Result<Vec<EntryRow>, AppError> {
    with_driver!(connection, inner => {
        Ok(sqlx::query_as(LIST_ENTRY_ROWS_WITH).bind(CHANGE_PROCEDURE).bind(detail).fetch_all(inner).await?)
    })
}

/// The change to an entry that a row records; `None` if the row is about something else.
pub async fn find_entry_row(connection: &mut Connection, number: i64) -> Result<Option<EntryRow>, AppError> {
    with_driver!(connection, inner => {
        Ok(sqlx::query_as(FIND_ENTRY_ROW).bind(CHANGE_PROCEDURE).bind(number).fetch_optional(inner).await?)
    })
}
