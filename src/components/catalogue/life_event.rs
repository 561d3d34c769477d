//! A life event: what to do, in order, and which steps can be done from home.

use domain::availability::Availability;
use domain::procedure::LifeEvent;
use leptos::prelude::*;
use search::Words;

use super::procedure_item::ProcedureItem;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::guides::guide_chips;
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::read_model::catalogue::CatalogueResults;
use crate::server::read_model::guides::deadline;

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

/// Until when something is done, in words and their language; `None` if nothing is said.
type Timing = Option<(String, Language)>;

/// The procedures of a life event in order, grouped by when they are done, then the other procedures.
#[component]
pub fn Guide<'a>(event: &'a LifeEvent, answer: &'a CatalogueResults) -> Markup {
    let context = PageContext::current();
    let snapshot = &context.snapshot;
    let mut rest = answer.procedures.clone();
    let mut parts: Vec<(Timing, Vec<usize>)> = Vec::new();
    for (guide, entry) in
        snapshot.guides_of(&event.code).flat_map(|guide| guide.entries.iter().map(move |one| (guide, one)))
    {
        // A procedure may have left the life event since the guide was written, or be in the list already.
        let number = entry.procedure.as_ref().and_then(|id| snapshot.procedure(id)).map(|(number, _)| number);
        let Some(number) = number.filter(|number| rest.contains(number)) else { continue };
        rest.retain(|other| *other != number);
        let timing = deadline(context.language, guide, entry);
        match parts.last_mut() {
            Some((before, numbers)) if *before == timing => numbers.push(number),
            _ => parts.push((timing, vec![number])),
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
            let (title, lang) = match timing {
                Some((words, of)) => (words, context.lang(of)),
                None => (context.text("event-any-time"), None),
            };
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
    let to_guides = guide_chips(&context, snapshot.asking_guides_of(&event.code)).map(|chips| {
        view! {
            <div class="box stack no-print">
                <p>{context.text("guide-from-event")}</p>
                {chips}
            </div>
        }
    });
    view! { {to_guides} {parts} {rest} }.into_markup()
}
