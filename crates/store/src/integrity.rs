//! Integrity of the database itself: pages, indexes and foreign keys.

use sqlx::AssertSqlSafe;

use super::Connection;
use super::references::{ForeignKey, list_foreign_keys};
use crate::error::AppError;

/// The faults of the database, one per line; empty if it is intact.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn check_integrity(connection: &mut Connection) -> Result<Vec<String>, AppError> {
    match connection {
        Connection::Sqlite(transaction) => {
            let pages: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut **transaction).await?;
            let orphans: Vec<(String, Option<i64>, String, i64)> =
                sqlx::query_as("PRAGMA foreign_key_check").fetch_all(&mut **transaction).await?;
            let mut faults: Vec<String> = pages.into_iter().filter(|line| line != "ok").collect();
            faults.extend(orphans.into_iter().map(|(table, row, parent, _)| {
                let row = row.map(|row| format!(" {row}")).unwrap_or_default();
                format!("row{row} of {table} refers to a row of {parent} that does not exist")
            }));
            Ok(faults)
        }
        Connection::Postgres(_) => {
            let references = list_foreign_keys(connection).await?;
            let Connection::Postgres(transaction) = connection else { return Ok(Vec::new()) };
            let mut faults = Vec::new();
            for ForeignKey { table, columns, parent, keys } in references {
                let given: Vec<String> = columns.iter().map(|column| format!("a.\"{column}\" IS NOT NULL")).collect();
                let same: Vec<String> =
                    columns.iter().zip(&keys).map(|(column, key)| format!("b.\"{key}\" = a.\"{column}\"")).collect();
                let count = format!(
                    "SELECT count(*) FROM {table} a WHERE {} AND NOT EXISTS (SELECT 1 FROM {parent} b WHERE {})",
                    given.join(" AND "),
                    same.join(" AND ")
                );
                let orphans: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut **transaction).await?;
                if orphans > 0 {
                    faults.push(format!("{orphans} rows of {table} refer to rows of {parent} that do not exist"));
                }
            }
            Ok(faults)
        }
    }
}
