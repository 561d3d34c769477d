//! What follows a dissolved department: accounts, rules, programmes, proposals and old addresses, and what undoes it.

use axum::http::StatusCode;
use domain::proposal::DepartmentRule;
use domain::table_kind::TableKind;

use super::*;
use crate::support::on_both;
use crate::support::staff::charge;

/// Opens the form of an entry, changes fields, and sends it.
async fn edit(browser: &mut Browser, id: &str, values: &[(&str, &str)]) -> String {
    let address = format!("/staff/procedures/{id}/edit");
    let page = browser.get(&address).await;
    let fields = typed(&page, &format!("form[action='{address}']"), values);
    proposal(&browser.post_fields(&address, &fields).await)
}

/// Switches approval off for some departments.
async fn allow_publishing_alone(office: &mut Browser, departments: &[&str]) {
    let page = office.get("/staff/departments").await;
    let mut fields = sent_fields(&page.text(), "form[action='/staff/departments']");
    fields.retain(|(name, value)| name != "approval" || !departments.contains(&value.as_str()));
    let answer = office.post_fields("/staff/departments", &fields).await;
    assert_eq!(answer.header("location"), "/staff/departments?done=yes");
}

/// Merges the citizens' and the tax department into a new one, and returns the proposal.
async fn merge(office: &mut Browser) -> String {
    let values = [("code", "life"), ("name", "市民生活課"), ("name_en", "Civic Life"), REASON];
    let answer = send(office, "merge", &["citizens", "tax"], &values).await;
    publish(office, &answer).await
}

on_both! {
    async fn accounts_rules_and_programmes_follow_a_merger(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        allow_publishing_alone(&mut office, &["citizens"]).await;
        charge(&mut office, "citizens", &[TableKind::Guides]).await;
        charge(&mut office, "tax", &[TableKind::Sources]).await;
        let before = audit_rows(database).await.len();
        let draft = merge(&mut office).await;
        let now = state(database).await;
        assert_eq!(now.codes(), ["life", "welfare"]);
        let (_, name, phone) = &now.departments[0];
        assert_eq!((name.as_str(), phone.as_str()), ("市民生活課", ""), "whose telephone it is now is not known");
        assert!(now.procedures.values().all(|code| code.as_deref() == Some("life")), "{now:?}");
        assert!([EDITOR, APPROVER, TAX, BOTH].iter().all(|one| now.accounts[*one] == ["life"]), "{now:?}");
        let both = DepartmentRule { needs_approval: true, keeps: [TableKind::Guides, TableKind::Sources].into() };
        assert_eq!(now.rules, BTreeMap::from([("life".to_owned(), both)]), "approval is needed as one of them needed it");
        assert_eq!(now.programmes, ["市民生活課"]);

        let rows = audit_rows(database).await;
        let new: Vec<&AuditRow> = rows.iter().filter(|row| row.action == "import reorganisation").collect();
        let [row] = new.as_slice() else { panic!("{new:?}") };
        for name in ["citizens", "市民課", "tax", "税務課", "本館1階", "072-000-0002"] {
            assert!(row.before.contains(name), "{name}: {row:?}");
        }
        assert!(row.after.contains("市民生活課") && !row.after.contains("編集"), "{row:?}");
        // One for the reorganisation, and one for the history of each procedure.
        assert!(rows.len() > before + 4, "{}", rows.len());
        let history = office.get("/procedures/moving-out/history").await.text();
        assert!(history.contains(REASON.1) && history.contains("市民生活課"), "{history}");
        assert!(history.contains("市民課") && !history.contains(">citizens<"), "departments have names: {history}");
        let listed = office.get("/staff/proposals").await.text();
        assert!(listed.contains(">組織改編</a>") || listed.contains("組織改編\n"), "{listed}");
        assert!(office.get(&draft).await.text().contains("職員のアカウント"));
        assert!(is_well(database).await);
    }

    async fn open_proposals_follow_and_nobody_loses_their_work(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let waiting = edit(&mut editor, "moving-out", &[("kana", "てんしゅつとどけ"), REASON]).await;
        press(&mut editor, &waiting, "send", &[]).await;
        let mut both = browser_of(&city, BOTH).await;
        let moves = edit(&mut both, "tax-proof", &[("department", "citizens"), ("kana", "のうぜい"), REASON]).await;
        let file = "手続ID,手続名,所管課\nmoving-in,転入の届,市民課\n";
        let fields = [("kind", "procedures"), REASON];
        let file = proposal(&editor.post_file("/staff/import", &fields, "a.csv", file.as_bytes()).await);
        press(&mut editor, &file, "send", &[]).await;

        merge(&mut browser_of(&city, OFFICE).await).await;
        let mut approver = browser_of(&city, APPROVER).await;
        let done = press(&mut approver, &waiting, "approve", &[]).await;
        assert_eq!(done.header("location"), format!("{waiting}?done=approve"), "{}", done.text());
        assert!(city.get("/en/procedures/moving-out").await.text().contains("tenshutsutodoke"));
        // Both departments are the same one now, so that only the rest of the change is left.
        let page = both.get(&moves).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("のうぜい") && !page.text().contains("keep tax-proof department"), "{}", page.text());
        assert_eq!(press(&mut both, &moves, "send", &[]).await.header("location"), format!("{moves}?done=send"));
        press(&mut approver, &moves, "approve", &[]).await;
        assert_eq!(state(database).await.of("tax-proof"), "life");
        // The file says a department that is gone. It is still seen, and its author is told.
        let page = approver.get(&file).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("life 市民生活課 になりました"), "{}", page.text());
        assert_eq!(approver.get(&waiting).await.status, StatusCode::OK, "what is published is still seen");
        assert!(is_well(database).await);
    }

    async fn an_old_address_leads_on(database: &Database) {
        let city = city_on(database).await;
        merge(&mut browser_of(&city, OFFICE).await).await;
        let gone = city.get("/procedures?department=citizens").await;
        assert_eq!(gone.status, StatusCode::GONE);
        let page = gone.text();
        assert!(page.contains("市民課") && page.contains("href=\"/procedures?department=life\""), "{page}");
        assert!(!page.contains("短い言葉にしてみて"), "nobody searched for a word: {page}");
        assert_eq!(city.get("/procedures?department=nowhere").await.status, StatusCode::NOT_FOUND);
        assert_eq!(city.get("/procedures?department=life").await.status, StatusCode::OK);
        let english = city.get("/en/changes?department=tax").await.text();
        assert!(english.contains("/en/changes?department=life") && english.contains("was dissolved"), "{english}");
        assert!(city.get("/changes").await.text().contains("に移りました"));
        let feed = city.get("/feeds/changes.atom?department=tax").await;
        assert_eq!((feed.status, feed.header("location")), (StatusCode::MOVED_PERMANENTLY, "/feeds/changes.atom?department=life"));
        assert_eq!(feed.header("cache-control"), "public, max-age=86400", "a reorganisation can be undone");
        let list = city.get("/api/v1/procedures?department=tax").await;
        assert_eq!(list.status, StatusCode::BAD_REQUEST);
        assert!(list.text().contains("became life"), "{}", list.text());
        assert_eq!(city.get("/api/v1/changes?department=tax").await.status, StatusCode::BAD_REQUEST);
        // The way goes on through a department that is gone, too.
        accepted(database, "life,,welfare,,,\n").await;
        city.state.refresh().await.unwrap();
        let page = city.get("/procedures?department=citizens").await.text();
        assert!(page.contains("href=\"/procedures?department=welfare\""), "{page}");
    }

    async fn a_department_without_procedures_comes_back_with_its_people(database: &Database) {
        let city = city_on(database).await;
        add(database, "care@city.example.jp", "福祉 八郎", roles(&["welfare"], false, false)).await;
        let mut office = browser_of(&city, OFFICE).await;
        let answer = send(&mut office, "merge", &["welfare", "tax"], &[("successor", "tax"), REASON]).await;
        let draft = publish(&mut office, &answer).await;
        assert_eq!(state(database).await.accounts["care@city.example.jp"], ["tax"]);
        let undo = press(&mut office, &draft, "undo", &[("reason", "取りやめ")]).await;
        let page = office.get(&proposal(&undo)).await.text();
        assert!(!page.contains("わからないものは空欄"), "everything is known of it: {page}");
        publish(&mut office, &undo).await;
        let now = state(database).await;
        assert_eq!(now.codes(), ["citizens", "tax", "welfare"]);
        assert_eq!(now.accounts["care@city.example.jp"], ["welfare"], "as it was before");
        assert_eq!(now.accounts[TAX], ["tax"], "whoever was there before has not come to another one");
        let english = city.get("/en/changes").await.text();
        assert!(english.contains("is a department again") && !english.contains("is a new department"), "{english}");
        assert!(english.contains("was taken back: ") && english.contains("(taken back on "), "{english}");
        assert!(is_well(database).await);
    }

    async fn an_english_name_that_was_added_goes_again(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let answer = send(&mut office, "rename", &["tax"], &[("name_en-tax", "Tax"), REASON]).await;
        let draft = publish(&mut office, &answer).await;
        let undo = press(&mut office, &draft, "undo", &[("reason", "取りやめ")]).await;
        publish(&mut office, &undo).await;
        let last = state(database).await.changes.pop().unwrap();
        assert_eq!((last.name_en.as_str(), last.successor_name_en.as_str()), ("Tax", ""));
        assert_eq!(last.takes_back, Some(last.changed_on), "it says what it takes back");
        let answer = send(&mut office, "rename", &["tax"], &[("name_en-tax", "Tax"), REASON]).await;
        publish(&mut office, &answer).await;
        let answer = send(&mut office, "rename", &["tax"], &[("name_en-tax", ""), REASON]).await;
        publish(&mut office, &answer).await;
        assert_eq!(state(database).await.changes.pop().unwrap().successor_name_en, "", "the form empties it, too");
    }

    async fn what_undoes_a_merger_brings_departments_and_procedures_back(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        allow_publishing_alone(&mut office, &["citizens"]).await;
        charge(&mut office, "citizens", &[TableKind::Guides]).await;
        charge(&mut office, "tax", &[TableKind::Sources]).await;
        let before = state(database).await;
        let draft = merge(&mut office).await;
        let merged = state(database).await;
        add(database, "new@city.example.jp", "新人 九郎", roles(&["life"], false, false)).await;
        let page = office.get(&draft).await.text();
        assert!(page.contains("監査ログに残るとおりに戻ります"), "it says what comes back: {page}");
        let undo = press(&mut office, &draft, "undo", &[("reason", "取りやめ")]).await;
        let undo_draft = publish(&mut office, &undo).await;
        let page = office.get(&draft).await.text();
        assert!(page.contains("この変更は元に戻しました") && !page.contains(&format!("{draft}/undo")), "{page}");
        let mut now = state(database).await;
        assert_eq!(
            now.accounts.remove("new@city.example.jp").unwrap(),
            ["citizens", "tax"],
            "nobody has said which of the two a later account belongs to"
        );
        let undone = now.changes.split_off(merged.changes.len());
        let day = merged.changes[0].changed_on;
        assert!(undone.len() == 2 && undone.iter().all(|change| change.takes_back == Some(day)), "{undone:?}");
        assert_eq!(now, State { changes: merged.changes.clone(), ..before.clone() }, "everything else is as it was");
        assert_eq!(city.get("/procedures?department=citizens").await.status, StatusCode::OK);
        assert_eq!(city.get("/procedures?department=life").await.status, StatusCode::GONE);
        for (language, words) in [("", "元の"), ("/en", "procedures are back at"), ("/easy", "もとの")] {
            let page = city.get(&format!("{language}/changes")).await.text();
            assert!(page.contains(words), "it reads as taken back: {page}");
        }
        let english = city.get("/en/changes").await.text();
        assert_eq!(english.matches("was taken back: ").count(), 1, "one department goes: {english}");
        assert_eq!(english.matches("(taken back on ").count(), 2, "two had gone: {english}");
        // The undo of an undo is nothing special.
        let again = press(&mut office, &undo_draft, "undo", &[("reason", "やはり行う")]).await;
        publish(&mut office, &again).await;
        let mut now = state(database).await;
        now.accounts.remove("new@city.example.jp");
        assert_eq!((&now.accounts, &now.rules, &now.programmes), (&merged.accounts, &merged.rules, &merged.programmes));
        assert_eq!(now.codes(), ["life", "welfare"]);
        let english = city.get("/en/changes").await.text();
        assert_eq!(english.matches("was taken back: ").count(), 3, "the undo was undone: {english}");
        assert!(is_well(database).await);
    }

    async fn an_account_that_was_changed_since_keeps_what_it_got(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let draft = merge(&mut office).await;
        // Somebody has moved on, and somebody has got a second department.
        let db = database.open().await;
        for (e_mail, departments) in [(TAX, ["welfare"].as_slice()), (EDITOR, &["life", "welfare"])] {
            let members = staff::list_members(&mut db.read().await.unwrap()).await.unwrap();
            let member = members.into_iter().find(|member| member.e_mail.as_str() == e_mail).unwrap();
            let (id, roles) = (&member.id, &roles(departments, false, false));
            db.write(store::WriteKind::Private, |transaction| {
                Box::pin(async move { staff::save_roles(transaction, id, roles).await })
            })
            .await
            .unwrap();
        }
        close(db).await;
        let undo = press(&mut office, &draft, "undo", &[("reason", "取りやめ")]).await;
        publish(&mut office, &undo).await;
        let now = state(database).await;
        assert_eq!(now.accounts[TAX], ["welfare"]);
        assert_eq!(now.accounts[EDITOR], ["citizens", "welfare"]);
        assert_eq!(now.accounts[BOTH], ["citizens", "tax"]);
        assert!(is_well(database).await);
    }
}
