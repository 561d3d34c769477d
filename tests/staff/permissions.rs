//! Which role may do what, and that nobody else reaches anything.

use axum::http::StatusCode;
use scraper::{Html, Selector};
use tetsuzuki::language::{ContentLanguage, Language};
use tetsuzuki::server::http::router::staff_addresses;

use super::audit_rows;
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, office};
use crate::support::{has, on_both};

on_both! {
    async fn an_editor_sees_the_procedures_of_their_departments_and_no_accounts(database: &Database) {
        let city = office(database).await;
        let mut editor = Browser::new(&city);
        editor.log_in(EDITOR, PASSWORD).await;
        let list = editor.get("/staff/procedures").await;
        assert!(has(&list, "main a[href='/procedures/moving-out']"), "a procedure of their department");
        assert!(!has(&list, "main a[href='/procedures/tax-proof']"), "none of another");
        let user = Html::parse_document(&editor.get("/staff").await.text());
        let counts: Vec<String> =
            user.select(&Selector::parse(".numbers-list b").unwrap()).map(|count| count.text().collect()).collect();
        assert_eq!(counts, ["2", "1", "0", "0", "0"], "two procedures, one of them not checked for a year");

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
        let user = editor.get("/staff/procedures").await;
        assert!(has(&user, "main a[href='/procedures/tax-proof']") && !has(&user, "main a[href='/procedures/moving-out']"));
        for wrong in ["no-such", "a b"] {
            let refused = chief.post(&format!("/staff/people/{id}/roles"), &[("department", wrong)]).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
        }
    }

    async fn the_guard_answers_before_every_address_behind_the_door(database: &Database) {
        let city = office(database).await;
        let addresses = staff_addresses();
        assert!(addresses.len() >= 13);
        // The login pages are open.
        const OPEN: [&str; 3] = ["/staff/login", "/staff/login/single-sign-on", "/staff/login/return"];
        let made_up = ["/staff/login/return/x", "/staff/", "/staff/no-such-page", "/staff/people/", "/staff//people", "/staff/people/x/y/z"];
        for address in addresses.iter().copied().chain(made_up).filter(|address| !OPEN.contains(address)) {
            let address = address.replace("{id}", "any");
            for language in ContentLanguage::ALL.iter().map(|language| Language::from(*language)) {
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

    async fn a_language_without_staff_pages_leads_to_those_of_its_content(database: &Database) {
        let city = office(database).await;
        let others = Language::all().iter().filter(|language| language.of_staff() != **language);
        let mut count = 0;
        for language in others {
            for (page, wanted) in [("/staff", "/staff"), ("/staff/tables/cards?page=2", "/staff/tables/cards?page=2")] {
                for post in [false, true] {
                    let address = format!("{}{page}", language.prefix());
                    let mut browser = Browser::new(&city);
                    let answer = if post { browser.post(&address, &[]).await } else { browser.get(&address).await };
                    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
                    assert_eq!(answer.header("location"), format!("{}{wanted}", language.of_staff().prefix()));
                    assert_eq!(answer.header("cache-control"), "no-store", "{address}");
                }
            }
            let home = city.get(&language.path("/")).await.text();
            assert!(home.contains(&format!("href=\"{}\"", language.of_staff().path("/staff/login"))), "{language}");
            count += 1;
        }
        assert!(count > 0, "a language besides those of the city's texts ships");
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
}
