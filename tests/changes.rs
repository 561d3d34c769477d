//! The list of changes as a reader, a program and a feed reader get it.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use chrono::DateTime;
use domain::area::AreaKind;
use domain::procedure::{Step, StepState};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use tetsuzuki::server::settings::Settings;

use crate::support;
use crate::support::{Answer, City, Database, World, on_both, procedure};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const PAGES: [&str; 3] = ["/changes", "/easy/changes", "/en/changes"];
const FEEDS: [&str; 3] = ["/feeds/changes.atom", "/easy/feeds/changes.atom", "/en/feeds/changes.atom"];

/// A city without procedures.
fn empty_city() -> World {
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_department("citizens", "市民課")
        .with_department("tax", "税務課")
        .with_life_event("moving", "引越し")
        .with_life_event("birth", "出産・育児")
}

/// A city in which something of every kind has happened.
fn eventful_city() -> World {
    empty_city()
        .with_procedure(
            procedure("moving-out", "転出届 <A & B>")
                .english("Moving out")
                .department("citizens")
                .life_event("moving")
                .all_steps(StepState::Counter, "2020-04-01")
                .complete_since("2024-04-01"),
        )
        .with_procedure(
            procedure("certificate", "証明書の交付")
                .department("tax")
                .life_event("moving")
                .complete_since("2020-04-01")
                .step(Step::Receive, StepState::Counter, "2025-06-01"),
        )
        .with_procedure(
            procedure("allowance", "児童手当")
                .sample()
                .department("citizens")
                .life_event("birth")
                .all_steps(StepState::Counter, "2020-04-01")
                .step_recorded(Step::Apply, StepState::Online, "2027-04-01", "2026-10-01"),
        )
        .with_procedure(
            procedure("some-day", "いつかの手続")
                .department("tax")
                .all_steps(StepState::Counter, "2020-04-01")
                .planned(2027),
        )
        .with_procedure(
            procedure("talk", "対面の相談")
                .all_steps(StepState::Counter, "2020-04-01")
                .excluded_since("2023-05-01", "対面が必要なため"),
        )
        .with_procedure(
            procedure("late", "あとで知られた手続").all_steps(StepState::Counter, "2020-04-01").step_recorded(
                Step::Pay,
                StepState::NotNeeded,
                "2024-04-15",
                "2026-11-20",
            ),
        )
        .with_procedure(
            // Today nobody knows of it yet.
            procedure("tomorrow", "まだ知られない手続").all_steps(StepState::Counter, "2020-04-01").step_recorded(
                Step::Apply,
                StepState::Online,
                "2026-11-01",
                "2026-11-23",
            ),
        )
}

async fn city() -> (City, Database) {
    let database = Database::sqlite();
    (eventful_city().on(&database).await, database)
}

fn texts(document: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    document.select(&selector).map(|element| words(element.text().collect())).collect()
}

fn attributes(document: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    document.select(&selector).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
}

/// The procedures named on a page, in order.
fn named(document: &Html) -> Vec<String> {
    texts(document, ".changes a")
}

async fn page(city: &City, address: &str) -> Html {
    let answer = city.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    Html::parse_document(&answer.text())
}

on_both! {
    async fn the_interface_tells_every_change_newest_first_and_plans_without_a_day_last(database: &Database) {
        let city = eventful_city().on(database).await;
        let answer = city.get("/api/v1/changes").await;
        let told: Vec<_> = answer
            .items()
            .iter()
            .map(|item| (item["procedure"].clone(), item["kind"].clone(), item["effective_on"].clone()))
            .collect();
        let expected = [
            ("allowance", "planned", json!("2027-04-01")),
            ("certificate", "withdrawn", json!("2025-06-01")),
            ("late", "other", json!("2024-04-15")),
            ("moving-out", "went_online", json!("2024-04-01")),
            ("talk", "excluded", json!("2023-05-01")),
            ("some-day", "planned", Value::Null),
        ];
        assert_eq!(told, expected.clone().map(|(procedure, kind, on)| (json!(procedure), json!(kind), on)));
        assert_eq!(answer.items()[1], json!({
            "procedure": "certificate",
            "procedure_name": "証明書の交付",
            "procedure_name_easy": null,
            "procedure_name_en": null,
            "department": "tax",
            "department_name": "税務課",
            "department_name_en": null,
            "life_events": ["moving"],
            "kind": "withdrawn",
            "effective_on": "2025-06-01",
            "recorded_on": "2025-06-01",
            "planned_fiscal_year": null,
            "availability_before": "complete",
            "availability": "partial",
            "changes": [{ "step": "receive", "from": "online", "to": "counter" }],
            "excluded": null,
            "sample": false,
            "source": "test",
            "source_title": "試験の出典",
        }));
        assert_eq!(answer.items()[5]["planned_fiscal_year"], 2027);
        assert_eq!(answer.items()[5]["changes"], json!([]));
        assert_eq!(answer.items()[4]["excluded"], true);
        let (header, rows) = city.get("/api/v1/changes.csv").await.csv();
        let column = header.iter().position(|name| name == "procedure").unwrap();
        let in_file: Vec<&str> = rows.iter().map(|row| row[column].as_str()).collect();
        assert_eq!(in_file, expected.map(|(procedure, _, _)| procedure));
    }
}

#[tokio::test]
async fn the_interface_narrows_changes_by_everything_they_have() {
    let (city, _database) = city().await;
    let found = async |query: &str| city.get(&format!("/api/v1/changes?{query}")).await.all("procedure");
    assert_eq!(found("procedure=talk").await, ["talk"]);
    assert_eq!(found("event=moving").await, ["certificate", "moving-out"]);
    assert_eq!(found("department=tax").await, ["certificate", "some-day"]);
    assert_eq!(found("kind=planned").await, ["allowance", "some-day"]);
    assert_eq!(found("kind=excluded&event=moving").await, [] as [&str; 0]);
    assert_eq!(found("from=2024-04-01&to=2024-04-15").await, ["late", "moving-out"]);
    assert_eq!(found("from=2026-11-23").await, ["allowance"], "a plan without a day lies in no span");
    assert_eq!(found("department=no-such").await, [] as [&str; 0]);
    for (query, parameter) in
        [("kind=online", "kind"), ("from=soon", "from"), ("from=2024-02-01&to=2024-01-01", "from"), ("q=a", "q")]
    {
        let answer = city.get(&format!("/api/v1/changes?{query}")).await;
        assert_eq!((answer.status, &answer.json()["parameter"]), (StatusCode::BAD_REQUEST, &json!(parameter)));
    }
}

#[tokio::test]
async fn the_newest_change_of_a_procedure_leads_to_its_state_of_today() {
    let (city, _database) = city().await;
    let states = city.get("/api/v1/procedures").await.items();
    for state in states {
        let id = state["id"].as_str().unwrap();
        let past = city.get(&format!("/api/v1/changes?procedure={id}&to={}", support::TODAY)).await;
        if let Some(newest) = past.items().first() {
            assert_eq!(newest["availability"], state["availability"], "{id}");
        }
    }
}

#[tokio::test]
async fn the_page_tells_plans_first_and_then_each_month() {
    let (city, _database) = city().await;
    for (address, months, planned) in [
        ("/changes", ["2025年6月", "2024年4月", "2023年5月"], "これからの予定"),
        ("/easy/changes", ["2025年6月", "2024年4月", "2023年5月"], "これから かわる こと"),
        ("/en/changes", ["June 2025", "April 2024", "May 2023"], "Planned"),
    ] {
        let page = page(&city, address).await;
        assert_eq!(texts(&page, "main h3"), months, "{address}");
        assert_eq!(texts(&page, "main h2#planned"), [planned], "{address}");
        assert_eq!(
            attributes(&page, ".changes time", "datetime"),
            ["2027-04-01", "2025-06-01", "2024-04-15", "2024-04-01", "2023-05-01",]
        );
    }
    let page = page(&city, "/changes").await;
    assert_eq!(
        named(&page),
        ["児童手当", "いつかの手続", "証明書の交付", "あとで知られた手続", "転出届 <A & B>", "対面の相談"]
    );
    assert_eq!(texts(&page, ".changes .sample-label").len(), 1);
    let lines = texts(&page, ".what-changed li");
    assert!(lines.contains(&"オンライン化の状況：窓口のみ → 来庁不要".to_owned()), "{lines:?}");
    assert!(lines.contains(&"結果受領：オンライン → 窓口".to_owned()), "{lines:?}");
    assert!(lines.contains(&"令和9年度（2027年度）中にオンライン化する予定です（日付は未定）".to_owned()), "{lines:?}");
}

#[tokio::test]
async fn the_page_is_narrowed_by_links_that_say_how_much_they_leave() {
    let (city, _database) = city().await;
    let moving = page(&city, "/changes?event=moving").await;
    assert_eq!(named(&moving), ["証明書の交付", "転出届 <A & B>"]);
    assert_eq!(texts(&moving, "h2#planned").len(), 0, "nothing is planned for those who move");
    assert_eq!(attributes(&moving, ".chips a", "href"), ["/changes", "/changes"]);
    let choices = attributes(&moving, ".facet a", "href");
    for link in ["/changes?event=moving&kind=withdrawn", "/changes?event=birth", "/changes?event=moving&department=tax"]
    {
        assert!(choices.contains(&link.to_owned()), "{link} in {choices:?}");
    }
    let all = page(&city, "/changes").await;
    let choices = attributes(&all, ".facet a", "href").into_iter().zip(texts(&all, ".facet-count"));
    for (address, count) in choices {
        assert_eq!(named(&page(&city, &address).await).len().to_string(), count, "{address}");
    }
    let planned = page(&city, "/changes?kind=planned").await;
    assert_eq!(named(&planned), ["児童手当", "いつかの手続"]);
    let online = page(&city, "/changes?kind=went_online").await;
    assert_eq!(named(&online), ["転出届 <A & B>"]);
}

#[tokio::test]
async fn an_address_that_cannot_be_read_says_so_in_every_language() {
    let (city, _database) = city().await;
    for page in PAGES {
        for query in ["kind=online", "event=a%20b", "page=0", "page=x", "kind=planned&kind=other", "colour=red", "q=a"]
        {
            let answer = city.get(&format!("{page}?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{page}?{query}");
            let document = Html::parse_document(&answer.text());
            assert_eq!(texts(&document, "[role=alert] h2").len(), 1, "{page}?{query}");
            let name = query.split('=').next().unwrap();
            assert!(texts(&document, "[role=alert]")[0].contains(name), "{page}?{query}");
        }
    }
}

#[tokio::test]
async fn where_nothing_is_there_the_page_says_so() {
    let (city, _database) = city().await;
    let nothing = page(&city, "/changes?event=birth&kind=excluded").await;
    assert!(texts(&nothing, "main")[0].contains("条件に合う変更はありません"));
    let database = Database::sqlite();
    let planned = empty_city().with_procedure(procedure("some-day", "いつかの手続").planned(2027)).on(&database).await;
    let planned = page(&planned, "/changes").await;
    assert_eq!(named(&planned), ["いつかの手続"]);
    assert!(
        texts(&planned, "main")[0].contains("変更の記録はまだありません"),
        "who chose nothing need choose nothing else"
    );
    let past = city.get("/changes?page=9").await;
    assert_eq!(past.status, StatusCode::NOT_FOUND);
    assert!(past.text().contains("このページに変更はありません"));
    let database = Database::sqlite();
    let empty = empty_city().on(&database).await;
    for address in PAGES {
        let page = page(&empty, address).await;
        assert_eq!(named(&page), [] as [&str; 0], "{address}");
        assert_eq!(texts(&page, ".facet").len(), 0, "{address}");
    }
}

#[tokio::test]
async fn a_long_list_has_numbered_pages_and_plans_stand_above_the_first_alone() {
    let database = Database::sqlite();
    let mut world = empty_city();
    for number in 0..65 {
        let one = procedure(&format!("p{number:02}"), &format!("手続{number:02}"));
        world = world.with_procedure(one.all_steps(StepState::Counter, "2020-04-01").complete_since("2024-04-01"));
    }
    for number in 0..40 {
        world = world.with_procedure(procedure(&format!("plan{number:02}"), "予定の手続").planned(2027));
    }
    let city = world.on(&database).await;
    let first = page(&city, "/changes").await;
    assert_eq!(named(&first).len(), 5 + 20);
    assert!(texts(&first, "main a").contains(&"予定をすべて見る（40件）".to_owned()));
    assert_eq!(attributes(&first, ".pagination a[rel=next]", "href"), ["/changes?page=2"]);
    let last = page(&city, "/changes?page=4").await;
    assert_eq!(named(&last), ["手続60", "手続61", "手続62", "手続63", "手続64"]);
    assert_eq!(named(&page(&city, "/changes?kind=planned&page=2").await).len(), 20);
}

#[tokio::test]
async fn the_first_page_and_every_footer_lead_to_the_changes_and_feeds_are_found() {
    let (city, _database) = city().await;
    let feeds = |document: &Html| attributes(document, "head link[type='application/atom+xml'][rel=alternate]", "href");
    for (home, changes, feed) in
        [("/", "/changes", FEEDS[0]), ("/easy", "/easy/changes", FEEDS[1]), ("/en", "/en/changes", FEEDS[2])]
    {
        let home = page(&city, home).await;
        assert_eq!(attributes(&home, "main a", "href").iter().filter(|link| *link == changes).count(), 1);
        assert_eq!(feeds(&home), [feed]);
        assert_eq!(feeds(&page(&city, changes).await), [feed]);
    }
    let narrowed = page(&city, "/changes?event=moving&kind=other").await;
    assert_eq!(feeds(&narrowed), ["/feeds/changes.atom?event=moving"]);
    let footer = attributes(&page(&city, "/procedures").await, "footer a", "href");
    assert!(footer.contains(&"/changes".to_owned()) && footer.contains(&"/api/v1/changes.csv".to_owned()));
}

#[tokio::test]
async fn the_first_page_tells_the_latest_changes_but_no_plans() {
    let (city, _database) = city().await;
    let home = page(&city, "/").await;
    assert_eq!(named(&home), ["証明書の交付", "あとで知られた手続", "転出届 <A & B>", "対面の相談"]);
}

/// One entry of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    id: String,
    title: String,
    updated: String,
    link: String,
    categories: Vec<(String, String)>,
    content: String,
}

/// A feed as a reader takes it in.
#[derive(Debug)]
struct Feed {
    id: String,
    title: String,
    updated: String,
    author: String,
    language: String,
    links: Vec<(String, String)>,
    entries: Vec<Entry>,
}

fn child<'a>(node: roxmltree::Node<'a, 'a>, name: &'static str) -> &'a str {
    let found: Vec<_> = node.children().filter(|child| child.has_tag_name((ATOM, name))).collect();
    assert_eq!(found.len(), 1, "exactly one {name}");
    found[0].text().unwrap_or_default()
}

/// Reads a feed and holds it against what RFC 4287 asks of every feed.
fn feed(answer: &Answer) -> Feed {
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    let text = answer.text();
    let document = roxmltree::Document::parse(&text).unwrap();
    let root = document.root_element();
    assert!(root.has_tag_name((ATOM, "feed")));
    let links = |node: roxmltree::Node| -> Vec<(String, String)> {
        let links = node.children().filter(|child| child.has_tag_name((ATOM, "link")));
        links
            .map(|link| (link.attribute("rel").unwrap().to_owned(), link.attribute("href").unwrap().to_owned()))
            .collect()
    };
    let entries: Vec<Entry> = root
        .children()
        .filter(|child| child.has_tag_name((ATOM, "entry")))
        .map(|entry| Entry {
            id: child(entry, "id").to_owned(),
            title: child(entry, "title").to_owned(),
            updated: child(entry, "updated").to_owned(),
            link: links(entry)[0].1.clone(),
            categories: entry
                .children()
                .filter(|child| child.has_tag_name((ATOM, "category")))
                .map(|category| {
                    (category.attribute("term").unwrap().to_owned(), category.attribute("label").unwrap().to_owned())
                })
                .collect(),
            content: child(entry, "content").to_owned(),
        })
        .collect();
    let author = root.children().find(|child| child.has_tag_name((ATOM, "author"))).unwrap();
    let feed = Feed {
        id: child(root, "id").to_owned(),
        title: child(root, "title").to_owned(),
        updated: child(root, "updated").to_owned(),
        author: child(author, "name").to_owned(),
        language: root.attribute(("http://www.w3.org/XML/1998/namespace", "lang")).unwrap().to_owned(),
        links: links(root),
        entries,
    };
    let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).chain([feed.id.as_str()]).collect();
    assert_eq!(ids.len(), feed.entries.len() + 1, "every id is there once");
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:") && id.len() == 45), "{ids:?}");
    let moment = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
    let moments: Vec<_> = feed.entries.iter().map(|entry| moment(&entry.updated)).collect();
    assert!(moments.is_sorted_by(|left, right| left >= right), "the newest first");
    assert!(moments.iter().all(|entry| *entry <= moment(&feed.updated)), "no entry is newer than its feed");
    assert!(feed.entries.iter().all(|entry| !entry.title.is_empty() && !entry.content.is_empty()));
    assert!(feed.links.iter().any(|(relation, _)| relation == "self"));
    feed
}

#[tokio::test]
async fn a_feed_tells_each_change_in_its_language() {
    let (city, _database) = city().await;
    let japanese = feed(&city.get(FEEDS[0]).await);
    assert_eq!((japanese.author.as_str(), japanese.language.as_str()), ("堺市", "ja"));
    assert_eq!(japanese.title, "堺市 手続：手続の変更");
    let links = [("self".to_owned(), FEEDS[0].to_owned()), ("alternate".to_owned(), "/changes".to_owned())];
    assert_eq!(japanese.links, links);
    let titles: Vec<&str> = japanese.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "あとで知られた手続：その他の変更",
            "【サンプル】児童手当：予定",
            "証明書の交付：オンラインの縮小・終了",
            "転出届 <A & B>：オンライン化・拡大",
            "対面の相談：適用除外",
        ]
    );
    let moving = &japanese.entries[3];
    assert_eq!(moving.link, "/procedures/moving-out");
    assert_eq!(moving.categories, [("moving".to_owned(), "引越し".to_owned())]);
    assert!(
        moving.content.contains("2024年4月1日から\nオンライン化の状況：窓口のみ → 来庁不要\n"),
        "{}",
        moving.content
    );
    assert!(moving.content.ends_with("所管課：市民課"), "{}", moving.content);
    let english = feed(&city.get(FEEDS[2]).await);
    assert_eq!(english.language, "en");
    assert_eq!(english.entries[3].title, "Moving out: More online");
    assert_eq!(english.entries[3].link, "/en/procedures/moving-out");
    let easy = feed(&city.get(FEEDS[1]).await);
    assert_eq!(easy.entries[3].title, "転出届 <A & B>：ネットで　できる　ことが　ふえました");
    let ids: BTreeSet<String> = [&japanese, &easy, &english]
        .iter()
        .flat_map(|feed| feed.entries.iter().map(|entry| entry.id.clone()))
        .collect();
    assert_eq!(ids.len(), 15, "translations stand side by side");
}

#[tokio::test]
async fn a_feed_is_as_new_as_what_was_recorded_and_knows_no_clock() {
    let (city, _database) = city().await;
    let feed = feed(&city.get(FEEDS[0]).await);
    let updated: Vec<&str> = feed.entries.iter().map(|entry| entry.updated.as_str()).collect();
    assert_eq!(
        updated,
        [
            // Took effect in 2024, but was made known only now.
            "2026-11-20T00:00:00+09:00",
            // Planned: when it was recorded.
            "2026-10-01T00:00:00+09:00",
            "2025-06-01T00:00:00+09:00",
            "2024-04-01T00:00:00+09:00",
            "2023-05-01T00:00:00+09:00",
        ]
    );
    assert_eq!(feed.updated, "2026-11-20T00:00:00+09:00", "what is recorded tomorrow is not seen");
}

#[tokio::test]
async fn a_feed_can_be_of_a_life_event_or_a_department() {
    let (city, _database) = city().await;
    let links = async |query: &str| -> Vec<String> {
        let feed = feed(&city.get(&format!("{}?{query}", FEEDS[0])).await);
        feed.entries.into_iter().map(|entry| entry.link).collect()
    };
    assert_eq!(links("event=moving").await, ["/procedures/certificate", "/procedures/moving-out"]);
    assert_eq!(links("department=citizens").await, ["/procedures/allowance", "/procedures/moving-out"]);
    assert_eq!(links("event=moving&department=tax").await, ["/procedures/certificate"]);
    let moving = feed(&city.get("/feeds/changes.atom?event=moving").await);
    assert_eq!(moving.title, "堺市 手続：手続の変更（引越し）");
    let changes = ("alternate".to_owned(), "/changes?event=moving".to_owned());
    assert!(moving.links.contains(&changes), "{:?}", moving.links);
    assert_ne!(moving.id, feed(&city.get(FEEDS[0]).await).id);
}

#[tokio::test]
async fn a_feed_that_is_asked_for_wrongly_says_what_would_be_right() {
    let (city, _database) = city().await;
    for (query, parameter, right) in [
        ("event=mooving", "event", "moving, birth"),
        ("department=no-such", "department", "citizens, tax"),
        ("kind=other", "kind", "event, department"),
        ("event=moving&event=birth", "event", "once"),
        ("event=a%20b", "event", "letters"),
    ] {
        for address in FEEDS {
            let answer = city.get(&format!("{address}?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{query}");
            let problem = answer.json();
            assert_eq!(problem["parameter"], parameter, "{query}");
            assert!(problem["detail"].as_str().unwrap().contains(right), "{query}: {problem}");
        }
    }
    assert_eq!(city.get("/feeds/no-such.atom").await.status, StatusCode::NOT_FOUND);
    let posted = city.ask(Method::POST, FEEDS[0], &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_feed_depends_on_nothing_that_a_request_says_of_the_host() {
    let (city, _database) = city().await;
    let plain = city.get(FEEDS[0]).await;
    // Another process, so that nothing comes from what was kept.
    let (other, _other_database) = self::city().await;
    let headers = [("host", "evil.example"), ("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")];
    let elsewhere = other.ask(Method::GET, FEEDS[0], &headers).await;
    assert_eq!(plain.text(), elsewhere.text());
    assert!(!plain.text().contains("localhost"));
}

#[tokio::test]
async fn a_feed_names_the_address_of_the_site_where_the_installation_was_told_it() {
    let (city, _database) = city().await;
    let base = |answer: &Answer| {
        let text = answer.text();
        let document = roxmltree::Document::parse(&text).unwrap();
        document.root_element().attribute(("http://www.w3.org/XML/1998/namespace", "base")).map(str::to_owned)
    };
    assert_eq!(base(&city.get(FEEDS[0]).await), None);
    let public_url = Some("https://tetsuzuki.example.jp".parse().unwrap());
    let told = city.clone().with_settings(Settings { public_url, ..Settings::default() });
    let answer = told.get(FEEDS[0]).await;
    assert_eq!(base(&answer).as_deref(), Some("https://tetsuzuki.example.jp/"));
    assert_eq!(feed(&answer).entries, feed(&city.get(FEEDS[0]).await).entries, "the rest stays the same");
}

#[tokio::test]
async fn an_entry_keeps_its_id_when_other_things_change() {
    let (city, _database) = city().await;
    let before = feed(&city.get(FEEDS[0]).await);
    let database = Database::sqlite();
    let world = eventful_city().with_procedure(procedure("another", "別の手続").complete_since("2020-04-01"));
    let after = feed(&world.on(&database).await.get(FEEDS[0]).await);
    assert_eq!(before.entries, after.entries);
    assert_eq!(before.id, after.id);
}

#[tokio::test]
async fn the_ids_that_readers_have_kept_are_still_given() {
    let (city, _database) = city().await;
    let feed = feed(&city.get(FEEDS[0]).await);
    let moving = feed.entries.iter().find(|entry| entry.link == "/procedures/moving-out").unwrap();
    let allowance = feed.entries.iter().find(|entry| entry.link == "/procedures/allowance").unwrap();
    // Any other value here would show every old change as new to every reader. They are UUIDs of version 5 of
    // `271403/ja/feed`, `271403/ja/procedures/moving-out/2024-04-01/changed` and
    // `271403/ja/procedures/allowance/2027-04-01/planned`, so that a plan that comes true is a new entry.
    assert_eq!(feed.id, "urn:uuid:1203bbaa-40b6-5faa-80ec-bf9f3f98c38b");
    assert_eq!(moving.id, "urn:uuid:4cbe41af-0342-50aa-b650-4e57ad31a802");
    assert_eq!(allowance.id, "urn:uuid:73f864aa-1cc3-51fd-97dd-0287e759ed7e");
}

#[tokio::test]
async fn a_feed_holds_the_newest_hundred() {
    let database = Database::sqlite();
    let mut world = empty_city();
    for number in 0..120 {
        let changed = format!("2024-{:02}-{:02}", number / 28 + 1, number % 28 + 1);
        world = world.with_procedure(
            procedure(&format!("p{number:03}"), "手続")
                .all_steps(StepState::Counter, "2020-04-01")
                .complete_since(&changed),
        );
    }
    let feed = feed(&world.on(&database).await.get(FEEDS[0]).await);
    assert_eq!(feed.entries.len(), 100);
    assert_eq!(
        (feed.entries[0].link.as_str(), feed.entries[99].link.as_str()),
        ("/procedures/p119", "/procedures/p020")
    );
}

#[tokio::test]
async fn a_feed_without_entries_is_a_feed() {
    let database = Database::sqlite();
    let city = empty_city().on(&database).await;
    for address in FEEDS {
        let feed = feed(&city.get(address).await);
        assert_eq!((feed.entries.len(), feed.updated.as_str()), (0, "1970-01-01T00:00:00+09:00"));
    }
    let database = Database::sqlite();
    let nameless = World::new().with_procedure(
        procedure("a", "手続\u{1}\u{fffe}").all_steps(StepState::Counter, "2020-04-01").complete_since("2024-04-01"),
    );
    let feed = feed(&nameless.on(&database).await.get(FEEDS[0]).await);
    assert_eq!(feed.author, "手続", "without a city the site is the author");
    assert_eq!(feed.entries[0].title, "手続：オンライン化・拡大", "what XML cannot hold is left out");
}

#[tokio::test]
async fn a_feed_is_kept_and_who_has_it_is_told_so() {
    let (city, _database) = city().await;
    let first = city.get(FEEDS[2]).await;
    assert_eq!(first.header("cache-control"), "public, max-age=60, must-revalidate");
    assert_eq!(first.header("access-control-allow-origin"), "*");
    let again = city.ask(Method::GET, FEEDS[2], &[("if-none-match", first.header("etag"))]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
}
