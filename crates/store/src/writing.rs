//! Writing: one transaction of change, audit rows and next revision.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::audit::Head;
use futures::future::BoxFuture;

use super::audit::key::random;
use super::{Connection, Db, InTransaction, audit, revision, row_hashes};
use crate::error::AppError;

/// What a piece of writing did.
#[derive(Debug)]
pub enum TransactionOutcome<T> {
    /// Something changed: commit, raise the revision, keep the audit row.
    Committed { answer: T, audit: AuditRow },
    /// The same with a row for each of the things that changed, in this order.
    ChangedEach { answer: T, audit: Vec<AuditRow> },
    /// Nothing changed: no revision, no audit row.
    Unchanged(T),
}

impl<T> TransactionOutcome<T> {
    /// The same with another answer.
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

/// The actor and the origin of what is done at the command line.
pub const COMMAND_LINE: &str = "command-line";

/// Who did what to what, kept beside the change in the same transaction.
///
/// Detail, reason, before and after can be forgotten later; what stands in the other fields cannot. Nothing that names
/// a person belongs there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditRow {
    /// An opaque id; never a name or an address of electronic mail.
    pub actor: String,
    /// From where: a word, or what [`Db::hash_origin`] makes of an address.
    pub origin: String,
    pub action: String,
    pub subject: String,
    pub detail: String,
    /// Why, in the words of who did it; shown in the public history of a procedure.
    pub reason: String,
    /// An opaque id; empty where nobody else had to approve.
    pub approved_by: String,
    /// The changed fields as they were, as JSON; empty where there is nothing to say.
    pub before: String,
    pub after: String,
}

impl AuditRow {
    /// What was done at the command line, unless another origin is given.
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

    /// What changed, as JSON.
    #[must_use]
    pub fn values(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        (self.before, self.after) = (before.into(), after.into());
        self
    }
}

/// How long a writer waits for those before it: for a connection, then for the lock. Both together stay below the time
/// after which a request is given up, so that who waited in vain is told so and asked to come again.
pub(super) const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// Taking the write lock at the start: an upgrade from reading would ignore the busy timeout.
pub(super) const BEGIN_WRITING_SQLITE: &str = "BEGIN IMMEDIATE";

/// Both in one message. PostgreSQL by itself waits for a lock for ever; a row takes two of them, one after the other.
const BEGIN_WRITING: &str = "BEGIN; SET LOCAL lock_timeout = '5s'";

/// The same where the first statement waits for all writers before it. A measure of the statement and not of a lock, for
/// each in the queue waits anew for the one who holds it.
const BEGIN_RECORDING: &str = "BEGIN; SET LOCAL statement_timeout = '10s'";

/// Trying again what another transaction was in the way of.
pub(super) struct Backoff {
    began: Instant,
    pause: Duration,
}

impl Backoff {
    const LONGEST_PAUSE: Duration = Duration::from_millis(320);

    pub(super) fn begin() -> Self {
        Self { began: Instant::now(), pause: Duration::from_millis(10) }
    }

    /// Waits until it is tried again; `false` where it has been tried long enough. Pauses grow, and are uneven: those
    /// who were in each other's way once must not meet again.
    pub(super) async fn next(&mut self) -> bool {
        if self.began.elapsed() >= LOCK_TIMEOUT {
            return false;
        }
        let uneven = random::<1>().map_or(128, |[byte]| u32::from(byte));
        tokio::time::sleep(self.pause / 2 + self.pause * uneven / 256).await;
        self.pause = (self.pause * 2).min(Self::LONGEST_PAUSE);
        true
    }
}

/// Where every writer of rows waits for the one before it; it changes nothing. What comes after may take its time.
const LOCK_WRITERS: &str = "UPDATE revision SET number = number WHERE id = 1; SET LOCAL statement_timeout TO DEFAULT";

impl Db {
    /// Runs a piece of writing in one transaction together with its audit row and the next revision.
    ///
    /// The work may run again from its start where another transaction was in its way; so it is for some seconds, and
    /// then it is given up ([`AppError::GateBusy`]).
    ///
    /// # Errors
    /// Those of the work; then nothing is written.
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

    /// Runs a piece of writing that is no public data: without the next revision, which would make every cache forget
    /// every page, and without an audit row. Nothing that a snapshot reads may be written this way
    /// (docs/adr/0005-reports-are-counts.md).
    ///
    /// The work is a boxed future, because a handler of requests moves between threads, and may run again like that of
    /// [`Db::write`].
    ///
    /// # Errors
    /// Those of the work; then nothing is written.
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

    /// [`Db::write_private`] for work that may find that it must not be done: where it breaks off with a reason,
    /// nothing of it stays.
    ///
    /// # Errors
    /// Those of the work; then nothing is written.
    pub async fn write_private_unless<T, R>(
        &self,
        work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<ControlFlow<R, T>, AppError>>,
    ) -> Result<ControlFlow<R, T>, AppError> {
        let mut turns = Backoff::begin();
        loop {
            let result = async {
                let mut connection = self.begin_writing().await?;
                let answer = work(&mut connection).await?;
                // Dropping the transaction takes back whatever was written before the reason was found.
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

    /// Ends a transaction that adds nothing to the audit log; the rows that it wrote are vouched for all the same.
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

    /// Begins a transaction that adds nothing to the audit log, and so does not wait for those who do.
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

    /// Begins a transaction that will add to the audit log: one at a time, whatever process it is in, so that the
    /// chain can neither fork nor leave a gap.
    pub(super) async fn begin_audit(&self) -> Result<Connection, AppError> {
        Ok(match self {
            Self::Sqlite { writer, audit_key, file, .. } => {
                file.check()?;
                Connection::Sqlite(InTransaction::writing(writer.begin_with(BEGIN_WRITING_SQLITE).await?, audit_key))
            }
            Self::Postgres { recorders, audit_key, .. } => {
                let mut transaction = recorders.begin_with(BEGIN_RECORDING).await?;
                sqlx::raw_sql(LOCK_WRITERS).execute(&mut *transaction).await?;
                Connection::Postgres(InTransaction::writing(transaction, audit_key))
            }
        })
    }

    /// Keeps the end of the chain outside of the database. The row is written by now: that it cannot be kept here is
    /// no reason to say that nothing was.
    pub(super) fn save_chain_head(&self, recorded: &audit::Recorded) {
        audit_texts(self.audit_key().note_recorded(&recorded.head, &recorded.sums));
    }

    /// The same for where the sums of the rows stand, where nothing was recorded.
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
        // Dropping the transaction takes back whatever work without a row may have touched.
        if !rows.is_empty() {
            self.record(connection, now, rows, true).await?;
        }
        Ok(answer)
    }

    /// Adds the rows, raises the revision where public data changed, and ends the transaction.
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

    /// Runs a piece of writing that is recorded and is no public data, such as one about accounts: with its audit
    /// rows, without the next revision. Nothing that a snapshot reads may be written this way.
    ///
    /// The work is a boxed future and may run again like that of [`Db::write_private`].
    ///
    /// # Errors
    /// Those of the work; then nothing is written.
    pub async fn write_audited<T>(
        &self,
        now: DateTime<Utc>,
        work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<TransactionOutcome<T>, AppError>>,
    ) -> Result<T, AppError> {
        self.write_boxed(now, false, work).await
    }

    /// [`Db::write`] for work that moves between threads, as that of a handler of requests does.
    ///
    /// # Errors
    /// Those of the work; then nothing is written.
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

    /// Puts something else in the place of all that is there, in one transaction with the row that says so. The end of
    /// the log that was kept outside gives way to the new one.
    ///
    /// # Errors
    /// Those of the work; then nothing is written.
    pub async fn replace_all(
        &self,
        now: DateTime<Utc>,
        work: impl AsyncFnOnce(&mut Connection) -> Result<AuditRow, AppError>,
    ) -> Result<Head, AppError> {
        let mut connection = self.begin_audit().await?;
        // Caches know the revisions of both; neither may be met again with other data.
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

/// The transaction has ended by then.
fn audit_texts(kept: Result<(), AppError>) {
    if let Err(error) = kept {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "the end of the audit log could not be kept beside its key"
        );
    }
}
