//! The staff side: who gets in, what each role may do, and what of it others can see.

use axum::http::StatusCode;
use chrono::{TimeZone, Utc};
use store::AuditRow;
use store::audit::list_audit_rows;
use tetsuzuki::server::http::router::staff_addresses;

use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, office, stored_secrets};
use crate::support::{Database, has, noon_of_today, on_both};

macro_rules! later {
    ($minutes:literal) => {
        (|| $crate::support::noon_of_today() + chrono::Duration::minutes($minutes))
            as fn() -> chrono::DateTime<chrono::Utc>
    };
}

mod login;
mod logs;
mod passwords;
mod permissions;
mod sessions;

async fn audit_rows(database: &Database) -> Vec<AuditRow> {
    let db = database.open().await;
    list_audit_rows(&mut db.read().await.unwrap(), 1000).await.unwrap()
}

on_both! {
    async fn no_answer_of_the_staff_side_is_kept_or_found(database: &Database) {
        let city = office(database).await;
        let mut chief = Browser::new(&city);
        for page in ["/staff/login", "/en/staff/login"] {
            let answer = chief.get(page).await;
            assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"), "{page}");
            assert_eq!(answer.header("etag"), "");
            assert!(has(&answer, "meta[name=robots][content^=noindex]"));
        }
        chief.log_in(OFFICE, PASSWORD).await;
        for page in ["/staff", "/staff/account", "/staff/people", "/staff/no-such-page", "/staff/people/no-such"] {
            let answer = chief.get(page).await;
            assert_eq!(answer.header("cache-control"), "no-store", "{page}");
            assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{page}");
            assert_eq!(answer.header("etag"), "", "{page}");
            assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{page}");
        }
        assert_eq!(chief.get("/staff/no-such-page").await.status, StatusCode::NOT_FOUND);
        assert_eq!(chief.get("/staff/people/no-such").await.status, StatusCode::NOT_FOUND);
    }

    async fn public_pages_are_the_same_for_who_is_logged_in(database: &Database) {
        let city = office(database).await;
        let mut editor = Browser::new(&city);
        let before = editor.get("/procedures").await;
        editor.log_in(EDITOR, PASSWORD).await;
        let after = editor.get("/procedures").await;
        assert_eq!((before.header("etag"), &before.body), (after.header("etag"), &after.body));
        assert_eq!(after.header("set-cookie"), "");
        assert!(has(&after, "footer a[href='/staff/login'][rel=nofollow]"));
    }

    async fn reading_never_writes(database: &Database) {
        let city = office(database).await;
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        let before = (audit_rows(database).await, stored_secrets(database).await);
        for address in staff_addresses() {
            let answer = chief.get(&address.replace("{id}", &id)).await;
            assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{address}");
            let answer = chief.get(&format!("{}?e_mail=a&current=b&session=others&administrator=yes", address.replace("{id}", &id))).await;
            assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{address}");
        }
        assert_eq!((audit_rows(database).await, stored_secrets(database).await), before);
    }
}

#[tokio::test]
async fn the_pages_speak_each_language() {
    let database = Database::sqlite();
    let city = office(&database).await;
    let mut chief = Browser::new(&city);
    chief.log_in(OFFICE, PASSWORD).await;
    for (address, words) in [
        ("/staff/people", "アカウントを作成する"),
        ("/easy/staff/people", "アカウントを　作る"),
        ("/en/staff/people", "Add an account"),
        ("/staff/account", "ログイン中のブラウザー"),
        ("/easy/staff/account", "ログインして　いる　ブラウザー"),
        ("/en/staff/account", "Where you are logged in"),
    ] {
        let page = chief.get(address).await;
        assert!(page.text().contains(words), "{address}");
        assert!(!page.text().contains("Unknown localization"), "{address}");
    }
}

#[tokio::test]
async fn a_moment_is_shown_as_it_is_in_japan() {
    assert_eq!(Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap(), noon_of_today());
    let database = Database::sqlite();
    let city = office(&database).await;
    let mut editor = Browser::new(&city);
    editor.log_in(EDITOR, PASSWORD).await;
    assert!(editor.get("/staff/account").await.text().contains("2026年11月22日 12:00"));
}
