//! `/staff/tables`: every table of the city, with what it is for, how much it holds and who keeps it.

use domain::procedure::DepartmentCode;
use domain::rights::DepartmentRules;
use exchange::city::{Newest, TableOverview};
use exchange::city_table::CityTable;
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::staff::proposals::department_names;
use crate::components::staff::tables::{in_language, table_name};
use crate::page_context::PageContext;
use crate::server::staff::CurrentUser;

/// The data of the page.
#[derive(Debug)]
pub struct TablesView {
    /// Every table, most important first.
    pub tables: Vec<TableOverview>,
    pub rules: DepartmentRules,
}

#[must_use]
pub fn tables_page(context: &PageContext, user: &CurrentUser, view: &TablesView) -> Markup {
    let title = context.text("tables-title");
    let open = user.rights.open_tables(&view.rules);
    let rows = view
        .tables
        .iter()
        .filter_map(|overview| Some((CityTable::named(overview.name)?, overview)))
        .map(|(table, overview)| {
            let may = open.contains(&table.kind).then(|| {
                view! { " " <span class="badge complete">{context.text("tables-yours")}</span> }
            });
            let page = match table.kind.is_of_procedures() && table.name == "procedures" {
                true => "/staff/procedures".to_owned(),
                false => format!("/staff/tables/{}", table.name),
            };
            view! {
                <tr>
                    <th scope="row">
                        <a href=context.link(&page)>{mark_japanese(context, &table_name(context, table))}</a>
                        {may}
                    </th>
                    <td>{mark_japanese(context, in_language(context, table.purpose()))}</td>
                    <td class="number">{filled(context, overview)}</td>
                    <td>{mark_japanese(context, &keepers(context, table, &view.rules))}</td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
        <table class="staff-table">
            <thead>
                <tr>
                    <th scope="col">{context.text("tables-table")}</th>
                    <th scope="col">{context.text("tables-purpose")}</th>
                    <th scope="col" class="number">{context.text("tables-rows")}</th>
                    <th scope="col">{context.text("tables-keepers")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    let charge = user.rights.may_administer().then(|| {
        view! {
            <p class="actions">
                <a href=context.link("/staff/departments")>{context.text("tables-charge")}</a>
                <a href=context.link("/staff/first-day")>{context.text("first-day-title")}</a>
            </p>
        }
    });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title.clone()}</h1>
                <p class="prose">{context.text("tables-text")}</p>
                {charge}
            </header>
            <TableRegion label=title>{table}</TableRegion>
        </div>
    }
    .into_markup()
}

/// How many rows there are, and how new; whether there are none yet.
fn filled(context: &PageContext, overview: &TableOverview) -> Markup {
    if overview.rows == 0 {
        return view! { <span class="badge counter">{context.word("first-day-state", "missing")}</span> }.into_markup();
    }
    let newest = overview.newest.map(|newest| {
        let newest = match newest {
            Newest::Day(day) => context.short_date(day),
            Newest::FiscalYear(year) => context.short_fiscal_year(year),
        };
        let words = context.format_text("first-day-newest", [("newest", newest)]);
        view! { <p class="small quiet">{words}</p> }
    });
    view! { {count(overview.rows)} {newest} }.into_markup()
}

/// Who keeps a table, in words.
#[must_use]
pub fn keepers(context: &PageContext, table: CityTable, rules: &DepartmentRules) -> String {
    if table.kind.is_of_procedures() {
        return context.text("tables-kept-by-each");
    }
    let keepers: Vec<DepartmentCode> = rules.keepers(table.kind).cloned().collect();
    if keepers.is_empty() { context.text("tables-kept-by-nobody") } else { department_names(context, &keepers) }
}
