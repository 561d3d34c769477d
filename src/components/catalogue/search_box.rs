//! The catalogue search.

use leptos::prelude::*;

use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::islands::suggestions::Suggestions;
use crate::page_context::PageContext;
use crate::server::suggestions::SUGGESTIONS;

/// A plain form that leads to the catalogue, with suggestions while typing if the browser supports them. `id` is unique
/// in the page.
#[component]
pub fn SearchBox(#[prop(into)] id: String, #[prop(into, optional)] q: String) -> Markup {
    let context = PageContext::current();
    view! {
        <form class="search" role="search" action=context.link("/procedures")>
            <SearchField id=id q=q />
        </form>
    }
    .into_markup()
}

/// The field with its label and button, for forms that have more fields than this one.
#[component]
pub fn SearchField(#[prop(into)] id: String, #[prop(into, optional)] q: String) -> Markup {
    let context = PageContext::current();
    view! {
        <label for=id.clone()>{context.text("search-label")}</label>
        <p class="small quiet" id=format!("{id}-hint")>{context.text("search-hint")}</p>
        <div class="search-row">
            <Suggestions
                id=id
                q=q
                page=context.link(SUGGESTIONS)
                label=context.text("suggestions-label")
                found=context.text("suggestions-found")
                none=context.text("suggestions-none")
            />
            <button class="button">
                <Icon sign=Sign::Search />
                {context.text("search-button")}
            </button>
        </div>
    }
    .into_markup()
}
