use domain::text::MessageLanguage;
use proptest::prelude::*;

use super::*;
use crate::import::table::place::column_letter;

fn place() -> ColumnPlace {
    ColumnPlace { letter: Some("C".into()), header: "交付枚数".into() }
}

/// Calls `read` with a cell that holds the given text.
fn with_cell<T>(text: &str, read: impl FnOnce(Cell<'_>) -> T) -> T {
    read(Cell { line: 7, key: "", place: &place(), text, kind: CellKind::Text })
}

#[test]
fn a_count_is_read_with_any_separator_and_in_any_width() {
    for text in ["1234", "1,234", "１，２３４", "1 234", " 1'234 ", "01234"] {
        assert_eq!(with_cell(text, |cell| cell.count()), Ok(Some(1234)), "{text}");
    }
    assert_eq!(with_cell("0", |cell| cell.count()), Ok(Some(0)));
}

#[test]
fn an_unknown_count_is_not_zero() {
    for text in ["", "　", "-", "－", "…", "***", "x", "X", "不明", "ー", "・・・"] {
        assert_eq!(with_cell(text, |cell| cell.count()), Ok(None), "{text}");
    }
    let refused = with_cell("不明", |cell| cell.required_count()).expect_err("it is not known");
    assert_eq!(refused.expected, Expected::Count);
    assert_eq!(with_cell("", |cell| cell.required_count()).expect_err("empty").expected, Expected::Filled);
}

#[test]
fn what_is_not_a_count_is_refused_with_its_place_and_value() {
    for text in ["-5", "▲5", "1.5", "12,34", ",123", "1,", "約100", "1234件", "99999999999999999999"] {
        let refused = with_cell(text, |cell| cell.count()).expect_err(text);
        assert_eq!((refused.line, refused.value.as_str()), (7, text));
    }
    let refused = with_cell("約100", |cell| cell.count()).expect_err("about 100 is no count");
    assert_eq!(
        refused.to_string(),
        "line 7, C (交付枚数): '約100'; expected a whole number of 0 or more, such as 1,234"
    );
    assert!(
        refused.describe(MessageLanguage::Japanese).starts_with("7行目 C (交付枚数):「約100」 正しくは 0以上の整数")
    );
}

#[test]
fn a_figure_above_the_limit_is_refused_and_never_lost_or_infinite() {
    assert_eq!(with_cell("999,999,999,999", |cell| cell.count()), Ok(Some(limits::FIGURE)));
    let too_large = ["1000000000000", "9223372036854775808", "18446744073709551616", &"9".repeat(400)];
    for text in too_large {
        assert_eq!(with_cell(text, |cell| cell.count()).expect_err(text).expected, Expected::SmallerFigure, "{text}");
        let refused = with_cell(text, |cell| cell.percentage()).expect_err(text);
        assert_eq!(refused.expected, Expected::SmallerFigure, "{text}");
    }
    assert!(Expected::SmallerFigure.describe(MessageLanguage::English).contains("999,999,999,999"));
}

#[test]
fn a_web_address_has_the_same_limit_as_in_the_form() {
    let of_length = |length: usize| format!("https://example.jp/{}", "a".repeat(length - 19));
    assert!(with_cell(&of_length(limits::ADDRESS), |cell| cell.web_addresses()).is_ok());
    let refused = with_cell(&of_length(limits::ADDRESS + 1), |cell| cell.web_addresses()).expect_err("too long");
    assert_eq!(refused.expected, Expected::ShorterWebAddress);
}

#[test]
fn a_percentage_is_the_number_before_its_sign() {
    for (text, expected) in [("8.5%", 8.5), ("８．５％", 8.5), ("8.5", 8.5), ("1,000 %", 1000.0), ("0", 0.0)] {
        assert_eq!(with_cell(text, |cell| cell.percentage()), Ok(Some(expected)), "{text}");
    }
    assert_eq!(with_cell("-", |cell| cell.percentage()), Ok(None));
    for text in ["-1%", "8.", "8.5.1", "inf", "NaN", "1e3", "八割"] {
        assert!(with_cell(text, |cell| cell.percentage()).is_err(), "{text}");
    }
}

#[test]
fn dates_and_fiscal_years_say_what_would_be_right() {
    assert_eq!(with_cell("", |cell| cell.date()), Ok(None));
    let refused = with_cell("平成32年4月1日", |cell| cell.date()).expect_err("平成 had ended");
    assert!(refused.to_string().contains("令和2年4月1日"), "{refused}");
    assert_eq!(with_cell("R6年度", |cell| cell.required_fiscal_year()), Ok(FiscalYear(2024)));
    assert!(with_cell("来年度", |cell| cell.fiscal_year()).is_err());
}

#[test]
fn yes_and_no_are_read_as_tables_write_them() {
    for (text, expected) in [("○", true), ("〇", true), ("有", true), ("はい", true), ("TRUE", true), ("１", true)]
    {
        assert_eq!(with_cell(text, |cell| cell.yes_or_no()), Ok(Some(expected)), "{text}");
    }
    for text in ["×", "無", "いいえ", "No", "false", "0"] {
        assert_eq!(with_cell(text, |cell| cell.yes_or_no()), Ok(Some(false)), "{text}");
    }
    assert!(with_cell("△", |cell| cell.yes_or_no()).is_err());
}

#[test]
fn only_web_addresses_are_web_addresses() {
    assert_eq!(
        with_cell("https://example.jp/a?b=1", |cell| cell.web_address()),
        Ok(Some("https://example.jp/a?b=1".into()))
    );
    for text in [
        "javascript:alert(1)",
        "ftp://example.jp",
        "example.jp",
        "https://",
        "https://a b",
        "http:///x",
        "https://a\"b",
    ] {
        assert!(with_cell(text, |cell| cell.web_address()).is_err(), "{text}");
    }
}

#[test]
fn an_address_with_a_password_in_it_is_refused_in_words_that_say_so() {
    for text in ["https://user:pass@example.jp/", "https://example.jp/ https://user@example.jp/"] {
        let error = with_cell(text, |cell| cell.web_addresses()).expect_err("a user stands in it");
        assert_eq!(error.expected, Expected::WebAddressWithoutUser, "{text}");
        assert!(error.expected.describe(MessageLanguage::English).contains("without a user name or password"));
    }
}

#[test]
fn a_list_is_cut_at_its_marks_only() {
    let values = with_cell("転入; 転出；出生\n死亡、火葬;", |cell| cell.list(ListMarks::Semicolons));
    assert_eq!(values, Ok(vec!["転入".into(), "転出".into(), "出生".into(), "死亡、火葬".into()]));
    let values = with_cell("死亡、火葬", |cell| cell.list(ListMarks::SemicolonsAndCommas));
    assert_eq!(values, Ok(vec!["死亡".into(), "火葬".into()]));
}

#[test]
fn a_failed_formula_is_never_read_as_a_value() {
    for text in ["#REF!", "#DIV/0!", "#N/A"] {
        assert_eq!(with_cell(text, |cell| cell.count()).expect_err(text).expected, Expected::NoFailure);
        assert_eq!(with_cell(text, |cell| cell.name()).expect_err(text).expected, Expected::NoFailure);
    }
}

#[test]
fn columns_are_lettered_as_spreadsheets_letter_them() {
    for (index, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
        assert_eq!(column_letter(index), letters);
    }
}

#[test]
fn a_long_value_is_clipped_in_its_message() {
    let refused = with_cell(&"長".repeat(500), |cell| cell.count()).expect_err("no count");
    assert_eq!(refused.value.chars().count(), 81);
}

proptest! {
    #[test]
    fn a_count_written_with_separators_is_read_back(count in 0u64..10_000_000_000) {
        let digits = count.to_string();
        let mut grouped = String::new();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        prop_assert_eq!(with_cell(&grouped, |cell| cell.count()), Ok(Some(count)));
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,20}|[-0-9,.% ]{0,12}") {
        with_cell(&text, |cell| {
            let _ = (cell.count(), cell.percentage(), cell.date(), cell.fiscal_year(), cell.yes_or_no());
            let _ = (cell.web_address(), cell.list(ListMarks::SemicolonsAndCommas), cell.name());
        });
    }
}

#[test]
fn a_cell_takes_as_many_letters_as_the_field_of_the_form_by_its_name() {
    use domain::procedure_fields::ProcedureField;

    for key in ProcedureField::ALL.iter().map(|field| field.as_str()).chain(["excluded_reason", "fee_note", "word"]) {
        let limit = domain::limits::max_chars(key);
        let place = place();
        let of = |letters: usize| {
            let text = "長".repeat(letters);
            let cell = Cell { line: 7, key, place: &place, text: &text, kind: CellKind::Text };
            (cell.check_length().is_ok(), cell.name().is_ok(), cell.list(ListMarks::Semicolons).is_ok())
        };
        assert_eq!(of(limit), (true, true, true), "{key}");
        assert_eq!(of(limit + 1), (false, false, false), "{key}");
    }
}
