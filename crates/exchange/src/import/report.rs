//! The findings and results of an import, as text and as JSON.

mod causes;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::procedure::{DepartmentCode, Step};
use domain::text::MessageLanguage;
use serde_json::{Value, json};

use super::base::ImportBase;
use super::comparing::applied::{Applied, Touched, departments_of};
use super::comparing::diff::{CellChange, Changes, Counts};
use super::reading::cell::{CellError, Expected};
use super::reading::findings::Findings;
use super::request::Request;
use super::table::columns::REMOVAL;
use super::table::place::ColumnPlace;

/// The number of notes in the text of a refusal.
const FEW_NOTES: usize = 4;

/// The number of causes in the text of a refusal.
const MOST_CAUSES: usize = 9;

/// The columns, besides those of the steps, that have an effective day or are one.
const DATED_COLUMNS: [&str; 3] = ["effective_on", "excluded", "excluded_reason"];

/// The outcome of one import.
#[derive(Debug, Clone)]
pub struct Report {
    kind: &'static str,
    file: String,
    dry_run: bool,
    pub(crate) findings: Findings,
    is_stale: bool,
    touched: Vec<Touched>,
    counts: Vec<Counts>,
    changes: Vec<Changes>,
    waiting: BTreeMap<NaiveDate, usize>,
    waits_until: Option<NaiveDate>,
    /// The number of published figures that change.
    corrections: usize,
    base: Option<ImportBase>,
}

impl Report {
    pub(crate) fn new(request: &Request) -> Self {
        Self {
            kind: request.kind.as_str(),
            file: request.file.clone(),
            dry_run: request.dry_run,
            findings: Findings::new(request.language),
            is_stale: false,
            touched: Vec::new(),
            counts: Vec::new(),
            changes: Vec::new(),
            waiting: BTreeMap::new(),
            waits_until: None,
            corrections: 0,
            base: None,
        }
    }

    pub fn language(&self) -> MessageLanguage {
        self.findings.language
    }

    /// What the file contains, as the import spells it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Marks the import as stale: the affected records have changed since the preview.
    pub(crate) fn mark_stale(&mut self, reason: String) {
        self.is_stale = true;
        self.findings.refuse(reason);
    }

    /// Refuses every row that touches a procedure outside the given departments.
    pub(crate) fn refuse_outside(&mut self, departments: &BTreeSet<DepartmentCode>, touched: &[Touched]) {
        let own = departments.iter().map(DepartmentCode::as_str).collect::<Vec<_>>().join(", ");
        let place = ["id", "procedure", "name"].into_iter().find_map(|key| self.findings.columns.get(key));
        let place = place.cloned().unwrap_or_else(|| ColumnPlace { letter: None, header: String::new() });
        let bad = touched.iter().filter_map(|touched| {
            let outside = touched.outside(departments)?;
            let [of, of_ja] = match outside {
                Some(code) => [format!("this one belongs to '{code}'"), format!("この手続の所管課は「{code}」")],
                None => ["this one belongs to no department".to_owned(), "この手続には所管課がありません".to_owned()],
            };
            Some(CellError {
                line: touched.line.unwrap_or_default(),
                column: Box::new(place.clone()),
                value: touched.procedure.to_string(),
                expected: Expected::Other {
                    english: format!(
                        "a procedure that belongs to one of your departments ({own}) and stays there; \
                                      {of}"
                    ),
                    japanese: format!("変更の前も後も担当の所管課（{own}）の手続。{of_ja}"),
                },
            })
        });
        let bad = bad.collect();
        self.findings.add_bad_cells(bad);
    }

    /// Refuses every row that changes fields on a day to come.
    pub(crate) fn refuse_ahead(&mut self, applied: &Applied) {
        let column = |key: &'static str| self.findings.columns.get(key).cloned();
        let place = column("effective_on").unwrap_or_else(|| ColumnPlace { letter: None, header: String::new() });
        let listed = applied.changes.iter().flat_map(|changes| &changes.changed);
        let cells: HashMap<u64, &[CellChange]> =
            listed.filter_map(|change| Some((change.line?, change.cells.as_slice()))).collect();
        let bad = applied.held_back.iter().map(|held| {
            let line = held.line.unwrap_or_default();
            let is_dated = |key: &str| DATED_COLUMNS.contains(&key) || key.parse::<Step>().is_ok();
            let headers: Vec<String> = cells
                .get(&line)
                .into_iter()
                .flat_map(|cells| cells.iter())
                .filter(|cell| !is_dated(cell.key))
                .map(|cell| column(cell.key).map_or_else(|| cell.key.to_owned(), |place| place.header))
                .collect();
            let fields = || held.what.fields.keys().map(ToString::to_string).collect();
            // Beyond the limit on listed cells, the fields are named instead of their columns.
            let headers = if headers.is_empty() { fields() } else { headers }.join(", ");
            CellError {
                line,
                column: Box::new(place.clone()),
                value: held.what.effective_on.to_string(),
                expected: Expected::Other {
                    english: format!(
                        "a day that has come, because this row also changes {headers}, which would be public at once; \
                         import it on that day, or upload it at /staff/import, where it waits for its day, or keep only \
                         the columns of the steps and the exclusion, which are announced"
                    ),
                    japanese: format!(
                        "すでに来た日。この行は「{headers}」も変えるため、取り込むとすぐに公開されてしまいます。\
                         その日に取り込むか、適用日まで待てる画面（/staff/import）から送るか、予告できる各段階と適用除外の列だけにしてください"
                    ),
                },
            }
        });
        let bad = bad.collect();
        self.findings.add_bad_cells(bad);
    }

    /// Refuses every row that is to be removed and cannot be.
    pub(crate) fn refuse_removals(&mut self, applied: &Applied) {
        let place = self.findings.columns.get(REMOVAL.key).cloned();
        let place = place.unwrap_or_else(|| ColumnPlace { letter: None, header: REMOVAL.key.to_owned() });
        let refused = applied.changes.iter().flat_map(|changes| &changes.refused);
        let bad = refused.map(|removal| CellError {
            line: removal.line.unwrap_or_default(),
            column: Box::new(place.clone()),
            value: removal.record.clone(),
            expected: Expected::Other { english: removal.expected.0.clone(), japanese: removal.expected.1.clone() },
        });
        let bad = bad.collect();
        self.findings.add_bad_cells(bad);
    }

    pub(crate) fn set_changes(&mut self, applied: Applied, base: Option<ImportBase>) {
        self.corrections = applied.figures().count();
        let Applied { mut changes, touched, held_back, new_ahead, notes, waits_until, .. } = applied;
        notes.into_iter().for_each(|(english, japanese)| self.findings.note(english, japanese));
        self.waits_until = waits_until;
        changes.iter_mut().for_each(|one| one.figures = Vec::new());
        for held in &held_back {
            *self.waiting.entry(held.what.effective_on).or_default() += 1;
        }
        if new_ahead > 0 {
            self.findings.note(
                format!(
                    "{new_ahead} new procedures are public at once, although their day is to come; only their steps and \
                     exclusions count from that day"
                ),
                format!(
                    "適用日がこれからの新しい手続{new_ahead}件も、すぐに公開されます。適用日から有効になるのは各段階と適用除外だけです"
                ),
            );
        }
        changes.iter_mut().for_each(|one| one.place(&self.findings.columns));
        for (left_out, noun) in changes.iter().map(|one| (one.left_out, one.counts.noun)).filter(|(left, _)| *left > 0)
        {
            self.findings.note(
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
        self.findings.refusal.is_some() || !self.findings.bad_cells.is_empty()
    }

    /// Every cell with an invalid value.
    #[must_use]
    pub fn bad_cells(&self) -> &[CellError] {
        &self.findings.bad_cells
    }

    /// The key of a column of the file; `None` for one that the importer does not know.
    #[must_use]
    pub fn column_key(&self, place: &ColumnPlace) -> Option<&'static str> {
        let mut known = self.findings.columns.iter();
        known.find(|(_, column)| *column == place).map(|(key, _)| *key)
    }

    /// Why the file as a whole cannot be accepted.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.findings.refusal.as_deref()
    }

    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.findings.notes
    }

    /// Figures that are unusual and were or would be written all the same: a line for each rule.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.findings.warnings.describe(self.findings.language)
    }

    /// What is wrong with cells: one line for each cause, with the number of cells and the first of them.
    #[must_use]
    pub fn causes(&self) -> Vec<String> {
        causes::describe(&self.findings.bad_cells, self.findings.language)
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

    /// The number of published figures that change or are withdrawn, each of which leaves a correction.
    #[must_use]
    pub const fn corrections(&self) -> usize {
        self.corrections
    }

    /// The number of procedures whose changed fields wait for each day to come.
    #[must_use]
    pub const fn waiting(&self) -> &BTreeMap<NaiveDate, usize> {
        &self.waiting
    }

    /// The day for which the file as a whole waits; `None` if it takes effect at once.
    #[must_use]
    pub const fn waits_until(&self) -> Option<NaiveDate> {
        self.waits_until
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
        self.is_stale
    }

    /// Whether the caller cancelled the import before the end. Nothing was written then.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        self.findings.is_cancelled
    }

    /// The base of a dry run, to be passed back on confirmation.
    #[must_use]
    pub fn base(&self) -> Option<ImportBase> {
        self.base
    }

    fn outcome(&self) -> &'static str {
        if self.findings.is_cancelled {
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

    /// The counts of each kind of record, and in a dry run every change, as indented lines.
    pub(crate) fn describe_changes(&self) -> Vec<String> {
        let language = self.findings.language;
        let mut lines = Vec::new();
        for changes in &self.changes {
            lines.push(format!("  {}", changes.counts.describe(language)));
            if self.dry_run {
                lines.extend(changes.describe(language).iter().map(|line| format!("  {line}")));
            }
        }
        if self.corrections > 0 {
            let figures = self.corrections;
            lines.push(match language {
                MessageLanguage::English => {
                    format!("  corrections: {figures} (published figures that change, each with a public note and the reason)")
                }
                MessageLanguage::Japanese => {
                    format!("  訂正: {figures}件（公開中の数値の変更。理由とともに訂正として公開されます）")
                }
            });
        }
        lines
    }

    /// Whether the database already holds what the file says.
    pub(crate) fn is_unchanged(&self) -> bool {
        !self.is_refused() && self.changes.iter().all(|changes| changes.counts.is_unchanged())
    }

    /// Reports changes as what a dry run would do: they were made in a transaction that is rolled back.
    pub(crate) fn set_dry_run(&mut self) {
        self.dry_run = true;
    }

    /// The report as lines of text for a person.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut lines = Vec::new();
        let japanese = self.findings.language == MessageLanguage::Japanese;
        match &self.findings.form {
            Some(form) => lines.push(format!("{}: {form}", self.file)),
            None => lines.push(self.file.clone()),
        }
        // A refusal says what to do on one screen. Everything else is in the JSON.
        let (notes, causes) = if self.is_refused() { (FEW_NOTES, MOST_CAUSES) } else { (usize::MAX, usize::MAX) };
        let mut add = |all: &[String], most: usize| {
            lines.extend(all.iter().take(most).map(|line| format!("  {line}")));
            if let Some(more) = all.len().checked_sub(most).filter(|more| *more > 0) {
                lines.push(match self.findings.language {
                    MessageLanguage::English => format!("  … and {more} more"),
                    MessageLanguage::Japanese => format!("  …ほか{more}件"),
                });
            }
        };
        add(&self.findings.notes, notes);
        add(&self.warnings(), usize::MAX);
        add(self.findings.refusal.as_slice(), usize::MAX);
        add(&self.causes(), causes);
        lines.extend(self.describe_changes());
        if let Some(base) = self.base {
            lines.push(match self.findings.language {
                MessageLanguage::English => {
                    format!(
                        "  base: {base} (with --if-base the file is written only if these records have not \
                             changed)"
                    )
                }
                MessageLanguage::Japanese => {
                    format!("  基準: {base}（--if-base に指定すると、対象の記録が今と同じときだけ書き込みます）")
                }
            });
        }
        let rows = {
            let mut rows: Vec<u64> = self.findings.bad_cells.iter().map(|cell| cell.line).collect();
            rows.dedup();
            rows.len()
        };
        lines.push(match (self.outcome(), japanese) {
            ("refused", false) if rows > 0 => {
                let (cells, rows_word) = (self.findings.bad_cells.len(), if rows == 1 { "row" } else { "rows" });
                format!("nothing was written: {cells} wrong in {rows} {rows_word}; correct them and import again")
            }
            ("refused", true) if rows > 0 => {
                format!(
                    "何も書き込んでいません: {rows}行に{}か所の誤りがあります。直してからもう一度取り込んでください",
                    self.findings.bad_cells.len()
                )
            }
            ("refused" | "abandoned", false) => "nothing was written".to_owned(),
            ("refused" | "abandoned", true) => "何も書き込んでいません".to_owned(),
            ("dry_run", false) => "dry run: nothing was written".to_owned(),
            ("dry_run", true) => "試行のため、何も書き込んでいません".to_owned(),
            ("unchanged", false) => "nothing to write: the database already has the same data".to_owned(),
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
            "corrections": self.corrections,
            "counts": self.changes.iter().map(Changes::to_json).collect::<Vec<_>>(),
            "notes": self.findings.notes,
            "warnings": self.warnings(),
            "causes": self.causes(),
            "refusal": self.findings.refusal,
            "errors": self.findings.bad_cells.iter().map(|cell| json!({
                "line": cell.line,
                "column": cell.column.header,
                "letter": cell.column.letter,
                "value": cell.value,
                "expected": cell.expected.describe(self.findings.language),
            })).collect::<Vec<_>>(),
        })
    }
}
