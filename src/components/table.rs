//! Tables that are wider than a phone.

use leptos::prelude::*;

/// A scrollable region for a table that does not fit, also usable by keyboard. `label` is its accessible name.
#[component]
pub fn TableRegion(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <div class="table-region" role="region" aria-label=label tabindex="0">
            {children()}
        </div>
    }
    .into_any()
}
