//! `/guides/{id}`: a few questions, and the list of what to do. Every state has an address, and nothing is stored.

use domain::guide::{Guide, GuideId};
use leptos::prelude::*;

use super::not_found::NotFoundPage;
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::base::sample_label::titled;
use crate::components::base::source_note::SourceNote;
use crate::components::guides::form::guide_form;
use crate::components::guides::list::{guide_result, summary};
use crate::components::guides::local_text;
use crate::page_context::PageContext;
use crate::server::query::url_within;
use crate::server::read_model::guides::GuideQuery;

#[component]
pub fn GuidePage() -> Markup {
    let context = PageContext::current();
    let snapshot = context.snapshot.clone();
    let id = context.last_part().parse::<GuideId>().ok();
    let Some(guide) = id.as_ref().and_then(|id| snapshot.guide(id)) else {
        return view! { <NotFoundPage /> }.into_markup();
    };
    let (query, mistake) = match GuideQuery::of(guide, &context.parameters()) {
        Ok(query) => (query, None),
        Err(mistake) => (GuideQuery::default(), Some(mistake)),
    };
    let title = context.language.of(&guide.title).0.to_owned();
    let canonical = context.link(&url_within("/guides", guide.id.as_str()));
    // The answers of one reader are nothing to find.
    let is_noindex = !query.is_empty() || mistake.is_some();
    let has_result = mistake.is_none() && (!query.given.is_empty() || guide.questions.is_empty());
    let list = has_result.then(|| snapshot.personal_list(guide, &query, context.today));
    let result = list.as_ref().map(|list| guide_result(&context, guide, &query, list));
    let jump = list.as_ref().map(|list| {
        view! { <p class="notice no-print"><a href="#result">{summary(&context, list)}</a></p> }
    });
    let notice = mistake.map(|mistake| {
        view! { <QueryErrorNotice mistake=mistake page="/guides" page_name=context.text("guides-title") /> }
    });
    let form = (!guide.questions.is_empty() || !guide.day.ja.is_empty()).then(|| guide_form(&context, guide, &query));
    view! {
        <PageHead
            title=title.clone()
            description=context.language.of(&guide.intro).0.to_owned()
            canonical=canonical
            is_noindex=is_noindex
        />
        <Breadcrumbs trail=vec![(context.text("guides-title"), "/guides".to_owned())] current=title />
        <div class="sections guide">
            <header class="stack">
                {titled(view! { <h1>{local_text(&context, &guide.title)}</h1> }, guide.sample)}
                {(!guide.intro.ja.is_empty()).then(|| view! { <p class="lead">{local_text(&context, &guide.intro)}</p> })}
            </header>
            {notice}
            {jump}
            {form}
            {result}
            {about(&context, guide)}
        </div>
    }
    .into_markup()
}

/// When the guide was checked, where its texts come from, and the procedures of its life event.
fn about(context: &PageContext, guide: &Guide) -> Markup {
    let checked = match guide.checked_on {
        Some(day) => context.format_text("guide-checked", [("date", context.date(day))]),
        None => context.text("guide-not-checked"),
    };
    let source = guide.source.clone().map(|source| view! { <SourceNote source=source /> });
    let event = guide.life_event.as_ref().and_then(|code| context.snapshot.life_event(code)).map(|event| {
        let href = format!("{}?event={}", context.link("/procedures"), event.code);
        view! { <p class="no-print"><a href=href>{context.text("guide-to-event")} " " {local_text(context, &event.name)}</a></p> }
    });
    view! {
        <footer class="stack guide-about">
            {event}
            <p class="small quiet">{checked}</p>
            {source}
        </footer>
    }
    .into_markup()
}
