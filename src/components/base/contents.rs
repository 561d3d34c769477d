//! The contents of a page that is longer than three screens of a phone: links to its sections.
//!
//! They are closed at first, so that what the page is about stays at its head; on paper they are left out.

use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// Links to sections, each with the `id` of its heading or section and its title. Nothing if there are fewer than three.
#[must_use]
pub fn contents(context: &PageContext, sections: &[(&'static str, String)]) -> Markup {
    if sections.len() < 3 {
        return ().into_markup();
    }
    let links: Vec<_> =
        sections.iter().map(|(id, title)| view! { <li><a href=format!("#{id}")>{title.clone()}</a></li> }).collect();
    let title = context.text("contents-title");
    view! {
        <nav class="contents" aria-label=title.clone()>
            <details>
                <summary>{title.clone()}</summary>
                <ul role="list">{links}</ul>
            </details>
        </nav>
    }
    .into_markup()
}
