//! The door of the staff side: who gets in, who does not, and what of it anybody else can see.

use axum::http::StatusCode;
use chrono::{DateTime, Duration, TimeZone, Utc};
use scraper::{Html, Selector};
use store::{
    AuditRow,
    audit::{list_audit_rows, list_log_entries},
    revision::find_revision,
};
use tetsuzuki::language::Language;
use tetsuzuki::server::http::router::{router, staff_addresses};

use crate::support;
use crate::support::staff as people;
use crate::support::staff::{Browser, EDITOR, Log, OFFICE, PASSWORD, add, office, roles};
use crate::support::{Answer, City, Database, noon_of_today, on_both};

fn has(page: &Answer, selector: &str) -> bool {
    Html::parse_document(&page.text()).select(&Selector::parse(selector).unwrap()).next().is_some()
}

async fn audit_rows(database: &Database) -> Vec<AuditRow> {
    let db = database.open().await;
    list_audit_rows(&mut db.read().await.unwrap(), 1000).await.unwrap()
}

/// The same city at another time.
fn at(city: &City, clock: fn() -> DateTime<Utc>) -> City {
    let state = city.state.clone().with_clock(clock);
    City { router: router(state.clone()), state }
}

macro_rules! later {
    ($minutes:literal) => {
        (|| noon_of_today() + Duration::minutes($minutes)) as fn() -> DateTime<Utc>
    };
}

on_both! {
    async fn the_right_password_opens_the_door_and_leads_to_what_was_asked_for(database: &Database) {
        let city = office(database).await;
        let mut browser = Browser::new(&city);
        let asked = browser.get("/en/staff/account").await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        assert_eq!(asked.header("location"), "/en/staff/login?next=%2Fen%2Fstaff%2Faccount");
        let form = browser.get(asked.header("location")).await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(has(&form, "form[action='/en/staff/login'] input[name=next][value='/en/staff/account']"));

        let opened = browser.post("/en/staff/login", &[("e_mail", EDITOR), ("password", PASSWORD), ("next", "/en/staff/account")]).await;
        assert_eq!((opened.status, opened.header("location")), (StatusCode::SEE_OTHER, "/en/staff/account"));
        let account = browser.get("/en/staff/account").await;
        assert_eq!(account.status, StatusCode::OK);
        assert!(account.text().contains(EDITOR) && account.text().contains("editor"));
    }

    async fn a_wrong_password_and_an_unknown_address_are_answered_alike(database: &Database) {
        let city = office(database).await;
        let mut pages = Vec::new();
        for (e_mail, password) in [(EDITOR, "another one entirely"), ("nobody@city.example.jp", PASSWORD), ("no address", PASSWORD)] {
            let mut browser = Browser::new(&city);
            let answer = browser.log_in(e_mail, password).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{e_mail}");
            assert_eq!(answer.header("set-cookie"), "", "{e_mail}");
            assert!(has(&answer, "[role=alert]") && has(&answer, &format!("input[name=e_mail][value='{e_mail}']")));
            assert!(!answer.text().contains(password), "a password is never sent back");
            pages.push(answer.text().replace(e_mail, ""));
            assert_eq!(browser.get("/staff").await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(pages[0], pages[1]);
        assert_eq!(pages[0], pages[2]);
    }

    async fn the_address_may_be_typed_in_any_width_and_case(database: &Database) {
        let city = office(database).await;
        let answer = Browser::new(&city).log_in("ＥＤＩＴＯＲ@City.example.JP ", PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }

    async fn a_closed_account_opens_nothing_and_its_sessions_end_at_once(database: &Database) {
        let city = office(database).await;
        let (mut editor, mut chief) = (Browser::new(&city), Browser::new(&city));
        editor.log_in(EDITOR, PASSWORD).await;
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        let closed = chief.post(&format!("/staff/people/{id}/disable"), &[]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER);
        let ended = editor.get("/staff").await;
        assert_eq!(ended.header("location"), "/staff/login?over=yes");
        assert!(has(&editor.get(ended.header("location")).await, "[role=status]"), "it says that the login has ended");
        let refused = Browser::new(&city).log_in(EDITOR, PASSWORD).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.text().contains("停止されています"));
        let unknown = Browser::new(&city).log_in(EDITOR, "another one entirely").await;
        assert!(!unknown.text().contains("停止されています"), "told only to who knows the password");

        chief.post(&format!("/staff/people/{id}/enable"), &[]).await;
        assert_eq!(Browser::new(&city).log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
    }

    async fn the_cookie_of_a_session_is_for_this_host_alone_and_for_no_script(database: &Database) {
        let city = office(database).await;
        let mut browser = Browser::new(&city);
        let answer = browser.log_in(EDITOR, PASSWORD).await;
        let cookies: Vec<&str> = answer.headers.get_all("set-cookie").iter().map(|one| one.to_str().unwrap()).collect();
        let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-session=")).unwrap();
        let (value, attributes) = session.split_once("; ").unwrap();
        assert_eq!(attributes, "Path=/; Secure; HttpOnly; SameSite=Lax");
        assert_eq!(value.len(), "__Host-session=".len() + 64, "256 bits");
        let known = cookies.iter().find(|cookie| cookie.starts_with("__Host-browser=")).unwrap();
        assert!(known.contains("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age="));
        assert_eq!(cookies.len(), 2);

        let out = browser.post("/staff/logout", &[]).await;
        assert!(out.header("set-cookie").starts_with("__Host-session=; ") && out.header("set-cookie").ends_with("Max-Age=0"));
    }

    async fn the_database_holds_no_token_and_no_password(database: &Database) {
        let city = office(database).await;
        let mut browser = Browser::new(&city);
        browser.log_in(EDITOR, PASSWORD).await;
        let hashes = people::secrets(database).await;
        assert!(hashes.len() >= 4, "{hashes:?}");
        for secret in browser.cookies.values().map(String::as_str).chain([PASSWORD]) {
            assert!(hashes.iter().all(|kept| !kept.contains(secret)));
        }
    }

    async fn logging_in_makes_a_new_session_and_ends_the_one_before(database: &Database) {
        let city = office(database).await;
        let mut browser = Browser::new(&city);
        let planted = "a".repeat(64);
        browser.cookies.insert("__Host-session".to_owned(), planted.clone());
        browser.log_in(EDITOR, PASSWORD).await;
        let first = browser.cookies["__Host-session"].clone();
        assert_ne!(first, planted, "a session is never taken over from the browser");
        browser.log_in(EDITOR, PASSWORD).await;
        let second = browser.cookies["__Host-session"].clone();
        assert_ne!(first, second);
        for (old, status) in [(planted, StatusCode::SEE_OTHER), (first, StatusCode::SEE_OTHER), (second, StatusCode::OK)] {
            browser.cookies.insert("__Host-session".to_owned(), old);
            assert_eq!(browser.get("/staff").await.status, status);
        }
    }

    async fn logging_out_ends_the_session_on_the_server(database: &Database) {
        let city = office(database).await;
        let mut browser = Browser::new(&city);
        browser.log_in(EDITOR, PASSWORD).await;
        let session = browser.cookies["__Host-session"].clone();
        let out = browser.post("/staff/logout", &[]).await;
        assert_eq!(out.header("location"), "/staff/login?out=yes");
        browser.cookies.insert("__Host-session".to_owned(), session);
        assert_eq!(browser.get("/staff").await.status, StatusCode::SEE_OTHER);
    }

    async fn a_session_ends_an_hour_after_its_last_use(database: &Database) {
        let city = office(database).await;
        let mut browser = Browser::new(&city);
        browser.log_in(EDITOR, PASSWORD).await;
        for (later, status) in [
            (later!(59), StatusCode::OK),
            // Its use has been noted: the hour begins anew.
            (later!(118), StatusCode::OK),
            (later!(178), StatusCode::SEE_OTHER),
        ] {
            browser.city = at(&city, later);
            assert_eq!(browser.get("/staff").await.status, status);
        }
    }

    async fn a_session_ends_after_twelve_hours_however_much_it_is_used(database: &Database) {
        let city = office(database).await;
        let mut browser = Browser::new(&city);
        browser.log_in(EDITOR, PASSWORD).await;
        for later in [
            later!(50), later!(100), later!(150), later!(200), later!(250), later!(300), later!(350), later!(400),
            later!(450), later!(500), later!(550), later!(600), later!(650), later!(700), later!(719),
        ] {
            browser.city = at(&city, later);
            assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
        }
        browser.city = at(&city, later!(720));
        assert_eq!(browser.get("/staff").await.status, StatusCode::SEE_OTHER);
    }

    async fn another_password_ends_all_other_sessions_and_renews_this_one(database: &Database) {
        let city = office(database).await;
        let (mut here, mut there) = (Browser::new(&city), Browser::new(&city));
        here.log_in(EDITOR, PASSWORD).await;
        there.log_in(EDITOR, PASSWORD).await;
        let before = here.cookies["__Host-session"].clone();
        let new = "umi ga mieru mado no soba";
        let changed = here.post("/staff/account/password", &[("current", PASSWORD), ("new", new), ("repeated", new)]).await;
        assert_eq!(changed.header("location"), "/staff/account?done=password", "{}", changed.text());
        assert_ne!(here.cookies["__Host-session"], before);
        let page = here.get("/staff/account?done=password").await;
        assert!(has(&page, "[role=status]"));
        assert_eq!(there.get("/staff").await.status, StatusCode::SEE_OTHER);
        here.cookies.insert("__Host-session".to_owned(), before);
        assert_eq!(here.get("/staff").await.status, StatusCode::SEE_OTHER, "nor is the old token of this browser");
        assert_eq!(Browser::new(&city).log_in(EDITOR, PASSWORD).await.status, StatusCode::FORBIDDEN);
        assert_eq!(Browser::new(&city).log_in(EDITOR, new).await.status, StatusCode::SEE_OTHER);
    }

    async fn a_password_that_cannot_be_taken_is_told_and_the_old_one_stays(database: &Database) {
        let city = office(database).await;
        let mut browser = Browser::new(&city);
        browser.log_in(EDITOR, PASSWORD).await;
        let good = "umi ga mieru mado no soba";
        for (current, new, repeated, words) in [
            ("not the current one", good, good, "The current password is wrong."),
            (PASSWORD, "short one", "short one", "too short"),
            (PASSWORD, "password123456", "password123456", "a common one"),
            (PASSWORD, "editor.editor.editor", "editor.editor.editor", "too close to your name"),
            (PASSWORD, PASSWORD, PASSWORD, "the password that you have"),
            (PASSWORD, good, "umi ga mieru mado", "differ"),
        ] {
            let fields = [("current", current), ("new", new), ("repeated", repeated)];
            let answer = browser.post("/en/staff/account/password", &fields).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{words}");
            assert!(answer.text().contains(words), "{words}");
            assert!(has(&answer, "[role=alert] a[href^='#']") && has(&answer, "input[aria-invalid]"), "{words}");
            assert!(!answer.text().contains(new), "nothing of it is sent back");
        }
        assert_eq!(Browser::new(&city).log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
    }

    async fn owners_see_their_sessions_and_end_them(database: &Database) {
        let city = office(database).await;
        let (mut here, mut there, mut third) = (Browser::new(&city), Browser::new(&city), Browser::new(&city));
        for browser in [&mut here, &mut there, &mut third] {
            browser.log_in(EDITOR, PASSWORD).await;
        }
        let page = here.get("/staff/account").await;
        let document = Html::parse_document(&page.text());
        let buttons = Selector::parse("#sessions td form input[name=session]").unwrap();
        let others: Vec<&str> = document.select(&buttons).map(|input| input.value().attr("value").unwrap()).collect();
        assert_eq!(others.len(), 2, "each but this one has a button");
        assert!(page.text().contains("Firefox, Windows") && !page.text().contains("Mozilla/5.0"));
        here.post("/staff/account/sessions", &[("session", others[0])]).await;
        let left = [there.get("/staff").await.status, third.get("/staff").await.status];
        assert_eq!(left.iter().filter(|status| **status == StatusCode::OK).count(), 1);
        here.post("/staff/account/sessions", &[("session", "others")]).await;
        assert_eq!(there.get("/staff").await.status, StatusCode::SEE_OTHER);
        assert_eq!(third.get("/staff").await.status, StatusCode::SEE_OTHER);
        assert_eq!(here.get("/staff").await.status, StatusCode::OK);
    }

    async fn nobody_ends_a_session_of_somebody_else_by_its_id(database: &Database) {
        let city = office(database).await;
        let (mut editor, mut chief) = (Browser::new(&city), Browser::new(&city));
        editor.log_in(EDITOR, PASSWORD).await;
        chief.log_in(OFFICE, PASSWORD).await;
        let id = people::sessions(database).await.into_iter().find(|(_, owner)| owner == OFFICE).unwrap().0;
        editor.post("/staff/account/sessions", &[("session", &id)]).await;
        assert_eq!(chief.get("/staff").await.status, StatusCode::OK);
    }

    async fn an_administrator_ends_the_sessions_of_an_account(database: &Database) {
        let city = office(database).await;
        let (mut editor, mut chief) = (Browser::new(&city), Browser::new(&city));
        editor.log_in(EDITOR, PASSWORD).await;
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        let ended = chief.post(&format!("/staff/people/{id}/sessions"), &[]).await;
        assert_eq!(ended.header("location"), format!("/staff/people/{id}?done=sessions"));
        assert_eq!(editor.get("/staff").await.status, StatusCode::SEE_OTHER);
    }

    async fn an_administrator_adds_somebody_who_replaces_the_one_time_password(database: &Database) {
        let city = office(database).await;
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let fields = [
            ("e_mail", "New@city.example.jp"), ("name", "新任　太郎"), ("department", "citizens"), ("department", "tax"),
            ("approver", "yes"),
        ];
        let added = chief.post("/staff/people", &fields).await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.text());
        let document = Html::parse_document(&added.text());
        let one_time = document.select(&Selector::parse(".one-time").unwrap()).next().unwrap().text().collect::<String>();
        assert!(!chief.get("/staff/people").await.text().contains(&one_time), "it is told once");
        let again = chief.post("/staff/people", &fields).await;
        assert_eq!(again.status, StatusCode::BAD_REQUEST);
        assert!(again.text().contains("すでにあります") && has(&again, "input[value=tax][checked]"));

        let mut new = Browser::new(&city);
        let opened = new.log_in("new@city.example.jp", &one_time).await;
        assert_eq!(opened.header("location"), "/staff/account");
        for page in ["/staff", "/staff/people", "/staff/no-such-page"] {
            assert_eq!(new.get(page).await.header("location"), "/staff/account", "{page}: first another password");
        }
        let own = "kawa no nagare no you ni";
        new.post("/staff/account/password", &[("current", &one_time), ("new", own), ("repeated", own)]).await;
        let desk = new.get("/staff").await;
        assert_eq!(desk.status, StatusCode::OK);
        assert!(desk.text().contains("新任 太郎") && desk.text().contains("市民課") && desk.text().contains("税務課"));
    }

    async fn a_one_time_password_is_taken_for_a_week(database: &Database) {
        let city = office(database).await;
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        let reset = chief.post(&format!("/staff/people/{id}/reset"), &[]).await;
        let document = Html::parse_document(&reset.text());
        let one_time = document.select(&Selector::parse(".one-time").unwrap()).next().unwrap().text().collect::<String>();
        assert_eq!(Browser::new(&city).log_in(EDITOR, PASSWORD).await.status, StatusCode::FORBIDDEN, "the old one is gone");
        let later = at(&city, later!(10_081));
        let refused = Browser::new(&later).log_in(EDITOR, &one_time).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.text().contains("期限が過ぎています"));
        let in_time = at(&city, later!(10_080));
        assert_eq!(Browser::new(&in_time).log_in(EDITOR, &one_time).await.status, StatusCode::SEE_OTHER);
    }

    async fn a_one_time_password_opens_once(database: &Database) {
        let city = office(database).await;
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        let one_time = async |chief: &mut Browser| {
            let reset = chief.post(&format!("/staff/people/{id}/reset"), &[]).await;
            let document = Html::parse_document(&reset.text());
            document.select(&Selector::parse(".one-time").unwrap()).next().unwrap().text().collect::<String>()
        };
        let first = one_time(&mut chief).await;
        let mut owner = Browser::new(&city);
        assert_eq!(owner.log_in(EDITOR, &first).await.header("location"), "/staff/account");
        let again = Browser::new(&city).log_in(EDITOR, &first).await;
        assert_eq!((again.status, again.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
        assert!(again.text().contains("一時パスワードはすでに使われています"), "said to who knows it");
        assert!(!Browser::new(&city).log_in(EDITOR, "guessing and guessing").await.text().contains("すでに使われて"));
        // The session that it opened still replaces it.
        let own = "kawa no nagare no you ni";
        let changed =
            owner.post("/staff/account/password", &[("current", &first), ("new", own), ("repeated", own)]).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
        assert_eq!(owner.get("/staff").await.status, StatusCode::OK);
        for _ in 0..2 {
            assert_eq!(Browser::new(&city).log_in(EDITOR, own).await.header("location"), "/staff");
        }
        // Another one opens once again.
        let second = one_time(&mut chief).await;
        assert_eq!(Browser::new(&city).log_in(EDITOR, &second).await.header("location"), "/staff/account");
        assert_eq!(Browser::new(&city).log_in(EDITOR, &second).await.status, StatusCode::FORBIDDEN);
    }

    async fn of_logins_that_race_with_one_one_time_password_one_gets_in(database: &Database) {
        let city = office(database).await;
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        for _ in 0..5 {
            let reset = chief.post(&format!("/staff/people/{id}/reset"), &[]).await;
            let document = Html::parse_document(&reset.text());
            let one_time: String =
                document.select(&Selector::parse(".one-time").unwrap()).next().unwrap().text().collect();
            let racing = ["192.0.2.11:1", "192.0.2.12:1", "192.0.2.13:1"].map(|address| {
                let (mut browser, one_time) = (Browser { address, ..Browser::new(&city) }, one_time.clone());
                tokio::spawn(async move { browser.log_in(EDITOR, &one_time).await.status })
            });
            let mut let_in = 0;
            for login in racing {
                let status = login.await.unwrap();
                assert!([StatusCode::SEE_OTHER, StatusCode::FORBIDDEN].contains(&status), "{status}");
                let_in += usize::from(status == StatusCode::SEE_OTHER);
            }
            assert_eq!(let_in, 1);
        }
    }

    async fn an_editor_sees_the_procedures_of_their_departments_and_no_accounts(database: &Database) {
        let city = office(database).await;
        let mut editor = Browser::new(&city);
        editor.log_in(EDITOR, PASSWORD).await;
        let list = editor.get("/staff/procedures").await;
        assert!(has(&list, "main a[href='/procedures/moving-out']"), "a procedure of their department");
        assert!(!has(&list, "main a[href='/procedures/tax-proof']"), "none of another");
        let desk = Html::parse_document(&editor.get("/staff").await.text());
        let counts: Vec<String> =
            desk.select(&Selector::parse(".numbers-list b").unwrap()).map(|count| count.text().collect()).collect();
        assert_eq!(counts, ["2", "1", "0", "0"], "two procedures, one of them not checked for a year");

        let refused = editor.get("/staff/people").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.text().contains("管理 花子"), "it says whom to ask");
        assert!(!refused.text().contains(OFFICE), "and nothing of what it keeps");
        assert!(has(&refused, "a[hreflang=en][href='/en/staff/people']"), "the languages lead to the page asked for");
    }

    async fn what_only_an_administrator_may_do_is_refused_to_an_editor(database: &Database) {
        let city = office(database).await;
        let (mut editor, mut chief) = (Browser::new(&city), Browser::new(&city));
        editor.log_in(EDITOR, PASSWORD).await;
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(OFFICE).await;
        let own = chief.id_of(EDITOR).await;
        let before = audit_rows(database).await.len();
        for below in ["roles", "disable", "enable", "reset", "sessions"] {
            for id in [&id, &own] {
                let answer = editor.post(&format!("/staff/people/{id}/{below}"), &[("administrator", "yes")]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{below}");
            }
        }
        assert_eq!(editor.post("/staff/people", &[("e_mail", "x@example.jp"), ("name", "x")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(audit_rows(database).await.len(), before, "nothing was written");
    }

    async fn no_administrator_changes_their_own_account(database: &Database) {
        let city = office(database).await;
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(OFFICE).await;
        assert!(!has(&chief.get(&format!("/staff/people/{id}")).await, "form[action$='/roles']"));
        for (below, fields) in [("roles", &[("approver", "yes"), ("department", "tax")][..]), ("disable", &[]), ("reset", &[])] {
            let answer = chief.post(&format!("/staff/people/{id}/{below}"), fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{below}");
        }
        assert_eq!(chief.get("/staff/people").await.status, StatusCode::OK, "still open");
    }

    async fn roles_hold_from_the_next_request_on(database: &Database) {
        let city = office(database).await;
        let (mut editor, mut chief) = (Browser::new(&city), Browser::new(&city));
        editor.log_in(EDITOR, PASSWORD).await;
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        let saved = chief.post(&format!("/staff/people/{id}/roles"), &[("department", "tax")]).await;
        assert_eq!(saved.header("location"), format!("/staff/people/{id}?done=roles"));
        let desk = editor.get("/staff/procedures").await;
        assert!(has(&desk, "main a[href='/procedures/tax-proof']") && !has(&desk, "main a[href='/procedures/moving-out']"));
        for wrong in ["no-such", "a b"] {
            let refused = chief.post(&format!("/staff/people/{id}/roles"), &[("department", wrong)]).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
        }
    }

    async fn the_guard_answers_before_every_address_behind_the_door(database: &Database) {
        let city = office(database).await;
        let addresses = staff_addresses();
        assert!(addresses.len() >= 13);
        // The door itself.
        const OPEN: [&str; 3] = ["/staff/login", "/staff/login/single-sign-on", "/staff/login/return"];
        let made_up = ["/staff/login/return/x", "/staff/", "/staff/no-such-page", "/staff/people/", "/staff//people", "/staff/people/x/y/z"];
        for address in addresses.iter().copied().chain(made_up).filter(|address| !OPEN.contains(address)) {
            let address = address.replace("{id}", "any");
            for language in Language::ALL {
                let address = language.path(&address);
                for post in [false, true] {
                    let mut browser = Browser::new(&city);
                    let answer = if post { browser.post(&address, &[]).await } else { browser.get(&address).await };
                    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
                    assert!(answer.header("location").starts_with(&language.path("/staff/login")), "{address}");
                    assert!(answer.body.is_empty(), "{address}");
                    assert_eq!(answer.header("cache-control"), "no-store", "{address}");
                }
            }
        }
    }

    async fn other_spellings_of_an_address_lead_to_nothing_kept_behind_the_door(database: &Database) {
        let city = office(database).await;
        for address in ["/%73taff", "/%73taff/people", "/en/%73taff/people", "//staff/people", "/STAFF/people", "/easy//staff", "/staff%2Fpeople", "/./staff/people"] {
            let answer = Browser::new(&city).get(address).await;
            assert!(!answer.text().contains("example.jp\"") && !answer.text().contains(OFFICE), "{address}");
            assert!(!has(&answer, "form[method=post]"), "{address}");
            assert_ne!(answer.status, StatusCode::OK, "{address}");
        }
    }

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
        let before = (audit_rows(database).await, people::secrets(database).await);
        for address in staff_addresses() {
            let answer = chief.get(&address.replace("{id}", &id)).await;
            assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{address}");
            let answer = chief.get(&format!("{}?e_mail=a&current=b&session=others&administrator=yes", address.replace("{id}", &id))).await;
            assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{address}");
        }
        assert_eq!((audit_rows(database).await, people::secrets(database).await), before);
    }

    async fn a_form_of_another_site_is_refused(database: &Database) {
        let city = office(database).await;
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        let before = audit_rows(database).await.len();
        chief.site = "cross-site";
        for address in staff_addresses() {
            let answer = chief.post(&address.replace("{id}", &id), &[("session", "others")]).await;
            assert!(matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::METHOD_NOT_ALLOWED), "{address}");
        }
        let login = Browser { site: "same-site", ..Browser::new(&city) }.log_in(EDITOR, PASSWORD).await;
        assert_eq!((login.status, login.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
        assert_eq!(audit_rows(database).await.len(), before);
    }

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

    async fn fields_that_a_form_does_not_have_are_refused(database: &Database) {
        let city = office(database).await;
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let id = chief.id_of(EDITOR).await;
        let new = "umi ga mieru mado no soba";
        for (address, fields) in [
            ("/staff/people".to_owned(), vec![("e_mail", "a@example.jp"), ("name", "a"), ("password_hash", "a")]),
            ("/staff/people".to_owned(), vec![("e_mail", "a@example.jp"), ("name", "a"), ("name", "b")]),
            (format!("/staff/people/{id}/roles"), vec![("approver", "yes"), ("disabled", "yes")]),
            ("/staff/account/password".to_owned(), vec![("current", PASSWORD), ("new", new), ("repeated", new), ("administrator", "yes")]),
        ] {
            let before = audit_rows(database).await.len();
            assert_eq!(chief.post(&address, &fields).await.status, StatusCode::BAD_REQUEST, "{address}");
            assert_eq!(audit_rows(database).await.len(), before, "{address}");
        }
    }

    async fn who_fails_again_and_again_waits_and_is_told_how_long(database: &Database) {
        let city = office(database).await;
        let mut stranger = Browser::new(&city);
        for _ in 0..5 {
            assert_eq!(stranger.log_in(EDITOR, "guessing and guessing").await.status, StatusCode::FORBIDDEN);
        }
        let waits = stranger.log_in(EDITOR, PASSWORD).await;
        assert_eq!((waits.status, waits.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "30"));
        assert!(waits.text().contains("およそ1分後"));
        assert_eq!(waits.header("set-cookie"), "");
        stranger.city = at(&city, later!(1));
        assert_eq!(stranger.log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
    }

    async fn nobody_locks_anybody_out(database: &Database) {
        let city = office(database).await;
        let mut owner = Browser::new(&city);
        owner.log_in(EDITOR, PASSWORD).await;
        owner.post("/staff/logout", &[]).await;
        let mut stranger = Browser::new(&city);
        for _ in 0..20 {
            stranger.log_in(EDITOR, "guessing and guessing").await;
        }
        assert_eq!(stranger.log_in(EDITOR, PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
        // The owner sits behind the same address, in a browser that was used before.
        assert_eq!(owner.log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
        // From another address any browser will do.
        let mut elsewhere = Browser { address: "198.51.100.7:50000", ..Browser::new(&city) };
        assert_eq!(elsewhere.log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
        // Another account behind the address of the stranger is not held up.
        assert_eq!(Browser::new(&city).log_in(OFFICE, PASSWORD).await.status, StatusCode::SEE_OTHER);
    }

    async fn the_current_password_cannot_be_guessed_at_an_open_desk(database: &Database) {
        let city = office(database).await;
        let mut browser = Browser::new(&city);
        browser.log_in(EDITOR, PASSWORD).await;
        let new = "umi ga mieru mado no soba";
        for _ in 0..10 {
            browser.post("/staff/account/password", &[("current", "guess"), ("new", new), ("repeated", new)]).await;
        }
        let waits = browser.post("/staff/account/password", &[("current", PASSWORD), ("new", new), ("repeated", new)]).await;
        assert_eq!((waits.status, waits.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "30"));
    }

    async fn a_city_without_departments_can_have_its_first_administrator(database: &Database) {
        let city = support::World::new().on(database).await;
        add(database, "first@city.example.jp", "最初", roles(&[], false, true)).await;
        let mut first = Browser::new(&city);
        first.log_in("first@city.example.jp", PASSWORD).await;
        assert_eq!(first.get("/staff/people").await.status, StatusCode::OK);
        assert_eq!(first.get("/staff").await.status, StatusCode::OK);
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
    assert!(log.text().contains(&format!("had no right to a page staff={id}")), "{}", log.text());
}

#[tokio::test]
async fn what_fails_inside_is_told_by_a_number_that_stands_in_the_log() {
    let log = Log::default();
    let _listening = log.listen();
    let database = Database::sqlite();
    let city = office(&database).await;
    let mut editor = Browser::new(&city);
    editor.log_in(EDITOR, PASSWORD).await;
    people::break_accounts(&database).await;
    let answer = editor.get("/staff").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.header("cache-control"), "no-store");
    let id = answer.header("x-request-id");
    assert!(id.len() == 12 && answer.text().contains(id));
    assert!(!answer.text().contains("sessions"), "nothing of what is inside");
    let cause = log.text().lines().find(|line| line.contains("no such table")).unwrap().to_owned();
    assert!(cause.contains(id), "{cause}");
}
