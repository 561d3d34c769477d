use rust_xlsxwriter::{Format, Workbook};

use super::*;
use crate::import::reading::cell::Expected;
use crate::import::reading::file::{ReadLimits, read_table_file};
use crate::import::table::columns::ColumnSpec;

const CARDS: [ColumnSpec; 5] = [
    ColumnSpec::optional("code", &["団体コード", "code"]),
    ColumnSpec::optional("name", &["市区町村名", "区名", "name"]),
    ColumnSpec::required("population", &["総数（人口）", "人口", "population"]),
    ColumnSpec::required("cards", &["交付枚数", "cards"]),
    ColumnSpec::optional("rate", &["交付率", "rate"]),
];

fn cards() -> HeaderSpec {
    HeaderSpec::new(CARDS).with_one_of(&["code", "name"])
}

fn with_table<T>(bytes: &[u8], spec: &HeaderSpec, see: impl FnOnce(Result<Table<'_>, HeaderError>) -> T) -> T {
    let file = read_table_file("table", bytes, &ReadLimits::default()).expect("the file is readable");
    see(find_table(&file, spec))
}

/// Names and card counts of all rows, and the skipped rows.
fn names_and_cards(table: &Table<'_>) -> (Vec<(u64, String, String)>, Vec<SkippedRow>) {
    let mut found = Vec::new();
    let mut rows = table.rows();
    while let Some(row) = rows.next_row() {
        let row = row.expect("the row has the shape of the table");
        found.push((row.line(), row.cell("name").raw().to_owned(), row.cell("cards").raw().to_owned()));
    }
    (found, rows.skipped_rows())
}

const PUBLISHED: &str = "マイナンバーカード交付状況,,\n（令和4年12月末）,,\n\n\"区　名\",\"総数（人口）\n【H28.1.1時点】\",交付枚数（枚）\n堺区,\"146,354\",88000\n南部,,\n南区,138682,90000\n区　名,\"総数（人口）\n【H28.1.1時点】\",交付枚数（枚）\n中区,120000,70000\n,,\n※ 人口は住民基本台帳による,,\n出典：総務省,,\n";

#[test]
fn titles_headings_repeated_headers_and_notes_are_passed_over_and_reported() {
    with_table(PUBLISHED.as_bytes(), &cards(), |table| {
        let table = table.expect("the header is there");
        assert_eq!(table.header_line(), 4);
        let (rows, passed) = names_and_cards(&table);
        assert_eq!(
            rows.iter().map(|row| (row.0, row.1.as_str())).collect::<Vec<_>>(),
            [(6, "堺区"), (8, "南区"), (11, "中区")]
        );
        let reasons: Vec<_> = passed.iter().map(|rows| (rows.first_line, rows.last_line, rows.reason)).collect();
        assert_eq!(
            reasons,
            [
                (1, 2, SkipReason::Title),
                (7, 7, SkipReason::SectionHeading),
                (9, 9, SkipReason::RepeatedHeader),
                (13, 13, SkipReason::Footnote),
                (14, 14, SkipReason::Footnote),
            ]
        );
        assert_eq!(
            passed[0].describe(MessageLanguage::English),
            "rows 1–2 skipped (above the header): 'マイナンバーカード交付状況 （令和4年12月末）'"
        );
    });
}

#[test]
fn a_note_in_a_header_is_ignored_and_its_date_can_be_asked_for() {
    with_table(PUBLISHED.as_bytes(), &cards(), |table| {
        let table = table.expect("the header is there");
        let population = table.column("population").expect("the column is there");
        assert_eq!(population.notes, ["人口", "H28.1.1時点"]);
        assert_eq!(population.note_date(), chrono::NaiveDate::from_ymd_opt(2016, 1, 1));
        assert_eq!(table.column("cards").expect("the column is there").note_date(), None);
        assert_eq!(table.column("rate"), None);
    });
}

#[test]
fn headers_are_found_in_english_in_any_order_and_unknown_columns_named() {
    with_table(b"Cards,remark,POPULATION,name\n1,x,2,Naka\n", &cards(), |table| {
        let table = table.expect("the header is there");
        assert_eq!(table.ignored_columns().iter().map(ToString::to_string).collect::<Vec<_>>(), ["remark"]);
        let mut rows = table.rows();
        let row = rows.next_row().expect("a row").expect("the row has the shape of the table");
        assert_eq!(row.cell("population").required_count(), Ok(2));
        assert!(row.at(table.slot("rate")).is_empty());
        assert_eq!(row.at(table.slot("rate")).place().header, "交付率");
    });
}

#[test]
fn a_file_without_a_header_says_what_was_looked_for_and_what_was_seen() {
    let message =
        with_table("堺区,1,2\n中区,3,4\n".as_bytes(), &cards(), |table| table.expect_err("no header").to_string());
    assert_eq!(
        message,
        "no header row found; looked for the columns 総数（人口）, 交付枚数, 団体コード / 市区町村名; row 1 is closest with 堺区, 1, 2; it lacks 総数（人口）, 交付枚数, 団体コード / 市区町村名"
    );
    let message = with_table("区名,人口\n堺区,1\n".as_bytes(), &cards(), |table| {
        table.expect_err("no column of cards").describe(MessageLanguage::Japanese)
    });
    assert!(message.ends_with("足りない列:交付枚数"), "{message}");
}

#[test]
fn two_columns_that_read_alike_are_refused() {
    let error = with_table("区名,人口,交付枚数,交付枚数\n堺区,1,2,3\n".as_bytes(), &cards(), |table| {
        table.expect_err("two")
    });
    assert!(matches!(error, HeaderError::Ambiguous { line: 1, .. }), "{error}");
}

#[test]
fn a_record_cut_short_or_too_long_or_left_open_is_refused_with_its_line() {
    for (text, line, expected) in [
        ("区名,人口,交付枚数\n堺区,1,2\n中区,3", 3, Expected::Fields { header: 3, found: 2 }),
        ("区名,人口,交付枚数\n堺区,1,234,2\n", 2, Expected::Fields { header: 3, found: 4 }),
        ("区名,人口,交付枚数\n堺区,1,2\n\"中区,3,4\n西区,5,6\n", 3, Expected::ClosingQuote),
    ] {
        with_table(text.as_bytes(), &cards(), |table| {
            let table = table.expect("the header is there");
            let mut rows = table.rows();
            let mut refused = Vec::new();
            while let Some(row) = rows.next_row() {
                refused.extend(row.err());
            }
            assert_eq!(
                refused.iter().map(|error| (error.line, error.expected.clone())).collect::<Vec<_>>(),
                [(line, expected)]
            );
        });
    }
}

#[test]
fn a_record_that_quotes_properly_at_the_end_is_not_taken_for_an_open_one() {
    for text in [
        "区名,人口,交付枚数\n\"堺区\",1,\"2\"",
        "区名,人口,交付枚数\n堺\"区,1,2\n",
        "区名,人口,交付枚数\r\n\"堺\r\n区\",1,2\r\n\r\n",
    ] {
        with_table(text.as_bytes(), &cards(), |table| {
            let table = table.expect("the header is there");
            assert_eq!(names_and_cards(&table).0.len(), 1, "{text}");
        });
    }
}

#[test]
fn a_lone_name_is_data_where_nothing_else_is_required() {
    let spec = HeaderSpec::new([ColumnSpec::required("name", &["手続名"]), ColumnSpec::optional("summary", &["概要"])]);
    with_table("手続名,概要\n転出届,\n※ 注記,\n".as_bytes(), &spec, |table| {
        let table = table.expect("the header is there");
        let mut rows = table.rows();
        assert_eq!(rows.next_row().expect("a row").expect("data").cell("name").raw(), "転出届");
        assert!(rows.next_row().is_none());
        assert_eq!(rows.skipped_rows().len(), 1);
    });
}

/// A sheet in the style of the ministries: a title across all columns, years and groups merged across, area columns
/// merged downwards, units in the last header row.
fn ministry_workbook(hidden_decoy: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let plain = Format::new();
    if hidden_decoy {
        let decoy = book
            .add_worksheet()
            .set_name("控え")
            .and_then(|sheet| sheet.write(0, 0, "市区町村名"))
            .expect("a valid sheet");
        decoy.write(0, 1, "計").and_then(|sheet| sheet.write(1, 0, "誤り")).expect("valid cells");
        decoy.set_hidden(true);
        book.add_worksheet()
            .set_name("はじめに")
            .and_then(|sheet| sheet.write(0, 0, "この表について"))
            .expect("a valid sheet");
    }
    let sheet = book.add_worksheet().set_name("人口").expect("a valid name");
    sheet.set_active(true);
    sheet
        .merge_range(0, 0, 0, 4, "住民基本台帳人口", &plain)
        .and_then(|sheet| sheet.merge_range(1, 0, 3, 0, "団体コード", &plain))
        .and_then(|sheet| sheet.merge_range(1, 1, 3, 1, "市区町村名", &plain))
        .and_then(|sheet| sheet.merge_range(1, 2, 1, 4, "人口", &plain))
        .expect("the ranges are valid");
    for (column, name) in [(2, "男"), (3, "女"), (4, "計")] {
        sheet.write(2, column, name).and_then(|sheet| sheet.write(3, column, "人")).expect("the cells are valid");
    }
    sheet.write(4, 0, "271411").and_then(|sheet| sheet.write(4, 1, "堺区")).expect("the cells are valid");
    for (column, count) in [(2, 70_000), (3, 76_354), (4, 146_354)] {
        sheet.write(4, column, count).expect("the cell is valid");
    }
    sheet.merge_range(6, 0, 6, 4, "（注）速報値である", &plain).expect("the range is valid");
    book.save_to_buffer().expect("the workbook is valid")
}

fn population() -> HeaderSpec {
    HeaderSpec::new([
        ColumnSpec::required("name", &["市区町村名"]),
        ColumnSpec::required("total", &["人口 計", "計"]),
        ColumnSpec::optional("male", &["人口 男"]),
        ColumnSpec::optional("code", &["団体コード"]),
    ])
}

#[test]
fn merged_headers_of_several_rows_are_joined_from_the_top() {
    with_table(&ministry_workbook(false), &population(), |table| {
        let table = table.expect("the header is there");
        let places: Vec<String> =
            table.columns().iter().map(|column| format!("{} {}", column.key, column.place)).collect();
        assert_eq!(
            places,
            ["code A (団体コード)", "name B (市区町村名)", "male C (人口 男 人)", "total E (人口 計 人)"]
        );
        let mut rows = table.rows();
        let row = rows.next_row().expect("a row").expect("data");
        assert_eq!((row.line(), row.cell("total").required_count()), (5, Ok(146_354)));
        assert!(rows.next_row().is_none());
        let notes: Vec<_> = rows.skipped_rows().iter().map(|rows| (rows.first_line, rows.reason)).collect();
        assert_eq!(notes, [(1, SkipReason::Title), (7, SkipReason::Footnote)]);
    });
}

#[test]
fn the_first_visible_sheet_with_the_header_is_taken() {
    with_table(&ministry_workbook(true), &population(), |table| {
        assert_eq!(table.expect("the header is there").sheet_name(), Some("人口"));
    });
}

#[test]
fn an_error_in_a_sheet_names_the_letter_of_the_column() {
    with_table(&ministry_workbook(false), &population(), |table| {
        let table = table.expect("the header is there");
        let mut rows = table.rows();
        let row = rows.next_row().expect("a row").expect("data");
        let refused = row.cell("name").count().expect_err("a name is no count");
        assert_eq!(
            refused.to_string(),
            "line 5, B (市区町村名): '堺区'; expected a whole number of 0 or more, such as 1,234"
        );
    });
}
