//! Full-text search over the catalogue. Text is folded once when the snapshot is built, and matched exactly at query
//! time.
//!
//! A procedure matches if every word of the query is a substring of one of its fields, after both are folded
//! (`domain::text::fold_for_search`). There is no index to go out of date, and no word is too short. A word with
//! synonyms matches as typed or by any synonym.

use std::collections::HashMap;
use std::ops::Range;

use domain::synonym::Synonym;
use domain::text::fold_for_search;
use memchr::memmem::Finder;

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

/// The concatenated searchable text of all procedures.
#[derive(Debug, Default)]
pub struct SearchIndex {
    text: String,
    places: Vec<Place>,
}

/// A match, with the procedure's index in the snapshot.
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
    /// Whether any word matched only by a synonym.
    pub by_synonym: bool,
}

impl Match {
    /// The match of an empty query.
    const BEST: Self = Self { field: Field::Name, by_synonym: false };

    /// Combines two words; the worse one counts.
    fn and(self, other: Self) -> Self {
        Self { field: self.field.max(other.field), by_synonym: self.by_synonym || other.by_synonym }
    }
}

/// A synonym used by the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Meaning {
    folded: String,
    /// As written in the catalogue.
    shown: String,
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
                let folded = fold_for_search(shown);
                if !folded.is_empty() && !means.iter().any(|meaning| meaning.folded == folded) {
                    means.push(Meaning { folded, shown: shown.clone() });
                }
            }
        }
        all
    }

    fn means(&self, word: &str) -> &[Meaning] {
        self.means.get(word).map_or(&[], |(_, means)| means)
    }

    /// The words that have synonyms, as written.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.means.values().map(|(shown, _)| shown.as_str())
    }
}

/// One word or phrase of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// The parts as typed, folded. There are several if a whole phrase has a meaning. All must match …
    parts: Vec<String>,
    /// … or else one of these.
    means: Vec<Meaning>,
}

/// The folded words of a query. An empty query matches everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<Word>);

impl Words {
    /// The words as typed, without synonyms.
    #[must_use]
    pub fn of(query: &str) -> Self {
        Self::with(query, &Synonyms::default())
    }

    /// The words as typed, with their synonyms.
    #[must_use]
    pub fn with(query: &str, synonyms: &Synonyms) -> Self {
        let parts: Vec<String> =
            query.split_whitespace().map(fold_for_search).filter(|word| !word.is_empty()).collect();
        let mut words = Vec::new();
        let mut from = 0;
        while from < parts.len() {
            // Longest phrase first: "tax certificate" is more than a tax and a certificate.
            let most = synonyms.longest.clamp(1, parts.len() - from);
            let length = (1..=most)
                .rev()
                .find(|length| !synonyms.means(&parts[from..from + length].concat()).is_empty())
                .unwrap_or(1);
            let phrase = &parts[from..from + length];
            words.push(Word { parts: phrase.to_vec(), means: synonyms.means(&phrase.concat()).to_vec() });
            from += length;
        }
        Self(words)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every text that a match may contain: the folded words as typed, and their synonyms.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|word| {
            word.parts.iter().map(String::as_str).chain(word.means.iter().map(|meaning| meaning.folded.as_str()))
        })
    }

    /// The synonyms that were searched for in addition to the words as typed, as written.
    pub fn meanings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|word| &word.means).map(|meaning| meaning.shown.as_str())
    }
}

impl SearchIndex {
    /// Adds a procedure. Its index is the number of procedures added before. A field may have several texts.
    pub fn add(&mut self, fields: [&[&str]; Field::COUNT]) {
        let start = self.text.len();
        let ends = fields.map(|texts| {
            for text in texts.iter().filter(|text| !text.is_empty()) {
                self.text.push_str(&fold_for_search(text).replace(BOUNDARY, ""));
                self.text.push(BOUNDARY);
            }
            self.text.len()
        });
        self.places.push(Place { start, ends });
    }

    /// Releases excess capacity.
    pub fn finish(&mut self) {
        self.text.shrink_to_fit();
        self.places.shrink_to_fit();
    }

    fn range(&self, procedure: usize) -> Range<usize> {
        let place = &self.places[procedure];
        place.start..place.ends[Field::COUNT - 1]
    }

    fn field_at(&self, procedure: usize, byte: usize) -> Field {
        let place = &self.places[procedure];
        let number = place.ends.iter().position(|end| byte < *end).unwrap_or(Field::COUNT - 1);
        Field::ALL[number]
    }

    /// All procedures that match every word, as typed or by a synonym, ordered by index.
    #[must_use]
    pub fn find(&self, words: &Words) -> Vec<Hit> {
        // Words without synonyms are searched together, so that the rarest of them leads.
        let plain: Vec<&str> = words
            .0
            .iter()
            .filter(|word| word.means.is_empty())
            .flat_map(|word| &word.parts)
            .map(String::as_str)
            .collect();
        let mut found = (!plain.is_empty() || words.is_empty()).then(|| self.find_all(&plain, false));
        for word in words.0.iter().filter(|word| !word.means.is_empty()) {
            let parts: Vec<&str> = word.parts.iter().map(String::as_str).collect();
            let mut either = self.find_all(&parts, false);
            for meaning in &word.means {
                either = joined(either, self.find_all(&[&meaning.folded], true));
            }
            found = Some(match found {
                Some(found) => in_both(found, &either),
                None => either,
            });
        }
        found.unwrap_or_default()
    }

    /// All procedures that contain every one of these words, ordered by index.
    fn find_all(&self, words: &[&str], by_synonym: bool) -> Vec<Hit> {
        // The longest word is usually the rarest and scans the whole text; the others check only its matches.
        let Some(rarest) = words.iter().max_by_key(|word| word.len()) else {
            return (0..self.places.len()).map(|procedure| Hit { procedure, matched: Match::BEST }).collect();
        };
        let finder = Finder::new(rarest);
        let others: Vec<Finder<'_>> = words.iter().filter(|word| *word != rarest).map(Finder::new).collect();
        let mut hits = Vec::new();
        let mut from = 0;
        let mut procedure = 0;
        while let Some(offset) = finder.find(&self.text.as_bytes()[from..]) {
            let byte = from + offset;
            // Matches are in order, so this pointer walks through the text once.
            while self.places.get(procedure + 1).is_some_and(|next| next.start <= byte) {
                procedure += 1;
            }
            let range = self.range(procedure);
            from = range.end;
            let mut field = self.field_at(procedure, byte);
            let all = others.iter().all(|other| {
                other.find(&self.text.as_bytes()[range.clone()]).is_some_and(|at| {
                    field = field.max(self.field_at(procedure, range.start + at));
                    true
                })
            });
            if all {
                hits.push(Hit { procedure, matched: Match { field, by_synonym } });
            }
        }
        hits
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(names: &[&str]) -> SearchIndex {
        let mut index = SearchIndex::default();
        for name in names {
            index.add([&[name], &[], &[], &[]]);
        }
        index.finish();
        index
    }

    fn found(index: &SearchIndex, query: &str) -> Vec<usize> {
        index.find(&Words::of(query)).into_iter().map(|hit| hit.procedure).collect()
    }

    #[test]
    fn one_and_two_character_words_are_found() {
        let index = index(&["地方税の申告", "転出届", "税"]);
        assert_eq!(found(&index, "税"), [0, 2]);
        assert_eq!(found(&index, "転出"), [1]);
    }

    #[test]
    fn all_words_must_match_in_any_order() {
        let index = index(&["児童手当の認定請求", "児童扶養手当の現況届", "現況届"]);
        assert_eq!(found(&index, "現況 児童"), [1]);
    }

    #[test]
    fn width_case_kana_and_radicals_make_no_difference() {
        let index = index(&["ｅＬＴＡＸ申告", "マイナンバーカード", "⼤阪府の手続"]);
        assert_eq!(found(&index, "eltax"), [0]);
        assert_eq!(found(&index, "まいなんばー"), [1]);
        assert_eq!(found(&index, "大阪"), [2]);
    }

    #[test]
    fn no_match_runs_across_two_procedures_or_fields() {
        let mut index = SearchIndex::default();
        index.add([&["転"], &["出"], &[], &[]]);
        index.add([&["届"], &[], &[], &[]]);
        assert!(found(&index, "転出").is_empty());
        assert!(found(&index, "出届").is_empty());
    }

    #[test]
    fn a_match_in_the_name_ranks_before_one_in_the_department() {
        let mut index = SearchIndex::default();
        index.add([&["転出届"], &[], &[], &["市民課"]]);
        index.add([&["市民カード"], &[], &[], &["総務課"]]);
        let hits = index.find(&Words::of("市民"));
        assert_eq!(hits.iter().map(|hit| hit.matched.field).collect::<Vec<_>>(), [Field::Department, Field::Name]);
    }

    #[test]
    fn a_query_without_words_finds_everything() {
        assert_eq!(found(&index(&["a", "b"]), "　 "), [0, 1]);
    }

    fn synonyms(entries: &[(&str, &[&str])]) -> Synonyms {
        let entry = |(word, means): &(&str, &[&str])| Synonym {
            word: (*word).to_owned(),
            means: means.iter().map(|meaning| (*meaning).to_owned()).collect(),
        };
        Synonyms::of(&entries.iter().map(entry).collect::<Vec<_>>())
    }

    #[test]
    fn a_word_is_found_by_what_it_means_however_it_was_typed() {
        let index = index(&["転入届", "転出届", "婚姻届", "引っ越しの相談"]);
        let synonyms = synonyms(&[("引っ越し", &["転入届", "転出届"]), ("ひっこし", &["転入届", "転出届"])]);
        let found = |query: &str| -> Vec<(usize, bool)> {
            let hits = index.find(&Words::with(query, &synonyms));
            hits.into_iter().map(|hit| (hit.procedure, hit.matched.by_synonym)).collect()
        };
        assert_eq!(found("引っ越し"), [(0, true), (1, true), (3, false)]);
        assert_eq!(found("ヒッコシ"), [(0, true), (1, true)]);
        assert_eq!(found("引っ越し 転出"), [(1, true)]);
    }

    #[test]
    fn a_phrase_has_a_meaning_of_its_own_and_its_words_still_count() {
        let index = index(&["課税証明書", "Certificate of tax payment", "Tax return"]);
        let synonyms = synonyms(&[("tax certificate", &["課税証明書"])]);
        let found = |query: &str| -> Vec<usize> {
            index.find(&Words::with(query, &synonyms)).into_iter().map(|hit| hit.procedure).collect()
        };
        assert_eq!(found("Tax  Certificate"), [0, 1]);
        assert_eq!(found("tax"), [1, 2]);
    }

    proptest! {
        #[test]
        fn with_synonyms_it_finds_exactly_what_a_plain_scan_with_them_finds(
            names in prop::collection::vec("[あい税転出]{0,6}", 0..12),
            entries in prop::collection::vec(("[あい税]{1,2}", prop::collection::vec("[あい税転出]{1,2}", 1..3)), 0..4),
            query in "[あい税転 ]{1,5}",
        ) {
            let index = index(&names.iter().map(String::as_str).collect::<Vec<_>>());
            let entries: Vec<Synonym> =
                entries.into_iter().map(|(word, means)| Synonym { word, means }).collect();
            let plain: Vec<usize> = names
                .iter()
                .enumerate()
                .filter(|(_, name)| query.split_whitespace().all(|word| {
                    let means = entries.iter().filter(|entry| entry.word == word).flat_map(|entry| &entry.means);
                    name.contains(word) || means.into_iter().any(|meaning| name.contains(meaning.as_str()))
                }))
                .map(|(number, _)| number)
                .collect();
            let hits = index.find(&Words::with(&query, &Synonyms::of(&entries)));
            prop_assert_eq!(hits.into_iter().map(|hit| hit.procedure).collect::<Vec<_>>(), plain);
        }

        #[test]
        fn it_finds_exactly_what_a_plain_scan_of_the_folded_text_finds(
            names in prop::collection::vec("[あいアイaA税転出 ー]{0,8}", 0..12), query in "[あいアa税転出 ]{1,5}",
        ) {
            let index = index(&names.iter().map(String::as_str).collect::<Vec<_>>());
            let words = Words::of(&query);
            let plain: Vec<usize> = names
                .iter()
                .enumerate()
                .filter(|(_, name)| words.iter().all(|word| fold_for_search(name).contains(word)))
                .map(|(number, _)| number)
                .collect();
            prop_assert_eq!(found(&index, &query), plain);
        }
    }
}
