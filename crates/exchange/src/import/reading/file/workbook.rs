//! Worksheets as rows of text, in a compact form.
//!
//! Cells are read one by one. Otherwise a sheet with one cell in its far corner would allocate every cell before it.

use std::cell::Cell;
use std::io::Cursor;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use calamine::{CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, Xlsx};

use super::{ReadError, ReadLimits};
use crate::import::reading::cell::CellKind;
use crate::import::table::value::number_text;

/// One sheet: its filled cells in order, as text.
#[derive(Debug)]
pub struct Sheet {
    name: String,
    /// The texts of all cells, concatenated.
    text: String,
    cells: Vec<StoredCell>,
    /// For each row with a filled cell: its number from 0 and its cells.
    rows: Vec<(u32, Range<usize>)>,
    merges: Vec<Merge>,
}

#[derive(Debug, Clone, Copy)]
struct StoredCell {
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
    fn new(name: String, merges: Vec<Merge>) -> Self {
        Self { name, text: String::new(), cells: Vec::new(), rows: Vec::new(), merges }
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

    fn push(&mut self, row: u32, column: u32, kind: CellKind, text: &str) -> Result<(), ReadError> {
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

    /// Sorts the cells and finds the start of each row.
    fn finish(mut self) -> Self {
        if !self.cells.is_sorted_by_key(|cell| (cell.row, cell.column)) {
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        let mut start = 0;
        for row in self.cells.chunk_by(|a, b| a.row == b.row) {
            self.rows.push((row[0].row, start..start + row.len()));
            start += row.len();
        }
        self.cells.shrink_to_fit();
        self.text.shrink_to_fit();
        self
    }
}

fn damaged(cause: impl ToString) -> ReadError {
    ReadError::Damaged { cause: cause.to_string() }
}

fn date_text(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return number_text(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

fn push_value(
    sheet: &mut Sheet,
    row: u32,
    column: u32,
    value: &DataRef<'_>,
    is_percentage: bool,
) -> Result<(), ReadError> {
    let mut push = |kind, text: &str| sheet.push(row, column, kind, text);
    match value {
        DataRef::Empty => Ok(()),
        DataRef::String(text) => push(CellKind::Text, text),
        DataRef::SharedString(text) => push(CellKind::Text, text),
        DataRef::DateTimeIso(text) => push(CellKind::Date, text),
        DataRef::DurationIso(text) => push(CellKind::Text, text),
        DataRef::Float(number) if is_percentage => {
            push(CellKind::Percentage, &format!("{}%", number_text(number * 100.0)))
        }
        #[allow(clippy::cast_precision_loss, reason = "a percentage is far below 2^53")]
        DataRef::Int(number) if is_percentage => {
            push(CellKind::Percentage, &format!("{}%", number_text(*number as f64 * 100.0)))
        }
        DataRef::Float(number) => push(CellKind::Number, &number_text(*number)),
        DataRef::Int(number) => push(CellKind::Number, &number.to_string()),
        DataRef::DateTime(moment) => push(CellKind::Date, &date_text(moment)),
        DataRef::Bool(truth) => push(CellKind::Truth, if *truth { "TRUE" } else { "FALSE" }),
        DataRef::Error(failure) => push(CellKind::Failure, failure_text(failure)),
    }
}

/// The value in the type used by the XLSX reader.
fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(failure) => DataRef::Error(failure.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn failure_text(failure: &CellErrorType) -> &'static str {
    match failure {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

/// Names of the worksheets, visible ones first.
fn worksheets(all: &[calamine::Sheet]) -> Vec<String> {
    let mut sheets: Vec<&calamine::Sheet> = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    sheets.sort_by_key(|sheet| sheet.visible != SheetVisible::Visible);
    sheets.into_iter().map(|sheet| sheet.name.clone()).collect()
}

fn refuse_empty(sheets: Vec<Sheet>) -> Result<Vec<Sheet>, ReadError> {
    if sheets.iter().all(|sheet| sheet.cells.is_empty()) { Err(ReadError::NoCells) } else { Ok(sheets) }
}

/// Running totals while a workbook is read.
#[derive(Debug, Default)]
struct Taken {
    cells: usize,
    /// Bytes of text in the previous sheets.
    text: usize,
    /// Rows of the current sheet. `row` is the last one.
    rows: usize,
    row: Option<u32>,
}

impl Taken {
    fn cell(&mut self, sheet: &Sheet, row: u32, limits: &ReadLimits) -> Result<(), ReadError> {
        self.cells += 1;
        if self.row.replace(row) != Some(row) {
            self.rows += 1;
            if self.rows > limits.rows {
                return Err(ReadError::TooManyRows { limit: limits.rows });
            }
        }
        if self.cells > limits.cells {
            return Err(ReadError::TooManyCells { limit: limits.cells });
        }
        let text = (self.text + sheet.text.len()) as u64;
        if text > limits.text_bytes { Err(ReadError::TooMuchText { limit: limits.text_bytes }) } else { Ok(()) }
    }
}

thread_local! {
    /// Whether a panic in this thread is expected and turned into an error.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a third-party reader that panics on some corrupt files instead of returning an error. No shared state outlives
/// the call. The panic message is suppressed, because the user gets a better one.
fn without_panic<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if !EXPECTED.get() {
                before(panicked);
            }
        }));
    });
    EXPECTED.set(true);
    let answer = catch_unwind(AssertUnwindSafe(read));
    EXPECTED.set(false);
    answer.unwrap_or_else(|_| Err(damaged("its records contradict one another")))
}

/// Reads an XLSX workbook whose archive has been checked.
pub(super) fn read_workbook(bytes: &[u8], limits: &ReadLimits) -> Result<Vec<Sheet>, ReadError> {
    without_panic(|| read_checked_workbook(bytes, limits))
}

fn read_checked_workbook(bytes: &[u8], limits: &ReadLimits) -> Result<Vec<Sheet>, ReadError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut taken = Taken::default();
    let mut sheets = Vec::new();
    for name in worksheets(workbook.sheets_metadata()) {
        let merges = workbook.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        let mut sheet = Sheet::new(name.clone(), merges.iter().map(Merge::from).collect());
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
        let is_percentage: Vec<bool> = cells
            .styles()
            .iter()
            .map(|style| style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%')))
            .collect();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
            let (row, column) = cell.get_position();
            taken.cell(&sheet, row, limits)?;
            push_value(&mut sheet, row, column, cell.get_value(), is_percentage.get(style).copied().unwrap_or(false))?;
        }
        taken.text += sheet.text.len();
        (taken.rows, taken.row) = (0, None);
        sheets.push(sheet.finish());
    }
    refuse_empty(sheets)
}

/// Reads an XLS workbook. Cell styles are not available in this format, so a cell displayed as 8.5 % is read as the
/// number 0.085.
pub(super) fn read_old_workbook(bytes: &[u8], limits: &ReadLimits) -> Result<Vec<Sheet>, ReadError> {
    without_panic(|| read_trusted_old_workbook(bytes, limits))
}

fn read_trusted_old_workbook(bytes: &[u8], limits: &ReadLimits) -> Result<Vec<Sheet>, ReadError> {
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => ReadError::PasswordProtected,
        other => damaged(other),
    })?;
    let mut taken = Taken::default();
    let mut sheets = Vec::new();
    for name in worksheets(workbook.sheets_metadata()) {
        let merges = workbook.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        let mut sheet = Sheet::new(name.clone(), merges.iter().map(Merge::from).collect());
        let range = workbook.worksheet_range(&name).map_err(damaged)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let row = first_row + u32::try_from(row).map_err(damaged)?;
            taken.cell(&sheet, row, limits)?;
            let column = first_column + u32::try_from(column).map_err(damaged)?;
            push_value(&mut sheet, row, column, &borrowed(value), false)?;
        }
        taken.text += sheet.text.len();
        (taken.rows, taken.row) = (0, None);
        sheets.push(sheet.finish());
    }
    refuse_empty(sheets)
}
