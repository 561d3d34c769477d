//! What reading a file finds: its form, notes, and everything that is wrong with it.

use std::collections::HashMap;

use domain::text::MessageLanguage;

use super::cell::CellError;
use super::file::FileForm;
use super::table::{SkippedRow, Table};
use crate::import::table::place::ColumnPlace;

/// Maximum number of ignored columns listed by name.
const NAMED_COLUMNS: usize = 40;

#[derive(Debug, Clone)]
pub(crate) struct Findings {
    pub language: MessageLanguage,
    pub form: Option<String>,
    pub notes: Vec<String>,
    /// Why the file as a whole cannot be accepted.
    pub refusal: Option<String>,
    pub is_cancelled: bool,
    /// The position of each column that is read.
    pub columns: HashMap<&'static str, ColumnPlace>,
    /// Every cell with an invalid value, by line.
    pub bad_cells: Vec<CellError>,
}

impl Findings {
    pub(crate) fn new(language: MessageLanguage) -> Self {
        Self {
            language,
            form: None,
            notes: Vec::new(),
            refusal: None,
            is_cancelled: false,
            columns: HashMap::new(),
            bad_cells: Vec::new(),
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
        if let Some(sheet) = table.sheet_name() {
            self.note(format!("read from the sheet '{sheet}'"), format!("シート「{sheet}」を読みました"));
        }
        if !table.ignored_columns().is_empty() {
            let ignored = table.ignored_columns();
            let named = ignored.iter().take(NAMED_COLUMNS).map(|place| place.header.as_str()).collect::<Vec<_>>();
            let more = if ignored.len() > NAMED_COLUMNS { ", …" } else { "" };
            let columns = format!("{}{more}", named.join(", "));
            self.note(format!("columns not read: {columns}"), format!("読まなかった列: {columns}"));
        }
    }

    /// Notes the skipped rows.
    pub(crate) fn add_skipped_rows(&mut self, passed: &[SkippedRow]) {
        for passed in passed {
            self.notes.push(passed.describe(self.language));
        }
    }
}
