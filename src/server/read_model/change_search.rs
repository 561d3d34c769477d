//! Queries over the list of changes. The page, the feeds and the API use the same function.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::availability::Availability;
use domain::correction::{CorrectedTable, Correction, FigureChange};
use domain::planned_year::PlannedYear;
use domain::procedure::{DepartmentCode, LifeEventCode, Procedure, ProcedureId, StepState};
use domain::timeline::{ChangeKind, DailyChanges};

use super::figures::{CatalogueChange, ChangeNews};
use super::snapshot::Snapshot;
use crate::language::Language;
use crate::server::query::{Parameters, QueryError, page_address};

/// The URL of the page, without the language prefix.
pub const PAGE: &str = "/changes";

string_enum! {
    /// The filters of the list.
    pub enum Filter ("filter") {
        Event = "event",
        Department = "department",
        Kind = "kind",
    }
}

/// A query against the list of changes. Each state of the list corresponds to one query and one URL.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangesQuery {
    pub procedure: Option<ProcedureId>,
    pub event: Option<LifeEventCode>,
    pub department: Option<DepartmentCode>,
    pub kind: Option<ChangeKind>,
    /// First and last day, both inclusive. Plans without a date match no range.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl ChangesQuery {
    /// Parses a query from URL parameters.
    ///
    /// # Errors
    /// Returns an error if a value is invalid, or the dates are in the wrong order.
    pub fn of(parameters: &Parameters) -> Result<Self, QueryError> {
        let (from, to) = parameters.days()?;
        Ok(Self {
            procedure: parameters.read("procedure")?,
            event: parameters.read("event")?,
            department: parameters.read("department")?,
            kind: parameters.read("kind")?,
            from,
            to,
        })
    }

    /// The URL parameters of this query, without empty ones.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        [
            ("procedure", self.procedure.as_ref().map(ToString::to_string)),
            ("event", self.event.as_ref().map(ToString::to_string)),
            ("department", self.department.as_ref().map(ToString::to_string)),
            ("kind", self.kind.map(|kind| kind.to_string())),
            ("from", self.from.map(|day| day.to_string())),
            ("to", self.to.map(|day| day.to_string())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    /// The URL of this query on a page.
    #[must_use]
    pub fn address(&self, page: &str) -> String {
        page_address(page, &self.pairs(), 1)
    }

    /// The value of a filter.
    #[must_use]
    pub fn get(&self, filter: Filter) -> Option<&str> {
        match filter {
            Filter::Event => self.event.as_ref().map(LifeEventCode::as_str),
            Filter::Department => self.department.as_ref().map(DepartmentCode::as_str),
            Filter::Kind => self.kind.map(ChangeKind::as_str),
        }
    }

    /// The same query with one filter replaced. An invalid value clears the filter.
    #[must_use]
    pub fn with(&self, filter: Filter, value: Option<&str>) -> Self {
        let mut query = self.clone();
        match filter {
            Filter::Event => query.event = value.and_then(|value| value.parse().ok()),
            Filter::Department => query.department = value.and_then(|value| value.parse().ok()),
            Filter::Kind => query.kind = value.and_then(|value| value.parse().ok()),
        }
        query
    }

    /// Whether a procedure matches the filters.
    #[must_use]
    pub fn is_about(&self, procedure: &Procedure) -> bool {
        self.procedure.as_ref().is_none_or(|id| *id == procedure.id)
            && self.event.as_ref().is_none_or(|event| procedure.life_events.contains(event))
            && (self.department.is_none() || self.department == procedure.department)
    }

    /// The matching changes, in their original order.
    #[must_use]
    pub fn results<'a>(&self, snapshot: &Snapshot, changes: &'a [CatalogueChange]) -> Vec<&'a CatalogueChange> {
        changes.iter().filter(|change| self.matches(snapshot, change)).collect()
    }

    /// The corrections recorded up to a day that match, newest first. Only those of how often a procedure is used belong
    /// to a life event or a department.
    #[must_use]
    pub fn corrections<'a>(&self, snapshot: &'a Snapshot, day: NaiveDate) -> Vec<&'a Correction> {
        let is_of_all = self.procedure.is_none() && self.event.is_none() && self.department.is_none();
        let is_about = |correction: &Correction| {
            let FigureChange { table, subject, .. } = &correction.change;
            let procedure = Some(subject).filter(|_| *table == CorrectedTable::Usage).and_then(|id| id.parse().ok());
            let procedure = procedure.and_then(|id| snapshot.procedure(&id));
            is_of_all || procedure.is_some_and(|(_, procedure)| self.is_about(procedure))
        };
        let is_within = |day: NaiveDate| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to);
        let all = snapshot.corrections.until(day);
        all.filter(|correction| is_within(correction.corrected_on) && is_about(correction)).collect()
    }

    fn matches(&self, snapshot: &Snapshot, change: &CatalogueChange) -> bool {
        let in_days = match change.on() {
            Some(on) => self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on <= to),
            None => self.from.is_none() && self.to.is_none(),
        };
        in_days
            && self.kind.is_none_or(|kind| kind == change.kind())
            && self.is_about(&snapshot.procedures[change.procedure])
    }
}

/// A filter value with the number of changes it would leave under the other filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub changes: usize,
}

/// The values of a filter in display order, each with the number of changes it would leave.
#[must_use]
pub fn choices(snapshot: &Snapshot, changes: &[CatalogueChange], query: &ChangesQuery, filter: Filter) -> Vec<Choice> {
    let open = query.with(filter, None);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for change in open.results(snapshot, changes) {
        let procedure = &snapshot.procedures[change.procedure];
        match filter {
            Filter::Event => {
                procedure.life_events.iter().for_each(|event| *counts.entry(event.as_str()).or_default() += 1);
            }
            Filter::Department => {
                procedure.department.iter().for_each(|code| *counts.entry(code.as_str()).or_default() += 1);
            }
            Filter::Kind => *counts.entry(change.kind().as_str()).or_default() += 1,
        }
    }
    let values: Vec<&str> = match filter {
        Filter::Event => snapshot.life_events.iter().map(|event| event.code.as_str()).collect(),
        Filter::Department => snapshot.departments.iter().map(|department| department.code.as_str()).collect(),
        Filter::Kind => ChangeKind::ALL.iter().map(|kind| kind.as_str()).collect(),
    };
    let choice =
        |value: &str| Choice { value: value.to_owned(), changes: counts.get(value).copied().unwrap_or_default() };
    values.into_iter().map(choice).collect()
}

/// The text of a change, one line per item: its effect on the availability, then the individual steps.
#[must_use]
pub fn lines(language: Language, news: &ChangeNews) -> Vec<String> {
    let changes = match news {
        ChangeNews::Day(changes) => changes,
        ChangeNews::Plan(plan) => {
            let name = match plan {
                PlannedYear::In(_) => "changes-planned-year",
                PlannedYear::OrLater(_) => "changes-planned-or-later",
            };
            return vec![language.text_with(name, [("year", language.fiscal_year(plan.first_year()).into())])];
        }
        ChangeNews::End(end) => {
            return vec![language.text(match end.kind {
                ChangeKind::EntryWithdrawn => "change-entry-withdrawn",
                ChangeKind::Planned => "change-will-end",
                _ => "change-ended",
            })];
        }
    };
    let excluded = changes.excluded.map(|excluded| {
        language.text(match (changes.kind == ChangeKind::Planned, excluded) {
            (false, true) => "change-excluded",
            (false, false) => "change-included",
            (true, true) => "change-will-be-excluded",
            (true, false) => "change-will-be-included",
        })
    });
    let state = |state: StepState| language.word("state", state.as_str()).into();
    let steps = changes.new_step_changes().map(|change| {
        let (step, to) = (language.word("step", change.step.as_str()).into(), state(change.to));
        match change.from {
            Some(from) => language.text_with("change-step", [("step", step), ("from", state(from)), ("to", to)]),
            None => language.text_with("history-first", [("step", step), ("to", to)]),
        }
    });
    excluded.into_iter().chain(availability_line(language, changes)).chain(steps).collect()
}

/// The availability before and after, if it changes. An exclusion has its own line.
fn availability_line(language: Language, changes: &DailyChanges) -> Option<String> {
    let word = |availability: Availability| language.word("availability", availability.as_str()).into();
    let (before, after) = changes.before.zip(changes.after)?;
    (before != after && changes.excluded.is_none())
        .then(|| language.text_with("change-availability", [("from", word(before)), ("to", word(after))]))
}

/// The subject of a query in words, for a page and its feed: the life event and the department. Empty if neither filter
/// is set.
#[must_use]
pub fn subject(snapshot: &Snapshot, query: &ChangesQuery, language: Language) -> String {
    let event = query.event.as_ref().map(|code| {
        snapshot.life_event(code).map_or_else(|| code.to_string(), |event| language.of(&event.name).0.to_owned())
    });
    let department = query.department.as_ref().map(|code| snapshot.department_name(code, language));
    event.into_iter().chain(department).collect::<Vec<_>>().join(&language.text("list-separator"))
}
