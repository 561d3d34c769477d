//! Errors, worded for the person who has to act on them.
//!
//! Layers: `domain` has small error types of its own that say what would be valid. `server` turns whatever must reach a
//! person into an [`AppError`]. The driver's own text stays inside the error for the log and never leaves the server.

use std::fmt::Display;

use domain::entry::ParseValuesError;
use thiserror::Error;

/// An error of the application.
#[derive(Debug, Error)]
pub enum AppError {
    /// The installation is misconfigured. Reported at start.
    #[error("{0}")]
    Configuration(String),
    /// The database is not one that this program can work with: there is none, or its tables are those of another
    /// version. Reported at start.
    #[error("{0}")]
    UnsuitableDatabase(String),
    /// The audit log, its saved end or the hashes of rows are not what this program wrote. Nothing is added to them.
    #[error("{0}")]
    Tampered(String),
    /// The program is being stopped, so the work was not finished.
    #[error("{0}")]
    ShuttingDown(String),
    /// The program failed, or the operating system did. Nothing that a caller or an operator gave is at fault.
    #[error("{0}")]
    Internal(String),
    /// Invalid input. The message says what would be valid.
    #[error("{0}")]
    BadInput(String),
    /// The database returned an error. Its text is for the log only.
    #[error("the database failed; see the server log for the cause")]
    Database(#[source] sqlx::Error),
    /// The database is busy, is starting or cannot be reached. The same request may succeed a little later.
    #[error("the database is busy or cannot be reached at the moment; try again in a little while")]
    Busy(#[source] sqlx::Error),
    /// No space is left where the database stores its data. Nothing was written.
    #[error(
        "there is no space left on the disk of the database, so nothing was written; free some space, and writing \
         continues by itself"
    )]
    OutOfSpace(#[source] sqlx::Error),
    /// The database is read-only.
    #[error(
        "the database is read-only, so nothing was written; use a file and a folder that this account may write to, \
         or a PostgreSQL that is not a standby"
    )]
    ReadOnly(#[source] sqlx::Error),
    /// The database file is no longer the one that was opened. The message says which file and what to do.
    #[error("{0}")]
    DatabaseFileGone(String),
    /// The content of the database is malformed.
    #[error(
        "the database is damaged; `tetsuzuki verify` says more if it can still be read. Set its file aside and \
         restore a backup into a new one with `tetsuzuki restore`"
    )]
    Damaged(#[source] sqlx::Error),
    #[error("the database migrations failed; see the server log for the cause")]
    Migration(#[source] sqlx::migrate::MigrateError),
    #[error("{context}: {cause}")]
    File { context: String, cause: std::io::Error },
}

/// Why the database is unavailable for now. Each reason has its own response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// Busy, starting or unreachable.
    Busy,
    OutOfSpace,
    ReadOnly,
    /// The database file was removed or replaced.
    FileGone,
}

impl AppError {
    /// Why the same request may succeed later, once something outside this program has passed or has been fixed.
    #[must_use]
    pub fn unavailable(&self) -> Option<Unavailable> {
        use std::io::ErrorKind;
        match self {
            Self::OutOfSpace(_) => Some(Unavailable::OutOfSpace),
            Self::ReadOnly(_) => Some(Unavailable::ReadOnly),
            Self::DatabaseFileGone(_) => Some(Unavailable::FileGone),
            // A file beside the database, such as the audit key.
            Self::File { cause, .. } => match cause.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(Unavailable::OutOfSpace),
                ErrorKind::ReadOnlyFilesystem => Some(Unavailable::ReadOnly),
                _ => None,
            },
            _ => self.is_busy().then_some(Unavailable::Busy),
        }
    }

    /// A stored value cannot be read. The cause is for the log only, because it may quote the value.
    #[must_use]
    pub fn unreadable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Database(sqlx::Error::Decode(cause.into()))
    }

    /// Whether the same request may succeed a little later without anyone fixing anything.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        use sqlx::migrate::MigrateError;
        match self {
            Self::Busy(_) => true,
            Self::Migration(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
                is_transient(error)
            }
            _ => false,
        }
    }

    /// Logs what failed, with its cause: as a warning if the database was only busy, because then nothing is broken and
    /// the same succeeds later, otherwise as an error.
    pub fn log(&self, what: impl Display) {
        let cause = std::error::Error::source(self).map(ToString::to_string);
        let error = self as &dyn std::error::Error;
        if self.is_busy() {
            tracing::warn!(error, cause, "{what}");
        } else {
            tracing::error!(error, cause, "{what}");
        }
    }

    /// Whether the transaction conflicted with another one. It then left nothing behind and can run again from the
    /// start. After a lost connection this is unknown.
    pub(crate) fn is_conflict(&self) -> bool {
        let Self::Busy(sqlx::Error::Database(error)) = self else { return false };
        is_locked_sqlite(error.as_ref()) || error.code().is_some_and(|code| matches!(&*code, "40001" | "40P01"))
    }
}

/// Whether SQLite timed out waiting for another process.
fn is_locked_sqlite(error: &dyn sqlx::error::DatabaseError) -> bool {
    sqlite_code(error).is_some_and(|code| primary(code) == SQLITE_BUSY)
}

const SQLITE_BUSY: u32 = 5;
const SQLITE_READONLY: u32 = 8;
const SQLITE_READONLY_DBMOVED: u32 = 8 | 4 << 8;
const SQLITE_CORRUPT: u32 = 11;
const SQLITE_FULL: u32 = 13;
/// The index of the write-ahead log could not grow; also means that no space is left.
const SQLITE_IOERR_SHMSIZE: u32 = 10 | 19 << 8;
const SQLITE_NOTADB: u32 = 26;

/// The extended error code of SQLite.
fn sqlite_code(error: &dyn sqlx::error::DatabaseError) -> Option<u32> {
    error.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    error.code()?.parse().ok()
}

/// The lowest byte is the primary code; the higher bytes add detail.
const fn primary(code: u32) -> u32 {
    code & 0xff
}

/// Maps a driver's error to one that operators can act on. Returns the error itself if there is no such meaning.
fn known_cause(error: sqlx::Error) -> Result<AppError, sqlx::Error> {
    let sqlx::Error::Database(database) = &error else { return Err(error) };
    if let Some(code) = sqlite_code(database.as_ref()) {
        return match (primary(code), code) {
            (SQLITE_FULL, _) | (_, SQLITE_IOERR_SHMSIZE) => Ok(AppError::OutOfSpace(error)),
            (_, SQLITE_READONLY_DBMOVED) => Ok(AppError::DatabaseFileGone(
                "the database file was moved while it was open; nothing was written".to_owned(),
            )),
            (SQLITE_READONLY, _) => Ok(AppError::ReadOnly(error)),
            (SQLITE_CORRUPT | SQLITE_NOTADB, _) => Ok(AppError::Damaged(error)),
            _ => Err(error),
        };
    }
    // PostgreSQL: disk full, read-only transaction, damaged data or index.
    match database.code().as_deref() {
        Some("53100") => Ok(AppError::OutOfSpace(error)),
        Some("25006") => Ok(AppError::ReadOnly(error)),
        Some("XX001" | "XX002") => Ok(AppError::Damaged(error)),
        _ => Err(error),
    }
}

/// Whether a driver's error is temporary.
fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        // No connection became free in time, or the server is gone.
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(error) if is_locked_sqlite(error.as_ref()) => true,
        // PostgreSQL: lost connections, transaction conflicts, insufficient resources, lock or statement timeouts,
        // shutdown and startup.
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            code.len() == 5
                && (["08", "40", "53"].iter().any(|class| code.starts_with(class))
                    || ["55P03", "57014", "57P01", "57P02", "57P03"].contains(&&*code))
        }),
        _ => false,
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        match known_cause(error) {
            Ok(known) => known,
            Err(error) if is_transient(&error) => Self::Busy(error),
            Err(error) => Self::Database(error),
        }
    }
}

impl From<ParseValuesError> for AppError {
    fn from(error: ParseValuesError) -> Self {
        Self::unreadable(error)
    }
}

impl From<sqlx::migrate::MigrateError> for AppError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::Execute(error) => {
                known_cause(error).unwrap_or_else(|error| Self::Migration(MigrateError::Execute(error)))
            }
            MigrateError::ExecuteMigration(error, number) => known_cause(error)
                .unwrap_or_else(|error| Self::Migration(MigrateError::ExecuteMigration(error, number))),
            error => Self::Migration(error),
        }
    }
}
