//! The provenance of a figure: everything it was computed from.

use domain::text::group_thousands;
use leptos::prelude::*;

use super::data_table::{data_table, figure_link, format_value};
use super::figure::Sources;
use super::written::{NOTHING, percent, signed, with_unit};
use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;
use crate::server::accounts::{Figure, Provenance, ProvenanceRow, RowInclusion, Unit};
use crate::server::sheet::{Cell, Column, Row, RowKind, Sheet};

/// Maximum number of rows shown uncollapsed. The file contains all rows.
const MOST_ROWS_UNFOLDED: usize = 60;

/// The value, formatted as on every page that shows the figure.
#[must_use]
pub fn format_figure(account: &Provenance) -> String {
    match (&account.unit, account.value) {
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
pub fn account_view(visit: &PageContext, figure: &Figure, account: &Provenance) -> Markup {
    let unit = match account.unit {
        Unit::Points => visit.text("account-points"),
        Unit::Cards => visit.text("account-cards"),
        Unit::CardsAMonth => visit.text("account-cards-a-month"),
        Unit::Residents => visit.text("account-residents"),
        Unit::Percent | Unit::Other(_) => String::new(),
    };
    let files = [("JSON", ""), ("CSV", ".csv")].map(|(name, ending)| {
        view! { <li><a href=figure.address_of_file(ending)>{name}</a></li> }
    });
    view! {
        <section class="stack" aria-labelledby="value">
            <h2 id="value">{visit.text("account-value")}</h2>
            <p class="headline-value wording">{format_figure(account)} " " {unit}</p>
            {unrounded(visit, account)}
            {fraction(visit, account)}
            {inputs(visit, account)}
            {notes(visit, account)}
        </section>
        <section class="stack" aria-labelledby="formula">
            <h2 id="formula">{visit.text("account-formula")}</h2>
            {definition(visit, account)}
        </section>
        {rows(visit, account)}
        {excluded_rows(visit, account)}
        <section class="stack" aria-labelledby="origin">
            <h2 id="origin">{visit.text("account-origin")}</h2>
            {dates(visit, account)}
            <Sources sources=account.sources.clone() sample=account.sample />
            <p class="small quiet">{visit.format_text("account-revision", [("revision", visit.snapshot.revision.to_string())])}</p>
            <ul class="inline-list" role="list">{files.into_iter().collect_view()}</ul>
        </section>
    }
    .into_markup()
}

fn unrounded(visit: &PageContext, account: &Provenance) -> Option<Markup> {
    // Cards and people are whole numbers, and the needed cards per month are rounded up, so there is no unrounded
    // value.
    let value = account.value.filter(|_| !matches!(account.unit, Unit::Cards | Unit::CardsAMonth | Unit::Residents))?;
    let text = visit.format_text("account-unrounded", [("value", format!("{value:.4}"))]);
    Some(view! { <p class="small quiet">{text}</p> }.into_markup())
}

/// Numerator over denominator, in numbers.
fn fraction(visit: &PageContext, account: &Provenance) -> Option<Markup> {
    let halves = account.halves.as_ref()?;
    let names = ["account-numerator", "account-denominator"];
    let rows = names
        .into_iter()
        .zip(halves)
        .map(|(name, half)| {
            view! {
                <div>
                    <dt>{visit.text(name)}</dt>
                    <dd><b>{group_thousands(half.amount)}</b> <br /><span class="small quiet">{visit.text(half.name)}</span></dd>
                </div>
            }
        })
        .collect_view();
    Some(view! { <dl class="facts">{rows}</dl> }.into_markup())
}

fn inputs(visit: &PageContext, account: &Provenance) -> Option<Markup> {
    let rows = account
        .inputs
        .iter()
        .map(|input| {
            let text = format_value(visit, &input.value);
            let value = match &input.figure {
                Some(figure) => figure_link(visit, figure, text),
                None => text.into_markup(),
            };
            view! { <div><dt>{visit.text(input.name)}</dt><dd>{value}</dd></div> }
        })
        .collect_view();
    (!account.inputs.is_empty()).then(|| view! { <dl class="facts">{rows}</dl> }.into_markup())
}

fn notes(visit: &PageContext, account: &Provenance) -> Markup {
    account.notes.iter().map(|note| view! { <p class="notice">{visit.text(note)}</p> }).collect_view().into_markup()
}

fn definition(visit: &PageContext, account: &Provenance) -> Markup {
    let definition = account.definition;
    let version = visit.format_text("definitions-version", [("version", definition.version().to_string())]);
    let href = format!("{}#{definition}", visit.link("/definitions"));
    view! {
        <p class="formula"><b>{visit.definition(definition, "name")}</b> " = " {visit.definition(definition, "formula")}</p>
        <p class="prose">{visit.definition(definition, "source")}</p>
        <p class="small quiet">{version} " " <a href=href>{visit.text("account-to-definition")}</a></p>
    }
    .into_markup()
}

/// The rows behind numerator and denominator, starting with those in the numerator.
fn rows(visit: &PageContext, account: &Provenance) -> Option<Markup> {
    let halves = account.halves.as_ref()?;
    if account.rows.is_empty() {
        return None;
    }
    let mut ordered: Vec<&ProvenanceRow> = account.rows.iter().collect();
    ordered.sort_by_key(|row| row.standing as u8);
    let several_standings = ordered.iter().any(|row| row.standing != RowInclusion::Counted);
    let mut columns = vec![
        Column::text(visit.text("account-row")),
        Column::number(visit.text(halves[0].name)),
        Column::number(visit.text(halves[1].name)),
    ];
    if several_standings {
        columns.push(Column::text(visit.text("account-standing")));
    }
    let sum = Row::of(vec![
        Cell::text(visit.text("account-sum")),
        Cell::count(halves[0].amount).strong(),
        Cell::count(halves[1].amount).strong(),
    ]);
    let mut rows: Vec<Row> = ordered.into_iter().map(|row| row_of(visit, row, several_standings)).collect();
    rows.push(Row { cells: padded(sum.cells, columns.len()), ..sum }.kind(RowKind::Whole));
    let count = account.rows.len();
    let title =
        visit.format_text("account-rows-title", [("count", group_thousands(i64::try_from(count).unwrap_or(i64::MAX)))]);
    let sheet = Sheet {
        id: "rows".to_owned(),
        title: title.clone(),
        columns,
        rows,
        sources: account.rows.iter().map(|row| row.source.clone()).collect(),
        note: String::new(),
    };
    let table = data_table(visit, &sheet, "compact");
    let table = if count > MOST_ROWS_UNFOLDED {
        view! { <details><summary>{title.clone()}</summary>{table}</details> }.into_markup()
    } else {
        table
    };
    Some(
        view! {
            <section class="stack" aria-labelledby="rows">
                <h2 id="rows">{visit.text("account-rows")}</h2>
                {table}
            </section>
        }
        .into_markup(),
    )
}

fn row_of(visit: &PageContext, row: &ProvenanceRow, with_standing: bool) -> Row {
    let (name, language) = visit.language.of(&row.name);
    let mut name = Cell::text(name).lang(visit.lang(language));
    if let Some(page) = &row.page {
        name = name.leads_to(page.clone());
    }
    let counts = row.standing == RowInclusion::Counted;
    let amount = |amount: i64| if counts { Cell::count(amount) } else { Cell::nothing() };
    let mut cells = vec![name, amount(row.numerator), amount(row.denominator)];
    if with_standing {
        cells.push(Cell::text(visit.word("account-standing", row.standing.as_str())));
    }
    Row::of(cells).sample(row.sample)
}

fn padded(mut cells: Vec<Cell>, width: usize) -> Vec<Cell> {
    cells.resize(width, Cell::text(""));
    cells
}

fn excluded_rows(visit: &PageContext, account: &Provenance) -> Option<Markup> {
    if account.left_out.is_empty() {
        return None;
    }
    let rows = account
        .left_out
        .iter()
        .map(|(name, count)| {
            let count = group_thousands(i64::try_from(*count).unwrap_or(i64::MAX));
            view! { <div><dt>{visit.text(name)}</dt><dd>{visit.format_text("account-rows-count", [("count", count)])}</dd></div> }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="left-out">
                <h2 id="left-out">{visit.text("account-left-out")}</h2>
                <dl class="facts">{rows}</dl>
            </section>
        }
        .into_markup(),
    )
}

fn dates(visit: &PageContext, account: &Provenance) -> Markup {
    let rows = account
        .dates
        .iter()
        .map(|(name, day)| view! { <div><dt>{visit.text(name)}</dt><dd>{visit.date(*day)}</dd></div> })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_markup()
}
