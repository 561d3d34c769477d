//! A proposal as it is now, with everything that decisions on it need, and who may do what with it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::ending::check_successor;
use domain::entry::{EditableField, EditableValue, ProcedurePatch, Rebased};
use domain::procedure::{DepartmentCode, Procedure, ProcedureId};
use domain::procedure_fields::{FieldValue, ProcedureField};
use domain::proposal::{Proposal, ProposalAction, ProposalId, ProposalKind, ProposalState};
use domain::rights::DepartmentRules;
use domain::table_kind::TableKind;
use store::error::AppError;
use store::{Connection, procedures, proposals};

use super::proposed_file::ProposedFile;
use super::{EditError, EditRefusal};
use crate::server::staff::CurrentUser;

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
        self.entries.iter().any(|entry| !entry.rebased.conflicts.is_empty() || entry.is_id_taken())
    }

    /// The file, while it is what would be published. What its publication held back for a later day are typed changes,
    /// like those of a form.
    #[must_use]
    pub fn unpublished_file(&self) -> Option<&ProposedFile> {
        self.file.as_ref().filter(|_| self.entries.is_empty() && self.proposal.state.is_open())
    }

    /// The day for which the file waits as a whole, once it is published.
    #[must_use]
    pub fn waits_until(&self) -> Option<NaiveDate> {
        let file = self.file.as_ref().filter(|_| self.proposal.state == ProposalState::Scheduled);
        file.and_then(|file| file.waits_until)
    }

    /// The number of entries whose fields change on each day.
    #[must_use]
    pub fn entries_by_day(&self) -> BTreeMap<NaiveDate, usize> {
        let mut days = BTreeMap::new();
        for entry in &self.entries {
            *days.entry(entry.change.effective_on).or_default() += 1;
        }
        days
    }

    /// Whether a published file can be undone as a whole: what undoes it is still stored.
    #[must_use]
    pub fn can_undo_file(&self) -> bool {
        self.proposal.state == ProposalState::Published
            && self.file.as_ref().is_some_and(|file| file.is_kept && file.can_be_undone())
    }

    /// Whether undoing what it did to its entries would do something. An entry that it added is withdrawn instead.
    #[must_use]
    pub fn can_undo_entries(&self) -> bool {
        let can_be_undone = |entry: &ProposedEntry| !entry.change.is_new && entry.change.can_be_undone(&entry.now);
        self.entries.is_empty() || self.entries.iter().any(can_be_undone)
    }

    /// What the proposal's file contains.
    fn table(&self) -> Option<TableKind> {
        self.file.as_ref().map(|file| file.kind)
    }

    /// Whether the user may perform this action now.
    #[must_use]
    pub fn may(&self, user: &CurrentUser, action: ProposalAction) -> bool {
        self.proposal.state.allows(action)
            && check_right(user, &self.proposal, &self.departments, self.table(), &self.rules, action).is_ok()
    }
}

impl ProposedEntry {
    /// Whether the change adds an entry under an id that is already taken.
    #[must_use]
    pub fn is_id_taken(&self) -> bool {
        self.change.is_new && self.is_there
    }
}

/// Whether a user may see a proposal: a draft is visible only to its author.
pub(super) fn can_view(user: &CurrentUser, proposal: &Proposal, departments: &[DepartmentCode]) -> bool {
    let is_author = user.member.id == proposal.author;
    is_author || (proposal.state != ProposalState::Draft && user.rights.may_see(departments, &proposal.author))
}

/// Refuses an action on a proposal that the user has no right to, whatever its state. `table` is what its file contains,
/// if it has one: an administrator publishes changes to a table that no department keeps.
pub(super) fn check_right(
    user: &CurrentUser,
    proposal: &Proposal,
    departments: &[DepartmentCode],
    table: Option<TableKind>,
    rules: &DepartmentRules,
    action: ProposalAction,
) -> Result<(), EditRefusal> {
    let is_of_nobody =
        departments.is_empty() && table.is_some_and(|table| user.rights.keeps_as_administrator(table, rules));
    let is_author = user.member.id == proposal.author;
    let may_propose = table.is_none_or(|table| user.rights.may_propose(table));
    let is_decision = matches!(action, ProposalAction::Approve | ProposalAction::Return);
    let may = match action {
        ProposalAction::Edit => is_author,
        ProposalAction::Withdraw => is_author || is_of_nobody,
        ProposalAction::Send => is_author && may_propose && user.rights.may_edit_all(departments),
        ProposalAction::Publish => {
            is_author && may_propose && (is_of_nobody || user.rights.may_publish_alone(departments, rules))
        }
        ProposalAction::Approve | ProposalAction::Return => user.rights.may_approve_all(departments, &proposal.author),
    };
    match (may, is_author && is_decision) {
        (true, _) => Ok(()),
        (false, true) => Err(EditRefusal::OwnProposal),
        (false, false) => Err(EditRefusal::NoRight),
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
pub(super) fn departments_of(
    changes: &[ProcedurePatch],
    there: &HashMap<ProcedureId, Procedure>,
) -> Vec<DepartmentCode> {
    let departments: BTreeSet<DepartmentCode> = changes
        .iter()
        .filter_map(|change| before(change, there.get(&change.procedure)).map(|entry| change.departments(&entry)))
        .flatten()
        .collect();
    departments.into_iter().collect()
}

/// Why the changes name successors that they cannot have: one that does not exist, or that leads back to its procedure
/// now that others may have changed theirs.
pub(super) async fn successor_refusal(
    connection: &mut Connection,
    changes: &[ProcedurePatch],
) -> Result<Option<EditRefusal>, AppError> {
    let field = EditableField::Field(ProcedureField::Ending);
    let endings: Vec<(&ProcedureId, Option<&ProcedureId>)> = changes
        .iter()
        .filter_map(|change| match &change.fields.get(&field)?.becomes {
            EditableValue::Field(FieldValue::Ending(ending)) => {
                Some((&change.procedure, ending.as_ref().and_then(|ending| ending.successor.as_ref())))
            }
            _ => None,
        })
        .collect();
    if endings.iter().all(|(_, successor)| successor.is_none()) {
        return Ok(None);
    }
    let mut successors = procedures::list_successors(connection).await?;
    for (id, successor) in &endings {
        match successor {
            Some(successor) => successors.insert((*id).clone(), (*successor).clone()),
            None => successors.remove(id),
        };
    }
    for (id, successor) in endings {
        let Some(successor) = successor else { continue };
        let exists = procedures::is_procedure(connection, successor).await?;
        if check_successor(id, successor, |_| exists, |of| successors.get(of).cloned()).is_err() {
            return Ok(Some(EditRefusal::Successor));
        }
    }
    Ok(None)
}

pub(super) async fn entries_of(
    connection: &mut Connection,
    changes: &[ProcedurePatch],
) -> Result<HashMap<ProcedureId, Procedure>, AppError> {
    let ids: Vec<ProcedureId> = changes.iter().map(|change| change.procedure.clone()).collect();
    procedures::find_procedures(connection, &ids).await
}

/// Loads a proposal with everything that decisions on it need.
pub(super) async fn open(connection: &mut Connection, id: &ProposalId) -> Result<Option<ProposalDetails>, AppError> {
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

/// A proposal in the version that the user saw, if they may perform this action on it.
pub(super) async fn load_checked(
    connection: &mut Connection,
    user: &CurrentUser,
    id: &ProposalId,
    version: i64,
    action: ProposalAction,
) -> Result<ProposalDetails, EditError> {
    let opened = open(connection, id).await?.ok_or(EditRefusal::NotFound)?;
    if !can_view(user, &opened.proposal, &opened.departments) {
        return Err(EditRefusal::NotFound.into());
    }
    check_right(user, &opened.proposal, &opened.departments, opened.table(), &opened.rules, action)?;
    if opened.proposal.version != version {
        return Err(EditRefusal::Moved.into());
    }
    if !opened.proposal.state.allows(action) {
        return Err(EditRefusal::State.into());
    }
    Ok(opened)
}

/// The user, with their current rights.
pub(super) async fn acting(connection: &mut Connection, user: &CurrentUser) -> Result<CurrentUser, EditError> {
    Ok(user.now(connection).await?.ok_or(EditRefusal::NoRight)?)
}

/// A proposal in the version that the user saw, if they may perform this action on it now. Nobody else can change it
/// until the transaction ends.
pub(super) async fn load_for_action(
    connection: &mut Connection,
    user: &CurrentUser,
    id: &ProposalId,
    version: i64,
    action: ProposalAction,
) -> Result<(CurrentUser, ProposalDetails), EditError> {
    let user = acting(connection, user).await?;
    proposals::hold_proposal(connection, id).await?;
    let opened = load_checked(connection, &user, id, version, action).await?;
    Ok((user, opened))
}
