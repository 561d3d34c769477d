//! A table as a workbook for editing: cells offer their allowed values as a list, headers say in a note what the column
//! holds, ids and headers are locked, and numbers and dates are typed.
//!
//! The sheet is protected without a password. The protection only prevents accidental edits to the keys that identify
//! rows; this is not access control. Rows can be added below, where the id cells are unlocked.

use crate::column_words::{is_required, words_of};
use crate::import::table::columns::{ColumnSpec, Presence};
use crate::import::table::template;
use crate::import::table::value::Value;
use chrono::Datelike;
use domain::text::MessageLanguage;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Note,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};
use store::error::AppError;

use super::tables::Table;
use super::width_of_text;

/// Empty rows below the last one that offer the same lists.
const ROWS_TO_ADD: usize = 1000;

/// Longest text that a workbook cell can hold, in UTF-16 code units.
const LONGEST_TEXT: usize = 32_767;

/// The values offered by a column.
struct Choice {
    words: Vec<String>,
    others: Others,
}

/// Whether a cell may hold what is not in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Others {
    Never,
    /// Several values, or values that are not in the list.
    Several,
    /// A row of another table that is entered before this file is imported, or the name of one instead of its id.
    Later,
}

impl Table {
    /// Writes the workbook.
    ///
    /// # Errors
    /// Returns an error if the format cannot hold the table, for example if there are more rows than a sheet has or a
    /// text is too long for a cell.
    pub fn as_workbook(&self) -> Result<Vec<u8>, AppError> {
        self.written()
            .map_err(|error| AppError::BadInput(format!("this does not fit into a workbook ({error}); write a .csv")))
    }

    fn names(&self) -> [&'static str; 2] {
        match self.wording.language {
            MessageLanguage::Japanese => ["データ", "候補"],
            MessageLanguage::English => ["data", "choices"],
        }
    }

    fn written(&self) -> Result<Vec<u8>, XlsxError> {
        let [data, choices] = self.names();
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(data)?;
        self.write_header(sheet)?;
        self.write_lines(sheet)?;
        let offered: Vec<(u16, Choice)> = (0_u16..)
            .zip(self.columns)
            .filter_map(|(place, column)| {
                let closed = self.table.and_then(|table| template::choices_of(table, column.key, &self.wording));
                let choice = closed.map(|(words, open)| (words, if open { Others::Several } else { Others::Never }));
                let known = || Some((self.references.get(column.key)?.clone(), Others::Later));
                let (words, others) = choice.filter(|(words, _)| !words.is_empty()).or_else(known)?;
                Some((place, Choice { words, others }))
            })
            .collect();
        for (number, (place, choice)) in (0_u16..).zip(&offered) {
            self.offer(sheet, *place, number, choice, choices)?;
        }
        self.protect(sheet)?;
        let list = workbook.add_worksheet();
        list.set_name(choices)?.set_hidden(true);
        for (number, (place, choice)) in (0_u16..).zip(&offered) {
            list.write_string(0, number, self.headers()[usize::from(*place)])?;
            for (row, word) in (1_u32..).zip(&choice.words) {
                list.write_string(row, number, word)?;
            }
        }
        workbook.save_to_buffer()
    }

    fn write_header(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let head = Format::new()
            .set_text_wrap()
            .set_border_bottom(FormatBorder::Thin)
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0x00E8_F1FE));
        for (place, (header, column)) in (0_u16..).zip(self.headers().into_iter().zip(self.columns)) {
            let bold = self.table.map_or(column.presence == Presence::Required, |table| is_required(table, column));
            let head = if bold { head.clone().set_bold() } else { head.clone() };
            sheet.write_string_with_format(0, place, header, &head)?;
            if let Some(note) = self.note(column, bold) {
                sheet.insert_note(0, place, &Note::new(note).add_author_prefix(false))?;
            }
            let widest = self
                .lines
                .iter()
                .filter_map(|line| line.get(usize::from(place)))
                .map(|value| width_of_text(value.text().lines().next().unwrap_or_default()))
                .fold(width_of_text(header).min(18.0), f64::max);
            sheet.set_column_width(place, (widest + 2.0).clamp(9.0, 48.0))?;
            // Cells without a format of their own, such as those of new rows, use the column's format.
            sheet.set_column_format(place, &Format::new().set_unlocked())?;
        }
        sheet.set_freeze_panes(1, 2)?;
        let last_row = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, last_row, last_column)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        Ok(())
    }

    /// What a column holds.
    fn note(&self, column: &ColumnSpec, is_required: bool) -> Option<String> {
        let words = words_of(self.table?, column, self.wording.language);
        let required = match (is_required, self.wording.language) {
            (false, _) => "",
            (true, MessageLanguage::Japanese) => "必須。",
            (true, MessageLanguage::English) => "Required. ",
        };
        let note = format!("{required}{words}");
        (!note.is_empty()).then_some(note)
    }

    /// Whether the cells of a column tell rows apart.
    fn is_key(&self, place: u16) -> bool {
        let column = self.columns.get(usize::from(place));
        match (self.table, column) {
            (Some(table), Some(column)) => table.key().contains(&column.key),
            _ => place == 0,
        }
    }

    fn write_lines(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let free = Format::new().set_unlocked();
        // Text format keeps leading zeros.
        let [text, id] = [free.clone().set_num_format("@"), Format::new().set_num_format("@")];
        let [count, day] = [free.clone().set_num_format("#,##0"), free.clone().set_num_format("yyyy-mm-dd")];
        let [count_of_key, day_of_key] = [count.clone().set_locked(), day.clone().set_locked()];
        for (row, line) in (1_u32..).zip(&self.lines) {
            for (place, value) in (0_u16..).zip(line) {
                match value {
                    Value::Nothing => {}
                    Value::Text(written) => {
                        let format = if self.is_key(place) { &id } else { &text };
                        let shown = shown(written);
                        if shown.encode_utf16().count() > LONGEST_TEXT {
                            return Err(XlsxError::MaxStringLengthExceeded);
                        }
                        sheet.write_string_with_format(row, place, shown, format)?;
                    }
                    #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
                    Value::Count(number) => {
                        let format = if self.is_key(place) { &count_of_key } else { &count };
                        sheet.write_number_with_format(row, place, *number as f64, format)?;
                    }
                    Value::Number(number) => {
                        sheet.write_number_with_format(row, place, *number, &free)?;
                    }
                    Value::Date(date) => match excel_day(*date) {
                        Some(moment) => {
                            let format = if self.is_key(place) { &day_of_key } else { &day };
                            sheet.write_datetime_with_format(row, place, moment, format)?;
                        }
                        None => {
                            sheet.write_string_with_format(row, place, date.to_string(), &text)?;
                        }
                    },
                }
            }
        }
        Ok(())
    }

    /// Offers the values of a column from a hidden sheet, because a list inside the cell's own rule is limited to 255
    /// characters.
    fn offer(
        &self,
        sheet: &mut Worksheet,
        place: u16,
        number: u16,
        choice: &Choice,
        list: &str,
    ) -> Result<(), XlsxError> {
        let column = crate::import::table::place::column_letter(usize::from(number));
        let formula = format!("='{list}'!${column}$2:${column}${}", choice.words.len() + 1);
        let mut rule = DataValidation::new().allow_list_formula(Formula::new(formula)).ignore_blank(true);
        let japanese = self.wording.language == MessageLanguage::Japanese;
        let [title, said] = match (choice.others, japanese) {
            (Others::Never, true) => ["一覧にない値です", "一覧から選んでください。"],
            (Others::Never, false) => ["Not in the list", "Choose a value from the list."],
            (Others::Several, true) => ["一覧にない値です", "複数ある場合は ; で区切ります。このまま入力しますか？"],
            (Others::Several, false) => ["Not in the list", "Separate several values with ';'. Keep this one?"],
            (Others::Later, true) => ["一覧にない値です", "先に、参照先の表に登録してください。このまま入力しますか？"],
            (Others::Later, false) => ["Not in the list", "Enter it in the other table first. Keep this one?"],
        };
        let style = match choice.others {
            Others::Never => DataValidationErrorStyle::Stop,
            Others::Several | Others::Later => DataValidationErrorStyle::Warning,
        };
        rule = rule.set_error_style(style).set_error_title(title)?.set_error_message(said)?;
        let last = u32::try_from(self.lines.len() + ROWS_TO_ADD).unwrap_or(u32::MAX).min(1_048_575);
        sheet.add_data_validation(1, place, last, place, &rule)?;
        Ok(())
    }

    fn protect(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut options = ProtectionOptions::new();
        options.format_cells = true;
        options.format_columns = true;
        options.format_rows = true;
        options.insert_rows = true;
        options.delete_rows = true;
        options.sort = true;
        options.use_autofilter = true;
        sheet.protect_with_options(&options);
        Ok(())
    }
}

/// Converts a text to what a cell can hold: uniform line breaks and no other control characters.
fn shown(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|letter| match letter {
            '\r' => '\n',
            '\n' | '\t' => letter,
            control if control.is_control() => ' ',
            other => other,
        })
        .collect()
}

/// Converts a date for the workbook, or returns `None` for years up to 1900, where its calendar begins.
fn excel_day(date: chrono::NaiveDate) -> Option<ExcelDateTime> {
    let part = |part: u32| u8::try_from(part).ok();
    let year = u16::try_from(date.year()).ok().filter(|year| *year > 1900)?;
    ExcelDateTime::from_ymd(year, part(date.month())?, part(date.day())?).ok()
}
