//! The tables of the whole city at the desk: rows typed, changed, removed and brought back, by those who keep the table.

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::card::Measure;
use store::references::list_foreign_keys;
use store::tables::find_table;

use crate::support::staff::{Browser, EDITOR, OFFICE, add, browser_of, charge, press, roles, sent_fields};
use crate::support::{Answer, City, Database, World, close, on_both, procedure};

const WHY: (&str, &str) = ("why", "組織の見直し");

async fn city_on(database: &Database) -> City {
    let city = World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Held, "2026-08-31", 580, 1000)
        .with_cards("271403", Measure::Held, "2026-09-30", 600, 1000)
        .with_department("citizens", "市民課")
        .with_department("tax", "税務課")
        .with_procedure(procedure("moving-out", "転出届").department("citizens"))
        .on(database)
        .await;
    add(database, EDITOR, "編集 次郎", roles(&["citizens"], false, false)).await;
    add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
    city
}

/// The fields of the form at an address, with some values typed over.
async fn typed(browser: &mut Browser, address: &str, values: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = browser.get(address).await;
    assert_eq!(page.status, StatusCode::OK, "{address}");
    let mut fields = sent_fields(&page.text(), "form.staff-form");
    fields.retain(|(name, _)| values.iter().all(|(typed, _)| typed != name));
    fields.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

async fn send(browser: &mut Browser, address: &str, values: &[(&str, &str)]) -> Answer {
    let fields = typed(browser, address, values).await;
    browser.post_fields(address, &fields).await
}

/// Publishes the proposal that an answer redirects to, and returns its address.
async fn publish(browser: &mut Browser, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let proposal = answer.header("location").split('?').next().unwrap().to_owned();
    let done = press(browser, &proposal, "publish").await;
    assert_eq!(done.header("location"), format!("{proposal}?done=publish"), "{}", done.text());
    proposal
}

fn row(table: &str, key: &[&str]) -> String {
    let key = serde_json::to_string(key).unwrap();
    let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
    format!("/staff/tables/{table}/row?row={key}")
}

on_both! {
    async fn who_keeps_no_department_is_typed_by_an_administrator_until_one_is_charged(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let list = office.get("/staff/tables").await.text();
        assert!(list.contains("/staff/tables/departments") && list.contains("決まっていません"), "{list}");
        // An editor sees the table, and no form.
        let seen = editor.get("/staff/tables/departments").await.text();
        assert!(seen.contains("税務課") && !seen.contains("/staff/tables/departments/row"), "{seen}");
        assert!(editor.get("/staff/tables/departments/row").await.text().contains("担当の所管課の職員です"));
        let fields = [("cell-code", "welfare"), ("cell-name", "福祉課"), WHY];
        let refused = editor.post("/staff/tables/departments/row", &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);

        let answer = send(&mut office, "/staff/tables/departments/row", &fields).await;
        let proposal = publish(&mut office, &answer).await;
        assert!(office.get("/staff/tables/departments").await.text().contains("福祉課"));
        assert!(office.get("/staff/departments").await.text().contains("福祉課"), "and it is public at once");
        let history = office.get("/staff/tables/departments").await.text();
        assert!(history.contains("組織の見直し") && history.contains(&proposal) && history.contains("管理 花子"), "{history}");

        // From now on it belongs to a department, whose approvers decide.
        charge(&mut office, "citizens", &["departments".parse().unwrap()]).await;
        let refused = office.post("/staff/tables/departments/row", &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let answer = send(&mut editor, &row("departments", &["tax"]), &[("cell-name", "市税課"), WHY]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let proposal = answer.header("location").split('?').next().unwrap().to_owned();
        let page = editor.get(&proposal).await.text();
        assert!(page.contains("市税課") && page.contains(&format!("{proposal}/send")), "{page}");
        assert!(!page.contains(&format!("{proposal}/publish")), "{page}");
    }

    async fn what_is_wrong_with_a_row_stands_beside_its_field_and_nothing_typed_is_lost(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let address = "/staff/tables/sources/row";
        let answer = send(&mut office, address, &[("cell-id", "a b"), ("cell-title", "月次報告"), ("cell-url", "ftp://x"), WHY]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let page = answer.text();
        assert!(page.contains("id=\"cell-id-mistake\"") && page.contains("id=\"cell-url-mistake\""), "{page}");
        assert!(page.contains("value=\"月次報告\"") && page.contains("value=\"a b\""), "{page}");
        let answer = send(&mut office, address, &[("cell-id", "monthly"), ("cell-title", "月次報告")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "without a reason");
        // A row that is there already is not added again without a choice.
        let answer = send(&mut office, "/staff/tables/departments/row", &[("cell-code", "tax"), ("cell-name", "別の課"), WHY]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let english = send(&mut office, "/en/staff/tables/sources/row", &[("cell-id", "a b"), ("cell-title", "x"), WHY]).await;
        assert!(english.text().contains("1 to 64 letters or digits"), "{}", english.text());
        for unknown in ["/staff/tables/nothing", "/staff/tables/procedures/row", &row("departments", &["nowhere"])] {
            assert_eq!(office.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
        }
    }

    async fn two_who_change_one_row_keep_both_changes_or_are_told(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let address = row("departments", &["tax"]);
        let first = typed(&mut office, &address, &[("cell-name", "市税課"), WHY]).await;
        let other = typed(&mut office, &address, &[("cell-name_en", "Tax Office"), WHY]).await;
        let third = typed(&mut office, &address, &[("cell-name", "納税課"), WHY]).await;
        let answer = office.post_fields(&address, &first).await;
        publish(&mut office, &answer).await;
        let answer = office.post_fields(&address, &other).await;
        publish(&mut office, &answer).await;
        let page = office.get("/staff/tables/departments").await.text();
        assert!(page.contains("市税課") && page.contains("Tax Office"), "{page}");
        let answer = office.post_fields(&address, &third).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("市税課") && answer.text().contains("納税課"), "{}", answer.text());
    }

    async fn a_row_is_removed_with_a_reason_and_comes_back_by_undo(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let remove = |address: &str| address.replacen("/row", "/row/remove", 1);
        // What others use stays.
        let used = row("departments", &["citizens"]);
        let refused = office.post(&remove(&used), &[WHY]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text().contains("手続1件") && refused.text().contains("職員のアカウント1件"), "{}", refused.text());
        let unused = row("departments", &["tax"]);
        assert_eq!(office.post(&remove(&unused), &[]).await.status, StatusCode::BAD_REQUEST, "without a reason");
        let answer = office.post(&remove(&unused), &[WHY]).await;
        let proposal = answer.header("location").split('?').next().unwrap().to_owned();
        let page = office.get(&proposal).await.text();
        assert!(page.contains("削除されるもの（1件）") && page.contains("税務課"), "{page}");
        publish(&mut office, &answer).await;
        assert_eq!(office.get(&unused).await.status, StatusCode::NOT_FOUND);
        assert!(!office.get("/staff/tables/departments").await.text().contains("税務課"));
        // Undone, and the undo undone.
        let mut last = proposal;
        for is_there in [true, false] {
            let page = office.get(&last).await.text();
            assert!(page.contains(&format!("{last}/undo")), "{page}");
            let answer = office.post(&format!("{last}/undo"), &[("reason", "取り違え")]).await;
            last = publish(&mut office, &answer).await;
            assert_eq!(office.get("/staff/tables/departments").await.text().contains("税務課"), is_there);
        }
    }

    async fn a_published_figure_is_withdrawn_and_comes_back_as_it_was(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let before = office.get("/api/v1/cards.csv").await.csv();
        assert_eq!(before.1.len(), 2);
        let removal = row("cards", &["271403", "held", "2026-08-31", ""]).replacen("/row", "/row/remove", 1);
        let answer = office.post(&removal, &[WHY]).await;
        let proposal = publish(&mut office, &answer).await;
        let without = office.get("/api/v1/cards.csv").await.csv();
        assert_eq!(without.1, before.1.iter().filter(|row| !row.contains(&"580".to_owned())).cloned().collect::<Vec<_>>());
        let answer = office.post(&format!("{proposal}/undo"), &[("reason", "正しかった")]).await;
        publish(&mut office, &answer).await;
        assert_eq!(office.get("/api/v1/cards.csv").await.csv(), before);
    }

    async fn lists_are_searched_and_paged_and_every_table_has_its_page(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        for table in exchange::city_table::CityTable::all() {
            let page = office.get(&format!("/staff/tables/{}", table.name)).await;
            if table.name == "boundaries" {
                assert_eq!(page.header("location"), "/staff/import?kind=boundaries");
                continue;
            }
            assert_eq!(page.status, StatusCode::OK, "{}", table.name);
            for prefix in ["/en", "/easy"] {
                let page = office.get(&format!("{prefix}/staff/tables/{}", table.name)).await;
                page.assert_has_all_texts(table.name);
                if table.name != "procedures" {
                    let form = office.get(&format!("{prefix}/staff/tables/{}/row", table.name)).await;
                    assert_eq!(form.status, StatusCode::OK, "{}", table.name);
                    form.assert_has_all_texts(table.name);
                }
            }
            let file = office.get(&format!("/staff/tables/{}/file.xlsx?empty=yes", table.name)).await;
            assert_eq!(file.status, StatusCode::OK, "{}", table.name);
        }
        let found = office.get("/staff/tables/departments?q=税").await.text();
        assert!(found.contains("税務課") && !found.contains("市民課"), "{found}");
    }

    async fn every_foreign_key_names_the_primary_key_of_its_parent(database: &Database) {
        let db = database.open().await;
        let mut connection = db.read().await.unwrap();
        let references = list_foreign_keys(&mut connection).await.unwrap();
        assert!(references.len() > 30, "{}", references.len());
        for reference in references {
            let parent = find_table(&mut connection, &reference.parent).await.unwrap();
            let key = parent.key_columns();
            assert!(reference.keys.iter().all(|column| key.contains(&column.as_str())), "{reference:?}");
        }
        drop(connection);
        close(db).await;
    }
}
