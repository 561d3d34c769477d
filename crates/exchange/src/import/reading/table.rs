//! Finds the table in the rows of a file: its header, its columns and the rows that are not data.
//!
//! Published tables begin with titles and end with notes. Both are skipped and reported, so that no row disappears
//! silently.

mod fields;
mod header;
mod header_error;
mod row;
mod row_kind;
mod texts;
mod top;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::calendar::parse_date;
use domain::text::MessageLanguage;

use super::file::{Contents, DelimitedText, Sheet, TableFile};
use crate::import::table::columns::HeaderSpec;
use crate::import::table::place::ColumnPlace;
pub use header_error::{ClosestHeader, HeaderError};
use row::Position;
pub use row::{Row, Rows};

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
/// [`find_table`]. The only sheet of a workbook is listed in any case.
#[must_use]
pub fn fitting_sheets<'file>(file: &'file TableFile<'_>, spec: &HeaderSpec) -> Vec<&'file str> {
    let Contents::Sheets(sheets) = file.contents() else { return Vec::new() };
    // To find a header takes long in a wide sheet.
    if let [only] = sheets.as_slice() {
        return vec![only.name()];
    }
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
            skipped: Vec::new(),
            skipped_count: 0,
            skipped_above_data: 0,
            data_rows: 0,
            unheaded: BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests;
