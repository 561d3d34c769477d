//! The fields of one record or row.

use domain::formula_escape::unescape_formula;

use crate::import::reading::cell::CellKind;
use crate::import::reading::file::SheetRow;

/// The fields of a row, from a record or a sheet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fields<'row> {
    Record { line: u64, record: &'row csv::StringRecord },
    Sheet(SheetRow<'row>),
}

impl<'row> Fields<'row> {
    pub(super) fn line(&self) -> u64 {
        match self {
            Self::Record { line, .. } => *line,
            Self::Sheet(row) => row.number(),
        }
    }

    pub(super) fn get(&self, index: usize) -> (&'row str, CellKind) {
        match self {
            Self::Record { record, .. } => (unescape_formula(record.get(index).unwrap_or("")), CellKind::Text),
            Self::Sheet(row) => row.cell(index).map_or(("", CellKind::Text), |cell| (cell.text, cell.kind)),
        }
    }

    pub(super) fn width(&self) -> usize {
        match self {
            Self::Record { record, .. } => record.len(),
            Self::Sheet(row) => row.width(),
        }
    }

    /// The positions and texts of the first filled cells, at most `most` of them.
    pub(super) fn first_filled(&self, most: usize) -> Vec<(usize, &'row str)> {
        let is_filled = |(_, text): &(usize, &str)| !text.trim().is_empty();
        match self {
            Self::Record { .. } => {
                (0..self.width()).map(|index| (index, self.get(index).0)).filter(is_filled).take(most).collect()
            }
            // A row may have a single cell in its last column.
            Self::Sheet(row) => row.cells().map(|cell| (cell.column, cell.text)).filter(is_filled).take(most).collect(),
        }
    }

    pub(super) fn whole_text(&self) -> String {
        self.first_filled(usize::MAX).iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ")
    }
}
