//! What a file would do, as pages and reports tell it: in the words of its reader, every cell of it.

use csv::{Terminator, WriterBuilder};

use crate::domain::harmless::harmless;
use crate::domain::procedure::DepartmentCode;
use crate::domain::text::Tongue;
use crate::server::import::report::{Counts, Report};
use crate::server::sheet::{Cell, Column, Row, Sheet};

/// How many records of one kind are new, changed and unchanged.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CountLine {
    pub what: String,
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
}

fn noun((english, japanese): (&str, &str), tongue: Tongue) -> String {
    match tongue {
        Tongue::English => english.to_owned(),
        Tongue::Japanese => japanese.to_owned(),
    }
}

impl CountLine {
    #[must_use]
    pub fn of(counts: &Counts, tongue: Tongue) -> Self {
        let Counts { new, changed, unchanged, .. } = *counts;
        Self { what: noun(counts.noun, tongue), new, changed, unchanged }
    }
}

/// A cell that does not hold what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCell {
    /// The line of a text file or the row of a sheet, from 1.
    pub row: u64,
    pub column: String,
    pub value: String,
    pub right: String,
}

/// A cell that would hold something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCell {
    pub record: String,
    pub row: Option<u64>,
    pub column: String,
    pub old: String,
    pub new: String,
}

/// A record that would be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    pub what: String,
    pub record: String,
    pub row: Option<u64>,
}

/// What a file would do, whole; pages cut their lists and say so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    pub notes: Vec<String>,
    /// Why the file as a whole cannot be accepted.
    pub refusal: Option<String>,
    pub wrong: Vec<WrongCell>,
    pub changed: Vec<ChangedCell>,
    pub new: Vec<NewRecord>,
    pub counts: Vec<CountLine>,
    /// Of the procedures touched, before and after.
    pub departments: Vec<DepartmentCode>,
    /// On what it rests, to be given back with a confirmation; none where there is nothing to confirm.
    pub base: Option<String>,
    pub is_abandoned: bool,
}

/// Names of the columns of a report.
#[derive(Debug, Clone)]
pub struct ReportWords {
    pub title: String,
    pub what: [String; 4],
    pub columns: [String; 7],
}

impl Outcome {
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let tongue = report.tongue();
        let wrong = report.bad_cells().iter().map(|cell| WrongCell {
            row: cell.line,
            column: cell.column.to_string(),
            value: cell.value.clone(),
            right: cell.expected.describe(tongue),
        });
        let changed = report.changes().iter().flat_map(|changes| &changes.changed).flat_map(|change| {
            change.cells.iter().map(|cell| ChangedCell {
                record: change.record.clone(),
                row: change.line,
                column: cell.column.to_string(),
                old: cell.old.clone(),
                new: cell.new.clone(),
            })
        });
        let new = report.changes().iter().flat_map(|changes| {
            let what = noun(changes.counts.noun, tongue);
            changes.new.iter().map(move |new| NewRecord {
                what: what.clone(),
                record: new.record.clone(),
                row: new.line,
            })
        });
        let counts = report.counts().iter().map(|counts| CountLine::of(counts, tongue));
        Self {
            notes: report.notes().to_vec(),
            refusal: report.refusal().map(str::to_owned),
            wrong: wrong.collect(),
            changed: changed.collect(),
            new: new.collect(),
            counts: counts.collect(),
            departments: report.departments().into_iter().flatten().collect(),
            base: report.base().map(|base| base.to_string()),
            is_abandoned: report.is_abandoned(),
        }
    }

    /// Whether anything is wrong, so that nothing can be written.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.refusal.is_some() || !self.wrong.is_empty()
    }

    /// Whether there is something to write.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        !self.new.is_empty() || !self.changed.is_empty()
    }

    /// The base with which it can be confirmed.
    #[must_use]
    pub fn confirmable(&self) -> Option<&str> {
        self.base.as_deref().filter(|_| !self.is_refused() && self.changes_something())
    }

    /// One line for each cell that is wrong or changes and each record that is new, in the order of `columns`: what,
    /// row, record, column, old, new, what would be right.
    fn lines(&self, words: &ReportWords) -> Vec<[String; 7]> {
        let [wrong, changed, new, refused] = &words.what;
        let row = |row: Option<u64>| row.map(|row| row.to_string()).unwrap_or_default();
        let nothing = String::new;
        let refusal = self
            .refusal
            .iter()
            .map(|refusal| [refused.clone(), nothing(), nothing(), nothing(), nothing(), nothing(), refusal.clone()]);
        let wrong = self.wrong.iter().map(|cell| {
            let row = row(Some(cell.row).filter(|row| *row > 0));
            [wrong.clone(), row, nothing(), cell.column.clone(), nothing(), cell.value.clone(), cell.right.clone()]
        });
        let changed = self.changed.iter().map(|cell| {
            let ChangedCell { record, column, old, new, .. } = cell.clone();
            [changed.clone(), row(cell.row), record, column, old, new, nothing()]
        });
        let new = self.new.iter().map(|record| {
            let what = format!("{new} ({})", record.what);
            [what, row(record.row), record.record.clone(), nothing(), nothing(), nothing(), nothing()]
        });
        refusal.chain(wrong).chain(changed).chain(new).collect()
    }

    /// The whole report as CSV: UTF-8 with a byte-order mark, and nothing in it that a spreadsheet would run.
    #[must_use]
    pub fn as_csv(&self, words: &ReportWords) -> Vec<u8> {
        let why = "writing to memory cannot fail, and every line has a cell for each column";
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
        writer.write_record(&words.columns).expect(why);
        for line in self.lines(words) {
            writer.write_record(line.iter().map(|cell| harmless(cell).into_owned())).expect(why);
        }
        writer.into_inner().expect(why)
    }

    /// The whole report as a table for a workbook.
    #[must_use]
    pub fn as_sheet(&self, words: &ReportWords) -> Sheet {
        Sheet {
            id: "report".to_owned(),
            title: words.title.clone(),
            columns: words.columns.iter().map(Column::text).collect(),
            rows: self.lines(words).into_iter().map(|line| Row::of(line.map(Cell::text).to_vec())).collect(),
            sources: Vec::new(),
            note: String::new(),
        }
    }
}
