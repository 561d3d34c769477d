//! Data that something else than the product changed is noticed by the server itself.

use axum::http::StatusCode;
use sqlx::AssertSqlSafe;
use store::Db;

use crate::support::process::{Program, until};
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, office};
use crate::support::{Database, on_both};

const TAMPER: &str = "UPDATE procedures SET fee_yen = 1 WHERE id = (SELECT min(id) FROM procedures)";

async fn execute(db: &Db, sql: &str) {
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(AssertSqlSafe(sql)).execute(writer).await.unwrap()),
        Db::Postgres { pool, .. } => drop(sqlx::query(AssertSqlSafe(sql)).execute(pool).await.unwrap()),
    }
}

on_both! {
    async fn readyz_and_the_administrators_page_say_that_something_else_changed_data(database: &Database) {
        let city = office(database).await;
        let mut clerk = Browser::new(&city);
        assert_eq!(clerk.log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
        let mut administrator = Browser::new(&city);
        administrator.log_in(OFFICE, PASSWORD).await;
        city.state.compare_rows().await.unwrap();
        assert_eq!(city.get("/readyz").await.text(), "ready\n");
        assert!(!administrator.get("/en/staff").await.text().contains("changed outside this system"));

        execute(&database.open().await, TAMPER).await;
        city.state.compare_rows().await.unwrap();
        // The readiness is reused for half a second.
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        let ready = city.get("/readyz").await;
        assert_eq!(ready.status, StatusCode::OK);
        assert!(ready.text().contains("1 rows of data were changed outside this system"), "{}", ready.text());
        for (page, words) in [
            ("/staff", "このシステム以外によって変更されたデータがあります（1件）"),
            ("/easy/staff", "この　システムの　外で"),
            ("/en/staff", "changed outside this system: 1"),
        ] {
            let text = administrator.get(page).await.text();
            assert!(text.contains(words), "{page}: {text}");
        }
        assert!(!clerk.get("/en/staff").await.text().contains("changed outside this system"), "clerks can do nothing");
    }
}

#[tokio::test]
async fn a_start_names_the_rows_that_something_else_changed() {
    let database = Database::sqlite();
    drop(office(&database).await);
    let db = database.open().await;
    execute(&db, TAMPER).await;
    db.close().await;
    let server = Program::on(&database).serve().await;
    until("the rows were compared", async || server.process.log().contains("data was changed outside this program"))
        .await;
    let said = server.process.log();
    assert!(said.contains("ERROR") && said.contains("procedures ") && said.contains("changed from outside"), "{said}");
}

#[tokio::test]
async fn the_page_for_what_is_too_large_says_what_to_do() {
    let database = Database::sqlite();
    let city = office(&database).await;
    let answer = Browser::new(&city).post_file("/en/staff/login", &[], "a.csv", &vec![b'a'; 3 << 20]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("is too large") && answer.text().contains("split the file"), "{}", answer.text());
}
