//! The notice on a page that passed over a part of its address.

use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::passed_over;

/// A page with a notice above it that names what it passed over in its query. A page that is an error says itself what is
/// wrong with its address.
pub fn with_passed_over<V: IntoView>(
    page: impl Fn() -> V + Clone + Send + 'static,
) -> impl Fn() -> Markup + Clone + Send + 'static {
    move || {
        // The page first: it knows what it knows once it has been rendered.
        let content = page().into_markup();
        let notice = notice(&PageContext::current());
        view! { {notice} {content} }.into_markup()
    }
}

fn notice(context: &PageContext) -> Option<Markup> {
    if is_error() || context.snapshot.is_being_set_up() {
        return None;
    }
    let found = passed_over(&context.query, &context.understood);
    let sentence = |text: &str, names: &[String]| {
        let names = names.join(&context.text("list-separator"));
        (!names.is_empty()).then(|| view! { <p>{context.format_text(text, [("names", names)])}</p> })
    };
    (!found.is_empty()).then(|| {
        view! {
            <aside class="notice caution stack passed-over no-print" aria-label=context.text("passed-over-label")>
                {sentence("passed-over-unknown", &found.unknown)}
                {sentence("passed-over-repeated", &found.repeated)}
            </aside>
        }
        .into_markup()
    })
}

fn is_error() -> bool {
    let status = use_context::<ResponseOptions>().and_then(|response| response.0.read().ok()?.status);
    status.is_some_and(|status| !status.is_success())
}
