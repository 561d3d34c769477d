//! `/staff/first-day`: the city is chosen, and then what there is of each table and what is missing.

mod city;

use domain::area::AreaCode;
use domain::local_governments::{self, FoundMunicipality, LocalGovernment};
use exchange::city::TableOverview;
use exchange::city_table::CityTable;
use leptos::prelude::*;

use self::city::{change_section, confirm, inferred_notice, search};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::not_done::not_done;
use crate::components::base::page_head::PageHead;
use crate::components::staff::table_overview::{Filling, table_overview};
use crate::page_context::PageContext;
use crate::pages::staff::table::row_address_of;
use crate::pages::staff::tables::keepers;
use crate::server::editing::first_day::{FirstDay, FirstDayRefusal};
use crate::server::staff::CurrentUser;

/// The part of the page that is shown.
#[derive(Debug)]
pub enum Stage {
    /// What there is of each table.
    List,
    /// The search for a city; `found` is `None` before anything was typed.
    Search { name: String, found: Option<Vec<FoundMunicipality>>, is_change: bool },
    /// What choosing a city does.
    Confirm { city: &'static LocalGovernment, is_change: bool },
}

/// The data of the page.
#[derive(Debug)]
pub struct FirstDayView {
    pub first_day: FirstDay,
    pub stage: Stage,
    pub refusal: Option<FirstDayRefusal>,
    /// Whether the city has just been chosen.
    pub is_done: bool,
    /// The user's own proposals that are not published and wait for the user.
    pub drafts: usize,
}

#[must_use]
pub fn first_day_page(context: &PageContext, user: &CurrentUser, view: &FirstDayView) -> Markup {
    let title = context.text("first-day-title");
    let refusal = view.refusal.map(|refusal| {
        let words = context.word("first-day-refusal", refusal.as_str());
        not_done(context, view! { <p>{words}</p> })
    });
    let done = (view.is_done && view.refusal.is_none()).then(|| {
        let city = view.first_day.city.as_ref().map(|code| city_name(context, code)).unwrap_or_default();
        let words = context.format_text("first-day-chosen", [("city", city)]);
        view! { <p class="notice" role="status">{mark_japanese(context, &words)}</p> }
    });
    let content = match &view.stage {
        Stage::List => list(context, user, view),
        Stage::Search { name, found, is_change } => search(context, name, found.as_deref(), *is_change),
        Stage::Confirm { city, is_change } => {
            confirm(context, city, view.first_day.city.as_ref().filter(|_| *is_change))
        }
    };
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                {refusal}
                {done}
            </header>
            {content}
        </div>
    }
    .into_markup()
}

/// The name of a municipality: as the database has it, or else as the national list has it.
fn city_name(context: &PageContext, code: &AreaCode) -> String {
    let known = context.snapshot.area(code).map(|area| context.area_name(area));
    known.or_else(|| local_governments::find(code).map(|one| one.name.to_owned())).unwrap_or_else(|| code.to_string())
}

fn list(context: &PageContext, user: &CurrentUser, view: &FirstDayView) -> Markup {
    let first_day = &view.first_day;
    let Some(code) = &first_day.city else { return ().into_markup() };
    let there = first_day.tables.iter().filter(|table| table.rows > 0).count();
    let later = first_day.tables.iter().filter(|table| table.rows == 0 && first_day.later.contains(table.name)).count();
    let missing = first_day.tables.len() - there - later;
    let about =
        context.format_text("first-day-about", [("city", city_name(context, code)), ("code", code.to_string())]);
    let numbers = [("there", count(there)), ("missing", count(missing)), ("later", count(later))];
    let demonstration = first_day.is_demonstration.then(|| {
        view! { <p class="notice caution">{context.text("first-day-is-demonstration")}</p> }
    });
    let inferred = (!first_day.is_chosen).then(|| inferred_notice(context, code));
    let open = user.rights.open_tables(&first_day.rules);
    let tables = first_day
        .tables
        .iter()
        .map(|table| {
            let known = CityTable::named(table.name);
            let filling = Filling {
                keepers: known.map(|known| keepers(context, known, &first_day.rules)).unwrap_or_default(),
                may_edit: open.contains(&table.kind),
                keeps_procedures: !user.rights.roles().departments.is_empty(),
            };
            table_overview(context, table, first_day.later.contains(table.name), &filling)
        })
        .collect_view();
    view! {
        <div class="stack">
            <p class="lead">{mark_japanese(context, &about)}</p>
            <p>{context.format_text("first-day-numbers", numbers)}</p>
            {demonstration}
            {inferred}
            {without_english(context, first_day)}
            {next_step(context, view)}
        </div>
        {people(context, first_day)}
        <section class="stack" aria-labelledby="tables">
            <h2 id="tables">{context.text("first-day-tables")}</h2>
            <p class="prose">{context.text("first-day-tables-text")}</p>
            <ol class="table-overviews" role="list">{tables}</ol>
        </section>
        {change_section(context, first_day)}
    }
    .into_markup()
}

/// Asks for the English names of the city and its wards, which the national list does not have.
fn without_english(context: &PageContext, first_day: &FirstDay) -> Markup {
    if first_day.without_english.is_empty() {
        return ().into_markup();
    }
    let names: Vec<&str> = first_day.without_english.iter().map(|area| area.name.as_str()).collect();
    let forms = first_day
        .without_english
        .iter()
        .map(|area| {
            let form = row_address_of("areas", Some([area.code.to_string()].as_slice()));
            view! { <li><a href=context.link(&form)>{mark_japanese(context, &area.name)}</a></li> }
        })
        .collect_view();
    let words =
        context.format_text("first-day-without-english", [("areas", names.join(&context.text("list-separator")))]);
    view! {
        <div class="notice stack">
            <p>{mark_japanese(context, &words)}</p>
            <p>{context.text("first-day-to-areas")}</p>
            <ul>{forms}</ul>
        </div>
    }
    .into_markup()
}

/// What to do next: the most important table that is missing, and what was entered and is not published.
fn next_step(context: &PageContext, view: &FirstDayView) -> Markup {
    let first_day = &view.first_day;
    let is_missing = |table: &&TableOverview| table.rows == 0 && !first_day.later.contains(table.name);
    let next = first_day.tables.iter().find(is_missing).map(|table| {
        let name = context.word("first-day-table", table.name);
        let words = context.format_text("first-day-next", [("table", name)]);
        view! { <p><a href=format!("#table-{}", table.name)>{words}</a></p> }
    });
    let drafts = (view.drafts > 0).then(|| {
        let words = context.format_text("first-day-drafts", [("count", count(view.drafts))]);
        view! { <p><a href=context.link("/staff/proposals")>{words}</a></p> }
    });
    view! { {next} {drafts} }.into_markup()
}

/// Who fills the tables.
fn people(context: &PageContext, first_day: &FirstDay) -> Markup {
    // Accounts and tables are given to departments, which have to be there first.
    let is_without_departments = first_day.tables.iter().any(|table| table.name == "departments" && table.rows == 0);
    let first = is_without_departments.then(|| {
        view! { <p><a href="#table-departments">{context.text("first-day-departments-first")}</a></p> }
    });
    let accounts = context.format_text("first-day-accounts", [("count", count(first_day.accounts))]);
    view! {
        <section class="stack" aria-labelledby="people">
            <h2 id="people">{context.text("first-day-people")}</h2>
            <p class="prose">{context.text("first-day-people-text")} " " {accounts}</p>
            {first}
            <ul class="inline-list" role="list">
                <li><a href=context.link("/staff/people")>{context.text("staff-to-people")}</a></li>
                <li><a href=context.link("/staff/departments")>{context.text("first-day-to-departments")}</a></li>
            </ul>
        </section>
    }
    .into_markup()
}
