//! The representation of a record in the columns of its template. All cell text is produced here, both for exported
//! files that can be imported again and for reports of changes.

use std::fmt::Debug;
use std::hash::Hash;

use domain::text::normalise_name;
use serde_json::{Map, Value as Json};

use super::columns::{ColumnSpec, FileColumns};
use super::published::Published;
use super::value::Value;
use super::wording::Wording;
use crate::import::fingerprint::{Fingerprint, of_texts};

/// A record that fills one row of a table.
pub trait Record: Clone + PartialEq + Debug + Send + Sync {
    /// English and Japanese name of the record type.
    const NOUN: (&'static str, &'static str);
    /// The columns of its template.
    const COLUMNS: &'static [ColumnSpec];
    /// Columns left out of the audit log because their values are too long to store twice.
    const NOT_AUDITED: &'static [&'static str] = &[];
    type Key: Hash + Eq + Send;

    /// The columns of its template; only rows of described tables differ in them.
    fn columns(&self) -> &'static [ColumnSpec] {
        Self::COLUMNS
    }

    fn key(&self) -> Self::Key;

    /// The label that identifies the record in a list for a person.
    fn label(&self, wording: &Wording) -> String;

    /// The value in one of the record's columns.
    fn value(&self, key: &str, wording: &Wording) -> Value;

    /// What readers see of it; `None` if it has no figures whose changes are corrections.
    fn published(&self, _wording: &Wording) -> Option<Published> {
        None
    }

    /// Keeps known values that differ from the file only because reading normalises text.
    fn keep_unrepresentable(&mut self, known: &Self);

    /// Keeps the known values of columns that the file does not have. A missing column says nothing about the record,
    /// unlike an empty cell. By default, every file has all columns that can change.
    fn keep_absent(&mut self, _known: &Self, _columns: &FileColumns) {}

    /// All values, in column order.
    fn line(&self, wording: &Wording) -> Vec<Value> {
        self.columns().iter().map(|column| self.value(column.key, wording)).collect()
    }

    /// The fingerprint of the record for a confirmation: the key of every column with its value in English.
    fn fingerprint(&self, wording: &Wording) -> Fingerprint {
        let wording = wording.in_english();
        of_texts(
            self.columns().iter().flat_map(|column| [column.key.to_owned(), self.value(column.key, &wording).text()]),
        )
    }

    /// The values for the audit log: every non-empty cell, by column key.
    fn audit_json(&self, wording: &Wording) -> Json {
        let cells =
            self.columns().iter().filter(|column| !Self::NOT_AUDITED.contains(&column.key)).filter_map(|column| {
                let value = self.value(column.key, wording);
                (value != Value::Nothing).then(|| (column.key.to_owned(), value.audit_value()))
            });
        cells.collect::<Map<_, _>>().into()
    }
}

/// Keeps the fields of a known record whose columns the file does not have.
macro_rules! keep_columns {
    ($columns:expr, $known:ident => $record:ident: $( $column:literal => $($field:ident).+ ),+ $(,)?) => {
        $( if !$columns.contains($column) { $record.$($field).+.clone_from(&$known.$($field).+); } )+
    };
}
pub(crate) use keep_columns;

/// Whether a known text would be read back from a file as `read`.
pub(crate) fn reads_as(known: &str, read: &str) -> bool {
    known == read || normalise_name(known) == read
}

/// Replaces a text unless reading the known text back gives the same result.
pub(crate) fn update_text(into: &mut String, read: &str) {
    if !reads_as(into, read) {
        read.clone_into(into);
    }
}
