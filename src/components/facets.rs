//! What the catalogue can be narrowed by: links that say how many procedures they lead to, and what is chosen as
//! removable chips.

use std::cmp::Reverse;

use leptos::prelude::*;

use super::foreign::marked;
use super::icon::{Icon, Sign};
use crate::language::grouped;
use crate::pages::Visit;
use crate::server::catalogue::{Question, Sort};
use crate::server::facets::{Count, Counts, Facet, UNKNOWN};
use crate::server::query::address;

/// Choices of a facet that are shown at once; the others are folded away.
const SHOWN: usize = 10;

/// What a value of a facet is called.
pub(super) fn value_name(visit: &Visit, facet: Facet, value: &str) -> String {
    let language = visit.language;
    let snapshot = &visit.snapshot;
    if value == UNKNOWN {
        return match facet {
            Facet::Department => visit.text("department-unknown"),
            _ => visit.text("unknown"),
        };
    }
    let listed = match facet {
        Facet::Event => snapshot
            .life_events
            .iter()
            .find(|event| event.code.as_str() == value)
            .map(|event| language.of(&event.name).0.to_owned()),
        Facet::Department => snapshot
            .departments
            .iter()
            .find(|department| department.code.as_str() == value)
            .map(|department| language.pick(&department.name, &department.name_en).to_owned()),
        Facet::Set => snapshot
            .sets
            .iter()
            .find(|set| set.code.as_str() == value)
            .map(|set| language.pick(&set.name, &set.name_en).to_owned()),
        Facet::Availability => Some(visit.word("availability", value)),
        Facet::Step => Some(visit.word("step", value)),
        Facet::Audience => Some(visit.word("audience", value)),
        Facet::Card => Some(visit.word("card", value)),
        Facet::Fee => Some(visit.word("fee-kind", value)),
    };
    // A code that is in no list can still be asked for; then nothing is found, and this says what was asked.
    listed.unwrap_or_else(|| value.to_owned())
}

/// Every facet with its choices. A choice leads to the list with it, and from the list with it back.
#[component]
pub fn Facets(question: Question, counts: Counts) -> impl IntoView {
    let visit = Visit::current();
    let groups: Vec<_> = Facet::ALL.iter().filter_map(|facet| group(&visit, &question, *facet, &counts)).collect();
    view! {
        <aside class="facets" id="filters" aria-labelledby="filters-title">
            <h2 id="filters-title">{visit.text("filters")}</h2>
            {groups}
        </aside>
    }
}

fn group(visit: &Visit, question: &Question, facet: Facet, counts: &Counts) -> Option<AnyView> {
    let chosen = question.chosen.get(facet);
    let mut there: Vec<&Count> =
        counts.of(facet).iter().filter(|count| count.procedures > 0 || chosen == Some(&count.value)).collect();
    // One choice that everything falls under narrows nothing.
    if there.len() < 2 && chosen.is_none() {
        return None;
    }
    if facet == Facet::Department {
        there.sort_by_key(|count| (count.value == UNKNOWN, Reverse(count.procedures)));
    }
    let mut items = there.into_iter().map(|count| choice(visit, question, facet, count));
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
    // What is chosen, and the two that most people come for, stand open.
    let open = chosen.is_some() || matches!(facet, Facet::Event | Facet::Availability);
    Some(
        view! {
            <details class="facet" open=open>
                <summary>{visit.word("filter", facet.as_str())}</summary>
                <ul role="list">{first}</ul>
                {more}
            </details>
        }
        .into_any(),
    )
}

fn choice(visit: &Visit, question: &Question, facet: Facet, count: &Count) -> AnyView {
    let is_chosen = question.chosen.get(facet) == Some(&count.value);
    let value = (!is_chosen).then_some(count.value.as_str());
    let other = Question { chosen: question.chosen.with(facet, value), ..question.clone() };
    let number = grouped(i64::try_from(count.procedures).unwrap_or(i64::MAX));
    let spoken = visit.say("facet-count", [("count", number.clone())]);
    view! {
        <li>
            // A search engine that follows every combination finds nothing that the single lists do not hold.
            <a href=other.address(&visit.link("/procedures")) rel="nofollow" aria-current=is_chosen.then_some("true")>
                <span class="facet-name">
                    {is_chosen.then(|| view! { <Icon sign=Sign::Check /> })}
                    {marked(visit, &value_name(visit, facet, &count.value))}
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

/// The orders of the list, as links.
#[component]
pub fn Orders(question: Question) -> impl IntoView {
    let visit = Visit::current();
    let page = visit.link("/procedures");
    let orders: Vec<_> = Sort::ALL
        .iter()
        .map(|sort| {
            let name = visit.word("sort", sort.as_str());
            if *sort == question.sort {
                return view! { <li><span aria-current="true">{name}</span></li> }.into_any();
            }
            let other = Question { sort: *sort, ..question.clone() };
            view! { <li><a href=other.address(&page) rel="nofollow">{name}</a></li> }.into_any()
        })
        .collect();
    view! {
        <nav class="orders" aria-label=visit.word("filter", "sort")>
            <span aria-hidden="true">{visit.word("filter", "sort")}</span>
            <ul role="list">{orders}</ul>
        </nav>
    }
}

/// What a form about words must send along so that the choices stay.
#[component]
pub fn ChosenFields(question: Question) -> impl IntoView {
    let fields = question.pairs().into_iter().filter(|(name, _)| *name != "q");
    fields.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect::<Vec<_>>()
}

/// What is set, each with a link to the list without it.
#[component]
pub fn ActiveFilters(question: Question) -> impl IntoView {
    let visit = Visit::current();
    let page = visit.link("/procedures");
    let chip = |name: &str, words: String, without: Question| {
        let label = visit.say("chip", [("filter", visit.word("filter", name)), ("value", words)]);
        view! {
            <li>
                <a class="chip" href=without.address(&page)>
                    {marked(&visit, &label)}
                    <Icon sign=Sign::Cross />
                    <span class="visually-hidden">{visit.text("chip-remove")}</span>
                </a>
            </li>
        }
    };
    let words = (!question.q.is_empty())
        .then(|| chip("q", question.q.clone(), Question { q: String::new(), ..question.clone() }));
    let chosen = question.chosen.iter().map(|(facet, value)| {
        let without = Question { chosen: question.chosen.with(facet, None), ..question.clone() };
        chip(facet.as_str(), value_name(&visit, facet, value), without)
    });
    let chips: Vec<_> = words.into_iter().chain(chosen).collect();
    if chips.is_empty() {
        return ().into_any();
    }
    view! {
        <ul role="list" class="chips" aria-label=visit.text("chips-label")>
            {chips}
            <li><a class="chip" href=address(&page, [])>{visit.text("chips-clear")}</a></li>
        </ul>
    }
    .into_any()
}
