//! The list of changes, as the page and the API give it.

mod feeds;

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::procedure::{Step, StepState};
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::support;
use crate::support::snapshots;
use crate::support::{City, Database, World, on_both, procedure};

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

/// A city with a change of every kind.
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
            // Recorded tomorrow, so not known today.
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
        snapshots::assert_json("change", &answer.items()[1]);
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
        for query in ["kind=online", "event=a%20b", "page=0", "page=x"] {
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
        texts(&planned, "main")[0].contains("変わった記録は、まだありません"),
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
