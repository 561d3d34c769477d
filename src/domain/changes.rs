//! The history of a procedure as a reader wants it: what changed on which day, without what stayed the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::availability::Steps;
use super::history::StepEvent;
use super::procedure::{Step, StepState};

/// One step that became something else. `from` is `None` where nothing was known before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepChange {
    pub step: Step,
    pub from: Option<StepState>,
    pub to: StepState,
}

/// What changed on each day up to `today`, the newest day first. Of several records for one step and day the one
/// recorded last counts, and a record that repeats what was known already is no change.
#[must_use]
pub fn step_changes(events: &[StepEvent], today: NaiveDate) -> Vec<(NaiveDate, Vec<StepChange>)> {
    let mut settled: BTreeMap<(NaiveDate, Step), StepEvent> = BTreeMap::new();
    for event in events.iter().filter(|event| event.effective_on <= today && event.recorded_on <= today) {
        let kept = settled.entry((event.effective_on, event.step)).or_insert(*event);
        if kept.recorded_on < event.recorded_on {
            *kept = *event;
        }
    }
    let mut known = Steps::default();
    let mut days: Vec<(NaiveDate, Vec<StepChange>)> = Vec::new();
    for ((day, step), event) in settled {
        let from = known.get(step);
        if from == Some(event.state) {
            continue;
        }
        known.set(step, Some(event.state));
        let change = StepChange { step, from, to: event.state };
        match days.last_mut() {
            Some((last, changes)) if *last == day => changes.push(change),
            _ => days.push((day, vec![change])),
        }
    }
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 1, number).expect("a day of January")
    }

    fn event(step: Step, state: StepState, effective: u32, recorded: u32) -> StepEvent {
        StepEvent { step, state, effective_on: day(effective), recorded_on: day(recorded) }
    }

    #[test]
    fn a_record_that_repeats_what_was_known_is_no_change() {
        let events = [event(Step::Apply, StepState::Online, 1, 1), event(Step::Apply, StepState::Online, 5, 5)];
        assert_eq!(
            step_changes(&events, day(31)),
            [(day(1), vec![StepChange { step: Step::Apply, from: None, to: StepState::Online }])]
        );
    }

    #[test]
    fn days_stand_newest_first_and_say_what_was_before() {
        let events = [
            event(Step::Pay, StepState::Counter, 1, 1),
            event(Step::Pay, StepState::Online, 9, 9),
            event(Step::Apply, StepState::Online, 9, 9),
        ];
        let changes = step_changes(&events, day(31));
        assert_eq!(changes.iter().map(|(day, _)| *day).collect::<Vec<_>>(), [day(9), day(1)]);
        assert_eq!(
            changes[0].1[1],
            StepChange { step: Step::Pay, from: Some(StepState::Counter), to: StepState::Online }
        );
    }

    #[test]
    fn a_correction_counts_in_place_of_what_it_corrects() {
        let events = [event(Step::Apply, StepState::Online, 3, 3), event(Step::Apply, StepState::Counter, 3, 8)];
        assert_eq!(step_changes(&events, day(31))[0].1[0].to, StepState::Counter);
        assert_eq!(step_changes(&events, day(5))[0].1[0].to, StepState::Online);
    }

    #[test]
    fn what_takes_effect_later_is_not_history_yet() {
        assert!(step_changes(&[event(Step::Apply, StepState::Online, 20, 1)], day(10)).is_empty());
    }
}
