//! What a page does not know in its address: the page is shown, and a notice on it names that.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::support::{Answer, City, Database, has};

/// One address for each kind of page of the demonstration.
const PAGES: [&str; 19] = [
    "/",
    "/procedures",
    "/procedures/moving-within",
    "/procedures/moving-within/history",
    "/guides",
    "/guides/moving",
    "/offices",
    "/offices/city-hall",
    "/cards",
    "/cards/271411",
    "/changes",
    "/targets",
    "/targets/online_rate",
    "/targets/online_rate/route",
    "/sdg",
    "/budget",
    "/data",
    "/definitions",
    "/accessibility",
];

fn notice(page: &Answer) -> String {
    let document = Html::parse_document(&page.text());
    let notice = Selector::parse("main .passed-over p").unwrap();
    document.select(&notice).flat_map(|found| found.text()).collect()
}

#[tokio::test]
async fn every_page_is_shown_and_names_what_it_does_not_know() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    for page in PAGES {
        for (prefix, words) in [("", "このページにない"), ("/en", "does not use this part")] {
            let address = format!("{prefix}{page}?colour=red&utm_source=letter");
            let answer = city.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            let said = notice(&answer);
            assert!(said.contains(words) && said.contains("colour"), "{address}: {said}");
            assert!(!said.contains("utm_source"), "{address}: {said}");
        }
        let quiet = city.get(&format!("{page}?fbclid=abc&utm_campaign=a")).await;
        assert_eq!(quiet.status, StatusCode::OK, "{page}");
        assert_eq!(notice(&quiet), "", "{page}: links of other sites are no mistake");
    }
}

#[tokio::test]
async fn a_filter_with_a_mistake_in_its_name_does_not_look_as_if_it_had_been_used() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let mistyped = city.get("/procedures?evnt=moving").await;
    assert!(notice(&mistyped).contains("evnt"));
    let twice = city.get("/en/procedures?event=moving&event=birth").await;
    assert!(notice(&twice).contains("the first was used: event"), "{}", notice(&twice));
    assert!(has(&twice, "h1"));
    let right = city.get("/en/procedures?event=moving").await;
    let heading = |page: &Answer| {
        let document = Html::parse_document(&page.text());
        document.select(&Selector::parse("h1").unwrap()).next().map(|heading| heading.text().collect::<String>())
    };
    assert_eq!(heading(&twice), heading(&right), "the first value counts");
    assert_eq!(notice(&right), "");
    // A page that is an error says so itself.
    let wrong = city.get("/procedures?availability=perhaps&colour=red").await;
    assert_eq!((wrong.status, notice(&wrong)), (StatusCode::BAD_REQUEST, String::new()));
}

#[tokio::test]
async fn no_link_of_the_site_leads_to_a_page_that_passes_over_a_part_of_it() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let link = Selector::parse("main a[href*='?']").unwrap();
    let mut addresses = BTreeSet::new();
    for page in PAGES {
        let document = Html::parse_document(&city.get(page).await.text());
        addresses.extend(
            document
                .select(&link)
                .filter_map(|link| link.attr("href"))
                .map(|address| address.split('#').next().unwrap_or_default().to_owned())
                .filter(|address| address.starts_with('/'))
                .filter(|address| {
                    !["/api", "/files", "/embed", "/feeds"].iter().any(|start| address.starts_with(start))
                }),
        );
    }
    assert!(addresses.len() > 100, "{}", addresses.len());
    for address in addresses {
        let answer = city.get(&address).await;
        assert_eq!(notice(&answer), "", "{address}");
    }
}
