//! Records of a CSV or TSV file, one at a time.

use std::borrow::Cow;
use std::io::{self, Read};

use csv::{ByteRecord, Reader, ReaderBuilder, StringRecord};

use super::{ReadError, ReadLimits};

/// The longest record, in bytes. A worksheet row with every cell full is shorter.
const LONGEST_RECORD: usize = 4 << 20;

/// The number of columns in a worksheet.
const MOST_COLUMNS: usize = 16_384;

/// The delimiter is detected in this many bytes from the start.
const START: usize = 1 << 20;

/// The delimiter between the fields of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    Comma,
    Tab,
    Semicolon,
}

impl Delimiter {
    pub(in crate::import::reading) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
        }
    }

    /// Picks the delimiter that splits the first records into the most fields in total, counting only records of the
    /// most common width. Falls back to a comma if there is no difference.
    fn find(text: &str) -> Self {
        const LOOKED_AT: usize = 50;
        let text = &text[..text.floor_char_boundary(START)];
        let fields = |delimiter: Self| {
            let mut widths: Vec<usize> = reader(text, delimiter)
                .into_records()
                .take(LOOKED_AT)
                .flatten()
                .map(|record| record.len())
                .filter(|&width| width > 1)
                .collect();
            widths.sort_unstable();
            let commonest = widths.chunk_by(|a, b| a == b).max_by_key(|same| same.len());
            commonest.map_or(0, |same| same.len() * same[0])
        };
        // `max_by_key` returns the last maximum, so the comma comes last.
        [Self::Semicolon, Self::Tab, Self::Comma]
            .into_iter()
            .max_by_key(|&delimiter| fields(delimiter))
            .unwrap_or(Self::Comma)
    }
}

fn reader(text: &str, delimiter: Delimiter) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter.byte()).from_reader(text.as_bytes())
}

/// A reader that fails once its budget of bytes is used up. The budget can be renewed.
struct LimitedReader<'text> {
    rest: &'text [u8],
    left: usize,
}

impl Read for LimitedReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.rest.is_empty() {
            return Err(io::Error::other("the record is too long"));
        }
        let (now, rest) = self.rest.split_at(self.rest.len().min(self.left).min(into.len()));
        into[..now.len()].copy_from_slice(now);
        self.rest = rest;
        self.left -= now.len();
        Ok(now.len())
    }
}

/// A decoded CSV or TSV file. Its records are read one at a time from the text.
#[derive(Debug)]
pub struct DelimitedText<'bytes> {
    text: Cow<'bytes, str>,
    delimiter: Delimiter,
}

impl<'bytes> DelimitedText<'bytes> {
    pub(super) fn new(text: Cow<'bytes, str>) -> Self {
        let delimiter = Delimiter::find(&text);
        Self { text, delimiter }
    }

    /// Refuses a file with too many records, or with a record so long or wide that reading it would take too much
    /// memory.
    pub(super) fn check(&self, limits: &ReadLimits) -> Result<(), ReadError> {
        let bytes = LimitedReader { rest: self.text.as_bytes(), left: LONGEST_RECORD };
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(self.delimiter.byte()).from_reader(bytes);
        let mut record = ByteRecord::new();
        for number in 0.. {
            reader.get_mut().left = LONGEST_RECORD;
            let line = reader.position().line();
            match reader.read_byte_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) if record.len() > MOST_COLUMNS => {
                    return Err(ReadError::TooManyColumns { line, limit: MOST_COLUMNS });
                }
                Ok(true) if number >= limits.rows => return Err(ReadError::TooManyRows { limit: limits.rows }),
                Ok(true) => {}
                Err(_) => return Err(ReadError::RecordTooLong { line, limit: LONGEST_RECORD }),
            }
        }
        Ok(())
    }

    /// The delimiter between fields.
    #[must_use]
    pub fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    /// Iterates over the records from the first.
    #[must_use]
    pub fn records(&self) -> Records<'_> {
        let bytes = self.text.as_bytes();
        let first_end = bytes.iter().position(|&byte| byte == b'\n' || byte == b'\r');
        let old_macintosh = first_end.is_some_and(|at| bytes[at] == b'\r') && !bytes.contains(&b'\n');
        Records {
            text: &self.text,
            delimiter: self.delimiter,
            line_end: if old_macintosh { b'\r' } else { b'\n' },
            reader: reader(&self.text, self.delimiter),
            record: StringRecord::new(),
            start: 0,
            line: 1,
        }
    }
}

/// An iterator over records, each with the line where it begins.
#[derive(Debug)]
pub struct Records<'text> {
    text: &'text str,
    delimiter: Delimiter,
    line_end: u8,
    reader: Reader<&'text [u8]>,
    record: StringRecord,
    start: usize,
    line: u64,
}

impl<'text> Records<'text> {
    /// Advances to the next record. Returns `false` at the end. Blank lines are not records.
    pub fn advance(&mut self) -> bool {
        let before = self.offset();
        // The text is UTF-8 and records may have any length, so reading cannot fail.
        if !self.reader.read_record(&mut self.record).unwrap_or(false) {
            return false;
        }
        let bytes = self.text.as_bytes();
        let blank = bytes[before..].iter().take_while(|&&byte| byte == b'\n' || byte == b'\r').count();
        let start = before + blank;
        let passed = &bytes[self.start..start];
        self.line += passed.iter().filter(|&&byte| byte == self.line_end).count() as u64;
        self.start = start;
        true
    }

    /// Bytes of the text read so far.
    pub(in crate::import) fn offset(&self) -> usize {
        usize::try_from(self.reader.position().byte()).map_or(self.text.len(), |offset| offset.min(self.text.len()))
    }

    /// The fields of the current record.
    #[must_use]
    pub fn record(&self) -> &StringRecord {
        &self.record
    }

    /// The line where the current record begins, from 1. Line breaks in quoted fields count, so this is the line that a
    /// text editor shows.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The current record as it is in the text, with its quotation marks and line breaks.
    pub(in crate::import::reading) fn raw(&self) -> &'text str {
        &self.text[self.start..self.offset().max(self.start)]
    }

    /// The character that ends a line of this text.
    pub(in crate::import::reading) fn line_end(&self) -> char {
        char::from(self.line_end)
    }

    pub(in crate::import::reading) fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    /// Whether the current record is the last one and has an unclosed quotation mark.
    #[must_use]
    pub fn has_unclosed_quote(&self) -> bool {
        let end = self.offset();
        let is_last = self.text.as_bytes()[end..].iter().all(|&byte| byte == b'\n' || byte == b'\r');
        if !is_last || !self.text[self.start..].contains('"') {
            return false;
        }
        // An appended line becomes a new record only if every quotation mark is closed.
        let lengthened = format!("{}\nend", self.text[self.start..].trim_end_matches(['\n', '\r']));
        reader(&lengthened, self.delimiter).into_records().count() < 2
    }

    /// Length of the text in bytes.
    #[must_use]
    pub fn length(&self) -> usize {
        self.text.len()
    }
}
