//! Why a submitted form was not carried out.

use leptos::prelude::*;

use super::foreign::mark_japanese;
use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// The notice above a page, with the reason.
#[must_use]
pub fn not_done(context: &PageContext, reason: impl IntoMarkup) -> Markup {
    let reason = reason.into_markup();
    view! {
        <div class="notice error stack" role="alert">
            <h2>{context.text("staff-not-done-title")}</h2>
            {reason}
        </div>
    }
    .into_markup()
}

/// The summary of all mistakes, each linked to its field where it belongs to one; nothing if there are none.
#[must_use]
pub fn mistakes_summary(context: &PageContext, mistakes: impl IntoIterator<Item = (Option<String>, String)>) -> Markup {
    let lines: Vec<_> = mistakes
        .into_iter()
        .map(|(field, words)| {
            let words = mark_japanese(context, &words);
            match field {
                Some(field) => view! { <li><a href=format!("#{field}")>{words}</a></li> }.into_markup(),
                None => view! { <li>{words}</li> }.into_markup(),
            }
        })
        .collect();
    if lines.is_empty() { ().into_markup() } else { not_done(context, view! { <ul>{lines}</ul> }) }
}
