//! The label on everything invented for a demonstration.

use leptos::prelude::*;

use crate::pages::PageContext;

/// Shows "sample" beside a figure or an entry; empty for real data.
#[component]
pub fn SampleLabel(sample: bool) -> impl IntoView {
    sample.then(|| {
        let visit = PageContext::current();
        view! { <span class="sample-label">{visit.text("sample")}</span> }
    })
}
