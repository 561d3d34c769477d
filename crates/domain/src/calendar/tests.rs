use proptest::prelude::*;

use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the test")
}

#[test]
fn one_day_is_read_from_every_form_that_tables_use() {
    for text in [
        "2024-04-01",
        "2024/4/1",
        "2024.4.1",
        "20240401",
        "2024年4月1日",
        "令和6年4月1日",
        "R6.4.1",
        "R6/4/1",
        "R06.04.01",
        "r6-4-1",
        "Ｒ６．４．１",
        "令和６年４月１日",
        "㋿6年4月1日",
        "令和 6年 4月 1日",
        "令和6年4月1日（月）",
        "2024/4/1(月曜日)",
        "令和6年4月1日月曜日",
        "令和6年4月1日現在",
        "R6.4.1時点",
        "2024-04-01T00:00:00",
        "2024/4/1 0:00",
        "２０２４－０４－０１",
        "2024−4−1",
    ] {
        assert_eq!(parse_date(text), Ok(day(2024, 4, 1)), "{text}");
    }
}

#[test]
fn first_and_last_days_of_eras_are_read() {
    for (text, expected) in [
        ("令和元年5月1日", day(2019, 5, 1)),
        ("H31.4.30", day(2019, 4, 30)),
        ("平成31年4月30日", day(2019, 4, 30)),
        ("S64.1.7", day(1989, 1, 7)),
        ("平成元年1月8日", day(1989, 1, 8)),
        ("T15.12.24", day(1926, 12, 24)),
        ("M6.1.1", day(1873, 1, 1)),
    ] {
        assert_eq!(parse_date(text), Ok(expected), "{text}");
    }
}

#[test]
fn a_day_outside_its_era_is_refused_with_the_right_name_of_that_day() {
    let refused = parse_date("平成32年4月1日").expect_err("平成 had ended");
    assert_eq!(refused, DateError::OutsideEra { era: Era::Heisei, right: day(2020, 4, 1) });
    assert!(refused.describe(MessageLanguage::Japanese).contains("令和2年4月1日"));
    assert!(parse_date("平成31年5月1日").expect_err("平成 had ended").to_string().contains("令和元年5月1日"));
    assert!(parse_date("R1.4.30").expect_err("令和 had not begun").to_string().contains("平成31年4月30日"));
}

#[test]
fn what_is_not_a_date_says_what_would_be_right() {
    assert_eq!(parse_date("　"), Err(DateError::Empty));
    assert_eq!(parse_date("2023-02-29"), Err(DateError::NoSuchDay { year: 2023, month: 2, day: 29 }));
    assert_eq!(parse_date("12345678"), Err(DateError::YearOutOfRange { year: 1234 }));
    assert!(matches!(parse_date("6.4.1"), Err(DateError::YearWithoutEra { .. })));
    for text in [
        "未定",
        "令和6年4月",
        "2024-4",
        "1,234",
        "R6.4.1.2",
        "令和0年1月1日",
        "-2024-4-1",
        "年月日",
        "2024年4月1日12時",
    ] {
        assert!(matches!(parse_date(text), Err(DateError::NotADate { .. })), "{text}: {:?}", parse_date(text));
    }
}

#[test]
fn a_fiscal_year_is_read_from_every_form_in_use() {
    for text in [
        "2024",
        "2024年度",
        "令和6年度",
        "R6",
        "R6年度",
        "FY2024",
        "fy2024",
        "令和６年度（２０２４年度）",
        "令和6年度(2024)",
    ] {
        assert_eq!(text.parse(), Ok(FiscalYear(2024)), "{text}");
    }
    assert_eq!("平成31年度".parse(), Ok(FiscalYear(2019)));
    assert_eq!("令和元年度".parse(), Ok(FiscalYear(2019)));
    assert_eq!("S63".parse(), Ok(FiscalYear(1988)));
}

#[test]
fn a_text_that_names_no_fiscal_year_says_what_would_be_right() {
    let refused = "平成32年度".parse::<FiscalYear>().expect_err("平成 had ended");
    assert!(refused.describe(MessageLanguage::Japanese).contains("令和2年度"));
    assert!(matches!(
        "昭和64年度".parse::<FiscalYear>(),
        Err(FiscalYearError::OutsideEra { right: FiscalYear(1989), .. })
    ));
    assert!(matches!("令和6年度（2025年度）".parse::<FiscalYear>(), Err(FiscalYearError::Disagreement { .. })));
    assert_eq!("".parse::<FiscalYear>(), Err(FiscalYearError::Empty));
    for text in ["2024年", "24", "来年度", "R", "令和六年度"] {
        assert!(matches!(text.parse::<FiscalYear>(), Err(FiscalYearError::NotAFiscalYear { .. })), "{text}");
    }
}

#[test]
fn labels_are_the_ones_the_city_writes() {
    assert_eq!(FiscalYear(2025).label_ja(), "令和7年度（2025年度）");
    assert_eq!(FiscalYear(2019).label_ja(), "令和元年度（2019年度）");
    assert_eq!(FiscalYear(1989).era_label_ja(), "平成元年度");
    assert_eq!(FiscalYear(1988).era_label_ja(), "昭和63年度");
    assert_eq!(FiscalYear(2025).label_en(), "FY2025");
    assert_eq!(era_date_ja(day(2022, 12, 31)), "令和4年12月31日");
    assert_eq!(era_date_ja(day(2019, 5, 1)), "令和元年5月1日");
}

#[test]
fn the_fiscal_year_ends_in_march_and_the_day_turns_at_midnight_in_japan() {
    assert_eq!(FiscalYear::of(day(2026, 3, 31)), FiscalYear(2025));
    assert_eq!(FiscalYear::of(day(2026, 4, 1)), FiscalYear(2026));
    let evening = DateTime::parse_from_rfc3339("2026-03-31T15:00:00Z").expect("a moment").to_utc();
    assert_eq!(today_in_japan(evening), day(2026, 4, 1));
}

#[test]
fn a_fiscal_year_is_a_bare_number_in_json() {
    assert_eq!(serde_json::to_string(&FiscalYear(2025)).expect("a number"), "2025");
}

proptest! {
    #[test]
    fn every_day_is_read_back_from_its_era_date(offset in 0i64..80_000) {
        let date = day(1873, 1, 1) + chrono::Duration::days(offset);
        prop_assert_eq!(parse_date(&era_date_ja(date)), Ok(date));
    }

    #[test]
    fn every_fiscal_year_is_read_back_from_its_labels(year in 1873i32..2199) {
        let fiscal_year = FiscalYear(year);
        prop_assert_eq!(fiscal_year.label_ja().parse(), Ok(fiscal_year));
        prop_assert_eq!(fiscal_year.label_en().parse(), Ok(fiscal_year));
        prop_assert_eq!(FiscalYear::of(fiscal_year.first_day()), fiscal_year);
        prop_assert_eq!(FiscalYear::of(fiscal_year.last_day()), fiscal_year);
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in "[0-9元年月日令和平成RHS./\\- （）()T:０-９]{0,16}|.{0,12}") {
        let _ = parse_date(&text);
        let _ = text.parse::<FiscalYear>();
    }
}
