//! Card rates over time: the nation beside the city, visible gaps and uneven dates, a small chart for each ward, and
//! the data of the chart reader.

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use std::collections::BTreeMap;

use domain::area::AreaKind;
use domain::card::Measure;
use scraper::{ElementRef, Html, Selector};
use tetsuzuki::language::Language;

use crate::support::{City, Database, World, on_both};

const WARDS: [(&str, &str); 3] = [("271411", "堺区"), ("271420", "中区"), ("271454", "南区")];
const DAYS: [&str; 5] = ["2021-11-30", "2022-06-01", "2022-06-30", "2022-07-31", "2022-08-31"];

/// A city with three wards counted on five days, and the nation on one.
fn world() -> World {
    let mut world = World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("000001", "全国", AreaKind::Nation, None)
        .with_cards("000001", Measure::Issued, "2022-06-30", 400, 1000)
        .with_cards("271403", Measure::Held, "2023-12-31", 1, 1000);
    for (code, name) in WARDS {
        world = world.with_area(code, name, AreaKind::Ward, Some("271403"));
    }
    for (at, date) in DAYS.into_iter().enumerate() {
        let cards = 300 + 50 * i64::try_from(at).unwrap();
        world = world.with_cards("271403", Measure::Issued, date, 3 * cards, 3000);
        for (more, (code, _)) in WARDS.into_iter().enumerate() {
            world = world.with_cards(code, Measure::Issued, date, cards + i64::try_from(more).unwrap() - 1, 1000);
        }
    }
    world
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

async fn page(city: &City, address: &str) -> Html {
    Html::parse_document(&city.get(address).await.text())
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// The labels of the lines of a drawing, and whether each line is a reference.
fn lines(page: &Html, drawing: &str) -> BTreeMap<String, bool> {
    page.select(&selector(&format!("#drawing-{drawing} svg.chart-wide .end-label")))
        .map(|label| {
            let name = text_of(label).split(' ').next().unwrap().to_owned();
            (name, label.value().classes().any(|class| class == "series-reference"))
        })
        .collect()
}

fn heads(page: &Html) -> Vec<String> {
    page.select(&selector("details.all-values thead th")).map(|head| text_of(head).trim().to_owned()).collect()
}

/// The name of an area in a column header, without the label for sample data.
fn without_label(head: &str) -> &str {
    [Language::Japanese, Language::English]
        .iter()
        .find_map(|language| head.strip_suffix(language.text("sample").as_str()))
        .unwrap_or(head)
        .trim()
}

/// The data of the chart reader: for each date, the names of the lines with their values, in order.
fn readings(page: &Html, drawing: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let chart = page.select(&selector(&format!("#drawing-{drawing} .readable"))).next().unwrap();
    let names: Vec<&str> =
        chart.attr("data-lines").unwrap().lines().map(|line| line.split_once('\t').unwrap().1).collect();
    let separator = chart.attr("data-separator").unwrap();
    let texts: Vec<String> = chart.select(&selector(".reach > title")).map(text_of).collect();
    for places in chart.attr("data-places").unwrap().lines() {
        let places: Vec<u32> = places.split(' ').map(|place| place.parse().unwrap()).collect();
        assert!(places.is_sorted() && places.iter().all(|place| *place < 10_000), "{places:?}");
        assert_eq!(places.len(), texts.len(), "each date has its place");
    }
    let value = |said: &str| {
        let name = names.iter().find(|name| said.starts_with(&format!("{name} "))).unwrap();
        ((*name).to_owned(), said[name.len() + 1..].to_owned())
    };
    texts
        .iter()
        .map(|text| {
            let (date, values) = text.split_once('\u{2002}').unwrap();
            (date.to_owned(), values.split(separator).map(value).collect())
        })
        .collect()
}

on_both! {
    async fn the_nation_is_a_reference_and_never_a_peer(database: &Database) {
        let city = world().on(database).await;
        let cards = page(&city, "/cards?measure=issued").await;
        let expected = [("全国", true), ("堺市", false), ("堺区", false), ("中区", false), ("南区", false)];
        assert_eq!(lines(&cards, "ward-series"), expected.map(|(name, is)| (name.to_owned(), is)).into());
        assert_eq!(heads(&cards)[1..6], ["堺市", "堺区", "中区", "南区", "全国"]);
        let all = cards.select(&selector("table")).filter(|table| text_of(*table).contains("全国")).count();
        assert_eq!(all, 1, "in the table of the course and in no other");
        let ward = page(&city, "/cards/271454?measure=issued").await;
        let expected = [("全国", true), ("堺市", true), ("南区", false)];
        assert_eq!(lines(&ward, "area-series"), expected.map(|(name, is)| (name.to_owned(), is)).into());
        // The nation has its own page, with nothing to compare it with.
        let nation = city.get("/cards/000001?measure=issued").await.text();
        assert!(nation.contains("40.0%") && !nation.contains("堺市のマイナンバーカード"));
    }

    async fn a_long_stretch_without_a_count_is_bridged_and_not_drawn_as_measured(database: &Database) {
        let city = world().on(database).await;
        let cards = page(&city, "/cards?measure=issued").await;
        let of = |class: &str| cards.select(&selector(&format!("#drawing-ward-series .chart-wide {class}"))).count();
        // The first date is half a year before the others, in the city and in each ward.
        assert_eq!((of("path.gap"), of("path.line")), (4, 4));
        let drawing = cards.select(&selector("#drawing-ward-series")).next().unwrap();
        assert!(text_of(drawing).contains(&Language::Japanese.text("series-gap-note")));
    }

    async fn uneven_dates_are_said(database: &Database) {
        let city = world().on(database).await;
        let said = city.get("/cards?measure=issued").await.text();
        for wanted in ["基準日は5日分", "2022年6月（1日と30日）", "値のない月：2021年12月〜2022年5月"] {
            assert!(said.contains(wanted), "{wanted}");
        }
        let english = city.get("/en/cards?measure=issued").await.text();
        assert!(english.contains("June 2022 (days 1 and 30)"), "{english}");
    }

    async fn each_ward_has_a_small_chart_that_leads_to_its_page(database: &Database) {
        let city = world().on(database).await;
        let cards = page(&city, "/cards?measure=issued").await;
        for width in ["chart-wide", "chart-narrow"] {
            let links: Vec<&str> = cards
                .select(&selector(&format!("#drawing-ward-multiples .{width} a")))
                .filter_map(|link| link.attr("href"))
                .collect();
            let pages = ["271403", "271411", "271420", "271454"].map(|code| format!("/cards/{code}?measure=issued"));
            assert_eq!(links, pages);
            let references = selector(&format!("#drawing-ward-multiples .{width} .line.reference"));
            assert_eq!(cards.select(&references).count(), 3, "the city stands behind its wards, not behind itself");
        }
        assert!(cards.select(&selector("#drawing-ward-multiples .panel-value")).any(|text| text_of(text) == "50.1%"));
    }

    async fn two_wards_are_no_small_multiples(database: &Database) {
        let mut world = World::new().with_area("271403", "堺市", AreaKind::City, None);
        for (code, name) in &WARDS[..2] {
            world = world.with_area(code, name, AreaKind::Ward, Some("271403"));
            for date in DAYS {
                world = world.with_cards(code, Measure::Issued, date, 1, 2);
            }
        }
        let city = world.with_area("271454", "南区", AreaKind::Ward, Some("271403"))
            .with_cards("271454", Measure::Issued, DAYS[0], 1, 2)
            .on(database)
            .await;
        let cards = page(&city, "/cards?measure=issued").await;
        assert_eq!(cards.select(&selector("#drawing-ward-series")).count(), 1);
        assert_eq!(cards.select(&selector("#drawing-ward-multiples")).count(), 0, "the third has one count only");
    }
}

#[tokio::test]
async fn the_reader_of_a_drawing_is_given_what_the_table_says() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    for language in [Language::Japanese, Language::English] {
        let cards = page(&city, &format!("{}?measure=issued", language.path("/cards"))).await;
        let names = heads(&cards);
        let given = readings(&cards, "ward-series");
        let rows: Vec<ElementRef<'_>> = cards.select(&selector("details.all-values tbody tr")).collect();
        assert_eq!((rows.len(), given.len()), (47, 47));
        for row in rows {
            let cells: Vec<String> =
                row.select(&selector("th, td")).map(|cell| text_of(cell).trim().to_owned()).collect();
            let on_table: BTreeMap<&str, &str> = names[1..names.len() - 1]
                .iter()
                .zip(&cells[1..])
                .filter(|(_, value)| value.ends_with('%'))
                .map(|(name, value)| (without_label(name), value.as_str()))
                .collect();
            let reading = &given[&cells[0]];
            let read: BTreeMap<&str, &str> =
                reading.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(read, on_table, "{}", cells[0]);
            let number = |value: &str| value.trim_end_matches('%').parse::<f64>().unwrap();
            assert!(reading.iter().all(|(_, value)| number(value) > 0.0), "{reading:?}");
        }
    }
    // The reader shows a projection with its interval.
    let ward = page(&city, "/cards/271454").await;
    let projected = readings(&ward, "projection");
    assert!(projected.values().flatten().any(|(_, value)| value.contains('〜')), "{projected:?}");
    assert!(readings(&page(&city, "/targets/online_rate").await, "computed-series").len() > 1);
}

#[tokio::test]
async fn without_script_nothing_of_the_reader_is_there() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let cards = page(&city, "/cards?measure=issued").await;
    assert!(cards.select(&selector(".readable svg")).count() >= 2, "the drawing stands inside");
    for gone in ["[role=slider]", ".reader", ".readable [tabindex]", "main [style]"] {
        assert_eq!(cards.select(&selector(gone)).count(), 0, "{gone}");
    }
}
