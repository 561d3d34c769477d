//! Tables of everyday words and the catalogue's terms for them.

use domain::synonym::Synonym;
use domain::text::fold_for_search;
use store::Connection;
use store::error::AppError;
use store::finding::{delete_synonym, list_synonyms, save_synonyms};

use super::cell::ListMarks;
use super::changes::{compare, differing};
use super::record::{Record, Value, Wording, reads_as};
use super::report::Report;
use super::rows::{DuplicateCheck, FromRow, read_rows};
use super::table::{ColumnSpec, HeaderSpec, Table};
use super::watch::ProgressSink;
use super::{Applied, Plan, Request};

/// The columns, with Japanese headers first and English ones second.
pub(crate) const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("word", &["言葉", "word"]),
    // A row with a single filled cell is read as a footnote, so removing a word needs an explicit value.
    ColumnSpec::required("means", &["意味する言葉", "means", "手続での言葉"]),
];

/// Values that remove a word.
const NOTHING: [&str; 3] = ["なし", "none", "-"];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS)
}

/// Synonyms to save. A word without a meaning is removed.
#[derive(Debug, Default)]
pub(crate) struct SynonymPlan {
    synonyms: Vec<FromRow<Synonym>>,
}

pub(crate) fn read(table: &Table<'_>, watching: ProgressSink<'_>, report: &mut Report) -> SynonymPlan {
    let mut once = DuplicateCheck::new();
    let synonyms = read_rows(table, watching, report, |row, errors| {
        let cell = row.cell("word");
        let word = errors.keep(cell.required_name())?;
        once.check(fold_for_search(&word), &cell, errors);
        let mut means = errors.keep(row.cell("means").list(ListMarks::SemicolonsAndCommas))?;
        if matches!(means.as_slice(), [only] if NOTHING.contains(&only.as_str())) {
            means.clear();
        }
        Some(Synonym { word, means })
    });
    SynonymPlan { synonyms }
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

impl Plan for SynonymPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = list_synonyms(connection).await?;
        // Words that fold to the same text are one word for the search, whatever their spelling.
        let spellings_of = |word: &str| -> Vec<&Synonym> {
            let folded = fold_for_search(word);
            known.iter().filter(|synonym| fold_for_search(&synonym.word) == folded).collect()
        };
        let (meaning, emptied): (Vec<_>, Vec<_>) =
            self.synonyms.iter().cloned().partition(|synonym| !synonym.what.means.is_empty());
        let (to_save, mut changes) = compare(&known, &meaning, wording);
        for FromRow { line, what: synonym } in &emptied {
            match spellings_of(&synonym.word).first() {
                None => changes.counts.unchanged += 1,
                Some(there) => {
                    let cells = differing(COLUMNS, &there.line(wording), &synonym.line(wording), wording);
                    changes.add_changed(*line, synonym.label(wording), cells);
                    changes.record_audit_values(*there, synonym, wording);
                }
            }
        }
        if !request.dry_run {
            for synonym in to_save.iter().chain(emptied.iter().map(|emptied| &emptied.what)) {
                for spelling in spellings_of(&synonym.word) {
                    delete_synonym(connection, &spelling.word).await?;
                }
            }
            save_synonyms(connection, &to_save).await?;
        }
        Ok(vec![changes].into())
    }
}
