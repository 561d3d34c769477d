//! Who changed what, and when.

use super::{AuditRow, Connection};
use crate::error::AppError;

statements! {
    ADD_AUDIT_ROW = "INSERT INTO audit (recorded_at, actor, action, subject, detail, revision) \
                     VALUES ($1, $2, $3, $4, $5, $6)";
    LIST_AUDIT_ROWS = "SELECT actor, action, subject, detail FROM audit ORDER BY id DESC LIMIT $1";
}

pub(super) async fn add_audit_row(
    connection: &mut Connection,
    recorded_at: &str,
    row: &AuditRow,
    revision: i64,
) -> Result<(), AppError> {
    on!(connection, inner => {
        sqlx::query(ADD_AUDIT_ROW)
            .bind(recorded_at)
            .bind(&row.actor)
            .bind(&row.action)
            .bind(&row.subject)
            .bind(&row.detail)
            .bind(revision)
            .execute(inner)
            .await?;
    });
    Ok(())
}

/// The newest audit rows, newest first.
pub async fn list_audit_rows(connection: &mut Connection, most: i64) -> Result<Vec<AuditRow>, AppError> {
    let rows: Vec<(String, String, String, String)> =
        on!(connection, inner => sqlx::query_as(LIST_AUDIT_ROWS).bind(most).fetch_all(inner).await?);
    Ok(rows.into_iter().map(|(actor, action, subject, detail)| AuditRow { actor, action, subject, detail }).collect())
}
