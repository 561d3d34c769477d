//! The results of the backtest, as the site publishes them.
//!
//! They are constants, because the counts are not part of the product. `cargo xtask backtest` and a test compute them
//! again where the counts are at hand, and fail if they differ.

use super::backtest::Score;
use super::method::Method;

/// Quantiles of the errors of [`super::CHOSEN`] divided by their spread, by months ahead: 7 % of all errors of the
/// backtest are below the first, 7 % above the second ([`super::backtest::TAIL`]).
pub const QUANTILES: [(u32, [f64; 2]); 3] = [(1, [-0.042, 0.080]), (3, [-0.100, 0.215]), (6, [-0.172, 0.359])];

/// The quantiles some months ahead, linear between the horizons of [`QUANTILES`] and constant beyond them.
#[must_use]
pub fn quantiles(months: f64) -> [f64; 2] {
    let mut result = QUANTILES[0].1;
    for pair in QUANTILES.windows(2) {
        let [(from, low), (to, high)] = [pair[0], pair[1]];
        let share = ((months - f64::from(from)) / f64::from(to - from)).clamp(0.0, 1.0);
        if share > 0.0 {
            result = [low[0] + share * (high[0] - low[0]), low[1] + share * (high[1] - low[1])];
        }
    }
    result
}

/// The day of the first count of the backtest: issued cards of the 20 designated cities.
pub const FIRST_COUNT: &str = "2017-03-08";

/// The day of the last count of the backtest.
pub const LAST_COUNT: &str = "2022-12-31";

/// The version of statsmodels behind the scores of [`Method::ExponentialSmoothing`].
pub const STATSMODELS: &str = "0.15.0";

/// The scores of every method at every horizon: errors in thousandths of a point, coverage in tenths of a percent,
/// widths in hundredths of a point.
pub const SCORES: &[Score] = &[
    score(Method::LastValue, 1, 700, 1.218, 78.7, 86.1, 1.37),
    score(Method::LastValue, 3, 660, 3.554, 83.0, 85.9, 4.29),
    score(Method::LastValue, 6, 600, 7.085, 79.0, 85.8, 7.5),
    score(Method::LastValue, 12, 540, 13.365, 80.2, 85.7, 14.32),
    score(Method::LineThroughLast, 1, 700, 0.277, 80.3, 85.7, 1.0),
    score(Method::LineThroughLast, 3, 660, 1.074, 78.3, 85.9, 4.16),
    score(Method::LineThroughLast, 6, 600, 2.58, 77.2, 85.7, 8.64),
    score(Method::LineThroughLast, 12, 540, 5.892, 58.3, 85.9, 11.8),
    score(Method::LineThroughAll, 1, 700, 6.156, 62.7, 85.6, 7.83),
    score(Method::LineThroughAll, 3, 660, 7.538, 47.1, 86.1, 8.2),
    score(Method::LineThroughAll, 6, 600, 9.909, 75.5, 85.7, 11.19),
    score(Method::LineThroughAll, 12, 540, 13.775, 80.9, 85.4, 18.52),
    score(Method::ExponentialSmoothing, 1, 700, 0.286, 81.1, 85.7, 1.05),
    score(Method::ExponentialSmoothing, 3, 660, 1.101, 78.2, 85.6, 4.21),
    score(Method::ExponentialSmoothing, 6, 600, 2.621, 76.7, 85.8, 8.64),
    score(Method::ExponentialSmoothing, 12, 540, 5.999, 57.4, 85.9, 11.79),
    score(Method::DampedTrend, 1, 700, 0.294, 79.4, 85.9, 1.04),
    score(Method::DampedTrend, 3, 660, 1.139, 77.4, 86.1, 4.22),
    score(Method::DampedTrend, 6, 600, 2.725, 75.0, 85.8, 8.46),
    score(Method::DampedTrend, 12, 540, 6.378, 59.4, 85.6, 11.87),
    score(Method::Logistic, 1, 700, 0.282, 79.7, 86.0, 1.01),
    score(Method::Logistic, 3, 660, 1.096, 76.1, 85.8, 4.25),
    score(Method::Logistic, 6, 600, 2.675, 73.7, 85.7, 9.0),
    score(Method::Logistic, 12, 540, 6.054, 55.9, 86.1, 12.91),
    score(Method::Gompertz, 1, 700, 0.281, 80.1, 85.9, 1.0),
    score(Method::Gompertz, 3, 660, 1.071, 77.0, 85.8, 4.16),
    score(Method::Gompertz, 6, 600, 2.52, 76.0, 85.8, 8.58),
    score(Method::Gompertz, 12, 540, 5.45, 59.6, 85.7, 11.8),
    score(Method::ClosingGap, 1, 700, 0.281, 80.4, 85.7, 0.99),
    score(Method::ClosingGap, 3, 660, 1.07, 78.5, 85.9, 4.09),
    score(Method::ClosingGap, 6, 600, 2.469, 77.2, 86.0, 8.15),
    score(Method::ClosingGap, 12, 540, 5.474, 62.2, 85.7, 11.56),
    score(Method::ClosingGapFading, 1, 700, 0.275, 83.0, 86.0, 0.99),
    score(Method::ClosingGapFading, 3, 660, 1.067, 78.6, 85.9, 4.04),
    score(Method::ClosingGapFading, 6, 600, 2.472, 77.2, 86.0, 8.18),
    score(Method::ClosingGapFading, 12, 540, 5.471, 62.2, 85.7, 11.56),
];

const fn score(
    method: Method,
    months: u32,
    forecasts: usize,
    error: f64,
    covered_years: f64,
    covered_cities: f64,
    width: f64,
) -> Score {
    Score { method, months, forecasts, error, covered_years, covered_cities, width }
}

/// A score with the decimals of [`SCORES`].
#[must_use]
pub fn rounded(score: &Score) -> Score {
    let to = |value: f64, parts: f64| (value * parts).round() / parts;
    Score {
        error: to(score.error, 1000.0),
        covered_years: to(score.covered_years, 10.0),
        covered_cities: to(score.covered_cities, 10.0),
        width: to(score.width, 100.0),
        ..*score
    }
}

/// The published scores of the methods in `computed` that differ from it by more than the last decimal, each with what
/// was computed. Optimisers differ between versions of statsmodels, so its scores may differ by two percent.
#[must_use]
pub fn differences(computed: &[Score]) -> Vec<(Score, Option<Score>)> {
    SCORES
        .iter()
        .filter(|published| computed.iter().any(|score| score.method == published.method))
        .filter_map(|published| {
            let found = computed.iter().find(|each| each.method == published.method && each.months == published.months);
            let share = if published.method == Method::ExponentialSmoothing { 0.02 } else { 0.0 };
            let close = |one: f64, other: f64, unit: f64| (one - other).abs() <= unit + share * one.abs();
            let agrees = found.is_some_and(|found| {
                published.forecasts == found.forecasts
                    && close(published.error, found.error, 0.001)
                    && close(published.covered_years, found.covered_years, 0.1)
                    && close(published.covered_cities, found.covered_cities, 0.1)
                    && close(published.width, found.width, 0.01)
            });
            (!agrees).then(|| (*published, found.copied()))
        })
        .collect()
}
