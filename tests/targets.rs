//! Targets: the sheet, a plan that follows another, and the route to 100 %, compared with plain arithmetic.

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use domain::indicator::{IndicatorKind, ValueKind};
use domain::procedure::{Blocker, Step, StepState};
use exchange::import::{Kind, Request, import};
use scraper::{ElementRef, Html};
use tetsuzuki::server::http::router::router;
use tetsuzuki::server::state::AppState;

use crate::support::figure_links::{as_data, figure_links, selector};
use crate::support::{City, Database, World, given_source, indicator, noon_of_today, on_both, procedure, value};

fn texts(page: &Html, what: &str) -> Vec<String> {
    page.select(&selector(what)).map(|each| each.text().collect::<String>().trim().to_owned()).collect()
}

/// Five procedures: one is online, with 300 of 1,000 applications; one has an unknown volume, and one is excluded.
async fn five(database: &Database) -> City {
    let mut rate = indicator("online_rate", IndicatorKind::Outcome, "オンライン化率");
    rate.set = Some("priority".parse().unwrap());
    let waiting =
        |id: &str, name: &str| procedure(id, name).in_set("priority").all_steps(StepState::Counter, "2020-04-01");
    World::new()
        .with_set("priority", "優先手続")
        .with_department("citizens", "市民課")
        .with_department("tax", "税務課")
        .with_procedure(procedure("there", "転出届").in_set("priority").complete_since("2020-04-01").usage(
            2024,
            Some(300),
            None,
        ))
        .with_procedure(waiting("large", "所得証明").department("tax").usage(2024, Some(500), None))
        .with_procedure(
            waiting("planned", "転入届")
                .department("citizens")
                .planned(2027)
                .blocker(Blocker::NoSystem)
                .step(Step::Pay, StepState::NotNeeded, "2021-04-01")
                .usage(2024, Some(200), None),
        )
        .with_procedure(waiting("unknown", "改葬許可").department("citizens"))
        .with_procedure(procedure("aside", "面談").in_set("priority").excluded_since("2020-04-01", "対面のため"))
        .with_indicator(rate, &[value(2019, ValueKind::Baseline, 58.1), value(2025, ValueKind::Target, 100.0)])
        .on(database)
        .await
}

/// The names in the order of the route, and the rates in the last column but one.
fn legs(page: &Html) -> Vec<(String, String)> {
    let table = page.select(&selector("main table")).next().unwrap();
    table
        .select(&selector("tbody tr"))
        .map(|row| {
            let name = row.select(&selector("th a")).next().unwrap().text().collect::<String>();
            let then = row.select(&selector("a.figure-link")).next();
            (name, then.map(|link: ElementRef<'_>| link.text().collect::<String>()).unwrap_or_default())
        })
        .collect()
}

on_both! {
    async fn by_volume_the_largest_comes_first_and_what_is_unknown_stands_apart(database: &Database) {
        let city = five(database).await;
        let page = Html::parse_document(&city.get("/targets/online_rate/route?count=volume").await.text());
        let expected = [("所得証明", "80.0%"), ("転入届", "100.0%"), ("改葬許可", "")];
        assert_eq!(legs(&page), expected.map(|(name, then)| (name.to_owned(), then.to_owned())));
        assert_eq!(texts(&page, "main .headline-value")[0], "30.0%");
        // 700 are missing; the first procedure contributes 500 of them.
        assert!(texts(&page, "main .lead.wording")[0].contains("残りは3手続（年間700件）です。はじめの1手続で"));
    }

    async fn by_kinds_what_is_planned_comes_first_with_what_it_lacks(database: &Database) {
        let city = five(database).await;
        let page = Html::parse_document(&city.get("/targets/online_rate/route").await.text());
        let names: Vec<String> = legs(&page).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["転入届", "所得証明", "改葬許可"]);
        let first = page.select(&selector("main table tbody tr")).next().unwrap().text().collect::<String>();
        for told in ["申請", "本人確認", "令和9年度", "市民課", "200", "+25.00"] {
            assert!(first.contains(told), "{told}: {first}");
        }
        assert!(!first.contains("手数料"), "paying is not needed: {first}");
        // If every plan is met: two of four by the end of fiscal 2027.
        let plans = page.select(&selector("main table")).next_back().unwrap().text().collect::<String>();
        assert!(plans.contains("令和9年度（2027年度）") && plans.contains("50.0%"), "{plans}");
    }

    async fn a_plan_for_a_year_or_later_is_in_the_rate_of_no_year(database: &Database) {
        let mut rate = indicator("online_rate", IndicatorKind::Outcome, "オンライン化率");
        rate.set = Some("priority".parse().unwrap());
        let waiting =
            |id: &str| procedure(id, id).in_set("priority").all_steps(StepState::Counter, "2020-04-01");
        let city = World::new()
            .with_set("priority", "優先手続")
            .with_procedure(procedure("there", "転出届").in_set("priority").complete_since("2020-04-01"))
            .with_procedure(waiting("in-2030").planned(2030))
            .with_procedure(waiting("open").planned_or_later(2030))
            .with_procedure(waiting("in-2031").planned(2031))
            .with_indicator(rate, &[value(2019, ValueKind::Baseline, 58.1), value(2025, ValueKind::Target, 100.0)])
            .on(database)
            .await;
        let page = Html::parse_document(&city.get("/targets/online_rate/route").await.text());
        assert_eq!(legs(&page).into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["in-2030", "open", "in-2031"]);
        let plans = page.select(&selector("main table")).next_back().unwrap();
        let rows: Vec<Vec<String>> = plans
            .select(&selector("tbody tr"))
            .map(|row| row.select(&selector("th, td")).map(|cell| cell.text().collect::<String>().trim().to_owned()).collect())
            .collect();
        let expected = [
            ["令和12年度（2030年度）", "1", "50.0%"],
            ["令和13年度（2031年度）", "1", "75.0%"],
            ["令和12年度（2030年度）以降", "1", "—"],
            ["予定なし・不明", "0", "—"],
        ];
        assert_eq!(rows, expected.map(|row| row.map(str::to_owned).to_vec()));
        let english = city.get("/en/targets/online_rate/route").await.text();
        assert!(english.contains("FY2030 or later") && english.contains("so no rate includes it"));
    }

    async fn what_if_these_were_done_is_answered_and_opens_up(database: &Database) {
        let city = five(database).await;
        let page = city.get("/targets/online_rate/route?count=volume&done=planned").await.text();
        let links = figure_links(&Html::parse_document(&page));
        let (text, href) = links.iter().find(|(_, href)| href.contains("done=planned")).unwrap();
        assert_eq!(text, "50.0%", "300 + 200 of 1,000");
        let account = city.get(&as_data(href)).await.json();
        assert_eq!((&account["numerator"]["amount"], &account["denominator"]["amount"]), (&500.into(), &1000.into()));
        let first = city.get("/targets/online_rate/route?count=volume&first=1").await.text();
        assert!(figure_links(&Html::parse_document(&first)).iter().any(|(text, href)| text == "80.0%" && href.contains("first=1")));
    }

    async fn the_route_of_a_department_counts_its_own_gains_only(database: &Database) {
        let city = five(database).await;
        let page = city.get("/targets/online_rate/route?count=volume&department=citizens").await.text();
        let page = Html::parse_document(&page);
        let expected = [("転入届", "50.0%"), ("改葬許可", "")];
        assert_eq!(legs(&page), expected.map(|(name, then)| (name.to_owned(), then.to_owned())));
        let links = figure_links(&page);
        let (_, href) = links.iter().find(|(_, href)| href.contains("first=1")).unwrap();
        assert_eq!(city.get(&as_data(href)).await.json()["value"], 50.0);
    }

    async fn a_plan_that_follows_another_is_entered_as_data_and_both_are_shown(database: &Database) {
        let city = five(database).await;
        let db = database.open().await;
        for (name, text) in [
            (
                "indicators.csv",
                "id,kind,name,unit,plan,set\nonline_rate_2030,outcome,オンライン化率（次期）,%,次期基本計画,priority\n",
            ),
            (
                "indicator_values.csv",
                "indicator,fiscal_year,kind,value\nonline_rate_2030,2025,baseline,90\nonline_rate_2030,2026,actual,94\n\
                 online_rate_2030,2030,target,100\n",
            ),
        ] {
            let source = given_source("次期基本計画");
            let request = Request { source, ..Request::new(Kind::Indicators, name, noon_of_today()) };
            let report = import(&db, &request, text.as_bytes(), &|_, _| {}).await.unwrap();
            assert!(!report.is_refused(), "{}", report.describe());
        }
        let state = AppState::new(db, noon_of_today).await.unwrap();
        let city = City { router: router(state.clone()), ..city };
        let page = city.get("/targets").await.text();
        assert!(page.contains("オンライン化率（次期）") && page.contains("次期基本計画"));
        let old = city.get("/api/v1/indicators/online_rate").await.json();
        let new = city.get("/api/v1/indicators/online_rate_2030").await.json();
        assert_eq!((&old["baseline"]["value"], &old["target"]["fiscal_year"]), (&58.1.into(), &2025.into()));
        assert_eq!((&new["baseline"]["value"], &new["target"]["fiscal_year"]), (&90.0.into(), &2030.into()));
        assert_eq!(new["required_pace"], 2.0);
        assert_eq!(old["status_reason"], "result_not_recorded", "the verdict of the old plan stays");
        assert_eq!(new["status"], "on_track");
    }

    async fn where_an_indicator_is_heading_is_a_table_a_mark_and_an_account(database: &Database) {
        let mut known: Vec<_> = (0..10)
            .map(|at| value(2016 + at, ValueKind::Actual, 38.0 + f64::from(at) * 4.0 + f64::from(at % 2)))
            .collect();
        known.push(value(2028, ValueKind::Target, 100.0));
        let city = World::new()
            .with_indicator(indicator("long", IndicatorKind::Outcome, "長い指標"), &known)
            .with_indicator(indicator("short", IndicatorKind::Outcome, "短い指標"), &known[2..])
            .on(database)
            .await;
        let page = city.get("/targets/long").await.text();
        let parsed = Html::parse_document(&page);
        let links: Vec<(String, String)> =
            figure_links(&parsed).into_iter().filter(|(_, href)| href.contains("/figures/projection?")).collect();
        let years: Vec<&str> = links.iter().filter_map(|(_, href)| href.split("fiscal_year=").nth(1)).collect();
        assert_eq!(years, ["2026", "2027", "2028"], "until the target, and no further");
        for (text, href) in &links {
            let account = city.get(&as_data(href)).await.json();
            assert_eq!(*text, format!("{:.1}%", account["value"].as_f64().unwrap()));
            let end = |name: &str| account["inputs"][name].as_f64().unwrap();
            let ends = [end("low"), end("high")];
            let expected = account["value"].as_f64().unwrap();
            assert!(ends[0] <= expected && expected <= ends[1] && ends[1] <= 100.0, "{account}");
        }
        // One more year with a steady rise of four points.
        let next: f64 = links[0].0.trim_end_matches('%').parse().unwrap();
        assert!((next - 78.5).abs() < 3.0, "{next}");
        assert_eq!(page.matches("class=\"projected-dot\"").count(), 2 * (3 + 1), "three years and the legend, twice");
        assert!(page.contains("class=\"pace-line\""));
        let short = city.get("/targets/short").await.text();
        assert!(!short.contains("projected-dot") && short.contains("9年度以上が必要"), "eight years are too few");
    }

    async fn a_year_that_is_over_without_a_value_says_that_it_was_not_entered(database: &Database) {
        let city = five(database).await;
        let page = Html::parse_document(&city.get("/targets/online_rate").await.text());
        let row = page.select(&selector("table.sheet tbody tr")).nth(1).unwrap();
        let cells: Vec<String> = row.select(&selector("td")).map(|cell| cell.text().collect::<String>()).collect();
        assert!(cells[0].contains("58.1%"));
        assert!(cells[1..].iter().all(|cell| cell.trim() == "未入力"), "{cells:?}");
    }
}

/// The rates of change in the demonstration, from the values of the API alone.
#[tokio::test]
async fn paces_distance_and_growth_ratio_follow_from_the_recorded_values() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let get = async |part: &str| {
        let address = format!("/api/v1/figures/progress?indicator=online_rate&part={part}");
        city.get(&address).await.json()["value"].as_f64().unwrap()
    };
    let values = city.get("/api/v1/indicators/online_rate").await.json()["values"].as_array().unwrap().clone();
    let of = |year: i64, field: &str| {
        values.iter().find(|value| value["fiscal_year"] == year).and_then(|value| value[field].as_f64()).unwrap()
    };
    let (start, newest, target) = (of(2019, "actual"), of(2023, "actual"), of(2025, "target"));
    let close = |left: f64, right: f64| (left - right).abs() < 1e-9;
    assert!(close(get("required-pace").await, (target - start) / 6.0));
    assert!(close(get("observed-pace").await, (newest - start) / 4.0));
    assert!(close(get("distance").await, newest - target));
    let growth = |to: f64, years: f64| (to / start).powf(1.0 / years) - 1.0;
    assert!(close(get("growth-ratio").await, growth(newest, 4.0) / growth(target, 6.0)));
    for (year, shown) in [(2022, "113%"), (2023, "100%")] {
        let achieved = of(year, "actual") / of(year, "target") * 100.0;
        assert_eq!(format!("{achieved:.0}%"), shown);
        let page = Html::parse_document(&city.get("/targets").await.text());
        let wanted = format!("/figures/achievement?indicator=online_rate&fiscal_year={year}");
        assert!(figure_links(&page).contains(&(shown.to_owned(), wanted)));
    }
}
