//! Reader feedback about procedure pages, counted by month.

use std::collections::BTreeMap;

use domain::procedure::{ProcedureId, Step};
use domain::report::{ReportKind, ReportReason};
use serde::Serialize;
use store::Db;
use store::error::AppError;
use store::reports::list_reports;

use crate::server::open_data::table::csv;

/// The columns of the file, in order.
pub const FIELDS: [&str; 7] = ["procedure", "name", "month", "kind", "step", "reason", "reports"];

/// The number of identical reports about a procedure in a month, across all languages.
#[derive(Debug, Serialize)]
struct Record<'a> {
    procedure: &'a ProcedureId,
    name: &'a str,
    /// A month in Japan, such as `2026-11`.
    month: &'a str,
    kind: ReportKind,
    step: Option<Step>,
    reason: Option<ReportReason>,
    reports: i64,
}

/// All reports as a CSV file that opens correctly in spreadsheets and contains no formulas.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn as_csv(db: &Db) -> Result<Vec<u8>, AppError> {
    let counts = list_reports(&mut db.read().await?).await?;
    let mut by_month = BTreeMap::new();
    for count in &counts {
        let month = count.reported_on.format("%Y-%m").to_string();
        let key = (&count.procedure, count.name.as_str(), month, count.kind, count.step, count.reason);
        *by_month.entry(key).or_insert(0) += count.number;
    }
    Ok(csv(
        &FIELDS,
        by_month.iter().map(|((procedure, name, month, kind, step, reason), reports)| Record {
            procedure,
            name,
            month,
            kind: *kind,
            step: *step,
            reason: *reason,
            reports: *reports,
        }),
    ))
}
