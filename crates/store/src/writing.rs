//! Write transactions: the change, its audit rows and the next revision.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::audit::Head;
use futures::future::BoxFuture;

use super::random::random_bytes;
use super::{Connection, Db, InTransaction, audit, revision, row_hashes};
use crate::error::AppError;

/// The outcome of a write transaction.
#[derive(Debug)]
pub enum TransactionOutcome<T> {
    /// Something changed: commit, raise the revision and write the audit row.
    Committed { answer: T, audit: AuditRow },
    /// Like `Committed`, with one audit row for each thing that changed, in this order.
    ChangedEach { answer: T, audit: Vec<AuditRow> },
    /// Nothing changed: no new revision and no audit row.
    Unchanged(T),
}

impl<T> TransactionOutcome<T> {
    /// Replaces the answer.
    pub fn map<U>(self, answer_of: impl FnOnce(T) -> U) -> TransactionOutcome<U> {
        match self {
            Self::Committed { answer, audit } => TransactionOutcome::Committed { answer: answer_of(answer), audit },
            Self::ChangedEach { answer, audit } => TransactionOutcome::ChangedEach { answer: answer_of(answer), audit },
            Self::Unchanged(answer) => TransactionOutcome::Unchanged(answer_of(answer)),
        }
    }

    fn into_parts(self) -> (T, Vec<AuditRow>) {
        match self {
            Self::Committed { answer, audit } => (answer, vec![audit]),
            Self::ChangedEach { answer, audit } => (answer, audit),
            Self::Unchanged(answer) => (answer, Vec::new()),
        }
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
    /// Runs a write in one transaction together with its audit row and the next revision.
    ///
    /// The work may run again from the start if it conflicts with another transaction. After some seconds of retries it
    /// fails with [`AppError::Busy`].
    ///
    /// # Errors
    /// Returns the error of the work. Nothing is written then.
    pub async fn write<T>(
        &self,
        now: DateTime<Utc>,
        work: impl AsyncFn(&mut Connection) -> Result<TransactionOutcome<T>, AppError>,
    ) -> Result<T, AppError> {
        let mut turns = Backoff::begin();
        loop {
            match self.write_once(now, &work).await {
                Err(error) if error.is_conflict() && turns.next().await => {}
                result => return result,
            }
        }
    }

    /// Runs a write that does not change public data: without a new revision, which would invalidate every cached page,
    /// and without an audit row. Nothing that a snapshot reads may be written this way
    /// (docs/adr/0005-reports-are-counts.md).
    ///
    /// The work is a boxed future, because a request handler moves between threads. It may run again like that of
    /// [`Db::write`].
    ///
    /// # Errors
    /// Returns the error of the work. Nothing is written then.
    pub async fn write_private<T>(
        &self,
        work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<T, AppError>>,
    ) -> Result<T, AppError> {
        let mut turns = Backoff::begin();
        loop {
            let result = async {
                let mut connection = self.begin_writing().await?;
                let answer = work(&mut connection).await?;
                self.commit_without_audit(connection).await?;
                Ok::<_, AppError>(answer)
            };
            match result.await {
                Err(error) if error.is_conflict() && turns.next().await => {}
                result => return result,
            }
        }
    }

    /// Like [`Db::write_private`], for work that may break off with a reason. Everything it wrote is then rolled back.
    ///
    /// # Errors
    /// Returns the error of the work. Nothing is written then.
    pub async fn write_private_unless<T, R>(
        &self,
        work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<ControlFlow<R, T>, AppError>>,
    ) -> Result<ControlFlow<R, T>, AppError> {
        let mut turns = Backoff::begin();
        loop {
            let result = async {
                let mut connection = self.begin_writing().await?;
                let answer = work(&mut connection).await?;
                // Dropping the transaction rolls back everything written before the work broke off.
                if answer.is_continue() {
                    self.commit_without_audit(connection).await?;
                }
                Ok::<_, AppError>(answer)
            };
            match result.await {
                Err(error) if error.is_conflict() && turns.next().await => {}
                result => return result,
            }
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

    async fn write_once<T>(
        &self,
        now: DateTime<Utc>,
        work: &impl AsyncFn(&mut Connection) -> Result<TransactionOutcome<T>, AppError>,
    ) -> Result<T, AppError> {
        let mut connection = self.begin_audit().await?;
        let (answer, rows) = work(&mut connection).await?.into_parts();
        // Dropping the transaction rolls back whatever work without an audit row may have touched.
        if !rows.is_empty() {
            self.record(connection, now, rows, true).await?;
        }
        Ok(answer)
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

    /// Runs a write that is audited but does not change public data, such as one about accounts: with its audit rows,
    /// without a new revision. Nothing that a snapshot reads may be written this way.
    ///
    /// The work is a boxed future and may run again like that of [`Db::write_private`].
    ///
    /// # Errors
    /// Returns the error of the work. Nothing is written then.
    pub async fn write_audited<T>(
        &self,
        now: DateTime<Utc>,
        work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<TransactionOutcome<T>, AppError>>,
    ) -> Result<T, AppError> {
        self.write_boxed(now, false, work).await
    }

    /// Like [`Db::write`], for work that moves between threads, as in a request handler.
    ///
    /// # Errors
    /// Returns the error of the work. Nothing is written then.
    pub async fn write_published<T>(
        &self,
        now: DateTime<Utc>,
        work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<TransactionOutcome<T>, AppError>>,
    ) -> Result<T, AppError> {
        self.write_boxed(now, true, work).await
    }

    async fn write_boxed<T>(
        &self,
        now: DateTime<Utc>,
        is_public: bool,
        work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<TransactionOutcome<T>, AppError>>,
    ) -> Result<T, AppError> {
        let mut turns = Backoff::begin();
        loop {
            let result = async {
                let mut connection = self.begin_audit().await?;
                let (answer, rows) = work(&mut connection).await?.into_parts();
                if !rows.is_empty() {
                    self.record(connection, now, rows, is_public).await?;
                }
                Ok::<_, AppError>(answer)
            };
            match result.await {
                Err(error) if error.is_conflict() && turns.next().await => {}
                result => return result,
            }
        }
    }

    /// Replaces the whole content of the database in one transaction with the audit row that records it. The saved end
    /// of the chain is replaced too.
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
            "the end of the audit log could not be kept beside its key"
        );
    }
}
