//! Search terms, highlighted in the original text.

use std::ops::Range;

use domain::text::fold_with_map;
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::server::read_model::search::Words;

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
    let mut found: Vec<Range<usize>> = words
        .iter()
        .flat_map(|word| folded.text().match_indices(word).map(|(at, word)| at..at + word.len()).collect::<Vec<_>>())
        .map(|range| folded.source_range(range))
        .collect();
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
    fn marks_that_touch_become_one() {
        assert_eq!(marked("転出届の届出", "転出 出届"), ["転出届"]);
        assert!(marked("転出届", "").is_empty());
    }
}
