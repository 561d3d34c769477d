//! What the provider answers, and how it can fail.

use std::sync::Arc;
use std::time::Instant;

use serde_json::json;

use super::{BEGIN, begin, come_back, is_logged_in, sign_on};
use crate::support::provider::{Fault, Provider, Signer, query};
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, office};
use crate::support::{Database, has, noon_of_today};

#[tokio::test]
async fn what_the_provider_does_not_say_at_once_it_is_asked_about_the_same_person() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    provider.behaviour().email_in_token = false;
    provider.behaviour().userinfo_subject = Some("somebody-else".to_owned());
    let mut browser = Browser::new(&city);
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff/login?sign_on=not_believed");
    provider.behaviour().userinfo_subject = None;
    // The access token is not the one that the ID token belongs to.
    provider.behaviour().claims = Arc::new(|claims| claims["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA"));
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff/login?sign_on=not_believed");
    provider.behaviour().claims = Arc::new(|_| {});
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff");
    assert!(is_logged_in(&mut browser).await);
}

#[tokio::test]
async fn an_answer_of_another_provider_or_without_a_code_is_refused() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    let issuer = provider.issuer.replace(':', "%3A").replace('/', "%2F");
    let mut browser = Browser::new(&city);
    for (more, location) in [
        ("&iss=https%3A%2F%2Flogin.example.jp".to_owned(), "/staff/login?sign_on=not_believed"),
        ("&error=access_denied&error_description=No".to_owned(), "/staff/login?sign_on=refused"),
        (format!("&iss={issuer}"), "/staff"),
    ] {
        let back = provider.log_in(&begin(&mut browser).await);
        assert_eq!(come_back(&mut browser, &format!("{back}{more}")).await.header("location"), location);
        browser.post("/staff/logout", &[]).await;
    }
    // A repeated parameter is refused.
    let there = begin(&mut browser).await;
    let back = provider.log_in(&there);
    let twice = come_back(&mut browser, &format!("{back}&state={}", query(&there)["state"])).await;
    assert_eq!(twice.header("location"), "/staff/login?sign_on=other_login");
    // A provider that announces the `iss` parameter must send it.
    provider.behaviour().metadata =
        Arc::new(|metadata| metadata["authorization_response_iss_parameter_supported"] = json!(true));
    let database = Database::sqlite();
    let city = provider.serving(&office(&database).await, false);
    let refused = sign_on(&mut Browser::new(&city), &provider).await;
    assert_eq!(refused.header("location"), "/staff/login?sign_on=not_believed");
}

#[tokio::test]
async fn a_provider_that_cannot_be_reached_is_told_and_passwords_still_work() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    assert_eq!(provider.behaviour().asked.len(), 0, "nothing is asked before somebody needs it");
    for (address, fault) in [
        ("/.well-known/openid-configuration", Fault::Huge),
        ("/.well-known/openid-configuration", Fault::Redirect),
        ("/.well-known/openid-configuration", Fault::NotJson),
        ("/keys", Fault::Huge),
        ("/keys", Fault::Slow),
    ] {
        let city = provider.serving(&city, false);
        provider.behaviour().faults = [(address, fault)].into();
        let began = Instant::now();
        let mut browser = Browser::new(&city);
        let refused = browser.get(&format!("{BEGIN}?next=%2Fstaff%2Faccount")).await;
        assert_eq!(
            refused.header("location"),
            "/staff/login?sign_on=out_of_reach&next=%2Fstaff%2Faccount",
            "{address} {fault:?}"
        );
        assert!(began.elapsed().as_secs() < 9 && refused.header("set-cookie").is_empty());
        let page = browser.get(refused.header("location")).await;
        assert!(page.text().contains("パスワードでログインしてください") && has(&page, "input[name=password]"));
        // The login page also says so before anybody tries again.
        assert!(browser.get("/staff/login").await.text().contains("シングルサインオンにつながりません"));
        assert_eq!(browser.log_in(OFFICE, PASSWORD).await.header("location"), "/staff");
    }
    assert_eq!(provider.request_count("/elsewhere"), 0, "no redirect is followed");

    // The provider is not asked for a while, and then it works again.
    let city = provider.serving(&city, false);
    provider.behaviour().faults = [("/keys", Fault::NotJson)].into();
    let mut browser = Browser::new(&city);
    begin(&mut browser).await;
    provider.behaviour().faults.clear();
    assert!(begin(&mut browser).await.contains("out_of_reach"));
    browser.city = city.at(later!(11));
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff");
    browser.post("/staff/logout", &[]).await;
    assert!(!browser.get("/staff/login").await.text().contains("つながりません"));
}

#[tokio::test]
async fn a_provider_that_fails_on_the_way_back_lets_nobody_in() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    provider.behaviour().email_in_token = false;
    for (address, fault, reason) in [
        ("/token", Fault::Huge, "out_of_reach"),
        ("/token", Fault::Slow, "out_of_reach"),
        ("/token", Fault::NotJson, "not_believed"),
        ("/token", Fault::Redirect, "not_believed"),
        ("/userinfo", Fault::Huge, "out_of_reach"),
        ("/userinfo", Fault::Redirect, "not_believed"),
    ] {
        provider.behaviour().faults = [(address, fault)].into();
        let mut browser = Browser::new(&city);
        let refused = sign_on(&mut browser, &provider).await;
        assert_eq!(refused.header("location"), format!("/staff/login?sign_on={reason}"), "{address} {fault:?}");
        assert!(!is_logged_in(&mut browser).await);
    }
    assert_eq!(provider.request_count("/elsewhere"), 0, "no redirect is followed");
}

#[tokio::test]
async fn a_provider_that_leads_to_where_nothing_is_protected_is_not_used() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = office(&database).await;
    for (name, address) in [
        ("issuer", "http://127.0.0.1:1"),
        ("authorization_endpoint", "http://login.example.jp/authorize"),
        ("token_endpoint", "http://login.example.jp/token"),
        ("userinfo_endpoint", "http://login.example.jp/userinfo"),
        ("jwks_uri", "http://login.example.jp/keys"),
    ] {
        provider.behaviour().metadata = Arc::new(move |metadata| metadata[name] = json!(address));
        let mut browser = Browser::new(&provider.serving(&city, false));
        assert!(begin(&mut browser).await.ends_with("sign_on=out_of_reach"), "{name}");
    }
}

#[tokio::test]
async fn what_the_provider_says_of_itself_is_kept_for_an_hour_and_new_keys_are_found_at_once() {
    const ITSELF: &str = "/.well-known/openid-configuration";
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    for _ in 0..3 {
        sign_on(&mut Browser::new(&city), &provider).await;
    }
    assert_eq!((provider.request_count(ITSELF), provider.request_count("/keys")), (1, 1));
    // A forged token with an unknown key causes a request for keys at most once a minute.
    provider.behaviour().token = Arc::new(|claims, _| Signer::of(9).sign(&claims));
    for _ in 0..3 {
        sign_on(&mut Browser::new(&city), &provider).await;
    }
    assert_eq!(provider.request_count("/keys"), 1);
    provider.behaviour().token = Arc::new(|claims, signer| signer.sign(&claims));
    provider.behaviour().signer = Signer::of(2);
    let later = city.at(later!(61));
    assert_eq!(sign_on(&mut Browser::new(&later), &provider).await.header("location"), "/staff");
    assert_eq!(provider.request_count("/keys"), 2);
    // Metadata is requested again after an hour. If that fails, the old metadata is used for up to a day.
    provider.behaviour().faults = [(ITSELF, Fault::NotJson)].into();
    provider.behaviour().claims = Arc::new(|claims| claims["exp"] = json!(noon_of_today().timestamp() + 1_000_000));
    let next_morning = city.at(later!(80_000));
    assert_eq!(sign_on(&mut Browser::new(&next_morning), &provider).await.header("location"), "/staff");
    let days_later = city.at(later!(90_000));
    assert!(begin(&mut Browser::new(&days_later)).await.ends_with("sign_on=out_of_reach"));
}
