//! What the sender of a file says about rows that do not say it themselves.

use domain::calendar::FiscalYear;
use domain::text::MessageLanguage;
use exchange::import::{Kind, Request};

use super::city::*;

const USAGE: &str = "手続の名称,手続総件数（件）,うちオンライン数（件）\n転出届,\"1,200\",\"300\"\n";

async fn years(city: &City) -> Vec<(i32, Option<i64>, Option<i64>)> {
    let usage = city.procedure("T-001").await.usage;
    usage.iter().map(|usage| (usage.fiscal_year.0, usage.total, usage.online)).collect()
}

fn usage_of_the_procedure(name: &str) -> String {
    USAGE.replace("転出届", name)
}

#[tokio::test]
async fn the_fiscal_year_of_usage_comes_from_the_sender_or_from_the_title() {
    let city = City::new().await;
    let table = usage_of_the_procedure(&city.procedure("T-001").await.name.ja);
    let plain = request(Kind::Usage, "usage.csv");
    let given = Request { fiscal_year: Some(FiscalYear(2022)), ..plain.clone() };
    city.accept(&given, table.as_bytes()).await;
    assert_eq!(years(&city).await, [(2022, Some(1200), Some(300))]);
    for (title, year) in [("令和5年度オンライン利用状況", 2023), ("オンライン利用状況（平成30年度 ＝ 2018年度）", 2018)]
    {
        city.accept(&plain, format!("{title}\n\n{table}").as_bytes()).await;
        assert!(years(&city).await.contains(&(year, Some(1200), Some(300))), "{title}");
    }
    // A column of the table counts before both, and an empty cell of it takes what the sender says.
    let both = "手続ID,年度,総手続件数,オンライン手続件数\nT-001,2020,9,8\nT-001,,7,6\n";
    city.accept(&Request { fiscal_year: Some(FiscalYear(2021)), ..plain }, both.as_bytes()).await;
    let found = years(&city).await;
    assert!(found.contains(&(2020, Some(9), Some(8))) && found.contains(&(2021, Some(7), Some(6))), "{found:?}");
}

#[tokio::test]
async fn a_missing_value_names_the_option_at_the_command_line_and_the_field_in_a_browser() {
    let city = City::new().await;
    let usage = usage_of_the_procedure(&city.procedure("T-001").await.name.ja);
    let years = format!("令和4年度から令和5年度まで\n{usage}");
    let cards = "団体コード,種別,枚数,人口\n271411,保有,100000,146354\n";
    let residents = "団体コード,人口\n271411,146354\n";
    for (kind, table, options, fields) in [
        (Kind::Usage, usage.as_str(), ["--fiscal-year"].as_slice(), ["Fiscal year", "年度"].as_slice()),
        (Kind::Usage, &years, &["--fiscal-year"], &["Fiscal year", "年度"]),
        (
            Kind::Cards,
            cards,
            &["--as-of", "--population-as-of"],
            &["Date of the figures", "Date of the population", "基準日", "人口算出基準日"],
        ),
        (Kind::Population, residents, &["--as-of"], &["Date of the figures", "基準日"]),
    ] {
        let english = request(kind, "a.csv");
        for language in [MessageLanguage::English, MessageLanguage::Japanese] {
            let at_command_line = Request { language, ..english.clone() };
            let said = city.refuse(&at_command_line, table.as_bytes()).await.concat();
            assert!(options.iter().all(|option| said.contains(option)), "{said}");
            let in_a_browser = Request { actor: "somebody".to_owned(), ..at_command_line };
            let said = city.refuse(&in_a_browser, table.as_bytes()).await.concat();
            let is_japanese = language == MessageLanguage::Japanese;
            let named = fields.iter().filter(|field| field.is_ascii() != is_japanese);
            assert!(named.clone().count() > 0 && !said.contains("--"), "{said}");
            let quoted = |field: &&str| if is_japanese { format!("「{field}」") } else { format!("'{field}'") };
            assert!(named.clone().all(|field| said.contains(&quoted(field))), "{said}");
        }
    }
}
