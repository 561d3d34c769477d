//! Health check: whether the database can currently be written to and not only read. The check does not block writers.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::calendar::CLOCK_TOLERANCE;

use super::writing::BEGIN_WRITING_SQLITE;
use super::{Db, audit, parse_timestamp};
use crate::error::AppError;

statements! {
    /// Writes without changing anything. The transaction is rolled back.
    TOUCH = "UPDATE revision SET number = number WHERE id = 1";
}

/// The PostgreSQL variant of `TOUCH`, which would wait for other writers there.
const TOUCH_WITHOUT_WAITING: &str = "SELECT number FROM revision WHERE id = 1 FOR UPDATE SKIP LOCKED";

/// Writes some hundred thousand bytes to a temporary file on the server, which is removed with the transaction: the
/// list exceeds the allowed memory.
const TAKE_ROOM: &str = "SET LOCAL work_mem = '64kB'; SELECT count(*) FROM generate_series(1, 20000)";

/// If the lock is not free by then, someone else is writing, which is not a failure.
const LONGEST_LOOK: Duration = Duration::from_millis(300);

impl Db {
    /// Checks whether the database is writable. Another active writer does not count as a failure.
    ///
    /// # Errors
    /// Returns an error if it is not writable.
    pub async fn check_writing(&self) -> Result<(), AppError> {
        match self {
            Self::Sqlite { writer, file, .. } => {
                file.check()?;
                ignore_busy(async {
                    let mut transaction = writer.begin_with(BEGIN_WRITING_SQLITE).await?;
                    sqlx::query(TOUCH).execute(&mut *transaction).await?;
                    Ok(transaction.rollback().await?)
                })
                .await?;
                // SQLite allocates space only at commit, and this transaction was rolled back.
                let file = Arc::clone(file);
                // A join error only means that the process is stopping.
                tokio::task::spawn_blocking(move || file.check_room()).await.unwrap_or(Ok(()))
            }
            Self::Postgres { pool, .. } => {
                ignore_busy(async {
                    let mut transaction = pool.begin().await?;
                    sqlx::query(TOUCH_WITHOUT_WAITING).fetch_optional(&mut *transaction).await?;
                    if let Err(error) =
                        sqlx::raw_sql(TAKE_ROOM).execute(&mut *transaction).await.map_err(AppError::from)
                        && error.unavailable().is_some()
                    {
                        return Err(error);
                    }
                    // Databases compatible with PostgreSQL may not support `TAKE_ROOM`.
                    Ok(transaction.rollback().await?)
                })
                .await
            }
        }
    }

    /// The timestamp of the last row of the audit log, if the clock is behind it by more than clocks of several
    /// machines differ. New rows then get that timestamp instead of their own.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub async fn find_audit_row_after(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, AppError> {
        let mut connection = self.read().await?;
        let Some(last) = audit::find_last_row(&mut connection).await? else { return Ok(None) };
        let recorded_at = parse_timestamp(&last.recorded_at)?;
        Ok((recorded_at > now + CLOCK_TOLERANCE).then_some(recorded_at))
    }
}

async fn ignore_busy(look: impl Future<Output = Result<(), AppError>>) -> Result<(), AppError> {
    let Ok(result) = tokio::time::timeout(LONGEST_LOOK, look).await else { return Ok(()) };
    match result {
        Err(AppError::Busy(sqlx::Error::PoolTimedOut)) => Ok(()),
        Err(error) if error.is_conflict() => Ok(()),
        result => result,
    }
}
