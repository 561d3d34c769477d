//! `/api/v1/changes`: past and planned changes of the catalogue.

use chrono::NaiveDate;
use domain::availability::Availability;
use domain::calendar::FiscalYear;
use domain::planned_year::PlannedYear;
use domain::procedure::{DepartmentCode, LifeEventCode, ProcedureId, Step, StepState};
use domain::source::SourceId;
use domain::timeline::{ChangeKind, DailyChanges};
use serde::Serialize;

use super::list::{Asked, Content, List, given};
use crate::server::query::QueryError;
use crate::server::read_model::change_search::ChangesQuery;
use crate::server::read_model::departments::no_such_department;
use crate::server::read_model::figures::{CatalogueChange, ChangeNews};

/// The list of changes, newest date first, plans without a date last.
pub(super) const LIST: List = List {
    name: "changes",
    parameters: &["procedure", "event", "department", "kind", "from", "to"],
    fields: &[
        "procedure",
        "procedure_name",
        "procedure_name_easy",
        "procedure_name_en",
        "department",
        "department_name",
        "department_name_en",
        "life_events",
        "kind",
        "effective_on",
        "recorded_on",
        "planned_fiscal_year",
        "planned_or_later",
        "availability_before",
        "availability",
        "changes.step",
        "changes.from",
        "changes.to",
        "excluded",
        "sample",
        "source",
        "source_title",
    ],
    answer: list,
};

/// Everything that changes about one procedure on one day, or a plan without a date.
#[derive(Debug, Serialize)]
struct ChangeRecord<'a> {
    /// Id of the procedure.
    procedure: &'a ProcedureId,
    procedure_name: &'a str,
    procedure_name_easy: Option<&'a str>,
    procedure_name_en: Option<&'a str>,
    /// Code of the department in charge (所管課).
    department: Option<&'a DepartmentCode>,
    department_name: Option<&'a str>,
    department_name_en: Option<&'a str>,
    /// Codes of life events.
    life_events: &'a [LifeEventCode],
    kind: ChangeKind,
    /// The effective date; `null` for a plan without one.
    effective_on: Option<NaiveDate>,
    /// The last day on which any of the underlying data was recorded; `null` for the end of a procedure that came with
    /// its entry, and for a plan without a date.
    recorded_on: Option<NaiveDate>,
    /// The year of a plan without a date; otherwise `null`.
    planned_fiscal_year: Option<FiscalYear>,
    /// Whether the plan is for that year or any later one.
    planned_or_later: Option<bool>,
    /// The availability before and after. A state that first became known on this day is assumed to have applied
    /// before.
    availability_before: Option<Availability>,
    availability: Option<Availability>,
    /// The steps whose state changes.
    changes: Vec<StepRecord>,
    /// Whether it is excluded (適用除外) from that day on; `null` if that does not change.
    excluded: Option<bool>,
    /// Whether this is sample data, made up for a demonstration.
    sample: bool,
    source: &'a SourceId,
    source_title: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct StepRecord {
    step: Step,
    from: Option<StepState>,
    to: StepState,
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let query = ChangesQuery::of(asked.parameters)?;
    // It would look like a department without changes.
    if let Some(code) = query.department.as_ref().filter(|code| asked.snapshot.former_department(code).is_some()) {
        return Err(no_such_department(asked.snapshot, code));
    }
    let changes = asked.snapshot.changes_on(asked.today);
    asked.render(&query.results(asked.snapshot, &changes), |change| record(asked, change))
}

fn record<'a>(asked: &Asked<'a>, change: &CatalogueChange) -> ChangeRecord<'a> {
    let snapshot = asked.snapshot;
    let procedure = &snapshot.procedures[change.procedure];
    let department = procedure.department.as_ref().and_then(|code| snapshot.department(code));
    let (day, plan, end) = match &change.news {
        ChangeNews::Day(day) => (Some(day), None, None),
        ChangeNews::Plan(plan) => (None, Some(*plan), None),
        ChangeNews::End(end) => (None, None, Some(end)),
    };
    ChangeRecord {
        procedure: &procedure.id,
        procedure_name: &procedure.name.ja,
        procedure_name_easy: given(&procedure.name.easy),
        procedure_name_en: given(&procedure.name.en),
        department: procedure.department.as_ref(),
        department_name: department.and_then(|department| given(&department.name)),
        department_name_en: department.and_then(|department| given(&department.name_en)),
        life_events: &procedure.life_events,
        kind: change.kind(),
        effective_on: change.on(),
        recorded_on: day.map(|day| day.recorded_on).or_else(|| end?.recorded_on),
        planned_fiscal_year: plan.map(PlannedYear::first_year),
        planned_or_later: plan.map(PlannedYear::is_or_later),
        availability_before: day.and_then(|day| day.before),
        availability: day.and_then(|day| day.after),
        changes: day.map(steps).unwrap_or_default(),
        excluded: day.and_then(|day| day.excluded),
        sample: procedure.sample,
        source: &procedure.source,
        source_title: snapshot.source(&procedure.source).and_then(|source| given(&source.title)),
    }
}

fn steps(day: &DailyChanges) -> Vec<StepRecord> {
    let steps = day.new_step_changes();
    steps.map(|change| StepRecord { step: change.step, from: change.from, to: change.to }).collect()
}
