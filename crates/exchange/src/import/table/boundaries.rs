//! Area boundaries. Files are GeoJSON; the columns describe a boundary as text.

use domain::area::AreaCode;
use store::areas::Boundary;

use super::columns::ColumnSpec;
use super::record::Record;
use super::value::Value;
use super::wording::Wording;

/// The columns that describe a boundary as text.
const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("code", &["団体コード"]),
    ColumnSpec::required("geometry", &["境界"]),
    ColumnSpec::optional("source", &["出典"]),
];

impl Record for Boundary {
    const NOUN: (&'static str, &'static str) = ("boundaries", "境界");
    const COLUMNS: &'static [ColumnSpec] = COLUMNS;
    const NOT_AUDITED: &'static [&'static str] = &["geometry"];
    type Key = AreaCode;

    fn key(&self) -> Self::Key {
        self.area.clone()
    }

    fn label(&self, wording: &Wording) -> String {
        format!("{} {}", self.area, wording.area(&self.area))
    }

    fn value(&self, key: &str, _: &Wording) -> Value {
        match key {
            "code" => Value::Text(self.area.to_string()),
            "geometry" => Value::of_text(&self.geometry),
            _ => Value::of_text(self.source.as_str()),
        }
    }

    fn keep_unrepresentable(&mut self, _: &Self) {}
}
