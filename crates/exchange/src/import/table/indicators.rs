//! Tables of indicators: definitions, and values by fiscal year.

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::card::Measure;
use domain::correction::CorrectedTable;
use domain::indicator::{Indicator, IndicatorId, IndicatorKind, IndicatorValue, ValueKind};
use domain::procedure::SetCode;

use super::columns::{ColumnSpec, FileColumns, HeaderSpec};
use super::published::Published;
use super::record::{Record, keep_columns, update_text};
use super::value::{Value, number_text};
use super::wording::Wording;
use crate::import::sources::keep_source;

/// The columns of definitions, with Japanese headers first and English ones second.
pub(crate) const DEFINITION_COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("id", &["指標ID", "id"]),
    ColumnSpec::required("kind", &["指標区分", "kind"]),
    ColumnSpec::required("name", &["指標名", "name"]),
    ColumnSpec::optional("name_en", &["指標名（英語）", "name_en", "指標名 英語"]),
    ColumnSpec::required("unit", &["単位", "unit"]),
    ColumnSpec::optional("plan", &["計画", "plan"]),
    ColumnSpec::optional("formula", &["算式", "formula"]),
    ColumnSpec::optional("formula_en", &["算式（英語）", "formula_en", "算式 英語"]),
    ColumnSpec::optional("reason", &["設定理由", "reason"]),
    ColumnSpec::optional("reason_en", &["設定理由（英語）", "reason_en", "設定理由 英語"]),
    ColumnSpec::optional("caveat", &["注意事項", "caveat"]),
    ColumnSpec::optional("caveat_en", &["注意事項（英語）", "caveat_en", "注意事項 英語"]),
    ColumnSpec::optional("set", &["手続の区分", "set"]),
    ColumnSpec::optional("measure", &["カードの種別", "measure"]),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

/// The columns of values, with Japanese headers first and English ones second.
pub(crate) const VALUE_COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("indicator", &["指標ID", "indicator", "indicator_id"]),
    ColumnSpec::required("fiscal_year", &["年度", "fiscal_year"]),
    ColumnSpec::required("kind", &["値の区分", "kind"]),
    ColumnSpec::required("value", &["値", "value"]).figure(),
    ColumnSpec::optional("measure", &["カードの種別", "measure"]),
    ColumnSpec::optional("recorded_on", &["判明日", "recorded_on"]),
    ColumnSpec::optional("note", &["備考", "note"]),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

pub(crate) const KINDS: &[(&str, IndicatorKind)] =
    &[("成果指標", IndicatorKind::Outcome), ("活動指標", IndicatorKind::Activity)];
pub(crate) const VALUE_KINDS: &[(&str, ValueKind)] = &[
    ("目標値", ValueKind::Target),
    ("現状値", ValueKind::Baseline),
    ("実績値", ValueKind::Actual),
    ("実績見込み", ValueKind::Expected),
];
pub(crate) const MEASURES: &[(&str, Measure)] = &[("保有", Measure::Held), ("交付", Measure::Issued)];

/// The kind of value that a cell names, in either language.
#[must_use]
pub fn value_kind_named(word: &str) -> Option<ValueKind> {
    let known = VALUE_KINDS.iter().find(|(spelling, _)| *spelling == word).map(|(_, kind)| *kind);
    known.or_else(|| word.parse().ok())
}

/// The allowed values of a column that accepts a fixed list.
pub(crate) fn choices(key: &str, wording: &Wording) -> Option<(Vec<String>, bool)> {
    match key {
        "measure" => Some((Measure::ALL.iter().map(|measure| wording.word(*measure, MEASURES)).collect(), false)),
        "set" => Some((wording.known_codes_of_sets(), false)),
        _ => None,
    }
}

pub(crate) fn definitions_header() -> HeaderSpec {
    HeaderSpec::new(DEFINITION_COLUMNS)
}

pub(crate) fn values_header() -> HeaderSpec {
    HeaderSpec::new(VALUE_COLUMNS)
}

impl Record for Indicator {
    const NOUN: (&'static str, &'static str) = ("indicators", "指標");
    const COLUMNS: &'static [ColumnSpec] = DEFINITION_COLUMNS;
    type Key = IndicatorId;

    fn key(&self) -> Self::Key {
        self.id.clone()
    }

    fn label(&self, _: &Wording) -> String {
        format!("{} {}", self.id, self.name.ja)
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        match key {
            "id" => Value::Text(self.id.to_string()),
            "kind" => Value::Text(wording.word(self.kind, KINDS)),
            "name" => Value::of_text(&self.name.ja),
            "name_en" => Value::of_text(&self.name.en),
            "unit" => Value::of_text(&self.unit),
            "plan" => Value::of_text(&self.plan),
            "formula" => Value::of_text(&self.formula.ja),
            "formula_en" => Value::of_text(&self.formula.en),
            "reason" => Value::of_text(&self.reason.ja),
            "reason_en" => Value::of_text(&self.reason.en),
            "caveat" => Value::of_text(&self.caveat.ja),
            "caveat_en" => Value::of_text(&self.caveat.en),
            "set" => Value::of_text(self.set.as_ref().map_or("", SetCode::as_str)),
            "measure" => self.measure.map_or(Value::Nothing, |measure| Value::Text(wording.word(measure, MEASURES))),
            "source" => Value::Text(self.source.to_string()),
            "sample" => wording.ticked(self.sample),
            _ => Value::Nothing,
        }
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        let read = std::mem::replace(self, known.clone());
        for (into, read) in [
            (&mut self.name.ja, &read.name.ja),
            (&mut self.name.en, &read.name.en),
            (&mut self.unit, &read.unit),
            (&mut self.plan, &read.plan),
            (&mut self.formula.ja, &read.formula.ja),
            (&mut self.formula.en, &read.formula.en),
            (&mut self.reason.ja, &read.reason.ja),
            (&mut self.reason.en, &read.reason.en),
            (&mut self.caveat.ja, &read.caveat.ja),
            (&mut self.caveat.en, &read.caveat.en),
        ] {
            update_text(into, read);
        }
        (self.kind, self.set, self.measure, self.sample) = (read.kind, read.set, read.measure, read.sample);
        self.source = read.source;
        keep_source(&mut self.source, &known.source);
    }

    fn keep_absent(&mut self, known: &Self, columns: &FileColumns) {
        keep_columns!(columns, known => self:
            "name_en" => name.en, "plan" => plan, "formula" => formula.ja, "formula_en" => formula.en,
            "reason" => reason.ja, "reason_en" => reason.en, "caveat" => caveat.ja, "caveat_en" => caveat.en,
            "set" => set, "measure" => measure, "sample" => sample);
    }
}

impl Record for (IndicatorId, IndicatorValue) {
    const NOUN: (&'static str, &'static str) = ("indicator values", "指標の値");
    const COLUMNS: &'static [ColumnSpec] = VALUE_COLUMNS;
    type Key = (IndicatorId, FiscalYear, ValueKind, Option<NaiveDate>);

    fn key(&self) -> Self::Key {
        (self.0.clone(), self.1.fiscal_year, self.1.kind, self.1.recorded_on)
    }

    fn label(&self, wording: &Wording) -> String {
        let (year, kind) = (wording.fiscal_year(self.1.fiscal_year).text(), wording.word(self.1.kind, VALUE_KINDS));
        format!("{} {year} {kind}", self.0)
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        let (id, value) = self;
        match key {
            "indicator" => Value::Text(id.to_string()),
            "fiscal_year" => wording.fiscal_year(value.fiscal_year),
            "kind" => Value::Text(wording.word(value.kind, VALUE_KINDS)),
            "value" => Value::Number(value.value),
            "measure" => value.measure.map_or(Value::Nothing, |measure| Value::Text(wording.word(measure, MEASURES))),
            "recorded_on" => Value::of_date(value.recorded_on),
            "note" => Value::of_text(&value.note),
            "source" => Value::Text(value.source.to_string()),
            "sample" => wording.ticked(value.sample),
            _ => Value::Nothing,
        }
    }

    /// Values of one year and kind are one record, whatever day they were recorded on: only the last one counts.
    fn published(&self, _: &Wording) -> Option<Published> {
        let (id, value) = self;
        let japanese = VALUE_KINDS.iter().find(|(_, kind)| *kind == value.kind).map_or("", |(word, _)| *word);
        let published = Published::new(CorrectedTable::Indicators, id, value.sample)
            .code(value.fiscal_year.0)
            .code(value.kind)
            .year(value.fiscal_year)
            .words(japanese, value.kind.as_str());
        Some(published)
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        let mut note = known.1.note.clone();
        update_text(&mut note, &self.1.note);
        self.1.note = note;
        // A workbook keeps fifteen significant digits.
        if number_text(known.1.value) == number_text(self.1.value) {
            self.1.value = known.1.value;
        }
        keep_source(&mut self.1.source, &known.1.source);
    }

    /// A note and the mark of sample data are about the value: they stay as long as it does.
    #[allow(clippy::float_cmp, reason = "the same value was written and is read back")]
    fn keep_absent(&mut self, known: &Self, columns: &FileColumns) {
        let (known, value) = (&known.1, &mut self.1);
        keep_columns!(columns, known => value: "measure" => measure);
        if value.value == known.value {
            keep_columns!(columns, known => value: "note" => note, "sample" => sample);
        }
    }
}
