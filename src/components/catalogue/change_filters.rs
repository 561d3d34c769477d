//! The filters of the list of changes: links with the number of matching changes, and the active filters as removable
//! chips. They look and work like those of the catalogue.

use std::cmp::Reverse;

use leptos::prelude::*;

use super::facets::value_name;
use crate::components::base::choices::{Choice, Group, chips, choices_beside};
use crate::page_context::PageContext;
use crate::server::read_model::change_search::{self, ChangesQuery, Filter, PAGE, choices};
use crate::server::read_model::facets::Facet;
use crate::server::read_model::figures::CatalogueChange;

/// The name of a filter value.
fn name_of(context: &PageContext, filter: Filter, value: &str) -> String {
    match filter {
        Filter::Event => value_name(context, Facet::Event, value),
        Filter::Department => value_name(context, Facet::Department, value),
        Filter::Kind => context.word("change-kind", value),
    }
}

/// Every filter with its choices. A link adds its choice, or removes it if it is active.
#[component]
pub fn ChangeFilters<'a>(query: &'a ChangesQuery, changes: &'a [CatalogueChange]) -> impl IntoView + use<> {
    let context = PageContext::current();
    let groups = [Filter::Kind, Filter::Event, Filter::Department]
        .into_iter()
        .map(|filter| group(&context, query, filter, choices(&context.snapshot, changes, query, filter)))
        .collect();
    choices_beside(&context, groups, "changes-count")
}

fn group(context: &PageContext, query: &ChangesQuery, filter: Filter, choices: Vec<change_search::Choice>) -> Group {
    let chosen = query.get(filter);
    let mut there: Vec<change_search::Choice> =
        choices.into_iter().filter(|choice| choice.changes > 0 || chosen == Some(choice.value.as_str())).collect();
    if filter == Filter::Department {
        there.sort_by_key(|choice| Reverse(choice.changes));
    }
    let choice = |choice: change_search::Choice| {
        let is_chosen = chosen == Some(choice.value.as_str());
        let other = query.with(filter, (!is_chosen).then_some(choice.value.as_str()));
        Choice {
            name: name_of(context, filter, &choice.value),
            address: other.address(&context.link(PAGE)),
            count: choice.changes,
            is_chosen,
        }
    };
    Group {
        name: context.word("filter", filter.as_str()),
        is_open: filter != Filter::Department,
        choices: there.into_iter().map(choice).collect(),
    }
}

/// The active filters, each with a link that removes it.
#[component]
pub fn ActiveChangeFilters<'a>(query: &'a ChangesQuery) -> impl IntoView + use<> {
    let context = PageContext::current();
    let page = context.link(PAGE);
    let chosen = Filter::ALL
        .iter()
        .filter_map(|filter| Some((*filter, query.get(*filter)?)))
        .map(|(filter, value)| {
            let without = query.with(filter, None).address(&page);
            (context.word("filter", filter.as_str()), name_of(&context, filter, value), without)
        })
        .collect();
    chips(&context, chosen, &page)
}
