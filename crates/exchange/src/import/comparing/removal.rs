//! Removes rows, unless others refer to them.

use serde_json::Value as Json;
use store::Connection;
use store::error::AppError;
use store::references::count_references;
use store::tables::delete_rows;

use super::diff::{Changes, RefusedRemoval};
use crate::import::reading::rows::Located;
use crate::import::table::described::{DESCRIPTIONS, InTwoLanguages};
use crate::import::table::record::Record;
use crate::import::table::wording::Wording;

/// Removes records by the primary key of their table.
pub(crate) async fn delete<T>(
    connection: &mut Connection,
    table: &'static str,
    records: &[Located<T>],
    key: impl Fn(&T) -> Vec<Json>,
) -> Result<(), AppError> {
    let keys: Vec<Vec<Json>> = records.iter().map(|record| key(&record.what)).collect();
    delete_rows(connection, table, &keys).await
}

/// Notes which of the records others refer to, and which these are.
pub(crate) async fn refuse_referenced<T: Record>(
    connection: &mut Connection,
    table: &'static str,
    records: &[Located<T>],
    key: impl Fn(&T) -> Vec<Json>,
    changes: &mut Changes,
    wording: &Wording,
) -> Result<(), AppError> {
    let keys: Vec<Vec<Json>> = records.iter().map(|record| key(&record.what)).collect();
    for (record, users) in records.iter().zip(count_references(connection, table, &keys).await?) {
        // The rule of a department goes with it.
        let users: Vec<_> = users.into_iter().filter(|(table, _)| table != "department_rules").collect();
        if users.is_empty() {
            continue;
        }
        let listed = |of: fn(InTwoLanguages) -> &'static str, form: fn(i64, &str) -> String, mark: &str| {
            users.iter().map(|(table, count)| form(*count, of(noun(table)))).collect::<Vec<_>>().join(mark)
        };
        let english = listed(|noun| noun.0, |count, noun| format!("{count} {noun}"), ", ");
        let japanese = listed(|noun| noun.1, |count, noun| format!("{noun}{count}件"), "、");
        changes.refused.push(RefusedRemoval {
            line: record.line,
            record: record.what.label(wording),
            expected: (
                format!("a row that nothing refers to; this one is used by {english}, which have to be changed first"),
                format!("ほかから使われていない行。先に、使っているもの（{japanese}）を変えてください"),
            ),
        });
    }
    Ok(())
}

/// What the rows of a table are called.
fn noun(table: &str) -> InTwoLanguages {
    if let Some(description) = DESCRIPTIONS.iter().find(|description| description.table == table) {
        return description.noun;
    }
    match table {
        "procedures" | "procedure_life_events" | "procedure_set_members" | "procedure_usage" => ("procedures", "手続"),
        "indicators" => ("indicators", "指標"),
        "indicator_values" => ("indicator values", "指標の値"),
        "card_counts" | "card_counts_by_age" => ("card counts", "カード枚数"),
        "population" => ("population counts", "人口"),
        "boundaries" => ("outlines", "境界"),
        "staff_departments" => ("accounts of staff", "職員のアカウント"),
        "proposal_departments" => ("proposals", "変更案"),
        _ => ("other records", "ほかの記録"),
    }
}
