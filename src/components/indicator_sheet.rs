//! An indicator in the layout of the budget sheet: target, actual value and achievement by fiscal year.

use domain::calendar::FiscalYear;
use domain::indicator::{Indicator, IndicatorKind, ValueKind, year_rows};

use super::data_table::data_table;
use super::headline::kind_name;
use crate::components::markup::Markup;
use crate::pages::PageContext;
use crate::server::accounts::IndicatorFigure;
use crate::server::figures::span_of;
use crate::server::sheet::{Cell, Column, Row, Sheet, Value};

/// 成果指標 or 活動指標.
#[must_use]
pub fn kind_of_indicator(visit: &PageContext, kind: IndicatorKind) -> String {
    visit.text(match kind {
        IndicatorKind::Outcome => "targets-outcome",
        IndicatorKind::Activity => "targets-activity",
    })
}

/// The name of a plan in the page's language, if a source with that title has one.
#[must_use]
pub fn plan_name(visit: &PageContext, plan: &str) -> String {
    let source = visit.snapshot.sources.values().find(|source| source.title == plan && !source.title_en.is_empty());
    source.map_or_else(|| plan.to_owned(), |source| visit.language.pick(&source.title, &source.title_en).to_owned())
}

/// The years of the sheet. All indicators end with the same year, so that missing targets are visible.
#[must_use]
pub fn sheet_years(visit: &PageContext, indicator: &Indicator) -> Vec<FiscalYear> {
    let snapshot = &visit.snapshot;
    let all = snapshot.indicators.iter().flat_map(|each| snapshot.indicator_values(&each.id));
    span_of(snapshot.indicator_values(&indicator.id), all.map(|value| value.fiscal_year).max())
}

/// The table of one indicator with one column per fiscal year, as printed in the sheet.
#[must_use]
pub fn indicator_sheet(visit: &PageContext, indicator: &Indicator) -> Markup {
    data_table(visit, &sheet_of(visit, indicator), "sheet wrapped-heads")
}

fn sheet_of(visit: &PageContext, indicator: &Indicator) -> Sheet {
    let values = visit.snapshot.indicator_values(&indicator.id);
    let rows = year_rows(values, visit.today);
    let years = sheet_years(visit, indicator);
    let row_of = |year: FiscalYear| rows.iter().find(|row| row.fiscal_year == year);
    let columns = years
        .iter()
        .map(|year| Column::number(visit.fiscal_year(*year)).sample(row_of(*year).is_some_and(|row| row.sample)));
    let recorded =
        |value: f64, year: FiscalYear, kind: ValueKind| {
            Cell::of(Value::Number { value, decimals: 1, unit: indicator.unit.clone() })
                .opens(IndicatorFigure::recorded(&indicator.id, year, kind))
        };
    let target = |year: FiscalYear| match row_of(year).and_then(|row| row.target) {
        Some(target) => recorded(target, year, ValueKind::Target),
        None => Cell::text(visit.text("targets-not-set")),
    };
    let actual = |year: FiscalYear| match row_of(year).and_then(|row| Some((row, row.actual?, row.actual_kind?))) {
        Some((row, actual, kind)) => {
            let told = (kind != ValueKind::Actual).then(|| kind_name(visit, kind));
            let measure = row.measure.map(|measure| visit.rate_name(measure));
            let note: Vec<String> = [told, measure].into_iter().flatten().collect();
            recorded(actual, year, kind).strong().note(note.join(&visit.text("figure-list-separator")))
        }
        // A past year should have its value. The current year is not expected to have one yet.
        None if year.last_day() < visit.today => Cell::text(visit.text("targets-not-entered")),
        None => Cell::text(visit.text("targets-not-recorded")),
    };
    let achieved = |year: FiscalYear| match row_of(year).and_then(|row| row.achievement) {
        // The sheet prints whole percentages.
        Some(value) => Cell::of(Value::Number { value, decimals: 0, unit: "%".to_owned() })
            .opens(IndicatorFigure::achievement(&indicator.id, year)),
        None => Cell::nothing(),
    };
    let line = |name: &str, cell: &dyn Fn(FiscalYear) -> Cell| {
        Row::of(std::iter::once(Cell::text(visit.text(name))).chain(years.iter().map(|year| cell(*year))).collect())
    };
    let name = visit.language.of(&indicator.name).0.to_owned();
    Sheet {
        id: indicator.id.to_string(),
        title: visit.format_text("targets-sheet-label", [("name", name)]),
        columns: std::iter::once(Column::text("")).chain(columns).collect(),
        rows: vec![
            line("targets-target", &target),
            line("targets-actual", &actual),
            line("targets-achievement", &achieved),
        ],
        sources: values.iter().map(|value| value.source.clone()).collect(),
        note: String::new(),
    }
}
