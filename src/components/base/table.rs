//! Tables that are wider than a phone.

use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup, MarkupChildren};

/// A scrollable region for a table that does not fit, also usable by keyboard. `label` is its accessible name.
#[component]
pub fn TableRegion(#[prop(into)] label: String, children: MarkupChildren) -> Markup {
    view! {
        <div class="table-region" role="region" aria-label=label tabindex="0">
            {children.render()}
        </div>
    }
    .into_markup()
}
