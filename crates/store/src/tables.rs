//! All tables, read and written without knowing their meaning: for backups, and for what is described as data.

use std::collections::HashMap;

use chrono::NaiveDate;
use futures::TryStreamExt;
use serde_json::Value;
use sqlx::{AssertSqlSafe, QueryBuilder, Row as _};

use super::Connection;
use super::row_hashes::touch;
use crate::error::AppError;

statements! {
    ALLOW_RESTORING = "INSERT INTO settings (name, value) VALUES ('restoring', 'yes')";
    END_RESTORING = "DELETE FROM settings WHERE name = 'restoring'";
}

/// Every table, ordered so that referenced rows come first. A test compares this list with the tables of both
/// databases.
pub const TABLES: &[&str] = &[
    "revision",
    "settings",
    "audit",
    "sources",
    "areas",
    "boundaries",
    "population",
    "card_counts",
    "card_counts_by_age",
    "departments",
    "life_events",
    "procedure_sets",
    "procedures",
    "procedure_steps",
    "procedure_exclusions",
    "procedure_channels",
    "procedure_life_events",
    "procedure_set_members",
    "procedure_usage",
    "indicators",
    "indicator_values",
    "programmes",
    "funding",
    "cost_items",
    "assessments",
    "obligations",
    "schedule",
    "initiatives",
    "sdg_actions",
    "synonyms",
    "translations",
    "elsewhere",
    "readings",
    "papers",
    "procedure_papers",
    "procedure_details",
    "procedure_forms",
    "guides",
    "guide_questions",
    "guide_answers",
    "guide_entries",
    "reports",
    "milestones",
    "effects",
    "courses",
    "roles",
    "training",
    "training_progress",
    "corrections",
    "department_changes",
    "offices",
    "office_hours",
    "office_exceptions",
    "office_procedures",
    "holidays",
    "postcodes",
    "audit_log",
    "audit_texts",
    "staff",
    "staff_departments",
    "staff_identities",
    "department_rules",
    "proposals",
    "proposal_departments",
    "proposed_changes",
    "report_cases",
];

/// Tables that backups exclude, each with the reason. Staff accounts are included, because nobody could work without
/// them after a restore. Sessions are excluded, because a copied session gives access.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("_sqlx_migrations", "the record of the migrations is the database's own; the manifest names them"),
    ("row_hashes", "rebuilt from the restored rows"),
    ("row_sums", "rebuilt from the restored rows"),
    ("sessions", "a copy of a session would let its holder in"),
    ("pending_logins", "a login in progress starts again after a restore"),
    ("proposed_files", "uploads not published yet: their senders still have the files"),
    ("known_browsers", "known browsers belong to this installation"),
    ("lost_forms", "only the browser that sent one can read it, for some hours"),
    ("report_texts", "what readers added is deleted after some time, and a backup would keep it"),
    ("proposal_views", "who has opened what is asked again after a restore"),
];

string_enum! {
    /// The type of a column's values.
    pub enum ColumnKind ("kind of column") {
        Text = "text",
        WholeNumber = "whole_number",
        /// Written as text: a JSON number may lose its last digit.
        Number = "number",
        YesOrNo = "yes_or_no",
        /// `2026-04-01`.
        Day = "day",
    }
}

impl ColumnKind {
    fn declared(kind: &str) -> Option<Self> {
        match kind.to_ascii_lowercase().as_str() {
            "text" => Some(Self::Text),
            "integer" | "bigint" => Some(Self::WholeNumber),
            "boolean" => Some(Self::YesOrNo),
            "date" => Some(Self::Day),
            "real" | "double precision" => Some(Self::Number),
            _ => None,
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: ColumnKind,
    pub may_be_empty: bool,
    /// Position in the primary key, from 1; 0 if the column is not part of it.
    key: i64,
}

/// A table with its columns, as described by the database itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub columns: Vec<Column>,
}

const COLUMNS_OF_SQLITE: &str = "SELECT m.name, c.name, c.type, c.\"notnull\" = 0, c.pk FROM sqlite_master m, pragma_table_info(m.name) c \
     WHERE m.type = 'table' ORDER BY m.name, c.cid";
// The views of information_schema would take twenty times as long: they ask for rights, column by column.
const COLUMNS_OF_POSTGRES: &str = "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL), NOT a.attnotnull, \
     coalesce((SELECT k.place FROM pg_index i, unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place) \
       WHERE i.indrelid = c.oid AND i.indisprimary AND k.attnum = a.attnum), 0) \
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname, a.attnum";

/// The tables of the database in the order of [`TABLES`].
///
/// # Errors
/// Returns an error if a table is missing or a column has an unsupported type.
pub async fn list_tables(connection: &mut Connection) -> Result<Vec<Table>, AppError> {
    let rows: Vec<(String, String, String, bool, i64)> = match connection {
        Connection::Sqlite(transaction) => sqlx::query_as(COLUMNS_OF_SQLITE).fetch_all(&mut **transaction).await?,
        Connection::Postgres(transaction) => sqlx::query_as(COLUMNS_OF_POSTGRES).fetch_all(&mut **transaction).await?,
    };
    let mut columns: HashMap<String, Vec<Column>> = HashMap::new();
    for (table, name, declared, may_be_empty, key) in rows {
        if !TABLES.contains(&table.as_str()) {
            continue;
        }
        let kind = ColumnKind::declared(&declared).ok_or_else(|| {
            AppError::UnsuitableDatabase(format!(
                "the column {table}.{name} has the type {declared}, which backups do not support"
            ))
        })?;
        columns.entry(table).or_default().push(Column { name, kind, may_be_empty, key });
    }
    TABLES
        .iter()
        .map(|name| {
            let columns = columns.remove(*name).ok_or_else(|| {
                AppError::UnsuitableDatabase(format!(
                    "the database has no table '{name}'; `tetsuzuki migrate` creates it"
                ))
            })?;
            Ok(Table { name, columns })
        })
        .collect()
}

/// One of [`TABLES`] with its columns.
///
/// # Errors
/// Returns an error if there is no such table.
pub async fn find_table(connection: &mut Connection, name: &str) -> Result<Table, AppError> {
    let found = list_tables(connection).await?.into_iter().find(|table| table.name == name);
    found.ok_or_else(|| AppError::Internal(format!("no table is called {name}")))
}

impl Table {
    /// The place of a column among the values of a row.
    #[must_use]
    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }

    /// The names of the columns of the primary key, in its order.
    #[must_use]
    pub fn key_columns(&self) -> Vec<&str> {
        self.key().into_iter().map(|column| column.name.as_str()).collect()
    }

    /// The columns of the primary key, in its order.
    pub(super) fn key(&self) -> Vec<&Column> {
        let mut key: Vec<&Column> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key
    }

    /// Replaces what stands beside a key that exists already.
    fn on_conflict(&self) -> String {
        let names = |columns: Vec<&Column>, of: fn(&str) -> String| {
            columns.iter().map(|column| of(&column.name)).collect::<Vec<_>>().join(", ")
        };
        let key = names(self.key(), |name| format!("\"{name}\""));
        let others: Vec<&Column> = self.columns.iter().filter(|column| column.key == 0).collect();
        if others.is_empty() {
            return format!(" ON CONFLICT ({key}) DO NOTHING");
        }
        let set = names(others, |name| format!("\"{name}\" = excluded.\"{name}\""));
        format!(" ON CONFLICT ({key}) DO UPDATE SET {set}")
    }

    /// Selects rows in the same order on both databases: by key, with text compared byte by byte.
    fn select(&self, is_postgres: bool) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| match column.kind {
                ColumnKind::WholeNumber => format!("CAST(\"{0}\" AS BIGINT) AS \"{0}\"", column.name),
                _ => format!("\"{}\"", column.name),
            })
            .collect();
        let mut key = self.key();
        if key.is_empty() {
            // An index on expressions tells the rows apart.
            key = self.columns.iter().collect();
        }
        let order: Vec<String> = key
            .iter()
            .map(|column| {
                let collation = if is_postgres && column.kind == ColumnKind::Text { " COLLATE \"C\"" } else { "" };
                format!("{}.\"{}\"{collation}", self.name, column.name)
            })
            .collect();
        format!("SELECT {} FROM {} ORDER BY {}", columns.join(", "), self.name, order.join(", "))
    }
}

/// Passes on every row of a table, with its values in column order.
pub async fn read_rows(
    connection: &mut Connection,
    table: &Table,
    mut take: impl FnMut(Vec<Value>) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let select = table.select(matches!(connection, Connection::Postgres(_)));
    with_driver!(connection, inner => {
        let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(inner);
        while let Some(row) = rows.try_next().await? {
            let mut values = Vec::with_capacity(table.columns.len());
            for (place, column) in table.columns.iter().enumerate() {
                values.push(match column.kind {
                    ColumnKind::Text => Value::from(row.try_get::<Option<String>, _>(place)?),
                    ColumnKind::WholeNumber => Value::from(row.try_get::<Option<i64>, _>(place)?),
                    ColumnKind::YesOrNo => Value::from(row.try_get::<Option<bool>, _>(place)?),
                    ColumnKind::Number => {
                        Value::from(row.try_get::<Option<f64>, _>(place)?.map(|number| number.to_string()))
                    }
                    ColumnKind::Day => {
                        Value::from(row.try_get::<Option<NaiveDate>, _>(place)?.map(|day| day.to_string()))
                    }
                });
            }
            take(values)?;
        }
    });
    Ok(())
}

/// How much a table holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extent {
    pub rows: u64,
    /// The largest value of the column that was asked for, as text; `None` if no row has one.
    pub newest: Option<String>,
}

/// How many rows one of [`TABLES`] has, and the largest value of one of its columns: a day, or a fiscal year.
///
/// # Errors
/// Returns an error if there is no such table or column.
pub async fn find_extent(connection: &mut Connection, table: &str, newest: Option<&str>) -> Result<Extent, AppError> {
    let known = TABLES.iter().find(|known| **known == table);
    let Some(table) = known else { return Err(AppError::Internal(format!("no table is called {table}"))) };
    let newest = newest.map_or_else(|| "NULL".to_owned(), |column| format!("max(\"{column}\")"));
    let select = format!("SELECT CAST(count(*) AS BIGINT), CAST({newest} AS TEXT) FROM {table}");
    let (rows, newest): (i64, Option<String>) = with_driver!(connection, inner => {
        sqlx::query_as(AssertSqlSafe(select)).fetch_one(inner).await?
    });
    Ok(Extent { rows: u64::try_from(rows).unwrap_or_default(), newest })
}

/// Whether a value is valid for the column.
#[must_use]
pub fn accepts(column: &Column, value: &Value) -> bool {
    match (column.kind, value) {
        (_, Value::Null) => column.may_be_empty,
        (ColumnKind::Text, Value::String(_)) => true,
        (ColumnKind::WholeNumber, value) => value.is_i64(),
        (ColumnKind::YesOrNo, Value::Bool(_)) => true,
        (ColumnKind::Number, Value::String(number)) => number.parse::<f64>().is_ok(),
        (ColumnKind::Day, Value::String(day)) => day.parse::<NaiveDate>().is_ok(),
        _ => false,
    }
}

/// Maximum number of values per statement. PostgreSQL allows 65,535, SQLite 32,766.
const VALUES_A_STATEMENT: usize = 8_000;

/// The number of rows with this many columns to write in one statement.
#[must_use]
pub const fn rows_together(columns: usize) -> usize {
    let rows = VALUES_A_STATEMENT / if columns == 0 { 1 } else { columns };
    if rows == 0 { 1 } else { rows }
}

/// Binds a value with the type of its column, which PostgreSQL also needs for one that is `NULL`.
macro_rules! bind {
    ($values:ident, $column:expr, $value:expr) => {
        match $column.kind {
            $crate::tables::ColumnKind::Text => $values.push_bind($value.as_str().map(str::to_owned)),
            $crate::tables::ColumnKind::WholeNumber => $values.push_bind($value.as_i64()),
            $crate::tables::ColumnKind::YesOrNo => $values.push_bind($value.as_bool()),
            $crate::tables::ColumnKind::Number => {
                $values.push_bind($value.as_str().and_then(|number| number.parse::<f64>().ok()))
            }
            $crate::tables::ColumnKind::Day => {
                $values.push_bind($value.as_str().and_then(|day| day.parse::<chrono::NaiveDate>().ok()))
            }
        }
    };
}
pub(crate) use bind;

/// Adds rows whose values are valid for the columns and in their order.
pub async fn add_rows(
    connection: &mut Connection,
    table: &str,
    columns: &[Column],
    rows: &[Vec<Value>],
) -> Result<(), AppError> {
    insert_rows(connection, table, columns, rows, "").await
}

async fn insert_rows(
    connection: &mut Connection,
    table: &str,
    columns: &[Column],
    rows: &[Vec<Value>],
    on_conflict: &str,
) -> Result<(), AppError> {
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let head = format!("INSERT INTO {table} ({}) ", names.join(", "));
    with_driver!(connection, inner => {
        for chunk in rows.chunks(rows_together(columns.len())) {
            let mut builder = QueryBuilder::new(head.clone());
            builder.push_values(chunk, |mut values, row| {
                for (column, value) in columns.iter().zip(row) {
                    bind!(values, column, value);
                }
            });
            builder.push(on_conflict);
            builder.build().execute(&mut *inner).await?;
        }
    });
    Ok(())
}

/// Saves rows by their key, with values in the order of the columns: new ones are added, known ones replaced as a whole.
/// The first column of the key is text.
pub async fn upsert_rows(connection: &mut Connection, table: &Table, rows: &[Vec<Value>]) -> Result<(), AppError> {
    let Some(owner) = table.columns.iter().position(|column| column.key == 1) else {
        return Err(AppError::Internal(format!("the table {} has no key to save rows by", table.name)));
    };
    let owners = rows.iter().filter_map(|row| row.get(owner)?.as_str().map(str::to_owned)).collect();
    touch(connection, table.name, owners).await?;
    insert_rows(connection, table.name, &table.columns, rows, &table.on_conflict()).await
}

/// Removes rows by their primary key, with values in its order. The first column of the key is text.
pub async fn delete_rows(connection: &mut Connection, name: &'static str, keys: &[Vec<Value>]) -> Result<(), AppError> {
    if keys.is_empty() {
        return Ok(());
    }
    let table = find_table(connection, name).await?;
    let owners = keys.iter().filter_map(|key| key.first()?.as_str().map(str::to_owned)).collect();
    touch(connection, table.name, owners).await?;
    let columns = table.key();
    with_driver!(connection, inner => {
        for key in keys {
            let mut builder = QueryBuilder::new(format!("DELETE FROM {name}"));
            for (place, (column, value)) in columns.iter().zip(key).enumerate() {
                let mark = if place == 0 { "WHERE" } else { "AND" };
                builder.push(format!(" {mark} \"{}\" = ", column.name));
                bind!(builder, column, value);
            }
            builder.build().execute(&mut *inner).await?;
        }
    });
    Ok(())
}

/// Empties every table, including the audit log and what backups leave out, before a backup is restored. The hashes of rows
/// are replaced with those of the restored rows.
pub async fn empty_all(connection: &mut Connection) -> Result<(), AppError> {
    let keeps = ["_sqlx_migrations", "row_hashes", "row_sums"];
    // Rows that backups leave out refer to rows of other tables.
    let left_out = LEFT_OUT.iter().map(|(table, _)| table).filter(|table| !keeps.contains(table));
    with_driver!(connection, inner => {
        sqlx::query(ALLOW_RESTORING).execute(&mut *inner).await?;
        for table in left_out.chain(TABLES.iter().rev()) {
            sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut *inner).await?;
        }
    });
    Ok(())
}

const NUMBERED_COLUMNS: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns \
                                WHERE table_schema = current_schema() AND is_identity = 'YES'";

/// Continues PostgreSQL's sequences after the restored numbers. SQLite does this by itself.
pub async fn restart_sequences(connection: &mut Connection) -> Result<(), AppError> {
    let Connection::Postgres(transaction) = connection else { return Ok(()) };
    let numbered: Vec<(String, String)> = sqlx::query_as(NUMBERED_COLUMNS).fetch_all(&mut **transaction).await?;
    for (table, column) in numbered {
        let next = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), \
             (SELECT coalesce(max(\"{column}\"), 0) + 1 FROM {table}), false)"
        );
        sqlx::query(AssertSqlSafe(next)).execute(&mut **transaction).await?;
    }
    Ok(())
}

/// Removes the setting that [`empty_all`] made. Backups never contain it.
pub async fn end_restoring(connection: &mut Connection) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(END_RESTORING).execute(inner).await?;
    });
    Ok(())
}
