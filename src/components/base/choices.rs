//! List filters as links with the number of matching entries, and active filters as removable chips. Shared by the
//! catalogue and the list of changes.

use leptos::prelude::*;

use super::foreign::mark_japanese;
use super::formatting::count;
use super::icon::{Icon, Sign};
use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// Choices of a group shown at first. The others are collapsed.
const SHOWN: usize = 10;

/// A choice, and the list it links to.
#[derive(Debug)]
pub struct Choice {
    pub name: String,
    pub address: String,
    /// Number of entries in that list.
    pub count: usize,
    /// Whether the choice is active. The link then removes it.
    pub is_chosen: bool,
}

/// The choices of one kind.
#[derive(Debug)]
pub struct Group {
    pub name: String,
    pub is_open: bool,
    pub choices: Vec<Choice>,
}

/// All filter groups beside a list. `counted` is the text for a number of entries, with `$count`.
pub fn choices_beside(context: &PageContext, groups: Vec<Group>, counted: &str) -> Markup {
    let groups: Vec<_> = groups.into_iter().filter_map(|each| group(context, each, counted)).collect();
    view! {
        <aside class="facets" id="filters" aria-labelledby="filters-title">
            <h2 id="filters-title">{context.text("filters")}</h2>
            {groups}
        </aside>
    }
    .into_markup()
}

fn group(context: &PageContext, group: Group, counted: &str) -> Option<Markup> {
    let is_chosen = group.choices.iter().any(|choice| choice.is_chosen);
    // A single choice that matches every entry narrows nothing.
    if group.choices.len() < 2 && !is_chosen {
        return None;
    }
    let mut items = group.choices.into_iter().map(|each| choice(context, each, counted));
    let first: Vec<_> = items.by_ref().take(SHOWN).collect();
    let more: Vec<_> = items.collect();
    let more = (!more.is_empty()).then(|| {
        let label = context.format_text("facet-more", [("count", more.len().to_string())]);
        view! {
            <details>
                <summary>{label}</summary>
                <ul role="list">{more}</ul>
            </details>
        }
    });
    Some(
        view! {
            <details class="facet" open=group.is_open || is_chosen>
                <summary>{group.name}</summary>
                <ul role="list">{first}</ul>
                {more}
            </details>
        }
        .into_markup(),
    )
}

fn choice(context: &PageContext, choice: Choice, counted: &str) -> Markup {
    let number = count(choice.count);
    let spoken = context.format_text(counted, [("count", number.clone())]);
    view! {
        <li>
            // Combinations show search engines nothing that the single lists do not contain.
            <a href=choice.address rel="nofollow" aria-current=choice.is_chosen.then_some("true")>
                <span class="facet-name">
                    {choice.is_chosen.then(|| view! { <Icon sign=Sign::Check /> })}
                    {mark_japanese(context, &choice.name)}
                    {choice.is_chosen.then(|| view! { <span class="visually-hidden">{context.text("chip-remove")}</span> })}
                </span>
                " "
                <span class="facet-count" aria-hidden="true">{number}</span>
                <span class="visually-hidden">{spoken}</span>
            </a>
        </li>
    }
    .into_markup()
}

/// The active filters: the kind of choice, the choice, and the list without it. `all` is the unfiltered list.
pub fn chips(context: &PageContext, chosen: Vec<(String, String, String)>, all: &str) -> Markup {
    if chosen.is_empty() {
        return ().into_markup();
    }
    let chips: Vec<_> = chosen
        .into_iter()
        .map(|(kind, name, without)| {
            let label = context.format_text("chip", [("filter", kind), ("value", name)]);
            view! {
                <li>
                    <a class="chip" href=without>
                        {mark_japanese(context, &label)}
                        <Icon sign=Sign::Cross />
                        <span class="visually-hidden">{context.text("chip-remove")}</span>
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <ul role="list" class="chips" aria-label=context.text("chips-label")>
            {chips}
            <li><a class="chip" href=all.to_owned()>{context.text("chips-clear")}</a></li>
        </ul>
    }
    .into_markup()
}
