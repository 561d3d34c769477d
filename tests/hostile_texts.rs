//! Every text that the database keeps is made hostile, and every page, form, feed, drawing, table and document of both
//! sides is read as a parser reads it: no element, attribute, form or link comes from a text, and what is shown is what
//! is stored, to the letter. The texts are written past everything that would refuse them: this is about what is shown.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::StatusCode;
use domain::text::MessageLanguage;
use exchange::import::{Kind, Request, import};
use sqlx::{AssertSqlSafe, Row, SqlitePool};
use store::Db;
use tetsuzuki::server::settings::Settings;

use crate::support::hostile::{PAYLOAD, Reading, hostile};
use crate::support::staff as people;
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, add, roles, sent_fields};
use crate::support::{Answer, City, Database, noon_of_today};

const ROUTES: &str = include_str!("../end2end/routes.ts");
const APPROVER: &str = "approver@city.example.jp";
/// What addresses begin with in each language.
const LANGUAGES: [&str; 3] = ["", "/easy", "/en"];

/// How many addresses are opened that differ in their ids or in what is asked of them.
const OF_A_KIND: usize = 2;

const FIRST: &str = "family-register-certificate";

/// The texts of a procedure, which everybody reads and its form holds.
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

/// Texts that are not for people: ids and what refers to them, closed sets, days, hashes, documents of the product's
/// own. Every other text of the database is made hostile, also one that a later migration adds.
const NOT_FOR_PEOPLE: &[(&str, &str)] = &[
    ("*", "id code source area procedure_id programme initiative indicator procedure_set kind state sample"),
    ("settings", "name value"),
    ("areas", "parent"),
    ("boundaries", "geometry"),
    ("card_counts", "measure"),
    ("card_counts_by_age", "measure"),
    ("indicators", "measure"),
    ("indicator_values", "measure"),
    ("procedures", "department audience card_requirement blockers"),
    ("procedure_steps", "step"),
    ("procedure_channels", "url"),
    ("procedure_life_events", "life_event"),
    ("funding", "stage"),
    ("sources", "url"),
    ("sdg_actions", "target"),
    ("life_event_guides", "life_event"),
    ("reports", "step reason language"),
    ("training", "mode duty"),
    ("staff", "password_hash password_changed_at created_at last_login_at"),
    ("staff_departments", "staff_id department"),
    ("sessions", "token_hash staff_id created_at last_used_at expires_at"),
    ("known_browsers", "token_hash staff_id last_used_at"),
    ("audit", "recorded_at actor action subject"),
    ("audit_log", "recorded_at actor origin action subject approved_by texts_hash key_id previous_hash hash rows_sum"),
    ("audit_texts", "salt was became"),
    ("row_hashes", "table_name"),
    ("row_sums", "table_name key_id mac"),
    ("department_rules", "department"),
    ("proposals", "author created_at changed_at decided_by"),
    ("proposal_departments", "proposal department"),
    ("proposed_changes", "proposal was becomes"),
    ("proposed_files", "proposal options base summary"),
    ("staff_identities", "issuer subject staff_id linked_at"),
    ("pending_logins", "token_hash begun_at next_page"),
];

/// Addresses that are no links, put where addresses are kept.
const ADDRESSES: [&str; 6] = [
    "javascript:marker()",
    " JaVaScRiPt:marker()",
    "java\nscript:marker()",
    "data:text/html,<hostile-marker>",
    "https://user:pass@example.jp/",
    "\"><hostile-marker onmarker=1>",
];

async fn tables_of(pool: &SqlitePool) -> BTreeMap<String, Vec<String>> {
    let rows = sqlx::query(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND c.type = 'TEXT' AND m.name NOT LIKE '\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'",
    );
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows.fetch_all(pool).await.unwrap() {
        tables.entry(row.get(0)).or_default().push(row.get(1));
    }
    tables
}

/// Makes every text for people hostile. Answers the columns.
async fn make_hostile(pool: &SqlitePool) -> BTreeSet<String> {
    let triggers: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetch_all(pool).await.unwrap();
    for trigger in triggers {
        sqlx::query(AssertSqlSafe(format!("DROP TRIGGER {trigger}"))).execute(pool).await.unwrap();
    }
    let mut columns = BTreeSet::new();
    for (table, texts) in tables_of(pool).await {
        let spared: Vec<&str> = NOT_FOR_PEOPLE
            .iter()
            .filter(|(of, _)| *of == "*" || *of == table)
            .flat_map(|(_, names)| names.split(' '))
            .collect();
        for column in texts.iter().filter(|column| !spared.contains(&column.as_str())) {
            // Drawings are made of percentages only.
            let except =
                if (table.as_str(), column.as_str()) == ("indicators", "unit") { " WHERE unit <> '%'" } else { "" };
            let text = hostile(&format!("{table}.{column}.#"));
            let (before, after) = text.split_once('#').unwrap();
            let change = format!("UPDATE {table} SET {column} = $1 || rowid || $2{except}");
            sqlx::query(AssertSqlSafe(change)).bind(before).bind(after).execute(pool).await.unwrap();
            columns.insert(format!("{table}.{column}"));
        }
    }
    for (table, number) in [("procedure_channels", "rowid"), ("sources", "rowid")] {
        for (place, address) in ADDRESSES.iter().enumerate() {
            let change = format!("UPDATE {table} SET url = $1 WHERE {number} % {} = {place}", ADDRESSES.len());
            sqlx::query(AssertSqlSafe(change)).bind(address).execute(pool).await.unwrap();
        }
    }
    columns
}

/// The fields of a form with some of them typed over.
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

fn led_to(answer: &Answer) -> String {
    let page = answer.text();
    let said = page.split("<div class=\"notice").nth(1).map(|rest| rest.chars().take(600).collect::<String>());
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{said:?}");
    answer.header("location").split('?').next().unwrap().to_owned()
}

/// Changes on their way in every state, from forms, of many at once, by files and back again, with hostile texts.
async fn propose(editor: &mut Browser, approver: &mut Browser, ids: &[String]) {
    let text = hostile("typed");
    let summary = [("summary", text.as_str()), ("summary_en", &text), ("reason", &text)];
    let mut drafts = Vec::new();
    for id in &ids[..6] {
        let form = format!("/staff/procedures/{id}/edit");
        drafts.push(led_to(&fill_in(editor, &form, &form, &summary).await));
    }
    for (place, draft) in drafts.iter().enumerate().skip(1) {
        let deed = if place == 1 { "withdraw" } else { "send" };
        led_to(&fill_in(editor, draft, &format!("{draft}/{deed}"), &[]).await);
    }
    led_to(&fill_in(approver, &drafts[3], &format!("{}/return", drafts[3]), &[("answer", &text)]).await);
    led_to(&fill_in(approver, &drafts[4], &format!("{}/approve", drafts[4]), &[]).await);
    led_to(&fill_in(editor, &drafts[4], &format!("{}/undo", drafts[4]), &[("reason", &text)]).await);
    // Somebody else changes what is proposed meanwhile: a conflict.
    let form = format!("/staff/procedures/{}/edit", ids[0]);
    let other = led_to(&fill_in(approver, &form, &form, &[("summary", "別の概要"), ("reason", "r")]).await);
    led_to(&fill_in(approver, &other, &format!("{other}/send"), &[]).await);
    led_to(&fill_in(editor, &other, &format!("{other}/approve"), &[]).await);

    let chosen = [("procedure", ids[6].as_str()), ("procedure", ids[7].as_str())];
    let bulk = editor.post("/staff/bulk", &chosen).await;
    let fields = typed(
        &bulk,
        "form[action='/staff/bulk/propose']",
        &[("excluded_mode", "set"), ("excluded_reason", text.as_str()), ("reason", &text)],
    );
    led_to(&editor.post_fields("/staff/bulk/propose", &fields).await);

    let about = [("kind", "procedures"), ("reason", text.as_str())];
    // Names are tidied and long cells are shown in part, so that these are only looked at for what they may become.
    let quoted = format!("\"{}\"", PAYLOAD.replace('"', "\"\""));
    let good = format!("手続ID,手続名,概要\n{},{quoted},{quoted}\n", ids[8]);
    led_to(&editor.post_file("/staff/import", &about, "a.csv", good.as_bytes()).await);
    let wrong = format!("手続ID,手続名,ライフイベント\n{quoted},{quoted},{quoted}\n");
    led_to(&editor.post_file("/staff/import", &about, "b.csv", wrong.as_bytes()).await);
    let unread = format!("{quoted},{quoted}\n{quoted},1\n");
    led_to(&editor.post_file("/staff/import", &about, "c.csv", unread.as_bytes()).await);
}

/// Addresses of a list in end2end/routes.ts, of which another test sees to it that it has every kind of page.
fn places(list: &str) -> Vec<&'static str> {
    let list = ROUTES.split(list).nth(1).and_then(|rest| rest.split(']').next()).unwrap();
    list.split('"').skip(1).step_by(2).collect()
}

/// Addresses that are alike: of each kind a few are opened. What is asked of a page counts near the pages that are named
/// in the list; further on there are thousands of ways to ask.
fn kind_of(address: &str, is_near: bool) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = LANGUAGES.iter().rev().find_map(|language| path.strip_prefix(language)).unwrap();
    let mut parts: Vec<&str> = path.split('/').collect();
    let is_id = |part: &str| part.contains(|letter: char| letter.is_ascii_digit() || letter == '%');
    let above: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    for (place, part) in parts.iter_mut().enumerate() {
        let named = place > 0 && matches!(above[place - 1].as_str(), "procedures" | "cards" | "targets" | "people");
        if is_id(part) || (named && !matches!(*part, "new" | "drawings")) {
            *part = if part.ends_with(".csv") {
                "#.csv"
            } else if part.ends_with(".jsonld") {
                "#.jsonld"
            } else {
                "#"
            };
        }
    }
    // A drawing and the page around it hold the texts of the page it stands on, whatever is asked.
    let is_drawn = matches!(above.get(1).map(String::as_str), Some("files" | "embed"));
    let query = if is_near && !is_drawn { query } else { "" };
    let names: BTreeSet<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap()).collect();
    format!("{}?{}", parts.join("/"), names.into_iter().collect::<Vec<_>>().join("&"))
}

/// An address to be opened.
struct Link {
    address: String,
    /// The page on which it stands; none of those that the list names.
    on: Option<String>,
    /// How many links lead to it from one that the list names.
    steps: usize,
}

/// Opens these addresses and whatever they lead to below a path, a few of each kind. Answers how many.
async fn walk(reading: &mut Reading, browser: &mut Browser, who: &str, from: Vec<String>, below: &str) -> usize {
    let mut opened = BTreeSet::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut waiting: VecDeque<Link> = from.into_iter().map(|address| Link { address, on: None, steps: 0 }).collect();
    while let Some(Link { address, on, steps }) = waiting.pop_front() {
        let address = address.split('#').next().unwrap().to_owned();
        // Pictures made of points hold no texts; the session is not ended.
        if address.starts_with("/assets/") || address.contains(".png") || opened.contains(&address) {
            continue;
        }
        let many = kinds.entry(kind_of(&address, steps < 2)).or_default();
        *many += 1;
        if on.is_some() && *many > OF_A_KIND {
            continue;
        }
        opened.insert(address.clone());
        let answer = browser.get(&address).await;
        let name = format!("{who} {address}");
        // What was asked wrongly in one language is asked wrongly in the others that its page offers.
        let is_asked_wrongly =
            on.is_none() || address.contains("hostile%2Dmarker") || address.contains("hostile-marker");
        if answer.status.is_server_error() || (!is_asked_wrongly && answer.status.is_client_error()) {
            let on = on.unwrap_or_default();
            reading.wrong.push(format!("{name}: {}, a link on {on}", answer.status));
            continue;
        }
        let links = read(reading, &name, &answer).into_iter().filter(|link| {
            LANGUAGES.iter().any(|language| link.strip_prefix(language).is_some_and(|path| path.starts_with(below)))
        });
        waiting.extend(links.map(|link| Link { address: link, on: Some(address.clone()), steps: steps + 1 }));
    }
    opened.len()
}

fn read(reading: &mut Reading, name: &str, answer: &Answer) -> Vec<String> {
    let kind = answer.header("content-type").to_owned();
    match kind.split(';').next().unwrap() {
        "text/html" => return reading.page(name, &answer.text()),
        "image/svg+xml" | "application/xml" | "application/atom+xml" => reading.xml(name, &answer.text()),
        "application/json" | "application/ld+json" | "application/problem+json" | "application/geo+json" => {
            reading.json(name, &answer.json());
        }
        "text/csv" => reading.csv(name, answer.text().trim_start_matches('\u{feff}')),
        _ => {}
    }
    Vec::new()
}

/// Addresses in which a hostile text stands.
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
    }
}

/// The demonstration city in which every text is hostile, and who may look at it.
struct HostileCity {
    _database: Database,
    city: City,
    /// The page of the form that the checks in a browser open comes first.
    procedures: Vec<String>,
    proposals: Vec<String>,
    accounts: Vec<String>,
    /// The columns whose texts are hostile.
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
    let report = [("kind", "could_not_finish"), ("step", "attach"), ("reason", "paper")];
    let mut reader = Browser::new(&city);
    assert_eq!(reader.post(&format!("/procedures/{FIRST}/reports"), &report).await.status, StatusCode::SEE_OTHER);

    let Db::Sqlite { writer, .. } = database.open().await else { panic!("not SQLite") };
    let columns = make_hostile(&writer).await;
    assert!(columns.len() > 60, "{columns:?}");
    let proposals: Vec<String> = sqlx::query_scalar("SELECT id FROM proposals").fetch_all(&writer).await.unwrap();
    let accounts: Vec<String> = sqlx::query_scalar("SELECT id FROM staff").fetch_all(&writer).await.unwrap();
    assert!(proposals.len() >= 12, "{proposals:?}");
    let city = City::of(database.open().await).await.with_settings(settings());
    for browser in [&mut editor, &mut approver, &mut office] {
        browser.city = city.clone();
    }
    HostileCity { _database: database, city, procedures, proposals, accounts, columns, editor, approver, office }
}

fn in_all_languages(page: &str) -> [String; 3] {
    let page = page.trim_end_matches('/').to_owned();
    LANGUAGES
        .map(|prefix| if prefix.is_empty() && page.is_empty() { "/".to_owned() } else { format!("{prefix}{page}") })
}

fn is_in(all: &BTreeSet<String>, column: &str) -> bool {
    all.iter().any(|place| place.starts_with(&format!("{column}.")))
}

fn nothing_is_wrong(reading: &Reading) {
    let few: Vec<&String> = reading.wrong.iter().take(40).collect();
    assert!(reading.wrong.is_empty(), "{} are wrong, such as {few:#?}", reading.wrong.len());
}

#[tokio::test]
async fn no_text_becomes_anything_but_itself_where_anybody_reads() {
    let all = hostile_city().await;
    let mut public: Vec<String> = places("const PAGES = [").into_iter().flat_map(in_all_languages).collect();
    public.extend(all.procedures.iter().take(12).map(|id| format!("/procedures/{id}")));
    public.extend(["/sitemap.xml", "/sitemap/1.xml", "/robots.txt", "/feeds/changes"].map(str::to_owned));
    public.extend(asked_hostile());
    let mut reading = Reading::default();
    let opened = walk(&mut reading, &mut Browser::new(&all.city), "anybody", public, "/").await;
    println!("{opened} public addresses were read");
    assert!(opened > 150, "{opened}");
    nothing_is_wrong(&reading);
    let unseen: Vec<&String> = all.columns.iter().filter(|column| !is_in(&reading.seen, column)).collect();
    println!("not shown to anybody: {unseen:?}");
    for column in PROCEDURE_TEXTS {
        assert!(is_in(&reading.seen, &format!("procedures.{column}")), "{column} was nowhere");
    }
}

/// Opens every page of the staff as one of them.
async fn walk_the_staff_side(all: &HostileCity, reading: &mut Reading, who: &str, browser: &mut Browser) {
    let mut staff: Vec<String> = Vec::new();
    for page in places("const STAFF_PAGES = [") {
        let ids = if page.starts_with("/staff/people/") { &all.accounts } else { &all.proposals };
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
        assert!(is_in(&reading.in_fields, &format!("procedures.{column}")), "{column} was in no field");
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

/// Forms that are shown again with what was typed and what is wrong with it.
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

/// What a form says is wrong.
fn mistakes(answer: &Answer) -> String {
    let page = scraper::Html::parse_document(&answer.text());
    let wrong = scraper::Selector::parse(".mistake").unwrap();
    page.select(&wrong).flat_map(|mistake| mistake.text().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[tokio::test]
async fn the_form_refuses_ids_of_dots_and_addresses_with_a_password_and_says_what_would_be_right() {
    let database = Database::sqlite();
    let city = people::office(&database).await;
    let mut editor = Browser::new(&city);
    editor.log_in(EDITOR, PASSWORD).await;
    let new = "/en/staff/procedures/new";
    for id in [".", "..", "%2e", "a/b", " "] {
        let answer = fill_in(&mut editor, new, new, &[("id", id), ("name", "転居届"), ("reason", "新設")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{id:?}");
        assert!(mistakes(&answer).contains("and not dots alone"), "{id:?}: {}", mistakes(&answer));
    }
    let edit = "/en/staff/procedures/moving-out/edit";
    for (address, said) in [
        ("https://user:pass@example.jp/", "Right would be such as https://example.jp/."),
        ("javascript:marker()", "must begin with https:// or http://"),
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
