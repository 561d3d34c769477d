//! Imports real files from other sources. Each test is skipped if the files are not available.

use std::path::{Path, PathBuf};

use chrono::{TimeZone, Utc};
use domain::card::Measure;
use exchange::import::report::Report;
use exchange::import::table::described::Description;
use exchange::import::{Format, Kind, Request, import};
use store::Db;
use tetsuzuki::server::query::{Parameters, address};
use tetsuzuki::server::read_model::catalogue::{CatalogueQuery, search_catalogue};
use tetsuzuki::server::read_model::snapshot::Snapshot;

use crate::support;
use crate::support::words;
use crate::support::words::{Dice, PlainScan};
use crate::support::{Database, day, given_source};

fn corpus(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(file);
    if path.exists() {
        return Some(path);
    }
    support::skipped(&format!("{file} of the corpus is not here"));
    None
}

async fn run(db: &Db, kind: Kind, format: Format, path: &Path) -> Report {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    // The ministry's tables name their source by their headers; the others are collected by other hands.
    let source = given_source("月次報告").filter(|_| !name.starts_with("all_localgovs"));
    let request = Request { format, source, ..Request::new(kind, name, now) };
    import(db, &request, &std::fs::read(path).unwrap(), &|_, _| {}).await.unwrap()
}

async fn accepted(db: &Db, kind: Kind, format: Format, path: &Path) -> Report {
    let report = run(db, kind, format, path).await;
    assert!(!report.is_refused(), "{}", report.describe());
    report
}

fn counts(report: &Report, noun: &str) -> (usize, usize, usize) {
    let counts = report.counts().iter().find(|counts| counts.noun.0 == noun).unwrap();
    (counts.new, counts.changed, counts.unchanged)
}

#[tokio::test]
async fn every_card_table_of_the_ministry_is_imported_whole() {
    let database = Database::sqlite();
    let db = database.open().await;
    for date in ["20200301", "20210901", "20220601", "20220630", "20221231"] {
        let Some(path) = corpus(&format!("cards/all_localgovs_{date}.csv")) else { return };
        let report = accepted(&db, Kind::Cards, Format::Template, &path).await;
        assert_eq!(counts(&report, "card counts"), (1741, 0, 0), "{date}");
    }
    let snapshot = Snapshot::load(&db).await.unwrap();
    assert_eq!(snapshot.areas.len(), 1741);
    let sakai = snapshot.card_count_at(&"271403".parse().unwrap(), Measure::Issued, day("2022-12-31")).unwrap();
    assert_eq!((sakai.cards.0, sakai.population.0), (498_812, 826_158));
    assert_eq!(
        snapshot.card_series(&"271403".parse().unwrap(), Measure::Issued).len(),
        5,
        "two dates fall in June 2022"
    );
}

#[tokio::test]
async fn tables_of_other_hands_are_imported_too() {
    let database = Database::sqlite();
    let db = database.open().await;
    if let Some(path) = corpus("cards/designated_cities_cards_2017-2022.csv") {
        let report = accepted(&db, Kind::Cards, Format::Template, &path).await;
        assert_eq!(counts(&report, "card counts"), (940, 0, 0));
    }
    if let Some(path) = corpus("cards/pdf_extract_osaka_with_radicals.csv") {
        let report = accepted(&db, Kind::Cards, Format::Template, &path).await;
        assert!(counts(&report, "card counts").0 + counts(&report, "card counts").2 > 30);
    }
    if let Some(path) = corpus("wards/sakai_wards_n03_2021_simplified1pct.geojson") {
        let wards = corpus("wards/ward_population_2007-2022.csv").unwrap();
        accepted(&db, Kind::Population, Format::Template, &wards).await;
        let report = accepted(&db, Kind::Boundaries, Format::Template, &path).await;
        assert_eq!(counts(&report, "boundaries"), (7, 0, 0));
        let snapshot = Snapshot::load(&db).await.unwrap();
        let sakai = "271403".parse().unwrap();
        assert_eq!(snapshot.wards(&sakai).count(), 7);
    }
}

#[tokio::test]
async fn the_survey_is_imported_and_searched_exactly_on_both_databases() {
    let Some(path) = corpus("survey/r6_residents_to_local_gov_2972.csv") else { return };
    let mut databases = vec![Database::sqlite()];
    databases.extend(Database::postgres().await);
    let mut answers: Vec<Vec<String>> = Vec::new();
    for database in databases {
        let db = database.open().await;
        let report = accepted(&db, Kind::Procedures, Format::Survey, &path).await;
        assert_eq!(counts(&report, "procedures"), (2972, 0, 0));
        let report = accepted(&db, Kind::Procedures, Format::Survey, &path).await;
        assert_eq!(counts(&report, "procedures"), (0, 0, 2972));
        let snapshot = Snapshot::load(&db).await.unwrap();
        let plain = PlainScan::of(&snapshot, &db).await;
        for word in ["転出", "税", "ｅＬＴＡＸ", "じどうてあて", "原本", "手当 現況"] {
            let parameters = Parameters::of(&format!("q={}", word.replace(' ', "+")));
            let answer = search_catalogue(&snapshot, &CatalogueQuery::of(&parameters).unwrap(), day(support::TODAY));
            let mut sorted = answer.procedures.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, plain.find(word), "{word}");
            answers.push(answer.procedures.iter().map(|number| snapshot.procedures[*number].id.to_string()).collect());
        }
        database.remove().await;
    }
    let half = answers.len() / 2;
    if half >= 6 {
        assert_eq!(answers[..half], answers[half..], "both databases give the same answers in the same order");
    }
}

#[tokio::test]
async fn search_finds_all_that_a_plain_scan_finds_and_nothing_else() {
    let Some(path) = corpus("survey/r6_residents_to_local_gov_2972.csv") else { return };
    let database = Database::sqlite();
    let db = database.open().await;
    accepted(&db, Kind::Procedures, Format::Survey, &path).await;
    let snapshot = Snapshot::load(&db).await.unwrap();
    let plain = PlainScan::of(&snapshot, &db).await;
    let mut dice = Dice(20_261_124);
    for kind in words::Kind::ALL {
        let (mut right, mut answered, mut expected) = (0, 0, 0);
        for query in plain.sample(kind, 300, &mut dice) {
            let address = address("", [("q", query.as_str())]);
            let catalogue_query = CatalogueQuery::of(&Parameters::of(address.trim_start_matches('?'))).unwrap();
            let mut found = search_catalogue(&snapshot, &catalogue_query, day(support::TODAY)).procedures;
            found.sort_unstable();
            let scanned = plain.find(&query);
            right += found.iter().filter(|number| scanned.binary_search(number).is_ok()).count();
            answered += found.len();
            expected += scanned.len();
            assert_eq!(found, scanned, "{}: {query}", kind.name());
        }
        assert_eq!(expected == 0, kind == words::Kind::Absent, "{}: {expected} expected", kind.name());
        // Recall is correct ÷ expected and precision is correct ÷ found: both are 1 if all three are equal.
        assert_eq!((right, right), (expected, answered), "{}", kind.name());
    }
}

#[tokio::test]
async fn extracts_in_cp932_and_with_line_breaks_in_names_are_read() {
    let database = Database::sqlite();
    let db = database.open().await;
    for (file, rows) in [("r6_first_300_cp932_crlf.csv", 300), ("r6_newline_in_name_178.csv", 178)] {
        let Some(path) = corpus(&format!("survey/{file}")) else { return };
        let report = accepted(&db, Kind::Procedures, Format::Survey, &path).await;
        let (new, changed, unchanged) = counts(&report, "procedures");
        assert_eq!(new + changed + unchanged, rows, "{file}");
    }
    let snapshot = Snapshot::load(&db).await.unwrap();
    assert!(snapshot.procedures.iter().all(|procedure| !procedure.name.ja.contains('\n')));
}

#[tokio::test]
async fn a_ministry_table_of_something_else_is_refused_in_one_line() {
    let database = Database::sqlite();
    let db = database.open().await;
    for file in [
        "spreadsheets/koufuzei_pref_2019.xls",
        "spreadsheets/koufuzei_pref_2021.csv",
        "text/rule_22_header_start_position_NG-01.csv",
    ] {
        let Some(path) = corpus(file) else { return };
        let report = run(&db, Kind::Cards, Format::Template, &path).await;
        assert!(report.refusal().is_some_and(|refusal| !refusal.contains('\n')), "{file}: {}", report.describe());
    }
}

/// The largest file of the corpus that is read as every kind. Larger ones differ from it only in their number of rows.
const LARGEST_READ_AS_ANY: u64 = 500_000;

#[tokio::test]
async fn a_file_of_the_corpus_read_as_another_kind_is_refused_in_at_most_twenty_lines() {
    let database = Database::sqlite();
    let db = database.open().await;
    let (mut read, mut refused) = (0, 0);
    for folder in ["cards", "codes", "spreadsheets", "survey", "text", "wards"] {
        let Some(folder) = corpus(folder) else { return };
        for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if file.metadata().unwrap().len() > LARGEST_READ_AS_ANY {
                continue;
            }
            let (name, bytes) = (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap());
            for kind in Kind::ALL.iter().filter(|kind| Description::of(**kind).is_none()) {
                let now = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
                let request = Request { dry_run: true, ..Request::new(*kind, &name, now) };
                let Ok(report) = import(&db, &request, &bytes, &|_, _| {}).await else { continue };
                read += 1;
                if report.is_refused() {
                    refused += 1;
                    let text = report.describe();
                    assert!(text.lines().count() <= 20, "{name} as {kind}: {text}");
                }
            }
        }
    }
    assert!(read > 150 && refused > 100, "{refused} of {read}");
}
