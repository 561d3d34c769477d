//! Residents' reports that the staff deal with, and the few words that a resident may add.

use axum::http::StatusCode;
use chrono::{DateTime, Days, Utc};
use exchange::backup::{back_up, restore};
use sqlx::AssertSqlSafe;
use store::Db;
use store::audit::list_log_entries;
use store::reports::list_reports;

use crate::support::staff::{Browser, EDITOR, Log, add, browser_of, office, roles, sent_fields};
use crate::support::{Answer, City, Database, has, noon_of_today, on_both};

const FORM: &str = "/procedures/moving-out/reports";
const COLLEAGUE: &str = "colleague@city.example.jp";
const WORDS: &str = "暗証番号のあと真っ白になりました";

/// Sends a report about the step of paying, with these words.
async fn report(city: &City, text: &str) -> Answer {
    report_at(city, FORM, text).await
}

async fn report_at(city: &City, address: &str, text: &str) -> Answer {
    let fields = [("kind", "could_not_finish"), ("step", "pay"), ("reason", "card"), ("text", text)];
    Browser::new(city).post(address, &fields).await
}

/// The pages of the cases that a member of staff sees.
async fn cases(browser: &mut Browser) -> Vec<String> {
    let page = browser.get("/staff/reports").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    let links = text.split("href=\"/staff/reports/").skip(1);
    links.map(|rest| format!("/staff/reports/{}", rest.split('"').next().unwrap())).collect()
}

/// Sends a form of a case with some values.
async fn act(browser: &mut Browser, case: &str, action: &str, values: &[(&str, &str)]) -> Answer {
    let page = browser.get(case).await.text();
    let mut fields = sent_fields(&page, "form:has([name=version])");
    assert!(!fields.is_empty(), "{page}");
    fields.retain(|(name, _)| name == "version");
    fields.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    browser.post_fields(&format!("{case}/{action}"), &fields).await
}

/// What residents added, as stored.
async fn texts(database: &Database) -> Vec<String> {
    let sql = AssertSqlSafe("SELECT body FROM report_texts ORDER BY body");
    match database.open().await {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_all(&readers).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap(),
    }
}

fn in_31_days() -> DateTime<Utc> {
    noon_of_today() + Days::new(31)
}

fn in_91_days() -> DateTime<Utc> {
    noon_of_today() + Days::new(91)
}

on_both! {
    async fn a_report_is_taken_noted_and_closed_and_the_next_one_is_another(database: &Database) {
        let city = office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        assert!(cases(&mut editor).await.is_empty());
        for _ in 0..2 {
            assert_eq!(report(&city, "").await.status, StatusCode::SEE_OTHER);
        }
        let all = cases(&mut editor).await;
        assert_eq!(all.len(), 1, "the same problem is one case");
        let case = all[0].as_str();
        assert!(editor.get("/staff/reports").await.text().contains("担当なし"));

        assert_eq!(act(&mut editor, case, "take", &[]).await.header("location"), format!("{case}?done=yes"));
        let page = editor.get(case).await.text();
        assert!(page.contains("編集 次郎") && page.contains("対応中"), "{page}");
        assert_eq!(act(&mut editor, case, "note", &[("note", "納付サイトに確認中")]).await.status, StatusCode::SEE_OTHER);
        assert!(editor.get(case).await.text().contains("納付サイトに確認中"));

        let unclosed = act(&mut editor, case, "close", &[("note", "直りました"), ("outcome", "")]).await;
        assert_eq!(unclosed.status, StatusCode::BAD_REQUEST);
        assert!(unclosed.text().contains("直りました"), "nothing typed is lost");
        assert!(has(&unclosed, "[role=alert] a[href='#case-outcome']"));
        let closed = act(&mut editor, case, "close", &[("note", "直りました"), ("outcome", "passed_on")]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text());
        let list = editor.get("/staff/reports").await.text();
        assert!(list.contains("申請システムの担当に伝えた") && list.contains("最近終えた報告"), "{list}");

        report(&city, "").await;
        assert_eq!(cases(&mut editor).await.len(), 2, "the closed one and a new one");
        let db = database.open().await;
        let counts = list_reports(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(counts.iter().map(|count| count.number).sum::<i64>(), 3, "all are counted");
        let log = list_log_entries(&mut db.read().await.unwrap(), 20).await.unwrap();
        let of_reports: Vec<&str> = log.iter().filter(|row| row.subject.starts_with("report ")).map(|row| row.action.as_str()).collect();
        assert_eq!(of_reports, ["close report", "note report", "take report"]);
        assert!(log.iter().all(|row| !format!("{row:?}").contains("納付サイト")), "a note is not in the log");
    }

    async fn reports_are_for_the_staff_of_the_department(database: &Database) {
        let city = office(database).await;
        add(database, COLLEAGUE, "税務 一郎", roles(&["tax"], true, true)).await;
        report(&city, WORDS).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let case = cases(&mut editor).await.remove(0);
        let mut other = browser_of(&city, COLLEAGUE).await;
        assert!(cases(&mut other).await.is_empty());
        assert_eq!(other.get(&case).await.status, StatusCode::NOT_FOUND);
        let refused = other.post(&format!("{case}/take"), &[("version", "1")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "they cannot see it");
        assert!(editor.get(&case).await.text().contains(WORDS));
    }

    async fn of_two_who_take_a_report_the_second_is_told(database: &Database) {
        let city = office(database).await;
        add(database, COLLEAGUE, "同僚 一郎", roles(&["citizens"], false, false)).await;
        report(&city, "").await;
        let mut editor = browser_of(&city, EDITOR).await;
        let mut colleague = browser_of(&city, COLLEAGUE).await;
        let case = cases(&mut editor).await.remove(0);
        act(&mut editor, &case, "take", &[]).await;
        let late = colleague.post(&format!("{case}/note"), &[("version", "1"), ("note", "私が見ます")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.text().contains("私が見ます") && late.text().contains("編集 次郎"), "{}", late.text());
        assert_eq!(act(&mut colleague, &case, "take", &[]).await.status, StatusCode::SEE_OTHER, "it can be taken over");
        assert!(colleague.get(&case).await.text().contains("同僚 一郎"));
    }

    async fn personal_data_is_found_before_it_is_stored_and_the_form_comes_back(database: &Database) {
        let city = office(database).await;
        for (text, words) in [
            ("taro@example.jpまで連絡を", "メールアドレスのような部分"),
            ("０９０－１２３４－５６７８に電話を", "電話番号のような部分"),
            ("番号は1234 5678 9018です", "マイナンバー（個人番号）"),
            ("〒590-0078 堺市堺区南瓦町3-1", "住所や郵便番号のような部分"),
            ("昭和50年1月2日生まれです", "生年月日のような日付"),
        ] {
            let answer = report(&city, text).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{text}");
            assert!(answer.text().contains(words) && answer.text().contains(text), "{text}: {}", answer.text());
            assert!(has(&answer, "input[value=pay][checked]") && has(&answer, "textarea[aria-invalid=true]"));
            assert!(has(&answer, "[role=alert] a[href='#report-text']"));
        }
        for (prefix, words) in [("/en", "e-mail address"), ("/easy", "メールアドレスの"), ("/vi", "địa chỉ email")] {
            let answer = report_at(&city, &format!("{prefix}{FORM}"), "taro@example.jp").await;
            assert!(answer.text().contains(words), "{prefix}: {}", answer.text());
        }
        let long = report(&city, &"あ".repeat(301)).await;
        assert_eq!(long.status, StatusCode::BAD_REQUEST);
        assert!(long.text().contains(&"あ".repeat(301)), "nothing typed is lost");
        assert_eq!(report(&city, &"あ".repeat(300)).await.status, StatusCode::SEE_OTHER);
        assert_eq!(texts(database).await, ["あ".repeat(300)]);
    }

    async fn what_a_resident_adds_is_for_the_staff_and_for_some_time(database: &Database) {
        let city = office(database).await;
        let log = Log::default();
        let listening = log.listen();
        assert_eq!(report(&city, WORDS).await.status, StatusCode::SEE_OTHER);
        drop(listening);
        assert!(!log.text().contains(WORDS));
        for page in ["/procedures/moving-out", "/procedures/moving-out/reports", "/changes", "/api/v1/procedures/moving-out", "/api/v1/changes"] {
            assert!(!city.get(page).await.text().contains(WORDS), "{page}");
        }
        let mut editor = browser_of(&city, EDITOR).await;
        let case = cases(&mut editor).await.remove(0);
        let page = editor.get(&case).await.text();
        assert!(page.contains(WORDS) && page.contains("90日後"), "{page}");

        city.at(in_31_days).state.delete_abandoned_uploads().await.unwrap();
        assert_eq!(texts(database).await, [WORDS]);
        act(&mut editor, &case, "close", &[("note", ""), ("outcome", "unchanged")]).await;
        city.at(in_31_days).state.delete_abandoned_uploads().await.unwrap();
        assert_eq!(texts(database).await, Vec::<String>::new(), "30 days after it was closed");

        report(&city, WORDS).await;
        city.at(in_91_days).state.delete_abandoned_uploads().await.unwrap();
        assert_eq!(texts(database).await, Vec::<String>::new(), "90 days after it was written");
        let db = database.open().await;
        let counts = list_reports(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(counts.iter().map(|count| count.number).sum::<i64>(), 2, "the counts stay");
    }

    async fn a_backup_has_the_cases_without_the_texts_and_replaces_a_database_in_use(database: &Database) {
        let city = office(database).await;
        report(&city, WORDS).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let case = cases(&mut editor).await.remove(0);
        act(&mut editor, &case, "take", &[]).await;
        let db = database.open().await;
        let file = database.folder().join("backup.zip");
        back_up(&db, noon_of_today(), &file).await.unwrap();
        report(&city, WORDS).await;
        restore(&db, noon_of_today(), &file, true, "a drill").await.unwrap();
        assert_eq!(texts(database).await, Vec::<String>::new());
        let mut editor = browser_of(&City::of(db).await, EDITOR).await;
        assert_eq!(cases(&mut editor).await, std::slice::from_ref(&case));
        assert!(editor.get(&case).await.text().contains("対応中"));
    }

    async fn a_text_needs_a_report_that_could_not_be_finished(database: &Database) {
        let city = office(database).await;
        let answer = Browser::new(&city).post(FORM, &[("kind", "useful"), ("text", WORDS)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.text().contains(WORDS) && has(&answer, "[role=alert] a[href='#report-text']"));
        assert_eq!(texts(database).await, Vec::<String>::new());
    }
}
