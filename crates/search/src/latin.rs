//! Latin words: where they begin and end, their plurals, and those that say nothing in a question.

use unicode_normalization::UnicodeNormalization;

/// A word of this many letters also matches at the beginning of longer ones: `certif` finds `certificate`. A shorter one
/// matches whole words only: `car` is not `card`.
pub const MIN_BEGINNING: usize = 4;

/// English words that a question is made of, and that say nothing about what it asks for.
const STOP_WORDS: &[&str] = &[
    "a",
    "about",
    "after",
    "am",
    "an",
    "and",
    "any",
    "application",
    "apply",
    "are",
    "as",
    "ask",
    "at",
    "be",
    "been",
    "before",
    "but",
    "by",
    "can",
    "cannot",
    "could",
    "day",
    "did",
    "do",
    "doe",
    "document",
    "file",
    "find",
    "for",
    "form",
    "from",
    "get",
    "getting",
    "go",
    "got",
    "ha",
    "had",
    "have",
    "he",
    "help",
    "her",
    "here",
    "him",
    "hi",
    "how",
    "i",
    "if",
    "im",
    "in",
    "information",
    "inform",
    "into",
    "is",
    "it",
    "japan",
    "just",
    "know",
    "long",
    "make",
    "many",
    "may",
    "me",
    "much",
    "must",
    "my",
    "need",
    "new",
    "next",
    "no",
    "not",
    "now",
    "of",
    "office",
    "on",
    "one",
    "online",
    "or",
    "our",
    "out",
    "over",
    "please",
    "procedure",
    "question",
    "request",
    "she",
    "should",
    "so",
    "some",
    "submit",
    "take",
    "tell",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "they",
    "thi",
    "this",
    "to",
    "town",
    "up",
    "use",
    "wa",
    "want",
    "was",
    "we",
    "what",
    "when",
    "where",
    "which",
    "who",
    "why",
    "will",
    "with",
    "would",
    "you",
    "your",
];

/// Plurals that no rule forms.
const IRREGULAR: &[(&str, &str)] = &[("children", "child"), ("lives", "life"), ("wives", "wife"), ("people", "person")];

/// Whether a letter is Latin, of ordinary or full width.
pub(crate) const fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || matches!(letter, '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}')
}

/// The Latin words of a text, in lower case and singular, in order.
#[must_use]
pub fn latin_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    if !text.contains(is_latin) {
        return words;
    }
    let mut word = String::new();
    for letter in text.nfkc().flat_map(char::to_lowercase).chain([' ']) {
        match letter {
            'a'..='z' => word.push(letter),
            '\'' | '\u{2019}' if !word.is_empty() => word.push('\''),
            _ if word.is_empty() => {}
            _ => {
                words.push(singular(&word));
                word.clear();
            }
        }
    }
    words
}

/// The word in lower case and singular, if the text is one Latin word and nothing else.
#[must_use]
pub fn latin_word(text: &str) -> Option<String> {
    let is_word = |letter: char| letter.is_ascii_alphabetic() || matches!(letter, '\'' | '\u{2019}');
    let text: String = text.trim().nfkc().collect();
    if !text.chars().all(is_word) {
        return None;
    }
    match latin_words(&text).as_slice() {
        [word] => Some(word.clone()),
        _ => None,
    }
}

/// A lower-case word without the endings of plural and genitive. Text and query go through the same function, so that a
/// wrong singular still matches itself.
fn singular(word: &str) -> String {
    let word = word.trim_end_matches('\'');
    let word = word.strip_suffix("'s").unwrap_or(word).replace('\'', "");
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return (*singular).to_owned();
    }
    let kept = match word.len() {
        length if length > 4 && word.ends_with("ies") => return format!("{}y", &word[..length - 3]),
        length if ["sses", "xes", "ches", "shes", "zes"].iter().any(|ending| word.ends_with(ending)) => length - 2,
        length if length > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => {
            length - 1
        }
        length => length,
    };
    word[..kept].to_owned()
}

/// The forms under which a verb may be known: `moved` is `move`, `married` is `marry`, `stopping` is `stop`.
pub(crate) fn verb_forms(word: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if let Some(stem) = word.strip_suffix("ied") {
        forms.push(format!("{stem}y"));
    }
    for ending in ["ing", "ed"] {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 2) else { continue };
        forms.extend([stem.to_owned(), format!("{stem}e")]);
        let mut letters = stem.chars().rev();
        if let (Some(last), Some(before)) = (letters.next(), letters.next())
            && last == before
        {
            forms.push(stem[..stem.len() - 1].to_owned());
        }
    }
    forms
}

/// Whether an English word says nothing about what a question asks for.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_singular_and_without_the_text_around_them() {
        assert_eq!(latin_words("地方税申告手続（ｅＬＴＡＸ）"), ["eltax"]);
        assert_eq!(latin_words("Children’s medical expenses, Taxes"), ["child", "medical", "expense", "tax"]);
        assert!(latin_words("転入届").is_empty());
    }

    #[test]
    fn plurals_and_genitives_are_one_word_with_the_singular() {
        for (plural, one) in [
            ("dogs", "dog"),
            ("babies", "baby"),
            ("taxes", "tax"),
            ("addresses", "address"),
            ("driver's", "driver"),
            ("children", "child"),
            ("address", "address"),
            ("bus", "bus"),
            ("gas", "gas"),
        ] {
            assert_eq!(latin_word(plural).as_deref(), Some(one), "{plural}");
        }
        assert_eq!(latin_word("two words"), None);
        assert_eq!(latin_word("eLTAX申告"), None);
        assert_eq!(latin_word("125"), None);
    }

    #[test]
    fn a_verb_is_known_by_its_other_forms() {
        assert!(verb_forms("moved").contains(&"move".to_owned()));
        assert!(verb_forms("married").contains(&"marry".to_owned()));
        assert!(verb_forms("stopping").contains(&"stop".to_owned()));
        assert!(verb_forms("tax").is_empty());
    }
}
