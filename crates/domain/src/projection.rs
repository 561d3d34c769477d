//! Projections of card rates and of yearly indicators: pure formulas, and the backtest that chose them.
//!
//! Counts are taken on irregular dates. A projection uses the days between them; nothing is interpolated to months.
//!
//! [`project`] assumes that the gap between the rate and 100 % continues to close as quickly as between the last two
//! counts. [`backtest`] compares this method with others on the counts of the designated cities, and [`published`]
//! keeps its results.

use chrono::{Datelike, Months, NaiveDate};

use crate::calendar::end_of_month;
use crate::card::CardCount;
use method::{History, Method, Scale};

pub mod backtest;
pub mod method;
pub mod published;
mod years;

pub use years::{ExpectedYear, LEAST_YEARS, MOST_YEARS_AHEAD, YearProjection, project_years};

/// Nominal coverage of an interval in percent: the value should lie within it four times out of five.
pub const LEVEL_IN_PERCENT: u32 = 80;

/// Number of month ends that a projection covers. The backtest supports no interval further ahead: with a year left
/// out, twelve-month intervals covered far less than [`LEVEL_IN_PERCENT`] of that year's counts.
pub const MONTHS_SHOWN: u32 = 6;

/// The method of the published projections.
pub const CHOSEN: Method = Method::ClosingGapFading;

/// The average length of a month in days.
pub const DAYS_IN_MONTH: f64 = 365.25 / 12.0;

/// The rate of one area and one measure on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    pub on: NaiveDate,
    /// In percent. Cumulative issues can exceed 100.
    pub percent: f64,
}

/// The rate expected at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The last day of the month.
    pub on: NaiveDate,
    /// 0 to 100.
    pub rate: f64,
    /// Lower bound of the interval, 0 to 100.
    pub low: f64,
    /// Upper bound of the interval, 0 to 100.
    pub high: f64,
}

/// A projection with its inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// The [`MONTHS_SHOWN`] month ends after the last count, oldest first.
    pub expected: Vec<Expected>,
    /// The days of the counts that the projection is computed from, oldest first: the last count, the count before that
    /// the pace is measured from, and the one that the pace before is measured from.
    pub computed_from: Vec<NaiveDate>,
    /// How much of the gap to 100 % closed per month between the last two of these counts, in percent of the gap.
    /// Negative if the rate fell.
    pub gap_closed_per_month: f64,
}

/// Projects the rate of one area and one measure, counts oldest first, to the ends of the [`MONTHS_SHOWN`] months after
/// the last count. Counts without a rate are skipped. Returns `None` if
///
/// - the last count has no rate, or one of 100 % or more,
/// - there are fewer than [`method::LEAST_COUNTS`] counts or they span fewer than [`method::LEAST_SPAN_DAYS`] days,
/// - the last count and the one before are more than [`method::MOST_PACE_DAYS`] days apart, or
/// - all counts are within [`method::LEAST_PACE_DAYS`] days of the last one.
///
/// Source: the product's definition "projected rate"; [`Method::ClosingGapFading`] for the rate, [`interval`] for the
/// bounds. Chosen by [`backtest`].
#[must_use]
pub fn project(counts: &[CardCount]) -> Option<Projection> {
    let last = counts.last()?;
    last.rate().percent()?;
    let known: Vec<Observation> = counts
        .iter()
        .filter_map(|count| Some(Observation { on: count.as_of, percent: count.rate().percent()? }))
        .collect();
    let history = History::new(&known)?;
    let curve = CHOSEN.fit(&history)?;
    let expected: Option<Vec<Expected>> = month_ends(last.as_of)
        .map(|on| {
            let months = months_between(last.as_of, on);
            let rate = curve.percent(months);
            let [low, high] = interval(rate, history.spread(months), published::quantiles(months));
            Some(Expected { on, rate, low, high }).filter(|each| each.low.is_finite() && each.high.is_finite())
        })
        .collect();
    let gap_closed_per_month = (1.0 - (-history.pace(Scale::Gap)?).exp()) * 100.0;
    Some(Projection { expected: expected?, computed_from: history.computed_from(), gap_closed_per_month })
}

/// The interval around a projected rate, in percent, within 0 and 100. `spread` is [`History::spread`], and `quantiles`
/// are those of past errors divided by their spread ([`published::quantiles`]).
///
/// The bounds are computed on the scale of the gap ([`Scale::Gap`]), so they stay below 100 %.
#[must_use]
pub fn interval(rate: f64, spread: f64, quantiles: [f64; 2]) -> [f64; 2] {
    let centre = Scale::Gap.of(rate);
    quantiles.map(|quantile| Scale::Gap.percent(centre + quantile * spread).clamp(0.0, 100.0))
}

/// Months from one day to another, as days divided by the average length of a month.
#[must_use]
pub fn months_between(from: NaiveDate, to: NaiveDate) -> f64 {
    days_between(from, to) / DAYS_IN_MONTH
}

#[allow(clippy::cast_precision_loss, reason = "days between two dates stay far below 2^53")]
fn days_between(from: NaiveDate, to: NaiveDate) -> f64 {
    (to - from).num_days() as f64
}

/// The next [`MONTHS_SHOWN`] month ends after a day.
fn month_ends(after: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let own_end = end_of_month(after);
    let first = u32::from(own_end == after);
    (first..first + MONTHS_SHOWN)
        .filter_map(move |months| Some(end_of_month(after.with_day(1)?.checked_add_months(Months::new(months))?)))
}

#[cfg(test)]
mod tests;
