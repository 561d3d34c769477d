//! The page of one procedure, and the same procedure as linked data.

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::calendar::FiscalYear;
use domain::procedure::{Audience, Blocker, CardRequirement, ChannelKind, Department, LocalText, Step, StepState};
use domain::usage::Usage;
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::support::snapshots;
use crate::support::{Answer, City, Database, World, day, on_both, procedure, source_named};

const PAGES: [&str; 3] = ["/procedures/moving-out", "/easy/procedures/moving-out", "/en/procedures/moving-out"];

/// A procedure with all details, related ones, and one without any.
fn world() -> World {
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_department_of(Department {
            code: "citizens".parse().unwrap(),
            name: "市民課".to_owned(),
            name_en: "Citizens' Division".to_owned(),
            counter: "本庁1階".to_owned(),
            counter_en: "Main building, ground floor".to_owned(),
            hours: "平日9時から17時".to_owned(),
            hours_en: "Weekdays 9:00 to 17:00".to_owned(),
            phone: "072-000-0000".to_owned(),
            sample: false,
        })
        .with_life_event("moving", "引っ越し")
        .with_life_event("birth", "出産")
        .with_set("priority", "優先手続")
        .with_source(source_named("counted", "市の集計", true))
        .with_procedure(
            procedure("moving-out", "転出届")
                .kana("てんしゅつとどけ")
                .english("Notice of moving out")
                .department("citizens")
                .life_event("moving")
                .in_set("priority")
                .audience(Audience::Residents)
                .audience(Audience::Business)
                .channel(ChannelKind::Mynaportal, "", "https://example.jp/?a=1&b=2")
                .channel(ChannelKind::Mail, "", "")
                .channel(ChannelKind::Phone, "", "")
                .channel(ChannelKind::Counter, "", "")
                .card(CardRequirement::Signature)
                .paper("本人確認書類")
                .paper("印鑑")
                .fee(true, Some(300))
                .step(Step::Apply, StepState::Online, "2024-04-01")
                .step(Step::Identify, StepState::Online, "2024-04-01")
                .step(Step::Attach, StepState::NotNeeded, "2024-04-01")
                .step(Step::Pay, StepState::Counter, "2024-04-01")
                .with(|procedure| {
                    procedure.summary = LocalText {
                        ja: "市外へ引っ越すときの届出です。".to_owned(),
                        easy: String::new(),
                        en: "Tell the city that you move away.".to_owned(),
                    };
                    procedure.legal_basis = "住民基本台帳法第24条".to_owned();
                    procedure.processing = "P14D".to_owned();
                    procedure.checked_on = Some(day("2026-05-18"));
                    procedure.fee.note = "郵送は切手が必要".to_owned();
                    procedure.usage.push(Usage {
                        fiscal_year: FiscalYear(2025),
                        total: Some(1200),
                        online: None,
                        source: "counted".parse().unwrap(),
                        sample: true,
                    });
                }),
        )
        .with_procedure(procedure("moving-in", "転入届").life_event("moving").department("citizens"))
        .with_procedure(procedure("both", "転居と出生").life_event("moving").life_event("birth"))
        .with_procedure(
            procedure("excluded", "対面の相談").life_event("moving").excluded_since("2024-04-01", "対面が必要なため"),
        )
        .with_procedure(procedure("elsewhere", "犬の登録").life_event("birth"))
        .with_procedure(procedure("unknown", "名前だけの手続"))
}

async fn city(database: &Database) -> City {
    world().on(database).await
}

fn texts(page: &Answer, selector: &str) -> Vec<String> {
    let document = Html::parse_document(&page.text());
    let selector = Selector::parse(selector).unwrap();
    document
        .select(&selector)
        .map(|found| found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn text(page: &Answer, selector: &str) -> String {
    texts(page, selector).join(" ")
}

fn attributes(page: &Answer, selector: &str, name: &str) -> Vec<String> {
    let document = Html::parse_document(&page.text());
    let selector = Selector::parse(selector).unwrap();
    document.select(&selector).filter_map(|found| found.attr(name).map(str::to_owned)).collect()
}

/// The cells of each row in the table of steps.
fn ladder_table(page: &Answer) -> Vec<Vec<String>> {
    let document = Html::parse_document(&page.text());
    let (rows, cells) = (Selector::parse(".channel-steps tr").unwrap(), Selector::parse("th, .step-state").unwrap());
    document
        .select(&rows)
        .map(|row| row.select(&cells).map(|cell| cell.text().next().unwrap_or_default().trim().to_owned()).collect())
        .collect()
}

fn linked(page: &Answer) -> Value {
    let [block] = texts_of_scripts(page).try_into().unwrap_or_else(|found: Vec<String>| panic!("{found:?}"));
    serde_json::from_str(&block).unwrap_or_else(|error| panic!("{error}: {block}"))
}

fn texts_of_scripts(page: &Answer) -> Vec<String> {
    let document = Html::parse_document(&page.text());
    let selector = Selector::parse("script[type='application/ld+json']").unwrap();
    document.select(&selector).map(|found| found.text().collect()).collect()
}

on_both! {
    async fn each_way_to_apply_has_its_own_ladder(database: &Database) {
        let page = city(database).await.get(PAGES[0]).await;
        assert_eq!(page.status, StatusCode::OK);
        let rows: Vec<Vec<String>> = ladder_table(&page);
        let expected = [
            ["段階", "マイナポータル", "郵送", "電話", "窓口"],
            ["申請", "オンライン", "郵送", "電話", "窓口"],
            ["本人確認", "オンライン", "所管課に確認", "所管課に確認", "窓口"],
            ["添付書類", "不要", "不要", "不要", "不要"],
            ["手数料", "窓口", "所管課に確認", "所管課に確認", "窓口"],
            ["結果受領", "所管課に確認", "所管課に確認", "所管課に確認", "必要なら窓口"],
        ];
        assert_eq!(rows, expected);
    }

    async fn a_procedure_without_ways_still_says_its_steps(database: &Database) {
        let page = city(database).await.get("/procedures/unknown").await;
        assert_eq!(ladder_table(&page).len(), 0);
        assert_eq!(texts(&page, ".ladder-list b"), ["申請", "本人確認", "添付書類", "手数料", "結果受領"]);
        assert_eq!(texts(&page, ".ladder-list .step-state"), ["不明"; 5]);
    }

    async fn everything_that_is_known_stands_on_the_page_in_each_language(database: &Database) {
        let city = city(database).await;
        for (address, expected) in PAGES.into_iter().zip([
            ["300円", "窓口で支払います。", "P14D", "個人、事業者", "市民課が2026年5月18日に内容を確認しました。", "平日9時から17時"],
            ["300円", "まど口で　はらいます。", "P14D", "住んで　いる　人、かいしゃや　お店", "市民課が　2026年5月18日に　たしかめました。", "平日9時から17時"],
            ["300 yen", "You pay at the counter.", "P14D", "Residents, Businesses", "Citizens' Division confirmed this information on 18 May 2026.", "Weekdays 9:00 to 17:00"],
        ]) {
            let page = city.get(address).await;
            let main = text(&page, "main");
            for words in expected {
                // White space is collapsed, including the wide space of easy Japanese.
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(main.contains(&words), "{address}: {words}\n{main}");
            }
            for words in ["本人確認書類", "印鑑", "住民基本台帳法第24条", "郵送は切手が必要"] {
                assert!(main.contains(words), "{address}: {words}");
            }
            assert!(!page.text().contains("Unknown localization"), "{address}");
        }
    }

    async fn the_usage_names_its_own_source_and_is_marked_where_it_is_sample(database: &Database) {
        let city = city(database).await;
        let page = city.get(PAGES[0]).await;
        let row = text(&page, "tbody tr:has(td.number)");
        assert!(row.contains("サンプル") && row.contains("1,200") && row.contains("不明"), "{row}");
        assert!(text(&page, "main .source-note").contains("市の集計"));
        let usage = city.get("/api/v1/procedures/moving-out").await.json()["latest_usage"].clone();
        assert_eq!(usage, json!({
            "fiscal_year": 2025, "total": 1200, "online": null, "source": "counted", "sample": true,
        }));
        assert!(text(&page, ".sample-bar").contains("サンプル"), "a page with sample figures says so at its head");
    }

    async fn a_check_of_long_ago_is_said_to_be_old(database: &Database) {
        let checked = |id: &str, on: Option<&str>| {
            procedure(id, "手続").with(|procedure| procedure.checked_on = on.map(day))
        };
        let city = World::new()
            .with_procedure(checked("fresh", Some("2025-11-22")))
            .with_procedure(checked("old", Some("2025-11-21")))
            .with_procedure(checked("never", None))
            .on(database)
            .await;
        let warned = async |id: &str| {
            text(&city.get(&format!("/procedures/{id}")).await, "aside .notice").contains("1年以上")
        };
        assert_eq!([warned("fresh").await, warned("old").await, warned("never").await], [false, true, false]);
        let never = city.get("/procedures/never").await;
        assert!(text(&never, "aside").contains("所管課による確認日は不明です。"));
    }

    async fn a_plan_whose_year_is_over_is_not_told_as_a_plan(database: &Database) {
        let counter = |id: &str| {
            procedure(id, "手続").blocker(Blocker::Planned).step(Step::Apply, StepState::Counter, "2024-04-01")
        };
        let city = World::new()
            .with_procedure(counter("past").planned(2025))
            .with_procedure(counter("running").planned(2026))
            .on(database)
            .await;
        let main = async |id: &str| text(&city.get(&format!("/procedures/{id}")).await, "main");
        assert!(main("past").await.contains("オンライン化する予定でしたが"));
        assert!(main("running").await.contains("オンライン化する予定です。"));
    }

    async fn a_plan_for_a_year_or_later_is_told_in_these_words_and_is_never_over(database: &Database) {
        let counter = |id: &str| procedure(id, "手続").step(Step::Apply, StepState::Counter, "2024-04-01");
        let city = World::new()
            .with_procedure(counter("open").planned_or_later(2030))
            .with_procedure(counter("begun").planned_or_later(2025))
            .with_procedure(counter("definite").planned(2030))
            .with_procedure(counter("none"))
            .on(database)
            .await;
        for (address, words) in [
            ("/procedures/open", "令和12年度（2030年度）以降にオンライン化する予定です。"),
            ("/procedures/begun", "令和7年度（2025年度）以降にオンライン化する予定です。"),
            ("/easy/procedures/open", "令和12年度（2030年度）か、その あとに"),
            ("/en/procedures/open", "Planned to be online in FY2030 or later."),
            ("/en/procedures/definite", "Planned to be online in FY2030."),
            ("/changes", "令和12年度（2030年度）以降にオンライン化する予定です"),
            ("/changes", "令和7年度（2025年度）以降にオンライン化する予定です"),
            ("/en/changes", "Planned to go online in FY2030 or later, with no year set"),
        ] {
            let main = text(&city.get(address).await, "main");
            assert!(main.contains(words), "{address}: {main}");
        }
        for (id, year, or_later) in [("open", json!(2030), json!(true)), ("definite", json!(2030), json!(false)), ("none", Value::Null, Value::Null)] {
            let found = city.get(&format!("/api/v1/procedures/{id}")).await.json();
            assert_eq!((&found["planned_fiscal_year"], &found["planned_or_later"]), (&year, &or_later), "{id}");
        }
        let (header, rows) = city.get("/api/v1/changes.csv").await.csv();
        let place = |name: &str| header.iter().position(|column| column == name).unwrap();
        let told: Vec<[&str; 3]> = rows
            .iter()
            .map(|row| ["procedure", "planned_fiscal_year", "planned_or_later"].map(|name| row[place(name)].as_str()))
            .collect();
        assert_eq!(told, [["begun", "2025", "true"], ["definite", "2030", "false"], ["open", "2030", "true"]]);
    }

    async fn what_is_excluded_gives_its_reason_and_promises_nothing(database: &Database) {
        let main = text(&city(database).await.get("/procedures/excluded").await, "main");
        assert!(main.contains("対面が必要なため"));
        assert!(!main.contains("理由の情報がありません") && !main.contains("予定時期"), "{main}");
    }

    async fn what_exists_in_japanese_only_is_said_to_be(database: &Database) {
        let city = city(database).await;
        for (address, said) in [
            ("/en/procedures/moving-in", true),
            ("/easy/procedures/moving-in", true),
            ("/procedures/moving-in", false),
            ("/en/procedures/moving-out", false),
        ] {
            let header = text(&city.get(address).await, "article > header");
            let notes = ["available in Japanese only", "書いて いない ところ"];
            assert_eq!(notes.iter().any(|note| header.contains(note)), said, "{address}: {header}");
        }
    }

    async fn related_are_those_of_the_same_life_events_the_nearest_first(database: &Database) {
        let city = city(database).await;
        let links = async |page: &str| attributes(&city.get(page).await, ".related a", "href");
        assert_eq!(links(PAGES[0]).await, ["/procedures/moving-in", "/procedures/both"]);
        // Each shares one life event and none shares a department: the most used comes first.
        let others = ["/en/procedures/moving-out", "/en/procedures/elsewhere", "/en/procedures/moving-in"];
        assert_eq!(links("/en/procedures/both").await, others);
        assert_eq!(links("/procedures/unknown").await, [] as [&str; 0]);
    }

    async fn the_linked_data_say_what_the_interface_says(database: &Database) {
        let city = city(database).await;
        let fact = city.get("/api/v1/procedures/moving-out").await.json();
        let page = city.get(PAGES[0]).await;
        let file = city.get("/api/v1/procedures/moving-out.jsonld").await;
        assert_eq!(file.header("content-type"), "application/ld+json");
        assert_eq!(linked(&page), file.json());
        assert_eq!(linked(&city.get(PAGES[2]).await), file.json());

        let document = file.json();
        snapshots::assert_json("linked-data", &document);
        let (service, public) = (&document["@graph"][0], &document["@graph"][1]);
        let ja = |text: &Value| json!({ "@language": "ja", "@value": text });
        let en = |text: &Value| json!({ "@language": "en", "@value": text });
        let names = json!([ja(&fact["name"]), en(&fact["name_en"])]);
        assert_eq!((&service["name"], &public["dct:title"]), (&names, &names));
        assert_eq!(service["description"], json!([ja(&fact["summary"]), en(&fact["summary_en"])]));
        assert_eq!((&service["identifier"], &public["dct:identifier"]), (&fact["id"], &fact["id"]));

        let department = &service["provider"]["department"];
        assert_eq!(department["identifier"], fact["department"]);
        assert_eq!(department["name"][0], ja(&fact["department_name"]));
        assert_eq!(public["cv:hasCompetentAuthority"]["dct:identifier"], fact["department"]);

        let channels = service["availableChannel"].as_array().unwrap();
        assert_eq!(channels.len(), fact["channels"].as_array().unwrap().len());
        assert_eq!(channels[0]["serviceUrl"], fact["channels"][0]["url"]);

        assert_eq!(service["offers"]["price"], fact["fee"]["yen"]);
        assert_eq!(public["cv:isGroupedBy"][0]["dct:identifier"], fact["life_events"][0]);
        assert_eq!(public["cv:isClassifiedBy"][0]["skos:notation"], fact["sets"][0]);
        let papers: Vec<&Value> =
            public["cpsv:hasInput"].as_array().unwrap().iter().map(|paper| &paper["dct:title"][0]["@value"]).collect();
        assert_eq!(json!(papers), fact["papers"]);
        assert_eq!(public["cv:hasLegalResource"]["dct:title"][0], ja(&fact["legal_basis"]));
        assert_eq!(public["cv:processingTime"], json!({ "@type": "xsd:duration", "@value": fact["processing"] }));
        assert_eq!(service["mainEntityOfPage"][0]["lastReviewed"], fact["checked_on"]);
    }

    async fn what_nobody_has_said_is_not_in_the_linked_data(database: &Database) {
        let city = World::new().with_procedure(procedure("unknown", "名前だけの手続").sample()).on(database).await;
        let document = city.get("/api/v1/procedures/unknown.jsonld").await.json();
        let names = |node: &Value| node.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            names(&document["@graph"][0]),
            ["@id", "@type", "disambiguatingDescription", "identifier", "mainEntityOfPage", "name", "url"]
        );
        assert_eq!(names(&document["@graph"][1]), ["@id", "@type", "dct:identifier", "dct:title", "rdfs:comment"]);
        assert!(!document.to_string().contains("null"), "{document}");
        assert!(document["@graph"][1]["rdfs:comment"][1]["@value"].as_str().unwrap().starts_with("Sample"));
    }

    async fn a_hostile_name_ends_neither_the_block_nor_the_page(database: &Database) {
        let evil = "</script><script>alert(1)</script><!--";
        let city = World::new()
            .with_procedure(procedure("evil", evil).paper(evil).channel(ChannelKind::Counter, evil, ""))
            .on(database)
            .await;
        let page = city.get("/procedures/evil").await;
        assert_eq!(linked(&page)["@graph"][0]["name"][0]["@value"], evil);
        assert!(!page.text().contains("<script>"), "no script element that nobody wrote");
        assert_eq!(attributes(&page, "script", "type"), ["module", "application/ld+json"]);
    }

    async fn linked_data_take_no_parameters_and_an_unknown_id_has_none(database: &Database) {
        let city = city(database).await;
        let missing = city.get("/api/v1/procedures/no-such.jsonld").await;
        assert_eq!((missing.status, missing.header("content-type")), (StatusCode::NOT_FOUND, "application/problem+json"));
        let asked = city.get("/api/v1/procedures/moving-out.jsonld?as_of=2024-01-01").await;
        assert_eq!((asked.status, &asked.json()["parameter"]), (StatusCode::BAD_REQUEST, &json!("as_of")));
    }

    async fn an_id_that_ends_like_a_file_is_still_an_id(database: &Database) {
        let city = World::new().with_procedure(procedure("a.jsonld", "手続")).on(database).await;
        assert_eq!(city.get("/api/v1/procedures/a.jsonld").await.json()["id"], "a.jsonld");
        let linked = city.get("/api/v1/procedures/a.jsonld.jsonld").await.json();
        assert_eq!(linked["@graph"][0]["identifier"], "a.jsonld");
    }
}
