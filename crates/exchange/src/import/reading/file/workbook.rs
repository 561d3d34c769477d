//! Worksheets as rows of text, in a compact form.
//!
//! Cells are read one by one. Otherwise a sheet with one cell in its far corner would allocate every cell before it.

use std::cell::Cell;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xls, Xlsx};

use super::marks::read_marks;
use super::old_formats::read_formats;
use super::sheet::{Merge, Sheet};
use super::values::{CellStyle, borrowed, push_value};
use super::{ReadError, ReadLimits};
use crate::import::reading::cell::CellKind;

fn damaged(cause: impl ToString) -> ReadError {
    ReadError::Damaged { cause: cause.to_string() }
}

/// Names of the worksheets, visible ones first, and whether each is hidden.
fn worksheets(all: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let mut sheets: Vec<&calamine::Sheet> = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    sheets.sort_by_key(|sheet| sheet.visible != SheetVisible::Visible);
    sheets.into_iter().map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
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
    let mut marks = read_marks(bytes, limits)?;
    let is_1904 = workbook.has_1904_epoch();
    for (name, is_hidden) in worksheets(workbook.sheets_metadata()) {
        let merges = workbook.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        let mut marks = marks.remove(&name).unwrap_or_default();
        let mut sheet = Sheet::new(name.clone(), merges.iter().map(Merge::from).collect(), &mut marks);
        sheet.is_hidden = is_hidden;
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
        let styles: Vec<CellStyle> = cells
            .styles()
            .iter()
            .map(|style| {
                style.number_format.as_ref().map(|format| CellStyle::new(&format.format_code)).unwrap_or_default()
            })
            .collect();
        let plain = CellStyle::default();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
            let (row, column) = cell.get_position();
            taken.cell(&sheet, row, limits)?;
            let has_failed = matches!(cell.get_value(), DataRef::Error(_));
            match marks.uncalculated.remove(&(row, column)).filter(|_| !has_failed) {
                Some(formula) => sheet.push(row, column, CellKind::Uncalculated, &formula)?,
                None => {
                    let style = styles.get(style).unwrap_or(&plain);
                    push_value(&mut sheet, row, column, cell.get_value(), style, is_1904)?;
                }
            }
        }
        taken.text += sheet.text.len();
        (taken.rows, taken.row) = (0, None);
        sheets.push(sheet.finish()?);
    }
    refuse_empty(sheets)
}

/// Reads an XLS workbook. The reader does not know its number formats; those are read from its records beside it.
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
    let mut marks = read_formats(bytes, workbook.sheets_metadata());
    let is_1904 = workbook.has_1904_epoch();
    let plain = CellStyle::default();
    for (name, is_hidden) in worksheets(workbook.sheets_metadata()) {
        let merges = workbook.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        let (mut marks, styles) = marks.remove(&name).unwrap_or_default();
        let mut sheet = Sheet::new(name.clone(), merges.iter().map(Merge::from).collect(), &mut marks);
        sheet.is_hidden = is_hidden;
        let range = workbook.worksheet_range(&name).map_err(damaged)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let row = first_row + u32::try_from(row).map_err(damaged)?;
            taken.cell(&sheet, row, limits)?;
            let column = first_column + u32::try_from(column).map_err(damaged)?;
            let style = styles.get(&(row, column)).unwrap_or(&plain);
            push_value(&mut sheet, row, column, &borrowed(value), style, is_1904)?;
        }
        taken.text += sheet.text.len();
        (taken.rows, taken.row) = (0, None);
        sheets.push(sheet.finish()?);
    }
    refuse_empty(sheets)
}
