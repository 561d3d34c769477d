//! Responses that are expensive to make are made once for everyone who asks, a few at a time, and not at all for
//! clients that have disconnected.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use domain::procedure::{Step, StepState};
use futures::future::join_all;
use tetsuzuki::server::http::gate::{Bounds, Gate};
use tetsuzuki::server::http::middleware::page_cache::{self, PageCache};
use tetsuzuki::server::http::router::{router, with_middleware};

use crate::support::{Answer, City, Database, World, procedure};

async fn city_of(procedures: usize) -> (City, Database) {
    let database = Database::sqlite();
    let mut world = World::new();
    for number in 0..procedures {
        let name = format!("児童手当の認定請求の{number}番");
        let made = procedure(&format!("p{number:05}"), &name).step(Step::Apply, StepState::Counter, "2024-04-01");
        world = world.with_procedure(made);
    }
    (world.on(&database).await, database)
}

/// Addresses that take a fifth of a second each and are cached like pages, and how often they were made.
fn slow(city: &City, bounds: Bounds) -> (City, Arc<AtomicUsize>) {
    let made = Arc::new(AtomicUsize::new(0));
    let (count, failed) = (Arc::clone(&made), Arc::clone(&made));
    let work = || tokio::time::sleep(Duration::from_millis(200));
    let addresses = Router::new()
        .route(
            "/slow/{name}",
            get(async move |Path(name): Path<String>| {
                count.fetch_add(1, Ordering::SeqCst);
                work().await;
                name
            }),
        )
        .route(
            "/en/missing",
            get(async move || {
                failed.fetch_add(1, Ordering::SeqCst);
                work().await;
                StatusCode::NOT_FOUND
            }),
        )
        .route_layer(from_fn_with_state(PageCache::default(), page_cache::answer))
        .route("/healthz", get(async || "ok\n"));
    let state = city.state.clone().with_gate(Gate::of(bounds));
    let router = with_middleware(addresses, &state).with_state(state.clone());
    (City { router, state }, made)
}

fn narrow(line: usize) -> Bounds {
    Bounds { pages: 1, line, patience: Duration::from_millis(500), ..Bounds::default() }
}

#[tokio::test]
async fn an_answer_is_made_once_however_many_ask_for_it() {
    let (city, _database) = city_of(1).await;
    let (slow, made) = slow(&city, narrow(0));
    let answers = join_all((0..50).map(|_| slow.get("/slow/a"))).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK && answer.text() == "a"));
    assert_eq!(made.load(Ordering::SeqCst), 1);
    assert_eq!(slow.get("/slow/a").await.status, StatusCode::OK, "it is kept");
    assert_eq!(made.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_error_is_given_to_all_who_wait_for_it_and_is_not_kept() {
    let (city, _database) = city_of(1).await;
    let (slow, made) = slow(&city, narrow(0));
    let answers = join_all((0..20).map(|_| slow.get("/en/missing"))).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::NOT_FOUND && answer.text().contains("<h1>")));
    assert_eq!(made.load(Ordering::SeqCst), 1);
    assert_eq!(slow.get("/en/missing").await.status, StatusCode::NOT_FOUND);
    assert_eq!(made.load(Ordering::SeqCst), 2, "the next one asks anew");
}

#[tokio::test]
async fn who_asked_first_may_go_without_harm_to_those_who_wait_for_the_same() {
    let (city, _database) = city_of(1).await;
    let (slow, _) = slow(&city, Bounds { patience: Duration::from_secs(5), ..narrow(4) });
    let first = tokio::time::timeout(Duration::from_millis(50), slow.get("/slow/a"));
    let (first, second) = tokio::join!(first, async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        slow.get("/slow/a").await
    });
    assert!(first.is_err(), "the first has gone");
    assert_eq!((second.status, second.text().as_str()), (StatusCode::OK, "a"));
}

#[tokio::test]
async fn beyond_a_short_line_it_is_said_when_to_come_again_and_health_is_still_told() {
    let (city, _database) = city_of(1).await;
    let (slow, made) = slow(&city, narrow(1));
    let addresses: Vec<String> = (0..10).map(|number| format!("/slow/{number}")).collect();
    let began = std::time::Instant::now();
    let (answers, health) = tokio::join!(join_all(addresses.iter().map(|address| slow.get(address))), async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let health = slow.get("/healthz").await;
        (health.status, began.elapsed())
    });
    assert_eq!(health.0, StatusCode::OK);
    assert!(health.1 < Duration::from_millis(150), "{:?}", health.1);
    let (served, refused): (Vec<Answer>, Vec<Answer>) =
        answers.into_iter().partition(|answer| answer.status == StatusCode::OK);
    assert_eq!((served.len(), refused.len()), (2, 8), "one at once, one in line");
    for answer in refused {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.header("retry-after").parse::<u32>().is_ok());
        assert!(answer.text().contains("<h1>"), "{}", answer.text());
    }
    assert_eq!(made.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn nobody_waits_in_line_for_longer_than_a_moment() {
    let (city, _database) = city_of(1).await;
    let (slow, _) = slow(&city, Bounds { patience: Duration::from_millis(50), ..narrow(9) });
    let addresses: Vec<String> = (0..5).map(|number| format!("/slow/{number}")).collect();
    let answers = join_all(addresses.iter().map(|address| slow.get(address))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::OK).count(), 1);
}

#[tokio::test]
async fn what_nobody_waits_for_any_more_is_not_begun() {
    let (city, _database) = city_of(1).await;
    let (slow, made) = slow(&city, narrow(9));
    let gone = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let two = join_all(["/slow/b", "/slow/c"].map(|address| slow.get(address)));
        tokio::time::timeout(Duration::from_millis(50), two).await.is_err()
    };
    let (first, gone) = tokio::join!(slow.get("/slow/a"), gone);
    assert!(first.status == StatusCode::OK && gone);
    assert_eq!(slow.get("/slow/d").await.status, StatusCode::OK, "the place is free again");
    assert_eq!(made.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_long_list_is_the_same_in_every_coding_and_whether_it_is_kept_or_not() {
    let (city, _database) = city_of(8_000).await;
    let address = "/api/v1/procedures.csv";
    let plain = city.get(address).await;
    assert!(plain.body.len() > 1024 * 1024, "{} bytes are sent while they are written", plain.body.len());
    assert_eq!(plain.header("content-length"), "", "nobody knows its length beforehand");
    let (header, rows) = plain.csv();
    assert_eq!((header[0].as_str(), rows.len()), ("id", 8_000));
    let mut tags = vec![plain.header("etag").to_owned()];
    for coding in ["br", "gzip"] {
        let packed = city.ask(Method::GET, address, &[("accept-encoding", coding)]).await;
        assert_eq!(packed.header("content-encoding"), coding);
        assert_eq!(packed.header("content-length"), packed.body.len().to_string(), "small enough to be kept");
        assert_eq!(packed.unpacked(), plain.body);
        tags.push(packed.header("etag").to_owned());
    }
    tags.dedup();
    assert_eq!(tags.len(), 3);
    let seen = city.ask(Method::GET, address, &[("if-none-match", &tags[0])]).await;
    assert_eq!(seen.status, StatusCode::NOT_MODIFIED);
    let head = city.ask(Method::HEAD, address, &[]).await;
    assert_eq!((head.status, head.body.len(), head.header("etag")), (StatusCode::OK, 0, tags[0].as_str()));
}

#[tokio::test]
async fn long_lists_on_their_way_and_bytes_for_slow_readers_are_bounded() {
    let (city, _database) = city_of(8_000).await;
    let address = "/api/v1/procedures.csv";
    for bounds in [Bounds { long_lists: 0, ..Bounds::default() }, Bounds { bytes: 512 * 1024, ..Bounds::default() }] {
        let state = city.state.clone().with_gate(Gate::of(bounds));
        let bounded = City { router: router(state.clone()), state };
        let refused = bounded.get(address).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{bounds:?}");
        assert!(refused.header("retry-after").parse::<u32>().is_ok());
        assert_eq!(refused.json()["status"], 503);
        // Without room for a response of medium size, no response that may be one is made.
        if bounds.long_lists == 0 {
            assert_eq!(bounded.get("/procedures").await.status, StatusCode::OK, "others are served");
        }
    }
}

#[tokio::test]
async fn a_day_before_all_that_is_recorded_is_refused_with_the_first_that_is_not() {
    let (city, _database) = city_of(1).await;
    for wrong in ["-262143-01-01", "0001-01-01", "2022-12-31"] {
        for address in ["/api/v1/procedures", "/api/v1/procedures.csv", "/api/v1/procedures/p00000"] {
            let answer = city.get(&format!("{address}?as_of={wrong}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address} {wrong}");
            assert_eq!(answer.json()["parameter"], "as_of");
        }
        let page = city.get(&format!("/en/procedures?as_of={wrong}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let told = city.get("/api/v1/procedures?as_of=2022-12-31").await.json()["detail"].as_str().unwrap().to_owned();
    assert!(told.contains("from 2023-01-01 to today, 2026-11-22"), "{told}");
    assert!(city.get("/en/procedures?as_of=2022-12-31").await.text().contains("from 2023-01-01"));
    for right in ["2023-01-01", "2024-03-31", "2024-04-01", "2026-11-22"] {
        assert_eq!(city.get(&format!("/procedures?as_of={right}")).await.status, StatusCode::OK, "{right}");
    }
}

#[tokio::test]
async fn an_address_of_too_many_parameters_is_refused_in_few_words() {
    let (city, _database) = city_of(1).await;
    let query = |count: usize| (0..count).map(|number| format!("a{number}=1")).collect::<Vec<_>>().join("&");
    for address in ["/procedures", "/en/procedures", "/easy/cards", "/staff/login", "/no-such-page"] {
        let answer = city.get(&format!("{address}?{}", query(7_000))).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(answer.text().contains("<h1>") && answer.body.len() < 2_000, "{}", answer.text());
    }
    let answer = city.get(&format!("/api/v1/procedures?{}", query(65))).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::BAD_REQUEST, "application/problem+json"));
    assert!(answer.text().contains("at most 64 parameters"), "{}", answer.text());
    let long = format!("/procedures?q={}", "a".repeat(9_000));
    assert_eq!(city.get(&long).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn links_of_a_page_hold_what_it_knows_and_nothing_else() {
    let (city, _database) = city_of(1).await;
    let page = city.get("/procedures?sort=name&utm_source=somewhere&q=p").await.text();
    assert!(!page.contains("utm_source"), "{page}");
    assert!(page.contains("href=\"/en/procedures?sort=name&amp;q=p\""), "{page}");
}
