//! The mark on everything that was made up for a demonstration.

use leptos::prelude::*;

use crate::pages::PageContext;

/// Says "sample" beside a figure or an entry; nothing where it is real.
#[component]
pub fn SampleLabel(sample: bool) -> impl IntoView {
    sample.then(|| {
        let visit = PageContext::current();
        view! { <span class="sample-label">{visit.text("sample")}</span> }
    })
}
