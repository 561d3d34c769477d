//! A refusal says what to do on one screen, however much is wrong.

use std::fmt::Write;

use domain::text::MessageLanguage;
use exchange::import::{Format, Kind, Request};

use super::city::*;
use super::installation::without_source;

/// The largest number of lines of a refusal: what a person reads before scrolling.
const ONE_SCREEN: usize = 20;

/// Asserts that a dry run fits on one screen if the file is refused, and that the last line says that nothing was
/// written. Returns whether it was refused.
async fn fits_on_one_screen(city: &City, request: &Request, bytes: &[u8]) -> bool {
    let mut is_refused = false;
    for language in [MessageLanguage::English, MessageLanguage::Japanese] {
        let request = Request { language, dry_run: true, ..request.clone() };
        // An area that is not known yet is an error of the request, of one line.
        let Ok(report) = exchange::import::import(&city.installation.db, &request, bytes, &|_, _| {}).await else {
            continue;
        };
        if report.is_refused() {
            is_refused = true;
            let text = report.describe();
            assert!(text.lines().count() <= ONE_SCREEN, "{} as {}: {text}", request.file, request.kind);
            assert!(report.refusal().is_some() || !report.causes().is_empty(), "{text}");
        }
    }
    is_refused
}

#[tokio::test]
async fn every_case_read_as_any_kind_is_refused_on_one_screen_or_read() {
    let city = City::new().await;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut refused = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let (name, bytes) = (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap());
        for kind in Kind::ALL {
            refused += usize::from(fits_on_one_screen(&city, &without_source(*kind, &name), &bytes).await);
        }
        let survey = Request { format: Format::Survey, ..without_source(Kind::Procedures, &name) };
        refused += usize::from(fits_on_one_screen(&city, &survey, &bytes).await);
    }
    assert!(refused > 150, "{refused}");
}

/// A table with every kind of fault that has a line of its own: notes above, faults in each column, warnings.
#[tokio::test]
async fn a_table_with_everything_wrong_is_refused_on_one_screen() {
    let city = City::new().await;
    let before = format!("{CARD_HEADER}271411,交付,2025-02-28,100000,100,2025-01-01\n");
    city.accept_text(Kind::Cards, &before).await;
    let mut text =
        "表題\n注 1\n団体コード,市区町村名,種別,基準日,枚数,人口,人口算出基準日,割合,サンプル,所属,,備考\n".to_owned();
    for line in 0..40 {
        writeln!(text, "27141{line},どこか,何か,{line}月,多い,少ない,昨日,高い,多分,x,{line},y").unwrap();
        writeln!(text, "271411,堺区,交付,2025-03-31,{},{},2025-01-01,{line},はい,x,{line},y", 900_000 + line, line + 1)
            .unwrap();
        writeln!(text, "0120{line:02},,保有,2031-01-01,-5,0,2031-01-01,300%,{line},x,{line},y").unwrap();
        writeln!(text, "※ 注{line}").unwrap();
    }
    assert!(fits_on_one_screen(&city, &without_source(Kind::Cards, "cards.csv"), text.as_bytes()).await);
}
