//! An indicator as the budget sheet prints it: target, actual value and achievement by fiscal year.

use leptos::prelude::*;

use super::figure::table_region;
use super::foreign::marked;
use super::headline::kind_name;
use super::sample_label::SampleLabel;
use super::written::with_unit;
use crate::domain::calendar::FiscalYear;
use crate::domain::indicator::{Indicator, IndicatorKind, ValueKind, YearRow, year_rows};
use crate::pages::Visit;
use crate::server::figures::span_of;

/// 成果指標 or 活動指標.
#[must_use]
pub fn kind_of_indicator(visit: &Visit, kind: IndicatorKind) -> String {
    visit.text(match kind {
        IndicatorKind::Outcome => "targets-outcome",
        IndicatorKind::Activity => "targets-activity",
    })
}

/// The years of the sheet: all indicators run to the same last year, so that a target that was not set is seen.
#[must_use]
pub fn sheet_years(visit: &Visit, indicator: &Indicator) -> Vec<FiscalYear> {
    let snapshot = &visit.snapshot;
    let all = snapshot.indicators.iter().flat_map(|each| snapshot.indicator_values(&each.id));
    span_of(snapshot.indicator_values(&indicator.id), all.map(|value| value.fiscal_year).max())
}

/// The table of one indicator: a column a fiscal year, as the sheet prints it.
#[must_use]
pub fn indicator_sheet(visit: &Visit, indicator: &Indicator) -> AnyView {
    let values = visit.snapshot.indicator_values(&indicator.id);
    let rows = year_rows(values, visit.today);
    let years = sheet_years(visit, indicator);
    let caption = visit.language.of(&indicator.name).0.to_owned();
    let row_of = |year: FiscalYear| rows.iter().find(|row| row.fiscal_year == year);
    let heads = years
        .iter()
        .map(|year| {
            let sample = row_of(*year).is_some_and(|row| row.sample);
            view! { <th scope="col">{two_lines(visit, *year)} <SampleLabel sample=sample /></th> }
        })
        .collect_view();
    let line = |name: &str, cell: &dyn Fn(Option<&YearRow>) -> AnyView| {
        let cells = years.iter().map(|year| view! { <td>{cell(row_of(*year))}</td> }).collect_view();
        view! { <tr><th scope="row">{visit.text(name)}</th>{cells}</tr> }
    };
    let target = |row: Option<&YearRow>| match row.and_then(|row| row.target) {
        Some(target) => with_unit(target, &indicator.unit).into_any(),
        None => view! { <span class="quiet">{visit.text("targets-not-set")}</span> }.into_any(),
    };
    let actual = |row: Option<&YearRow>| match row.and_then(|row| row.actual.map(|actual| (row, actual))) {
        Some((row, actual)) => {
            let kind = row.actual_kind.filter(|kind| *kind != ValueKind::Actual).map(|kind| kind_name(visit, kind));
            let measure = row.measure.map(|measure| visit.rate_name(measure));
            let notes =
                [kind, measure].into_iter().flatten().map(|note| view! { <span class="cell-note">{note}</span> });
            view! { <b>{with_unit(actual, &indicator.unit)}</b> {notes.collect_view()} }.into_any()
        }
        None => view! { <span class="quiet">{visit.text("targets-not-recorded")}</span> }.into_any(),
    };
    let achievement = |row: Option<&YearRow>| match row.and_then(|row| row.achievement) {
        // The sheet prints whole percents.
        Some(achievement) => format!("{achievement:.0}%").into_any(),
        None => "—".into_any(),
    };
    let table = view! {
            <table class="sheet">
                <caption class="visually-hidden">{marked(visit, &caption)}</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>
                    {line("targets-target", &target)}
                    {line("targets-actual", &actual)}
                    {line("targets-achievement", &achievement)}
                </tbody>
            </table>
    };
    table_region(&visit.say("targets-sheet-label", [("name", caption)]), table)
}

/// A fiscal year as the head of a column: the era year above the Gregorian one.
fn two_lines(visit: &Visit, year: FiscalYear) -> AnyView {
    let short = visit.short_fiscal_year(year);
    let gregorian = visit.say("targets-gregorian-year", [("year", year.0.to_string())]);
    if short.contains(&year.0.to_string()) {
        short.into_any()
    } else {
        view! { {short} <span class="cell-note">{gregorian}</span> }.into_any()
    }
}
