use super::method::{LEAST_COUNTS, LEAST_SPAN_DAYS, MOST_PACE_DAYS};
use super::*;
use crate::card::{Cards, Measure, Population};
use proptest::prelude::*;

fn count(day: NaiveDate, cards: i64) -> CardCount {
    CardCount {
        area: "271403".parse().expect("a right code"),
        measure: Measure::Issued,
        as_of: day,
        cards: Cards(cards),
        population: Population(100_000),
        population_as_of: "2022-01-01".parse().expect("a day"),
        source: "test".parse().expect("an identifier"),
        sample: false,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Counts on the first day of each month from January 2022, of 100,000 residents.
fn monthly(cards: &[i64]) -> Vec<CardCount> {
    (0..).zip(cards).map(|(months, cards)| count(day("2022-01-01") + Months::new(months), *cards)).collect()
}

/// 12 months in which the gap to 100 % closes by a tenth each month of average length.
fn closing() -> Vec<CardCount> {
    let mut counts = monthly(&[0; 12]);
    let first = counts[0].as_of;
    for count in &mut counts {
        #[allow(clippy::cast_possible_truncation, reason = "at most 100,000")]
        let cards = (100_000.0 * (1.0 - 0.9_f64.powf(1.0 + months_between(first, count.as_of)))).round() as i64;
        count.cards = Cards(cards);
    }
    counts
}

#[test]
fn a_gap_that_closes_by_a_tenth_each_month_continues_to() {
    let counts = closing();
    let made = project(&counts).expect("long enough");
    assert!((made.gap_closed_per_month - 10.0).abs() < 0.01, "{made:?}");
    for each in &made.expected {
        let gap = 100.0 * 0.9_f64.powf(1.0 + months_between(counts[0].as_of, each.on));
        assert!((each.rate - (100.0 - gap)).abs() < 0.02, "{each:?}: {gap}");
    }
}

#[test]
fn a_change_of_pace_continues_by_a_quarter_and_fades() {
    // Gaps of 80, 79 and 77 % after equal intervals of 30 days, after a long time without change.
    let first = day("2022-01-01");
    let counts: Vec<CardCount> =
        [(0, 20_000), (100, 20_000), (200, 20_000), (340, 20_000), (370, 21_000), (400, 23_000)]
            .map(|(days, cards)| count(first + chrono::Days::new(days), cards))
            .to_vec();
    let made = project(&counts).expect("long enough");
    let months = 30.0 / DAYS_IN_MONTH;
    let (before, pace) = ((80.0_f64 / 79.0).ln() / months, (79.0_f64 / 77.0).ln() / months);
    // The change is smaller than the pace itself, so the bound of a quarter of the pace does not apply.
    assert!((pace - before) < pace);
    let end = made.expected[1];
    let ahead = months_between(counts[5].as_of, end.on);
    let closed = pace * ahead + 0.25 * (pace - before) * (1.0 - (-ahead).exp());
    assert!((end.rate - (100.0 - 77.0 * (-closed).exp())).abs() < 1e-9, "{end:?}");
    assert_eq!(made.computed_from, [counts[3].as_of, counts[4].as_of, counts[5].as_of]);
}

#[test]
fn the_sudden_end_of_a_campaign_does_not_bend_the_curve_down() {
    let counts =
        monthly(&[10_000, 11_000, 12_000, 13_000, 14_000, 15_000, 16_000, 17_000, 18_000, 19_000, 30_000, 30_100]);
    let made = project(&counts).expect("long enough");
    assert!(
        made.expected[0].rate > 30.1 && made.expected.windows(2).all(|pair| pair[0].rate < pair[1].rate),
        "{made:?}"
    );
}

#[test]
fn the_expected_values_are_those_of_the_month_ends_after_the_last_count() {
    let days = |last: &str| -> Vec<String> {
        let mut counts = closing();
        counts.push(count(day(last), 80_000));
        project(&counts).expect("long enough").expected.iter().map(|each| each.on.to_string()).collect()
    };
    let first_of_may = ["2023-05-31", "2023-06-30", "2023-07-31", "2023-08-31", "2023-09-30", "2023-10-31"];
    assert_eq!(days("2023-05-01"), first_of_may);
    assert_eq!(days("2023-05-30"), first_of_may);
    assert_eq!(days("2023-05-31")[0], "2023-06-30");
    assert_eq!(days("2023-05-31")[5], "2023-11-30");
}

#[test]
fn a_count_of_the_first_day_of_a_month_is_not_one_of_its_last() {
    let with_last = |last: &str| {
        let mut counts = closing();
        counts.push(count(day(last), 80_000));
        project(&counts).expect("long enough")
    };
    let (early, late) = (with_last("2023-05-01"), with_last("2023-05-30"));
    // The same number of cards a month sooner is a faster pace, and leaves more time until the end of the month.
    assert!(early.gap_closed_per_month > late.gap_closed_per_month);
    assert!(early.expected[0].rate > late.expected[0].rate + 0.5, "{early:?} {late:?}");
}

#[test]
fn the_days_of_a_longer_interval_make_its_pace_slower() {
    let mut counts = closing();
    counts.remove(10);
    let made = project(&counts).expect("long enough");
    assert!(
        (made.gap_closed_per_month - 10.0).abs() < 0.01,
        "two months with a fifth closed are a tenth each: {made:?}"
    );
}

#[test]
fn a_pace_is_measured_over_four_weeks_at_least() {
    let mut counts = closing();
    let last = counts[11].clone();
    counts.push(CardCount { as_of: day("2022-12-08"), cards: last.cards, ..last });
    let made = project(&counts).expect("long enough");
    assert_eq!(made.computed_from, [day("2022-10-01"), day("2022-11-01"), day("2022-12-08")]);
}

#[test]
fn a_falling_rate_falls_on_and_not_below_0() {
    let falling: Vec<i64> = (0..12).map(|month| 60_000 - month * 5_000).collect();
    let made = project(&monthly(&falling)).expect("long enough");
    assert!(made.gap_closed_per_month < 0.0);
    assert!(made.expected.windows(2).all(|pair| pair[1].rate <= pair[0].rate), "{made:?}");
    assert!(made.expected.iter().all(|each| each.low >= 0.0 && each.rate >= 0.0), "{made:?}");
    assert!(made.expected[5].rate.abs() < 1e-9, "{made:?}");
}

#[test]
fn a_rate_that_stands_still_is_not_certain_to() {
    let made = project(&monthly(&[50_000; 12])).expect("long enough");
    for each in &made.expected {
        assert!((each.rate - 50.0).abs() < 1e-9);
        assert!(each.low < 49.95 && each.high > 50.05, "{each:?}");
    }
}

#[test]
fn a_rate_of_all_residents_and_more_has_no_projection() {
    let mut counts = closing();
    counts[11].cards = Cards(100_000);
    assert_eq!(project(&counts), None);
    counts[11].cards = Cards(101_000);
    assert_eq!(project(&counts), None);
}

#[test]
fn a_series_that_is_short_or_has_no_recent_pace_has_no_projection() {
    let counts = closing();
    assert!(project(&counts).is_some());
    assert_eq!(project(&[]), None);
    assert_eq!(project(&counts[12 - LEAST_COUNTS..]), None, "enough counts, in too few days");
    let few: Vec<CardCount> = counts.iter().step_by(3).cloned().collect();
    assert!(few.len() < LEAST_COUNTS && project(&few).is_none(), "enough days, with too few counts");
    let span = (counts[11].as_of - counts[0].as_of).num_days();
    assert!(span >= LEAST_SPAN_DAYS as i64 && project(&counts[1..]).is_none());
    let mut stopped = counts.clone();
    stopped.push(count(counts[11].as_of + chrono::Days::new(MOST_PACE_DAYS as u64 + 1), 80_000));
    assert_eq!(project(&stopped), None, "no count for more than half a year");
}

#[test]
fn counts_without_residents_are_unknown_and_not_zero() {
    let mut counts = closing();
    let whole = project(&counts);
    let unknown = CardCount { population: Population(0), as_of: day("2022-06-15"), ..counts[5].clone() };
    counts.insert(6, unknown);
    assert_eq!(project(&counts), whole);
    counts[12].population = Population(0);
    assert_eq!(project(&counts), None, "the last rate is unknown");
}

#[test]
fn quantiles_between_two_horizons_are_between_theirs() {
    let [(_, one), (_, three), (_, six)] = published::QUANTILES;
    let two = [0, 1].map(|at| (one[at] + three[at]) / 2.0);
    for (months, expected) in [(0.1, one), (1.0, one), (2.0, two), (3.0, three), (6.0, six), (7.0, six)] {
        let found = published::quantiles(months);
        assert!(found.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-12), "{months}: {found:?}");
    }
}

fn observations(rates: &[(&str, f64)]) -> Vec<Observation> {
    rates.iter().map(|(on, percent)| Observation { on: day(on), percent: *percent }).collect()
}

/// 30.4375 days are a month; these days are 60 and 30 days before the last.
const UNEVEN: [(&str, f64); 6] = [
    ("2021-01-01", 10.0),
    ("2021-06-01", 16.0),
    ("2021-09-01", 20.0),
    ("2021-11-02", 22.0),
    ("2021-12-02", 25.0),
    ("2022-01-01", 30.0),
];

fn projected(method: Method, months: f64) -> f64 {
    let known = observations(&UNEVEN);
    method.fit(&History::new(&known).expect("long enough")).expect("fitted").percent(months)
}

#[test]
fn curves_through_the_last_two_counts_reach_what_they_do_by_hand() {
    let steps = 30.0 / DAYS_IN_MONTH;
    let close = |method, expected: f64| {
        let found = projected(method, steps);
        assert!((found - expected).abs() < 1e-6, "{method}: {found} instead of {expected}");
    };
    close(Method::LastValue, 30.0);
    close(Method::LineThroughLast, 35.0);
    // Odds of 25/75 and 30/70 have the ratio 9/7; the next odds are 30/70 · 9/7 = 27/49.
    close(Method::Logistic, 100.0 * 27.0 / 76.0);
    // The gap went from 75 to 70 %, so the next is 70²/75.
    close(Method::ClosingGap, 100.0 - 70.0 * 70.0 / 75.0);
    // Logarithms of the rate: ln 0.3² / ln 0.25.
    close(Method::Gompertz, 100.0 * (0.3_f64.ln().powi(2) / 0.25_f64.ln()).exp());
}

#[test]
fn a_line_through_all_counts_is_that_of_least_squares() {
    let known = observations(&[
        ("2021-01-01", 10.0),
        ("2021-04-01", 13.0),
        ("2021-06-30", 16.0),
        ("2021-09-28", 19.0),
        ("2021-12-27", 22.0),
        ("2022-03-27", 28.0),
    ]);
    // Intervals of 90 days: slope (−2.5·10 − 1.5·13 − 0.5·16 + 0.5·19 + 1.5·22 + 2.5·28) / 17.5 = 24/7, mean 18.
    let history = History::new(&known).expect("long enough");
    let next = Method::LineThroughAll.fit(&history).expect("fitted").percent(90.0 / DAYS_IN_MONTH);
    assert!((next - (18.0 + 3.5 * 24.0 / 7.0)).abs() < 1e-9, "{next}");
}

#[test]
fn a_damped_trend_goes_less_far_than_a_straight_line() {
    let known: Vec<Observation> = (0..12)
        .map(|month| Observation { on: day("2021-01-01") + Months::new(month), percent: 10.0 + f64::from(month) })
        .collect();
    let history = History::new(&known).expect("long enough");
    let curve = Method::DampedTrend.fit(&history).expect("fitted");
    assert!(curve.percent(1.0) > 21.5 && curve.percent(1.0) < 22.0, "{curve:?}");
    assert!(curve.percent(12.0) < 21.0 + 12.0 * 0.99, "{curve:?}");
}

#[test]
fn rates_return_from_every_scale() {
    for scale in [Scale::Percent, Scale::Logistic, Scale::Gompertz, Scale::Gap] {
        for percent in [0.5, 20.0, 75.0, 99.5] {
            assert!((scale.percent(scale.of(percent)) - percent).abs() < 1e-9, "{scale:?} {percent}");
        }
    }
}

#[test]
fn saturating_methods_approach_all_residents_and_never_pass() {
    for method in [Method::Logistic, Method::Gompertz, Method::ClosingGap, Method::ClosingGapFading] {
        let far = projected(method, 600.0);
        assert!(far > 99.9 && far <= 100.0, "{method}: {far}");
    }
}

proptest! {
    #[test]
    fn rates_and_bounds_are_ordered_and_within_0_and_100(
        steps in prop::collection::vec((1_u64..100, -3_000_i64..9_000), 12..40),
        start in 0_i64..90_000,
    ) {
        let (mut on, mut cards) = (day("2020-01-01"), start);
        let counts: Vec<CardCount> = steps
            .iter()
            .map(|(days, more)| {
                on = on + chrono::Days::new(*days);
                cards = (cards + more).max(0);
                count(on, cards)
            })
            .collect();
        if let Some(made) = project(&counts) {
            prop_assert_eq!(made.expected.len(), 6);
            let last = counts.last().expect("twelve").as_of;
            for each in &made.expected {
                prop_assert!(each.on > last && months_between(last, each.on) < 6.1);
                prop_assert!(0.0 <= each.low && each.low <= each.rate && each.rate <= each.high && each.high <= 100.0);
            }
        }
    }

    #[test]
    fn intervals_widen_with_the_horizon(start in 5_000_i64..60_000, pace in 20_i64..1_500) {
        let rising: Vec<i64> = (0..12).map(|month| start + month * pace).collect();
        let made = project(&monthly(&rising)).expect("long enough");
        for pair in made.expected.windows(2) {
            prop_assert!(pair[1].high - pair[1].low > pair[0].high - pair[0].low, "{:?}", made);
        }
    }
}
