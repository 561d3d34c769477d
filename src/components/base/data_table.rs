//! Renders a [`Sheet`] as an HTML table. Pages build their tables as sheets, so that the page's workbook has the same
//! content.

use domain::text::group_thousands;
use leptos::prelude::*;

use super::drawing::table_region;
use super::foreign::mark_japanese;
use super::formatting::{NOTHING, percent, signed};
use super::markup::{IntoMarkup, Markup};
use super::sample_label::SampleLabel;
use crate::page_context::PageContext;
use crate::server::read_model::provenance::Figure;
use crate::server::read_model::report_table::{Cell, Column, Row, RowKind, Sheet};
use crate::server::read_model::value::Value;

/// A value as formatted on the page.
#[must_use]
pub fn format_value(context: &PageContext, value: &Value) -> String {
    match value {
        Value::Nothing => NOTHING.to_owned(),
        Value::Text(text) => text.clone(),
        // The same minus sign as for differences in points.
        Value::Count(count) | Value::ThousandYen(count) => group_thousands(*count).replace('-', "−"),
        Value::Percent(value) => percent(Some(*value)),
        Value::Points { points, decimals } => signed(*points, *decimals),
        Value::Number { value, decimals, unit } => format!("{value:.decimals$}{unit}"),
        Value::Date(date) => context.short_date(*date),
    }
}

/// A figure in a text or a table, linked to its provenance.
#[must_use]
pub fn figure_link(context: &PageContext, figure: &Figure, text: impl Into<String>) -> Markup {
    view! { <a class="figure-link" href=context.link(&figure.address())>{text.into()}</a> }.into_markup()
}

/// Placeholder for a figure in a sentence: a Unicode noncharacter, which no text contains.
const PLACE_OF_FIGURE: &str = "\u{FDD0}";

/// A text with its values, with the value of `figure` (the one called `value`) linked to its provenance. The link
/// replaces the placeholder, not the first match of the characters, because 5 also occurs in 95.
#[must_use]
pub fn with_figure<const N: usize>(
    context: &PageContext,
    text: &str,
    values: [(&'static str, String); N],
    value: &str,
    figure: &Figure,
) -> Markup {
    let mut written = String::new();
    let placed = values.map(|(name, words)| {
        if name == value && !words.is_empty() {
            written = words;
            (name, PLACE_OF_FIGURE.to_owned())
        } else {
            (name, words)
        }
    });
    let sentence = context.format_text(text, placed);
    match sentence.split_once(PLACE_OF_FIGURE) {
        Some((before, after)) => {
            let after = after.replace(PLACE_OF_FIGURE, &written);
            view! { {mark_japanese(context, before)} {figure_link(context, figure, written)} {mark_japanese(context, &after)} }.into_markup()
        }
        None => mark_japanese(context, &sentence).into_markup(),
    }
}

/// The class of tables whose cells hold words: on a phone their rows are stacked, each cell with the header of its column.
const STACKED: &str = "stacked";

/// The table with its caption, in its own scrollable region. `class` is the table's class.
#[must_use]
pub fn data_table(context: &PageContext, sheet: &Sheet, class: &'static str) -> Markup {
    if let Some(exports) = &context.exports {
        exports.sheet(sheet);
    }
    let is_stacked = class.split(' ').any(|one| one == STACKED);
    // A table that is shown as blocks loses its roles in some browsers, unless they are written out.
    let role = |role: &'static str| is_stacked.then_some(role);
    let heads = heads(context, &sheet.columns, is_stacked);
    let rows = sheet.rows.iter().map(|row| table_row(context, sheet, row, is_stacked)).collect_view();
    let note =
        (!sheet.note.is_empty()).then(|| view! { <p class="small quiet">{mark_japanese(context, &sheet.note)}</p> });
    let table = view! {
        <table class=class role=role("table")>
            <caption>{mark_japanese(context, &sheet.title)}</caption>
            <thead role=role("rowgroup")>{heads}</thead>
            <tbody role=role("rowgroup")>{rows}</tbody>
        </table>
    };
    view! { {table_region(&sheet.title, table)} {note} }.into_markup()
}

/// The rows of headers: one, or two if columns share a header.
fn heads(context: &PageContext, columns: &[Column], is_stacked: bool) -> Markup {
    let (of_row, of_head) = (is_stacked.then_some("row"), is_stacked.then_some("columnheader"));
    let head = |column: &Column, rows: Option<&'static str>| {
        let class = column.number.then_some("number");
        let title = mark_japanese(context, &column.title);
        let label = view! { <SampleLabel sample=column.sample /> };
        view! { <th scope="col" role=of_head class=class rowspan=rows>{title} " " {label}</th> }.into_markup()
    };
    if columns.iter().all(|column| column.group.is_empty()) {
        let only = columns.iter().map(|column| head(column, None)).collect_view();
        return view! { <tr role=of_row>{only}</tr> }.into_markup();
    }
    let groups = columns.chunk_by(|one, next| one.group == next.group);
    let first = groups
        .map(|columns| {
            let group = &columns[0].group;
            if group.is_empty() {
                return columns.iter().map(|column| head(column, Some("2"))).collect_view().into_markup();
            }
            let width = columns.len().to_string();
            view! { <th scope="colgroup" role=of_head colspan=width>{mark_japanese(context, group)}</th> }.into_markup()
        })
        .collect_view();
    let second =
        columns.iter().filter(|column| !column.group.is_empty()).map(|column| head(column, None)).collect_view();
    view! { <tr role=of_row>{first}</tr><tr role=of_row>{second}</tr> }.into_markup()
}

fn table_row(context: &PageContext, sheet: &Sheet, row: &Row, is_stacked: bool) -> Markup {
    let role = |role: &'static str| is_stacked.then_some(role);
    let class = match row.kind {
        RowKind::Part => None,
        RowKind::Whole => Some("whole"),
        RowKind::Own => Some("own"),
    };
    let cells = row
        .cells
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            let column = sheet.columns.get(at);
            let number = column.is_some_and(|column| column.number).then_some("number");
            let inside = inside(context, cell);
            if at == 0 {
                let label = view! { <SampleLabel sample=row.sample /> };
                view! { <th scope="row" role=role("rowheader") class=number>{inside} " " {label}</th> }.into_markup()
            } else {
                let label = column.filter(|_| is_stacked).map(Column::whole_title);
                view! { <td class=number role=role("cell") data-label=label>{inside}</td> }.into_markup()
            }
        })
        .collect_view();
    let current = (row.kind == RowKind::Own).then_some("true");
    view! { <tr class=class role=role("row") aria-current=current>{cells}</tr> }.into_markup()
}

/// The content of a cell.
#[must_use]
pub fn inside(context: &PageContext, cell: &Cell) -> Markup {
    let text = format_value(context, &cell.value);
    let value = match (&cell.figure, &cell.page) {
        (Some(figure), _) => figure_link(context, figure, text),
        (None, Some(page)) => view! { <a href=context.link(page) lang=cell.lang>{text}</a> }.into_markup(),
        (None, None) if cell.lang.is_some() => view! { <span lang=cell.lang>{text}</span> }.into_markup(),
        (None, None) => mark_japanese(context, &text).into_markup(),
    };
    let value = if cell.strong { view! { <b>{value}</b> }.into_markup() } else { value };
    let note = (!cell.note.is_empty())
        .then(|| view! { " " <span class="cell-note">{mark_japanese(context, &cell.note)}</span> });
    view! { {value} {note} }.into_markup()
}
