//! What an import would change: new records, and of those that are there every cell, old and new.

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

/// Records of one kind that a text lists before it only counts the rest; a program gets all.
const LISTED_RECORDS: usize = 20;

/// Cells of one record that a text lists before it only counts the rest.
const LISTED_CELLS: usize = 12;

/// Changed records of one kind of which the audit log is told what they were and became; how many there were is always
/// told.
const MOST_TOLD: usize = 500;

/// Changed cells of one kind that are told one by one, to a person and to a program; of the records beyond, only how many
/// there are.
pub(crate) const MOST_CELLS: usize = 50_000;

/// One cell that would hold something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// The key of the column, which is its English header.
    pub key: &'static str,
    /// Where the cell stands in the file; a header of the template where the file has no such column and the cell
    /// follows from others.
    pub column: ColumnPlace,
    /// As a file would hold it; empty where there is nothing.
    pub old: String,
    pub new: String,
}

/// A record that would be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// What tells it from others.
    pub record: String,
    /// The line of a text file or the row of a sheet, from 1; none where no one row says it.
    pub line: Option<u64>,
}

/// A record that is there and would be another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line of a text file or the row of a sheet, from 1; none where no one row says it.
    pub line: Option<u64>,
    /// What tells it from others: for a procedure its id and name.
    pub record: String,
    pub cells: Vec<CellChange>,
}

/// What would become of the records of one kind.
#[derive(Debug, Clone)]
pub struct Changes {
    pub counts: Counts,
    /// All of them, however many; only lists for people are cut, and say so.
    pub new: Vec<New>,
    /// The first of them, up to so many cells as are told one by one.
    pub changed: Vec<Change>,
    /// Records that are counted as changed and are not among those.
    pub left_out: usize,
    cells: usize,
    /// Of the first that changed, what the audit log is told that they were and became.
    told: Vec<(Json, Json)>,
    /// Of all records that the file is about, as they are now.
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

    /// Of records that are only ever added.
    pub(crate) fn listing(counts: Counts, new: Vec<String>) -> Self {
        let new = new.into_iter().map(|record| New { record, line: None }).collect();
        Self { counts, new, ..Self::of(counts.noun) }
    }

    pub(crate) fn audit_values(&self) -> &[(Json, Json)] {
        &self.told
    }

    /// Tells the audit log of a change, within bounds.
    pub(crate) fn record_audit_values<T: Record>(&mut self, was: &T, became: &T, wording: &Wording) {
        if self.told.len() < MOST_TOLD {
            let english = wording.in_english();
            self.told.push((was.told(&english), became.told(&english)));
        }
    }

    /// Says of every cell where it stands in the file.
    pub(crate) fn place(&mut self, columns: &HashMap<&'static str, ColumnPlace>) {
        for cell in self.changed.iter_mut().flat_map(|change| &mut change.cells) {
            if let Some(place) = columns.get(cell.key) {
                cell.column.clone_from(place);
            }
        }
    }

    /// Takes down what is known of a record that the file is about, where somebody is to confirm what is said about it.
    pub(crate) fn add_fingerprint_of<T: Record>(&mut self, known: Option<&T>, wording: &Wording) {
        if wording.to_be_confirmed {
            self.mark.add(known.map(|known| known.fingerprint(wording)));
        }
    }

    /// [`Changes::add_fingerprint_of`] for a record that was looked at before.
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

    /// Counts changed records of which nothing more is told.
    pub(crate) fn add_omitted(&mut self, records: usize) {
        self.counts.changed += records;
        self.left_out += records;
    }

    /// New records and changed cells in lines for a person, each kind bounded.
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

    /// The column, what it holds and what it would hold, in one line.
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

/// The cells in which two lines of the same columns differ.
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

/// Holds incoming records against those known: what must be saved, and what that changes.
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

/// On what an answer about a file rests: the revision, and a mark of every record that the file is about. It is the same
/// as long as nobody changes one of these records, whatever else is written meanwhile.
///
/// Written as `12-v2-0123456789abcdef`. The middle names how records are taken down (the module `fingerprint`)
/// and stays as long as that does, over every update of the program.
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

    /// Whether the records concerned are the same; the revision may have moved on.
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

/// A text that is no base.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseBaseError {
    #[error("right would be the base that a dry run reported, such as 12-{VERSION}-0123456789abcdef")]
    Malformed,
    /// Records are taken down otherwise since then.
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
