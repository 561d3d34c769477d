//! Cards by age: import, page, computed figure and API.

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use std::collections::BTreeMap;

use axum::http::StatusCode;
use chrono::{TimeZone, Utc};
use domain::area::AreaKind;
use domain::card::Measure;
use exchange::import::comparing::diff::Counts;
use exchange::import::report::Report;
use exchange::import::{Kind, Request, import};
use scraper::Html;
use serde_json::{Value, json};
use store::{Db, revision};
use tetsuzuki::language::Language;
use tetsuzuki::server::read_model::snapshot::Snapshot;

use crate::support::figure_links;
use crate::support::figure_links::{as_data, figure_links};
use crate::support::snapshots;
use crate::support::{City, Database, World, day, given_source, on_both};

fn request() -> Request {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
    Request { source: given_source("mic-cards"), ..Request::new(Kind::Cards, "ages.csv", now) }
}

async fn run(db: &Db, text: &str) -> Report {
    import(db, &request(), text.as_bytes(), &|_, _| {}).await.unwrap()
}

async fn accepted(db: &Db, text: &str) -> Report {
    let report = run(db, text).await;
    assert!(!report.is_refused(), "{}", report.describe());
    report
}

/// The numbers of new, changed and unchanged records of one kind.
fn counted(report: &Report, noun: &str) -> (usize, usize, usize) {
    let Counts { new, changed, unchanged, .. } =
        *report.counts().iter().find(|counts| counts.noun.0 == noun).expect("the noun is counted");
    (new, changed, unchanged)
}

/// The errors of a report: line, column and value.
fn bad(report: &Report) -> Vec<(u64, &str, &str)> {
    report.bad_cells().iter().map(|cell| (cell.line, cell.column.header.as_str(), cell.value.as_str())).collect()
}

async fn revision_of(db: &Db) -> i64 {
    revision::find_revision(&mut db.read().await.unwrap()).await.unwrap()
}

/// A table as the ministry prints it: ages written in two ways, men and women in further columns, the total last.
const BY_AGE: &str = "年齢別の保有状況\n\
    団体コード,年齢,人口,男,女,保有枚数,人口に対する保有枚数率,人口算出基準日,保有枚数基準日\n\
    271403,0歳～4歳,\"29,820\",15271,14549,\"14,910\",50.0,2024/01/01,2024/03/31\n\
    271403,５～９歳,34329,17496,16833,20000,58.3,2024/01/01,2024/03/31\n\
    271403,10歳以上,761005,,,500000,65.7,2024/01/01,2024/03/31\n\
    271403,計,825158,,,534920,64.8,2024/01/01,2024/03/31\n\
    ※ 年齢は基準日時点\n";

fn table(rows: &[&str]) -> String {
    format!("団体コード,種別,基準日,年齢区分,枚数,人口,人口算出基準日\n{}\n", rows.join("\n"))
}

on_both! {
    async fn a_table_by_age_is_read_as_it_comes_with_everybody_beside_it(database: &Database) {
        let db = database.open().await;
        let report = accepted(&db, BY_AGE).await;
        assert_eq!(counted(&report, "card counts by age"), (3, 0, 0));
        assert_eq!(counted(&report, "card counts"), (1, 0, 0));
        assert_eq!(revision_of(&db).await, 1, "one transaction");
        let snapshot = Snapshot::load(&db).await.unwrap();
        let sakai = "271403".parse().unwrap();
        let ages: Vec<(String, i64, i64)> = snapshot.ages.on(&sakai, Measure::Held, day("2024-03-31")).iter()
            .map(|age| (age.band.to_string(), age.count.cards.0, age.count.population.0)).collect();
        let expected = [("0-4", 14_910, 29_820), ("5-9", 20_000, 34_329), ("10+", 500_000, 761_005)];
        assert_eq!(ages, expected.map(|(age, cards, people)| (age.to_owned(), cards, people)));
        assert_eq!(snapshot.card_series(&sakai, Measure::Held)[0].cards.0, 534_920);
        assert_eq!(snapshot.ages.days(&sakai, Measure::Held), [day("2024-03-31")]);
        assert_eq!(snapshot.ages.days(&sakai, Measure::Issued), []);
    }

    async fn a_second_import_by_age_changes_nothing_and_a_corrected_one_only_what_differs(database: &Database) {
        let db = database.open().await;
        accepted(&db, BY_AGE).await;
        let again = accepted(&db, BY_AGE).await;
        assert_eq!(counted(&again, "card counts by age"), (0, 0, 3));
        assert_eq!(counted(&again, "card counts"), (0, 0, 1));
        assert_eq!(revision_of(&db).await, 1);
        let corrected = accepted(&db, &BY_AGE.replace("20000,58.3", "20001,58.3")).await;
        assert_eq!(counted(&corrected, "card counts by age"), (0, 1, 2));
        let without_ages = "団体コード,種別,基準日,枚数,人口,人口算出基準日\n271403,保有,2024-03-31,534920,825158,2024-01-01\n";
        let report = accepted(&db, without_ages).await;
        assert!(report.counts().iter().all(|counts| counts.noun.0 != "card counts by age"), "no ages, none counted");
    }

    async fn bands_of_a_file_that_share_ages_are_refused_where_they_stand(database: &Database) {
        let db = database.open().await;
        let report = run(&db, &table(&[
            "271403,保有,2024-03-31,10歳以上,5,10,2024-01-01",
            "271403,保有,2024-03-31,0～4歳,5,10,2024-01-01",
            "271403,保有,2024-03-31,4～9歳,5,10,2024-01-01",
            "271403,保有,2024-03-31,75歳以上,5,10,2024-01-01",
            "271403,交付,2024-03-31,75歳以上,5,10,2024-01-01",
            "271411,保有,2024-03-31,75歳以上,5,10,2024-01-01",
            "271403,保有,2023-03-31,75歳以上,5,10,2024-01-01",
        ])).await;
        // 堺区 is unknown in this database and has no name, which is a separate error.
        let ages: Vec<_> = bad(&report).into_iter().filter(|(_, column, _)| *column == "年齢区分").collect();
        assert_eq!(ages, [(4, "年齢区分", "4～9歳"), (5, "年齢区分", "75歳以上")], "{}", report.describe());
        assert!(report.describe().contains("0-4 of line 3") && report.describe().contains("10+ of line 2"));
        assert_eq!(revision_of(&db).await, 0);
        let twice = run(&db, &table(&[
            "271403,保有,2024-03-31,0～4歳,5,10,2024-01-01",
            "271403,保有,2024-03-31,0歳～4歳,6,10,2024-01-01",
        ])).await;
        assert_eq!(bad(&twice), [(3, "枚数", "6")], "the same band twice");
    }

    async fn bands_that_share_ages_with_recorded_ones_are_refused(database: &Database) {
        let db = database.open().await;
        accepted(&db, BY_AGE).await;
        let report = run(&db, &table(&["271403,保有,2024-03-31,0～9歳,5,10,2024-01-01"])).await;
        assert_eq!(bad(&report), [(2, "年齢区分", "0～9歳")]);
        assert!(report.describe().contains("5-9 of those recorded already"), "{}", report.describe());
        // A band that begins at the same age as a recorded one replaces it.
        accepted(&db, &table(&["271403,保有,2024-03-31,0～3歳,5,10,2024-01-01"])).await;
        let snapshot = Snapshot::load(&db).await.unwrap();
        let ages = snapshot.ages.on(&"271403".parse().unwrap(), Measure::Held, day("2024-03-31"));
        assert_eq!(ages.iter().map(|age| age.band.to_string()).collect::<Vec<_>>(), ["0-3", "5-9", "10+"]);
    }

    async fn more_cards_held_than_residents_of_an_age_are_refused(database: &Database) {
        let db = database.open().await;
        let of = |measure: &str, cards: &str, people: &str| {
            table(&[&format!("271403,{measure},2024-03-31,100歳以上,{cards},{people},2024-01-01")])
        };
        let report = run(&db, &of("保有", "11", "10")).await;
        assert_eq!(bad(&report), [(2, "枚数", "11")]);
        assert!(report.describe().contains("at most the population, 10"), "{}", report.describe());
        accepted(&db, &of("交付", "11", "10")).await;
        // An age band may have no residents; an area always has some.
        accepted(&db, &of("保有", "0", "0")).await;
        assert!(run(&db, &of("保有", "0", "0").replace("100歳以上", "")).await.is_refused());
    }

    async fn an_age_that_is_none_is_refused_with_what_would_be_right(database: &Database) {
        let db = database.open().await;
        for wrong in ["5月9日", "不詳", "9-5", "151歳"] {
            let report = run(&db, &table(&[&format!("271403,保有,2024-03-31,{wrong},5,10,2024-01-01")])).await;
            assert_eq!(bad(&report), [(2, "年齢区分", wrong)]);
            assert!(report.describe().contains("0～4歳"), "{}", report.describe());
        }
        assert_eq!(revision_of(&db).await, 0);
    }

    async fn a_table_that_names_no_area_is_about_the_one_that_is_given(database: &Database) {
        let db = database.open().await;
        let bare = "年齢,人口,保有枚数\n0歳～4歳,29820,14910\n100歳以上,438,200\n";
        assert!(run(&db, bare).await.refusal().is_some_and(|refusal| refusal.contains("団体コード")));
        let beside = Request {
            area: Some("271403".parse().unwrap()),
            as_of: Some(day("2024-03-31")),
            population_as_of: Some(day("2024-01-01")),
            ..request()
        };
        let report = import(&db, &beside, bare.as_bytes(), &|_, _| {}).await.unwrap();
        assert_eq!(counted(&report, "card counts by age"), (2, 0, 0), "{}", report.describe());
        let nowhere = Request { area: Some("271489".parse().unwrap()), ..beside };
        let report = import(&db, &nowhere, bare.as_bytes(), &|_, _| {}).await.unwrap();
        assert!(report.is_refused() && report.describe().contains("271489"), "{}", report.describe());
    }
}

/// A city with counts by age on one day, two wards that add up to it, and three residents of unknown age.
fn world() -> World {
    let mut world = World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_area("271454", "南区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Issued, "2022-12-31", 602, 1003)
        .with_cards("271411", Measure::Issued, "2022-12-31", 401, 601)
        .with_cards("271454", Measure::Issued, "2022-12-31", 201, 402)
        .with_cards("271403", Measure::Issued, "2022-06-30", 500, 1003);
    for (area, ages) in [
        ("271403", [("0-4", [20, 50]), ("5-64", [430, 700]), ("65+", [150, 250])]),
        ("271411", [("0-4", [12, 20]), ("5-64", [298, 430]), ("65+", [90, 150])]),
        ("271454", [("0-4", [8, 30]), ("5-64", [132, 270]), ("65+", [60, 100])]),
    ] {
        for (age, halves) in ages {
            world = world.with_cards_of_age(area, Measure::Issued, "2022-12-31", age, halves);
        }
    }
    world
}

async fn account(city: &City, area: &str, age: &str) -> Value {
    let address = format!("/api/v1/figures/card-rate-by-age?area={area}&measure=issued&as_of=2022-12-31&age={age}");
    let answer = city.get(&address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    answer.json()
}

fn ids(account: &Value) -> Vec<&str> {
    account["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

on_both! {
    async fn a_rate_by_age_opens_into_the_wards_where_they_add_up_to_it(database: &Database) {
        let city = world().on(database).await;
        let young = account(&city, "271403", "0-4").await;
        assert_eq!((&young["numerator"]["amount"], &young["denominator"]["amount"]), (&json!(20), &json!(50)));
        assert_eq!(young["value"], 40.0);
        assert_eq!(young["definition"]["id"], "rate-by-age");
        assert_eq!((ids(&young), &young["subject"]), (vec!["271411", "271454"], &json!("堺市 0〜4歳")));
        assert_eq!(young["dates"], json!({ "cards": "2022-12-31", "population": "2022-01-01" }));
        assert_eq!(young["sources"][0]["id"], "test");
        assert_eq!(ids(&account(&city, "271411", "0-4").await), ["271411"]);
        // The total of the bands is a figure too.
        let all = account(&city, "271403", "0%2B").await;
        assert_eq!((ids(&all), &all["numerator"]["amount"]), (vec!["0-4", "5-64", "65+"], &json!(600)));
        for age in ["0-5", "3", "0-64%2B", "65"] {
            let address = format!("/figures/card-rate-by-age?area=271403&measure=issued&as_of=2022-12-31&age={age}");
            let expected = if age.contains('%') { StatusCode::BAD_REQUEST } else { StatusCode::NOT_FOUND };
            assert_eq!(city.get(&address).await.status, expected, "{age}");
            assert_eq!(city.get(&as_data(&address)).await.status, expected, "{age}");
        }
    }

    async fn the_ages_are_held_against_everybody_and_the_difference_is_said(database: &Database) {
        let city = world().on(database).await;
        let page = city.get("/cards?measure=issued").await.text();
        assert!(page.contains("人口が3人、枚数が2枚多く"), "602 − 600 cards, 1003 − 1000 residents");
        assert!(page.contains("drawing-card-ages"));
        let ward = city.get("/en/cards/271411?measure=issued").await.text();
        assert!(ward.contains("cards: 1, residents: 1"));
        // Before that day there are no counts by age, and the page of the city says so.
        let before = city.get("/cards?measure=issued&as_of=2022-06-30").await.text();
        assert!(before.contains("2022年6月30日までの年齢別が登録されていません") && !before.contains("drawing-card-ages"));
        let disagreeing = world().with_cards_of_age("271454", Measure::Held, "2023-12-31", "0+", [300, 402])
            .with_cards("271454", Measure::Held, "2023-12-31", 290, 402);
        let database = Database::sqlite();
        let city = disagreeing.on(&database).await;
        let page = city.get("/cards/271454?measure=held").await.text();
        assert!(page.contains("差は10枚、0人"), "ten cards more by age than altogether are nobody of unknown age");
    }

    async fn a_city_without_ages_says_so_once_and_a_ward_nothing(database: &Database) {
        let city = World::new()
            .with_area("271403", "堺市", AreaKind::City, None)
            .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
            .with_cards("271403", Measure::Issued, "2022-12-31", 600, 1000)
            .with_cards("271411", Measure::Issued, "2022-12-31", 600, 1000)
            .on(database)
            .await;
        for language in Language::all() {
            let none = language.text("ages-title");
            let cards = city.get(&language.path("/cards")).await.text();
            assert!(cards.contains(&format!("<h2 id=\"ages\">{none}</h2>")), "{language}");
            assert!(!city.get(&language.path("/cards/271411")).await.text().contains("id=\"ages\""), "{language}");
            let sdg = city.get(&language.path("/sdg")).await.text();
            assert!(sdg.contains(&language.text("sdg-under-fives")), "{language}");
        }
    }

    async fn under_fives_stand_with_and_without_a_card_by_ward(database: &Database) {
        let city = world().on(database).await;
        for language in Language::all() {
            let page = city.get(&language.path("/sdg")).await.text();
            assert!(!page.contains(&language.text("sdg-under-fives")), "{language}");
            assert!(page.contains("16.9.1") && page.contains(&language.text("under-fives-title")), "{language}");
            let links = figure_links(&Html::parse_document(&page));
            let rate = |area: &str| {
                let wanted = format!("/figures/card-rate-by-age?area={area}&measure=issued&as_of=2022-12-31&age=0-4");
                links.iter().find(|(_, href)| href.ends_with(&wanted)).map(|(text, _)| text.as_str())
            };
            assert_eq!(["271411", "271454", "271403"].map(rate), [Some("60.0%"), Some("26.7%"), Some("40.0%")]);
        }
        let page = Html::parse_document(&city.get("/sdg").await.text());
        let tables: Vec<Vec<String>> = page.select(&figure_links::selector("table")).map(|table| {
            table.select(&figure_links::selector("tbody tr:last-child > *"))
                .map(|cell| cell.text().collect::<String>().trim().to_owned()).collect()
        }).collect();
        assert!(tables.iter().any(|cells| cells[..] == ["堺市", "50", "20", "30", "40.0%"]), "{tables:?}");
    }

    async fn ages_that_reach_five_are_no_under_fives(database: &Database) {
        let city = World::new()
            .with_area("271403", "堺市", AreaKind::City, None)
            .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
            .with_cards("271403", Measure::Issued, "2022-12-31", 600, 1000)
            .with_cards_of_age("271403", Measure::Issued, "2022-12-31", "0-5", [10, 20])
            .on(database)
            .await;
        let page = city.get("/sdg").await.text();
        assert!(page.contains(&Language::Japanese.text("sdg-under-fives")));
        assert!(city.get("/cards").await.text().contains(&Language::Japanese.text("ages-not-all")));
    }

    async fn years_under_five_are_added_up(database: &Database) {
        let city = World::new()
            .with_area("271403", "堺市", AreaKind::City, None)
            .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
            .with_cards("271403", Measure::Issued, "2022-12-31", 600, 1000)
            .with_cards_of_age("271403", Measure::Issued, "2022-12-31", "0", [1, 10])
            .with_cards_of_age("271403", Measure::Issued, "2022-12-31", "1-4", [19, 40])
            .with_cards_of_age("271403", Measure::Issued, "2022-12-31", "5-9", [30, 50])
            .on(database)
            .await;
        let links = figure_links(&Html::parse_document(&city.get("/sdg").await.text()));
        let (text, href) = links.iter().find(|(_, href)| href.contains("card-rate-by-age")).unwrap();
        assert!(text == "40.0%" && href.ends_with("age=0-4"), "{text} {href}");
        assert_eq!(ids(&city.get(&as_data(href)).await.json()), ["0", "1-4"]);
    }

    async fn the_interface_lists_ages_in_their_order_and_narrows_them(database: &Database) {
        let city = world().on(database).await;
        let first = city.get("/api/v1/cards-by-age?area=271403").await;
        assert_eq!(first.all("age"), ["0-4", "5-64", "65+"]);
        snapshots::assert_json("card-count-by-age", &first.items()[2]);
        let total = async |query: &str| {
            city.get(&format!("/api/v1/cards-by-age?{query}")).await.json()["total"].clone()
        };
        assert_eq!(total("").await, 9);
        assert_eq!(total("age=65%2B").await, 3);
        assert_eq!(total("age=0-4&area=271411").await, 1);
        assert_eq!(total("measure=held").await, 0);
        assert_eq!(total("as_of=2022-12-31&from=2022-12-31&to=2022-12-31").await, 9);
        assert_eq!(total("from=2023-01-01").await, 0);
        assert_eq!(total("to=2022-12-30").await, 0);
        for (query, parameter, right) in [("age=young", "age", "100+"), ("colour=red", "colour", "age"), ("age=9-5", "age", "0-4")] {
            let answer = city.get(&format!("/api/v1/cards-by-age?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
            assert_eq!(answer.json()["parameter"], parameter);
            assert!(answer.json()["detail"].as_str().unwrap().contains(right), "{}", answer.json());
        }
    }
}

/// Cards and residents by area and age, from the CSV file of the API.
async fn exported(city: &City) -> BTreeMap<(String, String), [i64; 2]> {
    let (header, rows) = city.get("/api/v1/cards-by-age.csv?measure=issued&as_of=2022-12-31").await.csv();
    let column = |name: &str| header.iter().position(|field| field == name).unwrap();
    rows.iter()
        .map(|row| {
            let halves = ["cards", "population"].map(|name| row[column(name)].parse().unwrap());
            let percent = halves[0] as f64 / halves[1] as f64 * 100.0;
            let rate: f64 = row[column("rate")].parse().unwrap();
            assert!((rate - percent).abs() <= 0.005 + 1e-9, "{row:?}");
            ((row[column("area")].clone(), row[column("age")].clone()), halves)
        })
        .collect()
}

#[tokio::test]
async fn every_rate_by_age_of_the_demonstration_follows_from_the_exported_file() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let exported = exported(&city).await;
    assert_eq!(exported.len(), 88);
    let mut seen = 0;
    for (address, least) in [
        ("/cards?measure=issued", 12),
        ("/en/cards/271454?measure=issued", 12),
        ("/easy/cards/271403?measure=issued", 12),
        ("/sdg", 8),
    ] {
        let page = Html::parse_document(&city.get(address).await.text());
        let mut found = 0;
        for (text, href) in figure_links(&page).into_iter().filter(|(_, href)| href.contains("/card-rate-by-age?")) {
            let asked: BTreeMap<&str, &str> =
                href.split_once('?').unwrap().1.split('&').filter_map(|pair| pair.split_once('=')).collect();
            let age = asked["age"].replace("%2B", "+");
            // The total of all ages has its own row.
            let of_ages =
                exported.iter().filter(|((area, band), _)| area == asked["area"] && (*band == age || age == "0+"));
            let [cards, people] = of_ages.fold([0, 0], |sum, (_, halves)| [sum[0] + halves[0], sum[1] + halves[1]]);
            let said: f64 = text.trim_end_matches('%').parse().unwrap();
            let percent = cards as f64 / people as f64 * 100.0;
            assert!((said - percent).abs() <= 0.05 + 1e-9, "{address}: {text} for {href}, which is {percent}");
            found += 1;
        }
        assert!(found >= least, "{address}: {found}");
        seen += found;
    }
    assert!(seen >= 44);
}

/// The ages of the demonstration add up to the totals, according to the two exported files.
#[tokio::test]
async fn the_ages_of_the_demonstration_add_up_to_the_exported_counts() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let exported = exported(&city).await;
    let (header, rows) = city.get("/api/v1/cards.csv?measure=issued&as_of=2022-12-31").await.csv();
    let column = |name: &str| header.iter().position(|field| field == name).unwrap();
    let has_ages = |row: &&Vec<String>| exported.keys().any(|(area, _)| *area == row[column("area")]);
    assert_eq!(rows.iter().filter(has_ages).count(), 8, "the city and its wards");
    for row in rows.iter().filter(has_ages) {
        let of_ages: Vec<&[i64; 2]> =
            exported.iter().filter(|((area, _), _)| *area == row[column("area")]).map(|(_, halves)| halves).collect();
        assert_eq!(of_ages.len(), 11);
        assert_eq!(of_ages.iter().map(|halves| halves[0]).sum::<i64>().to_string(), row[column("cards")]);
        assert!(of_ages.iter().all(|[cards, people]| cards <= people));
    }
    let page = city.get("/cards?measure=issued").await.text();
    assert!(page.contains("人口が4人多く、枚数は同じ"), "the register does not know the age of four residents");
}
