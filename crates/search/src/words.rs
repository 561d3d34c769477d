//! The words of a query, and the everyday words that stand for those of the catalogue.

use std::collections::HashMap;

use domain::synonym::Synonym;
use domain::text::fold_for_search;

use crate::latin::latin_word;

/// What is looked for in the texts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Needle {
    /// A folded text, found anywhere.
    Text(String),
    /// A Latin word in lower case and singular, found where a word begins.
    Latin(String),
}

impl Needle {
    /// `None` if nothing is left of the text when it is folded.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if let Some(word) = latin_word(text) {
            return Some(Self::Latin(word));
        }
        let folded = fold_for_search(text);
        (!folded.is_empty()).then_some(Self::Text(folded))
    }

    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Latin(text) => text,
        }
    }
}

/// A synonym used by the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub needle: Needle,
    /// As written in the catalogue.
    pub shown: String,
}

/// Maps colloquial words, folded, to the terms of the catalogue.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    means: HashMap<String, (String, Vec<Meaning>)>,
    /// The most words in any entry. Queries are scanned for phrases up to this length.
    longest: usize,
}

impl Synonyms {
    /// Folds words and meanings, and merges entries for the same word.
    #[must_use]
    pub fn of(synonyms: &[Synonym]) -> Self {
        let mut all = Self::default();
        for synonym in synonyms {
            let word = fold_for_search(&synonym.word);
            if word.is_empty() {
                continue;
            }
            all.longest = all.longest.max(synonym.word.split_whitespace().count());
            let (_, means) = all.means.entry(word).or_insert_with(|| (synonym.word.clone(), Vec::new()));
            for shown in &synonym.means {
                let needle = Needle::of(shown);
                if let Some(needle) = needle.filter(|needle| means.iter().all(|meaning| meaning.needle != *needle)) {
                    means.push(Meaning { needle, shown: shown.clone() });
                }
            }
        }
        all
    }

    pub(crate) fn means(&self, word: &str) -> &[Meaning] {
        self.means.get(word).map_or(&[], |(_, means)| means)
    }

    /// The words that have synonyms, as written.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.means.values().map(|(shown, _)| shown.as_str())
    }

    /// Each word as written, with its meanings.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[Meaning])> {
        self.means.values().map(|(shown, means)| (shown.as_str(), means.as_slice()))
    }
}

/// One word or phrase of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The parts as typed. There are several if a whole phrase has a meaning. All must match …
    pub parts: Vec<Needle>,
    /// … or else one of these.
    pub means: Vec<Meaning>,
}

/// A word that a match may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// Folded.
    pub text: &'a str,
    /// Whether it is found only where a Latin word begins.
    pub is_latin: bool,
}

/// The folded words of a query. An empty query matches everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(pub(crate) Vec<Phrase>);

impl Words {
    /// The words as typed, without synonyms.
    #[must_use]
    pub fn of(query: &str) -> Self {
        Self::with(query, &Synonyms::default())
    }

    /// The words as typed, with their synonyms.
    #[must_use]
    pub fn with(query: &str, synonyms: &Synonyms) -> Self {
        let parts: Vec<(String, Needle)> = query
            .split_whitespace()
            .filter_map(|word| Some((fold_for_search(word), Needle::of(word)?)))
            .filter(|(folded, _)| !folded.is_empty())
            .collect();
        let means = |parts: &[(String, Needle)]| {
            let phrase: String = parts.iter().map(|(folded, _)| folded.as_str()).collect();
            synonyms.means(&phrase)
        };
        let mut phrases = Vec::new();
        let mut from = 0;
        while from < parts.len() {
            // Longest phrase first: "tax certificate" is more than a tax and a certificate.
            let most = synonyms.longest.clamp(1, parts.len() - from);
            let is_known = |length: &usize| !means(&parts[from..from + length]).is_empty();
            let length = (1..=most).rev().find(is_known).unwrap_or(1);
            let phrase = &parts[from..from + length];
            let needles = phrase.iter().map(|(_, needle)| needle.clone()).collect();
            phrases.push(Phrase { parts: needles, means: means(phrase).to_vec() });
            from += length;
        }
        Self(phrases)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every text that a match may contain: the folded words as typed, and their synonyms.
    pub fn iter(&self) -> impl Iterator<Item = Word<'_>> {
        let needles = self
            .0
            .iter()
            .flat_map(|phrase| phrase.parts.iter().chain(phrase.means.iter().map(|meaning| &meaning.needle)));
        needles.map(|needle| Word { text: needle.text(), is_latin: matches!(needle, Needle::Latin(_)) })
    }

    /// The synonyms that were searched for in addition to the words as typed, as written.
    pub fn meanings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|phrase| &phrase.means).map(|meaning| meaning.shown.as_str())
    }
}
