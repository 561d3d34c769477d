//! Tables of procedure usage.

use std::collections::{HashMap, HashSet};

use domain::calendar::FiscalYear;
use domain::procedure::{DepartmentCode, ProcedureId};
use domain::source::SourceId;
use domain::usage::Usage;
use store::Connection;
use store::error::AppError;
use store::procedures::{UsageRecord, list_departments_of_procedures, list_procedures, list_usage, save_usage};

use super::changes::{Changes, compare};
use super::record::{Record, Value, Wording};
use super::report::Report;
use super::rows::{DuplicateCheck, Errors, FromRow, read_rows};
use super::table::{ColumnSpec, HeaderSpec, Row, Table};
use super::watch::ProgressSink;
use super::{Applied, NamedSources, Plan, Request, Touched, keep_source};

/// The columns, with Japanese headers first and English ones second.
pub(crate) const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::optional("procedure", &["手続ID", "procedure", "id"]),
    ColumnSpec::optional("name", &["手続名", "name", "手続の名称"]),
    ColumnSpec::required("fiscal_year", &["年度", "fiscal_year"]),
    ColumnSpec::required("total", &["総手続件数", "total", "手続総件数"]),
    ColumnSpec::required("online", &["オンライン手続件数", "online", "うちオンライン数"]),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS).with_one_of(&["procedure", "name"])
}

/// The known procedures.
#[derive(Debug)]
pub(crate) struct Known {
    ids: HashSet<ProcedureId>,
    /// `None` if several procedures share the name.
    by_name: HashMap<String, Option<ProcedureId>>,
}

impl Known {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        let mut known = Self { ids: HashSet::new(), by_name: HashMap::new() };
        for procedure in list_procedures(connection).await? {
            known
                .by_name
                .entry(procedure.name.ja)
                .and_modify(|id| *id = None)
                .or_insert_with(|| Some(procedure.id.clone()));
            known.ids.insert(procedure.id);
        }
        Ok(known)
    }

    fn find(&self, row: &Row<'_>, errors: &mut Errors) -> Option<ProcedureId> {
        let (id_cell, name_cell) = (row.cell("procedure"), row.cell("name"));
        if let Some(text) = errors.optional(id_cell.name()) {
            let id = text.parse().ok().filter(|id| self.ids.contains(id));
            if id.is_none() {
                errors.refuse(&id_cell, "the id of a procedure in the catalogue", "登録済みの手続ID");
            }
            return id;
        }
        let name = errors.keep(name_cell.required_name())?;
        match self.by_name.get(&name) {
            Some(Some(id)) => Some(id.clone()),
            Some(None) => {
                errors.refuse(
                    &name_cell,
                    "an id; several procedures have this name",
                    "手続ID（同じ名称の手続が複数あります）",
                );
                None
            }
            None => {
                errors.refuse(&name_cell, "the name of a procedure in the catalogue", "登録済みの手続名");
                None
            }
        }
    }
}

/// Reads both figures of a row. Refuses more online applications than applications in total.
pub(crate) fn read_usage(
    row: &Row<'_>,
    fiscal_year: FiscalYear,
    (source, sample): (SourceId, bool),
    errors: &mut Errors,
) -> Usage {
    let mut count = |key| errors.optional(row.cell(key).count()).and_then(|count| i64::try_from(count).ok());
    let (total, online) = (count("total"), count("online"));
    if let (Some(total), Some(online)) = (total, online)
        && online > total
    {
        errors.refuse(
            &row.cell("online"),
            format!("at most the total, {total}"),
            format!("総手続件数（{total}）以下の件数"),
        );
    }
    Usage { fiscal_year, total, online, source, sample }
}

/// Usage figures to save, with their sources.
#[derive(Debug, Default)]
pub(crate) struct UsagePlan {
    records: Vec<FromRow<UsageRecord>>,
    sources: NamedSources,
}

pub(crate) fn read(
    request: &Request,
    table: &Table<'_>,
    known: &Known,
    watching: ProgressSink<'_>,
    report: &mut Report,
) -> UsagePlan {
    let mut plan = UsagePlan::default();
    let default_source = request.default_source();
    let mut once = DuplicateCheck::new();
    plan.records = read_rows(table, watching, report, |row, errors| {
        let procedure = known.find(row, errors);
        let fiscal_year = errors.keep(row.cell("fiscal_year").required_fiscal_year());
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let named = errors.optional(row.cell("source").name());
        let (procedure, fiscal_year) = (procedure?, fiscal_year?);
        once.check((procedure.clone(), fiscal_year), &row.cell("fiscal_year"), errors);
        let source = plan.sources.of(named.as_deref(), &default_source, sample);
        let usage = read_usage(row, fiscal_year, (source, sample), errors);
        Some(UsageRecord { procedure, usage })
    });
    plan
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
            "total" => Value::of_count(self.usage.total),
            "online" => Value::of_count(self.usage.online),
            "source" => Value::Text(self.usage.source.to_string()),
            "sample" => wording.ticked(self.usage.sample),
            // The name is stored in the catalogue. Only the id identifies the procedure.
            _ => Value::Nothing,
        }
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        keep_source(&mut self.usage.source, &known.usage.source);
    }
}

/// Compares figures with the known ones and saves the differences, unless the request is a dry run. Also returns the
/// procedures whose figures change.
pub(crate) async fn save_changed(
    connection: &mut Connection,
    records: &[FromRow<UsageRecord>],
    request: &Request,
    wording: &Wording,
) -> Result<(Changes, HashSet<ProcedureId>), AppError> {
    let known = list_usage(connection).await?;
    let (to_save, changes) = compare(&known, records, wording);
    if !request.dry_run {
        save_usage(connection, &to_save).await?;
    }
    Ok((changes, to_save.into_iter().map(|record| record.procedure).collect()))
}

impl Plan for UsagePlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        if !request.dry_run {
            self.sources.save_new(connection).await?;
        }
        let (changes, mut procedures) = save_changed(connection, &self.records, request, wording).await?;
        let departments: HashMap<ProcedureId, Option<DepartmentCode>> =
            list_departments_of_procedures(connection).await?.into_iter().collect();
        let touched = self.records.iter().filter(|record| procedures.remove(&record.what.procedure)).map(|record| {
            let procedure = record.what.procedure.clone();
            let department = departments.get(&procedure).cloned().flatten();
            Touched { procedure, line: record.line, is_new: false, was_of: department.clone(), becomes_of: department }
        });
        let touched = touched.collect();
        Ok(Applied { changes: vec![changes], touched, ..Applied::default() })
    }
}
