//! What the audit log and the process log record.

use axum::http::StatusCode;
use store::audit::list_log_entries;
use store::revision::find_revision;

use super::audit_rows;
use crate::support::staff::{Browser, EDITOR, Log, OFFICE, PASSWORD, break_accounts, office};
use crate::support::{Database, on_both};

on_both! {
    async fn accounts_change_without_a_revision_and_with_an_audit_row_that_names_nobody(database: &Database) {
        let city = office(database).await;
        let db = database.open().await;
        let before = find_revision(&mut db.read().await.unwrap()).await.unwrap();
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        chief.post(&format!("/staff/people/{id}/roles"), &[("department", "tax"), ("approver", "yes")]).await;
        chief.post(&format!("/staff/people/{id}/reset"), &[]).await;
        chief.post(&format!("/staff/people/{id}/disable"), &[]).await;
        chief.post("/staff/logout", &[]).await;
        assert_eq!(find_revision(&mut db.read().await.unwrap()).await.unwrap(), before);

        let rows = audit_rows(database).await;
        let actions: Vec<&str> = rows.iter().rev().map(|row| row.action.as_str()).collect();
        assert_eq!(actions, ["build", "add staff", "add staff", "log in", "change roles", "reset password", "disable staff", "log out"]);
        let changed = rows.iter().find(|row| row.action == "change roles").unwrap();
        assert_eq!(changed.subject, format!("staff {id}"));
        assert!(changed.actor.starts_with("staff ") && changed.actor != changed.subject);
        assert_eq!(changed.detail, "roles: editor, approver; departments: tax");
        let all = format!("{rows:?}");
        for personal in ["example.jp", "花子", "編集"] {
            assert!(!all.contains(personal), "{personal}");
        }
    }

    async fn who_did_something_did_it_from_a_place_that_only_the_key_can_tell(database: &Database) {
        let city = office(database).await;
        let (mut here, mut there) = (Browser::new(&city), Browser { address: "198.51.100.7:50000", ..Browser::new(&city) });
        here.log_in(OFFICE, PASSWORD).await;
        there.log_in(EDITOR, PASSWORD).await;
        let id = here.id_of(EDITOR).await;
        here.post(&format!("/staff/people/{id}/sessions"), &[]).await;
        here.post("/staff/logout", &[]).await;
        let db = database.open().await;
        let rows = list_log_entries(&mut db.read().await.unwrap(), 4).await.unwrap();
        let told: Vec<(&str, &str)> = rows.iter().rev().map(|row| (row.action.as_str(), row.origin.as_str())).collect();
        let (home, away) = (db.hash_origin("192.0.2.1"), db.hash_origin("198.51.100.7"));
        let expected = [("log in", &home), ("log in", &away), ("end sessions", &home), ("log out", &home)];
        assert_eq!(told, expected.map(|(action, mark)| (action, mark.as_str())));
        assert!(home.starts_with("mark:") && home != away);
    }
}

#[tokio::test]
async fn the_log_tells_what_happened_and_names_nobody() {
    let log = Log::default();
    let _listening = log.listen();
    let database = Database::sqlite();
    let city = office(&database).await;
    let mut chief = Browser::new(&city);
    chief.log_in(EDITOR, "guessing and guessing").await;
    chief.log_in("nobody@city.example.jp", PASSWORD).await;
    chief.log_in(OFFICE, PASSWORD).await;
    let id = chief.id_of(EDITOR).await;
    chief.post("/staff/people", &[("e_mail", "new@city.example.jp"), ("name", "新任 太郎")]).await;
    chief.post(&format!("/staff/people/{id}/reset"), &[]).await;
    chief.get("/staff/login?next=/staff&e_mail=editor@city.example.jp").await;
    let text = log.text();
    assert!(text.contains("a login failed") && text.contains(&format!("staff=\"{id}\"")), "{text}");
    assert!(text.contains("staff=\"unknown\"") && text.contains("logged in"));
    let tokens: Vec<&String> = chief.cookies.values().collect();
    for personal in ["example.jp", "花子", "太郎", PASSWORD, "guessing", "192.0.2.1", tokens[0], tokens[1]] {
        assert!(!text.contains(personal), "{personal}");
    }
}

#[tokio::test]
async fn a_page_without_the_right_to_it_is_logged() {
    let log = Log::default();
    let _listening = log.listen();
    let database = Database::sqlite();
    let city = office(&database).await;
    let (mut editor, mut chief) = (Browser::new(&city), Browser::new(&city));
    editor.log_in(EDITOR, PASSWORD).await;
    chief.log_in(OFFICE, PASSWORD).await;
    let id = chief.id_of(EDITOR).await;
    editor.get("/staff/people").await;
    assert!(log.text().contains(&format!("had no permission for a page staff={id}")), "{}", log.text());
}

#[tokio::test]
async fn what_fails_inside_is_told_by_a_number_that_stands_in_the_log() {
    let log = Log::default();
    let _listening = log.listen();
    let database = Database::sqlite();
    let city = office(&database).await;
    let mut editor = Browser::new(&city);
    editor.log_in(EDITOR, PASSWORD).await;
    break_accounts(&database).await;
    let answer = editor.get("/staff").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.header("cache-control"), "no-store");
    let id = answer.header("x-request-id");
    assert!(id.len() == 12 && answer.text().contains(id));
    assert!(!answer.text().contains("sessions"), "nothing of what is inside");
    let cause = log.text().lines().find(|line| line.contains("no such table")).unwrap().to_owned();
    assert!(cause.contains(id), "{cause}");
}
