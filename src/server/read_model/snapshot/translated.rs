//! What the city has entered in Japanese only, in other languages.

use domain::procedure::LocalText;

use super::Snapshot;
use crate::language::Language;

impl Snapshot {
    /// A text that the city has entered in Japanese, in a language of the interface or that of its content, and the language
    /// actually returned.
    #[must_use]
    pub fn translated<'a>(&'a self, language: Language, text: &'a str) -> (&'a str, Language) {
        let wanted = [language, language.content().into()];
        let found = wanted.into_iter().find_map(|each| Some((self.translations.find(each.code(), text)?, each)));
        found.unwrap_or((text, Language::Japanese))
    }

    /// The same text in each language that the city's texts are kept in.
    #[must_use]
    pub fn in_languages(&self, text: &str) -> LocalText {
        let [easy, en] = [Language::Easy, Language::English].map(|language| match self.translated(language, text) {
            (_, Language::Japanese) => String::new(),
            (words, _) => words.to_owned(),
        });
        LocalText { ja: text.to_owned(), easy, en }
    }
}
