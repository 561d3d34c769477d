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
    let label = context.text("page-contents");
    let name = label.clone();
    view! {
        <nav class="page-contents" aria-label=name>
            <p aria-hidden="true"><b>{label}</b></p>
            <ul role="list" class="inline-list">{links(headings)}</ul>
        </nav>
        {content}
    }
    .into_markup()
}

/// Links to sections, each with the `id` of its heading or section and its title. They are closed at first, so that what
/// the page is about stays at its head.
#[must_use]
pub fn closed_contents(context: &PageContext, sections: Vec<(&'static str, String)>) -> Markup {
    let title = context.text("page-contents");
    view! {
        <nav class="closed-contents" aria-label=title.clone()>
            <details>
                <summary>{title.clone()}</summary>
                <ul role="list">{links(sections)}</ul>
            </details>
        </nav>
    }
    .into_markup()
}

fn links(sections: impl IntoIterator<Item = (impl std::fmt::Display, impl IntoView + 'static)>) -> Vec<impl IntoView> {
    sections.into_iter().map(|(id, title)| view! { <li><a href=format!("#{id}")>{title}</a></li> }).collect()
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
