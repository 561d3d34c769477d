//! The same change to many entries.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::entry::{ProcedurePatch, Values, values_of};
use domain::procedure::{DepartmentCode, Procedure, ProcedureId};
use domain::proposal::{ProposalId, ProposalKind};
use store::proposals::add_proposal;
use store::{WriteKind, procedures, revision};

use super::details::acting;
use super::drafts::{checked_departments, new_draft};
use super::publishing::checked;
use super::{EditError, EditRefusal, Edits};
use crate::server::staff::CurrentUser;

/// The same change to many entries.
#[derive(Debug, Clone)]
pub struct BulkChange {
    pub procedures: Vec<ProcedureId>,
    /// The values to set in every entry.
    pub values: Values,
    pub effective_on: NaiveDate,
    /// Whether all entries were checked and are otherwise correct.
    pub is_checked: bool,
    pub reason: String,
}

/// The result of a bulk change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkProposed {
    /// One proposal for each department responsible for some of the entries, so that each department can approve its
    /// own.
    pub proposals: Vec<ProposalId>,
    /// The number of entries that already have these values.
    pub unchanged: usize,
}

impl Edits<'_> {
    /// Creates drafts of the same change to many entries: all of them, or none.
    ///
    /// # Errors
    /// If the change is refused, or the database does not answer.
    pub async fn propose_for_many(self, user: &CurrentUser, change: &BulkChange) -> Result<BulkProposed, EditError> {
        self.db
            .write(WriteKind::Private, |transaction| {
                Box::pin(async move {
                    let user = acting(transaction, user).await?;
                    let seen_revision = revision::find_revision(transaction).await?;
                    let there = procedures::find_procedures(transaction, &change.procedures).await?;
                    let mut by_department: BTreeMap<Option<DepartmentCode>, Vec<ProcedurePatch>> = BTreeMap::new();
                    let mut unchanged = 0;
                    for id in &change.procedures {
                        let entry = there.get(id).ok_or(EditRefusal::NotFound)?;
                        if !entry.is_in_force(self.today, self.today) {
                            return Err(EditRefusal::Ended.into());
                        }
                        let patch = change.patch_of(entry, self.today);
                        if patch.fields.is_empty() {
                            unchanged += 1;
                            continue;
                        }
                        by_department.entry(entry.department.clone()).or_default().push(patch);
                    }
                    if by_department.is_empty() {
                        return Err(EditRefusal::Nothing.into());
                    }
                    let mut proposals = Vec::new();
                    for changes in by_department.into_values() {
                        let proposal = new_draft(self.now, &user, ProposalKind::Bulk, &change.reason, seen_revision)?;
                        let departments = checked_departments(transaction, &user, &changes).await?;
                        add_proposal(transaction, &proposal, &departments, &changes).await?;
                        proposals.push(proposal.id);
                    }
                    Ok(BulkProposed { proposals, unchanged })
                })
            })
            .await
    }
}

impl BulkChange {
    fn patch_of(&self, entry: &Procedure, today: NaiveDate) -> ProcedurePatch {
        let seen = values_of(entry, self.effective_on);
        let mut patch = ProcedurePatch::between(entry.id.clone(), self.effective_on, &seen, self.values.clone());
        if self.is_checked {
            patch.fields.extend(checked(entry, today).fields);
        }
        patch
    }
}
