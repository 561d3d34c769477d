//! The page shown to a logged-in user without permission, with the people to ask.

use domain::staff::PersonName;
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::page_context::PageContext;

/// The page; the administrators can grant the permission.
#[must_use]
pub fn no_right_page(context: &PageContext, administrators: &[PersonName]) -> Markup {
    let title = context.text("staff-no-right-title");
    let names: Vec<_> = administrators.iter().map(|name| view! { <li>{name.as_str().to_owned()}</li> }).collect();
    let whom = (!names.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{context.text("staff-administrators")}</h2>
                <ul>{names}</ul>
            </section>
        }
    });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("staff-no-right-text")}</p>
            </header>
            {whom}
            <p><a href=context.link("/staff")>{context.text("staff-to-desk")}</a></p>
        </div>
    }
    .into_markup()
}
