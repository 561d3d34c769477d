//! Decisions about a proposal that publish nothing: it is sent, returned or withdrawn, or its conflicts are resolved.

use std::collections::BTreeMap;

use domain::audit_action::AuditAction;
use domain::entry::{EditableField, FieldChange, ProcedurePatch};
use domain::procedure::ProcedureId;
use domain::proposal::{ProposalAction, ProposalId, ProposalState};
use store::proposals::{self, ProposalUpdate};
use store::{WriteKind, revision};

use super::details::{ProposalDetails, load_checked, load_for_action};
use super::proposed_file::same_base;
use super::{EditError, EditRefusal, Edits, stored_reason};
use crate::server::staff::{CurrentUser, row_of};

/// Which of two conflicting changes to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    Mine,
    Theirs,
}

impl Edits<'_> {
    /// Sends a proposal for approval, returns it to its author, or withdraws it. The text is the reason for returning
    /// it, or the base of the preview that the author of a file saw.
    ///
    /// # Errors
    /// If the step is refused, or the database does not answer.
    pub async fn step(
        self,
        user: &CurrentUser,
        id: &ProposalId,
        version: i64,
        action: ProposalAction,
        said: &str,
    ) -> Result<(), EditError> {
        if action == ProposalAction::Send {
            let opened = load_checked(&mut self.db.read().await?, user, id, version, action).await?;
            self.refuse_typed_conflicts(&opened).await?;
        }
        let said = &stored_reason(said);
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    let (user, opened) = load_for_action(transaction, user, id, version, action).await?;
                    let update = ProposalUpdate::unchanged(&opened.proposal);
                    let step = match action {
                        ProposalAction::Send if opened.has_conflicts() => return Err(EditRefusal::Conflict.into()),
                        ProposalAction::Send
                            if opened.unpublished_file().is_some_and(|file| !same_base(&file.base, said)) =>
                        {
                            return Err(EditRefusal::Overtaken.into());
                        }
                        ProposalAction::Send if update.reason.is_empty() => return Err(EditRefusal::Reason.into()),
                        ProposalAction::Return if said.is_empty() => return Err(EditRefusal::Reason.into()),
                        ProposalAction::Send => ProposalUpdate { state: ProposalState::Waiting, ..update },
                        ProposalAction::Return => ProposalUpdate {
                            state: ProposalState::Returned,
                            decided_by: Some(&user.member.id),
                            answer: said,
                            ..update
                        },
                        ProposalAction::Withdraw => ProposalUpdate { state: ProposalState::Withdrawn, ..update },
                        ProposalAction::Edit | ProposalAction::Publish | ProposalAction::Approve => {
                            return Err(EditRefusal::State.into());
                        }
                    };
                    proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                    transaction.audit(row_of(&user, &format!("{action} proposal"), id.to_string()).detail(said));
                    Ok(())
                })
            })
            .await
    }

    /// Resolves conflicts between the user's change and concurrent changes. If nothing of the user's change is left,
    /// the proposal is withdrawn.
    ///
    /// # Errors
    /// If the resolution is refused, or the database does not answer.
    pub async fn resolve_conflicts(
        self,
        user: &CurrentUser,
        id: &ProposalId,
        version: i64,
        choices: &BTreeMap<(ProcedureId, EditableField), Resolution>,
    ) -> Result<ResolutionOutcome, EditError> {
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    let (user, opened) = load_for_action(transaction, user, id, version, ProposalAction::Edit).await?;
                    let changes = chosen(&opened, choices).ok_or(EditRefusal::Conflict)?;
                    let seen_revision = revision::find_revision(transaction).await?;
                    let step = ProposalUpdate { seen_revision, ..ProposalUpdate::unchanged(&opened.proposal) };
                    let row = |action: AuditAction| row_of(&user, action.as_str(), id.to_string());
                    if changes.is_empty() {
                        let step = ProposalUpdate { state: ProposalState::Withdrawn, ..step };
                        proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                        let why = "nothing was left of it after a conflict was resolved";
                        transaction.audit(row(AuditAction::WithdrawProposal).detail(why));
                        return Ok(ResolutionOutcome::Withdrawn);
                    }
                    proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                    proposals::save_changes(transaction, id, &changes).await?;
                    transaction.audit(row(AuditAction::SettleProposal));
                    Ok(ResolutionOutcome::Kept)
                })
            })
            .await
    }
}

/// What a resolved conflict leaves of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResolutionOutcome {
    Kept,
    /// All of the other changes were kept.
    Withdrawn,
}

/// What a proposal still changes after the resolutions; `None` if one is missing.
fn chosen(
    opened: &ProposalDetails,
    choices: &BTreeMap<(ProcedureId, EditableField), Resolution>,
) -> Option<Vec<ProcedurePatch>> {
    let mut changes = Vec::new();
    for entry in &opened.entries {
        let mut change = entry.rebased.change.clone();
        for conflict in &entry.rebased.conflicts {
            match choices.get(&(change.procedure.clone(), conflict.field))? {
                Resolution::Mine => {
                    let field_change =
                        FieldChange { was: Some(conflict.theirs.clone()), becomes: conflict.mine.clone() };
                    change.fields.insert(conflict.field, field_change);
                }
                Resolution::Theirs => {}
            }
        }
        changes.push(change);
    }
    changes.retain(|change| !change.fields.is_empty());
    Some(changes)
}
