//! How much there is of a table, and the ways to fill it.

use exchange::city::{Newest, TableOverview};
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;

/// The ways to fill a table, as paths without a language.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ways {
    /// A workbook with what is known; outlines have none.
    workbook: Option<String>,
    /// Where a file is sent.
    send: String,
    /// Where rows are typed; outlines have none.
    form: Option<String>,
}

impl Ways {
    fn of(table: &TableOverview) -> Self {
        let (name, kind) = (table.name, table.kind);
        let of_staff_tables = |below: &str| format!("/staff/tables/{kind}{below}");
        let uploaded =
            |table: &str| (Some(format!("/staff/import/{table}.xlsx")), format!("/staff/import?kind={table}"));
        let (workbook, send) = match name {
            "procedures" | "usage" | "cards" | "population" => uploaded(name),
            // The definitions of indicators are a table of their own.
            "indicator-values" => uploaded("indicators"),
            "boundaries" => (None, of_staff_tables("/import")),
            _ => (Some(of_staff_tables("/file.xlsx")), of_staff_tables("/import")),
        };
        let form = match name {
            "procedures" => Some("/staff/procedures/new".to_owned()),
            "cards" => Some("/staff/cards".to_owned()),
            "boundaries" => None,
            // The definitions of indicators and their values are two tables of one kind.
            _ => Some(format!("/staff/tables/{name}")),
        };
        Self { workbook, send, form }
    }
}

/// Who fills a table in.
#[derive(Debug, Clone)]
pub struct Filling {
    /// Those who keep it, in words.
    pub keepers: String,
    /// Whether the user may.
    pub may_edit: bool,
    /// Whether the user works for a department, and so may enter its procedures.
    pub keeps_procedures: bool,
}

/// One table of the list. `is_later` says that an administrator left it for later.
#[must_use]
pub fn table_overview(context: &PageContext, table: &TableOverview, is_later: bool, filling: &Filling) -> Markup {
    let name = context.word("first-day-table", table.name);
    let is_there = table.rows > 0;
    let (class, sign, state) = match (is_there, is_later) {
        (true, _) => ("badge complete", Sign::Check, "there"),
        (false, true) => ("badge", Sign::Clock, "later"),
        (false, false) => ("badge counter", Sign::Question, "missing"),
    };
    let (english, japanese) = table.purpose;
    let purpose = if context.language == Language::English { english } else { japanese };
    let purpose =
        context.format_text("first-day-purpose", [("table", table.name.to_owned()), ("purpose", purpose.to_owned())]);
    let pages = table
        .pages
        .iter()
        .map(|page| view! { <li><a href=context.link(page)>{page_name(context, page)}</a></li> })
        .collect_view();
    let rows = is_there.then(|| {
        let rows = context.format_text("first-day-rows", [("count", count(table.rows))]);
        let newest = table.newest.map(|newest| {
            let newest = match newest {
                Newest::Day(day) => context.date(day),
                Newest::FiscalYear(year) => context.fiscal_year(year),
            };
            view! { " " {context.format_text("first-day-newest", [("newest", newest)])} }
        });
        view! { <p>{rows} {newest}</p> }
    });
    let id = format!("table-{}", table.name);
    let later = (!is_there).then(|| later_form(context, table, &name, is_later));
    view! {
        <li class="box stack" id=id tabindex="-1">
            <h3>
                {name.clone()} " "
                <span class=class><Icon sign=sign /> {context.word("first-day-state", state)}</span>
            </h3>
            <p>{mark_japanese(context, &purpose)}</p>
            {rows}
            <p class="small quiet">
                {mark_japanese(context, &context.format_text("table-keepers", [("keepers", filling.keepers.clone())]))}
            </p>
            {if table.kind.is_of_procedures() && !filling.keeps_procedures {
                by_departments(context)
            } else if filling.may_edit {
                ways(context, table, &name)
            } else {
                by_keepers(context)
            }}
            <div class="row small">
                <span>{context.text("first-day-pages")}</span>
                <ul class="inline-list" role="list">{pages}</ul>
            </div>
            {later}
        </li>
    }
    .into_markup()
}

/// The name of a public page, as the menus have it.
fn page_name(context: &PageContext, page: &str) -> String {
    name_of_page(page).map_or_else(|| page.to_owned(), |name| context.text(name))
}

fn name_of_page(page: &str) -> Option<&'static str> {
    Some(match page {
        "/" => "nav-home",
        "/procedures" => "nav-procedures",
        "/cards" => "nav-cards",
        "/targets" => "nav-targets",
        "/sdg" => "nav-sdg",
        "/budget" => "nav-budget",
        "/guides" => "guides-title",
        "/offices" => "nav-offices",
        "/changes" => "footer-changes",
        "/data" => "data-title",
        "/definitions" => "definitions-title",
        _ => return None,
    })
}

/// Said of procedures to somebody of no department: who enters them.
fn by_departments(context: &PageContext) -> Markup {
    view! {
        <p>
            {context.text("first-day-by-departments")} " "
            <a href=context.link("/staff/people")>{context.text("staff-to-people")}</a>
        </p>
    }
    .into_markup()
}

/// Said of a table that others keep: that they fill it in.
fn by_keepers(context: &PageContext) -> Markup {
    view! {
        <p>
            {context.text("first-day-by-keepers")} " "
            <a href=context.link("/staff/departments")>{context.text("first-day-to-departments")}</a>
        </p>
    }
    .into_markup()
}

/// The links to a workbook, to send a file, and to a form.
fn ways(context: &PageContext, table: &TableOverview, name: &str) -> Markup {
    let Ways { workbook, send, form } = Ways::of(table);
    let is_there = table.rows > 0;
    let link = |page: String, words: &str, is_file: bool| {
        let label = context.format_text("first-day-way-of", [("table", name.to_owned()), ("way", context.text(words))]);
        let download = is_file.then_some("");
        view! {
            <li>
                <a href=context.link(&page) download=download aria-label=label>{context.text(words)}</a>
            </li>
        }
        .into_markup()
    };
    let workbook =
        workbook.map(|page| link(page, if is_there { "first-day-workbook" } else { "first-day-empty-workbook" }, true));
    view! {
        <ul class="inline-list" role="list">
            {workbook}
            {link(send, "first-day-send", false)}
            {form.map(|page| link(page, "first-day-form", false))}
        </ul>
    }
    .into_markup()
}

/// The button that leaves a table for later, or takes it up again.
fn later_form(context: &PageContext, table: &TableOverview, name: &str, is_later: bool) -> Markup {
    let (value, words) = if is_later { ("no", "first-day-take-up") } else { ("yes", "first-day-put-off") };
    let label = context.format_text("first-day-way-of", [("table", name.to_owned()), ("way", context.text(words))]);
    view! {
        <form method="post" action=context.link("/staff/first-day/later")>
            <input type="hidden" name="table" value=table.name />
            <input type="hidden" name="later" value=value />
            <button class="button secondary" aria-label=label>{context.text(words)}</button>
        </form>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use exchange::import::Kind;
    use exchange::import::table::described::DESCRIPTIONS;

    use super::*;

    #[test]
    fn every_page_that_a_table_fills_has_a_name() {
        for description in DESCRIPTIONS {
            for page in description.pages {
                assert!(name_of_page(page).is_some(), "{page}");
            }
        }
    }

    fn ways(name: &'static str, kind: Kind) -> Ways {
        let table = TableOverview { name, kind, purpose: ("", ""), pages: &[], rows: 0, newest: None };
        Ways::of(&table)
    }

    #[test]
    fn tables_with_pages_of_their_own_lead_there_and_all_others_to_the_tables() {
        let cards = ways("cards", Kind::Cards);
        assert_eq!((cards.send.as_str(), cards.form.as_deref()), ("/staff/import?kind=cards", Some("/staff/cards")));
        let values = ways("indicator-values", Kind::Indicators);
        assert_eq!(values.workbook.as_deref(), Some("/staff/import/indicators.xlsx"));
        assert_eq!(values.form.as_deref(), Some("/staff/tables/indicator-values"));
        let definitions = ways("indicators", Kind::Indicators);
        assert_eq!(definitions.workbook.as_deref(), Some("/staff/tables/indicators/file.xlsx"));
        let departments = ways("departments", Kind::Departments);
        assert_eq!(departments.send, "/staff/tables/departments/import");
        assert_eq!(departments.form.as_deref(), Some("/staff/tables/departments"));
        let outlines = ways("boundaries", Kind::Boundaries);
        assert_eq!((outlines.workbook, outlines.form), (None, None));
    }
}
