//! The route to 100 %: the procedures that are not online yet, in the order that closes the gap fastest.

use super::online_rate::{OnlineCount, RatedProcedure, online_rates};
use super::planned_year::PlannedYear;
use super::procedure::{Step, StepState};
use super::rate::Rate;
use super::step::Steps;

/// One procedure of the set, with the data that the route needs. `T` identifies it.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<T> {
    pub what: T,
    pub steps: Steps,
    pub excluded: bool,
    /// Yearly applications; `None` if unknown.
    pub total: Option<i64>,
    /// When the city plans to put it online.
    pub planned: Option<PlannedYear>,
}

impl<T> Candidate<T> {
    /// The steps that still need the counter or are unknown, in order. If the count only requires applying to be
    /// online, the first of them keeps the procedure out, and the others are what a visit is still needed for.
    pub fn missing(&self) -> impl Iterator<Item = Step> + '_ {
        self.steps.iter().filter(|(_, state)| matches!(state, None | Some(StepState::Counter))).map(|(step, _)| step)
    }
}

/// One procedure on the route.
#[derive(Debug, Clone, Copy)]
pub struct RouteStage<T> {
    pub candidate: Candidate<T>,
    /// What it adds to the numerator: 1, or its yearly applications.
    pub weight: u64,
    /// The rate once this procedure and all before it are online.
    pub then: Rate,
}

/// The procedures missing from 100 %, in order.
#[derive(Debug, Clone)]
pub struct Route<T> {
    /// The current rate.
    pub now: Rate,
    pub legs: Vec<RouteStage<T>>,
    /// Also missing, but with an unknown contribution because their volume is unknown.
    pub of_unknown_volume: Vec<Candidate<T>>,
}

impl<T> Route<T> {
    /// The number of leading legs that close at least this share of the gap, 0 to 1; `None` if there is no gap.
    #[must_use]
    pub fn stages_to_target(&self, share: f64) -> Option<usize> {
        let gap = self.now.denominator.saturating_sub(self.now.numerator);
        if gap == 0 {
            return None;
        }
        #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let wanted = gap as f64 * share;
        let mut closed = 0;
        for (at, leg) in self.legs.iter().enumerate() {
            closed += leg.weight;
            #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
            if closed as f64 >= wanted {
                return Some(at + 1);
            }
        }
        None
    }

    /// The route with only the procedures that `keep` selects, in the same order.
    #[must_use]
    pub fn only(self, keep: impl Fn(&Candidate<T>) -> bool) -> Self {
        let mut numerator = self.now.numerator;
        let legs = self
            .legs
            .into_iter()
            .filter(|leg| keep(&leg.candidate))
            .map(|leg| {
                numerator += leg.weight;
                RouteStage { then: Rate::new(numerator, self.now.denominator), ..leg }
            })
            .collect();
        let of_unknown_volume = self.of_unknown_volume.into_iter().filter(|each| keep(each)).collect();
        Self { now: self.now, legs, of_unknown_volume }
    }

    /// The rate if the legs that `done` selects were online.
    #[must_use]
    pub fn rate_if_done(&self, mut done: impl FnMut(&Candidate<T>) -> bool) -> Rate {
        let gained: u64 = self.legs.iter().filter(|leg| done(&leg.candidate)).map(|leg| leg.weight).sum();
        Rate::new(self.now.numerator + gained, self.now.denominator)
    }
}

/// Finds the route of a set under a way of counting.
///
/// The procedure with the greatest weight comes first. Ties are broken by the earliest planned year (a year
/// before that year or later), then the fewest
/// missing steps, then the most applications, then the input order. Excluded procedures are not on the route, because
/// they are in neither the numerator nor the denominator of the rate.
///
/// Source: the product's definition "route to 100 %".
pub fn route<T: Copy>(candidates: &[Candidate<T>], count: OnlineCount) -> Route<T> {
    let rates = online_rates(candidates.iter().map(|each| RatedProcedure {
        steps: each.steps,
        excluded: each.excluded,
        total: each.total,
    }));
    let now = count.of(&rates);
    let missing = || candidates.iter().filter(|each| !each.excluded && !count.is_counted(&each.steps));
    let mut weighed: Vec<(u64, Candidate<T>)> =
        missing().filter_map(|each| count.weight(each.total).map(|weight| (weight, *each))).collect();
    weighed.sort_by_key(|(weight, each)| {
        (
            std::cmp::Reverse(*weight),
            each.planned.is_none(),
            each.planned,
            each.missing().count(),
            std::cmp::Reverse(each.total),
        )
    });
    let mut numerator = now.numerator;
    let legs = weighed
        .into_iter()
        .map(|(weight, candidate)| {
            numerator += weight;
            RouteStage { candidate, weight, then: Rate::new(numerator, now.denominator) }
        })
        .collect();
    let of_unknown_volume = missing().filter(|each| count.weight(each.total).is_none()).copied().collect();
    Route { now, legs, of_unknown_volume }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::FiscalYear;
    use proptest::prelude::*;

    const ONLINE: Option<StepState> = Some(StepState::Online);
    const COUNTER: Option<StepState> = Some(StepState::Counter);

    fn candidate(
        what: &'static str,
        apply: Option<StepState>,
        rest: Option<StepState>,
        total: Option<i64>,
        planned: Option<i32>,
    ) -> Candidate<&'static str> {
        let steps = Steps { apply, identify: rest, attach: rest, pay: rest, receive: rest };
        Candidate {
            what,
            steps,
            excluded: false,
            total,
            planned: planned.map(|year| PlannedYear::In(FiscalYear(year))),
        }
    }

    fn names(route: &Route<&'static str>) -> Vec<&'static str> {
        route.legs.iter().map(|leg| leg.candidate.what).collect()
    }

    #[test]
    fn by_volume_what_is_applied_for_most_comes_first_and_unknown_volume_stands_apart() {
        let set = [
            candidate("there", ONLINE, COUNTER, Some(100), None),
            candidate("small", COUNTER, COUNTER, Some(40), Some(2026)),
            candidate("large", COUNTER, COUNTER, Some(300), None),
            candidate("unknown", COUNTER, COUNTER, None, None),
        ];
        let route = route(&set, OnlineCount::Volume);
        assert_eq!(names(&route), ["large", "small"]);
        assert_eq!(route.now, Rate::new(100, 440));
        assert_eq!(route.legs[0].then, Rate::new(400, 440));
        assert_eq!(route.legs[1].then, Rate::new(440, 440));
        assert_eq!(route.of_unknown_volume.len(), 1);
        assert_eq!(route.stages_to_target(0.5), Some(1), "300 of 340");
        assert_eq!(route.stages_to_target(0.9), Some(2));
    }

    #[test]
    fn by_kinds_what_is_planned_soonest_comes_first_then_what_lacks_fewest_steps() {
        let set = [
            candidate("unplanned, much missing", COUNTER, COUNTER, None, None),
            candidate("unplanned, little missing", COUNTER, ONLINE, None, None),
            candidate("later", COUNTER, COUNTER, None, Some(2028)),
            candidate("soon", COUNTER, COUNTER, None, Some(2027)),
        ];
        let route = route(&set, OnlineCount::Kinds);
        assert_eq!(names(&route), ["soon", "later", "unplanned, little missing", "unplanned, much missing"]);
        assert_eq!(route.stages_to_target(0.5), Some(2));
        assert_eq!(route.rate_if_done(|each| each.planned.is_some()), Rate::new(2, 4));
    }

    #[test]
    fn a_plan_for_a_year_or_later_comes_after_that_year_and_before_what_has_no_plan() {
        let open = Candidate {
            planned: Some(PlannedYear::OrLater(FiscalYear(2028))),
            ..candidate("2028 or later", COUNTER, COUNTER, None, None)
        };
        let set = [
            candidate("unplanned", COUNTER, COUNTER, None, None),
            candidate("2029", COUNTER, COUNTER, None, Some(2029)),
            open,
            candidate("2028", COUNTER, COUNTER, None, Some(2028)),
        ];
        let route = route(&set, OnlineCount::Kinds);
        assert_eq!(names(&route), ["2028", "2028 or later", "2029", "unplanned"]);
        let by = |year| route.rate_if_done(|each| each.planned.is_some_and(|plan| plan.is_met_by(FiscalYear(year))));
        assert_eq!([by(2028), by(2029), by(2099)], [Rate::new(1, 4), Rate::new(2, 4), Rate::new(2, 4)]);
    }

    #[test]
    fn what_can_be_applied_for_is_on_the_strict_route_while_a_visit_is_left() {
        let set = [candidate("a visit is left", ONLINE, COUNTER, None, None)];
        assert!(route(&set, OnlineCount::Kinds).legs.is_empty());
        assert_eq!(route(&set, OnlineCount::Kinds).stages_to_target(0.5), None);
        let strict = route(&set, OnlineCount::Strict);
        assert_eq!(names(&strict), ["a visit is left"]);
        let missing: Vec<Step> = strict.legs[0].candidate.missing().collect();
        assert_eq!(missing, [Step::Identify, Step::Attach, Step::Pay, Step::Receive]);
    }

    proptest! {
        #[test]
        fn the_whole_route_leads_to_100_percent_and_no_shorter_one_closes_more(
            members in prop::collection::vec((0usize..4, 0usize..4, any::<bool>(), prop::option::of(0i64..50)), 1..12),
            count in 0usize..4,
        ) {
            let count = OnlineCount::ALL[count];
            let state = |index: usize| StepState::ALL.get(index).copied();
            let set: Vec<Candidate<usize>> = members
                .iter()
                .enumerate()
                .map(|(what, (apply, rest, excluded, total))| {
                    let rest = state(*rest);
                    let steps = Steps { apply: state(*apply), identify: rest, attach: rest, pay: rest, receive: rest };
                    Candidate { what, steps, excluded: *excluded, total: *total, planned: None }
                })
                .collect();
            let route = route(&set, count);
            if let Some(last) = route.legs.last() {
                prop_assert_eq!(last.then.numerator, last.then.denominator);
            }
            // No other selection of the same size gains more than the first legs do.
            let mut weights: Vec<u64> = route.legs.iter().map(|leg| leg.weight).collect();
            let gained: Vec<u64> = weights.iter().scan(0, |sum, weight| { *sum += weight; Some(*sum) }).collect();
            weights.sort_unstable_by(|left, right| right.cmp(left));
            let best: Vec<u64> = weights.iter().scan(0, |sum, weight| { *sum += weight; Some(*sum) }).collect();
            prop_assert_eq!(gained, best);
        }
    }
}
