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
    /// The database refused or could not be reached. Its own words are for the log only.
    #[error("the database could not do its work; the log of the server has the cause")]
    Database(#[source] sqlx::Error),
    #[error("the tables of the database could not be brought up to date; the log of the server has the cause")]
    Migration(#[source] sqlx::migrate::MigrateError),
    #[error("{context}: {cause}")]
    File { context: String, cause: std::io::Error },
}

impl AppError {
    /// Whether PostgreSQL asks to run the transaction again (40001).
    pub(crate) fn is_serialization_conflict(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.code().is_some_and(|code| code == "40001"),
            _ => false,
        }
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<sqlx::migrate::MigrateError> for AppError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migration(error)
    }
}
