//! The rows of a table below its header.

use std::collections::BTreeMap;

use super::super::cell::{Cell, CellError, CellKind};
use super::super::file::{Records, Sheet};
use crate::import::table::place::{clip, column_letter};

use super::fields::Fields;
use super::row_kind::{Quotes, RowKind};
use super::{ColumnSlot, SkipReason, SkippedRow, Source, Table, UnheadedColumn};

#[derive(Debug)]
pub(super) enum Position<'table> {
    Text(Box<Records<'table>>),
    Sheet { sheet: &'table Sheet, next: usize },
}

/// An iterator over data rows. It holds only one row of a text file in memory at a time.
#[derive(Debug)]
pub struct Rows<'table> {
    pub(super) table: &'table Table<'table>,
    pub(super) position: Position<'table>,
    pub(super) skipped: Vec<SkippedRow>,
    pub(super) skipped_count: usize,
    /// How many of the skipped rows are above the last data row so far.
    pub(super) skipped_above_data: usize,
    pub(super) data_rows: u64,
    /// By column.
    pub(super) unheaded: BTreeMap<usize, UnheadedColumn>,
}

/// Maximum number of columns without a header that are reported.
const MOST_UNHEADED: usize = 20;

/// Maximum number of skipped rows reported individually.
const MAX_SKIPPED: usize = 1_000;

/// One data row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'row> {
    pub(super) table: &'row Table<'row>,
    pub(super) fields: Fields<'row>,
}

impl<'row> Row<'row> {
    /// The line of a text file where the record begins, or the row of a sheet; from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.fields.line()
    }

    /// The cell of a column; an empty cell if the table lacks the column.
    #[must_use]
    pub fn at(&self, slot: ColumnSlot) -> Cell<'row> {
        let slot = &self.table.slots[slot.0];
        let (text, kind) = slot.index.map_or(("", CellKind::Text), |index| self.fields.get(index));
        Cell { line: self.line(), key: slot.key, place: &slot.place, text, kind }
    }

    /// The cells of all columns in the specification.
    pub(crate) fn cells(&self) -> impl Iterator<Item = Cell<'row>> {
        let row = *self;
        (0..row.table.slots.len()).map(move |slot| row.at(ColumnSlot(slot)))
    }

    /// The cell of the column with the given key, as in [`Row::at`]. Panics like [`Table::slot`].
    #[must_use]
    pub fn cell(&self, key: &str) -> Cell<'row> {
        self.at(self.table.slot(key))
    }
}

impl<'table> Rows<'table> {
    /// The next data row; `None` at the end. Returns an error for a malformed row: too few or too many fields, or an
    /// unclosed quotation mark.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, CellError>> {
        loop {
            if !self.advance() {
                return None;
            }
            let fields = self.fields()?;
            let quotes = match &self.position {
                Position::Text(records) => Quotes::of(records, self.table.header_width),
                Position::Sheet { .. } => Quotes::Closed,
            };
            match self.table.kind_of(&fields, quotes) {
                RowKind::Blank => {}
                RowKind::Skipped(reason) => {
                    let line = fields.line();
                    let text = clip(&fields.whole_text());
                    match self.skipped.last_mut().filter(|_| self.skipped_count >= MAX_SKIPPED) {
                        // Beyond the limit, only extend the last entry.
                        Some(last) => last.last_line = line,
                        None => self.skipped.push(SkippedRow { first_line: line, last_line: line, reason, text }),
                    }
                    self.skipped_count += 1;
                }
                RowKind::Refused(error) => {
                    self.data_rows += 1;
                    self.skipped_above_data = self.skipped.len();
                    return Some(Err(error));
                }
                RowKind::Data => break,
            }
        }
        self.data_rows += 1;
        self.skipped_above_data = self.skipped.len();
        self.see_unheaded();
        let fields = self.fields()?;
        Some(Ok(Row { table: self.table, fields }))
    }

    fn advance(&mut self) -> bool {
        match &mut self.position {
            Position::Text(records) => records.advance(),
            Position::Sheet { sheet, next } => {
                *next += 1;
                *next <= sheet.row_count()
            }
        }
    }

    fn fields(&self) -> Option<Fields<'_>> {
        match &self.position {
            Position::Text(records) => Some(Fields::Record { line: records.line(), record: records.record() }),
            Position::Sheet { sheet, next } => sheet.row_at(next.checked_sub(1)?).map(Fields::Sheet),
        }
    }

    /// Keeps the columns of the current row that hold a value below no header.
    fn see_unheaded(&mut self) {
        let Some(fields) = self.fields() else { return };
        let is_headed = |column: &usize| self.table.headed.get(*column).copied().unwrap_or(false);
        let all_are_headed = (0..fields.width()).all(|column| is_headed(&column));
        if all_are_headed {
            return;
        }
        let line = fields.line();
        let seen: Vec<(usize, String)> = fields
            .first_filled(usize::MAX)
            .into_iter()
            .filter(|(column, _)| !is_headed(column))
            .map(|(column, value)| (column, clip(value)))
            .collect();
        let is_sheet = matches!(self.table.source, Source::Sheet(_));
        for (column, value) in seen {
            let is_full = self.unheaded.len() >= MOST_UNHEADED;
            if let Some(known) = self.unheaded.get_mut(&column) {
                known.rows += 1;
            } else if !is_full {
                let place = if is_sheet { column_letter(column) } else { (column + 1).to_string() };
                self.unheaded.insert(column, UnheadedColumn { place, rows: 1, line, value });
            }
        }
    }

    /// Columns without a header that held values in the data rows so far, from the left.
    #[must_use]
    pub fn unheaded_columns(&self) -> Vec<UnheadedColumn> {
        self.unheaded.values().cloned().collect()
    }

    /// The current position, on the scale of [`Table::length`].
    #[must_use]
    pub fn progress(&self) -> u64 {
        match &self.position {
            Position::Text(records) => records.offset() as u64,
            Position::Sheet { next, .. } => *next as u64,
        }
    }

    /// Data rows and refused rows so far.
    #[must_use]
    pub fn data_rows(&self) -> u64 {
        self.data_rows
    }

    /// The skipped rows so far: titles first, then the others in order. Call this after the last row. Only then is it
    /// known whether a heading has rows below it or is a footnote.
    #[must_use]
    pub fn skipped_rows(&self) -> Vec<SkippedRow> {
        let mut all: Vec<SkippedRow> = self.table.titles.iter().cloned().collect();
        let (above, below) = self.skipped.split_at(self.skipped_above_data);
        all.extend(above.iter().cloned());
        all.extend(below.iter().cloned().map(|mut rows| {
            if rows.reason == SkipReason::SectionHeading {
                rows.reason = SkipReason::Footnote;
            }
            rows
        }));
        all
    }
}
