//! What a city has entered in Japanese only, in other languages.

use std::collections::HashMap;

/// A text in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The spelling of the language, as in addresses.
    pub language: String,
    /// The Japanese text, as it stands in another table. A translation ends when that text changes.
    pub original: String,
    pub translation: String,
}

/// All translations, by language and text.
#[derive(Debug, Clone, Default)]
pub struct Translations(HashMap<String, HashMap<String, String>>);

impl Translations {
    #[must_use]
    pub fn of(rows: Vec<Translation>) -> Self {
        let mut languages: HashMap<String, HashMap<String, String>> = HashMap::new();
        for Translation { language, original, translation } in rows {
            languages.entry(language).or_default().insert(original, translation);
        }
        Self(languages)
    }

    /// A text in a language, if somebody has translated it.
    #[must_use]
    pub fn find(&self, language: &str, original: &str) -> Option<&str> {
        self.0.get(language)?.get(original).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_the_languages_it_was_translated_to_and_as_it_stands() {
        let row = |language: &str, translation: &str| Translation {
            language: language.to_owned(),
            original: "基礎".to_owned(),
            translation: translation.to_owned(),
        };
        let all = Translations::of(vec![row("en", "Basic"), row("vi", "Cơ bản")]);
        assert_eq!((all.find("en", "基礎"), all.find("vi", "基礎")), (Some("Basic"), Some("Cơ bản")));
        assert_eq!((all.find("pt", "基礎"), all.find("en", "基礎編")), (None, None));
    }
}
