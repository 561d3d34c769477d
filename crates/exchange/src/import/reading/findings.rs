//! What reading a file finds: its form, notes, and everything that is wrong with it.

use std::collections::HashMap;

use domain::text::MessageLanguage;

use super::cell::CellError;
use super::file::{FileForm, Sheet};
use super::rows::Unchecked;
use super::table::{SkippedRow, Table, UnheadedColumn};
use super::warnings::Warnings;
use crate::import::table::place::{ColumnPlace, clip};

/// Maximum number of ignored columns listed by name.
const NAMED_COLUMNS: usize = 40;

/// Maximum number of rows or columns named in one note.
const NAMED: usize = 10;

/// The first of many things, and a mark if there are more.
pub(crate) fn few(all: &[String]) -> String {
    let more = if all.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", all.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", "))
}

#[derive(Debug, Clone)]
pub(crate) struct Findings {
    pub language: MessageLanguage,
    pub form: Option<String>,
    pub notes: Vec<String>,
    /// Figures that are unusual but may be right.
    pub warnings: Warnings,
    /// Why the file as a whole cannot be accepted.
    pub refusal: Option<String>,
    pub is_cancelled: bool,
    /// The position of each column that is read.
    pub columns: HashMap<&'static str, ColumnPlace>,
    /// Every cell with an invalid value, by line.
    pub bad_cells: Vec<CellError>,
    /// The tables that are not at hand, with the references to them that were read.
    pub unchecked: Unchecked,
}

impl Findings {
    pub(crate) fn new(language: MessageLanguage) -> Self {
        Self {
            language,
            form: None,
            notes: Vec::new(),
            warnings: Warnings::default(),
            refusal: None,
            is_cancelled: false,
            columns: HashMap::new(),
            bad_cells: Vec::new(),
            unchecked: Unchecked::default(),
        }
    }

    pub(crate) fn set_form(&mut self, form: FileForm) {
        self.form = Some(match form {
            FileForm::Text { encoding, compressed: false, .. } => encoding.as_str().to_owned(),
            FileForm::Text { encoding, compressed: true, .. } => format!("gzip, {}", encoding.as_str()),
            FileForm::Workbook => "XLSX".to_owned(),
            FileForm::OldWorkbook => "XLS".to_owned(),
        });
    }

    pub(crate) fn refuse(&mut self, reason: String) {
        self.refusal = Some(reason);
    }

    /// Refuses the file in the language of its messages.
    pub(crate) fn refuse_in_words(&mut self, english: String, japanese: String) {
        self.refuse(match self.language {
            MessageLanguage::English => english,
            MessageLanguage::Japanese => japanese,
        });
    }

    /// Marks the import as cancelled by the caller.
    pub(crate) fn cancel(&mut self) {
        self.is_cancelled = true;
        self.refuse(match self.language {
            MessageLanguage::English => "abandoned before the end".to_owned(),
            MessageLanguage::Japanese => "途中で取り消しました".to_owned(),
        });
    }

    pub(crate) fn note(&mut self, english: impl Into<String>, japanese: impl Into<String>) {
        self.notes.push(match self.language {
            MessageLanguage::English => english.into(),
            MessageLanguage::Japanese => japanese.into(),
        });
    }

    pub(crate) fn add_bad_cells(&mut self, bad: Vec<CellError>) {
        self.bad_cells.extend(bad);
        self.bad_cells.sort_by_key(|cell| cell.line);
    }

    /// Notes the ignored columns, and keeps the positions of the others.
    pub(crate) fn add_titles(&mut self, table: &Table<'_>) {
        self.columns = table.columns().iter().map(|column| (column.key, column.place.clone())).collect();
        if let Some(sheet) = table.sheet() {
            self.add_sheet(table, sheet);
        }
        if !table.ignored_columns().is_empty() {
            let ignored = table.ignored_columns();
            let named = ignored.iter().take(NAMED_COLUMNS).map(|place| place.header.as_str()).collect::<Vec<_>>();
            let more = if ignored.len() > NAMED_COLUMNS { ", …" } else { "" };
            let columns = format!("{}{more}", named.join(", "));
            self.note(format!("columns not read: {columns}"), format!("読まなかった列: {columns}"));
        }
    }

    /// Notes the sheet that was read, and what of it a reader of the workbook does not see or sees elsewhere.
    fn add_sheet(&mut self, table: &Table<'_>, sheet: &Sheet) {
        let name = clip(sheet.name());
        self.note(format!("read from the sheet '{name}'"), format!("シート「{name}」を読みました"));
        if sheet.is_hidden() {
            self.note(
                format!("the sheet '{name}' is hidden in the workbook"),
                format!("シート「{name}」はブックで非表示になっています"),
            );
        }
        let header = table.last_header_row();
        let rows: Vec<String> = sheet
            .hidden_rows()
            .iter()
            .map(|rows| (u64::from(*rows.start()) + 1, u64::from(*rows.end()) + 1))
            .filter(|(_, last)| *last > header)
            .filter(|rows| sheet.rows().any(|row| (rows.0..=rows.1).contains(&row.number())))
            .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") })
            .collect();
        if !rows.is_empty() {
            let (count, shown) = (rows.len(), few(&rows));
            self.note(
                format!("{count} hidden ranges of rows were read too: {shown}"),
                format!("非表示の行も読みました（{count}か所）: {shown}行目"),
            );
        }
        let is_hidden = |column: &u32| sheet.hidden_columns().iter().any(|hidden| hidden.contains(column));
        let columns: Vec<String> =
            table.read_columns().filter(|(at, _)| is_hidden(at)).map(|(_, place)| place.to_string()).collect();
        if !columns.is_empty() {
            let shown = few(&columns);
            self.note(format!("hidden columns were read too: {shown}"), format!("非表示の列も読みました: {shown}"));
        }
        for (at, place) in table.read_columns() {
            let ranges: Vec<String> = sheet
                .spread()
                .iter()
                .filter(|merge| merge.first_column == at && u64::from(merge.first_row) >= header)
                .map(|merge| format!("{}–{}", merge.first_row + 1, merge.last_row + 1))
                .collect();
            if !ranges.is_empty() {
                let shown = few(&ranges);
                self.note(
                    format!("{place}: the value of a merged cell holds for each row that it covers: rows {shown}"),
                    format!("{place}: 結合セルの値を、またがる各行の値として読みました（{shown}行目）"),
                );
            }
        }
    }

    /// Notes columns that hold values but have no header, which nobody reads by accident.
    pub(crate) fn add_unheaded_columns(&mut self, columns: Vec<UnheadedColumn>) {
        for UnheadedColumn { place, rows, line, value } in columns {
            self.note(
                format!("column {place} has no header and was not read; it holds values in {rows} rows, first '{value}' in line {line}"),
                format!("{place}列には見出しがないため読んでいません。{rows}行に値があります（最初は{line}行目の「{value}」）"),
            );
        }
    }

    /// Notes other sheets that could have been read instead.
    pub(crate) fn add_other_sheets(&mut self, others: &[&str], is_at_command_line: bool) {
        if others.is_empty() {
            return;
        }
        let names = few(&others.iter().map(|name| format!("「{}」", clip(name))).collect::<Vec<_>>());
        let english = few(&others.iter().map(|name| format!("'{}'", clip(name))).collect::<Vec<_>>());
        let (how, how_ja) = if is_at_command_line {
            ("; choose the one to read with --sheet", "（読むシートは --sheet で選べます）")
        } else {
            ("; leave only the one to read in the workbook", "（読むシートだけをブックに残してください）")
        };
        self.note(
            format!("not read, though they fit as well: {english}{how}"),
            format!("同じ表として読めるシートがほかにもありますが、読んでいません: {names}{how_ja}"),
        );
    }

    /// Notes the skipped rows.
    pub(crate) fn add_skipped_rows(&mut self, passed: &[SkippedRow]) {
        for passed in passed {
            self.notes.push(passed.describe(self.language));
        }
    }
}
