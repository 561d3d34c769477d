//! How methods of projection did on past counts, and which of them the site uses.

use chrono::NaiveDate;
use domain::projection::backtest::{HORIZONS, Score};
use domain::projection::published::{FIRST_COUNT, LAST_COUNT, SCORES, STATSMODELS};
use domain::projection::{CHOSEN, LEVEL_IN_PERCENT, MONTHS_SHOWN};
use leptos::prelude::*;

use crate::components::base::data_table::data_table;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};
use crate::server::read_model::value::Value;

/// The published results of the backtest, with an explanation.
#[must_use]
pub fn backtest(context: &PageContext) -> Markup {
    let not_shown = SCORES.iter().find(|score| score.method == CHOSEN && score.months > MONTHS_SHOWN);
    let covered = not_shown.map_or_else(String::new, |score| format!("{:.0}", score.covered_years));
    let how = context.format_text("backtest-how", [("level", LEVEL_IN_PERCENT.to_string()), ("covered", covered)]);
    view! {
        <p class="prose wording">{how}</p>
        {data_table(context, &table(context), "compact")}
    }
    .into_markup()
}

fn table(context: &PageContext) -> Sheet {
    // Methods are compared at one horizon.
    let rows = HORIZONS.into_iter().flat_map(|months| SCORES.iter().filter(move |score| score.months == months));
    let columns = ["months", "forecasts", "error", "covered-years", "covered-cities", "width"];
    let date = |day: &str| day.parse::<NaiveDate>().map_or_else(|_| day.to_owned(), |day| context.short_date(day));
    Sheet {
        id: "backtest".to_owned(),
        title: context.format_text("backtest-title", [("first", date(FIRST_COUNT)), ("last", date(LAST_COUNT))]),
        columns: std::iter::once(Column::text(context.text("backtest-method")))
            .chain(columns.map(|column| Column::number(context.text(&format!("backtest-{column}")))))
            .collect(),
        rows: rows.map(|score| row(context, score)).collect(),
        sources: Vec::new(),
        note: context.format_text("backtest-note", [("version", STATSMODELS.to_owned())]),
    }
}

fn row(context: &PageContext, score: &Score) -> Row {
    let number = |value: f64, decimals: usize| Cell::of(Value::Number { value, decimals, unit: String::new() });
    let cells = vec![
        Cell::text(context.text(&format!("backtest-method-{}", score.method))),
        Cell::count(i64::from(score.months)),
        Cell::count(i64::try_from(score.forecasts).unwrap_or(i64::MAX)),
        number(score.error, 3),
        number(score.covered_years, 1),
        number(score.covered_cities, 1),
        number(score.width, 2),
    ];
    let is_chosen = score.method == CHOSEN;
    Row::of(cells.into_iter().map(|cell| if is_chosen { cell.strong() } else { cell }).collect())
}
