//! Hearing of new revisions. PostgreSQL tells those who listen as soon as a transaction has ended; SQLite tells nobody, and
//! neither do some databases that only speak PostgreSQL. Whoever serves therefore also asks.

use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};

use super::{Connection, Db};
use crate::error::AppError;

const CHANNEL: &str = "tetsuzuki_revision";

/// Told with the end of the transaction, or never where it is taken back.
const ANNOUNCE: &str = "SELECT pg_notify('tetsuzuki_revision', $1)";

/// A connection on which the database tells of new revisions.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    /// Waits for the next revision that is told of.
    ///
    /// # Errors
    /// Where the connection is lost; what was written until there is another was not heard.
    pub async fn next_notification(&mut self) -> Result<(), AppError> {
        match self.0.try_recv().await? {
            Some(_) => Ok(()),
            None => Err(AppError::Busy(sqlx::Error::Io(std::io::ErrorKind::ConnectionAborted.into()))),
        }
    }
}

/// Whether a database can tell of something. It is tried in a transaction that is taken back: a statement that it does not
/// know would spoil each that writes.
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
    /// Tells whoever listens of the revision that a transaction has raised.
    pub(super) async fn notify(&self, connection: &mut Connection, revision: i64) -> Result<(), AppError> {
        if let (Self::Postgres { announces: true, .. }, Connection::Postgres(transaction)) = (self, connection) {
            sqlx::query(ANNOUNCE).bind(revision.to_string()).execute(&mut **transaction).await?;
        }
        Ok(())
    }

    /// Listens on a connection of its own; `None` where the database tells nobody of anything.
    ///
    /// # Errors
    /// Where the database cannot be reached, or does not let this be done.
    pub async fn listen(&self) -> Result<Option<Listener>, AppError> {
        let Self::Postgres { pool, announces, .. } = self else { return Ok(None) };
        if !announces {
            tracing::info!("this database does not tell of new revisions by itself; it is asked once a second");
            return Ok(None);
        }
        let options = pool.connect_options().as_ref().clone();
        let own = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let mut listener = PgListener::connect_with(&own.connect_with(options).await?).await?;
        // Another is made by whoever hears that this one is lost, so that nothing goes by unheard in between.
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(Some(Listener(listener)))
    }
}
