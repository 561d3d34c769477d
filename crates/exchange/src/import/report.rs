//! The findings and results of an import, as text and as JSON.

use std::collections::{BTreeSet, HashMap};

use domain::procedure::DepartmentCode;
use domain::text::MessageLanguage;
use serde_json::{Value, json};

use super::cell::{CellError, ColumnPlace, Expected};
use super::changes::{Changes, ImportBase};
use super::read::FileForm;
use super::table::Table;
use super::{Request, Touched};

/// The number of new, changed and unchanged records of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// English and Japanese name of the record type.
    pub noun: (&'static str, &'static str),
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
}

impl Counts {
    pub(crate) const fn of(noun: (&'static str, &'static str)) -> Self {
        Self { noun, new: 0, changed: 0, unchanged: 0 }
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub const fn is_unchanged(&self) -> bool {
        self.new == 0 && self.changed == 0
    }

    #[must_use]
    pub fn describe(&self, tongue: MessageLanguage) -> String {
        let Self { noun, new, changed, unchanged } = self;
        let total = new + changed + unchanged;
        match tongue {
            MessageLanguage::English => {
                format!("{total} {}: {new} new, {changed} changed, {unchanged} unchanged", noun.0)
            }
            MessageLanguage::Japanese => format!("{} {total}件: 新規{new}、変更{changed}、変更なし{unchanged}", noun.1),
        }
    }
}

/// The departments of the procedures touched, before and after.
pub(crate) fn departments_of(touched: &[Touched]) -> BTreeSet<Option<DepartmentCode>> {
    touched.iter().flat_map(Touched::departments).map(Option::<&DepartmentCode>::cloned).collect()
}

/// Maximum number of ignored columns listed by name.
const NAMED_COLUMNS: usize = 40;

/// The outcome of one import.
#[derive(Debug, Clone)]
pub struct Report {
    kind: &'static str,
    file: String,
    tongue: MessageLanguage,
    dry_run: bool,
    form: Option<String>,
    notes: Vec<String>,
    /// Why the file as a whole cannot be accepted.
    refusal: Option<String>,
    is_abandoned: bool,
    is_overtaken: bool,
    /// The position of each column that is read.
    columns: HashMap<&'static str, ColumnPlace>,
    touched: Vec<Touched>,
    bad_cells: Vec<CellError>,
    counts: Vec<Counts>,
    changes: Vec<Changes>,
    base: Option<ImportBase>,
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
            is_abandoned: false,
            is_overtaken: false,
            columns: HashMap::new(),
            touched: Vec::new(),
            bad_cells: Vec::new(),
            counts: Vec::new(),
            changes: Vec::new(),
            base: None,
        }
    }

    pub fn language(&self) -> MessageLanguage {
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

    /// Marks the import as cancelled by the caller.
    pub(crate) fn cancel(&mut self) {
        self.is_abandoned = true;
        self.refuse(match self.tongue {
            MessageLanguage::English => "abandoned before the end".to_owned(),
            MessageLanguage::Japanese => "途中で取り消しました".to_owned(),
        });
    }

    /// Marks the import as stale: the affected records have changed since the preview.
    pub(crate) fn mark_stale(&mut self, reason: String) {
        self.is_overtaken = true;
        self.refuse(reason);
    }

    pub(crate) fn note(&mut self, english: impl Into<String>, japanese: impl Into<String>) {
        self.notes.push(match self.tongue {
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
    pub(crate) fn add_skipped_rows(&mut self, passed: &[super::table::SkippedRow]) {
        for passed in passed {
            self.notes.push(passed.describe(self.tongue));
        }
    }

    /// Refuses every row that touches a procedure outside the given departments.
    pub(crate) fn refuse_outside(&mut self, departments: &BTreeSet<DepartmentCode>, touched: &[Touched]) {
        let own = departments.iter().map(DepartmentCode::as_str).collect::<Vec<_>>().join(", ");
        let place = ["id", "procedure", "name"].into_iter().find_map(|key| self.columns.get(key));
        let place = place.cloned().unwrap_or_else(|| ColumnPlace { letter: None, header: String::new() });
        let bad = touched.iter().filter_map(|touched| {
            let outside = touched.outside(departments)?;
            let [of, of_ja] = match outside {
                Some(code) => [format!("this one is of '{code}'"), format!("この手続の所管課は「{code}」")],
                None => ["this one is of none".to_owned(), "この手続には所管課がありません".to_owned()],
            };
            Some(CellError {
                line: touched.line.unwrap_or_default(),
                column: Box::new(place.clone()),
                value: touched.procedure.to_string(),
                expected: Expected::Other {
                    english: format!("a procedure that is and stays of one of your departments ({own}); {of}"),
                    japanese: format!("変更の前も後も担当の所管課（{own}）の手続。{of_ja}"),
                },
            })
        });
        let bad = bad.collect();
        self.add_bad_cells(bad);
    }

    pub(crate) fn set_changes(&mut self, mut changes: Vec<Changes>, touched: Vec<Touched>, base: Option<ImportBase>) {
        changes.iter_mut().for_each(|one| one.place(&self.columns));
        for (left_out, noun) in changes.iter().map(|one| (one.left_out, one.counts.noun)).filter(|(left, _)| *left > 0)
        {
            self.note(
                format!("{left_out} more {} change and are not listed cell by cell", noun.0),
                format!("ほか{left_out}件の{}の変更は、セルごとには一覧にしていません", noun.1),
            );
        }
        self.touched = touched;
        self.counts = changes.iter().map(|changes| changes.counts).collect();
        self.changes = changes;
        self.base = base;
    }

    /// Whether errors prevent writing.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.refusal.is_some() || !self.bad_cells.is_empty()
    }

    /// Every cell with an invalid value.
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

    /// New and changed records, cell by cell; empty if the file was refused.
    #[must_use]
    pub fn changes(&self) -> &[Changes] {
        &self.changes
    }

    /// Every procedure that was or would be added or changed, with its department before and after. Empty for files of
    /// any other kind.
    #[must_use]
    pub fn touched(&self) -> &[Touched] {
        &self.touched
    }

    /// The departments of the procedures touched, before and after. `None` stands for no department.
    #[must_use]
    pub fn departments(&self) -> BTreeSet<Option<DepartmentCode>> {
        departments_of(&self.touched)
    }

    /// Whether nothing was written because the affected records have changed since the preview.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.is_overtaken
    }

    /// Whether the caller cancelled the import before the end. Nothing was written then.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        self.is_abandoned
    }

    /// The base of a dry run, to be passed back on confirmation.
    #[must_use]
    pub fn base(&self) -> Option<ImportBase> {
        self.base
    }

    fn outcome(&self) -> &'static str {
        if self.is_abandoned {
            "abandoned"
        } else if self.is_refused() {
            "refused"
        } else if self.dry_run {
            "dry_run"
        } else if self.counts.iter().all(Counts::is_unchanged) {
            "unchanged"
        } else {
            "written"
        }
    }

    /// The report as lines of text for a person.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut lines = Vec::new();
        let japanese = self.tongue == MessageLanguage::Japanese;
        match &self.form {
            Some(form) => lines.push(format!("{}: {form}", self.file)),
            None => lines.push(self.file.clone()),
        }
        lines.extend(self.notes.iter().map(|note| format!("  {note}")));
        if let Some(refusal) = &self.refusal {
            lines.push(format!("  {refusal}"));
        }
        lines.extend(self.bad_cells.iter().map(|cell| format!("  {}", cell.describe(self.tongue))));
        for changes in &self.changes {
            lines.push(format!("  {}", changes.counts.describe(self.tongue)));
            if self.dry_run {
                lines.extend(changes.describe(self.tongue).iter().map(|line| format!("  {line}")));
            }
        }
        if let Some(base) = self.base {
            lines.push(match self.tongue {
                MessageLanguage::English => {
                    format!("  base: {base} (with --if-base it is written only where these records are still the same)")
                }
                MessageLanguage::Japanese => {
                    format!("  基準: {base}（--if-base に指定すると、対象の記録が今と同じときだけ書き込みます）")
                }
            });
        }
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
            ("refused" | "abandoned", false) => "nothing was written".to_owned(),
            ("refused" | "abandoned", true) => "何も書き込んでいません".to_owned(),
            ("dry_run", false) => "dry run: nothing was written".to_owned(),
            ("dry_run", true) => "試行のため、何も書き込んでいません".to_owned(),
            ("unchanged", false) => "nothing to write: the database holds the same already".to_owned(),
            ("unchanged", true) => "書き込むものはありません（すでに同じ内容です）".to_owned(),
            (_, false) => "written".to_owned(),
            (_, true) => "書き込みました".to_owned(),
        });
        lines.join("\n")
    }

    /// The report as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "kind": self.kind,
            "file": self.file,
            "outcome": self.outcome(),
            "base": self.base.map(|base| base.to_string()),
            "departments": self.departments(),
            "counts": self.changes.iter().map(Changes::to_json).collect::<Vec<_>>(),
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
