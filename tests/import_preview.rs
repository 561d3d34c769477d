//! The preview of an import and its confirmation, on both databases: nothing is written before it is confirmed, nothing
//! is shortened, changes made meanwhile are noticed, and other departments are not touched.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::area::AreaKind;
use domain::card::Measure;
use domain::procedure::DepartmentCode;
use domain::text::MessageLanguage;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::report::Report;
use exchange::import::{Kind, Request, Watch, confirm, import, preview};
use store::audit::list_log_entries;
use store::{Db, revision};
use tetsuzuki::server::audit;

use crate::support;
use crate::support::process::Program;
use crate::support::{Database, World, day, given_source, noon_of_today, on_both, procedure};

fn request(kind: Kind) -> Request {
    Request {
        language: MessageLanguage::Japanese,
        source: given_source("月次報告"),
        ..Request::new(kind, "edited.csv", noon_of_today())
    }
}

fn bytes(text: &str) -> Arc<[u8]> {
    Arc::from(text.as_bytes())
}

fn code(text: &str) -> DepartmentCode {
    text.parse().unwrap()
}

async fn look(db: &Db, request: Request, text: &str) -> Report {
    preview(db, request, bytes(text), &Watch::silent()).await.unwrap()
}

async fn number_of(db: &Db) -> i64 {
    revision::find_revision(&mut db.read().await.unwrap()).await.unwrap()
}

/// The old and new values in the newest row of the audit log.
async fn newest_values(db: &Db) -> [serde_json::Value; 2] {
    let sql = "SELECT was, became FROM audit_texts ORDER BY number DESC LIMIT 1";
    let (was, became): (String, String) = match db {
        Db::Sqlite { readers, .. } => sqlx::query_as(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_as(sql).fetch_one(pool).await.unwrap(),
    };
    [was, became].map(|text| serde_json::from_str(&text).unwrap())
}

fn city() -> World {
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_cards("271403", Measure::Held, "2026-03-31", 500_000, 800_000)
        .with_department("resident-records", "市民課")
        .with_department("taxation", "税務課")
        .with_procedure(procedure("moving-in", "転入届").department("resident-records").usage(2025, Some(10), Some(5)))
        .with_procedure(procedure("tax-proof", "納税証明").department("taxation").usage(2025, Some(20), Some(1)))
        .with_procedure(procedure("of-nobody", "所管のない手続"))
}

on_both! {
    async fn a_preview_tells_everything_and_writes_nothing(database: &Database) {
        city().on(database).await;
        let db = database.open().await;
        let before = number_of(&db).await;
        let report = look(
            &db,
            request(Kind::Procedures),
            "手続ID,手続名,所管課,概要\nmoving-in,転入の届出,税務課,\ntax-proof,納税証明,税務課,\nnew,新しい手続,新しい課,\n",
        )
        .await;
        let [changes] = report.changes() else { panic!("{}", report.describe()) };
        assert_eq!((changes.counts.new, changes.counts.changed, changes.counts.unchanged), (1, 1, 1));
        let cells: Vec<String> =
            changes.changed[0].cells.iter().map(|cell| cell.describe(MessageLanguage::Japanese)).collect();
        assert_eq!(cells[..2], ["手続名: 転入届 → 転入の届出", "所管課: 市民課 → 税務課"]);
        let touched: Vec<(&str, Option<u64>, bool)> =
            report.touched().iter().map(|one| (one.procedure.as_str(), one.line, one.is_new)).collect();
        assert_eq!(touched, [("moving-in", Some(2), false), ("new", Some(4), true)]);
        let departments = ["resident-records", "taxation", "新しい課"].map(|text| Some(code(text)));
        assert_eq!(report.departments(), departments.into());
        assert!(report.base().is_some());
        assert_eq!(number_of(&db).await, before);
        let refused = look(&db, request(Kind::Procedures), "手続ID,手続名,申請\nmoving-in,転入届,たぶん\n").await;
        assert!(refused.bad_cells()[0].describe(MessageLanguage::Japanese).contains("たぶん"), "{}", refused.describe());
        assert!(refused.base().is_none() && refused.touched().is_empty());
        assert_eq!(number_of(&db).await, before);
        assert_eq!(Table::load(&db, &ExportFilter::all(Kind::Procedures), MessageLanguage::Japanese, day(support::TODAY)).await.unwrap().length(), 3);
    }

    async fn a_confirmation_writes_what_was_shown_and_nothing_where_it_was_overtaken(database: &Database) {
        city().on(database).await;
        let db = database.open().await;
        let text = "団体コード,種別,基準日,枚数,人口,人口算出基準日\n271403,保有,2026-03-31,510000,800000,2026-01-01\n";
        let base = look(&db, request(Kind::Cards), text).await.base().unwrap();
        let overtaking = text.replace("510000", "505000");
        assert!(!import(&db, &request(Kind::Cards), overtaking.as_bytes(), &|_, _| {}).await.unwrap().is_refused());
        let before = number_of(&db).await;
        let confirmed = confirm(&db, request(Kind::Cards), bytes(text), base, &Watch::silent()).await.unwrap();
        assert!(confirmed.refusal().is_some_and(|line| line.contains("変更されました")), "{}", confirmed.describe());
        assert_eq!(number_of(&db).await, before);
        let base = look(&db, request(Kind::Cards), text).await.base().unwrap();
        let by = Request { actor: "a-clerk".to_owned(), origin: "from-a-page".to_owned(), approved_by: "a-chief".to_owned(), ..request(Kind::Cards) };
        let confirmed = confirm(&db, by, bytes(text), base, &Watch::silent()).await.unwrap();
        assert!(!confirmed.is_refused(), "{}", confirmed.describe());
        assert_eq!(number_of(&db).await, before + 1);
        let newest = list_log_entries(&mut db.read().await.unwrap(), 1).await.unwrap().remove(0);
        assert_eq!([newest.actor.as_str(), newest.origin.as_str(), newest.approved_by.as_str()], ["a-clerk", "from-a-page", "a-chief"]);
        // The log is in one language, whoever imports.
        let [was, became] = newest_values(&db).await;
        assert_eq!([&was["card counts"][0]["cards"], &became["card counts"][0]["cards"]], [505_000, 510_000]);
        assert_eq!([&was["card counts"][0]["measure"], &became["card counts"][0]["measure"]], ["held", "held"]);
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
    }

    async fn an_editor_touches_their_own_departments_and_no_other(database: &Database) {
        city().on(database).await;
        let db = database.open().await;
        let before = number_of(&db).await;
        let own = Request { allowed_departments: Some(BTreeSet::from([code("resident-records")])), ..request(Kind::Procedures) };
        let head = "手続ID,手続名,所管課\n";
        for (line, why) in [
            ("tax-proof,納税の証明,税務課", "of another department"),
            ("tax-proof,納税証明,市民課", "taken from another department"),
            ("moving-in,転入届,税務課", "given to another department"),
            ("of-nobody,別の名,", "of no department"),
            ("of-nobody,所管のない手続,市民課", "taken from no department"),
            ("moving-in,転入届,", "given to nobody"),
            ("new,新しい手続,税務課", "new in another department"),
            ("new,新しい手続,新しい課", "new in a new department"),
        ] {
            let text = format!("{head}moving-in,転入届,市民課\n{line}\n").replace("moving-in,転入届,市民課\nmoving-in", "moving-in");
            let shown = look(&db, own.clone(), &text).await;
            assert_eq!(shown.bad_cells().len(), 1, "{why}: {}", shown.describe());
            assert!(shown.bad_cells()[0].describe(MessageLanguage::Japanese).contains("担当の所管課（resident-records）"), "{why}");
            let written = import(&db, &own, text.as_bytes(), &|_, _| {}).await.unwrap();
            assert!(written.is_refused() && number_of(&db).await == before, "{why}");
        }
        let usage = Request { kind: Kind::Usage, ..own.clone() };
        let shown = look(&db, usage.clone(), "手続ID,年度,総手続件数,オンライン手続件数,出典\ntax-proof,2025,21,1,test\n").await;
        assert_eq!(shown.bad_cells().len(), 1, "{}", shown.describe());
        let shown = look(&db, usage, "手続ID,年度,総手続件数,オンライン手続件数,出典\nmoving-in,2025,11,5,test\ntax-proof,2025,20,1,test\n").await;
        assert_eq!(shown.departments(), [Some(code("resident-records"))].into(), "{}", shown.describe());
        // Unchanged rows of other departments are allowed.
        let mine = format!("{head}moving-in,転入の届出,市民課\ntax-proof,納税証明,税務課\nnew,新しい手続,市民課\n");
        let written = import(&db, &own, mine.as_bytes(), &|_, _| {}).await.unwrap();
        assert!(!written.is_refused() && number_of(&db).await == before + 1, "{}", written.describe());
    }
}

/// A file of this many procedures, each renamed.
fn many(rows: usize, name: &str) -> String {
    (0..rows).fold("id,name\n".to_owned(), |mut text, row| {
        writeln!(text, "p{row},{name} {row}").unwrap();
        text
    })
}

#[tokio::test]
async fn what_changes_is_told_whole_and_a_text_says_how_many_it_leaves_out() {
    let database = Database::sqlite();
    let db = database.open().await;
    let english = Request { language: MessageLanguage::English, ..request(Kind::Procedures) };
    import(&db, &english, many(700, "Name").as_bytes(), &|_, _| {}).await.unwrap();
    let shown = look(&db, english.clone(), &many(700, "Other")).await;
    assert_eq!(shown.changes()[0].changed.len(), 700);
    assert_eq!(shown.touched().len(), 700);
    assert_eq!(shown.to_json()["counts"][0]["changes"].as_array().unwrap().len(), 700);
    assert!(shown.describe().contains("… and 680 more"), "{}", shown.describe());
}

#[tokio::test]
async fn a_cell_of_a_workbook_is_named_by_its_letter_and_row() {
    let database = Database::sqlite();
    city().on(&database).await;
    let db = database.open().await;
    let table = Table::load(&db, &ExportFilter::all(Kind::Procedures), MessageLanguage::Japanese, day(support::TODAY))
        .await
        .unwrap();
    let workbook = table.as_workbook().unwrap();
    let rename = "手続ID,手続名\nmoving-in,先に変わった名\n";
    import(&db, &request(Kind::Procedures), rename.as_bytes(), &|_, _| {}).await.unwrap();
    let shown = preview(&db, request(Kind::Procedures), Arc::from(workbook), &Watch::silent()).await.unwrap();
    let [change] = shown.changes()[0].changed.as_slice() else { panic!("{}", shown.describe()) };
    assert_eq!(change.line, Some(2));
    let letters: Vec<_> = change.cells.iter().map(|cell| cell.column.letter.as_deref()).collect();
    assert_eq!(letters.first(), Some(&Some("B")), "{:?}", change.cells);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_stops_where_nobody_waits_for_it_any_more() {
    let database = Database::sqlite();
    let db = database.open().await;
    let before = number_of(&db).await;
    let text = bytes(&many(20_000, "Name"));

    // The user cancels.
    let told = Arc::new(AtomicU64::new(0));
    let (end, counted) = (Arc::new(std::sync::OnceLock::<Watch>::new()), Arc::clone(&told));
    let handle = Arc::clone(&end);
    let watch = Watch::new(move |_, _| {
        counted.fetch_add(1, Ordering::Relaxed);
        if let Some(watch) = handle.get() {
            watch.cancel();
        }
    });
    end.set(watch.clone()).unwrap();
    let base = look(&db, request(Kind::Procedures), "id,name\np1,a\n").await.base().unwrap();
    let report = confirm(&db, request(Kind::Procedures), Arc::clone(&text), base, &watch).await.unwrap();
    assert!(report.is_cancelled() && report.is_refused(), "{}", report.describe());
    assert_eq!(report.to_json()["outcome"], "abandoned");
    assert_eq!(told.load(Ordering::Relaxed), 1, "it stops with the next rows");

    // A client disconnects, and its request is dropped.
    let (sent, mut came) = tokio::sync::mpsc::unbounded_channel();
    #[allow(clippy::disallowed_methods, reason = "it is a slow file, read on a thread of its own")]
    let watch = Watch::new(move |so_far, _| {
        sent.send(so_far).ok();
        std::thread::sleep(Duration::from_millis(5));
    });
    let (their_db, their_watch) = (db.clone(), watch.clone());
    let task = tokio::spawn(async move { preview(&their_db, request(Kind::Procedures), text, &their_watch).await });
    assert!(came.recv().await.is_some());
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert!(watch.is_cancelled());
    drop(watch);
    let mut rest = 0;
    while came.recv().await.is_some() {
        rest += 1;
    }
    assert!(rest < 20, "{rest} of 39 steps after it was dropped");
    assert_eq!(number_of(&db).await, before);
}

#[tokio::test]
async fn the_report_of_an_import_is_in_the_language_of_the_locale_unless_another_is_asked_for() {
    let database = Database::sqlite();
    let program = Program::on(&database);
    std::fs::write(database.folder().join("cards.csv"), "団体コード,枚数\n271403,many\n").unwrap();
    let report = async |options: &[&str]| {
        let output = program.run(&[["import", "cards", "cards.csv"].as_slice(), options].concat()).await;
        assert_eq!(output.status.code(), Some(2), "{options:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let english = report(&[]).await;
    assert!(english.contains("nothing was written"), "the locale of this test is C: {english}");
    assert_eq!(report(&["--language", "en"]).await, english);
    let japanese = report(&["--language", "ja"]).await;
    assert!(japanese.contains("書き込んでいません") && !japanese.contains("nothing"), "{japanese}");
    let unknown = program.run(&["import", "cards", "cards.csv", "--language", "fr"]).await;
    assert!(!unknown.status.success());
}
