//! How many have done what the plan asks for, and how that compares with the days that it sets.

use chrono::NaiveDate;

use super::{Duty, PlannedRole, Training, TrainingCount, TrainingPlan};
use crate::rate::Rate;
use crate::source::SourceId;

/// How many have done something, of how many who have to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completion<'a> {
    /// `None` if nobody has entered it.
    pub people: Option<i64>,
    pub done: Option<i64>,
    /// The day of `done`.
    pub as_of: Option<NaiveDate>,
    /// `None` if it is that of the programme.
    pub source: Option<&'a SourceId>,
    pub sample: bool,
}

impl Completion<'_> {
    /// The two numbers, if both are known: done and people.
    #[must_use]
    pub fn numbers(&self) -> Option<(u64, u64)> {
        self.done.zip(self.people).map(|(done, people)| (done.unsigned_abs(), people.unsigned_abs()))
    }

    /// Done ÷ people who have to; without a value if either is not known.
    ///
    /// Source: the product's definition "training share".
    #[must_use]
    pub fn share(&self) -> Rate {
        let (done, people) = self.numbers().unwrap_or((0, 0));
        Rate::new(done, people)
    }

    /// Whether everyone has done it; `None` if that is not known.
    #[must_use]
    pub fn is_complete(&self) -> Option<bool> {
        self.numbers().map(|(done, people)| done >= people)
    }
}

/// How far the required courses of a role have got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleProgress<'a> {
    /// The required entries of which both numbers are known.
    pub counted: Vec<(&'a Training, Completion<'a>)>,
    /// The required entries of which one is not known.
    pub unknown: Vec<&'a Training>,
}

impl RoleProgress<'_> {
    /// Completions of required courses ÷ completions that the plan asks for, over the courses of which both are known.
    ///
    /// Source: the product's definition "training progress". A person who has to take three courses counts three times.
    #[must_use]
    pub fn share(&self) -> Rate {
        let numbers = || self.counted.iter().filter_map(|(_, completion)| completion.numbers());
        Rate::new(numbers().map(|(done, _)| done).sum(), numbers().map(|(_, people)| people).sum())
    }

    /// The days of the counts, the oldest and the newest.
    #[must_use]
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let days = || self.counted.iter().filter_map(|(_, completion)| completion.as_of);
        days().min().zip(days().max())
    }

    /// Whether any of the numbers is sample data.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.counted.iter().any(|(_, completion)| completion.sample)
    }
}

/// How the required courses of a role stand against the days that the plan sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoleSchedule {
    /// Courses past their day that not everyone had done by then, as a count of that day or a later one says, and how many
    /// days the oldest of them is late.
    pub late: usize,
    pub days_late: i64,
    /// Courses past their day of which no count of that day or a later one says whether everyone has done them.
    pub past_unknown: usize,
    /// The next day that the plan sets for a course that not everyone is known to have done.
    pub next: Option<NaiveDate>,
    /// Courses for which the plan sets a day.
    pub dated: usize,
}

impl<'a> TrainingPlan<'a> {
    /// What a dated count says. Where the people who have to do it were not counted with it, they are those of the plan.
    #[must_use]
    pub fn completion_of_count(&self, count: &'a TrainingCount) -> Completion<'a> {
        let role = self.role(&count.role);
        let of_plan = || {
            if count.course.is_empty() {
                return role?.role?.staff;
            }
            role?.entries.iter().find(|entry| entry.course == count.course).and_then(|entry| self.people(entry))
        };
        Completion {
            people: count.staff.or_else(of_plan),
            done: Some(count.done),
            as_of: Some(count.as_of),
            source: count.source.as_ref(),
            sample: count.sample,
        }
    }

    /// The newest count of the people of a role who have done everything required of it.
    #[must_use]
    pub fn whole_role(&self, role: &str) -> Option<&'a TrainingCount> {
        self.counts.iter().rev().find(|count| count.role == role && count.course.is_empty()).copied()
    }

    /// People who have to take a course: as entered for it; for a required course otherwise everyone in the role.
    #[must_use]
    pub fn people(&self, entry: &Training) -> Option<i64> {
        let everyone = || self.role(&entry.role)?.role?.staff;
        entry.staff.or_else(|| (entry.duty == Duty::Required).then(everyone).flatten())
    }

    /// The newest that is known about an entry: its own numbers, or the dated counts of its course. Of two of one day,
    /// the dated count is taken; a number without a day is the oldest.
    #[must_use]
    pub fn completion(&self, entry: &'a Training) -> Completion<'a> {
        let own = Completion {
            people: self.people(entry),
            done: entry.done,
            as_of: entry.as_of,
            source: entry.source.as_ref(),
            sample: entry.sample,
        };
        let counted = self
            .counts
            .iter()
            .rev()
            .find(|count| !count.course.is_empty() && count.role == entry.role && count.course == entry.course);
        match counted {
            Some(count) if entry.done.is_none() || entry.as_of.is_none_or(|day| day <= count.as_of) => {
                let people = count.staff.or(own.people);
                Completion { people, ..self.completion_of_count(count) }
            }
            _ => own,
        }
    }

    /// How far the required courses of a role have got, by the newest counts.
    #[must_use]
    pub fn progress(&self, role: &PlannedRole<'a>) -> RoleProgress<'a> {
        let mut progress = RoleProgress { counted: Vec::new(), unknown: Vec::new() };
        for entry in role.entries.iter().copied().filter(|entry| entry.duty == Duty::Required) {
            let completion = self.completion(entry);
            if completion.numbers().is_some() {
                progress.counted.push((entry, completion));
            } else {
                progress.unknown.push(entry);
            }
        }
        progress
    }

    /// How the required courses of a role stand against the days that the plan sets. The day itself is still in time. A
    /// count from before the day, or without a day, cannot say that anybody is late.
    #[must_use]
    pub fn schedule(&self, role: &PlannedRole<'a>, today: NaiveDate) -> RoleSchedule {
        let mut schedule = RoleSchedule::default();
        for entry in role.entries.iter().copied().filter(|entry| entry.duty == Duty::Required) {
            let Some(due_on) = entry.due_on else { continue };
            schedule.dated += 1;
            let completion = self.completion(entry);
            let is_counted_since = completion.as_of.is_some_and(|day| day >= due_on);
            match completion.is_complete() {
                Some(true) => {}
                _ if due_on >= today => {
                    schedule.next = Some(schedule.next.map_or(due_on, |next| next.min(due_on)));
                }
                Some(false) if is_counted_since => {
                    schedule.late += 1;
                    schedule.days_late = schedule.days_late.max((today - due_on).num_days());
                }
                _ => schedule.past_unknown += 1,
            }
        }
        schedule
    }
}
