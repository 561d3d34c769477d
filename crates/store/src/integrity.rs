//! Integrity of the database itself: pages, indexes and foreign keys.

use sqlx::AssertSqlSafe;

use super::Connection;
use crate::error::AppError;

/// Table, the table it refers to, and the columns on both sides, joined by commas.
const REFERENCES_OF_POSTGRES: &str = "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, \
     (SELECT string_agg(quote_ident(a.attname), ',' ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY \
        AS k(column_number, place) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.column_number), \
     (SELECT string_agg(quote_ident(a.attname), ',' ORDER BY k.place) FROM unnest(c.confkey) WITH ORDINALITY \
        AS k(column_number, place) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.column_number) \
     FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace \
     WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY 1, 2, 3";

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
        Connection::Postgres(transaction) => {
            let references: Vec<(String, String, String, String)> =
                sqlx::query_as(REFERENCES_OF_POSTGRES).fetch_all(&mut **transaction).await?;
            let mut faults = Vec::new();
            for (table, parent, columns, keys) in references {
                let (columns, keys): (Vec<&str>, Vec<&str>) = (columns.split(',').collect(), keys.split(',').collect());
                let given: Vec<String> = columns.iter().map(|column| format!("a.{column} IS NOT NULL")).collect();
                let same: Vec<String> =
                    columns.iter().zip(&keys).map(|(column, key)| format!("b.{key} = a.{column}")).collect();
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
