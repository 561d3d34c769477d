//! Publication of a proposal: one transaction with entries, events, audit rows, the proposal's state and the next
//! revision.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::audit::{ADD_PROCEDURE, CHANGE_PROCEDURE};
use domain::audit_action::AuditAction;
use domain::entry::{Applied, EditableField, ProcedurePatch, Values, values_of};
use domain::procedure::{Procedure, ProcedureId};
use domain::procedure_fields::FieldValue;
use domain::proposal::{Proposal, ProposalAction, ProposalId, ProposalState};
use domain::staff::StaffId;
use exchange::import::comparing::audit_diff;
use store::error::AppError;
use store::procedures::ProcedureEvents;
use store::proposals::{self, ProposalUpdate, SaveError, list_due_proposals};
use store::{AuditRow, WriteKind, WriteTransaction, procedures};

use super::details::{
    ProposalDetails, ProposedEntry, acting, check_right, departments_of, load_for_action, open, successor_refusal,
};
use super::{EditError, EditRefusal, Edits};
use crate::server::staff::{CurrentUser, SCHEDULER, row_by};

/// Who is responsible for a publication.
struct Responsible<'a> {
    author: &'a StaffId,
    /// The origin of the publication.
    origin: &'a str,
    approved_by: Option<&'a StaffId>,
    reason: &'a str,
    /// Shared by all audit rows of one change, to find them together.
    detail: String,
}

impl Responsible<'_> {
    fn row(&self, action: &str, id: &ProcedureId, values: (String, String)) -> AuditRow {
        row_by(self.author, self.origin, action, id.to_string())
            .reason(self.reason)
            .detail(self.detail.clone())
            .approved_by(self.approved_by.map(ToString::to_string).unwrap_or_default())
            .values(values.0, values.1)
    }
}

/// Writes changes based on the current entries, with an audit row for each, and returns their number. `stand` holds the
/// entry before each change, including those of entries to be added.
async fn save(
    transaction: &mut WriteTransaction<'_>,
    stand: &HashMap<ProcedureId, Procedure>,
    changes: &[ProcedurePatch],
    responsible: &Responsible<'_>,
    today: NaiveDate,
) -> Result<usize, AppError> {
    let mut entries: Vec<Procedure> = Vec::new();
    let mut events = ProcedureEvents::default();
    let mut replaced: Vec<&ProcedureId> = Vec::new();
    for change in changes.iter().filter(|change| !change.fields.is_empty()) {
        let id = &change.procedure;
        let Some(was) = stand.get(id) else { continue };
        let Applied { procedure, steps: new_steps, exclusion } = change.applied_to(was, today);
        let action = if change.is_new {
            ADD_PROCEDURE
        } else {
            replaced.push(id);
            CHANGE_PROCEDURE
        };
        let values = audit_diff::procedure(was, &procedure, &new_steps, exclusion.as_ref());
        transaction.audit(responsible.row(action, id, values));
        events.steps.extend(new_steps.into_iter().map(|event| (id.clone(), event)));
        events.exclusions.extend(exclusion.into_iter().map(|event| (id.clone(), event)));
        entries.push(procedure);
    }
    procedures::save_procedures(transaction, &entries.iter().collect::<Vec<_>>(), &replaced).await?;
    procedures::append_events(transaction, &events).await?;
    Ok(entries.len())
}

/// The part of a proposal that is due, and the rest: steps and exclusions have their own dates, fields do not.
struct Due {
    now: Vec<ProcedurePatch>,
    later: Vec<ProcedurePatch>,
}

impl Due {
    /// A refusal comes before anything is written.
    fn of(opened: &ProposalDetails, today: NaiveDate) -> Result<Self, EditRefusal> {
        if opened.entries.iter().any(ProposedEntry::is_id_taken) {
            return Err(EditRefusal::Exists);
        }
        if opened.has_conflicts() {
            return Err(EditRefusal::Conflict);
        }
        let mut now = Vec::new();
        let mut later = Vec::new();
        for entry in &opened.entries {
            let change = &entry.rebased.change;
            if change.effective_on > today && !change.is_new {
                now.push(change.only(|field| !matches!(field, EditableField::Field(_))));
                later.push(change.only(|field| matches!(field, EditableField::Field(_))));
            } else {
                now.push(change.clone());
            }
        }
        later.retain(|change| !change.fields.is_empty());
        if later.is_empty() && now.iter().all(|change| change.fields.is_empty()) {
            return Err(EditRefusal::Nothing);
        }
        Ok(Self { now, later })
    }
}

/// Moves a proposal on and writes its due part.
async fn carry_out(
    transaction: &mut WriteTransaction<'_>,
    opened: &ProposalDetails,
    due: &Due,
    approved_by: Option<&StaffId>,
    origin: &str,
    clock: Clock,
) -> Result<(), SaveError> {
    let proposal = &opened.proposal;
    let state = if due.later.is_empty() { ProposalState::Published } else { ProposalState::Scheduled };
    let step = ProposalUpdate { state, decided_by: approved_by, ..ProposalUpdate::unchanged(proposal) };
    proposals::save_proposal(transaction, proposal, &step, clock.now).await?;
    let stand = opened.entries.iter().map(|entry| (entry.change.procedure.clone(), entry.now.clone())).collect();
    let responsible = Responsible {
        author: &proposal.author,
        origin,
        approved_by,
        reason: &proposal.reason,
        detail: format!("proposal {}", proposal.id),
    };
    save(transaction, &stand, &due.now, &responsible, clock.today).await?;
    if state == ProposalState::Scheduled {
        proposals::save_changes(transaction, &proposal.id, &due.later).await?;
        transaction.audit(schedule_row(proposal, origin, approved_by));
    }
    Ok(())
}

/// The audit row that says that the rest of a proposal waits for its day.
pub(super) fn schedule_row(proposal: &Proposal, origin: &str, approved_by: Option<&StaffId>) -> AuditRow {
    let row = row_by(&proposal.author, origin, AuditAction::ScheduleProposal.as_str(), proposal.id.to_string());
    row.approved_by(approved_by.map(ToString::to_string).unwrap_or_default())
}

impl Edits<'_> {
    /// Publishes a proposal, by its author if no approval is needed ([`ProposalAction::Publish`]), or with someone
    /// else's approval ([`ProposalAction::Approve`]).
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn publish(
        self,
        user: &CurrentUser,
        id: &ProposalId,
        version: i64,
        action: ProposalAction,
    ) -> Result<(), EditError> {
        let clock = Clock { now: self.now, today: self.today };
        self.db
            .write(WriteKind::Published(self.now), |transaction| {
                Box::pin(async move {
                    let (user, opened) = load_for_action(transaction, user, id, version, action).await?;
                    if opened.proposal.reason.is_empty() {
                        return Err(EditRefusal::Reason.into());
                    }
                    // An entry may have moved to another department since the proposal.
                    let there = opened
                        .entries
                        .iter()
                        .filter(|entry| entry.is_there)
                        .map(|entry| (entry.change.procedure.clone(), entry.now.clone()))
                        .collect();
                    let changes: Vec<ProcedurePatch> =
                        opened.entries.iter().map(|entry| entry.change.clone()).collect();
                    let departments = departments_of(&changes, &there);
                    check_right(&user, &opened.proposal, &departments, None, &opened.rules, action)?;
                    let approved_by = (action == ProposalAction::Approve).then_some(&user.member.id);
                    let due = Due::of(&opened, clock.today)?;
                    if let Some(refusal) = successor_refusal(transaction, &due.now).await? {
                        return Err(refusal.into());
                    }
                    Ok(carry_out(transaction, &opened, &due, approved_by, &user.origin, clock).await?)
                })
            })
            .await
    }

    /// Publishes scheduled proposals that are due. Concurrent changes are not overwritten: in that case the
    /// proposal returns to its author. Returns the number of proposals processed.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn publish_due(self) -> Result<usize, AppError> {
        let due = list_due_proposals(&mut self.db.read().await?, self.today).await?;
        let clock = Clock { now: self.now, today: self.today };
        let mut moved = 0;
        for id in &due {
            let published = self
                .db
                .write(WriteKind::Published(self.now), |transaction| Box::pin(publish_one_due(transaction, id, clock)));
            moved += match published.await {
                Ok(is_moved) => usize::from(is_moved),
                // Someone else has acted on it; the next run finds its due part again.
                Err(SaveError::Stale) => 0,
                Err(SaveError::Failed(error)) => return Err(error),
            };
        }
        Ok(moved + self.publish_due_files().await?)
    }

    /// Records that entries were checked today and are correct. This needs no approval, because nothing else changes.
    /// Returns the number recorded; if any entry belongs to another department, all are refused.
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn confirm(self, user: &CurrentUser, ids: &[ProcedureId]) -> Result<usize, EditError> {
        let today = self.today;
        self.db
            .write(WriteKind::Published(self.now), |transaction| {
                Box::pin(async move {
                    let user = acting(transaction, user).await?;
                    let there = procedures::find_procedures(transaction, ids).await?;
                    if ids.iter().any(|id| !there.contains_key(id)) {
                        return Err(EditRefusal::NotFound.into());
                    }
                    if there.values().any(|entry| !entry.is_in_force(today, today)) {
                        return Err(EditRefusal::Ended.into());
                    }
                    let changes: Vec<ProcedurePatch> =
                        ids.iter().filter_map(|id| there.get(id)).map(|entry| checked(entry, today)).collect();
                    if changes.is_empty() {
                        return Err(EditRefusal::Nothing.into());
                    }
                    let every = changes.iter().all(|change| {
                        match there.get(&change.procedure).map(|entry| change.departments(entry)) {
                            Some(departments) => user.rights.may_edit_all(&departments),
                            None => false,
                        }
                    });
                    if !every {
                        return Err(EditRefusal::NoRight.into());
                    }
                    let responsible = Responsible {
                        author: &user.member.id,
                        origin: &user.origin,
                        approved_by: None,
                        reason: "",
                        detail: "checked, nothing changed".to_owned(),
                    };
                    // None is saved if all of them have already been checked today.
                    Ok(save(transaction, &there, &changes, &responsible, today).await?)
                })
            })
            .await
    }
}

/// Publishes the due part of a proposal, or ends it if that is impossible. Returns whether it was processed.
async fn publish_one_due(
    transaction: &mut WriteTransaction<'_>,
    id: &ProposalId,
    clock: Clock,
) -> Result<bool, SaveError> {
    proposals::hold_proposal(transaction, id).await?;
    // Another process may have been faster, or the author has withdrawn it.
    if !list_due_proposals(transaction, clock.today).await?.contains(id) {
        return Ok(false);
    }
    let Some(opened) = open(transaction, id).await? else { return Ok(false) };
    let proposal = &opened.proposal;
    let mut due = Due::of(&opened, clock.today);
    if let Ok(possible) = &due
        && let Some(refusal) = successor_refusal(transaction, &possible.now).await?
    {
        due = Err(refusal);
    }
    match due {
        Ok(due) => carry_out(transaction, &opened, &due, proposal.decided_by.as_ref(), SCHEDULER, clock).await?,
        Err(refusal) => {
            // If nothing is left to do, the proposal is done; anything else is for its author to decide.
            let state = match refusal {
                EditRefusal::Nothing => ProposalState::Published,
                _ => ProposalState::Returned,
            };
            let step = ProposalUpdate { state, ..ProposalUpdate::unchanged(proposal) };
            proposals::save_proposal(transaction, proposal, &step, clock.now).await?;
            let action = AuditAction::EndScheduledProposal.as_str();
            let row = row_by(&proposal.author, SCHEDULER, action, id.to_string());
            transaction.audit(row.detail(state.as_str()));
        }
    }
    Ok(true)
}

/// The change that records that an entry was checked on a date.
pub(super) fn checked(entry: &Procedure, today: NaiveDate) -> ProcedurePatch {
    let seen = values_of(entry, today);
    let wanted = Values::from_iter([FieldValue::CheckedOn(Some(today)).into()]);
    ProcedurePatch::between(entry.id.clone(), today, &seen, wanted)
}

/// The time of a publication.
#[derive(Debug, Clone, Copy)]
struct Clock {
    now: DateTime<Utc>,
    today: NaiveDate,
}
