//! An indicator in the layout of the budget sheet: target, actual value and achievement by fiscal year.

use domain::calendar::FiscalYear;
use domain::indicator::{Indicator, IndicatorKind, ValueKind, year_rows};

use super::labels::kind_name;
use crate::components::base::data_table::data_table;
use crate::components::base::markup::Markup;
use crate::page_context::PageContext;
use crate::server::read_model::figures::span_of;
use crate::server::read_model::provenance::IndicatorFigure;
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};
use crate::server::read_model::value::Value;

/// 成果指標 or 活動指標.
#[must_use]
pub fn kind_of_indicator(context: &PageContext, kind: IndicatorKind) -> String {
    context.text(match kind {
        IndicatorKind::Outcome => "targets-outcome",
        IndicatorKind::Activity => "targets-activity",
    })
}

/// The name of a plan in the page's language, if a source with that title has one.
#[must_use]
pub fn plan_name(context: &PageContext, plan: &str) -> String {
    let source = context.snapshot.sources.values().find(|source| source.title == plan && !source.title_en.is_empty());
    source.map_or_else(|| plan.to_owned(), |source| context.language.pick(&source.title, &source.title_en).to_owned())
}

/// The years of the sheet. All indicators end with the same year, so that missing targets are visible.
#[must_use]
pub fn sheet_years(context: &PageContext, indicator: &Indicator) -> Vec<FiscalYear> {
    let snapshot = &context.snapshot;
    let all = snapshot.indicators.iter().flat_map(|each| snapshot.indicator_values(&each.id));
    span_of(snapshot.indicator_values(&indicator.id), all.map(|value| value.fiscal_year).max())
}

/// The table of one indicator with one column per fiscal year, as printed in the sheet.
#[must_use]
pub fn indicator_sheet(context: &PageContext, indicator: &Indicator) -> Markup {
    data_table(context, &sheet_of(context, indicator), "sheet")
}

fn sheet_of(context: &PageContext, indicator: &Indicator) -> Sheet {
    let values = context.snapshot.indicator_values(&indicator.id);
    let rows = year_rows(values, context.as_of);
    let years = sheet_years(context, indicator);
    let row_of = |year: FiscalYear| rows.iter().find(|row| row.fiscal_year == year);
    let columns = years
        .iter()
        .map(|year| Column::number(context.fiscal_year(*year)).sample(row_of(*year).is_some_and(|row| row.sample)));
    let recorded =
        |value: f64, year: FiscalYear, kind: ValueKind| {
            Cell::of(Value::Number { value, decimals: 1, unit: indicator.unit.clone() })
                .opens(IndicatorFigure::recorded(&indicator.id, year, kind))
        };
    let target = |year: FiscalYear| match row_of(year).and_then(|row| row.target) {
        Some(target) => recorded(target, year, ValueKind::Target),
        None => Cell::text(context.text("targets-not-set")),
    };
    let actual = |year: FiscalYear| match row_of(year).and_then(|row| Some((row, row.actual?, row.actual_kind?))) {
        Some((row, actual, kind)) => {
            let told = (kind != ValueKind::Actual).then(|| kind_name(context, kind));
            let measure = row.measure.map(|measure| context.rate_name(measure));
            let note: Vec<String> = [told, measure].into_iter().flatten().collect();
            recorded(actual, year, kind).strong().note(note.join(&context.text("figure-list-separator")))
        }
        // A past year should have its value. The current year is not expected to have one yet.
        None if year.last_day() < context.as_of => Cell::text(context.text("targets-not-entered")),
        None => Cell::text(context.text("targets-not-recorded")),
    };
    let achieved = |year: FiscalYear| match row_of(year).and_then(|row| row.achievement) {
        // The sheet prints whole percentages.
        Some(value) => Cell::of(Value::Number { value, decimals: 0, unit: "%".to_owned() })
            .opens(IndicatorFigure::achievement(&indicator.id, year)),
        None => Cell::nothing(),
    };
    let line = |name: &str, cell: &dyn Fn(FiscalYear) -> Cell| {
        Row::of(std::iter::once(Cell::text(context.text(name))).chain(years.iter().map(|year| cell(*year))).collect())
    };
    let name = context.language.of(&indicator.name).0.to_owned();
    Sheet {
        id: indicator.id.to_string(),
        title: context.format_text("targets-sheet-label", [("name", name)]),
        columns: std::iter::once(Column::text(context.text("targets-sheet-item"))).chain(columns).collect(),
        rows: vec![
            line("targets-target", &target),
            line("targets-actual", &actual),
            line("targets-achievement", &achieved),
        ],
        sources: values.iter().map(|value| value.source.clone()).collect(),
        note: String::new(),
    }
}
