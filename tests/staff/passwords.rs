//! Changing a password, and one-time passwords.

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, office};
use crate::support::{has, on_both};

on_both! {
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
            ("not the current one", good, good, "The current password is incorrect."),
            (PASSWORD, "short one", "short one", "too short"),
            (PASSWORD, "password123456", "password123456", "a common password"),
            (PASSWORD, "editor.editor.editor", "editor.editor.editor", "too similar to your name"),
            (PASSWORD, PASSWORD, PASSWORD, "This is your current password"),
            (PASSWORD, good, "umi ga mieru mado", "do not match"),
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
        let user = new.get("/staff").await;
        assert_eq!(user.status, StatusCode::OK);
        assert!(user.text().contains("新任 太郎") && user.text().contains("市民課") && user.text().contains("税務課"));
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
        let later = city.at(later!(10_081));
        let refused = Browser::new(&later).log_in(EDITOR, &one_time).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.text().contains("期限が過ぎています"));
        let in_time = city.at(later!(10_080));
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
        // The session that it opened can still set a new password.
        let own = "kawa no nagare no you ni";
        let changed =
            owner.post("/staff/account/password", &[("current", &first), ("new", own), ("repeated", own)]).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
        assert_eq!(owner.get("/staff").await.status, StatusCode::OK);
        for _ in 0..2 {
            assert_eq!(Browser::new(&city).log_in(EDITOR, own).await.header("location"), "/staff");
        }
        // A new one-time password also works once.
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
}
