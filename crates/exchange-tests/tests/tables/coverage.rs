//! Tables of a part of the residents are never taken for all.

use domain::text::MessageLanguage;
use exchange::import::{Kind, Request, import};

use crate::installation::{Installation, WARDS, population_of, request};

#[tokio::test]
async fn a_table_of_men_is_not_of_all() {
    let (file, text) = case!("D02_men_only.csv");
    let installation = Installation::of_sakai().await;
    assert_eq!(
        installation.refuse(&population_of(file), text).await,
        ["1 row is of a part of the residents, as the column 性別 says (line 2 '男'); expected one row per area with \
          the total of all residents (計, 総数)"]
    );
    let by_sex = "団体コード,性別,総数\n271403,計,826158\n271403,男,395000\n271403,女,431158\n";
    let japanese = Request { language: MessageLanguage::Japanese, ..population_of("a.csv") };
    assert_eq!(
        installation.refuse(&japanese, by_sex).await,
        ["列「性別」により、2行は住民の一部についての値です（3行目「男」、4行目「女」）。\
          これらの行を削除し、全体の1行だけを残してください"]
    );
    installation.accept(&population_of("a.csv"), "団体コード,性別,総数\n271403,計,826158\n").await;
    assert_eq!(installation.population().await[0].2, 826_158);
}

#[tokio::test]
async fn a_column_of_nationality_or_age_is_said_once_however_many_rows_it_splits() {
    let installation = Installation::of_sakai().await;
    let mut by_age = "団体コード,年齢,人口\n".to_owned();
    for age in 0..96 {
        for ward in WARDS {
            by_age.push_str(&format!("{ward},{age}歳,100\n"));
        }
    }
    let said = installation.refuse(&population_of("a.csv"), &by_age).await;
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("672 rows are of a part of the residents, as the column 年齢 says (line 2 '0歳', "),
        "{said:?}"
    );
    let said = installation.refuse(&population_of("a.csv"), "団体コード,国籍,人口\n271403,日本人,811187\n").await;
    assert!(said.len() == 1 && said[0].contains("the column 国籍 says (line 2 '日本人')"), "{said:?}");
}

#[tokio::test]
async fn a_title_that_names_a_part_is_refused_and_the_day_in_it_is_found() {
    let (file, text) = case!("D09_title_has_the_day.csv");
    let installation = Installation::of_sakai().await;
    assert_eq!(
        installation.refuse(&request(Kind::Population, file), text).await,
        [
            "this table is of Japanese nationals only, as its title says: '住民基本台帳人口（日本人住民）令和4年1月1日現在'; \
          expected the table of all residents (総数, 総計)"
        ]
    );
    let of_all = text.replace("（日本人住民）", "");
    let report = installation.accept(&request(Kind::Population, file), &of_all).await;
    assert!(
        report.notes().iter().any(|note| note.contains("that of the title, 1 January 2022")),
        "{:?}",
        report.notes()
    );
    let right = ("271403".to_owned(), "2022-01-01".to_owned(), 811_187);
    assert_eq!(installation.population().await, [right]);
}

#[tokio::test]
async fn a_sheet_that_names_a_part_is_refused() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("外国人").unwrap();
    for (column, header) in (0..).zip(["団体コード", "市区町村名", "総数"]) {
        sheet.write_string(0, column, header).unwrap();
    }
    sheet.write_string(1, 0, "271403").unwrap().write_string(1, 1, "堺市").unwrap().write_number(1, 2, 14_971).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let installation = Installation::of_sakai().await;
    let report = import(&installation.db, &population_of("a.xlsx"), bytes, &|_, _| {}).await.unwrap();
    assert_eq!(
        report.refusal(),
        Some(
            "this table is of foreign residents only, as the name of its sheet says: '外国人'; expected the table of \
             all residents (総数, 総計)"
        )
    );
}

#[tokio::test]
async fn a_heading_that_names_a_part_is_refused() {
    let installation = Installation::of_sakai().await;
    let said = installation.refuse(&population_of("a.csv"), "団体コード,人口（外国人）\n271403,14971\n").await;
    assert!(
        said.len() == 1
            && said[0].contains("foreign residents only, as the heading of its figures says: '人口（外国人）'"),
        "{said:?}"
    );
}
