//! Why a value in a URL is invalid: in English for programs, in the language of the page for readers.

use std::fmt;
use std::num::ParseIntError;

use domain::ParseEnumError;
use domain::age::ParseAgeBandError;
use domain::area::AreaCodeError;
use domain::calendar::FiscalYearError;
use domain::card::ParseTargetRateError;
use domain::office::PostcodeError;

use crate::language::Language;

/// Why a value is invalid, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    english: String,
    /// The text that says it to readers, and its values.
    text: &'static str,
    values: Vec<(&'static str, String)>,
}

impl Reason {
    #[must_use]
    pub fn new<const N: usize>(english: String, text: &'static str, values: [(&'static str, String); N]) -> Self {
        Self { english, text, values: values.into() }
    }

    /// The reason of a value that cannot be parsed.
    pub(super) fn of<E: ParseReason>(error: &E, value: &str) -> Self {
        let (text, expected) = error.text();
        let given = ("given", value.chars().take(40).collect());
        let expected = expected.map(|expected| ("expected", expected));
        Self { english: error.to_string(), text, values: std::iter::once(given).chain(expected).collect() }
    }

    /// The same, where a word besides those that the error lists is valid.
    #[must_use]
    pub fn or(mut self, word: &str, english: &str) -> Self {
        self.english.push_str(english);
        if let Some((_, expected)) = self.values.iter_mut().find(|(name, _)| *name == "expected") {
            expected.push_str(", ");
            expected.push_str(word);
        }
        self
    }

    /// In the language of a page.
    #[must_use]
    pub fn in_words(&self, language: Language) -> String {
        language.text_with(self.text, self.values.iter().map(|(name, value)| (*name, value.clone().into())))
    }
}

/// In English.
impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.english)
    }
}

/// An error of parsing that pages can explain.
pub trait ParseReason: fmt::Display {
    /// The name of the text that explains it, and what that text calls `expected`. The value itself is `given` there.
    fn text(&self) -> (&'static str, Option<String>);
}

impl ParseReason for ParseEnumError {
    fn text(&self) -> (&'static str, Option<String>) {
        if self.is_of_identifier() { ("value-identifier", None) } else { ("value-choice", Some(self.expected.clone())) }
    }
}

/// Errors whose text needs nothing but the value.
macro_rules! explained_by {
    ($($error:ty: $text:literal),+ $(,)?) => {
        $(
            impl ParseReason for $error {
                fn text(&self) -> (&'static str, Option<String>) {
                    ($text, None)
                }
            }
        )+
    };
}

explained_by! {
    ParseIntError: "value-whole-number",
    ParseAgeBandError: "value-age",
    AreaCodeError: "value-area",
    FiscalYearError: "value-fiscal-year",
    ParseTargetRateError: "value-rate",
    PostcodeError: "value-postcode",
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::query::Parameters;

    #[test]
    fn a_value_is_explained_in_the_language_of_the_page_with_what_would_be_right() {
        let error = Parameters::of("as_of=soon").date("as_of").expect_err("no date");
        for language in Language::all() {
            let words = error.in_words(*language);
            assert!(words.contains("soon") && words.contains("2022-12-31"), "{language}: {words}");
        }
        assert!(error.in_words(Language::Japanese).contains("日付"));
        assert!(error.to_string().contains("is not a date"));
    }

    #[test]
    fn the_words_that_a_parameter_takes_are_listed_with_the_one_for_what_is_not_stated() {
        let error = Parameters::of("sort=up").read::<domain::procedure::Step>("sort").expect_err("no step");
        let crate::server::query::QueryError::BadValue { reason, .. } = error else { panic!("a bad value") };
        let words = reason.or("unknown", "; or 'unknown'").in_words(Language::Japanese);
        assert!(words.contains("up") && words.contains("apply") && words.contains(", unknown"), "{words}");
    }
}
