//! The migrations of both databases create the same tables.

use std::collections::BTreeMap;
use std::path::Path;

use store::Db;

use crate::support;
use crate::support::Database;

/// A column, as far as both databases can describe it.
#[derive(Debug, PartialEq, Eq)]
struct Column {
    kind: &'static str,
    nullable: bool,
    /// Its position in the primary key, from 1; 0 if it is not part of the key.
    key: i64,
}

type Tables = BTreeMap<(String, String), Column>;

/// Without the tables of the migration tool.
const NOT_OURS: &str = "_sqlx_migrations";

async fn tables_of_sqlite(db: &Db) -> Tables {
    let Db::Sqlite { readers, .. } = db else { panic!("not SQLite") };
    let rows: Vec<(String, String, String, bool, i64)> = sqlx::query_as(
        "SELECT m.name, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> $1",
    )
    .bind(NOT_OURS)
    .fetch_all(readers)
    .await
    .unwrap();
    rows.into_iter()
        .map(|(table, column, kind, not_null, key)| {
            ((table, column), Column { kind: kind_of(&kind), nullable: !not_null, key })
        })
        .collect()
}

async fn tables_of_postgres(db: &Db) -> Tables {
    let Db::Postgres { pool, .. } = db else { panic!("not PostgreSQL") };
    let rows: Vec<(String, String, String, bool, i64)> = sqlx::query_as(
        "SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'YES', \
         coalesce((SELECT k.ordinal_position::bigint FROM information_schema.key_column_usage k \
           JOIN information_schema.table_constraints t USING (constraint_schema, constraint_name) \
           WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema \
             AND k.table_name = c.table_name AND k.column_name = c.column_name), 0) \
         FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name <> $1",
    )
    .bind(NOT_OURS)
    .fetch_all(pool)
    .await
    .unwrap();
    rows.into_iter()
        .map(|(table, column, kind, nullable, key)| ((table, column), Column { kind: kind_of(&kind), nullable, key }))
        .collect()
}

fn kind_of(declared: &str) -> &'static str {
    match declared.to_ascii_lowercase().as_str() {
        "text" => "text",
        "integer" | "bigint" => "whole number",
        "boolean" => "yes or no",
        "date" => "day",
        "real" | "double precision" => "number",
        "blob" | "bytea" => "bytes",
        other => panic!("the type {other} has no twin that this test knows"),
    }
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let Some(postgres) = Database::postgres().await else {
        support::skipped("TETSUZUKI_TEST_POSTGRES names no server");
        return;
    };
    let sqlite = Database::sqlite();
    let (left, right) =
        (tables_of_sqlite(&sqlite.open().await).await, tables_of_postgres(&postgres.open().await).await);
    postgres.remove().await;
    assert!(left.len() > 100, "SQLite shows only {} columns", left.len());
    let different: Vec<String> = left
        .keys()
        .chain(right.keys())
        .filter(|key| left.get(key) != right.get(key))
        .map(|key| format!("{}.{}: SQLite {:?}, PostgreSQL {:?}", key.0, key.1, left.get(key), right.get(key)))
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// The names of the files in a folder of migrations, in their order.
fn names(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let mut names: Vec<String> =
        folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn each_database_has_its_own_migrations_of_the_same_names_and_those_of_both() {
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    let mut all = [sqlite, names("both")].concat();
    all.sort();
    let numbers: Vec<&str> = all.iter().map(|name| name.split('_').next().unwrap()).collect();
    assert!(numbers.iter().all(|number| number.len() == 4 && number.parse::<u32>().is_ok()), "{numbers:?}");
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "two migrations have one number: {numbers:?}");
}

#[test]
fn a_text_that_serves_both_databases_stands_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let text = |database: &str, name: &str| std::fs::read_to_string(folder.join(database).join(name)).unwrap();
    let twice: Vec<String> =
        names("sqlite").into_iter().filter(|name| text("sqlite", name) == text("postgres", name)).collect();
    assert!(twice.is_empty(), "these belong in migrations/both: {twice:?}");
}

/// A migration that is in a folder but not in the program would never run.
#[tokio::test]
async fn every_migration_of_the_folders_is_run() {
    let database = Database::sqlite();
    let Db::Sqlite { readers, .. } = database.open().await else { panic!("not SQLite") };
    let run: i64 =
        sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations WHERE success").fetch_one(&readers).await.unwrap();
    assert_eq!(usize::try_from(run).unwrap(), names("sqlite").len() + names("both").len());
}

#[tokio::test]
async fn opening_a_database_again_changes_nothing() {
    let database = Database::sqlite();
    let before = tables_of_sqlite(&database.open().await).await;
    assert_eq!(tables_of_sqlite(&database.open().await).await, before);
}

#[tokio::test]
async fn the_built_in_sqlite_does_not_lose_what_stands_in_its_log() {
    let database = Database::sqlite();
    let Db::Sqlite { readers, .. } = database.open().await else { panic!("not SQLite") };
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&readers).await.unwrap();
    let numbers: Vec<u32> = version.split('.').map(|number| number.parse().unwrap()).collect();
    assert!(numbers >= vec![3, 51, 3], "SQLite {version}");
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&readers).await.unwrap();
    assert_eq!(journal, "wal");
}
