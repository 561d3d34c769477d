//! Single sign-on: who gets in, and every way in which nobody does.

use std::sync::Arc;

use axum::http::StatusCode;
use domain::staff::StaffMember;
use serde_json::json;
use store::audit::{LogEntry, list_log_entries};
use tetsuzuki::server::staff::accounts::{Accounts, Caller, NewMember, NewPassword};
use tetsuzuki::server::staff::passwords::Hasher;

use crate::support::provider::Provider;
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, add, office, roles};
use crate::support::{Answer, Database, has, noon_of_today, on_both};

macro_rules! later {
    ($seconds:literal) => {
        (|| $crate::support::noon_of_today() + chrono::Duration::seconds($seconds))
            as fn() -> chrono::DateTime<chrono::Utc>
    };
}

mod accounts;
mod id_tokens;
mod provider;
mod secrets;

const BEGIN: &str = "/staff/login/single-sign-on";
const COOKIE: &str = "__Host-single-sign-on";

async fn entries(database: &Database) -> Vec<LogEntry> {
    list_log_entries(&mut database.open().await.read().await.unwrap(), 1000).await.unwrap()
}

async fn members(database: &Database) -> Vec<StaffMember> {
    let (db, hasher) = (database.open().await, Hasher::default());
    let accounts = Accounts { db: &db, hasher: &hasher, now: noon_of_today() };
    accounts.list().await.unwrap().into_iter().map(|(member, _)| member).collect()
}

/// An account that has no password.
async fn add_without_password(database: &Database, e_mail: &str) {
    let (db, hasher) = (database.open().await, Hasher::default());
    let new = NewMember {
        e_mail: e_mail.parse().unwrap(),
        name: "新任 太郎".parse().unwrap(),
        roles: roles(&["tax"], false, false),
    };
    let accounts = Accounts { db: &db, hasher: &hasher, now: noon_of_today() };
    accounts.add(Caller::CommandLine, new, NewPassword::Nothing).await.unwrap();
}

/// Begins a login and returns the address of the provider.
async fn begin(browser: &mut Browser) -> String {
    browser.site = "same-origin";
    browser.get(BEGIN).await.header("location").to_owned()
}

/// Opens the address that the provider redirects to, as a browser coming from another site does.
async fn come_back(browser: &mut Browser, address: &str) -> Answer {
    browser.site = "cross-site";
    let answer = browser.get(address).await;
    browser.site = "same-origin";
    answer
}

/// Logs in at the provider and comes back.
async fn sign_on(browser: &mut Browser, provider: &Provider) -> Answer {
    let there = begin(browser).await;
    let back = provider.log_in(&there);
    come_back(browser, &back).await
}

async fn is_logged_in(browser: &mut Browser) -> bool {
    browser.get("/staff").await.status == StatusCode::OK
}

on_both! {
    async fn an_answer_is_taken_once(database: &Database) {
        let provider = Provider::of(EDITOR).await;
        let city = provider.serving(&office(database).await, false);
        let mut browser = Browser::new(&city);
        let there = begin(&mut browser).await;
        let kept = browser.cookies[COOKIE].clone();
        let back = provider.log_in(&there);
        assert_eq!(come_back(&mut browser, &back).await.header("location"), "/staff");
        // Address and cookie are worthless afterwards, even if the provider issues another code.
        for again in [back.clone(), provider.log_in(&there)] {
            let mut thief = Browser::new(&city);
            thief.cookies.insert(COOKIE.to_owned(), kept.clone());
            let refused = come_back(&mut thief, &again).await;
            assert_eq!(refused.header("location"), "/staff/login?sign_on=other_login");
            assert!(!is_logged_in(&mut thief).await);
        }
        let asked = provider.request_count("/token");
        assert_eq!(asked, 1, "the provider is not asked again");
    }

    async fn the_answer_to_another_browser_is_refused_and_ends_nothing_there(database: &Database) {
        let provider = Provider::of(EDITOR).await;
        let city = provider.serving(&office(database).await, false);
        let (mut owner, mut other, mut third) = (Browser::new(&city), Browser::new(&city), Browser::new(&city));
        let there = begin(&mut owner).await;
        let elsewhere = begin(&mut third).await;
        let back = provider.log_in(&there);
        for browser in [&mut other, &mut third] {
            let refused = come_back(browser, &back).await;
            assert_eq!(refused.header("location"), "/staff/login?sign_on=other_login");
            assert_eq!(refused.header("set-cookie"), "");
            assert!(!is_logged_in(browser).await);
        }
        assert_eq!(come_back(&mut owner, &back).await.header("location"), "/staff");
        // The login of the third browser was not ended by a response that was not for it.
        let own = provider.log_in(&elsewhere);
        assert_eq!(come_back(&mut third, &own).await.header("location"), "/staff");
    }
}

#[tokio::test]
async fn who_takes_longer_than_ten_minutes_begins_again() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    for (clock, location) in [(later!(601), "/staff/login?sign_on=too_late"), (later!(300), "/staff")] {
        let mut browser = Browser::new(&city);
        let back = provider.log_in(&begin(&mut browser).await);
        browser.city = city.at(clock);
        provider.behaviour().claims = Arc::new(|claims| claims["exp"] = json!(noon_of_today().timestamp() + 1200));
        assert_eq!(come_back(&mut browser, &back).await.header("location"), location);
    }
}

#[tokio::test]
async fn without_single_sign_on_nothing_of_it_is_there() {
    let database = Database::sqlite();
    let city = office(&database).await;
    let mut browser = Browser::new(&city);
    let page = browser.get("/staff/login?sign_on=no_account").await;
    assert!(!page.text().contains("シングルサインオン") && !has(&page, "[role=alert]"));
    assert_eq!(browser.get(BEGIN).await.header("location"), "/staff/login");
    let back = browser.get("/staff/login/return?state=ja.a&code=b").await;
    assert_eq!(back.header("location"), "/staff/login?sign_on=other_login");
    browser.log_in(OFFICE, PASSWORD).await;
    assert!(!has(&browser.get("/staff/people").await, "input[name=single_sign_on]"));
    let refused =
        browser.post("/staff/people", &[("e_mail", "a@example.jp"), ("name", "a"), ("single_sign_on", "yes")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "nobody could open such an account");
}

#[tokio::test]
async fn a_login_begins_on_a_page_of_the_site_and_leads_to_one() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    for site in ["cross-site", "same-site"] {
        let mut browser = Browser { site, ..Browser::new(&city) };
        let refused = browser.get(&format!("/en{BEGIN}?next=%2Fen%2Fstaff%2Faccount")).await;
        assert_eq!(refused.header("location"), "/en/staff/login?next=%2Fen%2Fstaff%2Faccount", "{site}");
        assert_eq!(refused.header("set-cookie"), "");
    }
    for elsewhere in ["https%3A%2F%2Fevil.jp", "%2F%2Fevil.jp%2Fstaff", "%2Fcards", "%2Fstaff%2Flogin%2Freturn"] {
        let mut browser = Browser::new(&city);
        let there = browser.get(&format!("{BEGIN}?next={elsewhere}")).await;
        let back = provider.log_in(there.header("location"));
        assert_eq!(come_back(&mut browser, &back).await.header("location"), "/staff", "{elsewhere}");
    }
}

#[tokio::test]
async fn single_sign_on_makes_a_new_session_and_ends_the_one_before() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    let mut browser = Browser::new(&city);
    let planted = "a".repeat(64);
    browser.cookies.insert("__Host-session".to_owned(), planted.clone());
    sign_on(&mut browser, &provider).await;
    let first = browser.cookies["__Host-session"].clone();
    // A second window of the same browser, in which a login began before the first session ended.
    let mut window = Browser::new(&city);
    let back = provider.log_in(&begin(&mut window).await);
    window.cookies.insert("__Host-session".to_owned(), first.clone());
    come_back(&mut window, &back).await;
    let second = window.cookies["__Host-session"].clone();
    assert!(first != planted && first != second);
    for (token, is_open) in [(planted, false), (first, false), (second, true)] {
        window.cookies.insert("__Host-session".to_owned(), token);
        assert_eq!(is_logged_in(&mut window).await, is_open);
    }
}

#[tokio::test]
async fn logging_out_says_that_the_login_at_the_provider_may_go_on() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    let mut browser = Browser::new(&city);
    sign_on(&mut browser, &provider).await;
    let out = browser.post("/en/staff/logout", &[]).await;
    assert!(!is_logged_in(&mut browser).await);
    let page = browser.get(out.header("location")).await;
    assert!(page.text().contains("may still be logged in"));
    assert!(has(&page, &format!("[role=status] a[href='{}/logout?client_id=tetsuzuki']", provider.issuer)));
}

#[tokio::test]
async fn logins_that_come_to_nothing_are_limited_and_others_are_not() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    let mut owner = Browser::new(&city);
    for _ in 0..10 {
        assert_eq!(sign_on(&mut Browser::new(&city), &provider).await.header("location"), "/staff");
        assert_eq!(sign_on(&mut owner, &provider).await.header("location"), "/staff");
        owner.post("/staff/logout", &[]).await;
    }
    for _ in 0..100 {
        assert!(begin(&mut Browser::new(&city)).await.starts_with(&provider.issuer));
    }
    assert_eq!(begin(&mut Browser::new(&city)).await, "/staff/login?sign_on=too_many");
    // A known browser is not slowed down by others with the same IP address, only by its own attempts.
    for _ in 0..30 {
        assert!(begin(&mut owner).await.starts_with(&provider.issuer));
    }
    assert_eq!(begin(&mut owner).await, "/staff/login?sign_on=too_many");
    let mut elsewhere = Browser { address: "198.51.100.7:50000", ..Browser::new(&city) };
    assert_eq!(sign_on(&mut elsewhere, &provider).await.header("location"), "/staff");
    let mut later = Browser::new(&city.at(later!(31)));
    assert_eq!(sign_on(&mut later, &provider).await.header("location"), "/staff");
}

#[tokio::test]
async fn what_single_sign_on_says_is_said_in_each_language() {
    let database = Database::sqlite();
    let provider = Provider::of("stranger@city.example.jp").await;
    let city = provider.serving(&office(&database).await, false);
    add_without_password(&database, "other@city.example.jp").await;
    add(&database, "third@city.example.jp", "三人目", roles(&[], false, false)).await;
    for (language, words) in
        [("", "管理者に連絡してください"), ("/easy", "かんりする　人に"), ("/en", "Ask an administrator")]
    {
        let mut browser = Browser::new(&city);
        let there = browser.get(&format!("{language}{BEGIN}")).await;
        let back = provider.log_in(there.header("location"));
        let refused = come_back(&mut browser, &back).await;
        assert_eq!(refused.header("location"), format!("{language}/staff/login?sign_on=no_account"));
        let page = browser.get(refused.header("location")).await;
        assert!(page.text().contains(words), "{language}");
        for reason in ["out_of_reach", "other_login", "too_late", "refused", "not_believed", "disabled", "too_many"] {
            let page = browser.get(&format!("{language}/staff/login?sign_on={reason}")).await;
            assert!(has(&page, "[role=alert]") && !page.text().contains("Unknown localization"), "{language} {reason}");
        }
        assert!(!has(&browser.get(&format!("{language}/staff/login?sign_on=else")).await, "[role=alert]"));
    }
}
