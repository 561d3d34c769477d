//! The methods that the backtest compares, each a curve through the past of one series.

use super::{Observation, days_between, months_between};

/// Minimum number of counts.
pub const LEAST_COUNTS: usize = 6;

/// Minimum number of days from the first to the last count: twelve months, each with a count on its first day.
pub const LEAST_SPAN_DAYS: f64 = 330.0;

/// Minimum number of days over which a pace is measured. In a shorter time the working days and late reports weigh too
/// much.
pub const LEAST_PACE_DAYS: f64 = 28.0;

/// Maximum number of days between the last count and the one before. An older pace says nothing about today's; the
/// backtest has no longer interval.
pub const MOST_PACE_DAYS: f64 = 184.0;

/// Pace below which intervals do not become narrower, on [`Scale::Gap`] per month: the slowest in the backtest. A rate
/// that stands still is not certain to remain still.
const LEAST_PACE: f64 = 0.001;

/// How much of the last change of pace continues, and fades within months.
const FADING: f64 = 0.25;

string_enum! {
    /// A way to project a rate.
    pub enum Method ("projection method") {
        /// The last count remains.
        LastValue = "last-value",
        /// A straight line through the last two counts.
        LineThroughLast = "line-through-last",
        /// A straight line through all counts, by least squares.
        LineThroughAll = "line-through-all",
        /// Exponential smoothing by statsmodels, with additive trend, damped if that fits better. It is not computed
        /// here; `cargo xtask backtest` adds its forecasts.
        ExponentialSmoothing = "exponential-smoothing",
        /// Holt's method with a damped trend for uneven dates.
        ///
        /// Source: Wright, Forecasting data published at irregular time intervals using an extension of Holt's method,
        /// Management Science 32 (1986); damping after Gardner and McKenzie (1985).
        DampedTrend = "damped-trend",
        /// A logistic curve towards 100 % through the last two counts.
        Logistic = "logistic",
        /// A Gompertz curve towards 100 % through the last two counts.
        Gompertz = "gompertz",
        /// The gap to 100 % closes at the pace between the last two counts: 100 − (100 − r)·e^(−p·t).
        ClosingGap = "closing-gap",
        /// The same, and a quarter of the last change of pace continues and fades within months:
        /// 100 − (100 − r)·e^(−(p·t + c·(1 − e^(−t)))) with t in months and c = (p − pace before)/4, at most p/4.
        ClosingGapFading = "closing-gap-fading",
    }
}

/// A scale on which a curve is a straight line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// The rate itself, in percent.
    Percent,
    /// ln(p / (1 − p)).
    Logistic,
    /// −ln(−ln p).
    Gompertz,
    /// −ln(1 − p), the logarithm of the gap to 100 %.
    Gap,
}

impl Scale {
    /// The value of a rate in percent. Infinite or NaN at or beyond the ends of the scale.
    #[must_use]
    pub fn of(self, percent: f64) -> f64 {
        let share = percent / 100.0;
        match self {
            Self::Percent => percent,
            Self::Logistic => (share / (1.0 - share)).ln(),
            Self::Gompertz => -(-share.ln()).ln(),
            Self::Gap => -(1.0 - share).ln(),
        }
    }

    /// The rate in percent of a value. The inverse of [`Scale::of`].
    #[must_use]
    pub fn percent(self, value: f64) -> f64 {
        match self {
            Self::Percent => value,
            Self::Logistic => 100.0 / (1.0 + (-value).exp()),
            Self::Gompertz => 100.0 * (-(-value).exp()).exp(),
            Self::Gap => 100.0 * (1.0 - (-value).exp()),
        }
    }
}

/// The past of one series, long enough to be projected.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    known: &'a [Observation],
    /// The last count, the one that the pace is measured from, and the one that the pace before is measured from.
    last: Observation,
    before: Observation,
    earlier: Option<Observation>,
}

impl<'a> History<'a> {
    /// A history from rates on different days, oldest first. `None` if it is too short, if the last two counts are too
    /// far apart, or if one of them has no gap to 100 %.
    #[must_use]
    pub fn new(known: &'a [Observation]) -> Option<Self> {
        let (first, last) = (*known.first()?, *known.last()?);
        if known.len() < LEAST_COUNTS || days_between(first.on, last.on) < LEAST_SPAN_DAYS {
            return None;
        }
        let measured_from = |later: Observation| {
            known.iter().rev().find(|each| days_between(each.on, later.on) >= LEAST_PACE_DAYS).copied()
        };
        let before = measured_from(last)?;
        let has_gap = last.percent < 100.0 && before.percent < 100.0;
        (has_gap && days_between(before.on, last.on) <= MOST_PACE_DAYS).then(|| Self {
            known,
            last,
            before,
            earlier: measured_from(before).filter(|each| each.percent < 100.0),
        })
    }

    /// The last observation.
    #[must_use]
    pub fn last(&self) -> Observation {
        self.last
    }

    /// The days of the observations that paces are measured from, oldest first.
    #[must_use]
    pub fn computed_from(&self) -> Vec<chrono::NaiveDate> {
        self.earlier.iter().chain([&self.before, &self.last]).map(|each| each.on).collect()
    }

    /// The change per month between the last two counts, on a scale. `None` if the scale does not reach them.
    #[must_use]
    pub fn pace(&self, scale: Scale) -> Option<f64> {
        pace(self.before, self.last, scale)
    }

    /// The scale of an error after some months, on [`Scale::Gap`]: the root of the pace times the months. Errors of a
    /// sum of independent steps grow like this.
    #[must_use]
    pub fn spread(&self, months: f64) -> f64 {
        let pace = self.pace(Scale::Gap).unwrap_or_default().abs().max(LEAST_PACE);
        (pace * months).sqrt()
    }
}

fn pace(from: Observation, to: Observation, scale: Scale) -> Option<f64> {
    let pace = (scale.of(to.percent) - scale.of(from.percent)) / months_between(from.on, to.on);
    pace.is_finite().then_some(pace)
}

/// A projection as a function of the months after the last count: on the scale,
/// `level + pace · t + fading · (1 − e^(−t))`. With damping φ, the pace falls by φ each month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    scale: Scale,
    level: f64,
    pace: f64,
    fading: f64,
    damping: f64,
}

impl Curve {
    /// The projected rate in percent after some months, 0 to 100.
    #[must_use]
    pub fn percent(&self, months: f64) -> f64 {
        let value =
            self.level + self.pace * damped_months(self.damping, months) + self.fading * (1.0 - (-months).exp());
        self.scale.percent(value).clamp(0.0, 100.0)
    }
}

/// The months that a damped trend counts for: the integral of φ^t.
fn damped_months(damping: f64, months: f64) -> f64 {
    if damping < 1.0 { (1.0 - damping.powf(months)) / -damping.ln() } else { months }
}

impl Method {
    /// The curve of this method through a series. `None` if the method is not computed here, or if its scale does not
    /// reach the counts.
    #[must_use]
    pub fn fit(self, history: &History) -> Option<Curve> {
        let through_last = |scale: Scale| Curve::through_last(history, scale);
        match self {
            Self::LastValue => through_last(Scale::Percent).map(|curve| Curve { pace: 0.0, ..curve }),
            Self::LineThroughLast => through_last(Scale::Percent),
            Self::LineThroughAll => Some(least_squares(history)),
            Self::ExponentialSmoothing => None,
            Self::DampedTrend => damped_trend(history),
            Self::Logistic => through_last(Scale::Logistic),
            Self::Gompertz => through_last(Scale::Gompertz),
            Self::ClosingGap => through_last(Scale::Gap),
            Self::ClosingGapFading => {
                let curve = through_last(Scale::Gap)?;
                let before = history.earlier.and_then(|earlier| pace(earlier, history.before, Scale::Gap));
                // A sudden end of a campaign must not bend the curve down.
                let most = FADING * curve.pace.abs();
                let fading = before.map_or(0.0, |before| (FADING * (curve.pace - before)).clamp(-most, most));
                Some(Curve { fading, ..curve })
            }
        }
    }
}

impl Curve {
    fn through_last(history: &History, scale: Scale) -> Option<Self> {
        let (level, pace) = (scale.of(history.last.percent), history.pace(scale)?);
        Some(Self { scale, level, pace, fading: 0.0, damping: 1.0 })
    }

    fn straight(level: f64, pace: f64) -> Self {
        Self { scale: Scale::Percent, level, pace, fading: 0.0, damping: 1.0 }
    }
}

#[allow(clippy::cast_precision_loss, reason = "a series has few counts")]
fn least_squares(history: &History) -> Curve {
    let points: Vec<(f64, f64)> =
        history.known.iter().map(|each| (-months_between(each.on, history.last.on), each.percent)).collect();
    let number = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / number;
    let (middle, average) = (mean(|point| point.0), mean(|point| point.1));
    let along: f64 = points.iter().map(|(at, value)| (at - middle) * (value - average)).sum();
    let pace = along / points.iter().map(|(at, _)| (at - middle).powi(2)).sum::<f64>();
    Curve::straight(average - pace * middle, pace)
}

/// Holt's method with the parameters of a grid that give the smallest squared one-step errors in the series itself.
fn damped_trend(history: &History) -> Option<Curve> {
    let mut best: Option<(f64, Curve)> = None;
    for smoothing in [0.5, 0.7, 0.9, 1.0] {
        for trend_smoothing in [0.1, 0.3, 0.5, 0.7, 0.9] {
            for damping in [0.90, 0.95, 0.98] {
                let (error, curve) = smoothed(history.known, smoothing, trend_smoothing, damping)?;
                if best.is_none_or(|(least, _)| error < least) {
                    best = Some((error, curve));
                }
            }
        }
    }
    best.map(|(_, curve)| curve)
}

/// Returns the sum of squared one-step errors and the curve after the last count. Weights are per month, so a longer
/// interval counts for more.
fn smoothed(known: &[Observation], smoothing: f64, trend_smoothing: f64, damping: f64) -> Option<(f64, Curve)> {
    let (first, second) = (known.first()?, known.get(1)?);
    let (mut level, mut trend) = (first.percent, pace(*first, *second, Scale::Percent)?);
    let mut errors = 0.0;
    for pair in known.windows(2) {
        let months = months_between(pair[0].on, pair[1].on);
        let predicted = level + trend * damped_months(damping, months);
        let error = pair[1].percent - predicted;
        errors += error * error;
        let weight = |monthly: f64| 1.0 - (1.0 - monthly).powf(months);
        let next = predicted + weight(smoothing) * error;
        let kept = trend * damping.powf(months);
        trend = kept + weight(trend_smoothing) * ((next - level) / months - kept);
        level = next;
    }
    Some((errors, Curve { damping, ..Curve::straight(level, trend) }))
}
