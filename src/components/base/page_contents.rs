//! The contents of a long page: links to its sections.

use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// Fewer sections than these need no list of them.
const FEWEST: usize = 4;

/// The content, and before it links to its sections, in their order.
#[must_use]
pub fn with_contents(context: &PageContext, content: impl IntoMarkup) -> Markup {
    let content = content.into_markup();
    let headings = content.headings();
    if headings.len() < FEWEST {
        return content;
    }
    let links: Vec<_> =
        headings.into_iter().map(|(id, heading)| view! { <li><a href=format!("#{id}")>{heading}</a></li> }).collect();
    let label = context.text("page-contents");
    let name = label.clone();
    view! {
        <nav class="page-contents" aria-label=name>
            <p aria-hidden="true"><b>{label}</b></p>
            <ul role="list" class="inline-list">{links}</ul>
        </nav>
        {content}
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_once_and_links_are_not_nested() {
        let page = view! {
            <section><h2 id="one">"One" " & " <span lang="ja">"一"</span></h2></section>
            <h2>"without an id"</h2>
            <h2 id="two"><a href="/two">"Two"</a></h2>
            <h2 id="three">"Three"</h2>
            <h2 id="one">"again"</h2>
        };
        let headings = page.into_markup().headings();
        let ids: Vec<&str> = headings.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["one", "three"]);
        let first = view! { <i>{headings[0].1.clone()}</i> }.to_html();
        assert!(first.contains("One") && first.contains("&amp;") && first.contains("<span lang=\"ja\">"), "{first}");
    }
}
