//! Drafts: changes that only their author sees.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::entry::ProcedurePatch;
use domain::procedure::{DepartmentCode, Procedure, ProcedureId};
use domain::proposal::{Proposal, ProposalAction, ProposalId, ProposalKind, ProposalState};
use store::error::AppError;
use store::proposals::{self, ProposalUpdate};
use store::random::random_bytes;
use store::{Connection, WriteKind, revision};

use super::details::{acting, departments_of, entries_of, load_for_action, successor_refusal};
use super::{EditError, EditRefusal, Edits, stored_reason};
use crate::server::staff::CurrentUser;

/// Saves a change of one entry as a draft.
#[derive(Debug, Clone)]
pub struct SaveDraft {
    /// The draft to replace; `None` makes a new one.
    pub draft: Option<DraftVersion>,
    pub reason: String,
    /// The revision of the public data that the author saw.
    pub seen_revision: i64,
    pub change: ProcedurePatch,
}

/// A draft in the version that its author saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftVersion {
    pub id: ProposalId,
    pub version: i64,
}

impl Edits<'_> {
    /// Saves a change of one entry as a new draft, or in place of the draft it came from.
    ///
    /// # Errors
    /// If the change is refused, or the database does not answer.
    pub async fn save_draft(self, user: &CurrentUser, command: SaveDraft) -> Result<ProposalId, EditError> {
        let SaveDraft { draft, reason, seen_revision, change } = command;
        match draft {
            None => self.propose(user, ProposalKind::Entry, &reason, seen_revision, vec![change]).await,
            Some(DraftVersion { id, version }) => {
                self.replace(user, &id, version, &reason, seen_revision, vec![change]).await?;
                Ok(id)
            }
        }
    }

    /// Saves a change as a draft of its author.
    ///
    /// # Errors
    /// If the change is refused, or the database does not answer.
    pub async fn propose(
        self,
        user: &CurrentUser,
        kind: ProposalKind,
        reason: &str,
        seen_revision: i64,
        changes: Vec<ProcedurePatch>,
    ) -> Result<ProposalId, EditError> {
        let changes: Vec<ProcedurePatch> = changes.into_iter().filter(|change| !change.fields.is_empty()).collect();
        if changes.is_empty() {
            return Err(EditRefusal::Nothing.into());
        }
        let (changes, draft) = (&changes, &new_draft(self.now, user, kind, reason, seen_revision)?);
        self.db
            .write(WriteKind::Private, |transaction| {
                Box::pin(async move {
                    let user = acting(transaction, user).await?;
                    let departments = checked_departments(transaction, &user, changes).await?;
                    let seen_revision = seen_at_most(transaction, seen_revision).await?;
                    let proposal = Proposal { seen_revision, ..draft.clone() };
                    proposals::add_proposal(transaction, &proposal, &departments, changes).await?;
                    Ok(proposal.id)
                })
            })
            .await
    }

    /// Replaces a draft, in the version that was seen, with a changed one.
    ///
    /// # Errors
    /// If the change is refused, or the database does not answer.
    pub async fn replace(
        self,
        user: &CurrentUser,
        id: &ProposalId,
        version: i64,
        reason: &str,
        seen_revision: i64,
        changes: Vec<ProcedurePatch>,
    ) -> Result<(), EditError> {
        let changes: Vec<ProcedurePatch> = changes.into_iter().filter(|change| !change.fields.is_empty()).collect();
        if changes.is_empty() {
            return Err(EditRefusal::Nothing.into());
        }
        let (changes, reason) = (&changes, &stored_reason(reason));
        self.db
            .write(WriteKind::Private, |transaction| {
                Box::pin(async move {
                    let (user, opened) = load_for_action(transaction, user, id, version, ProposalAction::Edit).await?;
                    let departments = checked_departments(transaction, &user, changes).await?;
                    let seen_revision = seen_at_most(transaction, seen_revision).await?;
                    let step = ProposalUpdate { reason, seen_revision, ..ProposalUpdate::unchanged(&opened.proposal) };
                    proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                    proposals::save_departments(transaction, id, &departments).await?;
                    proposals::save_changes(transaction, id, changes).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// The departments affected by changes, if they are possible and the user may propose all of them.
pub(super) async fn checked_departments(
    connection: &mut Connection,
    user: &CurrentUser,
    changes: &[ProcedurePatch],
) -> Result<Vec<DepartmentCode>, EditError> {
    let there = entries_of(connection, changes).await?;
    if let Some(refusal) = missing(changes, &there) {
        return Err(refusal.into());
    }
    if let Some(refusal) = successor_refusal(connection, changes).await? {
        return Err(refusal.into());
    }
    let departments = departments_of(changes, &there);
    if !user.rights.may_edit_all(&departments) {
        return Err(EditRefusal::NoRight.into());
    }
    Ok(departments)
}

/// A new draft.
pub(super) fn new_draft(
    now: DateTime<Utc>,
    user: &CurrentUser,
    kind: ProposalKind,
    reason: &str,
    seen_revision: i64,
) -> Result<Proposal, AppError> {
    Ok(Proposal {
        id: ProposalId::from_random(random_bytes()?),
        kind,
        author: user.member.id.clone(),
        state: ProposalState::Draft,
        reason: stored_reason(reason),
        seen_revision,
        created_at: now,
        changed_at: now,
        decided_by: None,
        answer: String::new(),
        version: 1,
    })
}

/// The revision that a form claims its sender saw, capped at the current one. A future revision would hide the changes
/// made until then from the approver.
async fn seen_at_most(connection: &mut Connection, seen: i64) -> Result<i64, AppError> {
    Ok(seen.min(revision::find_revision(connection).await?))
}

/// Why changes cannot be saved: an entry does not exist, or one to be added already does.
fn missing(changes: &[ProcedurePatch], there: &HashMap<ProcedureId, Procedure>) -> Option<EditRefusal> {
    changes.iter().find_map(|change| match (change.is_new, there.contains_key(&change.procedure)) {
        (false, false) => Some(EditRefusal::NotFound),
        (true, true) => Some(EditRefusal::Exists),
        _ => None,
    })
}
