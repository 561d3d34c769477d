//! What the catalogue can be narrowed by: the fields of the form, and what is set as removable chips.

use leptos::prelude::*;

use super::foreign::{lang_of, marked};
use super::icon::{Icon, Sign};
use crate::domain::availability::Availability;
use crate::domain::procedure::{Audience, CardRequirement};
use crate::pages::Visit;
use crate::server::catalogue::{Question, Sort};
use crate::server::query::address;

/// A filter with everything it can be set to: value and words.
struct Filter {
    name: &'static str,
    choices: Vec<(String, String)>,
}

/// The filters in the order in which they stand in the form. The order of the list is none of them.
fn filters(visit: &Visit) -> Vec<Filter> {
    let language = visit.language;
    let snapshot = &visit.snapshot;
    let words = |family: &str, members: Vec<&'static str>| {
        members.into_iter().map(|member| (member.to_owned(), visit.word(family, member))).collect()
    };
    let events = snapshot.life_events.iter();
    let departments = snapshot.departments.iter();
    let sets = snapshot.sets.iter();
    [
        ("event", events.map(|event| (event.code.to_string(), language.of(&event.name).0.to_owned())).collect()),
        (
            "availability",
            words("availability", Availability::ALL.iter().map(|availability| availability.as_str()).collect()),
        ),
        ("audience", words("audience", Audience::ALL.iter().map(|audience| audience.as_str()).collect())),
        ("card", words("card", CardRequirement::ALL.iter().map(|requirement| requirement.as_str()).collect())),
        (
            "department",
            departments
                .map(|department| {
                    (department.code.to_string(), language.pick(&department.name, &department.name_en).to_owned())
                })
                .collect(),
        ),
        ("set", sets.map(|set| (set.code.to_string(), language.pick(&set.name, &set.name_en).to_owned())).collect()),
    ]
    .into_iter()
    .map(|(name, choices)| Filter { name, choices })
    .collect()
}

fn value_of(question: &Question, name: &str) -> Option<String> {
    question.pairs().into_iter().find(|(set, _)| *set == name).map(|(_, value)| value)
}

/// The fields by which a list is narrowed, folded away until one is set.
#[component]
pub fn FilterFields(question: Question) -> impl IntoView {
    let visit = Visit::current();
    let filters = filters(&visit);
    let any_set =
        filters.iter().any(|filter| value_of(&question, filter.name).is_some()) || question.sort != Sort::Relevance;
    let fields: Vec<_> = filters
        .into_iter()
        .map(|filter| {
            let chosen = value_of(&question, filter.name).unwrap_or_default();
            let mut choices = filter.choices;
            choices.insert(0, (String::new(), visit.text("filter-any")));
            view! { <Choice name=filter.name choices=choices chosen=chosen /> }
        })
        .collect();
    let orders =
        Sort::ALL.iter().map(|sort| (sort.as_str().to_owned(), visit.word("sort", sort.as_str()))).collect::<Vec<_>>();
    view! {
        <details class="filters" open=any_set>
            <summary>{visit.text("filters")}</summary>
            <div class="filter-fields">
                {fields}
                <Choice name="sort" choices=orders chosen=question.sort.as_str().to_owned() />
                <button class="button secondary">{visit.text("filters-apply")}</button>
            </div>
        </details>
    }
}

#[component]
fn Choice(name: &'static str, choices: Vec<(String, String)>, chosen: String) -> impl IntoView {
    let visit = Visit::current();
    let id = format!("filter-{name}");
    let options: Vec<_> = choices
        .into_iter()
        .map(|(value, words)| {
            let (selected, lang) = (value == chosen, lang_of(&visit, &words));
            view! { <option value=value selected=selected lang=lang>{words}</option> }
        })
        .collect();
    view! {
        <div>
            <label for=id.clone()>{visit.word("filter", name)}</label>
            <select id=id name=name>
                {options}
            </select>
        </div>
    }
}

/// What is set, each with a link to the list without it.
#[component]
pub fn ActiveFilters(question: Question) -> impl IntoView {
    let visit = Visit::current();
    let page = visit.link("/procedures");
    let filters = filters(&visit);
    let pairs = question.pairs();
    let chips: Vec<_> = pairs
        .iter()
        .filter(|(name, _)| *name != "sort")
        .map(|(name, value)| {
            let words = filters
                .iter()
                .find(|filter| filter.name == *name)
                .and_then(|filter| filter.choices.iter().find(|(choice, _)| choice == value))
                .map_or_else(|| value.clone(), |(_, words)| words.clone());
            let rest = pairs.iter().filter(|(other, _)| other != name).map(|(name, value)| (*name, value.as_str()));
            let label = visit
                .language
                .text_with("chip", [("filter", visit.word("filter", name).into()), ("value", words.into())]);
            view! {
                <li>
                    <a class="chip" href=address(&page, rest)>
                        {marked(&visit, &label)}
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
