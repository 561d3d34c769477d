//! `/staff/tables/{table}`: the rows of a table, with search, files in and out, and what has happened to it.

use std::collections::HashMap;

use domain::rights::DepartmentRules;
use domain::staff::{PersonName, StaffId};
use domain::text::fold_for_search;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::pagination::Pagination;
use crate::components::base::table::TableRegion;
use crate::components::guides::local_text;
use crate::components::staff::cells::{row_cell_text, searched_text};
use crate::components::staff::table_changes::changes_table;
use crate::components::staff::tables::{column_name, in_language, table_name};
use crate::page_context::PageContext;
use crate::pages::staff::tables::keepers;
use crate::server::editing::tables::{DeskRow, TableChange, TableRows};
use crate::server::query::{address, page_address, url_within};
use crate::server::staff::CurrentUser;

/// Rows of one page.
const ROWS_A_PAGE: usize = 50;

/// The data of the page.
#[derive(Debug)]
pub struct TableView {
    pub rows: TableRows,
    pub rules: DepartmentRules,
    /// What rows have to contain; empty for all rows.
    pub words: String,
    /// The number of the page, from 1.
    pub page: usize,
    /// Newest first.
    pub history: Vec<TableChange>,
    pub names: HashMap<StaffId, PersonName>,
}

/// An address about the row with a key, or about all of a table.
fn with_row(page: String, key: Option<&[String]>) -> String {
    match key {
        Some(key) => address(&page, [("row", serde_json::to_string(key).unwrap_or_default().as_str())]),
        None => page,
    }
}

/// The address of the form of a row; of a new one without a key.
#[must_use]
pub fn row_address_of(table: &str, key: Option<&[String]>) -> String {
    with_row(format!("/staff/tables/{table}/row"), key)
}

/// The address of the history of a row, or of the whole table.
#[must_use]
pub fn history_address_of(table: &str, key: Option<&[String]>) -> String {
    with_row(format!("/staff/tables/{table}/history"), key)
}

#[must_use]
pub fn table_page(context: &PageContext, user: &CurrentUser, view: &TableView) -> Markup {
    let table = view.rows.table;
    let title = table_name(context, table);
    let may_edit = user.rights.open_tables(&view.rules).contains(&table.kind);
    let here = format!("/staff/tables/{}", table.name);
    let words: Vec<String> = view.words.split_whitespace().map(fold_for_search).collect();
    let fits = |row: &&DeskRow| {
        let cells = view.rows.columns.iter().zip(&row.cells);
        let text: Vec<String> = cells.map(|(column, cell)| searched_text(context, table, column.key, cell)).collect();
        let text = fold_for_search(&text.join("\n"));
        words.iter().all(|word| text.contains(word))
    };
    let found: Vec<&DeskRow> = view.rows.rows.iter().filter(|row| words.is_empty() || fits(row)).collect();
    let last = found.len().div_ceil(ROWS_A_PAGE).max(1);
    let page = view.page.clamp(1, last);
    let pairs: Vec<(&'static str, String)> =
        (!view.words.is_empty()).then(|| ("q", view.words.clone())).into_iter().collect();
    let addresses = (1..=last).map(|number| page_address(&context.link(&here), &pairs, number)).collect();
    // Columns that no row fills would only make the others narrow.
    let shown: Vec<usize> = (0..view.rows.columns.len())
        .filter(|place| view.rows.rows.iter().any(|row| !row.cells[*place].is_empty()))
        .collect();
    let rows = found
        .iter()
        .skip((page - 1) * ROWS_A_PAGE)
        .take(ROWS_A_PAGE)
        .map(|row| table_row(context, view, row, &shown, may_edit))
        .collect_view();
    let heads = shown
        .iter()
        .map(|place| {
            let name = column_name(context, &view.rows.columns[*place]);
            view! { <th scope="col">{mark_japanese(context, &name)}</th> }
        })
        .collect_view();
    let list = if found.is_empty() {
        let none = if view.rows.rows.is_empty() { "table-empty" } else { "table-none" };
        view! { <p>{context.text(none)}</p> }.into_markup()
    } else {
        let list = view! {
            <table class="staff-table">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        };
        view! { <TableRegion label=title.clone()>{list}</TableRegion> }.into_markup()
    };
    let heading = if words.is_empty() {
        context.format_text("table-rows", [("count", count(found.len()))])
    } else {
        let numbers = [("count", count(found.len())), ("all", count(view.rows.rows.len()))];
        context.format_text("table-rows-found", numbers)
    };
    let file = format!("{here}/file.xlsx");
    let new = may_edit.then(|| {
        view! { <a class="button" href=context.link(&format!("{here}/row"))>{context.text("table-new")}</a> }
    });
    let send = may_edit.then(|| {
        view! { <a href=context.link(&format!("{here}/import"))>{context.text("table-send")}</a> }
    });
    let typed = (table.name == "cards" && may_edit).then(|| {
        view! { <a href=context.link("/staff/cards")>{context.text("typed-title")}</a> }
    });
    let drawings = table.name.starts_with("guide").then(|| guide_drawings(context)).flatten();
    let no_right = (!may_edit).then(|| view! { <p class="prose">{context.text("table-no-right")}</p> });
    let by = context.format_text("table-keepers", [("keepers", keepers(context, table, &view.rules))]);
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs trail=vec![(context.text("tables-title"), "/staff/tables".to_owned())] current=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{mark_japanese(context, &title)}</h1>
                <p class="prose">{mark_japanese(context, in_language(context, table.purpose()))}</p>
                <p class="small quiet">{mark_japanese(context, &by)}</p>
                {no_right}
                <p class="actions">
                    {new}
                    <a href=context.link(&file) download="">{context.text("table-file")}</a>
                    <a href=context.link(&format!("{file}?empty=yes")) download="">{context.text("import-empty")}</a>
                    {send}
                    {typed}
                </p>
                {drawings}
            </header>
            <section class="stack" aria-labelledby="rows">
                <h2 id="rows">{heading}</h2>
                <form class="row" action=context.link(&here) role="search">
                    <label for="q">{context.text("entries-words")}</label>
                    <input id="q" name="q" type="search" value=view.words.clone() autocomplete="off" />
                    <button class="button secondary">{context.text("entries-show")}</button>
                </form>
                {list}
                <Pagination page=page addresses=addresses />
            </section>
            {history(context, view)}
        </div>
    }
    .into_markup()
}

/// Links to the guides as drawings, beside the tables that they consist of.
fn guide_drawings(context: &PageContext) -> Option<Markup> {
    let guides: Vec<_> = context
        .snapshot
        .guides
        .iter()
        .map(|guide| {
            let page = context.link(&url_within("/staff/guides", guide.id.as_str()));
            view! { <li><a class="chip" href=page>{local_text(context, &guide.title)}</a></li> }
        })
        .collect();
    (!guides.is_empty()).then(|| {
        view! {
            <p>{context.text("guide-drawings")}</p>
            <ul class="chips" role="list">{guides}</ul>
        }
        .into_markup()
    })
}

fn table_row(context: &PageContext, view: &TableView, row: &DeskRow, shown: &[usize], may_edit: bool) -> Markup {
    let table = view.rows.table;
    let of_row = |key: &str| {
        let place = view.rows.columns.iter().position(|column| column.key == key)?;
        row.cells.get(place).map(String::as_str)
    };
    let cell = |place: usize| row_cell_text(context, table, view.rows.columns[place].key, &row.cells[place], of_row);
    let is_editable = may_edit && !table.is_history();
    // A row of a history is removed where its own history is.
    let is_removable = may_edit && table.has_removable_events();
    let cells = shown
        .iter()
        .enumerate()
        .map(|(number, place)| {
            let text = cell(*place);
            let text = mark_japanese(context, &text);
            match (number, is_editable || is_removable) {
                (0, true) => {
                    let key = Some(row.key.as_slice());
                    let address =
                        if is_editable { row_address_of(table.name, key) } else { history_address_of(table.name, key) };
                    let form = context.link(&address);
                    view! { <th scope="row"><a href=form>{text}</a></th> }.into_markup()
                }
                (0, false) => view! { <th scope="row">{text}</th> }.into_markup(),
                _ => view! { <td>{text}</td> }.into_markup(),
            }
        })
        .collect_view();
    view! { <tr>{cells}</tr> }.into_markup()
}

fn history(context: &PageContext, view: &TableView) -> Markup {
    let title = context.text("table-history");
    let table = view.rows.table;
    let content = if view.history.is_empty() {
        view! { <p>{context.text("table-history-none")}</p> }.into_markup()
    } else {
        let all = context.link(&history_address_of(table.name, None));
        view! {
            {changes_table(context, &title, &view.history, &view.names)}
            <p><a href=all>{context.text("table-history-all")}</a></p>
        }
        .into_markup()
    };
    view! { <section class="stack"><h2>{title}</h2>{content}</section> }.into_markup()
}
