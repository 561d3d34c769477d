//! What a row is: data, a note, a heading, or a row that cannot be read.

use super::super::cell::{CellError, Expected};
use super::super::file::Records;
use super::fields::Fields;
use super::{SkipReason, Table};
use crate::import::table::place::{ColumnPlace, clip};

/// Whether the quotation marks of a record are closed where its author closed them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    Closed,
    /// The last record, open to the end of the file.
    Open,
    /// One that was not closed swallows the records on these lines into a field.
    Swallowing {
        first: u64,
        last: u64,
    },
}

/// From this many columns on, a line with as many fields as the header is a record, whatever it begins with.
const WIDE: usize = 8;

/// From this many columns on, a line with as many fields as the header that begins like the record is one.
const NOT_NARROW: usize = 4;

/// The kinds of characters of a text, without repetitions: `T-022` and `T-9` are both `a-0`.
fn shape(text: &str) -> String {
    let mut shape: Vec<char> = text
        .trim()
        .trim_matches('"')
        .chars()
        .map(|character| match character {
            _ if character.is_ascii_digit() => '0',
            _ if character.is_ascii_alphabetic() => 'a',
            _ if character.is_alphabetic() => 'x',
            _ => character,
        })
        .collect();
    shape.dedup();
    shape.into_iter().collect()
}

impl Quotes {
    pub(super) fn of(records: &Records<'_>, width: usize) -> Self {
        if records.has_unclosed_quote() {
            return Self::Open;
        }
        let lines: Vec<&str> = records.raw().trim_end_matches(['\n', '\r']).split(records.line_end()).collect();
        let [opening, following @ ..] = lines.as_slice() else { return Self::Closed };
        if following.is_empty() {
            return Self::Closed;
        }
        let delimiter = char::from(records.delimiter().byte());
        let key = |line: &str| line.split(delimiter).next().unwrap_or("").to_owned();
        let key_shape = shape(&key(opening));
        let has_digit = key_shape.contains('0');
        let is_record = |line: &&str| {
            let (key, fields) = (key(line), line.matches(delimiter).count() + 1);
            // A quotation mark closes here what the record opened: the line continues a field.
            let continues = key.matches('"').count() % 2 == 1;
            let is_alike = !key.trim().is_empty() && shape(&key) == key_shape;
            let is_as_wide = fields == width && (width >= WIDE || is_alike && (has_digit || width >= NOT_NARROW));
            let begins_alike = is_alike && has_digit && key.trim().len() > 2 && fields > 1;
            !continues && (is_as_wide || begins_alike)
        };
        let swallowed = |at: usize| records.line() + 1 + at as u64;
        match (following.iter().position(&is_record), following.iter().rposition(is_record)) {
            (Some(first), Some(last)) => Self::Swallowing { first: swallowed(first), last: swallowed(last) },
            _ => Self::Closed,
        }
    }
}

/// The kind of a row, before its cells are parsed.
pub(super) enum RowKind {
    Blank,
    Skipped(SkipReason),
    Data,
    Refused(CellError),
}

/// Whether a text begins with a mark that no name begins with.
fn has_note_mark(text: &str) -> bool {
    let text = text.trim_start();
    ["※", "＊", "*", "（注", "(注", "［注", "[注", "〔注", "（備考"].iter().any(|opening| text.starts_with(opening))
}

/// Whether a text that stands alone in its row begins like a note. `注射済票` and `資料閲覧` are names: behind the word of
/// a note comes a number, a mark or a blank.
fn opens_a_note(text: &str) -> bool {
    const WORDS: [&str; 8] = ["注意", "注記", "注", "備考", "資料", "出典", "出所", "Note"];
    let text = text.trim_start();
    has_note_mark(text)
        || text.starts_with("Source")
        || WORDS.iter().filter_map(|word| text.strip_prefix(word)).any(|rest| {
            rest.trim_start_matches('s').chars().next().is_none_or(|next| {
                next.is_whitespace()
                    || next.is_numeric()
                    || matches!(
                        next,
                        '：' | ':' | '）' | ')' | '、' | '，' | ',' | '．' | '.' | '］' | ']' | '」' | '】'
                    )
            })
        })
}

impl Table<'_> {
    pub(super) fn kind_of(&self, fields: &Fields<'_>, quotes: Quotes) -> RowKind {
        let first_filled = fields.first_filled(2);
        let Some(&(first_index, first_text)) = first_filled.first() else {
            return RowKind::Blank;
        };
        match quotes {
            Quotes::Closed => {}
            Quotes::Open => return RowKind::Refused(self.refused(fields, first_text, Expected::ClosingQuote)),
            Quotes::Swallowing { first, last } => {
                let expected = Expected::ClosingQuoteBefore { first, last };
                return RowKind::Refused(self.refused(fields, first_text, expected));
            }
        }
        let lacks_required = self
            .slots
            .iter()
            .filter(|slot| slot.required)
            .any(|slot| slot.index.is_none_or(|index| fields.get(index).0.trim().is_empty()));
        let leading = self.columns.first().map_or(0, |column| column.index);
        let is_alone = first_filled.len() == 1;
        if (is_alone && opens_a_note(first_text)) || (lacks_required && has_note_mark(first_text)) {
            return RowKind::Skipped(SkipReason::Footnote);
        }
        if is_alone && lacks_required && first_index <= leading {
            return RowKind::Skipped(SkipReason::SectionHeading);
        }
        if self.columns.iter().all(|column| fields.get(column.index).0.trim() == self.header_texts[column.index].trim())
        {
            return RowKind::Skipped(SkipReason::RepeatedHeader);
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

    /// An error about a whole row, located at its last field.
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
