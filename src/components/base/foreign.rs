//! Japanese words in texts of another language, marked for screen readers.
//!
//! Text that a city has entered only in Japanese also appears inside interface sentences. No single `lang` attribute
//! fits such a sentence, so its parts are told apart by their letters.

use std::ops::Range;

use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;

/// A text with its Japanese parts marked, if the page is in another language.
#[must_use]
pub fn mark_japanese(context: &PageContext, text: &str) -> Markup {
    let parts = if tells_japanese(context.language) { japanese_parts(text) } else { Vec::new() };
    if parts.is_empty() {
        return text.to_owned().into_markup();
    }
    let mut pieces: Vec<Markup> = Vec::with_capacity(2 * parts.len() + 1);
    let mut written = 0;
    for part in parts {
        pieces.push(text[written..part.start].to_owned().into_markup());
        written = part.end;
        pieces.push(view! { <span lang="ja">{text[part].to_owned()}</span> }.into_markup());
    }
    pieces.push(text[written..].to_owned().into_markup());
    pieces.into_markup()
}

/// The `lang` attribute of an element that cannot contain other elements, such as an option of a list.
#[must_use]
pub fn lang_of(context: &PageContext, text: &str) -> Option<&'static str> {
    (tells_japanese(context.language) && !japanese_parts(text).is_empty()).then_some("ja")
}

/// Whether letters tell Japanese from a language: not from Japanese itself, nor from one that is written with ideographs.
fn tells_japanese(language: Language) -> bool {
    language.html_lang() != "ja" && japanese_parts(language.own_name()).is_empty()
}

fn is_japanese_letter(letter: char) -> bool {
    matches!(
        letter,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{2fa1f}'
    )
}

/// Characters that belong to Japanese between two Japanese letters, but do not indicate Japanese by themselves.
fn may_join_japanese(letter: char) -> bool {
    letter.is_ascii_digit()
        || matches!(letter, '\u{3000}'..='\u{303f}' | '\u{30fb}' | '\u{30fc}' | '\u{ff01}'..='\u{ff65}')
}

/// Ranges from the first to the last Japanese letter with only Japanese in between.
fn japanese_parts(text: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut joins = false;
    for (place, letter) in text.char_indices() {
        let end = place + letter.len_utf8();
        if is_japanese_letter(letter) {
            match parts.last_mut().filter(|_| joins) {
                Some(last) => last.end = end,
                None => parts.push(place..end),
            }
            joins = true;
        } else if letter == 'ー' && joins && parts.last().is_some_and(|last| last.end == place) {
            // A long vowel mark belongs to the letter before it, even at the end of a word.
            if let Some(last) = parts.last_mut() {
                last.end = end;
            }
        } else if !may_join_japanese(letter) {
            joins = false;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        japanese_parts(text).into_iter().map(|part| &text[part]).collect()
    }

    #[test]
    fn japanese_is_told_from_what_surrounds_it() {
        assert_eq!(parts("オンライン化率: target and actual value"), ["オンライン化率"]);
        assert_eq!(parts("Life event: 引越し"), ["引越し"]);
        assert_eq!(parts("税 and マイナンバーカード"), ["税", "マイナンバーカード"]);
    }

    #[test]
    fn digits_and_marks_between_japanese_letters_are_part_of_it() {
        assert_eq!(parts("Plan: 令和7年度、第2期計画 (2025)"), ["令和7年度、第2期計画"]);
    }

    #[test]
    fn a_text_without_japanese_has_no_parts() {
        assert!(parts("Cards held, 73.5% — as of 31 March 2024 (①)").is_empty());
        assert!(parts("").is_empty());
    }
}
