//! The representative value of an indicator, with its source.

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::indicator::{Indicator, IndicatorValue, ValueKind, year_rows};
use domain::progress::{assess, comparable};
use domain::projection::{YearProjection, project_years};

/// The newest recorded value known on a date: from the newest fiscal year that has one, preferring an actual value to
/// an expected one and that to a baseline. Values computed by the product are not recorded values.
#[must_use]
pub fn latest_recorded(values: &[IndicatorValue], known_by: NaiveDate) -> Option<&IndicatorValue> {
    let preference = |kind: ValueKind| match kind {
        ValueKind::Actual => Some(2),
        ValueKind::Expected => Some(1),
        ValueKind::Baseline => Some(0),
        ValueKind::Target | ValueKind::Computed => None,
    };
    values
        .iter()
        .filter(|value| value.recorded_on.is_none_or(|day| day <= known_by))
        .filter_map(|value| preference(value.kind).map(|preference| (value, preference)))
        .max_by_key(|(value, preference)| (value.fiscal_year, *preference, value.recorded_on))
        .map(|(value, _)| value)
}

/// The projection of an indicator from the values of its newest measure, up to its last target year. If that year is
/// past or there is no target, the projection ends with the year after its newest value.
#[must_use]
pub fn projected_years(indicator: &Indicator, values: &[IndicatorValue], today: NaiveDate) -> Option<YearProjection> {
    let rows = year_rows(values, today);
    let known: Vec<(FiscalYear, f64)> =
        comparable(&rows).iter().filter_map(|row| Some((row.fiscal_year, row.actual?))).collect();
    let next = FiscalYear(known.last()?.0.0 + 1);
    let target = assess(values, today).target.map_or(next, |target| target.fiscal_year);
    project_years(&known, target.max(next), indicator.unit == "%")
}

/// All fiscal years from the first to the last one with a value, extended to `until` if that is later. Includes years
/// without a value.
#[must_use]
pub fn span_of(values: &[IndicatorValue], until: Option<FiscalYear>) -> Vec<FiscalYear> {
    let years = || values.iter().map(|value| value.fiscal_year.0);
    match (years().min(), years().max()) {
        (Some(first), Some(last)) => (first..=until.map_or(last, |until| until.0.max(last))).map(FiscalYear).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::FiscalYear;
    use domain::indicator::{IndicatorValue, ValueKind};

    fn value(year: i32, kind: ValueKind, value: f64) -> IndicatorValue {
        IndicatorValue::new(FiscalYear(year), kind, value, "sheet".parse().expect("an identifier"))
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
    }

    #[test]
    fn an_expected_value_of_a_later_year_stands_until_the_actual_one_is_known() {
        let mut values = vec![
            value(2022, ValueKind::Actual, 96.0),
            value(2023, ValueKind::Expected, 97.0),
            value(2025, ValueKind::Target, 100.0),
        ];
        assert_eq!(latest_recorded(&values, today()).map(|value| value.value), Some(97.0));
        values.push(value(2023, ValueKind::Actual, 95.0));
        assert_eq!(latest_recorded(&values, today()).map(|value| value.value), Some(95.0));
    }

    #[test]
    fn a_computed_value_never_passes_for_a_recorded_one() {
        assert_eq!(latest_recorded(&[value(2025, ValueKind::Computed, 90.0)], today()), None);
    }

    #[test]
    fn a_year_without_value_keeps_its_place() {
        let values = [value(2019, ValueKind::Baseline, 58.1), value(2022, ValueKind::Actual, 96.0)];
        let years = |until| span_of(&values, until).iter().map(|year| year.0).collect::<Vec<i32>>();
        assert_eq!(years(None), [2019, 2020, 2021, 2022]);
        assert_eq!(years(Some(FiscalYear(2024))), [2019, 2020, 2021, 2022, 2023, 2024]);
        assert_eq!(years(Some(FiscalYear(2020))), [2019, 2020, 2021, 2022]);
    }
}
