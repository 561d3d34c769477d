//! Connections over raw sockets. Clients that are silent, slow, do not read or open many connections block nobody, and
//! the server stops whatever clients do.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::ConnectInfo;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use tetsuzuki::server::http::connections::{Limits, serve};
use tetsuzuki::server::http::middleware::load::keep_room_for_health;
use tetsuzuki::server::http::router::router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::support::process::{Client, Program, until as wait_until};
use crate::support::{Database, World, procedure};

const LARGE: usize = 32 * 1024 * 1024;

/// Long enough for a busy machine.
const TIMEOUT: Duration = Duration::from_secs(20);

fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Limits that a test does not reach unless it sets one of them.
fn limits() -> Limits {
    Limits { head: TIMEOUT, idle: TIMEOUT, stalled: TIMEOUT, whole: TIMEOUT, stop: milliseconds(500), connections: 100 }
}

struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Served {
    async fn by(router: Router, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(serve(listener, router, limits, async move { stopped.await.unwrap_or_default() }));
        Self { address, stop, task }
    }

    async fn with(limits: Limits) -> Self {
        let router = Router::new()
            .route("/", get(async || "page"))
            .route("/who", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()))
            .route("/healthz", get(async || "ok"))
            .route("/large", get(async || Bytes::from(vec![b'a'; LARGE])))
            .route("/slow", get(async || sleep(milliseconds(300)).await))
            .route("/endless", get(async || sleep(Duration::from_secs(3600)).await))
            .route("/reads", post(async |body: String| body))
            .layer(from_fn(keep_room_for_health));
        Self::by(router, limits).await
    }

    async fn open(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// A connection on which something was sent.
    async fn saying(&self, words: &str) -> TcpStream {
        let mut stream = self.open().await;
        stream.write_all(words.as_bytes()).await.unwrap();
        stream
    }

    /// Everything received until the connection ends.
    async fn answer(&self, words: &str) -> String {
        rest(&mut self.saying(words).await).await
    }

    async fn get(&self, address: &str) -> String {
        self.answer(&format!("GET {address} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).await
    }

    /// How long the server takes to stop.
    async fn stop(self) -> Duration {
        let began = Instant::now();
        self.stop.send(()).unwrap();
        timeout(TIMEOUT, self.task).await.expect("it ends").unwrap();
        began.elapsed()
    }
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset also ends the connection.
    let _ = timeout(TIMEOUT, stream.read_to_end(&mut bytes)).await.expect("the connection ends");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads one response on a connection that stays open, up to its last words.
async fn until(stream: &mut TcpStream, last: &str) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(last.as_bytes()) {
        let byte = timeout(TIMEOUT, stream.read_u8()).await.expect("an answer").expect("an open connection");
        bytes.push(byte);
    }
    String::from_utf8(bytes).unwrap()
}

const PAGE: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

#[tokio::test]
async fn who_says_nothing_or_half_a_head_is_let_go() {
    let served = Served::with(Limits { head: milliseconds(300), ..limits() }).await;
    for words in ["", "GET / HTTP/1.1\r\nHo"] {
        let began = Instant::now();
        served.answer(words).await;
        assert!(began.elapsed() >= milliseconds(250), "{words:?}: {:?}", began.elapsed());
        assert!(began.elapsed() < Duration::from_secs(5), "{words:?}: {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_request_names_one_host() {
    let database = Database::sqlite();
    let city = World::new().with_procedure(procedure("a", "児童手当の認定請求")).on(&database).await;
    let served = Served::by(router(city.state.clone()), limits()).await;
    for (hosts, status) in [("Host: a\r\n", "200"), ("", "400"), ("Host: a\r\nHost: b\r\n", "400")] {
        let answer = served.answer(&format!("GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n")).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{hosts:?}: {answer}");
        assert!(answer.contains("<h1") && answer.contains("content-security-policy:"), "{answer}");
    }
    let broken = "POST /procedures/a/reports HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n";
    let answer = served.answer(broken).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(served.answer("GET / HTTP/1.0\r\n\r\n").await.starts_with("HTTP/1.0 200 "));
}

#[tokio::test]
async fn a_head_that_drips_is_not_longer_for_it() {
    let served = Served::with(Limits { head: milliseconds(400), ..limits() }).await;
    let mut stream = served.saying("GET / HTTP/1.1\r\n").await;
    let began = Instant::now();
    while stream.write_all(b"a: b\r\n").await.is_ok() {
        assert!(began.elapsed() < Duration::from_secs(5), "it drips on");
        sleep(milliseconds(50)).await;
    }
    assert!(began.elapsed() >= milliseconds(350));
}

#[tokio::test]
async fn a_connection_rests_between_requests_for_as_long_as_it_may() {
    let served = Served::with(Limits { head: milliseconds(200), idle: milliseconds(1_000), ..limits() }).await;
    let mut stream = served.saying(PAGE).await;
    until(&mut stream, "page").await;
    sleep(milliseconds(500)).await;
    stream.write_all(PAGE.as_bytes()).await.unwrap();
    until(&mut stream, "page").await;
    let began = Instant::now();
    assert_eq!(rest(&mut stream).await, "");
    assert!(began.elapsed() >= milliseconds(800), "{:?}", began.elapsed());
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_is_let_go_and_who_is_slow_is_not() {
    let served = Served::with(Limits { stalled: milliseconds(500), ..limits() }).await;
    let request = "GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let mut silent = served.saying(request).await;
    let mut slow = served.saying(request).await;
    let mut read = 0;
    let mut part = vec![0; 1024 * 1024];
    loop {
        let bytes = slow.read(&mut part).await.unwrap();
        if bytes == 0 {
            break;
        }
        read += bytes;
        sleep(milliseconds(20)).await;
    }
    assert!(read >= LARGE, "{read} bytes");
    sleep(milliseconds(800)).await;
    assert!(rest(&mut silent).await.len() < LARGE);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let served = Served::with(Limits { stalled: milliseconds(300), ..limits() }).await;
    let began = Instant::now();
    let answer = served.answer("POST /reads HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn who_says_nothing_makes_room_for_who_asks() {
    let served = Served::with(Limits { connections: 4, ..limits() }).await;
    let mut silent = Vec::new();
    for _ in 0..4 {
        silent.push(served.open().await);
    }
    sleep(milliseconds(500)).await;
    assert!(served.get("/").await.ends_with("page"));
    assert_eq!(rest(&mut silent[0]).await, "", "the oldest made room");
}

#[tokio::test]
async fn many_who_come_at_once_and_say_nothing_keep_nobody_out() {
    let served = Served::with(Limits { connections: 8, ..limits() }).await;
    let mut silent = Vec::new();
    for _ in 0..5 {
        for _ in 0..30 {
            silent.push(served.open().await);
        }
        let answer = served.get("/").await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    served.stop().await;
}

#[tokio::test]
async fn beyond_the_limit_health_is_answered_and_everybody_else_comes_again() {
    let served = Served::with(Limits { connections: 4, ..limits() }).await;
    let mut busy = Vec::new();
    for _ in 0..4 {
        busy.push(served.saying("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n").await);
    }
    sleep(milliseconds(400)).await;
    let health = served.answer("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(health.starts_with("HTTP/1.1 200") && health.contains("connection: close"), "{health}");
    let page = served.answer(PAGE).await;
    assert!(page.starts_with("HTTP/1.1 503") && page.contains("retry-after:"), "{page}");
    drop(busy);
    sleep(milliseconds(300)).await;
    assert!(served.get("/").await.ends_with("page"), "there is room again");
}

#[tokio::test]
async fn a_handler_knows_who_asks() {
    let served = Served::with(limits()).await;
    assert!(served.get("/who").await.contains("127.0.0.1:"));
}

#[tokio::test]
async fn a_stop_ends_whatever_clients_do() {
    let served = Served::with(limits()).await;
    let mut clients = Vec::new();
    for words in [
        "",
        "GET / HTTP/1.1\r\nHo",
        "GET /large HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /endless HTTP/1.1\r\nHost: a\r\n\r\n",
    ] {
        clients.push(served.saying(words).await);
    }
    sleep(milliseconds(200)).await;
    let time = served.stop().await;
    assert!(time < Duration::from_secs(5), "{time:?}");
}

#[tokio::test]
async fn a_stop_lets_answers_be_finished() {
    let served = Served::with(Limits { stop: TIMEOUT, ..limits() }).await;
    let mut asking = served.saying("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let mut idle = served.saying(PAGE).await;
    until(&mut idle, "page").await;
    sleep(milliseconds(100)).await;
    let time = served.stop().await;
    assert!(time < Duration::from_secs(5), "{time:?}");
    assert!(rest(&mut asking).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn odd_methods_and_targets_are_answered_in_words() {
    let database = Database::sqlite();
    let city = World::new().with_procedure(procedure("a", "児童手当の認定請求")).on(&database).await;
    let served = Served::by(router(city.state.clone()), limits()).await;
    for method in ["CONNECT", "OPTIONS", "GET", "HEAD", "POST", "TRACE", "PROPFIND", "get", "M-SEARCH"] {
        for target in [
            "*",
            "/",
            "city.jp:443",
            "city.jp",
            ":443",
            "[::1]:443",
            "http://city.jp",
            "http://city.jp/procedures",
            "https://a@city.jp/api/v1/procedures",
            "http://",
            "//",
            "/api",
            "/en",
            "?",
            "/?",
            "/*",
            "urn:a",
        ] {
            let asked = format!("{method} {target} HTTP/1.1\r\nHost: city.jp\r\nConnection: close\r\n\r\n");
            let answer = served.answer(&asked).await;
            let status: u16 = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
            assert!((200..500).contains(&status), "{method} {target}: {answer}");
        }
    }
    let refused = served.answer("CONNECT city.jp:443 HTTP/1.1\r\nHost: city.jp\r\nConnection: close\r\n\r\n").await;
    assert!(refused.starts_with("HTTP/1.1 405") && refused.contains("allow: GET, HEAD"), "{refused}");
    assert!(refused.contains("<h1>"), "{refused}");
}

#[tokio::test]
async fn a_body_for_the_interface_may_be_as_large_as_is_documented_and_no_larger() {
    let database = Database::sqlite();
    let city = World::new().with_procedure(procedure("a", "児童手当の認定請求")).on(&database).await;
    let served = Served::by(router(city.state.clone()), limits()).await;
    for (length, status) in [(65_536, "200"), (65_537, "413"), (70_000, "413")] {
        let body = "a".repeat(length);
        let head = "GET /api/v1/procedures HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
        let whole = served.answer(&format!("{head}Content-Length: {length}\r\n\r\n{body}")).await;
        assert!(whole.starts_with(&format!("HTTP/1.1 {status}")), "{length}: {whole}");
        let (first, second) = body.split_at(40_000);
        let chunked = format!(
            "{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
            first.len(),
            second.len()
        );
        let chunked = served.answer(&chunked).await;
        assert!(chunked.starts_with(&format!("HTTP/1.1 {status}")), "{length}, chunked: {chunked}");
    }
}

#[tokio::test]
async fn the_process_ends_in_time_and_well_and_logs_without_colours_into_a_file() {
    let database = Database::sqlite();
    let mut server = Program::on(&database).serve().await;
    assert_eq!(Client::of(server.address, 1).get("/").await.unwrap().status, 200);
    let mut half = TcpStream::connect(server.address).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    sleep(milliseconds(200)).await;
    let id = server.process.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let time = wait_until("it has ended", async || server.process.ended().is_some()).await;
    assert!(time < Duration::from_secs(10), "{time:?}");
    assert!(server.process.ended().unwrap().success());
    let log = server.process.log();
    assert!(log.contains("answered"), "{log}");
    assert!(!log.contains('\u{1b}'), "{log}");
}
