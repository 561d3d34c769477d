//! How reliable an entry is: who checked it and when, its source, and its data for programs.

use domain::procedure::Procedure;
use leptos::prelude::*;

use super::source_note::SourceNote;
use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;

/// The last check in words, the source, and links to the entry as data.
#[component]
pub fn EntryNote<'a>(procedure: &'a Procedure) -> Markup {
    let visit = PageContext::current();
    let department = procedure.department.as_ref().and_then(|code| visit.snapshot.department(code));
    let checked = match (procedure.checked_on, department) {
        (Some(day), Some(department)) => {
            let name = visit.language.pick(&department.name, &department.name_en).to_owned();
            visit.format_text("checked-by", [("department", name), ("date", visit.short_date(day))])
        }
        (Some(day), None) => visit.format_text("checked-on", [("date", visit.short_date(day))]),
        (None, _) => visit.text("checked-unknown"),
    };
    let old = procedure.is_check_outdated(visit.today).then(|| {
        view! { <p class="notice caution">{visit.text("checked-old")}</p> }
    });
    let data = format!("/api/v1/procedures/{}", procedure.id);
    view! {
        <section class="box stack">
            <h2>{visit.text("about-entry")}</h2>
            <p>{checked}</p>
            {old}
            <SourceNote source=procedure.source.clone() />
            <p class="source-note no-print">
                {visit.text("entry-data")} " " <a href=data.clone()>"JSON"</a> " "
                <a href=format!("{data}.jsonld")>"JSON-LD"</a>
            </p>
        </section>
    }
    .into_markup()
}
