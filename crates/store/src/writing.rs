//! Write transactions: the change, its audit rows and the next revision.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::audit::Head;
use futures::future::BoxFuture;

use super::random::random_bytes;
use super::{Connection, Db, InTransaction, audit, revision, row_hashes};
use crate::error::AppError;

/// What a write transaction may change, and what is written together with it. The time is that of the audit rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteKind {
    /// Public data: with audit rows and the next revision.
    Published(DateTime<Utc>),
    /// Data that is not public but audited, such as accounts: with audit rows and without a new revision. Nothing that
    /// a snapshot reads may be written this way.
    Audited(DateTime<Utc>),
    /// Data that is neither public nor audited, such as drafts: without a new revision, which would invalidate every
    /// cached page, and without audit rows, so that it does not wait for writers that have some. Nothing that a
    /// snapshot reads may be written this way (docs/adr/0005-reports-are-counts.md).
    Private,
}

/// A connection in a write transaction. Its work adds the audit rows of what it changes.
#[derive(Debug)]
pub struct WriteTransaction<'env> {
    connection: Connection,
    audit: Vec<AuditRow>,
    /// A reference to the transaction implies that `'env` outlives it, so its work may borrow for `'env`.
    borrowed: PhantomData<&'env ()>,
}

impl WriteTransaction<'_> {
    fn new(connection: Connection) -> Self {
        Self { connection, audit: Vec::new(), borrowed: PhantomData }
    }

    /// Adds an audit row, to be written when the work is done. [`WriteKind::Private`] takes none; the other kinds commit
    /// nothing without one.
    pub fn audit(&mut self, row: AuditRow) {
        self.audit.push(row);
    }
}

impl Deref for WriteTransaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for WriteTransaction<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

/// An error of the work in a write transaction.
pub trait WriteError: From<AppError> {
    /// The error of the application that it wraps, which may be a conflict to retry after.
    fn as_app_error(&self) -> Option<&AppError>;
}

impl WriteError for AppError {
    fn as_app_error(&self) -> Option<&AppError> {
        Some(self)
    }
}

/// The actor and the origin of everything done on the command line.
pub const COMMAND_LINE: &str = "command-line";

/// Who did what to what, stored in the same transaction as the change.
///
/// `detail`, `reason`, `before` and `after` can be erased later. The other fields cannot, so they must not contain
/// personal data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditRow {
    /// An opaque id; never a name or an e-mail address.
    pub actor: String,
    /// Where the request came from: a word, or an address hashed by [`Db::hash_origin`].
    pub origin: String,
    pub action: String,
    pub subject: String,
    pub detail: String,
    /// The reason in the actor's own words. Shown in the public history of a procedure.
    pub reason: String,
    /// An opaque id; empty if no second person had to approve.
    pub approved_by: String,
    /// The old values of the changed fields as JSON; may be empty.
    pub before: String,
    pub after: String,
}

impl AuditRow {
    /// An action on the command line, unless another origin is set.
    #[must_use]
    pub fn new(actor: impl Into<String>, action: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            actor: actor.into(),
            origin: COMMAND_LINE.to_owned(),
            action: action.into(),
            subject: subject.into(),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    #[must_use]
    pub fn approved_by(mut self, staff: impl Into<String>) -> Self {
        self.approved_by = staff.into();
        self
    }

    #[must_use]
    pub fn from_origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// Sets what changed, as JSON.
    #[must_use]
    pub fn values(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        (self.before, self.after) = (before.into(), after.into());
        self
    }
}

/// How long a writer waits, first for a connection and then for the lock. Both waits together are below the request
/// timeout, so that a writer that gives up can still answer and ask for a retry.
pub(super) const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// Takes the write lock at the start: upgrading a read transaction would ignore the busy timeout.
pub(super) const BEGIN_WRITING_SQLITE: &str = "BEGIN IMMEDIATE";

/// One round trip for both statements. By default PostgreSQL waits for locks indefinitely. A row takes two locks, one
/// after the other.
const BEGIN_WRITING: &str = "BEGIN; SET LOCAL lock_timeout = '5s'";

/// Like `BEGIN_WRITING`, for transactions whose first statement waits for all earlier writers. The timeout applies to
/// the statement and not to the lock, because each waiter in the queue starts a new lock wait when the holder changes.
const BEGIN_RECORDING: &str = "BEGIN; SET LOCAL statement_timeout = '10s'";

/// Retries after a conflict with another transaction.
pub(super) struct Backoff {
    began: Instant,
    pause: Duration,
}

impl Backoff {
    const LONGEST_PAUSE: Duration = Duration::from_millis(320);

    pub(super) fn begin() -> Self {
        Self { began: Instant::now(), pause: Duration::from_millis(10) }
    }

    /// Waits before the next retry; `false` once the retries have taken too long. Pauses grow and are jittered, so that
    /// two transactions do not collide again.
    pub(super) async fn next(&mut self) -> bool {
        if self.began.elapsed() >= LOCK_TIMEOUT {
            return false;
        }
        let uneven = random_bytes::<1>().map_or(128, |[byte]| u32::from(byte));
        tokio::time::sleep(self.pause / 2 + self.pause * uneven / 256).await;
        self.pause = (self.pause * 2).min(Self::LONGEST_PAUSE);
        true
    }
}

/// The lock that serializes all writers of rows. It changes nothing. Later statements get the default timeout again.
const LOCK_WRITERS: &str = "UPDATE revision SET number = number WHERE id = 1; SET LOCAL statement_timeout TO DEFAULT";

impl Db {
    /// Runs a write in one transaction: all of it is committed, with its audit rows, or nothing.
    ///
    /// An error of the work rolls everything back. So does an audited write that adds no audit row: nothing was to be
    /// changed.
    ///
    /// The work may run again from the start if it conflicts with another transaction. After some seconds of retries it
    /// fails with [`AppError::Busy`]. It may borrow what outlives this call, and returns a boxed future, because a
    /// request handler moves between threads.
    ///
    /// # Errors
    /// Returns the error of the work. Nothing is written then.
    pub async fn write<'env, T, E: WriteError>(
        &self,
        kind: WriteKind,
        work: impl for<'c> Fn(&'c mut WriteTransaction<'env>) -> BoxFuture<'c, Result<T, E>>,
    ) -> Result<T, E> {
        let mut backoff = Backoff::begin();
        loop {
            let result = async {
                let mut transaction = WriteTransaction::new(self.begin(kind).await?);
                let answer = work(&mut transaction).await?;
                self.commit(kind, transaction).await?;
                Ok::<_, E>(answer)
            };
            match result.await {
                Err(error) if error.as_app_error().is_some_and(AppError::is_conflict) && backoff.next().await => {}
                result => return result,
            }
        }
    }

    async fn begin(&self, kind: WriteKind) -> Result<Connection, AppError> {
        match kind {
            WriteKind::Published(_) | WriteKind::Audited(_) => self.begin_audit().await,
            WriteKind::Private => self.begin_writing().await,
        }
    }

    async fn commit(&self, kind: WriteKind, transaction: WriteTransaction<'_>) -> Result<(), AppError> {
        let WriteTransaction { connection, audit, .. } = transaction;
        match kind {
            WriteKind::Private if audit.is_empty() => self.commit_without_audit(connection).await,
            WriteKind::Private => Err(AppError::Internal("a private write cannot be audited".to_owned())),
            // Dropping the transaction rolls back whatever work without an audit row may have touched.
            _ if audit.is_empty() => Ok(()),
            WriteKind::Published(now) => self.record(connection, now, audit, true).await,
            WriteKind::Audited(now) => self.record(connection, now, audit, false).await,
        }
    }

    /// Commits a transaction without audit rows. The rows it wrote are hashed all the same.
    async fn commit_without_audit(&self, mut connection: Connection) -> Result<(), AppError> {
        let sums = if connection.touched().is_empty() {
            None
        } else {
            Some(row_hashes::rehash_touched(&mut connection).await?)
        };
        connection.commit().await?;
        if let Some(sums) = sums {
            self.note_sums(&sums);
        }
        Ok(())
    }

    /// Begins a transaction that does not write to the audit log and therefore does not wait for those that do.
    async fn begin_writing(&self) -> Result<Connection, AppError> {
        Ok(match self {
            Self::Sqlite { writer, audit_key, file, .. } => {
                file.check()?;
                Connection::Sqlite(InTransaction::writing(writer.begin_with(BEGIN_WRITING_SQLITE).await?, audit_key))
            }
            Self::Postgres { pool, audit_key, .. } => {
                Connection::Postgres(InTransaction::writing(pool.begin_with(BEGIN_WRITING).await?, audit_key))
            }
        })
    }

    /// Begins a transaction that will append to the audit log. Only one runs at a time across all processes, so that
    /// the chain can neither fork nor have gaps.
    pub(super) async fn begin_audit(&self) -> Result<Connection, AppError> {
        Ok(match self {
            Self::Sqlite { writer, audit_key, file, .. } => {
                file.check()?;
                Connection::Sqlite(InTransaction::writing(writer.begin_with(BEGIN_WRITING_SQLITE).await?, audit_key))
            }
            Self::Postgres { audit_pool, audit_key, .. } => {
                let mut transaction = audit_pool.begin_with(BEGIN_RECORDING).await?;
                sqlx::raw_sql(LOCK_WRITERS).execute(&mut *transaction).await?;
                Connection::Postgres(InTransaction::writing(transaction, audit_key))
            }
        })
    }

    /// Saves the end of the chain outside the database. The row is already committed, so a failure here is only logged.
    pub(super) fn save_chain_head(&self, recorded: &audit::Recorded) {
        audit_texts(self.audit_key().note_recorded(&recorded.head, &recorded.sums));
    }

    /// Saves the sums of the row hashes after a transaction without audit rows.
    fn note_sums(&self, sums: &Head) {
        audit_texts(self.audit_key().note_sums(sums));
    }

    /// Adds the audit rows, raises the revision if public data changed, and commits.
    async fn record(
        &self,
        mut connection: Connection,
        now: DateTime<Utc>,
        rows: Vec<AuditRow>,
        is_public: bool,
    ) -> Result<(), AppError> {
        let mut revision = None;
        if is_public {
            let raised = revision::raise_revision(&mut connection).await?;
            self.notify(&mut connection, raised).await?;
            revision = Some(raised);
        }
        let end = audit::ChainEnd::Kept;
        let recorded = audit::append(&mut connection, self.audit_key(), now, rows, revision, end).await?;
        connection.commit().await?;
        self.save_chain_head(&recorded);
        Ok(())
    }

    /// Replaces the whole content of the database in one transaction with the audit row that records it. The saved end
    /// of the chain is replaced too. The work runs once.
    ///
    /// # Errors
    /// Returns the error of the work. Nothing is written then.
    pub async fn replace_all(
        &self,
        now: DateTime<Utc>,
        work: impl AsyncFnOnce(&mut Connection) -> Result<AuditRow, AppError>,
    ) -> Result<Head, AppError> {
        let mut connection = self.begin_audit().await?;
        // Caches may know the revisions of both the old and the new data. Neither number may be reused for other data.
        let before = revision::find_revision(&mut connection).await?;
        let row = work(&mut connection).await?;
        let restored = revision::find_revision(&mut connection).await?;
        revision::save_revision(&mut connection, before.max(restored)).await?;
        let revision = revision::raise_revision(&mut connection).await?;
        self.notify(&mut connection, revision).await?;
        let end = audit::ChainEnd::Replaced;
        row_hashes::rehash_all(&mut connection).await?;
        let recorded = audit::append(&mut connection, self.audit_key(), now, vec![row], Some(revision), end).await?;
        self.audit_key().announce(&recorded.head)?;
        connection.commit().await?;
        audit_texts(self.audit_key().reset(&recorded.head).and_then(|()| self.audit_key().note_sums(&recorded.sums)));
        Ok(recorded.head)
    }
}

/// The transaction has already been committed, so a failure is only logged.
fn audit_texts(kept: Result<(), AppError>) {
    if let Err(error) = kept {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "the end of the audit log could not be saved next to its key"
        );
    }
}
