//! The filters of the list of changes: links with the number of matching changes, and the active filters as removable
//! chips. They look and work like those of the catalogue.

use std::cmp::Reverse;

use leptos::prelude::*;

use super::choices::{Choice, Group, chips, choices_beside};
use super::facets::value_name;
use crate::pages::PageContext;
use crate::server::changes::{self, ChangesQuery, Filter, PAGE, choices};
use crate::server::facets::Facet;
use crate::server::figures::CatalogueChange;

/// The name of a filter value.
fn name_of(visit: &PageContext, filter: Filter, value: &str) -> String {
    match filter {
        Filter::Event => value_name(visit, Facet::Event, value),
        Filter::Department => value_name(visit, Facet::Department, value),
        Filter::Kind => visit.word("change-kind", value),
    }
}

/// Every filter with its choices. A link adds its choice, or removes it if it is active.
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

/// The active filters, each with a link that removes it.
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
