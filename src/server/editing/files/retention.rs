//! How long files are stored, and how much of them.

use chrono::{DateTime, TimeDelta, Utc};
use domain::audit_action::AuditAction;
use domain::proposal::{Proposal, ProposalId, ProposalState};
use domain::staff::StaffId;
use store::error::AppError;
use store::proposals::{self, ProposalUpdate, SaveError};
use store::{Connection, WriteKind, WriteTransaction, proposed_files};

use super::{SPACE_OF_ACCOUNT, SPACE_OF_ALL};
use crate::server::editing::Edits;
use crate::server::staff::{SCHEDULER, row_by};

/// A draft unchanged for this long is withdrawn; a file whose proposal was withdrawn this long ago is deleted.
const KEPT: TimeDelta = TimeDelta::days(7);

/// How long a published file can be undone as a whole.
pub const UNDONE_WITHIN: TimeDelta = TimeDelta::days(30);

impl Edits<'_> {
    /// Withdraws file drafts unchanged for a week, and deletes files withdrawn as long ago and what undoes files
    /// published a month ago. Returns their number.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn delete_abandoned_files(self) -> Result<usize, AppError> {
        let before = self.now - KEPT;
        let mut connection = self.db.read().await?;
        let drafts = proposed_files::list_old_drafts(&mut connection, before).await?;
        let ended = proposed_files::list_old_contents(&mut connection, before, self.now - UNDONE_WITHIN).await?;
        drop(connection);
        for id in &drafts {
            let withdrawn = self.db.write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(withdraw_old_draft(transaction, id, before, self.now))
            });
            match withdrawn.await {
                // The author, or another process, may have been faster.
                Ok(()) | Err(SaveError::Stale) => {}
                Err(SaveError::Failed(error)) => return Err(error),
            }
        }
        for id in &ended {
            self.db
                .write(WriteKind::Private, |transaction| Box::pin(proposed_files::remove_content(transaction, id)))
                .await?;
        }
        Ok(drafts.len() + ended.len())
    }
}

/// Withdraws a draft that its author has left unchanged for too long.
async fn withdraw_old_draft(
    transaction: &mut WriteTransaction<'_>,
    id: &ProposalId,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), SaveError> {
    proposals::hold_proposal(transaction, id).await?;
    let proposal = proposals::find_proposal(transaction, id).await?;
    let is_old = |proposal: &Proposal| proposal.state == ProposalState::Draft && proposal.changed_at < before;
    let Some(proposal) = proposal.filter(is_old) else { return Ok(()) };
    let step = ProposalUpdate { state: ProposalState::Withdrawn, ..ProposalUpdate::unchanged(&proposal) };
    proposals::save_proposal(transaction, &proposal, &step, now).await?;
    proposed_files::remove_content(transaction, id).await?;
    transaction.audit(row_by(&proposal.author, SCHEDULER, AuditAction::EndOldDraft.as_str(), id.to_string()));
    Ok(())
}

/// Whether an account has space for another file. Deletes the files of closed proposals if needed.
pub(super) async fn has_space(connection: &mut Connection, author: &StaffId, size: usize) -> Result<bool, AppError> {
    let fits = |(own, all): (i64, i64)| {
        let with = |kept: i64| usize::try_from(kept).unwrap_or(usize::MAX).saturating_add(size);
        with(own) <= SPACE_OF_ACCOUNT && with(all) <= SPACE_OF_ALL
    };
    if fits(proposed_files::find_space(connection, author).await?) {
        return Ok(true);
    }
    proposed_files::remove_contents_of_closed_proposals(connection, author).await?;
    Ok(fits(proposed_files::find_space(connection, author).await?))
}
