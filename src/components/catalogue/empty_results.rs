//! Empty results, with suggestions for what to try next.

use domain::procedure::LifeEvent;
use leptos::prelude::*;

use super::facets::ActiveFilters;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::address;
use crate::server::read_model::catalogue::{CatalogueQuery, CatalogueResults, EndedFilter, similar_queries};

/// Similar spellings, the same search without the filters, tips, and the life events.
#[component]
pub fn NoResults<'a>(query: CatalogueQuery, answer: &'a CatalogueResults) -> Markup {
    let context = PageContext::current();
    let page = context.link("/procedures");
    let elsewhere = answer.without_choices();
    let without_choices = (elsewhere > 0 && !query.q.is_empty()).then(|| {
        let without = CatalogueQuery { q: query.q.clone(), as_of: query.as_of, ..CatalogueQuery::default() };
        let values = [("q", query.q.clone()), ("count", count(elsewhere))];
        view! { <p><a href=without.address(&page)>{context.format_text("nothing-found-elsewhere", values)}</a></p> }
    });
    let ended = (answer.ended() > 0 && query.ended == EndedFilter::Exclude).then(|| {
        let only = CatalogueQuery {
            q: query.q.clone(),
            as_of: query.as_of,
            ended: EndedFilter::Only,
            ..CatalogueQuery::default()
        };
        let values = [("count", count(answer.ended()))];
        view! { <p><a href=only.address(&page) rel="nofollow">{context.format_text("nothing-found-ended", values)}</a></p> }
    });
    let near: Vec<_> = similar_queries(&context.snapshot, &query, context.as_of)
        .into_iter()
        .map(|(near, found)| {
            let q = near.q.clone();
            let found = context.format_text("facet-count", [("count", count(found))]);
            view! { <li><a class="chip" href=near.address(&page) rel="nofollow"><b>{q}</b> <span class="quiet">{found}</span></a></li> }
        })
        .collect();
    let near = (!near.is_empty()).then(|| {
        view! {
            <h3>{context.text("nothing-found-near")}</h3>
            <ul role="list" class="chips near">{near}</ul>
        }
    });
    view! {
        <section class="stack">
            <h2>{context.text("results-nothing-found")}</h2>
            <ActiveFilters query=query />
            {ended}
            {near}
            {without_choices}
            <ul class="prose">
                <li>{context.text("nothing-found-shorter")}</li>
                <li>{context.text("nothing-found-other-words")}</li>
                <li>{context.text("nothing-found-filters")}</li>
            </ul>
            <p><a href=page>{context.text("procedures-all")}</a></p>
            <h3>{context.text("by-life-event")}</h3>
            <LifeEvents />
        </section>
    }
    .into_markup()
}

/// The message for a page number past the last page.
#[component]
pub fn PastLastPage(query: CatalogueQuery) -> Markup {
    let context = PageContext::current();
    view! {
        <section class="stack">
            <h2>{context.text("results-past-the-end")}</h2>
            <p><a href=query.address(&context.link("/procedures"))>{context.text("results-first-page")}</a></p>
        </section>
    }
    .into_markup()
}

/// Links to the procedures of each life event.
#[component]
pub fn LifeEvents() -> Markup {
    let context = PageContext::current();
    let link = |event: &LifeEvent| {
        let (name, of) = context.language.of(&event.name);
        let address = address(&context.link("/procedures"), [("event", event.code.as_str())]);
        view! { <li><a class="chip" href=address lang=context.lang(of)>{name.to_owned()}</a></li> }
    };
    let events: Vec<_> = context.snapshot.life_events.iter().map(link).collect();
    view! { <ul role="list" class="chips">{events}</ul> }.into_markup()
}
