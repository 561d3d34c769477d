//! `/staff/tables/{table}/history`: what has happened to a table, or to one of its rows, with the values before and after.

use std::collections::HashMap;

use domain::staff::{PersonName, StaffId};
use exchange::city_table::CityTable;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::cells::cell_text;
use crate::components::staff::table_changes::change_section;
use crate::components::staff::tables::table_name;
use crate::page_context::PageContext;
use crate::server::editing::tables::TableChange;

/// The data of the page.
#[derive(Debug)]
pub struct TableHistoryView {
    pub table: CityTable,
    /// The key of the row that it is about; `None` for the whole table.
    pub row: Option<Vec<String>>,
    /// Newest first.
    pub changes: Vec<TableChange>,
    pub names: HashMap<StaffId, PersonName>,
}

#[must_use]
pub fn table_history_page(context: &PageContext, view: &TableHistoryView) -> Markup {
    let table = view.table;
    let title = context.text(if view.row.is_some() { "row-history" } else { "table-history" });
    let about = match &view.row {
        Some(key) => {
            let cells = table.key().iter().zip(key).map(|(column, value)| cell_text(context, table, column, value));
            let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
            format!("{}{}{}", table_name(context, table), context.text("typed-colon"), cells.join(" "))
        }
        None => table_name(context, table),
    };
    let trail = vec![
        (context.text("tables-title"), "/staff/tables".to_owned()),
        (table_name(context, table), format!("/staff/tables/{}", table.name)),
    ];
    let none = view.changes.is_empty().then(|| view! { <p>{context.text("table-history-none")}</p> });
    let changes = view.changes.iter().map(|change| change_section(context, change, &view.names)).collect_view();
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs trail=trail current=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{mark_japanese(context, &about)}</p>
            </header>
            {none}
            {changes}
        </div>
    }
    .into_markup()
}
