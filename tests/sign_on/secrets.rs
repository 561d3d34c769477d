//! What the database and the log keep of a login.

use std::sync::Arc;

use serde_json::json;

use super::{COOKIE, begin, come_back, entries, members, sign_on};
use crate::support::provider::{Provider, SECRET, query};
use crate::support::staff::{Browser, EDITOR, Log, list_pending_logins, office};
use crate::support::{Database, on_both};

on_both! {
    async fn the_database_holds_nothing_by_which_a_login_could_be_completed(database: &Database) {
        let provider = Provider::of(EDITOR).await;
        let city = provider.serving(&office(database).await, false);
        let mut browser = Browser::new(&city);
        let there = query(&begin(&mut browser).await);
        let kept = list_pending_logins(database).await;
        assert_eq!(kept.len(), 1);
        let token = &browser.cookies[COOKIE];
        let state = there["state"].rsplit('.').next().unwrap();
        for secret in [token.as_str(), state, &there["nonce"], &there["code_challenge"]] {
            assert!(secret.len() >= 43 && !kept[0].contains(secret), "{secret}");
        }
        // An expired login is deleted when the next one begins.
        let mut other = Browser::new(&city.at(later!(601)));
        begin(&mut other).await;
        assert_eq!(list_pending_logins(database).await.len(), 1);
    }
}

#[tokio::test]
async fn log_and_audit_name_accounts_by_their_ids_and_nobody_else() {
    let log = Log::default();
    let _listening = log.listen();
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    let mut browser = Browser::new(&city);
    let there = begin(&mut browser).await;
    let token = browser.cookies[COOKIE].clone();
    let back = provider.log_in(&there);
    come_back(&mut browser, &back).await;
    provider.behaviour().subject = "subject-0815".to_owned();
    sign_on(&mut Browser::new(&city), &provider).await;
    provider.behaviour().e_mail = Some("stranger@city.example.jp".to_owned());
    sign_on(&mut Browser::new(&city), &provider).await;
    provider.behaviour().claims = Arc::new(|claims| claims["aud"] = json!("another"));
    sign_on(&mut Browser::new(&city), &provider).await;
    let id = members(&database).await.into_iter().find(|one| one.e_mail.as_str() == EDITOR).unwrap().id;
    let log = log.text();
    assert!(log.contains(&format!("staff={id} way=\"single sign-on\"")), "{log}");
    assert!(log.contains("someone else is linked") && log.contains("reason=\"wrong audience\""), "{log}");
    let audit = format!("{:?}", entries(&database).await);
    let asked = query(&there);
    let state = asked["state"].rsplit('.').next().unwrap();
    for secret in ["example.jp", "subject-", "code-1", SECRET, &token, state, &asked["nonce"], "192.0.2.1"] {
        assert!(!log.contains(secret), "the log holds {secret}");
        assert!(!audit.contains(secret), "the audit holds {secret}");
    }
}

#[tokio::test]
async fn nobody_writes_a_line_into_the_log() {
    let log = Log::default();
    let _listening = log.listen();
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    provider.behaviour().refusal = Some("invalid_grant\n2026 INFO forged".to_owned());
    let mut browser = Browser::new(&city);
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff/login?sign_on=refused");
    browser.get("/staff/people/a%0A2026%20INFO%20forged").await;
    let log = log.text();
    let told: Vec<&str> = log.lines().filter(|line| line.contains("forged")).collect();
    assert!(!told.is_empty() && told.iter().all(|line| !line.starts_with("2026 INFO forged")), "{told:?}");
}
