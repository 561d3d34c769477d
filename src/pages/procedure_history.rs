//! `/procedures/{id}/history`: what changed about the procedure, when it took effect and when it was recorded.

use domain::procedure::ProcedureId;
use leptos::prelude::*;

use super::PageContext;
use super::not_found::NotFoundPage;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::figure::workbook_link;
use crate::components::foreign::mark_japanese;
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;
use crate::components::past_day::PastDayForm;
use crate::components::recorded_changes::{entry_changes, step_changes};
use crate::components::sample_label::SampleLabel;
use crate::server::query::url_within;

#[component]
pub fn ProcedureHistoryPage() -> Markup {
    let visit = PageContext::current();
    let page = visit.page.strip_suffix("/history").unwrap_or(&visit.page);
    let about = PageContext { page: page.to_owned(), ..visit.clone() };
    let id = about.last_part().parse::<ProcedureId>().ok();
    let Some((_, procedure)) = id.as_ref().and_then(|id| visit.snapshot.procedure(id)) else {
        return view! { <NotFoundPage /> }.into_markup();
    };
    let page = url_within("/procedures", procedure.id.as_str());
    let name = visit.language.of(&procedure.name).0.to_owned();
    let title = visit.format_text("history-page-title", [("name", name.clone())]);
    let memory = &visit.snapshot.memory;
    let first = memory.first_recorded(procedure).map(|day| {
        let text = visit.format_text("history-first-recorded", [("date", visit.date(day))]);
        view! { <p>{text}</p> }
    });
    let trail = vec![(visit.text("nav-procedures"), "/procedures".to_owned()), (name, page.clone())];
    view! {
        <PageHead title=title.clone() description=visit.text("history-page-lead") canonical=visit.link(&format!("{page}/history")) />
        <Breadcrumbs trail=trail current=visit.text("history-page-short") />
        <div class="sections">
            <header class="stack">
                <h1>{mark_japanese(&visit, &title)} " " <SampleLabel sample=procedure.sample /></h1>
                <p class="lead">{visit.text("history-page-lead")}</p>
                {first}
                <p><a href=visit.link(&page)>{visit.text("history-back")}</a></p>
                {workbook_link(&visit)}
            </header>
            <section class="stack" aria-labelledby="steps-history">
                <h2 id="steps-history">{visit.text("history-steps-title")}</h2>
                {step_changes(&visit, procedure)}
            </section>
            <section class="stack" aria-labelledby="entry-history">
                <h2 id="entry-history">{visit.text("history-entry-title")}</h2>
                {entry_changes(&visit, procedure, &memory.changes(&procedure.id))}
            </section>
            <section class="stack" aria-labelledby="past-day">
                <h2 id="past-day">{visit.text("past-day-heading")}</h2>
                <PastDayForm page=visit.link(&page) today=visit.today />
            </section>
            <p class="small quiet prose">
                {visit.text("history-nobody")} " " <a href=visit.link("/data")>{visit.text("data-title")}</a>
            </p>
        </div>
    }
    .into_markup()
}
