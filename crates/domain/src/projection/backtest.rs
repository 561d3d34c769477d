//! The backtest: every method projects from every past count of the designated cities, and what came is compared with
//! what was projected.
//!
//! Two things keep it honest. A projection sees only the counts up to its origin. And the quantiles of an interval come
//! from errors that share nothing with the count that the interval is judged by: no day of that count's calendar year
//! ([`Score::covered_years`]), or not the same city ([`Score::covered_cities`]). The first is the harder test, because
//! national campaigns move all cities at once.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use thiserror::Error;

use super::method::{History, Method, Scale};
use super::{Observation, interval, months_between};

/// Months ahead at which methods are compared.
pub const HORIZONS: [u32; 4] = [1, 3, 6, 12];

/// A count belongs to a horizon if it was taken within this number of days of the day so many months later.
const TOLERANCE_IN_DAYS: i64 = 10;

/// Share of errors outside an interval on each side. It is less than a tenth, because errors of a year that was left
/// out fall outside the quantiles of other years more often than errors of those years do.
pub const TAIL: f64 = 0.07;

/// The rates of one city, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct CitySeries {
    pub city: String,
    pub known: Vec<Observation>,
}

/// Why a file cannot be used for the backtest.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParseSeriesError {
    #[error("the file has no column {0}; expected a header with 算出基準日, 市区町村名, population and cards_issued")]
    MissingColumn(&'static str),
    #[error("line {line}: '{cell}' is not {expected}")]
    WrongCell { line: usize, cell: String, expected: &'static str },
}

/// Reads the series from comma-separated text with the columns 算出基準日 (2017/03/08), 市区町村名, population and
/// cards_issued. Of two rows for the same city and day, the later one counts.
///
/// # Errors
/// Fails if a column is missing or a cell is not what its column holds.
#[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn read_series(text: &str) -> Result<Vec<CitySeries>, ParseSeriesError> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').map(str::trim).collect();
    let column =
        |name: &'static str| header.iter().position(|each| *each == name).ok_or(ParseSeriesError::MissingColumn(name));
    let (day, city) = (column("算出基準日")?, column("市区町村名")?);
    let (population, cards) = (column("population")?, column("cards_issued")?);
    let mut series: BTreeMap<&str, BTreeMap<NaiveDate, f64>> = BTreeMap::new();
    for (line, text) in (2..).zip(lines).filter(|(_, text)| !text.trim().is_empty()) {
        let cells: Vec<&str> = text.split(',').map(str::trim).collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let wrong = |at: usize, expected| ParseSeriesError::WrongCell { line, cell: cell(at).to_owned(), expected };
        let on =
            NaiveDate::parse_from_str(cell(day), "%Y/%m/%d").map_err(|_| wrong(day, "a date, such as 2017/03/08"))?;
        let number = |at: usize, expected| cell(at).parse::<u32>().map_err(|_| wrong(at, expected));
        let residents = number(population, "a number of residents")?;
        if residents == 0 {
            return Err(wrong(population, "a number of residents above 0"));
        }
        let percent = f64::from(number(cards, "a number of cards")?) / f64::from(residents) * 100.0;
        series.entry(cell(city)).or_default().insert(on, percent);
    }
    let series = series.into_iter().map(|(city, known)| CitySeries {
        city: city.to_owned(),
        known: known.into_iter().map(|(on, percent)| Observation { on, percent }).collect(),
    });
    Ok(series.collect())
}

/// How one method did at one horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    pub method: Method,
    /// Months ahead, one of [`HORIZONS`].
    pub months: u32,
    /// Number of forecasts.
    pub forecasts: usize,
    /// Mean absolute error in percentage points.
    pub error: f64,
    /// Percentage of counts within an interval whose quantiles come from time outside the count's calendar year.
    pub covered_years: f64,
    /// Percentage of counts within an interval whose quantiles come from the other cities.
    pub covered_cities: f64,
    /// Mean width in percentage points of the intervals of `covered_years`.
    pub width: f64,
}

/// Forecasts that are not computed here.
pub trait OutsideForecasts {
    /// The rate in percent that was forecast for a city from its counts up to `origin`, some months later.
    fn percent(&self, city: &str, origin: NaiveDate, months: f64) -> Option<f64>;
}

/// One forecast and what came.
#[derive(Debug, Clone, Copy)]
struct Outcome {
    city: usize,
    origin: NaiveDate,
    target: NaiveDate,
    projected: f64,
    actual: f64,
    spread: f64,
}

impl Outcome {
    /// The error on the scale of the gap, divided by its spread.
    fn error(&self) -> f64 {
        (Scale::Gap.of(self.actual) - Scale::Gap.of(self.projected)) / self.spread
    }

    fn is_clear_of(&self, year: i32) -> bool {
        self.target.year() < year || self.origin.year() > year
    }
}

/// Runs a method over all series. Scores are in the order of [`HORIZONS`]; a horizon without forecasts has none.
#[must_use]
pub fn scores(method: Method, series: &[CitySeries], outside: Option<&dyn OutsideForecasts>) -> Vec<Score> {
    HORIZONS.iter().filter_map(|months| score(method, *months, &outcomes(method, *months, series, outside))).collect()
}

/// The quantiles at [`TAIL`] and 1 − [`TAIL`] of all errors of a method divided by their spread
/// ([`History::spread`]). `None` if there are no forecasts at that horizon.
#[must_use]
pub fn quantiles(method: Method, months: u32, series: &[CitySeries]) -> Option<[f64; 2]> {
    tails(outcomes(method, months, series, None).iter())
}

fn outcomes(
    method: Method,
    months: u32,
    series: &[CitySeries],
    outside: Option<&dyn OutsideForecasts>,
) -> Vec<Outcome> {
    // A method may project a rate of 100 %, which has no place on the scale of errors.
    const MOST: f64 = 99.99;
    let mut found = Vec::new();
    for (city, each) in series.iter().enumerate() {
        for origin in 0..each.known.len() {
            let Some(history) = History::new(&each.known[..=origin]) else { continue };
            let Some(target) = target(&each.known, origin, months) else { continue };
            let origin = history.last().on;
            let ahead = months_between(origin, target.on);
            let projected = match outside {
                Some(outside) => outside.percent(&each.city, origin, ahead),
                None => method.fit(&history).map(|curve| curve.percent(ahead)),
            };
            found.extend(projected.map(|projected| Outcome {
                city,
                origin,
                target: target.on,
                projected: projected.clamp(0.0, MOST),
                actual: target.percent,
                spread: history.spread(ahead),
            }));
        }
    }
    found
}

/// The count that belongs to a horizon: the closest to the day so many months later.
fn target(known: &[Observation], origin: usize, months: u32) -> Option<Observation> {
    let day = known[origin].on.checked_add_months(Months::new(months))?;
    let distance = |each: &&Observation| (each.on - day).num_days().abs();
    known[origin + 1..].iter().min_by_key(distance).filter(|each| distance(each) <= TOLERANCE_IN_DAYS).copied()
}

#[allow(clippy::cast_precision_loss, reason = "there are few forecasts")]
fn score(method: Method, months: u32, outcomes: &[Outcome]) -> Option<Score> {
    let years = judged(outcomes, |judged, other| other.is_clear_of(judged.target.year()));
    let cities = judged(outcomes, |judged, other| other.city != judged.city);
    let mean = |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
    let errors: Vec<f64> = outcomes.iter().map(|each| (each.actual - each.projected).abs()).collect();
    let covered =
        |judged: &[Judged]| mean(&judged.iter().map(|each| if each.covered { 100.0 } else { 0.0 }).collect::<Vec<_>>());
    Some(Score {
        method,
        months,
        forecasts: outcomes.len(),
        error: mean(&errors)?,
        covered_years: covered(&years)?,
        covered_cities: covered(&cities)?,
        width: mean(&years.iter().map(|each| each.width).collect::<Vec<_>>())?,
    })
}

struct Judged {
    covered: bool,
    width: f64,
}

/// Judges each outcome by an interval from the outcomes that `may_teach` allows for it.
fn judged(outcomes: &[Outcome], may_teach: impl Fn(&Outcome, &Outcome) -> bool) -> Vec<Judged> {
    // Few groups share their teachers: a year, or a city.
    let mut known: BTreeMap<(usize, i32), Option<[f64; 2]>> = BTreeMap::new();
    outcomes
        .iter()
        .filter_map(|each| {
            let quantiles = *known
                .entry((each.city, each.target.year()))
                .or_insert_with(|| tails(outcomes.iter().filter(|other| may_teach(each, other))));
            let [low, high] = interval(each.projected, each.spread, quantiles?);
            Some(Judged { covered: low <= each.actual && each.actual <= high, width: high - low })
        })
        .collect()
}

fn tails<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Option<[f64; 2]> {
    let mut errors: Vec<f64> = outcomes.map(Outcome::error).collect();
    errors.sort_by(f64::total_cmp);
    Some([quantile(&errors, TAIL)?, quantile(&errors, 1.0 - TAIL)?])
}

/// A quantile of sorted values, interpolated between neighbours.
///
/// Source: Hyndman and Fan, Sample Quantiles in Statistical Packages, type 7.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "few values")]
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let at = share * (sorted.len().checked_sub(1)? as f64);
    let (below, rest) = (at.floor(), at.fract());
    let low = *sorted.get(below as usize)?;
    let high = *sorted.get(at.ceil() as usize)?;
    Some(low + rest * (high - low))
}

#[cfg(test)]
mod tests;
