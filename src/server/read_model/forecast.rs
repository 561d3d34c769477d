//! Projections of card rates and indicators by exponential smoothing. Only this module uses the library (augurs).
//!
//! Counts are taken on irregular dates. They are mapped to months first, and the number of interpolated months is
//! reported. Each projection uses one measure of one area, and rates stay within 0 to 100 %.

use augurs::ets::AutoETS;
use augurs::prelude::*;
use chrono::{Datelike, Months, NaiveDate};
use domain::calendar::FiscalYear;
use domain::card::CardCount;

/// Confidence level of the interval: the rate should fall within it four times out of five if the trend continues.
pub const LEVEL: f64 = 0.8;

/// The confidence level in percent, as pages show it.
#[must_use]
pub fn level_in_percent() -> String {
    format!("{:.0}", LEVEL * 100.0)
}

/// Number of months projected.
pub const HORIZON: usize = 12;

/// Minimum number of months for a projection; a shorter series gives no reliable trend.
pub const LEAST_MONTHS: usize = 12;

/// Maximum number of months used, because older values say little about the future.
const MOST_MONTHS: usize = 36;

/// The rate expected at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The last day of the month.
    pub on: NaiveDate,
    /// 0 to 100.
    pub rate: f64,
    /// Lower bound of the interval, 0 to 100.
    pub low: f64,
    pub high: f64,
}

/// A projection with its inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    pub expected: Vec<Expected>,
    /// Number of months used.
    pub months: usize,
    /// How many of those months have no count and were linearly interpolated.
    pub interpolated: usize,
    /// The first month used, as its last day.
    pub from: NaiveDate,
}

/// Projects a series of one area and one measure, oldest first. Returns `None` if the series is too short, if more than
/// half of its months have no count, or if it cannot be fitted.
///
/// Source: Hyndman, Koehler, Ord and Snyder, Forecasting with Exponential Smoothing: additive trend, damped if that
/// fits better; the interval is the model's own.
#[must_use]
pub fn forecast(series: &[CardCount]) -> Option<Forecast> {
    let (first, mut rates, mut interpolated) = monthly(series)?;
    let dropped = rates.len().saturating_sub(MOST_MONTHS);
    rates.drain(..dropped);
    interpolated.drain(..dropped);
    let put_in = interpolated.iter().filter(|put_in| **put_in).count();
    // A curve through a few distant points would show our interpolation, not the counts.
    if rates.len() < LEAST_MONTHS || put_in * 2 > rates.len() {
        return None;
    }
    let from = first.checked_add_months(Months::new(u32::try_from(dropped).ok()?))?;
    let last = from.checked_add_months(Months::new(u32::try_from(rates.len()).ok()? - 1))?;
    let within = |rate: f64| rate.clamp(0.0, 100.0);
    let expected: Option<Vec<Expected>> = (1..)
        .zip(ahead(&rates, HORIZON)?)
        .map(|(months, [rate, low, high])| {
            let on = end_of_month(last.checked_add_months(Months::new(months))?);
            Some(Expected { on, rate: within(rate), low: within(low), high: within(high) })
        })
        .collect();
    Some(Forecast { expected: expected?, months: rates.len(), interpolated: put_in, from: end_of_month(from) })
}

/// Forecasts the next values as value, low and high. Returns `None` if the library cannot fit the series.
fn ahead(known: &[f64], horizon: usize) -> Option<Vec<[f64; 3]>> {
    let fitted = AutoETS::new(1, "ZAN").ok()?.fit(known).ok()?;
    let predicted = fitted.predict(horizon, LEVEL).ok()?;
    let intervals = predicted.intervals?;
    let expected: Vec<[f64; 3]> = predicted
        .point
        .iter()
        .zip(intervals.lower.iter().zip(&intervals.upper))
        .map(|(value, (low, high))| [*value, *low, *high])
        .collect();
    expected.iter().flatten().all(|value| value.is_finite()).then_some(expected)
}

/// Minimum number of years for a projection. With fewer, level, trend and damping cannot be separated.
pub const LEAST_YEARS: usize = 9;

/// Maximum number of years projected.
const MOST_YEARS_AHEAD: i32 = 5;

/// The value of an indicator expected for a fiscal year, in its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedYear {
    pub fiscal_year: FiscalYear,
    pub value: f64,
    /// Lower bound of the interval.
    pub low: f64,
    pub high: f64,
}

/// A projection of an indicator with its inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct YearForecast {
    pub expected: Vec<ExpectedYear>,
    /// Number of years used.
    pub years: usize,
    /// How many of those years have no value and were linearly interpolated.
    pub interpolated: usize,
    pub from: FiscalYear,
}

/// Projects yearly values of one measure, oldest first, up to a given year but at most five years ahead. Percentages
/// stay within 0 and 100. Returns `None` if there are fewer than [`LEAST_YEARS`] years, if more than half of them have
/// no value, or if the values cannot be fitted.
///
/// Source: as [`forecast`].
#[must_use]
pub fn forecast_years(values: &[(FiscalYear, f64)], until: FiscalYear, percent: bool) -> Option<YearForecast> {
    let counted: Vec<(i32, f64)> = values.iter().map(|(year, value)| (year.0, *value)).collect();
    let (first, known, interpolated) = without_gaps(&counted)?;
    let put_in = interpolated.iter().filter(|put_in| **put_in).count();
    let last = counted.last()?.0;
    let horizon = (until.0 - last).clamp(0, MOST_YEARS_AHEAD);
    if known.len() < LEAST_YEARS || put_in * 2 > known.len() || horizon == 0 {
        return None;
    }
    let within = |value: f64| if percent { value.clamp(0.0, 100.0) } else { value };
    let expected = (last + 1..)
        .zip(ahead(&known, usize::try_from(horizon).ok()?)?)
        .map(|(year, [value, low, high])| ExpectedYear {
            fiscal_year: FiscalYear(year),
            value: within(value),
            low: within(low),
            high: within(high),
        })
        .collect();
    Some(YearForecast { expected, years: known.len(), interpolated: put_in, from: FiscalYear(first) })
}

/// Fills gaps by linear interpolation. Returns the first index, the values from the first to the last index, and a flag
/// for each interpolated value. Returns `None` if the input is empty.
fn without_gaps(counted: &[(i32, f64)]) -> Option<(i32, Vec<f64>, Vec<bool>)> {
    let (first, first_value) = *counted.first()?;
    let (mut values, mut interpolated) = (vec![first_value], vec![false]);
    for pair in counted.windows(2) {
        let ((from, start), (to, end)) = (pair[0], pair[1]);
        for place in from + 1..=to {
            values.push(start + (end - start) * f64::from(place - from) / f64::from(to - from));
            interpolated.push(place < to);
        }
    }
    Some((first, values, interpolated))
}

fn month_number(date: NaiveDate) -> i32 {
    date.year() * 12 + i32::try_from(date.month0()).unwrap_or_default()
}

/// The last day of the date's month.
#[must_use]
pub fn end_of_month(date: NaiveDate) -> NaiveDate {
    let first = date.with_day(1).unwrap_or(date);
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(date)
}

/// Monthly rates from the first to the last count: the latest count of each month, with months in between linearly
/// interpolated. Also returns the first day of the first month, and a flag for each interpolated month.
fn monthly(series: &[CardCount]) -> Option<(NaiveDate, Vec<f64>, Vec<bool>)> {
    let mut counted: Vec<(i32, f64)> = Vec::new();
    for count in series {
        let rate = count.rate().percent()?;
        let month = month_number(count.as_of);
        if counted.last().is_some_and(|(last, _)| *last == month) {
            counted.pop();
        }
        counted.push((month, rate));
    }
    let (first, rates, interpolated) = without_gaps(&counted)?;
    let month0 = u32::try_from(first.rem_euclid(12)).ok()?;
    Some((NaiveDate::from_ymd_opt(first.div_euclid(12), month0 + 1, 1)?, rates, interpolated))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::card::{Cards, Measure, Population};

    fn count(day: &str, cards: i64) -> CardCount {
        CardCount {
            area: "271403".parse().expect("a right code"),
            measure: Measure::Issued,
            as_of: day.parse().expect("a day"),
            cards: Cards(cards),
            population: Population(1000),
            population_as_of: "2022-01-01".parse().expect("a day"),
            source: "test".parse().expect("an identifier"),
            sample: false,
        }
    }

    fn steady(months: u32) -> Vec<CardCount> {
        (0..months)
            .map(|month| count(&format!("{}-{:02}-01", 2020 + month / 12, month % 12 + 1), 100 + i64::from(month) * 10))
            .collect()
    }

    #[test]
    fn of_two_counts_in_a_month_the_later_counts_and_missing_months_are_put_in_and_counted() {
        let series = [count("2022-06-01", 100), count("2022-06-30", 200), count("2022-09-15", 500)];
        let (first, rates, interpolated) = monthly(&series).expect("a series");
        assert_eq!(first.to_string(), "2022-06-01");
        let rounded: Vec<f64> = rates.iter().map(|rate| (rate * 1e6).round() / 1e6).collect();
        assert_eq!(rounded, [20.0, 30.0, 40.0, 50.0]);
        assert_eq!(interpolated, [false, true, true, false]);
    }

    #[test]
    fn a_steady_rise_goes_on_and_lies_within_its_interval() {
        let found = forecast(&steady(24)).expect("long enough");
        assert_eq!((found.months, found.interpolated, found.expected.len()), (24, 0, HORIZON));
        let first = found.expected[0];
        assert_eq!(first.on.to_string(), "2022-01-31");
        assert!((first.rate - 34.0).abs() < 1.0, "{first:?}");
        assert!(found.expected.iter().all(|each| each.low <= each.rate && each.rate <= each.high));
        assert!(found.expected.windows(2).all(|pair| pair[1].high - pair[1].low >= pair[0].high - pair[0].low - 1e-9));
    }

    fn years(values: &[(i32, f64)]) -> Vec<(FiscalYear, f64)> {
        values.iter().map(|(year, value)| (FiscalYear(*year), *value)).collect()
    }

    #[test]
    fn years_that_rise_steadily_go_on_until_the_year_asked_for_and_gaps_are_counted() {
        let known = [
            (2016, 38.0),
            (2017, 42.5),
            (2018, 46.0),
            (2019, 50.0),
            (2020, 54.0),
            (2021, 57.5),
            (2023, 66.0),
            (2024, 70.0),
            (2025, 73.5),
        ];
        let made = forecast_years(&years(&known), FiscalYear(2030), true).expect("long enough");
        assert_eq!((made.years, made.interpolated, made.from), (10, 1, FiscalYear(2016)));
        let ahead: Vec<i32> = made.expected.iter().map(|each| each.fiscal_year.0).collect();
        assert_eq!(ahead, [2026, 2027, 2028, 2029, 2030]);
        assert!((made.expected[0].value - 77.5).abs() < 1.5, "{:?}", made.expected[0]);
        assert!(
            made.expected.iter().all(|each| each.low <= each.value && each.value <= each.high && each.high <= 100.0)
        );
    }

    #[test]
    fn few_years_or_a_target_that_is_past_have_no_projection() {
        let known: Vec<(i32, f64)> = (0..9).map(|year| (2017 + year, 40.0 + f64::from(year) * 3.0)).collect();
        assert!(forecast_years(&years(&known), FiscalYear(2030), false).is_some());
        assert_eq!(forecast_years(&years(&known[..8]), FiscalYear(2030), false), None);
        assert_eq!(forecast_years(&years(&known), FiscalYear(2025), false), None);
        assert_eq!(forecast_years(&years(&[known[0], known[8]]), FiscalYear(2030), false), None);
    }

    #[test]
    fn nothing_is_expected_beyond_all_residents() {
        let series: Vec<CardCount> = (0..24)
            .map(|month| count(&format!("{}-{:02}-01", 2020 + month / 12, month % 12 + 1), 500 + month * 21))
            .collect();
        let found = forecast(&series).expect("long enough");
        assert!(found.expected.iter().all(|each| each.high <= 100.0 && each.rate <= 100.0), "{found:?}");
    }

    #[test]
    fn a_series_that_is_mostly_gaps_says_nothing() {
        let every = |months: usize| steady(36).into_iter().step_by(months).collect::<Vec<_>>();
        assert!(forecast(&every(2)).is_some_and(|made| made.interpolated == 17));
        assert_eq!(forecast(&every(6)), None);
    }

    #[test]
    fn a_short_series_says_nothing() {
        assert_eq!(forecast(&steady(11)), None);
        assert_eq!(forecast(&[]), None);
    }
}
