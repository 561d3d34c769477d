use std::path::Path;

use super::*;
use crate::projection::published::{FIRST_COUNT, LAST_COUNT, QUANTILES, SCORES, differences, rounded};
use crate::projection::{CHOSEN, LEVEL_IN_PERCENT, MONTHS_SHOWN};

#[path = "../../../../../tests/support/skipped.rs"]
mod skipped;

const COUNTS: &str = "cards/designated_cities_cards_2017-2022.csv";

/// The counts of the designated cities. Reports a skipped test if they are missing.
fn designated_cities() -> Option<Vec<CitySeries>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(COUNTS);
    let Ok(text) = std::fs::read_to_string(file) else {
        skipped::skipped(&format!("{COUNTS} of the corpus is not here"));
        return None;
    };
    Some(read_series(&text).expect("a table of counts"))
}

#[test]
fn the_published_results_are_those_of_the_counts() {
    let Some(series) = designated_cities() else { return };
    assert_eq!((series.len(), series[0].known.len()), (20, 47));
    let ends = [series[0].known[0].on, series[0].known[46].on].map(|day| day.to_string());
    assert_eq!(ends, [FIRST_COUNT, LAST_COUNT]);
    let computed: Vec<Score> = Method::ALL.iter().flat_map(|method| scores(*method, &series, None)).collect();
    assert_eq!(computed.len(), (Method::ALL.len() - 1) * HORIZONS.len());
    let different = differences(&computed);
    assert!(different.is_empty(), "{different:#?}");
    for (months, published) in QUANTILES {
        let found = quantiles(CHOSEN, months, &series).expect("forecasts");
        for (one, other) in published.iter().zip(found) {
            assert!((one - other).abs() <= 0.0006, "{months} months: {published:?}, computed {found:?}");
        }
    }
}

#[test]
fn every_method_has_a_published_result_for_every_horizon() {
    let published: Vec<(Method, u32)> = SCORES.iter().map(|score| (score.method, score.months)).collect();
    let all = Method::ALL.iter().flat_map(|method| HORIZONS.map(|months| (*method, months)));
    assert_eq!(published, all.collect::<Vec<_>>());
    assert!(SCORES.iter().all(|score| rounded(score) == *score));
}

fn chosen(months: u32) -> Score {
    *SCORES.iter().find(|score| score.method == CHOSEN && score.months == months).expect("published")
}

#[test]
fn no_baseline_is_closer_than_the_chosen_method() {
    let baselines = [Method::LastValue, Method::LineThroughLast, Method::LineThroughAll, Method::ExponentialSmoothing];
    for baseline in SCORES.iter().filter(|score| baselines.contains(&score.method)) {
        let chosen = chosen(baseline.months);
        assert!(chosen.error <= baseline.error, "{chosen:?} against {baseline:?}");
    }
}

#[test]
fn intervals_that_are_shown_cover_what_they_say_and_others_are_not_shown() {
    for months in HORIZONS {
        let score = chosen(months);
        let honest = [score.covered_years, score.covered_cities].iter().all(|share| (75.0..=90.0).contains(share));
        assert_eq!(honest, months <= MONTHS_SHOWN, "{score:?} against {LEVEL_IN_PERCENT} %");
    }
    assert_eq!(
        QUANTILES.map(|(months, _)| months).to_vec(),
        HORIZONS.iter().copied().filter(|each| *each <= MONTHS_SHOWN).collect::<Vec<_>>()
    );
}

/// Series that rise at a pace of their own, with a disturbance by month that all cities share.
fn made_up(cities: u32, months: u32, disturbance: impl Fn(u32) -> f64) -> Vec<CitySeries> {
    let series = |city: u32| {
        let mut percent = 5.0;
        let known = (0..months).filter_map(|month| {
            percent += 0.5 + f64::from(city) * 0.01 + disturbance(month);
            Some(Observation {
                on: NaiveDate::from_ymd_opt(2017, 1, 1)?.checked_add_months(Months::new(month))?,
                percent,
            })
        });
        CitySeries { city: format!("city {city}"), known: known.collect() }
    };
    (0..cities).map(series).collect()
}

#[test]
fn a_straight_line_projects_a_straight_line_without_error() {
    // Months are not equally long, so counts once a month are not quite on a line by days.
    let mut series = made_up(3, 48, |_| 0.0);
    for each in series.iter_mut().flat_map(|city| &mut city.known) {
        each.percent = 5.0 + f64::from(each.on.num_days_from_ce() - 736_330) * 0.01;
    }
    for score in scores(Method::LineThroughLast, &series, None) {
        assert!(score.error < 1e-9, "{score:?}");
        assert!(score.forecasts > 50);
    }
    assert!(scores(Method::LastValue, &series, None)[0].error > 0.2);
}

#[test]
fn a_forecast_does_not_see_what_came_after_its_origin() {
    let series = made_up(2, 40, |_| 0.0);
    let mut other_end = series.clone();
    for known in other_end.iter_mut().map(|city| &mut city.known) {
        known[39].percent += 5.0;
    }
    let projected = |series: &[CitySeries]| -> Vec<f64> {
        outcomes(CHOSEN, 3, series, None).iter().map(|outcome| outcome.projected).collect()
    };
    assert_eq!(projected(&series), projected(&other_end));
}

#[test]
fn a_shock_that_all_cities_share_is_seen_only_by_leaving_its_year_out() {
    // In 2020 the pace changes from month to month; in all other years it is steady.
    let series = made_up(10, 60, |month| if (36..48).contains(&month) { f64::from(month % 4) } else { 0.0 });
    let score = scores(Method::LineThroughLast, &series, None)[0];
    assert!(score.covered_cities > 80.0 && score.covered_years < score.covered_cities - 5.0, "{score:?}");
}

#[test]
fn an_outcome_teaches_only_years_that_its_forecast_does_not_touch() {
    let outcome = |origin: &str, target: &str| Outcome {
        city: 0,
        origin: origin.parse().expect("a day"),
        target: target.parse().expect("a day"),
        projected: 10.0,
        actual: 10.0,
        spread: 1.0,
    };
    let over_new_year = outcome("2019-12-01", "2020-01-01");
    let clear: Vec<i32> = (2018..=2021).filter(|year| over_new_year.is_clear_of(*year)).collect();
    assert_eq!(clear, [2018, 2021]);
}

#[test]
fn quantiles_are_interpolated_between_neighbours() {
    assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.5), Some(3.0));
    assert_eq!(quantile(&[1.0, 2.0], 0.25), Some(1.25));
    assert_eq!(quantile(&[7.0], 0.9), Some(7.0));
    assert_eq!(quantile(&[], 0.5), None);
}

#[test]
fn a_horizon_takes_the_closest_count_within_ten_days() {
    let known: Vec<Observation> = ["2022-06-01", "2022-06-30", "2022-07-31", "2022-08-31"]
        .map(|on| Observation { on: on.parse().expect("a day"), percent: 40.0 })
        .to_vec();
    let day = |origin, months| target(&known, origin, months).map(|each| each.on.to_string());
    assert_eq!(day(0, 1).as_deref(), Some("2022-06-30"));
    assert_eq!(day(0, 3).as_deref(), Some("2022-08-31"));
    assert_eq!(day(1, 6), None);
}

#[test]
fn a_table_of_counts_is_read_by_its_header() {
    let text = "\u{feff}算出基準日,code,市区町村名,population,cards_issued\n\
                2017/05/15,271403,堺市,200,30\n2017/03/08,271403,堺市,200,20\n2017/03/08,11002,札幌市,100,7\n";
    let series = read_series(text).expect("a right table");
    assert_eq!(series.iter().map(|each| each.city.as_str()).collect::<Vec<_>>(), ["堺市", "札幌市"]);
    assert_eq!(series[0].known.iter().map(|each| each.percent).collect::<Vec<_>>(), [10.0, 15.0]);
}

#[test]
fn a_wrong_table_says_what_would_be_right() {
    let told = |text: &str| read_series(text).expect_err("a wrong table").to_string();
    assert!(told("date,cards\n").contains("算出基準日"), "{}", told("date,cards\n"));
    let header = "算出基準日,市区町村名,population,cards_issued\n";
    let day = told(&format!("{header}令和4年,堺市,200,30\n"));
    assert!(day.contains("line 2") && day.contains("令和4年") && day.contains("2017/03/08"), "{day}");
    assert!(told(&format!("{header}2017/03/08,堺市,0,30\n")).contains("above 0"));
    assert!(told(&format!("{header}2017/03/08,堺市,200,many\n")).contains("'many' is not a number of cards"));
    assert!(told(&format!("{header}2017/03/08,堺市,200\n")).contains("'' is not a number of cards"));
}
