//! Tables of procedure usage.

use domain::calendar::FiscalYear;
use domain::correction::CorrectedTable;
use domain::procedure::ProcedureId;
use store::procedures::UsageRecord;

use super::columns::{ColumnSpec, FileColumns, HeaderSpec};
use super::published::Published;
use super::record::Record;
use super::value::Value;
use super::wording::Wording;
use crate::import::sources::keep_source;

/// The columns, with Japanese headers first and English ones second.
pub const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::optional("procedure", &["手続ID", "procedure", "id"]),
    ColumnSpec::optional("name", &["手続名", "name", "手続の名称"]),
    ColumnSpec::optional("fiscal_year", &["年度", "fiscal_year"]),
    ColumnSpec::required("total", &["総手続件数", "total", "手続総件数"]).figure(),
    ColumnSpec::required("online", &["オンライン手続件数", "online", "うちオンライン数"]).figure(),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS).with_one_of(&["procedure", "name"])
}

impl Record for UsageRecord {
    const NOUN: (&'static str, &'static str) = ("usage figures", "件数");
    const COLUMNS: &'static [ColumnSpec] = COLUMNS;
    type Key = (ProcedureId, FiscalYear);

    fn key(&self) -> Self::Key {
        (self.procedure.clone(), self.usage.fiscal_year)
    }

    fn label(&self, wording: &Wording) -> String {
        format!("{} {}", self.procedure, wording.fiscal_year(self.usage.fiscal_year).text())
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        match key {
            "procedure" => Value::Text(self.procedure.to_string()),
            "fiscal_year" => wording.fiscal_year(self.usage.fiscal_year),
            "total" => wording.count_or_unknown(self.usage.total),
            "online" => Value::of_count(self.usage.online),
            "source" => Value::Text(self.usage.source.to_string()),
            "sample" => wording.ticked(self.usage.sample),
            // The name is stored in the catalogue. Only the id identifies the procedure.
            _ => Value::Nothing,
        }
    }

    fn published(&self, _: &Wording) -> Option<Published> {
        let year = self.usage.fiscal_year;
        Some(Published::new(CorrectedTable::Usage, &self.procedure, self.usage.sample).code(year.0).year(year))
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        keep_source(&mut self.usage.source, &known.usage.source);
    }

    /// Sample data stay sample data until other figures replace them.
    fn keep_absent(&mut self, known: &Self, columns: &FileColumns) {
        let figures = |record: &Self| (record.usage.total, record.usage.online);
        if !columns.contains("sample") && figures(self) == figures(known) {
            self.usage.sample = known.usage.sample;
        }
    }
}
