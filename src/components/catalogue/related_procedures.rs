//! Related procedures to read next.

use domain::procedure::Procedure;
use leptos::prelude::*;

use super::answer::Answer;
use super::procedure_name::ProcedureName;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::SampleLabel;
use crate::page_context::PageContext;
use crate::server::open_data::linked_data::MOST_RELATED;
use crate::server::read_model::related::related;

/// A few procedures of the same life events, each with its plain answer. Empty if there are none.
#[component]
pub fn RelatedProcedures<'a>(procedure: &'a Procedure) -> Markup {
    let context = PageContext::current();
    let states = context.snapshot.states_on(context.as_of);
    let entries: Vec<_> = related(&context.snapshot, procedure, context.as_of, MOST_RELATED)
        .into_iter()
        .map(|number| {
            let other = &context.snapshot.procedures[number];
            let answer = context.word("answer", Answer::of(other, &states[number]).as_str());
            view! {
                <li>
                    <a href=context.link_on_day(&format!("/procedures/{}", other.id))><ProcedureName procedure=other /></a>
                    " "
                    <SampleLabel sample=other.sample />
                    <p class="small quiet">{answer}</p>
                </li>
            }
        })
        .collect();
    if entries.is_empty() {
        return ().into_markup();
    }
    view! {
        <section class="stack related no-print" aria-labelledby="related">
            <h2 id="related">{context.text("related-title")}</h2>
            <ul role="list">{entries}</ul>
        </section>
    }
    .into_markup()
}
