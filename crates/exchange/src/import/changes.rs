//! What an import would change: new records, and every changed cell of existing ones with its old and new value.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use domain::text::MessageLanguage;
use serde_json::{Value as Json, json};

use super::cell::{ColumnPlace, clip};
use super::fingerprint::{Fingerprint, Marks, VERSION};
use super::record::{Record, Value, Wording};
use super::report::Counts;
use super::rows::FromRow;
use super::table::ColumnSpec;

/// Maximum number of records of one kind listed in text; the rest are only counted. Structured output has all.
const LISTED_RECORDS: usize = 20;

/// Maximum number of cells of one record listed in text; the rest are only counted.
const LISTED_CELLS: usize = 12;

/// Maximum number of changed records of one kind whose old and new values go to the audit log. Their total number is
/// always logged.
const MOST_TOLD: usize = 500;

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

/// A record that would be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// The label that identifies the record.
    pub record: String,
    /// The line of a text file or the row of a sheet, from 1; `None` if no single row defines the record.
    pub line: Option<u64>,
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
    /// Changed records that are counted but not listed in `changed`.
    pub left_out: usize,
    cells: usize,
    /// Old and new values of the first changed records, for the audit log.
    told: Vec<(Json, Json)>,
    /// Fingerprints of all affected records in their current state.
    mark: Marks,
}

impl Changes {
    pub(crate) fn of(noun: (&'static str, &'static str)) -> Self {
        Self {
            counts: Counts::of(noun),
            new: Vec::new(),
            changed: Vec::new(),
            left_out: 0,
            cells: 0,
            told: Vec::new(),
            mark: Marks::default(),
        }
    }

    /// Changes for records that are only ever added.
    pub(crate) fn listing(counts: Counts, new: Vec<String>) -> Self {
        let new = new.into_iter().map(|record| New { record, line: None }).collect();
        Self { counts, new, ..Self::of(counts.noun) }
    }

    pub(crate) fn audit_values(&self) -> &[(Json, Json)] {
        &self.told
    }

    /// Records the old and new values for the audit log, up to a limit.
    pub(crate) fn record_audit_values<T: Record>(&mut self, was: &T, became: &T, wording: &Wording) {
        if self.told.len() < MOST_TOLD {
            let english = wording.in_english();
            self.told.push((was.told(&english), became.told(&english)));
        }
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
            self.mark.add(known.map(|known| known.fingerprint(wording)));
        }
    }

    /// Like [`Changes::add_fingerprint_of`], for a fingerprint already computed.
    pub(crate) fn see_fingerprint(&mut self, known: Option<Fingerprint>) {
        self.mark.add(known);
    }

    pub(crate) fn add_new(&mut self, line: Option<u64>, record: String) {
        self.counts.new += 1;
        self.new.push(New { record, line });
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

    /// Counts changed records without listing them.
    pub(crate) fn add_omitted(&mut self, records: usize) {
        self.counts.changed += records;
        self.left_out += records;
    }

    /// New records and changed cells as lines of text, with each kind bounded.
    pub(crate) fn describe(&self, tongue: MessageLanguage) -> Vec<String> {
        let mut lines = Vec::new();
        let more = |left: usize| match tongue {
            MessageLanguage::English => format!("… and {left} more"),
            MessageLanguage::Japanese => format!("…ほか{left}件"),
        };
        let named = |line: Option<u64>, record: &str| match (line, tongue) {
            (None, _) => clip(record),
            (Some(line), MessageLanguage::English) => format!("{} (line {line})", clip(record)),
            (Some(line), MessageLanguage::Japanese) => format!("{}（{line}行目）", clip(record)),
        };
        for new in self.new.iter().take(LISTED_RECORDS) {
            let named = named(new.line, &new.record);
            lines.push(match tongue {
                MessageLanguage::English => format!("  new: {named}"),
                MessageLanguage::Japanese => format!("  新規: {named}"),
            });
        }
        if let Some(left) = self.new.len().checked_sub(LISTED_RECORDS).filter(|left| *left > 0) {
            lines.push(format!("  {}", more(left)));
        }
        for change in self.changed.iter().take(LISTED_RECORDS) {
            let named = named(change.line, &change.record);
            lines.push(match tongue {
                MessageLanguage::English => format!("  changed: {named}"),
                MessageLanguage::Japanese => format!("  変更: {named}"),
            });
            lines.extend(change.cells.iter().take(LISTED_CELLS).map(|cell| format!("    {}", cell.describe(tongue))));
            if let Some(left) = change.cells.len().checked_sub(LISTED_CELLS).filter(|left| *left > 0) {
                lines.push(format!("    {}", more(left)));
            }
        }
        if let Some(left) =
            self.counts.changed.checked_sub(LISTED_RECORDS.min(self.changed.len())).filter(|left| *left > 0)
        {
            lines.push(format!("  {}", more(left)));
        }
        lines
    }

    pub(crate) fn to_json(&self) -> Json {
        json!({
            "of": self.counts.noun.0,
            "new": self.counts.new,
            "changed": self.counts.changed,
            "unchanged": self.counts.unchanged,
            "changes_left_out": self.left_out,
            "new_records": self.new.iter().map(|new| json!({
                "line": new.line,
                "record": new.record,
            })).collect::<Vec<_>>(),
            "changes": self.changed.iter().map(|change| json!({
                "line": change.line,
                "record": change.record,
                "cells": change.cells.iter().map(|cell| json!({
                    "column": cell.key,
                    "header": cell.column.header,
                    "letter": cell.column.letter,
                    "old": cell.old,
                    "new": cell.new,
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }
}

impl CellChange {
    pub(crate) fn of(column: &'static ColumnSpec, old: String, new: String, wording: &Wording) -> Self {
        let header = match wording.tongue {
            MessageLanguage::English => column.key,
            MessageLanguage::Japanese => column.spellings[0],
        };
        Self { key: column.key, column: ColumnPlace { letter: None, header: header.to_owned() }, old, new }
    }

    /// The column with its old and new value, on one line.
    #[must_use]
    pub fn describe(&self, tongue: MessageLanguage) -> String {
        let shown = |text: &str| match (text.is_empty(), tongue) {
            (false, _) => clip(text),
            (true, MessageLanguage::English) => "(empty)".to_owned(),
            (true, MessageLanguage::Japanese) => "（空欄）".to_owned(),
        };
        format!("{}: {} → {}", self.column, shown(&self.old), shown(&self.new))
    }
}

/// The cells that differ between two rows with the same columns.
pub(crate) fn differing(
    columns: &'static [ColumnSpec],
    old: &[Value],
    new: &[Value],
    wording: &Wording,
) -> Vec<CellChange> {
    columns
        .iter()
        .zip(old.iter().zip(new))
        .filter(|(_, (old, new))| old != new)
        .map(|(column, (old, new))| CellChange::of(column, old.text(), new.text(), wording))
        .collect()
}

/// Compares incoming records with the known ones. Returns the records to save and the changes.
pub(crate) fn compare<T: Record>(known: &[T], incoming: &[FromRow<T>], wording: &Wording) -> (Vec<T>, Changes) {
    let known: HashMap<T::Key, &T> = known.iter().map(|record| (record.key(), record)).collect();
    let mut changes = Changes::of(T::NOUN);
    let mut to_save = Vec::new();
    for FromRow { line, what: record } in incoming {
        let there = known.get(&record.key()).copied();
        changes.add_fingerprint_of(there, wording);
        let mut record = record.clone();
        match there {
            None => changes.add_new(*line, record.label(wording)),
            Some(there) => {
                record.keep_unrepresentable(there);
                if record == *there {
                    changes.counts.unchanged += 1;
                    continue;
                }
                let cells = differing(T::COLUMNS, &there.line(wording), &record.line(wording), wording);
                changes.add_changed(*line, record.label(wording), cells);
                changes.record_audit_values(there, &record, wording);
            }
        }
        to_save.push(record);
    }
    (to_save, changes)
}

/// The state that a preview is based on: the revision, and a fingerprint of every affected record. It stays current as
/// long as none of these records changes, whatever else is written.
///
/// Formatted as `12-v2-0123456789abcdef`. The middle part is the version of the fingerprint algorithm (the module
/// `fingerprint`). It stays the same across program updates unless that algorithm changes.
#[derive(Debug, Clone, Copy)]
pub struct ImportBase {
    revision: i64,
    mark: Fingerprint,
}

impl ImportBase {
    pub(crate) fn new(revision: i64, changes: &[Changes]) -> Self {
        let mut all = Marks::default();
        for one in changes {
            all.add(Some(one.mark.finish()));
        }
        Self { revision, mark: all.finish() }
    }

    /// Whether the affected records are unchanged. The revision may differ.
    #[must_use]
    pub fn is_current(&self, now: &Self) -> bool {
        self.mark == now.mark
    }
}

impl fmt::Display for ImportBase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{VERSION}-{}", self.revision, self.mark)
    }
}

/// The error for text that is not a valid base.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseBaseError {
    #[error("right would be the base that a dry run reported, such as 12-{VERSION}-0123456789abcdef")]
    Malformed,
    /// The fingerprint algorithm has changed since the base was created.
    #[error("this base is of another version of Tetsuzuki; right would be the base that a new dry run reports")]
    OtherVersion,
}

impl FromStr for ImportBase {
    type Err = ParseBaseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('-').collect();
        let (revision, version, mark) = match parts.as_slice() {
            [revision, mark] => (revision, "", mark),
            [revision, version, mark] if version.starts_with('v') => (revision, *version, mark),
            _ => return Err(ParseBaseError::Malformed),
        };
        let revision = revision.parse().map_err(|_| ParseBaseError::Malformed)?;
        let mark = mark.parse().map_err(|()| ParseBaseError::Malformed)?;
        if version == VERSION { Ok(Self { revision, mark }) } else { Err(ParseBaseError::OtherVersion) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_read_as_it_is_written_and_nothing_else_is_one() {
        let mut changes = Changes::of(("things", "物"));
        changes.see_fingerprint(None);
        let base = ImportBase::new(12, &[changes]);
        let again: ImportBase = base.to_string().parse().expect("a base");
        assert!(base.is_current(&again) && again.revision == 12);
        for text in ["", "12", "12-", "12-xyz", "x-0123456789abcdef", "12-v2-+123456789abcdef"] {
            assert_eq!(text.parse::<ImportBase>().expect_err("no base"), ParseBaseError::Malformed, "{text:?}");
        }
    }

    #[test]
    fn a_base_of_another_version_says_what_to_do() {
        for text in ["12-0123456789abcdef", "12-v1-0123456789abcdef", "12-v3-0123456789abcdef"] {
            let error = text.parse::<ImportBase>().expect_err("another version");
            assert_eq!(error, ParseBaseError::OtherVersion, "{text}");
            assert!(error.to_string().contains("a new dry run"), "{error}");
        }
    }

    #[test]
    fn beyond_fifty_thousand_changed_cells_records_are_only_counted() {
        let column = ColumnSpec::optional("name", &["名称"]);
        let cell = || CellChange {
            key: column.key,
            column: ColumnPlace { letter: None, header: column.key.to_owned() },
            old: "a".to_owned(),
            new: "b".to_owned(),
        };
        let mut changes = Changes::of(("things", "物"));
        for number in 0..10 {
            changes.add_changed(None, number.to_string(), vec![cell(); MOST_CELLS / 4]);
        }
        assert_eq!((changes.changed.len(), changes.left_out, changes.counts.changed), (4, 6, 10));
        assert_eq!(changes.to_json()["changes_left_out"], 6);
    }

    #[test]
    fn a_long_list_ends_in_a_count_of_the_rest() {
        let mut changes = Changes::of(("things", "物"));
        for number in 0..25 {
            changes.add_new(None, number.to_string());
        }
        let lines = changes.describe(MessageLanguage::English);
        assert_eq!(lines.len(), LISTED_RECORDS + 1);
        assert_eq!(lines.last().map(String::as_str), Some("  … and 5 more"));
    }
}
