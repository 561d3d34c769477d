//! The catalogue search.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::components::markup::{IntoMarkup, Markup};
use crate::islands::suggestions::Suggestions;
use crate::pages::PageContext;

/// A plain form that leads to the catalogue, with suggestions while typing if the browser supports them. `id` is unique
/// in the page.
#[component]
pub fn SearchBox(#[prop(into)] id: String, #[prop(into, optional)] q: String) -> Markup {
    let visit = PageContext::current();
    view! {
        <form class="search" role="search" action=visit.link("/procedures")>
            <SearchField id=id q=q />
        </form>
    }
    .into_markup()
}

/// The field with its label and button, for forms that have more fields than this one.
#[component]
pub fn SearchField(#[prop(into)] id: String, #[prop(into, optional)] q: String) -> Markup {
    let visit = PageContext::current();
    view! {
        <label for=id.clone()>{visit.text("search-label")}</label>
        <p class="small quiet" id=format!("{id}-hint")>{visit.text("search-hint")}</p>
        <div class="search-row">
            <Suggestions
                id=id
                q=q
                pages=visit.link("/procedures")
                label=visit.text("suggestions-label")
                found=visit.text("suggestions-found")
                none=visit.text("suggestions-none")
            />
            <button class="button">
                <Icon sign=Sign::Search />
                {visit.text("search-button")}
            </button>
        </div>
    }
    .into_markup()
}
