//! What applied when, and what was known when: dated events, queried for any past day.

use chrono::NaiveDate;

use super::step::{Step, StepState, Steps};

/// One change of one step. It has two dates: when the change took effect and when it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepEvent {
    pub step: Step,
    pub state: StepState,
    pub effective_on: NaiveDate,
    pub recorded_on: NaiveDate,
}

/// One decision to exclude a procedure (適用除外), or to end the exclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExclusionEvent {
    pub excluded: bool,
    pub reason: String,
    pub effective_on: NaiveDate,
    pub recorded_on: NaiveDate,
}

/// The event in force on `on`, from those recorded up to `known_by`: the latest that had taken effect. If there are
/// several for one day, the last one recorded counts; of those recorded on the same day, the last in the list.
fn in_force<'a, T>(
    events: impl Iterator<Item = &'a T>,
    dates: impl Fn(&T) -> (NaiveDate, NaiveDate),
    on: NaiveDate,
    known_by: NaiveDate,
) -> Option<&'a T> {
    events
        .filter(|event| {
            let (effective_on, recorded_on) = dates(event);
            effective_on <= on && recorded_on <= known_by
        })
        // Of equal maxima, this is the last one.
        .max_by_key(|event| dates(event))
}

/// The state of each step on `on`, from events recorded up to `known_by`.
#[must_use]
pub fn steps_at(events: &[StepEvent], on: NaiveDate, known_by: NaiveDate) -> Steps {
    let mut steps = Steps::default();
    for step in Step::ALL {
        let of_step = events.iter().filter(|event| event.step == *step);
        let event = in_force(of_step, |event| (event.effective_on, event.recorded_on), on, known_by);
        steps.set(*step, event.map(|event| event.state));
    }
    steps
}

/// The decision about exclusion in force on `on`, from events recorded up to `known_by`.
#[must_use]
pub fn exclusion_at(events: &[ExclusionEvent], on: NaiveDate, known_by: NaiveDate) -> Option<&ExclusionEvent> {
    in_force(events.iter(), |event| (event.effective_on, event.recorded_on), on, known_by)
}

/// The record that holds from the first day after `on` for which a state of the step is recorded, from events recorded up
/// to `known_by`: what is recorded for `on` only holds until then. `None` if nothing is recorded for a later day.
#[must_use]
pub fn next_record(events: &[StepEvent], step: Step, on: NaiveDate, known_by: NaiveDate) -> Option<&StepEvent> {
    let of_step = || events.iter().filter(|event| event.step == step);
    let later = of_step().filter(|event| event.effective_on > on && event.recorded_on <= known_by);
    let next = later.map(|event| event.effective_on).min()?;
    in_force(of_step(), |event| (event.effective_on, event.recorded_on), next, known_by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(offset: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day") + chrono::Days::new(u64::from(offset))
    }

    fn event(state: StepState, effective: u32, recorded: u32) -> StepEvent {
        StepEvent { step: Step::Apply, state, effective_on: day(effective), recorded_on: day(recorded) }
    }

    #[test]
    fn a_correction_replaces_what_was_recorded_for_the_same_day() {
        let events = [event(StepState::Online, 10, 10), event(StepState::Counter, 10, 20)];
        assert_eq!(steps_at(&events, day(15), day(15)).apply, Some(StepState::Online));
        assert_eq!(steps_at(&events, day(15), day(25)).apply, Some(StepState::Counter));
    }

    #[test]
    fn of_two_records_of_the_same_day_the_later_one_counts() {
        let events = [event(StepState::Online, 10, 20), event(StepState::Counter, 10, 20)];
        assert_eq!(steps_at(&events, day(15), day(20)).apply, Some(StepState::Counter));
        let excluded =
            |excluded| ExclusionEvent { excluded, reason: String::new(), effective_on: day(10), recorded_on: day(20) };
        let events = [excluded(true), excluded(false)];
        assert_eq!(exclusion_at(&events, day(15), day(20)).map(|event| event.excluded), Some(false));
    }

    #[test]
    fn before_the_first_change_a_step_is_unknown() {
        let events = [event(StepState::Online, 10, 10)];
        assert_eq!(steps_at(&events, day(9), day(100)).apply, None);
    }

    #[test]
    fn what_is_recorded_for_a_later_day_ends_what_is_recorded_now() {
        let events = [
            event(StepState::Counter, 1, 1),
            event(StepState::Online, 20, 5),
            event(StepState::NotNeeded, 20, 6),
            event(StepState::Counter, 30, 7),
            StepEvent { step: Step::Attach, ..event(StepState::Online, 15, 1) },
        ];
        let next = |on, known_by| next_record(&events, Step::Apply, day(on), day(known_by)).map(|next| next.state);
        assert_eq!(next(10, 9), Some(StepState::NotNeeded), "the last record for that day");
        assert_eq!(next(10, 5), Some(StepState::Online), "what was known then");
        assert_eq!(next(10, 4), None);
        assert_eq!(next(20, 9), Some(StepState::Counter), "not the same day");
        assert_eq!(next(30, 9), None);
    }

    fn any_events() -> impl Strategy<Value = Vec<StepEvent>> {
        prop::collection::vec(
            (0u32..200, 0u32..200, 0usize..3, 0usize..5).prop_map(|(effective, recorded, state, step)| StepEvent {
                step: Step::ALL[step],
                state: StepState::ALL[state],
                effective_on: day(effective),
                recorded_on: day(recorded),
            }),
            0..30,
        )
    }

    proptest! {
        #[test]
        fn an_answer_for_a_past_date_never_sees_later_records(
            events in any_events(), on in 0u32..200, known_by in 0u32..200,
        ) {
            let answer = steps_at(&events, day(on), day(known_by));
            let known_then: Vec<_> = events
                .iter()
                .copied()
                .filter(|event| event.recorded_on <= day(known_by) && event.effective_on <= day(on))
                .collect();
            prop_assert_eq!(answer, steps_at(&known_then, day(on), day(known_by)));
        }

        #[test]
        fn the_order_in_which_events_are_stored_does_not_matter(
            events in any_events(), on in 0u32..200,
        ) {
            // Of two events of one step with the same two dates, the order says which is the later one.
            let mut distinct = events;
            distinct.sort_by_key(|event| (event.step, event.effective_on, event.recorded_on));
            distinct.dedup_by_key(|event| (event.step, event.effective_on, event.recorded_on));
            let forwards = steps_at(&distinct, day(on), day(200));
            distinct.reverse();
            prop_assert_eq!(forwards, steps_at(&distinct, day(on), day(200)));
        }
    }
}
