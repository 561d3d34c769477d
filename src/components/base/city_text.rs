//! Texts of the city in the language of the page.
//!
//! Where a text has no column for the language, the table of translations may have it. What nobody has translated stays
//! Japanese, is marked as Japanese for screen readers, and says that it is not translated.

use domain::procedure::LocalText;
use leptos::prelude::*;
use search::romanised;

use super::foreign::lang_of;
use super::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::read_model::report_table::Cell;

/// A text in the language of the page, or marked as what it is.
#[must_use]
pub fn city_text(context: &PageContext, text: &str) -> Markup {
    let (words, of) = context.snapshot.translated(context.language, text);
    let words = words.to_owned();
    let Some(lang) = context.lang(of) else { return words.into_markup() };
    let mark = (!untranslated_mark(context, text).is_empty()).then(|| view! { " " {untranslated(context)} });
    view! { <span lang=lang>{words}</span> {mark} }.into_markup()
}

/// A text with columns for other languages, in the language of the page; nothing if there is none.
#[must_use]
pub fn city_local_text(context: &PageContext, text: &LocalText) -> Markup {
    let (words, of) = context.language.of(text);
    match context.lang(of) {
        None => words.to_owned().into_markup(),
        // The table of translations may have what the column does not.
        Some(_) if of == Language::Japanese => city_text(context, words),
        Some(lang) => view! { <span lang=lang>{words.to_owned()}</span> }.into_markup(),
    }
}

/// A text in Japanese with the translations that other columns hold.
#[must_use]
pub fn translated(japanese: &str, easy: &str, english: &str) -> LocalText {
    LocalText { ja: japanese.to_owned(), easy: easy.to_owned(), en: english.to_owned() }
}

/// The mark of a text that the city has not translated.
#[must_use]
pub fn untranslated(context: &PageContext) -> Markup {
    view! { <small class="untranslated quiet">{context.text("language-not-translated")}</small> }.into_markup()
}

/// A Japanese name as it is said at the counter, beside another name: with its reading, in Latin letters where the page is
/// in another language. On easy pages, all words get their readings alike.
#[must_use]
pub fn official_name(context: &PageContext, name: &str, kana: &str) -> Markup {
    let name = name.to_owned();
    if context.lang_of_japanese().is_some() {
        let romaji = (!kana.is_empty()).then(|| view! { " " <i lang="ja-Latn">{romanised(kana)}</i> });
        view! { <span lang="ja">{name}</span> {romaji} }.into_markup()
    } else if kana.is_empty() || context.language == Language::Easy {
        view! { <span lang="ja">{name}</span> }.into_markup()
    } else {
        let kana = kana.to_owned();
        view! { <ruby lang="ja">{name}<rp>"（"</rp><rt>{kana}</rt><rp>"）"</rp></ruby> }.into_markup()
    }
}

/// The same in a table. An empty text is a cell without a value.
#[must_use]
pub fn city_cell(context: &PageContext, text: &str) -> Cell {
    if text.is_empty() {
        return Cell::nothing();
    }
    let (words, of) = context.snapshot.translated(context.language, text);
    Cell::text(words).lang(context.lang(of)).note(untranslated_mark(context, text))
}

/// The same inside a sentence, which cannot be marked.
#[must_use]
pub fn city_words(context: &PageContext, text: &str) -> String {
    context.snapshot.translated(context.language, text).0.to_owned()
}

/// That a text is not translated, in words; empty where it is, or where there is nothing to translate.
#[must_use]
pub fn untranslated_mark(context: &PageContext, text: &str) -> String {
    let (words, of) = context.snapshot.translated(context.language, text);
    if of == Language::Japanese && lang_of(context, words).is_some() {
        context.text("language-not-translated")
    } else {
        String::new()
    }
}
