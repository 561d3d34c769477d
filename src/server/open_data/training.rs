//! `/api/v1/courses`, `/api/v1/training` and `/api/v1/training-counts`: who has to take which course, and how many have
//! done so by which day.

use chrono::NaiveDate;
use domain::budget::{Programme, ProgrammeId};
use domain::source::SourceId;
use domain::training::{Duty, PlannedCourse, PlannedRole, Training, TrainingCount, TrainingMode, TrainingPlan};
use serde::Serialize;

use super::budget::title_of;
use super::list::{Asked, Content, List, given, two_decimals};
use crate::server::query::QueryError;
use crate::server::read_model::snapshot::Snapshot;

/// Courses by programme, in the order of the plan.
pub(super) const COURSES: List = List {
    name: "courses",
    parameters: &["programme"],
    fields: &["programme", "course", "name_en", "level", "note", "source", "source_title", "sample"],
    answer: courses,
};

/// Entries of the training plan by programme, role and position.
pub(super) const TRAINING: List = List {
    name: "training",
    parameters: &["programme", "role"],
    fields: &[
        "programme",
        "role",
        "role_en",
        "role_staff",
        "role_staff_as_of",
        "position",
        "course",
        "mode",
        "duty",
        "people",
        "done",
        "as_of",
        "due_on",
        "source",
        "source_title",
        "sample",
    ],
    answer: training,
};

/// Dated counts by programme, role, course and day.
pub(super) const COUNTS: List = List {
    name: "training-counts",
    parameters: &["programme", "role"],
    fields: &["programme", "role", "course", "as_of", "people", "done", "share", "source", "source_title", "sample"],
    answer: counts,
};

/// One course of the training plan.
#[derive(Debug, Serialize)]
struct CourseRecord<'a> {
    programme: &'a ProgrammeId,
    /// Its name, as the plan prints it.
    course: &'a str,
    name_en: Option<&'a str>,
    /// Such as 基礎 or 実践.
    level: Option<&'a str>,
    note: Option<&'a str>,
    source: &'a SourceId,
    source_title: Option<&'a str>,
    sample: bool,
}

/// One entry of the training plan.
#[derive(Debug, Serialize)]
struct TrainingRecord<'a> {
    programme: &'a ProgrammeId,
    role: &'a str,
    role_en: Option<&'a str>,
    /// People in the role.
    role_staff: Option<i64>,
    role_staff_as_of: Option<NaiveDate>,
    /// Position among the entries of the role, starting at 1.
    position: i64,
    /// `null` if the source does not say which course it is.
    course: Option<&'a str>,
    mode: Option<TrainingMode>,
    duty: Duty,
    /// People who have to take it.
    people: Option<i64>,
    /// How many of them had done so on `as_of`, by the newest count.
    done: Option<i64>,
    as_of: Option<NaiveDate>,
    /// The day by which the plan wants them to have done so.
    due_on: Option<NaiveDate>,
    /// The source of the numbers, or of the entry if they have none of their own.
    source: &'a SourceId,
    source_title: Option<&'a str>,
    sample: bool,
}

/// How many people of a role had done a course by a day.
#[derive(Debug, Serialize)]
struct CountRecord<'a> {
    programme: &'a ProgrammeId,
    role: &'a str,
    /// `null` for everything that is required of the role.
    course: Option<&'a str>,
    as_of: NaiveDate,
    people: Option<i64>,
    done: i64,
    /// `done` ÷ `people` in percent, two decimals.
    share: Option<f64>,
    source: &'a SourceId,
    source_title: Option<&'a str>,
    sample: bool,
}

/// The plan of each programme, or of the one that is asked for.
fn plans<'a>(asked: &'a Asked<'_>) -> Result<Vec<(&'a Programme, TrainingPlan<'a>)>, QueryError> {
    let programme: Option<ProgrammeId> = asked.parameters.read("programme")?;
    let book = &asked.snapshot.book;
    let chosen = book.programmes.iter().filter(|one| programme.as_ref().is_none_or(|programme| one.id == *programme));
    Ok(chosen.map(|programme| (programme, TrainingPlan::of(book, &programme.id))).collect())
}

/// A source of a row, or that of its programme, with its title.
fn source<'a>(
    snapshot: &'a Snapshot,
    programme: &'a Programme,
    own: Option<&'a SourceId>,
) -> (&'a SourceId, Option<&'a str>) {
    match own {
        Some(own) => (own, snapshot.source(own).and_then(|source| given(&source.title))),
        None => (&programme.source, title_of(snapshot, Some(programme))),
    }
}

fn courses(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let plans = plans(asked)?;
    let found: Vec<(&Programme, &PlannedCourse<'_>)> = plans
        .iter()
        .flat_map(|(programme, plan)| plan.courses.iter().map(move |course| (*programme, course)))
        .collect();
    asked.render(&found, |(programme, planned)| {
        let course = planned.course;
        let (source, source_title) =
            source(asked.snapshot, programme, course.and_then(|course| course.source.as_ref()));
        CourseRecord {
            programme: &programme.id,
            course: planned.name,
            name_en: course.and_then(|course| given(&course.name_en)),
            level: course.and_then(|course| given(&course.level)),
            note: course.and_then(|course| given(&course.note)),
            source,
            source_title,
            sample: course.is_some_and(|course| course.sample),
        }
    })
}

fn training(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let plans = plans(asked)?;
    let role = asked.parameters.text("role");
    let mut found: Vec<(&Programme, &TrainingPlan<'_>, &PlannedRole<'_>, &Training)> = Vec::new();
    for (programme, plan) in &plans {
        for planned in plan.roles.iter().filter(|planned| role.is_none_or(|role| planned.name == role)) {
            found.extend(planned.entries.iter().map(|entry| (*programme, plan, planned, *entry)));
        }
    }
    asked.render(&found, |(programme, plan, planned, entry)| {
        let completion = plan.completion(entry);
        let (source, source_title) = source(asked.snapshot, programme, completion.source.or(entry.source.as_ref()));
        TrainingRecord {
            programme: &programme.id,
            role: planned.name,
            role_en: planned.role.and_then(|role| given(&role.name_en)),
            role_staff: planned.role.and_then(|role| role.staff),
            role_staff_as_of: planned.role.and_then(|role| role.as_of),
            position: entry.position,
            course: given(&entry.course),
            mode: entry.mode,
            duty: entry.duty,
            people: completion.people,
            done: completion.done,
            as_of: completion.as_of,
            due_on: entry.due_on,
            source,
            source_title,
            sample: entry.sample || completion.sample,
        }
    })
}

fn counts(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let plans = plans(asked)?;
    let role = asked.parameters.text("role");
    let mut found: Vec<(&Programme, &TrainingPlan<'_>, &TrainingCount)> = Vec::new();
    for (programme, plan) in &plans {
        let mut counts: Vec<&TrainingCount> =
            plan.counts().iter().copied().filter(|count| role.is_none_or(|role| count.role == role)).collect();
        counts
            .sort_by(|one, other| (&one.role, &one.course, one.as_of).cmp(&(&other.role, &other.course, other.as_of)));
        found.extend(counts.into_iter().map(|count| (*programme, plan, count)));
    }
    asked.render(&found, |(programme, plan, count)| {
        let completion = plan.completion_of_count(count);
        let (source, source_title) = source(asked.snapshot, programme, count.source.as_ref());
        CountRecord {
            programme: &programme.id,
            role: &count.role,
            course: given(&count.course),
            as_of: count.as_of,
            people: completion.people,
            done: count.done,
            share: completion.share().percent().map(two_decimals),
            source,
            source_title,
            sample: count.sample,
        }
    })
}
