//! Tables of resident population.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::area::{Area, AreaCode};
use domain::card::Population;
use store::Connection;
use store::areas::{PopulationCount, list_population, save_population};
use store::error::AppError;

use super::areas::{AreaCells, AreaMatcher, save_new};
use super::changes::compare;
use super::record::{Record, Value, Wording};
use super::report::Report;
use super::rows::{DuplicateCheck, FromRow, read_rows};
use super::table::{ColumnSpec, HeaderSpec, Table};
use super::watch::ProgressSink;
use super::{Applied, NamedSources, Plan, Request, keep_source};

/// The columns, with Japanese headers first and English ones second.
pub(crate) const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::optional("area_code", &["団体コード", "area_code", "code6", "code", "全国地方公共団体コード"]),
    ColumnSpec::optional("prefecture", &["都道府県名", "prefecture", "都道府県", "pref"]),
    ColumnSpec::optional("area_name", &["市区町村名", "area_name", "団体名", "市区町村", "ward", "区"]),
    ColumnSpec::optional("as_of", &["基準日", "as_of", "date", "人口基準日"]),
    ColumnSpec::required("population", &["人口", "population", "総数", "人口 計", "計", "総人口"]),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS).with_one_of(&["area_code", "area_name"])
}

/// Population counts to save, with their areas and sources.
#[derive(Debug, Default)]
pub(crate) struct PopulationPlan {
    counts: Vec<FromRow<PopulationCount>>,
    areas: BTreeMap<AreaCode, Area>,
    sources: NamedSources,
}

pub(crate) fn read(
    request: &Request,
    table: &Table<'_>,
    finder: &AreaMatcher,
    watching: ProgressSink<'_>,
    report: &mut Report,
) -> PopulationPlan {
    let mut plan = PopulationPlan::default();
    let default_source = request.default_source();
    let of_table = request.as_of.or_else(|| table.column("population").and_then(super::table::Column::note_date));
    let mut once = DuplicateCheck::new();
    plan.counts = read_rows(table, watching, report, |row, errors| {
        let area = finder.find(
            &AreaCells { code: row.cell("area_code"), prefecture: row.cell("prefecture"), name: row.cell("area_name") },
            errors,
        );
        let as_of = errors.optional(row.cell("as_of").date()).or(of_table);
        if as_of.is_none() {
            errors.refuse(
                &row.cell("as_of"),
                "the date of the figures, in this column or by --as-of",
                "基準日（この列、または --as-of で指定）",
            );
        }
        let population = errors.keep(row.cell("population").required_count());
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let named = errors.optional(row.cell("source").name());
        let (area, as_of, population) = (area?, as_of?, population?);
        once.check((area.code.clone(), as_of), &row.cell("population"), errors);
        let source = plan.sources.of(named.as_deref(), &default_source, sample);
        let count = PopulationCount {
            area: area.code.clone(),
            as_of,
            population: Population(i64::try_from(population).ok()?),
            source,
            sample,
        };
        plan.areas.entry(area.code.clone()).or_insert(area);
        Some(count)
    });
    plan
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

impl Plan for PopulationPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = list_population(connection).await?;
        let (to_save, counts) = compare(&known, &self.counts, wording);
        let areas = save_new(connection, &self.areas, request).await?;
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            save_population(connection, &to_save).await?;
        }
        Ok(vec![areas, counts].into())
    }
}
