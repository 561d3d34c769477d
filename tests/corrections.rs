//! Corrections: which changes of published figures leave one, and where readers find them.

mod shown;

use axum::http::StatusCode;
use chrono::{DateTime, TimeZone, Utc};
use domain::area::AreaKind;
use domain::card::Measure;
use domain::correction::Correction;
use domain::indicator::{IndicatorKind, ValueKind};
use domain::text::MessageLanguage;
use exchange::city::{CityFiles, CityOptions, CityReport, export_city, import_city};
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::report::Report;
use exchange::import::{Kind, Request, import};
use serde_json::{Value, json};
use store::corrections::list_corrections;
use store::{Db, audit as log};
use tetsuzuki::server::audit;

use crate::support::{
    Answer, City, Database, TODAY, World, close, day, given_source, has, indicator, noon_of_today, on_both, procedure,
    value,
};

const REASON: &str = "転記の誤り";

/// A city with a figure of each kind.
fn world() -> World {
    let mut rate = indicator("online_rate", IndicatorKind::Outcome, "オンライン化率");
    rate.name.en = "Online rate".to_owned();
    let mut sample = value(2023, ValueKind::Actual, 50.0);
    sample.sample = true;
    World::new()
        .with_area("270008", "大阪府", AreaKind::Prefecture, None)
        .with_area("271403", "堺市", AreaKind::City, Some("270008"))
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_area("271420", "中区", AreaKind::Ward, Some("271403"))
        .with_area("271438", "東区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Held, "2024-03-31", 600_000, 816_000)
        .with_cards("271411", Measure::Held, "2024-03-31", 100_000, 147_000)
        .with_cards("271420", Measure::Held, "2024-03-31", 80_000, 120_000)
        .with_cards("271438", Measure::Held, "2024-03-31", 420_000, 549_000)
        .with_department("citizens", "市民課")
        .with_department("tax", "税務課")
        .with_procedure(procedure("moving-out", "転出届").english("Moving out").department("citizens").usage(
            2023,
            Some(100),
            None,
        ))
        .with_procedure(procedure("certificate", "証明書の交付").department("tax").usage(2023, Some(50), Some(5)))
        .with_indicator(
            rate,
            &[
                value(2022, ValueKind::Target, 85.0),
                value(2022, ValueKind::Actual, 96.0),
                sample,
                value(2024, ValueKind::Expected, 97.0),
            ],
        )
        .with_programme("ict", "ICT政策", 2024, 70, 30)
        .with_cost_item("委託料", 100, 70, "")
}

async fn filled(database: &Database) -> Db {
    world().on(database).await;
    database.open().await
}

fn request(kind: Kind) -> Request {
    Request {
        source: given_source("試験の出典"),
        reason: REASON.to_owned(),
        ..Request::new(kind, "table.csv", noon_of_today())
    }
}

async fn accepted(db: &Db, request: &Request, text: &str) -> Report {
    let report = import(db, request, text.as_bytes(), &|_, _| {}).await.unwrap();
    assert!(!report.is_refused(), "{}", report.describe());
    report
}

async fn corrections(db: &Db) -> Vec<Correction> {
    list_corrections(&mut db.read().await.unwrap()).await.unwrap()
}

/// The corrections that an import leaves, oldest first.
async fn left_by(db: &Db, kind: Kind, text: &str) -> Vec<String> {
    let before = corrections(db).await.len();
    let report = accepted(db, &request(kind), text).await;
    let left: Vec<Correction> = corrections(db).await.split_off(before);
    assert_eq!(report.corrections(), left.len(), "the report says how many there are");
    for correction in &left {
        assert_eq!((correction.corrected_on, correction.reason.as_str()), (day(TODAY), REASON));
    }
    let text = |Correction { change, .. }: Correction| {
        let after = change.after.map_or_else(|| "withdrawn".to_owned(), |after| after.to_string());
        let subject = format!("{} {} {}", change.table, change.subject, change.subject_name);
        format!("{subject}, {}, {}: {} → {after}", change.record_name_en, change.figure, change.before)
    };
    left.into_iter().map(text).collect()
}

const CARDS: &str = "団体コード,種別,基準日,枚数,人口,人口算出基準日\n";

fn nothing() -> Vec<String> {
    Vec::new()
}

on_both! {
    async fn a_changed_figure_leaves_a_correction_and_nothing_else_does(database: &Database) {
        let db = filled(database).await;
        let of_ward = |cards: u32, residents: u32| {
            format!("{CARDS}271411,保有,2024-03-31,{cards},{residents},2022-01-01\n")
        };
        assert_eq!(left_by(&db, Kind::Cards, &of_ward(100_000, 147_000)).await, nothing(), "nothing changed");
        let next_month = format!("{CARDS}271411,保有,2024-04-30,100500,147000,2022-01-01\n");
        assert_eq!(left_by(&db, Kind::Cards, &next_month).await, nothing(), "a new count");
        let dry_run = Request { dry_run: true, ..request(Kind::Cards) };
        let preview = accepted(&db, &dry_run, &of_ward(100_100, 147_000)).await;
        assert_eq!(preview.corrections(), 1);
        assert!(preview.describe().contains("corrections: 1"), "{}", preview.describe());
        assert!(corrections(&db).await.is_empty(), "a dry run writes nothing");
        assert_eq!(
            left_by(&db, Kind::Cards, &of_ward(100_100, 147_100)).await,
            [
                "cards 271411 堺区, held, 31 March 2024, cards: 100000 → 100100",
                "cards 271411 堺区, held, 31 March 2024, population: 147000 → 147100",
            ]
        );
        let base = format!("{CARDS}271411,保有,2024-03-31,100100,147100,2023-01-01\n");
        assert_eq!(
            left_by(&db, Kind::Cards, &base).await,
            ["cards 271411 堺区, held, 31 March 2024, population_as_of: 2022-01-01 → 2023-01-01"]
        );
        let ages = |cards: u32| {
            format!("団体コード,種別,基準日,年齢,枚数,人口,人口算出基準日\n271403,保有,2024-03-31,0～4歳,{cards},28000,2024-01-01\n")
        };
        assert_eq!(left_by(&db, Kind::Cards, &ages(15_000)).await, nothing());
        assert_eq!(
            left_by(&db, Kind::Cards, &ages(15_001)).await,
            ["cards 271403 堺市, held, 31 March 2024, age 0-4, cards: 15000 → 15001"]
        );
        let residents = |number: u32| format!("団体コード,基準日,人口\n271411,2024-01-01,{number}\n");
        assert_eq!(left_by(&db, Kind::Population, &residents(147_000)).await, nothing());
        assert_eq!(
            left_by(&db, Kind::Population, &residents(147_001)).await,
            ["population 271411 堺区, 1 January 2024, population: 147000 → 147001"]
        );
        // What the product wrote by itself is vouched for like all other rows.
        let verdict = audit::verify(&db, &[]).await.unwrap();
        assert!(verdict.is_well(), "{}", verdict.describe(db.audit_key()));
        close(db).await;
    }

    async fn what_was_not_known_or_a_sample_is_news_and_what_is_not_known_any_more_is_withdrawn(database: &Database) {
        let db = filled(database).await;
        let usage = |total: &str, online: &str| {
            format!("手続ID,年度,総手続件数,オンライン手続件数\nmoving-out,2023,{total},{online}\n")
        };
        assert_eq!(left_by(&db, Kind::Usage, &usage("100", "7")).await, nothing(), "unknown became known");
        assert_eq!(
            left_by(&db, Kind::Usage, &usage("不明", "8")).await,
            [
                "usage moving-out 転出届, FY2023, total: 100 → withdrawn",
                "usage moving-out 転出届, FY2023, online: 7 → 8",
            ]
        );
        // The table of procedures has the figures of one year beside its own columns.
        let procedures = "手続ID,手続名,件数の年度,総手続件数,オンライン手続件数\ncertificate,証明書の交付,令和5年度,51,5\n";
        assert_eq!(
            left_by(&db, Kind::Procedures, procedures).await,
            ["usage certificate 証明書の交付, FY2023, total: 50 → 51"]
        );
        let values = |rows: &str| format!("指標ID,年度,値の区分,値,判明日\n{rows}");
        let of_sample = values("online_rate,2023,実績値,98.5,\n");
        assert_eq!(left_by(&db, Kind::Indicators, &of_sample).await, nothing(), "the sample was no fact");
        let actual = values("online_rate,2024,実績値,97.5,2025-06-01\n");
        assert_eq!(left_by(&db, Kind::Indicators, &actual).await, nothing(), "expected, then actual");
        let later = values("online_rate,2024,実績値,97.9,2025-08-01\nonline_rate,2022,目標値,86,\n");
        assert_eq!(
            left_by(&db, Kind::Indicators, &later).await,
            [
                "indicators online_rate オンライン化率, FY2022, target, value: 85 → 86",
                "indicators online_rate オンライン化率, FY2024, actual, value: 97.5 → 97.9",
            ]
        );
        close(db).await;
    }

    async fn the_money_of_a_programme_is_corrected_and_a_row_of_another_year_is_withdrawn(database: &Database) {
        let db = filled(database).await;
        let funding = "事務事業ID,年度,段階,事業費（千円）,国支出金（千円）,府支出金,地方債,その他,受益者負担,一般財源\n\
                       ict,2024,決算,101,30,0,0,0,0,71\n";
        assert_eq!(
            left_by(&db, Kind::Funding, funding).await,
            [
                "funding ict ICT政策, FY2024, settled, total: 100 → 101",
                "funding ict ICT政策, FY2024, settled, general_fund: 70 → 71",
            ]
        );
        let item = "事務事業ID,表示順,年度,項目,金額（千円）,うち一般財源（千円）\nict,1,2024,委託料,99,70\n";
        let corrected = ["cost-items ict ICT政策, FY2024, 委託料, amount: 100 → 99"];
        assert_eq!(left_by(&db, Kind::CostItems, item).await, corrected);
        let renamed = item.replace("委託料", "業務委託料");
        assert_eq!(left_by(&db, Kind::CostItems, &renamed).await, nothing(), "only figures are corrected");
        let assessment = |year: i32, assessed: i32| {
            format!("事務事業ID,表示順,対象,年度,要求額（千円）,最終査定額（千円）\nict,1,全体,{year},100,{assessed}\n")
        };
        assert_eq!(left_by(&db, Kind::Assessments, &assessment(2024, 90)).await, nothing());
        assert_eq!(
            left_by(&db, Kind::Assessments, &assessment(2025, 95)).await,
            [
                "assessments ict ICT政策, 全体, FY2024, requested: 100 → withdrawn",
                "assessments ict ICT政策, 全体, FY2024, assessed: 90 → withdrawn",
            ]
        );
        let obligation = |to: i32| format!("事務事業ID,事項,開始年度,終了年度,限度額\nict,基盤の賃貸借,2025,{to},500\n");
        assert_eq!(left_by(&db, Kind::Obligations, &obligation(2028)).await, nothing());
        assert_eq!(
            left_by(&db, Kind::Obligations, &obligation(2029)).await,
            ["obligations ict ICT政策, 基盤の賃貸借, to_year: 2028 → 2029"]
        );
        accepted(&db, &request(Kind::Initiatives), "programme,id,name\nict,ai,生成AIの活用\n").await;
        let effect = |hours: &str| format!("programme,initiative,hours_saved\nict,ai,{hours}\n");
        assert_eq!(left_by(&db, Kind::Effects, &effect("")).await, nothing());
        assert_eq!(left_by(&db, Kind::Effects, &effect("120")).await, nothing());
        assert_eq!(
            left_by(&db, Kind::Effects, &effect("110")).await,
            ["effects ict ICT政策, 生成AIの活用, hours_saved: 120 → 110"]
        );
        let training = |day: &str, done: u32| {
            format!("programme,role,position,duty,staff,done,as_of\nict,主任,1,required,40,{done},{day}\n")
        };
        left_by(&db, Kind::Roles, "programme,role,position\nict,主任,1\n").await;
        assert_eq!(left_by(&db, Kind::Training, &training("2025-04-01", 10)).await, nothing());
        assert_eq!(left_by(&db, Kind::Training, &training("2025-05-01", 12)).await, nothing(), "a newer count");
        assert_eq!(
            left_by(&db, Kind::Training, &training("2025-05-01", 11)).await,
            ["training ict ICT政策, 主任, done: 12 → 11"]
        );
        close(db).await;
    }

    async fn a_folder_brings_its_corrections_along_once(database: &Database) {
        let origin = Database::sqlite();
        let original = filled(&origin).await;
        // Cards issued are known of this ward alone, so nothing has to add up.
        let of_ward = |cards: u32| format!("{CARDS}271411,交付,2024-03-31,{cards},147000,2022-01-01\n");
        left_by(&original, Kind::Cards, &of_ward(100_000)).await;
        let old = exported(&original).await;
        assert!(!old.contains_key("corrections.csv"));
        for cards in [100_100, 100_000, 100_100] {
            left_by(&original, Kind::Cards, &of_ward(cards)).await;
        }
        let usage = "手続ID,年度,総手続件数,オンライン手続件数\nmoving-out,2023,不明,不明\n";
        assert_eq!(left_by(&original, Kind::Usage, usage).await.len(), 1);
        let new = exported(&original).await;
        assert_eq!(text(&new, "corrections.csv").lines().count(), 1 + 4, "also what was corrected to and fro");
        assert!(text(&new, "datapackage.json").contains("\"value_before\""));

        // Into an empty database, and back to the byte.
        let db = database.open().await;
        let report = read(&db, &new, "").await;
        assert!(!report.is_refused(), "{}", report.describe());
        let again = exported(&db).await;
        for (name, bytes) in &new {
            assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&again[name]), "{name}");
        }
        assert_eq!(corrections(&db).await, corrections(&original).await);
        assert!(read(&db, &new, "").await.is_unchanged(), "nothing is written a second time");

        // A city that has the old figures takes the new ones with their corrections, and adds none of its own.
        let follower = Database::sqlite();
        let following = follower.open().await;
        read(&following, &old, "").await;
        assert!(corrections(&following).await.is_empty());
        let report = read(&following, &new, "新しい版").await;
        assert!(!report.is_refused(), "{}", report.describe());
        assert_eq!(corrections(&following).await, corrections(&original).await);

        // Without its corrections, the folder leaves some with the reason of the import.
        let mut silent = old.clone();
        let changed = |line: &str| match line.contains("issued") {
            true => line.replace("100000,147000", "100200,147000"),
            false => line.to_owned(),
        };
        let cards: Vec<String> = text(&silent, "cards.csv").lines().map(changed).collect();
        silent.insert("cards.csv".to_owned(), format!("{}\n", cards.join("\n")).into_bytes());
        read(&following, &silent, "月報の訂正").await;
        let last = corrections(&following).await.split_off(4);
        let said: Vec<(&str, String, Option<String>)> = last
            .iter()
            .map(|one| {
                let after = one.change.after.map(|after| after.to_string());
                (one.reason.as_str(), one.change.before.to_string(), after)
            })
            .collect();
        // The usage of the old folder was known, which is news beside the withdrawn one.
        assert_eq!(said, [("月報の訂正", "100100".to_owned(), Some("100200".to_owned()))]);
        close(db).await;
    }

    async fn a_log_of_corrections_is_read_row_by_row_and_never_replaced(database: &Database) {
        let db = filled(database).await;
        let header = "表,対象ID,対象,記録の区分,記録,記録（英語）,項目,訂正前,訂正後,訂正日,理由\n";
        let row = "カード枚数,271411,堺区,held 2020-03-31,保有 2020年3月31日,\"held, 31 March 2020\",cards,5,6,2020-05-01,=誤り\n";
        let twice = format!("{header}{row}{row}");
        let report = accepted(&db, &request(Kind::Corrections), &twice).await;
        assert_eq!((report.counts()[0].new, report.counts()[0].unchanged), (2, 0));
        let report = accepted(&db, &request(Kind::Corrections), &format!("{header}{row}")).await;
        assert_eq!((report.counts()[0].new, report.counts()[0].unchanged), (0, 1));
        let filter = ExportFilter::all(Kind::Corrections);
        for language in [MessageLanguage::Japanese, MessageLanguage::English] {
            let table = Table::load(&db, &filter, language, day(TODAY)).await.unwrap();
            for bytes in [table.as_csv(), table.as_workbook().unwrap()] {
                let request = Request { language, ..Request::new(Kind::Corrections, "a.xlsx", noon_of_today()) };
                let report = import(&db, &request, &bytes, &|_, _| {}).await.unwrap();
                assert_eq!((report.counts()[0].new, report.counts()[0].unchanged), (0, 2), "{}", report.describe());
            }
        }
        for (cell, wrong, expected) in [
            ("cards,5", "total,5", "one of: cards, population, population_as_of"),
            ("cards,5", "cards,五", "a number such as 1234 or 97.5"),
            ("カード枚数", "カード", "one of: cards, population, usage"),
        ] {
            let wrong = format!("{header}{}", row.replace(cell, wrong));
            let report = import(&db, &request(Kind::Corrections), wrong.as_bytes(), &|_, _| {}).await.unwrap();
            assert!(report.is_refused() && report.describe().contains(expected), "{}", report.describe());
        }
        assert_eq!(corrections(&db).await.len(), 2);
        close(db).await;
    }

    async fn a_reason_that_is_forgotten_is_forgotten_in_public_too(database: &Database) {
        let db = filled(database).await;
        let cards = |cards: u32| format!("{CARDS}271411,保有,2024-03-31,{cards},147000,2022-01-01\n");
        left_by(&db, Kind::Cards, &cards(1)).await;
        let other = Request { reason: "月報の差し替え".to_owned(), ..request(Kind::Cards) };
        accepted(&db, &other, &cards(2)).await;
        let rows = log::list_log_entries(&mut db.read().await.unwrap(), 10).await.unwrap();
        let number = rows.iter().find(|row| row.reason == REASON).unwrap().number;
        audit::forget(&db, noon_of_today(), number, "氏名があった").await.unwrap();
        let reasons: Vec<String> = corrections(&db).await.into_iter().map(|one| one.reason).collect();
        assert_eq!(reasons, ["", "月報の差し替え"]);
        let verdict = audit::verify(&db, &[]).await.unwrap();
        assert!(verdict.is_well(), "{}", verdict.describe(db.audit_key()));
        let page = City::of(db.clone()).await.get("/cards/271411").await.text();
        assert!(page.contains("理由の記載なし") && !page.contains(REASON));
        close(db).await;
    }
}

async fn exported(db: &Db) -> CityFiles {
    export_city(db, day(TODAY)).await.unwrap()
}

async fn read(db: &Db, files: &CityFiles, reason: &str) -> CityReport {
    let options = CityOptions {
        language: MessageLanguage::English,
        dry_run: false,
        allow_new_areas: false,
        reason: reason.to_owned(),
        actor: "command-line".to_owned(),
        now: noon_of_today(),
    };
    import_city(db, files, &options).await.unwrap()
}

fn text<'files>(files: &'files CityFiles, name: &str) -> &'files str {
    std::str::from_utf8(&files[name]).unwrap()
}
