//! What stands around the procedures that a search finds: how the query was understood, the life event that it asks
//! about, and what the city does not do.

use domain::elsewhere::Elsewhere;
use domain::guide::Guide;
use domain::procedure::LifeEvent;
use domain::web_address;
use leptos::prelude::*;

use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::titled;
use crate::page_context::PageContext;
use crate::server::query::{address, url_within};
use crate::server::read_model::search::Understood;

/// Says that nothing matches as typed, and for which words the results are.
pub fn understood_note(context: &PageContext, q: &str, understood: &Understood) -> Markup {
    let text = if understood.is_nearest { "answer-nearest" } else { "answer-understood" };
    let terms: Vec<_> = understood.terms.iter().map(|term| view! { <li><b>{term.clone()}</b></li> }).collect();
    view! {
        <div class="meanings understood">
            <p role="status">{context.format_text(text, [("q", q.to_owned())])}</p>
            <ul role="list">{terms}</ul>
        </div>
    }
    .into_markup()
}

/// Leads to what to do in a life event: to the guides that ask about it, or to its procedures in order.
pub fn event_link(context: &PageContext, event: &LifeEvent) -> Markup {
    let guide = |guide: &Guide| {
        let (title, of) = context.language.of(&guide.title);
        let (title, page) = (title.to_owned(), context.link(&url_within("/guides", guide.id.as_str())));
        answering_link(context, title, context.lang(of), page, "answer-guide")
    };
    let guides: Vec<_> = context.snapshot.asking_guides_of(&event.code).map(guide).collect();
    if !guides.is_empty() {
        return guides.into_markup();
    }
    let (name, of) = context.language.of(&event.name);
    let title = context.format_text("event-title", [("event", name.to_owned())]);
    let page = address(&context.link("/procedures"), [("event", event.code.as_str())]);
    answering_link(context, title, context.lang(of), page, "answer-event")
}

fn answering_link(
    context: &PageContext,
    title: String,
    lang: Option<&'static str>,
    page: String,
    about: &'static str,
) -> Markup {
    view! {
        <p class="box event-answer">
            <a href=page lang=lang><b>{title}</b></a>
            <span class="quiet">{context.text(about)}</span>
        </p>
    }
    .into_markup()
}

/// What others do, with who it is and their page.
pub fn elsewhere_box(context: &PageContext, entries: &[&Elsewhere]) -> Markup {
    let entry = |entry: &&Elsewhere| {
        let (title, of_title) = context.language.of(&entry.title);
        let (provider, of_provider) = context.language.of(&entry.provider);
        let page = web_address::link(&entry.url).map(|_| {
            view! {
                <p>
                    <a href=entry.url.clone() rel="external">{context.text("elsewhere-page")} <Icon sign=Sign::Away /></a>
                </p>
            }
        });
        let checked = match entry.checked_on {
            Some(day) => context.format_text("elsewhere-checked", [("date", context.short_date(day))]),
            None => context.text("elsewhere-unchecked"),
        };
        view! {
            <li class="stack">
                {titled(view! { <h3 lang=context.lang(of_title)>{title.to_owned()}</h3> }, entry.sample)}
                <p lang=context.lang(of_provider)>{provider.to_owned()}</p>
                {page}
                <p class="small quiet">{checked}</p>
            </li>
        }
    };
    let entries: Vec<_> = entries.iter().map(entry).collect();
    view! {
        <section class="box stack elsewhere">
            <h2>{context.text("elsewhere-heading")}</h2>
            <ul role="list" class="stack">{entries}</ul>
        </section>
    }
    .into_markup()
}
