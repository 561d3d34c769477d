//! Amounts of a programme that nobody knows yet: they are said, and are no zero, on pages, in files and in the interface.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use chrono::{TimeZone, Utc};
use domain::text::MessageLanguage;
use exchange::city::{CityOptions, export_city, import_city};
use scraper::{ElementRef, Html, Selector};
use serde_json::json;

use crate::support::{City, Database, TODAY, World, close, day, on_both};

/// A request that is not assessed yet, with one source of money that is not decided and one item without an amount.
fn world() -> World {
    World::new()
        .with_programme("ict", "ICT政策", 2024, 70, 30)
        .with_file(
            "funding.csv",
            "programme,fiscal_year,stage,total,national_grant,prefectural_grant,bonds,other,beneficiary_fees,\
             general_fund\n\
             ict,2025,requested,100,不明,0,0,0,0,60\n",
        )
        .with_file(
            "cost-items.csv",
            "programme,position,fiscal_year,name,amount,general_fund\n\
             ict,1,2025,研修,40,30\n\
             ict,2,2025,委託料,unknown,\n",
        )
        .with_file(
            "assessments.csv",
            "programme,position,scope,fiscal_year,requested,assessed\n\
             ict,1,総額,2025,100,\n\
             ict,2,新規,2024,50,40\n",
        )
        .with_file("obligations.csv", "programme,name,from_year,to_year,requested\nict,運用,2026,2028,-\n")
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The cells of the table with this caption, row by row, without its headers.
fn table(page: &Html, caption: &str) -> Vec<Vec<String>> {
    let (tables, captions) = (selector("table"), selector("caption"));
    let is_it = |table: &ElementRef<'_>| table.select(&captions).next().is_some_and(|found| text_of(found) == caption);
    let table = page.select(&tables).find(is_it).unwrap_or_else(|| panic!("no table {caption}"));
    let cells = |row: ElementRef<'_>| row.select(&selector("th, td")).map(text_of).collect();
    table.select(&selector("tbody tr")).map(cells).collect()
}

async fn page(city: &City, address: &str) -> Html {
    Html::parse_document(&city.get(address).await.text())
}

on_both! {
    async fn what_is_not_known_stands_as_unknown_and_sums_say_how_much_is_missing(database: &Database) {
        let city = world().on(database).await;
        let page = page(&city, "/budget").await;
        let funding = table(&page, "年度ごとの事業費と財源（千円）");
        let requested = ["令和7年度（2025年度）", "予算要求", "不明", "0", "0", "0", "0", "60", "100", "60.0%"];
        assert!(funding.iter().any(|row| *row == requested), "{funding:?}");
        assert_eq!(table(&page, "項目ごとの事業費（千円）"), [
            ["研修", "", "40", "30", "75.0%"],
            ["委託料", "", "不明", "不明", "—"],
            ["合計", "", "40 ほかに不明1件", "30 ほかに不明1件", "—"],
        ]);
        assert_eq!(table(&page, "要求額と最終査定額（千円）"), [
            ["総額", "令和7年度（2025年度）", "100", "不明", "—", "—", "—"],
            ["新規", "令和6年度（2024年度）", "50", "40", "−10", "80.0%", "—"],
        ]);
        let obligations = table(&page, "債務負担行為（千円）");
        assert_eq!(obligations, [["運用", "令和8年度（2026年度）", "令和10年度（2028年度）", "3", "不明", "—"]]);
        let text = city.get("/budget").await.text();
        assert!(text.contains("財源の不明な額"), "the chart draws what is left of the total");
        assert!(text.contains("額の不明な項目があるため") && !text.contains("一致しない年度があります"));
        for address in ["/en/budget", "/easy/budget"] {
            city.get(address).await.assert_has_all_texts(address);
        }
    }

    async fn what_is_not_known_is_null_in_the_interface_and_a_word_in_the_workbook(database: &Database) {
        let city = world().on(database).await;
        let year = &city.get("/api/v1/budget?fiscal_year=2025").await.items()[0];
        assert_eq!((&year["total"], &year["national_grant"], &year["bonds"]), (&json!(100), &json!(null), &json!(0)));
        assert_eq!(year["general_fund_share"], json!(60.0));
        let item = &city.get("/api/v1/budget-items?fiscal_year=2025").await.items()[1];
        for field in ["amount", "general_fund", "general_fund_share"] {
            assert_eq!(item[field], json!(null), "{field}");
        }
        let (header, rows) = city.get("/api/v1/budget-items.csv?fiscal_year=2025").await.csv();
        let at = header.iter().position(|field| field == "amount").unwrap();
        assert_eq!([rows[0][at].as_str(), rows[1][at].as_str()], ["40", ""]);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(city.get("/files/budget.xlsx").await.body)).unwrap();
        let names = book.sheet_names();
        let mut unknown = 0;
        for name in names {
            let sheet = book.worksheet_range(&name).unwrap();
            unknown += sheet.used_cells().filter(|(_, _, cell)| **cell == Data::String("不明".to_owned())).count();
        }
        assert!(unknown >= 5, "{unknown}");
        for address in [
            "/figures/fund-share?programme=ict&fiscal_year=2025&stage=requested&source=national_grant",
            "/figures/item-general-fund?programme=ict&fiscal_year=2025&item=2",
            "/figures/assessed-share?programme=ict&item=1",
        ] {
            assert_eq!(city.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
    }

    async fn what_is_not_known_comes_back_from_a_folder_to_the_byte(database: &Database) {
        let origin = Database::sqlite();
        world().on(&origin).await;
        let first = origin.open().await;
        let files = export_city(&first, day(TODAY)).await.unwrap();
        let assessments = std::str::from_utf8(&files["assessments.csv"]).unwrap();
        assert!(assessments.contains("ict,1,総額,2025,100,,"), "{assessments}");
        let options = CityOptions {
            language: MessageLanguage::English,
            dry_run: false,
            allow_new_areas: false,
            reason: "a folder".to_owned(),
            actor: "command-line".to_owned(),
            now: Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap(),
        };
        let db = database.open().await;
        let report = import_city(&db, &files, &options).await.unwrap();
        assert!(!report.is_refused(), "{}", report.describe());
        let again = export_city(&db, day(TODAY)).await.unwrap();
        for (name, bytes) in &files {
            assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&again[name]), "{name}");
        }
        assert!(import_city(&db, &files, &options).await.unwrap().is_unchanged());
        close(db).await;
    }
}
