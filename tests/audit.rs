//! The audit log is a chain: whatever is done to it without the key is found and named.

use chrono::{DateTime, Days, Utc};
use domain::audit::{Damage, Finding, Head};
use exchange::backup::{back_up, restore};
use sqlx::{AssertSqlSafe, Executor};
use store::audit::{list_audit_rows, list_log_entries};
use store::error::AppError;
use store::revision::find_revision;
use store::{AuditRow, Db, KeyPlace, WriteKind};
use tetsuzuki::server::audit::{self, VerificationReport};
use tetsuzuki::server::read_model::snapshot::Snapshot;

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

/// A log of so many rows.
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

/// What somebody can do who may write the database: any statement.
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

/// Takes the second line away, triggers and references, as who owns the tables can.
async fn disarm(db: &Db) {
    match db {
        Db::Sqlite { .. } => {
            tamper(
                db,
                "PRAGMA foreign_keys = OFF; DROP TRIGGER audit_log_is_not_changed; DROP TRIGGER audit_log_is_not_cut; \
                 DROP TRIGGER audit_texts_are_only_forgotten; DROP TRIGGER audit_texts_are_not_cut",
            )
            .await;
        }
        Db::Postgres { .. } => {
            tamper(
                db,
                "ALTER TABLE audit_texts DROP CONSTRAINT audit_texts_number_fkey; \
                 ALTER TABLE audit_log DISABLE TRIGGER ALL; ALTER TABLE audit_texts DISABLE TRIGGER ALL",
            )
            .await;
        }
    }
    tamper(db, "CREATE TABLE kept_log AS SELECT * FROM audit_log").await;
    tamper(db, "CREATE TABLE kept_texts AS SELECT * FROM audit_texts").await;
}

async fn undo(db: &Db) {
    for statement in [
        "DELETE FROM audit_texts",
        "DELETE FROM audit_log",
        "INSERT INTO audit_log SELECT * FROM kept_log",
        "INSERT INTO audit_texts SELECT * FROM kept_texts",
    ] {
        tamper(db, statement).await;
    }
    assert_eq!(damage(db).await, [], "the log is whole again");
}

fn found(damage: Damage, number: i64) -> Finding {
    Finding::of(damage, number)
}

/// As `umask 077` does.
fn write_key(path: &std::path::Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
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
        // As it stood beside the key between the end of the transaction and the last step.
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
        // Nothing is written by looking.
        assert_eq!(find_revision(&mut db.read().await.unwrap()).await.unwrap(), 4);
    }

    async fn an_edit_of_any_column_of_any_row_is_found_and_named(database: &Database) {
        let db = log_of(database, 5).await;
        disarm(&db).await;
        for number in [1, 3, 5] {
            for (column, value) in [
                ("recorded_at", "'2020-01-01T00:00:00.000Z'"),
                ("recorded_on", "DATE '2020-01-01'"),
                ("actor", "'staff-9'"),
                ("origin", "'elsewhere'"),
                ("action", "'nothing'"),
                ("subject", "'another'"),
                ("approved_by", "''"),
                ("revision", "99"),
                ("revision", "NULL"),
                ("texts_hash", "'abc'"),
                ("previous_hash", "'abc'"),
                ("hash", "'abc'"),
                ("number", "77"),
            ] {
                let value = match db {
                    Db::Sqlite { .. } => value.replace("DATE ", ""),
                    Db::Postgres { .. } => value.to_owned(),
                };
                tamper(&db, &format!("UPDATE audit_log SET {column} = {value} WHERE number = {number}")).await;
                let damage = damage(&db).await;
                let named = if column == "number" { 77 } else { number };
                let is_named = |finding: &Finding| {
                    matches!(finding.damage, Damage::Edited | Damage::TextEdited | Damage::Reordered)
                        && finding.number == named
                };
                assert!(damage.iter().any(is_named), "{column} of row {number}: {damage:?}");
                undo(&db).await;
            }
            tamper(&db, &format!("UPDATE audit_log SET key_id = 'another' WHERE number = {number}")).await;
            assert_eq!(damage(&db).await, [found(Damage::KeyUnknown, number)]);
            undo(&db).await;
            for column in ["salt", "reason", "detail", "was", "became"] {
                tamper(&db, &format!("UPDATE audit_texts SET {column} = 'other' WHERE number = {number}")).await;
                assert_eq!(damage(&db).await, [found(Damage::TextEdited, number)], "{column}");
                undo(&db).await;
            }
        }
    }

    async fn rows_that_were_removed_are_named(database: &Database) {
        let db = log_of(database, 5).await;
        disarm(&db).await;
        for number in [1, 3] {
            tamper(&db, &format!("DELETE FROM audit_log WHERE number = {number}")).await;
            assert_eq!(damage(&db).await, [found(Damage::Removed, number)]);
            undo(&db).await;
            // And where whoever did it closed the gap.
            tamper(&db, &format!("DELETE FROM audit_log WHERE number = {number}")).await;
            tamper(&db, &format!("DELETE FROM audit_texts WHERE number = {number}")).await;
            for later in number + 1..=5 {
                for table in ["audit_log", "audit_texts"] {
                    tamper(&db, &format!("UPDATE {table} SET number = {later} - 1 WHERE number = {later}")).await;
                }
            }
            assert_eq!(damage(&db).await, [found(Damage::Removed, number)]);
            undo(&db).await;
        }
        tamper(&db, "DELETE FROM audit_log WHERE number IN (4, 5)").await;
        assert_eq!(damage(&db).await, [Finding { until: 5, ..found(Damage::Cut, 4) }]);
        undo(&db).await;
        tamper(&db, "DELETE FROM audit_log").await;
        assert_eq!(damage(&db).await, [Finding { until: 5, ..found(Damage::Cut, 1) }]);
        undo(&db).await;
    }

    async fn rows_that_changed_places_and_rows_put_in_are_named(database: &Database) {
        let db = log_of(database, 5).await;
        disarm(&db).await;
        for table in ["audit_log", "audit_texts"] {
            for (from, to) in [(2, 100), (4, 2), (100, 4)] {
                tamper(&db, &format!("UPDATE {table} SET number = {to} WHERE number = {from}")).await;
            }
        }
        let moved = |number, was| Finding { written_as: Some(was), ..found(Damage::Reordered, number) };
        assert_eq!(damage(&db).await, [moved(2, 4), moved(4, 2)]);
        undo(&db).await;
        let copy = |number: i64, actor: &str| format!(
            "INSERT INTO audit_log SELECT {number}, recorded_at, recorded_on, {actor}, origin, action, subject, \
             approved_by, revision, texts_hash, key_id, previous_hash, hash, rows_sum FROM kept_log WHERE number = 3"
        );
        let texts = |number: i64| format!(
            "INSERT INTO audit_texts SELECT {number}, salt, reason, detail, was, became, forgotten_on \
             FROM kept_texts WHERE number = 3"
        );
        for actor in ["'somebody'", "actor"] {
            tamper(&db, &copy(6, actor)).await;
            tamper(&db, &texts(6)).await;
            assert_eq!(damage(&db).await, [found(Damage::Inserted, 6)], "{actor}");
            undo(&db).await;
            for table in ["audit_log", "audit_texts"] {
                for later in [5, 4] {
                    tamper(&db, &format!("UPDATE {table} SET number = {later} + 1 WHERE number = {later}")).await;
                }
            }
            tamper(&db, &copy(4, actor)).await;
            tamper(&db, &texts(4)).await;
            assert_eq!(damage(&db).await, [found(Damage::Inserted, 4)], "{actor}");
            undo(&db).await;
        }
    }

    async fn a_cut_log_is_not_continued_and_a_published_head_finds_it_too(database: &Database) {
        let db = log_of(database, 3).await;
        let published = verdict(&db).await.log.head.unwrap();
        disarm(&db).await;
        tamper(&db, "DELETE FROM audit_log WHERE number = 3").await;
        tamper(&db, "DELETE FROM audit_texts WHERE number = 3").await;
        let refused = write_at(&db, noon_of_today(), row("after the cut")).await.unwrap_err();
        assert!(refused.to_string().contains("tetsuzuki verify"), "{refused}");
        assert_eq!(find_revision(&mut db.read().await.unwrap()).await.unwrap(), 3, "nothing was written");
        // Somebody who reaches the folder of the key too cannot reach what was published.
        std::fs::remove_file(database.folder().join("audit-key.head")).unwrap();
        let unknown = verdict(&db).await;
        assert_eq!((unknown.log.damage, unknown.log.end_is_known), (vec![], false));
        let by_head = audit::verify(&db, std::slice::from_ref(&published)).await.unwrap();
        assert_eq!(by_head.log.damage, [found(Damage::Cut, 3)]);
        // Where the log went on after that, the row that was published is another.
        write_at(&db, noon_of_today(), row("in its place")).await.unwrap();
        assert_eq!(damage(&db).await, []);
        let by_head = audit::verify(&db, &[published]).await.unwrap();
        assert_eq!(by_head.log.damage, [found(Damage::Replaced, 3)]);
    }

    async fn an_old_state_of_the_whole_database_is_no_way_around(database: &Database) {
        let db = log_of(database, 3).await;
        disarm(&db).await;
        for number in 4..=6 {
            write_at(&db, noon_of_today(), row(&format!("later {number}"))).await.unwrap();
        }
        for statement in ["DELETE FROM audit_texts", "DELETE FROM audit_log", "INSERT INTO audit_log SELECT * FROM kept_log",
            "INSERT INTO audit_texts SELECT * FROM kept_texts"] {
            tamper(&db, statement).await;
        }
        assert_eq!(damage(&db).await, [Finding { until: 6, ..found(Damage::Cut, 4) }]);
        assert!(write_at(&db, noon_of_today(), row("on top")).await.is_err());
    }

    async fn an_edited_end_is_not_built_upon(database: &Database) {
        let db = log_of(database, 2).await;
        disarm(&db).await;
        tamper(&db, "UPDATE audit_log SET actor = 'nobody' WHERE number = 2").await;
        let refused = write_at(&db, noon_of_today(), row("after it")).await.unwrap_err();
        assert!(refused.to_string().contains("row 2"), "{refused}");
    }

    async fn the_tables_refuse_to_change_what_is_written(database: &Database) {
        let db = log_of(database, 2).await;
        let statements = [
            "UPDATE audit_log SET actor = 'nobody'",
            "DELETE FROM audit_log",
            "UPDATE audit_texts SET reason = 'another'",
            "DELETE FROM audit_texts",
        ];
        for statement in statements {
            let refused = match &db {
                Db::Sqlite { writer, .. } => sqlx::query(statement).execute(writer).await.is_err(),
                Db::Postgres { pool, .. } => sqlx::query(statement).execute(pool).await.is_err(),
            };
            assert!(refused, "{statement}");
        }
        if let Db::Postgres { pool, .. } = &db {
            assert!(sqlx::query("TRUNCATE audit_log CASCADE").execute(pool).await.is_err());
        }
        assert!(verdict(&db).await.is_well());
    }

    async fn a_wrong_or_missing_key_is_an_error_and_never_a_new_chain(database: &Database) {
        let db = log_of(database, 2).await;
        let other = KeyPlace::File(database.folder().join("other-key"));
        let refused = Db::open_with(&database.address(), &other).await.unwrap_err();
        assert!(refused.to_string().contains("--audit-key-file"), "{refused}");
        assert!(!database.folder().join("other-key").exists(), "no new key was made");
        write_key(&database.folder().join("other-key"), &"ab".repeat(32));
        let refused = Db::open_with(&database.address(), &other).await.unwrap_err();
        assert!(refused.to_string().contains("not in"), "{refused}");
        let looked_at = Db::open_without_migrating(&database.address(), &other).await.unwrap();
        assert!(audit::verify(&looked_at, &[]).await.is_err(), "no row is of that key");
        assert!(write_at(&looked_at, noon_of_today(), row("by another key")).await.is_err());
        write_key(&database.folder().join("other-key"), "no key");
        assert!(Db::open_with(&database.address(), &other).await.unwrap_err().to_string().contains("openssl"));
        assert!(verdict(&db).await.is_well());
    }

    async fn a_key_can_be_replaced_and_older_rows_still_verify(database: &Database) {
        let first = log_of(database, 2).await;
        let second = database.open().await;
        let path = database.folder().join("audit-key");
        let keys = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{keys}{}\n", "cd".repeat(32))).unwrap();
        let restarted = database.open().await;
        write_at(&restarted, noon_of_today(), row("under the new key")).await.unwrap();
        // Processes that run already learn of it by the row before theirs.
        write_at(&first, noon_of_today(), row("by one that ran")).await.unwrap();
        write_at(&second, noon_of_today(), row("by another")).await.unwrap();
        assert!(verdict(&first).await.is_well());
        std::fs::write(&path, format!("{}\n", "cd".repeat(32))).unwrap();
        let lost = damage(&first).await;
        assert_eq!(lost, [found(Damage::KeyUnknown, 1), found(Damage::KeyUnknown, 2)], "the old key is needed for them");
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
        // Who may write the database cannot make a text vanish under the same name.
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
        assert_eq!(Snapshot::load(&db).await.unwrap().memory.heads, []);
        write_at(&db, noon(0), row("first")).await.unwrap();
        write_at(&db, noon(0), row("second")).await.unwrap();
        assert_eq!(Snapshot::load(&db).await.unwrap().memory.heads, [], "the day is not over");
        audit::checkpoint_day(&db, noon(0)).await.unwrap();
        assert_eq!(verdict(&db).await.log.rows, 2, "it has begun already");
        audit::checkpoint_day(&db, noon(1)).await.unwrap();
        audit::checkpoint_day(&db, noon(1)).await.unwrap();
        let heads = Snapshot::load(&db).await.unwrap().memory.heads;
        assert_eq!(heads.len(), 1);
        assert_eq!((heads[0].day, heads[0].number, heads[0].rows), (day("2026-11-22"), 2, 2));
        // A clock that was set back writes into the day that has begun.
        write_at(&db, noon(0), row("late")).await.unwrap();
        write_at(&db, noon(3), row("third day")).await.unwrap();
        let later = Snapshot::load(&db).await.unwrap().memory.heads;
        assert_eq!(later[0], heads[0]);
        assert_eq!((later[1].day, later[1].number, later[1].rows), (day("2026-11-23"), 4, 2));
        let published = Head { number: later[1].number, hash: later[1].hash.clone() };
        assert!(audit::verify(&db, &[published]).await.unwrap().is_well());
    }

    async fn where_something_came_from_is_a_mark_that_only_the_key_can_make(database: &Database) {
        let db = log_of(database, 1).await;
        let mark = db.hash_origin("192.0.2.7");
        assert_eq!(mark, db.hash_origin("192.0.2.7"));
        assert_ne!(mark, db.hash_origin("192.0.2.8"));
        assert!(!mark.contains("192"), "{mark}");
    }
}

#[tokio::test]
async fn postgresql_wants_the_key_to_be_named_and_says_how_to_make_one() {
    let refused = Db::open("postgres://nobody@127.0.0.1:1/none").await.unwrap_err().to_string();
    assert!(refused.contains("--audit-key-file") && refused.contains("openssl rand -hex 32"), "{refused}");
}

#[tokio::test]
async fn sqlite_keeps_its_key_beside_the_file() {
    let database = Database::sqlite();
    let db = Db::open(&database.address()).await.unwrap();
    let path = database.folder().join("test.db.audit-key");
    assert!(!path.exists(), "nothing is written yet");
    write_at(&db, noon_of_today(), row("first")).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap().trim().len(), 64);
    assert!(database.folder().join("test.db.audit-key.head").exists());
    assert!(audit::verify(&db, &[]).await.unwrap().is_well());
    drop(db);
    std::fs::remove_file(&path).unwrap();
    let refused = Db::open(&database.address()).await.unwrap_err().to_string();
    assert!(refused.contains("test.db.audit-key"), "{refused}");
    assert!(!path.exists());
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
