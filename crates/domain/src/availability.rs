//! How far a procedure can be done online, derived from its five steps.

use super::step::{StepState, Steps};

string_enum! {
    /// How far a procedure can be done online (オンライン化の実施状況).
    pub enum Availability ("availability") {
        /// 来庁不要: every required step is online.
        Complete = "complete",
        /// 一部: at least one step is online, but not all are known to be.
        Partial = "partial",
        /// 窓口のみ: no step is online.
        Counter = "counter",
        /// 適用除外, by decision.
        Excluded = "excluded",
    }
}

/// Derives the availability from the steps and the decision to exclude.
///
/// A procedure is `complete` only if all five steps are known, applying is online and no step needs the counter. The
/// result is `None` if applying is unknown and no other step is online: unknown does not mean "counter only".
///
/// Source: the product's definition "availability".
#[must_use]
pub fn availability(steps: &Steps, excluded: bool) -> Option<Availability> {
    if excluded {
        return Some(Availability::Excluded);
    }
    let any_online = steps.iter().any(|(_, state)| state == Some(StepState::Online));
    let none_at_counter_or_unknown =
        steps.iter().all(|(_, state)| matches!(state, Some(StepState::Online | StepState::NotNeeded)));
    match steps.apply {
        Some(StepState::Online) if none_at_counter_or_unknown => Some(Availability::Complete),
        _ if any_online => Some(Availability::Partial),
        Some(_) => Some(Availability::Counter),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_state() -> impl Strategy<Value = Option<StepState>> {
        prop_oneof![
            Just(None),
            Just(Some(StepState::Online)),
            Just(Some(StepState::Counter)),
            Just(Some(StepState::NotNeeded)),
        ]
    }

    fn all_online() -> Steps {
        let online = Some(StepState::Online);
        Steps { apply: online, identify: online, attach: Some(StepState::NotNeeded), pay: online, receive: online }
    }

    #[test]
    fn every_needed_step_online_is_complete() {
        assert_eq!(availability(&all_online(), false), Some(Availability::Complete));
    }

    #[test]
    fn one_step_at_the_counter_makes_it_partial() {
        let steps = Steps { receive: Some(StepState::Counter), ..all_online() };
        assert_eq!(availability(&steps, false), Some(Availability::Partial));
    }

    #[test]
    fn one_unknown_step_is_not_counted_as_complete() {
        let steps = Steps { receive: None, ..all_online() };
        assert_eq!(availability(&steps, false), Some(Availability::Partial));
    }

    #[test]
    fn nothing_known_is_unknown_and_not_counter_only() {
        assert_eq!(availability(&Steps::default(), false), None);
    }

    #[test]
    fn a_decision_to_exclude_goes_before_all_steps() {
        assert_eq!(availability(&all_online(), true), Some(Availability::Excluded));
    }

    proptest! {
        #[test]
        fn complete_never_hides_a_counter(
            apply in any_state(), identify in any_state(), attach in any_state(), pay in any_state(),
            receive in any_state(),
        ) {
            let steps = Steps { apply, identify, attach, pay, receive };
            if availability(&steps, false) == Some(Availability::Complete) {
                prop_assert!(steps.iter().all(|(_, state)| state.is_some_and(|state| state != StepState::Counter)));
                prop_assert_eq!(steps.apply, Some(StepState::Online));
            }
        }
    }
}
