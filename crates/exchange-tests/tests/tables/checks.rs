//! Headers of several rows, and the checks of figures.

use domain::text::MessageLanguage;
use exchange::import::{Kind, Request};
use std::fmt::Write;
use store::cards;

use super::city::*;

#[tokio::test]
async fn a_header_of_two_rows_is_read_in_a_text_file_too() {
    let name = "D03_two_header_rows.csv";
    let city = City::new().await;
    let request = Request { area: Some("000001".parse().unwrap()), ..request(Kind::Cards, name) };
    city.accept(&request, &case(name)).await;
    let ages = cards::list_age_counts(&mut city.installation.db.read().await.unwrap()).await.unwrap();
    let [age] = ages.as_slice() else { panic!("one age band: {ages:?}") };
    assert_eq!((age.band.from(), age.band.to()), (0, Some(4)));
    assert_eq!((age.count.population.0, age.count.cards.0), (5_178_868, 90_657));
    assert_eq!((age.count.population_as_of, age.count.as_of), (day("2016-01-01"), day("2017-05-15")));
    // The upper cells may be repeated instead of merged, and the counts have several names.
    for header in [
        "年齢,人口（H28.1.1時点）,人口（H28.1.1時点）,人口（H28.1.1時点）,交付件数（H29.5.15時点）,交付件数（H29.5.15時点）,交付件数（H29.5.15時点）\n",
        "年齢,人口（H28.1.1時点）,,,保有枚数（H29.5.15時点）,,\n",
    ] {
        let text = format!("{header},男,女,計,男,女,計\n0～4歳,2654125,2524743,5178868,46582,44075,90657\n");
        let other = City::new().await;
        other.accept(&request, text.as_bytes()).await;
        let ages = cards::list_age_counts(&mut other.installation.db.read().await.unwrap()).await.unwrap();
        assert_eq!((ages[0].count.population.0, ages[0].count.cards.0), (5_178_868, 90_657));
    }
}

#[tokio::test]
async fn a_column_of_figures_without_a_header_is_reported() {
    let city = City::new().await;
    let report = city
        .accept_text(
            Kind::Cards,
            "団体コード,種別,基準日,枚数,,人口,人口算出基準日\n\
             271411,保有,2025-03-31,100000,12345,146354,2025-01-01\n\
             271420,保有,2025-03-31,88000,,120100,2025-01-01\n",
        )
        .await;
    let note = "column 5 has no header and was not read; it holds values in 1 rows, first '12345' in line 2";
    assert!(report.notes().iter().any(|one| one == note), "{:?}", report.notes());
}

#[tokio::test]
async fn a_day_to_come_and_more_cards_held_than_people_are_refused() {
    let city = City::new().await;
    assert_eq!(
        city.refuse_case(Kind::Cards, "D07_future_day.csv").await,
        ["line 2, as_of: '2031-01-01'; expected a day up to today, 22 November 2026"]
    );
    assert_eq!(
        city.refuse_case(Kind::Cards, "D08_more_cards_than_people.csv").await,
        ["line 2, cards: '146355'; expected at most the population, 146,354"]
    );
    let issued = String::from_utf8(case("D08_more_cards_than_people.csv")).unwrap().replace("held", "issued");
    let report = city.accept_text(Kind::Cards, &issued).await;
    assert_eq!(
        report.warnings(),
        ["please confirm: more cards issued than residents in 1 places: line 2, cards: 146,355 cards issued to a \
          population of 146,354"]
    );
    assert_eq!(report.to_json()["warnings"].as_array().map(Vec::len), Some(1));
    let population = "団体コード,基準日,人口\n271411,2031-01-01,146354\n";
    assert_eq!(
        city.refuse(&request(Kind::Population, "population.csv"), population.as_bytes()).await,
        ["line 2, 基準日: '2031-01-01'; expected a day up to today, 22 November 2026"]
    );
}

#[tokio::test]
async fn a_jump_against_the_month_before_is_a_warning() {
    let city = City::new().await;
    let first = format!("{CARD_HEADER}271411,保有,2025-03-31,100000,146354,2025-01-01\n");
    assert!(city.accept_text(Kind::Cards, &first).await.warnings().is_empty());
    let next = format!(
        "{CARD_HEADER}271411,保有,2025-04-30,110001,146354,2025-01-01\n271411,保有,2025-05-31,111000,146354,2025-01-01\n"
    );
    assert_eq!(
        city.accept_text(Kind::Cards, &next).await.warnings(),
        [
            "please confirm: 1 figures differ by more than a tenth from the count before: line 2, 枚数: 110,001, more than a \
          tenth away from 100,000 on 31 March 2025"
        ]
    );
}

#[tokio::test]
async fn a_jump_of_residents_against_the_count_before_is_a_warning() {
    let city = City::new().await;
    let count = |day: &str, people: u32| format!("団体コード,基準日,人口\n271411,{day},{people}\n");
    let accept = async |text: String| city.accept_text(Kind::Population, &text).await.warnings();
    assert!(accept(count("2021-01-01", 146_354)).await.is_empty());
    assert!(accept(count("2022-01-01", 148_000)).await.is_empty());
    assert_eq!(
        accept(count("2023-01-01", 14_800)).await,
        ["please confirm: 1 numbers of residents differ by more than a tenth from the count before: line 2, 人口: \
          14,800, more than a tenth away from 148,000 on 1 January 2022"]
    );
}

#[tokio::test]
async fn the_population_of_a_row_with_both_measures_is_checked_once() {
    let city = City::new().await;
    let mut text =
        "団体コード,交付枚数,保有枚数,人口,基準日,人口算出基準日\n271403,80,70,7001,2025-03-31,2025-01-01\n".to_owned();
    for ward in crate::installation::WARDS {
        writeln!(text, "{ward},10,10,1000,2025-03-31,2025-01-01").unwrap();
    }
    let wrong = city.refuse(&request(Kind::Cards, "cards.csv"), text.as_bytes()).await;
    assert_eq!(
        wrong,
        [
            "line 2, 人口: '7001'; expected the sum of the wards, 7,000, to be the figure of the city, 7,001",
            "line 2, 交付枚数: '80'; expected the sum of the wards, 70, to be the figure of the city, 80",
        ]
    );
    let line = |day: &str, people: u32| format!("271411,10,10,{people},{day},2025-01-01\n");
    let header = text.lines().next().unwrap();
    let jump = format!("{header}\n{}{}", line("2025-03-31", 146_000), line("2025-04-30", 170_000));
    let warnings = city.accept_text(Kind::Cards, &jump).await.warnings();
    assert!(warnings.len() == 1 && warnings[0].starts_with("please confirm: 1 figures differ"), "{warnings:?}");
}

#[tokio::test]
async fn each_repeated_row_names_the_line_that_it_repeats() {
    let city = City::new().await;
    let row = |ward: &str| format!("{ward},保有,2025-03-31,10,1000,2025-01-01\n");
    let text = format!("{CARD_HEADER}{}{}{0}{1}", row("271411"), row("271420"));
    let report = city.installation.run(&request(Kind::Cards, "cards.csv"), text.as_bytes()).await;
    assert_eq!(
        report.causes(),
        ["2 rows, 枚数: line 4: '10', expected a row that is not a duplicate of line 2; line 5: '10', expected a row \
          that is not a duplicate of line 3"]
    );
}

#[tokio::test]
async fn tables_of_cards_and_of_residents_name_areas_by_the_same_headers() {
    let city = City::new().await;
    for header in ["区", "ward", "自治体"] {
        let population = format!("pref,{header},基準日,人口\n大阪府,堺市堺区,2025-01-01,146354\n");
        city.accept_text(Kind::Population, &population).await;
        let cards = format!(
            "pref,{header},種別,基準日,枚数,人口,人口算出基準日\n大阪府,堺市堺区,保有,2025-03-31,10,1000,2025-01-01\n"
        );
        city.accept_text(Kind::Cards, &cards).await;
    }
}

#[tokio::test]
async fn wards_that_do_not_add_up_to_the_city_are_refused_with_both_sums() {
    let city = City::new().await;
    let wards = ["271411", "271420", "271438", "271446", "271454", "271462", "271471"];
    let file = |of_city: u32, wards: &[&str]| {
        let mut text = format!("{CARD_HEADER}271403,保有,2025-03-31,{of_city},7000,2025-01-01\n");
        for ward in wards {
            writeln!(text, "{ward},保有,2025-03-31,10,1000,2025-01-01").unwrap();
        }
        text
    };
    let wrong = city.refuse(&request(Kind::Cards, "cards.csv"), file(71, &wards).as_bytes()).await;
    assert_eq!(wrong, ["line 2, 枚数: '71'; expected the sum of the wards, 70, to be the figure of the city, 71"]);
    // Where a ward is missing, nothing can be said about the sum.
    city.accept_text(Kind::Cards, &file(71, &wards[1..])).await;
    city.accept_text(Kind::Cards, &file(70, &wards)).await;
}

#[tokio::test]
async fn a_target_above_what_its_unit_allows_is_refused() {
    let city = City::new().await;
    let target =
        |kind: &str, value: &str| format!("indicator,fiscal_year,kind,value\nonline_rate,2030,{kind},{value}\n");
    let values = request(Kind::Indicators, "values.csv");
    let wrong = city.refuse(&values, target("target", "965").as_bytes()).await;
    assert_eq!(wrong, ["line 2, value: '965'; expected at most 100, which is all in this unit"]);
    city.accept(&values, target("target", "100").as_bytes()).await;
}

#[tokio::test]
async fn one_cause_is_one_line_and_a_refusal_fits_on_a_screen() {
    let city = City::new().await;
    let mut text = "団体コード,種別,枚数,人口,人口算出基準日\n".to_owned();
    for number in 0..2_275 {
        writeln!(text, "271411,保有,{number},146354,2025-01-01").unwrap();
    }
    for language in [MessageLanguage::English, MessageLanguage::Japanese] {
        let request = Request { language, dry_run: true, ..request(Kind::Cards, "cards.csv") };
        let report = city.installation.run(&request, text.as_bytes()).await;
        assert_eq!(report.bad_cells().len(), 2_275);
        let [cause] = &report.causes()[..] else { panic!("{:?}", report.causes()) };
        assert!(cause.contains("2275") && cause.contains("基準日"), "{cause}");
        assert!(report.describe().lines().count() <= 20, "{}", report.describe());
    }
}
