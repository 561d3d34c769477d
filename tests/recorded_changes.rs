//! The recorded changes of procedures take little memory and are read once.

use std::time::{Duration, Instant};

use chrono::Days;
use domain::audit::CHANGE_PROCEDURE;
use domain::procedure::ProcedureId;
use store::{AuditRow, Db};
use tetsuzuki::server::audit;
use tetsuzuki::server::read_model::snapshot::Snapshot;

use crate::support::process::Program;
use crate::support::{Database, close, noon_of_today, on_both, write_rows};

/// A change such as a file makes: name, summary and fee of a procedure.
fn change(number: usize, turn: usize) -> AuditRow {
    let values = |turn: usize| {
        let summary = format!(
            "{number}番の届出について、{turn}回目に書き改めた概要。届出の期限、必要な書類、受付の場所と時間を記す。"
        );
        format!(
            r#"{{"name":"手続{number}の{turn}","summary":"{summary}","fee":{{"required":true,"yen":{number},"note":""}}}}"#
        )
    };
    AuditRow::new("command-line", CHANGE_PROCEDURE, format!("procedure-{number}"))
        .reason("年度当初の見直し")
        .values(values(turn), values(turn + 1))
}

async fn record(db: &Db, days_ago: u64, rows: &[AuditRow]) {
    let now = noon_of_today() - Days::new(days_ago);
    write_rows(db, now, rows).await.unwrap();
}

async fn many(db: &Db) {
    for start in (0..65_000).step_by(5_000) {
        let rows: Vec<AuditRow> = (start..start + 5_000).map(|number| change(number, 0)).collect();
        record(db, 9, &rows).await;
    }
}

fn id(number: usize) -> ProcedureId {
    format!("procedure-{number}").parse().unwrap()
}

/// Resident memory of the server, in kB.
async fn resident(database: &Database) -> u64 {
    let server = Program::on(database).serve().await;
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

on_both! {
    async fn what_was_read_for_one_revision_is_not_read_again_for_the_next(database: &Database) {
        let db = database.open().await;
        record(&db, 9, &[change(1, 0), change(2, 0)]).await;
        let first = Snapshot::load(&db).await.unwrap();
        // Makes these rows unreadable.
        for statement in forbidding(&db) {
            run(&db, statement).await;
        }
        record(&db, 5, &[change(2, 1), change(3, 0)]).await;
        record(&db, 5, &[change(3, 1)]).await;
        record(&db, 0, &[change(4, 0)]).await;
        let second = Snapshot::load_after(&db, &first).await.unwrap();
        let changes = |snapshot: &Snapshot| [1, 2, 3, 4].map(|number| snapshot.audit_log.changes(&id(number)).len());
        assert_eq!(changes(&first), [1, 1, 0, 0]);
        assert_eq!(changes(&second), [1, 2, 2, 1]);
        assert_eq!(changes(&Snapshot::load(&db).await.unwrap()), [0, 1, 2, 1], "read anew, they are not there");
        let turned = second.audit_log.changes(&id(2));
        assert_eq!(turned[0].fields[0].2, turned[1].fields[0].1, "the oldest first");
        let heads = |snapshot: &Snapshot| snapshot.audit_log.heads.iter().map(|head| head.rows).collect::<Vec<_>>();
        assert_eq!((heads(&first), heads(&second)), (vec![], vec![2, 3]));
        assert_eq!(second.audit_log.last_day, Some(noon_of_today().date_naive()));
        assert_eq!(second.audit_log.heads, Snapshot::load(&db).await.unwrap().audit_log.heads);
    }

    async fn a_revision_without_news_of_procedures_and_one_with_a_day_that_goes_on_are_right(database: &Database) {
        let db = database.open().await;
        let mut snapshot = Snapshot::load(&db).await.unwrap();
        for (days_ago, row) in [
            (9, change(1, 0)),
            (9, AuditRow::new("command-line", "import cards", "cards.csv")),
            (8, AuditRow::new("command-line", "add procedure", "procedure-7")),
            (8, change(1, 1)),
            (3, AuditRow::new("command-line", "import procedures", "c.csv").values("", r#"{"new":["procedure-8"]}"#)),
        ] {
            record(&db, days_ago, &[row]).await;
            snapshot = Snapshot::load_after(&db, &snapshot).await.unwrap();
            let anew = Snapshot::load(&db).await.unwrap();
            assert_eq!(snapshot.audit_log, anew.audit_log);
        }
        assert_eq!(snapshot.audit_log.heads.len(), 2);
    }

    async fn what_is_forgotten_is_gone_with_the_next_revision(database: &Database) {
        let db = database.open().await;
        record(&db, 9, &[change(1, 0), change(2, 0)]).await;
        let first = Snapshot::load(&db).await.unwrap();
        audit::forget(&db, noon_of_today(), 1, "asked for").await.unwrap();
        record(&db, 0, &[change(2, 1)]).await;
        let second = Snapshot::load_after(&db, &first).await.unwrap();
        let [forgotten] = &second.audit_log.changes(&id(1))[..] else { panic!("one change") };
        assert!(forgotten.fields.is_empty() && forgotten.forgotten_on.is_some());
        let third = Snapshot::load_after(&db, &second).await.unwrap();
        assert_eq!(third.audit_log, second.audit_log);
    }

    async fn another_log_in_the_place_of_the_one_that_was_read_is_read_from_its_beginning(database: &Database) {
        let db = database.open().await;
        record(&db, 9, &[change(1, 0), change(2, 0)]).await;
        let elsewhere = Database::sqlite();
        let other = elsewhere.open().await;
        for number in 5..9 {
            record(&other, 9, &[change(number, 0)]).await;
        }
        let of_other = Snapshot::load(&other).await.unwrap();
        let snapshot = Snapshot::load_after(&db, &of_other).await.unwrap();
        assert_eq!(snapshot.audit_log, Snapshot::load(&db).await.unwrap().audit_log);
        record(&db, 8, &[change(3, 0), change(4, 0), change(5, 0)]).await;
        let snapshot = Snapshot::load_after(&db, &of_other).await.unwrap();
        assert_eq!(snapshot.audit_log.changes(&id(8)), []);
        assert_eq!(snapshot.audit_log.changes(&id(1)).len(), 1);
    }
}

/// Deletes the texts of all rows, despite the triggers that forbid it.
fn forbidding(db: &Db) -> Vec<&'static str> {
    match db {
        Db::Sqlite { .. } => vec![
            "DROP TRIGGER audit_texts_are_only_forgotten",
            "UPDATE audit_texts SET was = '', became = '', reason = ''",
        ],
        Db::Postgres { .. } => vec![
            "ALTER TABLE audit_texts DISABLE TRIGGER ALL",
            "UPDATE audit_texts SET was = '', became = '', reason = ''",
        ],
    }
}

async fn run(db: &Db, statement: &'static str) {
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(statement).execute(writer).await.unwrap()),
        Db::Postgres { pool, .. } => drop(sqlx::query(statement).execute(pool).await.unwrap()),
    }
}

/// Memory stays small with 65,000 changes, and a publication does not read them all again.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn sixty_five_thousand_recorded_changes_take_sixty_megabytes_at_most() {
    let database = Database::sqlite();
    let db = database.open().await;
    record(&db, 10, &[change(0, 0)]).await;
    close(db).await;
    let without = resident(&database).await;
    let db = database.open().await;
    many(&db).await;
    let begun = Instant::now();
    let first = Snapshot::load(&db).await.unwrap();
    let all = begun.elapsed();
    record(&db, 0, &[change(1, 1)]).await;
    let begun = Instant::now();
    let second = Snapshot::load_after(&db, &first).await.unwrap();
    let one = begun.elapsed();
    assert_eq!(second.audit_log.changes(&id(1)).len(), 2);
    drop((first, second));
    close(db).await;
    let with = resident(&database).await;
    println!("65,000 changes: {} kB; all were read in {all:?}, one more in {one:?}", with.saturating_sub(without));
    assert!(with.saturating_sub(without) < 60_000, "{without} kB without, {with} kB with");
    assert!(one < all / 3 || one < Duration::from_millis(50), "{all:?} for all, {one:?} for one more");
}
