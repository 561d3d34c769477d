//! The name of an imported file is internal: no public page, interface, feed or export shows it.

use std::io::{Cursor, Read};

use domain::text::MessageLanguage;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::{Kind, Request, import};
use store::AuditRow;
use store::audit::list_audit_rows;

use crate::support;
use crate::support::pages::public_pages;
use crate::support::{Answer, City, day, given_source, noon_of_today, on_both};

/// A part of the name of every file of these tests.
const MARK: &str = "tantou-yamada";

/// Files whose rows name no source, each with the source that its sender gives.
const FILES: [(Kind, &str, Option<&str>); 6] = [
    (Kind::Population, "団体コード,基準日,人口\n271403,2024-01-01,809000\n", Some("住民の月報")),
    (
        Kind::Cards,
        "団体コード,種別,基準日,枚数,人口,人口算出基準日\n271411,交付,2023-01-31,100001,146000,2022-01-01\n\
         271403,交付,2023-01-31,520000,826158,2022-01-01\n",
        Some("カードの月報"),
    ),
    (
        Kind::Usage,
        "手続ID,年度,総手続件数,オンライン手続件数\nchild-allowance-claim,2025,900,700\n",
        Some("件数の年報"),
    ),
    (Kind::Indicators, "指標ID,年度,値の区分,値\nonline_rate,2025,実績値,91.5\n", Some("指標の年報")),
    (Kind::Procedures, "手続ID,手続名,所管課\nnew-entry,新しい手続,市民課\n", None),
    (
        Kind::Boundaries,
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"271411"},"geometry":{"type":"Polygon","coordinates":[[[135.5,34.5],[135.6,34.5],[135.6,34.6],[135.5,34.5]]]}}]}"#,
        Some("区の境界図"),
    ),
];

/// Everything that a page or a file says, also inside a workbook.
fn text_of(answer: &Answer) -> String {
    if !answer.header("content-type").contains("spreadsheet") {
        return answer.text();
    }
    let mut book = zip::ZipArchive::new(Cursor::new(answer.body.to_vec())).unwrap();
    let mut all = String::new();
    for number in 0..book.len() {
        book.by_index(number).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

on_both! {
    async fn no_public_page_interface_feed_or_export_shows_the_name_of_a_file(database: &Database) {
        let db = database.open_demonstration().await;
        for (number, (kind, text, source)) in FILES.iter().enumerate() {
            let request = Request {
                source: source.and_then(given_source),
                ..Request::new(*kind, &format!("{MARK}-{number}.csv"), noon_of_today())
            };
            let report = import(&db, &request, text, &|_, _| {}).await.unwrap();
            assert!(!report.is_refused(), "{}", report.describe());
        }
        let log = list_audit_rows(&mut db.read().await.unwrap(), 50).await.unwrap();
        let keeps = |text: &dyn Fn(&AuditRow) -> &str| log.iter().any(|row| text(row).contains(MARK));
        assert!(keeps(&|row| &row.after), "the audit log keeps the name");
        assert!(!keeps(&|row| &row.subject) && !keeps(&|row| &row.detail), "where it can be forgotten");

        let city = City::of(db.clone()).await;
        let mut addresses: Vec<String> = Vec::new();
        for page in public_pages().into_iter().chain(["/procedures/new-entry", "/procedures/new-entry/history"]) {
            addresses.extend(["", "/en", "/easy"].map(|language| format!("{language}{page}")));
        }
        for list in
            ["procedures", "areas", "cards", "cards-by-age", "indicators", "usage", "budget", "changes", "corrections"]
        {
            addresses.push(format!("/api/v1/{list}?per_page=200"));
            addresses.push(format!("/api/v1/{list}.csv"));
        }
        addresses.extend(
            [
                "/api/v1/procedures/new-entry",
                "/api/v1/procedures/new-entry.jsonld",
                "/api/v1/procedures/child-allowance-claim",
                "/api/v1/indicators/online_rate",
                "/api/v1/cards?as_of=2023-01-31",
                "/api/v1/audit-heads",
                "/feeds/changes.atom",
                "/files/cards.xlsx",
                "/files/procedures.xlsx",
                "/files/targets.xlsx",
                "/figures/card-rate?area=271403&measure=issued&as_of=2023-01-31",
            ]
            .map(ToOwned::to_owned),
        );
        let mut all = String::new();
        let mut answered = 0;
        for address in &addresses {
            let answer = city.get(address).await;
            answered += usize::from(answer.status.is_success());
            let text = text_of(&answer);
            assert!(!text.contains(MARK), "{address} shows the name of a file");
            all.push_str(&text);
        }
        assert!(answered > 80, "{answered} of {}", addresses.len());
        // The pages do show sources: those that were given, and the department of the entry.
        for title in ["カードの月報", "件数の年報", "指標の年報", "手続一覧（市民課）"] {
            assert!(all.contains(title), "{title}");
        }
        for kind in [Kind::Procedures, Kind::Cards, Kind::Population, Kind::Usage, Kind::Indicators] {
            let today = day(support::TODAY);
            let table = Table::load(&db, &ExportFilter::all(kind), MessageLanguage::Japanese, today).await.unwrap();
            assert!(!String::from_utf8(table.as_csv()).unwrap().contains(MARK), "{kind}");
        }
    }
}
