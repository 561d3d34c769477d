//! `/procedures/{id}/history`: what changed about the procedure, when it took effect and when it was recorded.

use domain::ending::Validity;
use domain::procedure::ProcedureId;
use leptos::prelude::*;

use super::not_found::NotFoundPage;
use super::withdrawn::WithdrawnPage;
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::drawing::workbook_link;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::past_day::PastDayForm;
use crate::components::base::sample_label::titled;
use crate::components::catalogue::ending::EndingNotice;
use crate::components::catalogue::recorded_changes::{entry_changes, has_changes, step_changes};
use crate::page_context::PageContext;
use crate::server::query::url_within;

#[component]
pub fn ProcedureHistoryPage() -> Markup {
    let context = PageContext::current();
    let page = context.page.strip_suffix("/history").unwrap_or(&context.page);
    let about = PageContext { page: page.to_owned(), ..context.clone() };
    let id = about.last_part().parse::<ProcedureId>().ok();
    let Some((_, procedure)) = id.as_ref().and_then(|id| context.snapshot.procedure(id)) else {
        return view! { <NotFoundPage /> }.into_markup();
    };
    let validity = procedure.validity(context.today, context.today);
    if validity == Validity::Withdrawn {
        return view! { <WithdrawnPage procedure=procedure /> }.into_markup();
    }
    let page = url_within("/procedures", procedure.id.as_str());
    let name = context.language.of(&procedure.name).0.to_owned();
    let title = context.format_text("history-page-title", [("name", name.clone())]);
    let audit_log = &context.snapshot.audit_log;
    let first = audit_log.first_recorded(procedure).map(|day| {
        let text = context.format_text("history-first-recorded", [("date", context.date(day))]);
        let reason = Some(audit_log.first_reason(&procedure.id)).filter(|reason| !reason.is_empty());
        let reason = reason.map(|reason| {
            let words = context.format_text("history-first-reason", [("reason", reason.to_owned())]);
            view! { " " {mark_japanese(&context, &words)} }
        });
        view! { <p>{text} {reason}</p> }
    });
    let changes = audit_log.changes(&procedure.id);
    let trail = vec![(context.text("nav-procedures"), "/procedures".to_owned()), (name, page.clone())];
    view! {
        <PageHead
            title=title.clone()
            description=context.text("history-page-lead")
            canonical=context.link(&format!("{page}/history"))
            is_noindex=validity == Validity::Ended
        />
        <Breadcrumbs trail=trail current=context.text("history-page-short") />
        <div class="sections">
            <header class="stack">
                {titled(view! { <h1>{mark_japanese(&context, &title)}</h1> }, procedure.sample)}
                <p class="lead">{context.text("history-page-lead")}</p>
                {first}
                <p><a href=context.link(&page)>{context.text("history-back")}</a></p>
                {has_changes(&context, procedure, &changes).then(|| workbook_link(&context))}
            </header>
            <EndingNotice procedure=procedure />
            <section class="stack" aria-labelledby="steps-history">
                <h2 id="steps-history">{context.text("history-steps-title")}</h2>
                {step_changes(&context, procedure)}
            </section>
            <section class="stack" aria-labelledby="entry-history">
                <h2 id="entry-history">{context.text("history-entry-title")}</h2>
                {entry_changes(&context, procedure, &changes)}
            </section>
            <section class="stack" aria-labelledby="past-day">
                <h2 id="past-day">{context.text("past-day-heading")}</h2>
                <PastDayForm page=context.link(&page) today=context.as_of />
            </section>
            <p class="small quiet prose">
                {context.text("history-nobody")} " " <a href=context.link("/data")>{context.text("data-title")}</a>
            </p>
        </div>
    }
    .into_markup()
}
