//! What readers are told about departments that were reorganised.

use chrono::NaiveDate;
use domain::department_change::{DepartmentChange, DepartmentChangeKind, takes_back};
use domain::procedure::DepartmentCode;

use super::change_search::ChangesQuery;
use super::snapshot::Snapshot;
use crate::language::Language;
use crate::server::query::QueryError;

/// A change of one department with all of its successors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldChange<'a> {
    pub first: &'a DepartmentChange,
    pub successors: Vec<&'a DepartmentChange>,
    /// Whether it takes back an earlier change.
    pub is_return: bool,
}

impl ToldChange<'_> {
    /// The change in one sentence.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        let DepartmentChange { name, name_en, kind, .. } = self.first;
        // "X was renamed X" says nothing, where only the Japanese name changed.
        let is_same = self.successors.iter().any(|change| change.successor_name_en == *name_en);
        let pick = |ja, en| if is_same { ja } else { language.pick(ja, en) };
        let successors: Vec<&str> =
            self.successors.iter().map(|change| pick(&change.successor_name, &change.successor_name_en)).collect();
        let successors = successors.join(&language.text("list-separator"));
        let name = pick(name, name_en).to_owned();
        let values = [("name", name.into()), ("successors", successors.into())];
        let key =
            if self.is_return { "department-change-returned".to_owned() } else { format!("department-change-{kind}") };
        language.text_with(&key, values)
    }
}

/// The changes of departments up to a day that match a query, newest first. Those of a life event, a procedure or a kind of
/// change of procedures are none.
#[must_use]
pub fn told_changes<'a>(snapshot: &'a Snapshot, query: &ChangesQuery, day: NaiveDate) -> Vec<ToldChange<'a>> {
    if query.procedure.is_some() || query.event.is_some() || query.kind.is_some() {
        return Vec::new();
    }
    let is_wanted = |change: &DepartmentChange| {
        let is_about = |code: &DepartmentCode| change.code == *code || change.successor == *code;
        change.changed_on <= day
            && query.department.as_ref().is_none_or(is_about)
            && query.from.is_none_or(|from| from <= change.changed_on)
            && query.to.is_none_or(|to| change.changed_on <= to)
    };
    // Those of one department on one day were recorded one after the other.
    let of_one = |one: &DepartmentChange, other: &DepartmentChange| {
        let is_together = matches!(one.kind, DepartmentChangeKind::Dissolved | DepartmentChangeKind::Split);
        is_together && (&one.code, one.kind, one.changed_on) == (&other.code, other.kind, other.changed_on)
    };
    let mut told: Vec<ToldChange<'a>> = Vec::new();
    let mut begins = 0;
    for changes in snapshot.department_changes.chunk_by(|one, other| of_one(one, other)) {
        let earlier = &snapshot.department_changes[..begins];
        begins += changes.len();
        if let Some(first) = changes.first()
            && changes.iter().any(is_wanted)
        {
            let is_return = changes.iter().all(|change| takes_back(change, earlier));
            told.push(ToldChange { first, successors: changes.iter().collect(), is_return });
        }
    }
    told.reverse();
    told.sort_by_key(|change| std::cmp::Reverse(change.first.changed_on));
    told
}

/// The error for a department that is not there, with what became of it, or the ones that are.
#[must_use]
pub fn no_such_department(snapshot: &Snapshot, code: &DepartmentCode) -> QueryError {
    let reason = match snapshot.former_department(code) {
        Some(former) if !former.successors.is_empty() => {
            let successors = former.successors.iter().map(DepartmentCode::as_str).collect::<Vec<_>>().join(", ");
            format!("the department '{code}' became {successors} on {}", former.last.changed_on)
        }
        _ => {
            let known = snapshot.departments.iter().map(|department| department.code.as_str());
            let known = known.collect::<Vec<_>>().join(", ");
            format!("there is no department '{code}' here; expected one of: {known}")
        }
    };
    QueryError::BadValue { name: "department", reason }
}
