//! Related procedures to read next.

use domain::procedure::Procedure;
use leptos::prelude::*;

use super::answer::Answer;
use super::procedure_name::ProcedureName;
use super::sample_label::SampleLabel;
use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;
use crate::server::open_data::linked_data::MOST_RELATED;
use crate::server::related::related;

/// A few procedures of the same life events, each with its plain answer. Empty if there are none.
#[component]
pub fn RelatedProcedures<'a>(procedure: &'a Procedure) -> Markup {
    let visit = PageContext::current();
    let states = visit.snapshot.states_on(visit.today);
    let entries: Vec<_> = related(&visit.snapshot, procedure, visit.today, MOST_RELATED)
        .into_iter()
        .map(|number| {
            let other = &visit.snapshot.procedures[number];
            let answer = visit.word("answer", Answer::of(other, &states[number]).as_str());
            view! {
                <li>
                    <a href=visit.link_on_day(&format!("/procedures/{}", other.id))><ProcedureName procedure=other /></a>
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
            <h2 id="related">{visit.text("related-title")}</h2>
            <ul role="list">{entries}</ul>
        </section>
    }
    .into_markup()
}
