//! Progress towards a target: pace, status, verdict and a second opinion.

use chrono::NaiveDate;

use super::calendar::FiscalYear;
use super::indicator::{IndicatorValue, ValueKind, YearRow, year_rows};

string_enum! {
    /// The status of an indicator. `achieved`, `on_track`, `behind` and `moving_away` apply until the target year ends,
    /// `met` and `missed` after it, and `not_assessable` at any time.
    pub enum Status ("status") {
        Achieved = "achieved",
        OnTrack = "on_track",
        Behind = "behind",
        MovingAway = "moving_away",
        NotAssessable = "not_assessable",
        Met = "met",
        Missed = "missed",
    }
}

string_enum! {
    /// Why a status cannot be given.
    pub enum NotAssessable ("reason") {
        NoTarget = "no_target",
        FewerThanTwoValues = "fewer_than_two_values",
        /// The available values do not measure the same thing.
        MeasureChanged = "measure_changed",
        /// The target year is over, but its result has not been recorded.
        ResultNotRecorded = "result_not_recorded",
    }
}

string_enum! {
    /// One of the figures of progress.
    pub enum ProgressPart ("part of progress") {
        /// [`Progress::required_pace`]
        RequiredPace = "required-pace",
        /// [`Progress::observed_pace`]
        ObservedPace = "observed-pace",
        /// [`Progress::distance`]
        Distance = "distance",
        /// [`Progress::growth_ratio`]
        GrowthRatio = "growth-ratio",
    }
}

/// A value of a fiscal year, in the indicator's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub fiscal_year: FiscalYear,
    pub value: f64,
}

/// The progress of an indicator towards its last target.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    pub status: Status,
    pub reason: Option<NotAssessable>,
    /// The start of the line: the recorded baseline, or else the first value.
    pub baseline: Option<Point>,
    /// The recorded kind of the value at the start of the line.
    pub baseline_kind: Option<ValueKind>,
    /// The last target.
    pub target: Option<Point>,
    /// The newest value of the same measure as the baseline.
    pub latest: Option<Point>,
    /// The required pace in points a year, linear from baseline to target.
    pub required_pace: Option<f64>,
    /// The observed pace in points a year, from baseline to the newest value.
    pub observed_pace: Option<f64>,
    /// The newest value minus the target, in points; negative if below the target.
    pub distance: Option<f64>,
    /// Observed compound growth ÷ required compound growth, as the SDG platforms compute it; a second opinion.
    pub growth_ratio: Option<f64>,
}

impl Progress {
    /// The value of one figure. Paces and distance are in the indicator's unit (paces per year); the growth ratio has
    /// no unit.
    #[must_use]
    pub const fn part(&self, part: ProgressPart) -> Option<f64> {
        match part {
            ProgressPart::RequiredPace => self.required_pace,
            ProgressPart::ObservedPace => self.observed_pace,
            ProgressPart::Distance => self.distance,
            ProgressPart::GrowthRatio => self.growth_ratio,
        }
    }
}

/// The linear pace between two points, in points a year; `None` if no time passes between them.
///
/// Source: the product's definition "progress", required pace.
#[must_use]
pub fn pace(from: Point, to: Point) -> Option<f64> {
    let years = to.fiscal_year.0 - from.fiscal_year.0;
    (years > 0).then(|| (to.value - from.value) / f64::from(years))
}

/// Observed ÷ required compound annual growth.
///
/// Source: Eurostat, Sustainable development in the European Union, annex on the assessment method with target:
/// ((y_t/y_0)^(1/(t−t0)) − 1) ÷ ((x/y_0)^(1/(t1−t0)) − 1). `None` if a value is not above 0 or nothing is required.
#[must_use]
pub fn growth_ratio(baseline: Point, latest: Point, target: Point) -> Option<f64> {
    let growth = |to: Point| {
        let years = to.fiscal_year.0 - baseline.fiscal_year.0;
        (years > 0 && baseline.value > 0.0 && to.value > 0.0)
            .then(|| (to.value / baseline.value).powf(1.0 / f64::from(years)) - 1.0)
    };
    let required = growth(target)?;
    (required != 0.0).then_some(growth(latest)? / required)
}

/// The value of the line from baseline to target in a year, in the indicator's unit.
#[must_use]
pub fn line_at(baseline: Point, target: Point, year: FiscalYear) -> Option<f64> {
    pace(baseline, target).map(|pace| baseline.value + pace * f64::from(year.0 - baseline.fiscal_year.0))
}

/// The years whose values have the same measure as the newest value, oldest first: a line never crosses a change of
/// measure.
#[must_use]
pub fn comparable(rows: &[YearRow]) -> Vec<&YearRow> {
    let measured = || rows.iter().filter(|row| row.actual.is_some());
    let measure = measured().next_back().and_then(|row| row.measure);
    measured().filter(|row| row.measure == measure).collect()
}

/// Assesses an indicator on a day, from values recorded up to then.
///
/// After the end of the target year the verdict is final: met or missed, by the actual value of that year. Until that
/// value is recorded the indicator is not assessable; an expected value never decides. Before the end of the target
/// year, the newest value is compared with the straight line from baseline to target. Values of different measures are
/// never compared.
///
/// Source: the product's definition "progress".
#[must_use]
pub fn assess(values: &[IndicatorValue], today: NaiveDate) -> Progress {
    let rows = year_rows(values, today);
    let mut progress = Progress {
        status: Status::NotAssessable,
        reason: None,
        baseline: None,
        baseline_kind: None,
        target: None,
        latest: None,
        required_pace: None,
        observed_pace: None,
        distance: None,
        growth_ratio: None,
    };
    let point = |row: &YearRow, value: Option<f64>| value.map(|value| Point { fiscal_year: row.fiscal_year, value });
    progress.target = rows.iter().rev().find_map(|row| point(row, row.target));

    let measured = rows.iter().filter(|row| row.actual.is_some()).count();
    let comparable = comparable(&rows);
    let latest_row = comparable.last();
    progress.latest = latest_row.and_then(|row| point(row, row.actual));
    let baseline_row = comparable
        .iter()
        .find(|row| row.actual_kind == Some(ValueKind::Baseline))
        .or_else(|| comparable.first())
        .filter(|row| latest_row.is_some_and(|latest| row.fiscal_year < latest.fiscal_year));
    progress.baseline = baseline_row.and_then(|row| point(row, row.actual));
    progress.baseline_kind = baseline_row.and_then(|row| row.actual_kind);

    let not_assessable = |mut progress: Progress, reason| {
        progress.reason = Some(reason);
        progress
    };
    let Some(target) = progress.target else {
        return not_assessable(progress, NotAssessable::NoTarget);
    };
    progress.distance = progress.latest.map(|latest| latest.value - target.value);
    if let Some((baseline, latest)) = progress.baseline.zip(progress.latest) {
        progress.required_pace = pace(baseline, target);
        progress.observed_pace = pace(baseline, latest);
        progress.growth_ratio = growth_ratio(baseline, latest, target);
    }

    if today > target.fiscal_year.last_day() {
        let result = rows
            .iter()
            .find(|row| row.fiscal_year == target.fiscal_year)
            .filter(|row| matches!(row.actual_kind, Some(ValueKind::Actual)))
            .and_then(|row| row.actual);
        let Some(result) = result else {
            return not_assessable(progress, NotAssessable::ResultNotRecorded);
        };
        progress.distance = Some(result - target.value);
        progress.status = if result >= target.value { Status::Met } else { Status::Missed };
        return progress;
    }
    let Some((baseline, latest)) = progress.baseline.zip(progress.latest) else {
        let reason =
            if measured > comparable.len() { NotAssessable::MeasureChanged } else { NotAssessable::FewerThanTwoValues };
        return not_assessable(progress, reason);
    };
    progress.status = if latest.value >= target.value {
        Status::Achieved
    } else if latest.value < baseline.value {
        Status::MovingAway
    } else if line_at(baseline, target, latest.fiscal_year).is_some_and(|line| latest.value >= line) {
        Status::OnTrack
    } else {
        Status::Behind
    };
    progress
}

#[cfg(test)]
mod tests {
    use super::super::card::Measure;
    use super::super::indicator::tests::value;
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, 1).expect("a day")
    }

    fn online_rate() -> Vec<IndicatorValue> {
        vec![
            value(2019, ValueKind::Baseline, 58.1),
            value(2022, ValueKind::Actual, 96.0),
            value(2025, ValueKind::Target, 100.0),
        ]
    }

    #[test]
    fn the_required_pace_is_linear_from_baseline_to_target() {
        let progress = assess(&online_rate(), day(2023, 6));
        let pace = progress.required_pace.expect("there is a baseline and a target");
        assert!((pace - (100.0 - 58.1) / 6.0).abs() < 1e-9);
        assert_eq!(progress.status, Status::OnTrack);
    }

    #[test]
    fn below_the_line_is_behind_and_below_the_baseline_is_moving_away() {
        let mut values = online_rate();
        values[1].value = 70.0;
        assert_eq!(assess(&values, day(2023, 6)).status, Status::Behind);
        values[1].value = 50.0;
        assert_eq!(assess(&values, day(2023, 6)).status, Status::MovingAway);
        values[1].value = 100.0;
        assert_eq!(assess(&values, day(2023, 6)).status, Status::Achieved);
    }

    #[test]
    fn past_the_target_year_the_verdict_waits_for_its_own_result() {
        let mut values = online_rate();
        let waiting = assess(&values, day(2026, 11));
        assert_eq!((waiting.status, waiting.reason), (Status::NotAssessable, Some(NotAssessable::ResultNotRecorded)));
        values.push(value(2025, ValueKind::Expected, 100.0));
        assert_eq!(assess(&values, day(2026, 11)).status, Status::NotAssessable);
        values.push(value(2025, ValueKind::Actual, 98.0));
        let missed = assess(&values, day(2026, 11));
        assert_eq!((missed.status, missed.distance), (Status::Missed, Some(-2.0)));
    }

    #[test]
    fn on_the_last_day_of_the_target_year_it_is_still_running() {
        let last = NaiveDate::from_ymd_opt(2026, 3, 31).expect("a day");
        assert_eq!(assess(&online_rate(), last).status, Status::OnTrack);
    }

    #[test]
    fn values_of_different_measures_form_no_line() {
        let mut values = vec![value(2025, ValueKind::Target, 100.0)];
        let mut issued = value(2022, ValueKind::Actual, 69.0);
        issued.measure = Some(Measure::Issued);
        let mut held = value(2023, ValueKind::Expected, 80.0);
        held.measure = Some(Measure::Held);
        values.extend([issued, held]);
        let progress = assess(&values, day(2024, 6));
        assert_eq!((progress.status, progress.reason), (Status::NotAssessable, Some(NotAssessable::MeasureChanged)));
        assert_eq!(progress.observed_pace, None);
    }

    #[test]
    fn one_value_alone_cannot_be_assessed() {
        let values = [value(2022, ValueKind::Actual, 69.0), value(2025, ValueKind::Target, 100.0)];
        assert_eq!(assess(&values, day(2023, 6)).reason, Some(NotAssessable::FewerThanTwoValues));
    }

    #[test]
    fn growth_as_required_has_a_ratio_of_one() {
        let point = |year, value| Point { fiscal_year: FiscalYear(year), value };
        let ratio = growth_ratio(point(2019, 50.0), point(2021, 60.5), point(2021, 60.5)).expect("all above 0");
        assert!((ratio - 1.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_line_meets_its_two_ends(
            start in 0.0f64..100.0, end in 0.0f64..100.0, from in 2000i32..2030, years in 1i32..20,
        ) {
            let baseline = Point { fiscal_year: FiscalYear(from), value: start };
            let target = Point { fiscal_year: FiscalYear(from + years), value: end };
            let at = |year| line_at(baseline, target, year).expect("time lies between");
            prop_assert!((at(baseline.fiscal_year) - start).abs() < 1e-9);
            prop_assert!((at(target.fiscal_year) - end).abs() < 1e-9);
        }
    }
}
