//! How reliable an entry is: who checked it and when, its source, and its data for programs.

use domain::procedure::Procedure;
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::source_note::SourceNote;
use crate::page_context::PageContext;

/// The last check in words, the source, and links to the entry as data.
#[component]
pub fn EntryNote<'a>(procedure: &'a Procedure) -> Markup {
    let context = PageContext::current();
    let department = procedure.department.as_ref().and_then(|code| context.snapshot.department(code));
    let checked = match (procedure.checked_on, department) {
        (Some(day), Some(department)) => {
            let name = context.language.department_name(department);
            context.format_text("checked-by", [("department", name), ("date", context.short_date(day))])
        }
        (Some(day), None) => context.format_text("checked-on", [("date", context.short_date(day))]),
        (None, _) => context.text("checked-unknown"),
    };
    let old = procedure.is_check_outdated(context.as_of).then(|| {
        view! { <p class="notice caution">{context.text("checked-old")}</p> }
    });
    let data = format!("/api/v1/procedures/{}", procedure.id);
    view! {
        <section class="box stack">
            <h2>{context.text("about-entry")}</h2>
            <p>{checked}</p>
            {old}
            <SourceNote source=procedure.source.clone() />
            <p class="source-note no-print">
                {context.text("entry-data")} " " <a href=data.clone()>"JSON"</a> " "
                <a href=format!("{data}.jsonld")>"JSON-LD"</a>
            </p>
        </section>
    }
    .into_markup()
}
