//! Tables of what people say and what the catalogue calls it.

use super::cell::ListMarks;
use super::report::{Report, compare};
use super::rows::{Once, read_rows};
use super::table::{ColumnSpec, HeaderSpec, Table};
use super::{Applied, Plan, Progress, Request};
use crate::domain::synonym::Synonym;
use crate::domain::text::fold_for_search;
use crate::error::AppError;
use crate::server::db::Connection;
use crate::server::db::finding::{delete_synonym, list_synonyms, save_synonyms};

/// The columns, the Japanese header first and the English one second.
pub(crate) const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("word", &["言葉", "word"]),
    // A row of one filled cell is read as a note below the table, so what means nothing any more says so.
    ColumnSpec::required("means", &["意味する言葉", "means", "手続での言葉"]),
];

/// What a word means that is to be taken out.
const NOTHING: [&str; 3] = ["なし", "none", "-"];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS)
}

/// Words to save; one that means nothing any more is taken out.
#[derive(Debug, Default)]
pub(crate) struct SynonymPlan {
    synonyms: Vec<Synonym>,
}

pub(crate) fn read(table: &Table<'_>, progress: Progress<'_>, report: &mut Report) -> SynonymPlan {
    let mut once = Once::new();
    let synonyms = read_rows(table, progress, report, |row, errors| {
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

impl Plan for SynonymPlan {
    async fn apply(&self, connection: &mut Connection, _: &Request) -> Result<Applied, AppError> {
        let known = list_synonyms(connection).await?;
        // Words that fold alike are one word to a search, however they are written.
        let spellings_of = |word: &str| -> Vec<&Synonym> {
            let folded = fold_for_search(word);
            known.iter().filter(|synonym| fold_for_search(&synonym.word) == folded).collect()
        };
        let (meaning, emptied): (Vec<Synonym>, Vec<Synonym>) =
            self.synonyms.iter().cloned().partition(|synonym| !synonym.means.is_empty());
        let (to_save, mut counts) =
            compare(("search words", "検索の言葉"), &known, &meaning, |synonym| fold_for_search(&synonym.word));
        for synonym in to_save.iter().chain(&emptied) {
            for spelling in spellings_of(&synonym.word) {
                delete_synonym(connection, &spelling.word).await?;
            }
        }
        save_synonyms(connection, &to_save).await?;
        for synonym in &emptied {
            if spellings_of(&synonym.word).is_empty() {
                counts.unchanged += 1;
            } else {
                counts.changed += 1;
            }
        }
        Ok(vec![counts].into())
    }
}
