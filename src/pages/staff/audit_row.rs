//! `/staff/audit/{number}`: one row of the audit log with all of its values.

use leptos::prelude::*;

use super::audit::{record_link, values};
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::audit_words::audit_words;
use crate::components::staff::people::Names;
use crate::page_context::PageContext;
use crate::server::audit::LogEntry;
use crate::server::audit::filter::AUDIT;

#[must_use]
pub fn audit_row_page(context: &PageContext, names: &Names, row: &LogEntry) -> Markup {
    let words = audit_words(context, names, row);
    let title = context.format_text("audit-row", [("number", count(row.number))]);
    let fact = |column: &str, text: &str| {
        (!text.is_empty()).then(|| {
            let name = context.word("audit-column", column);
            view! { <div><dt>{name}</dt><dd>{mark_japanese(context, text)}</dd></div> }
        })
    };
    let record = (!words.record.is_empty() || words.proposal.is_some()).then(|| {
        let name = context.word("audit-column", "record");
        view! { <div><dt>{name}</dt><dd>{record_link(context, &words)}</dd></div> }
    });
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs trail=vec![(context.text("audit-title"), AUDIT.to_owned())] current=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
            </header>
            <dl class="facts">
                {fact("when", &words.when)}
                {fact("who", &words.who)}
                {fact("approved", &words.approved_by)}
                {fact("what", &words.what)}
                {fact("table", &words.table)}
                {record}
                {fact("reason", &words.reason)}
                {fact("origin", &row.origin)}
            </dl>
            <section class="stack" aria-labelledby="values">
                <h2 id="values">{context.word("audit-column", "values")}</h2>
                {values(context, &words, None)}
            </section>
        </div>
    }
    .into_markup()
}
