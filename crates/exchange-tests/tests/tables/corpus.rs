//! Every file of the corpus, as each kind of table: whether it is read, and what a refusal says first.

use std::fmt::Write;

use domain::calendar::FiscalYear;
use exchange::import::report::Report;
use exchange::import::table::described::Description;
use exchange::import::{Format, Kind, Request};

use super::city::City;
use super::fuzz::seeds::{corpus_files, corpus_folder};
use super::installation::{day, request};
use super::skipped::skipped;

/// The outcome in one line: the records that would be written, or the first thing that is wrong.
fn verdict(report: &Report) -> String {
    if report.is_refused() {
        let causes = report.causes();
        let more = causes.len().saturating_sub(usize::from(report.refusal().is_none()));
        // The columns that were looked for are the same for each file, and those found are the file's.
        if let Some((_, missing)) = report.refusal().and_then(|refusal| refusal.rsplit_once("; it lacks ")) {
            return format!("refused: no header row found; it lacks {missing}");
        }
        let first = report.refusal().map_or_else(|| causes.first().cloned().unwrap_or_default(), ToOwned::to_owned);
        let more = if more == 0 { String::new() } else { format!(" (and {more} more causes)") };
        return format!("refused: {first}{more}");
    }
    let counts = report
        .counts()
        .iter()
        .map(|counts| format!("{} {}", counts.new + counts.changed + counts.unchanged, counts.noun.0));
    let warnings = report.warnings().len();
    let warnings = if warnings == 0 { String::new() } else { format!(", {warnings} warnings") };
    format!("read: {}{warnings}", counts.collect::<Vec<_>>().join(", "))
}

#[tokio::test]
async fn every_file_of_the_corpus_gets_its_verdict_as_each_kind_of_table() {
    let Some(folder) = corpus_folder() else {
        skipped("the corpus is not here");
        return;
    };
    let city = City::new().await;
    // Described tables share one reader, which is tried with one of them.
    let kinds = Kind::ALL.iter().filter(|kind| Description::of(**kind).is_none() || **kind == Kind::Departments);
    let mut verdicts = String::new();
    for file in corpus_files(&folder) {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        writeln!(verdicts, "{file}").unwrap();
        let formats = |kind| if kind == Kind::Procedures { Format::ALL } else { &[Format::Template] };
        for (kind, format) in kinds.clone().flat_map(|kind| formats(*kind).iter().map(move |format| (*kind, *format))) {
            let name = file.rsplit('/').next().unwrap_or(&file);
            let plain = Request { format, dry_run: true, ..request(kind, name) };
            let of_table = verdict(&city.installation.run(&plain, &bytes).await);
            let named = if format == Format::Survey { "procedures, survey".to_owned() } else { kind.to_string() };
            writeln!(verdicts, "  {named}: {of_table}").unwrap();
            let given = Some(day("2022-01-01"));
            let (dated, what) = match kind {
                Kind::Usage => (Request { fiscal_year: Some(FiscalYear(2022)), ..plain }, "the year"),
                Kind::Cards | Kind::Population => {
                    (Request { as_of: given, population_as_of: given, ..plain }, "both days")
                }
                _ => continue,
            };
            if of_table.starts_with("refused") {
                let of_dated = verdict(&city.installation.run(&dated, &bytes).await);
                if of_dated != of_table {
                    writeln!(verdicts, "  {named}, with {what} given: {of_dated}").unwrap();
                }
            }
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("verdicts", verdicts));
}
