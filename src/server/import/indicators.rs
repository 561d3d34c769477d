//! Tables of indicators: their definitions, and their values by fiscal year.

use std::collections::HashSet;

use super::cell::Expected;
use super::report::{Report, compare};
use super::rows::{Errors, Once, read_rows};
use super::table::{ColumnSpec, HeaderSpec, Row, Table};
use super::{Applied, NamedSources, Plan, Progress, Request};
use crate::domain::card::Measure;
use crate::domain::indicator::{Indicator, IndicatorId, IndicatorKind, IndicatorValue, ValueKind};
use crate::domain::procedure::{LocalText, SetCode};
use crate::error::AppError;
use crate::server::db::Connection;
use crate::server::db::catalogue::list_procedure_sets;
use crate::server::db::indicators::{list_indicator_values, list_indicators, save_indicator_values, save_indicators};

/// The columns of definitions, the Japanese header first and the English one second.
pub(crate) const DEFINITION_COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("id", &["指標ID", "id"]),
    ColumnSpec::required("kind", &["指標区分", "kind"]),
    ColumnSpec::required("name", &["指標名", "name"]),
    ColumnSpec::optional("name_en", &["指標名（英語）", "name_en", "指標名 英語"]),
    ColumnSpec::required("unit", &["単位", "unit"]),
    ColumnSpec::optional("plan", &["計画", "plan"]),
    ColumnSpec::optional("formula", &["算式", "formula"]),
    ColumnSpec::optional("formula_en", &["算式（英語）", "formula_en", "算式 英語"]),
    ColumnSpec::optional("reason", &["設定理由", "reason"]),
    ColumnSpec::optional("reason_en", &["設定理由（英語）", "reason_en", "設定理由 英語"]),
    ColumnSpec::optional("caveat", &["注意事項", "caveat"]),
    ColumnSpec::optional("caveat_en", &["注意事項（英語）", "caveat_en", "注意事項 英語"]),
    ColumnSpec::optional("set", &["手続の区分", "set"]),
    ColumnSpec::optional("measure", &["カードの種別", "measure"]),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

/// The columns of values, the Japanese header first and the English one second.
pub(crate) const VALUE_COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("indicator", &["指標ID", "indicator", "indicator_id"]),
    ColumnSpec::required("fiscal_year", &["年度", "fiscal_year"]),
    ColumnSpec::required("kind", &["値の区分", "kind"]),
    ColumnSpec::required("value", &["値", "value"]),
    ColumnSpec::optional("measure", &["カードの種別", "measure"]),
    ColumnSpec::optional("recorded_on", &["判明日", "recorded_on"]),
    ColumnSpec::optional("note", &["備考", "note"]),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

const KINDS: &[(&str, IndicatorKind)] = &[("成果指標", IndicatorKind::Outcome), ("活動指標", IndicatorKind::Activity)];
const VALUE_KINDS: &[(&str, ValueKind)] = &[
    ("目標値", ValueKind::Target),
    ("現状値", ValueKind::Baseline),
    ("実績値", ValueKind::Actual),
    ("実績見込み", ValueKind::Expected),
];
const MEASURES: &[(&str, Measure)] = &[("保有", Measure::Held), ("交付", Measure::Issued)];

pub(crate) fn definitions_header() -> HeaderSpec {
    HeaderSpec::new(DEFINITION_COLUMNS)
}

pub(crate) fn values_header() -> HeaderSpec {
    HeaderSpec::new(VALUE_COLUMNS)
}

/// What rows may refer to.
#[derive(Debug)]
pub(crate) struct Known {
    indicators: HashSet<IndicatorId>,
    sets: HashSet<SetCode>,
}

impl Known {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        Ok(Self {
            indicators: list_indicators(connection).await?.into_iter().map(|indicator| indicator.id).collect(),
            sets: list_procedure_sets(connection).await?.into_iter().map(|set| set.code).collect(),
        })
    }
}

/// Definitions to save.
#[derive(Debug, Default)]
pub(crate) struct DefinitionPlan {
    indicators: Vec<Indicator>,
    sources: NamedSources,
}

pub(crate) fn read_definitions(
    request: &Request,
    table: &Table<'_>,
    known: &Known,
    progress: Progress<'_>,
    report: &mut Report,
) -> DefinitionPlan {
    let mut plan = DefinitionPlan::default();
    let default_source = request.default_source();
    let mut once = Once::new();
    plan.indicators = read_rows(table, progress, report, |row, errors| {
        let id: Option<IndicatorId> = errors.keep(row.cell("id").required_name()).and_then(|text| {
            text.parse()
                .map_err(|error: crate::domain::UnknownWord| {
                    errors.refuse(&row.cell("id"), error.expected.clone(), error.expected);
                })
                .ok()
        });
        let kind = errors.word(&row.cell("kind"), KINDS);
        if kind.is_none() && row.cell("kind").is_empty() {
            errors.keep::<()>(Err(row.cell("kind").refused(Expected::Filled)));
        }
        let name = errors.keep(row.cell("name").required_name());
        let both = |errors: &mut Errors, ja: &str, en: &str| LocalText {
            ja: errors.text(&row.cell(ja)),
            easy: String::new(),
            en: errors.text(&row.cell(en)),
        };
        let formula = both(errors, "formula", "formula_en");
        let reason = both(errors, "reason", "reason_en");
        let caveat = both(errors, "caveat", "caveat_en");
        let name_en = errors.text(&row.cell("name_en"));
        let set = read_set(row, known, errors);
        let measure = errors.word(&row.cell("measure"), MEASURES);
        let unit = errors.text(&row.cell("unit"));
        let plan_name = errors.text(&row.cell("plan"));
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let named = errors.optional(row.cell("source").name());
        let id = id?;
        once.check(id.clone(), &row.cell("id"), errors);
        Some(Indicator {
            id,
            kind: kind?,
            name: LocalText { ja: name?, easy: String::new(), en: name_en },
            unit,
            plan: plan_name,
            formula,
            reason,
            caveat,
            set,
            measure,
            source: plan.sources.of(named.as_deref(), &default_source, sample),
            sample,
        })
    });
    plan
}

fn read_set(row: &Row<'_>, known: &Known, errors: &mut Errors) -> Option<SetCode> {
    let cell = row.cell("set");
    let text = errors.optional(cell.name())?;
    let set = text.parse().ok().filter(|set| known.sets.contains(set));
    if set.is_none() {
        let mut sets: Vec<&str> = known.sets.iter().map(SetCode::as_str).collect();
        sets.sort_unstable();
        errors.refuse(&cell, format!("one of: {}", sets.join(", ")), format!("次のいずれか: {}", sets.join(", ")));
    }
    set
}

impl Plan for DefinitionPlan {
    async fn apply(&self, connection: &mut Connection, _: &Request) -> Result<Applied, AppError> {
        let known = list_indicators(connection).await?;
        let (to_save, counts) = compare(("indicators", "指標"), &known, &self.indicators, |one| one.id.clone());
        self.sources.save_new(connection).await?;
        save_indicators(connection, &to_save).await?;
        Ok(vec![counts].into())
    }
}

/// Values to save.
#[derive(Debug, Default)]
pub(crate) struct ValuePlan {
    values: Vec<(IndicatorId, IndicatorValue)>,
    sources: NamedSources,
}

pub(crate) fn read_values(
    request: &Request,
    table: &Table<'_>,
    known: &Known,
    progress: Progress<'_>,
    report: &mut Report,
) -> ValuePlan {
    let mut plan = ValuePlan::default();
    let default_source = request.default_source();
    let mut once = Once::new();
    plan.values = read_rows(table, progress, report, |row, errors| {
        let id_cell = row.cell("indicator");
        let id: Option<IndicatorId> = errors.keep(id_cell.required_name()).and_then(|text| {
            let id = text.parse().ok().filter(|id| known.indicators.contains(id));
            if id.is_none() {
                let mut ids: Vec<&str> = known.indicators.iter().map(IndicatorId::as_str).collect();
                ids.sort_unstable();
                let ids = ids.join(", ");
                errors.refuse(
                    &id_cell,
                    format!("an indicator defined already: {ids}"),
                    format!("登録済みの指標: {ids}"),
                );
            }
            id
        });
        let fiscal_year = errors.keep(row.cell("fiscal_year").required_fiscal_year());
        let kind = errors.word(&row.cell("kind"), VALUE_KINDS);
        if kind.is_none() && row.cell("kind").is_empty() {
            errors.keep::<()>(Err(row.cell("kind").refused(Expected::Filled)));
        }
        // A value without a unit of its own reads as a decimal number, and may be written with its percent sign.
        let value = errors.keep(row.cell("value").percentage());
        if value == Some(None) {
            errors.keep::<()>(Err(row.cell("value").refused(Expected::Filled)));
        }
        let measure = errors.word(&row.cell("measure"), MEASURES);
        let recorded_on = errors.optional(row.cell("recorded_on").date());
        let note = errors.text(&row.cell("note"));
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let named = errors.optional(row.cell("source").name());
        let (id, fiscal_year, kind) = (id?, fiscal_year?, kind?);
        once.check((id.clone(), fiscal_year, kind, recorded_on), &row.cell("kind"), errors);
        let source = plan.sources.of(named.as_deref(), &default_source, sample);
        Some((id, IndicatorValue { fiscal_year, kind, value: value??, measure, recorded_on, note, source, sample }))
    });
    plan
}

impl Plan for ValuePlan {
    async fn apply(&self, connection: &mut Connection, _: &Request) -> Result<Applied, AppError> {
        let known = list_indicator_values(connection).await?;
        let key = |(id, value): &(IndicatorId, IndicatorValue)| {
            (id.clone(), value.fiscal_year, value.kind, value.recorded_on)
        };
        let (to_save, counts) = compare(("indicator values", "指標の値"), &known, &self.values, key);
        self.sources.save_new(connection).await?;
        save_indicator_values(connection, &to_save).await?;
        Ok(vec![counts].into())
    }
}
