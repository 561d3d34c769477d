//! Foreign keys, as described by the database itself.

use serde_json::Value;
use sqlx::QueryBuilder;

use super::Connection;
use super::tables::{bind, find_table};
use crate::error::AppError;

/// Columns of a table whose values together are the key of a row of another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    pub table: String,
    pub columns: Vec<String>,
    pub parent: String,
    /// The columns of the parent, in the order of `columns`.
    pub keys: Vec<String>,
}

/// Table, number, the table it refers to, and one column on both sides.
const OF_SQLITE: &str = "SELECT m.name, f.id, f.\"table\", f.\"from\", f.\"to\" \
     FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq";
const OF_POSTGRES: &str = "SELECT c.conrelid::regclass::text, c.oid::bigint, c.confrelid::regclass::text, \
     a.attname::text, b.attname::text \
     FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace \
     CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(of_table, of_parent, place) \
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.of_table \
     JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.of_parent \
     WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY 1, 2, k.place";

/// Every foreign key of the database.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn list_foreign_keys(connection: &mut Connection) -> Result<Vec<ForeignKey>, AppError> {
    let rows: Vec<(String, i64, String, String, String)> = match connection {
        Connection::Sqlite(transaction) => sqlx::query_as(OF_SQLITE).fetch_all(&mut **transaction).await?,
        Connection::Postgres(transaction) => sqlx::query_as(OF_POSTGRES).fetch_all(&mut **transaction).await?,
    };
    let mut found: Vec<ForeignKey> = Vec::new();
    let mut last = None;
    for (table, number, parent, column, key) in rows {
        if last.as_ref() != Some(&(table.clone(), number)) {
            last = Some((table.clone(), number));
            found.push(ForeignKey { table, columns: Vec::new(), parent, keys: Vec::new() });
        }
        if let Some(reference) = found.last_mut() {
            reference.columns.push(column);
            reference.keys.push(key);
        }
    }
    Ok(found)
}

/// Lets rows of this transaction refer to rows that are not there until it ends, where the database can. A transaction
/// that still has any at its end fails.
///
/// # Errors
/// Returns an error if the database does not answer.
pub async fn defer_references(connection: &mut Connection) -> Result<bool, AppError> {
    match connection {
        Connection::Sqlite(transaction) => {
            sqlx::query("PRAGMA defer_foreign_keys = ON").execute(&mut **transaction).await?;
            Ok(true)
        }
        // Its references are checked at once.
        Connection::Postgres(_) => Ok(false),
    }
}

/// For each row of a table, given by the values of its primary key: the tables with rows that refer to it, and how many
/// these are.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn count_references(
    connection: &mut Connection,
    table: &'static str,
    rows: &[Vec<Value>],
) -> Result<Vec<Vec<(String, i64)>>, AppError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let parent = find_table(connection, table).await?;
    let key = parent.key();
    let references: Vec<ForeignKey> =
        list_foreign_keys(connection).await?.into_iter().filter(|reference| reference.parent == table).collect();
    // The places of its columns in the key. Every reference is to the primary key; a test looks at all of them.
    let places_of = |reference: &ForeignKey| -> Option<Vec<usize>> {
        reference.keys.iter().map(|name| key.iter().position(|column| column.name == *name)).collect()
    };
    let references: Vec<(ForeignKey, Vec<usize>)> = references
        .into_iter()
        .filter_map(|reference| places_of(&reference).map(|places| (reference, places)))
        .collect();
    let mut counted = Vec::with_capacity(rows.len());
    for row in rows {
        let mut users: Vec<(String, i64)> = Vec::new();
        for (reference, places) in &references {
            let count: i64 = with_driver!(connection, inner => {
                let mut builder = QueryBuilder::new(format!("SELECT COUNT(*) FROM {} WHERE TRUE", reference.table));
                for (column, place) in reference.columns.iter().zip(places) {
                    builder.push(format!(" AND \"{column}\" = "));
                    bind!(builder, key[*place], &row[*place]);
                }
                builder.build_query_scalar().fetch_one(&mut *inner).await?
            });
            if count > 0 {
                match users.iter_mut().find(|(table, _)| *table == reference.table) {
                    Some((_, before)) => *before = (*before).max(count),
                    None => users.push((reference.table.clone(), count)),
                }
            }
        }
        counted.push(users);
    }
    Ok(counted)
}
