//! Records as rows of a CSV file that opens correctly in spreadsheets.
//!
//! - UTF-8 with a byte order mark; without it, Excel misreads Japanese.
//! - A field with parts becomes one column per part, separated by a dot: `steps.apply`.
//! - A list of words is one cell, joined by `;`. A list of objects is one column per part, each a list in the same
//!   order: the third item of `channels.kind` belongs to the third of `channels.url`. A `;` inside an item is written
//!   as `；`, or as `%3B` in a URL.
//! - `null` is an empty cell.
//! - A text that a spreadsheet would run as a formula is prefixed with `'`.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex};

use csv::{Terminator, Writer, WriterBuilder};
use domain::formula_escape::escape_formula;
use domain::reading::plain_text;
use serde::Serialize;
use serde_json::Value;

const BYTE_ORDER_MARK: &str = "\u{feff}";
const SEPARATOR: &str = ";";

/// Writes rows below a header of the field names.
pub(in crate::server) fn csv<T: Serialize>(fields: &[&str], records: impl Iterator<Item = T>) -> Vec<u8> {
    let mut writer = begun(fields);
    for record in records {
        row(&mut writer, fields, &as_value(&record));
    }
    writer.into_inner().expect(IN_MEMORY)
}

const IN_MEMORY: &str = "writing to memory cannot fail, and every row has a cell for each field";

fn writer(content: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(content)
}

fn begun(fields: &[&str]) -> Writer<Vec<u8>> {
    let mut writer = writer(Vec::from(BYTE_ORDER_MARK.as_bytes()));
    writer.write_record(fields).expect(IN_MEMORY);
    writer
}

fn row(writer: &mut Writer<Vec<u8>>, fields: &[&str], record: &Value) {
    writer.write_record(fields.iter().map(|field| cell(record, field))).expect(IN_MEMORY);
}

/// Converts a record to the value that its rows are written from.
pub(super) fn as_value(record: &impl Serialize) -> Value {
    serde_json::to_value(record).expect("records hold nothing that JSON cannot say")
}

/// A table that is written in chunks, so that a long one is never in memory as a whole.
pub struct Rows {
    fields: &'static [&'static str],
    records: Box<dyn Iterator<Item = Value> + Send>,
    has_header: bool,
}

impl fmt::Debug for Rows {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Rows").field("fields", &self.fields).finish_non_exhaustive()
    }
}

impl Rows {
    pub(super) fn of(fields: &'static [&'static str], records: impl Iterator<Item = Value> + Send + 'static) -> Self {
        Self { fields, records: Box::new(records), has_header: false }
    }

    /// The next chunk: `size` bytes, or up to one row more. Shorter at the end, then `None`.
    pub fn part(&mut self, size: usize) -> Option<Vec<u8>> {
        let mut part = Vec::with_capacity(size + size / 8);
        if !self.has_header {
            self.has_header = true;
            part = begun(self.fields).into_inner().expect(IN_MEMORY);
        }
        let mut writer = writer(part);
        while writer.get_ref().len() < size {
            let Some(record) = self.records.next() else { break };
            row(&mut writer, self.fields, &record);
            writer.flush().expect(IN_MEMORY);
        }
        let part = without_readings(writer.into_inner().expect(IN_MEMORY));
        (!part.is_empty()).then_some(part)
    }
}

/// A part without the notation of readings, which never goes beyond a cell.
fn without_readings(part: Vec<u8>) -> Vec<u8> {
    let plain = match std::str::from_utf8(&part).map(plain_text) {
        Ok(Cow::Owned(plain)) => Some(plain),
        _ => None,
    };
    plain.map_or(part, String::into_bytes)
}

/// A table in a response extension, for the middleware to write. Only the first call to [`LongTable::take`] returns it.
#[derive(Debug, Clone)]
pub struct LongTable(Arc<Mutex<Option<Rows>>>);

impl LongTable {
    pub(super) fn of(rows: Rows) -> Self {
        Self(Arc::new(Mutex::new(Some(rows))))
    }

    #[must_use]
    pub fn take(&self) -> Option<Rows> {
        self.0.lock().ok()?.take()
    }
}

/// The cell of one field.
fn cell(record: &Value, field: &str) -> String {
    let Some((name, part)) = field.split_once('.') else {
        return plain(&record[field], field);
    };
    match &record[name] {
        Value::Array(entries) => joined(entries.iter().map(|entry| &entry[part]), part),
        whole => plain(&whole[part], part),
    }
}

fn plain(value: &Value, field: &str) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => escape_formula(text).into_owned(),
        Value::Array(entries) => joined(entries.iter(), field),
        other => other.to_string(),
    }
}

fn joined<'a>(entries: impl Iterator<Item = &'a Value>, field: &str) -> String {
    let replacement = if field == "url" { "%3B" } else { "；" };
    let entries: Vec<String> = entries
        .map(|entry| match entry {
            Value::Null => String::new(),
            Value::String(text) => text.replace(SEPARATOR, replacement),
            other => other.to_string(),
        })
        .collect();
    escape_formula(&entries.join(SEPARATOR)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn written(fields: &[&str], record: Value) -> String {
        let text = String::from_utf8(csv(fields, [record].into_iter())).expect("UTF-8");
        text.split_once("\r\n").expect("a header").1.trim_end_matches("\r\n").to_owned()
    }

    #[test]
    fn a_file_starts_with_a_byte_order_mark_and_the_names_of_its_fields() {
        let file = csv(&["id", "steps.apply"], std::iter::empty::<Value>());
        assert_eq!(file, "\u{feff}id,steps.apply\r\n".as_bytes());
    }

    #[test]
    fn a_table_written_in_parts_is_the_same_as_written_at_once() {
        const FIELDS: &[&str] = &["id", "name"];
        let records = || (0..100).map(|id| json!({ "id": id, "name": "転出届, \"A\"" }));
        for size in [1, 50, 10_000] {
            let mut rows = Rows::of(FIELDS, records());
            let parts: Vec<Vec<u8>> = std::iter::from_fn(|| rows.part(size)).collect();
            assert_eq!(parts.concat(), csv(FIELDS, records()), "{size}");
            assert!(parts.iter().rev().skip(1).all(|part| part.len() >= size));
        }
    }

    #[test]
    fn texts_that_a_spreadsheet_would_run_are_made_harmless() {
        for text in ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1"] {
            assert!(escape_formula(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(escape_formula("児童手当 = 1"), "児童手当 = 1");
    }

    #[test]
    fn a_negative_number_stays_a_number() {
        assert_eq!(written(&["distance"], json!({ "distance": -2.5 })), "-2.5");
    }

    #[test]
    fn a_formula_inside_a_list_counts_only_at_the_start_of_the_cell() {
        assert_eq!(written(&["papers"], json!({ "papers": ["=1", "写真"] })), "'=1;写真");
        assert_eq!(written(&["papers"], json!({ "papers": ["写真", "=1"] })), "写真;=1");
    }

    #[test]
    fn unknown_is_an_empty_cell_and_zero_is_zero() {
        assert_eq!(written(&["total", "online"], json!({ "total": null, "online": 0 })), ",0");
    }

    #[test]
    fn parts_of_a_list_keep_their_order_and_their_gaps() {
        let channels =
            json!({ "channels": [{ "kind": "mail", "url": null }, { "kind": "eltax", "url": "https://a/?b;c" }] });
        assert_eq!(written(&["channels.kind", "channels.url"], channels), "mail;eltax,;https://a/?b%3Bc");
    }

    #[test]
    fn a_field_without_a_value_has_empty_parts() {
        assert_eq!(written(&["id", "baseline.value"], json!({ "id": "a", "baseline": null })), "a,");
    }
}
