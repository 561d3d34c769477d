//! Compares usage figures with those stored.

use std::collections::{HashMap, HashSet};

use domain::procedure::{DepartmentCode, ProcedureId};
use store::Connection;
use store::error::AppError;
use store::procedures::{UsageRecord, list_departments_of_procedures, list_usage, save_usage};

use super::applied::{Applied, Plan, Touched};
use super::diff::{Changes, Compared, compare};
use super::removal::delete;
use crate::import::corrections::name_subjects;
use crate::import::reading::rows::Located;
use crate::import::reading::usage::UsagePlan;
use crate::import::request::Request;
use crate::import::table::columns::FileColumns;
use crate::import::table::wording::Wording;

/// Compares figures with the known ones and saves the differences, unless the request is a dry run. Also returns the
/// procedures whose figures change.
pub(crate) async fn save_changed(
    connection: &mut Connection,
    records: &[Located<UsageRecord>],
    columns: &FileColumns,
    request: &Request,
    wording: &Wording,
) -> Result<(Changes, HashSet<ProcedureId>), AppError> {
    let known = list_usage(connection).await?;
    let Compared { to_save, to_remove, mut changes } = compare(&known, records, columns, wording);
    if !request.dry_run {
        name_subjects(connection, &mut changes.figures).await?;
        save_usage(connection, &to_save).await?;
        let key = |record: &UsageRecord| vec![record.procedure.as_str().into(), record.usage.fiscal_year.0.into()];
        delete(connection, "procedure_usage", &to_remove, key).await?;
    }
    let removed = to_remove.into_iter().map(|removed| removed.what);
    Ok((changes, to_save.into_iter().chain(removed).map(|record| record.procedure).collect()))
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
        let (changes, mut procedures) =
            save_changed(connection, &self.records, &self.columns, request, wording).await?;
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
