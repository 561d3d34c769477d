//! Both databases behind one type. Every line of SQL of the product stands in this module and the files below it.
//!
//! SQL is written once, with `$1` placeholders, and runs on SQLite and PostgreSQL alike; the macro `on!` picks the driver.
//! A test prepares every statement on both.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use futures::future::BoxFuture;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Postgres, SqlSafeStr, SqlStr, Sqlite, Transaction};

use crate::error::AppError;

/// Runs an expression on whichever database is behind a [`Connection`]; inside, `$inner` is the driver's own.
macro_rules! on {
    ($connection:expr, $inner:ident => $body:expr) => {
        match $connection {
            $crate::server::db::Connection::Sqlite(transaction) => {
                let $inner = &mut **transaction;
                $body
            }
            $crate::server::db::Connection::Postgres(transaction) => {
                let $inner = &mut **transaction;
                $body
            }
        }
    };
}

/// Declares the statements of a file and lists them, so that a test can prepare each on both databases.
macro_rules! statements {
    ($( $(#[$meta:meta])* $name:ident = $sql:expr; )+) => {
        $( $(#[$meta])* const $name: &str = $sql; )+
        /// Every statement of this file by name.
        pub(super) const STATEMENTS: &[(&str, &str)] = &[$( (stringify!($name), $name), )+];
    };
}

/// Writes many rows in few statements: `save_rows!(connection, UPSERT, rows, |values, row| { … })`.
macro_rules! save_rows {
    ($connection:expr, $upsert:expr, $rows:expr, |$values:ident, $row:ident| $binds:block) => {
        on!($connection, inner => {
            for chunk in $rows.chunks($upsert.rows_a_statement()) {
                let mut builder = sqlx::QueryBuilder::new($upsert.head());
                builder.push_values(chunk, |mut $values, $row| $binds);
                builder.push($upsert.tail());
                builder.build().execute(&mut *inner).await?;
            }
        })
    };
}

pub mod areas;
pub mod audit;
pub mod budget;
pub mod cards;
pub mod catalogue;
pub mod finding;
pub mod indicators;
pub mod procedures;
pub mod reports;
pub mod revision;
pub mod sessions;
pub mod sources;
pub mod staff;

/// Oldest SQLite that does not lose data when a write-ahead log is reset.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// Rows to insert or, where their key is there already, to replace.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Upsert {
    pub table: &'static str,
    pub key: &'static [&'static str],
    /// The columns besides the key.
    pub columns: &'static [&'static str],
}

impl Upsert {
    /// SQLite takes 32,766 values a statement, PostgreSQL 65,535.
    const VALUES_A_STATEMENT: usize = 8_000;

    fn rows_a_statement(&self) -> usize {
        (Self::VALUES_A_STATEMENT / (self.key.len() + self.columns.len())).max(1)
    }

    fn head(&self) -> String {
        let columns = [self.key, self.columns].concat().join(", ");
        format!("INSERT INTO {} ({columns}) ", self.table)
    }

    fn tail(&self) -> String {
        let key = self.key.join(", ");
        if self.columns.is_empty() {
            return format!(" ON CONFLICT ({key}) DO NOTHING");
        }
        let columns: Vec<String> = self.columns.iter().map(|column| format!("{column} = excluded.{column}")).collect();
        format!(" ON CONFLICT ({key}) DO UPDATE SET {}", columns.join(", "))
    }

    /// The statement for a single row, as the test of all statements prepares it.
    fn for_one_row(&self) -> String {
        let count = self.key.len() + self.columns.len();
        let placeholders: Vec<String> = (1..=count).map(|number| format!("${number}")).collect();
        format!("{}VALUES ({}){}", self.head(), placeholders.join(", "), self.tail())
    }
}

/// The database of one installation.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file. Readers never wait; all writes go through one connection.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction on either database. All of the product's SQL runs inside one.
#[derive(Debug)]
pub enum Connection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Connection {
    async fn commit(self) -> Result<(), AppError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    async fn commit_audited(mut self, now: DateTime<Utc>, audit: &AuditRow) -> Result<(), AppError> {
        let revision = revision::find_revision(&mut self).await?;
        audit::add_audit_row(&mut self, &written_instant(now), audit, revision).await?;
        self.commit().await
    }
}

/// A moment as it is stored: RFC 3339 in UTC with milliseconds, so that moments compare as texts.
pub(crate) fn written_instant(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A moment as it was stored.
pub(crate) fn read_instant(text: &str) -> Result<DateTime<Utc>, AppError> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(moment) => Ok(moment.to_utc()),
        Err(error) => Err(AppError::Database(sqlx::Error::Decode(Box::new(error)))),
    }
}

/// What a piece of writing did.
#[derive(Debug)]
pub enum Written<T> {
    /// Something changed: commit, raise the revision, keep the audit row.
    Changed { answer: T, audit: AuditRow },
    /// Nothing changed: no revision, no audit row.
    Unchanged(T),
}

/// Who did what to what, kept beside the change in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub detail: String,
}

impl Db {
    /// Opens a database by its address, `sqlite://file.db` or `postgres://…`, and brings its tables up to date.
    ///
    /// A SQLite file that is not there is created.
    ///
    /// # Errors
    /// Where the address is neither, the database cannot be reached, or SQLite is older than is safe.
    pub async fn open(address: &str) -> Result<Self, AppError> {
        let db = if address.starts_with("sqlite:") {
            Self::open_sqlite(address).await?
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(address).map_err(|_| bad_address(address))?;
            Self::Postgres(PgPoolOptions::new().max_connections(8).connect_with(options).await?)
        } else {
            return Err(bad_address(address));
        };
        db.migrate().await?;
        Ok(db)
    }

    async fn open_sqlite(address: &str) -> Result<Self, AppError> {
        let options = SqliteConnectOptions::from_str(address)
            .map_err(|_| bad_address(address))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        if let Some(folder) = options.get_filename().parent().filter(|folder| *folder != Path::new("")) {
            std::fs::create_dir_all(folder).map_err(|error| {
                AppError::Configuration(format!("the folder of the database {address} cannot be made: {error}"))
            })?;
        }
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&writer).await?;
        if sqlite_version(&version).is_none_or(|version| version < OLDEST_SQLITE) {
            let (major, minor, patch) = OLDEST_SQLITE;
            return Err(AppError::Configuration(format!(
                "SQLite {version} can lose data when its log is reset; at least {major}.{minor}.{patch} is needed"
            )));
        }
        let readers = SqlitePoolOptions::new().max_connections(4).connect_with(options.read_only(true)).await?;
        Ok(Self::Sqlite { readers, writer })
    }

    async fn migrate(&self) -> Result<(), AppError> {
        let migration = |version: i64, name: &'static str, sql: &'static str| {
            Migration::new(version, name.into(), MigrationType::Simple, SqlStr::from_static(sql), false)
        };
        match self {
            Self::Sqlite { writer, .. } => {
                let migrations: Vec<Migration> =
                    MIGRATIONS.iter().map(|(version, name, sqlite, _)| migration(*version, name, sqlite)).collect();
                Migrator::with_migrations(migrations).run(writer).await?;
            }
            Self::Postgres(pool) => {
                let migrations: Vec<Migration> =
                    MIGRATIONS.iter().map(|(version, name, _, postgres)| migration(*version, name, postgres)).collect();
                let mut migrator = Migrator::with_migrations(migrations);
                // What only speaks PostgreSQL and spreads over machines often has no advisory locks.
                let version: String = sqlx::query_scalar("SELECT version()").fetch_one(pool).await?;
                migrator.set_locking(version.starts_with("PostgreSQL"));
                migrator.run(pool).await?;
            }
        }
        Ok(())
    }

    /// Begins a transaction that only reads and sees one state of the whole database.
    ///
    /// # Errors
    /// Where the database cannot be reached.
    pub async fn read(&self) -> Result<Connection, AppError> {
        match self {
            Self::Sqlite { readers, .. } => Ok(Connection::Sqlite(readers.begin().await?)),
            Self::Postgres(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Ok(Connection::Postgres(pool.begin_with(begin).await?))
            }
        }
    }

    /// Runs a piece of writing in one transaction together with its audit row and the next revision.
    ///
    /// The work may run again from its start where PostgreSQL reports a conflict with another transaction (40001).
    ///
    /// # Errors
    /// Those of the work; then nothing is written.
    pub async fn write<T>(
        &self,
        now: DateTime<Utc>,
        work: impl AsyncFn(&mut Connection) -> Result<Written<T>, AppError>,
    ) -> Result<T, AppError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.write_once(now, &work).await {
                Err(error) if error.is_serialization_conflict() && attempt < 5 => {
                    tokio::time::sleep(Duration::from_millis(20 << attempt)).await;
                }
                result => return result,
            }
        }
    }

    /// Runs a piece of writing that is no public data: without the next revision, which would make every cache forget
    /// every page, and without an audit row. Nothing that a snapshot reads may be written this way
    /// (docs/adr/0005-reports-are-counts.md).
    ///
    /// The work is a boxed future, because a handler of requests moves between threads, and may run again like that of
    /// [`Db::write`].
    ///
    /// # Errors
    /// Those of the work; then nothing is written.
    pub async fn write_unpublished<T>(
        &self,
        work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<T, AppError>>,
    ) -> Result<T, AppError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let mut connection = self.begin_writing().await?;
            let result = match work(&mut connection).await {
                Ok(answer) => connection.commit().await.map(|()| answer),
                Err(error) => Err(error),
            };
            match result {
                Err(error) if error.is_serialization_conflict() && attempt < 5 => {
                    tokio::time::sleep(Duration::from_millis(20 << attempt)).await;
                }
                result => return result,
            }
        }
    }

    /// Runs a piece of writing that is no public data and must be accounted for: with its audit row in the same
    /// transaction, which names the revision as it stands, and without the next revision.
    ///
    /// The work is a boxed future and may run again, as that of [`Db::write_unpublished`].
    ///
    /// # Errors
    /// Those of the work; then nothing is written.
    pub async fn write_audited<T>(
        &self,
        now: DateTime<Utc>,
        work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<Written<T>, AppError>>,
    ) -> Result<T, AppError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let mut connection = self.begin_writing().await?;
            let result = match work(&mut connection).await {
                Ok(Written::Unchanged(answer)) => return Ok(answer),
                Ok(Written::Changed { answer, audit }) => connection.commit_audited(now, &audit).await.map(|()| answer),
                Err(error) => Err(error),
            };
            match result {
                Err(error) if error.is_serialization_conflict() && attempt < 5 => {
                    tokio::time::sleep(Duration::from_millis(20 << attempt)).await;
                }
                result => return result,
            }
        }
    }

    async fn begin_writing(&self) -> Result<Connection, AppError> {
        Ok(match self {
            // Taking the write lock at the start: an upgrade from reading would ignore the busy timeout.
            Self::Sqlite { writer, .. } => Connection::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Connection::Postgres(pool.begin().await?),
        })
    }

    async fn write_once<T>(
        &self,
        now: DateTime<Utc>,
        work: &impl AsyncFn(&mut Connection) -> Result<Written<T>, AppError>,
    ) -> Result<T, AppError> {
        let mut connection = self.begin_writing().await?;
        match work(&mut connection).await? {
            // Dropping the transaction takes back whatever the work may have touched.
            Written::Unchanged(answer) => Ok(answer),
            Written::Changed { answer, audit } => {
                let revision = revision::raise_revision(&mut connection).await?;
                let recorded_at = written_instant(now);
                audit::add_audit_row(&mut connection, &recorded_at, &audit, revision).await?;
                connection.commit().await?;
                Ok(answer)
            }
        }
    }
}

fn bad_address(address: &str) -> AppError {
    // The address may hold a password: only its scheme is repeated.
    let scheme = address.split("://").next().unwrap_or_default().chars().take(20).collect::<String>();
    AppError::Configuration(format!(
        "the database address starts with '{scheme}'; right would be sqlite://tetsuzuki.db or postgres://user@host/name"
    ))
}

fn sqlite_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

/// Number, name, and text for SQLite and for PostgreSQL.
const MIGRATIONS: &[(i64, &str, &str, &str)] = &[
    (
        1,
        "foundation",
        include_str!("../../migrations/sqlite/0001_foundation.sql"),
        include_str!("../../migrations/postgres/0001_foundation.sql"),
    ),
    (
        2,
        "standard words",
        include_str!("../../migrations/sqlite/0002_standard_words.sql"),
        include_str!("../../migrations/postgres/0002_standard_words.sql"),
    ),
    (
        3,
        "finding",
        include_str!("../../migrations/sqlite/0003_finding.sql"),
        include_str!("../../migrations/postgres/0003_finding.sql"),
    ),
    (
        4,
        "reports",
        include_str!("../../migrations/sqlite/0004_reports.sql"),
        include_str!("../../migrations/postgres/0004_reports.sql"),
    ),
    (
        5,
        "programme",
        include_str!("../../migrations/sqlite/0005_programme.sql"),
        include_str!("../../migrations/postgres/0005_programme.sql"),
    ),
    (
        7,
        "staff",
        include_str!("../../migrations/sqlite/0007_staff.sql"),
        include_str!("../../migrations/postgres/0007_staff.sql"),
    ),
];

/// Every statement of the product with its name, for the test that prepares each on both databases.
#[must_use]
pub fn all_statements() -> Vec<(String, String)> {
    let fixed = [
        areas::STATEMENTS,
        audit::STATEMENTS,
        budget::STATEMENTS,
        cards::STATEMENTS,
        catalogue::STATEMENTS,
        finding::STATEMENTS,
        indicators::STATEMENTS,
        procedures::STATEMENTS,
        reports::STATEMENTS,
        revision::STATEMENTS,
        sessions::STATEMENTS,
        sources::STATEMENTS,
        staff::STATEMENTS,
    ];
    let upserts = [
        areas::UPSERTS,
        budget::UPSERTS,
        cards::UPSERTS,
        catalogue::UPSERTS,
        finding::UPSERTS,
        indicators::UPSERTS,
        procedures::UPSERTS,
        sources::UPSERTS,
    ];
    let fixed = fixed.iter().flat_map(|list| list.iter()).map(|(name, sql)| ((*name).to_owned(), (*sql).to_owned()));
    let upserts = upserts
        .iter()
        .flat_map(|list| list.iter())
        .map(|upsert| (format!("save {}", upsert.table), upsert.for_one_row()));
    fixed.chain(upserts).collect()
}

/// Asks the database to prepare a statement without running it.
///
/// # Errors
/// The database's own, where it does not understand the statement.
pub async fn prepare(db: &Db, sql: &str) -> Result<(), AppError> {
    use sqlx::{AssertSqlSafe, Executor};
    let mut connection = db.read().await?;
    on!(&mut connection, inner => {
        inner.prepare(AssertSqlSafe(sql.to_owned()).into_sql_str()).await?;
    });
    Ok(())
}
