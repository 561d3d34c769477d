//! Search words drawn from a catalogue with a seed, and a plain scan to compare the search with. Shared by the test in
//! `tests/corpus.rs` and the benchmark in `benches/search.rs`.

#![allow(dead_code, reason = "each user takes a part of it")]

use std::collections::BTreeSet;

use domain::synonym::Synonym;
use domain::text::fold_for_search;
use search::{MIN_BEGINNING, latin_word, latin_words};
use store::Db;
use store::synonyms::list_synonyms;
use tetsuzuki::server::read_model::snapshot::Snapshot;

/// Kinds of search words, each difficult in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    One,
    Two,
    Three,
    /// Two words of one procedure, of one to three characters each.
    Mixed,
    /// Characters of the catalogue in an order that occurs nowhere in it.
    Absent,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::One, Self::Two, Self::Three, Self::Mixed, Self::Absent];

    pub const fn name(self) -> &'static str {
        match self {
            Self::One => "one character",
            Self::Two => "two characters",
            Self::Three => "three characters",
            Self::Mixed => "two words",
            Self::Absent => "absent",
        }
    }
}

/// Pseudo-random numbers, the same in every run: splitmix64.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }
}

/// The folded searchable fields of every procedure, and the synonyms.
#[derive(Debug)]
pub struct PlainScan {
    /// A folded word with its folded meanings.
    synonyms: Vec<(String, Vec<String>)>,
    fields: Vec<Vec<String>>,
    /// The Latin words of each field.
    latin: Vec<Vec<Vec<String>>>,
    raw: Vec<Vec<String>>,
}

impl PlainScan {
    /// Reads the fields of a snapshot and the synonyms of its database.
    pub async fn of(snapshot: &Snapshot, db: &Db) -> Self {
        let synonyms = list_synonyms(&mut db.read().await.expect("a database")).await.expect("its synonyms");
        Self::with(snapshot, &synonyms)
    }

    fn with(snapshot: &Snapshot, synonyms: &[Synonym]) -> Self {
        let raw: Vec<Vec<String>> = snapshot
            .procedures
            .iter()
            .map(|procedure| {
                let department = procedure.department.as_ref().and_then(|code| snapshot.department(code));
                [
                    procedure.name.ja.as_str(),
                    &procedure.name.easy,
                    &procedure.name.en,
                    &procedure.kana,
                    &procedure.summary.ja,
                    &procedure.summary.easy,
                    &procedure.summary.en,
                    &procedure.legal_basis,
                    department.map_or("", |department| &department.name),
                    department.map_or("", |department| &department.name_en),
                ]
                .into_iter()
                .filter(|field| !field.is_empty())
                .map(str::to_owned)
                .collect()
            })
            .collect();
        let fields = raw.iter().map(|fields| fields.iter().map(|field| fold_for_search(field)).collect()).collect();
        let synonyms = synonyms
            .iter()
            .map(|entry| {
                let means = entry.means.iter().map(|meaning| fold_for_search(meaning)).collect();
                (fold_for_search(&entry.word), means)
            })
            .collect();
        let latin = raw.iter().map(|fields| fields.iter().map(|field| latin_words(field)).collect()).collect();
        Self { synonyms, fields, latin, raw }
    }

    /// The numbers of the procedures that contain each word, or one of its synonyms, in some field. Two words that have
    /// a synonym together count as one.
    pub fn find(&self, query: &str) -> Vec<usize> {
        let words: Vec<String> = query.split_whitespace().map(fold_for_search).collect();
        assert!(words.len() <= 2, "the scan knows phrases of two words");
        let means = |word: &str| -> Vec<&String> {
            self.synonyms.iter().filter(|(known, _)| known == word).flat_map(|(_, means)| means).collect()
        };
        let together = if words.len() == 2 { means(&words.concat()) } else { Vec::new() };
        // A Latin word stands where a word begins; a short one only whole.
        let stands = |(fields, latin): (&Vec<String>, &Vec<Vec<String>>), word: &str| match latin_word(word) {
            Some(word) => latin
                .iter()
                .flatten()
                .any(|found| *found == word || (word.len() >= MIN_BEGINNING && found.starts_with(&word))),
            None => fields.iter().any(|field| field.contains(word)),
        };
        let holds = |fields: (&Vec<String>, &Vec<Vec<String>>)| {
            if together.is_empty() {
                words
                    .iter()
                    .all(|word| stands(fields, word) || means(word).into_iter().any(|meaning| stands(fields, meaning)))
            } else {
                words.iter().all(|word| stands(fields, word)) || together.iter().any(|meaning| stands(fields, meaning))
            }
        };
        let all = self.fields.iter().zip(&self.latin).enumerate();
        all.filter(|(_, (fields, latin))| holds((fields, latin))).map(|(number, _)| number).collect()
    }

    /// `count` different queries of a kind.
    pub fn sample(&self, kind: Kind, count: usize, dice: &mut Dice) -> Vec<String> {
        let mut chosen = BTreeSet::new();
        let mut tries = 0;
        while chosen.len() < count {
            tries += 1;
            assert!(tries < count * 1_000, "the catalogue does not hold {count} queries of the kind {kind:?}");
            let number = dice.below(self.raw.len());
            let query = match kind {
                Kind::One => self.piece(number, 1, dice),
                Kind::Two => self.piece(number, 2, dice),
                Kind::Three => self.piece(number, 3, dice),
                Kind::Mixed => {
                    let (first, second) = (1 + dice.below(3), 1 + dice.below(3));
                    self.piece(number, first, dice)
                        .and_then(|first| Some(format!("{first} {}", self.piece(number, second, dice)?)))
                }
                Kind::Absent => self.nowhere(dice),
            };
            chosen.extend(query);
        }
        // The set sorts them by script, so they are shuffled.
        let mut queries: Vec<String> = chosen.into_iter().collect();
        for place in (1..queries.len()).rev() {
            queries.swap(place, dice.below(place + 1));
        }
        queries
    }

    /// Consecutive characters of a field as written, if folding keeps their number.
    fn piece(&self, procedure: usize, length: usize, dice: &mut Dice) -> Option<String> {
        let fields = &self.raw[procedure];
        let field: Vec<char> = fields.get(dice.below(fields.len().max(1)))?.chars().collect();
        let start = dice.below(field.len().checked_sub(length)? + 1);
        let piece: String = field[start..start + length].iter().collect();
        let whole = !piece.contains(char::is_whitespace) && fold_for_search(&piece).chars().count() == length;
        whole.then_some(piece)
    }

    fn nowhere(&self, dice: &mut Dice) -> Option<String> {
        let length = 2 + dice.below(3);
        let mut word = String::new();
        for _ in 0..length {
            let procedure = dice.below(self.raw.len());
            word.push_str(&self.piece(procedure, 1, dice)?);
        }
        (!fold_for_search(&word).is_empty() && self.find(&word).is_empty()).then_some(word)
    }
}
