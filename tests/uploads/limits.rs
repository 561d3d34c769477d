//! Limits on uploaded files, harmful files, and files that nobody finishes.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use axum::http::StatusCode;
use chrono::Duration;
use exchange::backup::back_up;
use scraper::{Html, Selector};
use store::Db;
use store::staff::find_member_by_e_mail;

use super::{
    CARDS, PROCEDURES, RENAMED, TAX, browser_of, button, city_on, press, revision_of, rows, save_rules, send_file,
    states,
};
use crate::support::staff::{Browser, EDITOR, OFFICE};
use crate::support::{Database, noon_of_today, on_both};

on_both! {
    async fn an_account_keeps_so_many_files_and_is_told_what_makes_room(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        // The content does not matter: the file is stored before it is read.
        let large = vec![b'x'; 30 << 20];
        let first = send_file(&mut editor, &PROCEDURES, "a.csv", &large).await;
        send_file(&mut editor, &PROCEDURES, "b.csv", &large).await;
        for (page, words) in [("/staff/import", "取り下げる"), ("/en/staff/import", "Withdraw or finish older ones")] {
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

    async fn drafts_that_nobody_goes_on_with_are_let_go(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let old = send_file(&mut editor, &PROCEDURES, "a.csv", RENAMED.as_bytes()).await;
        let waiting = send_file(&mut editor, &PROCEDURES, "b.csv", RENAMED.as_bytes()).await;
        press(&mut editor, &waiting, "send").await;
        city.at(|| noon_of_today() + Duration::days(6)).state.delete_abandoned_uploads().await.unwrap();
        assert_eq!(states(database).await.iter().filter(|state| *state == "withdrawn").count(), 0);
        city.at(|| noon_of_today() + Duration::days(8)).state.delete_abandoned_uploads().await.unwrap();
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
    save_rules(&city, &["citizens"], &["citizens"]).await;
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
    // File names are shown as text.
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
