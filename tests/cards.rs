//! Every figure about cards, recomputed from the exported file by plain arithmetic.

#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a test may fail")]

#[macro_use]
mod support;
#[path = "support/figure_links.rs"]
mod figure_links;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use figure_links::figure_links;
use scraper::Html;
use support::{City, Database, World};
use tetsuzuki::domain::area::AreaKind;
use tetsuzuki::domain::card::Measure;

/// Cards and population by area and day, as the file of the interface has them.
async fn counts(city: &City) -> BTreeMap<(String, String), (i64, i64)> {
    let (header, rows) = city.get("/api/v1/cards.csv?measure=issued").await.csv();
    let column = |name: &str| header.iter().position(|field| field == name).unwrap();
    rows.iter()
        .map(|row| {
            let key = (row[column("area")].clone(), row[column("as_of")].clone());
            (key, (row[column("cards")].parse().unwrap(), row[column("population")].parse().unwrap()))
        })
        .collect()
}

fn parameters(href: &str) -> BTreeMap<&str, &str> {
    href.split_once('?').unwrap().1.split('&').filter_map(|pair| pair.split_once('=')).collect()
}

fn number(text: &str) -> f64 {
    let kept: String =
        text.chars().filter(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '−' | '-')).collect();
    kept.replace('−', "-").parse().unwrap_or_else(|_| panic!("{text}"))
}

/// Checks every figure of a page; says how many of each kind there were.
async fn recompute(city: &City, address: &str) -> BTreeMap<String, usize> {
    let counts = counts(city).await;
    let page = city.get(address).await;
    assert_eq!(page.status, StatusCode::OK, "{address}");
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (text, href) in figure_links(&Html::parse_document(&page.text())) {
        let kind = href.split(['/', '?']).nth(2).unwrap().to_owned();
        let asked = parameters(&href);
        let count = |day: &str| counts[&(asked["area"].to_owned(), day.to_owned())];
        let rate = |(cards, population): (i64, i64)| cards as f64 / population as f64 * 100.0;
        // The rate to be reached, and the cards that reach it.
        let goal = || match asked["goal"] {
            "whole" => counts[&("271403".to_owned(), asked["as_of"].to_owned())],
            target => ((target.parse::<f64>().unwrap() * 100.0).round() as i64, 10_000),
        };
        let missing = || {
            let (cards, population) = count(asked["as_of"]);
            let (numerator, denominator) = goal();
            ((numerator * population + denominator - 1) / denominator - cards).max(0)
        };
        let (expected, decimals) = match kind.as_str() {
            "card-rate" => (rate(count(asked["as_of"])), 1),
            "card-change" => (rate(count(asked["to"])) - rate(count(asked["from"])), 2),
            "card-points-behind" => (rate(count(asked["as_of"])) - rate(goal()), 1),
            "card-cards-behind" => (missing() as f64, 0),
            "card-pace" => {
                let months = |day: &str| day[..4].parse::<i64>().unwrap() * 12 + day[5..7].parse::<i64>().unwrap();
                // Both days are the last of their months here.
                let months = months(asked["by"]) - months(asked["as_of"]);
                ((missing() as f64 / months as f64).ceil(), 0)
            }
            _ => continue,
        };
        // A change stands in a sentence that begins with its day.
        let written = if text.contains("から") { text.split("から").nth(1).unwrap() } else { &text };
        let said = number(written);
        let half = 0.5 * 10_f64.powi(-decimals);
        assert!((said - expected).abs() <= half + 1e-9, "{address}: {text} for {href}, which is {expected}");
        *kinds.entry(kind).or_default() += 1;
    }
    kinds
}

#[tokio::test]
async fn every_figure_of_the_cards_pages_follows_from_the_exported_counts() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let kinds = recompute(&city, "/cards?measure=issued").await;
    for (kind, least) in [
        ("card-rate", 300),
        ("card-change", 8),
        ("card-points-behind", 15),
        ("card-cards-behind", 15),
        ("card-pace", 8),
    ] {
        assert!(kinds.get(kind).is_some_and(|count| *count >= least), "{kind}: {kinds:?}");
    }
    for address in [
        "/cards?measure=issued&as_of=2021-03-01&from=2019-04-01&target=66.6&by=2027-12-31",
        "/cards/271454?measure=issued",
        "/cards/271403?measure=issued",
    ] {
        assert!(recompute(&city, address).await.len() >= 2, "{address}");
    }
}

async fn two_wards(database: &Database) -> City {
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_area("271454", "南区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Issued, "2022-12-31", 600, 1000)
        .with_cards("271411", Measure::Issued, "2022-12-31", 400, 600)
        .with_cards("271454", Measure::Issued, "2022-12-31", 200, 400)
        .with_cards("271403", Measure::Held, "2023-12-31", 500, 1000)
        .on(database)
        .await
}

on_both! {
    async fn how_far_a_ward_is_behind_is_said_in_points_and_in_cards(database: &Database) {
        let city = two_wards(database).await;
        let page = city.get("/cards?measure=issued&target=80&by=2023-10-31").await.text();
        let links = figure_links(&Html::parse_document(&page));
        let of = |kind: &str, goal: &str| {
            let wanted = format!("/figures/{kind}?area=271454&measure=issued&as_of=2022-12-31&goal={goal}");
            links.iter().find(|(_, href)| href.starts_with(&wanted)).map(|(text, _)| text.clone()).unwrap()
        };
        // 80 % of 400 are 320; the ward has 200, and ten months.
        assert_eq!(of("card-points-behind", "80"), "−30.0");
        assert_eq!(of("card-cards-behind", "80"), "120");
        assert_eq!(of("card-pace", "80"), "12");
        // The city has 60 %, which is 240 of 400.
        assert_eq!(of("card-points-behind", "whole"), "−10.0");
        assert_eq!(of("card-cards-behind", "whole"), "40");
        assert!(page.contains("あと"), "the city's own sentence");
    }

    async fn a_target_that_cannot_be_one_is_refused_with_what_would_be_right(database: &Database) {
        let city = two_wards(database).await;
        for query in ["target=0", "target=101", "target=all", "by=soon"] {
            let answer = city.get(&format!("/cards?measure=issued&{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        }
    }

    async fn issued_and_held_are_never_joined(database: &Database) {
        let city = two_wards(database).await;
        for (measure, other) in [("issued", "2023-12-31"), ("held", "2022-12-31")] {
            let page = city.get(&format!("/cards?measure={measure}")).await.text();
            let links = figure_links(&Html::parse_document(&page));
            assert!(!links.is_empty());
            for (_, href) in links.iter().filter(|(_, href)| href.contains("/card-")) {
                assert!(href.contains(&format!("measure={measure}")) && !href.contains(other), "{href}");
            }
        }
        let change = "/api/v1/figures/card-change?area=271403&measure=issued&from=2022-12-31&to=2023-12-31";
        assert_eq!(city.get(change).await.status, StatusCode::NOT_FOUND, "the later count is of the other measure");
    }
}
