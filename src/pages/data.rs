//! `/data`: all downloads, their sources, and the last audit log entry of each day.

use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::data_table::data_table;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::with_contents;
use crate::components::base::page_head::PageHead;
use crate::components::base::source_note::SourceNote;
use crate::components::base::table::TableRegion;
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::feeds::{MEDIA_TYPE, address_for};
use crate::server::open_data::LISTS;
use crate::server::read_model::change_search::ChangesQuery;
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};

/// Days of the audit log shown on the page. The file contains all of them.
const DAYS_SHOWN: usize = 30;

/// Pages that offer their tables as a workbook, with the text key of their name.
const WORKBOOKS: [(&str, &str); 4] =
    [("nav-cards", "/cards"), ("nav-targets", "/targets"), ("nav-sdg", "/sdg"), ("nav-budget", "/budget")];

#[component]
pub fn DataPage() -> Markup {
    let context = PageContext::current();
    let title = context.text("data-title");
    let sections = view! {
        <section class="stack" aria-labelledby="lists">
            <h2 id="lists">{context.text("data-lists")}</h2>
            <p class="prose">{context.text("data-lists-text")}</p>
            {lists(&context)}
        </section>
        <section class="stack" aria-labelledby="workbooks">
            <h2 id="workbooks">{context.text("data-workbooks")}</h2>
            <p class="prose">{context.text("data-workbooks-text")}</p>
            <ul>{workbooks(&context)}</ul>
        </section>
        <section class="stack" aria-labelledby="feeds">
            <h2 id="feeds">{context.text("data-feeds")}</h2>
            <p class="prose">{context.text("feed-help")}</p>
            <ul>{feeds()}</ul>
        </section>
        <section class="stack" aria-labelledby="sources">
            <h2 id="sources">{context.text("footer-sources")}</h2>
            <p class="prose">{context.text("data-sources-text")}</p>
            {sources(&context)}
        </section>
        <section class="stack" aria-labelledby="heads">
            <h2 id="heads">{context.text("data-heads")}</h2>
            <p class="prose">{context.text("data-heads-text")}</p>
            {audit_heads(&context)}
        </section>
    };
    view! {
        <PageHead title=title.clone() description=context.text("data-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("data-lead")}</p>
            </header>
            {with_contents(&context, sections)}
        </div>
    }
    .into_markup()
}

fn lists(context: &PageContext) -> Markup {
    let rows: Vec<_> = LISTS
        .iter()
        .map(|list| {
            let name = context.word("data-list", list.name);
            // The labels repeat, so each link also names its target.
            let link = |form: &'static str, ending: &str| {
                let (label, address) = (format!("{name} {form}"), format!("/api/v1/{}{ending}", list.name));
                view! { <td><a href=address aria-label=label>{form}</a></td> }
            };
            view! { <tr><th scope="row">{name.clone()}</th>{link("JSON", "")}{link("CSV", ".csv")}</tr> }
        })
        .collect();
    let heads = ["data-what", "data-for-programs", "data-for-spreadsheets"]
        .map(|name| view! { <th scope="col">{context.text(name)}</th> });
    view! {
        <TableRegion label=context.text("data-lists-table")>
            <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </TableRegion>
    }
    .into_markup()
}

fn workbooks(context: &PageContext) -> Markup {
    WORKBOOKS
        .iter()
        .map(|(name, page)| {
            let file = format!("/files{}.xlsx", context.link(page));
            view! {
                <li>
                    <a href=file>{context.format_text("data-workbook-of", [("page", context.text(name))])}</a>
                </li>
            }
        })
        .collect_view()
        .into_markup()
}

fn feeds() -> Markup {
    Language::all()
        .iter()
        .map(|language| {
            let address = address_for(*language, &ChangesQuery::default());
            let name = format!("{}: {}", language.own_name(), language.text("feed-link"));
            view! { <li><a href=address type=MEDIA_TYPE lang=language.html_lang()>{name}</a></li> }
        })
        .collect_view()
        .into_markup()
}

fn sources(context: &PageContext) -> Markup {
    let notes =
        context.snapshot.sources.keys().map(|id| view! { <li><SourceNote source=id.clone() /></li> }).collect_view();
    view! { <ul role="list" class="stack">{notes}</ul> }.into_markup()
}

fn audit_heads(context: &PageContext) -> Markup {
    let heads = &context.snapshot.audit_log.heads;
    let whole = view! {
        <p>
            <a href="/api/v1/audit-heads.csv">{context.text("data-heads-csv")}</a>
            " "
            <a href="/api/v1/audit-heads">"JSON"</a>
        </p>
    };
    if heads.is_empty() {
        return view! { <p>{context.text("data-heads-none")}</p> {whole} }.into_markup();
    }
    let sheet = Sheet {
        id: "audit-heads".to_owned(),
        title: context.text("data-heads-caption"),
        columns: vec![
            Column::text(context.text("data-heads-day")),
            Column::number(context.text("data-heads-number")),
            Column::number(context.text("data-heads-rows")),
            Column::text(context.text("data-heads-hash")),
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
        note: context.text("data-heads-note"),
    };
    view! { {data_table(context, &sheet, "heads stacked")} {whole} }.into_markup()
}
