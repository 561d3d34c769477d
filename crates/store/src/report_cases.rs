//! What readers could not finish, as cases that the staff deal with, and what readers added in their own words.

use chrono::NaiveDate;
use domain::procedure::{DepartmentCode, ProcedureId, Step};
use domain::report::{CaseOutcome, CaseState, ReportCase, ReportCaseId, ReportReason, ReportText};
use domain::staff::StaffId;

use super::Connection;
use super::proposals::SaveError;
use super::random::random_bytes;
use crate::error::AppError;

statements! {
    /// A report belongs to the case that is not closed; if there is none, it begins one.
    ADD_TO_CASE = "INSERT INTO report_cases (id, procedure_id, step, reason, number, first_on, last_on, state, note, \
                   version) VALUES ($1, $2, $3, $4, 1, $5, $5, 'open', '', 1) \
                   ON CONFLICT (procedure_id, step, reason) WHERE state <> 'closed' DO UPDATE SET \
                   number = report_cases.number + 1, last_on = excluded.last_on RETURNING id";
    ADD_TEXT = "INSERT INTO report_texts (id, case_id, written_on, language, body) VALUES ($1, $2, $3, $4, $5)";
    FIND_CASE = "SELECT id, procedure_id, step, reason, number, first_on, last_on, state, taken_by, note, outcome, \
                 closed_on, version FROM report_cases WHERE id = $1";
    LIST_UNCLOSED_CASES = "SELECT c.id, c.procedure_id, c.step, c.reason, c.number, c.first_on, c.last_on, c.state, \
                           c.taken_by, c.note, c.outcome, c.closed_on, c.version FROM report_cases c \
                           JOIN procedures p ON p.id = c.procedure_id \
                           WHERE p.department = $1 AND c.state <> 'closed' \
                           ORDER BY c.state, c.last_on DESC, c.number DESC, c.id LIMIT $2";
    LIST_CLOSED_CASES = "SELECT c.id, c.procedure_id, c.step, c.reason, c.number, c.first_on, c.last_on, c.state, \
                         c.taken_by, c.note, c.outcome, c.closed_on, c.version FROM report_cases c \
                         JOIN procedures p ON p.id = c.procedure_id \
                         WHERE p.department = $1 AND c.state = 'closed' \
                         ORDER BY c.closed_on DESC, c.id LIMIT $2";
    LIST_TEXTS = "SELECT written_on, language, body FROM report_texts WHERE case_id = $1 ORDER BY written_on DESC, id \
                  LIMIT $2";
    COUNT_TEXTS = "SELECT CAST(count(*) AS BIGINT) FROM report_texts WHERE case_id = $1";
    SAVE_CASE = "UPDATE report_cases SET state = $3, taken_by = $4, note = $5, outcome = $6, closed_on = $7, \
                 version = version + 1 WHERE id = $1 AND version = $2";
    HAS_OLD_TEXTS = "SELECT EXISTS (SELECT 1 FROM report_texts WHERE written_on <= $1) OR EXISTS (SELECT 1 \
                     FROM report_texts t JOIN report_cases c ON c.id = t.case_id WHERE c.closed_on <= $2)";
    DELETE_OLD_TEXTS = "DELETE FROM report_texts WHERE written_on <= $1 OR case_id IN \
                        (SELECT id FROM report_cases WHERE closed_on <= $2)";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ReportCaseId,
    procedure_id: ProcedureId,
    step: Step,
    reason: ReportReason,
    number: i64,
    first_on: NaiveDate,
    last_on: NaiveDate,
    state: CaseState,
    taken_by: Option<StaffId>,
    note: String,
    outcome: Option<CaseOutcome>,
    closed_on: Option<NaiveDate>,
    version: i64,
}

impl From<Row> for ReportCase {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            procedure: row.procedure_id,
            step: row.step,
            reason: row.reason,
            number: row.number,
            first_on: row.first_on,
            last_on: row.last_on,
            state: row.state,
            taken_by: row.taken_by,
            note: row.note,
            outcome: row.outcome,
            closed_on: row.closed_on,
            version: row.version,
        }
    }
}

/// A report that could not be finished.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unfinished<'a> {
    pub procedure: &'a ProcedureId,
    pub step: Step,
    pub reason: ReportReason,
    pub reported_on: NaiveDate,
    pub language: &'a str,
    /// Empty if the reader added nothing.
    pub text: &'a str,
}

/// Adds a report to its case, with what the reader added.
pub(super) async fn add_to_case(connection: &mut Connection, report: Unfinished<'_>) -> Result<(), AppError> {
    let new = ReportCaseId::from_random(random_bytes()?);
    let case: ReportCaseId = with_driver!(connection, inner => {
        sqlx::query_scalar(ADD_TO_CASE)
            .bind(&new)
            .bind(report.procedure)
            .bind(report.step)
            .bind(report.reason)
            .bind(report.reported_on)
            .fetch_one(inner)
            .await?
    });
    if report.text.is_empty() {
        return Ok(());
    }
    let id = ReportCaseId::from_random(random_bytes()?);
    with_driver!(connection, inner => {
        sqlx::query(ADD_TEXT)
            .bind(&id)
            .bind(&case)
            .bind(report.reported_on)
            .bind(report.language)
            .bind(report.text)
            .execute(inner)
            .await?;
    });
    Ok(())
}

pub async fn find_case(connection: &mut Connection, id: &ReportCaseId) -> Result<Option<ReportCase>, AppError> {
    let row: Option<Row> =
        with_driver!(connection, inner => sqlx::query_as(FIND_CASE).bind(id).fetch_optional(inner).await?);
    Ok(row.map(ReportCase::from))
}

/// The cases about procedures of a department that are not closed: first those that nobody has taken, the last reported
/// ones first.
pub async fn list_unclosed_cases(
    connection: &mut Connection,
    department: &DepartmentCode,
    most: i64,
) -> Result<Vec<ReportCase>, AppError> {
    list(connection, LIST_UNCLOSED_CASES, department, most).await
}

/// The cases about procedures of a department that were closed last.
pub async fn list_closed_cases(
    connection: &mut Connection,
    department: &DepartmentCode,
    most: i64,
) -> Result<Vec<ReportCase>, AppError> {
    list(connection, LIST_CLOSED_CASES, department, most).await
}

async fn list(
    connection: &mut Connection,
    sql: &'static str,
    department: &DepartmentCode,
    most: i64,
) -> Result<Vec<ReportCase>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => {
        sqlx::query_as(sql).bind(department).bind(most).fetch_all(inner).await?
    });
    Ok(rows.into_iter().map(ReportCase::from).collect())
}

/// What readers added to the reports of a case, newest first, and how many texts there are.
pub async fn list_texts(
    connection: &mut Connection,
    case: &ReportCaseId,
    most: i64,
) -> Result<(Vec<ReportText>, i64), AppError> {
    let (rows, count): (Vec<(NaiveDate, String, String)>, i64) = with_driver!(connection, inner => (
        sqlx::query_as(LIST_TEXTS).bind(case).bind(most).fetch_all(&mut *inner).await?,
        sqlx::query_scalar(COUNT_TEXTS).bind(case).fetch_one(&mut *inner).await?,
    ));
    let texts = rows.into_iter().map(|(written_on, language, body)| ReportText { written_on, language, body });
    Ok((texts.collect(), count))
}

/// Saves what the staff did with a case. The numbers and days of its reports are not written: more may have arrived.
///
/// # Errors
/// Returns [`SaveError::Stale`] if somebody else has changed it since it was loaded.
pub async fn save_case(connection: &mut Connection, case: &ReportCase) -> Result<(), SaveError> {
    match update_case(connection, case).await? {
        1 => Ok(()),
        _ => Err(SaveError::Stale),
    }
}

async fn update_case(connection: &mut Connection, case: &ReportCase) -> Result<u64, AppError> {
    Ok(with_driver!(connection, inner => {
        sqlx::query(SAVE_CASE)
            .bind(&case.id)
            .bind(case.version)
            .bind(case.state)
            .bind(&case.taken_by)
            .bind(&case.note)
            .bind(case.outcome)
            .bind(case.closed_on)
            .execute(inner)
            .await?
            .rows_affected()
    }))
}

/// Whether any text was written, or its case closed, on these days or before.
pub async fn has_old_texts(
    connection: &mut Connection,
    written_until: NaiveDate,
    closed_until: NaiveDate,
) -> Result<bool, AppError> {
    with_driver!(connection, inner => {
        Ok(sqlx::query_scalar(HAS_OLD_TEXTS).bind(written_until).bind(closed_until).fetch_one(inner).await?)
    })
}

/// Deletes the texts that were written, or whose case was closed, on these days or before, and returns their number. The
/// counts stay.
pub async fn delete_old_texts(
    connection: &mut Connection,
    written_until: NaiveDate,
    closed_until: NaiveDate,
) -> Result<u64, AppError> {
    Ok(with_driver!(connection, inner => {
        sqlx::query(DELETE_OLD_TEXTS).bind(written_until).bind(closed_until).execute(inner).await?.rows_affected()
    }))
}
