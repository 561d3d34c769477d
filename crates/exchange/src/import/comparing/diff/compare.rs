//! Compares incoming records with the known ones.

use std::collections::HashMap;

use super::told::LISTED_CELLS;
use super::{CellChange, Changes, RefusedRemoval};
use crate::import::reading::rows::Located;
use crate::import::table::columns::{ColumnSpec, FileColumns};
use crate::import::table::place::clip;
use crate::import::table::record::Record;
use crate::import::table::value::Value;
use crate::import::table::wording::Wording;

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

/// The result of comparing incoming records with the known ones.
pub(crate) struct Compared<T> {
    pub to_save: Vec<T>,
    pub to_remove: Vec<Located<T>>,
    pub changes: Changes,
}

/// Compares incoming records with the known ones.
pub(crate) fn compare<T: Record>(
    known: &[T],
    incoming: &[Located<T>],
    columns: &FileColumns,
    wording: &Wording,
) -> Compared<T> {
    compare_named(T::NOUN, known, incoming, columns, wording)
}

/// Like [`compare`], for records that are called something else than their type says.
pub(crate) fn compare_named<T: Record>(
    noun: (&'static str, &'static str),
    known: &[T],
    incoming: &[Located<T>],
    columns: &FileColumns,
    wording: &Wording,
) -> Compared<T> {
    let known: HashMap<T::Key, &T> = known.iter().map(|record| (record.key(), record)).collect();
    let mut compared = Compared { to_save: Vec::new(), to_remove: Vec::new(), changes: Changes::of(noun) };
    let changes = &mut compared.changes;
    for Located { line, is_removal, what: record } in incoming {
        let there = known.get(&record.key()).copied();
        changes.add_fingerprint_of(there, wording);
        let mut record = record.clone();
        let Some(there) = there else {
            if *is_removal {
                // It is gone already.
                changes.counts.unchanged += 1;
            } else {
                changes.add_new(*line, &record, wording);
                changes.record_new_values(&record, wording);
                changes.add_undo(&record, true, wording);
                compared.to_save.push(record);
            }
            continue;
        };
        record.keep_unrepresentable(there);
        record.keep_absent(there, columns);
        let is_same = record == *there;
        if *is_removal {
            if is_same {
                changes.add_removed(*line, there, wording);
                changes.note_figures(there, None, wording);
                changes.add_undo(there, false, wording);
                compared.to_remove.push(Located::new(*line, record));
            } else {
                let cells = differing(record.columns(), &there.line(wording), &record.line(wording), wording);
                changes.refused.push(not_as_known(*line, record.label(wording), &cells));
            }
        } else if is_same {
            changes.counts.unchanged += 1;
        } else {
            let cells = differing(record.columns(), &there.line(wording), &record.line(wording), wording);
            changes.add_changed(*line, record.label(wording), cells);
            changes.record_audit_values(there, &record, wording);
            changes.note_figures(there, Some(&record), wording);
            changes.add_undo(there, false, wording);
            compared.to_save.push(record);
        }
    }
    compared
}

/// A row to remove whose cells are not those of the known record: it was changed since the file was made.
pub(crate) fn not_as_known(line: Option<u64>, record: String, cells: &[CellChange]) -> RefusedRemoval {
    let known = |empty: &str| -> String {
        let value = |cell: &CellChange| if cell.old.is_empty() { empty.to_owned() } else { clip(&cell.old) };
        cells
            .iter()
            .take(LISTED_CELLS)
            .map(|cell| format!("{} {}", cell.column, value(cell)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let expected = (
        format!("the row as it is known: {}", known("(empty)")),
        format!("登録されているとおりの行（{}）", known("（空欄）")),
    );
    RefusedRemoval { line, record, expected }
}
