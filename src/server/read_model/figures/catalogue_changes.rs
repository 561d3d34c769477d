//! Past and planned changes of the whole catalogue, from the dated events, the plans and the ends of its procedures.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::availability::Availability;
use domain::ending::{EndingKind, Validity};
use domain::planned_year::PlannedYear;
use domain::procedure::Procedure;
use domain::timeline::{ChangeKind, DailyChanges, changes_by_day};

/// One entry of the list of changes: the index of a procedure in the catalogue, and its change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueChange {
    pub procedure: usize,
    pub news: ChangeNews,
}

/// The content of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeNews {
    /// Everything that changes on one day, past or future.
    Day(DailyChanges),
    /// Going online in a fiscal year, or in it or later, with no date recorded.
    Plan(PlannedYear),
    /// The end of a procedure, past or future, or the withdrawal of an entry.
    End(EndNews),
}

/// The end of a procedure, or the withdrawal of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndNews {
    pub on: NaiveDate,
    /// `None` if it came with the entry.
    pub recorded_on: Option<NaiveDate>,
    /// Never [`ChangeKind::Planned`] for the withdrawal of an entry.
    pub kind: ChangeKind,
}

impl EndNews {
    /// The last day on which it was recorded or took effect, whichever was later. `None` if it is to come and no day of
    /// recording is known.
    #[must_use]
    pub fn recorded_since(&self, today: NaiveDate) -> Option<NaiveDate> {
        if self.on <= today { Some(self.recorded_on.map_or(self.on, |day| day.max(self.on))) } else { self.recorded_on }
    }
}

impl CatalogueChange {
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match &self.news {
            ChangeNews::Day(changes) => changes.kind,
            ChangeNews::Plan(_) => ChangeKind::Planned,
            ChangeNews::End(end) => end.kind,
        }
    }

    /// The effective date, or `None` for a plan without one.
    #[must_use]
    pub fn on(&self) -> Option<NaiveDate> {
        match &self.news {
            ChangeNews::Day(changes) => Some(changes.on),
            ChangeNews::Plan(_) => None,
            ChangeNews::End(end) => Some(end.on),
        }
    }

    /// Sort key among plans: the soonest first, those without a date last.
    #[must_use]
    pub fn days_until(&self) -> (bool, Option<NaiveDate>, Option<PlannedYear>) {
        match &self.news {
            ChangeNews::Day(changes) => (false, Some(changes.on), None),
            ChangeNews::Plan(plan) => (true, None, Some(*plan)),
            ChangeNews::End(end) => (false, Some(end.on), None),
        }
    }
}

/// All changes of a catalogue, from what was recorded by `today`. They are ordered by date, newest first, so that
/// future changes come before past ones. Plans without a date follow, the soonest first. Within a day, the order is
/// that of the catalogue.
///
/// The first known state is not a change, because nothing was known before it. A plan is listed only while it adds to
/// the record: no date is known, the procedure is neither complete nor excluded, and the year is not
/// over. A plan for a year or later is never over.
///
/// What would change after the end of a procedure is not listed. Of an entry made by mistake, only its withdrawal is.
#[must_use]
pub fn catalogue_changes(procedures: &[Procedure], today: NaiveDate) -> Vec<CatalogueChange> {
    let mut changes: Vec<CatalogueChange> =
        procedures.iter().enumerate().flat_map(|(number, procedure)| changes_of(number, procedure, today)).collect();
    changes.sort_by_key(|change| match &change.news {
        ChangeNews::Day(day) => (false, Some(Reverse(day.on)), None, change.procedure),
        ChangeNews::Plan(plan) => (true, None, Some(*plan), change.procedure),
        ChangeNews::End(end) => (false, Some(Reverse(end.on)), None, change.procedure),
    });
    changes
}

fn changes_of(number: usize, procedure: &Procedure, today: NaiveDate) -> Vec<CatalogueChange> {
    let mut days = changes_by_day(&procedure.step_events, &procedure.exclusion_events, today);
    let ending = procedure.ending_known(today);
    let validity = procedure.validity(today, today);
    let before_end = |day: NaiveDate| match ending.map(|ending| (ending.kind, ending.on)) {
        Some((EndingKind::Abolished, end)) => day < end,
        Some((EndingKind::Withdrawn, _)) => validity != Validity::Withdrawn,
        None => true,
    };
    days.retain(|day| day.is_news() && before_end(day.on));
    let with_day = days.iter().any(|day| day.kind == ChangeKind::Planned);
    let plan = procedure.planned_fiscal_year.filter(|plan| {
        !with_day
            && !plan.is_over_on(today)
            && before_end(today)
            && before_end(plan.first_year().first_day())
            && !matches!(procedure.availability_at(today, today), Some(Availability::Complete | Availability::Excluded))
    });
    let end = ending.and_then(|ending| {
        let kind = match (ending.kind, ending.on <= today) {
            (EndingKind::Abolished, true) => ChangeKind::Ended,
            (EndingKind::Abolished, false) => ChangeKind::Planned,
            (EndingKind::Withdrawn, true) => ChangeKind::EntryWithdrawn,
            (EndingKind::Withdrawn, false) => return None,
        };
        Some(EndNews { on: ending.on, recorded_on: procedure.ending_recorded_on(today), kind })
    });
    days.into_iter()
        .map(ChangeNews::Day)
        .chain(plan.map(ChangeNews::Plan))
        .chain(end.map(ChangeNews::End))
        .map(|news| CatalogueChange { procedure: number, news })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use domain::calendar::FiscalYear;
    use domain::ending::{Ending, PastEnding};
    use domain::history::{ExclusionEvent, StepEvent};
    use domain::procedure::{Step, StepState};
    use domain::timeline::StepChange;

    pub(in crate::server) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    pub(in crate::server) fn procedure(id: &str, step_events: Vec<StepEvent>) -> Procedure {
        let known = Procedure::unknown(id.parse().expect("an identifier"), "list".parse().expect("an identifier"));
        Procedure { step_events, ..known }
    }

    pub(in crate::server) fn event(step: Step, state: StepState, on: NaiveDate) -> StepEvent {
        StepEvent { step, state, effective_on: on, recorded_on: on }
    }

    fn changed(change: &CatalogueChange) -> &DailyChanges {
        match &change.news {
            ChangeNews::Day(changes) => changes,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_first_state_of_a_step_is_not_a_change() {
        let only = [procedure("a", vec![event(Step::Apply, StepState::Online, day(2022, 4, 1))])];
        assert_eq!(catalogue_changes(&only, day(2026, 1, 1)), []);
    }

    #[test]
    fn changes_of_one_day_stand_together_and_the_newest_day_comes_first() {
        let (old, new) = (day(2020, 4, 1), day(2024, 4, 1));
        let states = |id: &str, later: NaiveDate| {
            procedure(
                id,
                vec![
                    event(Step::Apply, StepState::Counter, old),
                    event(Step::Pay, StepState::Counter, old),
                    event(Step::Apply, StepState::Online, later),
                    event(Step::Pay, StepState::Online, later),
                ],
            )
        };
        let procedures = [states("a", new), states("b", day(2025, 4, 1))];
        let changes = catalogue_changes(&procedures, day(2026, 1, 1));
        let found: Vec<(usize, usize)> =
            changes.iter().map(|each| (each.procedure, changed(each).steps.len())).collect();
        assert_eq!(found, [(1, 2), (0, 2)]);
        let change = StepChange { step: Step::Apply, from: Some(StepState::Counter), to: StepState::Online };
        assert_eq!(changed(&changes[0]).steps[0], change);
    }

    #[test]
    fn a_change_that_has_not_come_into_force_is_planned() {
        let procedures = [procedure(
            "a",
            vec![
                event(Step::Apply, StepState::Counter, day(2020, 4, 1)),
                StepEvent { effective_on: day(2027, 4, 1), ..event(Step::Apply, StepState::Online, day(2026, 1, 1)) },
            ],
        )];
        let kinds = |today| catalogue_changes(&procedures, today).iter().map(CatalogueChange::kind).collect::<Vec<_>>();
        assert_eq!(kinds(day(2025, 12, 31)), []);
        assert_eq!(kinds(day(2026, 11, 22)), [ChangeKind::Planned]);
        assert_eq!(kinds(day(2027, 4, 1)), [ChangeKind::WentOnline]);
    }

    #[test]
    fn an_end_is_a_change_announced_ahead_and_nothing_changes_after_it() {
        let mut ends = procedure(
            "a",
            vec![
                event(Step::Apply, StepState::Counter, day(2020, 4, 1)),
                event(Step::Apply, StepState::Online, day(2026, 3, 31)),
                StepEvent { effective_on: day(2026, 4, 1), ..event(Step::Apply, StepState::Counter, day(2026, 1, 1)) },
            ],
        );
        ends.planned_fiscal_year = Some(PlannedYear::In(FiscalYear(2026)));
        let ending = |kind| Ending { kind, on: day(2026, 4, 1), reason: "why".to_owned(), successor: None };
        ends.ending = Some(Box::new(ending(EndingKind::Abolished)));
        ends.past_endings = Box::from([PastEnding { until: day(2025, 12, 1), ending: None }]);
        let told = |procedure: &Procedure, today| -> Vec<(ChangeKind, Option<NaiveDate>)> {
            let changes = catalogue_changes(std::slice::from_ref(procedure), today);
            changes.iter().map(|change| (change.kind(), change.on())).collect()
        };
        let (end, online) = (Some(day(2026, 4, 1)), Some(day(2026, 3, 31)));
        assert_eq!(told(&ends, day(2025, 11, 30)), [(ChangeKind::Planned, None)], "nobody knows of it");
        let announced = [(ChangeKind::Planned, end)];
        assert_eq!(told(&ends, day(2026, 1, 1)), announced, "and what was planned after it is not");
        assert_eq!(told(&ends, day(2026, 4, 1)), [(ChangeKind::Ended, end), (ChangeKind::WentOnline, online)]);
        let ChangeNews::End(news) = &catalogue_changes(std::slice::from_ref(&ends), day(2026, 1, 1))[0].news else {
            panic!("it is the end")
        };
        assert_eq!(news.recorded_since(day(2026, 1, 1)), Some(day(2025, 12, 1)));
        ends.ending = Some(Box::new(ending(EndingKind::Withdrawn)));
        assert_eq!(told(&ends, day(2026, 4, 1)), [(ChangeKind::EntryWithdrawn, end)], "what never was did not change");
    }

    #[test]
    fn a_decision_to_exclude_is_a_change() {
        let mut excluded = procedure("a", vec![event(Step::Apply, StepState::Counter, day(2020, 4, 1))]);
        excluded.exclusion_events.push(ExclusionEvent {
            excluded: true,
            reason: String::new(),
            effective_on: day(2024, 4, 1),
            recorded_on: day(2024, 4, 1),
        });
        assert_eq!(catalogue_changes(&[excluded], day(2026, 1, 1))[0].kind(), ChangeKind::Excluded);
    }

    #[test]
    fn a_plan_is_told_while_it_says_what_the_record_does_not() {
        let today = day(2026, 11, 22);
        let counter = event(Step::Apply, StepState::Counter, day(2020, 4, 1));
        let planned_by = |plan: PlannedYear, events: Vec<StepEvent>| {
            let procedure = Procedure { planned_fiscal_year: Some(plan), ..procedure("a", events) };
            let changes = catalogue_changes(&[procedure], today);
            changes.iter().filter(|change| change.on().is_none()).count()
        };
        let planned = |year: i32, events: Vec<StepEvent>| planned_by(PlannedYear::In(FiscalYear(year)), events);
        assert_eq!(planned(2027, vec![counter]), 1);
        assert_eq!(planned(2026, vec![counter]), 1, "the year still runs");
        assert_eq!(planned(2027, vec![]), 1, "the city plans it, whatever is not known of today");
        assert_eq!(planned(2025, vec![counter]), 0, "the year is over, and nothing says what came of it");
        let open = PlannedYear::OrLater(FiscalYear(2025));
        assert_eq!(planned_by(open, vec![counter]), 1, "any later year may be meant");
        let online: Vec<_> = Step::ALL.iter().map(|step| event(*step, StepState::Online, day(2024, 4, 1))).collect();
        assert_eq!(planned(2027, online), 0, "all of it is online already");
        let with_day =
            StepEvent { effective_on: day(2027, 4, 1), ..event(Step::Apply, StepState::Online, day(2026, 1, 1)) };
        assert_eq!(planned(2027, vec![counter, with_day]), 0, "the day is known");
    }

    #[test]
    fn what_is_to_come_stands_first_and_plans_without_a_day_last() {
        let mut later = procedure("later", vec![event(Step::Apply, StepState::Counter, day(2020, 4, 1))]);
        later.step_events.push(StepEvent {
            effective_on: day(2027, 4, 1),
            ..event(Step::Apply, StepState::Online, day(2026, 1, 1))
        });
        later.step_events.push(event(Step::Apply, StepState::NotNeeded, day(2024, 4, 1)));
        let some_time = |id: &str, year, or_later| Procedure {
            planned_fiscal_year: Some(PlannedYear::new(FiscalYear(year), or_later)),
            ..procedure(id, Vec::new())
        };
        let procedures = [
            some_time("in-2028", 2028, false),
            later,
            some_time("in-2027", 2027, false),
            some_time("2027-or-later", 2027, true),
        ];
        let changes = catalogue_changes(&procedures, day(2026, 11, 22));
        let found: Vec<_> = changes.iter().map(|change| (change.procedure, change.on())).collect();
        assert_eq!(found, [(1, Some(day(2027, 4, 1))), (1, Some(day(2024, 4, 1))), (2, None), (3, None), (0, None)]);
    }
}
