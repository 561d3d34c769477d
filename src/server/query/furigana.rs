//! The choice of readers whether a page shows the readings of kanji.

use std::borrow::Cow;

use super::pairs_of;
use crate::language::Language;

/// The parameter by which readers switch the readings of kanji on and off.
pub const FURIGANA: &str = "furigana";

string_enum! {
    /// Whether a page shows the readings of kanji.
    pub enum Furigana ("choice of readings") {
        On = "on",
        Off = "off",
    }
}

impl Furigana {
    /// What a page of a language does by itself.
    #[must_use]
    pub fn of(language: Language) -> Self {
        if language == Language::Easy { Self::On } else { Self::Off }
    }
}

/// The choice of readings in a query string, and the rest of it. A choice that cannot be read stays, so that the page
/// says that it passed over it.
#[must_use]
pub fn without_furigana(query: &str) -> (Option<Furigana>, Cow<'_, str>) {
    let value = |pair: &str| pair.split_once('=').filter(|(name, _)| *name == FURIGANA)?.1.parse::<Furigana>().ok();
    let mut choices = pairs_of(query).filter_map(value);
    match (choices.next(), choices.next()) {
        (Some(choice), None) => {
            let rest: Vec<&str> = pairs_of(query).filter(|&pair| value(pair).is_none()).collect();
            (Some(choice), Cow::Owned(rest.join("&")))
        }
        _ => (None, Cow::Borrowed(query)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_of_readings_is_taken_out_of_a_query() {
        let taken = |query: &'static str| {
            let (choice, rest) = without_furigana(query);
            (choice, rest.into_owned())
        };
        assert_eq!(taken("q=a&furigana=on&page=2"), (Some(Furigana::On), "q=a&page=2".to_owned()));
        assert_eq!(taken("furigana=off"), (Some(Furigana::Off), String::new()));
        assert_eq!(taken("furigana=maybe"), (None, "furigana=maybe".to_owned()));
        assert_eq!(taken("furigana=on&furigana=off").0, None);
    }
}
