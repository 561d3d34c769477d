//! Tables of indicators: definitions, and values by fiscal year.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::figure_check::check_target;
use domain::indicator::{Indicator, IndicatorId, IndicatorValue, ValueKind};
use domain::procedure::{LocalText, SetCode};
use store::Connection;
use store::catalogue::list_procedure_sets;
use store::error::AppError;
use store::indicators::list_indicators;

use super::cell::Expected;
use super::checks::{self, check_day_of, check_year_of};
use super::findings::Findings;
use super::progress::ProgressSink;
use super::rows::{DuplicateCheck, Errors, Located, read_rows};
use super::table::{Row, Table};
use super::warnings::Warnings;
use crate::import::request::Request;
use crate::import::sources::{KnownSources, NamedSources};
use crate::import::table::columns::FileColumns;
use crate::import::table::indicators::{KINDS, MEASURES, VALUE_KINDS};

/// Reference data for the rows.
#[derive(Debug)]
pub(crate) struct ReferenceData {
    /// Their units.
    indicators: HashMap<IndicatorId, String>,
    sets: HashSet<SetCode>,
}

impl ReferenceData {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        Ok(Self {
            indicators: list_indicators(connection).await?.into_iter().map(|one| (one.id, one.unit)).collect(),
            sets: list_procedure_sets(connection).await?.into_iter().map(|set| set.code).collect(),
        })
    }
}

/// Definitions to save.
#[derive(Debug, Default)]
pub(crate) struct DefinitionPlan {
    pub indicators: Vec<Located<Indicator>>,
    pub sources: NamedSources,
    pub columns: FileColumns,
}

pub(crate) fn read_definitions(
    request: &Request,
    table: &Table<'_>,
    known: &ReferenceData,
    sources: &Arc<KnownSources>,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> DefinitionPlan {
    let sources = NamedSources::of_request(request, sources, None);
    let mut plan = DefinitionPlan { columns: table.column_keys(), sources, ..DefinitionPlan::default() };
    let mut duplicates = DuplicateCheck::new();
    plan.indicators = read_rows(table, progress, findings, |row, errors| {
        let id: Option<IndicatorId> = errors.keep(row.cell("id").required_name()).and_then(|text| {
            text.parse()
                .map_err(|error: domain::ParseEnumError| {
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
        let source = plan.sources.of(&row.cell("source"), errors);
        let id = id?;
        duplicates.check(id.clone(), &row.cell("id"), errors);
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
            source: source?,
            sample,
        })
    });
    plan.sources.refuse_rows_without(request, table, findings);
    plan
}

fn read_set(row: &Row<'_>, known: &ReferenceData, errors: &mut Errors) -> Option<SetCode> {
    let cell = row.cell("set");
    let text = errors.optional(cell.name())?;
    let set: Option<SetCode> = text.parse().ok();
    let set = set.filter(|set| known.sets.contains(set) || errors.leaves_unchecked("procedure_sets"));
    if set.is_none() {
        let mut sets: Vec<&str> = known.sets.iter().map(SetCode::as_str).collect();
        sets.sort_unstable();
        errors.refuse(&cell, format!("one of: {}", sets.join(", ")), format!("次のいずれか: {}", sets.join(", ")));
    }
    set
}

/// Values to save.
#[derive(Debug, Default)]
pub(crate) struct ValuePlan {
    pub values: Vec<Located<(IndicatorId, IndicatorValue)>>,
    pub sources: NamedSources,
    pub columns: FileColumns,
}

pub(crate) fn read_values(
    request: &Request,
    table: &Table<'_>,
    known: &ReferenceData,
    sources: &Arc<KnownSources>,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> ValuePlan {
    let sources = NamedSources::of_request(request, sources, None);
    let mut plan = ValuePlan { columns: table.column_keys(), sources, ..ValuePlan::default() };
    let mut duplicates = DuplicateCheck::new();
    plan.values = read_rows(table, progress, findings, |row, errors| {
        let id_cell = row.cell("indicator");
        let id: Option<IndicatorId> = errors.keep(id_cell.required_name()).and_then(|text| {
            let id: Option<IndicatorId> = text.parse().ok();
            let id = id.filter(|id| known.indicators.contains_key(id) || errors.leaves_unchecked("indicators"));
            if id.is_none() {
                let mut ids: Vec<&str> = known.indicators.keys().map(IndicatorId::as_str).collect();
                ids.sort_unstable();
                let ids = ids.join(", ");
                errors.refuse(&id_cell, format!("an existing indicator: {ids}"), format!("登録済みの指標: {ids}"));
            }
            id
        });
        let fiscal_year = errors.keep(row.cell("fiscal_year").required_fiscal_year());
        let kind = errors.word(&row.cell("kind"), VALUE_KINDS);
        if kind.is_none() && row.cell("kind").is_empty() {
            errors.keep::<()>(Err(row.cell("kind").refused(Expected::Filled)));
        }
        // What is aimed at, and what is expected, may be of a year to come.
        if matches!(kind, Some(ValueKind::Actual | ValueKind::Baseline | ValueKind::Computed)) {
            check_year_of(fiscal_year, request.today, &row.cell("fiscal_year"), errors);
        }
        // A value without its own unit is read as a decimal number. It may have a percent sign.
        let value = errors.keep(row.cell("value").percentage());
        if value == Some(None) {
            errors.keep::<()>(Err(row.cell("value").refused(Expected::Filled)));
        }
        let measure = errors.word(&row.cell("measure"), MEASURES);
        if let (Some(id), Some(ValueKind::Target), Some(Some(value))) = (&id, kind, value) {
            let unit = known.indicators.get(id).map_or("", String::as_str);
            checks::report(check_target(unit, value), &row.cell("value"), errors, &mut Warnings::default());
        }
        let recorded_on = errors.optional(row.cell("recorded_on").date());
        check_day_of(recorded_on, request.today, &row.cell("recorded_on"), errors);
        let note = errors.text(&row.cell("note"));
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let source = plan.sources.of(&row.cell("source"), errors);
        let (id, fiscal_year, kind) = (id?, fiscal_year?, kind?);
        duplicates.check((id.clone(), fiscal_year, kind, recorded_on), &row.cell("kind"), errors);
        let source = source?;
        Some((id, IndicatorValue { fiscal_year, kind, value: value??, measure, recorded_on, note, source, sample }))
    });
    plan.sources.refuse_rows_without(request, table, findings);
    plan
}
