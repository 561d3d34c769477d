//! From rows to a table: where its header stands, which column is which, and which rows are not
//! data.
//!
//! Tables that people publish begin with titles and end in notes. Both are passed over, and said to
//! be, so that nobody wonders where a row went.

mod header;
mod specification;

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::calendar::parse_date;
use domain::harmless::unescape_formula;
use domain::text::MessageLanguage;

use super::cell::{Cell, CellError, CellKind, ColumnPlace, Expected, clip};
use super::read::{Contents, DelimitedText, Records, Sheet, SheetRow, TableFile};
pub use specification::{ClosestHeader, ColumnSpec, HeaderError, HeaderSpec, Presence};

/// Why rows were passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// Above the header.
    Title,
    /// Below the last row of data, or marked as a note (`※`, `注`).
    Footnote,
    /// One cell in the leading column between rows of data: the name of a section.
    SectionHeading,
    /// The header once more, as tables joined from several pages have it.
    RepeatedHeader,
}

/// Rows that hold text but no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedRow {
    pub first_line: u64,
    pub last_line: u64,
    pub reason: SkipReason,
    /// What they say, clipped to 80 characters.
    pub text: String,
}

impl SkippedRow {
    /// Which rows, why, and what they say, in one line.
    #[must_use]
    pub fn describe(&self, tongue: MessageLanguage) -> String {
        let Self { first_line, last_line, reason, text } = self;
        let (reason_ja, reason_en) = match reason {
            SkipReason::Title => ("見出しより上の行", "above the header"),
            SkipReason::Footnote => ("注記", "a note"),
            SkipReason::SectionHeading => ("区分の見出し", "the heading of a section"),
            SkipReason::RepeatedHeader => ("繰り返された見出し", "the header repeated"),
        };
        match (tongue, first_line == last_line) {
            (MessageLanguage::Japanese, true) => format!("{first_line}行目を読み飛ばしました({reason_ja}):「{text}」"),
            (MessageLanguage::Japanese, false) => {
                format!("{first_line}〜{last_line}行目を読み飛ばしました({reason_ja}):「{text}」")
            }
            (MessageLanguage::English, true) => format!("row {first_line} passed over ({reason_en}): '{text}'"),
            (MessageLanguage::English, false) => {
                format!("rows {first_line}–{last_line} passed over ({reason_en}): '{text}'")
            }
        }
    }
}

/// A column of the table that the specification knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub key: &'static str,
    pub place: ColumnPlace,
    /// What stood in brackets in the header, as `H28.1.1時点` or `人`.
    pub notes: Vec<String>,
    index: usize,
}

impl Column {
    /// The date that a note in the header gives, as `【H28.1.1時点】`.
    #[must_use]
    pub fn note_date(&self) -> Option<NaiveDate> {
        self.notes.iter().find_map(|note| parse_date(note).ok())
    }
}

/// The handle of a column of the specification, to read many rows without looking the key up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnSlot(usize);

/// A column of the specification in this table; without an index where the table lacks it.
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
    /// For a text file the records up to and with the header; for a sheet the rows.
    rows_above_data: usize,
    header_line: u64,
    header_width: usize,
    header_texts: Vec<String>,
    columns: Vec<Column>,
    ignored: Vec<ColumnPlace>,
    slots: Vec<Slot>,
    keys: HashMap<&'static str, usize>,
    titles: Option<SkippedRow>,
}

#[derive(Debug, Clone, Copy)]
enum Source<'file> {
    Text(&'file DelimitedText<'file>),
    Sheet(&'file Sheet),
}

/// Finds the table whose header the specification describes: in a workbook, in the first sheet that
/// has it, hidden sheets last.
///
/// # Errors
///
/// [`HeaderError`], with the columns that were looked for and the nearest that was seen.
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

impl<'file> Table<'file> {
    /// The name of the sheet; none in a text file.
    #[must_use]
    pub fn sheet_name(&self) -> Option<&'file str> {
        match self.source {
            Source::Text(_) => None,
            Source::Sheet(sheet) => Some(sheet.name()),
        }
    }

    /// The line or row on which the header begins, from 1.
    #[must_use]
    pub fn header_line(&self) -> u64 {
        self.header_line
    }

    /// The columns that the specification knows, from the left.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column with a key; none where the table lacks it.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// Columns that the specification does not know.
    #[must_use]
    pub fn ignored_columns(&self) -> &[ColumnPlace] {
        &self.ignored
    }

    /// The rows above the header, if there are any with text.
    #[must_use]
    pub fn titles(&self) -> Option<&SkippedRow> {
        self.titles.as_ref()
    }

    /// The handle of a column of the specification, whether or not the table has it.
    ///
    /// # Panics
    ///
    /// Where the specification has no such key, which is a mistake in the calling code.
    #[must_use]
    pub fn slot(&self, key: &str) -> ColumnSlot {
        ColumnSlot(*self.keys.get(key).expect("the key is one of the specification"))
    }

    /// How far the data reach, to show progress: bytes of a text, rows of a sheet.
    #[must_use]
    pub fn length(&self) -> u64 {
        match self.source {
            Source::Text(text) => text.records().length() as u64,
            Source::Sheet(sheet) => sheet.row_count() as u64,
        }
    }

    /// Walks the rows of data.
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
        Rows { table: self, position, passed: Vec::new(), passed_count: 0, passed_above_data: 0, data_rows: 0 }
    }
}

#[derive(Debug)]
enum Position<'table> {
    Text(Box<Records<'table>>),
    Sheet { sheet: &'table Sheet, next: usize },
}

/// A walk over the rows of data. Only one row of a text file is in memory at a time.
#[derive(Debug)]
pub struct Rows<'table> {
    table: &'table Table<'table>,
    position: Position<'table>,
    passed: Vec<SkippedRow>,
    passed_count: usize,
    /// How many of those stand above the last row of data so far.
    passed_above_data: usize,
    data_rows: u64,
}

/// Rows passed over that are named one by one.
const MOST_PASSED_OVER: usize = 1_000;

/// The fields of a row, from a record or from a sheet.
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

    /// The position and text of the first filled cells, at most as many as asked for.
    fn first_filled(&self, most: usize) -> Vec<(usize, &'row str)> {
        let is_filled = |(_, text): &(usize, &str)| !text.trim().is_empty();
        match self {
            Self::Record { .. } => {
                (0..self.width()).map(|index| (index, self.get(index).0)).filter(is_filled).take(most).collect()
            }
            // A row may have one cell in its furthest column and nothing before it.
            Self::Sheet(row) => row.cells().map(|cell| (cell.column, cell.text)).filter(is_filled).take(most).collect(),
        }
    }

    fn whole_text(&self) -> String {
        self.first_filled(usize::MAX).iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ")
    }
}

/// One row of data.
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

    /// The cell of a column. Where the table lacks the column, an empty cell.
    #[must_use]
    pub fn at(&self, slot: ColumnSlot) -> Cell<'row> {
        let slot = &self.table.slots[slot.0];
        let (text, kind) = slot.index.map_or(("", CellKind::Text), |index| self.fields.get(index));
        Cell { line: self.line(), key: slot.key, place: &slot.place, text, kind }
    }

    /// The cells of all columns of the specification.
    pub(crate) fn cells(&self) -> impl Iterator<Item = Cell<'row>> {
        let row = *self;
        (0..row.table.slots.len()).map(move |slot| row.at(ColumnSlot(slot)))
    }

    /// The cell of the column with a key, as [`Row::at`]; panics as [`Table::slot`] does.
    #[must_use]
    pub fn cell(&self, key: &str) -> Cell<'row> {
        self.at(self.table.slot(key))
    }
}

/// What a row is, before anybody reads it.
enum RowKind {
    Blank,
    PassedOver(SkipReason),
    Data,
    Refused(CellError),
}

/// Texts that open a note rather than a name.
fn opens_a_note(text: &str) -> bool {
    let text = text.trim_start();
    [
        "※",
        "＊",
        "*",
        "注",
        "（注",
        "(注",
        "［注",
        "[注",
        "〔注",
        "備考",
        "（備考",
        "資料",
        "出典",
        "出所",
        "Note",
        "Source",
    ]
    .iter()
    .any(|opening| text.starts_with(opening))
}

impl Table<'_> {
    fn kind_of(&self, fields: &Fields<'_>, left_open: bool) -> RowKind {
        let first_filled = fields.first_filled(2);
        let Some(&(first_index, first_text)) = first_filled.first() else {
            return RowKind::Blank;
        };
        if left_open {
            return RowKind::Refused(self.refused(fields, first_text, Expected::ClosingQuote));
        }
        let lacks_required = self
            .slots
            .iter()
            .filter(|slot| slot.required)
            .any(|slot| slot.index.is_none_or(|index| fields.get(index).0.trim().is_empty()));
        let leading = self.columns.first().map_or(0, |column| column.index);
        let is_alone = first_filled.len() == 1;
        if opens_a_note(first_text) && (is_alone || lacks_required) {
            return RowKind::PassedOver(SkipReason::Footnote);
        }
        if is_alone && lacks_required && first_index <= leading {
            return RowKind::PassedOver(SkipReason::SectionHeading);
        }
        if self.columns.iter().all(|column| fields.get(column.index).0.trim() == self.header_texts[column.index].trim())
        {
            return RowKind::PassedOver(SkipReason::RepeatedHeader);
        }
        if let Fields::Record { record, .. } = fields {
            let has_more = record.iter().skip(self.header_width).any(|field| !field.trim().is_empty());
            if record.len() < self.header_width || has_more {
                let expected = Expected::Fields { header: self.header_width, found: record.len() };
                return RowKind::Refused(self.refused(fields, &fields.whole_text(), expected));
            }
        }
        RowKind::Data
    }

    /// An error about a whole row, placed at its last field.
    fn refused(&self, fields: &Fields<'_>, value: &str, expected: Expected) -> CellError {
        let last = fields.width().saturating_sub(1).min(self.header_width.saturating_sub(1));
        let header = self.header_texts.get(last).map(|text| clip(text)).unwrap_or_default();
        CellError {
            line: fields.line(),
            column: Box::new(ColumnPlace { letter: None, header }),
            value: clip(value),
            expected,
        }
    }
}

impl<'table> Rows<'table> {
    /// The next row of data; none at the end. An error is a row that is no row of this table: too
    /// few or too many fields, or a quotation mark left open.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, CellError>> {
        loop {
            if !self.advance() {
                return None;
            }
            let fields = self.fields()?;
            let left_open = matches!(&self.position, Position::Text(records) if records.has_unclosed_quote());
            match self.table.kind_of(&fields, left_open) {
                RowKind::Blank => {}
                RowKind::PassedOver(reason) => {
                    let line = fields.line();
                    let text = clip(&fields.whole_text());
                    match self.passed.last_mut().filter(|_| self.passed_count >= MOST_PASSED_OVER) {
                        // Beyond this many, each says only how far it goes.
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

    /// How far the walk has come, on the scale of [`Table::length`].
    #[must_use]
    pub fn progress(&self) -> u64 {
        match &self.position {
            Position::Text(records) => records.offset() as u64,
            Position::Sheet { next, .. } => *next as u64,
        }
    }

    /// Rows of data and refused rows so far.
    #[must_use]
    pub fn data_rows(&self) -> u64 {
        self.data_rows
    }

    /// What was passed over so far: titles first, then in the order of the rows. To be asked after
    /// the last row, since only then is it known that a heading has no rows below it and is a note.
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
