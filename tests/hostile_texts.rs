//! Makes every text in the database hostile, then parses every page, form, feed, drawing, table and document, public
//! and staff: no element, attribute, form or link comes from a text, and texts are shown exactly as stored. The texts
//! are written past all validation, because this tests the output.

mod crawler;
mod database;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::text::MessageLanguage;
use exchange::import::{Kind, Request, import};
use store::Db;
use tetsuzuki::server::settings::Settings;

use self::crawler::{read, walk};
use self::database::make_hostile;
use crate::support::hostile::{PAYLOAD, Reading, hostile};
use crate::support::pages::{public_pages, staff_pages};
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, add, office, roles, sent_fields};
use crate::support::{Answer, City, Database, noon_of_today};

const APPROVER: &str = "approver@city.example.jp";

/// The path prefix of each language.
const LANGUAGES: [&str; 3] = ["", "/easy", "/en"];

const FIRST: &str = "family-register-certificate";

/// The texts of a procedure, which are on its page and in its form.
const PROCEDURE_TEXTS: [&str; 11] = [
    "name",
    "name_easy",
    "name_en",
    "kana",
    "summary",
    "summary_easy",
    "summary_en",
    "legal_basis",
    "papers",
    "fee_note",
    "processing",
];

/// The fields of a form with some values changed.
fn typed(page: &Answer, form: &str, values: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = sent_fields(&page.text(), form);
    assert!(!fields.is_empty(), "no {form}: {}", page.text());
    for (name, value) in values {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

async fn fill_in(browser: &mut Browser, page: &str, form: &str, values: &[(&str, &str)]) -> Answer {
    let opened = browser.get(page).await;
    let fields = typed(&opened, &format!("form[action='{form}']"), values);
    browser.post_fields(form, &fields).await
}

fn redirect_target(answer: &Answer) -> String {
    let page = answer.text();
    let said = page.split("<div class=\"notice").nth(1).map(|rest| rest.chars().take(600).collect::<String>());
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{said:?}");
    answer.header("location").split('?').next().unwrap().to_owned()
}

/// Creates proposals in every state with hostile texts: from forms, bulk changes, files and undo.
async fn propose(editor: &mut Browser, approver: &mut Browser, ids: &[String]) {
    let text = hostile("typed");
    let summary = [("summary", text.as_str()), ("summary_en", &text), ("reason", &text)];
    let mut drafts = Vec::new();
    for id in &ids[..6] {
        let form = format!("/staff/procedures/{id}/edit");
        drafts.push(redirect_target(&fill_in(editor, &form, &form, &summary).await));
    }
    for (place, draft) in drafts.iter().enumerate().skip(1) {
        let action = if place == 1 { "withdraw" } else { "send" };
        redirect_target(&fill_in(editor, draft, &format!("{draft}/{action}"), &[]).await);
    }
    redirect_target(&fill_in(approver, &drafts[3], &format!("{}/return", drafts[3]), &[("answer", &text)]).await);
    redirect_target(&fill_in(approver, &drafts[4], &format!("{}/approve", drafts[4]), &[]).await);
    redirect_target(&fill_in(editor, &drafts[4], &format!("{}/undo", drafts[4]), &[("reason", &text)]).await);
    // Someone else changes the same field meanwhile: a conflict.
    let form = format!("/staff/procedures/{}/edit", ids[0]);
    let other = redirect_target(&fill_in(approver, &form, &form, &[("summary", "別の概要"), ("reason", "r")]).await);
    redirect_target(&fill_in(approver, &other, &format!("{other}/send"), &[]).await);
    redirect_target(&fill_in(editor, &other, &format!("{other}/approve"), &[]).await);

    let chosen = [("procedure", ids[6].as_str()), ("procedure", ids[7].as_str())];
    let bulk = editor.post("/staff/bulk", &chosen).await;
    let fields = typed(
        &bulk,
        "form[action='/staff/bulk/propose']",
        &[("excluded_mode", "set"), ("excluded_reason", text.as_str()), ("reason", &text)],
    );
    redirect_target(&editor.post_fields("/staff/bulk/propose", &fields).await);

    let about = [("kind", "procedures"), ("reason", text.as_str())];
    // Names are trimmed and long cells are shortened, so these only have to remain texts.
    let quoted = format!("\"{}\"", PAYLOAD.replace('"', "\"\""));
    let good = format!("手続ID,手続名,概要\n{},{quoted},{quoted}\n", ids[8]);
    redirect_target(&editor.post_file("/staff/import", &about, "a.csv", good.as_bytes()).await);
    let wrong = format!("手続ID,手続名,ライフイベント\n{quoted},{quoted},{quoted}\n");
    redirect_target(&editor.post_file("/staff/import", &about, "b.csv", wrong.as_bytes()).await);
    let unread = format!("{quoted},{quoted}\n{quoted},1\n");
    redirect_target(&editor.post_file("/staff/import", &about, "c.csv", unread.as_bytes()).await);
}

/// Addresses that contain a hostile text.
fn asked_hostile() -> Vec<String> {
    let text = percent_encoding::utf8_percent_encode(PAYLOAD, percent_encoding::NON_ALPHANUMERIC);
    [
        "/procedures?q=",
        "/en/procedures?q=",
        "/procedures?event=",
        "/procedures?sort=",
        "/procedures?as_of=",
        "/cards?target=",
        "/cards?as_of=",
        "/changes?department=",
        "/changes?month=",
        "/feeds/changes?event=",
        "/api/v1/procedures?q=",
        "/api/v1/procedures?sort=",
        "/api/v1/cards.csv?as_of=",
        "/api/v1/",
        "/procedures/",
        "/cards/",
        "/targets/",
        "/figures/",
        "/files/",
        "/embed/",
        "/sitemap/",
        "/",
        "/en/",
        "/staff/login?next=",
    ]
    .iter()
    .map(|before| format!("{before}{text}"))
    .collect()
}

fn settings() -> Settings {
    Settings {
        public_url: Some("https://tetsuzuki.example.jp".parse().unwrap()),
        contact_department: Some("citizens".parse().unwrap()),
        ..Settings::default()
    }
}

/// Corrections of figures on several pages; the subject of one is gone.
const CORRECTIONS: &str = "\
kind,subject,subject_name,record,record_name,record_name_en,figure,value_before,value_after,corrected_on,reason
cards,271403,堺市,held 2024-03-31,保有,held,cards,1,2,2026-05-01,誤り
indicators,online_rate,率,2022 actual,実績,actual,value,1.5,,2026-05-01,誤り
usage,gone,廃止した手続,2020,令和2年度,FY2020,total,1,2,2026-05-01,誤り
funding,gone,廃止した事業,2020 settled,決算,settled,total,1,2,2026-05-01,誤り
";

/// The demonstration city with hostile texts, and the browsers that look at it.
struct HostileCity {
    _database: Database,
    city: City,
    /// The procedure that the browser checks open comes first.
    procedures: Vec<String>,
    proposals: Vec<String>,
    accounts: Vec<String>,
    reports: Vec<String>,
    /// The columns with hostile texts.
    columns: BTreeSet<String>,
    editor: Browser,
    approver: Browser,
    office: Browser,
}

async fn hostile_city() -> HostileCity {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await.with_settings(settings());
    let departments: Vec<String> = city.state.snapshot().departments.iter().map(|one| one.code.to_string()).collect();
    let all: Vec<&str> = departments.iter().map(String::as_str).collect();
    let snapshot = city.state.snapshot();
    let others = snapshot.procedures.iter().filter(|one| one.department.is_some()).map(|one| one.id.to_string());
    let procedures: Vec<String> = std::iter::once(FIRST.to_owned()).chain(others.filter(|id| id != FIRST)).collect();
    drop(snapshot);
    add(&database, EDITOR, "編集 次郎", roles(&all, true, false)).await;
    add(&database, APPROVER, "承認 四郎", roles(&all, true, false)).await;
    add(&database, OFFICE, "管理 花子", roles(&all, true, true)).await;
    let [mut editor, mut approver, mut office] = [(); 3].map(|()| Browser::new(&city));
    for (browser, e_mail) in [(&mut editor, EDITOR), (&mut approver, APPROVER), (&mut office, OFFICE)] {
        assert_eq!(browser.log_in(e_mail, PASSWORD).await.status, StatusCode::SEE_OTHER);
    }
    propose(&mut editor, &mut approver, &procedures).await;
    let report = [("kind", "could_not_finish"), ("step", "attach"), ("reason", "paper"), ("text", "真っ白になった")];
    let mut reader = Browser::new(&city);
    assert_eq!(reader.post(&format!("/procedures/{FIRST}/reports"), &report).await.status, StatusCode::SEE_OTHER);

    let db = database.open().await;
    let request = Request::new(Kind::Corrections, "corrections.csv", noon_of_today());
    let report = import(&db, &request, CORRECTIONS.as_bytes(), &|_, _| {}).await.unwrap();
    assert!(!report.is_refused(), "{}", report.describe());
    let Db::Sqlite { writer, .. } = db else { panic!("not SQLite") };
    let columns = make_hostile(&writer).await;
    assert!(columns.len() > 60, "{columns:?}");
    let proposals: Vec<String> = sqlx::query_scalar("SELECT id FROM proposals").fetch_all(&writer).await.unwrap();
    let accounts: Vec<String> = sqlx::query_scalar("SELECT id FROM staff").fetch_all(&writer).await.unwrap();
    assert!(proposals.len() >= 12, "{proposals:?}");
    let reports: Vec<String> = sqlx::query_scalar("SELECT id FROM report_cases").fetch_all(&writer).await.unwrap();
    assert_eq!(reports.len(), 1);
    let city = City::of(database.open().await).await.with_settings(settings());
    for browser in [&mut editor, &mut approver, &mut office] {
        browser.city = city.clone();
    }
    HostileCity {
        _database: database,
        city,
        procedures,
        proposals,
        accounts,
        reports,
        columns,
        editor,
        approver,
        office,
    }
}

fn in_all_languages(page: &str) -> [String; 3] {
    let page = page.trim_end_matches('/').to_owned();
    LANGUAGES
        .map(|prefix| if prefix.is_empty() && page.is_empty() { "/".to_owned() } else { format!("{prefix}{page}") })
}

fn has_column(all: &BTreeSet<String>, column: &str) -> bool {
    all.iter().any(|place| place.starts_with(&format!("{column}.")))
}

fn nothing_is_wrong(reading: &Reading) {
    let few: Vec<&String> = reading.wrong.iter().take(40).collect();
    assert!(reading.wrong.is_empty(), "{} are wrong, such as {few:#?}", reading.wrong.len());
}

#[tokio::test]
async fn no_text_becomes_anything_but_itself_where_anybody_reads() {
    let all = hostile_city().await;
    let mut public: Vec<String> = public_pages().into_iter().flat_map(in_all_languages).collect();
    // The last one by its id has ended.
    let some = all.procedures.iter().take(12).chain(all.procedures.iter().max());
    public.extend(some.map(|id| format!("/procedures/{id}")));
    public.extend(["/sitemap.xml", "/sitemap/1.xml", "/robots.txt", "/feeds/changes"].map(str::to_owned));
    public.extend(asked_hostile());
    let mut reading = Reading::default();
    let opened = walk(&mut reading, &mut Browser::new(&all.city), "anybody", public, "/").await;
    println!("{opened} public addresses were read");
    assert!(opened > 150, "{opened}");
    nothing_is_wrong(&reading);
    let unseen: Vec<&String> = all.columns.iter().filter(|column| !has_column(&reading.seen, column)).collect();
    println!("not shown to anybody: {unseen:?}");
    for column in PROCEDURE_TEXTS.into_iter().chain(["ending_reason"]) {
        assert!(has_column(&reading.seen, &format!("procedures.{column}")), "{column} was nowhere");
    }
    for column in ["subject_name", "record_name", "record_name_en", "reason"] {
        assert!(has_column(&reading.seen, &format!("corrections.{column}")), "{column} was nowhere");
    }
}

/// Opens every staff page as one member of staff.
async fn walk_the_staff_side(all: &HostileCity, reading: &mut Reading, who: &str, browser: &mut Browser) {
    let mut staff: Vec<String> = Vec::new();
    for page in staff_pages() {
        let ids = match page {
            page if page.starts_with("/staff/people/") => &all.accounts,
            page if page.starts_with("/staff/reports/") => &all.reports,
            _ => &all.proposals,
        };
        let pages: Vec<String> = if page.contains(":id") {
            ids.iter().map(|id| page.replace(":id", id)).collect()
        } else {
            vec![page.to_owned()]
        };
        staff.extend(pages.iter().flat_map(|page| in_all_languages(page)));
    }
    staff.extend(all.procedures.iter().take(12).map(|id| format!("/staff/procedures/{id}/edit")));
    let opened = walk(reading, browser, who, staff, "/staff").await;
    println!("{opened} addresses were read as {who}");
    assert!(opened > 100, "{opened}");
}

#[tokio::test]
async fn no_text_becomes_anything_but_itself_where_an_editor_reads() {
    let mut all = hostile_city().await;
    let mut reading = Reading::default();
    let mut editor = all.editor.clone();
    walk_the_staff_side(&all, &mut reading, "editor", &mut editor).await;
    forms_that_come_back(&mut reading, &mut editor, &mut all.office, FIRST).await;
    nothing_is_wrong(&reading);
    for column in PROCEDURE_TEXTS {
        assert!(has_column(&reading.in_fields, &format!("procedures.{column}")), "{column} was in no field");
    }
}

#[tokio::test]
async fn no_text_becomes_anything_but_itself_where_an_approver_reads() {
    let all = hostile_city().await;
    let mut reading = Reading::default();
    walk_the_staff_side(&all, &mut reading, "approver", &mut all.approver.clone()).await;
    nothing_is_wrong(&reading);
}

#[tokio::test]
async fn no_text_becomes_anything_but_itself_where_an_administrator_reads() {
    let all = hostile_city().await;
    let mut reading = Reading::default();
    walk_the_staff_side(&all, &mut reading, "administrator", &mut all.office.clone()).await;
    nothing_is_wrong(&reading);
}

/// Forms that are shown again with what was typed and the errors.
async fn forms_that_come_back(reading: &mut Reading, editor: &mut Browser, office: &mut Browser, id: &str) {
    let text = hostile("typed again");
    let wrong = [("channel_kind", "mail"), ("channel_name", text.as_str()), ("channel_url", &text), ("summary", &text)];
    let edit = format!("/staff/procedures/{id}/edit");
    let answers = [
        ("edit", fill_in(editor, &edit, &edit, &wrong).await),
        ("new", editor.post("/staff/procedures/new", &[("id", &text), ("name", &text), ("summary", &text)]).await),
        ("bulk", editor.post("/staff/bulk/propose", &[("procedure", PAYLOAD), ("reason", PAYLOAD)]).await),
        ("import", editor.post_file("/staff/import", &[("kind", PAYLOAD), ("reason", PAYLOAD)], "a.csv", b"a").await),
        ("cards", editor.post("/staff/cards", &[("as_of", PAYLOAD), ("reason", PAYLOAD)]).await),
        ("people", office.post("/staff/people", &[("e_mail", PAYLOAD), ("name", PAYLOAD)]).await),
        ("login", Browser::new(&editor.city).post("/staff/login", &[("e_mail", PAYLOAD), ("next", PAYLOAD)]).await),
        ("report", Browser::new(&editor.city).post(&format!("/procedures/{id}/reports"), &[("kind", PAYLOAD)]).await),
    ];
    for (name, answer) in answers {
        assert!(!answer.status.is_server_error(), "{name}: {}", answer.status);
        read(reading, &format!("the form {name} that came back"), &answer);
    }
}

/// The error messages of a form.
fn mistakes(answer: &Answer) -> String {
    let page = scraper::Html::parse_document(&answer.text());
    let wrong = scraper::Selector::parse(".mistake").unwrap();
    page.select(&wrong).flat_map(|mistake| mistake.text().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[tokio::test]
async fn the_form_refuses_ids_of_dots_and_addresses_with_a_password_and_says_what_would_be_right() {
    let database = Database::sqlite();
    let city = office(&database).await;
    let mut editor = Browser::new(&city);
    editor.log_in(EDITOR, PASSWORD).await;
    let new = "/en/staff/procedures/new";
    for id in [".", "..", "%2e", "a/b", " "] {
        let answer = fill_in(&mut editor, new, new, &[("id", id), ("name", "転居届"), ("reason", "新設")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{id:?}");
        assert!(mistakes(&answer).contains("cannot be only dots"), "{id:?}: {}", mistakes(&answer));
    }
    let edit = "/en/staff/procedures/moving-out/edit";
    for (address, said) in [
        ("https://user:pass@example.jp/", "Enter it like this: https://example.jp/."),
        ("javascript:marker()", "must start with https:// or http://"),
    ] {
        let typed = [("channel_kind", "city_system"), ("channel_name", ""), ("channel_url", address)];
        let answer = fill_in(&mut editor, edit, edit, &[&typed[..], &[("reason", "新設")]].concat()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(mistakes(&answer).contains(said), "{address}: {}", mistakes(&answer));
    }
}

#[tokio::test]
async fn files_refuse_ids_of_dots_and_addresses_with_a_password_and_say_what_would_be_right() {
    let database = Database::sqlite();
    let db = database.open().await;
    for (row, said) in [
        ("..,転出届,", "点だけは不可"),
        (".,転出届,", "点だけは不可"),
        ("moving-out,転出届,https://user:pass@example.jp/", "利用者名とパスワード"),
        ("moving-out,転出届,javascript:marker()", "https:// または http:// で始まる"),
    ] {
        let file = format!("手続ID,手続名,電子申請システムURL\n{row}\n");
        let request = Request {
            language: MessageLanguage::Japanese,
            ..Request::new(Kind::Procedures, "procedures.csv", noon_of_today())
        };
        let report = import(&db, &request, file.as_bytes(), &|_, _| {}).await.unwrap();
        let told = report.describe();
        assert!(report.is_refused() && told.contains(said), "{row}: {told}");
    }
}
