//! Reuse and closing of pooled connections.

use std::time::Duration;

use sqlx::sqlite::SqlitePool;
use sqlx::{Database, Executor, Pool};

use super::Db;

/// Time limit for each step of closing. A process that is asked to stop has only some seconds.
const LONGEST_STEP: Duration = Duration::from_millis(1_500);

/// Whether a connection that returns to the pool may be reused.
///
/// sqlx rolls back a failed transaction and counts the nesting depth. If the database has already ended the transaction
/// itself, as SQLite does when the disk is full, the rollback fails, the count remains, and every later transaction on
/// that connection would fail. The same applies to a PostgreSQL connection that was dropped while it began a
/// transaction, which nobody rolls back. Such a connection is closed and replaced by a new one.
pub(super) async fn is_healthy<C>(connection: &mut C) -> Result<bool, sqlx::Error>
where
    C: sqlx::Connection,
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
    C::Database: Database<Connection = C>,
{
    // Any pending rollback runs before the ping is answered.
    connection.ping().await?;
    if connection.is_in_transaction() {
        tracing::debug!("closed a connection with an unfinished transaction");
        return Ok(false);
    }
    // This asks the database and not sqlx's counter: `BEGIN` fails if a transaction is already open.
    connection.execute("BEGIN; ROLLBACK").await?;
    Ok(true)
}

impl Db {
    /// Closes all connections gracefully. A SQLite database is left complete in its one file, unless another process is
    /// reading or writing it. Takes some seconds at most.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer, file, .. } => {
                // A reader of an old snapshot would prevent the log from being emptied.
                shut_down("readers", readers).await;
                if file.check().is_ok() {
                    checkpoint_wal(writer).await;
                }
                shut_down("the writer", writer).await;
            }
            Self::Postgres { pool, audit_pool, .. } => {
                tokio::join!(shut_down("connections", pool), shut_down("connections of the audit log", audit_pool));
            }
        }
    }
}

async fn shut_down<D: Database>(what: &'static str, pool: &Pool<D>) {
    if tokio::time::timeout(LONGEST_STEP, pool.close()).await.is_err() {
        tracing::warn!(what, "connections to the database were still in use at shutdown");
    }
}

/// Writes the write-ahead log back into the database. If that fails nothing is lost: the log is read at the next start.
async fn checkpoint_wal(writer: &SqlitePool) {
    let checkpoint = async {
        let mut connection = writer.acquire().await?;
        let (is_busy, in_log, moved): (i64, i64, i64) =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await?;
        if is_busy != 0 {
            tracing::info!(in_log, moved, "another process uses the database; its write-ahead log is kept");
        }
        Ok::<_, sqlx::Error>(())
    };
    let Ok(result) = tokio::time::timeout(LONGEST_STEP, checkpoint).await else {
        tracing::warn!("a write was still running at shutdown; the write-ahead log will be read at the next start");
        return;
    };
    if let Err(error) = result {
        let error: &dyn std::error::Error = &error;
        tracing::warn!(
            error,
            "the write-ahead log could not be written into the database; it will be read at the next start"
        );
    }
}
