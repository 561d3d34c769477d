//! Cells, headers and surveys of real files.

use domain::calendar::FiscalYear;
use domain::card::Measure;
use domain::planned_year::PlannedYear;
use exchange::import::{Format, Kind, Request};
use store::areas;

use super::city::*;

#[tokio::test]
async fn several_features_of_an_area_are_one_outline() {
    let city = City::new().await;
    city.accept_case(Kind::Boundaries, "S04_islands_one_feature_each.geojson").await;
    let outlines = areas::list_boundaries(&mut city.installation.db.read().await.unwrap()).await.unwrap();
    let parts = |code: &str| {
        let outline = outlines.iter().find(|outline| outline.area.as_str() == code).expect("it has an outline");
        let geometry: serde_json::Value = serde_json::from_str(&outline.geometry).unwrap();
        (geometry["type"].as_str().unwrap().to_owned(), geometry["coordinates"].as_array().unwrap().len())
    };
    assert_eq!(outlines.len(), 2);
    assert_eq!(parts("271446"), ("MultiPolygon".to_owned(), 3));
    assert_eq!(parts("271411"), ("Polygon".to_owned(), 1));
}

#[tokio::test]
async fn a_format_that_only_writes_a_percent_sign_does_not_multiply() {
    let city = City::new().await;
    // The printed rates are compared with the counts: 68.3, 73.3 and 73.6 are right.
    city.accept_case(Kind::Cards, "S05_literal_percent_rate.xlsx").await;
    assert_eq!(city.cards("271438", Measure::Held).await[0].cards.0, 62_000);
    city.accept_case(Kind::Indicators, "S06_literal_percent_indicator.xlsx").await;
    assert_eq!(city.targets().await, [(2030, 96.5), (2031, 97.5), (2032, 98.5)]);
}

#[tokio::test]
async fn a_percentage_of_an_old_workbook_is_read_as_it_is_shown() {
    let city = City::new().await;
    city.accept_case(Kind::Cards, "S08_percent_rate.xls").await;
    assert_eq!(city.cards("271411", Measure::Held).await[0].cards.0, 100_000);
    assert_eq!(city.cards("271420", Measure::Held).await[0].cards.0, 88_000);
}

#[tokio::test]
async fn a_day_of_which_only_the_year_is_shown_is_that_fiscal_year() {
    let city = City::new().await;
    city.accept_case(Kind::Indicators, "S11_era_year_only_format.xlsx").await;
    assert_eq!(city.targets().await, [(2034, 98.0)]);
}

#[tokio::test]
async fn a_merged_cell_holds_for_each_row_that_it_covers_and_the_report_says_so() {
    let city = City::new().await;
    let report = city.accept_case(Kind::Procedures, "S13_merged_department.xlsx").await;
    for id in ["T-011", "T-012", "T-013"] {
        assert_eq!(city.procedure(id).await.department, department("戸籍住民課"), "{id}");
    }
    assert_eq!(city.procedure("T-014").await.department, department("動物指導センター"));
    assert!(report.notes().iter().any(|note| note.contains("merged") && note.contains("2–4")), "{:?}", report.notes());
    let again = city.accept_case(Kind::Procedures, "S13_merged_department.xlsx").await;
    assert!(again.counts().iter().all(exchange::import::comparing::diff::Counts::is_unchanged), "{}", again.describe());
}

#[tokio::test]
async fn another_sheet_that_fits_is_named_and_can_be_chosen() {
    let name = "S15_two_sheets.xlsx";
    let city = City::new().await;
    let report = city.accept_case(Kind::Cards, name).await;
    let named = report.notes().iter().any(|note| note.contains("'R6'") && note.contains("--sheet"));
    assert!(named, "{:?}", report.notes());
    assert_eq!(city.cards("271411", Measure::Held).await[0].cards.0, 95_000);
    let in_a_browser = Request { actor: "somebody".to_owned(), ..request(Kind::Cards, name) };
    let report = city.accept(&in_a_browser, &case(name)).await;
    assert!(report.notes().iter().all(|note| !note.contains("--")), "{:?}", report.notes());

    let chosen = Request { sheet: Some("R6".to_owned()), ..request(Kind::Cards, name) };
    let report = city.accept(&chosen, &case(name)).await;
    assert!(report.notes().iter().all(|note| !note.contains("R5")), "{:?}", report.notes());
    let counts: Vec<i64> = city.cards("271411", Measure::Held).await.iter().map(|count| count.cards.0).collect();
    assert_eq!(counts, [95_000, 100_000]);
    let missing = Request { sheet: Some("R7".to_owned()), ..request(Kind::Cards, name) };
    assert_eq!(city.refuse(&missing, &case(name)).await, ["there is no sheet 'R7'; expected one of: R5, R6"]);
}

#[tokio::test]
async fn a_formula_without_a_current_value_is_refused() {
    let city = City::new().await;
    let expected = "line 2, D (cards): '=H2+I2'; expected a calculated value; the file has no current result for this formula: open the workbook in Excel and save it";
    for name in ["S16_formula_without_value.xlsx", "S17_formula_cached_zero.xlsx"] {
        assert_eq!(city.refuse_case(Kind::Cards, name).await, [expected], "{name}");
    }
}

#[tokio::test]
async fn a_quotation_mark_that_swallows_rows_is_refused_where_it_opened() {
    let city = City::new().await;
    assert_eq!(
        city.refuse_case(Kind::Procedures, "S18_unbalanced_quotes.csv").await,
        [
            "line 3, 概要: 'T-022'; expected a closing quotation mark; the one opened in this record swallows lines 4 to 6 \
          into one field"
        ]
    );
}

#[tokio::test]
async fn a_field_of_several_lines_is_no_swallowed_row() {
    let city = City::new().await;
    city.accept_text(
        Kind::Procedures,
        "手続ID,手続名,申請,概要\n\
         T-051,\"甲の\n届出\",窓口,\"一行目、続き\n1,200円,300円\n三行目\"\n\
         T-052,乙の届出,窓口,\"T-051 を見よ\nT-053 も\"\n",
    )
    .await;
    assert_eq!(city.procedure("T-051").await.name.ja, "甲の 届出");
}

#[tokio::test]
async fn destroyed_letters_are_refused() {
    let city = City::new().await;
    let wrong = city.refuse_case(Kind::Procedures, "S20_replacement_characters.xlsx").await;
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(
        wrong[0].starts_with("line 2, B (手続名): '") && wrong[1].starts_with("line 2, C (所管課): '"),
        "{wrong:?}"
    );
    assert!(wrong.iter().all(|line| line.contains("expected the original text")), "{wrong:?}");
}

#[tokio::test]
async fn letters_of_private_use_are_kept_and_warned_about() {
    let city = City::new().await;
    let report = city.accept_case(Kind::Procedures, "S21_gaiji_cp932.csv").await;
    let warned = report.notes().iter().find(|note| note.contains("private use")).expect("it is said");
    assert!(warned.contains("1 cells") && warned.contains("line 2, 手続名 U+E000"), "{warned}");
    assert_eq!(city.procedure("T-033").await.name.ja, "\u{e000}田ホールの使用許可");
    assert_eq!(city.procedure("T-034").await.name.ja, "㈱の登録①");
    assert_eq!(city.procedure("T-034").await.department, department("髙齢課"));
}

#[tokio::test]
async fn an_id_that_became_a_day_or_a_number_is_refused() {
    let city = City::new().await;
    let wrong = city.refuse_case(Kind::Procedures, "S25_id_became_date.xlsx").await;
    let expected = "expected an id as text; a spreadsheet turns 1-2 into a date and 3.10 into 3.1: format the column as text \
                    and enter the id again";
    assert_eq!(
        wrong,
        [format!("line 2, A (手続ID): '2026-01-02'; {expected}"), format!("line 4, A (手続ID): '3.1'; {expected}")]
    );
    for id in ["1月2日", "2-Jan", "Jan-10"] {
        let text = format!("手続ID,手続名\n{id},住民票\n");
        let wrong = city.refuse(&request(Kind::Procedures, "saved.csv"), text.as_bytes()).await;
        assert_eq!(wrong, [format!("line 2, 手続ID: '{id}'; {expected}")]);
    }
}

#[tokio::test]
async fn names_that_begin_like_notes_are_rows() {
    let city = City::new().await;
    let expected = "expected a whole number, 0 or more, or 'unknown'";
    assert_eq!(
        city.refuse_case(Kind::Usage, "S29_names_that_look_like_notes.csv").await,
        [format!("line 3, 総手続件数: ''; {expected}"), format!("line 4, 総手続件数: ''; {expected}"),]
    );
    let report = city
        .accept_text(
            Kind::Usage,
            "手続名,年度,総手続件数,オンライン手続件数\n注射済票の交付申請,令和6年度,不明,12\n資料：総務省\n注1 速報値\n",
        )
        .await;
    assert_eq!(report.notes().len(), 2, "{:?}", report.notes());
}

#[tokio::test]
async fn the_survey_of_fiscal_2025_is_told_by_its_header_and_its_counts_are_of_2024() {
    let name = "S33_survey_fy2025_layout.csv";
    let city = City::new().await;
    let survey = Request { format: Format::Survey, ..request(Kind::Procedures, name) };
    let report = city.accept(&survey, &case(name)).await;
    assert!(report.notes().iter().any(|note| note.contains("the survey of fiscal 2025")), "{:?}", report.notes());
    let first = city.procedure("900001").await;
    assert_eq!(first.name.ja, "試験の届出その一");
    assert_eq!((first.checked_on, first.source.as_str()), (Some(day("2025-11-01")), "survey-r7"));
    let usage: Vec<_> = first.usage.iter().map(|usage| (usage.fiscal_year, usage.total, usage.online)).collect();
    assert_eq!(usage, [(FiscalYear(2024), Some(1000), Some(400))]);
    let second = city.procedure("900002").await;
    assert_eq!(second.planned_fiscal_year, Some(PlannedYear::In(FiscalYear(2026))));
    assert!(city.procedure("900003").await.usage.is_empty(), "nothing was counted");
    assert!(city.procedure("900003").await.exclusion_events.iter().any(|event| event.excluded));
}

#[tokio::test]
async fn a_survey_of_no_known_year_is_refused() {
    let name = "S33_survey_fy2025_layout.csv";
    let city = City::new().await;
    let survey = Request { format: Format::Survey, ..request(Kind::Procedures, name) };
    let text = String::from_utf8(case(name)).unwrap().replace("関連する根拠法令", "新しい列");
    let wrong = city.refuse(&survey, text.as_bytes()).await;
    assert_eq!(
        wrong,
        [
            "this is the survey of an unknown year; expected one of these, recognised by a column that only it has: 令和6年度（2024年度） \
          (38, 法令番号), 令和7年度（2025年度） (46, 関連する根拠法令)"
        ]
    );
}

const SURVEY: &str = "手続ID,所管府省庁,手続名,法令名,法令番号,根拠条項号,手続主体,オンライン化の実施状況,\
    オンライン化の実施予定及び検討時の懸念点,オンライン化実施時期,申請等における本人確認手法,手数料等の納付有無,\
    手数料等の納付方法,処理期間(オンライン),処理期間(非オンライン),情報システム(申請),総手続件数,\
    オンライン手続件数,非オンライン手続件数,申請時に添付させる書類,添付書類等の提出方法,手続が行われるイベント(個人)\n";

/// The survey has 2030年度以降 for 88 procedures of fiscal 2024.
#[tokio::test]
async fn a_plan_of_the_survey_for_a_year_or_later_keeps_these_words() {
    let city = City::new().await;
    let row =
        |id: &str, planned: &str| format!("{id},総務省,届出,法,番号,第1条,5 国民等,2 未実施,,{planned},,,,,,,,,,,,\n");
    let rows = [
        row("DP1", "7 2030年度以降"),
        row("DP2", "6 2029年度"),
        row("DP3", "5 2028年度; 7 2030年度以降"),
        row("DP4", ""),
        row("DP5", "ｰ"),
        row("DP6", "8 未定"),
    ];
    let survey = Request { format: Format::Survey, ..request(Kind::Procedures, "survey.csv") };
    let report = city.accept(&survey, format!("{SURVEY}{}", rows.concat()).as_bytes()).await;
    let planned = async |id: &str| city.procedure(id).await.planned_fiscal_year;
    assert_eq!(planned("DP1").await, Some(PlannedYear::OrLater(FiscalYear(2030))));
    assert_eq!(planned("DP2").await, Some(PlannedYear::In(FiscalYear(2029))));
    assert_eq!(planned("DP3").await, Some(PlannedYear::In(FiscalYear(2028))), "the earliest of several");
    assert_eq!([planned("DP4").await, planned("DP5").await, planned("DP6").await], [None; 3]);
    let about_plans: Vec<_> = report.notes().iter().filter(|note| note.contains("plans")).collect();
    assert_eq!(about_plans, ["plans without a fiscal year were left out in 1 rows, first in line 7: '8 未定'"]);
}

#[tokio::test]
async fn a_planned_year_of_a_table_is_read_with_or_later_in_either_language() {
    let city = City::new().await;
    let header = "id,name,planned_fiscal_year\n";
    let table = "p1,届出,2030年度以降\np2,届出,令和12年度以降\np3,届出,FY2030 or later\np4,届出,2030\np5,届出,\n";
    city.accept_text(Kind::Procedures, &format!("{header}{table}")).await;
    let planned = async |id: &str| city.procedure(id).await.planned_fiscal_year;
    let open = Some(PlannedYear::OrLater(FiscalYear(2030)));
    assert_eq!([planned("p1").await, planned("p2").await, planned("p3").await], [open; 3]);
    assert_eq!([planned("p4").await, planned("p5").await], [Some(PlannedYear::In(FiscalYear(2030))), None]);
    let wrong = format!("{header}p1,届出,2030年度以前\n");
    let wrong = city.refuse(&request(Kind::Procedures, "table.csv"), wrong.as_bytes()).await;
    assert!(wrong[0].contains("FY2030 or later"), "{wrong:?}");
    // A year alone takes "or later" away again.
    city.accept_text(Kind::Procedures, &format!("{header}p1,届出,2031年度\n")).await;
    assert_eq!(planned("p1").await, Some(PlannedYear::In(FiscalYear(2031))));
}

#[tokio::test]
async fn a_total_of_zero_beside_online_applications_is_not_known() {
    let city = City::new().await;
    let rows = "DP1,総務省,届出,法,番号,第1条,5 国民等,1 実施済,,,,,,ｰ,－,,0,\"1,008\",0,,,\n\
        DP2,総務省,申請,法,番号,第2条,5 国民等,1 実施済,,,,,,ｰ,2週,,0,0,0,,,\n";
    let survey = Request { format: Format::Survey, ..request(Kind::Procedures, "survey.csv") };
    city.accept(&survey, format!("{SURVEY}{rows}").as_bytes()).await;
    let [usage] = &city.procedure("DP1").await.usage[..] else { panic!("one year was counted") };
    assert_eq!((usage.total, usage.online, usage.fiscal_year), (None, Some(1_008), FiscalYear(2023)));
    assert_eq!(city.procedure("DP1").await.processing, "", "a dash is no time");
    assert_eq!(city.procedure("DP2").await.processing, "2週");
    assert!(city.procedure("DP2").await.usage.is_empty());
}

#[tokio::test]
async fn numbers_with_a_fraction_of_zeros_are_counts() {
    let city = City::new().await;
    city.accept_text(Kind::Cards, &format!("{CARD_HEADER}271411,保有,2025-03-31,97000.0,132300.00,2025-01-01\n")).await;
    let [count] = &city.cards("271411", Measure::Held).await[..] else { panic!("one count") };
    assert_eq!((count.cards.0, count.population.0), (97_000, 132_300));
}

/// A workbook with the columns of cards on the sheet `表`, changed by `change`.
fn workbook(change: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("説明").unwrap().write(0, 0, "この表について").unwrap();
    let sheet = book.add_worksheet().set_name("表").unwrap();
    for (row, line) in [
        CARD_HEADER.trim_end(),
        "271411,保有,2025-03-31,100000,146354,2025-01-01",
        "271420,保有,2025-03-31,88000,120100,2025-01-01",
    ]
    .iter()
    .enumerate()
    {
        for (column, text) in line.split(',').enumerate() {
            sheet.write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), text).unwrap();
        }
    }
    change(sheet);
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn hidden_rows_columns_and_sheets_are_read_and_said() {
    let city = City::new().await;
    let dry = Request { dry_run: true, ..request(Kind::Cards, "cards.xlsx") };
    let plain = city.accept(&dry, &workbook(|_| {})).await;
    assert!(plain.notes().iter().all(|note| !note.contains("hidden")), "{:?}", plain.notes());
    let hidden = workbook(|sheet| {
        sheet.set_row_hidden(2).unwrap();
        sheet.set_column_hidden(4).unwrap();
        sheet.set_hidden(true);
    });
    let report = city.accept(&dry, &hidden).await;
    assert_eq!(report.counts().iter().map(|counts| counts.new).sum::<usize>(), 2);
    for note in [
        "the sheet '表' is hidden in the workbook",
        "1 hidden ranges of rows were read too: 3",
        "hidden columns were read too: E (人口)",
    ] {
        assert!(report.notes().iter().any(|one| one == note), "{note}: {:?}", report.notes());
    }
}

#[tokio::test]
async fn a_formula_in_a_column_that_is_not_read_does_not_matter() {
    let city = City::new().await;
    let beside = workbook(|sheet| {
        sheet.write(0, 6, "備考").unwrap().write(1, 6, rust_xlsxwriter::Formula::new("=D2/E2")).unwrap();
    });
    city.accept(&request(Kind::Cards, "cards.xlsx"), &beside).await;
    let inside = workbook(|sheet| {
        sheet.write(1, 3, rust_xlsxwriter::Formula::new("=IF(E2>0,1,\"\")").set_result("1")).unwrap();
    });
    let wrong = city.refuse(&request(Kind::Cards, "cards.xlsx"), &inside).await;
    assert!(wrong[0].starts_with("line 2, D (枚数): '=IF(E2>0,1,\"\")'; expected a calculated value"), "{wrong:?}");
}
