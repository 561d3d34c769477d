//! The audit log as a page, as one row, as a file and on the command line: the same words, at the same cost however long
//! it is.

use axum::http::StatusCode;
use chrono::Days;
use scraper::{Html, Selector};
use sqlx::Row as _;
use store::{AuditRow, Db, all_statements};

use crate::support::process::Program;
use crate::support::staff::{Browser, EDITOR, OFFICE, add, browser_of, office, roles};
use crate::support::{Answer, Database, has, noon_of_today, on_both, write_rows};

/// A change by the editor, and one by the program, of other kinds and on other days.
async fn written(database: &Database, editor: &str) -> Db {
    let db = database.open().await;
    let row = AuditRow::new(format!("staff {editor}"), "change procedure", "moving-out")
        .reason("=様式の見直し")
        .detail("proposal 0b1f4f4e-5d0c-4f0a-9d65-2f3a5c1f7d11")
        .values(r#"{"kana":"","fee":"無料"}"#, r#"{"kana":"てんしゅつとどけ","fee":"300円"}"#);
    write_rows(&db, noon_of_today(), &[row]).await.unwrap();
    let file = AuditRow::new("command-line", "import departments", "departments")
        .detail("1 departments: 0 new, 1 changed, 0 unchanged")
        .values(
            r#"{"departments":[{"code":"tax","name":"税務課"}]}"#,
            r#"{"departments":[{"code":"tax","name":"市税課"}],"file":"所管課.csv"}"#,
        );
    write_rows(&db, noon_of_today() + Days::new(2), &[file]).await.unwrap();
    db
}

fn texts_of(page: &Answer, selector: &str) -> Vec<String> {
    let document = Html::parse_document(&page.text());
    let selector = Selector::parse(selector).unwrap();
    document.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

/// The numbers of the rows on a page, in order.
fn numbers(page: &Answer) -> Vec<i64> {
    let document = Html::parse_document(&page.text());
    let rows = Selector::parse("main tbody tr[id]").unwrap();
    document.select(&rows).map(|row| row.attr("id").unwrap().strip_prefix("row-").unwrap().parse().unwrap()).collect()
}

on_both! {
    async fn an_administrator_reads_who_did_what_with_the_values_before_and_after(database: &Database) {
        let city = office(database).await;
        let mut chief = browser_of(&city, OFFICE).await;
        let id = chief.id_of(EDITOR).await;
        written(database, &id).await;
        let page = chief.get("/staff/audit").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let text = page.text();
        for words in ["編集 次郎", "手続を変更した", "転出届 (moving-out)", "てんしゅつとどけ", "=様式の見直し", "所管課.csv", "税務課", "市税課"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(has(&page, "main a[href='/staff/procedures/moving-out/history']"), "the record is a link");
        assert!(has(&page, "main a[href='/staff/proposals/0b1f4f4e-5d0c-4f0a-9d65-2f3a5c1f7d11']"));
        assert!(has(&page, "main a[href='/staff/tables/departments/history']"));
        let newest = numbers(&page)[0];
        let one = chief.get(&format!("/staff/audit/{newest}")).await;
        assert!(one.text().contains("市税課") && one.status == StatusCode::OK, "{}", one.text());
        assert_eq!(chief.get("/staff/audit/999999").await.status, StatusCode::NOT_FOUND);

        // The same words in the command.
        let program = Program::on(database);
        let listed = program.succeed(&["audit", "list", "--most", "2", "--language", "ja"]).await;
        for words in ["編集 次郎", "手続を変更した", "転出届 (moving-out)", "→ てんしゅつとどけ", "所管課.csv", "税務課 → 市税課"] {
            assert!(listed.contains(words), "{words}: {listed}");
        }
        let json = program.succeed(&["audit", "list", "--most", "1", "--json"]).await;
        let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(rows[0]["words"]["changes"][0]["became"], "市税課");
        assert_eq!(rows[0]["words"]["what"], "wrote a table");
    }

    async fn only_administrators_read_the_log(database: &Database) {
        let city = office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        for address in ["/staff/audit", "/staff/audit/1", "/staff/audit/rows.csv"] {
            assert_eq!(editor.get(address).await.status, StatusCode::FORBIDDEN, "{address}");
            let nobody = Browser::new(&city).get(address).await;
            assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{address}");
        }
        assert!(!has(&editor.get("/staff").await, "a[href='/staff/audit']"));
    }

    async fn the_log_is_filtered_by_person_table_record_and_day(database: &Database) {
        let city = office(database).await;
        let mut chief = browser_of(&city, OFFICE).await;
        let id = chief.id_of(EDITOR).await;
        written(database, &id).await;
        let who = format!("by=staff+{id}");
        for (filter, words, other) in [
            (who.as_str(), "転出届 (moving-out)", "所管課.csv"),
            ("kind=departments", "所管課.csv", "転出届 (moving-out)"),
            ("kind=procedures", "転出届 (moving-out)", "所管課.csv"),
            ("q=moving-out", "転出届 (moving-out)", "所管課.csv"),
            ("q=%E8%BB%A2%E5%87%BA%E5%B1%8A", "転出届 (moving-out)", "所管課.csv"),
            ("from=2026-11-24", "所管課.csv", "転出届 (moving-out)"),
            ("from=2026-11-22&to=2026-11-23", "転出届 (moving-out)", "所管課.csv"),
            (&format!("{who}&kind=procedures&q=moving-out&to=2026-11-22"), "転出届 (moving-out)", "所管課.csv"),
        ] {
            let page = chief.get(&format!("/staff/audit?{filter}")).await;
            let cells = texts_of(&page, "main tbody td").join("|");
            assert!(cells.contains(words) && !cells.contains(other), "{filter}: {cells}");
        }
        for (filter, field) in [("kind=dances", "audit-kind"), ("from=gestern", "audit-from"), ("to=2026-02-30", "audit-to")] {
            let page = chief.get(&format!("/staff/audit?{filter}")).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{filter}");
            assert!(has(&page, &format!("[role=alert] a[href='#{field}']")), "{filter}");
        }
        assert!(has(&chief.get("/staff/audit?from=gestern&q=x").await, "input[name=q][value=x]"), "nothing typed is lost");
        let nothing = chief.get("/staff/audit?from=2030-01-01").await;
        assert!(nothing.status == StatusCode::OK && numbers(&nothing).is_empty());
    }

    async fn the_log_has_pages_from_the_newest_to_the_first_row(database: &Database) {
        let city = office(database).await;
        let rows: Vec<AuditRow> = (0..120).map(|number| AuditRow::new("command-line", "dance", format!("step {number}"))).collect();
        write_rows(&database.open().await, noon_of_today(), &rows).await.unwrap();
        let mut chief = browser_of(&city, OFFICE).await;
        let mut address = "/staff/audit?by=command-line".to_owned();
        let mut all = Vec::new();
        for _ in 0..10 {
            let page = chief.get(&address).await;
            all.extend(numbers(&page));
            let document = Html::parse_document(&page.text());
            let next = document.select(&Selector::parse("a[rel=next]").unwrap()).next().map(|link| link.attr("href").unwrap().to_owned());
            match next {
                Some(next) => address = next,
                None => break,
            }
        }
        assert!(all.len() >= 120, "{}", all.len());
        assert!(all.windows(2).all(|pair| pair[0] > pair[1]), "newest first, each once: {all:?}");
    }

    async fn the_filtered_rows_are_a_file_that_runs_nothing(database: &Database) {
        let city = office(database).await;
        let rows: Vec<AuditRow> = (0..450).map(|number| AuditRow::new("command-line", "dance", format!("step {number}")).reason("=1+1")).collect();
        write_rows(&database.open().await, noon_of_today(), &rows).await.unwrap();
        let mut chief = browser_of(&city, OFFICE).await;
        let id = chief.id_of(EDITOR).await;
        written(database, &id).await;
        let file = chief.get("/staff/audit/rows.csv?by=command-line&to=2026-11-22").await;
        assert!(file.header("content-type").starts_with("text/csv"), "{}", file.header("content-type"));
        let text = file.text();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        assert_eq!(&reader.headers().unwrap()[0], "番号");
        let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert!(lines.len() >= 450, "{}", lines.len());
        assert!(lines.iter().filter(|line| &line[4] == "dance").all(|line| &line[11] == "'=1+1"));
        let changes = chief.get(&format!("/staff/audit/rows.csv?by=staff+{id}&kind=procedures")).await.text();
        assert!(changes.contains("てんしゅつとどけ") && changes.contains("'=様式の見直し"), "{changes}");
        let refused = chief.get("/staff/audit/rows.csv?from=gestern").await;
        assert_eq!((refused.status, refused.header("location")), (StatusCode::SEE_OTHER, "/staff/audit?from=gestern"));
    }

    async fn somebody_whose_account_is_not_known_any_more_is_named_by_their_id(database: &Database) {
        let city = office(database).await;
        add(database, "new@city.example.jp", "新任 三郎", roles(&[], false, false)).await;
        let gone = "0b1f4f4e-5d0c-4f0a-9d65-2f3a5c1f7d11";
        write_rows(&database.open().await, noon_of_today(), &[AuditRow::new(format!("staff {gone}"), "log in", format!("staff {gone}"))]).await.unwrap();
        let mut chief = browser_of(&city, OFFICE).await;
        let page = chief.get("/staff/audit?kind=accounts").await;
        assert!(texts_of(&page, "main tbody td").contains(&gone.to_owned()), "{}", page.text());
        assert!(page.text().contains("新任 三郎"));
    }
}

/// What SQLite plans does not depend on how many rows there are.
#[tokio::test]
async fn every_filter_walks_an_index_to_one_page() {
    let database = Database::sqlite();
    let Db::Sqlite { readers, .. } = database.open().await else { panic!("not SQLite") };
    let names = ["LIST_ROWS", "LIST_ROWS_OF_ACTOR", "LIST_ROWS_OF_ACTION", "LIST_ROWS_OF_BOTH", "LIST_ROWS_OF_SUBJECT"];
    let found: Vec<(String, String)> = all_statements()
        .into_iter()
        .filter(|(name, _)| {
            names.contains(&name.as_str()) || ["FIND_FIRST_SINCE", "FIND_LAST_UNTIL"].contains(&name.as_str())
        })
        .collect();
    assert_eq!(found.len(), 7);
    for (name, sql) in found {
        let plan =
            sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(&readers).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|line| line.get::<String, _>("detail")).collect();
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE") || line.starts_with("SCAN")), "{name}: {plan:?}");
    }
}
