//! Compares tables, indexes and triggers with those that the migrations create.

use std::collections::BTreeSet;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection as _};

use super::Connection;
use super::migrations::MIGRATIONS;
use crate::error::AppError;

const DEFINITIONS_OF_SQLITE: &str = "SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_master \
     WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations'";

/// Lists one definition per line. The output is the same for every PostgreSQL version.
const DEFINITIONS_OF_POSTGRES: &str = include_str!("schema/postgres.sql");

/// The definitions that the migrations create on PostgreSQL, as listed by the query above. A test compares this file
/// with a new database, and rewrites it if `TETSUZUKI_WRITE_DEFINITIONS` is set.
const MADE_BY_MIGRATIONS: &str = include_str!("schema/postgres.txt");

/// Compares every definition with what the migrations create, adds a line for each difference, and returns the number
/// of expected definitions; `None` on a database that is only compatible with PostgreSQL.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn compare_definitions(
    connection: &mut Connection,
    faults: &mut Vec<String>,
) -> Result<Option<usize>, AppError> {
    let made: BTreeSet<String> = match connection {
        Connection::Sqlite(_) => made_on_sqlite().await?,
        Connection::Postgres(transaction) => {
            let version: String = sqlx::query_scalar("SELECT version()").fetch_one(&mut **transaction).await?;
            if !version.starts_with("PostgreSQL") {
                return Ok(None);
            }
            MADE_BY_MIGRATIONS.lines().map(str::to_owned).collect()
        }
    };
    let there = list_definitions(connection).await?;
    let name = |definition: &str| definition.split(": ").next().unwrap_or_default().to_owned();
    let names: BTreeSet<String> = there.iter().map(|definition| name(definition)).collect();
    let made_names: BTreeSet<String> = made.iter().map(|definition| name(definition)).collect();
    faults.extend(made_names.difference(&names).map(|name| format!("{name} is missing")));
    faults.extend(names.difference(&made_names).map(|name| format!("{name} does not come from a migration")));
    let changed: BTreeSet<String> = there.difference(&made).map(|definition| name(definition)).collect();
    faults.extend(
        changed.iter().filter(|name| made_names.contains(*name)).map(|name| format!("{name} has been altered")),
    );
    Ok(Some(made.len()))
}

/// The definitions in the database.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn list_definitions(connection: &mut Connection) -> Result<BTreeSet<String>, AppError> {
    let lines: Vec<String> = match connection {
        Connection::Sqlite(transaction) => {
            sqlx::query_scalar(DEFINITIONS_OF_SQLITE).fetch_all(&mut **transaction).await?
        }
        Connection::Postgres(transaction) => {
            sqlx::query_scalar(DEFINITIONS_OF_POSTGRES).fetch_all(&mut **transaction).await?
        }
    };
    Ok(lines.into_iter().collect())
}

/// The definitions that the migrations create in a new database.
async fn made_on_sqlite() -> Result<BTreeSet<String>, AppError> {
    let mut new = SqliteConnectOptions::new().in_memory(true).connect().await?;
    for sqlite in MIGRATIONS.iter().map(|migration| migration.sqlite) {
        sqlx::raw_sql(sqlite).execute(&mut new).await?;
    }
    let lines: Vec<String> = sqlx::query_scalar(DEFINITIONS_OF_SQLITE).fetch_all(&mut new).await?;
    new.close().await?;
    Ok(lines.into_iter().collect())
}
