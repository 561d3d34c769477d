//! Files written to a table, in the audit log, for the staff.

use crate::Connection;
use crate::error::AppError;

statements! {
    LIST_TABLE_ROWS = "SELECT l.number, l.recorded_at, l.actor, l.approved_by, l.action, t.reason, t.detail \
                       FROM audit_log l JOIN audit_texts t ON t.number = l.number WHERE l.action IN ($1, $2) \
                       ORDER BY l.number DESC LIMIT $3";
    LIST_TABLE_VALUES = "SELECT l.number, t.was, t.became FROM audit_log l JOIN audit_texts t ON t.number = l.number \
                         WHERE l.action IN ($1, $2) ORDER BY l.number DESC LIMIT $3";
    LIST_VALUES_OF_PROPOSAL = "SELECT l.number, t.was, t.became FROM audit_log l JOIN audit_texts t ON t.number = l.number \
                               WHERE l.action = $1 AND t.detail LIKE $2 ORDER BY l.number";
}

/// One file written to a table.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TableRow {
    pub number: i64,
    pub recorded_at: String,
    pub actor: String,
    pub approved_by: String,
    /// What wrote it: `import` and the kind of the file.
    pub action: String,
    pub reason: String,
    /// How many records were new, changed and removed, in English, and the proposal that it belongs to.
    pub detail: String,
}

/// The values of the records that a file changed, before and after, as JSON by the name of their type; empty if none are
/// kept.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TableValues {
    pub number: i64,
    pub was: String,
    pub became: String,
}

/// The values that the newest files written with one of two actions changed, newest first.
pub async fn list_table_values(
    connection: &mut Connection,
    actions: &[String; 2],
    most: i64,
) -> Result<Vec<TableValues>, AppError> {
    with_driver!(connection, inner => {
        let query = sqlx::query_as(LIST_TABLE_VALUES).bind(&actions[0]).bind(&actions[1]).bind(most);
        Ok(query.fetch_all(inner).await?)
    })
}

/// The values that the file of a proposal changed.
pub async fn list_values_of_proposal(
    connection: &mut Connection,
    action: &str,
    proposal: &str,
) -> Result<Vec<TableValues>, AppError> {
    let detail = format!("%proposal {proposal}");
    with_driver!(connection, inner => {
        Ok(sqlx::query_as(LIST_VALUES_OF_PROPOSAL).bind(action).bind(detail).fetch_all(inner).await?)
    })
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
