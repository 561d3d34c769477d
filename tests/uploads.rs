//! The round trip through a spreadsheet in the browser: taken away, changed, sent back, looked at, approved, published;
//! and everything that must not happen on the way.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, Duration, Utc};
use domain::area::AreaKind;
use domain::audit::CHANGE_PROCEDURE;
use domain::card::Measure;
use exchange::backup::back_up;
use scraper::{Html, Selector};
use sqlx::Executor;
use store::audit::list_audit_rows;
use store::staff::find_member_by_e_mail;
use store::{AuditRow, Db, revision};
use tetsuzuki::server::http::router::router;

use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, add, roles, sent_fields};
use crate::support::{Answer, City, Database, World, noon_of_today, on_both, procedure};

const APPROVER: &str = "approver@city.example.jp";
const TAX: &str = "tax@city.example.jp";
const REASON: (&str, &str) = ("reason", "年度の見直し");
const PROCEDURES: [(&str, &str); 2] = [("kind", "procedures"), REASON];
const CARDS: [(&str, &str); 2] = [("kind", "cards"), REASON];

/// A city with two wards and figures, an editor of each of two departments, an approver, and an administrator.
async fn city_on(database: &Database) -> City {
    let city = World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_area("271454", "南区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Held, "2026-09-30", 600, 1000)
        .with_cards("271411", Measure::Held, "2026-09-30", 400, 600)
        .with_cards("271454", Measure::Held, "2026-09-30", 200, 400)
        .with_department("citizens", "市民課")
        .with_department("tax", "税務課")
        .with_procedure(procedure("moving-out", "転出届").department("citizens"))
        .with_procedure(procedure("moving-in", "転入届").department("citizens"))
        .with_procedure(procedure("tax-proof", "納税証明書").department("tax"))
        .with_procedure(procedure("of-nobody", "所管のない手続"))
        .on(database)
        .await;
    add(database, EDITOR, "編集 次郎", roles(&["citizens"], false, false)).await;
    add(database, APPROVER, "承認 四郎", roles(&["citizens"], true, false)).await;
    add(database, TAX, "税 五郎", roles(&["tax"], false, false)).await;
    add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
    city
}

async fn browser_of(city: &City, e_mail: &str) -> Browser {
    let mut browser = Browser::new(city);
    assert_eq!(browser.log_in(e_mail, PASSWORD).await.status, StatusCode::SEE_OTHER);
    browser
}

/// Lays down that departments keep the figures, and which of them publish alone.
async fn lay_down(city: &City, keep_figures: &[&str], alone: &[&str]) {
    let mut office = browser_of(city, OFFICE).await;
    let page = office.get("/staff/departments").await;
    let mut fields = sent_fields(&page.text(), "form[action='/staff/departments']");
    fields.retain(|(name, _)| name.ends_with("_seen"));
    let named = |name: &str, code: &str| (name.to_owned(), code.to_owned());
    fields.extend(["citizens", "tax"].iter().filter(|code| !alone.contains(code)).map(|code| named("approval", code)));
    fields.extend(keep_figures.iter().map(|code| named("figures", code)));
    let answer = office.post_fields("/staff/departments", &fields).await;
    assert_eq!(answer.header("location"), "/staff/departments?done=yes");
}

/// Sends a file and gives the address of its proposal.
async fn send_file(browser: &mut Browser, fields: &[(&str, &str)], name: &str, content: &[u8]) -> String {
    proposal(&browser.post_file("/staff/import", fields, name, content).await)
}

fn proposal(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let location = answer.header("location").to_owned();
    assert!(location.starts_with("/staff/proposals/"), "{location}");
    location.split('?').next().unwrap().to_owned()
}

fn button(page: &Answer, proposal: &str, deed: &str) -> Vec<(String, String)> {
    sent_fields(&page.text(), &format!("form[action='{proposal}/{deed}']"))
}

/// Presses a button on the page of a proposal.
async fn press(browser: &mut Browser, proposal: &str, deed: &str) -> Answer {
    let page = browser.get(proposal).await;
    let fields = button(&page, proposal, deed);
    assert!(!fields.is_empty(), "no form for {deed}: {}", page.text());
    browser.post_fields(&format!("{proposal}/{deed}"), &fields).await
}

/// The cells of every row of the tables below the section about the file.
fn rows(page: &Answer) -> Vec<Vec<String>> {
    let page = Html::parse_document(&page.text());
    let [row, cell] =
        ["section[aria-labelledby='file'] .turns tbody tr", "th, td"].map(|one| Selector::parse(one).unwrap());
    page.select(&row)
        .map(|row| row.select(&cell).map(|cell| cell.text().collect::<String>().trim().to_owned()).collect())
        .collect()
}

/// The first sheet of a workbook, as texts.
fn sheet(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(answer.body.to_vec())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(|cell: &Data| cell.to_string()).collect()).collect()
}

async fn audit_rows(database: &Database) -> Vec<AuditRow> {
    list_audit_rows(&mut database.open().await.read().await.unwrap(), 1000).await.unwrap()
}

async fn revision_of(database: &Database) -> i64 {
    revision::find_revision(&mut database.open().await.read().await.unwrap()).await.unwrap()
}

async fn run(database: &Database, sqlite: &'static str, postgres: &'static str) {
    match database.open().await {
        Db::Sqlite { writer, .. } => writer.execute(sqlite).await.map(|_| ()).unwrap(),
        Db::Postgres { pool, .. } => pool.execute(postgres).await.map(|_| ()).unwrap(),
    }
}

async fn states(database: &Database) -> Vec<String> {
    const SQL: &str = "SELECT state FROM proposals ORDER BY created_at, id";
    match database.open().await {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(SQL).fetch_all(&readers).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_scalar(SQL).fetch_all(&pool).await.unwrap(),
    }
}

/// The same city on another day.
fn at(city: &City, clock: fn() -> DateTime<Utc>) -> City {
    let state = city.state.clone().with_clock(clock);
    City { router: router(state.clone()), state }
}

const RENAMED: &str = "手続ID,手続名,所管課\nmoving-out,転出の届出,市民課\nmoving-in,転入届,市民課\n";

on_both! {
    async fn an_account_keeps_so_many_files_and_is_told_what_makes_room(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        // What stands in it does not matter: it is kept before it is read.
        let large = vec![b'x'; 30 << 20];
        let first = send_file(&mut editor, &PROCEDURES, "a.csv", &large).await;
        send_file(&mut editor, &PROCEDURES, "b.csv", &large).await;
        for (page, words) in [("/staff/import", "取り下げる"), ("/en/staff/import", "withdraw or finish older ones")] {
            let refused = editor.post_file(page, &PROCEDURES, "c.csv", &large).await;
            assert_eq!(refused.status, StatusCode::CONFLICT);
            assert!(refused.text().contains(words), "{}", refused.text());
        }
        let small = send_file(&mut editor, &PROCEDURES, "d.csv", RENAMED.as_bytes()).await;
        assert_ne!(small, first, "what fits is still taken");
        let mut other = browser_of(&city, TAX).await;
        send_file(&mut other, &PROCEDURES, "e.csv", &large).await;
        press(&mut editor, &first, "withdraw").await;
        send_file(&mut editor, &PROCEDURES, "c.csv", &large).await;
    }

    async fn files_are_received_one_an_account_and_few_at_once(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let mut office = browser_of(&city, OFFICE).await;
        let refused = office.post_file("/staff/import", &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "who may send none is told before it is read");

        let db = database.open().await;
        let account = find_member_by_e_mail(&mut db.read().await.unwrap(), &EDITOR.parse().unwrap()).await.unwrap().unwrap();
        let gate = city.state.gate();
        let sending = gate.upload(account.member.id.as_str()).await.unwrap();
        let put_off = editor.post_file("/staff/import", &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        assert_eq!(put_off.status, StatusCode::SERVICE_UNAVAILABLE, "another of the same account");
        assert_ne!(put_off.header("retry-after"), "");
        drop(sending);
        send_file(&mut editor, &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;

        let others = [gate.upload("a").await.unwrap(), gate.upload("b").await.unwrap(), gate.upload("c").await.unwrap()];
        let put_off = editor.post_file("/staff/import", &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        assert_eq!(put_off.status, StatusCode::SERVICE_UNAVAILABLE, "many at once");
        drop(others);
        send_file(&mut editor, &PROCEDURES, "b.csv", RENAMED.as_bytes()).await;

        let backup = database.folder().join("with-files.zip");
        let manifest = back_up(&db, noon_of_today(), &backup).await.unwrap();
        assert_eq!(manifest.waiting_files, 2, "a backup says what it does not hold");
    }

    async fn a_selection_goes_through_excel_and_comes_back_as_the_cells_that_changed(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let list = editor.get("/staff/procedures?q=転出").await.text();
        let link = "/staff/procedures.xlsx?q=%E8%BB%A2%E5%87%BA";
        assert!(list.contains(link), "the list leads to its workbook");
        let some = editor.get(link).await;
        let ids: Vec<String> = sheet(&some).iter().skip(1).map(|row| row[0].clone()).collect();
        assert_eq!(ids, ["moving-out"], "exactly what is shown");
        let own: Vec<String> = sheet(&editor.get("/staff/procedures.xlsx").await).iter().skip(1).map(|row| row[0].clone()).collect();
        assert_eq!(own, ["moving-in", "moving-out"], "and never what others answer for");
        assert_eq!(editor.get("/staff/procedures.xlsx?size=big").await.status, StatusCode::BAD_REQUEST);

        let unchanged = send_file(&mut editor, &PROCEDURES, "procedures.xlsx", &some.body).await;
        let page = editor.get(&unchanged).await;
        assert!(page.text().contains("いまのデータと同じです"), "{}", page.text());
        assert!(button(&page, &unchanged, "send").is_empty(), "there is nothing to approve");

        let draft = send_file(&mut editor, &PROCEDURES, "直した.csv", RENAMED.as_bytes()).await;
        let page = editor.get(&draft).await;
        assert_eq!(rows(&page), [["moving-out 転出の届出", "2", "手続名", "転出届", "転出の届出"]], "{}", page.text());
        assert!(page.text().contains("直した.csv") && page.text().contains("市民課"));
        assert!(button(&page, &draft, "publish").is_empty(), "somebody else has to approve");
        assert!(!editor.get("/procedures/moving-out").await.text().contains("転出の届出"));
        assert_eq!(press(&mut editor, &draft, "send").await.header("location"), format!("{draft}?done=send"));

        let mut approver = browser_of(&city, APPROVER).await;
        assert_eq!(rows(&approver.get(&draft).await), [["moving-out 転出の届出", "2", "手続名", "転出届", "転出の届出"]]);
        let before = revision_of(database).await;
        assert_eq!(press(&mut approver, &draft, "approve").await.header("location"), format!("{draft}?done=approve"));
        assert!(editor.get("/procedures/moving-out").await.text().contains("転出の届出"));
        assert!(editor.get("/procedures/moving-out/history").await.text().contains("年度の見直し"));
        assert_eq!(revision_of(database).await, before + 1);
        let all = audit_rows(database).await;
        let row = all.iter().find(|row| row.action == CHANGE_PROCEDURE).unwrap();
        assert_eq!((row.subject.as_str(), row.reason.as_str()), ("moving-out", "年度の見直し"));
        assert!(!row.origin.is_empty() && row.origin != "command-line", "from where it was approved: {row:?}");
        assert!(row.actor.starts_with("staff ") && !row.approved_by.is_empty() && !row.actor.ends_with(&row.approved_by));
        assert_eq!(format!("/staff/proposals/{}", row.detail.strip_prefix("proposal ").unwrap()), draft);
        let page = editor.get(&draft).await;
        assert!(page.text().contains("公開済み") && page.text().contains("直した.csv"), "{}", page.text());
        let again = approver.post(&format!("{draft}/approve"), &[("version", "2"), ("base", "1-v2-0123456789abcdef")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "it is published once");
    }

    async fn procedures_of_others_and_of_nobody_are_refused_row_by_row(database: &Database) {
        let city = city_on(database).await;
        lay_down(&city, &[], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let before = revision_of(database).await;
        for (line, said) in [
            ("tax-proof,納税の証明,税務課", "「tax」"),
            ("moving-in,転入届,税務課", "「tax」"),
            ("of-nobody,別の名,", "所管課がありません"),
            ("brand-new,新しい手続,新しい課", "「新しい課」"),
        ] {
            let text = format!("手続ID,手続名,所管課\nmoving-out,転出の届出,市民課\n{line}\n");
            let draft = send_file(&mut editor, &PROCEDURES, "a.csv", text.as_bytes()).await;
            let page = editor.get(&draft).await;
            let found = rows(&page);
            assert_eq!((found.len(), found[0][0].as_str(), found[0][1].as_str()), (1, "3", "手続ID"), "{found:?}");
            assert!(found[0][3].contains(said), "{found:?}");
            for deed in ["publish", "send"] {
                assert!(button(&page, &draft, deed).is_empty(), "{deed}");
                // Whoever sends the form all the same is refused.
                let forced = [("version", "1"), ("base", "1-v2-0123456789abcdef")];
                let answer = editor.post(&format!("{draft}/{deed}"), &forced).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{deed}");
            }
        }
        assert_eq!(revision_of(database).await, before);
        let theirs = send_file(&mut editor, &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        assert_eq!(browser_of(&city, TAX).await.get(&theirs).await.status, StatusCode::NOT_FOUND);
        // What is said about others without changing it touches nobody.
        let mixed = "手続ID,手続名,所管課\nmoving-out,転出の届出,市民課\ntax-proof,納税証明書,税務課\n";
        let draft = send_file(&mut editor, &PROCEDURES, "a.csv", mixed.as_bytes()).await;
        assert_eq!(press(&mut editor, &draft, "publish").await.header("location"), format!("{draft}?done=publish"));
        assert_eq!(revision_of(database).await, before + 1);
    }

    async fn what_is_wrong_is_told_with_its_place_and_what_would_be_right(database: &Database) {
        let city = city_on(database).await;
        lay_down(&city, &["citizens"], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let mut text = "団体コード,種別,基準日,枚数,人口,人口算出基準日\n".to_owned();
        for number in 0..150 {
            writeln!(text, "271403,保有,2026-10-31,たくさん{number},1000,2026-01-01").unwrap();
        }
        let draft = send_file(&mut editor, &CARDS, "cards.csv", text.as_bytes()).await;
        let page = editor.get(&draft).await;
        let found = rows(&page);
        assert_eq!(found.len(), 100, "a page shows the first");
        assert_eq!(found[0], ["2", "枚数", "たくさん0", "0以上の整数(1,234 など)"]);
        assert!(page.text().contains("ほかに"), "and says how many more");
        let (header, lines) = editor.get(&format!("{draft}/report.csv")).await.csv();
        assert_eq!((header[0].as_str(), header[6].as_str()), ("種類", "正しくは"));
        assert!(lines.len() >= 150, "the report has all: {}", lines.len());
        assert_eq!(lines[0][..2], ["誤り", "2"]);
        assert!(sheet(&editor.get(&format!("{draft}/report.xlsx")).await).len() > 150);
        let forced = [("version", "1"), ("base", "1-v2-0123456789abcdef")];
        let before = revision_of(database).await;
        let answer = editor.post(&format!("{draft}/publish"), &forced).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
        assert_eq!(revision_of(database).await, before);
    }

    async fn who_was_overtaken_writes_nothing_and_looks_again(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut approver) = (browser_of(&city, EDITOR).await, browser_of(&city, APPROVER).await);
        let draft = send_file(&mut editor, &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        press(&mut editor, &draft, "send").await;
        let seen = approver.get(&draft).await;

        // Somebody else changes the same procedure, and another one.
        lay_down(&city, &[], &["citizens"]).await;
        let other = "手続ID,手続名,所管課\nmoving-out,別の名前,市民課\n";
        let first = send_file(&mut editor, &PROCEDURES, "b.csv", other.as_bytes()).await;
        press(&mut editor, &first, "publish").await;
        let before = revision_of(database).await;

        let answer = approver.post_fields(&format!("{draft}/approve"), &button(&seen, &draft, "approve")).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("確かめたあとに、対象のデータが変わりました"), "{}", answer.text());
        assert!(answer.text().contains("作成者が送ったあとに"), "and that its author has not seen this either");
        assert_eq!(rows(&answer), [["moving-out 転出の届出", "2", "手続名", "別の名前", "転出の届出"]], "as it is now");
        assert_eq!(revision_of(database).await, before, "nothing was written");
        let approved = press(&mut approver, &draft, "approve").await;
        assert_eq!(approved.header("location"), format!("{draft}?done=approve"), "what was seen is what is written");
        assert!(editor.get("/procedures/moving-out").await.text().contains("転出の届出"));

        // What does not concern the file does not hold it up.
        let draft = send_file(&mut editor, &PROCEDURES, "c.csv", other.as_bytes()).await;
        let seen = editor.get(&draft).await;
        let unrelated = send_file(&mut editor, &PROCEDURES, "d.csv", "手続ID,手続名,所管課\nmoving-in,転入の届出,市民課\n".as_bytes()).await;
        press(&mut editor, &unrelated, "publish").await;
        let answer = editor.post_fields(&format!("{draft}/publish"), &button(&seen, &draft, "publish")).await;
        assert_eq!(answer.header("location"), format!("{draft}?done=publish"));
    }

    async fn data_and_state_are_written_together_or_not_at_all(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut approver) = (browser_of(&city, EDITOR).await, browser_of(&city, APPROVER).await);
        let draft = send_file(&mut editor, &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        press(&mut editor, &draft, "send").await;
        let before = revision_of(database).await;
        let rows_before = audit_rows(database).await.len();
        // The state cannot be written: neither is the file.
        run(
            database,
            "CREATE TRIGGER stop BEFORE UPDATE ON proposals WHEN NEW.state = 'published' \
             BEGIN SELECT RAISE(ABORT, 'stopped'); END",
            "CREATE FUNCTION stop() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'stopped'; END $$ LANGUAGE plpgsql; \
             CREATE TRIGGER stop BEFORE UPDATE ON proposals FOR EACH ROW WHEN (NEW.state = 'published') \
             EXECUTE FUNCTION stop()",
        )
        .await;
        assert_eq!(press(&mut approver, &draft, "approve").await.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!((states(database).await, revision_of(database).await), (vec!["waiting".to_owned()], before));
        assert_eq!(audit_rows(database).await.len(), rows_before);
        run(database, "DROP TRIGGER stop", "DROP TRIGGER stop ON proposals").await;
        // The file cannot be written: the state is not moved.
        run(
            database,
            "CREATE TRIGGER stop BEFORE UPDATE ON revision WHEN NEW.number <> OLD.number \
             BEGIN SELECT RAISE(ABORT, 'stopped'); END",
            "CREATE TRIGGER stop BEFORE UPDATE ON revision FOR EACH ROW WHEN (NEW.number <> OLD.number) \
             EXECUTE FUNCTION stop()",
        )
        .await;
        assert_eq!(press(&mut approver, &draft, "approve").await.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!((states(database).await, revision_of(database).await), (vec!["waiting".to_owned()], before));
        run(database, "DROP TRIGGER stop", "DROP TRIGGER stop ON revision").await;
        // Nothing was lost: another process, started since, goes on with it.
        let other = City::of(database.open().await).await;
        let mut approver = browser_of(&other, APPROVER).await;
        assert_eq!(press(&mut approver, &draft, "approve").await.header("location"), format!("{draft}?done=approve"));
        assert_eq!((states(database).await, revision_of(database).await), (vec!["published".to_owned()], before + 1));
    }

    async fn what_moved_on_meanwhile_is_not_published_and_the_author_does_not_approve(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut approver) = (browser_of(&city, EDITOR).await, browser_of(&city, APPROVER).await);
        let draft = send_file(&mut editor, &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        let page = editor.get(&draft).await;
        let publish = button(&page, &draft, "send");
        assert_eq!(editor.post_fields(&format!("{draft}/publish"), &publish).await.status, StatusCode::FORBIDDEN);
        press(&mut editor, &draft, "send").await;
        let seen = button(&approver.get(&draft).await, &draft, "approve");
        assert_eq!(editor.post_fields(&format!("{draft}/approve"), &seen).await.status, StatusCode::FORBIDDEN);
        let before = revision_of(database).await;
        press(&mut editor, &draft, "withdraw").await;
        let answer = approver.post_fields(&format!("{draft}/approve"), &seen).await;
        assert_eq!((answer.status, revision_of(database).await), (StatusCode::CONFLICT, before));
        // Given back, it can be sent again.
        let draft = send_file(&mut editor, &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        press(&mut editor, &draft, "send").await;
        let mut fields = button(&approver.get(&draft).await, &draft, "return");
        fields.retain(|(name, _)| name != "answer");
        fields.push(("answer".to_owned(), "名前を確かめてください".to_owned()));
        approver.post_fields(&format!("{draft}/return"), &fields).await;
        assert!(editor.get(&draft).await.text().contains("名前を確かめてください"));
        press(&mut editor, &draft, "send").await;
        press(&mut approver, &draft, "approve").await;
        assert_eq!(revision_of(database).await, before + 1);
    }

    async fn figures_are_sent_by_who_keeps_them_and_by_nobody_else(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = "団体コード,種別,枚数,人口\n271403,保有,650,1000\n";
        let fields = [("kind", "cards"), REASON, ("as_of", "2026-10-31"), ("population_as_of", "2026-01-01")];
        let refused = editor.post_file("/staff/import", &fields, "cards.csv", text.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(!editor.get("/staff/import").await.text().contains("value=\"cards\""));
        assert!(editor.get("/staff/cards").await.text().contains("「数値を担当」する所管課"));
        lay_down(&city, &["citizens"], &[]).await;
        let draft = send_file(&mut editor, &fields, "cards.csv", text.as_bytes()).await;
        press(&mut editor, &draft, "send").await;
        // The rule is asked again when it is written.
        lay_down(&city, &["tax"], &[]).await;
        let mut approver = browser_of(&city, APPROVER).await;
        assert_eq!(press(&mut approver, &draft, "approve").await.status, StatusCode::FORBIDDEN);
        lay_down(&city, &["citizens"], &[]).await;
        let before = revision_of(database).await;
        press(&mut approver, &draft, "approve").await;
        assert_eq!(revision_of(database).await, before + 1);
        let counts = sheet(&editor.get("/staff/import/cards.xlsx").await);
        assert!(counts.iter().any(|row| row.contains(&"650".to_owned())), "{counts:?}");
        assert_eq!(sheet(&editor.get("/staff/import/cards-by-age.xlsx").await).len(), 1);
        assert_eq!(sheet(&editor.get("/en/staff/import/usage.xlsx?empty=yes").await)[0][0], "procedure");
        assert_eq!(editor.get("/staff/import/staff.xlsx").await.status, StatusCode::NOT_FOUND);
    }

    async fn a_month_of_cards_is_typed_and_goes_the_same_way(database: &Database) {
        let city = city_on(database).await;
        lay_down(&city, &["citizens"], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let begun = sent_fields(&editor.get("/staff/cards").await.text(), "form[action='/staff/cards']");
        let value = |name: &str| begun.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap();
        assert_eq!((value("population-271411"), value("population-271454"), value("population-271403")), ("600", "400", "1000"));
        assert!(!value("population_as_of").is_empty() && value("cards-271411").is_empty());
        let typed = |values: &[(&str, &str)]| {
            let mut fields: Vec<(String, String)> =
                begun.iter().filter(|(name, _)| values.iter().all(|(typed, _)| typed != name)).cloned().collect();
            fields.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            fields
        };
        let day = ("as_of", "2026-10-31");
        for (values, said) in [
            (vec![day, REASON], "枚数を1つ以上"),
            (vec![day, REASON, ("cards-271411", "約400")], "堺区：0以上の整数"),
            (vec![day, REASON, ("cards-271411", "601")], "堺区：保有枚数が人口より"),
            (vec![day, REASON, ("cards-271411", "4"), ("population-271411", "")], "堺区：枚数を入力した団体の人口"),
            (vec![day, REASON, ("cards-271411", "450"), ("cards-271454", "300"), ("cards-271403", "751")], "堺市：区の合計"),
            (vec![("as_of", "2027-10-31"), REASON, ("cards-271411", "450")], "今日までの日"),
            (vec![day, ("cards-271411", "450")], "変更の理由"),
        ] {
            let answer = editor.post_fields("/staff/cards", &typed(&values)).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{said}");
            assert!(answer.text().contains(said), "{said}: {}", answer.text());
        }
        let values = [day, REASON, ("cards-271411", "４５０"), ("cards-271454", ""), ("cards-271403", "７,００"), ("population-271403", "1,000")];
        assert_eq!(editor.post_fields("/staff/cards", &typed(&values)).await.status, StatusCode::BAD_REQUEST, "a stray separator");
        let values = [day, REASON, ("cards-271411", "４５０"), ("cards-271454", ""), ("cards-271403", "７００"), ("population-271403", "1,000")];
        let draft = proposal(&editor.post_fields("/staff/cards", &typed(&values)).await);
        let page = editor.get(&draft).await;
        let found = rows(&page);
        assert_eq!(found.len(), 2, "what is empty is not known, and never 0: {found:?}");
        press(&mut editor, &draft, "publish").await;
        let all = sheet(&editor.get("/staff/import/cards.xlsx").await);
        let of_day: Vec<&Vec<String>> = all.iter().filter(|row| row[4].contains("2026-10-31") || row[4].starts_with("46326")).collect();
        assert_eq!(of_day.len(), 2, "{all:?}");
        assert!(audit_rows(database).await.iter().any(|row| row.action == "import cards" && row.reason == "年度の見直し"));
    }

    async fn drafts_that_nobody_goes_on_with_are_let_go(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let old = send_file(&mut editor, &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        let waiting = send_file(&mut editor, &PROCEDURES, "b.csv", RENAMED.as_bytes()).await;
        press(&mut editor, &waiting, "send").await;
        at(&city, || noon_of_today() + Duration::days(6)).state.delete_old_drafts().await.unwrap();
        assert_eq!(states(database).await.iter().filter(|state| *state == "withdrawn").count(), 0);
        at(&city, || noon_of_today() + Duration::days(8)).state.delete_old_drafts().await.unwrap();
        let mut left = states(database).await;
        left.sort();
        assert_eq!(left, ["waiting", "withdrawn"]);
        assert!(editor.get(&old).await.text().contains("取下げ"));
        assert_eq!(rows(&editor.get(&waiting).await).len(), 1, "what waits is kept");
        let sizes = "SELECT length(content) FROM proposed_files ORDER BY 1";
        let sizes: Vec<i64> = match database.open().await {
            Db::Sqlite { readers, .. } => sqlx::query_scalar(sizes).fetch_all(&readers).await.unwrap(),
            Db::Postgres { pool, .. } => sqlx::query_scalar::<_, i32>(sizes).fetch_all(&pool).await.unwrap().into_iter().map(i64::from).collect(),
        };
        assert_eq!((sizes.len(), sizes[0], sizes[1] > 0), (2, 0, true), "{sizes:?}");
    }

    async fn reading_is_shown_stopped_and_begun_again(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let mut text = "手続ID,手続名,所管課,概要\n".to_owned();
        for number in 0..95_000 {
            writeln!(text, "p{number},手続の名前 {number},市民課,これは長い説明の文章です").unwrap();
        }
        let before = revision_of(database).await;
        let draft = send_file(&mut editor, &PROCEDURES, "long.csv", text.as_bytes()).await;
        let page = editor.get(&draft).await;
        assert_eq!(page.header("refresh"), format!("2; url={draft}"), "{}", page.text());
        assert!(page.text().contains("<progress") && page.text().contains("確認を中止する"));
        assert!(button(&page, &draft, "send").is_empty(), "nothing goes on before it was seen");
        let report = editor.get(&format!("{draft}/report.csv")).await;
        assert_eq!(report.status, StatusCode::CONFLICT, "there is no report yet");
        let stopped = editor.post(&format!("{draft}/abandon"), &[]).await;
        assert_eq!(stopped.header("location"), draft);
        let page = editor.get(&draft).await;
        assert_eq!(page.header("refresh"), "");
        assert!(page.text().contains("確認を中止しました"), "{}", page.text());
        assert_eq!(editor.post(&format!("{draft}/read"), &[]).await.header("location"), draft);
        assert!(editor.get(&draft).await.text().contains("<progress"));
        let stranger = browser_of(&city, TAX).await.post(&format!("{draft}/abandon"), &[]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        press(&mut editor, &draft, "withdraw").await;
        assert!(!editor.get(&draft).await.text().contains("<progress"));
        assert_eq!((states(database).await, revision_of(database).await), (vec!["withdrawn".to_owned()], before));
    }
}

fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_made_to_do_harm_get_one_clear_line_and_write_nothing() {
    let database = Database::sqlite();
    let city = city_on(&database).await;
    lay_down(&city, &["citizens"], &["citizens"]).await;
    let mut editor = browser_of(&city, EDITOR).await;
    let before = revision_of(&database).await;
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("../../etc/passwd", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"root").unwrap();
    let archive = archive.finish().unwrap().into_inner();
    let bomb = gzipped(&vec![b'a'; 100 << 20]);
    for (name, content) in [
        ("page.xlsx", b"<!DOCTYPE html><html><script>alert(1)</script></html>".to_vec()),
        ("paper.csv", b"%PDF-1.7 1 0 obj".to_vec()),
        ("other.xlsx", archive),
        ("bomb.csv", bomb),
        ("noise.xls", (0..5_000_u32).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap()).collect()),
        ("half.xlsx", b"PK\x03\x04\x14\0\0\0".to_vec()),
        ("other.csv", "名前,値段\nりんご,100\n".as_bytes().to_vec()),
    ] {
        let draft = send_file(&mut editor, &CARDS, name, &content).await;
        let mut page = editor.get(&draft).await;
        for _ in 0..40 {
            if page.header("refresh").is_empty() {
                break;
            }
            page = editor.get(&draft).await;
        }
        let alert = Selector::parse("section[aria-labelledby='file'] [role=alert] p").unwrap();
        let told: Vec<String> =
            Html::parse_document(&page.text()).select(&alert).map(|told| told.text().collect()).collect();
        assert_eq!(told.len(), 1, "{name}: {}", page.text());
        assert!(!told[0].is_empty() && told[0].chars().count() < 300 && !told[0].contains('\n'), "{name}: {told:?}");
        assert!(button(&page, &draft, "publish").is_empty(), "{name}");
    }
    // Names are shown as names.
    let strange = send_file(&mut editor, &CARDS, "..\\..\\<img src=x onerror=alert(1)>.csv", b"a\n").await;
    let page = editor.get(&strange).await.text();
    assert!(page.contains("&lt;img src=x") && !page.contains("<img src=x"));
    assert_eq!(revision_of(&database).await, before);
}

#[tokio::test]
async fn only_the_way_for_files_takes_more_than_a_form() {
    let database = Database::sqlite();
    let city = city_on(&database).await;
    let mut editor = browser_of(&city, EDITOR).await;
    let large = vec![b'a'; 3 << 20];
    let answer = editor.post_file("/staff/import", &PROCEDURES, "a.csv", &large).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let too_large = vec![b'a'; (32 << 20) + 1];
    let answer = editor.post_file("/staff/import", &PROCEDURES, "a.csv", &too_large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("ファイルが大きすぎます"), "{}", answer.text());
    for address in ["/staff/cards", "/staff/import/cards.xlsx", "/procedures/moving-out/reports", "/staff/login"] {
        let answer = editor.post_file(address, &[], "a.csv", &large).await;
        assert!(matches!(answer.status, StatusCode::PAYLOAD_TOO_LARGE), "{address}: {}", answer.status);
    }
    let nobody = Browser::new(&city).post_file("/staff/import", &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
    assert_eq!(nobody.header("location"), "/staff/login", "who is not logged in sends nothing");
    let nothing = editor.post_file("/staff/import", &[("kind", "procedures")], "", b"").await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    assert!(nothing.text().contains("ファイルを選んでください") && nothing.text().contains("変更の理由"));
    let mut stranger = editor.clone();
    stranger.site = "cross-site";
    let foreign = stranger.post_file("/staff/import", &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "no other site sends files");
}
