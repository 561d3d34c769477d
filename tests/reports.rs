//! Readers' reports about the page of a procedure: sent by a plain form, counted, and nothing else is stored.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, Method, Request, StatusCode};
use domain::procedure::Step;
use domain::report::{ReportKind, ReportReason};
use store::reports::{ReportCount, list_reports};
use tetsuzuki::server::export;
use tetsuzuki::server::http::client_address::ClientAddress;
use tetsuzuki::server::http::router::router;
use tetsuzuki::server::reports::throttle::ReportLimits;
use tower::ServiceExt;

use crate::support;
use crate::support::{Answer, City, Database, World, day, has, on_both, procedure};

const FORM: &str = "/procedures/moving-out/reports";

async fn city(database: &Database) -> City {
    World::new()
        .with_procedure(procedure("moving-out", "転出届").english("Notice of moving out"))
        .with_procedure(procedure("証明・写し", "証明書の写し"))
        .with_procedure(procedure("evil", "=HYPERLINK(\"https://example.com\")"))
        .on(database)
        .await
}

/// The same city with other limits on reports.
fn taking(city: &City, most: ReportLimits) -> City {
    let state = city.state.clone().with_report_limits(most);
    City { router: router(state.clone()), state }
}

const MANY: ReportLimits =
    ReportLimits { about_one_procedure: 1000, from_one_client: 1000, altogether: 1000, texts: 1000 };

struct Sender {
    client: &'static str,
    headers: Vec<(&'static str, &'static str)>,
}

fn reader() -> Sender {
    Sender { client: "192.0.2.1:50000", headers: vec![("sec-fetch-site", "same-origin")] }
}

impl Sender {
    async fn send(&self, city: &City, address: &str, form: &str) -> Answer {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(address)
            .header("content-type", "application/x-www-form-urlencoded")
            .extension(ConnectInfo(self.client.parse::<SocketAddr>().unwrap()));
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(form.to_owned())).unwrap();
        let (parts, body) = city.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

async fn counted(database: &Database) -> Vec<ReportCount> {
    let db = database.open().await;
    list_reports(&mut db.read().await.unwrap()).await.unwrap()
}

async fn number_counted(database: &Database) -> i64 {
    counted(database).await.iter().map(|count| count.number).sum()
}

on_both! {
    async fn a_report_is_counted_and_leads_back_to_the_page_with_thanks(database: &Database) {
        let city = city(database).await;
        let form = "kind=could_not_finish&step=identify&reason=card";
        let sent = reader().send(&city, "/en/procedures/moving-out/reports", form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        assert_eq!(sent.header("location"), "/en/procedures/moving-out?reported=yes#report");
        assert_eq!(sent.header("cache-control"), "no-store");
        assert_eq!(sent.header("set-cookie"), "");

        let thanks = city.get("/en/procedures/moving-out?reported=yes").await;
        assert_eq!(thanks.status, StatusCode::OK);
        assert!(has(&thanks, "#report [role=status]") && !has(&thanks, "form.report-form"));
        assert!(thanks.text().contains("Thank you"));

        assert_eq!(counted(database).await, [ReportCount {
            procedure: "moving-out".parse().unwrap(),
            name: "転出届".to_owned(),
            reported_on: day(support::TODAY),
            kind: ReportKind::CouldNotFinish,
            step: Some(Step::Identify),
            reason: Some(ReportReason::Card),
            language: "en".to_owned(),
            number: 1,
        }]);
    }

    async fn the_same_said_again_is_a_higher_number_and_not_another_row(database: &Database) {
        let city = city(database).await;
        for form in ["kind=useful", "kind=useful", "kind=not_useful", "kind=useful&step=pay&reason=other"] {
            assert_eq!(reader().send(&city, FORM, form).await.status, StatusCode::SEE_OTHER, "{form}");
        }
        let numbers: Vec<(ReportKind, Option<Step>, i64)> =
            counted(database).await.iter().map(|count| (count.kind, count.step, count.number)).collect();
        assert_eq!(numbers, [(ReportKind::NotUseful, None, 1), (ReportKind::Useful, None, 3)]);
    }

    async fn a_report_changes_no_page_and_no_revision(database: &Database) {
        let city = city(database).await;
        let before = city.get("/procedures/moving-out").await;
        reader().send(&city, FORM, "kind=useful").await;
        assert!(!city.state.refresh().await.unwrap(), "there is nothing new to read");
        let after = city.get("/procedures/moving-out").await;
        assert_eq!((before.header("etag"), &before.body), (after.header("etag"), &after.body));
    }

    async fn reading_never_writes(database: &Database) {
        let city = city(database).await;
        for address in ["/procedures/moving-out/reports?kind=useful", "/procedures/moving-out?kind=useful&reported=yes", FORM] {
            assert_eq!(city.get(address).await.status, StatusCode::OK, "{address}");
        }
        assert_eq!(number_counted(database).await, 0);
    }

    async fn a_wrong_choice_is_told_and_the_right_ones_are_kept(database: &Database) {
        let city = city(database).await;
        for (address, words) in [
            (FORM, "主な理由を、一覧の中から1つ選んでください。"),
            ("/easy/procedures/moving-out/reports", "どうして　できませんでしたか"),
            ("/en/procedures/moving-out/reports", "Choose the main reason from the list."),
        ] {
            let answer = reader().send(&city, address, "kind=could_not_finish&step=pay&reason=rain").await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(answer.text().contains(words), "{address}");
            assert!(has(&answer, "[role=alert] a[href='#report-reason']"));
            assert!(has(&answer, "#report-reason[aria-describedby=reason-mistake]"));
            assert!(has(&answer, "input[value=could_not_finish][checked]") && has(&answer, "input[value=pay][checked]"));
            assert!(!has(&answer, "#report-reason input[checked]") && !has(&answer, "#report-step .mistake"));
        }
        for form in ["", "kind=", "kind=perhaps", "kind=useful&comment=my+name", "%ff%fe"] {
            assert_eq!(reader().send(&city, FORM, form).await.status, StatusCode::BAD_REQUEST, "{form:?}");
        }
        assert_eq!(number_counted(database).await, 0);
    }

    async fn a_report_about_nothing_is_not_found(database: &Database) {
        let city = city(database).await;
        for address in ["/procedures/no-such/reports", "/en/procedures/%20/reports"] {
            let answer = reader().send(&city, address, "kind=useful").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
            assert!(answer.header("content-type").starts_with("text/html"));
            assert_eq!(city.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
    }

    async fn an_id_in_any_script_leads_back_to_its_page(database: &Database) {
        let city = city(database).await;
        let address = "/procedures/%E8%A8%BC%E6%98%8E%E3%83%BB%E5%86%99%E3%81%97";
        let sent = reader().send(&city, &format!("{address}/reports"), "kind=useful").await;
        assert_eq!(sent.header("location"), format!("{address}?reported=yes#report"));
        assert_eq!(city.get(&format!("{address}?reported=yes")).await.status, StatusCode::OK);
    }

    async fn a_form_of_another_site_is_refused(database: &Database) {
        let city = city(database).await;
        let from = |headers: &[(&'static str, &'static str)]| Sender { headers: headers.to_vec(), ..reader() };
        for foreign in [
            from(&[("sec-fetch-site", "cross-site")]),
            from(&[("sec-fetch-site", "same-site")]),
            from(&[("host", "city.jp"), ("origin", "https://evil.jp")]),
            from(&[("host", "city.jp"), ("referer", "https://evil.jp/city.jp")]),
            from(&[("host", "city.jp")]),
        ] {
            let answer = foreign.send(&city, "/en/procedures/moving-out/reports", "kind=useful").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{:?}", foreign.headers);
            assert!(answer.text().contains("href=\"/en/procedures/moving-out\""), "it leads to the page to send from");
        }
        for own in [
            from(&[("sec-fetch-site", "none")]),
            from(&[("host", "city.jp"), ("origin", "https://city.jp")]),
            from(&[("host", "city.jp"), ("referer", "https://city.jp/procedures/moving-out")]),
        ] {
            assert_eq!(own.send(&city, FORM, "kind=useful").await.status, StatusCode::SEE_OTHER, "{:?}", own.headers);
        }
        assert_eq!(number_counted(database).await, 3);
    }

    async fn one_client_is_heard_a_few_times_an_hour_and_told_when_to_come_back(database: &Database) {
        let city = taking(&city(database).await, ReportLimits { about_one_procedure: 2, ..MANY });
        for _ in 0..2 {
            assert_eq!(reader().send(&city, FORM, "kind=useful").await.status, StatusCode::SEE_OTHER);
        }
        let answer = reader().send(&city, "/en/procedures/moving-out/reports", "kind=not_useful").await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        // The clock of the tests is at the full hour.
        assert_eq!(answer.header("retry-after"), "3600");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.text().contains("about 60 min "));
        assert!(has(&answer, "input[value=not_useful][checked]"), "what was chosen is still there");
        let neighbour = Sender { client: "192.0.2.2:50000", ..reader() };
        assert_eq!(neighbour.send(&city, FORM, "kind=useful").await.status, StatusCode::SEE_OTHER);
        assert_eq!(number_counted(database).await, 3);
    }

    async fn a_header_names_the_client_only_where_the_operator_says_so(database: &Database) {
        let city = taking(&city(database).await, ReportLimits { about_one_procedure: 1, ..MANY });
        let as_client = |address: &'static str| Sender {
            headers: vec![("sec-fetch-site", "same-origin"), ("x-forwarded-for", address)],
            ..reader()
        };
        assert_eq!(as_client("203.0.113.1").send(&city, FORM, "kind=useful").await.status, StatusCode::SEE_OTHER);
        assert_eq!(as_client("203.0.113.2").send(&city, FORM, "kind=useful").await.status, StatusCode::TOO_MANY_REQUESTS);

        let header = ClientAddress::from_header(Some(HeaderName::from_static("x-forwarded-for")));
        let state = city.state.clone().with_report_limits(ReportLimits { about_one_procedure: 1, ..MANY }).with_client_address(header);
        let behind = City { router: router(state.clone()), state };
        for (address, expected) in [
            ("203.0.113.1", StatusCode::SEE_OTHER),
            ("203.0.113.2", StatusCode::SEE_OTHER),
            ("198.51.100.7, 203.0.113.2", StatusCode::TOO_MANY_REQUESTS),
        ] {
            assert_eq!(as_client(address).send(&behind, FORM, "kind=useful").await.status, expected, "{address}");
        }
    }

    async fn a_form_that_is_too_large_is_refused(database: &Database) {
        let city = city(database).await;
        let form = format!("kind=useful&step={}", "x".repeat(20_000));
        let answer = reader().send(&city, FORM, &form).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(number_counted(database).await, 0);
    }

    async fn a_file_for_staff_counts_by_month_and_runs_nothing(database: &Database) {
        let city = taking(&city(database).await, MANY);
        for (address, form) in [
            (FORM, "kind=useful"),
            ("/en/procedures/moving-out/reports", "kind=useful"),
            ("/procedures/evil/reports", "kind=could_not_finish&step=receive&reason=counter_anyway"),
        ] {
            assert_eq!(reader().send(&city, address, form).await.status, StatusCode::SEE_OTHER);
        }
        let file = String::from_utf8(export::reports::as_csv(&database.open().await).await.unwrap()).unwrap();
        let mut reader = csv::Reader::from_reader(file.strip_prefix('\u{feff}').expect("a byte order mark").as_bytes());
        assert_eq!(reader.headers().unwrap(), &export::reports::FIELDS[..]);
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(rows, [
            vec!["evil", "'=HYPERLINK(\"https://example.com\")", "2026-11", "could_not_finish", "receive", "counter_anyway", "1"],
            vec!["moving-out", "転出届", "2026-11", "useful", "", "", "2"],
        ]);
    }
}

#[tokio::test]
async fn every_page_of_a_procedure_has_the_form_in_its_language() {
    let database = Database::sqlite();
    let city = city(&database).await;
    for (address, button) in [("/procedures", "送信する"), ("/easy/procedures", "おくる"), ("/en/procedures", "Send")]
    {
        let page = city.get(&format!("{address}/moving-out")).await;
        assert!(has(&page, &format!("form[method=post][action='{address}/moving-out/reports']")), "{address}");
        assert!(page.text().contains(button), "{address}");
        // The only text field is the one for the staff.
        assert!(
            has(&page, ".report-form textarea[name=text]") && !has(&page, ".report-form textarea:not([name=text])")
        );
        assert!(!has(&page, ".report-form input:not([type=radio])"));
    }
}
