//! The values of a workbook as text, as its formats show them.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime, ExcelDateTimeType};
use chrono::NaiveDate;

use super::ReadError;
use super::number_format::{Shown, shown, year_text};
use super::sheet::Sheet;
use crate::import::reading::cell::CellKind;
use crate::import::table::value::number_text;

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

/// How the cells of a style are shown.
#[derive(Debug, Default, Clone)]
pub(super) struct CellStyle {
    shown: Shown,
    /// The format code, where the text of a cell depends on it.
    code: String,
}

impl CellStyle {
    /// The style with a format code.
    pub(super) fn new(code: &str) -> Self {
        let shown = shown(code);
        let code = if shown == Shown::Year { code.to_owned() } else { String::new() };
        Self { shown, code }
    }

    /// Whether a number in this style is shown as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.shown == Shown::Plain
    }

    /// The text of a day of which only the year is shown. What the reader does not see is not taken.
    fn year(&self, serial: f64, is_1904: bool) -> Option<String> {
        if self.shown != Shown::Year {
            return None;
        }
        let moment = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
        let (year, month, day, ..) = moment.to_ymd_hms_milli();
        NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).map(|day| year_text(&self.code, day))
    }
}

/// Adds a value to a sheet as the text that a reader sees.
pub(super) fn push_value(
    sheet: &mut Sheet,
    row: u32,
    column: u32,
    value: &DataRef<'_>,
    style: &CellStyle,
    is_1904: bool,
) -> Result<(), ReadError> {
    let serial = match value {
        DataRef::Float(number) => Some(*number),
        #[allow(clippy::cast_precision_loss, reason = "a day is far below 2^53")]
        DataRef::Int(number) => Some(*number as f64),
        DataRef::DateTime(moment) => Some(moment.as_f64()),
        _ => None,
    };
    if let Some(year) = serial.and_then(|serial| style.year(serial, is_1904)) {
        return sheet.push(row, column, CellKind::Text, &year);
    }
    let is_percentage = style.shown == Shown::Percentage;
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
pub(super) fn borrowed(value: &Data) -> DataRef<'_> {
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
