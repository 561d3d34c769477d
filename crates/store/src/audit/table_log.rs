//! Files written to a table, in the audit log, for the staff.

use crate::Connection;
use crate::error::AppError;

statements! {
    LIST_TABLE_ROWS = "SELECT l.number, l.recorded_at, l.actor, l.approved_by, t.reason, t.detail FROM audit_log l \
                       JOIN audit_texts t ON t.number = l.number WHERE l.action = $1 ORDER BY l.number DESC LIMIT $2";
}

/// One file written to a table.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TableRow {
    pub number: i64,
    pub recorded_at: String,
    pub actor: String,
    pub approved_by: String,
    pub reason: String,
    /// How many records were new, changed and removed, in English, and the proposal that it belongs to.
    pub detail: String,
}

/// The newest files written with an action, newest first.
pub async fn list_table_rows(connection: &mut Connection, action: &str, most: i64) -> Result<Vec<TableRow>, AppError> {
    with_driver!(connection, inner => {
        Ok(sqlx::query_as(LIST_TABLE_ROWS).bind(action).bind(most).fetch_all(inner).await?)
    })
}
