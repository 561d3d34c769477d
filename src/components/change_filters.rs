//! What the list of changes can be narrowed by: links that say how many changes they lead to, and what is chosen as
//! removable chips. They look and work as those of the catalogue do.

use std::cmp::Reverse;

use leptos::prelude::*;

use super::facets::value_name;
use super::icon::{Icon, Sign};
use crate::language::grouped;
use crate::pages::Visit;
use crate::server::changes::{Choice, Filter, PAGE, Question, choices};
use crate::server::facets::Facet;
use crate::server::figures::CatalogueChange;

/// Choices of a filter that are shown at once; the others are folded away.
const SHOWN: usize = 10;

/// What a value of a filter is called.
fn name_of(visit: &Visit, filter: Filter, value: &str) -> String {
    match filter {
        Filter::Event => value_name(visit, Facet::Event, value),
        Filter::Department => value_name(visit, Facet::Department, value),
        Filter::Kind => visit.word("change-kind", value),
    }
}

/// Every filter with its choices. A choice leads to the list with it, and from the list with it back.
#[component]
pub fn ChangeFilters<'a>(question: &'a Question, changes: &'a [CatalogueChange]) -> impl IntoView + use<> {
    let visit = Visit::current();
    let groups: Vec<_> = [Filter::Kind, Filter::Event, Filter::Department]
        .into_iter()
        .filter_map(|filter| group(&visit, question, filter, choices(&visit.snapshot, changes, question, filter)))
        .collect();
    view! {
        <aside class="facets" id="filters" aria-labelledby="filters-title">
            <h2 id="filters-title">{visit.text("filters")}</h2>
            {groups}
        </aside>
    }
}

fn group(visit: &Visit, question: &Question, filter: Filter, choices: Vec<Choice>) -> Option<AnyView> {
    let chosen = question.get(filter);
    let mut there: Vec<Choice> =
        choices.into_iter().filter(|choice| choice.changes > 0 || chosen == Some(choice.value.as_str())).collect();
    // One choice that everything falls under narrows nothing.
    if there.len() < 2 && chosen.is_none() {
        return None;
    }
    if filter == Filter::Department {
        there.sort_by_key(|choice| Reverse(choice.changes));
    }
    let mut items = there.iter().map(|each| choice(visit, question, filter, each));
    let first: Vec<_> = items.by_ref().take(SHOWN).collect();
    let more: Vec<_> = items.collect();
    let more = (!more.is_empty()).then(|| {
        let label = visit.say("facet-more", [("count", more.len().to_string())]);
        view! {
            <details>
                <summary>{label}</summary>
                <ul role="list">{more}</ul>
            </details>
        }
    });
    let open = chosen.is_some() || filter != Filter::Department;
    Some(
        view! {
            <details class="facet" open=open>
                <summary>{visit.word("filter", filter.as_str())}</summary>
                <ul role="list">{first}</ul>
                {more}
            </details>
        }
        .into_any(),
    )
}

fn choice(visit: &Visit, question: &Question, filter: Filter, choice: &Choice) -> AnyView {
    let is_chosen = question.get(filter) == Some(choice.value.as_str());
    let other = question.with(filter, (!is_chosen).then_some(choice.value.as_str()));
    let number = grouped(i64::try_from(choice.changes).unwrap_or(i64::MAX));
    let spoken = visit.say("changes-count", [("count", number.clone())]);
    view! {
        <li>
            // A search engine that follows every combination finds nothing that the single lists do not hold.
            <a href=other.address(&visit.link(PAGE)) rel="nofollow" aria-current=is_chosen.then_some("true")>
                <span class="facet-name">
                    {is_chosen.then(|| view! { <Icon sign=Sign::Check /> })}
                    {name_of(visit, filter, &choice.value)}
                    {is_chosen.then(|| view! { <span class="visually-hidden">{visit.text("chip-remove")}</span> })}
                </span>
                " "
                <span class="facet-count" aria-hidden="true">{number}</span>
                <span class="visually-hidden">{spoken}</span>
            </a>
        </li>
    }
    .into_any()
}

/// What is set, each with a link to the list without it.
#[component]
pub fn ActiveChangeFilters<'a>(question: &'a Question) -> impl IntoView + use<> {
    let visit = Visit::current();
    let page = visit.link(PAGE);
    let chips: Vec<_> = Filter::ALL
        .iter()
        .filter_map(|filter| Some((*filter, question.get(*filter)?)))
        .map(|(filter, value)| {
            let values = [("filter", visit.word("filter", filter.as_str())), ("value", name_of(&visit, filter, value))];
            view! {
                <li>
                    <a class="chip" href=question.with(filter, None).address(&page)>
                        {visit.say("chip", values)}
                        <Icon sign=Sign::Cross />
                        <span class="visually-hidden">{visit.text("chip-remove")}</span>
                    </a>
                </li>
            }
        })
        .collect();
    if chips.is_empty() {
        return ().into_any();
    }
    view! {
        <ul role="list" class="chips" aria-label=visit.text("chips-label")>
            {chips}
            <li><a class="chip" href=page>{visit.text("chips-clear")}</a></li>
        </ul>
    }
    .into_any()
}
