//! The label on everything invented for a demonstration.

use leptos::prelude::*;

use crate::page_context::PageContext;

/// Shows "sample" beside a figure or an entry; empty for real data.
#[component]
pub fn SampleLabel(sample: bool) -> impl IntoView {
    sample.then(|| {
        let context = PageContext::current();
        view! { <span class="sample-label">{context.text("sample")}</span> }
    })
}
