//! `/guides`: every guide, with what it is about.

use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::sample_label::titled;
use crate::components::guides::local_text;
use crate::page_context::PageContext;
use crate::server::query::url_within;

#[component]
pub fn GuidesPage() -> Markup {
    let context = PageContext::current();
    let title = context.text("guides-title");
    let guides: Vec<_> = context
        .snapshot
        .guides
        .iter()
        .map(|guide| {
            let page = context.link(&url_within("/guides", guide.id.as_str()));
            let intro = (!guide.intro.ja.is_empty()).then(|| view! { <p>{local_text(&context, &guide.intro)}</p> });
            view! {
                <li>
                    {titled(view! { <h2><a href=page>{local_text(&context, &guide.title)}</a></h2> }, guide.sample)}
                    {intro}
                </li>
            }
        })
        .collect();
    let list = if guides.is_empty() {
        view! { <p>{context.text("guides-none")}</p> }.into_markup()
    } else {
        view! { <ul role="list" class="guide-list">{guides}</ul> }.into_markup()
    };
    view! {
        <PageHead title=title.clone() description=context.text("guides-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("guides-lead")}</p>
            </header>
            {list}
        </div>
    }
    .into_markup()
}
