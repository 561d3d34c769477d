//! Training on the budget page and in the interface: the matrix of roles and courses, and progress against the plan.

use scraper::{ElementRef, Html, Selector};
use serde_json::json;

use crate::support::figure_links::{as_data, figure_links, said};
use crate::support::recompute::Files;
use crate::support::{City, Database, World, on_both};

/// A plan that says of nearly every entry which course it is.
fn world() -> World {
    World::new()
        .with_programme("ict", "ICT政策", 2024, 70, 30)
        .with_file(
            "roles.csv",
            "programme,role,position,name_en,staff,as_of\n\
             ict,課長級,2,Section chiefs,40,2025-04-01\n\
             ict,DX PRO,1,,,\n",
        )
        .with_file(
            "courses.csv",
            "programme,course,position,level,name_en\n\
             ict,DXマインド,1,基礎,DX mindset\n\
             ict,BPR,2,実践,\n\
             ict,データ活用,3,実践,Use of data\n\
             ict,ファシリテート,4,,\n",
        )
        .with_file(
            "training.csv",
            "programme,role,course,mode,duty,staff,done,as_of,due_on\n\
             ict,DX PRO,DXマインド,video,required,25,18,2025-03-31,2025-03-31\n\
             ict,DX PRO,BPR,on_site,selected,,,,\n\
             ict,DX PRO,データ活用,material,required,25,,,2027-03-31\n\
             ict,課長級,DXマインド,video,required,,,,\n\
             ict,課長級,BPR,,optional,,,,\n\
             ict,課長級,,video,required,,,,\n",
        )
        .with_file(
            "training-progress.csv",
            "programme,role,course,as_of,staff,done\n\
             ict,DX PRO,データ活用,2025-06-30,,10\n\
             ict,DX PRO,データ活用,2025-12-31,,15\n\
             ict,DX PRO,,2025-12-31,25,12\n",
        )
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The cells of the table with this caption, row by row, without its headers.
fn table(page: &Html, caption: &str) -> Vec<Vec<String>> {
    let is_it = |table: &ElementRef<'_>| {
        table.select(&selector("caption")).next().is_some_and(|found| text_of(found) == caption)
    };
    let tables = selector("table");
    let table = page.select(&tables).find(is_it).unwrap_or_else(|| panic!("no table {caption}"));
    let cells = |row: ElementRef<'_>| row.select(&selector("th, td")).map(text_of).collect();
    table.select(&selector("tbody tr")).map(cells).collect()
}

fn has_table(page: &Html, caption: &str) -> bool {
    page.select(&selector("caption")).any(|found| text_of(found) == caption)
}

async fn page(city: &City, address: &str) -> Html {
    Html::parse_document(&city.get(address).await.text())
}

const MATRIX: &str = "職責別人材育成プログラム（職責と研修）";

on_both! {
    async fn marks_that_name_their_course_make_a_matrix_of_roles_and_courses(database: &Database) {
        let city = world().on(database).await;
        let page = page(&city, "/budget").await;
        assert_eq!(table(&page, MATRIX), [
            [
                "DX PRO",
                "必修・動画 25人のうち18人が修了（2025年3月31日）、期限 2025年3月31日",
                "選抜・オンサイト",
                "必修・教材 25人のうち15人が修了（2025年12月31日）、期限 2027年3月31日",
                "なし",
            ],
            // One of the marks without a course may belong to the last two.
            ["課長級", "必修・動画 対象40人（修了者数は不明）", "任意（★）", "—", "—"],
        ]);
        let marks = table(&page, "職責ごとの印の数（どの研修かは不明）");
        assert_eq!(marks, [["課長級", "1"]]);
    }

    async fn progress_is_counted_against_the_plan_and_the_unknown_is_not_0(database: &Database) {
        let city = world().on(database).await;
        let page = page(&city, "/budget").await;
        let rows = table(&page, "職責ごとの修了の状況");
        assert_eq!(rows[0], [
            "DX PRO",
            "不明",
            "2",
            "12 2025年12月31日",
            "48.0%",
            "33 のべ50人のうち、2025年3月31日〜2025年12月31日",
            "66.0%",
            "期限を過ぎて終わっていない研修 1（最大601日遅れ）、次の期限 2027年3月31日",
        ]);
        assert_eq!(rows[1], ["課長級", "40 2025年4月1日", "2", "不明", "不明", "不明", "不明", "期限の記載なし"]);
        assert_eq!(table(&page, "日付ごとの修了者数"), [
            ["DX PRO", "必修すべて", "2025年12月31日", "25", "12", "48.0%"],
            ["DX PRO", "データ活用", "2025年6月30日", "25", "10", "40.0%"],
            ["DX PRO", "データ活用", "2025年12月31日", "25", "15", "60.0%"],
        ]);
    }
}

#[tokio::test]
async fn every_cell_of_the_matrix_belongs_to_a_header_of_its_row_and_of_its_column() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    let page = page(&city, "/budget").await;
    let matrix = page.select(&selector("table.matrix")).next().unwrap();
    let heads: Vec<Vec<(String, String, String)>> = matrix
        .select(&selector("thead tr"))
        .map(|row| {
            let head = |head: ElementRef<'_>| {
                let of = |name: &str| head.attr(name).unwrap_or_default().to_owned();
                (text_of(head), of("scope"), format!("{}{}", of("rowspan"), of("colspan")))
            };
            row.select(&selector("th")).map(head).collect()
        })
        .collect();
    let head = |text: &str, scope: &str, span: &str| (text.to_owned(), scope.to_owned(), span.to_owned());
    assert_eq!(
        heads,
        [
            vec![
                head("職責", "col", "2"),
                head("基礎", "colgroup", "1"),
                head("実践", "colgroup", "2"),
                head("ファシリテート", "col", "2"),
            ],
            vec![head("DXマインド", "col", ""), head("BPR", "col", ""), head("データ活用", "col", "")],
        ]
    );
    for row in matrix.select(&selector("tbody tr")) {
        assert_eq!(row.select(&selector("th[scope=row]")).count(), 1);
        assert_eq!(row.select(&selector("td")).count(), 4);
    }
    let region = matrix.ancestors().filter_map(ElementRef::wrap).find(|around| around.attr("role") == Some("region"));
    let region = region.expect("the matrix scrolls in a region of its own");
    assert_eq!((region.attr("aria-label"), region.attr("tabindex")), (Some(MATRIX), Some("0")));
}

#[tokio::test]
async fn the_matrix_is_in_the_language_of_its_page_where_it_has_the_names() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    let english = page(&city, "/en/budget").await;
    let rows = table(&english, "Training by role and course");
    assert_eq!(rows[0][1], "required, video 18 of 25 had done it on 31 March 2025; due 31 March 2025");
    assert_eq!(rows[1][0], "Section chiefs");
    let heads: Vec<String> = english.select(&selector("table.matrix thead tr:last-child th")).map(text_of).collect();
    assert_eq!(heads, ["DX mindset", "BPR", "Use of data"]);
    let easy = page(&city, "/easy/budget").await;
    assert!(table(&easy, "しごとと べんきょうの ひょう")[1][3] == "—");
}

#[tokio::test]
async fn every_share_of_training_follows_from_the_files_and_leads_to_what_it_was_counted_from() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    let mut files = Files::of(&city).await;
    let links: Vec<_> = figure_links(&page(&city, "/budget").await)
        .into_iter()
        .filter(|(_, href)| href.contains("/training-"))
        .collect();
    assert_eq!(links.len(), 5);
    for (text, href) in links {
        let expected = files.value(&href).await.unwrap();
        let (shown, _) = said(&text).unwrap();
        assert!((shown - expected).abs() < 0.05 + 1e-9, "{text} for {href}, which is {expected}");
        let account = city.get(&as_data(&href)).await.json();
        assert!((account["value"].as_f64().unwrap() - expected).abs() < 1e-9, "{href}: {account}");
        let rows = account["rows"].as_array().unwrap();
        let sum = |field: &str| rows.iter().map(|row| row[field].as_i64().unwrap()).sum::<i64>();
        assert_eq!(account["numerator"]["amount"], sum("numerator"), "{href}");
        assert_eq!(account["denominator"]["amount"], sum("denominator"), "{href}");
        assert!(
            !account["dates"].as_object().unwrap().is_empty() && !account["sources"].as_array().unwrap().is_empty()
        );
        for language in ["", "/en", "/easy"] {
            let opened = city.get(&format!("{language}{href}")).await;
            assert_eq!(opened.status, 200, "{language}{href}");
        }
    }
    // Courses without numbers are counted among those left out, not as 0.
    let section_chiefs = "/api/v1/figures/training-progress?programme=ict&role=%E8%AA%B2%E9%95%B7%E7%B4%9A";
    let account = city.get(section_chiefs).await.json();
    assert_eq!(account["value"], json!(null));
    assert_eq!(account["rows"].as_array().unwrap().len(), 2);
    let nobody = city.get("/api/v1/figures/training-progress?programme=ict&role=nobody").await;
    assert_eq!(nobody.status, 404);
}

#[tokio::test]
async fn the_interface_has_courses_entries_and_dated_counts() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    assert_eq!(city.get("/api/v1/courses").await.all("course"), ["DXマインド", "BPR", "データ活用", "ファシリテート"]);
    let entries = city.get("/api/v1/training?role=DX%20PRO").await.items();
    assert_eq!(entries.len(), 3);
    assert_eq!(
        ["course", "mode", "duty", "people", "done", "as_of", "due_on"].map(|field| entries[2][field].clone()),
        [
            json!("データ活用"),
            json!("material"),
            json!("required"),
            json!(25),
            json!(15),
            json!("2025-12-31"),
            json!("2027-03-31")
        ]
    );
    let unknown = &city.get("/api/v1/training").await.items()[5];
    assert_eq!((&unknown["course"], &unknown["done"], &unknown["people"]), (&json!(null), &json!(null), &json!(40)));
    let counts = city.get("/api/v1/training-counts").await.items();
    assert_eq!(counts[0]["course"], json!(null));
    assert_eq!(counts.iter().map(|count| count["share"].clone()).collect::<Vec<_>>(), [48.0, 40.0, 60.0]);
}

#[tokio::test]
async fn the_sheet_of_the_demonstration_is_not_assigned_to_courses_that_it_does_not_name() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let text = city.get("/budget").await.text();
    let page = Html::parse_document(&text);
    assert!(!has_table(&page, MATRIX));
    assert!(!text.contains("動画 · 動画") && !text.contains("動画・動画"));
    assert!(text.contains("もとの資料からは、それぞれの印がどの研修のものかが分かりません"));
    // The sheet: 動画 動画 動画 動画 ★ 動画 動画 ★ ★ ★ ★ for the first, with オンサイト(選抜) behind it for the third.
    let marks = table(&page, "職責ごとの印の数（どの研修かは不明）");
    assert_eq!(marks.len(), 8);
    assert_eq!(marks[0], ["局長級", "6", "0", "5", "0"]);
    assert_eq!(marks[2], ["課長級", "6", "0", "5", "1"]);
    assert_eq!(marks[7], ["ICTイノベ室（DX推進担当）", "7", "5", "0", "1"]);
    let courses = table(&page, "研修の一覧");
    assert_eq!(courses.len(), 13);
    assert_eq!(courses[0][0], "DXガイドブック（内製）");
    let progress = table(&page, "職責ごとの修了の状況");
    assert_eq!(progress[0], ["局長級", "不明", "6", "不明", "不明", "不明", "不明", "期限の記載なし"]);
    assert_eq!(progress[4][..5], ["DX PRO（各部1名） サンプル", "不明", "10", "19 2025年3月31日", "79.2%"]);
}
