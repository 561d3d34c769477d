//! A file that undoes the changes of another: every changed or removed row as it was, and every new one to remove.

use serde_json::{Map, Value as Json, json};

use super::diff::{Changes, UndoRow};
use crate::export::csv_file;
use crate::export::tables::csv_cell;
use crate::import::reading::boundaries::{LARGEST_FILE, REMOVE, SOURCE};
use crate::import::table::columns::{ColumnSpec, REMOVAL};
use crate::import::table::kind::Kind;
use crate::import::table::value::Value;

/// The file as CSV with English headers, or as GeoJSON for outlines; `None` if nothing is noted that could be undone.
pub(crate) fn undo_file(kind: Kind, changes: &[Changes]) -> Option<Vec<u8>> {
    let noted: Vec<_> = changes.iter().filter_map(Changes::undo).collect();
    let (columns, _) = noted.first()?;
    let rows = noted.iter().flat_map(|(_, rows)| rows.iter());
    if kind == Kind::Boundaries {
        let features: Vec<Json> = rows.map(|row| feature(columns, row)).collect();
        let collection = json!({ "type": "FeatureCollection", "features": features });
        // A larger one could not be read.
        return Some(format!("{collection}\n").into_bytes()).filter(|file| file.len() <= LARGEST_FILE);
    }
    let header = columns.iter().map(|column| column.key).chain([REMOVAL.key]);
    let lines = rows.map(|row| {
        let mark = if row.is_removal { "yes" } else { "" };
        row.values.iter().map(csv_cell).chain([mark.to_owned()])
    });
    Some(csv_file(header, lines))
}

/// An outline as a feature with a source of its own.
fn feature(columns: &[ColumnSpec], row: &UndoRow) -> Json {
    let value = |key: &str| {
        let place = columns.iter().position(|column| column.key == key);
        place.and_then(|place| row.values.get(place)).map(Value::text).unwrap_or_default()
    };
    let mut properties = Map::new();
    properties.insert("code".to_owned(), json!(value("code")));
    properties.insert(SOURCE.to_owned(), json!(value("source")));
    if row.is_removal {
        properties.insert(REMOVE.to_owned(), json!(true));
    }
    let geometry: Json = serde_json::from_str(&value("geometry")).unwrap_or_default();
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
}
