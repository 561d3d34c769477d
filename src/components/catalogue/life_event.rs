//! A life event: what to do, in order, and which steps can be done from home.

use domain::availability::Availability;
use domain::procedure::{LifeEvent, LocalText};
use leptos::prelude::*;
use search::Words;

use super::procedure_item::ProcedureItem;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::catalogue::CatalogueResults;

/// How many of the procedures can be done from home, and how far.
#[component]
pub fn FromHome<'a>(answer: &'a CatalogueResults) -> Markup {
    let context = PageContext::current();
    let of = |wanted: Option<Availability>| {
        count(answer.procedures.iter().filter(|number| answer.states[**number].availability == wanted).count())
    };
    let total = count(answer.procedures.len());
    let unknown = of(None);
    let lines = [
        ("complete", of(Some(Availability::Complete))),
        ("partial", of(Some(Availability::Partial))),
        ("counter", of(Some(Availability::Counter))),
        ("excluded", of(Some(Availability::Excluded))),
        ("unknown", unknown),
    ];
    let lines: Vec<_> = lines
        .into_iter()
        .filter(|(_, count)| count != "0")
        .map(|(word, count)| view! { <li class=word><b>{count}</b> " " {context.word("from-home", word)}</li> })
        .collect();
    view! {
        <div class="from-home box stack">
            <p>{context.format_text("event-counted", [("total", total)])}</p>
            <ul role="list">{lines}</ul>
        </div>
    }
    .into_markup()
}

/// The procedures of a life event in order, grouped by when they are done, then the other procedures.
#[component]
pub fn Guide<'a>(event: &'a LifeEvent, answer: &'a CatalogueResults) -> Markup {
    let context = PageContext::current();
    let snapshot = &context.snapshot;
    let mut rest = answer.procedures.clone();
    let mut parts: Vec<(LocalText, Vec<usize>)> = Vec::new();
    for entry in snapshot.guide(&event.code) {
        // A procedure may have left the life event since the guide was written.
        let number = snapshot.procedure(&entry.procedure).map(|(number, _)| number);
        let Some(number) = number.filter(|number| answer.procedures.contains(number)) else { continue };
        rest.retain(|other| *other != number);
        match parts.last_mut() {
            Some((timing, numbers)) if *timing == entry.timing => numbers.push(number),
            _ => parts.push((entry.timing.clone(), vec![number])),
        }
    }
    let item = |number: usize, place: Option<usize>| {
        let (procedure, state) = (&snapshot.procedures[number], answer.states[number]);
        view! { <ProcedureItem procedure=procedure state=state words=Words::default() place=place /> }
    };
    let mut place = 0;
    let parts: Vec<_> = parts
        .into_iter()
        .map(|(timing, numbers)| {
            let (words, of) = context.language.of(&timing);
            let title = if words.is_empty() { context.text("event-any-time") } else { words.to_owned() };
            let lang = (!words.is_empty()).then(|| context.lang(of)).flatten();
            let items: Vec<_> = numbers
                .into_iter()
                .map(|number| {
                    place += 1;
                    item(number, Some(place))
                })
                .collect();
            view! {
                <section class="stack">
                    <h2 lang=lang>{title}</h2>
                    <ol role="list" class="procedure-list">{items}</ol>
                </section>
            }
        })
        .collect();
    let has_parts = !parts.is_empty();
    let rest: Vec<_> = rest.into_iter().map(|number| item(number, None)).collect();
    let rest = (!rest.is_empty()).then(|| {
        let title = if has_parts { "event-others" } else { "event-procedures" };
        view! {
            <section class="stack">
                <h2>{context.text(title)}</h2>
                <ul role="list" class="procedure-list">{rest}</ul>
            </section>
        }
    });
    view! { {parts} {rest} }.into_markup()
}
