//! Feed links: in the head for feed readers, on the page for people.

use leptos::prelude::*;
use leptos_meta::Link;

use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;
use crate::server::changes::{ChangesQuery, subject};
use crate::server::feeds::{MEDIA_TYPE, address_for, title};

/// In the head: the feed that best matches a query.
#[component]
pub fn FeedInHead(#[prop(optional)] question: ChangesQuery) -> Markup {
    let visit = PageContext::current();
    let subject = subject(&visit.snapshot, &question, visit.language);
    let title = title(visit.language, visit.site_title(), subject);
    view! { <Link rel="alternate" type_=MEDIA_TYPE title=title href=address_for(visit.language, &question) /> }
        .into_markup()
}

/// On the page: a link to the feed, with a note on its purpose.
#[component]
pub fn FeedLink(#[prop(optional)] question: ChangesQuery) -> Markup {
    let visit = PageContext::current();
    let subject = subject(&visit.snapshot, &question, visit.language);
    let name =
        if subject.is_empty() { visit.text("feed-link") } else { visit.format_text("feed-for", [("what", subject)]) };
    view! {
        <p>
            <a href=address_for(visit.language, &question) type=MEDIA_TYPE>{name}</a>
            <br />
            <span class="small quiet">{visit.text("feed-help")}</span>
        </p>
    }
    .into_markup()
}
