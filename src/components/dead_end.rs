//! Empty results, with suggestions for what to try next.

use domain::procedure::LifeEvent;
use leptos::prelude::*;

use super::facets::ActiveFilters;
use super::written::count;
use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;
use crate::server::catalogue::{CatalogueQuery, CatalogueResults, similar_queries};
use crate::server::query::address;

/// Similar spellings, the same search without the filters, tips, and the life events.
#[component]
pub fn NoResults<'a>(question: CatalogueQuery, answer: &'a CatalogueResults) -> Markup {
    let visit = PageContext::current();
    let page = visit.link("/procedures");
    let elsewhere = answer.without_choices();
    let without_choices = (elsewhere > 0 && !question.q.is_empty()).then(|| {
        let without = CatalogueQuery { q: question.q.clone(), as_of: question.as_of, ..CatalogueQuery::default() };
        let values = [("q", question.q.clone()), ("count", count(elsewhere))];
        view! { <p><a href=without.address(&page)>{visit.format_text("nothing-found-elsewhere", values)}</a></p> }
    });
    let near: Vec<_> = similar_queries(&visit.snapshot, &question)
        .into_iter()
        .map(|(near, found)| {
            let q = near.q.clone();
            let found = visit.format_text("facet-count", [("count", count(found))]);
            view! { <li><a class="chip" href=near.address(&page) rel="nofollow"><b>{q}</b> <span class="quiet">{found}</span></a></li> }
        })
        .collect();
    let near = (!near.is_empty()).then(|| {
        view! {
            <h3>{visit.text("nothing-found-near")}</h3>
            <ul role="list" class="chips near">{near}</ul>
        }
    });
    view! {
        <section class="stack">
            <h2>{visit.text("results-nothing-found")}</h2>
            <ActiveFilters question=question />
            {near}
            {without_choices}
            <ul class="prose">
                <li>{visit.text("nothing-found-shorter")}</li>
                <li>{visit.text("nothing-found-other-words")}</li>
                <li>{visit.text("nothing-found-filters")}</li>
            </ul>
            <p><a href=page>{visit.text("procedures-all")}</a></p>
            <h3>{visit.text("by-life-event")}</h3>
            <LifeEvents />
        </section>
    }
    .into_markup()
}

/// The message for a page number past the last page.
#[component]
pub fn PastLastPage(question: CatalogueQuery) -> Markup {
    let visit = PageContext::current();
    view! {
        <section class="stack">
            <h2>{visit.text("results-past-the-end")}</h2>
            <p><a href=question.address(&visit.link("/procedures"))>{visit.text("results-first-page")}</a></p>
        </section>
    }
    .into_markup()
}

/// Links to the procedures of each life event.
#[component]
pub fn LifeEvents() -> Markup {
    let visit = PageContext::current();
    let link = |event: &LifeEvent| {
        let (name, of) = visit.language.of(&event.name);
        let address = address(&visit.link("/procedures"), [("event", event.code.as_str())]);
        view! { <li><a class="chip" href=address lang=visit.lang(of)>{name.to_owned()}</a></li> }
    };
    let events: Vec<_> = visit.snapshot.life_events.iter().map(link).collect();
    view! { <ul role="list" class="chips">{events}</ul> }.into_markup()
}
