//! Login by password, and how repeated failures are slowed down.

use axum::http::StatusCode;

use crate::support;
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, add, office, roles};
use crate::support::{has, on_both};

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
        stranger.city = city.at(later!(1));
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
        // The owner has the same IP address, but a browser that was used before.
        assert_eq!(owner.log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
        // From another IP address, any browser works.
        let mut elsewhere = Browser { address: "198.51.100.7:50000", ..Browser::new(&city) };
        assert_eq!(elsewhere.log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
        // Another account at the same IP address is not slowed down.
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
