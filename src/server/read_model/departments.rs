//! What readers are told about departments that were reorganised.

use chrono::NaiveDate;
use domain::department_change::{DepartmentChange, DepartmentChangeKind, goes_back};
use domain::procedure::DepartmentCode;

use super::change_search::ChangesQuery;
use super::snapshot::Snapshot;
use crate::language::Language;
use crate::server::query::QueryError;
use crate::server::query_reason::Reason;

/// A change of one department with all of its successors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldChange<'a> {
    pub first: &'a DepartmentChange,
    pub successors: Vec<&'a DepartmentChange>,
    /// Whether its procedures are back where they were before an earlier change.
    pub is_return: bool,
    /// The day of the reorganisation that took it back.
    pub taken_back_on: Option<NaiveDate>,
}

impl ToldChange<'_> {
    /// The change in one sentence, with the reorganisation that it takes back, or that took it back.
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
        let key = match (kind, self.first.takes_back) {
            _ if self.is_return => "department-change-returned".to_owned(),
            (DepartmentChangeKind::Renamed, Some(_)) => "department-change-named-again".to_owned(),
            (DepartmentChangeKind::Split, Some(_)) => "department-change-split-back".to_owned(),
            _ => format!("department-change-{kind}"),
        };
        let what = language.text_with(&key, values);
        let framed = |key: &str, what: String, day: NaiveDate| {
            language.text_with(key, [("what", what.into()), ("date", language.date(day).into())])
        };
        let what = match self.first.takes_back {
            Some(day) => framed("department-change-takes-back", what, day),
            None => what,
        };
        match self.taken_back_on {
            Some(day) => framed("department-change-taken-back", what, day),
            None => what,
        }
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
            let is_return = changes.iter().all(|change| goes_back(change, earlier));
            let mut later = snapshot.department_changes[begins..].iter().filter(|later| later.changed_on <= day);
            let taken_back_on = later.find(|later| first.is_taken_back_by(later)).map(|later| later.changed_on);
            told.push(ToldChange { first, successors: changes.iter().collect(), is_return, taken_back_on });
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
            let day = former.last.changed_on;
            let english = format!("the department '{code}' became {successors} on {day}");
            let values = [("given", code.to_string()), ("expected", successors), ("date", day.to_string())];
            Reason::new(english, "value-department-became", values)
        }
        _ => {
            let known = snapshot.departments.iter().map(|department| department.code.as_str());
            let known = known.collect::<Vec<_>>().join(", ");
            let english = format!("there is no department '{code}' here; expected one of: {known}");
            Reason::new(english, "value-choice", [("given", code.to_string()), ("expected", known)])
        }
    };
    QueryError::BadValue { name: "department", reason }
}
