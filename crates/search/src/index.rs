//! The texts of the catalogue, folded once when a snapshot is built and matched exactly at query time.
//!
//! A procedure matches if it contains every word of the query. A Japanese word matches as a substring of a field, after
//! both are folded (`domain::text::fold_for_search`): there is no index to go out of date, and no word is too short. A
//! Latin word matches where a word begins. A word with synonyms matches as typed or by any synonym.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use domain::procedure::{Department, Procedure};
use domain::reading::{plain_text, read_text};
use domain::text::fold_for_search;
use memchr::memmem::Finder;

use crate::latin::{MIN_BEGINNING, is_latin, latin_words};
use crate::words::{Needle, Words};

/// Separates fields and procedures. Folding never produces it, so no match crosses a boundary.
const BOUNDARY: char = '\u{0}';

/// The searchable fields of a procedure, most relevant first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The name in each language, and its reading.
    Name,
    /// The summary in each language.
    Summary,
    LegalBasis,
    Department,
}

impl Field {
    const COUNT: usize = 4;
    const ALL: [Self; Self::COUNT] = [Self::Name, Self::Summary, Self::LegalBasis, Self::Department];
}

#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    /// End of each field, as a byte offset into the whole text.
    ends: [usize; Field::COUNT],
}

/// Where a Latin word occurs.
#[derive(Debug, Clone, Copy)]
struct LatinPlace {
    procedure: usize,
    field: Field,
    /// Whether the text begins with it.
    begins: bool,
}

/// The concatenated searchable text of all procedures, and their Latin words.
#[derive(Debug, Default)]
pub struct SearchIndex {
    text: String,
    places: Vec<Place>,
    latin: BTreeMap<String, Vec<LatinPlace>>,
}

/// A match, with the procedure's index in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub procedure: usize,
    pub matched: Match,
}

/// The quality of a match; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// The least relevant field in which a word matched.
    pub field: Field,
    /// 0 if every word matched as typed, otherwise the place of the synonym in its list, from 1.
    pub meaning: usize,
    /// Whether a Latin word matched only the beginning of a longer one.
    pub is_part: bool,
    /// Whether no word matched where a text begins: 死亡届 is about the word 死亡, 犬の死亡届 has it inside.
    pub is_inside: bool,
}

impl Match {
    /// The match of an empty query.
    const BEST: Self = Self { field: Field::Name, meaning: 0, is_part: false, is_inside: false };

    /// Combines two words; the worse one counts.
    fn and(self, other: Self) -> Self {
        Self {
            field: self.field.max(other.field),
            meaning: self.meaning.max(other.meaning),
            is_part: self.is_part || other.is_part,
            is_inside: self.is_inside && other.is_inside,
        }
    }
}

/// A word besides the leading one, ready to be looked up in one procedure.
enum Matcher<'n> {
    Text(Box<Finder<'n>>),
    /// Its matches, ordered by procedure.
    Latin(Vec<Hit>),
}

impl SearchIndex {
    /// The index of a catalogue, in its order.
    #[must_use]
    pub fn of(procedures: &[Procedure], departments: &[Department]) -> Self {
        let departments: BTreeMap<&str, &Department> =
            departments.iter().map(|department| (department.code.as_str(), department)).collect();
        let mut index = Self::default();
        for procedure in procedures {
            let department = procedure.department.as_ref().and_then(|code| departments.get(code.as_str()));
            let names = department.map_or(["", ""], |department| [&department.name, &department.name_en]);
            index.add([
                &[&procedure.name.ja, &procedure.kana, &procedure.name.easy, &procedure.name.en],
                &[&procedure.summary.ja, &procedure.summary.easy, &procedure.summary.en],
                &[&procedure.legal_basis],
                &names,
            ]);
        }
        index.text.shrink_to_fit();
        index.places.shrink_to_fit();
        index.latin.values_mut().for_each(Vec::shrink_to_fit);
        index
    }

    /// Adds a procedure. Its index is the number of procedures added before. A field may have several texts.
    fn add(&mut self, fields: [&[&str]; Field::COUNT]) {
        let (start, procedure) = (self.text.len(), self.places.len());
        let mut ends = [0; Field::COUNT];
        for (number, texts) in fields.into_iter().enumerate() {
            for text in texts.iter().filter(|text| !text.is_empty()) {
                self.push_text(&plain_text(text));
                // A text that carries readings is also found by them.
                if let Cow::Owned(read) = read_text(text) {
                    self.push_text(&read);
                }
                let text = plain_text(text);
                let begins_latin = text.trim_start().starts_with(is_latin);
                for (place, word) in latin_words(&text).into_iter().enumerate() {
                    let begins = place == 0 && begins_latin;
                    self.add_latin(word, LatinPlace { procedure, field: Field::ALL[number], begins });
                }
            }
            ends[number] = self.text.len();
        }
        self.places.push(Place { start, ends });
    }

    fn push_text(&mut self, text: &str) {
        self.text.push_str(&fold_for_search(text).replace(BOUNDARY, ""));
        self.text.push(BOUNDARY);
    }

    /// Keeps one place for each procedure, the best. Fields are added most relevant first.
    fn add_latin(&mut self, word: String, place: LatinPlace) {
        let places = self.latin.entry(word).or_default();
        match places.last_mut() {
            Some(last) if last.procedure == place.procedure => {
                last.begins |= place.begins && last.field == place.field;
            }
            _ => places.push(place),
        }
    }

    /// The number of procedures.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn range(&self, procedure: usize) -> Range<usize> {
        let place = &self.places[procedure];
        place.start..place.ends[Field::COUNT - 1]
    }

    fn text_match(&self, procedure: usize, byte: usize, meaning: usize) -> Match {
        let place = &self.places[procedure];
        let number = place.ends.iter().position(|end| byte < *end).unwrap_or(Field::COUNT - 1);
        let is_inside = byte > 0 && self.text.as_bytes()[byte - 1] != 0;
        Match { field: Field::ALL[number], meaning, is_part: false, is_inside }
    }

    /// Whether any text has this Latin word, or one that begins with it.
    pub(crate) fn has_latin(&self, word: &str) -> bool {
        self.latin.contains_key(word)
            || (word.len() >= MIN_BEGINNING
                && self.latin.range(word.to_owned()..).next().is_some_and(|(found, _)| found.starts_with(word)))
    }

    fn latin_hits(&self, word: &str, meaning: usize) -> Vec<Hit> {
        let whole = self.latin.get_key_value(word);
        let longer = self.latin.range(word.to_owned()..).take_while(|(found, _)| found.starts_with(word));
        let longer = (word.len() >= MIN_BEGINNING).then_some(longer).into_iter().flatten();
        let mut hits: Vec<Hit> = whole
            .into_iter()
            .chain(longer)
            .flat_map(|(found, places)| places.iter().map(move |place| (found.len() > word.len(), place)))
            .map(|(is_part, place)| {
                let matched = Match { field: place.field, meaning, is_part, is_inside: !place.begins };
                Hit { procedure: place.procedure, matched }
            })
            .collect();
        hits.sort_unstable_by_key(|hit| (hit.procedure, hit.matched));
        hits.dedup_by_key(|hit| hit.procedure);
        hits
    }

    /// All procedures that match every word, as typed or by a synonym, ordered by index.
    #[must_use]
    pub fn find(&self, words: &Words) -> Vec<Hit> {
        // Words without synonyms are searched together, so that the rarest of them leads.
        let plain: Vec<&Needle> =
            words.0.iter().filter(|phrase| phrase.means.is_empty()).flat_map(|phrase| &phrase.parts).collect();
        let mut found = (!plain.is_empty() || words.is_empty()).then(|| self.find_all(&plain, 0));
        for phrase in words.0.iter().filter(|phrase| !phrase.means.is_empty()) {
            let parts: Vec<&Needle> = phrase.parts.iter().collect();
            // Words scattered over a text are less than what the phrase means.
            let as_typed = if parts.len() > 1 { phrase.means.len() + 1 } else { 0 };
            let mut either = self.find_all(&parts, as_typed);
            for (place, meaning) in phrase.means.iter().enumerate() {
                either = joined(either, self.find_all(&[&meaning.needle], place + 1));
            }
            found = Some(match found {
                Some(found) => in_both(found, &either),
                None => either,
            });
        }
        found.unwrap_or_default()
    }

    /// All procedures that contain every one of these words, ordered by index.
    pub(crate) fn find_all(&self, needles: &[&Needle], meaning: usize) -> Vec<Hit> {
        // Latin words are looked up. Among texts, the longest is usually the rarest and scans everything; the others
        // check only its matches.
        let lead = needles.iter().enumerate().max_by_key(|(_, needle)| match needle {
            Needle::Latin(_) => usize::MAX,
            Needle::Text(text) => text.len(),
        });
        let Some((lead, needle)) = lead else {
            return (0..self.places.len()).map(|procedure| Hit { procedure, matched: Match::BEST }).collect();
        };
        let others: Vec<Matcher<'_>> = needles
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != lead)
            .map(|(_, needle)| match needle {
                Needle::Text(text) => Matcher::Text(Box::new(Finder::new(text))),
                Needle::Latin(word) => Matcher::Latin(self.latin_hits(word, meaning)),
            })
            .collect();
        let whole = |hit: Hit| {
            let matches = others.iter().map(|other| self.matched_in(other, hit.procedure, meaning));
            let matched = matches.into_iter().try_fold(hit.matched, |all, one| Some(all.and(one?)))?;
            Some(Hit { matched, ..hit })
        };
        let text = match needle {
            Needle::Latin(word) => return self.latin_hits(word, meaning).into_iter().filter_map(whole).collect(),
            Needle::Text(text) => text,
        };
        let finder = Finder::new(text);
        let mut hits = Vec::new();
        let mut from = 0;
        let mut procedure = 0;
        while let Some(offset) = finder.find(&self.text.as_bytes()[from..]) {
            let byte = from + offset;
            // Matches are in order, so this pointer walks through the text once.
            while self.places.get(procedure + 1).is_some_and(|next| next.start <= byte) {
                procedure += 1;
            }
            from = self.range(procedure).end;
            hits.extend(whole(Hit { procedure, matched: self.text_match(procedure, byte, meaning) }));
        }
        hits
    }

    fn matched_in(&self, matcher: &Matcher<'_>, procedure: usize, meaning: usize) -> Option<Match> {
        match matcher {
            Matcher::Text(finder) => {
                let range = self.range(procedure);
                let at = finder.find(&self.text.as_bytes()[range.clone()])?;
                Some(self.text_match(procedure, range.start + at, meaning))
            }
            Matcher::Latin(hits) => {
                let place = hits.binary_search_by_key(&procedure, |hit| hit.procedure).ok()?;
                Some(hits[place].matched)
            }
        }
    }
}

/// The union of two lists, keeping the better match of each procedure. Both are ordered by index.
fn joined(left: Vec<Hit>, right: Vec<Hit>) -> Vec<Hit> {
    let mut all: Vec<Hit> = left;
    all.extend(right);
    all.sort_unstable_by_key(|hit| (hit.procedure, hit.matched));
    all.dedup_by_key(|hit| hit.procedure);
    all
}

/// The intersection of two lists. Both are ordered by index.
fn in_both(left: Vec<Hit>, right: &[Hit]) -> Vec<Hit> {
    left.into_iter()
        .filter_map(|hit| {
            let place = right.binary_search_by_key(&hit.procedure, |other| other.procedure).ok()?;
            Some(Hit { procedure: hit.procedure, matched: hit.matched.and(right[place].matched) })
        })
        .collect()
}

#[cfg(test)]
mod tests;
