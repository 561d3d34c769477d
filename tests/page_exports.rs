//! The files of a page (workbooks and drawings) hold what the page shows.

use std::io::Cursor;

use axum::http::{Method, StatusCode};
use calamine::{Data, Reader, Xlsx};
use domain::definition::Definition;
use scraper::{ElementRef, Html, Selector};
use tetsuzuki::language::Language;

use crate::support::pages::public_pages;
use crate::support::{City, Database};

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// The address of a file of a page.
fn file_of(address: &str, end: &str) -> String {
    let (path, query) =
        address.split_once('?').map_or((address, String::new()), |(path, query)| (path, format!("?{query}")));
    let path = if path == "/" { "/index" } else { path };
    format!("/files{path}{end}{query}")
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number in a cell of the page, as it is in the workbook, where a percentage is a fraction of 1; and half its last
/// digit.
fn number(text: &str) -> Option<(f64, f64)> {
    let kept = text.replace([',', '+', '±'], "").replace('−', "-");
    let (digits, share) = match kept.strip_suffix('%') {
        Some(digits) => (digits, 100.0),
        None => (kept.as_str(), 1.0),
    };
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let half = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap()) / share;
    digits.parse::<f64>().ok().map(|number| (number / share, half))
}

/// The header of each column. Where there are two rows of headers, one that spans columns stands above those of the
/// second row.
fn columns_of(table: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let (th, rows) = (selector("th"), selector("thead tr"));
    let rows: Vec<Vec<ElementRef<'_>>> = table.select(&rows).map(|row| row.select(&th).collect()).collect();
    let mut second = rows.get(1).into_iter().flatten().copied();
    let first = rows[0].iter();
    first
        .flat_map(|head| match head.attr("colspan").map(|width| width.parse::<usize>().unwrap()) {
            Some(width) => second.by_ref().take(width).collect(),
            None => vec![*head],
        })
        .collect()
}

async fn workbook(city: &City, address: &str) -> Xlsx<Cursor<Vec<u8>>> {
    let answer = city.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    assert_eq!(answer.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    calamine::open_workbook_from_rs(Cursor::new(answer.body.to_vec())).unwrap()
}

#[tokio::test]
async fn a_workbook_holds_the_tables_of_its_page_cell_by_cell() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let mut numbers = 0;
    for place in [
        "/cards?measure=issued",
        "/cards/271454",
        "/targets",
        "/targets/online_rate",
        "/targets/online_rate/route",
        "/sdg",
        "/budget",
    ] {
        for language in Language::all() {
            let address = match place.split_once('?') {
                Some((path, query)) => format!("{}?{query}", language.path(path)),
                None => language.path(place),
            };
            let page = Html::parse_document(&city.get(&address).await.text());
            let tables: Vec<ElementRef<'_>> = page.select(&selector("main table")).collect();
            let mut book = workbook(&city, &file_of(&address, ".xlsx")).await;
            let names = book.sheet_names();
            assert_eq!(names.len(), tables.len() + 1, "{address}: a sheet a table, and the notes");
            for (name, table) in names.iter().zip(&tables) {
                let sheet = book.worksheet_range(name).unwrap();
                let rows: Vec<ElementRef<'_>> = table.select(&selector("tbody tr")).collect();
                assert_eq!(sheet.height(), rows.len() + 1, "{address} {name}");
                let columns = columns_of(*table);
                for (at, row) in rows.iter().enumerate() {
                    for (place, cell) in row.select(&selector("th, td")).enumerate() {
                        let column = columns[place];
                        if !column.value().classes().any(|class| class == "number") {
                            continue;
                        }
                        let shown = text_of(cell);
                        let held = sheet.get_value((u32::try_from(at + 1).unwrap(), u32::try_from(place).unwrap()));
                        match (number(shown.split(' ').next().unwrap_or_default()), held) {
                            (Some((said, half)), Some(Data::Float(held))) => {
                                numbers += 1;
                                assert!((said - held).abs() <= half + 1e-9, "{address} {name}: {shown} is {held}");
                            }
                            (Some((said, _)), Some(Data::Int(held))) => {
                                #[allow(clippy::cast_precision_loss)]
                                let held = *held as f64;
                                assert!((said - held).abs() < 1e-9, "{address} {name}: {shown} is {held}");
                            }
                            (_, Some(Data::DateTime(_))) => {}
                            (Some(_), other) => panic!("{address} {name}: {shown} is {other:?}"),
                            (None, Some(Data::Float(_) | Data::Int(_))) => {
                                panic!("{address} {name}: {shown} is a number")
                            }
                            (None, _) => {}
                        }
                    }
                }
            }
        }
    }
    assert!(numbers > 2000, "{numbers} numbers only");
}

#[tokio::test]
async fn the_notes_of_a_workbook_name_its_definitions_its_sources_and_its_sample_data() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let mut book = workbook(&city, "/files/cards.xlsx?measure=issued").await;
    let notes = book.sheet_names().last().unwrap().clone();
    let text: String = book.worksheet_range(&notes).unwrap().rows().flatten().map(ToString::to_string).collect();
    for definition in
        [Definition::IssueRate, Definition::ChangeOfRate, Definition::CardsBehind, Definition::CardsAMonth]
    {
        for what in ["name", "formula"] {
            let wanted = Language::Japanese.text(&format!("definition-{definition}-{what}"));
            assert!(text.contains(&wanted), "{wanted}");
        }
    }
    for wanted in ["マイナンバーカード交付状況", "サンプル", "0ではありません", "2026年11月22日"]
    {
        assert!(text.contains(wanted), "{wanted}");
    }
    assert!(!text.contains(&Language::Japanese.text("definition-online-rate-formula")), "it is not about that");
}

/// The ids of the drawings of a page.
fn drawings(page: &Html) -> Vec<String> {
    page.select(&selector("figure.drawing"))
        .map(|figure| figure.attr("id").unwrap().strip_prefix("drawing-").unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn every_drawing_of_every_page_can_be_taken_away_as_outlines_and_as_points() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let mut taken = 0;
    for place in public_pages() {
        for language in Language::all() {
            let address = language.path(place);
            let page = Html::parse_document(&city.get(&address).await.text());
            for drawing in page.select(&selector("figure.drawing")) {
                let note = selector(".source-note");
                let notes: String = drawing.select(&note).flat_map(|note| note.text()).collect();
                let named = notes.contains(&language.text("figure-source"));
                assert!(named, "{address}: {:?} names no source", drawing.attr("id"));
            }
            for id in drawings(&page) {
                let svg = city.get(&file_of(&address, &format!("/drawings/{id}.svg"))).await;
                assert_eq!(
                    (svg.status, svg.header("content-type")),
                    (StatusCode::OK, "image/svg+xml"),
                    "{address} {id}"
                );
                let text = svg.text();
                let parsed = roxmltree::Document::parse(&text).unwrap();
                let names: Vec<&str> = parsed.descendants().map(|node| node.tag_name().name()).collect();
                assert!(
                    names.contains(&"path") && !names.contains(&"text") && !names.contains(&"image"),
                    "{address} {id}"
                );
                taken += 1;
                // PNG pictures are slow to make, and their shapes are the same in all languages: one language is
                // enough.
                if language == &Language::Japanese {
                    let png = city.get(&file_of(&address, &format!("/drawings/{id}.png"))).await;
                    assert_eq!(
                        (png.status, png.header("content-type")),
                        (StatusCode::OK, "image/png"),
                        "{address} {id}"
                    );
                    assert!(png.body.starts_with(b"\x89PNG") && png.body.len() > 4_000, "{address} {id}");
                }
            }
        }
    }
    assert!(taken >= 30, "{taken} drawings only");
}

#[tokio::test]
async fn a_drawing_is_framed_by_other_sites_and_nothing_else_is() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let framed = city.get("/embed/en/cards/drawings/ward-map?measure=issued").await;
    assert_eq!(framed.status, StatusCode::OK);
    assert!(framed.header("content-security-policy").contains("frame-ancestors *"));
    assert!(!framed.header("content-security-policy").contains("script"));
    let page = Html::parse_document(&framed.text());
    assert_eq!(page.select(&selector("html")).next().unwrap().attr("lang"), Some("en"));
    assert_eq!(page.select(&selector("svg")).count(), 2, "wide and narrow");
    let back = page.select(&selector("a[target=_top]")).next().unwrap();
    assert_eq!(back.attr("href"), Some("/en/cards?measure=issued"));
    assert!(framed.text().contains("sample data"));
    for address in ["/cards", "/files/cards/drawings/ward-map.svg", "/embed/cards/drawings/nothing", "/embed/cards"] {
        let answer = city.get(address).await;
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{address}");
    }
}

#[tokio::test]
async fn an_address_without_a_page_or_a_drawing_says_so_as_pages_do() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    for (address, status) in [
        ("/files/nothing.xlsx", StatusCode::NOT_FOUND),
        ("/files/accessibility.xlsx", StatusCode::NOT_FOUND),
        ("/files/cards/drawings/nothing.svg", StatusCode::NOT_FOUND),
        ("/files/cards.pdf", StatusCode::NOT_FOUND),
        ("/files/files/cards.xlsx", StatusCode::NOT_FOUND),
        ("/files/cards/drawings/ward-map.png?scale=99", StatusCode::NOT_FOUND),
        ("/files/cards.xlsx?colour=red", StatusCode::BAD_REQUEST),
        ("/embed/cards/drawings/ward-map?as_of=1999-01-01", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(city.get(address).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn files_are_kept_and_asked_after_as_pages_are() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    for address in ["/files/cards.xlsx", "/files/cards/drawings/ward-map.png?scale=1", "/embed/cards/drawings/ward-map"]
    {
        let first = city.get(address).await;
        assert_eq!(first.status, StatusCode::OK, "{address}");
        let tag = first.header("etag").to_owned();
        let again = city.ask(Method::GET, address, &[("if-none-match", &tag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}");
        let head = city.ask(Method::HEAD, address, &[]).await;
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0), "{address}");
    }
}
