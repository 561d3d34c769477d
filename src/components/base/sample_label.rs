//! The label on everything invented for a demonstration.

use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// Shows "sample" beside a figure or an entry; empty for real data.
#[component]
pub fn SampleLabel(sample: bool) -> impl IntoView {
    sample.then(|| {
        let context = PageContext::current();
        view! { <span class="sample-label">{context.text("sample")}</span> }
    })
}

/// A heading with the label beside it: as a part of the heading, every heading of a demonstration would be called
/// "sample" in the list that a screen reader makes of them.
#[must_use]
pub fn titled(heading: impl IntoMarkup, sample: bool) -> Markup {
    let heading = heading.into_markup();
    if !sample {
        return heading;
    }
    view! { <div class="titled">{heading} " " <SampleLabel sample=true /></div> }.into_markup()
}
