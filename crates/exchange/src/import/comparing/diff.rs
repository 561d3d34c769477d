//! What an import would change: new records, and every changed cell of existing ones with its old and new value.

mod compare;
mod told;

use std::collections::HashMap;

use domain::correction::FigureChange;
use domain::text::MessageLanguage;
use serde_json::Value as Json;

pub(crate) use self::compare::{Compared, compare, compare_named, differing, not_as_known};
use crate::import::fingerprint::{Fingerprint, Fingerprints};
use crate::import::table::columns::ColumnSpec;
use crate::import::table::place::ColumnPlace;
use crate::import::table::published::figure_changes;
use crate::import::table::record::Record;
use crate::import::table::value::Value;
use crate::import::table::wording::Wording;

/// The number of new, changed and unchanged records of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// English and Japanese name of the record type.
    pub noun: (&'static str, &'static str),
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub removed: usize,
}

impl Counts {
    pub(crate) const fn of(noun: (&'static str, &'static str)) -> Self {
        Self { noun, new: 0, changed: 0, unchanged: 0, removed: 0 }
    }

    /// The records that the file has.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.new + self.changed + self.unchanged + self.removed
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub const fn is_unchanged(&self) -> bool {
        self.new == 0 && self.changed == 0 && self.removed == 0
    }

    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        let Self { noun, new, changed, unchanged, removed } = self;
        let total = self.total();
        // Few files remove anything.
        let [removed, removed_ja] = match removed {
            0 => [String::new(), String::new()],
            removed => [format!(", {removed} removed"), format!("、削除{removed}")],
        };
        match language {
            MessageLanguage::English => {
                format!("{total} {}: {new} new, {changed} changed, {unchanged} unchanged{removed}", noun.0)
            }
            MessageLanguage::Japanese => {
                format!("{} {total}件: 新規{new}、変更{changed}、変更なし{unchanged}{removed_ja}", noun.1)
            }
        }
    }
}

/// Maximum number of changed records of one kind whose old and new values go to the audit log. Their total number is
/// always logged.
const MOST_AUDITED: usize = 500;

/// Maximum number of changed cells of one kind reported individually, in text and structured output. Further records
/// are only counted.
pub(crate) const MOST_CELLS: usize = 50_000;

/// One cell that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// The key of the column: its English header.
    pub key: &'static str,
    /// The column of the cell in the file. For a derived cell without a column in the file, a header of the template.
    pub column: ColumnPlace,
    /// The value as a file would hold it; empty if there is none.
    pub old: String,
    pub new: String,
}

/// A filled cell of a record that would be added or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledCell {
    /// The key of the column: its English header.
    pub key: &'static str,
    /// The value as a file would hold it.
    pub value: String,
}

/// A record that would be added or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// The label that identifies the record.
    pub record: String,
    /// Its filled cells; none where they are not to be confirmed, and past the limit on individually reported cells.
    pub cells: Vec<FilledCell>,
    /// The line of a text file or the row of a sheet, from 1; `None` if no single row defines the record.
    pub line: Option<u64>,
}

/// A row of a file that undoes the changes: a record as it was, or one to remove.
#[derive(Debug, Clone)]
pub(crate) struct UndoRow {
    pub is_removal: bool,
    /// In the order of the record's columns, in English.
    pub values: Vec<Value>,
}

/// A record that cannot be removed.
#[derive(Debug, Clone)]
pub(crate) struct RefusedRemoval {
    pub line: Option<u64>,
    /// The label that identifies the record.
    pub record: String,
    /// Why, worded to follow "expected" and 「正しくは」.
    pub expected: (String, String),
}

/// An existing record that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line of a text file or the row of a sheet, from 1; `None` if no single row defines the record.
    pub line: Option<u64>,
    /// The label that identifies the record: for a procedure its id and name.
    pub record: String,
    pub cells: Vec<CellChange>,
}

/// The changes to the records of one kind.
#[derive(Debug, Clone)]
pub struct Changes {
    pub counts: Counts,
    /// All new records. Only lists for people are truncated, and they say so.
    pub new: Vec<New>,
    /// The first changed records, up to the limit on individually reported cells.
    pub changed: Vec<Change>,
    /// All records that would be removed.
    pub removed: Vec<New>,
    /// Changed records that are counted but not listed in `changed`.
    pub left_out: usize,
    /// Every published figure that changes, without a limit: each leaves a correction.
    pub(crate) figures: Vec<FigureChange>,
    cells: usize,
    /// The number of cells of records that are added or removed.
    filled_cells: usize,
    /// Old and new values of the first changed records, for the audit log.
    audit_values: Vec<(Json, Json)>,
    /// Fingerprints of all affected records in their current state.
    fingerprints: Fingerprints,
    pub(crate) refused: Vec<RefusedRemoval>,
    /// Whether the records only follow others that the file is about. A confirmation does not depend on them.
    pub(crate) follows: bool,
    undo_columns: &'static [ColumnSpec],
    undo: Vec<UndoRow>,
}

impl Changes {
    pub(crate) fn of(noun: (&'static str, &'static str)) -> Self {
        Self {
            counts: Counts::of(noun),
            new: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
            left_out: 0,
            figures: Vec::new(),
            cells: 0,
            filled_cells: 0,
            audit_values: Vec::new(),
            fingerprints: Fingerprints::default(),
            refused: Vec::new(),
            follows: false,
            undo_columns: &[],
            undo: Vec::new(),
        }
    }

    /// Changes for records that are only ever added.
    pub(crate) fn listing(counts: Counts, new: Vec<String>) -> Self {
        let new = new.into_iter().map(|record| New { record, cells: Vec::new(), line: None }).collect();
        Self { counts, new, ..Self::of(counts.noun) }
    }

    pub(crate) fn audit_values(&self) -> &[(Json, Json)] {
        &self.audit_values
    }

    /// Records the old and new values for the audit log, up to a limit.
    pub(crate) fn record_audit_values<T: Record>(&mut self, was: &T, became: &T, wording: &Wording) {
        if self.audit_values.len() < MOST_AUDITED {
            let english = wording.in_english();
            self.audit_values.push((was.audit_json(&english), became.audit_json(&english)));
        }
    }

    /// Notes the published figures that change when a record becomes another one, or is removed (`None`).
    pub(crate) fn note_figures<T: Record>(&mut self, was: &T, became: Option<&T>, wording: &Wording) {
        self.figures.extend(figure_changes(was, became, wording));
    }

    /// Sets the column of every changed cell as found in the file.
    pub(crate) fn place(&mut self, columns: &HashMap<&'static str, ColumnPlace>) {
        for cell in self.changed.iter_mut().flat_map(|change| &mut change.cells) {
            if let Some(place) = columns.get(cell.key) {
                cell.column.clone_from(place);
            }
        }
    }

    /// Adds the fingerprint of the current record, if the changes are to be confirmed.
    pub(crate) fn add_fingerprint_of<T: Record>(&mut self, known: Option<&T>, wording: &Wording) {
        if wording.to_be_confirmed {
            self.fingerprints.add(known.map(|known| known.fingerprint(wording)));
        }
    }

    /// Like [`Changes::add_fingerprint_of`], for a fingerprint already computed.
    pub(crate) fn add_fingerprint(&mut self, known: Option<Fingerprint>) {
        self.fingerprints.add(known);
    }

    /// The fingerprint of all affected records in their current state.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        self.fingerprints.finish()
    }

    /// The filled cells of a record, for those who are to confirm it.
    fn filled_cells_of<T: Record>(&mut self, record: &T, wording: &Wording) -> Vec<FilledCell> {
        if !wording.to_be_confirmed || self.filled_cells >= MOST_CELLS {
            return Vec::new();
        }
        let columns = record.columns().iter().filter(|column| !T::NOT_AUDITED.contains(&column.key));
        let cells: Vec<FilledCell> = columns
            .map(|column| FilledCell { key: column.key, value: record.value(column.key, wording).text() })
            .filter(|cell| !cell.value.is_empty())
            .collect();
        self.filled_cells += cells.len();
        cells
    }

    pub(crate) fn add_new<T: Record>(&mut self, line: Option<u64>, record: &T, wording: &Wording) {
        let cells = self.filled_cells_of(record, wording);
        self.add_new_whole(line, record.label(wording), cells);
    }

    /// Records the values of a new record for the audit log, up to a limit, so that its history begins with them.
    pub(crate) fn record_new_values<T: Record>(&mut self, record: &T, wording: &Wording) {
        if self.audit_values.len() < MOST_AUDITED {
            self.audit_values.push((Json::Null, record.audit_json(&wording.in_english())));
        }
    }

    /// Adds a new record of several rows.
    pub(crate) fn add_new_whole(&mut self, line: Option<u64>, record: String, cells: Vec<FilledCell>) {
        self.counts.new += 1;
        self.new.push(New { record, cells, line });
    }

    pub(crate) fn add_changed(&mut self, line: Option<u64>, record: String, cells: Vec<CellChange>) {
        self.cells += cells.len();
        if self.cells > MOST_CELLS {
            self.add_omitted(1);
            return;
        }
        self.counts.changed += 1;
        self.changed.push(Change { line, record, cells });
    }

    /// Adds a record that is to be removed, with its values for the audit log.
    pub(crate) fn add_removed<T: Record>(&mut self, line: Option<u64>, known: &T, wording: &Wording) {
        self.counts.removed += 1;
        let cells = self.filled_cells_of(known, wording);
        self.removed.push(New { record: known.label(wording), cells, line });
        if self.audit_values.len() < MOST_AUDITED {
            self.audit_values.push((known.audit_json(&wording.in_english()), Json::Null));
        }
    }

    /// Adds a record of several rows that is to be removed.
    pub(crate) fn add_removed_whole(&mut self, line: Option<u64>, record: String, cells: Vec<FilledCell>) {
        self.counts.removed += 1;
        self.removed.push(New { record, cells, line });
    }

    /// Notes how to undo a change: the record as it was, or the new record to remove.
    pub(crate) fn add_undo<T: Record>(&mut self, record: &T, is_removal: bool, wording: &Wording) {
        if wording.keeps_undo {
            self.undo_columns = record.columns();
            self.undo.push(UndoRow { is_removal, values: record.line(&wording.in_english()) });
        }
    }

    /// Adds a record as it was and as it becomes to the values for the audit log, up to a limit.
    pub(crate) fn add_audit_values(&mut self, was: Json, became: Json) {
        if self.audit_values.len() < MOST_AUDITED {
            self.audit_values.push((was, became));
        }
    }

    /// Sets the rows of a file that undoes the changes as a whole.
    pub(crate) fn set_undo(&mut self, columns: &'static [ColumnSpec], rows: Vec<Vec<Value>>) {
        self.undo_columns = columns;
        self.undo = rows.into_iter().map(|values| UndoRow { is_removal: false, values }).collect();
    }

    /// The columns and rows of a file that undoes the changes, if it was asked for and something changes.
    pub(crate) fn undo(&self) -> Option<(&'static [ColumnSpec], &[UndoRow])> {
        (!self.undo.is_empty()).then_some((self.undo_columns, self.undo.as_slice()))
    }

    /// Counts changed records without listing them.
    pub(crate) fn add_omitted(&mut self, records: usize) {
        self.counts.changed += records;
        self.left_out += records;
    }
}

impl CellChange {
    pub(crate) fn of(column: &'static ColumnSpec, old: String, new: String, wording: &Wording) -> Self {
        let header = column.header(wording.language).to_owned();
        Self { key: column.key, column: ColumnPlace { letter: None, header }, old, new }
    }
}

#[cfg(test)]
mod tests;
