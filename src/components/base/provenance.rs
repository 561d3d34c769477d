//! The provenance of a figure: everything it was computed from.

use domain::text::group_thousands;
use leptos::prelude::*;

use super::data_table::{data_table, figure_link, format_value};
use super::drawing::Sources;
use super::formatting::{NOTHING, percent, signed, with_unit};
use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::provenance::{Figure, Provenance, ProvenanceRow, RowInclusion, Unit};
use crate::server::read_model::report_table::{Cell, Column, Row, RowKind, Sheet};

/// Maximum number of rows shown uncollapsed. The file contains all rows.
const MOST_ROWS_UNFOLDED: usize = 60;

/// The value, formatted as on every page that shows the figure.
#[must_use]
pub fn format_figure(provenance: &Provenance) -> String {
    match (&provenance.unit, provenance.value) {
        (Unit::Percent, value) => percent(value),
        (Unit::Points, Some(value)) => signed(value, 2),
        #[allow(clippy::cast_possible_truncation, reason = "a number of cards or people, which is whole")]
        (Unit::Cards | Unit::CardsAMonth | Unit::Residents, Some(value)) => group_thousands(value.round() as i64),
        // A ratio, formatted as on the indicator's page.
        (Unit::Other(unit), Some(value)) if unit.is_empty() => format!("{value:.2}"),
        (Unit::Other(unit), Some(value)) => with_unit(value, unit),
        (_, None) => NOTHING.to_owned(),
    }
}

/// The complete provenance, below the title.
#[must_use]
pub fn provenance_view(context: &PageContext, figure: &Figure, provenance: &Provenance) -> Markup {
    let unit = match provenance.unit {
        Unit::Points => context.text("provenance-points"),
        Unit::Cards => context.text("provenance-cards"),
        Unit::CardsAMonth => context.text("provenance-cards-a-month"),
        Unit::Residents => context.text("provenance-residents"),
        Unit::Percent | Unit::Other(_) => String::new(),
    };
    let files = [("JSON", ""), ("CSV", ".csv")].map(|(name, ending)| {
        view! { <li><a href=figure.address_of_file(ending)>{name}</a></li> }
    });
    view! {
        <section class="stack" aria-labelledby="value">
            <h2 id="value">{context.text("provenance-value")}</h2>
            <p class="headline-value wording">{format_figure(provenance)} " " {unit}</p>
            {unrounded(context, provenance)}
            {fraction(context, provenance)}
            {inputs(context, provenance)}
            {notes(context, provenance)}
        </section>
        <section class="stack" aria-labelledby="formula">
            <h2 id="formula">{context.text("provenance-formula")}</h2>
            {definition(context, provenance)}
        </section>
        {rows(context, provenance)}
        {excluded_rows(context, provenance)}
        <section class="stack" aria-labelledby="origin">
            <h2 id="origin">{context.text("provenance-origin")}</h2>
            {dates(context, provenance)}
            <Sources sources=provenance.sources.clone() sample=provenance.sample />
            <p class="small quiet">{context.format_text("provenance-revision", [("revision", context.snapshot.revision.to_string())])}</p>
            <ul class="inline-list" role="list">{files.into_iter().collect_view()}</ul>
        </section>
    }
    .into_markup()
}

fn unrounded(context: &PageContext, provenance: &Provenance) -> Option<Markup> {
    // Cards and people are whole numbers, and the needed cards per month are rounded up, so there is no unrounded
    // value.
    let value =
        provenance.value.filter(|_| !matches!(provenance.unit, Unit::Cards | Unit::CardsAMonth | Unit::Residents))?;
    let text = context.format_text("provenance-unrounded", [("value", format!("{value:.4}"))]);
    Some(view! { <p class="small quiet">{text}</p> }.into_markup())
}

/// Numerator over denominator, in numbers.
fn fraction(context: &PageContext, provenance: &Provenance) -> Option<Markup> {
    let fraction = provenance.fraction.as_ref()?;
    let names = ["provenance-numerator", "provenance-denominator"];
    let rows = names
        .into_iter()
        .zip(fraction)
        .map(|(name, half)| {
            view! {
                <div>
                    <dt>{context.text(name)}</dt>
                    <dd><b>{group_thousands(half.amount)}</b> <br /><span class="small quiet">{context.text(half.name)}</span></dd>
                </div>
            }
        })
        .collect_view();
    Some(view! { <dl class="facts">{rows}</dl> }.into_markup())
}

fn inputs(context: &PageContext, provenance: &Provenance) -> Option<Markup> {
    let rows = provenance
        .inputs
        .iter()
        .map(|input| {
            let text = format_value(context, &input.value);
            let value = match &input.figure {
                Some(figure) => figure_link(context, figure, text),
                None => text.into_markup(),
            };
            view! { <div><dt>{context.text(input.name)}</dt><dd>{value}</dd></div> }
        })
        .collect_view();
    (!provenance.inputs.is_empty()).then(|| view! { <dl class="facts">{rows}</dl> }.into_markup())
}

fn notes(context: &PageContext, provenance: &Provenance) -> Markup {
    provenance
        .notes
        .iter()
        .map(|note| view! { <p class="notice">{context.text(note)}</p> })
        .collect_view()
        .into_markup()
}

fn definition(context: &PageContext, provenance: &Provenance) -> Markup {
    let definition = provenance.definition;
    let version = context.format_text("definitions-version", [("version", definition.version().to_string())]);
    let href = format!("{}#{definition}", context.link("/definitions"));
    view! {
        <p class="formula"><b>{context.definition(definition, "name")}</b> " = " {context.definition(definition, "formula")}</p>
        <p class="prose">{context.definition(definition, "source")}</p>
        <p class="small quiet">{version} " " <a href=href>{context.text("provenance-to-definition")}</a></p>
    }
    .into_markup()
}

/// The rows behind numerator and denominator, starting with those in the numerator.
fn rows(context: &PageContext, provenance: &Provenance) -> Option<Markup> {
    let fraction = provenance.fraction.as_ref()?;
    if provenance.rows.is_empty() {
        return None;
    }
    let mut ordered: Vec<&ProvenanceRow> = provenance.rows.iter().collect();
    ordered.sort_by_key(|row| row.inclusion as u8);
    let several_standings = ordered.iter().any(|row| row.inclusion != RowInclusion::Counted);
    let mut columns = vec![
        Column::text(context.text("provenance-row")),
        Column::number(context.text(fraction[0].name)),
        Column::number(context.text(fraction[1].name)),
    ];
    if several_standings {
        columns.push(Column::text(context.text("provenance-standing")));
    }
    let sum = Row::of(vec![
        Cell::text(context.text("provenance-sum")),
        Cell::count(fraction[0].amount).strong(),
        Cell::count(fraction[1].amount).strong(),
    ]);
    let mut rows: Vec<Row> = ordered.into_iter().map(|row| row_of(context, row, several_standings)).collect();
    rows.push(Row { cells: padded(sum.cells, columns.len()), ..sum }.kind(RowKind::Whole));
    let count = provenance.rows.len();
    let title = context
        .format_text("provenance-rows-title", [("count", group_thousands(i64::try_from(count).unwrap_or(i64::MAX)))]);
    let sheet = Sheet {
        id: "rows".to_owned(),
        title: title.clone(),
        columns,
        rows,
        sources: provenance.rows.iter().map(|row| row.source.clone()).collect(),
        note: String::new(),
    };
    let table = data_table(context, &sheet, "compact");
    let table = if count > MOST_ROWS_UNFOLDED {
        view! { <details><summary>{title.clone()}</summary>{table}</details> }.into_markup()
    } else {
        table
    };
    Some(
        view! {
            <section class="stack" aria-labelledby="rows">
                <h2 id="rows">{context.text("provenance-rows")}</h2>
                {table}
            </section>
        }
        .into_markup(),
    )
}

fn row_of(context: &PageContext, row: &ProvenanceRow, with_standing: bool) -> Row {
    let (name, language) = context.language.of(&row.name);
    let mut name = Cell::text(name).lang(context.lang(language));
    if let Some(page) = &row.page {
        name = name.leads_to(page.clone());
    }
    let counts = row.inclusion == RowInclusion::Counted;
    let amount = |amount: i64| if counts { Cell::count(amount) } else { Cell::nothing() };
    let mut cells = vec![name, amount(row.numerator), amount(row.denominator)];
    if with_standing {
        cells.push(Cell::text(context.word("provenance-standing", row.inclusion.as_str())));
    }
    Row::of(cells).sample(row.sample)
}

fn padded(mut cells: Vec<Cell>, width: usize) -> Vec<Cell> {
    cells.resize(width, Cell::text(""));
    cells
}

fn excluded_rows(context: &PageContext, provenance: &Provenance) -> Option<Markup> {
    if provenance.left_out.is_empty() {
        return None;
    }
    let rows = provenance
        .left_out
        .iter()
        .map(|(name, count)| {
            let count = group_thousands(i64::try_from(*count).unwrap_or(i64::MAX));
            view! { <div><dt>{context.text(name)}</dt><dd>{context.format_text("provenance-rows-count", [("count", count)])}</dd></div> }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="left-out">
                <h2 id="left-out">{context.text("provenance-left-out")}</h2>
                <dl class="facts">{rows}</dl>
            </section>
        }
        .into_markup(),
    )
}

fn dates(context: &PageContext, provenance: &Provenance) -> Markup {
    let rows = provenance
        .dates
        .iter()
        .map(|(name, day)| view! { <div><dt>{context.text(name)}</dt><dd>{context.date(*day)}</dd></div> })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_markup()
}
