//! Changes made without the key: each is found and named.

use domain::audit::{Damage, Finding};
use store::Db;
use store::revision::find_revision;
use tetsuzuki::server::audit;

use super::{damage, found, log_of, row, tamper, verdict, write_at};
use crate::support::{noon_of_today, on_both};

/// Removes the triggers and references that protect the tables, as their owner can.
pub(super) async fn disarm(db: &Db) {
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

pub(super) async fn undo(db: &Db) {
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

on_both! {
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
            // Also if the gap is closed by renumbering.
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
        // Someone with access to the folder of the key still cannot change a published head.
        std::fs::remove_file(database.folder().join("audit-key.head")).unwrap();
        let unknown = verdict(&db).await;
        assert_eq!((unknown.log.damage, unknown.log.end_is_known), (vec![], false));
        let by_head = audit::verify(&db, std::slice::from_ref(&published)).await.unwrap();
        assert_eq!(by_head.log.damage, [found(Damage::Cut, 3)]);
        // If the log continues after that, the published row is another one.
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
}
