//! The filters of the catalogue: links with the number of matching procedures, and the active filters as removable
//! chips.

use std::cmp::Reverse;

use leptos::prelude::*;

use crate::components::base::choices::{Choice, Group, chips, choices_beside};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::catalogue::{CatalogueQuery, EndedFilter, Sort};
use crate::server::read_model::facets::{Count, Counts, Facet, UNKNOWN};

/// The name of a facet value.
pub(super) fn value_name(context: &PageContext, facet: Facet, value: &str) -> String {
    let language = context.language;
    let snapshot = &context.snapshot;
    if value == UNKNOWN {
        return match facet {
            Facet::Department => context.text("department-unknown"),
            _ => context.text("unknown"),
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
            .map(|department| language.department_name(department)),
        Facet::Set => snapshot
            .sets
            .iter()
            .find(|set| set.code.as_str() == value)
            .map(|set| language.pick(&set.name, &set.name_en).to_owned()),
        Facet::Availability => Some(context.word("availability", value)),
        Facet::Step => Some(context.word("step", value)),
        Facet::Audience => Some(context.word("audience", value)),
        Facet::Card => Some(context.word("card", value)),
        Facet::Fee => Some(context.word("fee-kind", value)),
    };
    // A URL may contain an unknown code. It matches nothing, and the page shows the code.
    listed.unwrap_or_else(|| value.to_owned())
}

/// Every facet with its choices. A link adds its choice, or removes it if it is active.
#[component]
pub fn Facets(query: CatalogueQuery, counts: Counts) -> Markup {
    let context = PageContext::current();
    let groups = Facet::ALL.iter().map(|facet| group(&context, &query, *facet, &counts)).collect();
    choices_beside(&context, groups, "facet-count")
}

fn group(context: &PageContext, query: &CatalogueQuery, facet: Facet, counts: &Counts) -> Group {
    let chosen = query.chosen.get(facet);
    let mut there: Vec<&Count> =
        counts.of(facet).iter().filter(|count| count.procedures > 0 || chosen == Some(&count.value)).collect();
    if facet == Facet::Department {
        there.sort_by_key(|count| (count.value == UNKNOWN, Reverse(count.procedures)));
    }
    let choice = |count: &Count| {
        let is_chosen = chosen == Some(&count.value);
        let value = (!is_chosen).then_some(count.value.as_str());
        let other = CatalogueQuery { chosen: query.chosen.with(facet, value), ..query.clone() };
        Choice {
            name: value_name(context, facet, &count.value),
            address: other.address(&context.link("/procedures")),
            count: count.procedures,
            is_chosen,
        }
    };
    Group {
        name: context.word("filter", facet.as_str()),
        // The two facets used most.
        is_open: matches!(facet, Facet::Event | Facet::Availability),
        choices: there.into_iter().map(choice).collect(),
    }
}

/// The sort orders of the list, as links. Without a question nothing is more relevant than anything else: the list is then
/// in the order of volume, and says so.
#[component]
pub fn Orders(query: CatalogueQuery) -> Markup {
    let context = PageContext::current();
    let page = context.link("/procedures");
    let has_question = !query.q.is_empty();
    let shown = if has_question || query.sort != Sort::Relevance { query.sort } else { Sort::Volume };
    let orders: Vec<_> = Sort::ALL
        .iter()
        .filter(|sort| has_question || **sort != Sort::Relevance)
        .map(|sort| {
            let name = context.word("sort", sort.as_str());
            if *sort == shown {
                return view! { <li><span aria-current="true">{name}</span></li> }.into_markup();
            }
            // The usual order has the address without one.
            let sort = if !has_question && *sort == Sort::Volume { Sort::Relevance } else { *sort };
            let other = CatalogueQuery { sort, ..query.clone() };
            view! { <li><a href=other.address(&page) rel="nofollow">{name}</a></li> }.into_markup()
        })
        .collect();
    view! {
        <nav class="orders" aria-label=context.word("filter", "sort")>
            <span aria-hidden="true">{context.word("filter", "sort")}</span>
            <ul role="list">{orders}</ul>
        </nav>
    }
    .into_markup()
}

/// Hidden fields that keep the active filters when a search form is submitted.
#[component]
pub fn ChosenFields(query: CatalogueQuery) -> impl IntoView {
    let fields = query.pairs().into_iter().filter(|(name, _)| *name != "q");
    fields.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect::<Vec<_>>()
}

/// The active filters, each with a link that removes it.
#[component]
pub fn ActiveFilters(query: CatalogueQuery) -> Markup {
    let context = PageContext::current();
    let page = context.link("/procedures");
    let words = (!query.q.is_empty()).then(|| {
        let without = CatalogueQuery { q: String::new(), ..query.clone() };
        (context.word("filter", "q"), query.q.clone(), without.address(&page))
    });
    let chosen = query.chosen.iter().map(|(facet, value)| {
        let without = CatalogueQuery { chosen: query.chosen.with(facet, None), ..query.clone() };
        (context.word("filter", facet.as_str()), value_name(&context, facet, value), without.address(&page))
    });
    let ended = (query.ended != EndedFilter::Exclude).then(|| {
        let without = CatalogueQuery { ended: EndedFilter::Exclude, ..query.clone() };
        let name = context.word("ended", query.ended.as_str());
        (context.word("filter", "ended"), name, without.address(&page))
    });
    let all = CatalogueQuery { as_of: query.as_of, ..CatalogueQuery::default() }.address(&page);
    chips(&context, words.into_iter().chain(chosen).chain(ended).collect(), &all)
}
