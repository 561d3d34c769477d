//! The breadcrumb navigation.

use leptos::prelude::*;

use super::foreign::mark_japanese;
use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;

/// The home page, the pages of `trail` (label and URL without language), and the current page.
#[component]
pub fn Breadcrumbs(#[prop(optional)] trail: Vec<(String, String)>, #[prop(into)] current: String) -> Markup {
    let visit = PageContext::current();
    let home = [(visit.text("nav-home"), "/".to_owned())];
    let steps: Vec<_> = home
        .into_iter()
        .chain(trail)
        .map(|(label, page)| view! { <li><a href=visit.link(&page)>{label}</a></li> })
        .collect();
    view! {
        <nav class="breadcrumbs" aria-label=visit.text("breadcrumbs-label")>
            <ol role="list">
                {steps}
                <li aria-current="page">{mark_japanese(&visit, &current)}</li>
            </ol>
        </nav>
    }
    .into_markup()
}
