//! Which account a login at the provider opens.

use axum::http::StatusCode;
use scraper::{Html, Selector};

use super::{COOKIE, come_back, entries, is_logged_in, members, sign_on};
use crate::support::provider::Provider;
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, office};
use crate::support::{Database, has, on_both};

on_both! {
    async fn a_verified_e_mail_address_opens_its_account_once_and_the_person_ever_after(database: &Database) {
        let provider = Provider::of("Editor@CITY.example.jp").await;
        let city = provider.serving(&office(database).await, false);
        let mut browser = Browser::new(&city);
        let page = browser.get("/en/staff/login?next=%2Fen%2Fstaff%2Faccount").await;
        let document = Html::parse_document(&page.text());
        let link = document.select(&Selector::parse("main a.button").unwrap()).next().unwrap();
        let there = browser.get(link.value().attr("href").unwrap()).await;
        assert_eq!(there.status, StatusCode::SEE_OTHER);
        let set = there.header("set-cookie").to_owned();
        assert!(set.starts_with("__Host-single-sign-on="));
        assert!(set.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"), "{set}");
        let back = provider.log_in(there.header("location"));
        let opened = come_back(&mut browser, &back).await;
        assert_eq!((opened.status, opened.header("location")), (StatusCode::SEE_OTHER, "/en/staff/account"));
        assert!(!browser.cookies.contains_key(COOKIE), "it is used up");
        let account = browser.get("/en/staff/account").await;
        assert!(account.text().contains(EDITOR) && account.text().contains("Password, Single sign-on"));

        // The person's e-mail address has changed at the provider, but not in the account.
        provider.behaviour().e_mail = Some("another@city.example.jp".to_owned());
        let mut later = Browser::new(&city);
        assert_eq!(sign_on(&mut later, &provider).await.header("location"), "/staff");
        assert!(later.get("/staff/account").await.text().contains(EDITOR));

        let told: Vec<(String, String)> = entries(database).await.into_iter().map(|row| (row.action, row.detail)).take(3).collect();
        let row = |action: &str, detail: &str| (action.to_owned(), detail.to_owned());
        assert_eq!(told, [row("log in", "single sign-on"), row("log in", "single sign-on"), row("link identity", "")]);
    }

    async fn nobody_gets_an_account_by_logging_in_elsewhere(database: &Database) {
        let provider = Provider::of("stranger@city.example.jp").await;
        let city = provider.serving(&office(database).await, false);
        let before = (members(database).await, entries(database).await.len());
        let mut browser = Browser::new(&city);
        let refused = sign_on(&mut browser, &provider).await;
        assert_eq!(refused.header("location"), "/staff/login?sign_on=no_account");
        assert!(!is_logged_in(&mut browser).await);
        let page = browser.get(refused.header("location")).await;
        assert!(has(&page, "[role=alert]") && page.text().contains("アカウントがここにはありません"));
        assert_eq!((members(database).await, entries(database).await.len()), before, "nothing was written");
    }

    async fn an_address_that_has_passed_to_somebody_else_opens_nothing_until_an_administrator_says_so(database: &Database) {
        let provider = Provider::of(EDITOR).await;
        let city = provider.serving(&office(database).await, false);
        let mut first = Browser::new(&city);
        sign_on(&mut first, &provider).await;
        provider.behaviour().subject = "subject-0815".to_owned();
        let mut second = Browser::new(&city);
        assert_eq!(sign_on(&mut second, &provider).await.header("location"), "/staff/login?sign_on=no_account");

        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        assert!(has(&chief.get(&format!("/staff/people/{id}")).await, "form[action$='/unlink']"));
        let done = chief.post(&format!("/staff/people/{id}/unlink"), &[]).await;
        assert_eq!(done.header("location"), format!("/staff/people/{id}?done=unlinked"));
        assert!(!is_logged_in(&mut first).await, "the sessions of the first have ended");
        assert_eq!(sign_on(&mut second, &provider).await.header("location"), "/staff");
        assert!(entries(database).await.iter().any(|row| row.action == "unlink identities"));
    }

    async fn an_account_without_password_needs_no_step_before_it_works(database: &Database) {
        let provider = Provider::of("new@city.example.jp").await;
        let city = provider.serving(&office(database).await, false);
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let fields = [("e_mail", "new@city.example.jp"), ("name", "新任 太郎"), ("department", "tax"), ("single_sign_on", "yes")];
        let added = chief.post("/staff/people", &fields).await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.text());
        assert!(!has(&added, ".one-time") && added.text().contains("シングルサインオン（未使用）"));
        assert_eq!(Browser::new(&city).log_in("new@city.example.jp", "").await.status, StatusCode::FORBIDDEN);

        let mut new = Browser::new(&city);
        assert_eq!(sign_on(&mut new, &provider).await.header("location"), "/staff");
        assert!(new.get("/staff/account").await.text().contains("税務課"));
        assert!(!has(&new.get("/staff/account").await, "input[name=current]"));
        let own = "umi ga mieru mado no soba";
        let refused = new.post("/staff/account/password", &[("current", ""), ("new", own), ("repeated", own)]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(!members(database).await.iter().any(|one| one.e_mail.as_str() == "new@city.example.jp" && one.has_password));
    }

    async fn a_one_time_password_is_void_once_its_owner_has_come_in_by_single_sign_on(database: &Database) {
        let provider = Provider::of(EDITOR).await;
        let city = provider.serving(&office(database).await, false);
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        let reset = chief.post(&format!("/staff/people/{id}/reset"), &[]).await;
        let document = Html::parse_document(&reset.text());
        let one_time = document.select(&Selector::parse(".one-time").unwrap()).next().unwrap().text().collect::<String>();
        let mut editor = Browser::new(&city);
        assert_eq!(sign_on(&mut editor, &provider).await.header("location"), "/staff");
        assert!(is_logged_in(&mut editor).await, "no other password is asked for first");
        assert_eq!(Browser::new(&city).log_in(EDITOR, &one_time).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn an_address_that_is_not_verified_opens_nothing() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    for email_in_token in [true, false] {
        for (e_mail, verified) in
            [(Some(EDITOR), Some(false)), (Some(EDITOR), None), (None, Some(true)), (Some("editor"), Some(true))]
        {
            {
                let mut behaviour = provider.behaviour();
                behaviour.e_mail = e_mail.map(str::to_owned);
                behaviour.verified = verified;
                behaviour.email_in_token = email_in_token;
            }
            let mut browser = Browser::new(&city);
            let refused = sign_on(&mut browser, &provider).await;
            assert_eq!(refused.header("location"), "/staff/login?sign_on=no_account", "{e_mail:?} {verified:?}");
            assert!(!is_logged_in(&mut browser).await);
        }
    }
}

#[tokio::test]
async fn a_closed_account_stays_closed_and_is_told_so() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    let mut chief = Browser::new(&city);
    chief.log_in(OFFICE, PASSWORD).await;
    let id = chief.id_of(EDITOR).await;
    let close = format!("/staff/people/{id}/disable");
    // Before and after the account is linked.
    for linked in [false, true] {
        if linked {
            chief.post(&format!("/staff/people/{id}/enable"), &[]).await;
            sign_on(&mut Browser::new(&city), &provider).await;
        }
        chief.post(&close, &[]).await;
        let mut browser = Browser::new(&city);
        let refused = sign_on(&mut browser, &provider).await;
        assert_eq!(refused.header("location"), "/staff/login?sign_on=disabled");
        assert!(browser.get(refused.header("location")).await.text().contains("停止されています"));
        assert!(!is_logged_in(&mut browser).await);
    }
}

#[tokio::test]
async fn only_single_sign_on_means_that_no_password_opens_anything() {
    let database = Database::sqlite();
    let provider = Provider::of(OFFICE).await;
    let city = provider.serving(&office(&database).await, true);
    let mut browser = Browser::new(&city);
    let page = browser.get("/staff/login").await;
    assert!(!has(&page, "input[name=password]") && has(&page, "a[href='/staff/login/single-sign-on']"));
    for e_mail in [OFFICE, EDITOR, "nobody@city.example.jp"] {
        let refused = browser.log_in(e_mail, PASSWORD).await;
        assert_eq!((refused.status, refused.header("set-cookie")), (StatusCode::FORBIDDEN, ""), "{e_mail}");
        assert!(refused.text().contains("パスワードは使えません"));
        assert!(!is_logged_in(&mut browser).await);
    }
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff");
    assert!(!has(&browser.get("/staff/account").await, "input[name=current]"));
    let new = "umi ga mieru mado no soba";
    let change =
        browser.post("/staff/account/password", &[("current", PASSWORD), ("new", new), ("repeated", new)]).await;
    assert_eq!(change.status, StatusCode::BAD_REQUEST);
    let id = browser.id_of(EDITOR).await;
    assert!(!has(&browser.get(&format!("/staff/people/{id}")).await, "form[action$='/reset']"));
    assert_eq!(browser.post(&format!("/staff/people/{id}/reset"), &[]).await.status, StatusCode::BAD_REQUEST);
    let added = browser.post("/staff/people", &[("e_mail", "new@city.example.jp"), ("name", "新任 太郎")]).await;
    assert!(added.status == StatusCode::OK && !has(&added, ".one-time"));
    assert!(
        members(&database).await.iter().any(|one| one.e_mail.as_str() == "new@city.example.jp" && !one.has_password)
    );
    // Without `--oidc-only`, the existing password works again.
    assert_eq!(
        Browser::new(&provider.serving(&city, false)).log_in(OFFICE, PASSWORD).await.header("location"),
        "/staff"
    );
}
