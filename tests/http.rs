//! HTTP: headers, caching, compression, and error responses.

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::routing::get;
use tetsuzuki::server::http::router::{router, with_middleware};
use tetsuzuki::server::state::AppState;

use crate::support::{City, Database, World, noon_of_today, procedure};

async fn city_of(procedures: usize) -> (City, Database) {
    let database = Database::sqlite();
    let mut world = World::new();
    for number in 0..procedures {
        world = world.with_procedure(procedure(&format!("p{number:03}"), "児童手当の認定請求"));
    }
    (world.on(&database).await, database)
}

/// The same middleware with addresses that fail.
fn failing(city: &City) -> City {
    let fail = || async {
        if true {
            panic!("the words of a driver")
        }
    };
    let addresses = Router::new()
        .route("/fails", get(fail))
        .route("/en/fails", get(fail))
        .route("/api/v1/fails", get(fail))
        .route("/api/v1/busy", get(async || StatusCode::SERVICE_UNAVAILABLE))
        .route("/api/v1/late", get(async || StatusCode::GATEWAY_TIMEOUT))
        .route("/feeds/fails", get(fail))
        .route("/en/feeds/fails", get(fail))
        .route("/api/v1/reads", axum::routing::post(async |body: String| body));
    let router = with_middleware(addresses, &city.state).with_state(city.state.clone());
    City { router, state: city.state.clone() }
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let (city, _database) = city_of(1).await;
    let failing = failing(&city);
    for (city, address) in [
        (&city, "/"),
        (&city, "/procedures"),
        (&city, "/api/v1/procedures"),
        (&city, "/api/v1/no-such"),
        (&city, "/assets/some/no-such.css"),
        (&city, "/healthz"),
        (&city, "/no-such-page"),
        (&failing, "/fails"),
    ] {
        let answer = city.get(address).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"), "{address}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{address}");
        assert!(policy.ends_with("frame-ancestors 'none'"), "{address}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{address}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{address}");
        assert!(answer.header("permissions-policy").contains("geolocation=()"), "{address}");
    }
}

#[tokio::test]
async fn a_panic_is_an_honest_page_and_says_nothing_of_what_is_inside() {
    let (city, _database) = city_of(0).await;
    let failing = failing(&city);
    for (address, words) in [("/fails", "エラーが発生しました"), ("/en/fails", "Something went wrong")] {
        let answer = failing.get(address).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(answer.header("content-type").starts_with("text/html"));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.text().contains(words), "{}", answer.text());
        assert!(!answer.text().contains("driver"));
    }
}

#[tokio::test]
async fn a_panic_below_the_interface_is_a_problem_document() {
    let (city, _database) = city_of(0).await;
    let answer = failing(&city).get("/api/v1/fails").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["status"], 500);
    assert!(!answer.text().contains("driver"));
}

#[tokio::test]
async fn other_sites_may_read_every_error_of_the_interface() {
    let (city, _database) = city_of(1).await;
    let failing = failing(&city);
    let too_large = [("content-length", "10000000")];
    for (city, method, address, headers, status) in [
        (&city, Method::GET, "/api", &[][..], 404),
        (&city, Method::GET, "/api/", &[], 404),
        (&city, Method::GET, "/api/v2/procedures", &[], 404),
        (&city, Method::GET, "/api/v1/no-such", &[], 404),
        (&city, Method::GET, "/api/v1/procedures/no-such", &[], 404),
        (&city, Method::GET, "/api/v1/procedures?colour=red", &[], 400),
        (&city, Method::POST, "/api/v1/procedures", &[], 405),
        (&city, Method::GET, "/api/v1/procedures", &too_large, 413),
        (&city, Method::GET, "/feeds/no-such", &[], 404),
        (&failing, Method::GET, "/api/v1/fails", &[], 500),
        (&failing, Method::GET, "/feeds/fails", &[], 500),
        (&failing, Method::GET, "/en/feeds/fails", &[], 500),
        (&failing, Method::GET, "/api/v1/busy", &[], 503),
        (&failing, Method::GET, "/api/v1/late", &[], 504),
        (&failing, Method::POST, "/api/v1/reads", &too_large, 413),
    ] {
        let answer = city.ask(method.clone(), address, headers).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {address}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{method} {address}");
    }
    for address in ["/", "/no-such-page", "/staff/login"] {
        assert_eq!(city.get(address).await.header("access-control-allow-origin"), "", "{address}");
    }
}

#[tokio::test]
async fn a_request_that_is_too_large_is_refused() {
    let (city, _database) = city_of(0).await;
    let answer = failing(&city).ask(Method::POST, "/api/v1/reads", &[("content-length", "10000000")]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn writing_to_a_page_is_refused_in_words() {
    let (city, _database) = city_of(0).await;
    let answer = city.ask(Method::POST, "/procedures", &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(answer.header("allow").contains("GET"));
    for address in ["/procedures", "/staff/login", "/api/v1/procedures", "/healthz"] {
        let traced = city.ask(Method::TRACE, address, &[("sec-fetch-site", "same-origin"), ("x-mark", "told")]).await;
        assert_eq!(traced.status, StatusCode::METHOD_NOT_ALLOWED, "{address}");
        assert!(!traced.text().contains("told"), "{address}");
    }
}

#[tokio::test]
async fn the_smallest_form_that_a_client_takes_is_sent() {
    let (city, _database) = city_of(50).await;
    let plain = city.get("/api/v1/procedures").await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(plain.header("vary"), "accept-encoding");
    for (accept, coding) in [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("zstd", ""),
        ("identity, br;q=0.5", ""),
    ] {
        for _from_cache in [false, true] {
            let answer = city.ask(Method::GET, "/api/v1/procedures", &[("accept-encoding", accept)]).await;
            assert_eq!(answer.header("content-encoding"), coding, "{accept}");
            assert_eq!(answer.header("content-length"), answer.body.len().to_string());
            assert_eq!(answer.header("etag") == plain.header("etag"), coding.is_empty(), "each form has its own tag");
            if coding.is_empty() {
                assert_eq!(answer.body, plain.body);
            } else {
                assert!(answer.body.len() * 4 < plain.body.len());
                assert_eq!(answer.unpacked(), plain.body);
            }
        }
    }
}

#[tokio::test]
async fn a_small_answer_is_sent_as_it_is() {
    let (city, _database) = city_of(0).await;
    let answer = city.ask(Method::GET, "/api/v1/procedures", &[("accept-encoding", "br")]).await;
    assert_eq!(answer.header("content-encoding"), "");
}

#[tokio::test]
async fn a_page_is_asked_about_again_each_time_and_answered_in_short() {
    let (city, _database) = city_of(3).await;
    let page = city.get("/procedures").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("cache-control"), "public, max-age=0, must-revalidate");
    let again = city.ask(Method::GET, "/procedures", &[("if-none-match", page.header("etag"))]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let kept = city.get("/procedures").await;
    assert_eq!(kept.body, page.body);
    assert_eq!(kept.header("content-type"), page.header("content-type"));
}

#[tokio::test]
async fn a_tag_is_strong_and_names_the_form_that_was_sent() {
    let (city, _database) = city_of(50).await;
    for address in ["/procedures", "/api/v1/procedures", "/accessibility"] {
        let mut tags = Vec::new();
        for (accept, ending) in [("br", "-br\""), ("gzip", "-gzip\""), ("identity", "\"")] {
            let answer = city.ask(Method::GET, address, &[("accept-encoding", accept)]).await;
            let tag = answer.header("etag").to_owned();
            assert!(tag.starts_with('"') && tag.ends_with(ending), "{address} {accept}: {tag}");
            tags.push(tag);
        }
        tags.dedup();
        assert_eq!(tags.len(), 3, "{address}: {tags:?}");
    }
}

#[tokio::test]
async fn the_same_tag_means_the_same_bytes_on_every_server() {
    let (city, database) = city_of(50).await;
    let other = AppState::new(database.open().await, noon_of_today).await.unwrap();
    let other = City { router: router(other.clone()), state: other };
    for address in ["/", "/procedures", "/easy/procedures", "/cards", "/targets", "/api/v1/procedures.csv"] {
        for accept in ["br", "gzip", "identity"] {
            let [here, there] = [&city, &other].map(|server| server.clone());
            let here = here.ask(Method::GET, address, &[("accept-encoding", accept)]).await;
            let there = there.ask(Method::GET, address, &[("accept-encoding", accept)]).await;
            assert_eq!(here.header("etag"), there.header("etag"), "{address}");
            assert_eq!(here.body, there.body, "{address} {accept}");
        }
    }
}

#[tokio::test]
async fn who_has_one_form_and_takes_it_is_not_sent_another() {
    let (city, _database) = city_of(50).await;
    let gzip = city.ask(Method::GET, "/procedures", &[("accept-encoding", "gzip")]).await;
    let tag = gzip.header("etag");
    let both = city.ask(Method::GET, "/procedures", &[("accept-encoding", "br, gzip"), ("if-none-match", tag)]).await;
    assert_eq!((both.status, both.header("etag")), (StatusCode::NOT_MODIFIED, tag));
    let only_br = city.ask(Method::GET, "/procedures", &[("accept-encoding", "br"), ("if-none-match", tag)]).await;
    assert_eq!((only_br.status, only_br.header("content-encoding")), (StatusCode::OK, "br"));
}

#[tokio::test]
async fn a_client_may_name_several_tags_weak_ones_too() {
    let (city, _database) = city_of(3).await;
    let first = city.get("/procedures").await;
    let tag = first.header("etag");
    for (given, status) in [
        (format!("\"another\", {tag}"), StatusCode::NOT_MODIFIED),
        (format!("W/{tag}"), StatusCode::NOT_MODIFIED),
        ("*".to_owned(), StatusCode::NOT_MODIFIED),
        ("\"another\"".to_owned(), StatusCode::OK),
        (tag.trim_matches('"').to_owned(), StatusCode::OK),
    ] {
        let answer = city.ask(Method::GET, "/procedures", &[("if-none-match", &given)]).await;
        assert_eq!(answer.status, status, "{given}");
        assert_eq!(answer.header("etag"), tag, "{given}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{given}");
        assert_eq!(answer.header("cache-control"), first.header("cache-control"), "{given}");
    }
}

#[tokio::test]
async fn a_star_makes_no_page_of_what_is_not_there() {
    let (city, _database) = city_of(1).await;
    for address in ["/procedures/no-such", "/no-such-page", "/api/v1/procedures/no-such"] {
        let answer = city.ask(Method::GET, address, &[("if-none-match", "*")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
    }
    // The first response and the cached one.
    for _ in 0..2 {
        let answer = city.ask(Method::GET, "/cards", &[("if-none-match", "*")]).await;
        assert_eq!((answer.status, answer.body.len()), (StatusCode::NOT_MODIFIED, 0));
    }
}

#[tokio::test]
async fn the_head_of_a_page_is_that_of_the_whole() {
    let (city, _database) = city_of(30).await;
    for address in
        ["/", "/procedures", "/en/accessibility", "/robots.txt", "/procedures/no-such", "/procedures?sort=age"]
    {
        for accept in ["br", "identity"] {
            let head = city.ask(Method::HEAD, address, &[("accept-encoding", accept)]).await;
            let whole = city.ask(Method::GET, address, &[("accept-encoding", accept)]).await;
            assert_eq!(head.status, whole.status, "{address}");
            assert!(head.body.is_empty(), "{address}");
            for name in ["content-type", "content-encoding", "etag", "cache-control", "vary"] {
                assert_eq!(head.header(name), whole.header(name), "{address} {name}");
            }
            if whole.status == StatusCode::OK {
                assert_eq!(head.header("content-length"), whole.body.len().to_string(), "{address}");
            }
        }
    }
}

#[tokio::test]
async fn the_languages_of_a_page_are_different_answers() {
    let (city, _database) = city_of(1).await;
    let tags = [city.get("/procedures").await, city.get("/en/procedures").await, city.get("/easy/procedures").await]
        .map(|page| page.header("etag").to_owned());
    assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{tags:?}");
}

#[tokio::test]
async fn an_error_is_never_kept() {
    let (city, _database) = city_of(1).await;
    for address in
        ["/no-such-page", "/procedures/no-such", "/procedures?availability=perhaps", "/api/v1/procedures?colour=red"]
    {
        let answer = city.get(address).await;
        assert_eq!(answer.header("etag"), "", "{address}");
        assert_eq!(answer.header("cache-control"), "no-store", "{address}");
    }
}

#[tokio::test]
async fn health_and_readiness_are_said_in_a_word() {
    let (city, _database) = city_of(0).await;
    assert_eq!(city.get("/healthz").await.text(), "ok\n");
    assert_eq!(city.get("/readyz").await.text(), "ready\n");
}
