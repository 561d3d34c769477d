//! What contradicts itself in an entry, for its editor: each sentence, and what readers see instead.

use chrono::NaiveDate;
use domain::contradiction::Contradiction;
use domain::procedure::Procedure;
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// A notice with the contradictions of an entry on a day; nothing if there are none.
#[must_use]
pub fn contradiction_notice(context: &PageContext, procedure: &Procedure, on: NaiveDate) -> Markup {
    let found = context.snapshot.contradictions_on(procedure, on);
    if found.is_empty() {
        return ().into_markup();
    }
    let items: Vec<_> = found
        .iter()
        .map(|contradiction| {
            let (sentence, shown) = sentences(context, *contradiction);
            view! { <li>{sentence} " " <span class="small quiet">{shown}</span></li> }
        })
        .collect();
    view! {
        <section class="notice caution stack contradictions" aria-labelledby="contradictions">
            <h2 id="contradictions">{context.text("contradictions-title")}</h2>
            <ul>{items}</ul>
            <p class="small">{context.text("contradictions-text")}</p>
        </section>
    }
    .into_markup()
}

/// The sentences of an entry's contradictions, for a cell of a list; nothing if there are none.
#[must_use]
pub fn contradiction_lines(context: &PageContext, procedure: &Procedure, on: NaiveDate) -> Option<Markup> {
    let found = context.snapshot.contradictions_on(procedure, on);
    let items: Vec<_> = found.iter().map(|one| view! { <li>{sentences(context, *one).0}</li> }).collect();
    (!items.is_empty()).then(|| view! { <ul class="small contradictions">{items}</ul> }.into_markup())
}

/// What is wrong, and what public pages show instead.
fn sentences(context: &PageContext, contradiction: Contradiction) -> (String, String) {
    let word = contradiction.as_str();
    (context.word("contradiction", word), context.word("contradiction-shown", word))
}
