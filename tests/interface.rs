//! The open-data API.

use axum::http::{Method, StatusCode};
use domain::area::AreaKind;
use domain::card::Measure;
use domain::indicator::{IndicatorKind, ValueKind};
use domain::procedure::{Audience, Blocker, CardRequirement, ChannelKind, Step, StepState};
use serde_json::{Value, json};

use crate::support;
use crate::support::snapshots;
use crate::support::{City, Database, World, indicator, on_both, procedure, value};

/// A city with two wards, a few procedures and one indicator.
fn small_city() -> World {
    World::new()
        .with_area("270008", "大阪府", AreaKind::Prefecture, None)
        .with_area("271403", "堺市", AreaKind::City, Some("270008"))
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_area("271420", "中区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Issued, "2022-12-31", 498_812, 826_158)
        .with_cards("271403", Measure::Held, "2024-03-31", 600_000, 816_000)
        .with_cards("271411", Measure::Held, "2024-03-31", 100_000, 147_000)
        .with_department("citizens", "市民課")
        .with_life_event("moving", "引越し")
        .with_set("priority", "優先手続")
        .with_procedure(
            procedure("moving-out", "転出届")
                .kana("てんしゅつとどけ")
                .english("Notice of moving out")
                .department("citizens")
                .life_event("moving")
                .in_set("priority")
                .audience(Audience::Residents)
                .channel(ChannelKind::Mynaportal, "マイナポータル", "https://example.jp/?a=1;b=2")
                .channel(ChannelKind::Counter, "", "")
                .card(CardRequirement::Signature)
                .paper("本人確認書類")
                .paper("印鑑")
                .fee(true, Some(300))
                .usage(2022, Some(1000), Some(0))
                .usage(2023, None, Some(7))
                .complete_since("2024-04-01"),
        )
        .with_procedure(
            procedure("child-allowance", "児童手当の認定請求")
                .in_set("priority")
                .blocker(Blocker::NoSystem)
                .blocker(Blocker::Other)
                .usage(2023, Some(50), Some(5))
                .step(Step::Apply, StepState::Counter, "2023-04-01")
                .step_recorded(Step::Apply, StepState::Online, "2025-04-01", "2025-06-01"),
        )
        .with_procedure(procedure("unknown", "名前だけの手続").sample())
        .with_procedure(
            procedure("excluded", "対面の相談")
                .in_set("priority")
                .step(Step::Apply, StepState::Counter, "2023-04-01")
                .excluded_since("2023-05-01", "対面が必要なため"),
        )
        .with_indicator(
            {
                let mut online_rate = indicator("online_rate", IndicatorKind::Outcome, "オンライン化率");
                online_rate.set = Some("priority".parse().unwrap());
                online_rate
            },
            &[
                value(2019, ValueKind::Baseline, 58.1),
                value(2022, ValueKind::Target, 85.0),
                value(2022, ValueKind::Actual, 96.0),
                value(2025, ValueKind::Target, 100.0),
            ],
        )
        .with_indicator(indicator("visits", IndicatorKind::Activity, "来庁者数"), &[])
}

async fn city(database: &Database) -> City {
    small_city().on(database).await
}

fn problem_of(answer: &support::Answer) -> Value {
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let problem = answer.json();
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["status"], answer.status.as_u16());
    assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
    problem
}

on_both! {
    async fn a_list_answers_with_its_items_and_how_many_there_are(database: &Database) {
        let city = city(database).await;
        let answer = city.get("/api/v1/procedures?per_page=2&page=2&sort=name").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("content-type"), "application/json");
        let json = answer.json();
        assert_eq!((&json["total"], &json["page"], &json["per_page"]), (&json!(4), &json!(2), &json!(2)));
        assert_eq!(json["revision"], 1);
        assert_eq!(answer.items().len(), 2);
    }

    async fn a_procedure_has_every_field_of_the_design(database: &Database) {
        let answer = city(database).await.get("/api/v1/procedures?q=%E8%BB%A2%E5%87%BA").await;
        snapshots::assert_json("procedure", &answer.json()["items"]);
    }

    async fn what_nobody_has_said_is_null_and_never_0_or_no(database: &Database) {
        let procedure = city(database).await.get("/api/v1/procedures/unknown").await.json();
        for field in ["availability", "department", "card_requirement", "blocker", "latest_usage", "checked_on"] {
            assert_eq!(procedure[field], Value::Null, "{field}");
        }
        let nothing = json!({ "apply": null, "identify": null, "attach": null, "pay": null, "receive": null });
        assert_eq!(procedure["steps"], nothing);
        let unknown_fee = ["required", "yen", "from", "to", "note", "note_easy", "note_en"];
        assert_eq!(procedure["fee"], unknown_fee.into_iter().map(|field| (field, Value::Null)).collect::<Value>());
        assert_eq!(procedure["usage"], json!([]));
        assert_eq!(procedure["sample"], true);
    }

    async fn a_procedure_tells_its_history(database: &Database) {
        let city = city(database).await;
        let now = city.get("/api/v1/procedures/child-allowance").await.json();
        assert_eq!(now["steps"]["apply"], "online");
        assert_eq!(now["history"], json!([
            { "step": "apply", "state": "counter", "effective_on": "2023-04-01", "recorded_on": "2023-04-01" },
            { "step": "apply", "state": "online", "effective_on": "2025-04-01", "recorded_on": "2025-06-01" },
        ]));
        assert_eq!(now["blocker"], "no_system");
        assert_eq!(now["blockers"], json!([{ "code": 3, "id": "no_system" }, { "code": 7, "id": "other" }]));
        assert_eq!(now["revision"], 1);
        let excluded = city.get("/api/v1/procedures/excluded").await.json();
        assert_eq!(excluded["availability"], "excluded");
        assert_eq!(excluded["exclusions"][0]["reason"], "対面が必要なため");
    }

    async fn a_past_day_is_answered_by_what_was_recorded_until_then(database: &Database) {
        let city = city(database).await;
        let apply_on = async |day: &str| {
            let one = city.get(&format!("/api/v1/procedures/child-allowance?as_of={day}")).await.json();
            let listed = city.get(&format!("/api/v1/procedures?as_of={day}")).await.items();
            let same = listed.iter().find(|item| item["id"] == "child-allowance").unwrap();
            assert_eq!(one["steps"], same["steps"]);
            one["steps"]["apply"].clone()
        };
        assert_eq!(apply_on("2023-03-31").await, Value::Null);
        assert_eq!(apply_on("2023-04-01").await, "counter");
        // In effect since April, but recorded only in June.
        assert_eq!(apply_on("2025-05-31").await, "counter");
        assert_eq!(apply_on("2025-06-01").await, "online");
        let tomorrow = city.get("/api/v1/procedures?as_of=2026-11-23").await;
        assert_eq!(problem_of(&tomorrow)["parameter"], "as_of");
    }

    async fn procedures_are_filtered_and_sorted(database: &Database) {
        let city = city(database).await;
        let ids = async |query: &str| city.get(&format!("/api/v1/procedures?{query}")).await.all("id");
        assert_eq!(ids("event=moving").await, ["moving-out"]);
        assert_eq!(ids("department=citizens").await, ["moving-out"]);
        assert_eq!(ids("availability=excluded").await, ["excluded"]);
        assert_eq!(ids("card=signature").await, ["moving-out"]);
        assert_eq!(ids("audience=residents").await, ["moving-out"]);
        assert_eq!(ids("set=priority&sort=volume").await, ["moving-out", "child-allowance", "excluded"]);
        assert_eq!(ids("set=priority&availability=partial").await, ["child-allowance"]);
    }

    async fn areas_are_found_by_kind_parent_and_name(database: &Database) {
        let city = city(database).await;
        let wards = city.get("/api/v1/areas?kind=ward&parent=271403").await;
        assert_eq!(wards.all("code"), ["271411", "271420"]);
        assert_eq!(wards.items()[0], json!({
            "code": "271411", "name": "堺区", "kana": null, "name_en": null, "kind": "ward", "parent": "271403",
        }));
        let named = city.get("/api/v1/areas?q=%E5%A0%BA").await;
        assert_eq!(named.all("code"), ["271403", "271411"]);
        let wrong = city.get("/api/v1/areas?parent=271404").await;
        assert!(problem_of(&wrong)["detail"].as_str().unwrap().contains("271403"), "the right check digit is named");
    }

    async fn a_rate_of_cards_stands_beside_its_two_halves_and_their_dates(database: &Database) {
        let city = city(database).await;
        let issued = city.get("/api/v1/cards?area=271403&measure=issued").await;
        snapshots::assert_json("card-count", &issued.json()["items"]);
    }

    async fn cards_are_filtered_by_date(database: &Database) {
        let city = city(database).await;
        let total = async |query: &str| city.get(&format!("/api/v1/cards?{query}")).await.json()["total"].clone();
        assert_eq!(total("").await, 3);
        assert_eq!(total("as_of=2024-03-31").await, 2);
        assert_eq!(total("from=2023-01-01").await, 2);
        assert_eq!(total("to=2022-12-31").await, 1);
        assert_eq!(total("from=2022-12-31&to=2024-03-31").await, 3);
        let backwards = city.get("/api/v1/cards?from=2024-01-01&to=2023-01-01").await;
        assert_eq!(problem_of(&backwards)["parameter"], "from");
    }

    async fn an_indicator_says_what_was_promised_and_what_was_reached(database: &Database) {
        let answer = city(database).await.get("/api/v1/indicators/online_rate").await;
        let indicator = answer.json();
        snapshots::assert_json("indicator", &indicator);
        // The target year is over, but no result is recorded.
        assert_eq!(indicator["status"], "not_assessable");
        assert_eq!(indicator["status_reason"], "result_not_recorded");
        assert_eq!(indicator["revision"], 1);
    }

    async fn both_online_rates_stand_side_by_side_with_their_halves(database: &Database) {
        let indicator = city(database).await.get("/api/v1/indicators/online_rate").await.json();
        assert_eq!(indicator["computed"][0], json!({
            "figure": "online_rate", "percent": 100.0, "numerator": 2, "denominator": 2,
            "as_of": support::TODAY, "source": null, "sample": false,
        }));
        assert_eq!(indicator["computed"][1], json!({
            "figure": "strict_online_rate", "percent": 50.0, "numerator": 1, "denominator": 2,
            "as_of": support::TODAY, "source": null, "sample": false,
        }));
    }

    async fn an_indicator_without_values_cannot_be_assessed(database: &Database) {
        let answer = city(database).await.get("/api/v1/indicators?kind=activity").await;
        let indicator = &answer.items()[0];
        assert_eq!((&indicator["id"], &indicator["baseline"]), (&json!("visits"), &Value::Null));
        assert_eq!((&indicator["values"], &indicator["status"]), (&json!([]), &json!("not_assessable")));
    }

    async fn an_unknown_parameter_is_an_error_that_names_it(database: &Database) {
        let city = city(database).await;
        for list in ["procedures", "procedures.csv", "areas", "cards", "cards-by-age", "indicators", "procedures/unknown", "indicators/visits"] {
            let answer = city.get(&format!("/api/v1/{list}?colour=red")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{list}");
            assert_eq!(problem_of(&answer)["parameter"], "colour", "{list}");
        }
    }

    async fn a_value_that_cannot_be_read_is_an_error_that_says_what_would_be_right(database: &Database) {
        let city = city(database).await;
        let wrong = [
            ("procedures?availability=online", "availability", "complete"),
            ("procedures?department=nobody", "department", "'nobody'"),
            ("procedures?event=mooving", "event", "'mooving'"),
            ("procedures?set=none", "set", "'none'"),
            ("cards?area=999999", "area", "'999999'"),
            ("procedures?sort=age", "sort", "relevance"),
            ("procedures?as_of=yesterday", "as_of", "2022-12-31"),
            ("procedures?q=a&q=b", "q", "once"),
            ("procedures?page=0", "page", "1"),
            ("procedures?per_page=201", "per_page", "200"),
            ("cards?measure=lost", "measure", "held"),
            ("cards?as_of=2022-02-30", "as_of", "date"),
            ("areas?kind=village", "kind", "ward"),
            ("indicators?kind=input", "kind", "outcome"),
        ];
        for (address, parameter, right) in wrong {
            let answer = city.get(&format!("/api/v1/{address}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
            let problem = problem_of(&answer);
            assert_eq!(problem["parameter"], parameter, "{address}");
            assert!(problem["detail"].as_str().unwrap().contains(right), "{address}: {problem}");
        }
    }

    async fn a_page_past_the_last_is_empty_and_a_page_may_hold_200(database: &Database) {
        let city = city(database).await;
        let past = city.get("/api/v1/procedures?page=9").await;
        assert_eq!((past.items().len(), &past.json()["total"]), (0, &json!(4)));
        assert_eq!(city.get("/api/v1/procedures?per_page=200").await.items().len(), 4);
    }

    async fn a_csv_file_holds_what_the_json_holds(database: &Database) {
        let city = city(database).await;
        for list in tetsuzuki::server::open_data::LISTS {
            let items = city.get(&format!("/api/v1/{}", list.name)).await.items();
            let file = city.get(&format!("/api/v1/{}.csv", list.name)).await;
            assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
            let name = format!("attachment; filename=\"{}-{}.csv\"", list.name, support::TODAY);
            assert_eq!(file.header("content-disposition"), name);
            let (header, rows) = file.csv();
            assert_eq!(header, list.fields);
            assert_eq!(rows.len(), items.len(), "{}", list.name);
            for (row, item) in rows.iter().zip(&items) {
                for (field, cell) in header.iter().zip(row) {
                    assert_eq!(*cell, flat(item, field), "{} {field}", list.name);
                }
            }
        }
    }

    async fn a_csv_file_is_whole_unless_a_page_of_it_is_asked_for(database: &Database) {
        let mut world = World::new();
        for number in 0..260 {
            world = world.with_procedure(procedure(&format!("p{number:03}"), "手続"));
        }
        let city = world.on(database).await;
        assert_eq!(city.get("/api/v1/procedures").await.items().len(), 50);
        assert_eq!(city.get("/api/v1/procedures.csv").await.csv().1.len(), 260);
        assert_eq!(city.get("/api/v1/procedures.csv?page=6").await.csv().1.len(), 10);
        assert_eq!(city.get("/api/v1/procedures.csv?per_page=7").await.csv().1.len(), 7);
    }

    async fn a_name_that_a_spreadsheet_would_run_is_made_harmless_in_csv_alone(database: &Database) {
        let evil = "=HYPERLINK(\"https://example.com\")";
        let city = World::new().with_procedure(procedure("evil", evil).paper("@SUM(1)")).on(database).await;
        assert_eq!(city.get("/api/v1/procedures").await.all("name"), [evil]);
        let (header, rows) = city.get("/api/v1/procedures.csv").await.csv();
        let cell = |field: &str| &rows[0][header.iter().position(|name| name == field).unwrap()];
        assert_eq!(*cell("name"), format!("'{evil}"));
        assert_eq!(cell("papers"), "'@SUM(1)");
    }

    async fn what_is_not_there_is_a_problem_document(database: &Database) {
        let city = city(database).await;
        for address in ["/api/v1/procedures/no-such", "/api/v1/procedures/%20", "/api/v1/indicators/no-such", "/api/v1/no-such", "/api/v2", "/api", "/api/v1/cards/"] {
            let answer = city.get(address).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
            problem_of(&answer);
        }
    }

    async fn writing_is_refused_with_the_methods_that_would_be_right(database: &Database) {
        let city = city(database).await;
        for address in ["/api/v1/procedures", "/api/v1/procedures.csv", "/api/v1/procedures/unknown"] {
            let answer = city.ask(Method::POST, address, &[]).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{address}");
            assert!(answer.header("allow").contains("GET"), "{address}: {:?}", answer.headers);
            problem_of(&answer);
        }
    }

    async fn the_head_alone_is_that_of_the_whole(database: &Database) {
        let city = city(database).await;
        for address in ["/api/v1/procedures", "/api/v1/procedures.csv", "/api/v1/procedures/unknown", "/procedures"] {
            let head = city.ask(Method::HEAD, address, &[]).await;
            let whole = city.get(address).await;
            assert_eq!(head.status, StatusCode::OK, "{address}");
            assert!(head.body.is_empty());
            for name in ["content-length", "content-type", "etag", "cache-control"] {
                assert_eq!(head.header(name), whole.header(name), "{address} {name}");
            }
            assert_eq!(head.header("content-length"), whole.body.len().to_string());
        }
    }

    async fn who_has_an_answer_already_is_told_so(database: &Database) {
        let city = city(database).await;
        let first = city.get("/api/v1/procedures").await;
        let tag = first.header("etag");
        assert_eq!(first.header("cache-control"), "public, max-age=60, must-revalidate");
        let again = city.ask(Method::GET, "/api/v1/procedures", &[("if-none-match", tag)]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.header("access-control-allow-origin"), "*");
        // An entity tag belongs to one address only.
        let other = city.ask(Method::GET, "/api/v1/procedures?page=2", &[("if-none-match", tag)]).await;
        assert_eq!(other.status, StatusCode::OK);
    }

    async fn a_new_revision_is_a_new_answer(database: &Database) {
        let city = city(database).await;
        let before = city.get("/api/v1/areas").await;
        let area = domain::area::Area {
            code: "271438".parse().unwrap(),
            name: "東区".to_owned(),
            kana: String::new(),
            name_en: String::new(),
            kind: AreaKind::Ward,
            parent: None,
        };
        let db = database.open().await;
        let now = "2026-11-22T03:00:00Z".parse().unwrap();
        let area = std::slice::from_ref(&area);
        db.write(store::WriteKind::Published(now), |transaction| {
            transaction.audit(store::AuditRow::new("test", "add", "area"));
            Box::pin(store::areas::save_areas(transaction, area))
        })
        .await
        .unwrap();
        assert!(city.state.refresh().await.unwrap());
        let after = city.ask(Method::GET, "/api/v1/areas", &[("if-none-match", before.header("etag"))]).await;
        assert_eq!((after.status, &after.json()["revision"], &after.json()["total"]), (StatusCode::OK, &json!(2), &json!(5)));
    }

    async fn any_site_may_read_the_interface(database: &Database) {
        let city = city(database).await;
        for address in ["/api/v1/cards", "/api/v1/cards.csv", "/api/v1/cards?colour=red", "/api/v1/procedures/no-such"] {
            assert_eq!(city.get(address).await.header("access-control-allow-origin"), "*", "{address}");
        }
        let asked_first = city.ask(Method::OPTIONS, "/api/v1/cards", &[("origin", "https://example.org")]).await;
        assert_eq!(asked_first.status, StatusCode::NO_CONTENT);
        assert_eq!(asked_first.header("access-control-allow-headers"), "if-none-match");
        assert_eq!(city.get("/procedures").await.header("access-control-allow-origin"), "", "pages are not opened");
    }
}

/// The expected cell for a field of an item, computed independently of the code that writes it.
fn flat(item: &Value, field: &str) -> String {
    fn word(value: &Value) -> String {
        value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
    }
    let entry = |value: &Value| if field.ends_with("url") { word(value).replace(';', "%3B") } else { word(value) };
    let list = |values: Vec<&Value>| values.into_iter().map(entry).collect::<Vec<_>>().join(";");
    let value = match field.split_once('.') {
        Some((name, part)) => match &item[name] {
            Value::Array(entries) => return list(entries.iter().map(|entry| &entry[part]).collect()),
            whole => &whole[part],
        },
        None => &item[field],
    };
    match value {
        Value::Array(entries) => list(entries.iter().collect()),
        value => word(value),
    }
}
