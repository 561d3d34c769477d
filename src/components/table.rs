//! Tables that are wider than a phone.

use leptos::prelude::*;

/// Lets a table scroll by itself where it does not fit, by keyboard too; `label` names it to those who do not see it.
#[component]
pub fn TableRegion(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <div class="table-region" role="region" aria-label=label tabindex="0">
            {children()}
        </div>
    }
    .into_any()
}
