//! Tables of resident population.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::correction::CorrectedTable;
use store::areas::PopulationCount;

use super::area_columns::{AREA_CODE, AREA_NAME, ONE_OF, PREFECTURE};
use super::cards::AGE_BAND;
use super::columns::{ColumnSpec, FileColumns, HeaderSpec};
use super::published::Published;
use super::record::Record;
use super::splitting::SPLITTING_COLUMNS;
use super::value::Value;
use super::wording::Wording;
use crate::import::sources::keep_source;

/// The columns, with Japanese headers first and English ones second.
pub const COLUMNS: &[ColumnSpec] = &[
    AREA_CODE,
    PREFECTURE,
    AREA_NAME,
    ColumnSpec::optional("as_of", &["基準日", "as_of", "date", "人口基準日"]),
    ColumnSpec::required("population", &["人口", "population", "総数", "人口 計", "計", "総人口"]).figure(),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

/// The day of the population in a table of cards, where the other day is that of the cards.
const BESIDE_CARDS: ColumnSpec =
    ColumnSpec::optional("population_as_of", &["人口算出基準日", "population_as_of", "population_date"]);

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new([COLUMNS, SPLITTING_COLUMNS, &[AGE_BAND, BESIDE_CARDS]].concat()).with_one_of(ONE_OF)
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

    fn published(&self, wording: &Wording) -> Option<Published> {
        let published = Published::new(CorrectedTable::Population, &self.area, self.sample);
        Some(published.named(wording.area(&self.area)).day(self.as_of))
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        keep_source(&mut self.source, &known.source);
    }

    /// Sample data stay sample data until other figures replace them.
    fn keep_absent(&mut self, known: &Self, columns: &FileColumns) {
        if !columns.contains("sample") && self.population == known.population {
            self.sample = known.sample;
        }
    }
}
