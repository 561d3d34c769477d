//! The file itself: a dry run and a run agree, what is wrong is named, and a folder carries what became of departments.

use domain::text::MessageLanguage;
use exchange::city::{CityFiles, CityOptions, export_city, import_city};
use exchange::import::comparing::diff::Changes;
use store::revision::find_revision;

use super::*;
use crate::support::{day, on_both};

/// What a report says would change, as text.
fn told(report: &Report) -> Vec<String> {
    let records = |changes: &Changes| {
        let new = changes.new.iter().map(|new| format!("new {}", new.record));
        let removed = changes.removed.iter().map(|removed| format!("removed {}", removed.record));
        let cells = changes.changed.iter().flat_map(|change| {
            change.cells.iter().map(move |cell| format!("{}: {} > {}", change.record, cell.old, cell.new))
        });
        new.chain(removed).chain(cells).collect::<Vec<_>>()
    };
    let counts = report.changes().iter().map(|one| one.counts.describe(MessageLanguage::English));
    report.changes().iter().flat_map(records).chain(counts).chain(report.notes().iter().cloned()).collect()
}

async fn revision_of(database: &Database) -> i64 {
    let db = database.open().await;
    let revision = find_revision(&mut db.read().await.unwrap()).await.unwrap();
    close(db).await;
    revision
}

async fn folder_of(database: &Database) -> CityFiles {
    let db = database.open().await;
    let files = export_city(&db, day("2026-11-22")).await.unwrap();
    close(db).await;
    files
}

on_both! {
    async fn a_dry_run_says_what_a_run_does(database: &Database) {
        city_on(database).await;
        let rows = "citizens,moving-in,moving,転入課,Moving,\ncitizens,,life,市民生活課,,\ntax,,life,,,\nwelfare,,,福祉総務課,,\n";
        let before = (state(database).await, revision_of(database).await);
        let dry = run(database, &Request { dry_run: true, ..request() }, rows).await;
        assert!(!dry.is_refused(), "{}", dry.describe());
        assert_eq!((state(database).await, revision_of(database).await), before, "nothing is written");
        let real = accepted(database, rows).await;
        let said = told(&dry);
        assert_eq!(said, told(&real));
        for expected in [
            "new moving 転入課 (Moving)",
            "new life 市民生活課",
            "removed citizens 市民課",
            "welfare 福祉課: 福祉課 > 福祉総務課",
            "moving-in 転入届: citizens > moving",
            "tax-proof 納税証明書: tax > life",
            "4 procedures: 0 new, 4 changed, 0 unchanged",
        ] {
            assert!(said.iter().any(|line| line == expected), "{expected}: {said:#?}");
        }
        let now = state(database).await;
        assert_eq!(now.codes(), ["life", "moving", "welfare"]);
        assert_eq!((now.of("moving-in"), now.of("moving-out"), now.of("tax-proof")), ("moving", "life", "life"));
        let dated = run(database, &Request { dry_run: true, ..request() }, "welfare,,,福祉課,,2026-04-01\n").await;
        let notes = told(&dated);
        assert!(notes.iter().any(|note| note.contains("will date this reorganisation 1 April 2026")), "{notes:?}");
        // It was carried out. A second time, its departments are not there any more.
        let again = run(database, &request(), rows).await;
        assert!(again.is_refused() && again.describe().contains("became"), "{}", again.describe());
        assert!(is_well(database).await);
    }

    async fn a_dissolved_department_does_not_come_back_through_the_table_of_departments(database: &Database) {
        city_on(database).await;
        let typed = |codes: &str| format!("所管課コード,所管課\n{codes}");
        let departments = Request { kind: Kind::Departments, ..request() };
        accepted(database, "tax,,welfare,,,\n").await;
        let before = state(database).await;
        let said = run_table(database, &departments, &typed("tax,税務課\nnew,新しい課\n")).await;
        assert!(said.is_refused() && said.describe().contains("line 2, code: 'tax'"), "{}", said.describe());
        assert!(said.describe().contains("税務課 was dissolved on"), "{}", said.describe());
        assert_eq!(state(database).await, before);
        let said = run_table(database, &departments, &typed("welfare,福祉課\nnew,新しい課\n")).await;
        assert!(!said.is_refused(), "{}", said.describe());
        assert_eq!(state(database).await.codes(), ["citizens", "new", "welfare"]);
    }

    async fn a_base_holds_until_one_of_its_records_changes(database: &Database) {
        city_on(database).await;
        let rows = "tax,,welfare,,,\n";
        let dry = run(database, &Request { dry_run: true, ..request() }, rows).await;
        let base = dry.base().unwrap();
        accepted(database, "citizens,,,市民窓口課,,\n").await;
        let renamed = run(database, &Request { dry_run: true, ..request() }, rows).await;
        assert!(renamed.base().unwrap().is_current(&base), "another department says nothing about this one");
        accepted(database, "tax,tax-proof,citizens,,,\n").await;
        let stale = run(database, &Request { if_base: Some(base), ..request() }, rows).await;
        assert!(stale.is_stale(), "{}", stale.describe());
        assert_eq!(state(database).await.of("tax-relief"), "tax");
    }

    async fn what_is_wrong_is_named_in_its_cell_and_nothing_is_written(database: &Database) {
        city_on(database).await;
        let before = (state(database).await, revision_of(database).await);
        for (rows, cell, expected) in [
            ("nobody,,tax,,,\n", "line 2, department: 'nobody'", "the code or name of a present department"),
            ("tax,moving-in,welfare,,,\n", "line 2, procedure: 'moving-in'", "this one belongs to 'citizens'"),
            ("tax,tax-proof,,,,\n", "line 2, successor: ''", "the department that the procedure moves to"),
            ("tax,,,,,\n", "line 2, successor: ''", "a successor, or a new name"),
            ("tax,,revenue,,,\n", "line 2, name: ''", "the name of the new department 'revenue'"),
            ("tax,,citizens,,,\ncitizens,,welfare,,,\n", "line 2, successor: 'citizens'", "name 'welfare' directly"),
            ("tax,,citizens,,,\ncitizens,,tax,,,\n", "line 2, successor: 'citizens'", "lead to each other"),
            ("tax,,welfare,,,\ntax,,citizens,,,\n", "line 3, successor: 'citizens'", "the same as in line 2"),
            ("tax,,,市税課,,2026-10-01\nwelfare,,,福祉総務課,,2026-10-02\n", "line 3, effective_on: '2026-10-02'", "one day"),
            ("tax,,,市税課,,someday\n", "line 2, effective_on: 'someday'", ""),
        ] {
            let english = run(database, &request(), rows).await.describe();
            assert!(english.contains(cell) && english.contains(expected), "{rows}: {english}");
            let japanese = Request { language: MessageLanguage::Japanese, ..request() };
            assert!(run(database, &japanese, rows).await.describe().contains("正しくは"), "{rows}");
        }
        let marked = "department,successor,remove\ntax,welfare,yes\n";
        let db = database.open().await;
        let report = import(&db, &request(), marked.as_bytes(), &|_, _| {}).await.unwrap();
        assert!(report.describe().contains("a department is dissolved by a row that names its successor"));
        close(db).await;
        assert_eq!((state(database).await, revision_of(database).await), before);
    }

    async fn the_preview_says_what_is_lost_and_what_is_unclear(database: &Database) {
        city_on(database).await;
        let db = database.open().await;
        let twin = "code,name\nsecond-tax,税務課\n";
        let request_of = Request::new(Kind::Departments, "departments.csv", noon_of_today());
        let report = import(&db, &request_of, twin.as_bytes(), &|_, _| {}).await.unwrap();
        assert!(!report.is_refused(), "{}", report.describe());
        let rule = &DepartmentRule { needs_approval: false, ..DepartmentRule::default() };
        db.write(store::WriteKind::Private, |transaction| {
            Box::pin(async move { store::proposals::save_rule(transaction, &"welfare".parse().unwrap(), rule).await })
        })
        .await
        .unwrap();
        close(db).await;
        let report = accepted(database, "tax,,,市税課,,\ntax,tax-proof,welfare,,,\n").await;
        let said = told(&report).join("\n");
        assert!(said.contains("1 programmes name a department, but several have this name"), "{said}");
        assert!(said.contains("procedures go from '市税課', which needs approval, to '福祉課', which does not"), "{said}");
        assert_eq!(state(database).await.programmes, ["税務課"]);
    }

    async fn a_file_from_before_does_not_bring_an_old_department_back(database: &Database) {
        city_on(database).await;
        accepted(database, "tax,,revenue,市税課,,\nwelfare,,,福祉総務課,,\n").await;
        let db = database.open().await;
        let request = Request::new(Kind::Procedures, "procedures.csv", noon_of_today());
        for (word, now) in [("税務課", "revenue 市税課"), ("tax", "revenue 市税課"), ("福祉課", "welfare 福祉総務課")] {
            let text = format!("id,name,department\ntax-proof,納税証明書,{word}\n");
            let report = import(&db, &request, text.as_bytes(), &|_, _| {}).await.unwrap();
            let said = report.describe();
            assert!(report.is_refused() && said.contains(&format!("this one became {now}")), "{word}: {said}");
        }
        close(db).await;
    }

    async fn a_folder_carries_what_became_of_departments(database: &Database) {
        city_on(database).await;
        accepted(database, "citizens,,life,市民生活課,Civic Life,\ntax,,life,,,\n").await;
        let files = folder_of(database).await;
        let log = String::from_utf8(files["department-changes.csv"].clone()).unwrap();
        assert!(log.contains("citizens,市民課,,dissolved,life,市民生活課,Civic Life,2026-11-22"), "{log}");
        assert!(!files.contains_key("reorganisation.csv"));
        let other = Database::sqlite();
        let options = CityOptions {
            language: MessageLanguage::English,
            dry_run: false,
            allow_new_areas: false,
            reason: String::new(),
            actor: "test".to_owned(),
            now: noon_of_today(),
        };
        let db = other.open().await;
        let report = import_city(&db, &files, &options).await.unwrap();
        assert!(!report.is_refused(), "{}", report.describe());
        let second = import_city(&db, &files, &options).await.unwrap();
        assert!(second.is_unchanged(), "{}", second.describe());
        close(db).await;
        assert_eq!(folder_of(&other).await, files);
        assert_eq!(state(&other).await.changes, state(database).await.changes);
        let city = City::of(other.open().await).await;
        assert!(city.get("/procedures?department=tax").await.text().contains("/procedures?department=life"));
    }
}
