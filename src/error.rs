//! What can go wrong, in the words of the person who must do something about it.
//!
//! Layers: `domain` has small error types of its own that say what would be right; `server` turns what must reach a
//! person into an [`AppError`]; a driver's own text stays inside it for the log and never leaves the server.

use thiserror::Error;

/// An error of the application.
#[derive(Debug, Error)]
pub enum AppError {
    /// The installation is not set up right; said at start.
    #[error("{0}")]
    Configuration(String),
    /// Input that cannot be accepted, with what would be right.
    #[error("{0}")]
    BadInput(String),
    /// The database refused. Its own words are for the log only.
    #[error("the database could not do its work; the log of the server has the cause")]
    Database(#[source] sqlx::Error),
    /// The database is occupied, is starting, or cannot be reached at the moment: the same may succeed a little later.
    #[error("the database is busy or cannot be reached at the moment; please try again in a little while")]
    Busy(#[source] sqlx::Error),
    #[error("the tables of the database could not be brought up to date; the log of the server has the cause")]
    Migration(#[source] sqlx::migrate::MigrateError),
    #[error("{context}: {cause}")]
    File { context: String, cause: std::io::Error },
}

impl AppError {
    /// Whether the same may succeed a little later, without anybody mending anything.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        use sqlx::migrate::MigrateError;
        match self {
            Self::Busy(_) => true,
            Self::Migration(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => passes(error),
            _ => false,
        }
    }

    /// Whether another transaction was in the way, so that this one has left nothing behind and can run again from its
    /// start. Where a connection was lost that is not known.
    pub(crate) fn is_conflict(&self) -> bool {
        let Self::Busy(sqlx::Error::Database(error)) = self else { return false };
        is_locked_sqlite(error.as_ref()) || error.code().is_some_and(|code| matches!(&*code, "40001" | "40P01"))
    }
}

/// Whether SQLite waited in vain for another process.
fn is_locked_sqlite(error: &dyn sqlx::error::DatabaseError) -> bool {
    const BUSY: u32 = 5;
    let code = || error.code()?.parse::<u32>().ok();
    // The lowest byte is the code, those above say more.
    error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() && code().is_some_and(|code| code & 0xff == BUSY)
}

/// Whether an error of a driver goes away by itself.
fn passes(error: &sqlx::Error) -> bool {
    match error {
        // No connection became free in time, or the server is gone.
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(error) if is_locked_sqlite(error.as_ref()) => true,
        // PostgreSQL's: lost connections, conflicts between transactions, want of room, a lock or a statement that was
        // waited for too long, stopping and starting.
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
        if passes(&error) { Self::Busy(error) } else { Self::Database(error) }
    }
}

impl From<sqlx::migrate::MigrateError> for AppError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migration(error)
    }
}
