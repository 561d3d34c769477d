//! What became of departments, in the order in which it was recorded. Rows are only ever added.

use std::collections::BTreeSet;

use domain::department_change::{DepartmentChange, DepartmentChangeKind};
use domain::procedure::DepartmentCode;

use super::row_hashes::touch;
use super::{Connection, InsertOnly};
use crate::error::AppError;

statements! {
    LIST_DEPARTMENT_CHANGES = "SELECT code, name, name_en, kind, successor, successor_name, successor_name_en, changed_on, takes_back \
                               FROM department_changes ORDER BY sequence";
    FIND_LAST_CHANGE = "SELECT coalesce(max(sequence), 0) FROM department_changes";
}

pub(super) const ADD_CHANGES: InsertOnly = InsertOnly {
    table: "department_changes",
    columns: &[
        "code",
        "sequence",
        "name",
        "name_en",
        "kind",
        "successor",
        "successor_name",
        "successor_name_en",
        "changed_on",
        "takes_back",
    ],
};

#[derive(sqlx::FromRow)]
struct Row {
    code: DepartmentCode,
    name: String,
    name_en: String,
    kind: DepartmentChangeKind,
    successor: DepartmentCode,
    successor_name: String,
    successor_name_en: String,
    changed_on: chrono::NaiveDate,
    takes_back: Option<chrono::NaiveDate>,
}

/// All changes of departments, oldest first.
pub async fn list_department_changes(connection: &mut Connection) -> Result<Vec<DepartmentChange>, AppError> {
    let rows: Vec<Row> =
        with_driver!(connection, inner => sqlx::query_as(LIST_DEPARTMENT_CHANGES).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| DepartmentChange {
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            kind: row.kind,
            successor: row.successor,
            successor_name: row.successor_name,
            successor_name_en: row.successor_name_en,
            changed_on: row.changed_on,
            takes_back: row.takes_back,
        })
        .collect())
}

/// Adds changes after all that are known.
pub async fn add_department_changes(connection: &mut Connection, changes: &[DepartmentChange]) -> Result<(), AppError> {
    if changes.is_empty() {
        return Ok(());
    }
    let codes: BTreeSet<&str> = changes.iter().map(|change| change.code.as_str()).collect();
    // Also makes other writers wait, so that no number is given twice.
    touch(connection, "department_changes", codes.into_iter().map(str::to_owned).collect()).await?;
    let last: i64 = with_driver!(connection, inner => sqlx::query_scalar(FIND_LAST_CHANGE).fetch_one(inner).await?);
    let numbered: Vec<(i64, &DepartmentChange)> = (last + 1..).zip(changes).collect();
    save_rows!(connection, ADD_CHANGES, numbered, |values, row| {
        let (number, change) = row;
        values
            .push_bind(&change.code)
            .push_bind(number)
            .push_bind(&change.name)
            .push_bind(&change.name_en)
            .push_bind(change.kind)
            .push_bind(&change.successor)
            .push_bind(&change.successor_name)
            .push_bind(&change.successor_name_en)
            .push_bind(change.changed_on)
            .push_bind(change.takes_back);
    });
    Ok(())
}
