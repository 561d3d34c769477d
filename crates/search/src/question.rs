//! Understanding a query that matches nothing as typed: known words inside a sentence, romaji, and the nearest spelling.

use std::collections::BTreeMap;
use std::ops::Range;

use domain::procedure::{LifeEvent, Procedure};
use domain::text::fold_for_search;
use strsim::osa_distance;
use unicode_normalization::UnicodeNormalization;

use crate::index::{Field, Match, SearchIndex};
use crate::latin::{is_stop_word, latin_words};
use crate::lexicon::{Known, Lexicon, Topics};
use crate::romaji::{Key, is_kana};
use crate::spelling::Spelling;
use crate::words::{Meaning, Needle, Phrase, Words};

/// Words of a question that are looked for. A longer one is understood by its first words.
const MOST_TERMS: usize = 8;

/// Words in romaji that may be one word together, as in `kokumin kenko hoken`.
const LONGEST_ROMAJI: usize = 5;

/// Particles that may follow a short word in kana.
const PARTICLES: &str = "がのをはにでともへやか";

/// A word that is in more than one procedure in this many says little beside other words.
const COMMON: usize = 5;

/// Procedures with less than this part of the best score are left out.
const KEPT: f64 = 0.34;

/// A catalogue and what is known of its words. Names and spellings are built when they are first needed.
pub struct Catalogue<'a> {
    pub index: &'a SearchIndex,
    pub lexicon: &'a Lexicon,
    pub names: &'a dyn Fn() -> &'a Lexicon,
    pub spelling: &'a dyn Fn() -> &'a Spelling,
    pub procedures: &'a [Procedure],
    pub life_events: &'a [LifeEvent],
}

impl std::fmt::Debug for Catalogue<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Catalogue").field("procedures", &self.index.len()).finish_non_exhaustive()
    }
}

/// A procedure that a query may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub procedure: usize,
    /// Higher is better.
    pub score: u32,
}

/// What a query was taken to mean.
#[derive(Debug, Default)]
pub struct Understanding {
    /// Ordered by index.
    pub found: Vec<Found>,
    /// The words that were looked for, as they are known.
    pub terms: Vec<String>,
    /// The same with their meanings, for highlighting.
    pub words: Words,
    pub topics: Topics,
    /// Whether something that others do is asked for by a word that names nothing in the catalogue.
    pub elsewhere_leads: bool,
    /// Whether the words are only similar to those that were typed.
    pub is_nearest: bool,
}

impl Understanding {
    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty() && self.topics.is_empty()
    }
}

/// A known word of a query.
struct Term {
    shown: String,
    needles: Vec<Meaning>,
    topics: Topics,
    /// Letters of the query that it covers.
    length: usize,
}

/// A query, taken apart.
#[derive(Default)]
struct Question {
    terms: Vec<Term>,
    /// Words that are not known, as typed.
    unknown: Vec<String>,
    /// Letters of the whole query, without words that say nothing.
    length: usize,
}

/// Consecutive words of one script.
enum Run {
    /// Folded, without spaces, and where words begin in it.
    Japanese {
        text: String,
        starts: Vec<usize>,
    },
    Latin(Vec<String>),
}

impl Catalogue<'_> {
    /// What a query that matches as typed is also about: a life event or what others do, if its words are at least half
    /// of the query.
    #[must_use]
    pub fn topics(&self, query: &str) -> Topics {
        let question = self.take_apart(query, None);
        let mut topics = Topics::default();
        let about = question.terms.iter().filter(|term| !term.topics.is_empty());
        if about.clone().map(|term| term.length).sum::<usize>() * 2 >= question.length {
            about.for_each(|term| topics.add(&term.topics));
        }
        topics
    }

    fn take_apart(&self, query: &str, names: Option<&Lexicon>) -> Question {
        let mut question = Question::default();
        for run in runs(query) {
            match run {
                Run::Japanese { text, starts } => self.japanese(&text, &starts, names, &mut question),
                Run::Latin(words) => self.latin(&words, names, &mut question),
            }
        }
        question.terms.truncate(MOST_TERMS);
        question
    }

    /// The longest known words of a Japanese text, from its beginning to its end. What is between them is passed over.
    fn japanese(&self, text: &str, starts: &[usize], names: Option<&Lexicon>, question: &mut Question) {
        let letters: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let count = letters.len() - 1;
        question.length += count;
        let longest = names.map_or(0, Lexicon::longest_text).max(self.lexicon.longest_text());
        let known_before = question.terms.len();
        let mut place = 0;
        while place < count {
            let lengths = (1..=longest.min(count - place)).rev();
            let term = lengths.into_iter().find_map(|length| {
                let range = letters[place]..letters[place + length];
                // A known word with spaces in it begins where a word of the query does.
                let is_split = starts.iter().any(|start| range.start < *start && *start < range.end);
                if (is_split && !starts.contains(&range.start)) || !stands_alone(text, &range, starts) {
                    return None;
                }
                let found = &text[range];
                let known = self.lexicon.text(found).or_else(|| names?.text(found))?;
                Some(Term { length, ..Term::of(known, found) })
            });
            place += term.as_ref().map_or(1, |term| term.length);
            question.terms.extend(term);
        }
        if question.terms.len() == known_before {
            let ends = starts.iter().skip(1).copied().chain([text.len()]);
            question.unknown.extend(starts.iter().zip(ends).map(|(start, end)| text[*start..end].to_owned()));
        }
    }

    /// Known phrases, words of the catalogue, and romaji.
    fn latin(&self, words: &[String], names: Option<&Lexicon>, question: &mut Question) {
        let singular: Vec<String> =
            words.iter().map(|word| latin_words(word).into_iter().next().unwrap_or_else(|| word.clone())).collect();
        let length = |range: Range<usize>| words[range].iter().map(String::len).sum::<usize>();
        let mut place = 0;
        while place < words.len() {
            let rest = words.len() - place;
            let mut phrases = (1..=self.lexicon.longest_phrase().min(rest)).rev();
            let phrase = phrases.find_map(|count| {
                let known = self.lexicon.phrase(&singular[place..place + count])?;
                let range = place..place + count;
                Some((count, Term { length: length(range), ..Term::of(known, &known.shown) }))
            });
            let word = &singular[place];
            let is_english = is_stop_word(word) || self.index.has_latin(word);
            let found = phrase.or_else(|| {
                if is_english {
                    return None;
                }
                (1..=LONGEST_ROMAJI.min(rest)).rev().find_map(|count| {
                    let key = Key::of_romaji(&words[place..place + count].concat())?;
                    let term = self.romaji(key.text(), names)?;
                    Some((count, Term { length: length(place..place + count), ..term }))
                })
            });
            if let Some((count, term)) = found {
                question.length += term.length;
                question.terms.push(term);
                place += count;
                continue;
            }
            place += 1;
            if is_stop_word(word) {
                continue;
            }
            question.length += word.len();
            let forms = || crate::latin::verb_forms(word).into_iter().find(|form| self.index.has_latin(form));
            match if is_english { Some(word.clone()) } else { forms() } {
                Some(word) => question.terms.push(Term {
                    needles: vec![Meaning { needle: Needle::Latin(word.clone()), shown: word.clone() }],
                    length: word.len(),
                    shown: word,
                    topics: Topics::default(),
                }),
                None => question.unknown.push(word.clone()),
            }
        }
    }

    fn romaji(&self, key: &str, names: Option<&Lexicon>) -> Option<Term> {
        if let Some(known) = self.lexicon.romaji(key) {
            return Some(Term::of(known, &known.shown));
        }
        let readings = names.map(|names| names.readings(key)).unwrap_or_default();
        if let Some(first) = readings.first() {
            let needles = readings
                .iter()
                .map(|kana| Meaning { needle: Needle::Text((*kana).to_owned()), shown: (*kana).to_owned() })
                .collect();
            return Some(Term { shown: (*first).to_owned(), needles, topics: Topics::default(), length: 0 });
        }
        self.lexicon.romaji_near(key).map(|known| Term::of(known, &known.shown))
    }

    /// Scores the procedures by the terms that they match.
    fn score(&self, terms: Vec<Term>, is_listed: &dyn Fn(usize) -> bool) -> Understanding {
        let mut understanding = Understanding::default();
        let all = self.index.len();
        let mut scored: Vec<(Term, Vec<(usize, f64)>)> = Vec::new();
        for term in terms {
            let mut best: BTreeMap<usize, f64> = BTreeMap::new();
            let mut is_named = false;
            for (place, meaning) in term.needles.iter().enumerate() {
                for hit in self.index.find_all(&[&meaning.needle], place) {
                    if is_listed(hit.procedure) {
                        is_named |= hit.matched.field == Field::Name;
                        let weight = weight(hit.matched);
                        let known = best.entry(hit.procedure).or_default();
                        *known = known.max(weight);
                    }
                }
            }
            for event in &term.topics.events {
                let code = &self.life_events[*event].code;
                for (number, procedure) in self.procedures.iter().enumerate() {
                    if procedure.life_events.contains(code) && is_listed(number) {
                        best.entry(number).or_insert(0.5);
                    }
                }
            }
            understanding.topics.add(&term.topics);
            understanding.elsewhere_leads |= !term.topics.elsewhere.is_empty() && !is_named;
            scored.push((term, best.into_iter().collect()));
        }
        let is_common = |hits: &[(usize, f64)]| hits.len() * COMMON > all.max(20);
        let has_rare =
            scored.iter().any(|(term, hits)| !term.topics.is_empty() || (!hits.is_empty() && !is_common(hits)));
        if has_rare {
            scored.retain(|(term, hits)| !term.topics.is_empty() || !is_common(hits));
        }
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for (_, hits) in &scored {
            #[allow(clippy::cast_precision_loss, reason = "a catalogue has fewer procedures than a float counts")]
            let rarity = (1.0 + all as f64 / (1 + hits.len()) as f64).ln();
            for (procedure, weight) in hits {
                *scores.entry(*procedure).or_default() += weight * rarity;
            }
        }
        let best = scores.values().copied().fold(0.0, f64::max);
        let kept = scores.into_iter().filter(|(_, score)| *score >= best * KEPT);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score is small and not negative")]
        let found = kept.map(|(procedure, score)| Found { procedure, score: (score * 1_000.0) as u32 });
        understanding.found = found.collect();
        understanding.terms = scored.iter().map(|(term, _)| term.shown.clone()).collect();
        let phrases = scored.into_iter().filter_map(|(term, _)| {
            let mut needles = term.needles.into_iter();
            Some(Phrase { parts: vec![needles.next()?.needle], means: needles.collect() })
        });
        understanding.words = Words(phrases.collect());
        understanding
    }

    /// The nearest known spelling of a word that is not known. A short Latin word is near to too many.
    fn nearest(&self, unknown: &[String]) -> Option<String> {
        let is_long = |word: &&String| {
            let least = if word.is_ascii() { 5 } else { 3 };
            word.chars().count() >= least
        };
        // Letters say less than kana: one in four of them may differ.
        let is_near = |word: &str, known: &str| {
            !word.is_ascii() || osa_distance(word, &fold_for_search(known)) * 4 <= word.chars().count()
        };
        let near =
            |word: &String| (self.spelling)().suggestions_for(word, 1).into_iter().find(|known| is_near(word, known));
        unknown.iter().filter(is_long).find_map(near)
    }
}

/// What a query means that matches nothing as typed. `is_listed` says which procedures may be shown.
#[must_use]
pub fn understand(catalogue: &Catalogue<'_>, query: &str, is_listed: &dyn Fn(usize) -> bool) -> Understanding {
    let names = (catalogue.names)();
    let question = catalogue.take_apart(query, Some(names));
    let understanding = catalogue.score(question.terms, is_listed);
    if !understanding.is_empty() {
        return understanding;
    }
    let Some(nearest) = catalogue.nearest(&question.unknown) else { return Understanding::default() };
    let question = catalogue.take_apart(&nearest, Some(names));
    let understanding = catalogue.score(question.terms, is_listed);
    if understanding.is_empty() {
        return Understanding::default();
    }
    Understanding { is_nearest: true, terms: vec![nearest], ..understanding }
}

impl Term {
    fn of(known: &Known, found: &str) -> Self {
        Self { shown: known.shown.clone(), needles: known.needles(found), topics: known.topics.clone(), length: 0 }
    }
}

fn weight(matched: Match) -> f64 {
    let field = match matched.field {
        Field::Name => 4.0,
        Field::Summary => 2.0,
        Field::LegalBasis | Field::Department => 1.0,
    };
    let meaning = [1.0, 1.0, 0.9, 0.8, 0.7].get(matched.meaning).copied().unwrap_or(0.6);
    let part = if matched.is_part { 0.8 } else { 1.0 };
    let inside = if matched.is_inside { 1.0 } else { 1.15 };
    field * meaning * part * inside
}

/// The words of a query, grouped by script. Punctuation and emoji separate words.
fn runs(query: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut word = String::new();
    let mut is_latin = false;
    let mut end = |word: &mut String, is_latin: bool| {
        let taken = std::mem::take(word);
        if taken.is_empty() {
            return;
        }
        match (runs.last_mut(), is_latin) {
            (Some(Run::Latin(words)), true) => words.push(taken.trim_end_matches(['\'', '’']).to_owned()),
            (_, true) => runs.push(Run::Latin(vec![taken.trim_end_matches(['\'', '’']).to_owned()])),
            (last, false) => {
                let folded = fold_for_search(&taken);
                if folded.is_empty() {
                } else if let Some(Run::Japanese { text, starts }) = last {
                    starts.push(text.len());
                    text.push_str(&folded);
                } else {
                    runs.push(Run::Japanese { text: folded, starts: vec![0] });
                }
            }
        }
    };
    for letter in query.nfkc().flat_map(char::to_lowercase) {
        let is_long_mark = matches!(letter, 'ー' | '-' | '‐' | '−' | '―') && !is_latin && !word.is_empty();
        // A vowel with a mark is romaji with a long vowel.
        let begins_latin =
            letter.is_ascii_alphabetic() || matches!(letter, 'ā' | 'ī' | 'ū' | 'ē' | 'ō' | 'â' | 'î' | 'û' | 'ê' | 'ô');
        let goes_on = begins_latin || (is_latin && !word.is_empty() && matches!(letter, '\'' | '’'));
        if goes_on || letter.is_alphanumeric() || is_long_mark {
            if !word.is_empty() && is_latin != goes_on {
                end(&mut word, is_latin);
            }
            is_latin = goes_on;
            word.push(letter);
        } else {
            end(&mut word, is_latin);
        }
    }
    end(&mut word, is_latin);
    runs
}

/// Whether a known word in a text is likely to be that word. A short word in kana stands between words or before a
/// particle, and a single ideograph beside no other.
fn stands_alone(text: &str, range: &Range<usize>, starts: &[usize]) -> bool {
    let (before, after) = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    let begins = starts.contains(&range.start);
    let ends = after.is_none() || starts.contains(&range.end);
    let found = &text[range.clone()];
    let is_ideograph = |letter: Option<char>| letter.is_some_and(|letter| matches!(letter, '\u{4E00}'..='\u{9FFF}'));
    match found.chars().count() {
        1 => !is_kana(found) && (begins || !is_ideograph(before)) && (ends || !is_ideograph(after)),
        2 if is_kana(found) => {
            let is_particle = |letter: Option<char>| letter.is_some_and(|letter| PARTICLES.contains(letter));
            (begins || is_ideograph(before) || is_particle(before)) && (ends || is_particle(after))
        }
        _ => true,
    }
}
