//! What follows departments besides their procedures: programmes, accounts, rules, and proposals.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::budget::Programme;
use domain::entry::{EditableField, EditableValue, ProcedurePatch};
use domain::procedure::{Department, DepartmentCode, ProcedureId};
use domain::procedure_fields::{FieldValue, ProcedureField};
use domain::proposal::{DepartmentRule, ProposalId};
use domain::reorganisation::{NameAfter, Reorganisation};
use domain::rights::DepartmentRules;
use domain::staff::{Roles, StaffId};
use domain::text::normalise_name;
use serde_json::Value as Json;
use store::error::AppError;
use store::proposals::{
    list_changes_of_proposal, list_departments_of_all_proposals, list_open_proposals, list_rules, remove_rules,
    save_changes, save_departments, save_rule,
};
use store::{Connection, budget, staff};

use super::recorded::{self, ACCOUNTS, RULES, Recorded, told_account, told_programme, told_rule};
use crate::import::comparing::diff::{CellChange, Changes};
use crate::import::table::described::Description;
use crate::import::table::kind::Kind;
use crate::import::table::wording::Wording;

/// An account whose departments change.
pub(super) struct MovedAccount {
    id: StaffId,
    before: BTreeSet<DepartmentCode>,
    roles: Roles,
}

/// A proposal that is about other departments afterwards, or whose changes name other ones.
struct MovedProposal {
    id: ProposalId,
    departments: Option<Vec<DepartmentCode>>,
    changes: Option<Vec<ProcedurePatch>>,
}

/// Everything that follows.
pub(super) struct Followers {
    programmes: Vec<(Programme, Programme)>,
    /// Programmes that name a department with several successors.
    pub unclear_programmes: usize,
    /// Programmes that name a department of whose name there are several.
    pub ambiguous_programmes: usize,
    /// Between which departments procedures lose their approval.
    pub approval_lost: BTreeSet<(DepartmentCode, DepartmentCode)>,
    pub accounts: Vec<MovedAccount>,
    /// The rules that change.
    pub rules: Vec<(DepartmentCode, DepartmentRule)>,
    rules_before: DepartmentRules,
    dissolved: Vec<DepartmentCode>,
    proposals: Vec<MovedProposal>,
}

impl Followers {
    pub(super) async fn find(
        connection: &mut Connection,
        done: &Reorganisation,
        before: &[Department],
        recorded: Option<&Recorded>,
    ) -> Result<Self, AppError> {
        let (programmes, [unclear_programmes, ambiguous_programmes]) =
            programmes(connection, done, before, recorded).await?;
        let mut accounts = Vec::new();
        for member in staff::list_members(connection).await? {
            let now = &member.roles.departments;
            let departments = match recorded {
                Some(recorded) => {
                    let before = recorded.members_before(&member.id, now, done);
                    before.unwrap_or_else(|| done.successors_of(now))
                }
                None => done.members_after(now),
            };
            if departments != member.roles.departments {
                let before = member.roles.departments.clone();
                accounts.push(MovedAccount { id: member.id, before, roles: Roles { departments, ..member.roles } });
            }
        }
        let rules = list_rules(connection).await?;
        let mut rules_after: BTreeMap<DepartmentCode, DepartmentRule> = done.rules_after(&rules).into_iter().collect();
        rules_after.extend(recorded.into_iter().flat_map(|recorded| recorded.rules_before(done, &rules)));
        rules_after.retain(|code, rule| *rule != rules.of(code));
        Ok(Self {
            programmes,
            unclear_programmes,
            ambiguous_programmes,
            approval_lost: done.approval_lost(&rules),
            accounts,
            rules: rules_after.into_iter().collect(),
            rules_before: rules,
            dissolved: done.dissolved.iter().map(|one| one.department.code.clone()).collect(),
            proposals: proposals(connection, done).await?,
        })
    }

    /// The number of accounts that come to each department.
    pub(super) fn newcomers(&self) -> BTreeMap<&DepartmentCode, usize> {
        let mut newcomers = BTreeMap::new();
        for account in &self.accounts {
            for code in account.roles.departments.difference(&account.before) {
                *newcomers.entry(code).or_default() += 1;
            }
        }
        newcomers
    }

    pub(super) async fn save(&self, connection: &mut Connection) -> Result<(), AppError> {
        let programmes: Vec<Programme> = self.programmes.iter().map(|(_, after)| after.clone()).collect();
        budget::save_programmes(connection, &programmes).await?;
        for account in &self.accounts {
            staff::save_roles(connection, &account.id, &account.roles).await?;
        }
        for (code, rule) in &self.rules {
            save_rule(connection, code, rule).await?;
        }
        let dissolved: Vec<&str> = self.dissolved.iter().map(DepartmentCode::as_str).collect();
        remove_rules(connection, &dissolved).await?;
        for proposal in &self.proposals {
            if let Some(departments) = &proposal.departments {
                save_departments(connection, &proposal.id, departments).await?;
            }
            if let Some(changes) = &proposal.changes {
                save_changes(connection, &proposal.id, changes).await?;
            }
        }
        Ok(())
    }

    /// What changes, without anything that tells who the accounts belong to.
    pub(super) fn changes(&self, wording: &Wording) -> Vec<Changes> {
        let description = Description::of(Kind::Programmes);
        let mut programmes = Changes::of(recorded::programmes());
        for (before, after) in &self.programmes {
            let column = description.and_then(|table| table.specs().iter().find(|spec| spec.key == "department"));
            let cells = column
                .map(|column| CellChange::of(column, before.department.clone(), after.department.clone(), wording));
            programmes.add_changed(None, format!("{} {}", before.id, before.name), cells.into_iter().collect());
            programmes.add_audit_values(
                told_programme(&before.id, &before.department),
                told_programme(&after.id, &after.department),
            );
        }
        let mut accounts = Changes::of(ACCOUNTS);
        accounts.counts.changed = self.accounts.len();
        for account in &self.accounts {
            let told = |departments| told_account(&account.id, departments);
            accounts.add_audit_values(told(&account.before), told(&account.roles.departments));
        }
        let mut rules = Changes::of(RULES);
        rules.counts.changed = self.rules.len();
        for (code, rule) in &self.rules {
            rules.add_audit_values(told_rule(code, &self.rules_before.of(code)), told_rule(code, rule));
        }
        // The rule of a department goes with it. What undoes this finds it here.
        rules.counts.removed = self.dissolved.len();
        for code in &self.dissolved {
            rules.add_audit_values(told_rule(code, &self.rules_before.of(code)), Json::Null);
        }
        let mut proposals = Changes::of(("proposals", "変更案"));
        proposals.counts.changed = self.proposals.len();
        let mut all = vec![programmes, accounts, rules, proposals];
        all.retain(|changes| changes.counts.total() > 0);
        all.iter_mut().for_each(|changes| changes.follows = true);
        all
    }
}

/// The programmes that name a department by its name, and the numbers of those whose department has several successors, and
/// of those of which it is not clear which department they name.
async fn programmes(
    connection: &mut Connection,
    done: &Reorganisation,
    before: &[Department],
    recorded: Option<&Recorded>,
) -> Result<(Vec<(Programme, Programme)>, [usize; 2]), AppError> {
    let names = done.names_after(before);
    let (mut moved, mut unclear, mut ambiguous) = (Vec::new(), 0, 0);
    for programme in budget::list_programmes(connection).await? {
        let before = recorded.and_then(|recorded| recorded.programme_before(&programme.id, &programme.department));
        if let Some(name) = before {
            let after = Programme { department: name.to_owned(), ..programme.clone() };
            moved.push((programme, after));
            continue;
        }
        match names.get(&normalise_name(&programme.department)) {
            Some(NameAfter::One(department)) if *department != programme.department => {
                let after = Programme { department: department.clone(), ..programme.clone() };
                moved.push((programme, after));
            }
            Some(NameAfter::Several) => unclear += 1,
            Some(NameAfter::Ambiguous) => ambiguous += 1,
            _ => {}
        }
    }
    Ok((moved, [unclear, ambiguous]))
}

/// Where a department named by a change of a procedure leads.
fn main_successor<'a>(done: &'a Reorganisation, code: &'a DepartmentCode) -> &'a DepartmentCode {
    done.dissolution(code).map_or(code, |dissolved| &dissolved.main)
}

/// A change of a procedure as it is meant afterwards; `None` if it stays as it is.
fn moved_patch(
    done: &Reorganisation,
    moves: &HashMap<&ProcedureId, (&DepartmentCode, &DepartmentCode)>,
    patch: &ProcedurePatch,
) -> Option<ProcedurePatch> {
    let field = EditableField::Field(ProcedureField::Department);
    let change = patch.fields.get(&field)?;
    let step = moves.get(&patch.procedure).copied();
    let after = |value: &EditableValue| -> EditableValue {
        let EditableValue::Field(FieldValue::Department(Some(code))) = value else { return value.clone() };
        let code = match step {
            Some((from, to)) if from == code => to,
            _ => main_successor(done, code),
        };
        EditableValue::Field(FieldValue::Department(Some(code.clone())))
    };
    let (was, becomes) = (change.was.as_ref().map(after), after(&change.becomes));
    if was == change.was && becomes == change.becomes {
        return None;
    }
    let mut patch = patch.clone();
    if was.as_ref() == Some(&becomes) {
        // The reorganisation does what was proposed.
        patch.fields.remove(&field);
    } else if let Some(there) = patch.fields.get_mut(&field) {
        (there.was, there.becomes) = (was, becomes);
    }
    Some(patch)
}

/// The proposals that follow. Those that are closed are still seen by the people whose work they were.
async fn proposals(connection: &mut Connection, done: &Reorganisation) -> Result<Vec<MovedProposal>, AppError> {
    let moves: HashMap<&ProcedureId, (&DepartmentCode, &DepartmentCode)> =
        done.moves.iter().map(|step| (&step.procedure, (&step.from, &step.to))).collect();
    let mut departments: BTreeMap<ProposalId, BTreeSet<DepartmentCode>> = BTreeMap::new();
    for (proposal, department) in list_departments_of_all_proposals(connection).await? {
        departments.entry(proposal).or_default().insert(department);
    }
    let mut open: BTreeMap<ProposalId, Vec<ProcedurePatch>> = BTreeMap::new();
    for listed in list_open_proposals(connection).await? {
        let id = listed.proposal.id;
        let changes = if listed.entries > 0 { list_changes_of_proposal(connection, &id).await? } else { Vec::new() };
        open.insert(id, changes);
    }
    let all: BTreeSet<&ProposalId> = departments.keys().chain(open.keys()).collect();
    let mut moved = Vec::new();
    for id in all {
        let before = departments.get(id).cloned().unwrap_or_default();
        let changes = open.get(id).map(Vec::as_slice).unwrap_or_default();
        let of_procedures: Vec<(&DepartmentCode, &DepartmentCode)> =
            changes.iter().filter_map(|patch| moves.get(&patch.procedure).copied()).collect();
        let mut after: BTreeSet<DepartmentCode> = BTreeSet::new();
        for code in &before {
            let targets: Vec<&DepartmentCode> =
                of_procedures.iter().filter(|(from, _)| *from == code).map(|(_, to)| *to).collect();
            after.extend(targets.iter().map(|to| (*to).clone()));
            match done.dissolution(code) {
                None => {
                    after.insert(code.clone());
                }
                Some(dissolved) if targets.is_empty() => after.extend(dissolved.successors.iter().cloned()),
                Some(_) => {}
            }
        }
        let patches: Vec<Option<ProcedurePatch>> =
            changes.iter().map(|patch| moved_patch(done, &moves, patch)).collect();
        let has_changed = patches.iter().any(Option::is_some);
        let is_elsewhere = after != before;
        if is_elsewhere || has_changed {
            moved.push(MovedProposal {
                id: id.clone(),
                departments: is_elsewhere.then(|| after.into_iter().collect()),
                changes: has_changed.then(|| {
                    let both = changes.iter().zip(patches);
                    both.map(|(before, after)| after.unwrap_or_else(|| before.clone())).collect()
                }),
            });
        }
    }
    Ok(moved)
}
