//! Hints for authors about hard-to-read text in やさしい日本語.

use domain::easy_japanese::{Hint, LONG_SENTENCE, hints};
use domain::procedure::Procedure;
use domain::reading::{plain_text, without_reading};
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// Hints about the easy-Japanese texts of an entry; empty if there are none.
#[must_use]
pub fn easy_hints(context: &PageContext, procedure: &Procedure) -> Markup {
    let text = format!("{}\n{}", procedure.name.easy, procedure.summary.easy);
    // Pages show the readings that the lists know; only the others are missing.
    let missing: String = without_reading(&text, &context.snapshot.readings).concat();
    let only_missing = |hint: Hint| match hint {
        Hint::HardKanji(letters) => {
            let letters: String = letters.chars().filter(|letter| missing.contains(*letter)).collect();
            (!letters.is_empty()).then_some(Hint::HardKanji(letters))
        }
        other => Some(other),
    };
    let found: Vec<Hint> = hints(&plain_text(&text)).into_iter().filter_map(only_missing).collect();
    if found.is_empty() {
        return ().into_markup();
    }
    let lines = found
        .into_iter()
        .map(|hint| {
            let words = match hint {
                Hint::LongSentence { sentence, letters } => {
                    let values = [("letters", count(letters)), ("most", count(LONG_SENTENCE)), ("sentence", sentence)];
                    context.format_text("easy-hint-long", values)
                }
                Hint::HardKanji(letters) => context.format_text("easy-hint-kanji", [("letters", letters)]),
                Hint::PlainerWord { word, instead } => {
                    context.format_text("easy-hint-word", [("word", word.to_owned()), ("instead", instead.to_owned())])
                }
            };
            view! { <li>{mark_japanese(context, &words)}</li> }
        })
        .collect_view();
    view! {
        <section class="notice stack" aria-labelledby="easy-hints">
            <h2 id="easy-hints">{context.text("easy-hints-title")}</h2>
            <p>{context.text("easy-hints-text")}</p>
            <ul>{lines}</ul>
        </section>
    }
    .into_markup()
}
