//! Figures name where they come from; the name of a file is never their source.

use domain::text::MessageLanguage;
use exchange::import::{GivenSource, Kind, Request};

use super::city::*;
use super::installation::{named, without_source};

/// A cards table of one row; the last column is the source.
const ONE_ROW: &str = "271411,保有,2025-03-31,100000,146354,2025-01-01";

#[tokio::test]
async fn a_table_of_figures_without_a_source_is_refused_in_one_line_that_says_how_to_name_one() {
    let city = City::new().await;
    let tables = [
        (Kind::Cards, format!("{CARD_HEADER}{ONE_ROW}\n")),
        (Kind::Population, "団体コード,基準日,人口\n271411,2025-01-01,146354\n".to_owned()),
        (Kind::Usage, "手続ID,年度,総手続件数,オンライン手続件数\nT-001,2024,10,5\n".to_owned()),
        (Kind::Indicators, "id,kind,name,unit\nnew,outcome,新しい指標,%\n".to_owned()),
        (Kind::Indicators, "indicator,fiscal_year,kind,value\nonline_rate,2030,target,90\n".to_owned()),
    ];
    for (kind, text) in &tables {
        let said = city.refuse(&without_source(*kind, "月次_担当者.csv"), text.as_bytes()).await;
        assert_eq!(
            said,
            ["the table has no column 'source'; say where the figures come from with --source TITLE (and \
              --source-publisher, --source-url, --source-date), or fill the column 'source'"],
            "{kind}"
        );
    }
    let japanese = Request { language: MessageLanguage::Japanese, ..without_source(Kind::Cards, "a.csv") };
    let in_a_browser = Request { actor: "somebody".to_owned(), ..japanese.clone() };
    for (request, how) in [(japanese, "--source で指定"), (in_a_browser, "ファイルを送る画面の「出典」")]
    {
        let said = city.refuse(&request, tables[0].1.as_bytes()).await;
        assert!(said.len() == 1 && said[0].contains(how) && said[0].contains("列「出典」"), "{said:?}");
    }
    for (kind, text) in &tables {
        city.accept(&request(*kind, "月次_担当者.csv"), text.as_bytes()).await;
    }
}

#[tokio::test]
async fn rows_without_a_source_are_named_and_take_the_one_that_is_given() {
    let city = City::new().await;
    let text = "団体コード,種別,基準日,枚数,人口,人口算出基準日,出典\n\
        271411,保有,2025-03-31,100000,146354,2025-01-01,month\n\
        271420,保有,2025-03-31,88000,120100,2025-01-01,\n";
    let said = city.refuse(&without_source(Kind::Cards, "a.csv"), text.as_bytes()).await;
    assert!(said.len() == 1 && said[0].starts_with("1 rows name no source (lines 3); say where"), "{said:?}");
    let given = GivenSource {
        title: "住民基本台帳 月末".to_owned(),
        publisher: "堺市".to_owned(),
        url: "https://example.jp/".to_owned(),
        as_of: Some(day("2025-04-01")),
    };
    city.accept(&Request { source: Some(given), ..without_source(Kind::Cards, "a.csv") }, text.as_bytes()).await;
    let sources = city.installation.sources().await;
    let of = |id: &str| sources.iter().find(|source| source.id.as_str() == id).expect("the source is saved");
    let held = domain::card::Measure::Held;
    assert_eq!(of(city.cards("271411", held).await[0].source.as_str()).title, "month");
    let new = of(city.cards("271420", held).await[0].source.as_str());
    assert_eq!((new.title.as_str(), new.publisher.as_str()), ("住民基本台帳 月末", "堺市"));
    assert_eq!((new.url.as_str(), new.as_of), ("https://example.jp/", Some(day("2025-04-01"))));
}

#[tokio::test]
async fn a_known_source_is_named_by_its_id_or_its_title_and_keeps_what_is_known_about_it() {
    let city = City::new().await;
    let table = format!("{CARD_HEADER}{ONE_ROW}\n");
    let first = named("住民基本台帳 月末");
    let request = |given: GivenSource| Request { source: Some(given), ..without_source(Kind::Cards, "a.csv") };
    city.accept(&request(first), table.as_bytes()).await;
    let count = city.installation.sources().await.len();
    let id = city.cards("271411", domain::card::Measure::Held).await[0].source.to_string();
    for given in [named(&id), named("住民基本台帳 月末"), GivenSource { publisher: "ほか".to_owned(), ..named(&id) }]
    {
        let report = city.accept(&request(given), table.as_bytes()).await;
        assert!(report.counts().iter().all(exchange::import::comparing::diff::Counts::is_unchanged));
    }
    let sources = city.installation.sources().await;
    assert_eq!(sources.len(), count);
    assert_eq!(sources.iter().find(|source| source.id.as_str() == id).unwrap().publisher, "堺市");
    // The id of a well-known source names its publisher too.
    city.accept(&request(named("mic-cards")), table.as_bytes()).await;
    let sources = city.installation.sources().await;
    assert_eq!(sources.iter().find(|source| source.id.as_str() == "mic-cards").unwrap().publisher, "総務省");
}

#[tokio::test]
async fn rows_name_a_known_source_by_its_title_and_make_no_second_one() {
    let city = City::new().await;
    let known =
        "出典ID,表題,表題（英語）,作成者\nmonthly,住民基本台帳 月末,Monthly register,堺市\nother,monthly,,堺市\n";
    city.accept(&without_source(Kind::Sources, "sources.csv"), known.as_bytes()).await;
    let count = city.installation.sources().await.len();
    for name in ["住民基本台帳 月末", "住民基本台帳　月末", "Monthly register", "monthly"] {
        let table = format!("{},出典\n{ONE_ROW},{name}\n", CARD_HEADER.trim_end());
        city.accept(&without_source(Kind::Cards, "a.csv"), table.as_bytes()).await;
        assert_eq!(city.cards("271411", domain::card::Measure::Held).await[0].source.as_str(), "monthly", "{name}");
    }
    assert_eq!(city.installation.sources().await.len(), count);
}

/// A mistyped id or title must not become a public source.
#[tokio::test]
async fn a_row_whose_source_is_not_known_is_refused_with_the_nearest_ones_in_every_table() {
    let city = City::new().await;
    city.accept_text(Kind::Programmes, "id,name,fiscal_year,source\nict,ICT,2024,sheet\n").await;
    city.accept_text(Kind::Roles, "programme,role\nict,a\n").await;
    let count = city.installation.sources().await.len();
    let header = CARD_HEADER.trim_end();
    for (kind, table) in [
        (Kind::Cards, format!("{header},出典\n{ONE_ROW},shete\n")),
        (Kind::Population, "団体コード,基準日,人口,出典\n271411,2025-01-01,146354,shete\n".to_owned()),
        (Kind::Usage, "手続ID,年度,総手続件数,オンライン手続件数,出典\nT-001,2024,10,5,shete\n".to_owned()),
        (Kind::Indicators, "id,kind,name,unit,出典\nnew,outcome,新しい指標,%,shete\n".to_owned()),
        (Kind::Indicators, "indicator,fiscal_year,kind,value,出典\nonline_rate,2030,target,90,shete\n".to_owned()),
        (Kind::Procedures, "id,name,出典\nN-1,転出届,shete\n".to_owned()),
        (Kind::Sets, "code,name,出典\na,b,shete\n".to_owned()),
        (Kind::Programmes, "id,name,fiscal_year,出典\ndx,DX,2024,shete\n".to_owned()),
        (Kind::Courses, "programme,course,出典\nict,BPR,shete\n".to_owned()),
        (Kind::TrainingProgress, "programme,role,as_of,done,出典\nict,a,2025-03-31,5,shete\n".to_owned()),
    ] {
        // What the sender says of other rows does not help a mistyped one.
        for request in [request(kind, "a.csv"), without_source(kind, "a.csv")] {
            let said = city.refuse(&request, table.as_bytes()).await;
            let expected =
                "line 2, 出典: 'shete'; expected the id or title of a known source; the nearest are sheet (sheet), ";
            assert!(said.len() == 1 && said[0].contains(expected), "{kind}: {said:?}");
            assert!(said[0].contains("entered in the table 'sources' first"), "{kind}: {said:?}");
        }
    }
    assert_eq!(city.installation.sources().await.len(), count);
}

#[tokio::test]
async fn a_new_source_of_a_whole_file_names_its_publisher_and_its_rows_may_name_it() {
    let city = City::new().await;
    let table = format!("{CARD_HEADER}{ONE_ROW}\n");
    let given = |title: &str, publisher: &str| Request {
        source: Some(GivenSource { publisher: publisher.to_owned(), ..named(title) }),
        ..without_source(Kind::Cards, "a.csv")
    };
    let said = city.refuse(&given("shete", ""), table.as_bytes()).await;
    assert!(said.len() == 1 && said[0].starts_with("the source 'shete' is not known; expected"), "{said:?}");
    assert!(said[0].contains("sheet (sheet)") && said[0].contains("--source-publisher"), "{said:?}");
    city.accept(&given("sheet", ""), table.as_bytes()).await;
    let both = format!("{},出典\n{ONE_ROW},カードの月報\n", CARD_HEADER.trim_end());
    city.accept(&given("カードの月報", "堺市"), both.as_bytes()).await;
    let source = city.cards("271411", domain::card::Measure::Held).await[0].source.clone();
    let sources = city.installation.sources().await;
    let saved = sources.iter().find(|one| one.id == source).expect("it is saved");
    assert_eq!((saved.title.as_str(), saved.publisher.as_str()), ("カードの月報", "堺市"));
}

#[tokio::test]
async fn only_headers_that_no_other_table_has_name_their_publisher() {
    let city = City::new().await;
    let ministry = "都道府県名,市区町村名,総数（人口）【R7.1.1時点】,保有枚数【R7.3.31時点】,人口に対する保有枚数率\n\
        大阪府,堺市,826158,600000,72.6\n";
    city.accept(&without_source(Kind::Cards, "000950000.csv"), ministry.as_bytes()).await;
    assert_eq!(city.cards("271403", domain::card::Measure::Held).await[0].source.as_str(), "mic-cards");
    let own = ministry.replace("人口に対する保有枚数率", "保有枚数率");
    let said = city.refuse(&without_source(Kind::Cards, "a.csv"), own.as_bytes()).await;
    assert!(said.len() == 1 && said[0].contains("--source"), "{said:?}");
}

#[tokio::test]
async fn outlines_of_the_national_data_set_name_it_and_others_must_name_a_source() {
    let city = City::new().await;
    let outlines = |properties: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[135.5,34.5],[135.6,34.5],[135.6,34.6],[135.5,34.5]]]}}}}]}}"#
        )
    };
    let n03 = outlines(r#"{"N03_001":"大阪府","N03_003":"堺市","N03_004":"堺区","N03_007":"27141"}"#);
    city.accept(&without_source(Kind::Boundaries, "N03-20250101_27.geojson"), n03.as_bytes()).await;
    let mut connection = city.installation.db.read().await.unwrap();
    let saved = store::areas::list_boundaries(&mut connection).await.unwrap();
    drop(connection);
    assert_eq!(saved[0].source.as_str(), "n03");
    let own = outlines(r#"{"code":"271411"}"#);
    let said = city.refuse(&without_source(Kind::Boundaries, "a.geojson"), own.as_bytes()).await;
    assert!(said.len() == 1 && said[0].starts_with("the file names no source; say where"), "{said:?}");
    city.accept(&request(Kind::Boundaries, "a.geojson"), own.as_bytes()).await;
}

#[tokio::test]
async fn an_entry_of_the_catalogue_comes_from_its_department() {
    let city = City::new().await;
    let table = "id,name,department\nN-1,転出届,市民課\nN-2,転入届,\n";
    city.accept(&without_source(Kind::Procedures, "手続_最終版.xlsx.csv"), table.as_bytes()).await;
    let sources = city.installation.sources().await;
    let title = |id: &str| sources.iter().find(|source| source.id.as_str() == id).map(|source| source.title.clone());
    assert_eq!(title(city.procedure("N-1").await.source.as_str()).as_deref(), Some("手続一覧（市民課）"));
    assert_eq!(title(city.procedure("N-2").await.source.as_str()).as_deref(), Some("手続一覧"));
    // An entry that is there keeps its source, and no source is added that nothing uses.
    let before = city.procedure("T-001").await.source;
    let table = "id,name,department\nT-001,別の名前,消防課\n";
    city.accept(&without_source(Kind::Procedures, "a.csv"), table.as_bytes()).await;
    assert_eq!(city.procedure("T-001").await.source, before);
    assert_eq!(city.installation.sources().await.len(), sources.len());
    assert!(sources.iter().all(|source| !source.title.contains(".csv")), "{sources:?}");
}

#[tokio::test]
async fn a_column_that_the_file_does_not_have_keeps_what_is_known_and_an_empty_cell_clears_it() {
    let city = City::new().await;
    let whole = "id,kind,name,unit,plan,formula,source\nonline_rate,outcome,率,%,基本計画,件数÷件数,t\n";
    city.accept_text(Kind::Indicators, whole).await;
    city.accept_text(Kind::Indicators, "id,kind,name,unit,source\nonline_rate,outcome,新しい率,%,t\n").await;
    let read = async || {
        let mut connection = city.installation.db.read().await.unwrap();
        store::indicators::list_indicators(&mut connection).await.unwrap().remove(0)
    };
    let kept = read().await;
    assert_eq!(
        (kept.name.ja.as_str(), kept.plan.as_str(), kept.formula.ja.as_str()),
        ("新しい率", "基本計画", "件数÷件数")
    );
    city.accept_text(Kind::Indicators, "id,kind,name,unit,plan,source\nonline_rate,outcome,新しい率,%,,t\n").await;
    let cleared = read().await;
    assert_eq!((cleared.plan.as_str(), cleared.formula.ja.as_str()), ("", "件数÷件数"));
}

#[tokio::test]
async fn sample_data_stay_sample_data_until_other_figures_replace_them() {
    let city = City::new().await;
    let sample = format!("{}サンプル,出典\n{ONE_ROW},はい,t\n", CARD_HEADER.replace('\n', ","));
    city.accept_text(Kind::Cards, &sample).await;
    let is_sample = async || city.cards("271411", domain::card::Measure::Held).await[0].sample;
    assert!(is_sample().await);
    city.accept_text(Kind::Cards, &format!("{CARD_HEADER}{ONE_ROW}\n")).await;
    assert!(is_sample().await, "the file says nothing about it");
    city.accept_text(Kind::Cards, &format!("{CARD_HEADER}{}\n", ONE_ROW.replace("100000", "100001"))).await;
    assert!(!is_sample().await, "these are other figures");
}
