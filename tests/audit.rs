//! The audit log is a hash chain: every change made to it without the key is found and named.

mod keys;
mod tampering;

use chrono::{DateTime, Days, Utc};
use domain::audit::{Damage, Finding, Head};
use exchange::backup::{back_up, restore};
use sqlx::{AssertSqlSafe, Executor};
use store::audit::{list_audit_rows, list_log_entries};
use store::error::AppError;
use store::revision::find_revision;
use store::{AuditRow, Db, WriteKind};
use tetsuzuki::server::audit;
use tetsuzuki::server::audit::VerificationReport;
use tetsuzuki::server::read_model::snapshot::Snapshot;

use self::tampering::disarm;
use crate::support::{Database, day, noon_of_today, on_both, write_rows};

async fn write_at(db: &Db, now: DateTime<Utc>, row: AuditRow) -> Result<(), AppError> {
    write_rows(db, now, &[row]).await
}

fn row(subject: &str) -> AuditRow {
    AuditRow::new("staff-1", "change", subject)
        .reason("because")
        .detail("in detail")
        .values(r#"{"kana":"あ"}"#, r#"{"kana":"い"}"#)
        .approved_by("staff-2")
}

/// A log with this number of rows.
async fn log_of(database: &Database, rows: usize) -> Db {
    let db = database.open().await;
    for number in 1..=rows {
        write_at(&db, noon_of_today(), row(&format!("subject {number}"))).await.unwrap();
    }
    db
}

async fn verdict(db: &Db) -> VerificationReport {
    audit::verify(db, &[]).await.unwrap()
}

async fn damage(db: &Db) -> Vec<Finding> {
    verdict(db).await.log.damage
}

/// Runs any statement, as someone with write access to the database can.
async fn tamper(db: &Db, statement: &str) {
    let sql = || AssertSqlSafe(statement.to_owned());
    match db {
        Db::Sqlite { writer, .. } => {
            writer.execute(sqlx::raw_sql(sql())).await.unwrap();
        }
        Db::Postgres { pool, .. } => {
            pool.execute(sqlx::raw_sql(sql())).await.unwrap();
        }
    }
}

fn found(damage: Damage, number: i64) -> Finding {
    Finding::of(damage, number)
}

on_both! {
    async fn a_process_that_dies_before_it_noted_the_end_leaves_a_log_that_is_whole(database: &Database) {
        let db = log_of(database, 3).await;
        let head = database.folder().join("audit-key.head");
        let noted = std::fs::read(&head).unwrap();
        write_at(&db, noon_of_today(), row("the last")).await.unwrap();
        std::fs::write(&head, noted).unwrap();
        let verdict = verdict(&db).await;
        assert!(verdict.is_well() && verdict.log.rows == 4, "{verdict:?}");
        let db = database.open().await;
        write_at(&db, noon_of_today(), row("one more")).await.unwrap();
        assert_eq!(db.audit_key().head().unwrap().map(|head| head.number), Some(5));
        assert_eq!(damage(&db).await, []);
    }

    async fn a_restore_that_dies_before_it_noted_the_end_has_taken_place(database: &Database) {
        let db = log_of(database, 3).await;
        let file = database.folder().join("backup.zip");
        back_up(&db, noon_of_today(), &file).await.unwrap();
        for number in 4..=9 {
            write_at(&db, noon_of_today(), row(&format!("subject {number}"))).await.unwrap();
        }
        let replaced = db.audit_key().head().unwrap().unwrap();
        let restored = restore(&db, noon_of_today(), &file, true, "a drill").await.unwrap().head;
        assert_eq!((replaced.number, restored.number), (9, 4));
        // The state beside the key between the end of the transaction and the last step.
        db.audit_key().reset(&replaced).unwrap();
        db.audit_key().announce(&restored).unwrap();
        let db = database.open().await;
        assert_eq!(damage(&db).await, []);
        write_at(&db, noon_of_today(), row("one more")).await.unwrap();
        let ends = db.audit_key().load_heads().unwrap();
        assert_eq!((ends.seen.map(|head| head.number), ends.announced), (Some(5), None));
        assert_eq!(damage(&db).await, []);
    }

    async fn a_restore_that_died_before_its_end_excuses_no_rows_that_are_cut_off(database: &Database) {
        let db = log_of(database, 5).await;
        let announced = Head { number: 3, hash: "5".repeat(64) };
        db.audit_key().announce(&announced).unwrap();
        assert_eq!(damage(&db).await, []);
        write_at(&db, noon_of_today(), row("subject 6")).await.unwrap();
        disarm(&db).await;
        tamper(&db, "DELETE FROM audit_texts WHERE number > 3").await;
        tamper(&db, "DELETE FROM audit_log WHERE number > 3").await;
        assert!(damage(&db).await.iter().any(|finding| finding.damage == Damage::Cut));
        assert!(write_at(&db, noon_of_today(), row("subject 4")).await.is_err());
    }

    async fn a_log_that_nobody_touched_is_whole(database: &Database) {
        let db = log_of(database, 4).await;
        let verdict = verdict(&db).await;
        assert!(verdict.is_well(), "{verdict:?}");
        assert_eq!((verdict.log.rows, verdict.log.end_is_known), (4, true));
        let published = verdict.log.head.unwrap();
        assert!(audit::verify(&db, std::slice::from_ref(&published)).await.unwrap().is_well());
        assert_eq!(list_audit_rows(&mut db.read().await.unwrap(), 1).await.unwrap(), [row("subject 4")]);
        // Verifying writes nothing.
        assert_eq!(find_revision(&mut db.read().await.unwrap()).await.unwrap(), 4);
    }

    async fn writers_of_several_processes_make_one_chain(database: &Database) {
        let (one, other) = (database.open().await, database.open().await);
        let writes = (0..24).map(|number| {
            let db = if number % 2 == 0 { one.clone() } else { other.clone() };
            async move {
                let row = row(&format!("write {number}"));
                if number % 3 == 0 {
                    db.write(WriteKind::Audited(noon_of_today()), |transaction| {
                        transaction.audit(row.clone());
                        Box::pin(async { Ok(()) })
                    })
                    .await
                } else {
                    write_at(&db, noon_of_today(), row).await
                }
            }
        });
        for result in futures::future::join_all(writes).await {
            result.unwrap();
        }
        let verdict = verdict(&one).await;
        assert!(verdict.is_well(), "{verdict:?}");
        assert_eq!(verdict.log.rows, 24);
        let mut connection = one.read().await.unwrap();
        assert_eq!(find_revision(&mut connection).await.unwrap(), 16, "a third changed no public data");
        let mut subjects: Vec<String> =
            list_log_entries(&mut connection, 100).await.unwrap().into_iter().map(|entry| entry.subject).collect();
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), 24, "each is there once");
    }

    async fn what_fails_leaves_neither_row_nor_revision(database: &Database) {
        let db = log_of(database, 1).await;
        let refused: Result<(), AppError> =
            db.write(WriteKind::Published(noon_of_today()), |transaction| {
                transaction.audit(row("refused"));
                Box::pin(async { Err(AppError::BadInput("no".to_owned())) })
            })
            .await;
        assert!(refused.is_err());
        write_rows(&db, noon_of_today(), &[]).await.unwrap();
        assert_eq!(verdict(&db).await.log.rows, 1);
    }

    async fn a_text_is_forgotten_and_the_chain_stays_whole(database: &Database) {
        let db = log_of(database, 3).await;
        audit::forget(&db, noon_of_today(), 2, "a wish of a resident").await.unwrap();
        let after = verdict(&db).await;
        assert!(after.is_well(), "{after:?}");
        assert_eq!((after.log.rows, after.log.forgotten), (4, 1));
        let entries = list_log_entries(&mut db.read().await.unwrap(), 10).await.unwrap();
        assert_eq!((entries[0].subject.as_str(), entries[0].reason.as_str()), ("2", "a wish of a resident"));
        assert_eq!((entries[2].reason.as_str(), entries[2].detail.as_str()), ("", ""));
        assert_eq!(entries[2].forgotten_on, Some(day("2026-11-22")));
        assert!(audit::forget(&db, noon_of_today(), 2, "again").await.is_err());
        assert!(audit::forget(&db, noon_of_today(), 99, "nothing").await.unwrap_err().to_string().contains("99"));
        // Someone with write access to the database cannot remove a text in the same way.
        disarm(&db).await;
        tamper(&db, "UPDATE audit_texts SET salt = '', reason = '', detail = '', was = '', became = '', \
            forgotten_on = (SELECT forgotten_on FROM audit_texts WHERE number = 2) WHERE number = 3").await;
        assert_eq!(damage(&db).await, [found(Damage::TextRemoved, 3)]);
    }

    async fn rows_from_before_the_chain_are_taken_into_it(database: &Database) {
        let db = database.open().await;
        for id in 1..=2 {
            tamper(&db, &format!(
                "INSERT INTO audit (id, recorded_at, actor, action, subject, detail, revision) VALUES \
                 ({id}, '2026-0{id}-01T00:00:00.000Z', 'command line', 'import cards', 'cards.csv', '3 counts', {id})"
            )).await;
        }
        tamper(&db, "UPDATE revision SET number = 2").await;
        drop(db);
        let db = database.open().await;
        let verdict = verdict(&db).await;
        assert!(verdict.is_well(), "{verdict:?}");
        let entries = list_log_entries(&mut db.read().await.unwrap(), 10).await.unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!((entries[1].actor.as_str(), entries[1].origin.as_str()), ("command-line", "before-the-chain"));
        assert_eq!((entries[1].recorded_at.as_str(), entries[1].detail.as_str()), ("2026-01-01T00:00:00.000Z", "3 counts"));
        drop(db);
        assert_eq!(list_log_entries(&mut database.open().await.read().await.unwrap(), 10).await.unwrap().len(), 2);
    }

    async fn the_head_of_a_day_that_is_over_never_changes(database: &Database) {
        let db = database.open().await;
        let noon = |days: u64| noon_of_today() + Days::new(days);
        assert_eq!(Snapshot::load(&db).await.unwrap().audit_log.heads, []);
        write_at(&db, noon(0), row("first")).await.unwrap();
        write_at(&db, noon(0), row("second")).await.unwrap();
        assert_eq!(Snapshot::load(&db).await.unwrap().audit_log.heads, [], "the day is not over");
        audit::checkpoint_day(&db, noon(0)).await.unwrap();
        assert_eq!(verdict(&db).await.log.rows, 2, "it has begun already");
        audit::checkpoint_day(&db, noon(1)).await.unwrap();
        audit::checkpoint_day(&db, noon(1)).await.unwrap();
        let heads = Snapshot::load(&db).await.unwrap().audit_log.heads;
        assert_eq!(heads.len(), 1);
        assert_eq!((heads[0].day, heads[0].number, heads[0].rows), (day("2026-11-22"), 2, 2));
        // A row written with a clock that was set back belongs to the current day.
        write_at(&db, noon(0), row("late")).await.unwrap();
        write_at(&db, noon(3), row("third day")).await.unwrap();
        let later = Snapshot::load(&db).await.unwrap().audit_log.heads;
        assert_eq!(later[0], heads[0]);
        assert_eq!((later[1].day, later[1].number, later[1].rows), (day("2026-11-23"), 4, 2));
        let published = Head { number: later[1].number, hash: later[1].hash.clone() };
        assert!(audit::verify(&db, &[published]).await.unwrap().is_well());
    }
}

#[tokio::test]
async fn a_damaged_file_of_sqlite_is_noticed() {
    let database = Database::sqlite();
    let db = log_of(&database, 1).await;
    tamper(&db, "PRAGMA foreign_keys = OFF; INSERT INTO boundaries (area, geometry, source) VALUES ('x', '{}', 'y')")
        .await;
    let verdict = verdict(&db).await;
    assert!(!verdict.is_well());
    assert!(verdict.faults.iter().any(|fault| fault.contains("boundaries")), "{:?}", verdict.faults);
}
