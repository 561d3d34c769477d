//! Every figure has a page that shows its rows, and the rows give the figure.

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::card::Measure;
use domain::definition::Definition;
use domain::indicator::{IndicatorKind, ValueKind};
use domain::procedure::{Step, StepState};
use scraper::Html;
use serde_json::Value;
use tetsuzuki::language::Language;

use crate::support;
use crate::support::figure_links::{as_data, figure_links, selector};
use crate::support::{City, Database, World, day, indicator, on_both, procedure, value};

async fn small_city(database: &Database) -> City {
    let mut rate = indicator("online_rate", IndicatorKind::Outcome, "オンライン化率");
    rate.set = Some("priority".parse().unwrap());
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_area("271420", "中区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Issued, "2022-06-30", 50, 100)
        .with_cards("271403", Measure::Issued, "2022-12-31", 66, 110)
        .with_cards("271411", Measure::Issued, "2022-12-31", 40, 60)
        .with_cards("271420", Measure::Issued, "2022-12-31", 26, 50)
        .with_set("priority", "優先手続")
        .with_procedure(procedure("whole", "転出届").in_set("priority").complete_since("2022-04-01").usage(
            2022,
            Some(300),
            Some(90),
        ))
        .with_procedure(
            procedure("half", "転入届")
                .in_set("priority")
                .all_steps(StepState::Counter, "2022-04-01")
                .step(Step::Apply, StepState::Online, "2022-10-01")
                .usage(2022, Some(100), None),
        )
        .with_procedure(procedure("unknown", "改葬許可").in_set("priority"))
        .with_procedure(procedure("aside", "面談").in_set("priority").excluded_since("2022-04-01", "対面のため"))
        .with_indicator(rate, &[value(2022, ValueKind::Target, 85.0), value(2022, ValueKind::Actual, 96.0)])
        .on(database)
        .await
}

on_both! {
    async fn an_online_rate_opens_into_its_procedures_with_what_is_left_out(database: &Database) {
        let city = small_city(database).await;
        let get = async |count: &str, on: &str| {
            city.get(&format!("/api/v1/figures/online-rate?set=priority&count={count}&on={on}")).await.json()
        };
        let kinds = get("kinds", "2022-12-31").await;
        assert_eq!((&kinds["numerator"]["amount"], &kinds["denominator"]["amount"]), (&2.into(), &3.into()));
        assert_eq!(kinds["left_out"]["excluded"], 1);
        assert_eq!(kinds["left_out"]["counted_though_unknown"], 1);
        let standing: Vec<(&str, &str)> = kinds["rows"].as_array().unwrap().iter()
            .map(|row| (row["id"].as_str().unwrap(), row["standing"].as_str().unwrap())).collect();
        assert_eq!(standing, [("aside", "excluded"), ("half", "counted"), ("unknown", "counted"), ("whole", "counted")]);
        assert_eq!(get("kinds", "2022-09-30").await["numerator"]["amount"], 1, "before the change");
        assert_eq!(get("strict", "2022-12-31").await["numerator"]["amount"], 1);
        let volume = get("volume", "2022-12-31").await;
        assert_eq!((&volume["numerator"]["amount"], &volume["denominator"]["amount"]), (&400.into(), &400.into()));
        assert_eq!(volume["left_out"]["volume_unknown"], 1);
        assert_eq!(get("strict-volume", "2022-12-31").await["value"], 75.0);
    }

    async fn a_usage_rate_leaves_out_what_is_not_known(database: &Database) {
        let city = small_city(database).await;
        let all = city.get("/api/v1/figures/usage-rate?set=priority&over=all&fiscal_year=2022").await.json();
        assert_eq!((&all["numerator"]["amount"], &all["denominator"]["amount"]), (&90.into(), &300.into()));
        assert_eq!(all["left_out"]["usage_unknown"], 3);
        let one = city.get("/api/v1/figures/procedure-usage?procedure=half&fiscal_year=2022").await.json();
        assert!(one["value"].is_null(), "unknown is not zero: {one}");
    }

    async fn the_rate_of_a_city_opens_into_its_wards_where_they_add_up(database: &Database) {
        let city = small_city(database).await;
        let rate = async |on: &str| {
            city.get(&format!("/api/v1/figures/card-rate?area=271403&measure=issued&as_of={on}")).await.json()
        };
        let ids = |account: &Value| -> Vec<String> {
            account["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids(&rate("2022-12-31").await), ["271411", "271420"]);
        assert_eq!(ids(&rate("2022-06-30").await), ["271403"], "no ward was counted that day");
        let change = "/api/v1/figures/card-change?area=271403&measure=issued&from=2022-06-30&to=2022-12-31";
        let change = city.get(change).await.json();
        assert!((change["value"].as_f64().unwrap() - 10.0).abs() < 1e-9, "{change}");
        let inputs = &change["inputs"];
        let parts = inputs["part_cards"].as_f64().unwrap() + inputs["part_population"].as_f64().unwrap();
        assert!((parts - 10.0).abs() < 1e-9);
        assert!((inputs["part_cards"].as_f64().unwrap() - 16.0).abs() < 1e-9, "(66 − 50) / 100");
    }

    async fn an_achievement_names_the_two_values_it_is_made_of(database: &Database) {
        let city = small_city(database).await;
        let page = city.get("/figures/achievement?indicator=online_rate&fiscal_year=2022").await.text();
        let links = figure_links(&Html::parse_document(&page));
        let said: Vec<&str> = links.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(said, ["96.0%", "85.0%"]);
        assert!(page.contains("112.9%") && page.contains("112.9412"));
    }

    async fn an_account_is_known_by_its_whole_address_and_need_not_be_found(database: &Database) {
        let city = small_city(database).await;
        let page = city.get("/en/figures/card-rate?as_of=2022-12-31&measure=issued&area=271403").await.text();
        let page = Html::parse_document(&page);
        let canonical = page.select(&selector("link[rel=canonical]")).next().unwrap().attr("href").unwrap();
        assert_eq!(canonical, "/en/figures/card-rate?area=271403&measure=issued&as_of=2022-12-31");
        assert!(page.select(&selector("meta[name=robots][content^=noindex]")).next().is_some());
    }

    async fn an_address_that_names_no_figure_says_so(database: &Database) {
        let city = small_city(database).await;
        for (address, status) in [
            ("/figures/nothing?area=271403", StatusCode::NOT_FOUND),
            ("/figures/card-rate?area=271403&measure=issued&as_of=2022-12-30", StatusCode::NOT_FOUND),
            ("/figures/card-rate?area=271403&measure=issued", StatusCode::BAD_REQUEST),
            ("/figures/card-rate?area=271403&measure=given&as_of=2022-12-31", StatusCode::BAD_REQUEST),
        ] {
            assert_eq!(city.get(address).await.status, status, "{address}");
            let data = city.get(&as_data(address)).await;
            assert_eq!(data.status, status, "{address}");
            assert_eq!(data.header("content-type"), "application/problem+json");
        }
        let with_more = "/figures/card-rate?area=271403&measure=issued&as_of=2022-12-31&colour=red";
        assert_eq!(city.get(with_more).await.status, StatusCode::OK, "the page names what it passed over");
        assert_eq!(city.get(&as_data(with_more)).await.status, StatusCode::BAD_REQUEST);
        let missing = city.get("/api/v1/figures/card-rate?area=271403&measure=issued").await.json();
        assert!(missing["detail"].as_str().unwrap().contains("'as_of'"), "{missing}");
    }

    async fn a_figure_is_asked_for_on_days_that_are_recorded(database: &Database) {
        let city = small_city(database).await;
        let online = "/figures/online-rate?set=priority&count=kinds&on=";
        assert_eq!(city.get(&format!("{online}2022-12-31")).await.status, StatusCode::OK);
        for (address, name) in [
            (format!("{online}2999-01-01"), "'on'"),
            (format!("{online}1999-01-01"), "'on'"),
            ("/figures/card-rate?area=271403&measure=issued&as_of=2999-01-01".to_owned(), "'as_of'"),
        ] {
            assert_eq!(city.get(&address).await.status, StatusCode::BAD_REQUEST, "{address}");
            let refused = city.get(&as_data(&address)).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{address}");
            let detail = refused.json()["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains(name) && detail.contains("today, 2026-11-22"), "{detail}");
        }
        for address in ["/cards?as_of=2999-01-01", "/cards?from=2999-01-01", "/api/v1/cards?as_of=2999-01-01", "/api/v1/procedures?as_of=2999-01-01"] {
            assert_eq!(city.get(address).await.status, StatusCode::BAD_REQUEST, "{address}");
        }
    }

    async fn the_table_of_a_figure_holds_the_figure_and_its_rows(database: &Database) {
        let city = small_city(database).await;
        let answer = city.get("/api/v1/figures/card-rate.csv?area=271403&measure=issued&as_of=2022-12-31").await;
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
        let (header, rows) = answer.csv();
        let column = |name: &str| header.iter().position(|field| field == name).unwrap();
        let cells = |name: &str| rows.iter().map(|row| row[column(name)].as_str()).collect::<Vec<_>>();
        assert_eq!(cells("part"), ["figure", "definition", "date", "date", "row", "row"]);
        assert_eq!(cells("id"), ["card-rate", "issue-rate", "", "", "271411", "271420"]);
        assert_eq!(cells("value")[1..4], ["1", "2022-12-31", "2022-01-01"], "version, day of the cards, of the residents");
        assert_eq!(cells("numerator"), ["66", "", "", "", "40", "26"]);
        assert_eq!(cells("denominator"), ["110", "", "", "", "60", "50"]);
    }
}

/// A rate, recomputed from the exported file of procedures alone.
#[tokio::test]
async fn the_online_rates_are_those_of_the_exported_catalogue() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let (header, rows) = city.get("/api/v1/procedures.csv?set=priority").await.csv();
    let column = |name: &str| header.iter().position(|field| field == name).unwrap_or_else(|| panic!("{name}"));
    let in_set: Vec<&Vec<String>> = rows.iter().filter(|row| row[column("availability")] != "excluded").collect();
    let total = |row: &Vec<String>| -> Option<i64> {
        let years: Vec<i32> =
            row[column("usage.fiscal_year")].split(';').filter_map(|year| year.parse().ok()).collect();
        let totals: Vec<Option<i64>> = row[column("usage.total")].split(';').map(|total| total.parse().ok()).collect();
        years.into_iter().zip(totals).filter_map(|(year, total)| Some((year, total?))).max().map(|(_, total)| total)
    };
    let online = |row: &&&Vec<String>| row[column("steps.apply")] == "online";
    let complete = |row: &&&Vec<String>| row[column("availability")] == "complete";
    let volume = |rows: Vec<&&Vec<String>>| rows.into_iter().filter_map(|row| total(row)).sum::<i64>();
    let count = |rows: Vec<&&Vec<String>>| i64::try_from(rows.len()).unwrap();
    let today = day(support::TODAY);
    for (kind, numerator, denominator) in [
        ("kinds", count(in_set.iter().filter(online).collect()), count(in_set.iter().collect())),
        ("strict", count(in_set.iter().filter(complete).collect()), count(in_set.iter().collect())),
        ("volume", volume(in_set.iter().filter(online).collect()), volume(in_set.iter().collect())),
        ("strict-volume", volume(in_set.iter().filter(complete).collect()), volume(in_set.iter().collect())),
    ] {
        let account =
            city.get(&format!("/api/v1/figures/online-rate?set=priority&count={kind}&on={today}")).await.json();
        assert_eq!(account["numerator"]["amount"], numerator, "{kind}");
        assert_eq!(account["denominator"]["amount"], denominator, "{kind}");
        assert!(denominator > 0 && account["sample"] == true, "{kind}");
    }
}

#[tokio::test]
async fn every_definition_is_explained_in_every_language() {
    let database = Database::sqlite();
    let city = small_city(&database).await;
    for language in Language::all() {
        let page = city.get(&language.path("/definitions")).await.text();
        let page = Html::parse_document(&page);
        for definition in Definition::ALL {
            assert!(page.select(&selector(&format!("#{definition}"))).next().is_some(), "{definition}");
            for what in ["name", "formula", "source"] {
                let text = language.text(&format!("definition-{definition}-{what}"));
                assert!(!text.is_empty() && !text.contains("Unknown localization"), "{definition} {what}: {text}");
            }
        }
    }
}
