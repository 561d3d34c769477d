//! A city as a folder: everything public in files, and back into an empty database.

use std::path::Path;

use chrono::{TimeZone, Utc};
use domain::text::MessageLanguage;
use exchange::city::{
    CityFiles, CityOptions, CityReport, archive, begin_city, check_city, export_city, find_city, import_city,
    read_folder, write_folder,
};
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::table::described::DESCRIPTIONS;
use exchange::import::{Request, import};
use store::areas::CITY_SETTING;
use store::{Db, revision};
use tetsuzuki::server::demonstration::FILES;

use crate::round_trip::{awkward, full};
use crate::support::{Database, TODAY, close, day, on_both, skipped};

fn options() -> CityOptions {
    CityOptions {
        language: MessageLanguage::English,
        dry_run: false,
        allow_new_areas: false,
        reason: "a folder".to_owned(),
        actor: "command-line".to_owned(),
        now: Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap(),
    }
}

async fn exported(db: &Db) -> CityFiles {
    export_city(db, day(TODAY)).await.unwrap()
}

async fn read(db: &Db, files: &CityFiles) -> CityReport {
    import_city(db, files, &options()).await.unwrap()
}

async fn revision_of(db: &Db) -> i64 {
    revision::find_revision(&mut db.read().await.unwrap()).await.unwrap()
}

async fn demonstration() -> (Database, Db) {
    let database = Database::sqlite();
    let db = database.open_demonstration().await;
    (database, db)
}

fn text<'files>(files: &'files CityFiles, name: &str) -> &'files str {
    std::str::from_utf8(&files[name]).unwrap()
}

on_both! {
    async fn the_demonstration_comes_back_to_the_byte(database: &Database) {
        let (_origin, original) = demonstration().await;
        let files = exported(&original).await;
        let is_empty = |table: &str| ["procedure_exclusions", "corrections", "department_changes", "readings"].contains(&table);
        for description in DESCRIPTIONS.iter().filter(|one| !is_empty(one.table)) {
            assert!(files.contains_key(&format!("{}.csv", description.kind)), "{}", description.kind);
        }
        let db = database.open().await;
        let report = read(&db, &files).await;
        assert!(!report.is_refused(), "{}", report.describe());
        assert_eq!(report.ignored, Vec::<String>::new());
        let again = exported(&db).await;
        assert_eq!(files.keys().collect::<Vec<_>>(), again.keys().collect::<Vec<_>>());
        for (name, bytes) in &files {
            assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&again[name]), "{name}");
        }
        let city = revision::find_setting(&mut db.read().await.unwrap(), CITY_SETTING).await.unwrap();
        assert_eq!(city.as_deref(), Some("271403"));
        // Nothing is written a second time, and nobody is told that it was.
        let before = revision_of(&db).await;
        let second = read(&db, &files).await;
        assert!(second.is_unchanged(), "{}", second.describe());
        assert_eq!(revision_of(&db).await, before);
        close(db).await;
    }

    async fn a_full_entry_comes_back_and_texts_of_several_lines_are_read_as_one(database: &Database) {
        let origin = Database::sqlite();
        full().on(&origin).await;
        let files = exported(&origin.open().await).await;
        let db = database.open().await;
        let report = read(&db, &files).await;
        assert!(!report.is_refused(), "{}", report.describe());
        for (name, bytes) in exported(&db).await {
            assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&files[&name]), "{name}");
        }
        // What reading normalises is normal after the first time.
        let (origin, second) = (Database::sqlite(), Database::sqlite());
        awkward().on(&origin).await;
        let files = exported(&origin.open().await).await;
        let once = second.open().await;
        let report = read(&once, &files).await;
        assert!(!report.is_refused(), "{}", report.describe());
        let normal = exported(&once).await;
        assert!(read(&once, &normal).await.is_unchanged());
        assert_eq!(exported(&once).await, normal);
        let rows = |files: &CityFiles, name: &str| csv::Reader::from_reader(&*files[name]).records().count();
        for name in ["channels.csv", "step-events.csv", "exclusion-events.csv", "cards.csv", "departments.csv"] {
            assert_eq!(rows(&files, name), rows(&normal, name), "{name}");
        }
        close(db).await;
    }

    async fn a_row_that_names_a_source_of_the_folder_by_its_title_makes_no_second_one(database: &Database) {
        let (_origin, original) = demonstration().await;
        let mut files = exported(&original).await;
        let (source, table) = ("mic-population", "population.csv");
        let sources = text(&files, "sources.csv").to_owned();
        let title = csv::Reader::from_reader(sources.as_bytes())
            .records()
            .map(|record| record.unwrap())
            .find(|record| &record[0] == source)
            .map(|record| record[1].to_owned())
            .expect("a source of the demonstration");
        let by_id = text(&files, table).to_owned();
        let by_title = by_id.replace(&format!(",{source},"), &format!(",{title},"));
        assert_ne!(by_id, by_title, "{source} is the source of some rows");
        files.insert(table.to_owned(), by_title.into_bytes());
        let db = database.open().await;
        let report = read(&db, &files).await;
        assert!(!report.is_refused(), "{}", report.describe());
        let again = exported(&db).await;
        assert_eq!(text(&again, "sources.csv"), sources);
        assert_eq!(text(&again, table), by_id);
        close(db).await;
    }

    async fn a_wrong_file_keeps_the_whole_folder_out(database: &Database) {
        let (_origin, original) = demonstration().await;
        let mut files = exported(&original).await;
        let db = database.open().await;
        let before = revision_of(&db).await;
        let funding = text(&files, "funding.csv").replacen("2336579", "2336580", 1);
        files.insert("funding.csv".to_owned(), funding.into_bytes());
        let milestones = text(&files, "milestones.csv").replacen("generative_ai", "generative_al", 1);
        files.insert("milestones.csv".to_owned(), milestones.into_bytes());
        files.insert("notes.txt".to_owned(), Vec::new());
        let training = text(&files, "training.csv").replacen("ict-policy,局長級", "ict-policy,局長", 1);
        files.insert("training.csv".to_owned(), training.into_bytes());
        let progress = text(&files, "training-progress.csv").replacen("課長級,,", "課長級,BPR2,", 1);
        files.insert("training-progress.csv".to_owned(), progress.into_bytes());
        let effects = text(&files, "effects.csv").replacen("1800,1200", "1800,1300", 1);
        files.insert("effects.csv".to_owned(), effects.into_bytes());
        let report = read(&db, &files).await;
        let said = report.describe();
        assert!(report.is_refused() && report.ignored == ["notes.txt"], "{said}");
        assert!(said.contains("expected the sum of the sources of money, 2,336,579"), "{said}");
        assert!(said.contains("expected the id of an initiative of this programme"), "{said}");
        assert!(said.contains("expected the name of a role of this programme"), "{said}");
        assert!(said.contains("expected the name of a course of this programme"), "{said}");
        assert!(said.contains("expected the difference, 1,200, or nothing"), "{said}");
        assert_eq!(revision_of(&db).await, before);
        assert_eq!(exported(&db).await.len(), exported(&Database::sqlite().open().await).await.len(), "nothing was written");
        close(db).await;
    }

    async fn a_dry_run_says_what_would_change_and_writes_nothing(database: &Database) {
        let (_origin, original) = demonstration().await;
        let files = exported(&original).await;
        let db = database.open().await;
        let before = revision_of(&db).await;
        let dry = CityOptions { dry_run: true, ..options() };
        let report = import_city(&db, &files, &dry).await.unwrap();
        assert!(!report.is_refused() && report.describe().contains("62 procedures: 62 new"), "{}", report.describe());
        assert_eq!(revision_of(&db).await, before);
        read(&db, &files).await;
        // A part of a folder is enough, and a column that is missing says nothing.
        let mut part = CityFiles::new();
        let phone = "code,name,phone\nresident-records,市民課,072-000-0000\n";
        part.insert("departments.csv".to_owned(), phone.as_bytes().to_vec());
        let report = import_city(&db, &part, &dry).await.unwrap();
        let said = report.describe();
        assert!(said.contains("phone: (empty) → 072-000-0000") && said.contains("0 new, 1 changed"), "{said}");
        assert!(!said.contains("hours"), "{said}");
        read(&db, &part).await;
        let after = exported(&db).await;
        let line = text(&after, "departments.csv").lines().find(|line| line.starts_with("resident-records")).unwrap();
        assert!(line.contains("072-000-0000") && line.contains("平日"), "{line}");
        close(db).await;
    }

    async fn a_folder_never_changes_which_city_this_is(database: &Database) {
        let (_origin, original) = demonstration().await;
        let mut files = exported(&original).await;
        let db = database.open().await;
        read(&db, &files).await;
        let package = text(&files, "datapackage.json").replace("\"271403\"", "\"141003\"");
        files.insert("datapackage.json".to_owned(), package.into_bytes());
        let report = read(&db, &files).await;
        assert!(report.describe().contains("this installation is about 271403"), "{}", report.describe());
        let empty = Database::sqlite();
        let db_of_nobody = empty.open().await;
        files.remove("areas.csv");
        files.remove("cards.csv");
        files.remove("population.csv");
        let only: CityFiles =
            files.into_iter().filter(|(name, _)| ["datapackage.json", "sources.csv"].contains(&name.as_str())).collect();
        let report = read(&db_of_nobody, &only).await;
        assert!(report.describe().contains("areas.csv does not have it"), "{}", report.describe());
        close(db).await;
    }
}

#[tokio::test]
async fn every_described_table_comes_back_unchanged_from_a_spreadsheet() {
    let (_origin, db) = demonstration().await;
    let before = revision_of(&db).await;
    for description in DESCRIPTIONS {
        for language in [MessageLanguage::Japanese, MessageLanguage::English] {
            let filter = ExportFilter::all(description.kind);
            let table = Table::load(&db, &filter, language, day(TODAY)).await.unwrap();
            for bytes in [table.as_csv(), table.as_workbook().unwrap()] {
                let request = Request { language, ..Request::new(description.kind, "exported.xlsx", options().now) };
                let report = import(&db, &request, &bytes, &|_, _| {}).await.unwrap();
                assert!(!report.is_refused(), "{}: {}", description.kind, report.describe());
                let counts = report.counts().iter().find(|counts| counts.noun == description.noun).unwrap();
                assert_eq!(
                    (counts.unchanged, counts.new, counts.changed),
                    (table.length(), 0, 0),
                    "{}",
                    description.kind
                );
            }
        }
    }
    assert_eq!(revision_of(&db).await, before);
}

/// With `TETSUZUKI_WRITE_DOCS` set, writes the files as they are exported instead.
#[tokio::test]
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
async fn the_folder_that_ships_with_the_product_is_what_its_database_exports() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/demonstration");
    let (_origin, db) = demonstration().await;
    let files = exported(&db).await;
    if std::env::var_os("TETSUZUKI_WRITE_DOCS").is_some() {
        for (name, bytes) in &files {
            std::fs::write(place.join(name), bytes).unwrap();
        }
    }
    let folder = read_folder(&place).unwrap();
    let named: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    let there: Vec<&str> = folder.keys().map(String::as_str).filter(|name| *name != "README.md").collect();
    assert_eq!(named, there);
    for (name, bytes) in files {
        assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&folder[&name]), "{name}");
    }
}

#[tokio::test]
async fn a_folder_and_an_archive_hold_the_same() {
    let (_origin, db) = demonstration().await;
    let files = exported(&db).await;
    let place = tempfile::tempdir().unwrap();
    let (folder, zipped) = (place.path().join("city"), place.path().join("city.zip"));
    write_folder(&folder, &files).unwrap();
    write_folder(&zipped, &files).unwrap();
    assert_eq!(archive(&files).unwrap(), std::fs::read(&zipped).unwrap());
    std::fs::write(folder.join(".hidden"), "").unwrap();
    assert_eq!(read_folder(&folder).unwrap(), files);
    assert_eq!(read_folder(&zipped).unwrap(), files);
    let refused = write_folder(&folder, &files).unwrap_err().to_string();
    assert!(refused.contains("not empty"), "{refused}");
}

/// The program that validates data packages.
const FRICTIONLESS: &str = "TETSUZUKI_FRICTIONLESS";

#[tokio::test]
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
async fn frictionless_finds_nothing_wrong_with_the_folder() {
    let Some(program) = std::env::var_os(FRICTIONLESS) else {
        skipped("TETSUZUKI_FRICTIONLESS names no program");
        return;
    };
    let (_origin, db) = demonstration().await;
    let place = tempfile::tempdir().unwrap();
    write_folder(place.path(), &exported(&db).await).unwrap();
    let validate = || {
        let mut command = std::process::Command::new(&program);
        let output =
            command.args(["validate", "datapackage.json", "--trusted"]).current_dir(place.path()).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.success(), said)
    };
    let (is_valid, said) = validate();
    assert!(is_valid, "{said}");
    // It would see a row that refers to nothing.
    let file = place.path().join("milestones.csv");
    let milestones = std::fs::read_to_string(&file).unwrap().replace("generative_ai", "nothing");
    std::fs::write(&file, milestones).unwrap();
    let (is_valid, said) = validate();
    assert!(!is_valid && said.contains("foreign"), "{said}");
}

async fn begun(city: &str) -> CityFiles {
    let scratch = Database::sqlite();
    begin_city(&scratch.open().await, find_city(city).unwrap(), options().now).await.unwrap()
}

#[tokio::test]
async fn a_new_folder_can_be_imported_as_it_is_and_says_what_to_fill_in() {
    for (city, code, areas) in [("豊中市", "272035", 3), ("浜松市", "221309", 6), ("東京都府中市", "132063", 3)]
    {
        let files = begun(city).await;
        assert_eq!(text(&files, "areas.csv").lines().count(), 1 + areas, "{city}");
        assert!(text(&files, "README.md").contains("所管課") && text(&files, "departments.csv").contains("窓口"));
        let database = Database::sqlite();
        let db = database.open().await;
        let report = read(&db, &files).await;
        assert!(!report.is_refused() && report.ignored == ["README.md"], "{}", report.describe());
        let chosen = revision::find_setting(&mut db.read().await.unwrap(), CITY_SETTING).await.unwrap();
        assert_eq!(chosen.as_deref(), Some(code));
        let indicators = store::indicators::list_indicators(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(indicators.len(), 2);
        let scratch = Database::sqlite();
        let check = check_city(&scratch.open().await, &files, &options()).await.unwrap();
        let missing: Vec<&str> = check.missing.iter().map(|(file, _)| file.as_str()).collect();
        assert_eq!(missing[..3], ["departments.csv", "channels.csv", "cards.csv"], "{missing:?}");
        // Outlines draw the map of wards, which only one of the three has.
        let has_wards = city == "浜松市";
        assert_eq!(missing.contains(&"boundaries.geojson"), has_wards, "{missing:?}");
        assert_eq!(text(&files, "README.md").contains("boundaries.geojson"), has_wards, "{city}");
        assert_eq!(check.areas_without_english.len(), if has_wards { 4 } else { 1 }, "{}", check.describe());
        // The national priority set, of which no city has said anything yet, and guides that lead to it.
        let rows =
            |name: &str| csv::Reader::from_reader(&*files[name]).records().map(Result::unwrap).collect::<Vec<_>>();
        let (procedures, guides, entries) = (rows("procedures.csv"), rows("guides.csv"), rows("guide-entries.csv"));
        assert!(procedures.len() > 25 && guides.len() > 10, "{} {}", procedures.len(), guides.len());
        let links = |id: &str| entries.iter().filter(|row| row.iter().any(|cell| cell == id)).count();
        assert!(entries.len() > 150 && links("child-allowance-claim") > 3, "{}", entries.len());
        assert!(procedures.iter().all(|row| row.iter().any(|cell| cell == "priority-list")));
        assert!(!files.contains_key("step-events.csv") || rows("step-events.csv").is_empty());
        assert!(!missing.contains(&"areas.csv") && !missing.contains(&"life-events.csv"), "{missing:?}");
    }
    for (name, expected) in [
        ("府中市", "several municipalities are called '府中市': 東京都府中市 (132063), 広島県府中市 (342084)"),
        ("豊中", "near: 大阪府豊中市"),
        ("271411", "271411 is not the code of a municipality"),
    ] {
        let refused = find_city(name).unwrap_err().to_string();
        assert!(refused.contains(expected), "{refused}");
    }
}

#[tokio::test]
async fn what_is_filled_in_is_no_longer_missing_and_what_is_wrong_comes_first() {
    let mut files = begun("豊中市").await;
    let departments = "所管課コード,所管課\nsimin,市民課\n";
    files.insert("departments.csv".to_owned(), departments.as_bytes().to_vec());
    let check = async |files: &CityFiles| {
        let scratch = Database::sqlite();
        let dry = CityOptions { language: MessageLanguage::Japanese, ..options() };
        check_city(&scratch.open().await, files, &dry).await.unwrap()
    };
    let offices = "id,name,kind,source\nhall,市役所,main,priority-list\n";
    files.insert("offices.csv".to_owned(), offices.as_bytes().to_vec());
    let good = check(&files).await;
    assert_eq!(good.report.offices_without_hours, ["市役所"], "{}", good.describe());
    files.remove("offices.csv");
    let good = check(&files).await;
    assert_eq!(good.report.offices_without_hours, Vec::<String>::new());
    assert!(
        good.describe().starts_with("誤りはありません\n足りないもの（大事な順）:\n  channels.csv:"),
        "{}",
        good.describe()
    );
    files.insert("funding.csv".to_owned(), "programme,fiscal_year,stage\nict,2024,決算\n".as_bytes().to_vec());
    let bad = check(&files).await;
    let said = bad.describe();
    assert!(bad.report.is_refused() && said.starts_with("funding.csv"), "{said}");
    assert!(!said.contains("departments.csv:") && !said.contains("life-events.csv:"), "{said}");
}

#[tokio::test]
async fn a_part_of_a_folder_is_checked_as_far_as_it_goes() {
    let files = |files: &[(&str, &str)]| -> CityFiles {
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    };
    let check = async |files: &CityFiles| {
        let scratch = Database::sqlite();
        check_city(&scratch.open().await, files, &options()).await.unwrap()
    };
    let part = files(&[
        ("initiatives.csv", "programme,id,name,indicator\ndx,office,庁内の改革,visits\n"),
        ("milestones.csv", "programme,initiative,name,state\ndx,office,開始,running\n"),
        ("usage.csv", "procedure,fiscal_year,total,online,source\nmoving-out,2024,10,5,monthly\n"),
        ("guide-entries.csv", "guide,id,procedure,place,duty\nmoving,leaving,moving-out,city,legal\n"),
    ]);
    let good = check(&part).await;
    let said = good.describe();
    assert!(!good.report.is_refused() && said.starts_with("nothing is wrong\nnot checked here: "), "{said}");
    for (count, file) in [(1, "programmes.csv"), (1, "indicators.csv"), (2, "procedures.csv"), (1, "sources.csv")] {
        assert!(said.contains(&format!("not checked here: {count} references to {file}")), "{file}: {said}");
    }
    let missing: Vec<&str> = good.missing.iter().map(|(file, _)| file.as_str()).collect();
    assert!(missing.contains(&"programmes.csv") && !missing.contains(&"usage.csv"), "{missing:?}");
    // What is in the part is checked against it.
    let mut wrong = part.clone();
    wrong.insert("milestones.csv".to_owned(), "programme,initiative,name,state\ndx,offce,開始,running\n".into());
    let said = check(&wrong).await.describe();
    assert!(said.starts_with("milestones.csv") && said.contains("'offce'"), "{said}");
    assert!(said.contains("not checked here") && said.contains("missing, most important first"), "{said}");
    // A table that is wrong itself does not make wrong what refers to it.
    wrong.insert("programmes.csv".to_owned(), "id,name,fiscal_year,source\ndx,推進事業,soon,priority-list\n".into());
    wrong.insert("milestones.csv".to_owned(), part["milestones.csv"].clone());
    let said = check(&wrong).await.describe();
    assert!(said.starts_with("programmes.csv") && !said.contains("initiatives.csv:"), "{said}");
    assert!(said.contains("references to programmes.csv"), "{said}");
}
