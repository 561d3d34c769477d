//! The languages of the interface. The server looks up texts; islands receive theirs as strings.
//!
//! Which languages there are is data: the folders and files of texts in `src/language` (`list`). Code names the three that
//! the city's own texts are kept in, and no other.

mod dates;
mod list;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use domain::age::AgeBand;
use domain::calendar::FiscalYear;
use domain::procedure::{Department, LocalText};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, static_loader};

use self::dates::{DatePattern, DatePatterns, PATTERNS};
pub use self::list::ContentLanguage;
use self::list::{Head, OF_CONTENT};

static_loader! {
    static TEXTS = {
        locales: "./src/language",
        fallback_language: "ja",
        // Isolation marks would end up in URLs, titles and files.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    Japanese,
    /// やさしい日本語: short sentences, easy words.
    Easy,
    English,
    /// A language that is known by its texts only.
    Further(FurtherLanguage),
}

/// The place of a language among those that follow the languages of the city's texts in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FurtherLanguage(u8);

static HEADS: LazyLock<Vec<Head>> = LazyLock::new(|| {
    let identifiers = TEXTS.locales().cloned().collect();
    let text = |language: &LanguageIdentifier, name: &str| TEXTS.lookup_single_language(language, name, NO_VALUES).ok();
    list::read(identifiers, text).expect("the heads of the languages that ship are right, as their tests show")
});

static ALL: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let further = (0..HEADS.len() - OF_CONTENT.len()).filter_map(|place| u8::try_from(place).ok());
    let of_content = ContentLanguage::ALL.iter().map(|language| Language::from(*language));
    of_content.chain(further.map(|place| Language::Further(FurtherLanguage(place)))).collect()
});

const NO_VALUES: Option<&HashMap<Cow<'static, str>, FluentValue<'static>>> = None;

impl From<ContentLanguage> for Language {
    fn from(language: ContentLanguage) -> Self {
        match language {
            ContentLanguage::Japanese => Self::Japanese,
            ContentLanguage::Easy => Self::Easy,
            ContentLanguage::English => Self::English,
        }
    }
}

/// The spelling in storage and in addresses, such as `en`.
impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Language {
    /// Every language that the pages are offered in; those of the city's texts are the first.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// Its place in the list of languages.
    fn place(self) -> usize {
        match self {
            Self::Japanese => 0,
            Self::Easy => 1,
            Self::English => 2,
            Self::Further(FurtherLanguage(place)) => OF_CONTENT.len() + usize::from(place),
        }
    }

    fn head(self) -> &'static Head {
        &HEADS[self.place()]
    }

    /// The language in which readers of this one get the city's own texts, where there are any in it.
    #[must_use]
    pub fn content(self) -> ContentLanguage {
        self.head().content
    }

    /// The language of the staff pages for a reader of this one. They are offered in the languages of the city's texts.
    #[must_use]
    pub fn of_staff(self) -> Self {
        self.content().into()
    }

    /// Splits a URL into its language and the path of the page itself.
    #[must_use]
    pub fn split_path(path: &str) -> (Self, &str) {
        for language in Self::all().iter().copied().filter(|language| !language.prefix().is_empty()) {
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
    pub fn prefix(self) -> &'static str {
        &self.head().prefix
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

    /// The spelling in storage and in addresses, such as `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        &self.head().code
    }

    /// The language of a spelling, if it is offered.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::all().iter().copied().find(|language| language.code() == code)
    }

    /// The value of the `lang` attribute.
    #[must_use]
    pub fn html_lang(self) -> &'static str {
        &self.head().html_lang
    }

    /// The value of the `dir` attribute; `None` for languages that are written from left to right.
    #[must_use]
    pub fn html_dir(self) -> Option<&'static str> {
        self.head().is_right_to_left.then_some("rtl")
    }

    /// Whether somebody whose language it is has read the texts.
    #[must_use]
    pub fn is_checked(self) -> bool {
        self.head().is_checked
    }

    /// An interface text by name.
    #[must_use]
    pub fn text(self, name: &str) -> String {
        self.find(name, NO_VALUES)
    }

    /// An interface text with its variables filled in.
    #[must_use]
    pub fn text_with(
        self,
        name: &str,
        values: impl IntoIterator<Item = (&'static str, FluentValue<'static>)>,
    ) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'static>> =
            values.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        self.find(name, Some(&values))
    }

    fn find(self, name: &str, values: Option<&HashMap<Cow<'static, str>, FluentValue<'static>>>) -> String {
        let languages = self.head().chain.iter();
        let mut found = languages.filter_map(|language| TEXTS.lookup_single_language(language, name, values).ok());
        found.next().unwrap_or_else(|| format!("Unknown localization key: {name:?}"))
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

    /// A date in this language: `2022年12月31日`, `31 December 2022`.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> String {
        self.dated(date, |patterns| &patterns.day, "date-day")
    }

    /// The month of a date, in this language: `2022年12月`, `December 2022`.
    #[must_use]
    pub fn month(self, date: NaiveDate) -> String {
        self.dated(date, |patterns| &patterns.month, "date-month")
    }

    /// Lists have thousands of dates, so a text with a date is taken apart once where its language allows that.
    fn dated(self, date: NaiveDate, pattern: fn(&DatePatterns) -> &DatePattern, name: &str) -> String {
        let known = PATTERNS.get(self.place()).and_then(|patterns| pattern(patterns).format(date));
        known.unwrap_or_else(|| self.text_with(name, parts(date)))
    }

    /// A fiscal year in this language: `令和7年度（2025年度）`, `FY2025`.
    #[must_use]
    pub fn fiscal_year(self, year: FiscalYear) -> String {
        match self {
            Self::Japanese | Self::Easy => year.label_ja(),
            Self::English | Self::Further(_) => self.text_with("date-fiscal-year", [("year", year.0.into())]),
        }
    }

    /// The language's own name.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        &self.head().name
    }

    /// The value of `hreflang`. Easy Japanese is a variant of Japanese.
    #[must_use]
    pub fn hreflang(self) -> &'static str {
        &self.head().hreflang
    }

    /// A city text in this language, falling back to Japanese, and the language actually returned.
    #[must_use]
    pub fn of(self, text: &LocalText) -> (&str, Self) {
        let content = self.content();
        let own = match content {
            ContentLanguage::Japanese => &text.ja,
            ContentLanguage::Easy => &text.easy,
            ContentLanguage::English => &text.en,
        };
        if own.is_empty() { (&text.ja, Self::Japanese) } else { (own, content.into()) }
    }

    /// Whether its texts are in Japanese, plain or easy.
    #[must_use]
    pub const fn is_japanese(self) -> bool {
        matches!(self, Self::Japanese | Self::Easy)
    }

    /// Whether a text that [`Language::of`] has found in the language `of` is the one that is meant for readers of this
    /// language, and not what they get instead.
    #[must_use]
    pub fn is_met_by(self, of: Self) -> bool {
        Self::from(self.content()) == of
    }

    /// Picks between two spellings of a name: the English one for readers of English texts, if it exists.
    #[must_use]
    pub fn pick<'a>(self, japanese: &'a str, english: &'a str) -> &'a str {
        if self.picks_english(english) { english } else { japanese }
    }

    /// The language of the spelling that [`Language::pick`] picks.
    #[must_use]
    pub fn of_picked(self, english: &str) -> Self {
        if self.picks_english(english) { Self::English } else { Self::Japanese }
    }

    fn picks_english(self, english: &str) -> bool {
        self.content() == ContentLanguage::English && !english.is_empty()
    }

    /// The name of a department that is there.
    #[must_use]
    pub fn department_name(self, department: &Department) -> String {
        self.pick(&department.name, &department.name_en).to_owned()
    }
}

/// The parts of a date as values of a text.
fn parts(date: NaiveDate) -> [(&'static str, FluentValue<'static>); 3] {
    [("year", date.year().into()), ("month", date.month().into()), ("day", date.day().into())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_up_in_its_language() {
        assert_eq!(
            Language::all().iter().take(3).map(|language| language.text("nav-cards")).collect::<Vec<_>>(),
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
        for language in Language::all() {
            for page in ["/", "/cards", "/procedures/x"] {
                assert_eq!(Language::split_path(&language.path(page)), (*language, page));
            }
        }
    }

    #[test]
    fn dates_follow_the_texts_of_their_language() {
        let day = NaiveDate::from_ymd_opt(2022, 12, 31).expect("a day");
        for (language, date, month) in [
            (Language::Japanese, "2022年12月31日", "2022年12月"),
            (Language::Easy, "2022年12月31日", "2022年12月"),
            (Language::English, "31 December 2022", "December 2022"),
        ] {
            assert_eq!((language.date(day).as_str(), language.month(day).as_str()), (date, month));
        }
        let months = (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(2022, month, 1));
        for month in months {
            assert_eq!(Language::English.month(month), month.format("%B %Y").to_string());
        }
    }

    #[test]
    fn the_languages_of_the_citys_texts_come_first_and_each_shows_its_own() {
        let first: Vec<Language> = ContentLanguage::ALL.iter().map(|language| Language::from(*language)).collect();
        assert!(Language::all().starts_with(&first));
        for language in first {
            assert_eq!((language.of_staff(), Language::of_code(language.code())), (language, Some(language)));
        }
        for language in Language::all() {
            assert!(language.of_staff().html_dir().is_none(), "{language}");
            assert_eq!(Language::of_code(language.code()), Some(*language));
        }
    }

    #[test]
    fn a_text_that_a_language_lacks_is_found_in_the_next_one() {
        for language in Language::all() {
            assert!(!language.text("nav-cards").is_empty());
            assert!(language.text("no-such-text").starts_with("Unknown localization key"));
        }
    }
}
