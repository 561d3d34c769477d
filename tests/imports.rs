//! Imports on both databases: what is accepted, what is refused with which message, and that a second run finds nothing
//! to do.

use chrono::{TimeZone, Utc};
use domain::area::{AreaCode, AreaKind};
use domain::availability::Availability;
use domain::calendar::FiscalYear;
use domain::card::Measure;
use domain::planned_year::PlannedYear;
use domain::procedure::StepState;
use domain::text::MessageLanguage;
use exchange::import::comparing::diff::Counts;
use exchange::import::report::Report;
use exchange::import::table::template;
use exchange::import::{Format, Kind, Request, import};
use store::{Db, audit, revision};
use tetsuzuki::server::read_model::snapshot::Snapshot;

use crate::support;
use crate::support::{given_source, on_both};

fn request(kind: Kind, file: &str) -> Request {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
    Request { source: given_source("月次報告"), ..Request::new(kind, file, now) }
}

async fn run(db: &Db, kind: Kind, text: &str) -> Report {
    import(db, &request(kind, "table.csv"), text.as_bytes(), &|_, _| {}).await.unwrap()
}

async fn accepted(db: &Db, kind: Kind, text: &str) -> Report {
    let report = run(db, kind, text).await;
    assert!(!report.is_refused(), "{}", report.describe());
    report
}

/// The numbers of new, changed and unchanged records of one kind.
fn counted(report: &Report, noun: &str) -> (usize, usize, usize) {
    let Counts { new, changed, unchanged, .. } =
        *report.counts().iter().find(|counts| counts.noun.0 == noun).expect("the noun is counted");
    (new, changed, unchanged)
}

async fn revision_of(db: &Db) -> i64 {
    revision::find_revision(&mut db.read().await.unwrap()).await.unwrap()
}

/// A table as the ministry prints it: a title above, a code without its leading zero, a missing code, a note below.
const MINISTRY: &str = "マイナンバーカード交付状況\n\
    算出基準日,都道府県名,市区町村名,総数（人口）,交付枚数,人口に対する交付枚数率,人口算出基準日,交付件数基準日,団体コード\n\
    2022/12/31,北海道,札幌市,\"1,960,668\",1113718,56.8,2022/01/01,2022/12/31,11002\n\
    2022/12/31,⼤阪府,堺市,826158,498812,60.4,2022/01/01,2022/12/31,271403\n\
    2022/12/31,東京都,八丈町,7042,3802,54.0,2022/01/01,2022/12/31,<NA>\n\
    ※ 交付枚数は累計\n";

const CATALOGUE: &str = "手続ID,手続名,所管課,申請,本人確認,添付,手数料納付,結果受領,適用日,手続の区分,件数の年度,総手続件数,オンライン手続件数\n\
    moving-out,転出届,市民課,オンライン,オンライン,不要,不要,不要,令和5年2月6日,priority,令和6年度,\"12,345\",不明\n\
    moving-in,転入届,市民課,窓口,窓口,窓口,不要,窓口,R5.2.6,,,,\n";

on_both! {
    async fn the_ministrys_card_table_is_read_as_it_comes(database: &Database) {
        let db = database.open().await;
        // Nobody has to name the source of a table whose headers are the ministry's.
        let request = Request { source: None, ..request(Kind::Cards, "table.csv") };
        let report = import(&db, &request, MINISTRY.as_bytes(), &|_, _| {}).await.unwrap();
        assert!(!report.is_refused(), "{}", report.describe());
        assert_eq!(counted(&report, "card counts"), (3, 0, 0));
        assert!(report.notes().iter().any(|note| note.contains("マイナンバーカード交付状況")), "{:?}", report.notes());
        assert!(report.notes().iter().any(|note| note.contains("交付枚数は累計")), "{:?}", report.notes());
        let snapshot = Snapshot::load(&db).await.unwrap();
        let sakai = &snapshot.card_series(&"271403".parse().unwrap(), Measure::Issued)[0];
        assert_eq!((sakai.cards.0, sakai.population.0), (498_812, 826_158));
        assert_eq!(sakai.as_of.to_string(), "2022-12-31");
        assert_eq!(snapshot.area(&"011002".parse().unwrap()).unwrap().name, "札幌市");
        assert_eq!(snapshot.area(&"134015".parse().unwrap()).unwrap().name, "八丈町");
        assert_eq!(snapshot.source(&sakai.source).unwrap().publisher, "総務省");
    }

    async fn rows_of_the_nation_are_read_with_and_without_a_code(database: &Database) {
        // The ministry's PDF tables have no codes; those of later years have codes for municipalities only.
        const TABLES: [&str; 3] = [
            "都道府県名,市区町村名,総数（人口）【H28.1.1時点】,交付枚数【H29.3.8時点】,交付率\n\
             全国,,\"128,066,211\",\"10,717,919\",8.4%\n⼤阪府,堺市,\"845,960\",\"72,076\",8.5%\n",
            "団体コード,都道府県名,市区町村名,人口,交付枚数,人口算出基準日,基準日\n\
             <NA>,全国,-,128066211,10717919,2016/01/01,2017/03/08\n",
            "団体コード,種別,基準日,枚数,人口,人口算出基準日\n000001,交付,2017-03-08,10717919,128066211,2016-01-01\n",
        ];
        for table in TABLES {
            let db = database.open().await;
            accepted(&db, Kind::Cards, table).await;
            let snapshot = Snapshot::load(&db).await.unwrap();
            assert_eq!(snapshot.areas.len(), 2, "the city and the nation, and nothing else");
            let nation = snapshot.area(&AreaCode::nation()).expect("the area was added");
            assert_eq!((nation.kind, nation.name.as_str(), &nation.parent), (AreaKind::Nation, "全国", &None));
            let [count] = snapshot.card_series(&AreaCode::nation(), Measure::Issued) else { panic!("one count") };
            assert_eq!((count.cards.0, count.population.0), (10_717_919, 128_066_211));
            assert_eq!((count.as_of, count.population_as_of), (support::day("2017-03-08"), support::day("2016-01-01")));
        }
    }

    async fn a_second_import_of_the_same_file_changes_nothing(database: &Database) {
        let db = database.open().await;
        accepted(&db, Kind::Cards, MINISTRY).await;
        accepted(&db, Kind::Procedures, CATALOGUE).await;
        let before = revision_of(&db).await;
        assert_eq!(counted(&accepted(&db, Kind::Cards, MINISTRY).await, "card counts"), (0, 0, 3));
        assert_eq!(counted(&accepted(&db, Kind::Procedures, CATALOGUE).await, "procedures"), (0, 0, 2));
        assert_eq!(revision_of(&db).await, before);
    }

    async fn every_bad_row_is_listed_and_nothing_is_written(database: &Database) {
        let db = database.open().await;
        let report = run(
            &db,
            Kind::Cards,
            "団体コード,種別,基準日,枚数,人口,人口算出基準日\n\
             271403,保有,令和6年13月1日,100,1000,2024-01-01\n\
             271404,保有,2024-03-31,100,1000,2024-01-01\n\
             131016,保有,2024-03-31,-5,1000,2024-01-01\n\
             011002,保有,2024-03-31,100,1000,2024-01-01\n",
        )
        .await;
        let bad: Vec<(u64, &str, &str)> =
            report.bad_cells().iter().map(|cell| (cell.line, cell.column.header.as_str(), cell.value.as_str())).collect();
        assert_eq!(bad, [(2, "基準日", "令和6年13月1日"), (3, "団体コード", "271404"), (4, "枚数", "-5")]);
        assert!(report.describe().contains("271403"), "the right code is named: {}", report.describe());
        assert_eq!(revision_of(&db).await, 0);
        assert!(Snapshot::load(&db).await.unwrap().card_counts().is_empty());
    }

    async fn a_dry_run_counts_and_writes_nothing(database: &Database) {
        let db = database.open().await;
        let request = Request { dry_run: true, ..request(Kind::Cards, "cards.csv") };
        let report = import(&db, &request, MINISTRY.as_bytes(), &|_, _| {}).await.unwrap();
        assert_eq!(counted(&report, "card counts"), (3, 0, 0));
        assert_eq!(report.to_json()["outcome"], "dry_run");
        assert_eq!(revision_of(&db).await, 0);
    }

    async fn a_printed_rate_that_contradicts_its_row_is_refused(database: &Database) {
        let db = database.open().await;
        let report = run(&db, Kind::Cards, &MINISTRY.replace("60.4", "64.0")).await;
        assert_eq!(report.bad_cells().len(), 1);
        assert!(report.describe().contains("60.4"), "{}", report.describe());
    }

    async fn more_cards_held_than_residents_are_refused_but_unknown_is_not_zero(database: &Database) {
        let db = database.open().await;
        let table = |cards: &str| format!("団体コード,種別,基準日,枚数,人口,人口算出基準日\n271403,保有,2024-03-31,{cards},1000,2024-01-01\n");
        assert!(run(&db, Kind::Cards, &table("1001")).await.is_refused());
        assert!(run(&db, Kind::Cards, &table("不明")).await.is_refused(), "a count that is not known is no row");
        accepted(&db, Kind::Cards, &table("0")).await;
    }

    async fn the_catalogue_is_read_with_japanese_headers_words_and_era_dates(database: &Database) {
        let db = database.open().await;
        accepted(&db, Kind::Procedures, CATALOGUE).await;
        let snapshot = Snapshot::load(&db).await.unwrap();
        let (_, out) = snapshot.procedure(&"moving-out".parse().unwrap()).unwrap();
        let today = support::day(support::TODAY);
        assert_eq!(out.availability_at(today, today), Some(Availability::Complete));
        assert_eq!(out.changed_on(today, today).map(|day| day.to_string()).as_deref(), Some("2023-02-06"));
        assert_eq!(out.usage[0].fiscal_year, FiscalYear(2024));
        assert_eq!((out.usage[0].total, out.usage[0].online), (Some(12_345), None));
        let (_, moving_in) = snapshot.procedure(&"moving-in".parse().unwrap()).unwrap();
        assert_eq!(moving_in.availability_at(today, today), Some(Availability::Counter));
        assert!(moving_in.usage.is_empty());
    }

    async fn a_column_that_a_file_lacks_leaves_what_is_known(database: &Database) {
        let db = database.open().await;
        accepted(&db, Kind::Procedures, CATALOGUE).await;
        let report = accepted(&db, Kind::Procedures, "id,name,kana\nmoving-out,転出届,てんしゅつとどけ\n").await;
        assert_eq!(counted(&report, "procedures"), (0, 1, 0));
        let snapshot = Snapshot::load(&db).await.unwrap();
        let (_, out) = snapshot.procedure(&"moving-out".parse().unwrap()).unwrap();
        assert_eq!(out.kana, "てんしゅつとどけ");
        assert_eq!(out.department.as_ref().map(ToString::to_string).as_deref(), Some("市民課"));
        assert_eq!(out.sets.len(), 1);
        assert_eq!(out.step_events.len(), 5);
    }

    async fn a_changed_step_adds_an_event_and_keeps_the_past(database: &Database) {
        let db = database.open().await;
        accepted(&db, Kind::Procedures, CATALOGUE).await;
        let report =
            accepted(&db, Kind::Procedures, "id,name,apply,effective_on\nmoving-in,転入届,online,2026-10-01\n").await;
        assert_eq!(counted(&report, "procedures"), (0, 1, 0));
        let snapshot = Snapshot::load(&db).await.unwrap();
        let (_, moving_in) = snapshot.procedure(&"moving-in".parse().unwrap()).unwrap();
        let today = support::day(support::TODAY);
        assert_eq!(moving_in.steps_at(today, today).apply, Some(StepState::Online));
        assert_eq!(moving_in.steps_at(support::day("2026-09-30"), today).apply, Some(StepState::Counter));
        // Recorded today, so not known yesterday.
        assert_eq!(moving_in.steps_at(support::day("2026-11-21"), support::day("2026-11-21")).apply, None);
    }

    async fn words_that_are_not_known_are_refused_with_those_that_are(database: &Database) {
        let db = database.open().await;
        let report =
            run(&db, Kind::Procedures, "id,name,apply,sets,blocker\na,甲,電子,優先,9\n").await;
        let columns: Vec<&str> = report.bad_cells().iter().map(|cell| cell.column.header.as_str()).collect();
        assert_eq!(columns.len(), 3, "{}", report.describe());
        assert!(report.describe().contains("オンライン") && report.describe().contains("priority"));
    }

    async fn the_same_key_twice_in_a_file_is_refused(database: &Database) {
        let db = database.open().await;
        let report = run(&db, Kind::Procedures, "id,name\na,甲\nb,乙\na,丙\n").await;
        assert_eq!(report.bad_cells().len(), 1);
        assert_eq!(report.bad_cells()[0].line, 4);
    }

    async fn population_indicators_and_usage_are_imported(database: &Database) {
        let db = database.open().await;
        let population = "団体コード,市区町村名,基準日,人口\n271403,堺市,2022-01-01,826158\n271411,堺区,2022-01-01,146354\n";
        assert_eq!(counted(&accepted(&db, Kind::Population, population).await, "population counts"), (2, 0, 0));
        let definitions = "id,kind,name,unit,set\nonline_rate,成果指標,オンライン化率,%,priority\n";
        assert_eq!(counted(&accepted(&db, Kind::Indicators, definitions).await, "indicators"), (1, 0, 0));
        let values = "indicator,fiscal_year,kind,value\nonline_rate,令和4年度,目標値,85\nonline_rate,R4,実績値,96%\n";
        assert_eq!(counted(&accepted(&db, Kind::Indicators, values).await, "indicator values"), (2, 0, 0));
        assert_eq!(counted(&accepted(&db, Kind::Indicators, values).await, "indicator values"), (0, 0, 2));
        accepted(&db, Kind::Procedures, CATALOGUE).await;
        let usage = "手続名,年度,総手続件数,オンライン手続件数\n転入届,令和5年度,\"3,000\",0\n";
        assert_eq!(counted(&accepted(&db, Kind::Usage, usage).await, "usage figures"), (1, 0, 0));
        let more_online = "手続名,年度,総手続件数,オンライン手続件数\n転入届,令和5年度,10,11\n";
        assert!(run(&db, Kind::Usage, more_online).await.is_refused());
        let snapshot = Snapshot::load(&db).await.unwrap();
        assert_eq!(snapshot.area(&"271411".parse().unwrap()).unwrap().parent.as_ref().unwrap().as_str(), "271403");
        assert_eq!(snapshot.indicator_values(&"online_rate".parse().unwrap()).len(), 2);
        assert_eq!(snapshot.city.as_ref().unwrap().as_str(), "271403", "the only city with wards");
    }

    async fn boundaries_come_from_geojson_and_only_for_known_areas(database: &Database) {
        let db = database.open().await;
        let outline = r#"{"type":"FeatureCollection","attribution":"国土数値情報","features":[{"type":"Feature",
            "properties":{"N03_007":"27141"},"geometry":{"type":"Polygon",
            "coordinates":[[[135.4,34.5],[135.5,34.5],[135.5,34.6],[135.4,34.5]]]}}]}"#;
        let refused = import(&db, &request(Kind::Boundaries, "wards.geojson"), outline.as_bytes(), &|_, _| {}).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("271411")));
        accepted(&db, Kind::Population, "団体コード,市区町村名,基準日,人口\n271411,堺区,2022-01-01,146354\n").await;
        assert_eq!(counted(&accepted(&db, Kind::Boundaries, outline).await, "boundaries"), (1, 0, 0));
        assert_eq!(counted(&accepted(&db, Kind::Boundaries, outline).await, "boundaries"), (0, 0, 1));
    }

    async fn each_import_leaves_one_audit_row_and_one_revision(database: &Database) {
        let db = database.open().await;
        accepted(&db, Kind::Cards, MINISTRY).await;
        assert_eq!(revision_of(&db).await, 1);
        let rows = audit::list_audit_rows(&mut db.read().await.unwrap(), 10).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].action.as_str(), rows[0].subject.as_str()), ("import cards", "cards"));
        assert!(rows[0].after.contains("\"file\":\"table.csv\""), "a name of a file can be forgotten: {:?}", rows[0]);
    }

    async fn a_file_that_is_not_what_its_name_says_gets_one_line(database: &Database) {
        let db = database.open().await;
        for (name, bytes) in [
            ("cards.xlsx", b"<!DOCTYPE html><html><body>404</body></html>".as_slice()),
            ("~$cards.xlsx", &[6, b'U', b's', b'e', b'r', b'0', b'1']),
            ("cards.csv", b"%PDF-1.7 \n"),
            ("cards.csv", b""),
        ] {
            let report = import(&db, &request(Kind::Cards, name), bytes, &|_, _| {}).await.unwrap();
            let refusal = report.refusal().unwrap_or_else(|| panic!("{name} is refused"));
            assert!(!refusal.contains('\n') && refusal.len() > 20, "{refusal}");
        }
        assert_eq!(revision_of(&db).await, 0);
    }
}

#[test]
fn a_template_in_either_language_is_a_table_that_its_import_accepts() {
    for kind in [Kind::Procedures, Kind::Cards, Kind::Population, Kind::Usage, Kind::Indicators] {
        for language in [MessageLanguage::Japanese, MessageLanguage::English] {
            let csv = String::from_utf8(template::as_csv(kind, language).unwrap()).unwrap();
            assert!(csv.starts_with('\u{feff}') && csv.contains(','), "{kind}");
            assert!(template::as_workbook(kind, language).unwrap().starts_with(b"PK"), "{kind}");
        }
    }
}

on_both! {
    async fn every_template_is_accepted_by_its_own_import(database: &Database) {
        let db = database.open().await;
        for kind in [Kind::Procedures, Kind::Cards, Kind::Population, Kind::Usage, Kind::Indicators] {
            for language in [MessageLanguage::Japanese, MessageLanguage::English] {
                for (name, bytes) in [
                    ("template.csv", template::as_csv(kind, language).unwrap()),
                    ("template.xlsx", template::as_workbook(kind, language).unwrap()),
                ] {
                    let report = import(&db, &request(kind, name), &bytes, &|_, _| {}).await.unwrap();
                    assert!(!report.is_refused(), "{kind} {name}: {}", report.describe());
                }
            }
        }
    }

    async fn the_survey_becomes_procedures_whose_receipt_is_unknown(database: &Database) {
        let db = database.open().await;
        let header = "手続ID,所管府省庁,手続名,法令名,法令番号,根拠条項号,手続主体,オンライン化の実施状況,\
            オンライン化の実施予定及び検討時の懸念点,オンライン化実施時期,申請等における本人確認手法,手数料等の納付有無,\
            手数料等の納付方法,処理期間(オンライン),処理期間(非オンライン),情報システム(申請),総手続件数,\
            オンライン手続件数,非オンライン手続件数,申請時に添付させる書類,添付書類等の提出方法,手続が行われるイベント(個人)";
        let rows = "\n1,総務省,\"転入\n届\",住民基本台帳法,昭和四十二年法律第八十一号,第22条,5 国民等,1 実施済,,,6 本人確認不要,\
            1 手数料等無し,,1日,1日,マイナポータル,100,40,60,添付書類なし,,引越し; 結婚・離婚\n\
            2,総務省,閲覧,住民基本台帳法,昭和四十二年法律第八十一号,第11条,7 国民等、民間事業者等,2 未実施,\
            \"0 オンライン化実施予定; 6 オンライン化の費用対効果が小さい又は不明\",2 2025年度,4 本人確認書類の提示・提出,\
            2 手数料等有り,1-1 行政機関の窓口,,1月,,0,0,0,その他の添付書類,2 原紙での提出のみ,\n\
            3,総務省,照会,住民基本台帳法,昭和四十二年法律第八十一号,第12条,5 国民等,4 その他,,,,,,,,,5,0,5,,,\n";
        let request = Request { format: Format::Survey, ..request(Kind::Procedures, "survey.csv") };
        let text = format!("{header}{rows}");
        let report = import(&db, &request, text.as_bytes(), &|_, _| {}).await.unwrap();
        assert!(!report.is_refused(), "{}", report.describe());
        assert_eq!(counted(&report, "procedures"), (3, 0, 0));
        let snapshot = Snapshot::load(&db).await.unwrap();
        let today = support::day(support::TODAY);
        let get = |id: &str| snapshot.procedure(&id.parse().unwrap()).unwrap().1;
        assert_eq!(get("1").name.ja, "転入 届");
        assert_eq!(get("1").availability_at(today, today), Some(Availability::Partial), "how a result is received is unknown");
        assert_eq!(get("1").life_events.len(), 2);
        assert_eq!((get("1").usage[0].total, get("1").usage[0].online), (Some(100), Some(40)));
        assert_eq!(get("2").availability_at(today, today), Some(Availability::Counter));
        assert!(get("2").usage.is_empty(), "nothing counted at all means not known");
        assert_eq!(get("2").blockers.iter().map(|blocker| blocker.code()).collect::<Vec<_>>(), [0, 6]);
        assert_eq!(get("2").planned_fiscal_year, Some(PlannedYear::In(FiscalYear(2025))));
        assert_eq!(get("3").availability_at(today, today), None);
        let again = import(&db, &request, text.as_bytes(), &|_, _| {}).await.unwrap();
        assert_eq!(counted(&again, "procedures"), (0, 0, 3));
    }
}
