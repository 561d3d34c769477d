//! What every decision about a proposal does first in its transaction, and why it may end.

use domain::proposal::{ProposalAction, ProposalId};
use store::Connection;
use store::proposals::{SaveError, hold_proposal};

use super::{EditRefusal, ProposalDetails, load_checked};
use crate::server::action_error::ActionError;
use crate::server::staff::CurrentUser;

/// Why an edit failed; nothing was written.
pub type EditError = ActionError<EditRefusal>;

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
