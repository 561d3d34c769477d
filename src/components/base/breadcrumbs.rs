//! The breadcrumb navigation.

use leptos::prelude::*;

use super::foreign::mark_japanese;
use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// The home page, the pages of `trail` (label and URL without language), and the current page.
#[component]
pub fn Breadcrumbs(#[prop(optional)] trail: Vec<(String, String)>, #[prop(into)] current: String) -> Markup {
    let context = PageContext::current();
    let home = [(context.text("nav-home"), "/".to_owned())];
    let steps: Vec<_> = home
        .into_iter()
        .chain(trail)
        .map(|(label, page)| view! { <li><a href=context.link(&page)>{label}</a></li> })
        .collect();
    view! {
        <nav class="breadcrumbs" aria-label=context.text("breadcrumbs-label")>
            <ol role="list">
                {steps}
                <li aria-current="page">{mark_japanese(&context, &current)}</li>
            </ol>
        </nav>
    }
    .into_markup()
}
