//! Indicators and their values by fiscal year.

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::card::Measure;
use domain::indicator::{Indicator, IndicatorId, IndicatorKind, IndicatorValue, ValueKind};
use domain::procedure::{LocalText, SetCode};
use domain::source::SourceId;

use super::row_hashes::touch;
use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    DELETE_INDICATOR_VALUES = "DELETE FROM indicator_values WHERE indicator = $1 AND fiscal_year = $2 AND kind = $3 \
                               AND recorded_on IS NOT DISTINCT FROM $4";
    LIST_INDICATORS = "SELECT id, kind, name, name_en, unit, plan, formula, formula_en, reason, reason_en, caveat, \
                       caveat_en, procedure_set, measure, source, sample FROM indicators ORDER BY kind DESC, id";
    LIST_INDICATOR_VALUES = "SELECT indicator, fiscal_year, kind, value, measure, recorded_on, note, source, sample \
                             FROM indicator_values ORDER BY indicator, fiscal_year, kind, \
                             recorded_on IS NOT NULL, recorded_on, coalesce(sequence, 0)";
    ADD_INDICATOR_VALUE = "INSERT INTO indicator_values \
                           (indicator, fiscal_year, kind, value, measure, recorded_on, note, source, sample, sequence) \
                           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
                           (SELECT max(coalesce(sequence, 0)) + 1 FROM indicator_values \
                           WHERE indicator = $1 AND fiscal_year = $2 AND kind = $3 \
                           AND (recorded_on = $6 OR (recorded_on IS NULL AND $6 IS NULL))))";
}

pub(super) const SAVE_INDICATORS: Upsert = Upsert {
    table: "indicators",
    key: &["id"],
    columns: &[
        "kind",
        "name",
        "name_en",
        "unit",
        "plan",
        "formula",
        "formula_en",
        "reason",
        "reason_en",
        "caveat",
        "caveat_en",
        "procedure_set",
        "measure",
        "source",
        "sample",
    ],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_INDICATORS];

#[derive(sqlx::FromRow)]
struct Row {
    id: IndicatorId,
    kind: IndicatorKind,
    name: String,
    name_en: String,
    unit: String,
    plan: String,
    formula: String,
    formula_en: String,
    reason: String,
    reason_en: String,
    caveat: String,
    caveat_en: String,
    procedure_set: Option<SetCode>,
    measure: Option<Measure>,
    source: SourceId,
    sample: bool,
}

#[derive(sqlx::FromRow)]
struct ValueRow {
    indicator: IndicatorId,
    fiscal_year: FiscalYear,
    kind: ValueKind,
    value: f64,
    measure: Option<Measure>,
    recorded_on: Option<NaiveDate>,
    note: String,
    source: SourceId,
    sample: bool,
}

/// All indicators, outcome indicators before activity indicators.
pub async fn list_indicators(connection: &mut Connection) -> Result<Vec<Indicator>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => sqlx::query_as(LIST_INDICATORS).fetch_all(inner).await?);
    let both = |ja, en| LocalText { ja, easy: String::new(), en };
    Ok(rows
        .into_iter()
        .map(|row| Indicator {
            id: row.id,
            kind: row.kind,
            name: both(row.name, row.name_en),
            unit: row.unit,
            plan: row.plan,
            formula: both(row.formula, row.formula_en),
            reason: both(row.reason, row.reason_en),
            caveat: both(row.caveat, row.caveat_en),
            set: row.procedure_set,
            measure: row.measure,
            source: row.source,
            sample: row.sample,
        })
        .collect())
}

/// All values of all indicators, by indicator and fiscal year, in the order in which they were added. Those that a later
/// one has replaced are among them.
pub async fn list_indicator_values(
    connection: &mut Connection,
) -> Result<Vec<(IndicatorId, IndicatorValue)>, AppError> {
    let rows: Vec<ValueRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_INDICATOR_VALUES).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| {
            let value = IndicatorValue {
                fiscal_year: row.fiscal_year,
                kind: row.kind,
                value: row.value,
                measure: row.measure,
                recorded_on: row.recorded_on,
                note: row.note,
                source: row.source,
                sample: row.sample,
            };
            (row.indicator, value)
        })
        .collect())
}

pub async fn save_indicators(connection: &mut Connection, indicators: &[Indicator]) -> Result<(), AppError> {
    touch(connection, "indicators", indicators.iter().map(|row| row.id.to_string()).collect()).await?;
    save_rows!(connection, SAVE_INDICATORS, indicators, |values, indicator| {
        values
            .push_bind(&indicator.id)
            .push_bind(indicator.kind)
            .push_bind(&indicator.name.ja)
            .push_bind(&indicator.name.en)
            .push_bind(&indicator.unit)
            .push_bind(&indicator.plan)
            .push_bind(&indicator.formula.ja)
            .push_bind(&indicator.formula.en)
            .push_bind(&indicator.reason.ja)
            .push_bind(&indicator.reason.en)
            .push_bind(&indicator.caveat.ja)
            .push_bind(&indicator.caveat.en)
            .push_bind(&indicator.set)
            .push_bind(indicator.measure)
            .push_bind(&indicator.source)
            .push_bind(indicator.sample);
    });
    Ok(())
}

/// Removes values with everything that was recorded for the same indicator, year, kind and day.
pub async fn delete_indicator_values(
    connection: &mut Connection,
    values: &[(IndicatorId, IndicatorValue)],
) -> Result<(), AppError> {
    touch(connection, "indicator_values", values.iter().map(|(indicator, _)| indicator.to_string()).collect()).await?;
    for (indicator, value) in values {
        with_driver!(connection, inner => {
            sqlx::query(DELETE_INDICATOR_VALUES)
                .bind(indicator)
                .bind(value.fiscal_year)
                .bind(value.kind)
                .bind(value.recorded_on)
                .execute(&mut *inner)
                .await?;
        });
    }
    Ok(())
}

/// Adds values to those known before. Of several with the same indicator, year, kind and recorded day, the last one added
/// counts.
pub async fn save_indicator_values(
    connection: &mut Connection,
    values: &[(IndicatorId, IndicatorValue)],
) -> Result<(), AppError> {
    touch(connection, "indicator_values", values.iter().map(|(indicator, _)| indicator.to_string()).collect()).await?;
    for (indicator, value) in values {
        with_driver!(connection, inner => {
            sqlx::query(ADD_INDICATOR_VALUE)
                .bind(indicator)
                .bind(value.fiscal_year)
                .bind(value.kind)
                .bind(value.value)
                .bind(value.measure)
                .bind(value.recorded_on)
                .bind(&value.note)
                .bind(&value.source)
                .bind(value.sample)
                .execute(&mut *inner)
                .await?;
        });
    }
    Ok(())
}
