//! Budget figures add up, and every share agrees with the exported files.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use scraper::Html;

use crate::support::figure_links::figure_links;
use crate::support::recompute::{amount, records};
use crate::support::{City, Database, World, on_both, procedure};

const SOURCES: [&str; 6] =
    ["national_grant", "prefectural_grant", "bonds", "beneficiary_fees", "other", "general_fund"];

#[tokio::test]
async fn sources_and_items_add_up_to_the_totals_of_the_sheet() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let years = records(&city.get("/api/v1/budget.csv").await);
    assert_eq!(years.len(), 5);
    for year in &years {
        let sum: i64 = SOURCES.iter().map(|source| amount(year, source)).sum();
        assert_eq!(sum, amount(year, "total"), "{year:?}");
    }
    let items = records(&city.get("/api/v1/budget-items.csv").await);
    for (year, total, general) in [("2023", 2_460_584, 1_948_099), ("2024", 2_974_237, 2_459_850)] {
        let of_year = || items.iter().filter(|item| item["fiscal_year"] == year);
        assert_eq!(of_year().map(|item| amount(item, "amount")).sum::<i64>(), total);
        assert_eq!(of_year().map(|item| amount(item, "general_fund")).sum::<i64>(), general);
        let funding = years.iter().find(|record| record["fiscal_year"] == year).unwrap();
        assert_eq!((amount(funding, "total"), amount(funding, "general_fund")), (total, general));
    }
    // The new request is the sum of three items: 34,063 = 14,491 + 17,350 + 2,222.
    let new: i64 = items
        .iter()
        .filter(|item| item["fiscal_year"] == "2024")
        .filter(|item| {
            ["生成AI活用推進事業", "DX推進体制強化事業", "庁内デジタル化推進事業"].contains(&item["name"].as_str())
        })
        .map(|item| amount(item, "amount"))
        .sum();
    assert_eq!(new, 34_063);
    let page = city.get("/budget").await.text();
    assert!(page.contains("34,063") && page.contains("32,229"), "requested and assessed");
}

#[tokio::test]
async fn a_reading_that_is_not_sure_says_so_on_the_page_in_the_file_and_in_the_account() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let doubted: Vec<_> = records(&city.get("/api/v1/budget-items.csv?fiscal_year=2024").await)
        .into_iter()
        .filter(|item| !item["doubt"].is_empty())
        .collect();
    assert_eq!(doubted.len(), 2);
    let page = city.get("/budget").await.text();
    for item in doubted {
        assert!(page.contains(&item["doubt"]), "{item:?}");
        let account =
            format!("/figures/item-general-fund?programme=ict-policy&fiscal_year=2024&item={}", item["position"]);
        assert!(city.get(&account).await.text().contains("読み取りが確かでない"));
    }
}

on_both! {
    async fn a_city_without_a_programme_says_so_and_nothing_is_zero(database: &Database) {
        let city = World::new().with_procedure(procedure("moving-out", "転出届")).on(database).await;
        for address in ["/budget", "/sdg", "/en/budget", "/easy/sdg"] {
            let answer = city.get(address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            assert!(figure_links(&Html::parse_document(&answer.text())).is_empty(), "{address}");
        }
        assert!(city.get("/budget").await.text().contains("事業は登録されていません"));
        assert!(city.get("/sdg").await.text().contains("市の取組は登録されていません"));
        let (header, rows) = city.get("/api/v1/budget.csv").await.csv();
        assert!(header.contains(&"general_fund_share".to_owned()) && rows.is_empty());
        let named = city.get("/budget?year=2024").await;
        assert_eq!(named.status, StatusCode::OK);
        assert!(named.text().contains("passed-over") && named.text().contains("year"), "{}", named.text());
        assert_eq!(city.get("/api/v1/budget?year=2024").await.status, StatusCode::BAD_REQUEST);
    }

    async fn items_that_do_not_add_up_are_said_not_hidden(database: &Database) {
        let city = World::new()
            .with_programme("ict", "ICT政策", 2024, 70, 30)
            .with_cost_item("委託料", 60, 50, "")
            .on(database)
            .await;
        assert!(city.get("/budget").await.text().contains("一致しない年度があります"));
    }
}

#[tokio::test]
async fn blank_kpis_of_the_sheet_stay_blank_and_are_said() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let page = city.get("/sdg").await.text();
    let row = page.split("マイナンバーカードの普及促進").nth(1).unwrap().split("</tr>").next().unwrap();
    assert_eq!(row.matches("未設定").count(), 3, "name, current and target value");
    for wording in [
        "provide legal identity for all, including birth registration",
        "全ての人々に出生登録を含む法的な身分証明を提供する",
        "births have been registered with a civil authority, by age",
    ] {
        assert!(page.contains(wording), "{wording}");
    }
}

#[tokio::test]
async fn the_file_for_sdg_platforms_holds_the_last_count_of_each_fiscal_year() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let answer = city.get("/api/v1/sdg/indicator_16-9-1-proxy.csv").await;
    let text = answer.text();
    assert!(text.starts_with("Year,Units,Series,"), "the first name is bare");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header.last().map(String::as_str), Some("Value"));
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let mut expected: BTreeMap<(i32, String), (String, f64)> = BTreeMap::new();
    let counts = records(&city.get("/api/v1/cards.csv?measure=issued").await);
    // The city and its wards; the file does not contain peer cities.
    for count in counts.into_iter().filter(|count| count["area"].starts_with("2714")) {
        let year: i32 = count["as_of"][..4].parse().unwrap();
        let month: i32 = count["as_of"][5..7].parse().unwrap();
        let year = if month < 4 { year - 1 } else { year };
        let ward = if count["area"] == "271403" { String::new() } else { count["area_name_en"].clone() };
        #[allow(clippy::cast_precision_loss)]
        let rate = amount(&count, "cards") as f64 / amount(&count, "population") as f64 * 100.0;
        let newest = expected.entry((year, ward)).or_insert((String::new(), 0.0));
        if count["as_of"] > newest.0 {
            *newest = (count["as_of"].clone(), rate);
        }
    }
    assert_eq!(rows.len(), expected.len());
    for row in rows {
        let (day, rate) = &expected[&(row[0].parse().unwrap(), row[3].clone())];
        assert!(row[4].contains(day.as_str()), "{row:?}");
        assert!((row[5].parse::<f64>().unwrap() - rate).abs() <= 0.005 + 1e-9, "{row:?}");
        assert_eq!(row[4].contains("sample"), !row[3].is_empty(), "{row:?}");
    }
    let metadata = city.get("/api/v1/sdg/16-9-1-proxy.json").await.json();
    assert_eq!(metadata["proxy"], "proxy");
    assert!(metadata["other_info"].as_str().unwrap().contains("not indicator 16.9.1"));
}
