//! A reorganisation (組織改編): departments renamed, merged, split and founded together with their procedures, as rows
//! that say who goes where (docs/adr/0029-reorganisations-are-files.md).
//!
//! A row without a successor renames its department. A row with a successor and a procedure moves this procedure. A row
//! with a successor and no procedure moves all procedures that no other row names, and dissolves the department, unless
//! it is its own successor. A row with a new successor and no department founds it. A department that was dissolved comes
//! back only where a row says which department it comes back from.

mod plan;
mod undo;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::department_change::{DepartmentChange, DepartmentChangeKind};
use super::procedure::{Department, DepartmentCode, ProcedureId};
use super::proposal::DepartmentRule;
use super::rights::DepartmentRules;
use super::text::normalise_name;

pub use plan::plan;

/// A row as its sender wrote it. An empty text says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The line of a text file or the row of a sheet, from 1.
    pub line: u64,
    /// Code or name of a present department; empty for one that is founded.
    pub department: String,
    /// Id or name of a procedure of the department.
    pub procedure: String,
    /// Code or name of a present department, or the code of a new one.
    pub successor: String,
    /// The new name of a department that is renamed, or the name of a new one.
    pub name: String,
    pub name_en: String,
    /// Whether the file has a column for the English name, so that an empty cell beside a name says that there is none.
    pub says_name_en: bool,
    /// Where and when to go to a new department.
    pub counter: String,
    pub counter_en: String,
    pub hours: String,
    pub hours_en: String,
    pub phone: String,
    /// Whether a new department is sample data.
    pub sample: Option<bool>,
    /// Code or name of the present department that a dissolved one comes back from.
    pub restored_from: String,
    pub effective_on: Option<NaiveDate>,
    /// The day of the reorganisation that this one takes back.
    pub takes_back: Option<NaiveDate>,
}

/// The columns of a row that say something about a department, in their order.
const SAID: [&str; 9] =
    ["name", "name_en", "counter", "counter_en", "hours", "hours_en", "phone", "sample", "restored_from"];

/// A procedure with the department that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownProcedure {
    pub id: ProcedureId,
    pub name: String,
    pub department: Option<DepartmentCode>,
}

/// The present departments and procedures.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub departments: &'a [Department],
    pub procedures: &'a [KnownProcedure],
    /// Earlier changes of departments, in the order in which they were recorded.
    pub changes: &'a [DepartmentChange],
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The place of the row, from 0.
    pub row: usize,
    /// The name of the column.
    pub column: &'static str,
    /// What would be right, worded to follow "expected".
    pub english: String,
    /// The same, worded to follow 「正しくは」.
    pub japanese: String,
}

/// A department whose name changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    pub before: Department,
    pub after: Department,
    /// The place of the first row that names it, from 0.
    pub row: usize,
}

/// A department that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDepartment {
    pub department: Department,
    /// The departments that it takes procedures from, in the order of the rows, and the one that it comes back from.
    pub predecessors: Vec<DepartmentCode>,
    /// Whether it was dissolved before and comes back, as its rows say it was.
    pub is_restored: bool,
    /// Whether it got where and when to go from the departments that it succeeds.
    pub has_their_contact: bool,
    /// Whether a department that it succeeds said where or when to go, and nobody has said it of the new one.
    pub lacks_contact: bool,
    pub row: usize,
}

/// A department that is dissolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dissolved {
    pub department: Department,
    /// The successor of everything that no row names. It is the first of all successors.
    pub main: DepartmentCode,
    pub successors: Vec<DepartmentCode>,
    pub row: usize,
}

/// A procedure that moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub procedure: ProcedureId,
    pub from: DepartmentCode,
    pub to: DepartmentCode,
    pub row: usize,
}

/// What rows without mistakes say, in the order of the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reorganisation {
    pub renamed: Vec<Renamed>,
    pub new: Vec<NewDepartment>,
    pub dissolved: Vec<Dissolved>,
    pub moves: Vec<Move>,
    /// Departments that stay and have no procedure afterwards, although they had some.
    pub emptied: Vec<DepartmentCode>,
    /// The day that the rows name, and the place of the first row that does.
    pub effective_on: Option<(usize, NaiveDate)>,
    /// The day of the reorganisation that it takes back.
    pub takes_back: Option<NaiveDate>,
    /// The departments as they are afterwards.
    pub after: BTreeMap<DepartmentCode, Department>,
    /// The places of the dissolved departments among them.
    places: HashMap<DepartmentCode, usize>,
    /// The new departments of each department that they take procedures or people from.
    begun: HashMap<DepartmentCode, Vec<DepartmentCode>>,
}

/// What a name of a department means afterwards to those who only wrote the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameAfter {
    /// The department has this name now.
    One(String),
    /// The department has several successors.
    Several,
    /// Several departments had the name.
    Ambiguous,
}

impl Reorganisation {
    /// How a department is dissolved, if it is.
    #[must_use]
    pub fn dissolution(&self, code: &DepartmentCode) -> Option<&Dissolved> {
        self.places.get(code).and_then(|place| self.dissolved.get(*place))
    }

    /// What becomes of the names of the departments that are renamed or dissolved. `before` are all departments.
    #[must_use]
    pub fn names_after(&self, before: &[Department]) -> HashMap<String, NameAfter> {
        let mut bearers: HashMap<String, usize> = HashMap::new();
        for department in before {
            *bearers.entry(normalise_name(&department.name)).or_default() += 1;
        }
        let renamed = self.renamed.iter().map(|one| (&one.before, NameAfter::One(one.after.name.clone())));
        let dissolved = self.dissolved.iter().map(|one| {
            let only = Some(&one.main).filter(|_| one.successors.len() == 1);
            let after = only.and_then(|only| self.after.get(only));
            (&one.department, after.map_or(NameAfter::Several, |after| NameAfter::One(after.name.clone())))
        });
        let told = renamed.chain(dissolved).map(|(department, after)| {
            let name = normalise_name(&department.name);
            let is_ambiguous = bearers.get(&name).is_some_and(|bearers| *bearers > 1);
            (name, if is_ambiguous { NameAfter::Ambiguous } else { after })
        });
        told.collect()
    }

    /// The departments between which procedures move whose changes need no approval any more.
    #[must_use]
    pub fn approval_lost(&self, rules: &DepartmentRules) -> BTreeSet<(DepartmentCode, DepartmentCode)> {
        let after: BTreeMap<DepartmentCode, DepartmentRule> = self.rules_after(rules).into_iter().collect();
        let pairs: BTreeSet<(&DepartmentCode, &DepartmentCode)> =
            self.moves.iter().map(|step| (&step.from, &step.to)).collect();
        let needs = |code: &DepartmentCode| {
            after.get(code).map_or_else(|| rules.of(code).needs_approval, |rule| rule.needs_approval)
        };
        let lost = pairs.into_iter().filter(|(from, to)| rules.of(from).needs_approval && !needs(to));
        lost.map(|(from, to)| (from.clone(), to.clone())).collect()
    }

    /// The departments of a person, or of a proposal, afterwards. Those of a dissolved department go to all of its
    /// successors, because nobody has said who does which work. A new department begins with the people of the
    /// departments that it takes procedures from: otherwise nobody could go on with what is begun.
    #[must_use]
    pub fn members_after(&self, departments: &BTreeSet<DepartmentCode>) -> BTreeSet<DepartmentCode> {
        let mut after = self.successors_of(departments);
        after.extend(departments.iter().filter_map(|code| self.begun.get(code)).flatten().cloned());
        after
    }

    /// These departments afterwards: one that is dissolved is all of its successors.
    #[must_use]
    pub fn successors_of(&self, departments: &BTreeSet<DepartmentCode>) -> BTreeSet<DepartmentCode> {
        let mut after = BTreeSet::new();
        for code in departments {
            match self.dissolution(code) {
                Some(dissolved) => after.extend(dissolved.successors.iter().cloned()),
                None => {
                    after.insert(code.clone());
                }
            }
        }
        after
    }

    /// The rules that change: where one of the departments that are succeeded needs approval, so does the successor, and
    /// what a dissolved department keeps is kept by its main successor.
    #[must_use]
    pub fn rules_after(&self, rules: &DepartmentRules) -> Vec<(DepartmentCode, DepartmentRule)> {
        let mut succeeded: BTreeMap<&DepartmentCode, BTreeSet<&DepartmentCode>> = BTreeMap::new();
        for dissolved in &self.dissolved {
            for successor in &dissolved.successors {
                succeeded.entry(successor).or_default().insert(&dissolved.department.code);
            }
        }
        for new in self.new.iter().filter(|new| !new.predecessors.is_empty()) {
            succeeded.entry(&new.department.code).or_default().extend(&new.predecessors);
        }
        let new: BTreeSet<&DepartmentCode> = self.new.iter().map(|new| &new.department.code).collect();
        let mut after = Vec::new();
        for (code, succeeded) in succeeded {
            let own = rules.of(code);
            let mut rule =
                if new.contains(code) { DepartmentRule { needs_approval: false, ..own.clone() } } else { own.clone() };
            for predecessor in succeeded {
                let of_predecessor = rules.of(predecessor);
                rule.needs_approval |= of_predecessor.needs_approval;
                if self.dissolution(predecessor).is_some_and(|dissolved| dissolved.main == *code) {
                    rule.keeps.extend(of_predecessor.keeps);
                }
            }
            if rule != own {
                after.push((code.clone(), rule));
            }
        }
        after
    }

    /// What is recorded of the departments.
    #[must_use]
    pub fn changes(&self, changed_on: NaiveDate) -> Vec<DepartmentChange> {
        let change = |before: &Department, kind, successor: &DepartmentCode| {
            let after = self.after.get(successor).unwrap_or(before);
            DepartmentChange {
                code: before.code.clone(),
                name: before.name.clone(),
                name_en: before.name_en.clone(),
                kind,
                successor: successor.clone(),
                successor_name: after.name.clone(),
                successor_name_en: after.name_en.clone(),
                changed_on,
                takes_back: self.takes_back,
            }
        };
        let mut changes = Vec::new();
        for renamed in &self.renamed {
            changes.push(change(&renamed.before, DepartmentChangeKind::Renamed, &renamed.before.code));
        }
        for dissolved in &self.dissolved {
            let of_each = dissolved.successors.iter();
            changes.extend(of_each.map(|to| change(&dissolved.department, DepartmentChangeKind::Dissolved, to)));
        }
        let stays = self.moves.iter().filter(|step| self.dissolution(&step.from).is_none());
        let split: BTreeSet<(&DepartmentCode, &DepartmentCode)> = stays.map(|step| (&step.from, &step.to)).collect();
        let renamed: HashMap<&DepartmentCode, &Department> =
            self.renamed.iter().map(|renamed| (&renamed.before.code, &renamed.before)).collect();
        let before = |code: &DepartmentCode| renamed.get(code).copied().or_else(|| self.after.get(code));
        let of_dissolved = self.dissolved.iter().flat_map(|dissolved| &dissolved.successors);
        let succeeding: BTreeSet<&DepartmentCode> = split.iter().map(|(_, to)| *to).chain(of_dissolved).collect();
        changes.extend(
            split.into_iter().filter_map(|(from, to)| Some(change(before(from)?, DepartmentChangeKind::Split, to))),
        );
        for new in &self.new {
            let code = &new.department.code;
            if new.predecessors.is_empty() {
                changes.push(change(&new.department, DepartmentChangeKind::Founded, code));
            } else if new.is_restored && !succeeding.contains(code) {
                changes.push(change(&new.department, DepartmentChangeKind::Restored, code));
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests;
