//! The round trip of a file in the browser: downloaded, changed, uploaded, reviewed, approved and published; and
//! everything that must not happen on the way.

mod days_to_come;
mod limits;
mod statistics;
mod together;

use std::fmt::Write as _;
use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use domain::area::AreaKind;
use domain::audit::CHANGE_PROCEDURE;
use domain::card::Measure;
use domain::proposal::FIGURES;
use scraper::{Html, Selector};
use sqlx::Executor;
use store::audit::list_audit_rows;
use store::{AuditRow, Db, revision};

use crate::support::staff::{Browser, EDITOR, OFFICE, add, browser_of, button, charge, press, roles, sent_fields};
use crate::support::{Answer, City, Database, World, on_both, procedure};

const APPROVER: &str = "approver@city.example.jp";
const TAX: &str = "tax@city.example.jp";
const REASON: (&str, &str) = ("reason", "年度の見直し");
const PROCEDURES: [(&str, &str); 2] = [("kind", "procedures"), REASON];
const CARDS: [(&str, &str); 2] = [("kind", "cards"), REASON];

/// A city with two wards and card counts, two departments with an editor each, an approver, and an administrator.
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

/// Sets which departments keep cards, population and indicators, and which publish without approval.
async fn save_rules(city: &City, keep_figures: &[&str], alone: &[&str]) {
    let mut office = browser_of(city, OFFICE).await;
    let page = office.get("/staff/departments").await;
    let mut fields = sent_fields(&page.text(), "form[action='/staff/departments']");
    fields.retain(|(name, _)| name.ends_with("_seen"));
    let named = |name: &str, code: &str| (name.to_owned(), code.to_owned());
    fields.extend(["citizens", "tax"].iter().filter(|code| !alone.contains(code)).map(|code| named("approval", code)));
    let answer = office.post_fields("/staff/departments", &fields).await;
    assert_eq!(answer.header("location"), "/staff/departments?done=yes");
    for code in ["citizens", "tax"] {
        let tables = if keep_figures.contains(&code) { FIGURES.as_slice() } else { &[] };
        charge(&mut office, code, tables).await;
    }
}

/// Uploads a file and returns the address of its proposal.
async fn send_file(browser: &mut Browser, fields: &[(&str, &str)], name: &str, content: &[u8]) -> String {
    proposal(&browser.post_file("/staff/import", fields, name, content).await)
}

fn proposal(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let location = answer.header("location").to_owned();
    assert!(location.starts_with("/staff/proposals/"), "{location}");
    location.split('?').next().unwrap().to_owned()
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

const RENAMED: &str = "手続ID,手続名,所管課\nmoving-out,転出の届出,市民課\nmoving-in,転入届,市民課\n";

on_both! {
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
        let again = approver.post(&format!("{draft}/approve"), &[("version", "2"), ("base", "1-v5-0123456789abcdef")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "it is published once");
    }

    async fn procedures_of_others_and_of_nobody_are_refused_row_by_row(database: &Database) {
        let city = city_on(database).await;
        save_rules(&city, &[], &["citizens"]).await;
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
            for action in ["publish", "send"] {
                assert!(button(&page, &draft, action).is_empty(), "{action}");
                // Sending the form without the button is refused.
                let forced = [("version", "1"), ("base", "1-v5-0123456789abcdef")];
                let answer = editor.post(&format!("{draft}/{action}"), &forced).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{action}");
            }
        }
        assert_eq!(revision_of(database).await, before);
        let theirs = send_file(&mut editor, &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        assert_eq!(browser_of(&city, TAX).await.get(&theirs).await.status, StatusCode::NOT_FOUND);
        // Unchanged rows of other departments are allowed.
        let mixed = "手続ID,手続名,所管課\nmoving-out,転出の届出,市民課\ntax-proof,納税証明書,税務課\n";
        let draft = send_file(&mut editor, &PROCEDURES, "a.csv", mixed.as_bytes()).await;
        assert_eq!(press(&mut editor, &draft, "publish").await.header("location"), format!("{draft}?done=publish"));
        assert_eq!(revision_of(database).await, before + 1);
    }

    async fn what_is_wrong_is_told_with_its_place_and_what_would_be_right(database: &Database) {
        let city = city_on(database).await;
        save_rules(&city, &["citizens"], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let mut text = "団体コード,種別,基準日,枚数,人口,人口算出基準日,出典\n".to_owned();
        for number in 0..150 {
            writeln!(text, "271403,保有,2026-10-31,たくさん{number},1000,2026-01-01,月次報告").unwrap();
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
        let forced = [("version", "1"), ("base", "1-v5-0123456789abcdef")];
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

        // Someone else changes the same procedure, and another one.
        save_rules(&city, &[], &["citizens"]).await;
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

        // Changes that do not concern the file do not block it.
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
        // If the state cannot be written, neither is the data.
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
        // If the data cannot be written, the state stays the same.
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
        // Nothing was lost: another process, started afterwards, continues.
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
        // A returned proposal can be sent again.
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
}
