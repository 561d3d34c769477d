//! What an import found, would do and did, for a person and for a program.

use std::collections::HashMap;
use std::hash::Hash;

use serde_json::{Value, json};

use super::Request;
use super::cell::CellError;
use super::read::FileForm;
use super::table::Table;
use super::told::Told;
use crate::domain::text::Tongue;

/// How many of one thing were new, changed and unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// English and Japanese name of the thing.
    pub noun: (&'static str, &'static str),
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// Of those that changed the first, as they were and as they became.
    values: Vec<(Value, Value)>,
}

impl Counts {
    /// How many changed records are told one by one; how many there were is always told.
    const MOST_VALUES: usize = 500;

    pub(crate) const fn of(noun: (&'static str, &'static str)) -> Self {
        Self { noun, new: 0, changed: 0, unchanged: 0, values: Vec::new() }
    }

    pub(crate) fn values(&self) -> &[(Value, Value)] {
        &self.values
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub const fn nothing_to_write(&self) -> bool {
        self.new == 0 && self.changed == 0
    }

    #[must_use]
    pub fn describe(&self, tongue: Tongue) -> String {
        let Self { noun, new, changed, unchanged, .. } = self;
        let total = new + changed + unchanged;
        match tongue {
            Tongue::English => format!("{total} {}: {new} new, {changed} changed, {unchanged} unchanged", noun.0),
            Tongue::Japanese => format!("{} {total}件: 新規{new}、変更{changed}、変更なし{unchanged}", noun.1),
        }
    }
}

/// Holds incoming records against those known: what must be saved, and how many are new, changed and unchanged.
pub(crate) fn compare<T: PartialEq + Clone + Told, K: Hash + Eq>(
    noun: (&'static str, &'static str),
    known: &[T],
    incoming: &[T],
    key: impl Fn(&T) -> K,
) -> (Vec<T>, Counts) {
    let known: HashMap<K, &T> = known.iter().map(|record| (key(record), record)).collect();
    let mut counts = Counts::of(noun);
    let mut to_save = Vec::new();
    for record in incoming {
        match known.get(&key(record)) {
            None => counts.new += 1,
            Some(known) if *known == record => {
                counts.unchanged += 1;
                continue;
            }
            Some(known) => {
                counts.changed += 1;
                if counts.values.len() < Counts::MOST_VALUES {
                    counts.values.push((known.told(), record.told()));
                }
            }
        }
        to_save.push(record.clone());
    }
    (to_save, counts)
}

/// The outcome of one import.
#[derive(Debug, Clone)]
pub struct Report {
    kind: &'static str,
    file: String,
    tongue: Tongue,
    dry_run: bool,
    form: Option<String>,
    notes: Vec<String>,
    /// The file as a whole cannot be accepted.
    refusal: Option<String>,
    bad_cells: Vec<CellError>,
    counts: Vec<Counts>,
}

impl Report {
    pub(crate) fn new(request: &Request) -> Self {
        Self {
            kind: request.kind.as_str(),
            file: request.file.clone(),
            tongue: request.tongue,
            dry_run: request.dry_run,
            form: None,
            notes: Vec::new(),
            refusal: None,
            bad_cells: Vec::new(),
            counts: Vec::new(),
        }
    }

    pub(crate) fn tongue(&self) -> Tongue {
        self.tongue
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

    pub(crate) fn note(&mut self, english: impl Into<String>, japanese: impl Into<String>) {
        self.notes.push(match self.tongue {
            Tongue::English => english.into(),
            Tongue::Japanese => japanese.into(),
        });
    }

    pub(crate) fn add_bad_cells(&mut self, bad: Vec<CellError>) {
        self.bad_cells.extend(bad);
        self.bad_cells.sort_by_key(|cell| cell.line);
    }

    /// Says which columns are not read.
    pub(crate) fn take_titles(&mut self, table: &Table<'_>) {
        if let Some(sheet) = table.sheet_name() {
            self.note(format!("read from the sheet '{sheet}'"), format!("シート「{sheet}」を読みました"));
        }
        if !table.ignored_columns().is_empty() {
            let columns =
                table.ignored_columns().iter().map(|place| place.header.as_str()).collect::<Vec<_>>().join(", ");
            self.note(format!("columns not read: {columns}"), format!("読まなかった列: {columns}"));
        }
    }

    /// Says which rows were passed over.
    pub(crate) fn take_passed_over(&mut self, passed: &[super::table::PassedOver]) {
        for passed in passed {
            self.notes.push(passed.describe(self.tongue));
        }
    }

    pub(crate) fn set_counts(&mut self, counts: Vec<Counts>) {
        self.counts = counts;
    }

    /// Whether nothing was or would be written because something is wrong.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.refusal.is_some() || !self.bad_cells.is_empty()
    }

    /// Every cell that does not hold what it should.
    #[must_use]
    pub fn bad_cells(&self) -> &[CellError] {
        &self.bad_cells
    }

    /// Why the file as a whole cannot be accepted.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    #[must_use]
    pub fn counts(&self) -> &[Counts] {
        &self.counts
    }

    fn outcome(&self) -> &'static str {
        if self.is_refused() {
            "refused"
        } else if self.dry_run {
            "dry_run"
        } else if self.counts.iter().all(Counts::nothing_to_write) {
            "unchanged"
        } else {
            "written"
        }
    }

    /// The report in lines for a person.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut lines = Vec::new();
        let japanese = self.tongue == Tongue::Japanese;
        match &self.form {
            Some(form) => lines.push(format!("{}: {form}", self.file)),
            None => lines.push(self.file.clone()),
        }
        lines.extend(self.notes.iter().map(|note| format!("  {note}")));
        if let Some(refusal) = &self.refusal {
            lines.push(format!("  {refusal}"));
        }
        lines.extend(self.bad_cells.iter().map(|cell| format!("  {}", cell.describe(self.tongue))));
        lines.extend(self.counts.iter().map(|counts| format!("  {}", counts.describe(self.tongue))));
        let rows = {
            let mut rows: Vec<u64> = self.bad_cells.iter().map(|cell| cell.line).collect();
            rows.dedup();
            rows.len()
        };
        lines.push(match (self.outcome(), japanese) {
            ("refused", false) if rows > 0 => {
                let (cells, rows_word) = (self.bad_cells.len(), if rows == 1 { "row" } else { "rows" });
                format!("nothing was written: {cells} wrong in {rows} {rows_word}; put them right and import again")
            }
            ("refused", true) if rows > 0 => {
                format!(
                    "何も書き込んでいません: {rows}行に{}か所の誤りがあります。直してからもう一度取り込んでください",
                    self.bad_cells.len()
                )
            }
            ("refused", false) => "nothing was written".to_owned(),
            ("refused", true) => "何も書き込んでいません".to_owned(),
            ("dry_run", false) => "dry run: nothing was written".to_owned(),
            ("dry_run", true) => "試行のため、何も書き込んでいません".to_owned(),
            ("unchanged", false) => "nothing to write: the database holds the same already".to_owned(),
            ("unchanged", true) => "書き込むものはありません（すでに同じ内容です）".to_owned(),
            (_, false) => "written".to_owned(),
            (_, true) => "書き込みました".to_owned(),
        });
        lines.join("\n")
    }

    /// The report for a program.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "kind": self.kind,
            "file": self.file,
            "outcome": self.outcome(),
            "counts": self.counts.iter().map(|counts| json!({
                "of": counts.noun.0,
                "new": counts.new,
                "changed": counts.changed,
                "unchanged": counts.unchanged,
            })).collect::<Vec<_>>(),
            "notes": self.notes,
            "refusal": self.refusal,
            "errors": self.bad_cells.iter().map(|cell| json!({
                "line": cell.line,
                "column": cell.column.header,
                "letter": cell.column.letter,
                "value": cell.value,
                "expected": cell.expected.describe(self.tongue),
            })).collect::<Vec<_>>(),
        })
    }
}
