//! One cell of a table, parsed as the type that its column requires.
//!
//! Every reader returns either a value of the right type or a [`CellError`] with the location of the cell, its value
//! and what was expected.

mod expected;

use chrono::NaiveDate;
use domain::calendar::{FiscalYear, parse_date};
use domain::limits;
use domain::planned_year::PlannedYear;
use domain::reading::letters;
use domain::text::normalise_name;
use domain::web_address::{self, UrlError};
use unicode_normalization::UnicodeNormalization;

use crate::import::table::place::{ColumnPlace, clip};
pub use expected::{CellError, Expected};

/// The cell type declared by the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Text; every cell of a text file.
    Text,
    Number,
    /// A number shown as a percentage; its text ends in `%`.
    Percentage,
    /// A date or a date and time; its text is ISO 8601.
    Date,
    /// `TRUE` or `FALSE`.
    Truth,
    /// A formula error, such as `#REF!`.
    Failure,
    /// A formula without a current value; its text is the formula.
    Uncalculated,
}

/// The separators in a cell with several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListMarks {
    /// `;`, `；` and line breaks.
    Semicolons,
    /// Also `、`: only for columns whose values never contain it.
    SemicolonsAndCommas,
}

/// One cell with its position, and methods to parse its value.
///
/// Methods that return an `Option` read an empty cell as `None`.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    pub(super) line: u64,
    /// The key of the column: its English header.
    pub(super) key: &'a str,
    pub(super) place: &'a ColumnPlace,
    pub(super) text: &'a str,
    pub(super) kind: CellKind,
}

const DASHES: &[char] = &['-', '‐', '‑', '‒', '–', '—', '―', '−', 'ー', '─'];

fn only(text: &str, marks: &[char]) -> bool {
    text.chars().all(|character| marks.contains(&character))
}

/// Whether a text is one that tables use for unknown or missing figures.
fn means_unknown(folded: &str) -> bool {
    if folded.is_empty() {
        return true;
    }
    only(folded, DASHES)
        || only(folded, &['.', '・', '…'])
        || only(folded, &['*'])
        || matches!(
            folded.to_lowercase().as_str(),
            "x" | "χ" | "×" | "不明" | "不詳" | "未集計" | "n/a" | "na" | "unknown"
        )
}

/// The digits of a whole number with optional thousands separators; `None` for anything else.
fn ungrouped_digits(folded: &str) -> Option<String> {
    let groups: Vec<&str> = folded.split([',', ' ', '\'', '’', '、']).collect();
    let is_digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let grouped_by_thousands =
        groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    (groups.iter().all(is_digits) && grouped_by_thousands).then(|| groups.concat())
}

/// The part before a fraction of zeros, which programs write behind a whole number: `97000.0`.
fn whole_part(folded: &str) -> &str {
    match folded.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        _ => folded,
    }
}

/// Parses a typed count in the same way as [`Cell::count`].
///
/// # Errors
///
/// As [`Cell::count`].
pub fn typed_count(text: &str) -> Result<Option<u64>, CellError> {
    let place = ColumnPlace { letter: None, header: String::new() };
    Cell { line: 0, key: "", place: &place, text, kind: CellKind::Text }.count()
}

/// Parses a typed number of days in the same way as [`Cell::days`].
///
/// # Errors
///
/// As [`Cell::days`].
pub fn typed_days(text: &str) -> Result<Option<i64>, CellError> {
    let place = ColumnPlace { letter: None, header: String::new() };
    Cell { line: 0, key: "", place: &place, text, kind: CellKind::Text }.days()
}

/// The most days before or after a day: about ten years.
pub(crate) const MOST_DAYS: i64 = 3_660;

impl<'a> Cell<'a> {
    /// The line of a text file where the record begins, or the row of a sheet; from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The column of the cell.
    #[must_use]
    pub fn place(&self) -> &'a ColumnPlace {
        self.place
    }

    /// The text exactly as it is in the file.
    #[must_use]
    pub fn raw(&self) -> &'a str {
        self.text
    }

    /// The cell type declared by the file.
    #[must_use]
    pub fn kind(&self) -> CellKind {
        self.kind
    }

    /// Whether the cell is empty or contains only whitespace.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The cell, or an empty one if it only holds dashes.
    pub(crate) fn without_dash(&self) -> Self {
        let folded: String = self.text.trim().nfkc().collect();
        if only(&folded, DASHES) { Self { text: "", ..*self } } else { *self }
    }

    /// An error about this cell.
    #[must_use]
    pub fn refused(&self, expected: Expected) -> CellError {
        CellError { line: self.line, column: Box::new(self.place.clone()), value: clip(self.text), expected }
    }

    /// Refuses a cell whose value is not the one that its author saw: a formula that failed or was never calculated, or
    /// letters that were destroyed before the file was made.
    pub(crate) fn check_intact(&self) -> Result<(), CellError> {
        if self.has_failed() {
            Err(self.refused(Expected::NoFailure))
        } else if self.kind == CellKind::Uncalculated {
            Err(self.refused(Expected::Calculated))
        } else if self.text.contains(char::REPLACEMENT_CHARACTER) {
            Err(self.refused(Expected::Undestroyed))
        } else {
            Ok(())
        }
    }

    /// The first letter that only the machine of the author knows (外字).
    pub(crate) fn private_letter(&self) -> Option<char> {
        let is_private = |letter: &char| matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}');
        if self.text.is_ascii() { None } else { self.text.chars().find(is_private) }
    }

    /// The text in normal width, trimmed.
    fn folded(&self) -> Result<String, CellError> {
        self.check_intact()?;
        Ok(self.text.trim().nfkc().collect::<String>().trim().to_owned())
    }

    /// Whether a formula failed here. A text file has only the name of the error.
    fn has_failed(&self) -> bool {
        self.kind == CellKind::Failure
            || matches!(
                self.text.trim(),
                "#REF!" | "#N/A" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NUM!" | "#NULL!" | "#SPILL!" | "#CALC!"
            )
    }

    /// The maximum number of characters in this column.
    fn limit(&self) -> usize {
        limits::max_chars(self.key)
    }

    fn fits(&self, letters: usize) -> Result<(), CellError> {
        let limit = self.limit();
        if letters > limit { Err(self.refused(Expected::Shorter { limit })) } else { Ok(()) }
    }

    /// Refuses a text that is too long for its column, before it is processed further.
    pub(crate) fn check_length(&self) -> Result<(), CellError> {
        // A character takes at least one byte.
        if self.text.len() <= limits::NAME { Ok(()) } else { self.fits(letters(self.text)) }
    }

    fn non_empty<T>(&self, value: Option<T>) -> Result<T, CellError> {
        value.ok_or_else(|| self.refused(Expected::Filled))
    }

    /// A name or other short text, normalised by [`normalise_name`].
    ///
    /// # Errors
    ///
    /// If characters of the text were lost, or it is a formula without a current value.
    pub fn name(&self) -> Result<Option<String>, CellError> {
        self.check_intact()?;
        let name = normalise_name(self.text);
        if name.len() > limits::NAME {
            self.fits(letters(&name))?;
        }
        Ok((!name.is_empty()).then_some(name))
    }

    /// A required name.
    ///
    /// # Errors
    ///
    /// If the cell is empty, characters of its text were lost, or it is a formula without a current value.
    pub fn required_name(&self) -> Result<String, CellError> {
        self.non_empty(self.name()?)
    }

    /// A count: digits, with or without thousands separators or a fraction of zeros, in any width. `-`, `…`, `***`, `x` and `不明` are read as
    /// unknown; 0 is 0.
    ///
    /// # Errors
    ///
    /// For negative numbers, decimals, misplaced separators, numbers above [`limits::FIGURE`] and everything else.
    pub fn count(&self) -> Result<Option<u64>, CellError> {
        let folded = self.folded()?;
        if means_unknown(&folded) {
            return Ok(None);
        }
        let digits = ungrouped_digits(whole_part(&folded)).ok_or_else(|| self.refused(Expected::Count))?;
        // Digits that do not fit the type are too many as well.
        let count = digits.parse().ok().filter(|count| *count <= limits::FIGURE);
        count.map(Some).ok_or_else(|| self.refused(Expected::SmallerFigure))
    }

    /// A number of days with its sign, in any width.
    ///
    /// # Errors
    ///
    /// For everything that is not a whole number, and for more than about ten years.
    pub fn days(&self) -> Result<Option<i64>, CellError> {
        let Some(text) = self.name()? else { return Ok(None) };
        let text = text.replace(['−', '－', '‐', '–', '▲', '△'], "-");
        let whole = text.strip_suffix(".0").unwrap_or(&text).trim_start_matches('+');
        let number = whole.parse().ok().filter(|days: &i64| days.abs() <= MOST_DAYS);
        number.map(Some).ok_or_else(|| {
            self.refused(Expected::Other {
                english: "a whole number of days, such as 14, or -14 for before the day".to_owned(),
                japanese: "日数の整数（14 など。前のときは -14）".to_owned(),
            })
        })
    }

    /// A required count.
    ///
    /// # Errors
    ///
    /// As [`Cell::count`], and if the count is unknown.
    pub fn required_count(&self) -> Result<u64, CellError> {
        self.count()?.ok_or_else(|| self.refused(if self.is_empty() { Expected::Filled } else { Expected::Count }))
    }

    /// A percentage as the number before the sign: `8.5%`, `８．５％` and `8.5` are all 8.5. A sheet cell formatted as
    /// a percentage is read as displayed.
    ///
    /// # Errors
    ///
    /// For negative numbers, numbers above [`limits::FIGURE`] and everything that is not a decimal number.
    pub fn percentage(&self) -> Result<Option<f64>, CellError> {
        let folded = self.folded()?;
        if means_unknown(&folded) {
            return Ok(None);
        }
        let number = folded.strip_suffix('%').unwrap_or(&folded).trim();
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let is_decimals = !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit());
        let number: f64 = ungrouped_digits(whole)
            .filter(|_| is_decimals)
            .and_then(|whole| format!("{whole}.{decimals}").parse().ok())
            .ok_or_else(|| self.refused(Expected::Percentage))?;
        // Hundreds of digits become infinity.
        #[allow(clippy::cast_precision_loss, reason = "the limit is below 2^53")]
        let is_too_large = number > limits::FIGURE as f64;
        if is_too_large { Err(self.refused(Expected::SmallerFigure)) } else { Ok(Some(number)) }
    }

    /// A date in any format accepted by [`parse_date`]. `-`, `…`, `未定` and the like do not count as empty.
    ///
    /// # Errors
    ///
    /// If the cell contains something that is not a date.
    pub fn date(&self) -> Result<Option<NaiveDate>, CellError> {
        if self.folded()?.is_empty() {
            return Ok(None);
        }
        parse_date(self.text).map(Some).map_err(|error| self.refused(Expected::Date(error)))
    }

    /// A required date.
    ///
    /// # Errors
    ///
    /// If the cell is empty or contains something that is not a date.
    pub fn required_date(&self) -> Result<NaiveDate, CellError> {
        self.non_empty(self.date()?)
    }

    /// A fiscal year in any format accepted by [`FiscalYear`].
    ///
    /// # Errors
    ///
    /// If the cell contains something that is not a fiscal year.
    pub fn fiscal_year(&self) -> Result<Option<FiscalYear>, CellError> {
        if self.folded()?.is_empty() {
            return Ok(None);
        }
        self.text.parse().map(Some).map_err(|error| self.refused(Expected::FiscalYear(error)))
    }

    /// A required fiscal year.
    ///
    /// # Errors
    ///
    /// If the cell is empty or contains something that is not a fiscal year.
    pub fn required_fiscal_year(&self) -> Result<FiscalYear, CellError> {
        self.non_empty(self.fiscal_year()?)
    }

    /// A planned year in any format accepted by [`PlannedYear`].
    ///
    /// # Errors
    ///
    /// If the cell contains something that is not a planned year.
    pub fn planned_year(&self) -> Result<Option<PlannedYear>, CellError> {
        if self.folded()?.is_empty() {
            return Ok(None);
        }
        self.text.parse().map(Some).map_err(|error| self.refused(Expected::PlannedYear(error)))
    }

    /// Yes or no: `○`/`×`, `有`/`無`, `はい`/`いいえ`, `yes`/`no`, `true`/`false`, `1`/`0`.
    ///
    /// # Errors
    ///
    /// For everything else.
    pub fn yes_or_no(&self) -> Result<Option<bool>, CellError> {
        match self.folded()?.to_lowercase().as_str() {
            "" => Ok(None),
            "○" | "〇" | "◯" | "⭕" | "有" | "有り" | "あり" | "はい" | "可" | "yes" | "y" | "true" | "1" => {
                Ok(Some(true))
            }
            "×" | "✕" | "✖" | "無" | "無し" | "なし" | "いいえ" | "不可" | "no" | "n" | "false" | "0" => {
                Ok(Some(false))
            }
            _ => Err(self.refused(Expected::YesOrNo)),
        }
    }

    /// A web address that begins with `https://` or `http://` and names a host.
    ///
    /// # Errors
    ///
    /// For any other scheme, an address longer than [`limits::ADDRESS`], and if the address contains whitespace, control
    /// characters, a user name or a password.
    pub fn web_address(&self) -> Result<Option<String>, CellError> {
        let address = self.folded()?;
        if address.is_empty() {
            return Ok(None);
        }
        if address.len() > limits::ADDRESS {
            return Err(self.refused(Expected::ShorterWebAddress));
        }
        match web_address::check(&address) {
            Ok(()) => Ok(Some(address)),
            Err(UrlError::Shape) => Err(self.refused(Expected::WebAddress)),
            Err(UrlError::User) => Err(self.refused(Expected::WebAddressWithoutUser)),
        }
    }

    /// Several web addresses separated by whitespace. A tick (`○`) stands for an unknown address and becomes an empty
    /// string. `×` stands for no address.
    ///
    /// # Errors
    ///
    /// As [`Cell::web_address`].
    pub fn web_addresses(&self) -> Result<Vec<String>, CellError> {
        let mut addresses = Vec::new();
        for text in self.text.split_whitespace() {
            let part = Self { text, ..*self };
            let address = match part.yes_or_no() {
                Ok(Some(false)) => continue,
                Ok(_) => String::new(),
                Err(_) => {
                    let address = part.web_address().map_err(|error| self.refused(error.expected));
                    address?.unwrap_or_default()
                }
            };
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        Ok(addresses)
    }

    /// Several values in their original order, each normalised like a name. Empty values are dropped.
    ///
    /// # Errors
    ///
    /// If characters of the text were lost, or it is a formula without a current value.
    pub fn list(&self, marks: ListMarks) -> Result<Vec<String>, CellError> {
        self.check_intact()?;
        let separates = |character: char| {
            matches!(character, ';' | '；' | '\n' | '\r')
                || (marks == ListMarks::SemicolonsAndCommas && matches!(character, '、' | '､'))
        };
        let values: Vec<String> =
            self.text.split(separates).map(normalise_name).filter(|value| !value.is_empty()).collect();
        if values.iter().map(String::len).sum::<usize>() > limits::NAME {
            self.fits(values.iter().map(|value| value.chars().count()).sum())?;
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests;
