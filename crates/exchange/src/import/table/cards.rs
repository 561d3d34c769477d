//! Tables of My Number cards, by area and optionally by age band: the ministry's and Tetsuzuki's own.

use chrono::NaiveDate;
use domain::age::AgeCount;
use domain::area::AreaCode;
use domain::card::{CardCount, Measure};
use domain::correction::CorrectedTable;
use domain::text::MessageLanguage;

use super::area_columns::{AREA_CODE, AREA_NAME, ONE_OF, PREFECTURE};
use super::columns::{ColumnSpec, FileColumns, HeaderSpec};
use super::published::Published;
use super::record::Record;
use super::splitting::SPLITTING_COLUMNS;
use super::value::Value;
use super::wording::Wording;
use crate::import::sources::keep_source;

pub(crate) const AGE_BAND: ColumnSpec =
    ColumnSpec::optional("age_band", &["年齢", "age_band", "年齢区分", "年齢階級", "年齢階層", "age"]);

/// The columns, with Japanese headers first and English ones second.
pub const COLUMNS: &[ColumnSpec] = &[
    AREA_CODE,
    PREFECTURE,
    AREA_NAME,
    ColumnSpec::optional("measure", &["種別", "measure"]),
    ColumnSpec::optional("as_of", &["基準日", "as_of", "交付件数基準日", "保有枚数基準日"]),
    AGE_BAND,
    ColumnSpec::optional("cards", &["枚数", "cards"]).figure(),
    ColumnSpec::required("population", &["人口", "population", "総数", "人口 計"]).figure(),
    ColumnSpec::optional("population_as_of", &["人口算出基準日", "population_as_of", "population_date", "人口基準日"])
        .figure(),
    ColumnSpec::optional(
        "rate",
        &["割合", "rate", "rate_pct", "人口に対する交付枚数率", "人口に対する保有枚数率", "交付率", "保有枚数率"],
    ),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

/// Columns of the ministry's tables, whose headers name the measure.
const MINISTRY_COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::optional("issued", &["交付枚数", "cards_issued", "交付件数", "交付枚数 計", "交付件数 計"]),
    ColumnSpec::optional("held", &["保有枚数", "cards_held", "保有枚数 計"]),
    ColumnSpec::optional("computed_on", &["算出基準日"]),
];

pub(crate) const MEASURES: &[(&str, Measure)] =
    &[("保有", Measure::Held), ("保有枚数", Measure::Held), ("交付", Measure::Issued), ("交付枚数", Measure::Issued)];

/// The word for a measure in the files of a language.
#[must_use]
pub fn measure_word(measure: Measure, language: MessageLanguage) -> &'static str {
    let japanese = MEASURES.iter().find(|(_, known)| *known == measure).map(|(spelling, _)| *spelling);
    japanese.filter(|_| language == MessageLanguage::Japanese).unwrap_or_else(|| measure.as_str())
}

/// The measure that a cell names, in either language.
#[must_use]
pub fn measure_named(word: &str) -> Option<Measure> {
    let known = MEASURES.iter().find(|(spelling, _)| *spelling == word).map(|(_, measure)| *measure);
    known.or_else(|| word.parse().ok())
}

/// The allowed values of the measure column.
pub(crate) fn measures(wording: &Wording) -> Vec<String> {
    Measure::ALL.iter().map(|measure| wording.word(*measure, MEASURES)).collect()
}

/// The header to look for. The area columns are optional if all rows are about one area.
pub(crate) fn header(is_of_one_area: bool) -> HeaderSpec {
    let header = HeaderSpec::new([COLUMNS, MINISTRY_COLUMNS, SPLITTING_COLUMNS].concat())
        .with_one_of(&["cards", "issued", "held"]);
    if is_of_one_area { header } else { header.with_one_of(ONE_OF) }
}

impl Record for CardCount {
    const NOUN: (&'static str, &'static str) = ("card counts", "カード枚数");
    const COLUMNS: &'static [ColumnSpec] = COLUMNS;
    type Key = (AreaCode, Measure, NaiveDate);

    fn key(&self) -> Self::Key {
        (self.area.clone(), self.measure, self.as_of)
    }

    fn label(&self, wording: &Wording) -> String {
        let (name, measure) = (wording.area(&self.area), wording.word(self.measure, MEASURES));
        format!("{} {name} {measure} {}", self.area, self.as_of)
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        match key {
            "area_code" => Value::Text(self.area.to_string()),
            "prefecture" => Value::of_text(self.area.prefecture_name()),
            "area_name" => Value::of_text(wording.area(&self.area)),
            "measure" => Value::Text(wording.word(self.measure, MEASURES)),
            "as_of" => Value::Date(self.as_of),
            "cards" => Value::Count(self.cards.0),
            "population" => Value::Count(self.population.0),
            "population_as_of" => Value::Date(self.population_as_of),
            "source" => Value::Text(self.source.to_string()),
            "sample" => wording.ticked(self.sample),
            // The rate is derived from cards and population. If it were written, it would have to be kept in step with
            // them.
            _ => Value::Nothing,
        }
    }

    fn published(&self, wording: &Wording) -> Option<Published> {
        let japanese = MEASURES.iter().find(|(_, measure)| *measure == self.measure).map_or("", |(word, _)| *word);
        let published = Published::new(CorrectedTable::Cards, &self.area, self.sample)
            .named(wording.area(&self.area))
            .code(self.measure)
            .words(japanese, self.measure.as_str())
            .day(self.as_of);
        Some(published)
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        keep_source(&mut self.source, &known.source);
    }

    /// Sample data stay sample data until other figures replace them.
    fn keep_absent(&mut self, known: &Self, columns: &FileColumns) {
        let figures = |count: &Self| (count.cards, count.population, count.population_as_of);
        if !columns.contains("sample") && figures(self) == figures(known) {
            self.sample = known.sample;
        }
    }
}

impl Record for AgeCount {
    const NOUN: (&'static str, &'static str) = ("card counts by age", "年齢別カード枚数");
    const COLUMNS: &'static [ColumnSpec] = COLUMNS;
    type Key = (AreaCode, Measure, NaiveDate, i64);

    fn key(&self) -> Self::Key {
        let (area, measure, as_of) = self.count.key();
        (area, measure, as_of, self.band.from())
    }

    fn label(&self, wording: &Wording) -> String {
        format!("{} {}", self.count.label(wording), self.value("age_band", wording).text())
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        match key {
            // A spreadsheet would turn `0-4` into a date.
            "age_band" => Value::Text(match self.band.to() {
                None => format!("{}歳以上", self.band.from()),
                Some(to) if to == self.band.from() => format!("{to}歳"),
                Some(to) => format!("{}～{to}歳", self.band.from()),
            }),
            _ => self.count.value(key, wording),
        }
    }

    fn published(&self, wording: &Wording) -> Option<Published> {
        let ages = self.value("age_band", wording).text();
        let published = self.count.published(wording)?;
        Some(published.code(self.band).words(ages, format!("age {}", self.band)))
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        self.count.keep_unrepresentable(&known.count);
    }

    fn keep_absent(&mut self, known: &Self, columns: &FileColumns) {
        self.count.keep_absent(&known.count, columns);
    }
}
