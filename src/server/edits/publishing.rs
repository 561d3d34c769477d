//! From a proposal to the catalogue: one transaction of entries, events, audit rows, the proposal's state and the next
//! revision.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::{EditRefusal, Edits, Opened, as_it_is, departments_of, open, seen};
use crate::domain::audit::{ADD_PROCEDURE, CHANGE_PROCEDURE};
use crate::domain::entry::{Applied, Aspect, EntryChange, Turn};
use crate::domain::history::{ExclusionEvent, StepEvent};
use crate::domain::procedure::{Procedure, ProcedureId};
use crate::domain::procedure_fields::ProcedureField;
use crate::domain::proposal::{Move, ProposalId, ProposalState};
use crate::domain::staff::StaffId;
use crate::error::AppError;
use crate::server::db::proposals::{self, Step, list_due_proposals};
use crate::server::db::{AuditRow, Connection, Written, procedures};
use crate::server::import::told;
use crate::server::staff::{Desk, ITS_DAY, row_by};

/// Who answers for what is published.
struct Responsible<'a> {
    author: &'a StaffId,
    /// From where it is published.
    origin: &'a str,
    approved_by: Option<&'a StaffId>,
    reason: &'a str,
    /// By which the rows of one change are found together.
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

/// Writes changes that stand against the entries as they are, and gives the audit rows. `stand` holds what stands before
/// each, also of an entry that is to be added.
async fn save(
    connection: &mut Connection,
    stand: &HashMap<ProcedureId, Procedure>,
    changes: &[EntryChange],
    responsible: &Responsible<'_>,
    today: NaiveDate,
) -> Result<Vec<AuditRow>, AppError> {
    let mut rows = Vec::new();
    let mut entries: Vec<Procedure> = Vec::new();
    let mut steps: Vec<(ProcedureId, StepEvent)> = Vec::new();
    let mut exclusions: Vec<(ProcedureId, ExclusionEvent)> = Vec::new();
    let mut replaced: Vec<&ProcedureId> = Vec::new();
    for change in changes.iter().filter(|change| !change.turns.is_empty()) {
        let id = &change.procedure;
        let Some(was) = stand.get(id) else { continue };
        let Applied { procedure, steps: new_steps, exclusion } = change.applied_to(was, today);
        let action = if change.is_new {
            ADD_PROCEDURE
        } else {
            replaced.push(id);
            CHANGE_PROCEDURE
        };
        let values = told::procedure(was, &procedure, &new_steps, exclusion.as_ref());
        rows.push(responsible.row(action, id, values));
        steps.extend(new_steps.into_iter().map(|event| (id.clone(), event)));
        exclusions.extend(exclusion.into_iter().map(|event| (id.clone(), event)));
        entries.push(procedure);
    }
    procedures::save_procedures(connection, &entries.iter().collect::<Vec<_>>(), &replaced).await?;
    procedures::save_step_events(connection, &steps).await?;
    procedures::save_exclusion_events(connection, &exclusions).await?;
    Ok(rows)
}

/// Publishes what of a proposal's day has come, and leaves the rest for it: steps and exclusion are dated themselves,
/// fields are not.
async fn carry_out(
    connection: &mut Connection,
    opened: &Opened,
    approved_by: Option<&StaffId>,
    origin: &str,
    moment: Moment,
) -> Result<Written<Result<(), EditRefusal>>, AppError> {
    let proposal = &opened.proposal;
    if opened.entries.iter().any(super::OpenedEntry::is_taken) {
        return Ok(Written::Unchanged(Err(EditRefusal::Exists)));
    }
    if opened.has_conflicts() {
        return Ok(Written::Unchanged(Err(EditRefusal::Conflict)));
    }
    let mut now = Vec::new();
    let mut later = Vec::new();
    for entry in &opened.entries {
        let change = &entry.rebased.change;
        if change.effective_on > moment.today && !change.is_new {
            now.push(change.only(|aspect| !matches!(aspect, Aspect::Field(_))));
            later.push(change.only(|aspect| matches!(aspect, Aspect::Field(_))));
        } else {
            now.push(change.clone());
        }
    }
    later.retain(|change| !change.turns.is_empty());
    if later.is_empty() && now.iter().all(|change| change.turns.is_empty()) {
        return Ok(Written::Unchanged(Err(EditRefusal::Nothing)));
    }
    let stand = opened.entries.iter().map(|entry| (entry.change.procedure.clone(), entry.now.clone())).collect();
    let responsible = Responsible {
        author: &proposal.author,
        origin,
        approved_by,
        reason: &proposal.reason,
        detail: format!("proposal {}", proposal.id),
    };
    let mut audit = save(connection, &stand, &now, &responsible, moment.today).await?;
    let state = if later.is_empty() { ProposalState::Published } else { ProposalState::Scheduled };
    let step = Step { state, decided_by: approved_by, ..as_it_is(proposal) };
    proposals::save_proposal(connection, proposal, &step, moment.now).await?;
    if state == ProposalState::Scheduled {
        proposals::save_changes(connection, &proposal.id, &later).await?;
        let row = row_by(&proposal.author, origin, "schedule proposal", proposal.id.to_string());
        audit.push(row.approved_by(approved_by.map(ToString::to_string).unwrap_or_default()));
    }
    Ok(Written::ChangedEach { answer: Ok(()), audit })
}

impl Edits<'_> {
    /// Publishes a proposal, by its author where no approval is needed ([`Move::Publish`]), or by the approval of
    /// somebody else ([`Move::Approve`]).
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn publish(
        self,
        desk: &Desk,
        id: &ProposalId,
        version: i64,
        deed: Move,
    ) -> Result<Result<(), EditRefusal>, AppError> {
        let moment = Moment { now: self.now, today: self.today };
        self.db
            .write_published(self.now, |connection| {
                let (desk, id) = (desk.clone(), id.clone());
                Box::pin(async move {
                    let opened = match seen(connection, &desk, &id, version, deed).await? {
                        Ok(opened) => opened,
                        Err(refusal) => return Ok(Written::Unchanged(Err(refusal))),
                    };
                    if opened.proposal.reason.is_empty() {
                        return Ok(Written::Unchanged(Err(EditRefusal::Reason)));
                    }
                    // An entry may have come to another department since it was proposed.
                    let there = opened
                        .entries
                        .iter()
                        .filter(|entry| entry.is_there)
                        .map(|entry| (entry.change.procedure.clone(), entry.now.clone()))
                        .collect();
                    let changes: Vec<EntryChange> = opened.entries.iter().map(|entry| entry.change.clone()).collect();
                    let departments = departments_of(&changes, &there);
                    if !super::may(&desk, &opened.proposal, &departments, &opened.rules, deed) {
                        return Ok(Written::Unchanged(Err(EditRefusal::NoRight)));
                    }
                    let approved_by = (deed == Move::Approve).then_some(&desk.member.id);
                    carry_out(connection, &opened, approved_by, &desk.origin, moment).await
                })
            })
            .await
    }

    /// Publishes what was laid down for a day that has come. What others have changed meanwhile is not overwritten: then
    /// the proposal goes back to its author.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn publish_due(self) -> Result<usize, AppError> {
        let due = list_due_proposals(&mut self.db.read().await?, self.today).await?;
        let moment = Moment { now: self.now, today: self.today };
        for id in &due {
            self.db
                .write_published(self.now, |connection| {
                    let id = id.clone();
                    Box::pin(async move {
                        let Some(opened) = open(connection, &id).await? else { return Ok(Written::Unchanged(())) };
                        // Another process may have been quicker.
                        if opened.proposal.state != ProposalState::Scheduled {
                            return Ok(Written::Unchanged(()));
                        }
                        let approved_by = opened.proposal.decided_by.clone();
                        match carry_out(connection, &opened, approved_by.as_ref(), ITS_DAY, moment).await? {
                            Written::ChangedEach { audit, .. } => Ok(Written::ChangedEach { answer: (), audit }),
                            Written::Changed { audit, .. } => Ok(Written::Changed { answer: (), audit }),
                            Written::Unchanged(Ok(())) => Ok(Written::Unchanged(())),
                            Written::Unchanged(Err(refusal)) => {
                                // Nothing left to do is done; anything else is for its author to choose.
                                let state = match refusal {
                                    EditRefusal::Nothing => ProposalState::Published,
                                    _ => ProposalState::Returned,
                                };
                                let step = Step { state, ..as_it_is(&opened.proposal) };
                                proposals::save_proposal(connection, &opened.proposal, &step, moment.now).await?;
                                let row =
                                    row_by(&opened.proposal.author, ITS_DAY, "end scheduled proposal", id.to_string());
                                Ok(Written::Changed { answer: (), audit: row.detail(state.as_str()) })
                            }
                        }
                    })
                })
                .await?;
        }
        Ok(due.len())
    }

    /// Records that entries were checked today and are right. It needs nobody's approval, for nothing else changes.
    /// Gives how many were noted; those of other departments are refused as a whole.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn confirm(self, desk: &Desk, ids: &[ProcedureId]) -> Result<Result<usize, EditRefusal>, AppError> {
        let today = self.today;
        self.db
            .write_published(self.now, |connection| {
                let (desk, ids) = (desk.clone(), ids.to_vec());
                Box::pin(async move {
                    let there = procedures::find_procedures(connection, &ids).await?;
                    if ids.iter().any(|id| !there.contains_key(id)) {
                        return Ok(Written::Unchanged(Err(EditRefusal::NotFound)));
                    }
                    let changes: Vec<EntryChange> =
                        ids.iter().filter_map(|id| there.get(id)).map(|entry| checked(entry, today)).collect();
                    if changes.is_empty() {
                        return Ok(Written::Unchanged(Err(EditRefusal::Nothing)));
                    }
                    let every = changes.iter().all(|change| {
                        match there.get(&change.procedure).map(|entry| change.departments(entry)) {
                            Some(departments) => desk.rights.may_edit_all(&departments),
                            None => false,
                        }
                    });
                    if !every {
                        return Ok(Written::Unchanged(Err(EditRefusal::NoRight)));
                    }
                    let responsible = Responsible {
                        author: &desk.member.id,
                        origin: &desk.origin,
                        approved_by: None,
                        reason: "",
                        detail: "checked, nothing changed".to_owned(),
                    };
                    let audit = save(connection, &there, &changes, &responsible, today).await?;
                    let noted = audit.len();
                    if audit.is_empty() {
                        // All of them have been checked today already.
                        return Ok(Written::Unchanged(Ok(0)));
                    }
                    Ok(Written::ChangedEach { answer: Ok(noted), audit })
                })
            })
            .await
    }
}

/// The change that says that an entry was checked on a day.
pub(super) fn checked(entry: &Procedure, today: NaiveDate) -> EntryChange {
    let aspect = Aspect::Field(ProcedureField::CheckedOn);
    let (was, becomes) = (aspect.of(entry, today), json!(today));
    let turns = (was != becomes).then_some((aspect, Turn { was, becomes })).into_iter().collect();
    EntryChange { procedure: entry.id.clone(), is_new: false, effective_on: today, turns }
}

/// When something is published.
#[derive(Debug, Clone, Copy)]
struct Moment {
    now: DateTime<Utc>,
    today: NaiveDate,
}
