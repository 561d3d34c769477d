//! Online rates of a set of procedures on past dates, and how each procedure contributes to them.

use chrono::NaiveDate;
use domain::availability::{Availability, availability};
use domain::calendar::FiscalYear;
use domain::ending::Validity;
use domain::online_rate::{OnlineRates, RatedProcedure, online_rates};
use domain::procedure::{Procedure, SetCode, StepState};

/// The rates at the end of a fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedRates {
    pub fiscal_year: FiscalYear,
    /// The last day of the fiscal year.
    pub on: NaiveDate,
    pub rates: OnlineRates,
}

/// The rates of a set at the end of each fiscal year from `from` to the last finished one, from what is recorded today.
#[must_use]
pub fn rates_by_fiscal_year(
    procedures: &[Procedure],
    set: &SetCode,
    from: FiscalYear,
    today: NaiveDate,
) -> Vec<DatedRates> {
    (from.0..FiscalYear::of(today).0)
        .map(|year| {
            let fiscal_year = FiscalYear(year);
            let on = fiscal_year.last_day();
            let in_force = procedures.iter().filter(|procedure| procedure.is_in_force(on, today));
            let members = in_force.filter(|procedure| procedure.sets.contains(set)).map(|procedure| RatedProcedure {
                steps: procedure.steps_at(on, today),
                excluded: procedure.excluded_at(on, today),
                total: procedure.latest_total(),
            });
            DatedRates { fiscal_year, on, rates: online_rates(members) }
        })
        .collect()
}

/// Whether any input to a rate of this set, now or on a day before, is sample data.
#[must_use]
pub fn set_is_sample(procedures: &[Procedure], set: &SetCode, today: NaiveDate) -> bool {
    procedures.iter().any(|procedure| {
        let counts = procedure.sample && procedure.validity(today, today) != Validity::Withdrawn;
        counts && procedure.sets.contains(set)
    })
}

/// How a procedure counts in the online rates of its set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inclusion {
    /// In the numerator of the rate by kinds.
    pub online: bool,
    /// In the numerator of the strict rate.
    pub complete: bool,
    /// In neither numerator nor denominator, by decision.
    pub excluded: bool,
    /// Counted, although it is unknown whether applying is online.
    pub unknown: bool,
}

/// How a procedure counts on a date, from what was recorded by then. Consistent with [`online_rates`].
#[must_use]
pub fn inclusion_of(procedure: &Procedure, day: NaiveDate) -> Inclusion {
    let steps = procedure.steps_at(day, day);
    let excluded = procedure.excluded_at(day, day);
    Inclusion {
        online: !excluded && steps.apply == Some(StepState::Online),
        complete: availability(&steps, excluded) == Some(Availability::Complete),
        excluded,
        unknown: !excluded && steps.apply.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalogue_changes::tests::{day, event, procedure};
    use super::*;
    use domain::ending::{Ending, EndingKind, PastEnding};
    use domain::history::ExclusionEvent;
    use domain::procedure::Step;

    fn catalogue() -> (SetCode, Vec<Procedure>) {
        let set: SetCode = "priority".parse().expect("an identifier");
        let mut procedures = vec![
            procedure("a", vec![event(Step::Apply, StepState::Online, day(2019, 4, 1))]),
            procedure(
                "b",
                vec![
                    event(Step::Apply, StepState::Counter, day(2019, 4, 1)),
                    event(Step::Apply, StepState::Online, day(2021, 4, 1)),
                ],
            ),
            procedure("c", vec![event(Step::Apply, StepState::Counter, day(2019, 4, 1))]),
            procedure("d", Vec::new()),
        ];
        procedures[2].exclusion_events.push(ExclusionEvent {
            excluded: true,
            reason: String::new(),
            effective_on: day(2022, 1, 1),
            recorded_on: day(2022, 1, 1),
        });
        for each in &mut procedures {
            each.sets.push(set.clone());
        }
        (set, procedures)
    }

    #[test]
    fn each_fiscal_year_is_reckoned_on_its_last_day_and_the_running_one_is_left_out() {
        let (set, procedures) = catalogue();
        let years = rates_by_fiscal_year(&procedures, &set, FiscalYear(2019), day(2022, 6, 1));
        let fraction: Vec<(i32, u64, u64, u64)> = years
            .iter()
            .map(|year| (year.fiscal_year.0, year.rates.online, year.rates.counted, year.rates.unknown))
            .collect();
        assert_eq!(fraction, [(2019, 1, 4, 1), (2020, 1, 4, 1), (2021, 2, 3, 1)]);
    }

    #[test]
    fn the_standings_of_all_members_add_up_to_the_rates() {
        let (set, procedures) = catalogue();
        let today = day(2022, 3, 31);
        let years = rates_by_fiscal_year(&procedures, &set, FiscalYear(2021), day(2022, 4, 1));
        let inclusions: Vec<Inclusion> = procedures.iter().map(|each| inclusion_of(each, today)).collect();
        let count =
            |which: fn(&Inclusion) -> bool| inclusions.iter().filter(|inclusion| which(inclusion)).count() as u64;
        assert_eq!(count(|inclusion| inclusion.online), years[0].rates.online);
        assert_eq!(count(|inclusion| inclusion.complete), years[0].rates.complete);
        assert_eq!(count(|inclusion| inclusion.excluded), years[0].rates.excluded);
        assert_eq!(count(|inclusion| inclusion.unknown), years[0].rates.unknown);
    }

    #[test]
    fn what_has_ended_counts_in_the_years_before_and_a_mistake_in_none() {
        let (set, mut procedures) = catalogue();
        let end = |kind, on| Some(Box::new(Ending { kind, on, reason: "why".to_owned(), successor: None }));
        let counted = |procedures: &[Procedure]| -> Vec<(u64, u64)> {
            let years = rates_by_fiscal_year(procedures, &set, FiscalYear(2019), day(2022, 6, 1));
            years.iter().map(|year| (year.rates.online, year.rates.counted)).collect()
        };
        assert_eq!(counted(&procedures), [(1, 4), (1, 4), (2, 3)]);
        procedures[0].ending = end(EndingKind::Abolished, day(2021, 3, 31));
        assert_eq!(
            counted(&procedures),
            [(1, 4), (0, 3), (1, 2)],
            "the last day of the second year is the first without"
        );
        procedures[0].ending = end(EndingKind::Abolished, day(2021, 4, 1));
        assert_eq!(counted(&procedures), [(1, 4), (1, 4), (1, 2)]);
        procedures[0].ending = end(EndingKind::Withdrawn, day(2022, 5, 1));
        assert_eq!(counted(&procedures), [(0, 3), (0, 3), (1, 2)]);
        let entered = PastEnding { until: day(2022, 7, 1), ending: None };
        procedures[0].past_endings = Box::from([entered]);
        assert_eq!(counted(&procedures), [(1, 4), (1, 4), (2, 3)], "nobody has recorded it yet");
    }

    #[test]
    fn one_sample_member_makes_the_rate_sample() {
        let (set, mut procedures) = catalogue();
        let today = day(2022, 6, 1);
        assert!(!set_is_sample(&procedures, &set, today));
        procedures[1].sample = true;
        assert!(set_is_sample(&procedures, &set, today));
    }
}
