//! An exported file imported again changes nothing, on both databases. Changes made in between are listed cell by cell,
//! and are written only if the base is the same.

mod libreoffice;

use std::path::{Path, PathBuf};
use std::process::Command;

use domain::area::AreaKind;
use domain::card::Measure;
use domain::indicator::{IndicatorKind, ValueKind};
use domain::procedure::{Audience, Blocker, CardRequirement, ChannelKind, Step, StepState};
use domain::text::MessageLanguage;
use exchange::city_table::CityTable;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::comparing::diff::New;
use exchange::import::report::Report;
use exchange::import::table::template;
use exchange::import::{Format, Kind, Request, import};
use serde_json::json;
use store::{Db, revision};

use crate::support;
use crate::support::{Database, World, day, indicator, noon_of_today, on_both, procedure, value};

const KINDS: [Kind; 7] = [
    Kind::Procedures,
    Kind::Cards,
    Kind::Population,
    Kind::Usage,
    Kind::Indicators,
    Kind::Synonyms,
    Kind::GuideEntries,
];

/// All exports, with the definitions of indicators beside their values.
fn selections() -> Vec<ExportFilter> {
    let definitions = ExportFilter { definitions: true, ..ExportFilter::all(Kind::Indicators) };
    KINDS.map(ExportFilter::all).into_iter().chain([definitions]).collect()
}

/// Whether nothing is new or changed, and all rows were recognised as unchanged.
#[track_caller]
fn is_all_unchanged(report: &Report, kind: Kind, rows: usize) {
    let counts = report.changes().iter().filter(|changes| changes.counts.noun.0 != "areas");
    let unchanged: usize = counts.map(|changes| changes.counts.unchanged).sum();
    let changed: Vec<_> = report.changes().iter().flat_map(|one| &one.changed).collect();
    let new: Vec<_> = report.changes().iter().flat_map(|one| &one.new).collect();
    assert!(changed.is_empty() && new.is_empty(), "{kind}: {changed:#?} {new:?}");
    assert!(unchanged >= rows, "{kind}: {}", report.describe());
}

fn request(kind: Kind) -> Request {
    Request::new(kind, "exported.csv", noon_of_today())
}

async fn table(db: &Db, selection: &ExportFilter, language: MessageLanguage) -> Table {
    Table::load(db, selection, language, day(support::TODAY)).await.unwrap()
}

async fn read(db: &Db, request: &Request, bytes: &[u8]) -> Report {
    let report = import(db, request, bytes, &|_, _| {}).await.unwrap();
    assert!(!report.is_refused(), "{}", report.describe());
    report
}

async fn dry(db: &Db, kind: Kind, bytes: &[u8]) -> Report {
    read(db, &Request { dry_run: true, ..request(kind) }, bytes).await
}

/// Every kind of file in every format and language comes back unchanged, row by row.
async fn all_come_back_unchanged(db: &Db) {
    let before = revision::find_revision(&mut db.read().await.unwrap()).await.unwrap();
    for selection in selections() {
        for language in [MessageLanguage::Japanese, MessageLanguage::English] {
            let table = table(db, &selection, language).await;
            assert!(table.length() > 0, "{} has rows", selection.kind);
            for bytes in [table.as_csv(), table.as_workbook().unwrap()] {
                let report = read(db, &request(selection.kind), &bytes).await;
                is_all_unchanged(&report, selection.kind, table.length());
            }
        }
    }
    assert_eq!(revision::find_revision(&mut db.read().await.unwrap()).await.unwrap(), before, "nothing was written");
}

/// Values that spreadsheets, text files and readers tend to change.
pub(crate) fn awkward() -> World {
    let mut half = value(2024, ValueKind::Actual, 0.1 + 0.2);
    half.note = "一行目\n＝二行目　、".to_owned();
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_cards("271403", Measure::Held, "2019-04-30", 0, 1)
        .with_cards("271403", Measure::Held, "2019-05-01", 600_001, 826_158)
        .with_cards_of_age("271403", Measure::Held, "2019-05-01", "0-4", [0, 0])
        .with_cards_of_age("271403", Measure::Held, "2019-05-01", "7", [1, 2])
        .with_cards_of_age("271403", Measure::Held, "2019-05-01", "100+", [3, 4])
        .with_department("00120", "税務課")
        .with_department("00121", "税務課")
        .with_department("shimin", "市民課、窓口係")
        .with_department("it", "ＩＴ推進課")
        .with_life_event("moving", "引越し・住まい")
        .with_life_event("tax", "税;金")
        .with_set("priority", "優先的に進める手続")
        .with_procedure(
            procedure("001", "=1+1").planned_or_later(2030).kana("+81").english("@SUM(A1)").department("00120"),
        )
        .with_procedure(
            procedure("0e5", "一行目\n二行目\r\n三行目")
                .department("shimin")
                .life_event("tax")
                .life_event("moving")
                .in_set("priority")
                .audience(Audience::Business)
                .audience(Audience::Residents)
                .paper("申請書;写し")
                .paper("＝本人確認書類")
                .blocker(Blocker::Other)
                .blocker(Blocker::Planned)
                .card(CardRequirement::None)
                .fee(false, None)
                .usage(2023, Some(10), None)
                .usage(2024, None, None),
        )
        .with_procedure(
            procedure("abc", "全角ＡＢＣ　１２３")
                .department("it")
                .channel(ChannelKind::CitySystem, "電子申請 その1", "https://example.jp/a?x=1;2")
                .channel(ChannelKind::CitySystem, "その2", "https://example.jp/b")
                .channel(ChannelKind::Mynaportal, "ぴったりサービス", "")
                .channel(ChannelKind::OtherOnline, "メール", "")
                .channel(ChannelKind::Counter, "1階", "")
                .channel(ChannelKind::Counter, "2階", "")
                .fee(true, Some(0))
                .all_steps(StepState::Counter, "2019-04-30")
                .step(Step::Apply, StepState::Online, "2019-05-01")
                .step_recorded(Step::Apply, StepState::Counter, "2030-01-01", "2026-11-20")
                .planned(2019)
                .excluded_since("2020-01-01", "法令\nによる　もの")
                .with(|one| {
                    one.summary.ja = "'=引用符".to_owned();
                    one.summary.easy = "  ".to_owned();
                    one.legal_basis = "-".to_owned();
                    one.checked_on = Some(day("1989-01-07"));
                    one.fee.note = "１通につき\n三百円".to_owned();
                }),
        )
        .with_procedure(procedure("empty", "何もない手続"))
        .with_procedure(procedure("ended", "=廃止").abolished_on("1989-01-07", "=理由\nその　２", "001"))
        .with_procedure(procedure("withdrawn", "誤り").withdrawn_on("2026-04-01", "　二重", ""))
        .with_indicator(
            indicator("rate", IndicatorKind::Outcome, "率\nの名"),
            &[half, value(2025, ValueKind::Target, 60.0)],
        )
}

/// What records refer to: areas, departments, life events and sets.
fn frame() -> World {
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_department("shimin", "市民課")
        .with_life_event("moving", "引越し・住まい")
        .with_set("priority", "優先的に進める手続")
}

/// A procedure in which every column has a value, written as an import normalises it.
pub(crate) fn full() -> World {
    frame()
        .with_procedure(
            procedure("moving-out", "転出届")
                .kana("てんしゅつとどけ")
                .english("Notice of moving out")
                .department("shimin")
                .life_event("moving")
                .in_set("priority")
                .audience(Audience::Residents)
                .paper("申請書")
                .paper("本人確認書類")
                .blocker(Blocker::Other)
                .card(CardRequirement::None)
                .channel(ChannelKind::Mynaportal, "ぴったりサービス", "https://example.jp/a?x=1;2")
                .channel(ChannelKind::Mail, "", "")
                .channel(ChannelKind::CitySystem, "電子申請", "https://example.jp/b")
                .channel(ChannelKind::Eltax, "eLTAX", "https://example.jp/c")
                .channel(ChannelKind::Phone, "", "")
                .channel(ChannelKind::Counter, "1階", "")
                .fee(true, Some(300))
                .all_steps(StepState::Online, "2019-04-30")
                .planned_or_later(2030)
                .excluded_since("2020-01-01", "法令による")
                .usage(2024, Some(10), Some(4))
                .with(|one| {
                    one.name.easy = "ひっこす ときの とどけ".to_owned();
                    one.summary.ja = "市外へ引っ越すとき".to_owned();
                    one.summary.easy = "ほかの 市へ ひっこす とき".to_owned();
                    one.summary.en = "When you move to another city".to_owned();
                    one.legal_basis = "住民基本台帳法".to_owned();
                    one.processing = "即日".to_owned();
                    one.checked_on = Some(day("2026-04-01"));
                    one.fee.note = "1通につき".to_owned();
                    one.sample = true;
                })
                .abolished_on("2027-04-01", "制度が変わるため", "zone"),
        )
        .with_procedure(procedure("zone", "新しい届出"))
}

/// The columns of a CSV that are empty in every row.
fn empty_columns(csv: &[u8]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv);
    let headers: Vec<String> =
        reader.headers().unwrap().iter().map(|header| header.trim_start_matches('\u{feff}').to_owned()).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let is_empty = |place: usize| rows.iter().all(|row| row[place].is_empty());
    headers.into_iter().enumerate().filter(|(place, _)| is_empty(*place)).map(|(_, header)| header).collect()
}

on_both! {
    /// A column that `Record::value` or the reading of a table leaves out would be lost without an error.
    async fn every_column_of_a_procedure_is_written_and_is_read_into_an_empty_city(database: &Database) {
        full().on(database).await;
        let db = database.open().await;
        let other = Database::sqlite();
        frame().on(&other).await;
        let copy = other.open().await;
        let selection = ExportFilter::all(Kind::Procedures);
        let written = table(&db, &selection, MessageLanguage::Japanese).await.as_csv();
        // The day from which a change applies is the editor's to fill in.
        assert_eq!(empty_columns(&written), ["適用日"]);
        let in_english = table(&db, &selection, MessageLanguage::English).await.as_csv();
        for (words, bytes) in
            [("令和12年度以降", &written), ("FY2030 or later", &in_english), ("廃止", &written), ("abolished", &in_english)]
        {
            assert!(String::from_utf8_lossy(bytes).contains(words), "{words}");
        }
        read(&copy, &request(Kind::Procedures), &written).await;
        let again = table(&copy, &selection, MessageLanguage::Japanese).await.as_csv();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        assert_eq!(text(written), text(again));
    }

    async fn the_demonstration_comes_back_unchanged(database: &Database) {
        let db = database.open_demonstration().await;
        all_come_back_unchanged(&db).await;
    }

    async fn awkward_values_come_back_unchanged(database: &Database) {
        awkward().on(database).await;
        let db = database.open().await;
        // The builders do not add population; a table does.
        read(&db, &request(Kind::Population), "団体コード,基準日,人口,出典\n271403,令和元年5月1日,826158,試験の出典\n".as_bytes()).await;
        let entry = "guide,id,procedure,place,condition,days,deadline,deadline_en,duty\n\
                     moving,0e5,0e5,city,from=here,-14,=早めに,as soon,legal\n";
        read(&db, &request(Kind::GuideEntries), entry.as_bytes()).await;
        let words = "word,means\n=1+1,0e5;全角ＡＢＣ\n";
        read(&db, &request(Kind::Synonyms), words.as_bytes()).await;
        all_come_back_unchanged(&db).await;
    }

    async fn a_dry_run_names_every_cell_that_would_change(database: &Database) {
        awkward().on(database).await;
        let db = database.open().await;
        let report = dry(
            &db,
            Kind::Procedures,
            "手続ID,手続名,申請,適用日,手数料 円,懸念点,所管課,電子申請システムURL,出典\n\
             empty,何かある手続,オンライン,令和8年4月1日,300,3;5,00121,https://example.jp/new,test\n\
             001,'=1+1,,,,,00120,,test\n\
             new,新しい手続,,,,,,,test\n"
                .as_bytes(),
        )
        .await;
        let [changes] = report.changes() else { panic!("{}", report.describe()) };
        assert_eq!((changes.counts.new, changes.counts.changed, changes.counts.unchanged), (1, 1, 1));
        let [New { record, line: Some(4), .. }] = changes.new.as_slice() else { panic!("{:?}", changes.new) };
        assert_eq!(record, "new 新しい手続");
        assert_eq!(changes.changed[0].line, Some(2));
        let cells: Vec<(&str, &str, &str)> = changes.changed[0]
            .cells
            .iter()
            .map(|cell| (cell.key, cell.old.as_str(), cell.new.as_str()))
            .collect();
        assert_eq!(
            cells,
            [
                ("name", "何もない手続", "何かある手続"),
                ("department", "", "00121"),
                ("apply", "", "online"),
                ("effective_on", "", "2026-04-01"),
                ("city_system_url", "", "https://example.jp/new"),
                ("fee_yen", "", "300"),
                ("blocker", "", "3;5"),
            ]
        );
        let text = report.describe();
        assert!(text.contains("changed: empty 何かある手続 (line 2)"), "{text}");
        assert!(text.contains("手続名: 何もない手続 → 何かある手続"), "{text}");
        assert!(text.contains("申請: (empty) → online"), "{text}");
        let json = report.to_json();
        assert_eq!(json["counts"][0]["changes"][0]["line"], 2);
        let cell = &json["counts"][0]["changes"][0]["cells"][2];
        assert_eq!((&cell["column"], &cell["header"], &cell["new"]), (&json!("apply"), &json!("申請"), &json!("online")));
        assert_eq!(json["departments"], json!([null, "00121"]));
        assert!(json["base"].is_string());
    }

    async fn a_confirmation_is_refused_where_the_records_were_changed_meanwhile(database: &Database) {
        awkward().on(database).await;
        let db = database.open().await;
        let file = "手続ID,手続名,出典\nempty,何かある手続,test\n".as_bytes();
        let base = dry(&db, Kind::Procedures, file).await.base();
        assert!(base.is_some());
        // Another record is written: the revision rises, and the confirmation is still valid.
        read(&db, &request(Kind::Procedures), "手続ID,手続名,出典\n001,別の名,test\n".as_bytes()).await;
        let confirmed = Request { if_base: base, ..request(Kind::Procedures) };
        read(&db, &Request { dry_run: true, ..confirmed.clone() }, file).await;
        // Now the record itself.
        read(&db, &request(Kind::Procedures), "手続ID,手続名,出典\nempty,先に変わった名,test\n".as_bytes()).await;
        let before = revision::find_revision(&mut db.read().await.unwrap()).await.unwrap();
        let report = import(&db, &confirmed, file, &|_, _| {}).await.unwrap();
        assert!(report.refusal().is_some_and(|line| line.contains("--dry-run")), "{}", report.describe());
        assert_eq!(revision::find_revision(&mut db.read().await.unwrap()).await.unwrap(), before);
        let base = dry(&db, Kind::Procedures, file).await.base();
        read(&db, &Request { if_base: base, ..request(Kind::Procedures) }, file).await;
        assert_eq!(revision::find_revision(&mut db.read().await.unwrap()).await.unwrap(), before + 1);
    }

    async fn a_selection_holds_what_was_chosen_and_refuses_codes_that_name_nothing(database: &Database) {
        awkward().on(database).await;
        let db = database.open().await;
        let some = ExportFilter { departments: vec!["it".parse().unwrap(), "00120".parse().unwrap()], ..ExportFilter::all(Kind::Procedures) };
        assert_eq!(table(&db, &some, MessageLanguage::Japanese).await.length(), 2);
        let some = ExportFilter { sets: vec!["priority".parse().unwrap()], ..ExportFilter::all(Kind::Procedures) };
        assert_eq!(table(&db, &some, MessageLanguage::Japanese).await.length(), 1);
        let none = ExportFilter { life_events: vec!["birth-of-a-star".parse().unwrap()], ..ExportFilter::all(Kind::Procedures) };
        let refused = Table::load(&db, &none, MessageLanguage::Japanese, day(support::TODAY)).await.unwrap_err();
        assert!(refused.to_string().contains("expected one of: "), "{refused}");
        let astray = ExportFilter { sets: vec!["priority".parse().unwrap()], ..ExportFilter::all(Kind::Cards) };
        assert!(Table::load(&db, &astray, MessageLanguage::Japanese, day(support::TODAY)).await.is_err());
    }
}

#[tokio::test]
async fn the_whole_national_survey_comes_back_unchanged() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/survey/procedures_r6_full.csv.gz");
    if !path.exists() {
        support::skipped("the national survey is not here");
        return;
    }
    let database = Database::sqlite();
    let db = database.open().await;
    let survey = Request { format: Format::Survey, ..request(Kind::Procedures) };
    read(&db, &survey, &std::fs::read(&path).unwrap()).await;
    for kind in [Kind::Procedures, Kind::Usage] {
        let table = table(&db, &ExportFilter::all(kind), MessageLanguage::Japanese).await;
        let report = dry(&db, kind, &table.as_csv()).await;
        is_all_unchanged(&report, kind, table.length());
    }
}

/// An entry of an archive.
fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[tokio::test]
async fn a_workbook_offers_what_cells_may_hold_and_guards_ids_and_headers() {
    let database = Database::sqlite();
    awkward().on(&database).await;
    let db = database.open().await;
    let workbook =
        table(&db, &ExportFilter::all(Kind::Procedures), MessageLanguage::Japanese).await.as_workbook().unwrap();
    let sheet = part(&workbook, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<sheetProtection ") && !sheet.contains("password"), "protected, without a password");
    assert!(sheet.contains("insertRows=\"0\"") && sheet.contains("sort=\"0\"") && sheet.contains("autoFilter=\"0\""));
    assert!(sheet.contains("<autoFilter ") && sheet.contains("state=\"frozen\""));
    assert!(sheet.contains("type=\"list\"") && sheet.contains("'候補'!$"), "lists stand on the other sheet");
    assert!(!sheet.contains("<f>"), "nothing in a cell is a formula");
    assert!(part(&workbook, "xl/workbook.xml").contains("state=\"hidden\""));
    let words = part(&workbook, "xl/sharedStrings.xml");
    for word in ["オンライン", "窓口", "不要", "署名用", "事業者", "優先的に進める手続"] {
        assert!(words.contains(word), "{word}");
    }
    let file =
        String::from_utf8(table(&db, &ExportFilter::all(Kind::Procedures), MessageLanguage::Japanese).await.as_csv())
            .unwrap();
    assert!(file.starts_with("\u{feff}手続ID,手続名,") && file.contains("\r\n001,'=1+1,'@SUM(A1),"), "{file}");
}

#[tokio::test]
async fn workbooks_of_described_tables_offer_references_explain_headers_and_lock_keys() {
    let database = Database::sqlite();
    let db = database.open_demonstration().await;
    let milestones = table(&db, &ExportFilter::all(Kind::Milestones), MessageLanguage::Japanese).await;
    let table_of = CityTable::named("milestones").unwrap();
    let today = day(support::TODAY);
    let empty = Table::template_from(&db, table_of, MessageLanguage::Japanese, today).await.unwrap();
    assert_eq!(empty.length(), 0);
    for workbook in [milestones.as_workbook().unwrap(), empty.as_workbook().unwrap()] {
        let sheet = part(&workbook, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<sheetProtection ") && sheet.contains("type=\"list\""), "{sheet}");
        let words = part(&workbook, "xl/sharedStrings.xml");
        for word in ["予定", "進行中", "ict-policy", "generative_ai"] {
            assert!(words.contains(word), "{word}");
        }
        let notes = part(&workbook, "xl/comments1.xml");
        for note in ["必須。", "この事務事業に登録済みの取組ID", "日付（今日まで）", "空欄は、不明"]
        {
            assert!(notes.contains(note), "{note}: {notes}");
        }
    }
    let template = template::as_workbook(Kind::Funding, MessageLanguage::English).unwrap();
    assert!(part(&template, "xl/comments1.xml").contains("Required. whole number, 0 or more, thousand yen"));
    assert!(part(&template, "xl/sharedStrings.xml").contains("settled"));
}

/// The JSON output of the command, and its exit code.
fn told(database: &Database, arguments: &[&str]) -> (serde_json::Value, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_tetsuzuki"))
        .args(["--database", &database.address(), "--audit-key-file"])
        .arg(database.folder().join("audit-key"))
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    (serde_json::from_str(&said).unwrap_or_default(), output.status.code())
}

#[tokio::test]
async fn a_template_from_the_command_line_offers_what_its_database_knows_and_does_without_one() {
    let database = Database::sqlite();
    let db = database.open_demonstration().await;
    support::close(db).await;
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("milestones.xlsx");
    let arguments = ["export", "template", "milestones", "--to", to.to_str().unwrap()];
    assert_eq!(told(&database, &arguments).1, Some(0));
    let words = part(&std::fs::read(&to).unwrap(), "xl/sharedStrings.xml");
    assert!(words.contains("ict-policy") && words.contains("generative_ai") && words.contains("進行中"), "{words}");
    assert!(part(&std::fs::read(&to).unwrap(), "xl/comments1.xml").contains("必須。"));
    let nothing_there = Database::sqlite();
    assert_eq!(told(&nothing_there, &arguments).1, Some(0));
    let words = part(&std::fs::read(&to).unwrap(), "xl/sharedStrings.xml");
    assert!(words.contains("進行中") && !words.contains("ict-policy"), "{words}");
}

#[tokio::test]
async fn the_command_writes_a_workbook_tells_what_an_edit_of_it_would_change_and_writes_it_on_its_base() {
    let database = Database::sqlite();
    awkward().on(&database).await;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    for (kind, name) in [("procedures", "all.xlsx"), ("cards", "cards.XLSX"), ("usage", "usage.csv")] {
        let to = file(name);
        assert_eq!(told(&database, &["export", kind, "--to", &to]).1, Some(0), "{kind}");
        let (report, code) = told(&database, &["import", kind, &to, "--json"]);
        assert_eq!((&report["outcome"], code), (&json!("unchanged"), Some(0)), "{report:#}");
    }
    let some = file("some.csv");
    assert_eq!(told(&database, &["export", "procedures", "--to", &some, "--department", "it"]).1, Some(0));
    assert_eq!(std::fs::read_to_string(&some).unwrap().matches("\r\n").count(), 2, "its header and its one procedure");
    assert_eq!(told(&database, &["export", "procedures", "--to", &some, "--department", "nowhere"]).1, Some(2));
    assert_eq!(told(&database, &["export", "procedures", "--to", &file("some.pdf")]).1, Some(2));

    let edited = std::fs::read_to_string(&some).unwrap().replace("全角ＡＢＣ　１２３", "別の名");
    std::fs::write(&some, edited).unwrap();
    let (shown, code) = told(&database, &["import", "procedures", &some, "--dry-run", "--json"]);
    assert_eq!((&shown["outcome"], code), (&json!("dry_run"), Some(0)), "{shown:#}");
    let change = &shown["counts"][0]["changes"][0];
    assert_eq!((&change["line"], &change["cells"][0]["new"]), (&json!(2), &json!("別の名")));
    let base = shown["base"].as_str().unwrap();
    let (written, code) = told(&database, &["import", "procedures", &some, "--if-base", base, "--json"]);
    assert_eq!((&written["outcome"], code), (&json!("written"), Some(0)), "{written:#}");
    let (late, code) = told(&database, &["import", "procedures", &some, "--if-base", base, "--json"]);
    assert_eq!((&late["outcome"], code), (&json!("refused"), Some(2)), "{late:#}");
}
