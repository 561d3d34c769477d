//! What changed lately in the catalogue, from the dated events of its procedures.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::changes::{StepChange, step_changes};
use crate::domain::procedure::{Procedure, Step, StepState};

/// One thing that changed about a procedure on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Step {
        step: Step,
        from: StepState,
        to: StepState,
    },
    /// Excluded by decision, or no longer.
    Excluded(bool),
}

/// A procedure with all that changed about it on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedProcedure<'a> {
    pub procedure: &'a Procedure,
    pub on: NaiveDate,
    pub changes: Vec<Change>,
}

/// The latest changes by what was recorded and in force on `today`, newest first, at most `most`.
///
/// The first known state of a step is no change: before it nothing was known.
#[must_use]
pub fn latest_changes(procedures: &[Procedure], today: NaiveDate, most: usize) -> Vec<ChangedProcedure<'_>> {
    let mut latest: Vec<ChangedProcedure<'_>> = procedures.iter().flat_map(|each| changes_of(each, today)).collect();
    latest.sort_by(|left, right| right.on.cmp(&left.on).then_with(|| left.procedure.id.cmp(&right.procedure.id)));
    latest.truncate(most);
    latest
}

fn changes_of(procedure: &Procedure, today: NaiveDate) -> Vec<ChangedProcedure<'_>> {
    let mut days: BTreeMap<NaiveDate, Vec<Change>> = BTreeMap::new();
    for (day, changes) in step_changes(&procedure.step_events, today) {
        for StepChange { step, from, to } in changes {
            if let Some(from) = from {
                days.entry(day).or_default().push(Change::Step { step, from, to });
            }
        }
    }
    for event in procedure.exclusion_events.iter().filter(|event| event.effective_on <= today) {
        let before = event.effective_on.pred_opt().is_some_and(|day| procedure.excluded_at(day, today));
        let after = procedure.excluded_at(event.effective_on, today);
        let changes = days.entry(event.effective_on).or_default();
        if before != after && !changes.contains(&Change::Excluded(after)) {
            changes.push(Change::Excluded(after));
        }
    }
    days.into_iter()
        .filter(|(_, changes)| !changes.is_empty())
        .map(|(on, changes)| ChangedProcedure { procedure, on, changes })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::history::{ExclusionEvent, StepEvent};

    pub(in super::super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    pub(in super::super) fn procedure(id: &str, step_events: Vec<StepEvent>) -> Procedure {
        let known = Procedure::unknown(id.parse().expect("an identifier"), "list".parse().expect("an identifier"));
        Procedure { step_events, ..known }
    }

    pub(in super::super) fn event(step: Step, state: StepState, on: NaiveDate) -> StepEvent {
        StepEvent { step, state, effective_on: on, recorded_on: on }
    }

    #[test]
    fn the_first_state_of_a_step_is_not_a_change() {
        let only = [procedure("a", vec![event(Step::Apply, StepState::Online, day(2022, 4, 1))])];
        assert_eq!(latest_changes(&only, day(2026, 1, 1), 9), []);
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
        let latest = latest_changes(&procedures, day(2026, 1, 1), 9);
        let found: Vec<(&str, usize)> =
            latest.iter().map(|each| (each.procedure.id.as_str(), each.changes.len())).collect();
        assert_eq!(found, [("b", 2), ("a", 2)]);
        let change = Change::Step { step: Step::Apply, from: StepState::Counter, to: StepState::Online };
        assert_eq!(latest[0].changes[0], change);
    }

    #[test]
    fn a_change_that_has_not_come_into_force_is_not_told() {
        let procedures = [procedure(
            "a",
            vec![
                event(Step::Apply, StepState::Counter, day(2020, 4, 1)),
                StepEvent { effective_on: day(2027, 4, 1), ..event(Step::Apply, StepState::Online, day(2026, 1, 1)) },
            ],
        )];
        assert_eq!(latest_changes(&procedures, day(2026, 11, 22), 9), []);
    }

    #[test]
    fn a_decision_to_exclude_is_a_change() {
        let mut excluded = procedure("a", Vec::new());
        excluded.exclusion_events.push(ExclusionEvent {
            excluded: true,
            reason: String::new(),
            effective_on: day(2024, 4, 1),
            recorded_on: day(2024, 4, 1),
        });
        assert_eq!(latest_changes(&[excluded], day(2026, 1, 1), 9)[0].changes, [Change::Excluded(true)]);
    }
}
