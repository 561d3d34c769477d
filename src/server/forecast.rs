//! Where a card rate is heading, by exponential smoothing (augurs). The library stands only here.
//!
//! Counts are taken on irregular days. They are put on months first, and what was put in between is counted and said.
//! Never more than one measure of one area goes in, and nothing that comes out lies beyond 0 to 100 %.

use augurs::ets::AutoETS;
use augurs::prelude::*;
use chrono::{Datelike, Months, NaiveDate};

use crate::domain::card::CardCount;

/// How sure the interval is: four of five times the rate should lie within it, if it goes on as before.
pub const LEVEL: f64 = 0.8;

/// Months looked ahead.
pub const HORIZON: usize = 12;

/// Fewer months than this say nothing about where a rate is heading.
pub const LEAST_MONTHS: usize = 12;

/// What lies farther back says little about what comes.
const MOST_MONTHS: usize = 36;

/// The rate expected at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The last day of the month.
    pub on: NaiveDate,
    /// 0 to 100.
    pub rate: f64,
    /// Within which the rate should lie, 0 to 100.
    pub low: f64,
    pub high: f64,
}

/// A projection with what it was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    pub expected: Vec<Expected>,
    /// Months that went in.
    pub months: usize,
    /// Those of them without a count, which were put on a straight line between their neighbours.
    pub interpolated: usize,
    /// The first month that went in, by its last day.
    pub from: NaiveDate,
}

/// Projects a series of one area and one measure, oldest first. `None` where it is too short, or cannot be fitted.
///
/// Source: Hyndman, Koehler, Ord and Snyder, Forecasting with Exponential Smoothing: additive trend, damped where that
/// fits better; the interval is the model's own.
#[must_use]
pub fn forecast(series: &[CardCount]) -> Option<Forecast> {
    let (first, mut rates, mut interpolated) = monthly(series)?;
    let dropped = rates.len().saturating_sub(MOST_MONTHS);
    rates.drain(..dropped);
    interpolated.drain(..dropped);
    if rates.len() < LEAST_MONTHS {
        return None;
    }
    let from = first.checked_add_months(Months::new(u32::try_from(dropped).ok()?))?;
    let fitted = AutoETS::new(1, "ZAN").ok()?.fit(&rates).ok()?;
    let predicted = fitted.predict(HORIZON, LEVEL).ok()?;
    let intervals = predicted.intervals?;
    let last = from.checked_add_months(Months::new(u32::try_from(rates.len()).ok()? - 1))?;
    let within = |rate: f64| rate.clamp(0.0, 100.0);
    let expected: Option<Vec<Expected>> = (1..)
        .zip(predicted.point.iter().zip(intervals.lower.iter().zip(&intervals.upper)))
        .map(|(ahead, (rate, (low, high)))| {
            let on = end_of_month(last.checked_add_months(Months::new(ahead))?);
            [rate, low, high].iter().all(|value| value.is_finite()).then(|| Expected {
                on,
                rate: within(*rate),
                low: within(*low),
                high: within(*high),
            })
        })
        .collect();
    Some(Forecast {
        expected: expected?,
        months: rates.len(),
        interpolated: interpolated.iter().filter(|put_in| **put_in).count(),
        from: end_of_month(from),
    })
}

fn month_number(date: NaiveDate) -> i32 {
    date.year() * 12 + i32::try_from(date.month0()).unwrap_or_default()
}

/// The last day of the month in which a day lies.
#[must_use]
pub fn end_of_month(date: NaiveDate) -> NaiveDate {
    let first = date.with_day(1).unwrap_or(date);
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(date)
}

/// Rates by month from the first to the last count: of several counts of a month the later, between two counted months
/// a straight line. With the first day of the first month, and which months were put in.
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
    let (first, first_rate) = *counted.first()?;
    let (mut rates, mut interpolated) = (vec![first_rate], vec![false]);
    for pair in counted.windows(2) {
        let ((from, start), (to, end)) = (pair[0], pair[1]);
        for month in from + 1..=to {
            rates.push(start + (end - start) * f64::from(month - from) / f64::from(to - from));
            interpolated.push(month < to);
        }
    }
    let month0 = u32::try_from(first.rem_euclid(12)).ok()?;
    Some((NaiveDate::from_ymd_opt(first.div_euclid(12), month0 + 1, 1)?, rates, interpolated))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::card::{Cards, Measure, Population};

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

    #[test]
    fn nothing_is_expected_beyond_all_residents() {
        let series: Vec<CardCount> = (0..24)
            .map(|month| count(&format!("{}-{:02}-01", 2020 + month / 12, month % 12 + 1), 500 + month * 21))
            .collect();
        let found = forecast(&series).expect("long enough");
        assert!(found.expected.iter().all(|each| each.high <= 100.0 && each.rate <= 100.0), "{found:?}");
    }

    #[test]
    fn a_short_series_says_nothing() {
        assert_eq!(forecast(&steady(11)), None);
        assert_eq!(forecast(&[]), None);
    }
}
