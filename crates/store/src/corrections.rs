//! Corrections of published figures, in the order in which they were recorded. They are only ever added.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::correction::{CorrectedTable, Correction, FigureChange, FigureValue};
use domain::text::normalise_name;

use super::row_hashes::touch;
use super::{Connection, InsertOnly};
use crate::error::AppError;

statements! {
    LIST_CORRECTIONS = "SELECT kind, subject, subject_name, record, record_name, record_name_en, figure, \
                        value_before, value_after, corrected_on, reason FROM corrections WHERE sequence > $1 \
                        ORDER BY sequence";
    FIND_LAST_CORRECTION = "SELECT coalesce(max(sequence), 0) FROM corrections";
    FIND_REASON = "SELECT t.reason, l.recorded_on FROM audit_texts t JOIN audit_log l ON l.number = t.number \
                   WHERE t.number = $1";
    LIST_SUBJECTS_WITH_REASON = "SELECT DISTINCT subject FROM corrections WHERE reason = $1 AND corrected_on = $2";
    FORGET_REASON = "UPDATE corrections SET reason = '' WHERE reason = $1 AND corrected_on = $2";
    LIST_SUBJECTS_WITH_TEXT = "SELECT DISTINCT subject FROM corrections WHERE replace(reason, $1, '') <> reason";
    FORGET_REASONS_WITH = "UPDATE corrections SET reason = '' WHERE replace(reason, $1, '') <> reason";
}

pub(super) const ADD_CORRECTIONS: InsertOnly = InsertOnly {
    table: "corrections",
    columns: &[
        "subject",
        "sequence",
        "kind",
        "subject_name",
        "record",
        "record_name",
        "record_name_en",
        "figure",
        "value_before",
        "value_after",
        "corrected_on",
        "reason",
    ],
};

#[derive(sqlx::FromRow)]
struct Row {
    kind: CorrectedTable,
    subject: String,
    subject_name: String,
    record: String,
    record_name: String,
    record_name_en: String,
    figure: String,
    value_before: String,
    value_after: Option<String>,
    corrected_on: NaiveDate,
    reason: String,
}

impl Row {
    fn correction(self) -> Result<Correction, AppError> {
        let value = |text: String| -> Result<FigureValue, AppError> {
            text.parse().map_err(|_| AppError::Internal("a correction has a value that is none".to_owned()))
        };
        Ok(Correction {
            change: FigureChange {
                table: self.kind,
                subject: self.subject,
                subject_name: self.subject_name,
                record: self.record,
                record_name: self.record_name,
                record_name_en: self.record_name_en,
                figure: self.figure,
                before: value(self.value_before)?,
                after: self.value_after.map(value).transpose()?,
            },
            corrected_on: self.corrected_on,
            reason: self.reason,
        })
    }
}

/// All corrections, oldest first.
pub async fn list_corrections(connection: &mut Connection) -> Result<Vec<Correction>, AppError> {
    list_corrections_after(connection, 0).await
}

/// The corrections recorded after the one with this number, oldest first.
pub async fn list_corrections_after(connection: &mut Connection, last: i64) -> Result<Vec<Correction>, AppError> {
    let rows: Vec<Row> =
        with_driver!(connection, inner => sqlx::query_as(LIST_CORRECTIONS).bind(last).fetch_all(inner).await?);
    rows.into_iter().map(Row::correction).collect()
}

/// The number of the last correction; 0 if there is none.
pub async fn find_last_correction(connection: &mut Connection) -> Result<i64, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(FIND_LAST_CORRECTION).fetch_one(inner).await?))
}

/// Adds corrections after all that are known.
pub async fn add_corrections(connection: &mut Connection, corrections: &[Correction]) -> Result<(), AppError> {
    if corrections.is_empty() {
        return Ok(());
    }
    let subjects: BTreeSet<&str> = corrections.iter().map(|one| one.change.subject.as_str()).collect();
    // Also makes other writers wait, so that no number is given twice.
    touch(connection, "corrections", subjects.into_iter().map(str::to_owned).collect()).await?;
    let last = find_last_correction(connection).await?;
    let numbered: Vec<(i64, &Correction)> = (last + 1..).zip(corrections).collect();
    save_rows!(connection, ADD_CORRECTIONS, numbered, |values, row| {
        let (number, Correction { change, corrected_on, reason }) = row;
        values
            .push_bind(&change.subject)
            .push_bind(number)
            .push_bind(change.table)
            .push_bind(&change.subject_name)
            .push_bind(&change.record)
            .push_bind(&change.record_name)
            .push_bind(&change.record_name_en)
            .push_bind(&change.figure)
            .push_bind(change.before.to_string())
            .push_bind(change.after.map(|value| value.to_string()))
            .push_bind(corrected_on)
            .push_bind(reason);
    });
    Ok(())
}

/// Erases the reason of a row of the audit log from the corrections that the same import recorded.
pub(super) async fn forget_reason(connection: &mut Connection, number: i64) -> Result<(), AppError> {
    let found: Option<(String, NaiveDate)> =
        with_driver!(connection, inner => sqlx::query_as(FIND_REASON).bind(number).fetch_optional(inner).await?);
    let Some((reason, day)) = found else { return Ok(()) };
    let reason = normalise_name(&reason);
    if reason.is_empty() {
        return Ok(());
    }
    let subjects: Vec<String> = with_driver!(connection, inner => {
        sqlx::query_scalar(LIST_SUBJECTS_WITH_REASON).bind(&reason).bind(day).fetch_all(inner).await?
    });
    touch(connection, "corrections", subjects).await?;
    with_driver!(connection, inner => {
        sqlx::query(FORGET_REASON).bind(&reason).bind(day).execute(inner).await?;
    });
    Ok(())
}

/// Erases every reason that contains a text, and returns their number.
pub(super) async fn forget_reasons_with(connection: &mut Connection, text: &str) -> Result<u64, AppError> {
    let subjects: Vec<String> = with_driver!(connection, inner => {
        sqlx::query_scalar(LIST_SUBJECTS_WITH_TEXT).bind(text).fetch_all(inner).await?
    });
    touch(connection, "corrections", subjects).await?;
    Ok(with_driver!(connection, inner => {
        sqlx::query(FORGET_REASONS_WITH).bind(text).execute(inner).await?.rows_affected()
    }))
}
