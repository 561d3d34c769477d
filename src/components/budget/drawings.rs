//! Budget charts by fiscal year: funding by source, and spending below the line of an indicator.

use charts::{LineValue, MoneyChart, MoneyColumn, money_chart};
use domain::budget::{Funding, MoneySource};
use domain::calendar::FiscalYear;
use domain::indicator::{Indicator, ValueKind, YearRow, year_rows};
use domain::source::SourceId;
use domain::text::group_thousands;
use leptos::prelude::*;

use super::tables::ProgrammeView;
use crate::components::base::drawing::{Drawing, Sources, both_widths};
use crate::components::base::formatting::with_unit;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::targets::labels::kind_name;
use crate::page_context::PageContext;
use crate::server::read_model::provenance::budget::name_of;

/// Thousand yen in million yen, the unit of the charts.
#[allow(clippy::cast_precision_loss, reason = "budgets stay far below 2^53 thousand yen")]
fn million(thousand_yen: i64) -> f64 {
    thousand_yen as f64 / 1000.0
}

/// Cost by source of funding, one column per fiscal year.
#[must_use]
pub fn funding_drawing(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    let used: Vec<MoneySource> = MoneySource::ALL
        .iter()
        .copied()
        .rev()
        .filter(|source| shown.funding().any(|funding| funding.from(*source).is_some_and(|amount| amount != 0)))
        .collect();
    // What is known of a year adds up to its total only with this part.
    let has_unknown = shown.funding().any(|funding| funding.from_unknown_sources() != 0);
    let columns: Vec<MoneyColumn> = shown
        .funding()
        .map(|funding| MoneyColumn {
            label: funding.fiscal_year.0.to_string(),
            second_label: shown.stage(funding.stage),
            amounts: Some(
                used.iter()
                    .map(|source| funding.from(*source).unwrap_or_default())
                    .chain(has_unknown.then(|| funding.from_unknown_sources()))
                    .map(million)
                    .collect(),
            ),
            value: None,
        })
        .collect();
    let title = context.text("budget-funding-drawing");
    let desc: Vec<String> = shown.funding().map(|funding| described(shown, funding)).collect();
    let desc = desc.join(&context.text("figure-list-separator"));
    let unknown = has_unknown.then_some("budget-source-unknown");
    let parts: Vec<String> =
        used.iter().map(|source| name_of(*source)).chain(unknown).map(|name| context.text(name)).collect();
    let drawings = both_widths("funding", &title, &desc, |caption, width| {
        money_chart(&MoneyChart {
            caption,
            width,
            unit: context.text("budget-million-yen"),
            parts: parts.clone(),
            columns: columns.clone(),
            line: None,
            joins: Vec::new(),
        })
    });
    let sources = vec![shown.programme.source.clone()];
    view! {
        <Drawing id="funding" title=title drawings=drawings>
            <Sources sources=sources />
        </Drawing>
    }
    .into_markup()
}

fn described(shown: ProgrammeView<'_>, funding: &Funding) -> String {
    format!(
        "{} {} {}",
        shown.context.short_fiscal_year(funding.fiscal_year),
        shown.stage(funding.stage),
        shown.context.format_text("budget-thousand-yen-of", [("amount", group_thousands(funding.total))])
    )
}

/// Money spent per year below the line of one indicator. Years with different measures are not joined, nor are years
/// that are not consecutive.
#[must_use]
pub fn money_and_indicator(shown: ProgrammeView<'_>, indicator: &Indicator) -> Markup {
    let context = shown.context;
    let values = context.snapshot.indicator_values(&indicator.id);
    let rows = year_rows(values, context.as_of);
    let measured = || rows.iter().filter(|row| row.actual.is_some());
    let years: Vec<FiscalYear> =
        shown.funding().map(|funding| funding.fiscal_year).chain(measured().map(|row| row.fiscal_year)).collect();
    let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else { return ().into_markup() };
    let all: Vec<FiscalYear> = (first.0..=last.0).map(FiscalYear).collect();
    let row_of = |year: FiscalYear| measured().find(|row| row.fiscal_year == year);
    let several_measures = measured().any(|row| measured().any(|other| other.measure != row.measure));
    let columns: Vec<MoneyColumn> = all
        .iter()
        .map(|year| {
            let funding = shown.funding().find(|funding| funding.fiscal_year == *year);
            MoneyColumn {
                label: year.0.to_string(),
                second_label: funding.map_or_else(String::new, |funding| shown.stage(funding.stage)),
                amounts: funding.map(|funding| vec![million(funding.total)]),
                value: row_of(*year).and_then(|row| {
                    Some(LineValue {
                        percent: row.actual?,
                        tooltip: tooltip(shown, indicator, row),
                        note: note_of(context, row, several_measures),
                        firm: row.actual_kind == Some(ValueKind::Actual),
                    })
                }),
            }
        })
        .collect();
    let joins: Vec<bool> = all
        .windows(2)
        .map(|pair| match (row_of(pair[0]), row_of(pair[1])) {
            (Some(before), Some(after)) => before.measure == after.measure,
            _ => false,
        })
        .collect();
    let name = context.language.of(&indicator.name).0.to_owned();
    let title = context.format_text("budget-and-indicator", [("name", name.clone())]);
    let mut desc: Vec<String> = shown.funding().map(|funding| described(shown, funding)).collect();
    desc.extend(measured().map(|row| tooltip(shown, indicator, row)));
    let desc = desc.join(&context.text("figure-list-separator"));
    let id = format!("money-{}", indicator.id);
    let drawings = both_widths(&id, &title, &desc, |caption, width| {
        money_chart(&MoneyChart {
            caption,
            width,
            unit: context.text("budget-million-yen"),
            parts: vec![context.text("budget-total")],
            columns: columns.clone(),
            line: Some(name.clone()),
            joins: joins.clone(),
        })
    });
    let sources =
        std::iter::once(shown.programme.source.clone()).chain(values.iter().map(|value| value.source.clone()));
    let sources: Vec<SourceId> = sources.collect();
    let sample = values.iter().any(|value| value.sample);
    let note = context.text("budget-no-cause");
    view! {
        <Drawing id=id title=title drawings=drawings>
            <Sources sources=sources sample=sample note=note />
        </Drawing>
    }
    .into_markup()
}

/// The note on a value that is not an actual value of the only measure.
fn note_of(context: &PageContext, row: &YearRow, several_measures: bool) -> String {
    let kind = match row.actual_kind {
        Some(ValueKind::Expected) => context.text("budget-line-expected"),
        Some(ValueKind::Baseline) => context.text("budget-line-baseline"),
        _ => String::new(),
    };
    let measure = row.measure.filter(|_| several_measures).map(|measure| context.word("budget-line", measure.as_str()));
    [measure.unwrap_or_default(), kind].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn tooltip(shown: ProgrammeView<'_>, indicator: &Indicator, row: &YearRow) -> String {
    let kind = row.actual_kind.map(|kind| kind_name(shown.context, kind)).unwrap_or_default();
    let value = row.actual.map(|actual| with_unit(actual, &indicator.unit)).unwrap_or_default();
    format!("{} {kind} {value}", shown.context.short_fiscal_year(row.fiscal_year))
}
