//! Search over the catalogue: text folded once when the snapshot is made, matched exactly when asked.
//!
//! A procedure is found where every word of the query is a substring of one of its fields, after both were folded
//! (`domain::text::fold_for_search`). There is no index to go out of date and no word too short to be found.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::domain::text::fold_for_search;

/// Between fields and procedures; folding never yields it, so that no match runs across.
const BOUNDARY: char = '\u{0}';

/// The fields of a procedure in which a word may be found, the best first.
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
    /// Where each field ends, in bytes from the start of the whole text.
    ends: [usize; Field::COUNT],
}

/// The searchable text of all procedures, one behind the other.
#[derive(Debug, Default)]
pub struct SearchIndex {
    text: String,
    places: Vec<Place>,
}

/// A procedure that was found, by its number in the snapshot, and where its words stood at worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub procedure: usize,
    pub field: Field,
}

/// The words of a query, folded; a query without any finds everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<String>);

impl Words {
    #[must_use]
    pub fn of(query: &str) -> Self {
        Self(query.split_whitespace().map(fold_for_search).filter(|word| !word.is_empty()).collect())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The folded words.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl SearchIndex {
    /// Adds a procedure; its number is the count of those added before. Each field may hold several texts.
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

    /// Gives back memory that growing has left over.
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

    /// Every procedure in which all words stand, in the order of their numbers.
    #[must_use]
    pub fn find(&self, words: &Words) -> Vec<Hit> {
        // The longest word is the rarest and scans the whole text; the others look only where it was found.
        let Some(rarest) = words.iter().max_by_key(|word| word.len()) else {
            return (0..self.places.len()).map(|procedure| Hit { procedure, field: Field::Name }).collect();
        };
        let finder = Finder::new(rarest);
        let others: Vec<Finder<'_>> = words.iter().filter(|word| *word != rarest).map(Finder::new).collect();
        let mut hits = Vec::new();
        let mut from = 0;
        while let Some(offset) = finder.find(&self.text.as_bytes()[from..]) {
            let byte = from + offset;
            let procedure = self.places.partition_point(|place| place.start <= byte) - 1;
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
                hits.push(Hit { procedure, field });
            }
        }
        hits
    }
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
        assert_eq!(hits.iter().map(|hit| hit.field).collect::<Vec<_>>(), [Field::Department, Field::Name]);
    }

    #[test]
    fn a_query_without_words_finds_everything() {
        assert_eq!(found(&index(&["a", "b"]), "　 "), [0, 1]);
    }

    proptest! {
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
