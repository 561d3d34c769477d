//! The three languages of the interface. The server looks up texts; islands receive theirs as strings.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use domain::age::AgeBand;
use domain::calendar::{FiscalYear, date_en, date_ja};
use domain::procedure::{Department, LocalText};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, static_loader};

static_loader! {
    static TEXTS = {
        locales: "./src/language",
        fallback_language: "ja",
        // Isolation marks would end up in URLs, titles and files.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

string_enum! {
    /// A language of the interface.
    pub enum Language ("language") {
        Japanese = "ja",
        /// やさしい日本語: short sentences, easy words.
        Easy = "easy",
        English = "en",
    }
}

static IDENTIFIERS: LazyLock<[LanguageIdentifier; 3]> =
    LazyLock::new(|| ["ja", "ja-Easy", "en"].map(|name| name.parse().expect("these three are language identifiers")));

impl Language {
    /// Splits a URL into its language and the path of the page itself.
    #[must_use]
    pub fn split_path(path: &str) -> (Self, &str) {
        for language in [Self::Easy, Self::English] {
            if let Some(rest) = path.strip_prefix(language.prefix()) {
                if rest.is_empty() {
                    return (language, "/");
                }
                if rest.starts_with('/') {
                    return (language, rest);
                }
            }
        }
        (Self::Japanese, path)
    }

    /// The path prefix of this language.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Japanese => "",
            Self::Easy => "/easy",
            Self::English => "/en",
        }
    }

    /// The URL of a page in this language, from its path without language.
    #[must_use]
    pub fn path(self, page: &str) -> String {
        match (self, page) {
            (Self::Japanese, _) => page.to_owned(),
            (_, "/") => self.prefix().to_owned(),
            _ => format!("{}{page}", self.prefix()),
        }
    }

    /// The value of the `lang` attribute.
    #[must_use]
    pub const fn html_lang(self) -> &'static str {
        match self {
            Self::Japanese | Self::Easy => "ja",
            Self::English => "en",
        }
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        &IDENTIFIERS[self as usize]
    }

    /// An interface text by name.
    #[must_use]
    pub fn text(self, name: &str) -> String {
        TEXTS.lookup(self.identifier(), name)
    }

    /// An interface text with its variables filled in.
    #[must_use]
    pub fn text_with<const N: usize>(self, name: &str, values: [(&'static str, FluentValue<'static>); N]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'static>> =
            values.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        TEXTS.lookup_with_args(self.identifier(), name, &values)
    }

    /// The word for an enum variant: `word("step", "apply")` is the text `step-apply`.
    #[must_use]
    pub fn word(self, family: &str, member: &str) -> String {
        self.text(&format!("{family}-{member}"))
    }

    /// An age band in this language: `0〜4歳`, `100歳以上`, `100 and over`.
    #[must_use]
    pub fn ages(self, band: AgeBand) -> String {
        let from = band.from().to_string();
        match band.to() {
            _ if band.covers_all_ages() => self.text("ages-everybody"),
            None => self.text_with("ages-open", [("from", from.into())]),
            Some(to) if to == band.from() => self.text_with("ages-one", [("age", from.into())]),
            Some(to) => self.text_with("ages-span", [("from", from.into()), ("to", to.to_string().into())]),
        }
    }

    /// A date in this language.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> String {
        match self {
            Self::Japanese | Self::Easy => date_ja(date),
            Self::English => date_en(date),
        }
    }

    /// The month of a date, in this language.
    #[must_use]
    pub fn month(self, date: NaiveDate) -> String {
        match self {
            Self::Japanese | Self::Easy => format!("{}年{}月", date.year(), date.month()),
            Self::English => date.format("%B %Y").to_string(),
        }
    }

    /// A fiscal year in this language.
    #[must_use]
    pub fn fiscal_year(self, year: FiscalYear) -> String {
        match self {
            Self::Japanese | Self::Easy => year.label_ja(),
            Self::English => year.label_en(),
        }
    }

    /// The language's own name.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Japanese => "日本語",
            Self::Easy => "やさしい日本語",
            Self::English => "English",
        }
    }

    /// The value of `hreflang`. Easy Japanese is a variant of Japanese.
    #[must_use]
    pub const fn hreflang(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::Easy => "ja-x-easy",
            Self::English => "en",
        }
    }

    /// A city text in this language, falling back to Japanese, and the language actually returned.
    #[must_use]
    pub fn of(self, text: &LocalText) -> (&str, Self) {
        let own = match self {
            Self::Japanese => &text.ja,
            Self::Easy => &text.easy,
            Self::English => &text.en,
        };
        if own.is_empty() { (&text.ja, Self::Japanese) } else { (own, self) }
    }

    /// Picks between two spellings of a name: the English one if this is English and it exists.
    #[must_use]
    pub fn pick<'a>(self, japanese: &'a str, english: &'a str) -> &'a str {
        if self == Self::English && !english.is_empty() { english } else { japanese }
    }

    /// The name of a department that is there.
    #[must_use]
    pub fn department_name(self, department: &Department) -> String {
        self.pick(&department.name, &department.name_en).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_up_in_its_language() {
        assert_eq!(
            Language::ALL.iter().map(|language| language.text("nav-cards")).collect::<Vec<_>>(),
            ["カード", "カード", "Cards"]
        );
        assert_ne!(Language::Easy.text("answer-home"), Language::Japanese.text("answer-home"));
    }

    #[test]
    fn an_address_is_split_into_language_and_page() {
        assert_eq!(Language::split_path("/en/cards"), (Language::English, "/cards"));
        assert_eq!(Language::split_path("/easy"), (Language::Easy, "/"));
        assert_eq!(Language::split_path("/enough"), (Language::Japanese, "/enough"));
        assert_eq!(Language::split_path("/cards"), (Language::Japanese, "/cards"));
    }

    #[test]
    fn every_page_has_an_address_in_each_language_that_leads_back() {
        for language in Language::ALL {
            for page in ["/", "/cards", "/procedures/x"] {
                assert_eq!(Language::split_path(&language.path(page)), (*language, page));
            }
        }
    }
}
