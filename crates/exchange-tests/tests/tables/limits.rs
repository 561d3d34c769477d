//! Limits that a form has are those of a file too, and a file that is all one long text is answered in time.

use std::time::{Duration, Instant};

use exchange::import::{Kind, import};
use rust_xlsxwriter::{Format, Workbook};

use super::city::City;
use super::installation::{Installation, population_of, request};

/// Far more than a file takes here, and far less than comparing long texts letter by letter takes.
const IN_TIME: Duration = Duration::from_secs(10);

#[tokio::test]
async fn more_ways_to_apply_than_the_form_takes_are_refused() {
    let city = City::new().await;
    let file = |count: usize| {
        let addresses: Vec<String> = (0..count).map(|number| format!("https://example.jp/{number}")).collect();
        format!("id,name,mynaportal_url,counter\nF-1,転出届,{},○\n", addresses.join(" "))
    };
    city.accept_text(Kind::Procedures, &file(19)).await;
    let refused = city.refuse(&request(Kind::Procedures, "table.csv"), file(20).as_bytes()).await;
    assert!(refused.len() == 1 && refused[0].contains("expected at most 20 ways to apply in the row"), "{refused:?}");
}

#[tokio::test]
async fn a_fee_above_what_the_form_takes_is_refused() {
    let city = City::new().await;
    let file = |yen: &str| format!("id,name,fee_yen\nF-1,転出届,{yen}\n");
    city.accept_text(Kind::Procedures, &file("1000000000")).await;
    let refused = city.refuse(&request(Kind::Procedures, "table.csv"), file("1000000001").as_bytes()).await;
    assert_eq!(refused, ["line 2, fee_yen: '1000000001'; expected at most 1,000,000,000 yen"]);
}

#[tokio::test]
async fn a_count_that_no_city_has_is_refused_instead_of_dropped() {
    let city = City::new().await;
    let file = "id,name,fee_yen,usage_fiscal_year,total\nT-001,住民票の写しの交付申請,,2024,9223372036854775808\n";
    let refused = city.refuse(&request(Kind::Procedures, "table.csv"), file.as_bytes()).await;
    assert!(refused.len() == 1 && refused[0].contains("a figure of at most 999,999,999,999"), "{refused:?}");
}

#[tokio::test]
async fn long_texts_where_names_of_areas_belong_are_refused_in_time() {
    let installation = Installation::of_sakai().await;
    let start = Instant::now();
    for column in ["市区町村名", "都道府県名"] {
        let mut file = format!("{column},人口\n");
        (0..200).for_each(|_| file.push_str(&format!("{},1\n", "堺".repeat(4_000))));
        let file = file.replace("堺堺,1", "堺,1");
        assert!(!installation.refuse(&population_of("a.csv"), &file).await.is_empty());
    }
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
}

#[tokio::test]
async fn long_texts_above_a_table_are_passed_over_in_time() {
    let installation = Installation::of_sakai().await;
    let start = Instant::now();
    let long = "長い".repeat(200_000);
    let file = format!("{}団体コード,人口\n271403,826158\n", format!("{long}\n").repeat(20));
    installation.accept(&population_of("a.csv"), &file).await;
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_long_text_in_a_wide_merged_cell_is_not_copied_for_each_cell() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 3, 2_000, &"長".repeat(32_000), &Format::new()).unwrap();
    for (column, text) in (0..).zip(["団体コード", "人口"]) {
        sheet.write_string(4, column, text).unwrap();
    }
    sheet.write_string(5, 0, "271403").unwrap().write_number(5, 1, 826_158).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let installation = Installation::of_sakai().await;
    let start = Instant::now();
    installation.accept(&population_of("a.xlsx"), bytes).await;
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
}

#[tokio::test]
async fn the_national_survey_is_never_taken_for_the_template() {
    let city = City::new().await;
    let refused = city.refuse_case(Kind::Procedures, "S33_survey_fy2025_layout.csv").await;
    assert!(refused.len() == 1 && refused[0].contains("--format survey"), "{refused:?}");
}

#[tokio::test]
async fn the_population_in_a_table_of_cards_has_its_own_day() {
    let installation = Installation::of_sakai().await;
    let file = "団体コード,交付件数基準日,基準日,人口算出基準日,人口\n271403,2022-06-01,2022-06-01,2021-01-01,826158\n";
    installation.accept(&population_of("a.csv"), file).await;
    assert_eq!(installation.population().await, [("271403".to_owned(), "2021-01-01".to_owned(), 826_158)]);
    let of_tomorrow = file.replace("2021-01-01", "2027-01-01");
    let refused = installation.refuse(&population_of("a.csv"), &of_tomorrow).await;
    assert_eq!(refused, ["line 2, 人口算出基準日: '2027-01-01'; expected a day up to today, 22 November 2026"]);
}

#[tokio::test]
async fn a_message_has_no_control_characters_whatever_it_quotes() {
    let installation = Installation::of_sakai().await;
    // Behind a byte-order mark, a text may have any character.
    let table = "\u{FEFF}団体コード\u{1B}[31m,年\u{7F}度\n\u{9B}1m\u{7}\u{0B},2\n";
    let member = "{\"type\":\"FeatureCollection\",\"features\":\"\\u001b[31m\"}";
    for (request, bytes) in [
        (population_of("a.csv"), table),
        (request(Kind::Indicators, "a.csv"), table),
        (population_of("a.csv"), "\u{FEFF}団体コード,人口\n27140\u{9B}3\u{1B}[31m,\u{7F}1\n"),
        (request(Kind::Boundaries, "a.geojson"), member),
    ] {
        let report = import(&installation.db, &request, &bytes, &|_, _| {}).await.unwrap();
        assert!(report.is_refused());
        let text = report.describe();
        assert!(!text.contains(|letter: char| letter.is_control() && letter != '\n'), "{text:?}");
    }
}
