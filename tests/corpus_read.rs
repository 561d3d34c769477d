//! Reads real files from other sources up to typed cells. The files are not part of the project; each test is skipped
//! if they are not available.

use std::fs;
use std::path::PathBuf;

use domain::calendar::parse_date;
use exchange::import::reading::cell::ListMarks;
use exchange::import::reading::file::{Delimiter, FileForm, ReadError, ReadLimits, TextEncoding, read_table_file};
use exchange::import::reading::table::{HeaderError, SkipReason, Table, find_table};
use exchange::import::table::columns::{ColumnSpec, HeaderSpec};

use crate::support::skipped;

/// The bytes of a file of the corpus. Reports a skipped test if it is missing.
fn corpus(path: &str) -> Option<Vec<u8>> {
    let whole = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(path);
    let bytes = fs::read(&whole).ok();
    if bytes.is_none() {
        skipped(&format!("{path} of the corpus is not here"));
    }
    bytes
}

fn with_table<T>(
    path: &str,
    spec: &HeaderSpec,
    see: impl FnOnce(FileForm, Result<Table<'_>, HeaderError>) -> T,
) -> Option<T> {
    let bytes = corpus(path)?;
    let file = read_table_file(path, &bytes, &ReadLimits::default()).expect("the file is readable");
    Some(see(file.form(), find_table(&file, spec)))
}

/// Reads every row. Returns the number of rows, and the reasons for those that were skipped.
fn read_all(
    table: &Table<'_>,
    mut see: impl FnMut(exchange::import::reading::table::Row<'_>),
) -> (u64, Vec<SkipReason>) {
    let mut rows = table.rows();
    while let Some(row) = rows.next_row() {
        see(row.expect("the row has the shape of the table"));
    }
    for passed in rows.skipped_rows() {
        println!("{}", passed.describe(domain::text::MessageLanguage::English));
    }
    (rows.data_rows(), rows.skipped_rows().iter().map(|passed| passed.reason).collect())
}

fn cards() -> HeaderSpec {
    HeaderSpec::new([
        ColumnSpec::optional("as_of", &["算出基準日", "交付件数基準日"]),
        ColumnSpec::optional("code", &["団体コード", "code"]),
        ColumnSpec::required("name", &["市区町村名"]),
        ColumnSpec::required("population", &["総数（人口）", "population"]),
        ColumnSpec::required("cards", &["交付枚数", "cards_issued"]),
        ColumnSpec::optional("rate", &["人口に対する交付枚数率", "交付率", "rate_pct"]),
        ColumnSpec::optional("population_as_of", &["人口算出基準日", "population_date"]),
    ])
}

#[test]
fn the_ministrys_card_tables_are_read_to_the_last_cell() {
    for name in ["20200301", "20210901", "20220601", "20220630", "20221231"] {
        with_table(&format!("cards/all_localgovs_{name}.csv"), &cards(), |_, table| {
            let table = table.expect("the header is there");
            let mut sakai = None;
            let (rows, passed) = read_all(&table, |row| {
                let cards = row.cell("cards").required_count().expect("a count");
                let population = row.cell("population").required_count().expect("a count");
                row.cell("rate").percentage().expect("a percentage");
                row.cell("as_of").required_date().expect("a date");
                row.cell("population_as_of").required_date().expect("a date");
                if row.cell("name").raw() == "堺市" {
                    sakai = Some((cards, population));
                }
            });
            assert_eq!((rows, passed.len()), (1741, 0), "{name}");
            if name == "20221231" {
                assert_eq!(sakai, Some((498_812, 826_158)));
            }
        });
    }
    with_table("cards/designated_cities_cards_2017-2022.csv", &cards(), |_, table| {
        let table = table.expect("the header is there");
        assert_eq!(
            read_all(&table, |row| {
                row.cell("cards").required_count().expect("a count");
            })
            .0,
            940
        );
    });
}

#[test]
fn a_table_lifted_from_a_pdf_gets_its_names_and_header_dates_back() {
    with_table("cards/pdf_extract_osaka_with_radicals.csv", &cards(), |_, table| {
        let table = table.expect("the header is there");
        let dates = ["population", "cards"].map(|key| table.column(key).expect("the column is there").note_date());
        assert_eq!(dates, [parse_date("2016-01-01").ok(), parse_date("2017-03-08").ok()]);
        let mut names = Vec::new();
        read_all(&table, |row| {
            row.cell("rate").percentage().expect("a percentage");
            row.cell("cards").required_count().expect("a count");
            names.extend(row.cell("name").name().expect("a name"));
        });
        for name in ["岸和田市", "高槻市", "貝塚市", "守口市"] {
            assert!(names.iter().any(|found| found == name), "{name} in {names:?}");
        }
        let is_radical = |character: char| ('\u{2E80}'..='\u{2FD5}').contains(&character);
        assert!(!names.iter().any(|name| name.contains(is_radical)), "{names:?}");
    });
}

fn survey() -> HeaderSpec {
    HeaderSpec::new([
        ColumnSpec::required("id", &["手続ID"]),
        ColumnSpec::required("name", &["手続名"]),
        ColumnSpec::required("total", &["総手続件数"]),
        ColumnSpec::required("online", &["オンライン手続件数"]),
        ColumnSpec::required("events", &["手続が行われるイベント(個人)"]),
    ])
}

#[test]
fn the_national_survey_is_read_from_each_of_its_forms() {
    for (path, encoding, compressed, expected) in [
        ("survey/r6_residents_to_local_gov_2972.csv", TextEncoding::Utf8WithMark, false, 2972),
        ("survey/r6_first_300_cp932_crlf.csv", TextEncoding::Cp932, false, 300),
        ("survey/r6_newline_in_name_178.csv", TextEncoding::Utf8WithMark, false, 178),
        ("survey/procedures_r6_full.csv.gz", TextEncoding::Utf8, true, 75_071),
    ] {
        with_table(path, &survey(), |form, table| {
            assert_eq!(form, FileForm::Text { encoding, delimiter: Delimiter::Comma, compressed }, "{path}");
            let table = table.expect("the header is there");
            assert_eq!(table.ignored_columns().len(), 33);
            let (rows, passed) = read_all(&table, |row| {
                row.cell("id").required_name().expect("an id");
                assert!(!row.cell("name").required_name().expect("a name").contains('\n'));
                row.cell("total").count().expect("a count");
                row.cell("online").count().expect("a count");
                row.cell("events").list(ListMarks::Semicolons).expect("a list");
            });
            assert_eq!((rows, passed.len()), (expected, 0), "{path}");
        });
    }
}

#[test]
fn ward_population_and_the_ministrys_workbooks_are_read_past_titles_and_units() {
    let wards = HeaderSpec::new([
        ColumnSpec::required("date", &["date"]),
        ColumnSpec::required("code", &["code6"]),
        ColumnSpec::required("population", &["population"]),
    ]);
    with_table("wards/ward_population_2007-2022.csv", &wards, |_, table| {
        let table = table.expect("the header is there");
        let (rows, _) = read_all(&table, |row| {
            row.cell("date").required_date().expect("a date");
            row.cell("population").required_count().expect("a count");
        });
        assert!(rows > 100);
    });

    let residents = HeaderSpec::new([
        ColumnSpec::required("code", &["団体コード"]),
        ColumnSpec::required("name", &["市区町村名"]),
        ColumnSpec::required("population", &["人口 計"]),
        ColumnSpec::optional("households", &["世帯数"]),
    ]);
    with_table("spreadsheets/2203ssjin.xlsx", &residents, |form, table| {
        assert_eq!(form, FileForm::Workbook);
        let table = table.expect("the header is there");
        assert_eq!(table.column("population").expect("the column is there").place.letter.as_deref(), Some("F"));
        let mut sakai = None;
        let (rows, passed) = read_all(&table, |row| {
            let population = row.cell("population").count().expect("a count");
            if row.cell("code").raw() == "271403" {
                sakai = population;
            }
        });
        assert_eq!(sakai, Some(826_158));
        assert!(rows > 1900, "{rows}");
        assert_eq!(passed, [SkipReason::Title, SkipReason::Footnote]);
    });

    let by_age = HeaderSpec::new([
        ColumnSpec::required("code", &["団体コード"]),
        ColumnSpec::required("sex", &["性別"]),
        ColumnSpec::required("total", &["総数"]),
    ]);
    with_table("spreadsheets/population_tnen_2202s.xlsx", &by_age, |_, table| {
        let table = table.expect("the header is there");
        let (rows, _) = read_all(&table, |row| {
            row.cell("total").required_count().expect("a count");
        });
        assert_eq!(rows, 144);
    });
}

#[test]
fn old_and_new_workbooks_of_grants_are_read_past_their_notes() {
    let prefectures = HeaderSpec::new([
        ColumnSpec::required("name", &["区分"]),
        ColumnSpec::required("need", &["基準財政需要額 計"]),
        ColumnSpec::required("grant", &["普通交付税額"]),
    ]);
    with_table("spreadsheets/koufuzei_pref_2019.xls", &prefectures, |form, table| {
        assert_eq!(form, FileForm::OldWorkbook);
        let table = table.expect("the header is there");
        let mut first = None;
        read_all(&table, |row| {
            first.get_or_insert((row.cell("name").raw().to_owned(), row.cell("grant").count()));
        });
        assert_eq!(first, Some(("１　北海道".to_owned(), Ok(Some(601_742_188)))));
    });
    let municipalities =
        HeaderSpec::new([ColumnSpec::required("name", &["市町村"]), ColumnSpec::required("grant", &["普通交付税"])]);
    with_table("spreadsheets/koufuzei_muni_2022.xlsx", &municipalities, |_, table| {
        let table = table.expect("the header is there");
        let (mut first, mut sakai) = (None, None);
        let (rows, _) = read_all(&table, |row| {
            first.get_or_insert((row.line(), row.cell("name").raw().to_owned()));
            if row.cell("name").raw() == "堺市" {
                sakai = row.cell("grant").count().expect("a count");
            }
        });
        assert!(rows > 1700, "{rows}");
        assert_eq!(first, Some((7, "札幌市".to_owned())));
        assert!(sakai.is_some());
    });
}

#[test]
fn a_file_without_a_header_is_refused_with_what_was_seen() {
    let spec = HeaderSpec::new([
        ColumnSpec::required("name", &["都道府県"]),
        ColumnSpec::required("need", &["基準財政需要額"]),
    ]);
    with_table("spreadsheets/koufuzei_pref_2021.csv", &spec, |_, table| {
        let message = table.expect_err("the file has no header").to_string();
        assert!(message.contains("基準財政需要額") && message.contains("北海道"), "{message}");
    });
}

#[test]
fn a_citys_usage_table_is_read_and_its_section_heading_passed_over() {
    let spec = HeaderSpec::new([
        ColumnSpec::required("name", &["手続の名称"]),
        ColumnSpec::required("total", &["手続総件数"]),
        ColumnSpec::required("online", &["うちオンライン数"]),
        ColumnSpec::optional("rate", &["総件数に占めるオンライン数の割合"]),
    ]);
    with_table("spreadsheets/kure_fy2022_online_usage.csv", &spec, |_, table| {
        let table = table.expect("the header is there");
        assert!(table.ignored_columns().is_empty());
        let (rows, passed) = read_all(&table, |row| {
            row.cell("total").required_count().expect("a count");
            row.cell("rate").percentage().expect("a percentage");
        });
        assert_eq!((rows, passed), (17, vec![SkipReason::SectionHeading]));
    });
}

#[test]
fn small_bad_files_are_read_as_far_as_they_go() {
    let by_year =
        HeaderSpec::new([ColumnSpec::required("name", &["都道府県"]), ColumnSpec::required("count", &["2020年"])]);
    with_table("text/rule_22_header_start_position_NG-01.csv", &by_year, |_, table| {
        let table = table.expect("the header is there");
        assert_eq!((table.header_line(), table.titles().map(|titles| titles.last_line)), (3, Some(2)));
        assert_eq!(read_all(&table, |_| ()).0, 5);
    });
    with_table("text/rule_06_space_formatting_NG-01.csv", &by_year, |_, table| {
        let table = table.expect("the header is there");
        let mut names = Vec::new();
        read_all(&table, |row| names.push(row.cell("name").required_name().expect("a name")));
        assert_eq!(names, ["北海道", "青 森県"]);
    });
    let companies =
        HeaderSpec::new([ColumnSpec::required("number", &["番号"]), ColumnSpec::required("company", &["会社名"])]);
    with_table("text/rule_08_platform_dependent_chars_NG-CP932.csv", &companies, |form, table| {
        assert!(matches!(form, FileForm::Text { encoding: TextEncoding::Cp932, .. }));
        let table = table.expect("the header is there");
        let mut names = Vec::new();
        read_all(&table, |row| names.push(row.cell("company").required_name().expect("a name")));
        assert_eq!(names[0], "㈱サンプル");
    });
}

#[test]
fn a_map_and_a_cut_off_workbook_are_refused_in_one_line() {
    let limits = ReadLimits::default();
    if let Some(map) = corpus("wards/sakai_wards_n03_2021_simplified1pct.geojson") {
        assert_eq!(read_table_file("map", &map, &limits).expect_err("a map is no table"), ReadError::Json);
    }
    for name in ["2203ssjin.xlsx", "koufuzei_pref_2019.xls"] {
        if let Some(book) = corpus(&format!("spreadsheets/{name}")) {
            let refused = read_table_file(name, &book[..book.len() / 2], &limits).expect_err("half a workbook");
            assert!(matches!(refused, ReadError::Damaged { .. } | ReadError::NoCells), "{refused}");
        }
    }
}
