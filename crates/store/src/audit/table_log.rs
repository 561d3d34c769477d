//! Files written to a table, in the audit log, for the staff.

use crate::Connection;
use crate::error::AppError;

statements! {
    LIST_TABLE_ROWS = "SELECT l.number, l.recorded_at, l.actor, l.approved_by, t.reason, t.detail FROM audit_log l \
                       JOIN audit_texts t ON t.number = l.number WHERE l.action IN ($1, $2) ORDER BY l.number DESC LIMIT $3";
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

/// The newest files written with one of two actions, newest first.
pub async fn list_table_rows(
    connection: &mut Connection,
    actions: &[String; 2],
    most: i64,
) -> Result<Vec<TableRow>, AppError> {
    with_driver!(connection, inner => {
        let query = sqlx::query_as(LIST_TABLE_ROWS).bind(&actions[0]).bind(&actions[1]).bind(most);
        Ok(query.fetch_all(inner).await?)
    })
}
