//! Projections of yearly indicators.
//!
//! An indicator has about ten values, too few to choose or calibrate a method by its own past. The method is therefore
//! the simplest with a known prediction interval: a random walk with drift.

use crate::calendar::FiscalYear;

/// Minimum number of fiscal years from the first to the last value, both included.
pub const LEAST_YEARS: usize = 9;

/// Maximum number of years projected.
pub const MOST_YEARS_AHEAD: i32 = 5;

/// The 90 % quantile of the normal distribution: an interval of 80 % leaves a tenth on each side.
const NORMAL_QUANTILE: f64 = 1.281_551_565_544_6;

/// The value of an indicator expected for a fiscal year, in its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedYear {
    pub fiscal_year: FiscalYear,
    pub value: f64,
    /// Lower bound of the interval.
    pub low: f64,
    /// Upper bound of the interval.
    pub high: f64,
}

/// A projection of an indicator with its inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct YearProjection {
    pub expected: Vec<ExpectedYear>,
    /// Number of years with a value.
    pub years: usize,
    /// The first year with a value.
    pub from: FiscalYear,
}

/// Projects yearly values of one measure, one per year and oldest first, up to a given year but at most
/// [`MOST_YEARS_AHEAD`] years ahead. Percentages stay within 0 and 100. Years without a value are left out, not filled.
///
/// The value changes by the same amount each year as on average from the first to the last value. With steps between
/// values of Δ years, mean change d per year and n steps, the variance of a year is s² = Σ (step − d·Δ)² / Δ ÷ (n − 1).
/// h years ahead the interval is ± t·s·√(h·(1 + h/T)), where T is the number of years from first to last and t the 90 %
/// quantile of Student's distribution with n − 1 degrees of freedom.
///
/// Returns `None` if the values span fewer than [`LEAST_YEARS`] years, if fewer than half of those years have a value,
/// or if the year asked for is not after the last one.
///
/// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, drift method, extended to years without a
/// value.
#[must_use]
pub fn project_years(values: &[(FiscalYear, f64)], until: FiscalYear, percent: bool) -> Option<YearProjection> {
    let ((first, first_value), (last, last_value)) = (*values.first()?, *values.last()?);
    let years_between = last.0 - first.0;
    let ahead = (until.0 - last.0).clamp(0, MOST_YEARS_AHEAD);
    let spanned = usize::try_from(years_between).ok()? + 1;
    if spanned < LEAST_YEARS || values.len() * 2 < spanned || ahead == 0 {
        return None;
    }
    let drift = (last_value - first_value) / f64::from(years_between);
    let freedom = f64::from(u32::try_from(values.len().checked_sub(2)?).ok()?);
    let squares: f64 = values
        .windows(2)
        .map(|pair| {
            let years = f64::from(pair[1].0.0 - pair[0].0.0);
            (pair[1].1 - pair[0].1 - drift * years).powi(2) / years
        })
        .sum();
    let deviation = (squares / freedom).sqrt();
    let within = |value: f64| if percent { value.clamp(0.0, 100.0) } else { value };
    let expected = (1..=ahead).map(|year| {
        let steps = f64::from(year);
        let value = last_value + drift * steps;
        let half = student_quantile(freedom) * deviation * (steps * (1.0 + steps / f64::from(years_between))).sqrt();
        ExpectedYear {
            fiscal_year: FiscalYear(last.0 + year),
            value: within(value),
            low: within(value - half),
            high: within(value + half),
        }
    });
    let expected: Vec<ExpectedYear> = expected.collect();
    let is_finite = expected.iter().all(|each| each.low.is_finite() && each.high.is_finite());
    is_finite.then_some(YearProjection { expected, years: values.len(), from: first })
}

/// The 90 % quantile of Student's distribution, exact to 0.001 from three degrees of freedom on.
///
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
fn student_quantile(freedom: f64) -> f64 {
    let normal = NORMAL_QUANTILE;
    let first = (normal.powi(3) + normal) / 4.0;
    let second = (5.0 * normal.powi(5) + 16.0 * normal.powi(3) + 3.0 * normal) / 96.0;
    let third = (3.0 * normal.powi(7) + 19.0 * normal.powi(5) + 17.0 * normal.powi(3) - 15.0 * normal) / 384.0;
    let fourth = (79.0 * normal.powi(9) + 776.0 * normal.powi(7) + 1482.0 * normal.powi(5)
        - 1920.0 * normal.powi(3)
        - 945.0 * normal)
        / 92_160.0;
    normal + first / freedom + second / freedom.powi(2) + third / freedom.powi(3) + fourth / freedom.powi(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(values: &[(i32, f64)]) -> Vec<(FiscalYear, f64)> {
        values.iter().map(|(year, value)| (FiscalYear(*year), *value)).collect()
    }

    #[test]
    fn students_quantiles_are_those_of_the_tables() {
        for (freedom, tabled) in [(3.0, 1.638), (7.0, 1.415), (20.0, 1.325), (120.0, 1.289)] {
            assert!((student_quantile(freedom) - tabled).abs() < 0.001, "{freedom}: {}", student_quantile(freedom));
        }
    }

    #[test]
    fn the_average_change_goes_on_and_the_interval_is_that_of_its_residuals() {
        // Steps of 3 and 5 in turn: d = 4, each residual 1, n = 8 steps, s² = 8 / 7.
        let known: Vec<(i32, f64)> = (0..9).map(|at| (2016 + at, 40.0 + f64::from(at * 4 - at % 2))).collect();
        let made = project_years(&years(&known), FiscalYear(2026), false).expect("long enough");
        assert_eq!((made.years, made.from, made.expected.len()), (9, FiscalYear(2016), 2));
        let second = made.expected[1];
        assert_eq!((second.fiscal_year, second.value), (FiscalYear(2026), 80.0));
        // 1.415 · √(8/7) · √(2 · (1 + 2/8)) = 2.392
        assert!((second.high - 82.392).abs() < 0.002 && (second.low - 77.608).abs() < 0.002, "{second:?}");
    }

    #[test]
    fn a_step_over_a_missing_year_counts_for_two_years() {
        // d = 4: the steps of one year are off by nothing, that of two years from 2019 to 2021 by 2 and the next by −2.
        let known = [
            (2016, 40.0),
            (2017, 44.0),
            (2018, 48.0),
            (2019, 52.0),
            (2021, 62.0),
            (2022, 64.0),
            (2023, 68.0),
            (2024, 72.0),
        ];
        let made = project_years(&years(&known), FiscalYear(2025), false).expect("long enough");
        assert_eq!(made.years, 8);
        // s² = (2²/2 + 2²) / 6 = 1; 1.440 · √(1 + 1/8) = 1.527
        let next = made.expected[0];
        assert!((next.value - 76.0).abs() < 1e-9 && (next.high - 77.527).abs() < 0.002, "{next:?}");
    }

    #[test]
    fn percentages_stay_within_0_and_100_and_other_units_do_not() {
        let known: Vec<(i32, f64)> = (0..9).map(|at| (2016 + at, 58.0 + f64::from(at * 5 + at % 2))).collect();
        let last = |percent| project_years(&years(&known), FiscalYear(2029), percent).expect("long enough").expected[4];
        assert!((last(true).value - 100.0).abs() < 1e-9 && (last(true).high - 100.0).abs() < 1e-9);
        assert!(last(false).value > 120.0);
    }

    #[test]
    fn few_years_mostly_gaps_or_a_target_that_is_past_have_no_projection() {
        let known: Vec<(i32, f64)> = (0..9).map(|year| (2017 + year, 40.0 + f64::from(year) * 3.0)).collect();
        assert!(project_years(&years(&known), FiscalYear(2030), false).is_some());
        assert_eq!(project_years(&years(&known[..8]), FiscalYear(2030), false), None);
        assert_eq!(project_years(&years(&known), FiscalYear(2025), false), None);
        assert_eq!(project_years(&years(&[known[0], known[8]]), FiscalYear(2030), false), None);
        assert_eq!(project_years(&[], FiscalYear(2030), false), None);
    }

    #[test]
    fn no_more_than_five_years_are_projected() {
        let known: Vec<(i32, f64)> = (0..9).map(|year| (2017 + year, 40.0 + f64::from(year) * 3.0)).collect();
        let made = project_years(&years(&known), FiscalYear(2050), false).expect("long enough");
        assert_eq!(made.expected.len(), 5);
    }
}
