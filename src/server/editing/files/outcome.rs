//! The outcome of a file import, for pages and reports: every cell, in the language of the reader.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use csv::{Terminator, WriterBuilder};
use domain::formula_escape::escape_formula;
use domain::procedure::DepartmentCode;
use domain::text::MessageLanguage;
use exchange::city_table::CityTable;
use exchange::import::comparing::diff::{Changes, Counts, New};
use exchange::import::report::Report;

use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};

/// The numbers of new, changed and unchanged records of one kind.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CountLine {
    pub what: String,
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    #[serde(default)]
    pub removed: usize,
}

fn noun((english, japanese): (&str, &str), language: MessageLanguage) -> String {
    match language {
        MessageLanguage::English => english.to_owned(),
        MessageLanguage::Japanese => japanese.to_owned(),
    }
}

impl CountLine {
    #[must_use]
    pub fn of(counts: &Counts, language: MessageLanguage) -> Self {
        let Counts { new, changed, unchanged, removed, .. } = *counts;
        Self { what: noun(counts.noun, language), new, changed, unchanged, removed }
    }
}

/// An invalid cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCell {
    /// The line of a text file or the row of a sheet, from 1.
    pub row: u64,
    /// The key of the column, where the table knows it.
    pub key: Option<&'static str>,
    /// The column as the file has it.
    pub column: String,
    pub value: String,
    pub right: String,
}

/// A cell that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCell {
    /// The table of the record, where it is one.
    pub table: Option<CityTable>,
    pub record: String,
    pub row: Option<u64>,
    pub key: &'static str,
    pub column: String,
    pub old: String,
    pub new: String,
}

/// A filled cell of a record that would be added or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordCell {
    pub key: &'static str,
    /// The column as files in the report's language call it.
    pub column: &'static str,
    pub value: String,
}

/// A record that would be added or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// The table of the record, where it is one.
    pub table: Option<CityTable>,
    pub what: String,
    pub record: String,
    pub row: Option<u64>,
    /// Its filled cells; none past the limit on individually reported cells.
    pub cells: Vec<RecordCell>,
}

impl NewRecord {
    /// The value of a column.
    #[must_use]
    pub fn cell(&self, key: &str) -> Option<&str> {
        self.cells.iter().find(|cell| cell.key == key).map(|cell| cell.value.as_str())
    }

    /// All values on one line.
    fn in_a_line(&self) -> String {
        self.cells.iter().map(|cell| format!("{}: {}", cell.column, cell.value)).collect::<Vec<_>>().join(" / ")
    }
}

/// The table that the records of a report are in: the one that calls them so, or that of the file.
fn table_of(noun: (&str, &str), report: &Report) -> Option<CityTable> {
    let tables = CityTable::all();
    let named = tables.iter().find(|table| table.noun() == noun);
    named.or_else(|| tables.iter().find(|table| table.kind.as_str() == report.kind())).copied()
}

/// The complete outcome of a file import; pages truncate their lists and say so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    pub notes: Vec<String>,
    /// Figures that are unusual, to be confirmed: a line for each rule.
    pub warnings: Vec<String>,
    /// What is wrong with cells: a line for each cause.
    pub causes: Vec<String>,
    /// Why the file as a whole is rejected.
    pub refusal: Option<String>,
    pub wrong: Vec<WrongCell>,
    pub changed: Vec<ChangedCell>,
    pub new: Vec<NewRecord>,
    pub removed: Vec<NewRecord>,
    pub counts: Vec<CountLine>,
    /// The number of published figures that change, each of which leaves a public correction.
    pub corrections: usize,
    /// The number of procedures whose changed fields wait for each day to come.
    pub waiting: BTreeMap<NaiveDate, usize>,
    /// The day for which the file as a whole waits; `None` if it takes effect at once.
    pub waits_until: Option<NaiveDate>,
    /// The departments of the affected procedures, before and after.
    pub departments: Vec<DepartmentCode>,
    /// The state of the data that the outcome depends on, to be sent back with the confirmation; `None` if there is
    /// nothing to confirm.
    pub base: Option<String>,
    pub is_abandoned: bool,
}

/// Column names and other texts of a report.
#[derive(Debug, Clone)]
pub struct ReportWords {
    pub title: String,
    pub what: [String; 5],
    pub columns: [String; 7],
    /// The note that the CSV has this many more lines.
    pub more: String,
}

/// Report lines written as CSV in one part.
const LINES_A_PART: usize = 1_000;

/// Report lines in a workbook, which is built in memory as a whole.
const LINES_OF_A_WORKBOOK: usize = 20_000;

/// The longest cell of a spreadsheet, in UTF-16 code units.
const LONGEST_CELL: usize = 32_767;

impl Outcome {
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let language = report.language();
        let wrong = report.bad_cells().iter().map(|cell| WrongCell {
            row: cell.line,
            key: report.column_key(&cell.column),
            column: cell.column.to_string(),
            value: cell.value.clone(),
            right: cell.expected.describe(language),
        });
        let changed = report.changes().iter().flat_map(|changes| {
            let table = table_of(changes.counts.noun, report);
            changes.changed.iter().map(move |change| (table, change))
        });
        let changed = changed.flat_map(|(table, change)| {
            change.cells.iter().map(move |cell| ChangedCell {
                table,
                record: change.record.clone(),
                row: change.line,
                key: cell.key,
                column: cell.column.to_string(),
                old: cell.old.clone(),
                new: cell.new.clone(),
            })
        });
        let records = |of: fn(&Changes) -> &[New]| -> Vec<NewRecord> {
            let all = report.changes().iter().flat_map(|changes| {
                let what = noun(changes.counts.noun, language);
                let table = table_of(changes.counts.noun, report);
                let header = move |key: &'static str| {
                    let column = table.and_then(|table| table.columns().iter().find(|column| column.key == key));
                    column.map_or(key, |column| column.header(language))
                };
                of(changes).iter().map(move |one| NewRecord {
                    table,
                    what: what.clone(),
                    record: one.record.clone(),
                    row: one.line,
                    cells: one
                        .cells
                        .iter()
                        .map(|cell| RecordCell { key: cell.key, column: header(cell.key), value: cell.value.clone() })
                        .collect(),
                })
            });
            all.collect()
        };
        let counts = report.counts().iter().map(|counts| CountLine::of(counts, language));
        Self {
            notes: report.notes().to_vec(),
            warnings: report.warnings(),
            causes: report.causes(),
            refusal: report.refusal().map(str::to_owned),
            wrong: wrong.collect(),
            changed: changed.collect(),
            new: records(|changes| &changes.new),
            removed: records(|changes| &changes.removed),
            counts: counts.collect(),
            corrections: report.corrections(),
            waiting: report.waiting().clone(),
            waits_until: report.waits_until(),
            departments: report.departments().into_iter().flatten().collect(),
            base: report.base().map(|base| base.to_string()),
            is_abandoned: report.is_cancelled(),
        }
    }

    /// Whether there are errors, so that nothing can be written.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.refusal.is_some() || !self.wrong.is_empty()
    }

    /// Whether there is anything to write.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        !self.new.is_empty() || !self.changed.is_empty() || !self.removed.is_empty()
    }

    /// The base to confirm the outcome with.
    #[must_use]
    pub fn confirmable(&self) -> Option<&str> {
        self.base.as_deref().filter(|_| !self.is_refused() && self.changes_something())
    }

    /// The number of report lines: one for each invalid or changed cell and for each new or removed record.
    #[must_use]
    pub fn line_count(&self) -> usize {
        usize::from(self.refusal.is_some())
            + self.wrong.len()
            + self.changed.len()
            + self.new.len()
            + self.removed.len()
    }

    /// A report line, from 0, in the order of `columns`: type, row, record, column, old value, new value, expected
    /// value.
    fn line(&self, at: usize, words: &ReportWords) -> Option<[String; 7]> {
        let [wrong, changed, new, refused, removed] = &words.what;
        let row = |row: Option<u64>| row.map(|row| row.to_string()).unwrap_or_default();
        let nothing = String::new;
        let mut at = at;
        if let Some(refusal) = &self.refusal {
            let Some(behind) = at.checked_sub(1) else {
                let refusal = refusal.clone();
                return Some([refused.clone(), nothing(), nothing(), nothing(), nothing(), nothing(), refusal]);
            };
            at = behind;
        }
        if let Some(cell) = self.wrong.get(at) {
            let row = row(Some(cell.row).filter(|row| *row > 0));
            let (value, right) = (cell.value.clone(), cell.right.clone());
            return Some([wrong.clone(), row, nothing(), cell.column.clone(), nothing(), value, right]);
        }
        at -= self.wrong.len();
        if let Some(cell) = self.changed.get(at) {
            let ChangedCell { record, column, old, new, .. } = cell.clone();
            return Some([changed.clone(), row(cell.row), record, column, old, new, nothing()]);
        }
        at -= self.changed.len();
        let (what, record, is_new) = match self.new.get(at) {
            Some(record) => (new, record, true),
            None => (removed, self.removed.get(at - self.new.len())?, false),
        };
        let what = format!("{what} ({})", record.what);
        let (values, nothing) = (record.in_a_line(), nothing());
        let (old, becomes) = if is_new { (nothing.clone(), values) } else { (values, nothing.clone()) };
        Some([what, row(record.row), record.record.clone(), nothing.clone(), old, becomes, nothing])
    }

    /// One part of the report as CSV, starting at a line; `None` past the end. The parts together are UTF-8 with a
    /// byte-order mark and contain nothing that a spreadsheet would execute.
    #[must_use]
    pub fn csv_part(&self, part: usize, words: &ReportWords) -> Option<Vec<u8>> {
        let why = "writing to memory cannot fail, and every line has a cell for each column";
        let from = part * LINES_A_PART;
        if part > 0 && from >= self.line_count() {
            return None;
        }
        let begun = if part == 0 { Vec::from("\u{feff}") } else { Vec::new() };
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(begun);
        if part == 0 {
            writer.write_record(&words.columns).expect(why);
        }
        for line in (from..from + LINES_A_PART).map_while(|at| self.line(at, words)) {
            writer.write_record(line.iter().map(|cell| escape_formula(cell).into_owned())).expect(why);
        }
        Some(writer.into_inner().expect(why))
    }

    /// The report as a table for a workbook, within the limits of spreadsheets and of memory. Past the limit, the last
    /// line says how many more lines the CSV has.
    #[must_use]
    pub fn as_sheet(&self, words: &ReportWords) -> Sheet {
        let row = |line: [String; 7]| Row::of(line.map(|text| Cell::text(cut(text))).to_vec());
        let mut rows: Vec<Row> = (0..LINES_OF_A_WORKBOOK).map_while(|at| self.line(at, words)).map(row).collect();
        let left = self.line_count().saturating_sub(LINES_OF_A_WORKBOOK);
        if left > 0 {
            let says = format!("{} {left}", words.more);
            rows.push(row([
                says,
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
            ]));
        }
        Sheet {
            id: "report".to_owned(),
            title: words.title.clone(),
            columns: words.columns.iter().map(Column::text).collect(),
            rows,
            sources: Vec::new(),
            note: String::new(),
        }
    }

    /// Approximate size in memory, in bytes.
    #[must_use]
    pub fn memory_size(&self) -> usize {
        let texts = self
            .notes
            .iter()
            .chain(&self.warnings)
            .chain(&self.causes)
            .chain(&self.refusal)
            .chain(&self.base)
            .map(String::len)
            .sum::<usize>();
        let wrong = self.wrong.iter().map(|cell| cell.column.len() + cell.value.len() + cell.right.len());
        let changed =
            self.changed.iter().map(|cell| cell.record.len() + cell.column.len() + cell.old.len() + cell.new.len());
        let of_cells = |record: &NewRecord| {
            record.cells.iter().map(|cell| cell.value.len() + size_of::<RecordCell>()).sum::<usize>()
        };
        let new = self.new.iter().chain(&self.removed);
        let new = new.map(|record| record.what.len() + record.record.len() + of_cells(record));
        texts
            + wrong.map(|text| text + size_of::<WrongCell>()).sum::<usize>()
            + changed.map(|text| text + size_of::<ChangedCell>()).sum::<usize>()
            + new.map(|text| text + size_of::<NewRecord>()).sum::<usize>()
    }
}

/// A text truncated to the size of a spreadsheet cell.
fn cut(text: String) -> String {
    let mut length = 0;
    let end = text.char_indices().find(|(_, letter)| {
        length += letter.len_utf16();
        length > LONGEST_CELL
    });
    match end {
        Some((at, _)) => text[..at].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> ReportWords {
        ReportWords {
            title: "report".to_owned(),
            what: ["wrong", "changed", "new", "refused", "removed"].map(str::to_owned),
            columns: ["what", "row", "record", "column", "old", "new", "right"].map(str::to_owned),
            more: "more in the CSV:".to_owned(),
        }
    }

    fn outcome(changed: usize) -> Outcome {
        let cell = |number: usize| ChangedCell {
            table: None,
            key: "name",
            record: format!("p{number}"),
            row: None,
            column: "name".to_owned(),
            old: if number == 0 { "長".repeat(40_000) } else { String::new() },
            new: String::new(),
        };
        Outcome {
            refusal: Some("no".to_owned()),
            wrong: vec![WrongCell { row: 2, key: None, column: "a".into(), value: "b".into(), right: "c".into() }],
            changed: (0..changed).map(cell).collect(),
            new: vec![NewRecord {
                table: None,
                what: "things".into(),
                record: "n".into(),
                row: Some(9),
                cells: vec![RecordCell { key: "cards", column: "枚数", value: "118000".into() }],
            }],
            ..Outcome::default()
        }
    }

    #[test]
    fn every_line_stands_in_one_part_of_the_csv() {
        let outcome = outcome(2 * LINES_A_PART);
        let mut all = Vec::new();
        for part in (0..).map_while(|part| outcome.csv_part(part, &words())) {
            all.extend(part);
        }
        let text = String::from_utf8(all).expect("UTF-8");
        assert_eq!(text.lines().count(), 1 + outcome.line_count());
        assert!(text.starts_with("\u{feff}what,") && text.trim_end().contains("new (things),9,n,,,枚数: 118000,"));
        assert!((0..2 * LINES_A_PART).all(|number| text.contains(&format!(",p{number},"))));
        assert_eq!(Outcome::default().csv_part(0, &words()).map(|part| part.len() > 3), Some(true));
    }

    #[test]
    fn a_workbook_stays_within_what_a_spreadsheet_holds_and_says_where_the_rest_is() {
        let outcome = outcome(LINES_OF_A_WORKBOOK + 5);
        let sheet = outcome.as_sheet(&words());
        assert_eq!(sheet.rows.len(), LINES_OF_A_WORKBOOK + 1);
        let shown = format!("{:?}", sheet.rows.last());
        assert!(shown.contains("more in the CSV: 8"), "{shown}");
        assert_eq!(cut("長".repeat(40_000)).encode_utf16().count(), LONGEST_CELL);
        assert!(outcome.memory_size() > 120_000);
    }
}
