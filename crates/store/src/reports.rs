//! Readers' reports about procedure pages, as daily counts. Those that could not be finished are also cases for the staff.

use std::str::FromStr;

use chrono::NaiveDate;
use domain::procedure::{ProcedureId, Step};
use domain::report::{Report, ReportKind, ReportReason, Verdict};

use super::Connection;
use super::report_cases::{Unfinished, add_to_case};
use crate::error::AppError;

statements! {
    COUNT_REPORT = "INSERT INTO reports (procedure_id, reported_on, kind, step, reason, language, number) \
                    VALUES ($1, $2, $3, $4, $5, $6, 1) \
                    ON CONFLICT (procedure_id, reported_on, kind, step, reason, language) \
                    DO UPDATE SET number = reports.number + 1";
    LIST_REPORTS = "SELECT r.procedure_id, p.name, r.reported_on, r.kind, r.step, r.reason, r.language, r.number \
                    FROM reports r JOIN procedures p ON p.id = r.procedure_id \
                    ORDER BY r.procedure_id, r.reported_on, r.kind, r.step, r.reason, r.language";
}

/// The number of identical reports about one procedure on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportCount {
    pub procedure: ProcedureId,
    /// The procedure's name in Japanese.
    pub name: String,
    pub reported_on: NaiveDate,
    pub kind: ReportKind,
    pub step: Option<Step>,
    pub reason: Option<ReportReason>,
    pub language: String,
    pub number: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    procedure_id: ProcedureId,
    name: String,
    reported_on: NaiveDate,
    kind: ReportKind,
    step: String,
    reason: String,
    language: String,
    number: i64,
}

/// Adds one report to the count of identical ones on that day, and to its case.
pub async fn count_report(connection: &mut Connection, report: &Report) -> Result<(), AppError> {
    let verdict = report.verdict;
    with_driver!(connection, inner => {
        sqlx::query(COUNT_REPORT)
            .bind(&report.procedure)
            .bind(report.reported_on)
            .bind(verdict.kind())
            .bind(verdict.step().map_or("", Step::as_str))
            .bind(verdict.reason().map_or("", ReportReason::as_str))
            .bind(report.language)
            .execute(inner)
            .await?;
    });
    let Verdict::CouldNotFinish { step, reason } = verdict else { return Ok(()) };
    let Report { procedure, reported_on, language, text, .. } = report;
    add_to_case(connection, Unfinished { procedure, step, reason, reported_on: *reported_on, language, text }).await
}

/// All counts by procedure and day.
pub async fn list_reports(connection: &mut Connection) -> Result<Vec<ReportCount>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => sqlx::query_as(LIST_REPORTS).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| ReportCount {
            procedure: row.procedure_id,
            name: row.name,
            reported_on: row.reported_on,
            kind: row.kind,
            step: known(&row.step),
            reason: known(&row.reason),
            language: row.language,
            number: row.number,
        })
        .collect())
}

/// The table's check constraint allows only known words and the empty one.
fn known<T: FromStr>(word: &str) -> Option<T> {
    word.parse().ok()
}
