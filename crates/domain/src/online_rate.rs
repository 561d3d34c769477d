//! The online rate of a set of procedures, loose and strict, by number of procedures and by volume.

use super::availability::{Availability, availability};
use super::definition::Definition;
use super::procedure::StepState;
use super::rate::Rate;
use super::step::Steps;

string_enum! {
    /// What an online rate counts.
    pub enum OnlineCount ("way of counting") {
        /// Procedures that can be applied for online.
        Kinds = "kinds",
        /// Procedures that need no visit at all.
        Strict = "strict",
        /// Yearly applications for procedures that can be applied for online.
        Volume = "volume",
        /// Yearly applications for procedures that need no visit at all.
        StrictVolume = "strict-volume",
    }
}

impl OnlineCount {
    /// The definition of this rate.
    #[must_use]
    pub const fn definition(self) -> Definition {
        match self {
            Self::Kinds => Definition::OnlineRate,
            Self::Strict => Definition::StrictOnlineRate,
            Self::Volume => Definition::OnlineRateByVolume,
            Self::StrictVolume => Definition::StrictOnlineRateByVolume,
        }
    }

    /// The rate for this way of counting.
    #[must_use]
    pub const fn of(self, rates: &OnlineRates) -> Rate {
        match self {
            Self::Kinds => rates.by_count(),
            Self::Strict => rates.strict_by_count(),
            Self::Volume => rates.by_volume(),
            Self::StrictVolume => rates.strict_by_volume(),
        }
    }

    /// Whether only procedures without any visit count as online.
    #[must_use]
    pub const fn is_strict(self) -> bool {
        matches!(self, Self::Strict | Self::StrictVolume)
    }

    /// The weight of a procedure: 1, or its yearly applications; `None` if those are unknown.
    #[must_use]
    pub const fn weight(self, total: Option<i64>) -> Option<u64> {
        match (self.is_by_volume(), total) {
            (false, _) => Some(1),
            (true, Some(total)) => Some(total.unsigned_abs()),
            (true, None) => None,
        }
    }

    /// Whether a procedure with these steps counts as online, provided that it is not excluded.
    #[must_use]
    pub fn is_counted(self, steps: &Steps) -> bool {
        if self.is_strict() {
            availability(steps, false) == Some(Availability::Complete)
        } else {
            steps.apply == Some(StepState::Online)
        }
    }

    /// Whether each procedure is weighted by its applications.
    #[must_use]
    pub const fn is_by_volume(self) -> bool {
        matches!(self, Self::Volume | Self::StrictVolume)
    }
}

/// One procedure of the set, with the data that the rate needs.
#[derive(Debug, Clone, Copy)]
pub struct RatedProcedure {
    pub steps: Steps,
    pub excluded: bool,
    /// Yearly applications; `None` if unknown.
    pub total: Option<i64>,
}

/// Both online rates, which are always shown together, and what they leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OnlineRates {
    /// Procedures that can be applied for online.
    pub online: u64,
    /// Procedures that are `complete`.
    pub complete: u64,
    /// Procedures that are not excluded: the denominator of both rates.
    pub counted: u64,
    /// Procedures excluded by decision.
    pub excluded: u64,
    /// Procedures counted although it is unknown whether they can be applied for online.
    pub unknown: u64,
    /// Yearly applications for the procedures with a known total: the denominator by volume.
    pub volume: u64,
    pub online_volume: u64,
    pub complete_volume: u64,
    /// Procedures left out of the rates by volume because their total is unknown.
    pub volume_unknown: u64,
}

impl OnlineRates {
    /// Online rate by number of procedures: can be applied for online ÷ not excluded.
    #[must_use]
    pub const fn by_count(&self) -> Rate {
        Rate::new(self.online, self.counted)
    }

    /// Strict online rate by number of procedures: complete ÷ not excluded.
    #[must_use]
    pub const fn strict_by_count(&self) -> Rate {
        Rate::new(self.complete, self.counted)
    }

    /// Online rate weighted by yearly applications, over procedures with a known total.
    #[must_use]
    pub const fn by_volume(&self) -> Rate {
        Rate::new(self.online_volume, self.volume)
    }

    /// Strict online rate weighted by yearly applications.
    #[must_use]
    pub const fn strict_by_volume(&self) -> Rate {
        Rate::new(self.complete_volume, self.volume)
    }
}

/// Computes both online rates of a set.
///
/// Source: the product's definitions "online rate by number of procedures", "strict online rate" and "by volume".
pub fn online_rates(members: impl Iterator<Item = RatedProcedure>) -> OnlineRates {
    let mut rates = OnlineRates::default();
    for member in members {
        if member.excluded {
            rates.excluded += 1;
            continue;
        }
        rates.counted += 1;
        let online = member.steps.apply == Some(StepState::Online);
        let complete = availability(&member.steps, false) == Some(Availability::Complete);
        rates.online += u64::from(online);
        rates.complete += u64::from(complete);
        rates.unknown += u64::from(member.steps.apply.is_none());
        match member.total {
            Some(total) => {
                let total = total.unsigned_abs();
                rates.volume += total;
                rates.online_volume += if online { total } else { 0 };
                rates.complete_volume += if complete { total } else { 0 };
            }
            None => rates.volume_unknown += 1,
        }
    }
    rates
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn member(apply: Option<StepState>, rest: Option<StepState>, excluded: bool, total: Option<i64>) -> RatedProcedure {
        RatedProcedure {
            steps: Steps { apply, identify: rest, attach: rest, pay: rest, receive: rest },
            excluded,
            total,
        }
    }

    #[test]
    fn excluded_procedures_are_in_neither_half_of_the_rate() {
        let online = Some(StepState::Online);
        let rates = online_rates(
            [member(online, online, false, None), member(Some(StepState::Counter), None, true, None)].into_iter(),
        );
        assert_eq!(rates.by_count(), Rate::new(1, 1));
        assert_eq!(rates.excluded, 1);
    }

    #[test]
    fn an_unknown_step_counts_in_the_denominator_and_is_reported() {
        let rates = online_rates([member(None, None, false, None)].into_iter());
        assert_eq!(rates.by_count(), Rate::new(0, 1));
        assert_eq!(rates.unknown, 1);
    }

    #[test]
    fn by_volume_leaves_out_unknown_totals_and_says_how_many() {
        let online = Some(StepState::Online);
        let counter = Some(StepState::Counter);
        let rates = online_rates(
            [
                member(online, counter, false, Some(300)),
                member(counter, counter, false, Some(100)),
                member(online, online, false, None),
            ]
            .into_iter(),
        );
        assert_eq!(rates.by_volume(), Rate::new(300, 400));
        assert_eq!(rates.strict_by_volume(), Rate::new(0, 400));
        assert_eq!(rates.volume_unknown, 1);
    }

    proptest! {
        #[test]
        fn the_strict_rate_never_exceeds_the_loose_one_and_both_stay_within_bounds(
            members in prop::collection::vec((0usize..4, 0usize..4, any::<bool>(), prop::option::of(0i64..1000)), 1..40),
        ) {
            let state = |index: usize| StepState::ALL.get(index).copied();
            let rates = online_rates(
                members.iter().map(|(apply, rest, excluded, total)| member(state(*apply), state(*rest), *excluded, *total)),
            );
            prop_assert!(rates.complete <= rates.online && rates.online <= rates.counted);
            prop_assert!(rates.complete_volume <= rates.online_volume && rates.online_volume <= rates.volume);
            if let Some(percent) = rates.by_count().percent() {
                prop_assert!((0.0..=100.0).contains(&percent));
            }
        }
    }
}
