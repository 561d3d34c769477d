//! Opens a database.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use super::audit::key::{KeyFile, KeyPlace};
use super::connections::is_healthy;
use super::listening;
use super::migrations::MIGRATIONS;
use super::sqlite_file::{SqliteFile, path_of};
use super::transaction::Connection;
use super::writing::LOCK_TIMEOUT;
use crate::error::AppError;

/// Oldest SQLite version that does not lose data when the write-ahead log is reset.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// The database of one installation and the key of its audit log, which is not stored in the database.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file. Readers never wait; all writes go through one connection.
    Sqlite { readers: SqlitePool, writer: SqlitePool, audit_key: Arc<KeyFile>, file: Arc<SqliteFile> },
    /// Writers of the audit log have their own pool: while they queue behind a large import, they must not block
    /// everyone else.
    Postgres {
        pool: PgPool,
        audit_pool: PgPool,
        /// Whether the database supports notifications of new revisions.
        announces: bool,
        audit_key: Arc<KeyFile>,
    },
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

    /// Like [`Db::open_with`], for commands that have nothing to do in a new database: none is created.
    ///
    /// # Errors
    /// Same as [`Db::open`]; also if there is no database, or one without tables.
    pub async fn open_existing(address: &str, key: &KeyPlace) -> Result<Self, AppError> {
        let how = "`tetsuzuki migrate` creates one, and so do `serve` and `city`; --database (or DATABASE_URL) names \
                   another";
        if let Some(file) = sqlite_file(address).filter(|file| !file.exists()) {
            return Err(AppError::UnsuitableDatabase(format!("there is no database at {}: {how}", file.display())));
        }
        let db = Self::connect(address, key).await?;
        if db.applied_migrations().await?.is_empty() {
            db.close().await;
            return Err(AppError::UnsuitableDatabase(format!("the database is empty, it has no tables: {how}")));
        }
        db.migrate().await?;
        db.check_chain_head().await?;
        Ok(db)
    }

    /// Opens a possibly damaged database for inspection. Nothing is created or migrated.
    ///
    /// # Errors
    /// Returns an error if the database does not exist or its tables are not those of this program.
    pub async fn open_without_migrating(address: &str, key: &KeyPlace) -> Result<Self, AppError> {
        if let Some(file) = sqlite_file(address).filter(|file| !file.exists()) {
            return Err(AppError::UnsuitableDatabase(format!("there is no database at {}", file.display())));
        }
        let db = Self::connect(address, key).await?;
        if db.applied_migrations().await? != MIGRATIONS.iter().map(|one| one.number).collect() {
            return Err(AppError::UnsuitableDatabase(
                "the tables of this database belong to another version; `tetsuzuki migrate` updates older ones"
                    .to_owned(),
            ));
        }
        Ok(db)
    }

    pub(crate) async fn connect(address: &str, key: &KeyPlace) -> Result<Self, AppError> {
        if address.starts_with("sqlite:") {
            Self::open_sqlite(address, key).await
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(address).map_err(|_| invalid_url(address))?;
            let KeyPlace::File(path) = key else {
                return Err(AppError::Configuration(
                    "the audit log needs a key that is not in the database: name a file with --audit-key-file or \
                     TETSUZUKI_AUDIT_KEY_FILE. The file is created with a new key if the log is empty; `(umask 077; \
                     openssl rand -hex 32 > FILE)` creates one too. Every replica needs the same file"
                        .to_owned(),
                ));
            };
            let audit_key = Arc::new(KeyFile::at(path.clone())?);
            let connections = |most| {
                let options = PgPoolOptions::new().max_connections(most).acquire_timeout(LOCK_TIMEOUT);
                options.after_release(|connection, _| Box::pin(is_healthy(connection)))
            };
            let pool = connections(6).connect_with(options.clone()).await?;
            // One connection writes while the next sends its statements. More would only wait for the same lock.
            let audit_pool = connections(2).connect_lazy_with(options);
            let announces = listening::supports_notify(&pool).await?;
            Ok(Self::Postgres { pool, audit_pool, announces, audit_key })
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
                AppError::Configuration(format!("the folder of the database {address} cannot be created: {error}"))
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
            options.after_release(|connection, _| Box::pin(is_healthy(connection)))
        };
        // SQLite polls a lock less and less often while it waits. Retrying after one second, up to `LOCK_TIMEOUT`, is
        // more likely to find the lock free between two other writers.
        // What is deleted is overwritten, so that a text that was forgotten is in no part of the file.
        let of_writer = options.clone().busy_timeout(Duration::from_secs(1)).pragma("secure_delete", "ON");
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

/// The file behind a SQLite address.
fn sqlite_file(address: &str) -> Option<PathBuf> {
    if !address.starts_with("sqlite:") {
        return None;
    }
    Some(SqliteConnectOptions::from_str(address).ok()?.get_filename().to_owned())
}

fn invalid_url(address: &str) -> AppError {
    // The address may contain a password, so only its scheme is shown.
    let scheme = address.split("://").next().unwrap_or_default().chars().take(20).collect::<String>();
    AppError::Configuration(format!(
        "the database address starts with '{scheme}'; expected sqlite://tetsuzuki.db or postgres://user@host/name"
    ))
}

fn sqlite_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}
