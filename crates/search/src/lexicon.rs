//! Known words: synonyms, the names of life events, what other offices do, and the names of procedures. They are looked
//! up as Japanese text, as Latin phrases and as romaji.

use std::collections::{BTreeMap, HashMap};

use domain::elsewhere::Elsewhere;
use domain::procedure::{LifeEvent, Procedure};
use domain::text::fold_for_search;

use crate::latin::{latin_words, verb_forms};
use crate::romaji::{Key, is_kana};
use crate::spelling::words_of;
use crate::words::{Meaning, Needle, Synonyms};

/// The last letters of verbs in the forms of a dictionary and of the past, without which they are found in other forms
/// too: 生まれる and 亡くなった are also 生まれたら and 亡くなって.
const VERB_ENDINGS: [char; 10] = ['う', 'く', 'ぐ', 'す', 'つ', 'ぬ', 'ぶ', 'む', 'る', 'た'];

/// The fewest letters of romaji that may stand for the beginning of a longer word.
const MIN_ROMAJI: usize = 4;

/// The fewest letters of romaji that may stand inside a word or with an unknown ending.
const MIN_ROMAJI_INSIDE: usize = 5;

/// The most kana spellings taken for one word in romaji.
const MOST_SPELLINGS: usize = 3;

/// What a query asks about besides procedures, as indices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topics {
    pub events: Vec<usize>,
    pub elsewhere: Vec<usize>,
}

impl Topics {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.elsewhere.is_empty()
    }

    pub(crate) fn add(&mut self, other: &Self) {
        let new = |all: &mut Vec<usize>, more: &[usize]| {
            for one in more {
                if !all.contains(one) {
                    all.push(*one);
                }
            }
        };
        new(&mut self.events, &other.events);
        new(&mut self.elsewhere, &other.elsewhere);
    }
}

/// A known word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub shown: String,
    pub means: Vec<Meaning>,
    pub topics: Topics,
}

/// Known words of one kind, ready to be found in queries.
#[derive(Debug, Default)]
pub struct Lexicon {
    known: Vec<Known>,
    texts: HashMap<String, usize>,
    /// Singular words joined by spaces.
    phrases: HashMap<String, usize>,
    keys: BTreeMap<String, usize>,
    readings: Vec<(Key, String)>,
    /// Letters of the longest text.
    longest_text: usize,
    /// Words of the longest phrase.
    longest_phrase: usize,
}

impl Lexicon {
    /// What is known besides the names of procedures. It is small.
    #[must_use]
    pub fn of(synonyms: &Synonyms, life_events: &[LifeEvent], elsewhere: &[Elsewhere]) -> Self {
        let mut lexicon = Self::default();
        for (number, event) in life_events.iter().enumerate() {
            for part in parts_of(event) {
                lexicon.add(&part, |known| known.topics.add(&Topics { events: vec![number], elsewhere: Vec::new() }));
            }
        }
        for (number, entry) in elsewhere.iter().enumerate() {
            for word in [&entry.title.ja, &entry.title.en].into_iter().chain(&entry.words) {
                lexicon.add(word, |known| {
                    if !known.topics.elsewhere.contains(&number) {
                        known.topics.elsewhere.push(number);
                    }
                });
            }
        }
        for (word, means) in synonyms.iter() {
            // A word that means a life event is about that event too.
            let mut topics = Topics::default();
            for meaning in means {
                if let Some(known) = lexicon.find(&meaning.shown) {
                    topics.add(&Topics { events: known.topics.events.clone(), elsewhere: Vec::new() });
                }
            }
            lexicon.add(word, |known| {
                known.means = means.to_vec();
                known.topics.add(&topics);
            });
        }
        lexicon
    }

    /// The words of the names of procedures, and their readings.
    #[must_use]
    pub fn of_names(procedures: &[Procedure]) -> Self {
        let mut lexicon = Self::default();
        for procedure in procedures {
            for word in words_of(&procedure.name.ja).into_iter().filter(|word| word.chars().count() >= 2) {
                lexicon.add(word, |_| {});
            }
            // A reading may have marks between its words.
            let kana = fold_for_search(&procedure.kana);
            for part in kana.split(|letter: char| !is_kana(letter.encode_utf8(&mut [0; 4]))) {
                lexicon.readings.extend(Key::of_kana(part).map(|key| (key, part.to_owned())));
            }
        }
        lexicon
    }

    fn add(&mut self, word: &str, change: impl FnOnce(&mut Known)) {
        let folded = fold_for_search(word);
        let words = latin_words(word);
        if folded.is_empty() {
            return;
        }
        let is_latin = folded.chars().all(|letter| letter.is_ascii_lowercase() || matches!(letter, '\'' | '’' | 'ー'));
        let next = self.known.len();
        let place = if is_latin && !words.is_empty() {
            self.longest_phrase = self.longest_phrase.max(words.len());
            *self.phrases.entry(words.join(" ")).or_insert(next)
        } else {
            self.longest_text = self.longest_text.max(folded.chars().count());
            if let Some(key) = Key::of_kana(&folded) {
                self.keys.entry(key.text().to_owned()).or_insert(next);
            }
            let place = *self.texts.entry(folded.clone()).or_insert(next);
            // The known word itself counts before the stem of another one.
            if let Some(stem) = stem_of(&folded) {
                self.texts.entry(stem.to_owned()).or_insert(place);
            }
            place
        };
        if place == next {
            self.known.push(Known { shown: word.to_owned(), ..Known::default() });
        }
        change(&mut self.known[place]);
    }

    /// A word as it is written.
    fn find(&self, word: &str) -> Option<&Known> {
        self.text(&fold_for_search(word)).or_else(|| self.phrase(&latin_words(word)))
    }

    pub(crate) const fn longest_text(&self) -> usize {
        self.longest_text
    }

    pub(crate) const fn longest_phrase(&self) -> usize {
        self.longest_phrase
    }

    /// A folded Japanese text.
    pub(crate) fn text(&self, folded: &str) -> Option<&Known> {
        self.texts.get(folded).map(|place| &self.known[*place])
    }

    /// Singular Latin words.
    pub(crate) fn phrase(&self, words: &[String]) -> Option<&Known> {
        let found = |words: &str| self.phrases.get(words).map(|place| &self.known[*place]);
        found(&words.join(" ")).or_else(|| match words {
            [word] => verb_forms(word).iter().find_map(|form| found(form)),
            _ => None,
        })
    }

    /// A word with exactly this key.
    pub(crate) fn romaji(&self, key: &str) -> Option<&Known> {
        self.keys.get(key).map(|place| &self.known[*place])
    }

    /// A word that the romaji begins with, as `umaretara` begins with `umareta`, or that begins with the romaji, as
    /// `hikkoshi` begins with `hikko`.
    pub(crate) fn romaji_near(&self, key: &str) -> Option<&Known> {
        let begins = |length: &usize| key.is_char_boundary(*length) && self.keys.contains_key(&key[..*length]);
        let length = (MIN_ROMAJI_INSIDE..key.len()).rev().find(begins);
        if let Some(length) = length {
            return self.romaji(&key[..length]);
        }
        let (_, place) = self.keys.range(key.to_owned()..).next().filter(|(found, _)| found.starts_with(key))?;
        (key.len() >= MIN_ROMAJI).then(|| &self.known[*place])
    }

    /// The kana of readings that have this key in them, at the beginning or, if it is long enough, inside.
    pub(crate) fn readings(&self, key: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        if key.len() < MIN_ROMAJI {
            return found;
        }
        for (reading, kana) in &self.readings {
            let range = reading.find(key).filter(|range| range.start == 0 || key.len() >= MIN_ROMAJI_INSIDE);
            if let Some(range) = range
                && !found.contains(&&kana[range.clone()])
            {
                found.push(&kana[range]);
                if found.len() == MOST_SPELLINGS {
                    break;
                }
            }
        }
        found
    }
}

/// What a life event may be called: 妊娠・出産 is 妊娠 and 出産.
fn parts_of(event: &LifeEvent) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for name in [&event.name.ja, &event.kana, &event.name.easy] {
        let (name, _) = name.split_once(['（', '(']).unwrap_or((name, ""));
        // The whole name too, as synonyms may give it.
        parts.extend(name.split('・').chain([name]).map(str::to_owned));
    }
    parts.extend(event.name.en.split([',', '/']).flat_map(|part| part.split(" and ")).map(str::to_owned));
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| part.chars().count() >= 2).collect()
}

/// A verb without its ending, if enough of it is left to be told from other words.
fn stem_of(folded: &str) -> Option<&str> {
    let stem = folded.strip_suffix(VERB_ENDINGS)?;
    let needed = if is_kana(stem) { 4 } else { 2 };
    (stem.chars().count() >= needed).then_some(stem)
}

impl Known {
    /// What is looked for: the word as it was found, then its meanings.
    pub(crate) fn needles(&self, found: &str) -> Vec<Meaning> {
        let typed = Needle::of(found).map(|needle| Meaning { needle, shown: found.to_owned() });
        typed.into_iter().chain(self.means.iter().cloned()).collect()
    }
}
