//! Single sign-on: whom the provider's word lets in, and everything by which it does not.

use std::sync::Arc;
use std::time::Instant;

use axum::http::StatusCode;
use chrono::{DateTime, Duration, Utc};
use domain::staff::Member;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use store::audit::{LogEntry, list_log_entries};
use tetsuzuki::server::http::router::router;
use tetsuzuki::server::staff::accounts::{Accounts, Caller, NewMember, NewPassword};
use tetsuzuki::server::staff::passwords::Hasher;

use crate::support::provider::{Mischief, Provider, SECRET, Signer, Tokens, beginning, query};
use crate::support::staff as people;
use crate::support::staff::{Browser, EDITOR, Log, OFFICE, PASSWORD, add, office, roles};
use crate::support::{Answer, City, Database, noon_of_today, on_both};

const BEGIN: &str = "/staff/login/single-sign-on";
const COOKIE: &str = "__Host-single-sign-on";

fn has(page: &Answer, selector: &str) -> bool {
    Html::parse_document(&page.text()).select(&Selector::parse(selector).unwrap()).next().is_some()
}

/// The same city at another time.
fn at(city: &City, clock: fn() -> DateTime<Utc>) -> City {
    let state = city.state.clone().with_clock(clock);
    City { router: router(state.clone()), state }
}

macro_rules! later {
    ($seconds:literal) => {
        (|| noon_of_today() + Duration::seconds($seconds)) as fn() -> DateTime<Utc>
    };
}

async fn entries(database: &Database) -> Vec<LogEntry> {
    list_log_entries(&mut database.open().await.read().await.unwrap(), 1000).await.unwrap()
}

async fn members(database: &Database) -> Vec<Member> {
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

/// Begins at the login page of a browser and answers where the provider is.
async fn begin(browser: &mut Browser) -> String {
    browser.site = "same-origin";
    browser.get(BEGIN).await.header("location").to_owned()
}

/// Comes back from the provider, as a browser does that another site has sent.
async fn come_back(browser: &mut Browser, address: &str) -> Answer {
    browser.site = "cross-site";
    let answer = browser.get(address).await;
    browser.site = "same-origin";
    answer
}

/// The whole way there and back.
async fn sign_on(browser: &mut Browser, provider: &Provider) -> Answer {
    let there = begin(browser).await;
    let back = provider.lets_in(&there);
    come_back(browser, &back).await
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/staff").await.status == StatusCode::OK
}

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
        let back = provider.lets_in(there.header("location"));
        let opened = come_back(&mut browser, &back).await;
        assert_eq!((opened.status, opened.header("location")), (StatusCode::SEE_OTHER, "/en/staff/account"));
        assert!(!browser.cookies.contains_key(COOKIE), "it is used up");
        let account = browser.get("/en/staff/account").await;
        assert!(account.text().contains(EDITOR) && account.text().contains("Password, Single sign-on"));

        // The person has another address now, and the account has not.
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
        assert!(!is_in(&mut browser).await);
        let page = browser.get(refused.header("location")).await;
        assert!(has(&page, "[role=alert]") && page.text().contains("アカウントがここにはありません"));
        assert_eq!((members(database).await, entries(database).await.len()), before, "nothing was written");
    }

    async fn an_answer_is_taken_once(database: &Database) {
        let provider = Provider::of(EDITOR).await;
        let city = provider.serving(&office(database).await, false);
        let mut browser = Browser::new(&city);
        let there = begin(&mut browser).await;
        let kept = browser.cookies[COOKIE].clone();
        let back = provider.lets_in(&there);
        assert_eq!(come_back(&mut browser, &back).await.header("location"), "/staff");
        // Whoever has the address and the cookie has nothing; even where the provider gives another code for it.
        for again in [back.clone(), provider.lets_in(&there)] {
            let mut thief = Browser::new(&city);
            thief.cookies.insert(COOKIE.to_owned(), kept.clone());
            let refused = come_back(&mut thief, &again).await;
            assert_eq!(refused.header("location"), "/staff/login?sign_on=other_login");
            assert!(!is_in(&mut thief).await);
        }
        let asked = provider.times_asked("/token");
        assert_eq!(asked, 1, "the provider is not asked again");
    }

    async fn the_answer_to_another_browser_is_refused_and_ends_nothing_there(database: &Database) {
        let provider = Provider::of(EDITOR).await;
        let city = provider.serving(&office(database).await, false);
        let (mut owner, mut other, mut third) = (Browser::new(&city), Browser::new(&city), Browser::new(&city));
        let there = begin(&mut owner).await;
        let elsewhere = begin(&mut third).await;
        let back = provider.lets_in(&there);
        for browser in [&mut other, &mut third] {
            let refused = come_back(browser, &back).await;
            assert_eq!(refused.header("location"), "/staff/login?sign_on=other_login");
            assert_eq!(refused.header("set-cookie"), "");
            assert!(!is_in(browser).await);
        }
        assert_eq!(come_back(&mut owner, &back).await.header("location"), "/staff");
        // Nor has the login of the third been ended by what was not for it.
        let own = provider.lets_in(&elsewhere);
        assert_eq!(come_back(&mut third, &own).await.header("location"), "/staff");
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
        assert!(!is_in(&mut first).await, "the sessions of the first have ended");
        assert_eq!(sign_on(&mut second, &provider).await.header("location"), "/staff");
        assert!(entries(database).await.iter().any(|row| row.action == "unlink identities"));
    }

    async fn the_database_holds_nothing_by_which_a_login_could_be_completed(database: &Database) {
        let provider = Provider::of(EDITOR).await;
        let city = provider.serving(&office(database).await, false);
        let mut browser = Browser::new(&city);
        let there = query(&begin(&mut browser).await);
        let kept = people::pending(database).await;
        assert_eq!(kept.len(), 1);
        let token = &browser.cookies[COOKIE];
        let state = there["state"].rsplit('.').next().unwrap();
        for secret in [token.as_str(), state, &there["nonce"], &there["code_challenge"]] {
            assert!(secret.len() >= 43 && !kept[0].contains(secret), "{secret}");
        }
        // It is forgotten when the next begins after its time.
        let mut other = Browser::new(&at(&city, later!(601)));
        begin(&mut other).await;
        assert_eq!(people::pending(database).await.len(), 1);
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
        assert!(is_in(&mut editor).await, "no other password is asked for first");
        assert_eq!(Browser::new(&city).log_in(EDITOR, &one_time).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn an_address_that_is_not_verified_opens_nothing() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    for tells_at_once in [true, false] {
        for (e_mail, verified) in
            [(Some(EDITOR), Some(false)), (Some(EDITOR), None), (None, Some(true)), (Some("editor"), Some(true))]
        {
            {
                let mut behaviour = provider.behaviour();
                behaviour.e_mail = e_mail.map(str::to_owned);
                behaviour.verified = verified;
                behaviour.tells_at_once = tells_at_once;
            }
            let mut browser = Browser::new(&city);
            let refused = sign_on(&mut browser, &provider).await;
            assert_eq!(refused.header("location"), "/staff/login?sign_on=no_account", "{e_mail:?} {verified:?}");
            assert!(!is_in(&mut browser).await);
        }
    }
}

#[tokio::test]
async fn what_the_provider_does_not_say_at_once_it_is_asked_about_the_same_person() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    provider.behaviour().tells_at_once = false;
    provider.behaviour().subject_when_asked = Some("somebody-else".to_owned());
    let mut browser = Browser::new(&city);
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff/login?sign_on=not_believed");
    provider.behaviour().subject_when_asked = None;
    // The access token is not the one that the word about the person vouches for.
    provider.behaviour().claims = Arc::new(|claims| claims["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA"));
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff/login?sign_on=not_believed");
    provider.behaviour().claims = Arc::new(|_| {});
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff");
    assert!(is_in(&mut browser).await);
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
    // Before somebody is linked, and afterwards.
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
        assert!(!is_in(&mut browser).await);
    }
}

#[tokio::test]
async fn who_takes_longer_than_ten_minutes_begins_again() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    for (clock, location) in [(later!(601), "/staff/login?sign_on=too_late"), (later!(300), "/staff")] {
        let mut browser = Browser::new(&city);
        let back = provider.lets_in(&begin(&mut browser).await);
        browser.city = at(&city, clock);
        provider.behaviour().claims = Arc::new(|claims| claims["exp"] = json!(noon_of_today().timestamp() + 1200));
        assert_eq!(come_back(&mut browser, &back).await.header("location"), location);
    }
}

/// A word that does not hold, by what is wrong with it.
type Wrong = (&'static str, Tokens);

fn claims_wrong(what: &'static str, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Wrong {
    let token = move |mut claims: Value, signer: &Signer| {
        change(&mut claims);
        signer.sign(&claims)
    };
    (what, Arc::new(token))
}

fn hmac(key: &[u8], text: &str) -> String {
    use base64::Engine as _;
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

#[tokio::test]
async fn a_word_that_does_not_hold_lets_nobody_in() {
    let now = noon_of_today().timestamp();
    let wrongs: Vec<Wrong> = vec![
        claims_wrong("another nonce", |claims| claims["nonce"] = json!("a".repeat(64))),
        claims_wrong("no nonce", |claims| drop(claims.as_object_mut().unwrap().remove("nonce"))),
        claims_wrong("for another client", |claims| claims["aud"] = json!("another")),
        claims_wrong("for another client too", |claims| claims["aud"] = json!(["tetsuzuki", "another"])),
        claims_wrong("asked for by another client", |claims| claims["azp"] = json!("another")),
        claims_wrong("another issuer", |claims| claims["iss"] = json!("https://login.example.jp")),
        claims_wrong("nearly the issuer", |claims| {
            claims["iss"] = json!(format!("{}/", claims["iss"].as_str().unwrap()))
        }),
        claims_wrong("expired", move |claims| claims["exp"] = json!(now - 61)),
        claims_wrong("of the future", move |claims| claims["iat"] = json!(now + 120)),
        claims_wrong("about nobody", |claims| drop(claims.as_object_mut().unwrap().remove("sub"))),
        ("without signature", Arc::new(|claims, _| format!("{}.", beginning(&json!({ "alg": "none" }), &claims)))),
        (
            "none, with a signature",
            Arc::new(|claims, signer| {
                let signed = signer.sign(&claims);
                format!("{}.{}", beginning(&json!({ "alg": "none" }), &claims), signed.rsplit('.').next().unwrap())
            }),
        ),
        (
            "signed with the shared secret",
            Arc::new(|claims, _| {
                let text = beginning(&json!({ "alg": "HS256" }), &claims);
                format!("{text}.{}", hmac(SECRET.as_bytes(), &text))
            }),
        ),
        (
            "signed with what is public",
            Arc::new(|claims, signer| {
                let text = beginning(&json!({ "alg": "HS256", "kid": "key-1" }), &claims);
                format!("{text}.{}", hmac(signer.public()["x"].as_str().unwrap().as_bytes(), &text))
            }),
        ),
        ("with another key", Arc::new(|claims, _| Signer::of(9).sign(&claims))),
        ("with another key of the same name", Arc::new(|claims, _| Signer::named(9, "key-1").sign(&claims))),
        (
            "changed afterwards",
            Arc::new(|mut claims, signer| {
                let signed = signer.sign(&claims);
                claims["email"] = json!(OFFICE);
                let header = json!({ "alg": "EdDSA", "kid": "key-1" });
                format!("{}.{}", beginning(&header, &claims), signed.rsplit('.').next().unwrap())
            }),
        ),
        ("no token", Arc::new(|_, _| String::new())),
    ];
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    for (what, token) in wrongs {
        provider.behaviour().token = token;
        let mut browser = Browser::new(&city);
        let refused = sign_on(&mut browser, &provider).await;
        assert_eq!(refused.header("location"), "/staff/login?sign_on=not_believed", "{what}");
        assert!(!is_in(&mut browser).await, "{what}");
    }
    assert!(has(&Browser::new(&city).get("/staff/login?sign_on=not_believed").await, "[role=alert]"));
    provider.behaviour().token = Arc::new(|claims, signer| signer.sign(&claims));
    assert_eq!(sign_on(&mut Browser::new(&city), &provider).await.header("location"), "/staff");
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
        let back = provider.lets_in(&begin(&mut browser).await);
        assert_eq!(come_back(&mut browser, &format!("{back}{more}")).await.header("location"), location);
        browser.post("/staff/logout", &[]).await;
    }
    // Said twice, it is said by somebody else.
    let there = begin(&mut browser).await;
    let back = provider.lets_in(&there);
    let twice = come_back(&mut browser, &format!("{back}&state={}", query(&there)["state"])).await;
    assert_eq!(twice.header("location"), "/staff/login?sign_on=other_login");
    // A provider that promises to name itself does.
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
    for (address, mischief) in [
        ("/.well-known/openid-configuration", Mischief::Huge),
        ("/.well-known/openid-configuration", Mischief::Redirect),
        ("/.well-known/openid-configuration", Mischief::NotJson),
        ("/keys", Mischief::Huge),
        ("/keys", Mischief::Slow),
    ] {
        let city = provider.serving(&city, false);
        provider.behaviour().mischief = [(address, mischief)].into();
        let began = Instant::now();
        let mut browser = Browser::new(&city);
        let refused = browser.get(&format!("{BEGIN}?next=%2Fstaff%2Faccount")).await;
        assert_eq!(
            refused.header("location"),
            "/staff/login?sign_on=out_of_reach&next=%2Fstaff%2Faccount",
            "{address} {mischief:?}"
        );
        assert!(began.elapsed().as_secs() < 9 && refused.header("set-cookie").is_empty());
        let page = browser.get(refused.header("location")).await;
        assert!(page.text().contains("パスワードでログインしてください") && has(&page, "input[name=password]"));
        // It is told before anybody tries again, too.
        assert!(browser.get("/staff/login").await.text().contains("シングルサインオンにつながりません"));
        assert_eq!(browser.log_in(OFFICE, PASSWORD).await.header("location"), "/staff");
    }
    assert_eq!(provider.times_asked("/elsewhere"), 0, "no redirect is followed");

    // It is left alone for a while, and then it works again.
    let city = provider.serving(&city, false);
    provider.behaviour().mischief = [("/keys", Mischief::NotJson)].into();
    let mut browser = Browser::new(&city);
    begin(&mut browser).await;
    provider.behaviour().mischief.clear();
    assert!(begin(&mut browser).await.contains("out_of_reach"));
    browser.city = at(&city, later!(11));
    assert_eq!(sign_on(&mut browser, &provider).await.header("location"), "/staff");
    browser.post("/staff/logout", &[]).await;
    assert!(!browser.get("/staff/login").await.text().contains("つながりません"));
}

#[tokio::test]
async fn a_provider_that_fails_on_the_way_back_lets_nobody_in() {
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    provider.behaviour().tells_at_once = false;
    for (address, mischief, reason) in [
        ("/token", Mischief::Huge, "out_of_reach"),
        ("/token", Mischief::Slow, "out_of_reach"),
        ("/token", Mischief::NotJson, "not_believed"),
        ("/token", Mischief::Redirect, "not_believed"),
        ("/userinfo", Mischief::Huge, "out_of_reach"),
        ("/userinfo", Mischief::Redirect, "not_believed"),
    ] {
        provider.behaviour().mischief = [(address, mischief)].into();
        let mut browser = Browser::new(&city);
        let refused = sign_on(&mut browser, &provider).await;
        assert_eq!(refused.header("location"), format!("/staff/login?sign_on={reason}"), "{address} {mischief:?}");
        assert!(!is_in(&mut browser).await);
    }
    assert_eq!(provider.times_asked("/elsewhere"), 0, "no redirect is followed");
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
    assert_eq!((provider.times_asked(ITSELF), provider.times_asked("/keys")), (1, 1));
    // A forged token with an unknown key asks for keys once a minute at most.
    provider.behaviour().token = Arc::new(|claims, _| Signer::of(9).sign(&claims));
    for _ in 0..3 {
        sign_on(&mut Browser::new(&city), &provider).await;
    }
    assert_eq!(provider.times_asked("/keys"), 1);
    provider.behaviour().token = Arc::new(|claims, signer| signer.sign(&claims));
    provider.behaviour().signer = Signer::of(2);
    let later = at(&city, later!(61));
    assert_eq!(sign_on(&mut Browser::new(&later), &provider).await.header("location"), "/staff");
    assert_eq!(provider.times_asked("/keys"), 2);
    // After an hour it is asked again; where it does not answer, what it said is used for a day, and no longer.
    provider.behaviour().mischief = [(ITSELF, Mischief::NotJson)].into();
    provider.behaviour().claims = Arc::new(|claims| claims["exp"] = json!(noon_of_today().timestamp() + 1_000_000));
    let next_morning = at(&city, later!(80_000));
    assert_eq!(sign_on(&mut Browser::new(&next_morning), &provider).await.header("location"), "/staff");
    let days_later = at(&city, later!(90_000));
    assert!(begin(&mut Browser::new(&days_later)).await.ends_with("sign_on=out_of_reach"));
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
        assert!(!is_in(&mut browser).await);
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
    // Whoever runs the installation starts it without: the password that was set still works.
    assert_eq!(
        Browser::new(&provider.serving(&city, false)).log_in(OFFICE, PASSWORD).await.header("location"),
        "/staff"
    );
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
        let back = provider.lets_in(there.header("location"));
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
    // A second window of the same browser, in which the login began before the first had ended.
    let mut window = Browser::new(&city);
    let back = provider.lets_in(&begin(&mut window).await);
    window.cookies.insert("__Host-session".to_owned(), first.clone());
    come_back(&mut window, &back).await;
    let second = window.cookies["__Host-session"].clone();
    assert!(first != planted && first != second);
    for (token, is_open) in [(planted, false), (first, false), (second, true)] {
        window.cookies.insert("__Host-session".to_owned(), token);
        assert_eq!(is_in(&mut window).await, is_open);
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
    assert!(!is_in(&mut browser).await);
    let page = browser.get(out.header("location")).await;
    assert!(page.text().contains("may go on"));
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
    // Whose browser was used before is not held up by others behind the same address, but by its own tries.
    for _ in 0..30 {
        assert!(begin(&mut owner).await.starts_with(&provider.issuer));
    }
    assert_eq!(begin(&mut owner).await, "/staff/login?sign_on=too_many");
    let mut elsewhere = Browser { address: "198.51.100.7:50000", ..Browser::new(&city) };
    assert_eq!(sign_on(&mut elsewhere, &provider).await.header("location"), "/staff");
    let mut later = Browser::new(&at(&city, later!(31)));
    assert_eq!(sign_on(&mut later, &provider).await.header("location"), "/staff");
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
    let back = provider.lets_in(&there);
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
    assert!(log.contains("somebody else is linked") && log.contains("reason=\"for somebody else\""), "{log}");
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

#[tokio::test]
async fn what_single_sign_on_says_is_said_in_each_language() {
    let database = Database::sqlite();
    let provider = Provider::of("stranger@city.example.jp").await;
    let city = provider.serving(&office(&database).await, false);
    add_without_password(&database, "other@city.example.jp").await;
    add(&database, "third@city.example.jp", "三人目", roles(&[], false, false)).await;
    for (language, words) in
        [("", "管理者に連絡してください"), ("/easy", "かんりする　人に"), ("/en", "Please ask an administrator")]
    {
        let mut browser = Browser::new(&city);
        let there = browser.get(&format!("{language}{BEGIN}")).await;
        let back = provider.lets_in(there.header("location"));
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
