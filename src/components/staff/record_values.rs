//! Everything that a new or removed record says, with the figure before each of its figures.

use leptos::prelude::*;

use super::cells::{column_label, row_cell_text};
use super::previous_figure::{beside, previous_figure};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::editing::files::outcome::NewRecord;

/// The filled cells of a record.
#[must_use]
pub fn record_values(context: &PageContext, record: &NewRecord) -> Markup {
    // A reorganisation says in its label and in notes what becomes of a department.
    if record.cells.is_empty() {
        return ().into_markup();
    }
    let cells = record.cells.iter().map(|cell| {
        let shown = record.table.map_or_else(
            || cell.value.clone(),
            |table| row_cell_text(context, table, cell.key, &cell.value, |key| record.cell(key)),
        );
        let before = record
            .table
            .and_then(|table| previous_figure(&context.snapshot, table, cell.key, |key| record.cell(key)))
            .zip(cell.value.parse::<f64>().ok())
            .map(|(before, after)| beside(context, &before, after));
        let label = column_label(context, record.table, Some(cell.key), cell.column);
        view! {
            <div>
                <dt>{mark_japanese(context, &label)}</dt>
                <dd>{mark_japanese(context, &shown)} {before}</dd>
            </div>
        }
    });
    let cells = cells.collect_view();
    view! { <dl class="facts record-values">{cells}</dl> }.into_markup()
}
