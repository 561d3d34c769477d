//! The end of a procedure: what a reader must know first, and which procedure to use instead.

use domain::ending::{Ending, EndingKind};
use domain::procedure::Procedure;
use leptos::prelude::*;

use super::procedure_name::ProcedureName;
use crate::components::base::badge::ValidityBadge;
use crate::components::base::city_text::city_text;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// Says when and why a procedure ends or has ended, and what takes its place. Empty while no end is known on the day of
/// the page.
#[component]
pub fn EndingNotice<'a>(procedure: &'a Procedure) -> Markup {
    let context = PageContext::current();
    let Some(ending) = procedure.ending_known(context.as_of) else { return ().into_markup() };
    let name = match (ending.kind, ending.on <= context.as_of) {
        (EndingKind::Abolished, true) => "ending-ended",
        (EndingKind::Abolished, false) => "ending-will-end",
        (EndingKind::Withdrawn, _) => "ending-withdrawn",
    };
    view! {
        <aside class="notice caution stack ending" aria-label=context.text("ending-label")>
            <p><b>{context.format_text(name, [("date", context.date(ending.on))])}</b></p>
            {ending_details(&context, procedure, ending)}
        </aside>
    }
    .into_markup()
}

/// The reason of an ending, and the procedures to use instead.
#[must_use]
pub fn ending_details(context: &PageContext, procedure: &Procedure, ending: &Ending) -> Markup {
    let reason = (!ending.reason.is_empty()).then(|| {
        let reason = ending.reason.clone();
        view! { <p>{context.text("ending-reason")} {city_text(context, &reason)}</p> }
    });
    let successors = context.snapshot.successors_on(procedure, context.as_of);
    // An entry made by mistake is gone on every day, so it leads to the page of today.
    let address = |next: &Procedure| {
        let page = format!("/procedures/{}", next.id);
        if ending.kind == EndingKind::Withdrawn { context.link(&page) } else { context.link_on_day(&page) }
    };
    let links: Vec<_> = successors
        .iter()
        .map(|next| {
            let validity = next.validity(context.as_of, context.as_of);
            view! {
                <li>
                    <a href=address(next)><ProcedureName procedure=next /></a>
                    " "
                    <ValidityBadge validity=validity />
                </li>
            }
        })
        .collect();
    let successors = (!links.is_empty()).then(|| {
        // Several follow one another, and the last is the one to use.
        let name = if links.len() == 1 { "ending-successor" } else { "ending-successors" };
        view! {
            <p>{context.text(name)}</p>
            <ol role="list" class="successors">{links}</ol>
        }
    });
    view! { {reason} {successors} }.into_markup()
}
