//! The 404 page: the requested URL, and where to go next.

use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::catalogue::search_box::SearchBox;
use crate::page_context::PageContext;

#[component]
pub fn NotFoundPage() -> Markup {
    let Some(context) = use_context::<PageContext>() else {
        return ().into_markup();
    };
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    let asked = percent_encoding::percent_decode_str(&context.page).decode_utf8_lossy().into_owned();
    let ways: Vec<_> = [
        ("not-found-home", "/"),
        ("not-found-procedures", "/procedures"),
        ("not-found-cards", "/cards"),
        ("not-found-targets", "/targets"),
    ]
    .into_iter()
    .map(|(name, page)| view! { <li><a href=context.link(page)>{context.text(name)}</a></li> })
    .collect();
    view! {
        <PageHead title=context.text("not-found-title") />
        <div class="sections">
            <header class="stack">
                <h1>{context.text("not-found-title")}</h1>
                <p class="lead">{context.text("not-found-text")}</p>
                <p>{context.text("not-found-asked")} " " <code>{asked}</code></p>
            </header>
            <SearchBox id="q" />
            <section class="stack">
                <h2>{context.text("not-found-ways")}</h2>
                <ul>{ways}</ul>
            </section>
        </div>
    }
    .into_markup()
}
