//! A sheet as rows of text, in a compact form.

use std::ops::{Range, RangeInclusive};

use calamine::Dimensions;

use super::ReadError;
use super::marks::SheetMarks;
use crate::import::reading::cell::CellKind;

/// One sheet: its filled cells in order, as text.
#[derive(Debug)]
pub struct Sheet {
    name: String,
    /// The texts of all cells, concatenated.
    pub(super) text: String,
    pub(super) cells: Vec<StoredCell>,
    /// For each row with a filled cell: its number from 0 and its cells.
    rows: Vec<(u32, Range<usize>)>,
    merges: Vec<Merge>,
    /// Merged ranges whose value was copied to rows below the first.
    spread: Vec<Merge>,
    pub(super) is_hidden: bool,
    hidden_rows: Vec<RangeInclusive<u32>>,
    hidden_columns: Vec<RangeInclusive<u32>>,
}

/// Maximum number of cells filled from merged ranges of one sheet.
const MOST_SPREAD: usize = 100_000;

#[derive(Debug, Clone, Copy)]
pub(super) struct StoredCell {
    row: u32,
    column: u32,
    start: u32,
    length: u32,
    kind: CellKind,
}

/// A merged range. The top left cell holds its value. Rows and columns count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

impl Merge {
    /// Whether a cell is in the range.
    #[must_use]
    pub fn contains(&self, row: u32, column: u32) -> bool {
        (self.first_row..=self.last_row).contains(&row) && (self.first_column..=self.last_column).contains(&column)
    }
}

impl From<&Dimensions> for Merge {
    fn from(dimensions: &Dimensions) -> Self {
        Self {
            first_row: dimensions.start.0,
            last_row: dimensions.end.0,
            first_column: dimensions.start.1,
            last_column: dimensions.end.1,
        }
    }
}

/// A filled cell of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct SheetCell<'sheet> {
    /// Counted from 0.
    pub column: usize,
    pub text: &'sheet str,
    pub kind: CellKind,
}

/// A row of a sheet with at least one filled cell.
#[derive(Debug, Clone, Copy)]
pub struct SheetRow<'sheet> {
    sheet: &'sheet Sheet,
    row: u32,
    cells: &'sheet [StoredCell],
}

impl<'sheet> SheetRow<'sheet> {
    /// The row number shown by the spreadsheet, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        u64::from(self.row) + 1
    }

    /// The number of columns up to the last filled one.
    #[must_use]
    pub fn width(&self) -> usize {
        self.cells.last().map_or(0, |cell| cell.column as usize + 1)
    }

    /// The cell in a column, counted from 0; `None` if it is empty.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<SheetCell<'sheet>> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column as usize).ok()?;
        Some(self.sheet.show(self.cells[at]))
    }

    /// The text in a column, counted from 0; empty if the cell is empty.
    #[must_use]
    pub fn text(&self, column: usize) -> &'sheet str {
        self.cell(column).map_or("", |cell| cell.text)
    }

    /// The filled cells, from left to right.
    pub fn cells(&self) -> impl Iterator<Item = SheetCell<'sheet>> {
        let sheet = self.sheet;
        self.cells.iter().map(move |&cell| sheet.show(cell))
    }
}

impl Sheet {
    pub(super) fn new(name: String, merges: Vec<Merge>, marks: &mut SheetMarks) -> Self {
        Self {
            name,
            text: String::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            merges,
            spread: Vec::new(),
            is_hidden: false,
            hidden_rows: std::mem::take(&mut marks.hidden_rows),
            hidden_columns: std::mem::take(&mut marks.hidden_columns),
        }
    }

    /// The name of the sheet.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The merged ranges.
    #[must_use]
    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }

    /// Merged ranges whose value stands for every row that they cover.
    pub(in crate::import::reading) fn spread(&self) -> &[Merge] {
        &self.spread
    }

    /// Whether the workbook hides the sheet.
    pub(in crate::import::reading) fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    /// Hidden rows, counted from 0.
    pub(in crate::import::reading) fn hidden_rows(&self) -> &[RangeInclusive<u32>] {
        &self.hidden_rows
    }

    /// Hidden columns, counted from 0.
    pub(in crate::import::reading) fn hidden_columns(&self) -> &[RangeInclusive<u32>] {
        &self.hidden_columns
    }

    /// The number of rows with a filled cell.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The row at a position among the rows with a filled cell, counted from 0.
    #[must_use]
    pub fn row_at(&self, position: usize) -> Option<SheetRow<'_>> {
        let (row, cells) = self.rows.get(position)?;
        Some(SheetRow { sheet: self, row: *row, cells: &self.cells[cells.clone()] })
    }

    /// The rows with a filled cell, from the top.
    pub fn rows(&self) -> impl Iterator<Item = SheetRow<'_>> {
        (0..self.rows.len()).filter_map(|position| self.row_at(position))
    }

    fn show(&self, cell: StoredCell) -> SheetCell<'_> {
        let start = cell.start as usize;
        SheetCell {
            column: cell.column as usize,
            text: &self.text[start..start + cell.length as usize],
            kind: cell.kind,
        }
    }

    pub(super) fn push(&mut self, row: u32, column: u32, kind: CellKind, text: &str) -> Result<(), ReadError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let too_long = |_| ReadError::Damaged { cause: "more than 4 GB of text in one sheet".into() };
        let start = u32::try_from(self.text.len()).map_err(too_long)?;
        let length = u32::try_from(text.len()).map_err(too_long)?;
        self.text.push_str(text);
        self.cells.push(StoredCell { row, column, start, length, kind });
        Ok(())
    }

    /// Sorts the cells, copies merged values downwards and finds the start of each row.
    pub(super) fn finish(mut self) -> Result<Self, ReadError> {
        self.sort();
        self.spread_merges()?;
        let mut start = 0;
        for row in self.cells.chunk_by(|a, b| a.row == b.row) {
            self.rows.push((row[0].row, start..start + row.len()));
            start += row.len();
        }
        self.cells.shrink_to_fit();
        self.text.shrink_to_fit();
        Ok(self)
    }

    fn find(&self, row: u32, column: u32) -> Option<StoredCell> {
        let at = self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column)).ok()?;
        Some(self.cells[at])
    }

    /// Gives every row that a merged cell covers its value, in the column where the cell begins. Rows without any other
    /// cell stay empty. Without this, the rows below the first would look like ones without a value.
    fn spread_merges(&mut self) -> Result<(), ReadError> {
        let mut copies = Vec::new();
        for merge in self.merges.iter().filter(|merge| merge.last_row > merge.first_row) {
            let Some(origin) = self.find(merge.first_row, merge.first_column) else { continue };
            let before = copies.len();
            let mut at = self.cells.partition_point(|cell| cell.row <= merge.first_row);
            while let Some(cell) = self.cells.get(at).filter(|cell| cell.row <= merge.last_row) {
                let row = cell.row;
                if self.find(row, merge.first_column).is_none() {
                    copies.push(StoredCell { row, ..origin });
                }
                at += self.cells[at..].partition_point(|cell| cell.row <= row);
                if copies.len() > MOST_SPREAD {
                    return Err(ReadError::TooManyCells { limit: MOST_SPREAD });
                }
            }
            if copies.len() > before {
                self.spread.push(*merge);
            }
        }
        if !copies.is_empty() {
            self.cells.append(&mut copies);
            self.sort();
            // Overlapping merges are damaged, but must not put two cells in one place.
            self.cells.dedup_by_key(|cell| (cell.row, cell.column));
        }
        Ok(())
    }

    fn sort(&mut self) {
        if !self.cells.is_sorted_by_key(|cell| (cell.row, cell.column)) {
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
    }
}
