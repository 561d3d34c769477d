//! What the list of changes can be narrowed by: links that say how many changes they lead to, and what is chosen as
//! removable chips. They look and work as those of the catalogue do.

use std::cmp::Reverse;

use leptos::prelude::*;

use super::choices::{Choice, Group, chips, choices_beside};
use super::facets::value_name;
use crate::pages::PageContext;
use crate::server::changes::{self, ChangesQuery, Filter, PAGE, choices};
use crate::server::facets::Facet;
use crate::server::figures::CatalogueChange;

/// What a value of a filter is called.
fn name_of(visit: &PageContext, filter: Filter, value: &str) -> String {
    match filter {
        Filter::Event => value_name(visit, Facet::Event, value),
        Filter::Department => value_name(visit, Facet::Department, value),
        Filter::Kind => visit.word("change-kind", value),
    }
}

/// Every filter with its choices. A choice leads to the list with it, and from the list with it back.
#[component]
pub fn ChangeFilters<'a>(question: &'a ChangesQuery, changes: &'a [CatalogueChange]) -> impl IntoView + use<> {
    let visit = PageContext::current();
    let groups = [Filter::Kind, Filter::Event, Filter::Department]
        .into_iter()
        .map(|filter| group(&visit, question, filter, choices(&visit.snapshot, changes, question, filter)))
        .collect();
    choices_beside(&visit, groups, "changes-count")
}

fn group(visit: &PageContext, question: &ChangesQuery, filter: Filter, choices: Vec<changes::Choice>) -> Group {
    let chosen = question.get(filter);
    let mut there: Vec<changes::Choice> =
        choices.into_iter().filter(|choice| choice.changes > 0 || chosen == Some(choice.value.as_str())).collect();
    if filter == Filter::Department {
        there.sort_by_key(|choice| Reverse(choice.changes));
    }
    let choice = |choice: changes::Choice| {
        let is_chosen = chosen == Some(choice.value.as_str());
        let other = question.with(filter, (!is_chosen).then_some(choice.value.as_str()));
        Choice {
            name: name_of(visit, filter, &choice.value),
            address: other.address(&visit.link(PAGE)),
            count: choice.changes,
            is_chosen,
        }
    };
    Group {
        name: visit.word("filter", filter.as_str()),
        is_open: filter != Filter::Department,
        choices: there.into_iter().map(choice).collect(),
    }
}

/// What is set, each with a link to the list without it.
#[component]
pub fn ActiveChangeFilters<'a>(question: &'a ChangesQuery) -> impl IntoView + use<> {
    let visit = PageContext::current();
    let page = visit.link(PAGE);
    let chosen = Filter::ALL
        .iter()
        .filter_map(|filter| Some((*filter, question.get(*filter)?)))
        .map(|(filter, value)| {
            let without = question.with(filter, None).address(&page);
            (visit.word("filter", filter.as_str()), name_of(&visit, filter, value), without)
        })
        .collect();
    chips(&visit, chosen, &page)
}
