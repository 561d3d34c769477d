//! Tables of resident population.

use chrono::NaiveDate;
use domain::area::AreaCode;
use store::areas::PopulationCount;

use super::cards::AGE_BAND;
use super::columns::{ColumnSpec, HeaderSpec};
use super::record::Record;
use super::splitting::SPLITTING_COLUMNS;
use super::value::Value;
use super::wording::Wording;
use crate::import::sources::keep_source;

/// The columns, with Japanese headers first and English ones second.
pub const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::optional("area_code", &["団体コード", "area_code", "code6", "code", "全国地方公共団体コード"]),
    ColumnSpec::optional("prefecture", &["都道府県名", "prefecture", "都道府県", "pref"]),
    ColumnSpec::optional(
        "area_name",
        &[
            "市区町村名",
            "area_name",
            "団体名",
            "市区町村",
            "区市町村名",
            "区市町村",
            "市町村名",
            "市町村",
            "自治体名",
            "自治体",
            "ward",
            "区",
        ],
    ),
    ColumnSpec::optional("as_of", &["基準日", "as_of", "date", "人口基準日"]),
    ColumnSpec::required("population", &["人口", "population", "総数", "人口 計", "計", "総人口"]),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new([COLUMNS, SPLITTING_COLUMNS, &[AGE_BAND]].concat()).with_one_of(&[
        "area_code",
        "area_name",
        "prefecture",
    ])
}

impl Record for PopulationCount {
    const NOUN: (&'static str, &'static str) = ("population counts", "人口");
    const COLUMNS: &'static [ColumnSpec] = COLUMNS;
    type Key = (AreaCode, NaiveDate);

    fn key(&self) -> Self::Key {
        (self.area.clone(), self.as_of)
    }

    fn label(&self, wording: &Wording) -> String {
        format!("{} {} {}", self.area, wording.area(&self.area), self.as_of)
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        match key {
            "area_code" => Value::Text(self.area.to_string()),
            "prefecture" => Value::of_text(self.area.prefecture_name()),
            "area_name" => Value::of_text(wording.area(&self.area)),
            "as_of" => Value::Date(self.as_of),
            "population" => Value::Count(self.population.0),
            "source" => Value::Text(self.source.to_string()),
            "sample" => wording.ticked(self.sample),
            _ => Value::Nothing,
        }
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        keep_source(&mut self.source, &known.source);
    }
}
