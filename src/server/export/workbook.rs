//! The tables of a page as a workbook. Numbers stay numbers, each with its format. A final sheet of notes gives their
//! meaning, sources and dates.

use chrono::{Datelike, NaiveDate};
use exchange::export::width_of_text;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use store::error::AppError;

use crate::server::read_model::report_table::{Cell, RowKind, Sheet};
use crate::server::read_model::value::Value;

/// A sheet of notes: pairs of a name and its text.
pub type Notes = Vec<[String; 2]>;

/// The workbook's text besides the tables, in the reader's language.
#[derive(Debug, Clone)]
pub struct Words {
    /// Name of the notes sheet.
    pub notes: String,
    /// The sample data mark.
    pub sample: String,
}

/// Maximum length of a sheet name in Excel.
const LONGEST_NAME: usize = 31;

/// The file format's code for A4 paper.
const A4: u8 = 9;

/// Writes the workbook.
///
/// # Errors
/// Returns an error if the format cannot hold the tables, for example if there are more rows than a sheet has.
pub fn workbook(sheets: &[Sheet], notes: &Notes, words: &Words) -> Result<Vec<u8>, AppError> {
    written(sheets, notes, words)
        .map_err(|error| AppError::BadInput(format!("these tables do not fit into a workbook: {error}")))
}

fn written(sheets: &[Sheet], notes: &Notes, words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets {
        let name = sheet_name(&sheet.title, &names);
        let page = workbook.add_worksheet();
        page.set_name(&name)?;
        names.push(name);
        write_sheet(page, sheet, words)?;
    }
    let name = sheet_name(&words.notes, &names);
    let page = workbook.add_worksheet();
    page.set_name(&name)?;
    for (row, [what, said]) in (0..).zip(notes) {
        page.write_string_with_format(row, 0, what, &Format::new().set_bold().set_align(FormatAlign::Top))?;
        page.write_string_with_format(row, 1, said, &Format::new().set_text_wrap())?;
    }
    page.set_column_width(0, 32)?.set_column_width(1, 100)?;
    set_paper(page)?;
    workbook.save_to_buffer()
}

fn set_paper(page: &mut Worksheet) -> Result<(), XlsxError> {
    page.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// The years in a text: four digits that are not a part of a longer number.
fn years(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| digits.len() == 4)
}

/// A unique sheet name that Excel accepts: without forbidden characters, truncated, and numbered if needed.
fn sheet_name(title: &str, taken: &[String]) -> String {
    let clean: String = title
        .chars()
        .map(|letter| if matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '：') { ' ' } else { letter })
        .collect();
    let clean = clean.trim().trim_matches('\'');
    let clean = if clean.is_empty() { "1" } else { clean };
    // Excel counts lengths in UTF-16 code units.
    let cut = |most: usize| {
        let mut length = 0;
        clean
            .chars()
            .take_while(|letter| {
                length += letter.len_utf16();
                length <= most
            })
            .collect::<String>()
    };
    let is_free = |name: &str| taken.iter().all(|other| other.to_lowercase() != name.to_lowercase());
    let first = cut(LONGEST_NAME);
    // Names of tables often end in a date, and two tables may differ only by it: the year stays.
    let lost = years(clean).filter(|year| !first.contains(year)).last();
    let first = match lost {
        Some(year) => {
            let end = format!("… {year}");
            format!("{}{end}", cut(LONGEST_NAME - end.chars().count()).trim_end())
        }
        None => first,
    };
    if is_free(&first) {
        return first;
    }
    (2..)
        .map(|number| {
            let end = format!(" {number}");
            format!("{}{end}", cut(LONGEST_NAME - end.len()))
        })
        .find(|name| is_free(name))
        .unwrap_or_default()
}

fn write_sheet(page: &mut Worksheet, sheet: &Sheet, words: &Words) -> Result<(), XlsxError> {
    let head =
        Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Thin).set_align(FormatAlign::Top);
    let sample_of_row = sheet.rows.iter().any(|row| row.sample);
    for (at, column) in (0_u16..).zip(&sheet.columns) {
        let title = column.whole_title();
        let title = if column.sample { format!("{title} ({})", words.sample) } else { title };
        page.write_string_with_format(0, at, &title, &head)?;
        let widest = sheet
            .rows
            .iter()
            .filter_map(|row| row.cells.get(usize::from(at)))
            .map(|cell| width_of(&cell.value))
            .fold(width_of_text(&title) / 2.0, f64::max);
        page.set_column_width(at, (widest + 2.0).clamp(9.0, 60.0))?;
    }
    let last = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX);
    let with_notes = sheet.rows.iter().flat_map(|row| &row.cells).any(|cell| !cell.note.is_empty());
    let mut extra = last;
    if sample_of_row {
        page.write_string_with_format(0, extra, &words.sample, &head)?;
        extra += 1;
    }
    if with_notes {
        page.write_string_with_format(0, extra, &words.notes, &head)?;
        page.set_column_width(extra, 40)?;
    }
    for (line, row) in (1_u32..).zip(&sheet.rows) {
        for (at, cell) in (0_u16..).zip(&row.cells) {
            write_cell(page, line, at, cell, row.kind)?;
        }
        if row.sample {
            page.write_string(line, last, &words.sample)?;
        }
        if with_notes {
            let notes: Vec<&str> =
                row.cells.iter().map(|cell| cell.note.as_str()).filter(|note| !note.is_empty()).collect();
            page.write_string(line, extra, notes.join(" / "))?;
        }
    }
    page.set_freeze_panes(1, 1)?;
    set_paper(page)
}

fn write_cell(page: &mut Worksheet, line: u32, at: u16, cell: &Cell, kind: RowKind) -> Result<(), XlsxError> {
    let format = Format::new();
    let format = if cell.strong || kind == RowKind::Whole || at == 0 { format.set_bold() } else { format };
    match &cell.value {
        Value::Nothing => return Ok(()),
        Value::Text(text) => page.write_string_with_format(line, at, text, &format)?,
        #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        Value::Count(count) | Value::ThousandYen(count) => {
            page.write_number_with_format(line, at, *count as f64, &format.set_num_format("#,##0"))?
        }
        // Spreadsheets store percentages as fractions of 1.
        Value::Percent(percent) => {
            page.write_number_with_format(line, at, percent / 100.0, &format.set_num_format("0.0%"))?
        }
        Value::Points { points, decimals } => {
            let zeros = digits(*decimals);
            let shape = format!("+0{zeros};-0{zeros};0{zeros}");
            page.write_number_with_format(line, at, *points, &format.set_num_format(shape))?
        }
        Value::Number { value, decimals, unit } if unit == "%" => {
            let shape = format!("0{}%", digits(*decimals));
            page.write_number_with_format(line, at, value / 100.0, &format.set_num_format(shape))?
        }
        Value::Number { value, decimals, unit } => {
            let unit = unit.replace('"', "");
            let shape = format!("0{}\"{unit}\"", digits(*decimals));
            page.write_number_with_format(line, at, *value, &format.set_num_format(shape))?
        }
        Value::Date(date) => {
            page.write_datetime_with_format(line, at, excel_day(*date)?, &format.set_num_format("yyyy-mm-dd"))?
        }
    };
    Ok(())
}

fn excel_day(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: u32| u8::try_from(part).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(date.year()).unwrap_or(1900), part(date.month()), part(date.day()))
}

fn digits(decimals: usize) -> String {
    if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) }
}

fn width_of(value: &Value) -> f64 {
    match value {
        Value::Text(text) => width_of_text(text),
        Value::Nothing => 0.0,
        _ => 11.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_those_that_excel_takes() {
        assert_eq!(sheet_name("率：区/市 [1]", &[]), "率 区 市  1");
        let long = "あ".repeat(40);
        let first = sheet_name(&long, &[]);
        assert_eq!(first.encode_utf16().count(), 31);
        let second = sheet_name(&long, std::slice::from_ref(&first));
        assert!(second.ends_with(" 2") && second.encode_utf16().count() <= 31);
        let dated = "Gap to 100% by 31 March 2027, and what it takes until 31 March 2028";
        assert_eq!(sheet_name(dated, &[]), "Gap to 100% by 31 March 2… 2028");
        assert_eq!(sheet_name("枚数（2022年12月31日）", &[]), "枚数（2022年12月31日）");
    }
}
