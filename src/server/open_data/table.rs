//! Records as rows of a CSV file that spreadsheets open right.
//!
//! - UTF-8 with a byte order mark, without which Excel reads Japanese as something else.
//! - A field that has parts becomes a column for each, with a dot between: `steps.apply`.
//! - A list of words is one cell, joined by `;`. A list of things with parts is one column for each part, each a list
//!   in the same order: the third of `channels.kind` belongs to the third of `channels.url`. A `;` inside an entry is
//!   written as `；`, in an address as `%3B`.
//! - `null` is an empty cell.
//! - A text that a spreadsheet would run as a formula is preceded by `'`.

use csv::{Terminator, WriterBuilder};
use serde::Serialize;
use serde_json::Value;

use crate::domain::harmless::harmless;

const BYTE_ORDER_MARK: &str = "\u{feff}";
const SEPARATOR: &str = ";";

/// Writes rows below a header of the fields.
pub(in crate::server) fn csv<T: Serialize>(fields: &[&str], records: impl Iterator<Item = T>) -> Vec<u8> {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from(BYTE_ORDER_MARK.as_bytes()));
    let why = "writing to memory cannot fail, and every row has a cell for each field";
    writer.write_record(fields).expect(why);
    for record in records {
        let value = serde_json::to_value(record).expect("records hold nothing that JSON cannot say");
        writer.write_record(fields.iter().map(|field| cell(&value, field))).expect(why);
    }
    writer.into_inner().expect("writing to memory cannot fail")
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
        Value::String(text) => harmless(text).into_owned(),
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
    harmless(&entries.join(SEPARATOR)).into_owned()
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
    fn texts_that_a_spreadsheet_would_run_are_made_harmless() {
        for text in ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1"] {
            assert!(harmless(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(harmless("児童手当 = 1"), "児童手当 = 1");
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
