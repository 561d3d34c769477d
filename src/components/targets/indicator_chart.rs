//! Chart of target against actual value by fiscal year.

use charts::{Actual, ActualKind, FiscalYearColumn, Projected, TargetChart, TargetWords, target_chart};
use domain::calendar::FiscalYear;
use domain::card::Measure;
use domain::indicator::{Indicator, ValueKind, YearRow, year_rows};
use domain::progress::{Progress, line_at};
use domain::projection::LEVEL_IN_PERCENT;
use domain::source::SourceId;
use leptos::prelude::*;

use super::indicator_sheet::sheet_years;
use super::verdict::progress_of;
use crate::components::base::drawing::{Drawing, Sources, both_widths};
use crate::components::base::formatting::{NOTHING, with_unit};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::read_model::figures::projected_years;

/// The chart with its sources. `id` is unique on the page. If the measure changed, each year says what was measured.
#[must_use]
pub fn indicator_chart(context: &PageContext, id: &'static str, indicator: &Indicator) -> Markup {
    let values = context.snapshot.indicator_values(&indicator.id);
    let rows = year_rows(values, context.as_of);
    let mut measures: Vec<Option<Measure>> = Vec::new();
    for row in rows.iter().filter(|row| row.actual.is_some()) {
        if !measures.contains(&row.measure) {
            measures.push(row.measure);
        }
    }
    let progress = progress_of(context, indicator);
    let projection = projected_years(indicator, values, context.as_of);
    let columns: Vec<FiscalYearColumn> = sheet_years(context, indicator)
        .into_iter()
        .map(|year| FiscalYearColumn {
            pace: pace_in(&progress, year),
            projected: projection.as_ref().and_then(|made| {
                let expected = made.expected.iter().find(|each| each.fiscal_year == year)?;
                Some(Projected { value: expected.value, low: expected.low, high: expected.high })
            }),
            ..column(context, year, &rows, &measures)
        })
        .collect();
    let names: Vec<String> =
        measures.iter().map(|measure| measure.map_or_else(String::new, |measure| context.rate_name(measure))).collect();
    let words = TargetWords {
        target: context.text("targets-target"),
        baseline: context.text("targets-kind-baseline"),
        actual: context.text("targets-kind-actual"),
        expected: context.text("targets-kind-expected"),
        computed: context.text("targets-kind-computed"),
        pace: context.text("targets-pace-line"),
        projected: context.format_text("targets-projected", [("level", LEVEL_IN_PERCENT.to_string())]),
    };
    let title =
        context.format_text("targets-chart-title", [("name", context.language.of(&indicator.name).0.to_owned())]);
    let drawings = both_widths(id, &title, &description(context, indicator, &rows), |caption, width| {
        target_chart(&TargetChart {
            caption,
            width,
            unit: indicator.unit.clone(),
            columns: columns.clone(),
            measures: names.clone(),
            words: words.clone(),
        })
    });
    let sources: Vec<SourceId> = values.iter().map(|value| value.source.clone()).collect();
    let sample = values.iter().any(|value| value.sample);
    view! {
        <Drawing id=id title=title drawings=drawings>
            <Sources sources=sources sample=sample />
        </Drawing>
    }
    .into_markup()
}

fn column(context: &PageContext, year: FiscalYear, rows: &[YearRow], measures: &[Option<Measure>]) -> FiscalYearColumn {
    let row = rows.iter().find(|row| row.fiscal_year == year);
    let actual = row.and_then(|row| {
        let measure = measures.iter().position(|measure| *measure == row.measure)?;
        let kind = match row.actual_kind? {
            ValueKind::Baseline => ActualKind::Baseline,
            ValueKind::Expected => ActualKind::Expected,
            ValueKind::Computed => ActualKind::Computed,
            ValueKind::Actual | ValueKind::Target => ActualKind::Actual,
        };
        Some(Actual { value: row.actual?, kind, measure })
    });
    let second_label = if context.language == Language::Japanese { year.0.to_string() } else { String::new() };
    FiscalYearColumn {
        label: context.short_fiscal_year(year),
        second_label,
        target: row.and_then(|row| row.target),
        actual,
        ..FiscalYearColumn::default()
    }
}

/// The straight line from the baseline to the last target, within these years only.
fn pace_in(progress: &Progress, year: FiscalYear) -> Option<f64> {
    let (baseline, target) = progress.baseline.zip(progress.target)?;
    (baseline.fiscal_year..=target.fiscal_year).contains(&year).then(|| line_at(baseline, target, year))?
}

fn description(context: &PageContext, indicator: &Indicator, rows: &[YearRow]) -> String {
    let written =
        |value: Option<f64>| value.map_or_else(|| NOTHING.to_owned(), |value| with_unit(value, &indicator.unit));
    let years: Vec<String> = rows
        .iter()
        .map(|row| {
            context.format_text(
                "targets-chart-year",
                [
                    ("year", context.short_fiscal_year(row.fiscal_year)),
                    ("target", written(row.target)),
                    ("actual", written(row.actual)),
                ],
            )
        })
        .collect();
    years.join(&context.text("figure-list-separator"))
}
