//! A text that names a person is erased from every place that keeps it, and the chain of the audit log stays whole.

use axum::http::StatusCode;
use exchange::import::{Kind, Request, import};
use sqlx::{AssertSqlSafe, Row as _};
use store::audit::list_log_entries;
use store::{AuditRow, Db};
use tetsuzuki::server::audit;

use crate::support::staff::{Browser, EDITOR, OFFICE, browser_of, office, sent_fields};
use crate::support::{City, Database, close, noon_of_today, on_both, write_rows};

/// Not a word of any text of the product.
const MARK: &str = "堺田松之助";

const REASON: &str = "本人の求め";

/// A change of an entry as a draft; returns its page.
async fn draft(editor: &mut Browser, summary: &str, reason: &str) -> String {
    let form = "/staff/procedures/moving-out/edit";
    let page = editor.get(form).await;
    let mut fields = sent_fields(&page.text(), &format!("form[action='{form}']"));
    for (name, value) in [("summary", summary), ("reason", reason)] {
        fields.retain(|(field, _)| field != name);
        fields.push((name.to_owned(), value.to_owned()));
    }
    let answer = editor.post_fields(form, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").split('?').next().unwrap().to_owned()
}

/// Puts the text into every place where what somebody writes is kept.
async fn written_everywhere(database: &Database, city: &City) {
    let mut editor = browser_of(city, EDITOR).await;
    draft(&mut editor, &format!("{MARK}さんの窓口"), &format!("{MARK}さんから")).await;
    let table = format!("手続ID,手続名,概要\nmoving-out,転出届,{MARK}さん\n");
    let about = [("kind", "procedures"), ("reason", MARK)];
    let name = format!("{MARK}.csv");
    let sent = editor.post_file("/staff/import", &about, &name, table.as_bytes()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let report = [("kind", "could_not_finish"), ("step", "pay"), ("reason", "card"), ("text", &format!("{MARK}です"))];
    let reported = Browser::new(city).post("/procedures/moving-out/reports", &report).await;
    assert_eq!(reported.status, StatusCode::SEE_OTHER, "{}", reported.text());
    let list = editor.get("/staff/reports").await.text();
    let case = list.split("/staff/reports/").find(|rest| rest.len() > 36 && rest.as_bytes()[8] == b'-').unwrap();
    let case = format!("/staff/reports/{}", &case[..36]);
    let note = [("version", "1"), ("note", MARK)];
    let noted = editor.post(&format!("{case}/note"), &note).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.text());

    let db = database.open().await;
    let corrections = "kind,subject,subject_name,record,record_name,record_name_en,figure,value_before,value_after,corrected_on,reason\n\
                       usage,gone,廃止した手続,2020,令和2年度,FY2020,total,1,2,2026-05-01,";
    let request = Request { reason: MARK.to_owned(), ..Request::new(Kind::Corrections, &name, noon_of_today()) };
    let imported = import(&db, &request, format!("{corrections}{MARK}\n").as_bytes(), &|_, _| {}).await.unwrap();
    assert!(!imported.is_refused(), "{}", imported.describe());
    let values = format!(r#"{{"kana":"{MARK}"}}"#);
    let row = AuditRow::new("command-line", "change procedure", "moving-out")
        .reason(MARK)
        .detail(MARK)
        .values(values.clone(), values);
    write_rows(&db, noon_of_today(), &[row]).await.unwrap();
    close(db).await;
}

/// The columns of every table whose values contain the text, by the database's own list of columns.
async fn columns_with_mark(db: &Db) -> Vec<String> {
    const SQLITE: &str = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' \
                          AND m.name NOT LIKE 'sqlite%'";
    const POSTGRES: &str = "SELECT c.table_name::text, c.column_name::text FROM information_schema.columns c \
                            WHERE c.table_schema = current_schema() AND c.data_type IN ('text', 'bytea')";
    let mut found = Vec::new();
    match db {
        Db::Sqlite { readers, .. } => {
            for row in sqlx::query(SQLITE).fetch_all(readers).await.unwrap() {
                let (table, column): (String, String) = (row.get(0), row.get(1));
                let sql = format!(
                    "SELECT count(*) FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS BLOB), CAST('{MARK}' AS BLOB)) > 0"
                );
                let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(readers).await.unwrap();
                found.extend((count > 0).then(|| format!("{table}.{column}")));
            }
        }
        Db::Postgres { pool, .. } => {
            for row in sqlx::query(POSTGRES).fetch_all(pool).await.unwrap() {
                let (table, column): (String, String) = (row.get(0), row.get(1));
                let sql = format!(
                    "SELECT count(*) FROM \"{table}\" WHERE position(convert_to('{MARK}', 'UTF8') IN \
                     CASE WHEN pg_typeof(\"{column}\")::text = 'bytea' THEN \"{column}\"::text::bytea \
                     ELSE convert_to(\"{column}\"::text, 'UTF8') END) > 0"
                );
                let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap();
                found.extend((count > 0).then(|| format!("{table}.{column}")));
            }
        }
    }
    found.sort();
    found
}

on_both! {
    async fn a_text_is_forgotten_wherever_it_was_written_and_the_chain_stays_whole(database: &Database) {
        let city = office(database).await;
        written_everywhere(database, &city).await;
        let db = database.open().await;
        let before = columns_with_mark(&db).await;
        for place in [
            "audit_texts.became", "audit_texts.detail", "audit_texts.reason", "audit_texts.was", "corrections.reason",
            "proposals.reason", "proposed_changes.becomes", "proposed_files.content", "proposed_files.name",
            "report_cases.note", "report_texts.body",
        ] {
            assert!(before.contains(&place.to_owned()), "{place} is among {before:?}");
        }
        let (forgotten, remaining) = audit::forget_text(&db, noon_of_today(), MARK, REASON).await.unwrap();
        assert_eq!(remaining, []);
        assert!(forgotten.rows.len() >= 2 && forgotten.reports == 2, "{forgotten:?}");
        assert_eq!(forgotten.withdrawn.len(), 2, "the draft and the file were still to be published: {forgotten:?}");
        assert_eq!(columns_with_mark(&db).await, Vec::<String>::new());

        let verdict = audit::verify(&db, &[]).await.unwrap();
        assert!(verdict.is_well(), "{}", verdict.describe(db.audit_key()));
        assert_eq!(verdict.log.forgotten, i64::try_from(forgotten.rows.len()).unwrap());
        let log = list_log_entries(&mut db.read().await.unwrap(), 100).await.unwrap();
        let recorded = log.iter().filter(|row| row.action == "forget audit texts" && row.reason == REASON);
        assert_eq!(recorded.count(), forgotten.rows.len() + 1, "one for each row, and one for all");

        db.discard_erased().await.unwrap();
        close(db).await;
        if let Database::Sqlite(_) = database {
            for entry in std::fs::read_dir(database.folder()).unwrap() {
                let path = entry.unwrap().path();
                let bytes = std::fs::read(&path).unwrap();
                let is_there = bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes());
                assert!(!is_there, "{}", path.display());
            }
        }
        // Every page still opens.
        let mut chief = browser_of(&City::of(database.open().await).await, OFFICE).await;
        for page in ["/staff/audit", "/staff/proposals", "/changes", "/procedures/moving-out/history"] {
            assert_eq!(chief.get(page).await.status, StatusCode::OK, "{page}");
        }
    }

    async fn the_texts_of_a_row_are_forgotten_in_its_proposal_too(database: &Database) {
        let city = office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let page = draft(&mut editor, "窓口の案内", MARK).await;
        let fields = sent_fields(&editor.get(&page).await.text(), &format!("form[action='{page}/send']"));
        let sent = editor.post_fields(&format!("{page}/send"), &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let db = database.open().await;
        let log = list_log_entries(&mut db.read().await.unwrap(), 20).await.unwrap();
        let row = log.iter().find(|row| row.action == "send proposal").unwrap();
        let forgotten = audit::forget(&db, noon_of_today(), row.number, REASON).await.unwrap();
        assert_eq!((forgotten.rows, forgotten.proposals.len()), (vec![row.number], 1));
        assert_eq!(columns_with_mark(&db).await, Vec::<String>::new());
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
        // What is still to be published stays; its author gives another reason.
        assert!(editor.get(&page).await.text().contains("窓口の案内"));
    }

    async fn what_is_forgotten_outside_the_log_is_recorded_too(database: &Database) {
        let city = office(database).await;
        let report = [("kind", "could_not_finish"), ("step", "pay"), ("reason", "card"), ("text", MARK)];
        Browser::new(&city).post("/procedures/moving-out/reports", &report).await;
        let db = database.open().await;
        let (forgotten, remaining) = audit::forget_text(&db, noon_of_today(), MARK, REASON).await.unwrap();
        assert_eq!((forgotten.rows.len(), forgotten.reports, remaining), (0, 1, Vec::new()));
        assert_eq!(columns_with_mark(&db).await, Vec::<String>::new());
        let newest = list_log_entries(&mut db.read().await.unwrap(), 1).await.unwrap().remove(0);
        assert_eq!((newest.action.as_str(), newest.subject.as_str()), ("forget audit texts", "everywhere"));
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
    }

    async fn what_is_too_short_or_repeated_in_the_reason_is_refused(database: &Database) {
        office(database).await;
        let db = database.open().await;
        let before = list_log_entries(&mut db.read().await.unwrap(), 100).await.unwrap();
        for (text, reason) in [("", REASON), ("田", REASON), (MARK, &format!("{MARK}の求め"))] {
            assert!(audit::forget_text(&db, noon_of_today(), text, reason).await.is_err(), "{text:?}");
        }
        let (forgotten, _) = audit::forget_text(&db, noon_of_today(), MARK, REASON).await.unwrap();
        assert_eq!(forgotten.rows, Vec::<i64>::new(), "it is nowhere");
        assert_eq!(list_log_entries(&mut db.read().await.unwrap(), 100).await.unwrap(), before);
    }
}
