//! `/staff/guides/{id}`: a guide drawn for its author, with what is wrong with it.

use domain::guide::{Guide, check};
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::guides::drawing::{findings_list, guide_drawing};
use crate::components::guides::local_text;
use crate::page_context::PageContext;
use crate::server::query::url_within;

#[must_use]
pub fn guide_page(context: &PageContext, guide: &Guide) -> Markup {
    let title = context.language.of(&guide.title).0.to_owned();
    let public = context.link(&url_within("/guides", guide.id.as_str()));
    let tables: Vec<_> = ["guides", "guide-questions", "guide-answers", "guide-entries"]
        .into_iter()
        .map(|table| {
            let page = context.link(&format!("/staff/tables/{table}?q={}", guide.id));
            view! { <li><a class="chip" href=page>{context.word("first-day-table", table)}</a></li> }
        })
        .collect();
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs trail=vec![(context.text("tables-title"), "/staff/tables".to_owned())] current=title />
        <div class="sections">
            <header class="stack">
                <h1>{local_text(context, &guide.title)}</h1>
                <p class="prose">{context.text("guide-drawing-lead")}</p>
                <p><a href=public>{context.text("guide-drawing-public")}</a></p>
                <ul class="chips" role="list">{tables}</ul>
            </header>
            <section class="stack" aria-labelledby="findings">
                <h2 id="findings">{context.text("guide-findings")}</h2>
                {findings_list(context, guide, &check(guide))}
            </section>
            <section class="stack" aria-labelledby="drawing">
                <h2 id="drawing">{context.text("guide-drawing")}</h2>
                {guide_drawing(context, guide)}
            </section>
        </div>
    }
    .into_markup()
}
