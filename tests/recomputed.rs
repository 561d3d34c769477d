//! Every figure on every page follows from the exported files by plain arithmetic: in the demonstration, and with real
//! files from other sources if they are available.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use exchange::import::{Format, Kind, Request, import};
use scraper::Html;
use store::Db;
use tetsuzuki::server::http::router::router;
use tetsuzuki::server::state::AppState;

use crate::support;
use crate::support::figure_links::{figure_links, said};
use crate::support::pages::public_pages;
use crate::support::recompute::{Files, records};
use crate::support::{City, Database, given_source, noon_of_today};

/// Compares every figure of a page with the files, and adds up how many of each kind were recomputed.
async fn hold(city: &City, files: &mut Files, address: &str, kinds: &mut BTreeMap<String, usize>) {
    let page = city.get(address).await;
    assert_eq!(page.status, StatusCode::OK, "{address}");
    for (text, href) in figure_links(&Html::parse_document(&page.text())) {
        let kind = href.split(['/', '?']).skip_while(|part| *part != "figures").nth(1).unwrap().to_owned();
        // The change is in a sentence that begins with its date.
        let written = text.split("から").last().unwrap();
        match (files.value(&href).await, said(written)) {
            (Some(expected), Some((shown, decimals))) => {
                let half = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap());
                assert!((shown - expected).abs() <= half + 1e-9, "{address}: {text} for {href}, which is {expected}");
                *kinds.entry(kind).or_default() += 1;
            }
            (Some(expected), None) => panic!("{address}: {text} for {href}, which is {expected}"),
            (None, Some(_)) => panic!("{address}: {text} for {href}, which the files cannot tell"),
            // There is no figure if there is nothing to divide by.
            (None, None) => {}
        }
    }
}

#[tokio::test]
async fn every_figure_of_every_page_of_the_demonstration_follows_from_the_files() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let mut files = Files::of(&city).await;
    let mut kinds = BTreeMap::new();
    let more = [
        "/cards?measure=issued&as_of=2021-03-01&from=2019-04-01&target=66.6&by=2027-12-31",
        "/cards?list=designated-cities&measure=issued&as_of=2020-03-01",
        "/cards?list=municipalities&measure=issued",
        "/cards/271454?measure=issued",
        "/cards/271403?measure=issued",
        "/cards/011002?measure=issued",
        "/targets/online_rate/route?count=strict",
        "/targets/online_rate/route?count=volume",
        "/targets/online_rate/route?count=strict-volume&first=5",
        "/targets/online_rate/route?count=volume&done=planned",
    ];
    for address in public_pages().into_iter().filter(|place| !place.starts_with("/figures")).chain(more) {
        hold(&city, &mut files, address, &mut kinds).await;
    }
    for (kind, least) in [
        ("card-rate", 400),
        ("card-change", 15),
        ("card-rate-by-age", 10),
        ("card-points-behind", 30),
        ("card-cards-behind", 30),
        ("card-pace", 10),
        ("without-card", 8),
        ("digital-reach", 1),
        ("online-rate", 20),
        ("online-rate-if-done", 30),
        ("usage-rate", 2),
        ("recorded-value", 10),
        ("achievement", 4),
        ("progress", 4),
        ("fund-share", 5),
        ("training-share", 5),
        ("item-general-fund", 10),
        ("assessed-share", 2),
        ("card-projection", 6),
    ] {
        assert!(kinds.get(kind).is_some_and(|count| *count >= least), "{kind}: {kinds:#?}");
    }
}

fn corpus(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(file);
    if path.exists() {
        return Some(path);
    }
    support::skipped(&format!("{file} of the corpus is not here"));
    None
}

async fn accepted(db: &Db, kind: Kind, format: Format, name: &str, bytes: &[u8]) {
    let source = given_source("月次報告");
    let request = Request { format, source, ..Request::new(kind, name, noon_of_today()) };
    let report = import(db, &request, bytes, &|_, _| {}).await.unwrap();
    assert!(!report.is_refused(), "{name}: {}", report.describe());
}

/// The ministry's card tables, the population of the wards and the national survey, as a city would import first. Card
/// counts of the wards are made up and marked as sample data, because nobody publishes them.
async fn city_of_the_corpus(database: &Database) -> Option<City> {
    let db = database.open().await;
    let files = [
        (Kind::Population, Format::Template, "wards/ward_population_2007-2022.csv"),
        (Kind::Boundaries, Format::Template, "wards/sakai_wards_n03_2021_simplified1pct.geojson"),
        (Kind::Cards, Format::Template, "cards/all_localgovs_20200301.csv"),
        (Kind::Cards, Format::Template, "cards/all_localgovs_20210901.csv"),
        (Kind::Cards, Format::Template, "cards/all_localgovs_20220601.csv"),
        (Kind::Cards, Format::Template, "cards/all_localgovs_20220630.csv"),
        (Kind::Cards, Format::Template, "cards/all_localgovs_20221231.csv"),
        (Kind::Cards, Format::Template, "cards/designated_cities_cards_2017-2022.csv"),
        (Kind::Procedures, Format::Survey, "survey/r6_residents_to_local_gov_2972.csv"),
    ];
    for (kind, format, file) in files {
        accepted(&db, kind, format, file, &std::fs::read(corpus(file)?).unwrap()).await;
    }
    let mut wards = "area_code,measure,as_of,cards,population,population_as_of,source,sample\n".to_owned();
    for (at, code) in ["271411", "271420", "271438", "271446", "271454", "271462", "271471"].iter().enumerate() {
        for (day, cards) in [("2022-06-30", 40_001), ("2022-12-31", 60_007)] {
            writeln!(
                wards,
                "{code},issued,{day},{},{},2022-01-01,月次報告,yes",
                cards + at * 977,
                120_011 + at * 3_001
            )
            .unwrap();
        }
    }
    accepted(&db, Kind::Cards, Format::Template, "wards.csv", wards.as_bytes()).await;
    let state = AppState::new(db.clone(), noon_of_today).await.unwrap();
    let city = City { router: router(state.clone()), state };
    // The survey has no sets: every seventh procedure becomes a priority procedure.
    let mut sets = csv::Writer::from_writer(Vec::new());
    sets.write_record(["id", "name", "sets"]).unwrap();
    for record in records(&city.get("/api/v1/procedures.csv").await).iter().step_by(7) {
        sets.write_record([&record["id"], &record["name"], "priority"]).unwrap();
    }
    accepted(&db, Kind::Procedures, Format::Template, "sets.csv", &sets.into_inner().unwrap()).await;
    let indicator = "id,kind,name,unit,plan,set\nonline_rate,outcome,オンライン化率,%,計画,priority\n";
    accepted(&db, Kind::Indicators, Format::Template, "indicators.csv", indicator.as_bytes()).await;
    let state = AppState::new(db, noon_of_today).await.unwrap();
    Some(City { router: router(state.clone()), state })
}

#[tokio::test]
async fn every_figure_on_real_files_follows_from_the_exported_ones() {
    let database = Database::sqlite();
    let Some(city) = city_of_the_corpus(&database).await else { return };
    let mut files = Files::of(&city).await;
    let mut kinds = BTreeMap::new();
    let catalogue = records(&city.get("/api/v1/procedures.csv").await);
    let used = catalogue.iter().filter(|record| !record["latest_usage.total"].is_empty()).step_by(41);
    let procedures: Vec<String> = used.map(|record| format!("/procedures/{}", record["id"])).collect();
    assert!(procedures.len() > 10, "{} procedures only", procedures.len());
    let fixed = [
        "/",
        "/cards?measure=issued",
        "/cards?measure=issued&as_of=2022-06-30&from=2022-06-01&target=90",
        "/cards?measure=issued&list=municipalities&prefecture=27",
        "/cards?measure=issued&list=designated-cities",
        "/cards/271403",
        "/cards/271454",
        "/cards/401307",
        "/targets",
        "/targets/online_rate",
        "/targets/online_rate/route",
        "/targets/online_rate/route?count=volume",
        "/targets/online_rate/route?count=strict-volume",
        "/sdg",
        "/procedures",
    ];
    for address in fixed.into_iter().map(str::to_owned).chain(procedures) {
        hold(&city, &mut files, &address, &mut kinds).await;
    }
    for (kind, least) in [
        ("card-rate", 300),
        ("card-change", 15),
        ("card-cards-behind", 15),
        ("online-rate", 10),
        ("procedure-usage", 5),
    ] {
        assert!(kinds.get(kind).is_some_and(|count| *count >= least), "{kind}: {kinds:#?}");
    }
    // The rate printed by the ministry, with one decimal.
    let page = city.get("/cards/271403?measure=issued").await.text();
    assert!(page.contains("60.4%") && page.contains("498,812"));
}
