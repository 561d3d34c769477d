//! Notifications of new revisions. PostgreSQL notifies listeners as soon as a transaction commits. SQLite and some
//! databases that are only compatible with PostgreSQL do not, so the server also polls.

use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};

use super::{Connection, Db};
use crate::error::AppError;

const CHANNEL: &str = "tetsuzuki_revision";

/// Sent when the transaction commits; never sent if it is rolled back.
const ANNOUNCE: &str = "SELECT pg_notify('tetsuzuki_revision', $1)";

/// A connection that receives notifications of new revisions.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    /// Waits for the next notification.
    ///
    /// # Errors
    /// Returns an error if the connection is lost. Notifications sent until the next connection are missed.
    pub async fn next_notification(&mut self) -> Result<(), AppError> {
        match self.0.try_recv().await? {
            Some(_) => Ok(()),
            None => Err(AppError::Busy(sqlx::Error::Io(std::io::ErrorKind::ConnectionAborted.into()))),
        }
    }
}

/// Whether the database supports notifications. This is tested in a transaction that is rolled back: an unknown
/// statement would make every write fail.
pub(super) async fn supports_notify(pool: &PgPool) -> Result<bool, AppError> {
    let mut transaction = pool.begin().await?;
    let tried = sqlx::query(ANNOUNCE).bind("").execute(&mut *transaction).await.map_err(AppError::from);
    transaction.rollback().await?;
    match tried {
        Ok(_) => Ok(true),
        Err(error) if error.is_busy() => Err(error),
        Err(_) => Ok(false),
    }
}

impl Db {
    /// Notifies listeners of the revision that a transaction has raised.
    pub(super) async fn notify(&self, connection: &mut Connection, revision: i64) -> Result<(), AppError> {
        if let (Self::Postgres { announces: true, .. }, Connection::Postgres(transaction)) = (self, connection) {
            sqlx::query(ANNOUNCE).bind(revision.to_string()).execute(&mut **transaction).await?;
        }
        Ok(())
    }

    /// Listens on a separate connection; `None` if the database does not support notifications.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached or refuses to listen.
    pub async fn listen(&self) -> Result<Option<Listener>, AppError> {
        let Self::Postgres { pool, announces, .. } = self else { return Ok(None) };
        if !announces {
            tracing::info!("this database does not announce new revisions; polling it once a second");
            return Ok(None);
        }
        let options = pool.connect_options().as_ref().clone();
        let own = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let mut listener = PgListener::connect_with(&own.connect_with(options).await?).await?;
        // The caller reconnects when it sees the error, so that no missed notification goes unnoticed.
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(Some(Listener(listener)))
    }
}
