//! Indicators: what the city promised and what it achieved.

use chrono::NaiveDate;

use super::calendar::FiscalYear;
use super::card::Measure;
use super::procedure::{LocalText, SetCode};
use super::source::SourceId;

identifier! {
    /// Identifies an indicator.
    pub struct IndicatorId("indicator id")
}

string_enum! {
    /// 成果指標 or 活動指標.
    pub enum IndicatorKind ("kind of indicator") {
        Outcome = "outcome",
        Activity = "activity",
    }
}

string_enum! {
    /// The kind of a recorded indicator value.
    pub enum ValueKind ("kind of value") {
        /// 目標値
        Target = "target",
        /// The value from which the plan starts (現状値).
        Baseline = "baseline",
        /// 実績値
        Actual = "actual",
        /// 実績見込み
        Expected = "expected",
        /// Computed by this site from its own data.
        Computed = "computed",
    }
}

/// An indicator in its official wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    pub id: IndicatorId,
    pub kind: IndicatorKind,
    pub name: LocalText,
    pub unit: String,
    /// The plan that defines it.
    pub plan: String,
    /// How its value is computed, in the plan's words.
    pub formula: LocalText,
    /// Why it was chosen, in the plan's words.
    pub reason: LocalText,
    /// What readers need to know to interpret it.
    pub caveat: LocalText,
    /// The set of procedures from which it can be computed.
    pub set: Option<SetCode>,
    /// The card measure from which it can be computed.
    pub measure: Option<Measure>,
    pub source: SourceId,
    pub sample: bool,
}

/// One recorded value, in the indicator's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorValue {
    pub fiscal_year: FiscalYear,
    pub kind: ValueKind,
    pub value: f64,
    /// The measure used, if the indicator changed its measure; values of different measures do not form a line.
    pub measure: Option<Measure>,
    /// When the value became known; `None` if its source gives no day. Of several values with the same year, kind and
    /// day, the last in the list has replaced the others.
    pub recorded_on: Option<NaiveDate>,
    pub note: String,
    pub source: SourceId,
    pub sample: bool,
}

impl IndicatorValue {
    /// A value with nothing else recorded about it.
    #[must_use]
    pub fn new(fiscal_year: FiscalYear, kind: ValueKind, value: f64, source: SourceId) -> Self {
        Self { fiscal_year, kind, value, measure: None, recorded_on: None, note: String::new(), source, sample: false }
    }

    /// Whether another value is about the same year, kind and day. The later one in a list has then replaced the earlier.
    #[must_use]
    pub fn has_key_of(&self, other: &Self) -> bool {
        let key = |value: &Self| (value.fiscal_year, value.kind, value.recorded_on);
        key(self) == key(other)
    }
}

/// The values without those that a later one has replaced.
pub fn current_values(values: &[IndicatorValue]) -> impl Iterator<Item = &IndicatorValue> {
    let is_replaced =
        |(place, value): (usize, &IndicatorValue)| values[place + 1..].iter().any(|later| later.has_key_of(value));
    values.iter().enumerate().filter(move |one| !is_replaced(*one)).map(|(_, value)| value)
}

/// Achievement (達成率): actual ÷ target, in percent. `None` for a target of 0.
///
/// Source: 事務事業予算要求シート, 達成率. The sheet prints it rounded to a whole number.
#[must_use]
pub fn achievement(actual: f64, target: f64) -> Option<f64> {
    (target != 0.0).then(|| actual / target * 100.0)
}

/// One fiscal year of an indicator, as printed in the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct YearRow {
    pub fiscal_year: FiscalYear,
    pub target: Option<f64>,
    pub actual: Option<f64>,
    pub actual_kind: Option<ValueKind>,
    pub measure: Option<Measure>,
    /// In percent.
    pub achievement: Option<f64>,
    pub note: String,
    pub sample: bool,
}

/// The value that counts among several of a fiscal year and a kind: the last one recorded, and of those with the same day
/// the last in the list.
#[must_use]
pub fn latest_value<'a>(
    values: impl IntoIterator<Item = &'a IndicatorValue>,
    year: FiscalYear,
    kind: ValueKind,
) -> Option<&'a IndicatorValue> {
    let of_year = values.into_iter().filter(|value| value.fiscal_year == year && value.kind == kind);
    of_year.max_by_key(|value| value.recorded_on)
}

/// The rows of an indicator by fiscal year, oldest first, from values recorded up to `known_by`.
///
/// If a year has several values, the order of preference is actual, expected, baseline, computed. Among several values
/// of one kind, the last one recorded counts, and of those with the same day the last in the list. A value without a
/// recorded day always counts as known.
#[must_use]
pub fn year_rows(values: &[IndicatorValue], known_by: NaiveDate) -> Vec<YearRow> {
    let known = || values.iter().filter(|value| value.recorded_on.is_none_or(|day| day <= known_by));
    let mut years: Vec<FiscalYear> = known().map(|value| value.fiscal_year).collect();
    years.sort_unstable();
    years.dedup();
    let latest = |year: FiscalYear, kind: ValueKind| latest_value(known(), year, kind);
    years
        .into_iter()
        .map(|year| {
            let target = latest(year, ValueKind::Target);
            let actual = [ValueKind::Actual, ValueKind::Expected, ValueKind::Baseline, ValueKind::Computed]
                .into_iter()
                .find_map(|kind| latest(year, kind));
            YearRow {
                fiscal_year: year,
                target: target.map(|value| value.value),
                actual: actual.map(|value| value.value),
                actual_kind: actual.map(|value| value.kind),
                measure: actual.and_then(|value| value.measure),
                achievement: target.zip(actual).and_then(|(target, actual)| achievement(actual.value, target.value)),
                note: [actual, target]
                    .into_iter()
                    .flatten()
                    .map(|value| value.note.as_str())
                    .filter(|note| !note.is_empty())
                    .collect::<Vec<_>>()
                    .join(" / "),
                sample: [actual, target].into_iter().flatten().any(|value| value.sample),
            }
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn value(year: i32, kind: ValueKind, value: f64) -> IndicatorValue {
        IndicatorValue::new(FiscalYear(year), kind, value, "sheet".parse().expect("an identifier"))
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
    }

    #[test]
    fn the_sheets_own_achievements_are_reproduced() {
        assert_eq!(achievement(96.0, 85.0).map(f64::round), Some(113.0));
        assert_eq!(achievement(69.0, 100.0).map(f64::round), Some(69.0));
    }

    #[test]
    fn a_target_of_nothing_has_no_achievement() {
        assert_eq!(achievement(5.0, 0.0), None);
    }

    #[test]
    fn an_actual_value_goes_before_an_expected_one() {
        let rows = year_rows(
            &[
                value(2023, ValueKind::Expected, 96.0),
                value(2023, ValueKind::Actual, 97.0),
                value(2023, ValueKind::Target, 96.0),
            ],
            today(),
        );
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].actual, rows[0].actual_kind), (Some(97.0), Some(ValueKind::Actual)));
    }

    #[test]
    fn a_year_with_only_a_target_has_no_actual_value_and_no_achievement() {
        let rows = year_rows(&[value(2025, ValueKind::Target, 100.0)], today());
        assert_eq!((rows[0].target, rows[0].actual, rows[0].achievement), (Some(100.0), None, None));
    }

    #[test]
    fn of_two_values_of_one_day_the_later_one_counts() {
        let mut first = value(2023, ValueKind::Actual, 97.0);
        first.recorded_on = NaiveDate::from_ymd_opt(2024, 8, 1);
        let second = IndicatorValue { value: 98.5, ..first.clone() };
        let target = value(2023, ValueKind::Target, 99.0);
        let values = [first, target.clone(), second.clone()];
        let day = NaiveDate::from_ymd_opt(2024, 8, 1).expect("a day");
        assert_eq!(year_rows(&values, day)[0].actual, Some(98.5));
        assert_eq!(current_values(&values).collect::<Vec<_>>(), [&target, &second]);
    }

    #[test]
    fn a_value_recorded_later_is_not_seen_on_an_earlier_day() {
        let mut late = value(2023, ValueKind::Actual, 97.0);
        late.recorded_on = NaiveDate::from_ymd_opt(2024, 8, 1);
        let values = [late, value(2023, ValueKind::Expected, 96.0)];
        let before = NaiveDate::from_ymd_opt(2024, 7, 31).expect("a day");
        assert_eq!(year_rows(&values, before)[0].actual, Some(96.0));
        assert_eq!(year_rows(&values, today())[0].actual, Some(97.0));
    }
}
