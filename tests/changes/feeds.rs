//! The Atom feeds of changes.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use chrono::DateTime;
use domain::procedure::StepState;
use tetsuzuki::server::settings::Settings;

use super::{FEEDS, city, empty_city, eventful_city};
use crate::support::snapshots;
use crate::support::{Answer, Database, World, procedure};

const ATOM: &str = "http://www.w3.org/2005/Atom";

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

/// A parsed feed.
#[derive(Debug)]
struct Feed {
    id: String,
    title: String,
    updated: String,
    author: String,
    #[expect(dead_code, reason = "compared in the snapshot, by its debug text")]
    language: String,
    links: Vec<(String, String)>,
    entries: Vec<Entry>,
}

fn child<'a>(node: roxmltree::Node<'a, 'a>, name: &'static str) -> &'a str {
    let found: Vec<_> = node.children().filter(|child| child.has_tag_name((ATOM, name))).collect();
    assert_eq!(found.len(), 1, "exactly one {name}");
    found[0].text().unwrap_or_default()
}

/// Parses a feed and checks what RFC 4287 requires of every feed.
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
    let (easy, english) = (feed(&city.get(FEEDS[1]).await), feed(&city.get(FEEDS[2]).await));
    for (name, feed) in
        [("feed-in-japanese", &japanese), ("feed-in-easy-japanese", &easy), ("feed-in-english", &english)]
    {
        snapshots::assert_text(name, &format!("{feed:#?}"));
    }
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
            // Took effect in 2024, but was recorded only now.
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
    // Another process, so that nothing comes from a cache.
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
    // With any other id, feed readers would show every old change as new. The ids are version 5 UUIDs of
    // `271403/ja/feed`, `271403/ja/procedures/moving-out/2024-04-01/changed` and
    // `271403/ja/procedures/allowance/2027-04-01/planned`; a plan that takes effect becomes a new entry.
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
