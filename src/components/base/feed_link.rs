//! Feed links: in the head for feed readers, on the page for people.

use leptos::prelude::*;
use leptos_meta::Link;

use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::feeds::{MEDIA_TYPE, address_for, title};
use crate::server::read_model::change_search::{ChangesQuery, subject};

/// In the head: the feed that best matches a query. The page around it writes it, like all of the head, in order.
#[component]
pub fn FeedInHead(#[prop(optional)] query: ChangesQuery) -> impl IntoView {
    let context = PageContext::current();
    let subject = subject(&context.snapshot, &query, context.language);
    let title = title(context.language, context.site_title(), subject);
    view! { <Link rel="alternate" type_=MEDIA_TYPE title=title href=address_for(context.language, &query) /> }
}

/// On the page: a link to the feed, with a note on its purpose.
#[component]
pub fn FeedLink(#[prop(optional)] query: ChangesQuery) -> Markup {
    let context = PageContext::current();
    let subject = subject(&context.snapshot, &query, context.language);
    let name = if subject.is_empty() {
        context.text("feed-link")
    } else {
        context.format_text("feed-for", [("what", subject)])
    };
    view! {
        <p>
            <a href=address_for(context.language, &query) type=MEDIA_TYPE>{name}</a>
            <br />
            <span class="small quiet">{context.text("feed-help")}</span>
        </p>
    }
    .into_markup()
}
