//! What a programme sets out to do (取組): its milestones, what it changes, and the day that a law sets for it.

use chrono::NaiveDate;

use super::budget::ProgrammeId;
use super::indicator::IndicatorId;
use super::source::SourceId;

string_enum! {
    /// The progress of a milestone.
    pub enum MilestoneState ("state of a milestone") {
        Planned = "planned",
        Running = "running",
        Done = "done",
        Dropped = "dropped",
    }
}

string_enum! {
    /// What an effect is measured in.
    pub enum EffectMeasure ("measure of an effect") {
        /// Steps of one piece of work.
        Steps = "steps",
        /// Working hours per year.
        Hours = "hours",
        /// Sheets of paper per year.
        Paper = "paper",
    }
}

/// An initiative, the purpose of its budget request, and the indicator it serves if one is named.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Initiative {
    pub programme: ProgrammeId,
    pub id: String,
    pub position: i64,
    pub name: String,
    pub tag: String,
    pub point: String,
    pub indicator: Option<IndicatorId>,
    /// The last day that a law, or a plan based on one, leaves for it (法定期限).
    pub due_on: Option<NaiveDate>,
    /// What sets that day.
    pub legal_basis: Option<String>,
    /// The day on which the initiative was completed; `None` if nothing is recorded, which does not mean that it is not.
    pub done_on: Option<NaiveDate>,
}

/// Where a statutory date stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineStanding {
    /// Done that many days before the last day; 0 on the last day itself.
    Met { done_on: NaiveDate, days_early: i64 },
    /// Done that many days after the last day.
    MetLate { done_on: NaiveDate, days_late: i64 },
    /// Not recorded as done, with that many days left.
    Left { days: i64 },
    /// Not recorded as done, on the last day.
    EndsToday,
    /// The last day was that many days ago, and nothing is recorded as done. Whether it was met is not known.
    Ended { days: i64 },
}

impl Initiative {
    /// Where the statutory date stands; `None` if the initiative has none. A completion dated after `today` has not
    /// happened yet.
    ///
    /// Source: calendar days between the two dates; the last day itself still counts as in time (民法第141条).
    #[must_use]
    pub fn deadline_standing(&self, today: NaiveDate) -> Option<DeadlineStanding> {
        let due_on = self.due_on?;
        let left = days(today, due_on);
        Some(match self.done_on.filter(|done_on| *done_on <= today) {
            Some(done_on) if done_on <= due_on => DeadlineStanding::Met { done_on, days_early: days(done_on, due_on) },
            Some(done_on) => DeadlineStanding::MetLate { done_on, days_late: days(due_on, done_on) },
            None if left > 0 => DeadlineStanding::Left { days: left },
            None if left == 0 => DeadlineStanding::EndsToday,
            None => DeadlineStanding::Ended { days: -left },
        })
    }
}

/// Calendar days from one day to another; negative if the second is earlier.
fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

/// A step of an initiative with its dates.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Milestone {
    pub programme: ProgrammeId,
    pub initiative: String,
    pub position: i64,
    pub name: String,
    pub planned_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub state: MilestoneState,
    pub sample: bool,
}

/// Where a milestone stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MilestoneStanding {
    Dropped,
    /// Reached that many days after the planned day, before it if negative; `None` if either day is not known.
    Done {
        days_late: Option<i64>,
    },
    /// Not reached, with the planned day that many days ago.
    Late {
        days: i64,
    },
    /// Not reached, with that many days left; 0 on the planned day.
    Ahead {
        days: i64,
    },
    /// Not reached, and planned for no day.
    Undated,
}

impl MilestoneStanding {
    /// How many days late the milestone is, or was when it was reached; negative if it was early, and `None` if it is not
    /// late so far or nobody can say.
    #[must_use]
    pub const fn days_late(self) -> Option<i64> {
        match self {
            Self::Done { days_late } => days_late,
            Self::Late { days } => Some(days),
            Self::Dropped | Self::Ahead { .. } | Self::Undated => None,
        }
    }
}

impl Milestone {
    /// Where the milestone stands. A day of completion that has come says that it is reached, whatever its state; a
    /// milestone that was dropped is never late.
    ///
    /// Source: calendar days between the planned day and the day it was reached, or `today`.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> MilestoneStanding {
        let is_done = self.state == MilestoneState::Done || self.done_on.is_some_and(|day| day <= today);
        match (self.state, self.planned_on) {
            (MilestoneState::Dropped, _) => MilestoneStanding::Dropped,
            (_, planned_on) if is_done => MilestoneStanding::Done {
                days_late: planned_on.zip(self.done_on).map(|(planned, done)| days(planned, done)),
            },
            (_, None) => MilestoneStanding::Undated,
            (_, Some(planned)) if planned < today => MilestoneStanding::Late { days: days(planned, today) },
            (_, Some(planned)) => MilestoneStanding::Ahead { days: days(today, planned) },
        }
    }
}

/// The effect of an initiative; `None` where nobody has entered a figure.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Effect {
    pub programme: ProgrammeId,
    pub initiative: String,
    /// Steps of work before and after.
    pub steps_before: Option<i64>,
    pub steps_after: Option<i64>,
    /// Working hours per year before and after.
    pub hours_before: Option<i64>,
    pub hours_after: Option<i64>,
    /// Working hours saved per year.
    pub hours_saved: Option<i64>,
    /// Sheets of paper per year before and after.
    pub paper_before: Option<i64>,
    pub paper_after: Option<i64>,
    /// The day to which the figures refer.
    pub as_of: Option<NaiveDate>,
    pub note: String,
    /// `None` if it is that of the programme.
    pub source: Option<SourceId>,
    pub sample: bool,
}

/// A quantity before and after an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeforeAfter {
    pub before: Option<i64>,
    pub after: Option<i64>,
}

impl BeforeAfter {
    /// After minus before: negative if less is needed than before. `None` unless both are known.
    #[must_use]
    pub fn change(self) -> Option<i64> {
        self.before.zip(self.after).map(|(before, after)| after - before)
    }

    /// Whether either is known.
    #[must_use]
    pub const fn is_known(self) -> bool {
        self.before.is_some() || self.after.is_some()
    }
}

impl Effect {
    /// What was measured before and after.
    #[must_use]
    pub const fn values(&self, measure: EffectMeasure) -> BeforeAfter {
        let (before, after) = match measure {
            EffectMeasure::Steps => (self.steps_before, self.steps_after),
            EffectMeasure::Hours => (self.hours_before, self.hours_after),
            EffectMeasure::Paper => (self.paper_before, self.paper_after),
        };
        BeforeAfter { before, after }
    }

    /// Working hours saved per year: before minus after where both are known, otherwise as entered.
    ///
    /// Source: the product's definition; an import refuses an entered figure that differs from before minus after.
    #[must_use]
    pub fn hours_saved(&self) -> Option<i64> {
        self.values(EffectMeasure::Hours).change().map(|change| -change).or(self.hours_saved)
    }

    /// Whether any figure was entered.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.hours_saved.is_some() || EffectMeasure::ALL.iter().any(|measure| self.values(*measure).is_known())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn initiative(due_on: Option<&str>, done_on: Option<&str>) -> Initiative {
        Initiative {
            programme: "ict-policy".parse().expect("an identifier"),
            id: "standardisation".to_owned(),
            position: 1,
            name: String::new(),
            tag: String::new(),
            point: String::new(),
            indicator: None,
            due_on: due_on.map(day),
            legal_basis: None,
            done_on: done_on.map(day),
        }
    }

    fn milestone(state: MilestoneState, planned_on: Option<&str>, done_on: Option<&str>) -> Milestone {
        Milestone {
            programme: "ict-policy".parse().expect("an identifier"),
            initiative: "standardisation".to_owned(),
            position: 1,
            name: String::new(),
            planned_on: planned_on.map(day),
            done_on: done_on.map(day),
            state,
            sample: false,
        }
    }

    fn effect() -> Effect {
        Effect {
            programme: "ict-policy".parse().expect("an identifier"),
            initiative: "digital_office".to_owned(),
            steps_before: None,
            steps_after: None,
            hours_before: None,
            hours_after: None,
            hours_saved: None,
            paper_before: None,
            paper_after: None,
            as_of: None,
            note: String::new(),
            source: None,
            sample: false,
        }
    }

    #[test]
    fn a_statutory_date_counts_down_to_its_last_day_and_then_up() {
        let standing = |today| initiative(Some("2026-03-31"), None).deadline_standing(day(today));
        assert_eq!(standing("2026-03-01"), Some(DeadlineStanding::Left { days: 30 }));
        assert_eq!(standing("2026-03-30"), Some(DeadlineStanding::Left { days: 1 }));
        assert_eq!(standing("2026-03-31"), Some(DeadlineStanding::EndsToday));
        assert_eq!(standing("2026-04-01"), Some(DeadlineStanding::Ended { days: 1 }));
        assert_eq!(standing("2026-11-22"), Some(DeadlineStanding::Ended { days: 236 }));
        assert_eq!(initiative(None, Some("2026-03-31")).deadline_standing(day("2026-04-01")), None);
    }

    #[test]
    fn a_statutory_date_is_met_on_its_last_day_and_late_on_the_next() {
        let standing = |done_on| initiative(Some("2026-03-31"), Some(done_on)).deadline_standing(day("2026-11-22"));
        let on = |text| day(text);
        assert_eq!(standing("2026-03-21"), Some(DeadlineStanding::Met { done_on: on("2026-03-21"), days_early: 10 }));
        assert_eq!(standing("2026-03-31"), Some(DeadlineStanding::Met { done_on: on("2026-03-31"), days_early: 0 }));
        assert_eq!(standing("2026-04-01"), Some(DeadlineStanding::MetLate { done_on: on("2026-04-01"), days_late: 1 }));
        // A day that has not come yet is a plan, not a completion.
        assert_eq!(standing("2026-12-01"), Some(DeadlineStanding::Ended { days: 236 }));
    }

    #[test]
    fn a_milestone_is_late_from_the_day_after_its_planned_day_until_it_is_reached() {
        let open = milestone(MilestoneState::Running, Some("2025-03-31"), None);
        assert_eq!(open.standing(day("2025-03-30")), MilestoneStanding::Ahead { days: 1 });
        assert_eq!(open.standing(day("2025-03-31")), MilestoneStanding::Ahead { days: 0 });
        assert_eq!(open.standing(day("2025-04-01")), MilestoneStanding::Late { days: 1 });
        let done = milestone(MilestoneState::Done, Some("2024-10-01"), Some("2024-11-05"));
        assert_eq!(done.standing(day("2026-11-22")), MilestoneStanding::Done { days_late: Some(35) });
        let early = milestone(MilestoneState::Done, Some("2024-09-30"), Some("2024-09-27"));
        assert_eq!(early.standing(day("2026-11-22")).days_late(), Some(-3));
    }

    #[test]
    fn what_is_not_known_about_a_milestone_is_not_made_up() {
        let today = day("2026-11-22");
        let done = milestone(MilestoneState::Done, Some("2024-10-01"), None);
        assert_eq!(done.standing(today), MilestoneStanding::Done { days_late: None });
        let undated = milestone(MilestoneState::Planned, None, None);
        assert_eq!(undated.standing(today), MilestoneStanding::Undated);
        let dropped = milestone(MilestoneState::Dropped, Some("2025-03-31"), None);
        assert_eq!((dropped.standing(today), dropped.standing(today).days_late()), (MilestoneStanding::Dropped, None));
        // The day says that it was reached, though nobody has changed the state.
        let forgotten = milestone(MilestoneState::Running, Some("2025-03-31"), Some("2025-04-02"));
        assert_eq!(forgotten.standing(today), MilestoneStanding::Done { days_late: Some(2) });
        assert_eq!(forgotten.standing(day("2025-04-01")), MilestoneStanding::Late { days: 1 });
    }

    #[test]
    fn hours_saved_follow_from_before_and_after_and_are_otherwise_as_entered() {
        let entered = Effect { hours_saved: Some(1200), hours_before: Some(3000), ..effect() };
        assert_eq!(entered.hours_saved(), Some(1200));
        let measured = Effect { hours_after: Some(3100), hours_saved: None, ..entered.clone() };
        assert_eq!(measured.hours_saved(), Some(-100));
        assert_eq!(effect().hours_saved(), None);
        assert!(entered.is_measured() && !effect().is_measured());
        assert_eq!(entered.values(EffectMeasure::Hours).change(), None, "one of two is no change");
    }

    proptest! {
        #[test]
        fn a_deadline_moves_by_one_a_day(start in 0i64..20_000, due in 0i64..20_000) {
            let at = |offset: i64| NaiveDate::default() + chrono::Duration::days(offset);
            let mut initiative = initiative(None, None);
            initiative.due_on = Some(at(due));
            let left = |today| match initiative.deadline_standing(today) {
                Some(DeadlineStanding::Left { days }) => days,
                Some(DeadlineStanding::EndsToday) => 0,
                Some(DeadlineStanding::Ended { days }) => -days,
                other => panic!("{other:?}"),
            };
            prop_assert_eq!(left(at(start)), due - start);
            prop_assert_eq!(left(at(start + 1)), due - start - 1);
        }
    }
}
