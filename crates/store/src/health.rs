//! Whether the database could do its work at this moment: not only be read but be written to, asked without being in the
//! way of anybody who writes.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::calendar::CLOCK_TOLERANCE;

use super::writing::BEGIN_WRITING_SQLITE;
use super::{Db, audit, parse_timestamp};
use crate::error::AppError;

statements! {
    /// Writes without changing anything; it is taken back.
    TOUCH = "UPDATE revision SET number = number WHERE id = 1";
}

/// The same for PostgreSQL alone, where that would wait for whoever writes.
const TOUCH_WITHOUT_WAITING: &str = "SELECT number FROM revision WHERE id = 1 FOR UPDATE SKIP LOCKED";

/// Puts some hundred thousand bytes into a file of the server that is gone with the transaction: a list that is longer
/// than what may be in memory.
const TAKE_ROOM: &str = "SET LOCAL work_mem = '64kB'; SELECT count(*) FROM generate_series(1, 20000)";

/// Whoever has not got a turn by then waits behind somebody who writes: that is no fault.
const LONGEST_LOOK: Duration = Duration::from_millis(300);

impl Db {
    /// Asks whether something could be written now. That somebody else is writing is no reason against it.
    ///
    /// # Errors
    /// Where it could not.
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
                // SQLite takes room only when a transaction ends, and this one was taken back.
                let file = Arc::clone(file);
                // An error here would be that the process is ending.
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
                    // What only speaks PostgreSQL may not know how to take room.
                    Ok(transaction.rollback().await?)
                })
                .await
            }
        }
    }

    /// The moment of the last row of the audit log, where the clock is behind it by more than clocks of several machines
    /// differ: rows then get that moment instead of their own.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn find_audit_row_after(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, AppError> {
        let mut connection = self.read().await?;
        let Some(last) = audit::find_last_row(&mut connection).await? else { return Ok(None) };
        let recorded_at = parse_timestamp(&last.recorded_at)?;
        Ok((recorded_at > now + CLOCK_TOLERANCE).then_some(recorded_at))
    }
}

async fn ignore_busy(look: impl Future<Output = Result<(), AppError>>) -> Result<(), AppError> {
    match tokio::time::timeout(LONGEST_LOOK, look).await {
        Err(_) => Ok(()),
        Ok(Err(AppError::Busy(sqlx::Error::PoolTimedOut))) => Ok(()),
        Ok(Err(error)) if error.is_conflict() => Ok(()),
        Ok(result) => result,
    }
}
