//! Every file of the corpus, as each kind of table: whether it is read, and what a refusal says first.

use std::fmt::Write;

use exchange::import::report::Report;
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
    let mut verdicts = String::new();
    for file in corpus_files(&folder) {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        writeln!(verdicts, "{file}").unwrap();
        let formats = |kind| if kind == Kind::Procedures { Format::ALL } else { &[Format::Template] };
        for (kind, format) in
            Kind::ALL.iter().flat_map(|kind| formats(*kind).iter().map(move |format| (*kind, *format)))
        {
            let name = file.rsplit('/').next().unwrap_or(&file);
            let plain = Request { format, dry_run: true, ..request(kind, name) };
            let of_table = verdict(&city.installation.run(&plain, &bytes).await);
            let named = if format == Format::Survey { "procedures, survey".to_owned() } else { kind.to_string() };
            writeln!(verdicts, "  {named}: {of_table}").unwrap();
            let dated = Request { as_of: Some(day("2022-01-01")), population_as_of: Some(day("2022-01-01")), ..plain };
            let takes_days = matches!(kind, Kind::Cards | Kind::Population) && of_table.starts_with("refused");
            let of_dated =
                if takes_days { verdict(&city.installation.run(&dated, &bytes).await) } else { of_table.clone() };
            if of_dated != of_table {
                writeln!(verdicts, "  {named}, with both days given: {of_dated}").unwrap();
            }
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("verdicts", verdicts));
}
