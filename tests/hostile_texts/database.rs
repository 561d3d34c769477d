//! Makes every text of a database hostile.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, Row, SqlitePool};

use crate::support::hostile::hostile;

/// Columns that are not free text: ids and references, enums, dates, hashes, and the product's own JSON. Every other
/// text column is made hostile, including those of later migrations.
const NOT_FREE_TEXT: &[(&str, &str)] = &[
    ("*", "id code source area procedure_id programme initiative indicator procedure_set kind state sample"),
    ("settings", "name value"),
    ("areas", "parent"),
    ("boundaries", "geometry"),
    ("card_counts", "measure"),
    ("card_counts_by_age", "measure"),
    ("indicators", "measure"),
    ("indicator_values", "measure"),
    ("procedures", "department audience card_requirement blockers ending successor_id"),
    ("procedure_steps", "step"),
    ("procedure_channels", "url"),
    ("procedure_life_events", "life_event"),
    ("funding", "stage"),
    ("sources", "url"),
    ("elsewhere", "url"),
    ("sdg_actions", "target"),
    ("translations", "language"),
    ("guides", "life_event"),
    ("guide_questions", "guide asked_if"),
    ("guide_answers", "guide question"),
    ("guide_entries", "guide place url condition duty"),
    ("reports", "step reason language"),
    ("report_cases", "step reason taken_by outcome"),
    ("report_texts", "case_id language"),
    ("training", "mode duty"),
    ("corrections", "subject figure value_before value_after"),
    ("department_changes", "successor"),
    ("offices", "postcode telephone latitude longitude languages facilities"),
    ("office_hours", "office days opens closes"),
    ("office_exceptions", "office opens closes"),
    ("office_procedures", "office"),
    ("procedure_papers", "paper needed original"),
    ("procedure_details", "day_kind agent letter store store_card"),
    ("procedure_forms", "url language"),
    ("postcodes", "postcode"),
    ("staff", "password_hash password_changed_at created_at last_login_at"),
    ("staff_departments", "staff_id department"),
    ("sessions", "token_hash staff_id created_at last_used_at expires_at"),
    ("known_browsers", "token_hash staff_id last_used_at"),
    ("audit", "recorded_at actor action subject"),
    ("audit_log", "recorded_at actor origin action subject approved_by texts_hash key_id previous_hash hash rows_sum"),
    ("audit_texts", "salt was became"),
    ("row_hashes", "table_name"),
    ("row_sums", "table_name key_id mac"),
    ("department_rules", "department"),
    ("proposals", "author created_at changed_at decided_by"),
    ("proposal_departments", "proposal department"),
    ("proposed_changes", "proposal was becomes"),
    ("proposed_files", "proposal options base summary"),
    ("staff_identities", "issuer subject staff_id linked_at"),
    ("pending_logins", "token_hash begun_at next_page"),
    ("lost_forms", "name browser kept_at"),
    ("proposal_views", "proposal staff_id base seen_at"),
];

/// Invalid URLs, written to columns for URLs.
const INVALID_URLS: [&str; 6] = [
    "javascript:marker()",
    " JaVaScRiPt:marker()",
    "java\nscript:marker()",
    "data:text/html,<hostile-marker>",
    "https://user:pass@example.jp/",
    "\"><hostile-marker onmarker=1>",
];

async fn tables_of(pool: &SqlitePool) -> BTreeMap<String, Vec<String>> {
    let rows = sqlx::query(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND c.type = 'TEXT' AND m.name NOT LIKE '\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'",
    );
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows.fetch_all(pool).await.unwrap() {
        tables.entry(row.get(0)).or_default().push(row.get(1));
    }
    tables
}

/// Makes every free text hostile. Returns the columns.
pub(super) async fn make_hostile(pool: &SqlitePool) -> BTreeSet<String> {
    let triggers: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetch_all(pool).await.unwrap();
    for trigger in triggers {
        sqlx::query(AssertSqlSafe(format!("DROP TRIGGER {trigger}"))).execute(pool).await.unwrap();
    }
    // The reason of an end is shown where there is an end.
    let ends = "UPDATE procedures SET ended_on = '2026-04-01', ending = 'abolished', \
                successor_id = (SELECT min(id) FROM procedures) WHERE id = (SELECT max(id) FROM procedures)";
    sqlx::query(ends).execute(pool).await.unwrap();
    let mut columns = BTreeSet::new();
    for (table, texts) in tables_of(pool).await {
        let spared: Vec<&str> = NOT_FREE_TEXT
            .iter()
            .filter(|(of, _)| *of == "*" || *of == table)
            .flat_map(|(_, names)| names.split(' '))
            .collect();
        for column in texts.iter().filter(|column| !spared.contains(&column.as_str())) {
            // Only indicators in percent have drawings.
            let except =
                if (table.as_str(), column.as_str()) == ("indicators", "unit") { " WHERE unit <> '%'" } else { "" };
            let text = hostile(&format!("{table}.{column}.#"));
            let (before, after) = text.split_once('#').unwrap();
            let change = format!("UPDATE {table} SET {column} = $1 || rowid || $2{except}");
            sqlx::query(AssertSqlSafe(change)).bind(before).bind(after).execute(pool).await.unwrap();
            columns.insert(format!("{table}.{column}"));
        }
    }
    for (table, number) in [
        ("procedure_channels", "rowid"),
        ("sources", "rowid"),
        ("guide_entries", "rowid"),
        ("procedure_forms", "rowid"),
    ] {
        for (place, address) in INVALID_URLS.iter().enumerate() {
            let change = format!("UPDATE {table} SET url = $1 WHERE {number} % {} = {place}", INVALID_URLS.len());
            sqlx::query(AssertSqlSafe(change)).bind(address).execute(pool).await.unwrap();
        }
    }
    columns
}
