//! The list of languages, read from the heads of their texts.
//!
//! A language is a folder `src/language/{identifier}` or a file `src/language/{identifier}.ftl`. Its head is the messages
//! `language-…`: what it is called, where its pages are, and in which language its readers get the city's own texts.

use std::collections::BTreeSet;

use fluent_templates::LanguageIdentifier;

string_enum! {
    /// A language that the city's texts are kept in. Every language of the interface shows them in one of these.
    pub enum ContentLanguage ("language of the city's texts") {
        Japanese = "ja",
        /// やさしい日本語: short sentences, easy words.
        Easy = "easy",
        English = "en",
    }
}

/// The folders of the languages that the city's texts are kept in, in the order of the list.
pub(super) const OF_CONTENT: [&str; 3] = ["ja", "ja-Easy", "en"];

/// What the head of a language says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// Where texts are looked up: the language itself, then that of its content, then Japanese.
    pub chain: Vec<LanguageIdentifier>,
    /// The language's own name.
    pub name: String,
    /// The spelling in storage and in addresses, such as `en`.
    pub code: String,
    /// How the addresses of its pages begin, such as `/en`; empty for Japanese.
    pub prefix: String,
    /// The value of the `lang` attribute.
    pub html_lang: String,
    /// The value of `hreflang`.
    pub hreflang: String,
    pub is_right_to_left: bool,
    pub content: ContentLanguage,
    /// Whether somebody whose language it is has read the texts.
    pub is_checked: bool,
}

/// The heads of all languages that are offered: first those of the city's texts, then the others by identifier. `text`
/// finds a message in the texts of one language only.
///
/// # Errors
/// Returns what is wrong with a head, and what would be right.
pub(super) fn read(
    mut identifiers: Vec<LanguageIdentifier>,
    text: impl Fn(&LanguageIdentifier, &str) -> Option<String>,
) -> Result<Vec<Head>, String> {
    let place = |identifier: &LanguageIdentifier| {
        let identifier = identifier.to_string();
        let place = OF_CONTENT.iter().position(|known| *known == identifier);
        (place.unwrap_or(OF_CONTENT.len()), identifier)
    };
    identifiers.sort_by_cached_key(place);
    let found: Vec<String> = identifiers.iter().take(OF_CONTENT.len()).map(ToString::to_string).collect();
    if found != OF_CONTENT {
        return Err(format!("expected the languages {}; found {}", OF_CONTENT.join(", "), found.join(", ")));
    }
    let mut heads = Vec::with_capacity(identifiers.len());
    for (place, identifier) in identifiers.iter().enumerate() {
        let head = HeadText { identifier, text: &text };
        if place >= OF_CONTENT.len() && !head.yes_or_no("language-offered")? {
            continue;
        }
        heads.push(head.read(&identifiers, place)?);
    }
    let prefixes: BTreeSet<&str> = heads.iter().map(|head| head.prefix.as_str()).collect();
    if prefixes.len() != heads.len() {
        return Err("expected a language-address of its own for every language; two have the same".to_owned());
    }
    Ok(heads)
}

/// The head of one language as text.
struct HeadText<'a, F> {
    identifier: &'a LanguageIdentifier,
    text: &'a F,
}

impl<F: Fn(&LanguageIdentifier, &str) -> Option<String>> HeadText<'_, F> {
    fn read(&self, identifiers: &[LanguageIdentifier], place: usize) -> Result<Head, String> {
        let content = self.required("language-content")?.parse::<ContentLanguage>();
        let content = content.map_err(|error| self.wrong("language-content", &error))?;
        let in_list = ContentLanguage::ALL.iter().position(|known| *known == content);
        let mut chain = vec![self.identifier.clone()];
        for fallback in [in_list, Some(0)].into_iter().flatten().filter_map(|place| identifiers.get(place)) {
            if !chain.contains(fallback) {
                chain.push(fallback.clone());
            }
        }
        let address = (self.text)(self.identifier, "language-address").unwrap_or_default();
        // Only Japanese has the addresses without a prefix.
        let is_address = address.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if !is_address || address.is_empty() != (place == 0) {
            return Err(self.wrong("language-address", &"expected small letters, such as vi"));
        }
        let tag = self.required("language-tag")?;
        Ok(Head {
            chain,
            name: self.required("language-name")?,
            code: if address.is_empty() { "ja".to_owned() } else { address.clone() },
            prefix: if address.is_empty() { String::new() } else { format!("/{address}") },
            hreflang: (self.text)(self.identifier, "language-hreflang").unwrap_or_else(|| tag.clone()),
            html_lang: tag,
            is_right_to_left: match self.required("language-direction")?.as_str() {
                "ltr" => false,
                "rtl" => true,
                _ => return Err(self.wrong("language-direction", &"expected ltr or rtl")),
            },
            content,
            is_checked: self.yes_or_no("language-checked-by-native-reader")?,
        })
    }

    fn required(&self, name: &str) -> Result<String, String> {
        let text = (self.text)(self.identifier, name).filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| self.wrong(name, &"it is missing"))
    }

    fn yes_or_no(&self, name: &str) -> Result<bool, String> {
        match self.required(name)?.as_str() {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(self.wrong(name, &"expected yes or no")),
        }
    }

    fn wrong(&self, name: &str, why: &dyn std::fmt::Display) -> String {
        format!("{name} of {}: {why}", self.identifier)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use fluent_templates::{ArcLoader, Loader};

    use super::*;

    const JAPANESE: &str = "language-name = 日本語\nlanguage-tag = ja\nlanguage-content = ja\nlanguage-direction = ltr\n\
                            language-checked-by-native-reader = yes\n";
    const PORTUGUESE: &str = "language-name = Português\nlanguage-tag = pt\nlanguage-address = pt\n\
                              language-content = en\nlanguage-direction = ltr\nlanguage-offered = yes\n\
                              language-checked-by-native-reader = no\n";

    /// The list from the three languages of the city's texts and these files.
    fn list_of(files: &[(&str, &str)]) -> Result<Vec<Head>, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let of_content = OF_CONTENT.map(|identifier| {
            let address = match identifier {
                "ja" => "",
                "ja-Easy" => "language-address = easy\n",
                _ => "language-address = en\n",
            };
            (format!("{identifier}.ftl"), format!("{JAPANESE}{address}"))
        });
        let further = files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
        for (file, text) in of_content.into_iter().chain(further) {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let japanese = "ja".parse().expect("a language");
        let texts = ArcLoader::builder(folder.path(), japanese).build().expect("texts");
        let identifiers = texts.locales().cloned().collect();
        read(identifiers, |language, name| {
            texts.lookup_single_language(language, name, None::<&std::collections::HashMap<&str, _>>).ok()
        })
    }

    #[test]
    fn one_file_is_a_language_more() {
        let heads = list_of(&[("pt.ftl", PORTUGUESE)]).expect("a list");
        let prefixes: Vec<&str> = heads.iter().map(|head| head.prefix.as_str()).collect();
        assert_eq!(prefixes, ["", "/easy", "/en", "/pt"]);
        let portuguese = &heads[3];
        assert_eq!((portuguese.name.as_str(), portuguese.html_lang.as_str()), ("Português", "pt"));
        assert_eq!((portuguese.hreflang.as_str(), portuguese.content), ("pt", ContentLanguage::English));
        assert!(!portuguese.is_checked && !portuguese.is_right_to_left);
        let chain: Vec<String> = portuguese.chain.iter().map(ToString::to_string).collect();
        assert_eq!(chain, ["pt", "en", "ja"]);
    }

    #[test]
    fn a_folder_is_a_language_too_and_the_list_is_in_the_order_of_their_identifiers() {
        let arabic = PORTUGUESE.replace("= pt", "= ar").replace("ltr", "rtl");
        let heads = list_of(&[("pt/a.ftl", PORTUGUESE), ("ar/a.ftl", &arabic)]).expect("a list");
        assert_eq!(heads.iter().map(|head| head.code.as_str()).collect::<Vec<_>>(), ["ja", "easy", "en", "ar", "pt"]);
        assert!(heads[3].is_right_to_left);
    }

    #[test]
    fn a_language_in_preparation_is_not_offered() {
        let heads = list_of(&[("pt.ftl", &PORTUGUESE.replace("offered = yes", "offered = no"))]).expect("a list");
        assert_eq!(heads.len(), 3);
    }

    #[test]
    fn a_head_that_is_wrong_is_named_with_what_would_be_right() {
        for (right, wrong, expected) in [
            ("language-content = en", "language-content = fr", "language-content of pt"),
            ("language-content = en", "", "language-content of pt: it is missing"),
            ("direction = ltr", "direction = up", "expected ltr or rtl"),
            ("language-address = pt", "language-address = P", "expected small letters"),
            ("language-address = pt", "", "expected small letters"),
            ("language-address = pt", "language-address = en", "two have the same"),
            ("reader = no", "reader = perhaps", "expected yes or no"),
        ] {
            let error = list_of(&[("pt.ftl", &PORTUGUESE.replace(right, wrong))]).expect_err(wrong);
            assert!(error.contains(expected), "{error}");
        }
    }
}
