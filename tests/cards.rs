//! Cards: how far wards are behind the target, what was known on a day, peer cities, and the two measures that are
//! never mixed.

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::card::Measure;
use scraper::Html;

use crate::support::figure_links::{figure_links, selector};
use crate::support::{City, Database, World, on_both};

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
        // 80 % of 400 are 320. The ward has 200 cards and ten months left.
        assert_eq!(of("card-points-behind", "80"), "−30.0");
        assert_eq!(of("card-cards-behind", "80"), "120");
        assert_eq!(of("card-pace", "80"), "12");
        // The city has 60 %, which would be 240 of 400 in the ward.
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

    async fn a_day_without_counts_shows_the_last_before_it_and_says_so(database: &Database) {
        let city = two_wards(database).await;
        let page = city.get("/cards?measure=issued&as_of=2023-02-03").await;
        assert_eq!(page.status, StatusCode::OK);
        let page = page.text();
        assert!(page.contains("2023年2月3日") && page.contains("その前の最後の値"));
        assert!(figure_links(&Html::parse_document(&page)).iter().any(|(_, href)| href.contains("as_of=2022-12-31")));
        let before = city.get("/cards?measure=issued&as_of=2022-12-30").await;
        assert_eq!(before.status, StatusCode::BAD_REQUEST, "nothing was known yet");
        assert!(!city.get("/cards?measure=issued&as_of=2022-12-31").await.text().contains("その前の最後の値"));
    }

    async fn a_designated_city_stands_among_its_peers_and_no_others(database: &Database) {
        let city = World::new()
            .with_area("271403", "堺市", AreaKind::City, None)
            .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
            .with_area("011002", "札幌市", AreaKind::City, None)
            .with_area("401307", "福岡市", AreaKind::City, None)
            .with_area("272027", "岸和田市", AreaKind::City, None)
            .with_cards("271411", Measure::Issued, "2022-12-31", 600, 1000)
            .with_cards("271403", Measure::Issued, "2022-12-31", 600, 1000)
            .with_cards("011002", Measure::Issued, "2022-12-31", 700, 1000)
            .with_cards("401307", Measure::Issued, "2022-12-31", 500, 1000)
            .with_cards("272027", Measure::Issued, "2022-12-31", 900, 1000)
            .with_cards("271403", Measure::Issued, "2021-12-31", 300, 1000)
            .with_cards("011002", Measure::Issued, "2021-12-31", 200, 1000)
            .on(database)
            .await;
        let page = city.get("/cards?measure=issued").await.text();
        assert!(page.contains("3の政令指定都市のうち2番目"), "{page}");
        let list = city.get("/cards?list=designated-cities&measure=issued").await.text();
        assert!(list.contains("札幌市") && list.contains("福岡市") && !list.contains("岸和田市"));
        let list = Html::parse_document(&list);
        let rows = |id: &str| -> Vec<Vec<String>> {
            let section = list.select(&selector(&format!("section[aria-labelledby={id}]"))).next().unwrap();
            let text = |cell: scraper::ElementRef<'_>| cell.text().collect::<String>().trim().to_owned();
            section
                .select(&selector("tbody tr"))
                .map(|row| row.select(&selector("th, td")).map(text).collect())
                .collect()
        };
        let names: Vec<String> = rows("peers").into_iter().map(|row| row[0].clone()).collect();
        assert!(names[0].starts_with("札幌市") && names[1].starts_with("堺市") && names[2].starts_with("福岡市"));
        let places: Vec<String> = rows("peer-places").into_iter().map(|row| row[1..4].join(" ")).collect();
        assert_eq!(places, ["2 3 60.0%", "1 2 30.0%"]);
        assert_eq!(city.get("/cards?list=peers").await.status, StatusCode::BAD_REQUEST);
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
