//! Search terms, highlighted in the original text.

use std::ops::Range;

use domain::reading::marked_ranges;
use domain::text::fold_with_map;
use leptos::prelude::*;
use search::{MIN_BEGINNING, Words};

use crate::components::base::markup::{IntoMarkup, Markup};

/// A text with every occurrence of the terms highlighted.
#[component]
pub fn Highlight(#[prop(into)] text: String, words: Words) -> impl IntoView {
    let mut parts: Vec<Markup> = Vec::new();
    let mut written = 0;
    for found in occurrences(&text, &words) {
        parts.push(text[written..found.start].to_owned().into_markup());
        written = found.end;
        parts.push(view! { <mark>{text[found].to_owned()}</mark> }.into_markup());
    }
    parts.push(text[written..].to_owned().into_markup());
    parts
}

/// The ranges of the terms in the source, in order, merged if they touch.
#[must_use]
pub fn occurrences(source: &str, words: &Words) -> Vec<Range<usize>> {
    if words.is_empty() {
        return Vec::new();
    }
    let folded = fold_with_map(source);
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in words.iter() {
        let ranges = folded.text().match_indices(word.text).map(|(at, text)| folded.source_range(at..at + text.len()));
        found.extend(ranges.filter(|range| !word.is_latin || begins_word(source, range)));
    }
    widen(&mut found, &marked_ranges(source));
    found.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// Widens ranges to whole words that carry a reading: a mark inside one would cut the reading off.
fn widen(found: &mut [Range<usize>], words: &[Range<usize>]) {
    for range in found {
        let first = words.partition_point(|word| word.end <= range.start);
        let behind = words.partition_point(|word| word.start < range.end);
        let touched = words.get(first..behind).unwrap_or_default();
        if let (Some(first), Some(last)) = (touched.first(), touched.last()) {
            *range = range.start.min(first.start)..range.end.max(last.end);
        }
    }
}

/// Whether a Latin word was found where the search finds it: where a word begins and, if it is short, whole or in the
/// plural.
fn begins_word(source: &str, range: &Range<usize>) -> bool {
    let is_latin = |letter: char| letter.is_ascii_alphabetic() || matches!(letter, '\u{FF21}'..='\u{FF5A}');
    let rest: String = source[range.end..].chars().take_while(|letter| is_latin(*letter)).collect();
    let is_whole = source[range.clone()].chars().count() >= MIN_BEGINNING || matches!(rest.as_str(), "" | "s" | "es");
    is_whole && !source[..range.start].ends_with(is_latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(source: &str, query: &str) -> Vec<String> {
        occurrences(source, &Words::of(query)).into_iter().map(|range| source[range].to_owned()).collect()
    }

    #[test]
    fn every_occurrence_is_marked_as_it_was_written() {
        assert_eq!(marked("ｾﾞｲ証明とゼイ", "ぜい"), ["ｾﾞｲ", "ゼイ"]);
    }

    #[test]
    fn a_latin_word_is_marked_only_where_the_search_finds_it() {
        assert_eq!(marked("Cars, cards and a car", "car"), ["Car", "car"]);
        assert_eq!(marked("Certificate of uncertified", "certif"), ["Certif"]);
    }

    #[test]
    fn marking_a_very_long_text_takes_time_in_proportion_to_its_length() {
        let time = |length: usize| {
            let (source, words) = ("転出届、".repeat(length), Words::of("届"));
            let began = std::time::Instant::now();
            assert_eq!(occurrences(&source, &words).len(), length);
            began.elapsed()
        };
        // The long text has 16 times the length. A scan of the text for each match took 256 times as long.
        let (short, long) = (time(2_000), time(32_000));
        assert!(long < short * 80, "{short:?}, {long:?}");
    }

    #[test]
    fn a_word_that_carries_a_reading_is_marked_as_a_whole() {
        assert_eq!(marked("市の転出《てんしゅつ》とどけ", "出"), ["転出《てんしゅつ》"]);
        assert_eq!(marked("市の転出《てんしゅつ》とどけ", "てんしゅつ"), ["転出《てんしゅつ》"]);
    }

    #[test]
    fn marks_that_touch_become_one() {
        assert_eq!(marked("転出届の届出", "転出 出届"), ["転出届"]);
        assert!(marked("転出届", "").is_empty());
    }
}
