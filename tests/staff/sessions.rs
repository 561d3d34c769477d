//! Sessions: their cookie, how they end, and who may end them.

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::support::on_both;
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, list_sessions, office, stored_secrets};

on_both! {
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
        let hashes = stored_secrets(database).await;
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
            // Its use was recorded: the hour starts again.
            (later!(118), StatusCode::OK),
            (later!(178), StatusCode::SEE_OTHER),
        ] {
            browser.city = city.at(later);
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
            browser.city = city.at(later);
            assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
        }
        browser.city = city.at(later!(720));
        assert_eq!(browser.get("/staff").await.status, StatusCode::SEE_OTHER);
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
        let id = list_sessions(database).await.into_iter().find(|(_, owner)| owner == OFFICE).unwrap().0;
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
}
