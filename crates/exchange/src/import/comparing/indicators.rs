//! Compares definitions and values of indicators with those stored.

use std::collections::BTreeSet;

use domain::calendar::FiscalYear;
use domain::correction::FigureChange;
use domain::indicator::{Indicator, IndicatorId, IndicatorValue, ValueKind, latest_value};
use store::Connection;
use store::error::AppError;
use store::indicators::{
    delete_indicator_values, list_indicator_values, list_indicators, save_indicator_values, save_indicators,
};

use super::applied::{Applied, Plan};
use super::diff::{Compared, compare};
use super::removal::{delete, refuse_referenced};
use crate::import::corrections::name_subjects;
use crate::import::reading::indicators::{DefinitionPlan, ValuePlan};
use crate::import::request::Request;
use crate::import::table::published::figure_changes;
use crate::import::table::wording::Wording;

/// A value with its indicator.
type IndexedValue = (IndicatorId, IndicatorValue);

/// The values that count otherwise once some are removed and others added. Of several values of a year and a kind, the
/// last one recorded is published, so a value that is recorded later corrects the one before.
fn changes_of_values(
    known: &[IndexedValue],
    removed: &[IndexedValue],
    added: &[IndexedValue],
    wording: &Wording,
) -> Vec<FigureChange> {
    let touched: BTreeSet<(&IndicatorId, FiscalYear, ValueKind)> =
        removed.iter().chain(added).map(|(id, value)| (id, value.fiscal_year, value.kind)).collect();
    let mut changes = Vec::new();
    for (id, year, kind) in touched {
        let of_indicator = || known.iter().filter(|(other, _)| other == id);
        // Everything that was recorded under the key of a removed value goes with it.
        let is_removed =
            |one: &IndexedValue| removed.iter().any(|(other, value)| *other == one.0 && value.has_key_of(&one.1));
        let kept = of_indicator().filter(|one| !is_removed(one));
        let after = kept.chain(added.iter().filter(|(other, _)| other == id)).map(|(_, value)| value);
        let before = latest_value(of_indicator().map(|(_, value)| value), year, kind);
        let Some(before) = before.map(|value| (id.clone(), value.clone())) else { continue };
        let after = latest_value(after, year, kind).map(|value| (id.clone(), value.clone()));
        changes.extend(figure_changes(&before, after.as_ref(), wording));
    }
    changes
}

impl Plan for DefinitionPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = list_indicators(connection).await?;
        let Compared { to_save, to_remove, mut changes } = compare(&known, &self.indicators, &self.columns, wording);
        let key = |indicator: &Indicator| vec![indicator.id.as_str().into()];
        refuse_referenced(connection, "indicators", &to_remove, key, &mut changes, wording).await?;
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            save_indicators(connection, &to_save).await?;
            if changes.refused.is_empty() {
                delete(connection, "indicators", &to_remove, key).await?;
            }
        }
        Ok(vec![changes].into())
    }
}

impl Plan for ValuePlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = list_indicator_values(connection).await?;
        let Compared { to_save, to_remove, mut changes } = compare(&known, &self.values, &self.columns, wording);
        let removed: Vec<IndexedValue> = to_remove.into_iter().map(|removed| removed.what).collect();
        changes.figures = changes_of_values(&known, &removed, &to_save, wording);
        if !request.dry_run {
            name_subjects(connection, &mut changes.figures).await?;
            self.sources.save_new(connection).await?;
            save_indicator_values(connection, &to_save).await?;
            delete_indicator_values(connection, &removed).await?;
        }
        Ok(vec![changes].into())
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn value(kind: ValueKind, recorded_on: Option<&str>, value: f64) -> IndexedValue {
        let day = recorded_on.map(|day| day.parse::<NaiveDate>().expect("a day"));
        let source = "sheet".parse().expect("a source");
        let value = IndicatorValue { recorded_on: day, ..IndicatorValue::new(FiscalYear(2024), kind, value, source) };
        ("online_rate".parse().expect("an id"), value)
    }

    fn changes(known: &[IndexedValue], removed: &[IndexedValue], added: &[IndexedValue]) -> Vec<String> {
        let changes =
            changes_of_values(known, removed, added, &Wording::without_names(domain::text::MessageLanguage::English));
        let text = |change: &FigureChange| {
            let after = change.after.map_or_else(|| "withdrawn".to_owned(), |after| after.to_string());
            format!("{}: {} → {after}", change.record, change.before)
        };
        changes.iter().map(text).collect()
    }

    #[test]
    fn the_value_that_counts_is_corrected_and_an_expected_one_is_not_by_an_actual_one() {
        let none: [String; 0] = [];
        let expected = [value(ValueKind::Expected, None, 90.0)];
        let actual = |day: &str, number: f64| value(ValueKind::Actual, Some(day), number);
        assert_eq!(changes(&expected, &[], &[actual("2025-06-01", 91.0)]), none);
        let known = [actual("2025-06-01", 91.0), actual("2025-08-01", 92.5)];
        assert_eq!(changes(&known, &[], &[actual("2025-08-01", 93.0)]), ["2024 actual: 92.5 → 93"]);
        assert_eq!(changes(&known, &[], &[actual("2025-09-01", 92.5)]), none, "the same value was confirmed");
        assert_eq!(changes(&known, &[], &[actual("2025-09-01", 94.0)]), ["2024 actual: 92.5 → 94"]);
        assert_eq!(changes(&known, &[], &[actual("2025-06-01", 90.0)]), none, "another one counts");
        assert_eq!(changes(&[], &[], &known), none, "nothing was published");
    }

    #[test]
    fn of_removed_values_the_one_that_counted_is_corrected_or_withdrawn() {
        let known =
            [value(ValueKind::Actual, Some("2025-06-01"), 91.0), value(ValueKind::Actual, Some("2025-08-01"), 92.5)];
        assert_eq!(changes(&known, &known[1..], &[]), ["2024 actual: 92.5 → 91"]);
        assert_eq!(changes(&known, &known, &[]), ["2024 actual: 92.5 → withdrawn"]);
        assert_eq!(changes(&known, &known[..1], &[]), Vec::<String>::new());
    }
}
