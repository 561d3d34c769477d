//! The rules about the values of one row, of rows as they would be saved: with what a file does not say.

use domain::text::MessageLanguage;

use crate::import::reading::cell::{CellError, Expected};
use crate::import::reading::described::{not_above, wrong_sum};
use crate::import::reading::rows::Located;
use crate::import::table::columns::FileColumns;
use crate::import::table::described::{DescribedRow, Description, RowRule};
use crate::import::table::place::{ColumnPlace, clip};

fn header(row: &DescribedRow, column: &str, language: MessageLanguage) -> String {
    row.description.column(column).map_or(column, |column| column.spec.header(language)).to_owned()
}

/// The cell of a row that would be wrong.
pub(super) fn bad_cell(
    row: &DescribedRow,
    line: Option<u64>,
    column: &str,
    (english, japanese): (String, String),
    language: MessageLanguage,
) -> CellError {
    CellError {
        line: line.unwrap_or_default(),
        column: Box::new(ColumnPlace { letter: None, header: header(row, column, language) }),
        value: clip(&row.text(column)),
        expected: Expected::Other { english, japanese },
    }
}

/// What a row breaks: the column, and what would be right there.
fn broken<'rule>(
    row: &DescribedRow,
    rule: &'rule RowRule,
    columns: &FileColumns,
    language: MessageLanguage,
) -> Option<(&'rule str, (String, String))> {
    let is_said = |column: &&str| columns.contains(*column);
    match rule {
        RowRule::AnyOf { columns: [first, others @ ..] } => {
            let is_empty = |column: &&str| row.get(column).is_null();
            if !is_empty(first) || !others.iter().all(is_empty) {
                return None;
            }
            let names: Vec<String> = others.iter().map(|column| header(row, column, language)).collect();
            let words =
                (format!("a value here or in {}", names.join(", ")), format!("この列か「{}」の値", names.join("、")));
            Some((*first, words))
        }
        // What a file does not touch was right before, or is not its fault.
        RowRule::Sum { total, parts } if is_said(total) || parts.iter().any(is_said) => {
            Some((*total, wrong_sum(row, total, parts)?))
        }
        RowRule::NotAbove { small, large } if is_said(small) || is_said(large) => {
            Some((*small, not_above(row, small, large, &header(row, large, language))?))
        }
        _ => None,
    }
}

/// Rows that would break a rule of their table once they are saved.
pub(super) fn broken_rules(
    description: &Description,
    saved: &[Located<DescribedRow>],
    columns: &FileColumns,
    language: MessageLanguage,
) -> Vec<CellError> {
    let mut bad = Vec::new();
    for Located { line, what: row, .. } in saved {
        for rule in description.rules {
            if let Some((column, words)) = broken(row, rule, columns, language) {
                bad.push(bad_cell(row, *line, column, words, language));
            }
        }
    }
    bad
}
