//! What the public pages show before there is anything to publish: that the site is being set up, and nothing else.

use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::page_context::PageContext;

/// A page of the site, or in its place the page that says that the site is being set up.
pub fn once_set_up<V: IntoView>(page: impl Fn() -> V + Clone + Send + 'static) -> impl Fn() -> Markup + Clone + Send {
    move || {
        let context = PageContext::current();
        if context.snapshot.is_being_set_up() { being_set_up_page(&context) } else { page().into_markup() }
    }
}

fn being_set_up_page(context: &PageContext) -> Markup {
    let title = context.text("set-up-title");
    view! {
        <PageHead title=title.clone() description=context.text("set-up-text") />
        <div class="stack">
            <h1>{title}</h1>
            <p class="lead">{context.text("set-up-text")}</p>
            <p class="prose">{context.text("set-up-when")}</p>
        </div>
    }
    .into_markup()
}
