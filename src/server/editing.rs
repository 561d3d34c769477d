//! Editing of the catalogue, from a wanted change to its publication.
//!
//! Every manual change starts as a proposal. Each step checks it against the current entries, so that concurrent
//! changes are shown and never overwritten. Each function checks `domain::rights` first.

pub mod bulk;
pub mod entry_form;
pub mod files;
mod publishing;
pub mod rules;
pub mod selection;
pub mod undo;
mod writing;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::entry::{EditableField, FieldChange, ProcedurePatch, Rebased};
use domain::procedure::{DepartmentCode, Procedure, ProcedureId};
use domain::proposal::{Proposal, ProposalAction, ProposalId, ProposalKind, ProposalState, ProposalSummary};
use domain::rights::DepartmentRules;
use domain::text::without_controls;
use store::error::AppError;
use store::proposals::{self, ProposalUpdate};
use store::{Connection, Db, WriteKind, procedures, revision};

use super::staff::{CurrentUser, random, row_of};
use files::{ProposedFile, same_base};
pub use writing::EditError;
use writing::{acting, take_up};

string_enum! {
    /// Why an edit was refused.
    pub enum EditRefusal ("refusal") {
        NoRight = "no_right",
        NotFound = "not_found",
        /// Somebody else has moved the proposal on meanwhile; the page shows its current state.
        Moved = "moved",
        /// The proposal is in a state that does not allow the action.
        State = "state",
        /// Somebody else has changed the same field; the conflict must be resolved first.
        Conflict = "conflict",
        /// Nothing would change.
        Nothing = "nothing",
        /// The reason is missing.
        Reason = "reason",
        /// The new procedure's id is already taken.
        Exists = "exists",
        /// Somebody else has changed the file's records since the preview.
        Overtaken = "overtaken",
        /// The file has invalid cells.
        Wrong = "wrong",
        /// The account has no space left for another file.
        Space = "space",
    }
}

/// The longest reason or answer, in characters.
pub const LONGEST_REASON: usize = 500;

/// A reason or an answer as stored.
fn reason_of(typed: &str) -> String {
    without_controls(typed).chars().take(LONGEST_REASON).collect()
}

/// Editing of one installation, at a given time.
#[derive(Debug, Clone, Copy)]
pub struct Edits<'a> {
    pub db: &'a Db,
    pub now: DateTime<Utc>,
    /// The current date in Japan.
    pub today: NaiveDate,
}

/// A proposal with the current state of its entries.
#[derive(Debug, Clone)]
pub struct ProposalDetails {
    pub proposal: Proposal,
    pub departments: Vec<DepartmentCode>,
    pub entries: Vec<ProposedEntry>,
    /// The file of a change by file.
    pub file: Option<ProposedFile>,
    pub rules: DepartmentRules,
}

/// One entry that a proposal changes.
#[derive(Debug, Clone)]
pub struct ProposedEntry {
    pub change: ProcedurePatch,
    /// The current entry; for a new one, its initial state.
    pub now: Procedure,
    /// Whether the entry is in the catalogue.
    pub is_there: bool,
    pub rebased: Rebased,
}

impl ProposalDetails {
    /// Whether conflicts must be resolved before it can go on.
    #[must_use]
    pub fn has_conflicts(&self) -> bool {
        self.entries.iter().any(|entry| !entry.rebased.conflicts.is_empty() || entry.is_conflict_resolved())
    }

    /// Whether the user may perform this action now.
    #[must_use]
    pub fn may(&self, desk: &CurrentUser, deed: ProposalAction) -> bool {
        self.proposal.state.allows(deed) && may(desk, &self.proposal, &self.departments, &self.rules, deed)
    }
}

impl ProposedEntry {
    /// Whether the change adds an entry under an id that is already taken.
    #[must_use]
    pub fn is_conflict_resolved(&self) -> bool {
        self.change.is_new && self.is_there
    }
}

/// Which of two conflicting changes to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    Mine,
    Theirs,
}

/// Whether a user may see a proposal: a draft is visible only to its author.
fn can_view(desk: &CurrentUser, proposal: &Proposal, departments: &[DepartmentCode]) -> bool {
    let is_author = desk.member.id == proposal.author;
    is_author || (proposal.state != ProposalState::Draft && desk.rights.may_see(departments, &proposal.author))
}

/// Whether a user has the right to this action on a proposal, whatever its state.
fn may(
    desk: &CurrentUser,
    proposal: &Proposal,
    departments: &[DepartmentCode],
    rules: &DepartmentRules,
    deed: ProposalAction,
) -> bool {
    let is_author = desk.member.id == proposal.author;
    match deed {
        ProposalAction::Edit | ProposalAction::Withdraw => is_author,
        ProposalAction::Send => is_author && desk.rights.may_edit_all(departments),
        ProposalAction::Publish => is_author && desk.rights.may_publish_alone(departments, rules),
        ProposalAction::Approve | ProposalAction::Return => desk.rights.may_approve_all(departments, &proposal.author),
    }
}

/// The entry before a change; a new one has only its id and its source.
fn before(change: &ProcedurePatch, there: Option<&Procedure>) -> Option<Procedure> {
    match there {
        Some(there) => Some(there.clone()),
        None if change.is_new => {
            change.source().map(|source| Procedure::unknown(change.procedure.clone(), source.clone()))
        }
        None => None,
    }
}

/// The departments responsible for the entries before or after their change.
fn departments_of(changes: &[ProcedurePatch], there: &HashMap<ProcedureId, Procedure>) -> Vec<DepartmentCode> {
    let departments: BTreeSet<DepartmentCode> = changes
        .iter()
        .filter_map(|change| before(change, there.get(&change.procedure)).map(|entry| change.departments(&entry)))
        .flatten()
        .collect();
    departments.into_iter().collect()
}

async fn entries_of(
    connection: &mut Connection,
    changes: &[ProcedurePatch],
) -> Result<HashMap<ProcedureId, Procedure>, AppError> {
    let ids: Vec<ProcedureId> = changes.iter().map(|change| change.procedure.clone()).collect();
    procedures::find_procedures(connection, &ids).await
}

/// Loads a proposal with everything that decisions on it need.
async fn open(connection: &mut Connection, id: &ProposalId) -> Result<Option<ProposalDetails>, AppError> {
    let Some(proposal) = proposals::find_proposal(connection, id).await? else { return Ok(None) };
    let departments = proposals::list_departments_of_proposal(connection, id).await?;
    let changes = proposals::list_changes_of_proposal(connection, id).await?;
    let there = entries_of(connection, &changes).await?;
    let rules = proposals::list_rules(connection).await?;
    let entries = changes
        .into_iter()
        .filter_map(|change| {
            let is_there = there.contains_key(&change.procedure);
            let now = before(&change, there.get(&change.procedure))?;
            let rebased = change.rebase(&now);
            Some(ProposedEntry { change, now, is_there, rebased })
        })
        .collect();
    let file = match proposal.kind {
        ProposalKind::File => ProposedFile::find(connection, id).await?,
        _ => None,
    };
    Ok(Some(ProposalDetails { proposal, departments, entries, file, rules }))
}

impl Edits<'_> {
    /// Saves a change as a draft of its author.
    ///
    /// # Errors
    /// If the change is refused, or the database does not answer.
    pub async fn propose(
        self,
        desk: &CurrentUser,
        kind: ProposalKind,
        reason: &str,
        seen_revision: i64,
        changes: Vec<ProcedurePatch>,
    ) -> Result<ProposalId, EditError> {
        let changes: Vec<ProcedurePatch> = changes.into_iter().filter(|change| !change.turns.is_empty()).collect();
        if changes.is_empty() {
            return Err(EditRefusal::Nothing.into());
        }
        let (changes, draft) = (&changes, &new_draft(self.now, desk, kind, reason, seen_revision)?);
        self.db
            .write(WriteKind::Private, |transaction| {
                Box::pin(async move {
                    let desk = acting(transaction, desk).await?;
                    let departments = checked_departments(transaction, &desk, changes).await?;
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
        desk: &CurrentUser,
        id: &ProposalId,
        version: i64,
        reason: &str,
        seen_revision: i64,
        changes: Vec<ProcedurePatch>,
    ) -> Result<(), EditError> {
        let changes: Vec<ProcedurePatch> = changes.into_iter().filter(|change| !change.turns.is_empty()).collect();
        if changes.is_empty() {
            return Err(EditRefusal::Nothing.into());
        }
        let (changes, reason) = (&changes, &reason_of(reason));
        self.db
            .write(WriteKind::Private, |transaction| {
                Box::pin(async move {
                    let (desk, opened) = take_up(transaction, desk, id, version, ProposalAction::Edit).await?;
                    let departments = checked_departments(transaction, &desk, changes).await?;
                    let seen_revision = seen_at_most(transaction, seen_revision).await?;
                    let step = ProposalUpdate { reason, seen_revision, ..unchanged(&opened.proposal) };
                    proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                    proposals::save_departments(transaction, id, &departments).await?;
                    proposals::save_changes(transaction, id, changes).await?;
                    Ok(())
                })
            })
            .await
    }

    /// A proposal; `None` if it does not exist or the user may not see it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn open(self, desk: &CurrentUser, id: &ProposalId) -> Result<Option<ProposalDetails>, AppError> {
        let opened = open(&mut self.db.read().await?, id).await?;
        Ok(opened.filter(|opened| can_view(desk, &opened.proposal, &opened.departments)))
    }

    /// The open proposals that the user may see, and the most recent closed ones.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn list(self, desk: &CurrentUser) -> Result<Vec<ProposalSummary>, AppError> {
        const MOST_ENDED: i64 = 200;
        let mut connection = self.db.read().await?;
        let mut all = proposals::list_open_proposals(&mut connection).await?;
        all.extend(proposals::list_ended_proposals(&mut connection, MOST_ENDED).await?);
        all.retain(|listed| can_view(desk, &listed.proposal, &listed.departments));
        Ok(all)
    }

    /// The open proposals about a procedure that the user may see.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn open_about(self, desk: &CurrentUser, procedure: &ProcedureId) -> Result<Vec<Proposal>, AppError> {
        let mut connection = self.db.read().await?;
        let mut found = Vec::new();
        for id in proposals::list_open_proposals_of(&mut connection, procedure).await? {
            let Some(proposal) = proposals::find_proposal(&mut connection, &id).await? else { continue };
            let departments = proposals::list_departments_of_proposal(&mut connection, &id).await?;
            if can_view(desk, &proposal, &departments) {
                found.push(proposal);
            }
        }
        Ok(found)
    }

    /// The current entry in the database, with the revision at which it was read.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn entry(self, id: &ProcedureId) -> Result<Option<(Procedure, i64)>, AppError> {
        let mut connection = self.db.read().await?;
        let revision = revision::find_revision(&mut connection).await?;
        Ok(procedures::find_procedure(&mut connection, id).await?.map(|entry| (entry, revision)))
    }

    /// The department rules set by administrators.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn rules(self) -> Result<DepartmentRules, AppError> {
        proposals::list_rules(&mut self.db.read().await?).await
    }

    /// Sends a proposal for approval, returns it to its author, or withdraws it. The text is the reason for returning
    /// it, or the base of the preview that the author of a file saw.
    ///
    /// # Errors
    /// If the step is refused, or the database does not answer.
    pub async fn step(
        self,
        desk: &CurrentUser,
        id: &ProposalId,
        version: i64,
        deed: ProposalAction,
        said: &str,
    ) -> Result<(), EditError> {
        let said = &reason_of(said);
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    let (desk, opened) = take_up(transaction, desk, id, version, deed).await?;
                    let as_it_is = unchanged(&opened.proposal);
                    let step = match deed {
                        ProposalAction::Send if opened.has_conflicts() => return Err(EditRefusal::Conflict.into()),
                        ProposalAction::Send
                            if opened.file.as_ref().is_some_and(|file| !same_base(&file.base, said)) =>
                        {
                            return Err(EditRefusal::Overtaken.into());
                        }
                        ProposalAction::Send if as_it_is.reason.is_empty() => return Err(EditRefusal::Reason.into()),
                        ProposalAction::Return if said.is_empty() => return Err(EditRefusal::Reason.into()),
                        ProposalAction::Send => ProposalUpdate { state: ProposalState::Waiting, ..as_it_is },
                        ProposalAction::Return => ProposalUpdate {
                            state: ProposalState::Returned,
                            decided_by: Some(&desk.member.id),
                            answer: said,
                            ..as_it_is
                        },
                        ProposalAction::Withdraw => ProposalUpdate { state: ProposalState::Withdrawn, ..as_it_is },
                        ProposalAction::Edit | ProposalAction::Publish | ProposalAction::Approve => {
                            return Err(EditRefusal::State.into());
                        }
                    };
                    proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                    transaction.audit(row_of(&desk, &format!("{deed} proposal"), id.to_string()).detail(said));
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
        desk: &CurrentUser,
        id: &ProposalId,
        version: i64,
        choices: &BTreeMap<(ProcedureId, EditableField), Resolution>,
    ) -> Result<ResolutionOutcome, EditError> {
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    let (desk, opened) = take_up(transaction, desk, id, version, ProposalAction::Edit).await?;
                    let changes = chosen(&opened, choices).ok_or(EditRefusal::Conflict)?;
                    let seen_revision = revision::find_revision(transaction).await?;
                    let step = ProposalUpdate { seen_revision, ..unchanged(&opened.proposal) };
                    let row = |action: &str| row_of(&desk, action, id.to_string());
                    if changes.is_empty() {
                        let step = ProposalUpdate { state: ProposalState::Withdrawn, ..step };
                        proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                        let why = "nothing of it was left after a conflict was settled";
                        transaction.audit(row("withdraw proposal").detail(why));
                        return Ok(ResolutionOutcome::Withdrawn);
                    }
                    proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                    proposals::save_changes(transaction, id, &changes).await?;
                    transaction.audit(row("settle proposal"));
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
            match choices.get(&(change.procedure.clone(), conflict.aspect))? {
                Resolution::Mine => {
                    let turn = FieldChange { was: Some(conflict.theirs.clone()), becomes: conflict.mine.clone() };
                    change.turns.insert(conflict.aspect, turn);
                }
                Resolution::Theirs => {}
            }
        }
        changes.push(change);
    }
    changes.retain(|change| !change.turns.is_empty());
    Some(changes)
}

/// A proposal in the version that the user saw, if they may perform this action on it.
async fn load_checked(
    connection: &mut Connection,
    desk: &CurrentUser,
    id: &ProposalId,
    version: i64,
    deed: ProposalAction,
) -> Result<ProposalDetails, EditError> {
    let opened = open(connection, id).await?.ok_or(EditRefusal::NotFound)?;
    if !can_view(desk, &opened.proposal, &opened.departments) {
        return Err(EditRefusal::NotFound.into());
    }
    if !may(desk, &opened.proposal, &opened.departments, &opened.rules, deed) {
        return Err(EditRefusal::NoRight.into());
    }
    if opened.proposal.version != version {
        return Err(EditRefusal::Moved.into());
    }
    if !opened.proposal.state.allows(deed) {
        return Err(EditRefusal::State.into());
    }
    Ok(opened)
}

/// The departments affected by changes, if the user may propose all of them.
async fn checked_departments(
    connection: &mut Connection,
    desk: &CurrentUser,
    changes: &[ProcedurePatch],
) -> Result<Vec<DepartmentCode>, EditError> {
    let there = entries_of(connection, changes).await?;
    if let Some(refusal) = missing(changes, &there) {
        return Err(refusal.into());
    }
    let departments = departments_of(changes, &there);
    if !desk.rights.may_edit_all(&departments) {
        return Err(EditRefusal::NoRight.into());
    }
    Ok(departments)
}

/// A new draft.
fn new_draft(
    now: DateTime<Utc>,
    desk: &CurrentUser,
    kind: ProposalKind,
    reason: &str,
    seen_revision: i64,
) -> Result<Proposal, AppError> {
    Ok(Proposal {
        id: ProposalId::from_random(random::bytes()?),
        kind,
        author: desk.member.id.clone(),
        state: ProposalState::Draft,
        reason: reason_of(reason),
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

/// An update that changes nothing, as a base for one that does.
fn unchanged(proposal: &Proposal) -> ProposalUpdate<'_> {
    ProposalUpdate {
        state: proposal.state,
        reason: &proposal.reason,
        seen_revision: proposal.seen_revision,
        decided_by: proposal.decided_by.as_ref(),
        answer: &proposal.answer,
    }
}

/// Why changes cannot be saved: an entry does not exist, or one to be added already does.
fn missing(changes: &[ProcedurePatch], there: &HashMap<ProcedureId, Procedure>) -> Option<EditRefusal> {
    changes.iter().find_map(|change| match (change.is_new, there.contains_key(&change.procedure)) {
        (false, false) => Some(EditRefusal::NotFound),
        (true, true) => Some(EditRefusal::Exists),
        _ => None,
    })
}
