//! Search engines: the sitemap, canonical addresses and language links, and pages that are not indexed.

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::card::Measure;
use domain::indicator::IndicatorKind;
use scraper::{Html, Selector};
use tetsuzuki::language::Language;
use tetsuzuki::server::settings::Settings;

use crate::support::{City, Database, World, indicator, procedure};

const SITE: &str = "https://tetsuzuki.example.jp";

fn world() -> World {
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_area("271420", "中区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Held, "2024-03-31", 600_000, 816_000)
        .with_cards("271411", Measure::Held, "2024-03-31", 100_000, 147_000)
        .with_cards("271411", Measure::Issued, "2024-03-31", 110_000, 147_000)
        .with_life_event("moving", "引越し")
        .with_life_event("birth", "出産")
        .with_procedure(procedure("moving-out", "転出届").life_event("moving"))
        .with_procedure(procedure("税・証明", "税の証明"))
        .with_indicator(indicator("visits", IndicatorKind::Activity, "来庁者数"), &[])
}

/// The city with a public URL.
async fn known(database: &Database) -> City {
    let settings = Settings { public_url: Some(SITE.parse().unwrap()), ..Settings::default() };
    world().on(database).await.with_settings(settings)
}

/// Relation, language and address of each link in the head of a page.
async fn links(city: &City, address: &str) -> Vec<(String, String, String)> {
    let page = Html::parse_document(&city.get(address).await.text());
    let head = Selector::parse("head link[rel=canonical], head link[rel=alternate]").unwrap();
    page.select(&head)
        .map(|link| ["rel", "hreflang", "href"].map(|name| link.attr(name).unwrap_or_default().to_owned()).into())
        .collect()
}

async fn robots_of(city: &City, address: &str) -> Option<String> {
    let page = Html::parse_document(&city.get(address).await.text());
    let meta = Selector::parse("head meta[name=robots]").unwrap();
    page.select(&meta).next().and_then(|meta| meta.attr("content")).map(str::to_owned)
}

fn link(rel: &str, hreflang: &str, href: &str) -> (String, String, String) {
    [rel, hreflang, href].map(str::to_owned).into()
}

#[tokio::test]
async fn a_page_names_itself_and_the_other_languages_by_whole_addresses() {
    let database = Database::sqlite();
    let city = known(&database).await;
    for address in ["/cards", "/easy/cards", "/en/cards", "/en/cards/", "/en/cards?measure=held"] {
        let itself = address.split('?').next().unwrap().trim_end_matches('/');
        let others = Language::all()
            .iter()
            .map(|language| link("alternate", language.hreflang(), &format!("{SITE}{}", language.path("/cards"))));
        let expected: Vec<_> = std::iter::once(link("canonical", "", &format!("{SITE}{itself}")))
            .chain(others)
            .chain([link("alternate", "x-default", &format!("{SITE}/cards"))])
            .collect();
        let easy = link("alternate", "ja-x-easy", &format!("{SITE}/easy/cards"));
        assert!(expected.contains(&easy) && expected.len() >= 6, "{expected:?}");
        assert_eq!(links(&city, address).await, expected, "{address}");
    }
    assert_eq!(links(&city, "/en").await[0], link("canonical", "", &format!("{SITE}/en")));
    assert_eq!(links(&city, "/").await[0], link("canonical", "", &format!("{SITE}/")));
}

#[tokio::test]
async fn a_site_that_does_not_know_its_address_says_where_pages_stand_within_it() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    let links = links(&city, "/en/procedures/moving-out").await;
    assert_eq!(links[0], link("canonical", "", "/en/procedures/moving-out"));
    assert_eq!(links[1], link("alternate", "ja", "/procedures/moving-out"));
    assert_eq!(links.len(), Language::all().len() + 2);
}

#[tokio::test]
async fn a_page_that_does_not_exist_names_no_place_in_any_language() {
    let database = Database::sqlite();
    let city = known(&database).await;
    for (address, status) in [
        ("/no-such-page", 404),
        ("/en/no-such-page", 404),
        ("/procedures/no-such", 404),
        ("/cards/999999", 404),
        ("/targets/no-such", 404),
        ("/procedures?page=9", 404),
        ("/procedures?availability=perhaps", 400),
        ("/cards?as_of=yesterday", 400),
        ("/easy/cards/271411?measure=lost", 400),
    ] {
        let answer = city.get(address).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert_eq!(links(&city, address).await, [], "{address}");
    }
}

#[tokio::test]
async fn the_languages_of_a_list_keep_its_filter_and_page() {
    let database = Database::sqlite();
    let city = known(&database).await;
    let links = links(&city, "/en/procedures?q=&event=moving").await;
    assert_eq!(links[0], link("canonical", "", &format!("{SITE}/en/procedures?event=moving")));
    assert_eq!(links[1], link("alternate", "ja", &format!("{SITE}/procedures?event=moving")));
}

#[tokio::test]
async fn lists_of_typed_words_or_of_several_filters_are_followed_but_not_found() {
    let database = Database::sqlite();
    let city = known(&database).await;
    for address in ["/procedures?q=%E8%BB%A2%E5%87%BA", "/en/procedures?event=moving&sort=name"] {
        assert_eq!(robots_of(&city, address).await.as_deref(), Some("noindex,follow"), "{address}");
        assert_eq!(links(&city, address).await.len(), 1, "{address}: other languages of it are not found either");
    }
    for address in ["/", "/procedures", "/procedures?event=moving", "/procedures/moving-out", "/cards?measure=held"] {
        assert_eq!(robots_of(&city, address).await, None, "{address}");
    }
}

#[tokio::test]
async fn robots_are_told_where_the_list_of_pages_is() {
    let database = Database::sqlite();
    let city = known(&database).await;
    let robots = city.get("/robots.txt").await;
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    let expected = format!("User-agent: *\nDisallow: /api/\n\nSitemap: {SITE}/sitemap.xml\n");
    assert_eq!(robots.text(), expected);
    assert!(!robots.header("etag").is_empty());
}

#[tokio::test]
async fn without_an_own_address_there_is_no_list_of_pages() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    assert_eq!(city.get("/robots.txt").await.text(), "User-agent: *\nDisallow: /api/\n");
    for address in ["/sitemap.xml", "/sitemap/1.xml"] {
        assert_eq!(city.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

/// The addresses in a sitemap or in an index of sitemaps.
fn locations(list: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(list).unwrap();
    document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
        .map(|node| node.text().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_list_of_pages_names_every_page_in_every_language_and_each_is_there() {
    let database = Database::sqlite();
    let city = known(&database).await;
    let list = city.get("/sitemap.xml").await;
    assert_eq!(list.header("content-type"), "application/xml; charset=utf-8");
    assert_eq!(locations(&list.text()), [format!("{SITE}/sitemap/1.xml")]);

    let pages = locations(&city.get("/sitemap/1.xml").await.text());
    for expected in [
        "/",
        "/en",
        "/easy/accessibility",
        "/en/procedures",
        "/procedures?event=moving",
        "/procedures/moving-out",
        "/en/procedures/moving-out",
        "/cards/271411",
        "/targets/visits",
    ] {
        assert!(pages.contains(&format!("{SITE}{expected}")), "{expected} is missing in {pages:#?}");
    }
    assert!(!pages.iter().any(|page| page.contains("event=birth")), "a life event without procedures has no list");
    assert!(!pages.iter().any(|page| page.contains("271420")), "an area without counts has nothing to show");
    let once: std::collections::BTreeSet<&String> = pages.iter().collect();
    assert_eq!(once.len(), pages.len(), "no page stands there twice");
    for page in &pages {
        let address = page.strip_prefix(SITE).unwrap();
        let answer = city.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        let canonical = &links(&city, address).await[0];
        assert_eq!((canonical.0.as_str(), &canonical.2), ("canonical", page), "a listed page is the one of its kind");
    }
}

#[tokio::test]
async fn a_long_list_of_pages_comes_in_parts_and_there_is_none_beyond_the_last() {
    let database = Database::sqlite();
    let mut world = World::new();
    for number in 0..5_050 {
        world = world.with_procedure(procedure(&format!("p{number}"), "手続"));
    }
    let settings = Settings { public_url: Some(SITE.parse().unwrap()), ..Settings::default() };
    let city = world.on(&database).await.with_settings(settings);
    let parts = locations(&city.get("/sitemap.xml").await.text());
    assert_eq!(parts.len(), 2);
    let mut pages = 0;
    for part in &parts {
        let listed = locations(&city.get(part.strip_prefix(SITE).unwrap()).await.text()).len();
        assert!(listed <= 50_000, "{part} lists {listed}");
        pages += listed;
    }
    assert!(pages > 6 * 5_050);
    for address in ["/sitemap/3.xml", "/sitemap/0.xml", "/sitemap/01.xml", "/sitemap/1", "/sitemap/one.xml"] {
        assert_eq!(city.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn another_address_of_the_site_is_another_tag() {
    let database = Database::sqlite();
    let known = known(&database).await;
    let unknown = known.clone().with_settings(Settings::default());
    let (first, second) = (known.get("/cards").await, unknown.get("/cards").await);
    assert_ne!(first.header("etag"), second.header("etag"));
}
