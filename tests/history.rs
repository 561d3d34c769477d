//! The history of a procedure, the state on a past day, and the published heads of the audit log.

use axum::http::StatusCode;
use chrono::{DateTime, Days, Utc};
use domain::procedure::{Step, StepState};
use domain::text::MessageLanguage;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::{Kind, Request, import};
use scraper::Html;
use store::audit::list_log_entries;
use store::{AuditRow, Db};
use tetsuzuki::server::audit;
use tetsuzuki::server::read_model::snapshot::Snapshot;

use crate::support;
use crate::support::{City, Database, World, day, given_source, noon_of_today, on_both, procedure, write_rows};

/// A request made this many days ago.
fn days_ago(days: u64) -> DateTime<Utc> {
    noon_of_today() - Days::new(days)
}

async fn import_procedures(db: &Db, days: u64, reason: &str, table: &str) {
    let request =
        Request { reason: reason.to_owned(), ..Request::new(Kind::Procedures, "catalogue.csv", days_ago(days)) };
    let report = import(db, &request, table.as_bytes(), &|_, _| {}).await.unwrap();
    assert!(!report.is_refused(), "{}", report.describe());
}

/// A procedure that was added thirty days ago, renamed twenty days ago, and given a fee and a step ten days ago.
async fn remembered(database: &Database) -> Db {
    let db = database.open().await;
    let head = "id,name,summary,apply,fee_yen\n";
    import_procedures(&db, 30, "", &format!("{head}moving-out,転出,市を出る届出,窓口,\nstays,住民票,写し,窓口,300\n"))
        .await;
    import_procedures(
        &db,
        20,
        "名称の統一",
        &format!("{head}moving-out,転出届,市を出る届出,窓口,\nstays,住民票,写し,窓口,300\n"),
    )
    .await;
    import_procedures(
        &db,
        10,
        "",
        &format!("{head}moving-out,転出届,市を出る届出,オンライン,450\nstays,住民票,写し,窓口,300\n"),
    )
    .await;
    db
}

/// The text of a page, without markup.
async fn words(city: &City, address: &str) -> String {
    let answer = city.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    let page = Html::parse_document(&answer.text());
    let main = page.select(&scraper::Selector::parse("main").unwrap()).next().unwrap();
    main.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

on_both! {
    async fn an_import_leaves_a_row_for_the_file_and_one_for_each_changed_procedure(database: &Database) {
        let db = remembered(database).await;
        let entries = list_log_entries(&mut db.read().await.unwrap(), 100).await.unwrap();
        let told: Vec<(&str, &str)> =
            entries.iter().rev().map(|entry| (entry.action.as_str(), entry.subject.as_str())).collect();
        assert_eq!(told, [
            ("import procedures", "procedures"),
            ("import procedures", "procedures"),
            ("change procedure", "moving-out"),
            ("import procedures", "procedures"),
            ("change procedure", "moving-out"),
        ]);
        assert!(entries.iter().all(|entry| entry.actor == "command-line" && entry.origin == "command-line"));
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
    }

    async fn the_history_of_a_procedure_says_what_became_what_when_and_why(database: &Database) {
        let city = City::of(remembered(database).await).await;
        let page = words(&city, "/procedures/moving-out/history").await;
        for expected in ["名称 転出 転出届 名称の統一", "手数料", "450円", "2026年11月2日", "2026年11月12日", "令和8年10月23日", "申請 窓口 オンライン"] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
        assert!(!page.contains("command-line"), "nobody is named");
        let other = words(&city, "/procedures/stays/history").await;
        assert!(other.contains("記載内容の変更の記録はありません"), "{other}");
        assert!(city.get("/procedures/moving-out").await.text().contains("/procedures/moving-out/history"));
        for address in ["/en/procedures/moving-out/history", "/easy/procedures/moving-out/history", "/files/procedures/moving-out/history.xlsx"] {
            assert_eq!(city.get(address).await.status, StatusCode::OK, "{address}");
        }
        assert_eq!(city.get("/procedures/nothing/history").await.status, StatusCode::NOT_FOUND);
    }

    async fn what_was_forgotten_is_not_in_the_history(database: &Database) {
        let db = remembered(database).await;
        audit::forget(&db, noon_of_today(), 3, "asked for").await.unwrap();
        let city = City::of(db).await;
        let page = words(&city, "/procedures/moving-out/history").await;
        assert!(!page.contains("名称の統一") && page.contains("求めにより2026年11月22日に"), "{page}");
    }

    async fn a_procedure_can_be_seen_as_it_was_on_a_past_day(database: &Database) {
        let city = City::of(remembered(database).await).await;
        let on = |days: u64| format!("/procedures/moving-out?as_of={}", days_ago(days).date_naive());
        let today = city.get("/procedures/moving-out").await.text();
        assert!(!today.contains("past-day\"") && today.contains("450円"));
        let before_the_fee = city.get(&on(15)).await.text();
        assert!(before_the_fee.contains("2026年11月7日）の状態を表示しています"), "the banner names the day");
        assert!(!before_the_fee.contains("450円") && before_the_fee.contains("<h1>転出届"));
        assert!(!before_the_fee.contains("report-form"), "nobody reports about the past");
        assert!(before_the_fee.contains("noindex"));
        let before_the_name = words(&city, &on(25)).await;
        assert!(before_the_name.contains("転出 ") && !before_the_name.contains("転出届"), "{before_the_name}");
        let before_it_came = words(&city, &on(40)).await;
        assert!(before_it_came.contains("登録されたのは、これより後"), "{before_it_came}");
        for wrong in ["/procedures/moving-out?as_of=2099-01-01", "/procedures/moving-out?as_of=yesterday"] {
            assert_eq!(city.get(wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
        }
    }

    async fn a_second_record_of_the_same_day_stays_beside_the_first(database: &Database) {
        let db = remembered(database).await;
        for (apply, excluded, reason) in [("窓口", "○", "一つめの理由"), ("オンライン", "○", "二つめの理由"), ("窓口", "×", "")] {
            let table = format!("id,name,apply,excluded,excluded_reason\nmoving-out,転出届,{apply},{excluded},{reason}\n");
            import_procedures(&db, 5, "", &table).await;
        }
        let snapshot = Snapshot::load(&db).await.unwrap();
        let (_, procedure) = snapshot.procedure(&"moving-out".parse().unwrap()).unwrap();
        let that_day = days_ago(5).date_naive();
        let states: Vec<_> = procedure.step_events.iter().filter(|event| event.recorded_on == that_day).map(|event| event.state).collect();
        assert_eq!(states, [StepState::Counter, StepState::Online, StepState::Counter], "in the order of the records");
        assert_eq!(procedure.steps_at(that_day, that_day).apply, Some(StepState::Counter), "the last one counts");
        assert!(!procedure.excluded_at(that_day, that_day));
        let before = days_ago(6).date_naive();
        assert_eq!(procedure.steps_at(before, before).apply, Some(StepState::Online), "what was known before stays");

        let city = City::of(db.clone()).await;
        let page = words(&city, "/procedures/moving-out/history").await;
        let places: Vec<_> = ["一つめの理由", "二つめの理由", "申請 オンライン 窓口", "申請 窓口 オンライン"].iter().map(|said| page.find(said)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {page}");
        let data = city.get("/api/v1/procedures/moving-out").await.json();
        let told = |list: &str, field: &str| -> Vec<String> {
            let of_day = data[list].as_array().unwrap().iter().filter(|each| each["recorded_on"] == that_day.to_string());
            of_day.map(|each| each[field].to_string()).collect()
        };
        assert_eq!(told("history", "state"), ["\"counter\"", "\"online\"", "\"counter\""]);
        assert_eq!(told("exclusions", "excluded"), ["true", "true", "false"]);
        assert_eq!(data["steps"]["apply"], "counter");
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
    }

    async fn a_corrected_value_of_the_same_day_stays_beside_the_first(database: &Database) {
        let db = database.open().await;
        let take = async |table: &str| {
            let source = given_source("総合計画の年次報告");
            let request = Request { source, ..Request::new(Kind::Indicators, "values.csv", noon_of_today()) };
            let report = import(&db, &request, table.as_bytes(), &|_, _| {}).await.unwrap();
            assert!(!report.is_refused(), "{}", report.describe());
            report.describe()
        };
        take("id,kind,name,unit\nonline_rate,成果指標,オンライン化率,%\n").await;
        let values = |value: &str, day: &str| format!("indicator,fiscal_year,kind,value,recorded_on\nonline_rate,R4,実績値,{value},{day}\n");
        for (first, second, day) in [("96.1%", "97.2%", "2023-08-01"), ("41.5%", "42.5%", "")] {
            take(&values(first, day)).await;
            let corrected = take(&values(second, day)).await;
            assert!(corrected.contains("1 changed"), "{corrected}");
            assert!(take(&values(second, day)).await.contains("nothing to write"));
        }
        let snapshot = Snapshot::load(&db).await.unwrap();
        let known: Vec<_> = snapshot.indicator_values(&"online_rate".parse().unwrap()).iter().map(|value| value.value).collect();
        assert_eq!(known, [41.5, 42.5, 96.1, 97.2]);
        let figure = "figures/recorded-value?indicator=online_rate&fiscal_year=2022&kind=actual";
        let city = City::of(db.clone()).await;
        let data = city.get(&format!("/api/v1/{figure}")).await;
        assert!(data.json()["value"] == 97.2 && data.text().contains("96.1"), "{}", data.text());
        assert!(city.get(&format!("/{figure}")).await.text().contains("訂正前の値"));
        let table = Table::load(&db, &ExportFilter::all(Kind::Indicators), MessageLanguage::English, day(support::TODAY)).await.unwrap();
        assert_eq!(table.length(), 2, "an export has the values that count");
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
    }

    async fn the_catalogue_of_a_past_day_counts_and_links_as_of_that_day(database: &Database) {
        let city = World::new()
            .with_procedure(procedure("a", "転出届")
                .step(Step::Apply, StepState::Counter, "2020-04-01")
                .step(Step::Apply, StepState::Online, "2024-04-01"))
            .with_procedure(procedure("b", "転入届")
                .step(Step::Apply, StepState::Counter, "2020-04-01")
                .step_recorded(Step::Apply, StepState::Online, "2023-04-01", "2025-04-01"))
            .on(database)
            .await;
        let past = city.get("/procedures?as_of=2023-12-31").await.text();
        assert!(past.contains("2023年12月31日）の状態を表示しています"));
        assert!(past.contains("href=\"/procedures/a?as_of=2023-12-31\""), "the day stays on the way to a procedure");
        assert!(past.contains("noindex"));
        let at_the_counter = |answer: &str| answer.matches("class=\"badge counter").count();
        assert_eq!(at_the_counter(&past), 2, "what was recorded in 2025 was not known then");
        let today = city.get("/procedures").await.text();
        assert_eq!(at_the_counter(&today), 0);
        assert!(!today.contains("の状態を表示しています") && today.contains("href=\"/procedures/a\""));
        assert_eq!(city.get("/procedures?as_of=2099-01-01").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(city.get("/procedures?as_of=no").await.status, StatusCode::BAD_REQUEST);
    }

    async fn the_page_of_data_publishes_the_heads_of_days_that_are_over(database: &Database) {
        let db = database.open().await;
        let write = async |days: u64| {
            write_rows(&db, days_ago(days), &[AuditRow::new("test", "write", "something")]).await.unwrap();
        };
        let city = City::of(db.clone()).await;
        assert!(words(&city, "/data").await.contains("まだ終わった日がありません"));
        World::new().with_procedure(procedure("a", "手続")).build(&db, days_ago(2)).await;
        write(2).await;
        write(1).await;
        city.state.refresh().await.unwrap();
        let heads = city.get("/api/v1/audit-heads").await;
        assert_eq!(heads.all("day"), ["2026-11-20"]);
        let hash = heads.items()[0]["hash"].as_str().unwrap().to_owned();
        assert!(words(&city, "/data").await.contains(&hash));
        let published = format!("2:{hash}").parse().unwrap();
        assert!(audit::verify(&db, &[published]).await.unwrap().is_well());
        // The next day begins without a write, and a published head stays the same.
        city.state.begin_new_day().await.unwrap();
        city.state.begin_new_day().await.unwrap();
        city.state.refresh().await.unwrap();
        let later = city.get("/api/v1/audit-heads").await;
        assert_eq!(later.all("day"), ["2026-11-21", "2026-11-20"]);
        assert_eq!(later.items()[1]["hash"], hash);
        let (fields, rows) = city.get("/api/v1/audit-heads.csv?to=2026-11-20").await.csv();
        assert_eq!(fields, ["day", "number", "rows", "hash"]);
        assert_eq!(rows, [["2026-11-20", "2", "2", hash.as_str()]]);
        for address in ["/en/data", "/easy/data"] {
            assert!(words(&city, address).await.contains(&hash), "{address}");
        }
        assert!(city.get("/").await.text().contains("href=\"/data\""));
    }
}

#[tokio::test]
async fn a_day_that_is_the_first_needs_no_beginning() {
    let database = Database::sqlite();
    let db = database.open().await;
    let city = City::of(db.clone()).await;
    city.state.begin_new_day().await.unwrap();
    assert_eq!(list_log_entries(&mut db.read().await.unwrap(), 10).await.unwrap(), []);
    assert_eq!(day("2026-11-22"), city.state.today());
}
