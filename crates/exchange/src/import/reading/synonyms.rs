//! Tables of everyday words and the catalogue's terms for them.

use domain::synonym::Synonym;
use domain::text::fold_for_search;

use super::cell::ListMarks;
use super::findings::Findings;
use super::progress::ProgressSink;
use super::rows::{DuplicateCheck, Located, read_rows};
use super::table::Table;
use crate::import::table::columns::REMOVAL;

/// Values that remove a word.
const NOTHING: [&str; 3] = ["なし", "none", "-"];

/// Synonyms to save. A word without a meaning is removed.
#[derive(Debug, Default)]
pub(crate) struct SynonymPlan {
    pub synonyms: Vec<Located<Synonym>>,
}

pub(crate) fn read(table: &Table<'_>, progress: ProgressSink<'_>, findings: &mut Findings) -> SynonymPlan {
    let mut duplicates = DuplicateCheck::new();
    let synonyms = read_rows(table, progress, findings, |row, errors| {
        let cell = row.cell("word");
        let word = errors.keep(cell.required_name())?;
        duplicates.check(fold_for_search(&word), &cell, errors);
        let mut means = errors.keep(row.cell("means").list(ListMarks::SemicolonsAndCommas))?;
        let is_removal = errors.optional(row.cell(REMOVAL.key).yes_or_no()).unwrap_or(false);
        if is_removal || matches!(means.as_slice(), [only] if NOTHING.contains(&only.as_str())) {
            means.clear();
        }
        Some(Synonym { word, means })
    });
    SynonymPlan { synonyms }
}
