//! Tables of procedure usage.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::ending::EndingKind;
use domain::procedure::ProcedureId;
use domain::source::SourceId;
use domain::usage::Usage;
use store::Connection;
use store::error::AppError;
use store::procedures::{UsageRecord, list_procedures};

use super::checks::check_year_of;
use super::findings::Findings;
use super::progress::ProgressSink;
use super::row_default::RowDefault;
use super::rows::{DuplicateCheck, Errors, Located, read_rows};
use super::table::{Row, Table};
use super::title_day::fiscal_year_of_title;
use crate::import::request::Request;
use crate::import::sources::{KnownSources, NamedSources};
use crate::import::table::columns::FileColumns;

/// The known procedures.
#[derive(Debug)]
pub(crate) struct ReferenceData {
    ids: HashSet<ProcedureId>,
    /// The procedures of a name. An entry made by mistake has none.
    by_name: HashMap<String, Vec<NamedProcedure>>,
}

#[derive(Debug)]
struct NamedProcedure {
    id: ProcedureId,
    /// The first day on which it is no longer in force.
    ended_on: Option<NaiveDate>,
}

impl ReferenceData {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        let mut known = Self { ids: HashSet::new(), by_name: HashMap::new() };
        for procedure in list_procedures(connection).await? {
            known.ids.insert(procedure.id.clone());
            let ending = procedure.ending;
            if ending.as_ref().is_none_or(|ending| ending.kind == EndingKind::Abolished) {
                let named = NamedProcedure { id: procedure.id, ended_on: ending.map(|ending| ending.on) };
                known.by_name.entry(procedure.name.ja).or_default().push(named);
            }
        }
        Ok(known)
    }

    /// The procedure of a row. Of several with one name, those that had ended before the year do not count.
    fn find(&self, row: &Row<'_>, year: Option<FiscalYear>, errors: &mut Errors) -> Option<ProcedureId> {
        let (id_cell, name_cell) = (row.cell("procedure"), row.cell("name"));
        if let Some(text) = errors.optional(id_cell.name()) {
            let id: Option<ProcedureId> = text.parse().ok();
            let id = id.filter(|id| self.ids.contains(id) || errors.leaves_unchecked("procedures"));
            if id.is_none() {
                errors.refuse(&id_cell, "the id of a procedure in the catalogue", "登録済みの手続ID");
            }
            return id;
        }
        let name = errors.keep(name_cell.required_name())?;
        let all = self.by_name.get(&name).map_or(&[][..], Vec::as_slice);
        let has_ended =
            |one: &NamedProcedure| one.ended_on.zip(year).is_some_and(|(end, year)| end <= year.first_day());
        let of_year: Vec<&NamedProcedure> = all.iter().filter(|one| !has_ended(one)).collect();
        let found = match (of_year.as_slice(), all) {
            ([one], _) => Some(*one),
            ([], [one]) => Some(one),
            _ => None,
        };
        if found.is_none() && all.is_empty() {
            if errors.leaves_unchecked("procedures") {
                return None;
            }
            errors.refuse(&name_cell, "the name of a procedure in the catalogue", "登録済みの手続名");
        } else if found.is_none() {
            let several = "an id; several procedures have this name";
            errors.refuse(&name_cell, several, "手続ID（同じ名称の手続が複数あります）");
        }
        found.map(|one| one.id.clone())
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
    pub records: Vec<Located<UsageRecord>>,
    pub sources: NamedSources,
    pub columns: FileColumns,
}

pub(crate) fn read(
    request: &Request,
    table: &Table<'_>,
    known: &ReferenceData,
    sources: &Arc<KnownSources>,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> UsagePlan {
    let sources = NamedSources::of_request(request, sources, None);
    let mut plan = UsagePlan { columns: table.column_keys(), sources, ..UsagePlan::default() };
    let of_table = request.fiscal_year.or_else(|| fiscal_year_of_title(table, findings));
    let mut duplicates = DuplicateCheck::new();
    plan.records = read_rows(table, progress, findings, |row, errors| {
        let year_cell = row.cell("fiscal_year");
        let procedure = known.find(row, year_cell.fiscal_year().ok().flatten().or(of_table), errors);
        let fiscal_year = errors.keep(year_cell.fiscal_year()).and_then(|year| {
            let year = year.or(of_table);
            if year.is_none() {
                RowDefault::FiscalYear.refuse_missing(&year_cell, request, errors);
            }
            check_year_of(year, request.today, &year_cell, errors);
            year
        });
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let source = plan.sources.of(&row.cell("source"), errors);
        let (procedure, fiscal_year) = (procedure?, fiscal_year?);
        duplicates.check((procedure.clone(), fiscal_year), &year_cell, errors);
        // A total that nobody knows is said to be unknown. An empty cell may as well be forgotten.
        if row.cell("total").is_empty() {
            errors.refuse(&row.cell("total"), "a whole number, 0 or more, or 'unknown'", "0以上の整数、または「不明」");
        }
        let usage = read_usage(row, fiscal_year, (source?, sample), errors);
        Some(UsageRecord { procedure, usage })
    });
    plan.sources.refuse_rows_without(request, table, findings);
    plan
}
