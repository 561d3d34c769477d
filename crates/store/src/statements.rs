//! Every SQL statement of this crate, for the test that prepares each of them on both databases.

use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

use super::open::Db;
use super::{
    areas, audit, budget, cards, catalogue, corrections, department_changes, elsewhere, guides, health, identities,
    indicators, lost_forms, offices, papers, pending_logins, procedures, proposal_views, proposals, proposed_files,
    readings, report_cases, reports, revision, row_hashes, sessions, sources, staff, synonyms, tables, translations,
};
use crate::error::AppError;

/// Every statement by name, for the test that prepares each of them on both databases.
#[must_use]
pub fn all_statements() -> Vec<(String, String)> {
    let fixed = [
        areas::STATEMENTS,
        audit::STATEMENTS,
        audit::browse::STATEMENTS,
        audit::forgetting::STATEMENTS,
        audit::procedure_log::STATEMENTS,
        audit::public::STATEMENTS,
        audit::table_log::STATEMENTS,
        budget::STATEMENTS,
        cards::STATEMENTS,
        catalogue::STATEMENTS,
        corrections::STATEMENTS,
        department_changes::STATEMENTS,
        elsewhere::STATEMENTS,
        guides::STATEMENTS,
        health::STATEMENTS,
        identities::STATEMENTS,
        indicators::STATEMENTS,
        lost_forms::STATEMENTS,
        offices::STATEMENTS,
        papers::STATEMENTS,
        pending_logins::STATEMENTS,
        procedures::STATEMENTS,
        proposal_views::STATEMENTS,
        proposals::STATEMENTS,
        proposed_files::STATEMENTS,
        readings::STATEMENTS,
        report_cases::STATEMENTS,
        reports::STATEMENTS,
        revision::STATEMENTS,
        row_hashes::STATEMENTS,
        sessions::STATEMENTS,
        sources::STATEMENTS,
        staff::STATEMENTS,
        synonyms::STATEMENTS,
        tables::STATEMENTS,
        translations::STATEMENTS,
    ];
    let upserts = [
        areas::UPSERTS,
        budget::UPSERTS,
        cards::UPSERTS,
        catalogue::UPSERTS,
        elsewhere::UPSERTS,
        guides::UPSERTS,
        indicators::UPSERTS,
        offices::UPSERTS,
        papers::UPSERTS,
        procedures::UPSERTS,
        proposals::UPSERTS,
        readings::UPSERTS,
        row_hashes::UPSERTS,
        sources::UPSERTS,
        synonyms::UPSERTS,
        translations::UPSERTS,
    ];
    let fixed = fixed.iter().flat_map(|list| list.iter()).map(|(name, sql)| ((*name).to_owned(), (*sql).to_owned()));
    let upserts = upserts
        .iter()
        .flat_map(|list| list.iter())
        .map(|upsert| (format!("save {}", upsert.table), upsert.for_one_row()));
    fixed.chain(upserts).collect()
}

/// Asks the database to prepare a statement without running it.
///
/// # Errors
/// Returns the database's own error if it rejects the statement.
pub async fn prepare(db: &Db, sql: &str) -> Result<(), AppError> {
    let mut connection = db.read().await?;
    with_driver!(&mut connection, inner => {
        inner.prepare(AssertSqlSafe(sql.to_owned()).into_sql_str()).await?;
    });
    Ok(())
}
