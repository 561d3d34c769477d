//! Connections between two uses, and their end.

use std::time::Duration;

use sqlx::sqlite::SqlitePool;
use sqlx::{Database, Executor, Pool};

use super::Db;

/// How long each step of closing may take: a process that was asked to end has some seconds.
const LONGEST_STEP: Duration = Duration::from_millis(1_500);

/// Whether a connection that comes back may be used again.
///
/// A transaction that failed is taken back by sqlx, which counts how deep it is. Where the database has ended the
/// transaction by itself, as SQLite does when the disk is full, taking it back fails, the count stays, and every later
/// transaction on that connection would fail. So would one on a connection of PostgreSQL that was given up while it
/// began a transaction, which nobody takes back. Such a connection is closed, and the next gets a new one.
pub(super) async fn is_healthy<C>(connection: &mut C) -> Result<bool, sqlx::Error>
where
    C: sqlx::Connection,
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
    C::Database: Database<Connection = C>,
{
    // What is to be taken back is taken back before this is answered.
    connection.ping().await?;
    if connection.is_in_transaction() {
        tracing::debug!("a connection with a transaction that nobody ended is closed");
        return Ok(false);
    }
    // Not what sqlx counts, but what the database says: beginning fails where something is begun already.
    connection.execute("BEGIN; ROLLBACK").await?;
    Ok(true)
}

impl Db {
    /// Ends all connections in an orderly way, and leaves a database of SQLite whole in its one file, where no other
    /// process is in the middle of reading or writing it. Takes some seconds at most.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer, file, .. } => {
                // Whoever reads an old state keeps the log from being emptied.
                shut_down("readers", readers).await;
                if file.check().is_ok() {
                    checkpoint_wal(writer).await;
                }
                shut_down("the writer", writer).await;
            }
            Self::Postgres { pool, recorders, .. } => {
                tokio::join!(shut_down("connections", pool), shut_down("recorders", recorders));
            }
        }
    }
}

async fn shut_down<D: Database>(what: &'static str, pool: &Pool<D>) {
    if tokio::time::timeout(LONGEST_STEP, pool.close()).await.is_err() {
        tracing::warn!(what, "connections to the database were still in use at the end");
    }
}

/// Writes what is in the write-ahead log into the database itself. Where it cannot, nothing is lost: the log is read
/// at the next start.
async fn checkpoint_wal(writer: &SqlitePool) {
    let checkpoint = async {
        let mut connection = writer.acquire().await?;
        let (is_busy, in_log, moved): (i64, i64, i64) =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await?;
        if is_busy != 0 {
            tracing::info!(in_log, moved, "another process uses the database; its write-ahead log stays");
        }
        Ok::<_, sqlx::Error>(())
    };
    match tokio::time::timeout(LONGEST_STEP, checkpoint).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(
                error,
                "the write-ahead log could not be written into the database; it is read at the next start"
            );
        }
        Err(_) => {
            tracing::warn!("somebody was still writing at the end; the write-ahead log is read at the next start")
        }
    }
}
