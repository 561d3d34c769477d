//! Search: facets with correct counts, synonyms, suggestions for empty results, and guides for life events.

use axum::http::StatusCode;
use chrono::{TimeZone, Utc};
use domain::procedure::{Audience, CardRequirement, Step, StepState};
use domain::text::MessageLanguage;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::comparing::diff::Counts;
use exchange::import::report::Report;
use exchange::import::{Kind, Request, import};
use scraper::{Html, Selector};
use store::Db;
use tetsuzuki::server::query::Parameters;
use tetsuzuki::server::read_model::catalogue::{CatalogueQuery, search_catalogue, similar_queries};
use tetsuzuki::server::read_model::facets::Facet;

use crate::support;
use crate::support::{City, Database, World, day, given_source, on_both, procedure};

fn town() -> World {
    World::new()
        .with_department("citizens", "市民課")
        .with_department("children", "子育て支援課")
        .with_life_event("moving", "引っ越し")
        .with_life_event("birth", "出産")
        .with_set("priority", "優先手続")
        .with_procedure(
            procedure("moving-in", "転入届")
                .kana("てんにゅうとどけ")
                .department("citizens")
                .life_event("moving")
                .audience(Audience::Residents)
                .card(CardRequirement::Signature)
                .fee(false, Some(0))
                .usage(2024, Some(500), None)
                .step(Step::Apply, StepState::Counter, "2024-04-01"),
        )
        .with_procedure(
            procedure("moving-out", "転出届")
                .kana("てんしゅつとどけ")
                .department("citizens")
                .life_event("moving")
                .in_set("priority")
                .audience(Audience::Residents)
                .card(CardRequirement::Signature)
                .fee(false, Some(0))
                .usage(2024, Some(900), None)
                .complete_since("2024-04-01"),
        )
        .with_procedure(
            procedure("child-allowance", "児童手当の認定請求")
                .kana("じどうてあてのにんていせいきゅう")
                .department("children")
                .life_event("moving")
                .life_event("birth")
                .in_set("priority")
                .fee(true, Some(300))
                .step(Step::Apply, StepState::Online, "2024-04-01")
                .step(Step::Receive, StepState::Counter, "2024-04-01"),
        )
        .with_procedure(procedure("unknown", "名前だけの手続"))
}

async fn imported(city: &City, database: &Database, kind: Kind, text: &str) -> Report {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
    let db = database.open().await;
    let request = Request { source: given_source("月次報告"), ..Request::new(kind, "table.csv", now) };
    let report = import(&db, &request, text.as_bytes(), &|_, _| {}).await.unwrap();
    city.state.refresh().await.unwrap();
    report
}

async fn written(db: &Db, kind: Kind) -> String {
    let table = Table::load(db, &ExportFilter::all(kind), MessageLanguage::English, day("2026-11-22")).await.unwrap();
    String::from_utf8(table.as_csv()).unwrap()
}

fn counted(report: &Report) -> (usize, usize, usize) {
    let Counts { new, changed, unchanged, .. } = report.counts()[0];
    (new, changed, unchanged)
}

fn query(query: &str) -> CatalogueQuery {
    CatalogueQuery::of(&Parameters::of(query)).unwrap()
}

/// The addresses of the links in a page that match a selector.
fn links(page: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    let all = page.select(&selector);
    all.filter_map(|link| link.value().attr("href")).map(str::to_owned).collect()
}

fn texts(page: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    let all = page.select(&selector);
    all.map(|element| element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

on_both! {
    async fn every_count_of_every_facet_is_the_length_of_the_list_it_leads_to(database: &Database) {
        let city = town().on(database).await;
        let snapshot = city.state.snapshot();
        let today = day(support::TODAY);
        let mut leading_somewhere = 0;
        for asked in ["", "q=届", "event=moving", "event=moving&availability=complete", "fee=free&step=apply",
                      "card=unknown&audience=unknown", "department=children&set=priority", "event=no-such-event"] {
            let asked = query(asked);
            let counts = search_catalogue(&snapshot, &asked, today).counts(&snapshot, &asked);
            for facet in Facet::ALL {
                for count in counts.of(*facet) {
                    let other =
                        CatalogueQuery { chosen: asked.chosen.with(*facet, Some(&count.value)), ..asked.clone() };
                    let found = search_catalogue(&snapshot, &other, today).procedures.len();
                    assert_eq!(count.procedures, found, "{facet} {} of {asked:?}", count.value);
                    leading_somewhere += usize::from(found > 0);
                }
            }
        }
        assert!(leading_somewhere > 50, "the town has something to count: {leading_somewhere}");
    }

    async fn a_word_that_people_use_finds_what_the_catalogue_calls_otherwise(database: &Database) {
        let city = town().on(database).await;
        let found = |answer: support::Answer| answer.all("id");
        // The initial list of every city.
        for words in ["引っ越し", "ひっこし", "ヒッコシ", "引越し"] {
            let answer = city.get(&format!("/api/v1/procedures?q={}", encoded(words))).await;
            assert_eq!(found(answer), ["moving-in", "moving-out"], "{words}: in the order of the synonyms");
        }
        // The city adds a synonym, changes one and removes one.
        let table = "言葉,意味する言葉\nおこづかい,児童手当\n引っ越し,転入届\nヒッコシ,なし\n";
        let report = imported(&city, database, Kind::Synonyms, table).await;
        assert_eq!(counted(&report), (1, 2, 0), "{}", report.describe());
        assert_eq!(found(city.get(&format!("/api/v1/procedures?q={}", encoded("おこづかい"))).await), ["child-allowance"]);
        assert_eq!(found(city.get(&format!("/api/v1/procedures?q={}", encoded("引っ越し"))).await), ["moving-in"]);
        assert!(found(city.get(&format!("/api/v1/procedures?q={}", encoded("ひっこし"))).await).is_empty());
        assert_eq!(counted(&imported(&city, database, Kind::Synonyms, table).await), (0, 0, 3));
    }

    async fn exported_synonyms_can_be_edited_and_imported_again(database: &Database) {
        let city = town().on(database).await;
        let db = database.open().await;
        let synonyms = written(&db, Kind::Synonyms).await;
        let (new, changed, unchanged) = counted(&imported(&city, database, Kind::Synonyms, &synonyms).await);
        assert_eq!((new, changed), (0, 0));
        assert_eq!(unchanged, synonyms.lines().count() - 1);
        assert!(unchanged > 50, "the list that every city starts from: {unchanged}");
    }

    async fn a_word_given_twice_for_search_is_refused_with_its_line(database: &Database) {
        let city = town().on(database).await;
        let report = imported(&city, database, Kind::Synonyms, "言葉,意味する言葉\nイヌ,犬\nいぬ,犬の登録\n").await;
        assert!(report.is_refused());
        assert!(report.describe().contains("line 3"), "{}", report.describe());
    }

    async fn a_guide_orders_the_procedures_of_its_life_event(database: &Database) {
        let city = town().on(database).await;
        // The guide that every city begins with names no procedures.
        let page = city.get("/procedures?event=moving").await.text();
        assert_eq!(texts(&page, ".place"), Vec::<String>::new());
        let header = "案内ID,項目ID,表示順,手続ID,どこで,期限,義務\n";
        let table = format!("{header}moving,out,1,moving-out,市の窓口,引っ越す前,法令の定め\nmoving,in,2,moving-in,市の窓口,14日以内,法令の定め\n");
        assert_eq!(counted(&imported(&city, database, Kind::GuideEntries, &table).await), (2, 0, 0));
        assert_eq!(counted(&imported(&city, database, Kind::GuideEntries, &table).await), (0, 0, 2));
        let page = city.get("/procedures?event=moving").await.text();
        assert_eq!(texts(&page, "h1"), ["「引っ越し」の手続"]);
        assert_eq!(
            links(&page, ".procedure-list h3 a"),
            ["/procedures/moving-out", "/procedures/moving-in", "/procedures/child-allowance"]
        );
        assert_eq!(texts(&page, ".catalogue section > h2"), ["引っ越す前", "14日以内", "ほかに関係する手続"]);
        assert_eq!(texts(&page, ".place"), ["1", "2"]);
        assert!(links(&page, ".catalogue a.chip").contains(&"/guides/moving".to_owned()), "{page}");
    }
}

fn encoded(words: &str) -> String {
    percent_encoding::utf8_percent_encode(words, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test]
async fn a_procedure_counts_once_however_often_a_file_names_its_audience() {
    let database = Database::sqlite();
    let city = town().on(&database).await;
    let table = "手続ID,手続名,対象者\nshop,営業の届出,法人、事業者\n";
    imported(&city, &database, Kind::Procedures, table).await;
    let asked = CatalogueQuery::default();
    let counts =
        search_catalogue(&city.state.snapshot(), &asked, day(support::TODAY)).counts(&city.state.snapshot(), &asked);
    let business = counts.of(Facet::Audience).iter().find(|count| count.value == "business").unwrap();
    assert_eq!(business.procedures, 1);
    assert_eq!(city.get("/api/v1/procedures/shop").await.json()["audience"], serde_json::json!(["business"]));
}

#[tokio::test]
async fn a_code_that_is_in_no_list_is_not_found_and_says_so() {
    let database = Database::sqlite();
    let city = town().on(&database).await;
    for (address, status) in [
        ("/procedures?event=no-such", StatusCode::NOT_FOUND),
        ("/procedures?department=no-such", StatusCode::NOT_FOUND),
        ("/procedures?q=zzzz", StatusCode::OK),
        ("/procedures?department=children&event=birth&fee=free", StatusCode::OK),
    ] {
        assert_eq!(city.get(address).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn the_lines_about_a_life_event_add_up_to_its_procedures() {
    let database = Database::sqlite();
    let world = town().with_procedure(
        procedure("talk", "対面の相談").life_event("moving").excluded_since("2024-04-01", "対面が必要なため"),
    );
    let page = world.on(&database).await.get("/procedures?event=moving").await.text();
    let lines: usize = texts(&page, ".from-home li b").iter().map(|count| count.parse::<usize>().unwrap()).sum();
    assert_eq!(lines, 4);
    assert!(texts(&page, ".from-home p")[0].contains('4'));
}

#[tokio::test]
async fn a_dead_end_offers_what_was_meant_and_each_offer_leads_somewhere() {
    let database = Database::sqlite();
    let city = town().on(&database).await;
    let snapshot = city.state.snapshot();
    for (typed, meant) in [
        ("転出屈", "転出届"),
        ("てんしゆつ", "転出届"),
        ("児童手宛", "児童手当"),
        ("引っ越しのやりかた", "引っ越し"),
        ("転出届 月面", "転出届"),
    ] {
        let near = similar_queries(&snapshot, &query(&format!("q={}", encoded(typed))), day(support::TODAY));
        assert!(near.iter().any(|(near, _)| near.q == meant), "{typed}: {near:?}");
        for (near, count) in &near {
            assert_eq!(search_catalogue(&snapshot, near, day(support::TODAY)).procedures.len(), *count);
            assert!(*count > 0);
        }
        // The page shows the results at once, and says for which words.
        let page = city.get(&format!("/procedures?q={}", encoded(typed))).await;
        assert_eq!(page.status, StatusCode::OK);
        let page = page.text();
        assert!(texts(&page, ".understood li").iter().any(|word| word.contains(meant)), "{typed}: {page}");
        assert!(!links(&page, ".procedure-list h3 a").is_empty(), "{typed}");
    }
    assert!(similar_queries(&snapshot, &query("q=zzzzqqqq"), day(support::TODAY)).is_empty());
}

#[tokio::test]
async fn a_question_with_too_many_conditions_says_what_there_is_without_them() {
    let database = Database::sqlite();
    let city = town().on(&database).await;
    let address = format!("/procedures?q={}&department=children", encoded("転入"));
    let page = city.get(&address).await.text();
    let without = format!("/procedures?q={}", encoded("転入"));
    assert!(links(&page, "main a").contains(&without), "{page}");
}

#[tokio::test]
async fn every_link_of_the_facets_is_an_address_that_answers_with_what_it_promised() {
    let database = Database::sqlite();
    let city = town().on(&database).await;
    let page = city.get("/en/procedures?sort=name").await.text();
    let promised = links(&page, ".facets a");
    assert!(promised.len() > 5, "{promised:?}");
    let counts = texts(&page, ".facets .facet-count");
    for (address, count) in promised.iter().zip(counts) {
        assert!(address.contains("sort=name"), "the order stays: {address}");
        let api = address.replace("/en/procedures", "/api/v1/procedures");
        assert_eq!(city.get(&api).await.json()["total"].to_string(), count, "{address}");
        assert_eq!(city.get(address).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn what_is_chosen_survives_a_new_search_and_can_be_taken_back() {
    let database = Database::sqlite();
    let city = town().on(&database).await;
    let page = city.get("/procedures?availability=complete&fee=free").await.text();
    let form = Html::parse_document(&page);
    let hidden: Vec<(String, String)> = form
        .select(&Selector::parse("form[role=search] input[type=hidden]").unwrap())
        .map(|field| (field.value().attr("name").unwrap().to_owned(), field.value().attr("value").unwrap().to_owned()))
        .collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(hidden, [pair("availability", "complete"), pair("fee", "free")]);
    assert!(links(&page, ".chips a").contains(&"/procedures?fee=free".to_owned()));
    assert!(links(&page, ".facets a[aria-current=true]").contains(&"/procedures?availability=complete".to_owned()));
}

#[tokio::test]
async fn a_value_that_no_facet_has_is_an_error_that_says_what_would_be_right() {
    let database = Database::sqlite();
    let city = town().on(&database).await;
    for (address, right) in [("step=walk", "apply"), ("fee=cheap", "unknown"), ("availability=maybe", "complete")] {
        let answer = city.get(&format!("/api/v1/procedures?{address}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(answer.json()["detail"].as_str().unwrap().contains(right), "{address}: {}", answer.text());
        assert_eq!(city.get(&format!("/procedures?{address}")).await.status, StatusCode::BAD_REQUEST);
    }
    assert_eq!(city.get("/api/v1/procedures?step=unknown").await.status, StatusCode::BAD_REQUEST);
}
