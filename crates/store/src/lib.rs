//! Both databases behind one type. All SQL of the product is in this crate.
//!
//! SQL is written once, with `$1` placeholders, and runs on both SQLite and PostgreSQL. The `on!` macro picks the
//! driver. A test prepares every statement on both.

#[macro_use]
extern crate domain;

use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Postgres, SqlSafeStr, SqlStr, Sqlite, Transaction};

use self::audit::key::KeyFile;
pub use self::audit::key::KeyPlace;
use self::sqlite_file::path_of;
pub use self::sqlite_file::{SqliteFile, require_private_permissions, set_private_permissions};
use self::writing::LOCK_TIMEOUT;
pub use self::writing::{AuditRow, COMMAND_LINE, WriteError, WriteKind, WriteTransaction};
use crate::error::AppError;

/// Runs an expression on whichever database is behind a [`Connection`]. In it, `$inner` is the driver's own connection.
macro_rules! on {
    ($connection:expr, $inner:ident => $body:expr) => {
        match $connection {
            $crate::Connection::Sqlite(transaction) => {
                let $inner = &mut **transaction;
                $body
            }
            $crate::Connection::Postgres(transaction) => {
                let $inner = &mut **transaction;
                $body
            }
        }
    };
}

/// Declares the statements of a file and lists them, so that a test can prepare each of them on both databases.
macro_rules! statements {
    ($( $(#[$meta:meta])* $name:ident = $sql:expr; )+) => {
        $( $(#[$meta])* const $name: &str = $sql; )+
        /// Every statement of this file by name.
        pub(in crate) const STATEMENTS: &[(&str, &str)] = &[$( (stringify!($name), $name), )+];
    };
}

/// Writes many rows in few statements: `save_rows!(connection, UPSERT, rows, |values, row| { … })`.
macro_rules! save_rows {
    ($connection:expr, $upsert:expr, $rows:expr, |$values:ident, $row:ident| $binds:block) => {
        on!($connection, inner => {
            let mut statements = $rows.chunks($upsert.rows_a_statement()).map(|chunk| {
                let mut builder = sqlx::QueryBuilder::new($upsert.head());
                builder.push_values(chunk, |mut $values, $row| $binds);
                builder.push($upsert.tail());
                // A statement with fewer rows than usual may never be used again, and prepared statements take memory.
                (builder, chunk.len() == $upsert.rows_a_statement())
            });
            let mut following = statements.next();
            while let Some((mut builder, is_usual)) = following.take() {
                let mut execution = std::pin::pin!(builder.build().persistent(is_usual).execute(&mut *inner));
                // The first poll sends the statement. The next one is built while the database works.
                let at_once = futures::poll!(execution.as_mut());
                following = statements.next();
                match at_once {
                    std::task::Poll::Ready(done) => done?,
                    std::task::Poll::Pending => execution.await?,
                };
            }
        })
    };
}

pub mod areas;
pub mod audit;
pub mod budget;
pub mod cards;
pub mod catalogue;
mod connections;
pub mod definitions;
pub mod error;
pub mod finding;
pub mod health;
pub mod identities;
pub mod indicators;
mod lines;
pub mod listening;
pub mod pending_logins;
pub mod procedures;
pub mod proposals;
pub mod proposed_files;
pub mod reports;
pub mod revision;
pub mod row_hashes;
pub mod sessions;
pub mod sources;
mod sqlite_file;
pub mod staff;
pub mod tables;
pub mod whole;
mod writing;

/// Oldest SQLite version that does not lose data when the write-ahead log is reset.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// Rows to insert, or to replace if their key already exists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Upsert {
    pub table: &'static str,
    pub key: &'static [&'static str],
    /// The columns other than the key.
    pub columns: &'static [&'static str],
}

impl Upsert {
    /// SQLite allows 32,766 values per statement, PostgreSQL 65,535.
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

    /// The statement for a single row, as prepared by the test of all statements.
    fn for_one_row(&self) -> String {
        let count = self.key.len() + self.columns.len();
        let placeholders: Vec<String> = (1..=count).map(|number| format!("${number}")).collect();
        format!("{}VALUES ({}){}", self.head(), placeholders.join(", "), self.tail())
    }
}

/// Rows that are only ever inserted. A duplicate key is an error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InsertOnly {
    pub table: &'static str,
    pub columns: &'static [&'static str],
}

impl InsertOnly {
    fn rows_a_statement(&self) -> usize {
        (Upsert::VALUES_A_STATEMENT / self.columns.len()).max(1)
    }

    fn head(&self) -> String {
        format!("INSERT INTO {} ({}) ", self.table, self.columns.join(", "))
    }

    #[allow(clippy::unused_self, reason = "the twin of an upsert's")]
    const fn tail(&self) -> &'static str {
        ""
    }
}

/// The database of one installation and the key of its audit log, which is not stored in the database.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file. Readers never wait; all writes go through one connection.
    Sqlite { readers: SqlitePool, writer: SqlitePool, audit_key: Arc<KeyFile>, file: Arc<SqliteFile> },
    /// Writers of the audit log have their own pool: while they queue behind a large import, they must not block
    /// everybody else.
    Postgres {
        pool: PgPool,
        recorders: PgPool,
        /// Whether the database supports notifications of new revisions.
        announces: bool,
        audit_key: Arc<KeyFile>,
    },
}

/// A transaction on either database. All SQL runs inside one.
#[derive(Debug)]
pub enum Connection {
    Sqlite(InTransaction<Sqlite>),
    Postgres(InTransaction<Postgres>),
}

/// A connection in a transaction, with the rows touched in it.
#[derive(Debug)]
pub struct InTransaction<DB: sqlx::Database> {
    transaction: Transaction<'static, DB>,
    touched: row_hashes::TouchedRows,
}

impl<DB: sqlx::Database> InTransaction<DB> {
    fn writing(transaction: Transaction<'static, DB>, keys: &Arc<KeyFile>) -> Self {
        Self { transaction, touched: row_hashes::TouchedRows::by(keys) }
    }
}

impl<DB: sqlx::Database> From<Transaction<'static, DB>> for InTransaction<DB> {
    fn from(transaction: Transaction<'static, DB>) -> Self {
        Self { transaction, touched: row_hashes::TouchedRows::default() }
    }
}

impl<DB: sqlx::Database> std::ops::Deref for InTransaction<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

impl<DB: sqlx::Database> std::ops::DerefMut for InTransaction<DB> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.transaction
    }
}

impl Connection {
    async fn commit(self) -> Result<(), AppError> {
        match self {
            Self::Sqlite(connection) => connection.transaction.commit().await?,
            Self::Postgres(connection) => connection.transaction.commit().await?,
        }
        Ok(())
    }

    fn touched(&mut self) -> &mut row_hashes::TouchedRows {
        match self {
            Self::Sqlite(connection) => &mut connection.touched,
            Self::Postgres(connection) => &mut connection.touched,
        }
    }
}

/// Formats a timestamp for storage: RFC 3339 in UTC with milliseconds, so that timestamps compare as text.
pub(crate) fn format_timestamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Parses a stored timestamp.
pub(crate) fn parse_timestamp(text: &str) -> Result<DateTime<Utc>, AppError> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(moment) => Ok(moment.to_utc()),
        Err(error) => Err(AppError::Database(sqlx::Error::Decode(Box::new(error)))),
    }
}

impl Db {
    /// Opens a database by its address, `sqlite://file.db` or `postgres://…`, and migrates it. With SQLite, the key of
    /// the audit log is stored next to the database file.
    ///
    /// A missing SQLite file is created.
    ///
    /// # Errors
    /// Returns an error if the address is neither of these, the database cannot be reached, the SQLite version is
    /// unsafe, or the key is not that of the audit log.
    pub async fn open(address: &str) -> Result<Self, AppError> {
        Self::open_with(address, &KeyPlace::Beside).await
    }

    /// Like [`Db::open`], with an explicit place for the key of the audit log.
    ///
    /// # Errors
    /// Same as [`Db::open`].
    pub async fn open_with(address: &str, key: &KeyPlace) -> Result<Self, AppError> {
        let db = Self::connect(address, key).await?;
        db.migrate().await?;
        db.check_chain_head().await?;
        Ok(db)
    }

    /// Migrates the database and returns the migrations that ran, by number and name.
    ///
    /// # Errors
    /// Same as [`Db::open`].
    pub async fn migrate_and_check(address: &str, key: &KeyPlace) -> Result<Vec<(i64, &'static str)>, AppError> {
        let db = Self::connect(address, key).await?;
        let before = db.applied_migrations().await?;
        db.migrate().await?;
        db.check_chain_head().await?;
        db.close().await;
        Ok(MIGRATIONS.iter().filter(|(number, ..)| !before.contains(number)).map(|(n, name, ..)| (*n, *name)).collect())
    }

    /// Opens a possibly damaged database for inspection. Nothing is created or migrated.
    ///
    /// # Errors
    /// Returns an error if the database does not exist or its tables are not those of this program.
    pub async fn open_without_migrating(address: &str, key: &KeyPlace) -> Result<Self, AppError> {
        if let Some(file) = sqlite_file(address).filter(|file| !file.exists()) {
            return Err(AppError::Configuration(format!("there is no database at {}", file.display())));
        }
        let db = Self::connect(address, key).await?;
        if db.applied_migrations().await? != MIGRATIONS.iter().map(|(number, ..)| *number).collect() {
            return Err(AppError::Configuration(
                "the tables of this database are those of another version; `tetsuzuki migrate` brings older ones up \
                 to date"
                    .to_owned(),
            ));
        }
        Ok(db)
    }

    async fn connect(address: &str, key: &KeyPlace) -> Result<Self, AppError> {
        if address.starts_with("sqlite:") {
            Self::open_sqlite(address, key).await
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(address).map_err(|_| invalid_url(address))?;
            let KeyPlace::File(path) = key else {
                return Err(AppError::Configuration(
                    "the audit log needs a key that is not in the database: name a file by --audit-key-file or \
                     TETSUZUKI_AUDIT_KEY_FILE. It is made with a new key when the log is empty; \
                     `(umask 077; openssl rand -hex 32 > FILE)` makes one too. Every replica needs the same"
                        .to_owned(),
                ));
            };
            let audit_key = Arc::new(KeyFile::at(path.clone())?);
            let connections = |most| {
                let options = PgPoolOptions::new().max_connections(most).acquire_timeout(LOCK_TIMEOUT);
                options.after_release(|connection, _| Box::pin(connections::is_healthy(connection)))
            };
            let pool = connections(6).connect_with(options.clone()).await?;
            // One connection writes while the next sends its statements. More would only wait for the same lock.
            let recorders = connections(2).connect_lazy_with(options);
            let announces = listening::supports_notify(&pool).await?;
            Ok(Self::Postgres { pool, recorders, announces, audit_key })
        } else {
            Err(invalid_url(address))
        }
    }

    async fn open_sqlite(address: &str, key: &KeyPlace) -> Result<Self, AppError> {
        let options = SqliteConnectOptions::from_str(address)
            .map_err(|_| invalid_url(address))?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(LOCK_TIMEOUT);
        let path = path_of(&options, address)?.to_owned();
        if let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) {
            std::fs::create_dir_all(folder).map_err(|error| {
                AppError::Configuration(format!("the folder of the database {address} cannot be made: {error}"))
            })?;
        }
        let audit_key = Arc::new(KeyFile::at(match key {
            KeyPlace::File(path) => path.clone(),
            KeyPlace::Beside => {
                let mut name = path.clone().into_os_string();
                name.push(".audit-key");
                name.into()
            }
        })?);
        let file = Arc::new(SqliteFile::make(&path)?);
        // If the file has been removed in the meantime, no connection may create a new one.
        let options = options.create_if_missing(false);
        let connections = |most| {
            let options = SqlitePoolOptions::new().max_connections(most).acquire_timeout(LOCK_TIMEOUT);
            options.after_release(|connection, _| Box::pin(connections::is_healthy(connection)))
        };
        // SQLite polls a lock less and less often while it waits. Retrying after one second, up to `LOCK_TIMEOUT`, is
        // more likely to find the lock free between two other writers.
        let of_writer = options.clone().busy_timeout(Duration::from_secs(1));
        let writer = connections(1).connect_with(of_writer).await?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&writer).await?;
        if sqlite_version(&version).is_none_or(|version| version < OLDEST_SQLITE) {
            let (major, minor, patch) = OLDEST_SQLITE;
            return Err(AppError::Configuration(format!(
                "SQLite {version} can lose data when its log is reset; at least {major}.{minor}.{patch} is needed"
            )));
        }
        let readers = connections(4).connect_with(options.read_only(true)).await?;
        Ok(Self::Sqlite { readers, writer, audit_key, file })
    }

    /// The key file of the audit log.
    #[must_use]
    pub fn audit_key(&self) -> &KeyFile {
        match self {
            Self::Sqlite { audit_key, .. } | Self::Postgres { audit_key, .. } => audit_key,
        }
    }

    /// Hashes an origin, such as a network address, for the audit log. Equal origins have equal hashes. The origin
    /// cannot be recovered without the key.
    #[must_use]
    pub fn hash_origin(&self, origin: &str) -> String {
        match self.audit_key().keys().current() {
            Some(key) => format!("mark:{}", &key.hash(format!("tetsuzuki origin {origin}").as_bytes())[..16]),
            None => "unknown".to_owned(),
        }
    }

    /// Checks that the key is that of the log, and adds rows older than the chain to it.
    async fn check_chain_head(&self) -> Result<(), AppError> {
        // Read before the log: otherwise rows that other processes write in the meantime would seem to be missing from
        // it.
        let kept = self.audit_key().load_heads().unwrap_or_default();
        let mut connection = self.read().await?;
        let last = audit::find_last_row(&mut connection).await?;
        // Another process may have created the key and the first row after the file was read.
        if let Some(last) = &last
            && self.audit_key().keys().find(&last.key_id).is_none()
            && self.audit_key().reload()?.find(&last.key_id).is_none()
        {
            return Err(self.audit_key().missing(&last.key_id));
        }
        // A truncated log must not take the public pages down, so reading continues. Writing is refused.
        let is_older_log = last.as_ref().is_some_and(|last| last.rows_sum.is_none());
        let ends_with = last.map_or(0, |last| last.number);
        if audit::find_seen(&mut connection, kept).await?.is_some_and(|seen| seen.number > ends_with) {
            tracing::error!(ends_with, "rows at the end of the audit log are missing; `tetsuzuki verify` says which");
        }
        // Only if there is something to add: opening must not wait for a long import.
        let has_unchained_rows = audit::has_legacy_rows(&mut connection).await?;
        // Rows that predate row hashes are hashed once, here. A database without any writes gets its hashes with the
        // first write.
        let is_not_vouched_for = is_older_log && !row_hashes::has_row_hashes(&mut connection).await?;
        drop(connection);
        if !has_unchained_rows && !is_not_vouched_for {
            return Ok(());
        }
        let mut connection = self.begin_audit().await?;
        let mut recorded = audit::chain_legacy_rows(&mut connection, self.audit_key()).await?;
        if is_not_vouched_for && !row_hashes::has_row_hashes(&mut connection).await? {
            recorded = Some(audit::start_row_hashes(&mut connection, self.audit_key()).await?);
        }
        if let Some(recorded) = recorded {
            connection.commit().await?;
            self.save_chain_head(&recorded);
        }
        Ok(())
    }

    /// The numbers of the applied migrations.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub async fn applied_migrations(&self) -> Result<BTreeSet<i64>, AppError> {
        let mut connection = self.read().await?;
        let numbers: Vec<i64> = match &mut connection {
            Connection::Sqlite(transaction) => {
                let is_there: i64 = sqlx::query_scalar(
                    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'",
                )
                .fetch_one(&mut **transaction)
                .await?;
                if is_there == 0 {
                    return Ok(BTreeSet::new());
                }
                sqlx::query_scalar(APPLIED_MIGRATIONS).fetch_all(&mut **transaction).await?
            }
            Connection::Postgres(transaction) => {
                let is_there: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
                    .fetch_one(&mut **transaction)
                    .await?;
                if !is_there {
                    return Ok(BTreeSet::new());
                }
                sqlx::query_scalar(APPLIED_MIGRATIONS).fetch_all(&mut **transaction).await?
            }
        };
        Ok(numbers.into_iter().collect())
    }

    /// Two processes may start at the same time. PostgreSQL makes the second wait. Without such a lock the second fails
    /// on what the first has created, and gets further with each retry.
    async fn migrate(&self) -> Result<(), AppError> {
        let mut before = None;
        let mut turns = writing::Backoff::begin();
        loop {
            let error = match self.migrate_once().await {
                Err(error @ AppError::Migration(_)) => error,
                result => return result,
            };
            let applied = self.applied_migrations().await?;
            // Without progress, the migration itself is at fault.
            if before.replace(applied.len()) == Some(applied.len()) && !error.is_busy() {
                return Err(error);
            }
            if !turns.next().await {
                return Err(error);
            }
        }
    }

    async fn migrate_once(&self) -> Result<(), AppError> {
        let migration = |version: i64, name: &'static str, sql: &'static str| {
            Migration::new(version, name.into(), MigrationType::Simple, SqlStr::from_static(sql), false)
        };
        match self {
            Self::Sqlite { writer, .. } => {
                let migrations: Vec<Migration> =
                    MIGRATIONS.iter().map(|(version, name, sqlite, _)| migration(*version, name, sqlite)).collect();
                Migrator::with_migrations(migrations).run(writer).await?;
            }
            Self::Postgres { pool, .. } => {
                let migrations: Vec<Migration> =
                    MIGRATIONS.iter().map(|(version, name, _, postgres)| migration(*version, name, postgres)).collect();
                let mut migrator = Migrator::with_migrations(migrations);
                // Databases compatible with PostgreSQL that span several machines often lack advisory locks.
                let version: String = sqlx::query_scalar("SELECT version()").fetch_one(pool).await?;
                migrator.set_locking(version.starts_with("PostgreSQL"));
                migrator.run(pool).await?;
            }
        }
        Ok(())
    }

    /// Begins a read-only transaction that sees one snapshot of the whole database.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached.
    pub async fn read(&self) -> Result<Connection, AppError> {
        match self {
            Self::Sqlite { readers, file, .. } => {
                file.check()?;
                Ok(Connection::Sqlite(readers.begin().await?.into()))
            }
            Self::Postgres { pool, .. } => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Ok(Connection::Postgres(pool.begin_with(begin).await?.into()))
            }
        }
    }
}

const APPLIED_MIGRATIONS: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";

/// The file behind a SQLite address.
fn sqlite_file(address: &str) -> Option<std::path::PathBuf> {
    if !address.starts_with("sqlite:") {
        return None;
    }
    Some(SqliteConnectOptions::from_str(address).ok()?.get_filename().to_owned())
}

fn invalid_url(address: &str) -> AppError {
    // The address may contain a password, so only its scheme is shown.
    let scheme = address.split("://").next().unwrap_or_default().chars().take(20).collect::<String>();
    AppError::Configuration(format!(
        "the database address starts with '{scheme}'; right would be sqlite://tetsuzuki.db or postgres://user@host/name"
    ))
}

fn sqlite_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

/// Number, name, SQL for SQLite and SQL for PostgreSQL.
const MIGRATIONS: &[(i64, &str, &str, &str)] = &[
    (
        1,
        "foundation",
        include_str!("../../../migrations/sqlite/0001_foundation.sql"),
        include_str!("../../../migrations/postgres/0001_foundation.sql"),
    ),
    (
        2,
        "standard words",
        include_str!("../../../migrations/sqlite/0002_standard_words.sql"),
        include_str!("../../../migrations/postgres/0002_standard_words.sql"),
    ),
    (
        3,
        "finding",
        include_str!("../../../migrations/sqlite/0003_finding.sql"),
        include_str!("../../../migrations/postgres/0003_finding.sql"),
    ),
    (
        4,
        "reports",
        include_str!("../../../migrations/sqlite/0004_reports.sql"),
        include_str!("../../../migrations/postgres/0004_reports.sql"),
    ),
    (
        5,
        "programme",
        include_str!("../../../migrations/sqlite/0005_programme.sql"),
        include_str!("../../../migrations/postgres/0005_programme.sql"),
    ),
    (
        6,
        "age bands",
        include_str!("../../../migrations/sqlite/0006_age_bands.sql"),
        include_str!("../../../migrations/postgres/0006_age_bands.sql"),
    ),
    (
        7,
        "staff",
        include_str!("../../../migrations/sqlite/0007_staff.sql"),
        include_str!("../../../migrations/postgres/0007_staff.sql"),
    ),
    (
        8,
        "audit chain",
        include_str!("../../../migrations/sqlite/0008_audit_chain.sql"),
        include_str!("../../../migrations/postgres/0008_audit_chain.sql"),
    ),
    (
        9,
        "proposals",
        include_str!("../../../migrations/sqlite/0009_proposals.sql"),
        include_str!("../../../migrations/postgres/0009_proposals.sql"),
    ),
    (
        10,
        "single sign-on",
        include_str!("../../../migrations/sqlite/0010_single_sign_on.sql"),
        include_str!("../../../migrations/postgres/0010_single_sign_on.sql"),
    ),
    (
        14,
        "row hashes",
        include_str!("../../../migrations/sqlite/0014_row_hashes.sql"),
        include_str!("../../../migrations/postgres/0014_row_hashes.sql"),
    ),
    (
        16,
        "one-time passwords",
        include_str!("../../../migrations/sqlite/0016_one_time_passwords.sql"),
        include_str!("../../../migrations/postgres/0016_one_time_passwords.sql"),
    ),
];

/// Every statement by name, for the test that prepares each of them on both databases.
#[must_use]
pub fn all_statements() -> Vec<(String, String)> {
    let fixed = [
        areas::STATEMENTS,
        audit::STATEMENTS,
        audit::changes::STATEMENTS,
        audit::public::STATEMENTS,
        budget::STATEMENTS,
        cards::STATEMENTS,
        catalogue::STATEMENTS,
        finding::STATEMENTS,
        health::STATEMENTS,
        identities::STATEMENTS,
        indicators::STATEMENTS,
        pending_logins::STATEMENTS,
        procedures::STATEMENTS,
        proposals::STATEMENTS,
        proposed_files::STATEMENTS,
        reports::STATEMENTS,
        revision::STATEMENTS,
        row_hashes::STATEMENTS,
        sessions::STATEMENTS,
        sources::STATEMENTS,
        staff::STATEMENTS,
        tables::STATEMENTS,
    ];
    let upserts = [
        areas::UPSERTS,
        budget::UPSERTS,
        cards::UPSERTS,
        catalogue::UPSERTS,
        finding::UPSERTS,
        indicators::UPSERTS,
        procedures::UPSERTS,
        proposals::UPSERTS,
        row_hashes::UPSERTS,
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
/// Returns the database's own error if it rejects the statement.
pub async fn prepare(db: &Db, sql: &str) -> Result<(), AppError> {
    use sqlx::{AssertSqlSafe, Executor};
    let mut connection = db.read().await?;
    on!(&mut connection, inner => {
        inner.prepare(AssertSqlSafe(sql.to_owned()).into_sql_str()).await?;
    });
    Ok(())
}
