//! Editing: from a form to a draft, to approval by someone else, to publication.

mod effective_days;
mod endings;

use axum::http::StatusCode;
use domain::audit::CHANGE_PROCEDURE;
use store::audit::list_audit_rows;
use store::proposals::{find_proposal, list_ended_proposals, list_open_proposals};
use store::revision::find_revision;
use store::{AuditRow, Db};

use crate::support::staff::{Browser, EDITOR, OFFICE, add, browser_of, office, roles, sent_fields};
use crate::support::{Answer, City, Database, TODAY, on_both};

const SECOND: &str = "second@city.example.jp";
const APPROVER: &str = "approver@city.example.jp";
const TAX: &str = "tax@city.example.jp";

/// The office with a second editor and an approver in the same department, and an editor in another.
async fn full_office(database: &Database) -> City {
    let city = office(database).await;
    add(database, SECOND, "編集 三郎", roles(&["citizens"], false, false)).await;
    add(database, APPROVER, "承認 四郎", roles(&["citizens"], true, false)).await;
    add(database, TAX, "税 五郎", roles(&["tax"], false, false)).await;
    city
}

/// The fields of a form with some values changed. New names are added; fields with an empty value are left out.
fn typed(page: &Answer, form: &str, values: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = sent_fields(&page.text(), form);
    for (name, value) in values {
        fields.retain(|(field, _)| field != name);
        if !value.is_empty() {
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    fields
}

/// Opens the form of an entry, changes fields, and sends it.
async fn edit(browser: &mut Browser, id: &str, values: &[(&str, &str)]) -> Answer {
    let address = format!("/staff/procedures/{id}/edit");
    let page = browser.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let fields = typed(&page, &format!("form[action='{address}']"), values);
    browser.post_fields(&address, &fields).await
}

/// The address of the proposal that a response redirects to.
fn proposal(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let location = answer.header("location").to_owned();
    assert!(location.starts_with("/staff/proposals/"), "{location}");
    location.split('?').next().unwrap().to_owned()
}

/// Presses a button on the page of a proposal.
async fn press(browser: &mut Browser, proposal: &str, action: &str, values: &[(&str, &str)]) -> Answer {
    let page = browser.get(proposal).await;
    let address = format!("{proposal}/{action}");
    let fields = typed(&page, &format!("form[action='{address}']"), values);
    assert!(!fields.is_empty(), "no form for {action}: {}", page.text());
    browser.post_fields(&address, &fields).await
}

async fn audit_rows(database: &Database) -> Vec<AuditRow> {
    list_audit_rows(&mut database.open().await.read().await.unwrap(), 1000).await.unwrap()
}

async fn allow_publishing_without_approval(city: &City, departments: &[&str]) {
    let mut office = browser_of(city, OFFICE).await;
    let page = office.get("/staff/departments").await;
    let mut fields = sent_fields(&page.text(), "form[action='/staff/departments']");
    fields.retain(|(name, value)| name != "approval" || !departments.contains(&value.as_str()));
    let answer = office.post_fields("/staff/departments", &fields).await;
    assert_eq!(answer.header("location"), "/staff/departments?done=yes");
}

const REASON: (&str, &str) = ("reason", "様式の見直し");

on_both! {
    async fn what_one_proposes_and_another_approves_is_published(database: &Database) {
        let city = full_office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let wanted = [("kana", "てんしゅつとどけ"), ("apply", "online"), REASON];
        let draft = proposal(&edit(&mut editor, "moving-out", &wanted).await);
        let page = editor.get(&draft).await.text();
        assert!(page.contains("てんしゅつとどけ") && page.contains("様式の見直し"));
        assert!(!editor.get("/procedures/moving-out").await.text().contains("てんしゅつとどけ"), "a draft is not public");
        let mut approver = browser_of(&city, APPROVER).await;
        let listed = approver.get("/staff/proposals").await.text();
        assert!(!listed.contains(&draft), "a draft is its author's");
        assert_eq!(approver.get(&draft).await.status, StatusCode::NOT_FOUND, "by its address too");

        let sent = press(&mut editor, &draft, "send", &[]).await;
        assert_eq!(sent.header("location"), format!("{draft}?done=send"));
        assert!(!editor.get(&draft).await.text().contains("/approve"), "nobody approves their own");
        let version = sent_fields(&editor.get(&draft).await.text(), "form[action$='/withdraw']");
        let own = editor.post_fields(&format!("{draft}/approve"), &version).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);
        assert!(own.text().contains("自分の変更"), "it says that somebody else has to decide");
        assert!(approver.get("/staff").await.text().contains(&draft), "it waits on the desk of who may approve");

        let approved = press(&mut approver, &draft, "approve", &[]).await;
        assert_eq!(approved.header("location"), format!("{draft}?done=approve"));
        let public = editor.get("/en/procedures/moving-out").await.text();
        assert!(public.contains("tenshutsutodoke"), "{public}");
        let history = editor.get("/procedures/moving-out/history").await.text();
        assert!(history.contains("様式の見直し") && !history.contains("編集 次郎"), "the public sees why and not who");
        let rows = audit_rows(database).await;
        let row = rows.iter().find(|row| row.action == CHANGE_PROCEDURE).unwrap();
        assert_eq!((row.subject.as_str(), row.reason.as_str()), ("moving-out", "様式の見直し"));
        assert!(row.actor.starts_with("staff ") && !row.approved_by.is_empty() && row.actor != row.approved_by);
        assert!(row.before.contains("\"kana\":\"\"") && row.after.contains("てんしゅつとどけ"), "{row:?}");

        let again = approver.post_fields(&format!("{draft}/approve"), &version).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "it is published once");
    }

    async fn an_editor_of_one_department_is_refused_anothers(database: &Database) {
        let city = full_office(database).await;
        let mut tax = browser_of(&city, TAX).await;
        let page = tax.get("/staff/procedures/moving-out/edit").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(!page.text().contains("<textarea"));
        // Sending the form without the button is refused by the same rule.
        let mut editor = browser_of(&city, EDITOR).await;
        let form = editor.get("/staff/procedures/moving-out/edit").await;
        let fields = typed(&form, "form[action$='/edit']", &[("kana", "x"), REASON]);
        let sent = tax.post_fields("/staff/procedures/moving-out/edit", &fields).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        // Taking over an entry, confirming entries and bulk changes do not circumvent the rule.
        let taken = typed(&form, "form[action$='/edit']", &[("department", "tax"), REASON]);
        assert_eq!(tax.post_fields("/staff/procedures/moving-out/edit", &taken).await.status, StatusCode::FORBIDDEN);
        let pushed = editor.post_fields("/staff/procedures/moving-out/edit", &taken).await;
        assert_eq!(pushed.status, StatusCode::FORBIDDEN, "nor is to hand it to others unasked");
        let many = [("procedure", "moving-out"), ("procedure", "tax-proof")];
        assert_eq!(tax.post("/staff/procedures/checked", &many).await.status, StatusCode::FORBIDDEN);
        let bulk = [("procedure", "moving-out"), ("apply", "online"), REASON];
        assert_eq!(tax.post("/staff/bulk/propose", &bulk).await.status, StatusCode::FORBIDDEN);
        let draft = proposal(&edit(&mut editor, "moving-out", &[("kana", "x"), REASON]).await);
        press(&mut editor, &draft, "send", &[]).await;
        assert_eq!(tax.get(&draft).await.status, StatusCode::NOT_FOUND, "what others propose is theirs");
        assert!(!audit_rows(database).await.iter().any(|row| row.action == CHANGE_PROCEDURE));
    }

    async fn the_second_of_two_sees_what_the_first_changed_and_chooses(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let (mut first, mut second) = (browser_of(&city, EDITOR).await, browser_of(&city, SECOND).await);
        let address = "/staff/procedures/moving-out/edit";
        let opened = second.get(address).await;
        let draft = proposal(&edit(&mut first, "moving-out", &[("kana", "いち"), ("processing", "1日"), REASON]).await);
        press(&mut first, &draft, "publish", &[]).await;

        let fields = typed(&opened, "form[action$='/edit']", &[("kana", "に"), ("legal_basis", "法"), ("reason", "別の直し")]);
        let mine = proposal(&second.post_fields(address, &fields).await);
        let page = second.get(&mine).await.text();
        assert!(page.contains("編集 次郎"), "the second sees who has changed it");
        assert!(page.contains("1日") && page.contains("いち"), "and what");
        assert!(!page.contains(&format!("{mine}/publish")), "nothing goes on before it is settled");
        let version = sent_fields(&page, "form[action$='/withdraw']");
        let forced = second.post_fields(&format!("{mine}/publish"), &version).await;
        assert_eq!(forced.status, StatusCode::CONFLICT);
        let unsettled = second.post_fields(&format!("{mine}/settle"), &version).await;
        assert_eq!(unsettled.status, StatusCode::CONFLICT, "a choice is needed for each");

        let settled = press(&mut second, &mine, "settle", &[("keep moving-out kana", "theirs")]).await;
        assert_eq!(settled.header("location"), format!("{mine}?done=settled"));
        press(&mut second, &mine, "publish", &[]).await;
        let entry = second.get(address).await;
        let values = sent_fields(&entry.text(), "form[action$='/edit']");
        let value = |name: &str| values.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap();
        assert_eq!((value("kana"), value("processing"), value("legal_basis")), ("いち", "1日", "法"));
    }

    async fn who_chooses_their_own_change_gets_it(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let (mut first, mut second) = (browser_of(&city, EDITOR).await, browser_of(&city, SECOND).await);
        let mine = proposal(&edit(&mut second, "moving-out", &[("kana", "に"), REASON]).await);
        let theirs = proposal(&edit(&mut first, "moving-out", &[("kana", "いち"), REASON]).await);
        press(&mut first, &theirs, "publish", &[]).await;
        press(&mut second, &mine, "settle", &[("keep moving-out kana", "mine")]).await;
        let published = press(&mut second, &mine, "publish", &[]).await;
        assert_eq!(published.header("location"), format!("{mine}?done=publish"));
        let rows = audit_rows(database).await;
        let row = rows.iter().find(|row| row.action == CHANGE_PROCEDURE).unwrap();
        assert!(row.before.contains("いち") && row.after.contains('に'), "{row:?}");
    }

    async fn a_change_of_which_nothing_is_left_is_withdrawn_and_that_is_said(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let (mut first, mut second) = (browser_of(&city, EDITOR).await, browser_of(&city, SECOND).await);
        let mine = proposal(&edit(&mut second, "moving-out", &[("kana", "に"), ("checked", ""), REASON]).await);
        let theirs = proposal(&edit(&mut first, "moving-out", &[("kana", "いち"), REASON]).await);
        press(&mut first, &theirs, "publish", &[]).await;
        let settled = press(&mut second, &mine, "settle", &[("keep moving-out kana", "theirs")]).await;
        assert_eq!(settled.header("location"), format!("{mine}?done=settled-withdrawn"), "{}", settled.text());
        let page = second.get(settled.header("location")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("取り下げました") && !page.text().contains("role=\"alert\""));
        let id = mine.rsplit('/').next().unwrap();
        let rows = audit_rows(database).await;
        let withdrawn = |row: &&AuditRow| row.action == "withdraw proposal" && row.subject == id;
        assert_eq!(rows.iter().filter(withdrawn).count(), 1, "as every withdrawal is");
    }

    async fn many_departments_get_their_proposals_together_or_not_at_all(database: &Database) {
        let city = full_office(database).await;
        add(database, "both@city.example.jp", "両課 六郎", roles(&["citizens", "tax"], false, false)).await;
        let mut both = browser_of(&city, "both@city.example.jp").await;
        let mut editor = browser_of(&city, EDITOR).await;
        let fields = [("procedure", "moving-out"), ("procedure", "tax-proof"), ("apply", "online"), ("effective_on", TODAY), REASON];
        let db = database.open().await;
        let proposed = async || list_open_proposals(&mut db.read().await.unwrap()).await.unwrap();
        // The first department is the editor's, the second is not.
        assert_eq!(editor.post("/staff/bulk/propose", &fields).await.status, StatusCode::FORBIDDEN);
        assert_eq!(proposed().await, []);
        // The database accepts the first and refuses the second.
        match &db {
            Db::Sqlite { writer, .. } => {
                sqlx::query("CREATE TRIGGER no_tax BEFORE INSERT ON proposal_departments WHEN NEW.department = 'tax' \
                             BEGIN SELECT RAISE(ABORT, 'not now'); END").execute(writer).await.unwrap();
            }
            Db::Postgres { pool, .. } => {
                sqlx::query("ALTER TABLE proposal_departments ADD CONSTRAINT no_tax CHECK (department <> 'tax')")
                    .execute(pool).await.unwrap();
            }
        }
        assert!(both.post("/staff/bulk/propose", &fields).await.status.is_server_error());
        assert_eq!(proposed().await, []);
        match &db {
            Db::Sqlite { writer, .. } => sqlx::query("DROP TRIGGER no_tax").execute(writer).await.map(|_| ()).unwrap(),
            Db::Postgres { pool, .. } => {
                let sql = "ALTER TABLE proposal_departments DROP CONSTRAINT no_tax";
                sqlx::query(sql).execute(pool).await.map(|_| ()).unwrap();
            }
        }
        let answer = both.post("/staff/bulk/propose", &fields).await;
        assert_eq!(answer.header("location"), "/staff/proposals?done=kept&unchanged=0", "{}", answer.text());
        let listed = proposed().await;
        let mut of: Vec<String> = listed.iter().flat_map(|one| &one.departments).map(ToString::to_string).collect();
        of.sort();
        assert_eq!(of, ["citizens", "tax"]);
        assert!(listed.iter().all(|one| one.entries == 1 && one.first.is_some()));
    }

    async fn a_list_of_proposals_tells_of_each_its_departments_and_how_much_it_changes(database: &Database) {
        let city = full_office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let ended = proposal(&edit(&mut editor, "moving-out", &[("kana", "いち"), REASON]).await);
        press(&mut editor, &ended, "withdraw", &[]).await;
        let open = proposal(&edit(&mut editor, "moving-in", &[("kana", "に"), REASON]).await);
        let db = database.open().await;
        let mut connection = db.read().await.unwrap();
        let all = [
            (list_open_proposals(&mut connection).await.unwrap(), open, "moving-in"),
            (list_ended_proposals(&mut connection, 5).await.unwrap(), ended, "moving-out"),
        ];
        for (listed, address, entry) in all {
            let [one] = listed.as_slice() else { panic!("{listed:?}") };
            assert!(address.ends_with(one.proposal.id.as_str()));
            assert_eq!((one.departments[0].as_str(), one.departments.len(), one.entries), ("citizens", 1, 1));
            assert_eq!(one.first.as_ref().map(ToString::to_string).as_deref(), Some(entry));
        }
    }

    async fn two_administrators_lay_down_rules_without_undoing_each_others(database: &Database) {
        let city = full_office(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let form = "form[action='/staff/departments']";
        let opened = office.get("/staff/departments").await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        // An administrator who opened the page before that changes only another department.
        let mut fields = sent_fields(&opened.text(), form);
        fields.retain(|(name, value)| (name.as_str(), value.as_str()) != ("approval", "tax"));
        let saved = office.post_fields("/staff/departments", &fields).await;
        assert_eq!(saved.header("location"), "/staff/departments?done=yes", "{}", saved.text());
        let now = sent_fields(&office.get("/staff/departments").await.text(), form);
        assert!(now.iter().all(|(name, _)| name != "approval"), "neither needs it now: {now:?}");
        // Both change the tables of the same department: the second gets a conflict.
        let kept = |table: &str| vec![("keeps".to_owned(), table.to_owned())];
        let first = office.post_fields("/staff/departments/citizens", &kept("cards")).await;
        assert_eq!(first.header("location"), "/staff/departments?done=yes");
        let refused = office.post_fields("/staff/departments/citizens", &kept("population")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text().contains("role=\"alert\""));
        let form = "form[action='/staff/departments/citizens']";
        let now = sent_fields(&office.get("/staff/departments/citizens").await.text(), form);
        assert!(now.contains(&("keeps".to_owned(), "cards".to_owned())), "{now:?}");
        assert!(!now.contains(&("keeps".to_owned(), "population".to_owned())), "{now:?}");
    }

    async fn many_are_confirmed_in_one_press_and_changed_together(database: &Database) {
        let city = full_office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let old = editor.get("/staff/procedures?todo=check").await.text();
        assert!(old.contains("/staff/procedures/moving-out/edit") && !old.contains("/staff/procedures/moving-in/edit"));
        assert!(!old.contains("tax-proof"), "only one's own");
        let all = [("all", "yes"), ("filter", "todo=check")];
        let confirmed = editor.post("/staff/procedures/checked", &all).await;
        assert_eq!(confirmed.header("location"), "/staff/procedures?todo=check&done=checked&count=1");
        assert!(!editor.get("/staff/procedures?todo=check").await.text().contains("moving-out/edit"));
        let rows = audit_rows(database).await;
        assert!(rows.iter().any(|row| row.action == CHANGE_PROCEDURE && row.after.contains("checked_on")));

        let chosen = editor.post("/staff/bulk", &[("all", "yes"), ("filter", "")]).await;
        assert_eq!(chosen.status, StatusCode::OK);
        let form = "form[action='/staff/bulk/propose']";
        let fields = typed(&chosen, form, &[("apply", "online"), ("planned_mode", "set"), ("planned_fiscal_year", "令和9年度"), REASON]);
        let draft = proposal(&editor.post_fields("/staff/bulk/propose", &fields).await);
        let page = editor.get(&draft).await.text();
        assert!(page.contains("転出届") && page.contains("転入届") && page.contains("令和9年度"), "every row is shown");
        press(&mut editor, &draft, "send", &[]).await;
        let mut approver = browser_of(&city, APPROVER).await;
        press(&mut approver, &draft, "approve", &[]).await;
        let answer = editor.get("/api/v1/procedures?department=citizens").await.text();
        assert_eq!(answer.matches("\"planned_fiscal_year\":2027").count(), 2, "{answer}");
        assert_eq!(answer.matches("\"apply\":\"online\"").count(), 2, "{answer}");
        let again = editor.post_fields("/staff/bulk/propose", &fields).await;
        assert_eq!(again.status, StatusCode::BAD_REQUEST, "nothing would change");
    }

    async fn a_plan_for_a_year_or_later_is_ticked_or_written_and_can_be_taken_back(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let address = "/staff/procedures/moving-in/edit";
        let alone = edit(&mut editor, "moving-in", &[("planned_fiscal_year", ""), ("planned_or_later", "yes"), REASON]).await;
        assert_eq!(alone.status, StatusCode::BAD_REQUEST, "later than which year?");
        assert!(alone.text().contains("href=\"#planned_fiscal_year\""));
        for (year, or_later, stored, is_open) in [
            ("令和12年度", "yes", 2030, true),
            ("2030", "", 2030, false),
            ("2031年度以降", "", 2031, true),
        ] {
            let typed = [("planned_fiscal_year", year), ("planned_or_later", or_later), REASON];
            let draft = proposal(&edit(&mut editor, "moving-in", &typed).await);
            press(&mut editor, &draft, "publish", &[]).await;
            let found = editor.get("/api/v1/procedures/moving-in").await.json();
            assert_eq!((&found["planned_fiscal_year"], &found["planned_or_later"]), (&stored.into(), &is_open.into()), "{year}");
            // The form shows what is stored, and changes nothing if it is sent as it came. Nobody has checked anything.
            let fields = sent_fields(&editor.get(address).await.text(), &format!("form[action='{address}']"));
            assert!(fields.contains(&("planned_fiscal_year".to_owned(), stored.to_string())), "{fields:?}");
            assert_eq!(fields.contains(&("planned_or_later".to_owned(), "yes".to_owned())), is_open, "{fields:?}");
            assert!(!fields.iter().any(|(name, _)| name == "checked"), "{fields:?}");
            assert_eq!(edit(&mut editor, "moving-in", &[REASON]).await.status, StatusCode::BAD_REQUEST);
        }
        let history = editor.get("/procedures/moving-in/history").await.text();
        for words in ["令和12年度以降", "令和12年度<", "令和13年度以降"] {
            assert!(history.contains(words), "{words}: {history}");
        }
        let report = tetsuzuki::server::audit::verify(&database.open().await, &[]).await.unwrap();
        assert!(report.is_well(), "{report:?}");
    }

    async fn what_was_published_is_taken_back_by_another_change(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let first = proposal(&edit(&mut editor, "moving-in", &[("apply", "counter"), ("kana", "あ"), ("checked", ""), REASON]).await);
        press(&mut editor, &first, "publish", &[]).await;
        let second = proposal(&edit(&mut editor, "moving-in", &[("apply", "online"), ("kana", "い"), ("checked", ""), REASON]).await);
        press(&mut editor, &second, "publish", &[]).await;
        let undo = proposal(&press(&mut editor, &second, "undo", &[("reason", "早すぎた")]).await);
        press(&mut editor, &undo, "publish", &[]).await;
        for (proposal, offers_undo) in [(&second, false), (&undo, true)] {
            let page = editor.get(proposal).await.text();
            assert_eq!(page.contains(&format!("{proposal}/undo")), offers_undo, "what is undone is not undone again");
        }
        let entry = editor.get("/api/v1/procedures/moving-in").await.text();
        assert!(entry.contains("\"kana\":\"あ\"") && entry.contains("\"apply\":\"counter\""), "{entry}");
        let history = editor.get("/procedures/moving-in/history").await.text();
        assert!(history.contains("早すぎた") && history.contains("様式の見直し"), "nothing is taken out of the history");
        // The same for one row of the entry's history.
        let page = editor.get("/staff/procedures/moving-in/history").await;
        let told = page.text();
        assert_eq!(told.matches("moving-in/undo").count(), 2, "three rows, of which one is undone: {told}");
        let fields = typed(&page, "form[action$='/undo']", &[("reason", "やはり")]);
        let row = fields.iter().find(|(name, _)| name == "row").unwrap().1.clone();
        let again = proposal(&editor.post("/staff/procedures/moving-in/undo", &[("row", &row), ("reason", "やはり")]).await);
        assert!(editor.get(&again).await.text().contains("い"));
    }

    async fn a_procedure_is_added_by_hand(database: &Database) {
        let city = full_office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let form = editor.get("/staff/procedures/new").await;
        let selector = "form[action='/staff/procedures/new']";
        let bare = typed(&form, selector, &[]);
        let refused = editor.post_fields("/staff/procedures/new", &bare).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text().contains("href=\"#source\""), "no source is chosen for anybody: {}", refused.text());
        let taken = typed(&form, selector, &[("id", "moving-in"), ("name", "印鑑登録"), ("department", "citizens"), ("source", "test"), REASON]);
        let refused = editor.post_fields("/staff/procedures/new", &taken).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text().contains("印鑑登録"), "nothing typed is lost");
        let good = typed(&form, selector, &[("id", "seal"), ("name", "印鑑登録"), ("department", "citizens"), ("source", "test"), ("apply", "counter"), REASON]);
        let draft = proposal(&editor.post_fields("/staff/procedures/new", &good).await);
        press(&mut editor, &draft, "send", &[]).await;
        let mut approver = browser_of(&city, APPROVER).await;
        press(&mut approver, &draft, "approve", &[]).await;
        let public = editor.get("/procedures/seal").await;
        assert!(public.status == StatusCode::OK && public.text().contains("印鑑登録"));
        let history = editor.get("/staff/procedures/seal/history").await.text();
        assert!(history.contains(REASON.1) && history.contains("この記録で手続が追加されました"), "{history}");
        assert!(!history.contains("procedures/seal/undo"), "it is withdrawn, not undone: {history}");
        assert!(!approver.get(&draft).await.text().contains(&format!("{draft}/undo")));
    }

    async fn what_is_typed_wrong_is_told_and_kept(database: &Database) {
        let city = full_office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let wrong = [
            ("name", ""), ("fee_kind", "free"), ("fee_yen", "300"), ("planned_fiscal_year", "そのうち"),
            ("effective_on", "2026-02-30"), ("legal_basis", "住民基本台帳法"), ("excluded", "yes"),
        ];
        let answer = edit(&mut editor, "moving-out", &wrong).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let page = answer.text();
        for field in ["#name", "#fee_yen", "#planned_fiscal_year", "#effective_on", "#reason", "#excluded_reason"] {
            assert!(page.contains(&format!("href=\"{field}\"")), "{field}");
        }
        assert!(page.contains("住民基本台帳法") && page.contains("そのうち"));
        let script = edit(&mut editor, "moving-out", &[("channel_url", "javascript:alert(1)"), ("channel_kind", "mynaportal"), REASON]).await;
        assert_eq!(script.status, StatusCode::BAD_REQUEST);
        let same = edit(&mut editor, "moving-in", &[("checked", ""), REASON]).await;
        assert_eq!(same.status, StatusCode::BAD_REQUEST, "a form sent as it came changes nothing");
    }

    async fn what_a_form_hides_is_not_believed(database: &Database) {
        let city = full_office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        for base in ["", "no JSON", "[]", "{\"no-such-field\":1}"] {
            let answer = edit(&mut editor, "moving-out", &[("base", base), ("kana", "あした"), REASON]).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{base}");
            assert!(answer.text().contains("あした"), "what was typed is kept");
        }
        let sent = edit(&mut editor, "moving-out", &[("revision", "999999"), ("kana", "あした"), REASON]).await;
        let id = proposal(&sent).rsplit('/').next().unwrap().parse().unwrap();
        let db = database.open().await;
        let mut connection = db.read().await.unwrap();
        let current = find_revision(&mut connection).await.unwrap();
        let kept = find_proposal(&mut connection, &id).await.unwrap().unwrap();
        assert_eq!(kept.seen_revision, current, "nobody has seen what is yet to come");
    }

    async fn what_is_given_back_says_what_is_to_be_done_and_can_be_changed(database: &Database) {
        let city = full_office(database).await;
        let (mut editor, mut approver) = (browser_of(&city, EDITOR).await, browser_of(&city, APPROVER).await);
        let draft = proposal(&edit(&mut editor, "moving-out", &[("kana", "あ"), REASON]).await);
        press(&mut editor, &draft, "send", &[]).await;
        press(&mut approver, &draft, "return", &[("answer", "ふりがなは正しく")]).await;
        assert!(editor.get(&draft).await.text().contains("ふりがなは正しく"));
        let address = format!("/staff/procedures/moving-out/edit?proposal={}", draft.rsplit('/').next().unwrap());
        let page = editor.get(&address).await;
        let fields = typed(&page, "form[action$='/edit']", &[("kana", "てんしゅつ")]);
        assert_eq!(proposal(&editor.post_fields("/staff/procedures/moving-out/edit", &fields).await), draft);
        // Someone who still sees the previous version cannot act on it.
        let old = [("version".to_owned(), "2".to_owned())];
        assert_eq!(editor.post_fields(&format!("{draft}/send"), &old).await.status, StatusCode::CONFLICT);
        press(&mut editor, &draft, "send", &[]).await;
        press(&mut approver, &draft, "approve", &[]).await;
        assert!(editor.get("/api/v1/procedures/moving-out").await.text().contains("てんしゅつ"));
    }

    async fn residents_reports_are_on_the_desk_until_the_entry_is_checked(database: &Database) {
        let city = full_office(database).await;
        let mut resident = Browser::new(&city);
        let report = [("kind", "could_not_finish"), ("step", "pay"), ("reason", "card")];
        resident.post("/procedures/moving-out/reports", &report).await;
        let mut editor = browser_of(&city, EDITOR).await;
        assert!(editor.get("/staff/procedures?todo=reported").await.text().contains("moving-out/edit"));
        assert!(editor.get("/en/staff/reports").await.text().contains("id=\"moving-out\""));
        let mut tax = browser_of(&city, TAX).await;
        assert!(!tax.get("/staff/reports").await.text().contains("moving-out"));
    }
}
