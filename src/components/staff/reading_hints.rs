//! What an author of easy Japanese learns about the readings of kanji: which are missing, and what the lists know.

use domain::reading::{with_readings, without_reading};
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::http::forms::readings::{FILL, easy_texts};
use crate::server::staff::form::Form;

/// The hints about the easy texts of a form, and the button that writes the known readings into them. Empty if the form
/// has no such text.
#[must_use]
pub fn reading_hints(context: &PageContext, form: &Form) -> Markup {
    let readings = &context.snapshot.readings;
    let texts: Vec<&str> = easy_texts(form).collect();
    let proposals: Vec<(&str, String)> = texts
        .iter()
        .map(|text| (*text, with_readings(text, readings)))
        .filter(|(text, proposal)| text != proposal)
        .collect();
    let mut missing: Vec<String> = texts.iter().flat_map(|text| without_reading(text, readings)).collect();
    missing.sort_unstable();
    missing.dedup();
    if proposals.is_empty() && missing.is_empty() {
        return ().into_markup();
    }
    let missing = (!missing.is_empty()).then(|| {
        let example = "転出《てんしゅつ》".to_owned();
        let words = context.format_text("readings-hint-missing", [("words", missing.join("・")), ("example", example)]);
        view! { <p>{mark_japanese(context, &words)}</p> }
    });
    let known = (!proposals.is_empty()).then(|| {
        let lines = proposals.into_iter().map(|(_, proposal)| view! { <li lang="ja">{proposal}</li> }).collect_view();
        view! {
            <p>{context.text("readings-hint-text")}</p>
            <ul>{lines}</ul>
            <button class="button secondary" name=FILL value="yes">{context.text("readings-button")}</button>
            <p class="small quiet">{context.text("readings-button-hint")}</p>
        }
    });
    view! {
        <section class="notice stack" aria-labelledby="reading-hints">
            <h2 id="reading-hints">{context.text("readings-hint-title")}</h2>
            {missing}
            {known}
        </section>
    }
    .into_markup()
}
