//! Tables of everyday words and the catalogue's terms for them.

use domain::synonym::Synonym;
use domain::text::fold_for_search;

use super::columns::{ColumnSpec, HeaderSpec};
use super::record::{Record, reads_as};
use super::value::Value;
use super::wording::Wording;

/// The columns, with Japanese headers first and English ones second.
pub const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("word", &["言葉", "word"]),
    // A row with a single filled cell is read as a footnote, so removing a word needs an explicit value.
    ColumnSpec::required("means", &["意味する言葉", "means", "手続での言葉"]),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS)
}

impl Record for Synonym {
    const NOUN: (&'static str, &'static str) = ("search words", "検索の言葉");
    const COLUMNS: &'static [ColumnSpec] = COLUMNS;
    type Key = String;

    fn key(&self) -> Self::Key {
        fold_for_search(&self.word)
    }

    fn label(&self, _: &Wording) -> String {
        self.word.clone()
    }

    fn value(&self, key: &str, _: &Wording) -> Value {
        if key == "word" { Value::of_text(&self.word) } else { Value::of_list(&self.means) }
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        if reads_as(&known.word, &self.word) {
            self.word.clone_from(&known.word);
        }
    }
}
