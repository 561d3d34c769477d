//! `/data`: all downloads, their sources, and the last audit log entry of each day.

use leptos::prelude::*;

use super::PageContext;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::data_table::data_table;
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;
use crate::components::source_note::SourceNote;
use crate::components::table::TableRegion;
use crate::language::Language;
use crate::server::changes::ChangesQuery;
use crate::server::feeds::{MEDIA_TYPE, address_for};
use crate::server::open_data::LISTS;
use crate::server::sheet::{Cell, Column, Row, Sheet};

/// Days of the audit log shown on the page. The file contains all of them.
const DAYS_SHOWN: usize = 30;

/// Pages that offer their tables as a workbook, with the text key of their name.
const WORKBOOKS: [(&str, &str); 4] =
    [("nav-cards", "/cards"), ("nav-targets", "/targets"), ("nav-sdg", "/sdg"), ("nav-budget", "/budget")];

#[component]
pub fn DataPage() -> Markup {
    let visit = PageContext::current();
    let title = visit.text("data-title");
    view! {
        <PageHead title=title.clone() description=visit.text("data-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{visit.text("data-lead")}</p>
            </header>
            <section class="stack" aria-labelledby="lists">
                <h2 id="lists">{visit.text("data-lists")}</h2>
                <p class="prose">{visit.text("data-lists-text")}</p>
                {lists(&visit)}
            </section>
            <section class="stack" aria-labelledby="workbooks">
                <h2 id="workbooks">{visit.text("data-workbooks")}</h2>
                <p class="prose">{visit.text("data-workbooks-text")}</p>
                <ul>{workbooks(&visit)}</ul>
            </section>
            <section class="stack" aria-labelledby="feeds">
                <h2 id="feeds">{visit.text("data-feeds")}</h2>
                <p class="prose">{visit.text("feed-help")}</p>
                <ul>{feeds()}</ul>
            </section>
            <section class="stack" aria-labelledby="sources">
                <h2 id="sources">{visit.text("footer-sources")}</h2>
                <p class="prose">{visit.text("data-sources-text")}</p>
                {sources(&visit)}
            </section>
            <section class="stack" aria-labelledby="heads">
                <h2 id="heads">{visit.text("data-heads")}</h2>
                <p class="prose">{visit.text("data-heads-text")}</p>
                {heads(&visit)}
            </section>
        </div>
    }
    .into_markup()
}

fn lists(visit: &PageContext) -> Markup {
    let rows: Vec<_> = LISTS
        .iter()
        .map(|list| {
            let name = visit.word("data-list", list.name);
            // The labels repeat, so each link also names its target.
            let link = |form: &'static str, ending: &str| {
                let (label, address) = (format!("{name} {form}"), format!("/api/v1/{}{ending}", list.name));
                view! { <td><a href=address aria-label=label>{form}</a></td> }
            };
            view! { <tr><th scope="row">{name.clone()}</th>{link("JSON", "")}{link("CSV", ".csv")}</tr> }
        })
        .collect();
    let heads = ["data-what", "data-for-programs", "data-for-spreadsheets"]
        .map(|name| view! { <th scope="col">{visit.text(name)}</th> });
    view! {
        <TableRegion label=visit.text("data-lists")>
            <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </TableRegion>
    }
    .into_markup()
}

fn workbooks(visit: &PageContext) -> Markup {
    WORKBOOKS
        .iter()
        .map(|(name, page)| {
            let file = format!("/files{}.xlsx", visit.link(page));
            view! {
                <li>
                    <a href=file>{visit.format_text("data-workbook-of", [("page", visit.text(name))])}</a>
                </li>
            }
        })
        .collect_view()
        .into_markup()
}

fn feeds() -> Markup {
    Language::ALL
        .iter()
        .map(|language| {
            let address = address_for(*language, &ChangesQuery::default());
            let name = format!("{}: {}", language.own_name(), language.text("feed-link"));
            view! { <li><a href=address type=MEDIA_TYPE lang=language.html_lang()>{name}</a></li> }
        })
        .collect_view()
        .into_markup()
}

fn sources(visit: &PageContext) -> Markup {
    let notes =
        visit.snapshot.sources.keys().map(|id| view! { <li><SourceNote source=id.clone() /></li> }).collect_view();
    view! { <ul role="list" class="stack">{notes}</ul> }.into_markup()
}

fn heads(visit: &PageContext) -> Markup {
    let heads = &visit.snapshot.memory.heads;
    let whole = view! {
        <p>
            <a href="/api/v1/audit-heads.csv">{visit.text("data-heads-csv")}</a>
            " "
            <a href="/api/v1/audit-heads">"JSON"</a>
        </p>
    };
    if heads.is_empty() {
        return view! { <p>{visit.text("data-heads-none")}</p> {whole} }.into_markup();
    }
    let sheet = Sheet {
        id: "audit-heads".to_owned(),
        title: visit.text("data-heads-caption"),
        columns: vec![
            Column::text(visit.text("data-heads-day")),
            Column::number(visit.text("data-heads-number")),
            Column::number(visit.text("data-heads-rows")),
            Column::text(visit.text("data-heads-hash")),
        ],
        rows: heads
            .iter()
            .rev()
            .take(DAYS_SHOWN)
            .map(|head| {
                Row::of(vec![
                    Cell::date(head.day),
                    Cell::count(head.number),
                    Cell::count(head.rows),
                    Cell::text(head.hash.clone()),
                ])
            })
            .collect(),
        sources: Vec::new(),
        note: visit.text("data-heads-note"),
    };
    view! { {data_table(visit, &sheet, "heads")} {whole} }.into_markup()
}
