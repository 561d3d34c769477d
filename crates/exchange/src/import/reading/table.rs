//! Finds the table in the rows of a file: its header, its columns and the rows that are not data.
//!
//! Published tables begin with titles and end with notes. Both are skipped and reported, so that no row disappears
//! silently.

mod header;
mod header_error;
mod row_kind;
mod texts;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::calendar::parse_date;
use domain::formula_escape::unescape_formula;
use domain::text::MessageLanguage;

use super::cell::{Cell, CellError, CellKind};
use super::file::{Contents, DelimitedText, Records, Sheet, SheetRow, TableFile};
use crate::import::table::columns::HeaderSpec;
use crate::import::table::place::{ColumnPlace, clip, column_letter};
pub use header_error::{ClosestHeader, HeaderError};
use row_kind::{Quotes, RowKind};

/// Why rows were skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// Above the header.
    Title,
    /// Below the last row of data, or marked as a note (`※`, `注`).
    Footnote,
    /// A single cell in the leading column between data rows: a section heading.
    SectionHeading,
    /// The header repeated, as in tables joined from several pages.
    RepeatedHeader,
}

/// Rows with text but no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedRow {
    pub first_line: u64,
    pub last_line: u64,
    pub reason: SkipReason,
    /// Their text, clipped to 80 characters.
    pub text: String,
}

impl SkippedRow {
    /// The rows, the reason and their text, on one line.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        let Self { first_line, last_line, reason, text } = self;
        let (reason_ja, reason_en) = match reason {
            SkipReason::Title => ("見出しより上の行", "above the header"),
            SkipReason::Footnote => ("注記", "a note"),
            SkipReason::SectionHeading => ("区分の見出し", "the heading of a section"),
            SkipReason::RepeatedHeader => ("繰り返された見出し", "the header repeated"),
        };
        match (language, first_line == last_line) {
            (MessageLanguage::Japanese, true) => format!("{first_line}行目を読み飛ばしました({reason_ja}):「{text}」"),
            (MessageLanguage::Japanese, false) => {
                format!("{first_line}〜{last_line}行目を読み飛ばしました({reason_ja}):「{text}」")
            }
            (MessageLanguage::English, true) => format!("row {first_line} skipped ({reason_en}): '{text}'"),
            (MessageLanguage::English, false) => {
                format!("rows {first_line}–{last_line} skipped ({reason_en}): '{text}'")
            }
        }
    }
}

/// A column of the table that is in the specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub key: &'static str,
    pub place: ColumnPlace,
    /// Bracketed notes in the header, such as `H28.1.1時点` or `人`.
    pub notes: Vec<String>,
    index: usize,
}

impl Column {
    /// The date in a header note, such as `【H28.1.1時点】`.
    #[must_use]
    pub fn note_date(&self) -> Option<NaiveDate> {
        self.notes.iter().find_map(|note| parse_date(note).ok())
    }
}

/// A handle to a column of the specification. It avoids repeated key lookups while reading rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnSlot(usize);

/// A column of the specification in this table. The index is `None` if the table lacks it.
#[derive(Debug)]
struct Slot {
    key: &'static str,
    place: ColumnPlace,
    index: Option<usize>,
    required: bool,
}

/// A table found in a file.
#[derive(Debug)]
pub struct Table<'file> {
    source: Source<'file>,
    /// The number of records in a text file, or rows in a sheet, up to and including the header.
    rows_above_data: usize,
    header_line: u64,
    header_width: usize,
    header_texts: Vec<String>,
    columns: Vec<Column>,
    ignored: Vec<ColumnPlace>,
    slots: Vec<Slot>,
    keys: HashMap<&'static str, usize>,
    titles: Option<SkippedRow>,
    title_text: String,
    /// Whether each column has a header.
    headed: Vec<bool>,
}

/// A column that holds values but has no header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnheadedColumn {
    /// The letter of a sheet's column, or its number in a text file, from 1.
    pub place: String,
    /// The number of data rows with a value.
    pub rows: u64,
    /// The first of these rows, and its value, clipped to 80 characters.
    pub line: u64,
    pub value: String,
}

#[derive(Debug, Clone, Copy)]
enum Source<'file> {
    Text(&'file DelimitedText<'file>),
    Sheet(&'file Sheet),
}

/// Finds the table whose header matches the specification. In a workbook, this is the first matching sheet, with hidden
/// sheets searched last.
///
/// # Errors
///
/// [`HeaderError`], with the expected columns and the closest header found.
pub fn find_table<'file>(file: &'file TableFile<'_>, spec: &HeaderSpec) -> Result<Table<'file>, HeaderError> {
    match file.contents() {
        Contents::Text(text) => header::locate(Source::Text(text), spec),
        Contents::Sheets(sheets) => {
            let mut nearest: Option<HeaderError> = None;
            for sheet in sheets {
                match header::locate(Source::Sheet(sheet), spec) {
                    Ok(table) => return Ok(table),
                    Err(error) => match &nearest {
                        Some(before) if !error.is_closer_than(before) => {}
                        _ => nearest = Some(error),
                    },
                }
            }
            Err(nearest.unwrap_or_else(|| HeaderError::not_found(spec, None)))
        }
    }
}

/// Names of the sheets whose header matches the specification and that hold rows below it, in the order of
/// [`find_table`].
#[must_use]
pub fn fitting_sheets<'file>(file: &'file TableFile<'_>, spec: &HeaderSpec) -> Vec<&'file str> {
    let Contents::Sheets(sheets) = file.contents() else { return Vec::new() };
    let fits = |sheet: &&Sheet| {
        header::locate(Source::Sheet(sheet), spec).is_ok_and(|table| sheet.row_count() > table.rows_above_data)
    };
    sheets.iter().filter(fits).map(Sheet::name).collect()
}

impl<'file> Table<'file> {
    /// The sheet; `None` in a text file.
    pub(super) fn sheet(&self) -> Option<&'file Sheet> {
        match self.source {
            Source::Text(_) => None,
            Source::Sheet(sheet) => Some(sheet),
        }
    }

    /// The columns of the specification with their positions, counted from 0.
    pub(super) fn read_columns(&self) -> impl Iterator<Item = (u32, &ColumnPlace)> {
        self.columns.iter().filter_map(|column| Some((u32::try_from(column.index).ok()?, &column.place)))
    }

    /// The number of the last row of the header in a sheet, from 1.
    pub(super) fn last_header_row(&self) -> u64 {
        let last = self.sheet().zip(self.rows_above_data.checked_sub(1)).and_then(|(sheet, at)| sheet.row_at(at));
        last.map_or(0, |row| row.number())
    }

    /// The name of the sheet; `None` in a text file.
    #[must_use]
    pub fn sheet_name(&self) -> Option<&'file str> {
        self.sheet().map(Sheet::name)
    }

    /// The line or row where the header begins, from 1.
    #[must_use]
    pub fn header_line(&self) -> u64 {
        self.header_line
    }

    /// The columns that are in the specification, from left to right.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column with the given key; `None` if the table lacks it.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// Columns that are not in the specification.
    #[must_use]
    pub fn ignored_columns(&self) -> &[ColumnPlace] {
        &self.ignored
    }

    /// The rows above the header; `None` if they have no text.
    #[must_use]
    pub fn titles(&self) -> Option<&SkippedRow> {
        self.titles.as_ref()
    }

    /// The handle of a column of the specification, whether or not the table has the column.
    ///
    /// # Panics
    ///
    /// If the specification has no such key, which is a bug in the caller.
    #[must_use]
    pub fn slot(&self, key: &str) -> ColumnSlot {
        ColumnSlot(*self.keys.get(key).expect("the key is one of the specification"))
    }

    /// The size of the data for progress reports: bytes of a text file or rows of a sheet.
    #[must_use]
    pub fn length(&self) -> u64 {
        match self.source {
            Source::Text(text) => text.records().length() as u64,
            Source::Sheet(sheet) => sheet.row_count() as u64,
        }
    }

    /// Iterates over the data rows.
    #[must_use]
    pub fn rows(&self) -> Rows<'_> {
        let position = match self.source {
            Source::Text(text) => {
                let mut records = text.records();
                for _ in 0..self.rows_above_data {
                    records.advance();
                }
                Position::Text(Box::new(records))
            }
            Source::Sheet(sheet) => Position::Sheet { sheet, next: self.rows_above_data },
        };
        Rows {
            table: self,
            position,
            passed: Vec::new(),
            passed_count: 0,
            passed_above_data: 0,
            data_rows: 0,
            unheaded: BTreeMap::new(),
        }
    }
}

#[derive(Debug)]
enum Position<'table> {
    Text(Box<Records<'table>>),
    Sheet { sheet: &'table Sheet, next: usize },
}

/// An iterator over data rows. It holds only one row of a text file in memory at a time.
#[derive(Debug)]
pub struct Rows<'table> {
    table: &'table Table<'table>,
    position: Position<'table>,
    passed: Vec<SkippedRow>,
    passed_count: usize,
    /// How many of the skipped rows are above the last data row so far.
    passed_above_data: usize,
    data_rows: u64,
    /// By column.
    unheaded: BTreeMap<usize, UnheadedColumn>,
}

/// Maximum number of columns without a header that are reported.
const MOST_UNHEADED: usize = 20;

/// Maximum number of skipped rows reported individually.
const MOST_PASSED_OVER: usize = 1_000;

/// The fields of a row, from a record or a sheet.
#[derive(Debug, Clone, Copy)]
enum Fields<'row> {
    Record { line: u64, record: &'row csv::StringRecord },
    Sheet(SheetRow<'row>),
}

impl<'row> Fields<'row> {
    fn line(&self) -> u64 {
        match self {
            Self::Record { line, .. } => *line,
            Self::Sheet(row) => row.number(),
        }
    }

    fn get(&self, index: usize) -> (&'row str, CellKind) {
        match self {
            Self::Record { record, .. } => (unescape_formula(record.get(index).unwrap_or("")), CellKind::Text),
            Self::Sheet(row) => row.cell(index).map_or(("", CellKind::Text), |cell| (cell.text, cell.kind)),
        }
    }

    fn width(&self) -> usize {
        match self {
            Self::Record { record, .. } => record.len(),
            Self::Sheet(row) => row.width(),
        }
    }

    /// The positions and texts of the first filled cells, at most `most` of them.
    fn first_filled(&self, most: usize) -> Vec<(usize, &'row str)> {
        let is_filled = |(_, text): &(usize, &str)| !text.trim().is_empty();
        match self {
            Self::Record { .. } => {
                (0..self.width()).map(|index| (index, self.get(index).0)).filter(is_filled).take(most).collect()
            }
            // A row may have a single cell in its last column.
            Self::Sheet(row) => row.cells().map(|cell| (cell.column, cell.text)).filter(is_filled).take(most).collect(),
        }
    }

    fn whole_text(&self) -> String {
        self.first_filled(usize::MAX).iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ")
    }
}

/// One data row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'row> {
    table: &'row Table<'row>,
    fields: Fields<'row>,
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
                RowKind::PassedOver(reason) => {
                    let line = fields.line();
                    let text = clip(&fields.whole_text());
                    match self.passed.last_mut().filter(|_| self.passed_count >= MOST_PASSED_OVER) {
                        // Beyond the limit, only extend the last entry.
                        Some(last) => last.last_line = line,
                        None => self.passed.push(SkippedRow { first_line: line, last_line: line, reason, text }),
                    }
                    self.passed_count += 1;
                }
                RowKind::Refused(error) => {
                    self.data_rows += 1;
                    self.passed_above_data = self.passed.len();
                    return Some(Err(error));
                }
                RowKind::Data => break,
            }
        }
        self.data_rows += 1;
        self.passed_above_data = self.passed.len();
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
        let (above, below) = self.passed.split_at(self.passed_above_data);
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

#[cfg(test)]
mod tests;
