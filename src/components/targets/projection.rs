//! The projection of an indicator by year, kept apart from the recorded values.

use domain::indicator::Indicator;
use domain::projection::{LEAST_YEARS, LEVEL_IN_PERCENT};
use leptos::prelude::*;

use crate::components::base::data_table::data_table;
use crate::components::base::formatting::with_unit;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::figures::projected_years;
use crate::server::read_model::provenance::IndicatorFigure;
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};
use crate::server::read_model::value::Value;

/// The projection as a table, or the reason why there is none.
#[must_use]
pub fn target_projection(context: &PageContext, indicator: &Indicator) -> Markup {
    let values = context.snapshot.indicator_values(&indicator.id);
    let Some(made) = projected_years(indicator, values, context.as_of) else {
        let sentence = context.format_text("targets-projection-none", [("years", LEAST_YEARS.to_string())]);
        return view! { <p class="small quiet">{sentence}</p> }.into_markup();
    };
    let level = LEVEL_IN_PERCENT.to_string();
    let how = context.format_text(
        "targets-projection-how",
        [("from", context.fiscal_year(made.from)), ("years", made.years.to_string()), ("level", level.clone())],
    );
    let rows = made.expected.iter().map(|each| {
        let value = Value::Number { value: each.value, decimals: 1, unit: indicator.unit.clone() };
        let ends = [each.low, each.high].map(|end| with_unit(end, &indicator.unit));
        Row::of(vec![
            Cell::text(context.fiscal_year(each.fiscal_year)),
            Cell::of(value).opens(IndicatorFigure::projection(&indicator.id, each.fiscal_year)),
            Cell::text(ends.join("–")),
        ])
        .sample(values.iter().any(|value| value.sample))
    });
    let sheet = Sheet {
        id: "projection".to_owned(),
        title: context
            .format_text("targets-projection-table", [("name", context.language.of(&indicator.name).0.to_owned())]),
        columns: vec![
            Column::text(context.text("budget-year")),
            Column::number(context.text("projection-rate")),
            Column::number(context.format_text("targets-projection-interval", [("level", level)])),
        ],
        rows: rows.collect(),
        sources: values.iter().map(|value| value.source.clone()).collect(),
        note: context.text("targets-projection-note"),
    };
    view! {
        <p class="prose wording">{how}</p>
        {data_table(context, &sheet, "compact")}
    }
    .into_markup()
}
