//! `/api/v1/initiatives`: what the programmes set out to do, by when, and what it changes.

use chrono::NaiveDate;
use domain::budget::ProgrammeId;
use domain::indicator::IndicatorId;
use domain::initiative::{DeadlineStanding, Effect, EffectMeasure, Initiative, Milestone, MilestoneState};
use domain::source::SourceId;
use serde::Serialize;

use super::budget::{programme_of, title_of};
use super::list::{Asked, Content, List, given};
use crate::server::query::QueryError;
use crate::server::read_model::snapshot::Snapshot;

/// Initiatives by programme and position.
pub(super) const LIST: List = List {
    name: "initiatives",
    parameters: &["programme", "indicator"],
    fields: &[
        "programme",
        "id",
        "position",
        "name",
        "tag",
        "point",
        "indicator",
        "due_on",
        "legal_basis",
        "done_on",
        "deadline",
        "deadline_days",
        "milestones.name",
        "milestones.planned_on",
        "milestones.done_on",
        "milestones.state",
        "milestones.days_late",
        "milestones.sample",
        "effect.steps_before",
        "effect.steps_after",
        "effect.hours_before",
        "effect.hours_after",
        "effect.hours_saved",
        "effect.paper_before",
        "effect.paper_after",
        "effect.as_of",
        "effect.note",
        "effect.source",
        "effect.sample",
        "source",
        "source_title",
        "sample",
    ],
    answer: list,
};

string_enum! {
    /// Where a statutory date stands today.
    pub enum Deadline ("state of a deadline") {
        /// Done on or before the day.
        Met = "met",
        MetLate = "met_late",
        /// Not recorded as done, and the day is still to come.
        Open = "open",
        Today = "today",
        /// The day has passed and nothing is recorded as done. Whether it was met is not known.
        Ended = "ended",
    }
}

/// One initiative.
#[derive(Debug, Serialize)]
struct InitiativeRecord<'a> {
    programme: &'a ProgrammeId,
    id: &'a str,
    /// Position on the sheet, starting at 1.
    position: i64,
    name: &'a str,
    /// 新規, 拡充 or `null`.
    tag: Option<&'a str>,
    /// The point of the request.
    point: Option<&'a str>,
    /// The indicator that it serves.
    indicator: Option<&'a IndicatorId>,
    /// The last day that a law leaves for it.
    due_on: Option<NaiveDate>,
    /// What sets that day.
    legal_basis: Option<&'a str>,
    /// The day on which it was completed; `null` if nothing is recorded.
    done_on: Option<NaiveDate>,
    /// `null` without `due_on`.
    deadline: Option<Deadline>,
    /// Days from today, or from the completion, to `due_on`: negative if it has passed.
    deadline_days: Option<i64>,
    /// In order.
    milestones: Vec<MilestoneRecord<'a>>,
    /// What it changes; `null` if nobody has entered anything.
    effect: Option<EffectRecord<'a>>,
    source: Option<&'a SourceId>,
    source_title: Option<&'a str>,
    /// Whether any milestone or the effect is sample data.
    sample: bool,
}

#[derive(Debug, Serialize)]
struct MilestoneRecord<'a> {
    name: &'a str,
    planned_on: Option<NaiveDate>,
    done_on: Option<NaiveDate>,
    state: MilestoneState,
    /// Days late when it was reached, or today if it is not; negative if early, `null` if it is not late so far or not
    /// known.
    days_late: Option<i64>,
    sample: bool,
}

/// Per year for hours and sheets of paper.
#[derive(Debug, Serialize)]
struct EffectRecord<'a> {
    steps_before: Option<i64>,
    steps_after: Option<i64>,
    hours_before: Option<i64>,
    hours_after: Option<i64>,
    /// Before minus after, or as entered.
    hours_saved: Option<i64>,
    paper_before: Option<i64>,
    paper_after: Option<i64>,
    as_of: Option<NaiveDate>,
    note: Option<&'a str>,
    source: Option<&'a SourceId>,
    sample: bool,
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let programme: Option<ProgrammeId> = asked.parameters.read("programme")?;
    let indicator: Option<IndicatorId> = asked.parameters.read("indicator")?;
    let found: Vec<&Initiative> = asked
        .snapshot
        .book
        .initiatives
        .iter()
        .filter(|initiative| programme.as_ref().is_none_or(|programme| initiative.programme == *programme))
        .filter(|initiative| indicator.as_ref().is_none_or(|id| initiative.indicator.as_ref() == Some(id)))
        .collect();
    asked.render(&found, |initiative| record(asked.snapshot, initiative, asked.today))
}

fn record<'a>(snapshot: &'a Snapshot, initiative: &'a Initiative, today: NaiveDate) -> InitiativeRecord<'a> {
    let programme = programme_of(snapshot, &initiative.programme);
    let milestones: Vec<&Milestone> = snapshot
        .book
        .milestones
        .iter()
        .filter(|one| one.programme == initiative.programme && one.initiative == initiative.id)
        .collect();
    let effect = snapshot
        .book
        .effects
        .iter()
        .find(|one| one.programme == initiative.programme && one.initiative == initiative.id);
    let (deadline, deadline_days) = match initiative.deadline_standing(today) {
        None => (None, None),
        Some(DeadlineStanding::Met { days_early, .. }) => (Some(Deadline::Met), Some(days_early)),
        Some(DeadlineStanding::MetLate { days_late, .. }) => (Some(Deadline::MetLate), Some(-days_late)),
        Some(DeadlineStanding::Left { days }) => (Some(Deadline::Open), Some(days)),
        Some(DeadlineStanding::EndsToday) => (Some(Deadline::Today), Some(0)),
        Some(DeadlineStanding::Ended { days }) => (Some(Deadline::Ended), Some(-days)),
    };
    InitiativeRecord {
        programme: &initiative.programme,
        id: &initiative.id,
        position: initiative.position,
        name: &initiative.name,
        tag: given(&initiative.tag),
        point: given(&initiative.point),
        indicator: initiative.indicator.as_ref(),
        due_on: initiative.due_on,
        legal_basis: initiative.legal_basis.as_deref().and_then(given),
        done_on: initiative.done_on,
        deadline,
        deadline_days,
        sample: milestones.iter().any(|one| one.sample) || effect.is_some_and(|effect| effect.sample),
        milestones: milestones
            .into_iter()
            .map(|one| MilestoneRecord {
                name: &one.name,
                planned_on: one.planned_on,
                done_on: one.done_on,
                state: one.state,
                days_late: one.standing(today).days_late(),
                sample: one.sample,
            })
            .collect(),
        effect: effect.map(|effect| effect_record(effect, programme.map(|programme| &programme.source))),
        source: programme.map(|programme| &programme.source),
        source_title: title_of(snapshot, programme),
    }
}

fn effect_record<'a>(effect: &'a Effect, of_programme: Option<&'a SourceId>) -> EffectRecord<'a> {
    let [steps, hours, paper] =
        [EffectMeasure::Steps, EffectMeasure::Hours, EffectMeasure::Paper].map(|measure| effect.values(measure));
    EffectRecord {
        steps_before: steps.before,
        steps_after: steps.after,
        hours_before: hours.before,
        hours_after: hours.after,
        hours_saved: effect.hours_saved(),
        paper_before: paper.before,
        paper_after: paper.after,
        as_of: effect.as_of,
        note: given(&effect.note),
        source: effect.source.as_ref().or(of_programme),
        sample: effect.sample,
    }
}
