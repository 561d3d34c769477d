//! Transactions for decisions about proposals. A refusal rolls back everything written so far.

use std::ops::ControlFlow;

use domain::proposal::{ProposalAction, ProposalId};
use futures::FutureExt;
use futures::future::BoxFuture;
use store::error::AppError;
use store::proposals::{SaveError, hold_proposal};
use store::{Connection, TransactionOutcome};
use thiserror::Error;

use super::{EditRefusal, Edits, ProposalDetails, load_checked};
use crate::server::staff::CurrentUser;

/// Why an edit failed; nothing was written.
#[derive(Debug, Error)]
pub enum EditError {
    /// Refused, for the user to see and decide.
    #[error("refused: {0}")]
    Refused(EditRefusal),
    #[error(transparent)]
    Failed(#[from] AppError),
}

impl From<EditRefusal> for EditError {
    fn from(refusal: EditRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<SaveError> for EditError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Stale => Self::Refused(EditRefusal::Moved),
            SaveError::Failed(error) => Self::Failed(error),
        }
    }
}

/// Work in its own transaction that may be refused.
type Work<'c, T> = BoxFuture<'c, Result<T, EditError>>;

/// Returns a refusal as a value of the transaction, which then writes nothing.
async fn refusal_apart<T>(
    work: Work<'_, TransactionOutcome<T>>,
) -> Result<TransactionOutcome<Result<T, EditRefusal>>, AppError> {
    match work.await {
        Ok(written) => Ok(written.map(Ok)),
        Err(EditError::Refused(refusal)) => Ok(TransactionOutcome::Unchanged(Err(refusal))),
        Err(EditError::Failed(error)) => Err(error),
    }
}

impl Edits<'_> {
    /// Writes what is neither public nor audited, such as a draft.
    pub(super) async fn write_draft<T: Send + 'static>(
        self,
        work: impl for<'c> Fn(&'c mut Connection) -> Work<'c, T>,
    ) -> Result<T, EditError> {
        let written = self.db.write_private_unless(move |connection| {
            let work = work(connection);
            async move {
                match work.await {
                    Ok(answer) => Ok(ControlFlow::Continue(answer)),
                    Err(EditError::Refused(refusal)) => Ok(ControlFlow::Break(refusal)),
                    Err(EditError::Failed(error)) => Err(error),
                }
            }
            .boxed()
        });
        match written.await? {
            ControlFlow::Continue(answer) => Ok(answer),
            ControlFlow::Break(refusal) => Err(refusal.into()),
        }
    }

    /// Writes what is audited and not public, such as that a proposal was sent.
    pub(super) async fn write_recorded<T: Send + 'static>(
        self,
        work: impl for<'c> Fn(&'c mut Connection) -> Work<'c, TransactionOutcome<T>>,
    ) -> Result<T, EditError> {
        let written = self.db.write_audited(self.now, move |connection| refusal_apart(work(connection)).boxed());
        Ok(written.await??)
    }

    /// Writes what is public, with the next revision.
    pub(super) async fn write_published<T: Send + 'static>(
        self,
        work: impl for<'c> Fn(&'c mut Connection) -> Work<'c, TransactionOutcome<T>>,
    ) -> Result<T, EditError> {
        let written = self.db.write_published(self.now, move |connection| refusal_apart(work(connection)).boxed());
        Ok(written.await??)
    }
}

/// The user, with their current rights.
pub(super) async fn acting(connection: &mut Connection, desk: &CurrentUser) -> Result<CurrentUser, EditError> {
    Ok(desk.now(connection).await?.ok_or(EditRefusal::NoRight)?)
}

/// A proposal in the version that the user saw, if they may perform this action on it now. Nobody else can change it
/// until the transaction ends.
pub(super) async fn take_up(
    connection: &mut Connection,
    desk: &CurrentUser,
    id: &ProposalId,
    version: i64,
    deed: ProposalAction,
) -> Result<(CurrentUser, ProposalDetails), EditError> {
    let desk = acting(connection, desk).await?;
    hold_proposal(connection, id).await?;
    let opened = load_checked(connection, &desk, id, version, deed).await?;
    Ok((desk, opened))
}
