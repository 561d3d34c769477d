//! Where readers find corrections: pages, provenance, the interface and the feeds.

use super::*;

/// A city in which a figure of each page was corrected.
async fn corrected_city(database: &Database) -> City {
    let db = filled(database).await;
    let cards = format!("{CARDS}271411,保有,2024-03-31,100100,147000,2022-01-01\n");
    assert_eq!(left_by(&db, Kind::Cards, &cards).await.len(), 1);
    let usage = "手続ID,年度,総手続件数,オンライン手続件数\nmoving-out,2023,不明,\n";
    assert_eq!(left_by(&db, Kind::Usage, usage).await.len(), 1);
    let values = "指標ID,年度,値の区分,値\nonline_rate,2022,実績値,95.25\n";
    assert_eq!(left_by(&db, Kind::Indicators, values).await.len(), 1);
    let item = "事務事業ID,表示順,年度,項目,金額（千円）,うち一般財源（千円）\nict,1,2024,委託料,12345,70\n";
    assert_eq!(left_by(&db, Kind::CostItems, item).await.len(), 1);
    City::of(db).await
}

/// The rows of the table of corrections on a page, cell by cell.
fn rows(page: &Answer) -> Vec<Vec<String>> {
    let document = scraper::Html::parse_document(&page.text());
    let cells = scraper::Selector::parse("th, td").unwrap();
    let rows = scraper::Selector::parse("table.corrections tbody tr").unwrap();
    let words = |cell: scraper::ElementRef<'_>| cell.text().collect::<String>().trim().to_owned();
    document.select(&rows).map(|row| row.select(&cells).map(words).collect()).collect()
}

#[tokio::test]
async fn every_page_says_what_was_corrected_where_the_figure_stood() {
    let database = Database::sqlite();
    let city = corrected_city(&database).await;
    let page = async |address: &str| {
        let answer = city.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        rows(&answer)
    };
    let ja = "2026年11月22日";
    let ward = ["保有 2024年3月31日", "枚数", "100,000", "100,100", REASON];
    assert_eq!(page("/cards/271411").await, [[&[ja], &ward[..]].concat()]);
    assert_eq!(page("/cards/271420").await, Vec::<Vec<String>>::new(), "another ward");
    assert_eq!(page("/cards").await, [[&[ja, "堺区"], &ward[..]].concat()]);
    assert_eq!(page("/cards?list=municipalities").await.len(), 1);
    let usage = [ja, "令和5年度（2023年度）", "総手続件数", "100", "取下げ", REASON];
    assert_eq!(page("/procedures/moving-out").await, [usage]);
    assert_eq!(page("/procedures/certificate").await, Vec::<Vec<String>>::new());
    assert_eq!(page("/procedures/moving-out?as_of=2026-11-21").await, Vec::<Vec<String>>::new(), "not known then");
    let value = [ja, "令和4年度（2022年度） 実績値", "値", "96%", "95.25%", REASON];
    assert_eq!(page("/targets/online_rate").await, [value]);
    let item = [ja, "令和6年度（2024年度） 委託料", "金額（千円）", "100", "12,345", REASON];
    assert_eq!(page("/budget").await, [item]);
    // All of them, the newest first.
    let all = page("/changes").await;
    let subjects: Vec<&str> = all.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(subjects, ["ICT政策", "オンライン化率", "転出届", "堺区"]);
    assert_eq!(page("/changes?department=citizens").await.len(), 1);
    assert_eq!(page("/changes?department=tax").await, Vec::<Vec<String>>::new());
    assert_eq!(page("/changes?kind=withdrawn").await, Vec::<Vec<String>>::new());

    let reason = format!("{REASON} (not translated)");
    let english = ["22 November 2026", "held, 31 March 2024", "Cards", "100,000", "100,100", &reason];
    assert_eq!(page("/en/cards/271411").await, [english]);
    assert_eq!(page("/en/procedures/moving-out").await[0][3..5], ["100", "withdrawn"]);
    assert_eq!(page("/en/changes").await[2][1], "Moving out");
    assert_eq!(page("/easy/cards/271411").await[0][2], "カードの　数");
    let reason = city.get("/en/cards/271411").await;
    assert!(has(&reason, "table.corrections td [lang=ja]"), "the reason is marked as Japanese");
    // A link leads to the place of the figure.
    assert!(has(&city.get("/en/changes").await, "table.corrections a[href='/en/cards/271411']"));
    assert!(!has(&city.get("/cards/271420").await, "#corrections"), "without corrections there is no heading");
}

#[tokio::test]
async fn a_figure_that_goes_back_says_so_in_both_notes() {
    let database = Database::sqlite();
    let db = filled(&database).await;
    for cards in ["100100", "100000"] {
        let text = format!("{CARDS}271411,保有,2024-03-31,{cards},147000,2022-01-01\n");
        assert_eq!(left_by(&db, Kind::Cards, &text).await.len(), 1);
    }
    let city = City::of(db).await;
    let told = rows(&city.get("/cards/271411").await);
    let reasons: Vec<&str> = told.iter().map(|row| row[5].as_str()).collect();
    assert!(reasons[0].contains("2026年11月22日の訂正の前の値に戻しました"), "{told:?}");
    assert!(reasons[1].contains("2026年11月22日に、この訂正の前の値に戻しました"), "{told:?}");
    assert_eq!((told[0][3].as_str(), told[0][4].as_str()), ("100,100", "100,000"));
}

#[tokio::test]
async fn the_provenance_of_a_figure_says_that_it_was_corrected() {
    let database = Database::sqlite();
    let city = corrected_city(&database).await;
    for (address, number) in [
        ("/figures/card-rate?area=271411&measure=held&as_of=2024-03-31", 1),
        ("/en/figures/card-rate?area=271411&measure=held&as_of=2024-03-31", 1),
        ("/figures/card-rate?area=271420&measure=held&as_of=2024-03-31", 0),
        ("/figures/recorded-value?indicator=online_rate&fiscal_year=2022&kind=actual", 1),
        ("/figures/recorded-value?indicator=online_rate&fiscal_year=2022&kind=target", 0),
        ("/figures/achievement?indicator=online_rate&fiscal_year=2022", 1),
        ("/figures/item-general-fund?programme=ict&fiscal_year=2024&item=1", 1),
        ("/figures/fund-share?programme=ict&fiscal_year=2024&stage=settled&source=general_fund", 0),
        ("/figures/procedure-usage?procedure=certificate&fiscal_year=2023", 0),
    ] {
        let answer = city.get(address).await;
        assert_eq!((answer.status, rows(&answer).len()), (StatusCode::OK, number), "{address}");
    }
}

#[tokio::test]
async fn the_interface_lists_corrections_and_filters_them() {
    let database = Database::sqlite();
    let city = corrected_city(&database).await;
    let all = city.get("/api/v1/corrections").await;
    assert_eq!((&all.json()["total"], &all.json()["page"]), (&json!(4), &json!(1)));
    assert_eq!(
        all.items()[3],
        json!({
            "table": "cards", "subject": "271411", "subject_name": "堺区", "subject_name_en": null,
            "record": "held 2024-03-31", "record_name": "保有 2024年3月31日", "record_name_en": "held, 31 March 2024",
            "figure": "cards", "before": 100_000, "after": 100_100, "corrected_on": TODAY, "reason": REASON,
            "page": "/cards/271411",
        })
    );
    assert_eq!(all.items()[2]["after"], Value::Null, "withdrawn");
    assert_eq!(all.items()[2]["subject_name_en"], "Moving out");
    assert_eq!(all.items()[1]["after"], 95.25);
    for (query, number) in [
        ("table=usage", 1),
        ("table=population", 0),
        ("subject=271411", 1),
        ("from=2026-11-22", 4),
        ("to=2026-11-21", 0),
        ("table=cards&subject=271411&from=2026-01-01", 1),
    ] {
        assert_eq!(city.get(&format!("/api/v1/corrections?{query}")).await.items().len(), number, "{query}");
    }
    let wrong = city.get("/api/v1/corrections?table=procedures").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.json()["detail"].as_str().unwrap().contains("cards, population, usage"));
    let (header, lines) = city.get("/api/v1/corrections.csv?subject=moving-out").await.csv();
    assert_eq!(lines.len(), 1);
    let cell = |name: &str| lines[0][header.iter().position(|column| column == name).unwrap()].as_str();
    assert_eq!((cell("before"), cell("after"), cell("reason")), ("100", "", REASON));
    for data in ["/data", "/en/data", "/easy/data"] {
        assert!(has(&city.get(data).await, "a[href='/api/v1/corrections.csv']"), "{data}");
    }
    let before = World::new().on(&Database::sqlite()).await.get("/api/v1/corrections").await;
    assert_eq!(before.items(), Vec::<Value>::new());
}

#[tokio::test]
async fn many_corrections_are_folded_and_those_that_are_not_shown_are_in_the_file() {
    fn tomorrow() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, 3, 0, 0).unwrap()
    }
    let database = Database::sqlite();
    let db = filled(&database).await;
    let months: Vec<String> = (0..120).map(|month| format!("{}-{:02}-01", 2012 + month / 12, month % 12 + 1)).collect();
    let residents = |number: u32| {
        let rows = months.iter().map(|day| format!("271411,{day},{number}\n")).collect::<String>();
        format!("団体コード,基準日,人口\n{rows}")
    };
    left_by(&db, Kind::Population, &residents(147_000)).await;
    assert_eq!(left_by(&db, Kind::Population, &residents(147_001)).await.len(), 120);
    let city = City::of(db.clone()).await;
    let page = city.get("/cards/271411").await;
    assert!(has(&page, "details table.corrections"));
    assert_eq!(rows(&page).len(), 100);
    let said = page.text();
    assert!(said.contains("訂正 120件を見る") && said.contains("全120件はCSVファイルにあります"), "{said}");
    assert!(has(&page, "a[href='/api/v1/corrections.csv?subject=271411']"));
    assert_eq!(city.get("/api/v1/corrections.csv?subject=271411").await.csv().1.len(), 120);
    // The workbook of the page has the same table.
    let workbook = city.get("/files/cards/271411.xlsx").await;
    assert_eq!(workbook.status, StatusCode::OK);
    // Another day has its own entry in the feed, and each lists a part.
    let later = Request { reason: REASON.to_owned(), ..Request::new(Kind::Population, "a.csv", tomorrow()) };
    let later = Request { source: given_source("試験の出典"), ..later };
    accepted(&db, &later, &residents(147_002)).await;
    let feed = City::of(db).await.at(tomorrow).get("/feeds/changes.atom").await.text();
    assert_eq!(feed.matches("訂正：堺区の人口（120件）").count(), 2, "{feed}");
    assert!(feed.contains("ほか100件") && !feed.contains("ほか120件"), "{feed}");
}

#[tokio::test]
async fn the_feed_has_the_corrections_of_a_day_and_a_table() {
    let database = Database::sqlite();
    let city = corrected_city(&database).await;
    let feed = city.get("/feeds/changes.atom").await.text();
    for title in
        ["訂正：堺区のカードの枚数（1件）", "訂正：転出届の手続の件数（1件）", "訂正：オンライン化率の指標の値（1件）"]
    {
        assert!(feed.contains(title), "{title}: {feed}");
    }
    let line = "堺区 保有 2024年3月31日 枚数：100,000 → 100,100（理由：転記の誤り）";
    assert!(feed.contains(line), "{feed}");
    assert!(feed.contains("金額（千円）：100 → 12,345"), "{feed}");
    let document = roxmltree::Document::parse(&feed).unwrap();
    let entries = document.descendants().filter(|node| node.has_tag_name("entry"));
    let links: Vec<String> = entries
        .map(|entry| {
            let link = entry.children().find(|child| child.has_tag_name("link")).unwrap();
            link.attribute("href").unwrap().to_owned()
        })
        .collect();
    assert_eq!(links.len(), 4);
    for link in &links {
        let (page, place) = link.split_once('#').unwrap();
        let answer = city.get(page).await;
        assert!(answer.status == StatusCode::OK && has(&answer, &format!("#{place}")), "{link}");
    }
    assert!(feed.contains("<updated>2026-11-22T00:00:00+09:00</updated>"));
    let english = city.get("/en/feeds/changes.atom").await.text();
    assert!(english.contains("Moving out, FY2023, All applications: 100 → withdrawn"), "{english}");
    let citizens = city.get("/feeds/changes.atom?department=citizens").await.text();
    assert_eq!((citizens.matches("<entry>").count(), citizens.contains("転出届の手続の件数")), (1, true), "{citizens}");
    let tax = city.get("/feeds/changes.atom?department=tax").await.text();
    assert_eq!(tax.matches("<entry>").count(), 0);
}

#[tokio::test]
async fn a_correction_outlives_what_it_is_about() {
    let database = Database::sqlite();
    let db = filled(&database).await;
    let header = "kind,subject,subject_name,record,record_name,record_name_en,figure,value_before,value_after,\
                  corrected_on,reason\n";
    let gone = "usage,old-entry,廃止した手続,2020,令和2年度（2020年度）,FY2020,total,7,,2021-05-01,\n\
                cards,999999,,held 2020-03-31,保有 2020年3月31日,\"held, 31 March 2020\",cards,5,6,2021-05-01,誤り\n";
    accepted(&db, &request(Kind::Corrections), &format!("{header}{gone}")).await;
    let city = City::of(db).await;
    for page in ["/changes", "/en/changes"] {
        let answer = city.get(page).await;
        let rows = rows(&answer);
        assert_eq!((rows[0][1].as_str(), rows[1][1].as_str()), ("999999", "廃止した手続"), "{page}");
        assert!(!has(&answer, "table.corrections a"), "there is no page to lead to");
    }
    assert_eq!(city.get("/api/v1/corrections").await.all("page"), [Value::Null, Value::Null]);
    let feed = city.get("/feeds/changes.atom").await.text();
    assert!(feed.contains("<link rel=\"alternate\" type=\"text/html\" href=\"/changes#corrections\"/>"), "{feed}");
}
