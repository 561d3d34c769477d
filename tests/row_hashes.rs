//! Changes to public data, accounts and proposals that the product did not write are found, and named by table and key.

mod manipulations;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::procedure::Department;
use domain::proposal::{Proposal, ProposalId, ProposalKind, ProposalState};
use exchange::backup::{back_up, restore};
use sqlx::{AssertSqlSafe, Executor};
use store::error::AppError;
use store::row_hashes::{RowDamage, covered_tables};
use store::schema::list_definitions;
use store::tables::{ColumnKind, TABLES, list_tables};
use store::{AuditRow, Db, WriteKind, catalogue, proposals, staff};
use tetsuzuki::server::audit::{self, VerificationReport};

use self::manipulations::MANIPULATIONS;
use crate::support::staff::{EDITOR, OFFICE, add, roles};
use crate::support::{Database, close, noon_of_today, on_both, write_rows};

const DRAFT: &str = "11111111-1111-4111-8111-111111111111";

/// Runs any statement, as someone with write access to the database can.
async fn tamper(db: &Db, statement: &str) {
    let sql = || AssertSqlSafe(statement.to_owned());
    match db {
        Db::Sqlite { writer, .. } => drop(writer.execute(sqlx::raw_sql(sql())).await.unwrap()),
        Db::Postgres { pool, .. } => drop(pool.execute(sqlx::raw_sql(sql())).await.unwrap()),
    }
}

async fn verdict(db: &Db) -> VerificationReport {
    audit::verify(db, &[]).await.unwrap()
}

/// The demonstration city with two accounts and a draft.
async fn full(database: &Database) -> Db {
    let db = database.open_demonstration().await;
    add(database, EDITOR, "編集 次郎", roles(&["resident-records"], false, false)).await;
    add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
    let author = {
        let mut connection = db.read().await.unwrap();
        staff::find_member_by_e_mail(&mut connection, &EDITOR.parse().unwrap()).await.unwrap().unwrap().member.id
    };
    let draft = Proposal {
        id: DRAFT.parse::<ProposalId>().unwrap(),
        kind: ProposalKind::Entry,
        author,
        state: ProposalState::Draft,
        reason: "よりよく".to_owned(),
        seen_revision: 1,
        created_at: noon_of_today(),
        changed_at: noon_of_today(),
        decided_by: None,
        answer: String::new(),
        version: 1,
    };
    let (draft, departments) = (&draft, &["resident-records".parse().unwrap()]);
    db.write(WriteKind::Private, |transaction| Box::pin(proposals::add_proposal(transaction, draft, departments, &[])))
        .await
        .unwrap();
    db
}

on_both! {
    async fn forty_manipulations_are_each_found_and_named(database: &Database) {
        let db = full(database).await;
        let untouched = verdict(&db).await;
        assert!(untouched.is_well(), "{}", untouched.describe(db.audit_key()));
        assert!(untouched.rows_of_data.rows > 1_000, "{untouched:?}");
        assert!(MANIPULATIONS.len() >= 40);
        let mut known: BTreeSet<_> = BTreeSet::new();
        let mut missed = Vec::new();
        for (statement, table, damage) in MANIPULATIONS {
            let statement = match db {
                Db::Sqlite { .. } => statement.replace("DATE '", "'"),
                Db::Postgres { .. } => (*statement).to_owned(),
            };
            tamper(&db, &statement).await;
            let found: BTreeSet<_> = verdict(&db).await.rows_of_data.damage.into_iter().collect();
            let named = found
                .difference(&known)
                .any(|fault| fault.table == *table && fault.damage == *damage && !fault.key.is_empty());
            if !named {
                missed.push(format!("{statement}: {:?}", found.difference(&known).collect::<Vec<_>>()));
            }
            known = found;
        }
        assert!(missed.is_empty(), "{}", missed.join("\n"));
        let told = verdict(&db).await.describe(db.audit_key());
        assert!(!told.contains('@'), "no personal data: {told}");
    }

    async fn a_value_of_another_kind_and_the_last_digit_of_a_fraction_are_noticed(database: &Database) {
        let db = full(database).await;
        let tables = list_tables(&mut db.read().await.unwrap()).await.unwrap();
        let mut fractions = 0;
        for table in tables {
            if !covered_tables().any(|(name, _)| name == table.name) {
                continue;
            }
            for column in table.columns.iter().filter(|column| column.kind == ColumnKind::Number) {
                let (table, name) = (table.name, &column.name);
                tamper(&db, &format!("UPDATE {table} SET {name} = {name} * 1.0000000000000005 WHERE {name} > 0")).await;
                let damage = verdict(&db).await.rows_of_data.damage;
                assert!(damage.iter().any(|fault| fault.table == table), "{table}.{name}: {damage:?}");
                fractions += 1;
            }
        }
        assert!(fractions > 0);
        if let Db::Sqlite { .. } = db {
            for (change, table) in [
                ("UPDATE departments SET name = CAST(name AS BLOB)", "departments"),
                ("UPDATE life_events SET name = name || char(0) || 'a' WHERE code = 'moving'", "life_events"),
                ("UPDATE areas SET rowid = -9223372036854775807 - 1, name = 'a' WHERE code = '271403'", "areas"),
            ] {
                tamper(&db, change).await;
                let damage = verdict(&db).await.rows_of_data.damage;
                assert!(damage.iter().any(|fault| fault.table == table), "{change}: {damage:?}");
            }
        }
    }

    async fn the_revision_triggers_and_the_kept_head_are_compared(database: &Database) {
        let db = database.open().await;
        assert!(verdict(&db).await.is_well(), "{}", verdict(&db).await.describe(db.audit_key()));
        write(&db, "one").await;
        assert!(verdict(&db).await.is_well(), "{}", verdict(&db).await.describe(db.audit_key()));
        tamper(&db, "UPDATE revision SET number = number + 5").await;
        assert!(verdict(&db).await.faults.iter().any(|fault| fault.contains("the revision is 6")));
        tamper(&db, "UPDATE revision SET number = number - 5").await;
        assert!(verdict(&db).await.is_well());
        let on = if matches!(db, Db::Sqlite { .. }) { "" } else { " ON audit_log" };
        tamper(&db, &format!("DROP TRIGGER audit_log_is_not_changed{on}")).await;
        let faults = verdict(&db).await.faults;
        assert!(faults.iter().any(|fault| fault.contains("audit_log_is_not_changed is missing")), "{faults:?}");
        tamper(&db, "DROP INDEX audit_log_days").await;
        let faults = verdict(&db).await.faults;
        assert!(faults.iter().any(|fault| fault.contains("index audit_log_days")), "{faults:?}");
        std::fs::remove_file(database.folder().join("audit-key.head")).unwrap();
        let missing = verdict(&db).await;
        assert!(!missing.is_well() && missing.log.damage.is_empty());
    }

    async fn a_row_that_is_put_back_with_its_hash_is_found(database: &Database) {
        let db = full(database).await;
        for table in ["staff", "row_hashes", "row_sums"] {
            tamper(&db, &format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        }
        let id = {
            let mut connection = db.read().await.unwrap();
            staff::find_member_by_e_mail(&mut connection, &EDITOR.parse().unwrap()).await.unwrap().unwrap().member.id
        };
        let editor = &id;
        db.write(WriteKind::Audited(noon_of_today()), |transaction| {
            Box::pin(async move {
                staff::save_disabled(transaction, editor, true).await?;
                transaction.audit(AuditRow::new("office", "disable", "staff"));
                Ok::<_, AppError>(())
            })
        })
        .await
        .unwrap();
        assert_eq!(verdict(&db).await.rows_of_data.damage, []);
        tamper(&db, &format!("UPDATE staff SET disabled = FALSE WHERE id = '{id}'")).await;
        assert_eq!(verdict(&db).await.rows_of_data.damage.len(), 1);
        tamper(&db, "DELETE FROM row_hashes WHERE table_name = 'staff'").await;
        tamper(&db, "INSERT INTO row_hashes SELECT * FROM kept_row_hashes WHERE table_name = 'staff'").await;
        let damage = verdict(&db).await.rows_of_data.damage;
        assert!(
            damage.iter().any(|fault| fault.damage == RowDamage::PutBack && fault.key == id.to_string()),
            "{damage:?}"
        );
        tamper(&db, "DELETE FROM row_sums").await;
        tamper(&db, "INSERT INTO row_sums SELECT * FROM kept_row_sums").await;
        let damage = verdict(&db).await.rows_of_data.damage;
        assert!(damage.iter().any(|fault| fault.damage == RowDamage::Sums), "{damage:?}");
        // And nothing goes on upon it.
        let refused = try_to_write(&db, "after it").await.unwrap_err();
        assert!(refused.to_string().contains("tetsuzuki verify"), "{refused}");
        tamper(&db, "DELETE FROM row_sums").await;
        assert!(try_to_write(&db, "after it").await.is_err());
    }

    async fn a_row_that_was_changed_from_outside_stays_named_when_the_product_changes_it_too(database: &Database) {
        let db = full(database).await;
        tamper(&db, "UPDATE staff SET is_administrator = TRUE WHERE e_mail = 'editor@city.example.jp'").await;
        let before = verdict(&db).await.rows_of_data.damage;
        let id = &before.first().unwrap().key.parse().unwrap();
        db.write(WriteKind::Audited(noon_of_today()), |transaction| {
            Box::pin(async move {
                staff::note_login(transaction, id, noon_of_today()).await?;
                transaction.audit(AuditRow::new("editor", "log in", "staff"));
                Ok::<_, AppError>(())
            })
        })
        .await
        .unwrap();
        assert_eq!(verdict(&db).await.rows_of_data.damage, before);
    }

    async fn an_altered_row_stays_named_whatever_else_a_large_import_writes(database: &Database) {
        let db = full(database).await;
        let departments = |phone: &str, numbers: std::ops::Range<usize>| -> Vec<Department> {
            numbers.map(|number| department(&format!("d-{number:04}"), phone)).collect()
        };
        // Few rows first, then so many that the whole table is compared; each part is hashed as it was written.
        let write_parts = async |phone: &str, skipped: usize| {
            let parts = &[departments(phone, 0..9), departments(phone, 9..skipped), departments(phone, skipped + 1..1200)];
            db.write(WriteKind::Audited(noon_of_today()), |transaction| {
                Box::pin(async move {
                    for part in parts {
                        catalogue::save_departments(transaction, part).await?;
                    }
                    transaction.audit(AuditRow::new("editor", "import departments", "many"));
                    Ok::<_, AppError>(())
                })
            })
            .await
        };
        write_parts("072-000-0001", 1200).await.unwrap();
        assert!(verdict(&db).await.is_well());
        tamper(&db, "UPDATE departments SET name = '別の課' WHERE code = 'd-0700'").await;
        write_parts("072-000-0002", 700).await.unwrap();
        let damage = verdict(&db).await.rows_of_data.damage;
        let named: Vec<_> = damage.iter().map(|fault| (fault.key.trim(), fault.damage)).collect();
        assert_eq!(named, [("d-0700", RowDamage::Changed)]);
        write_parts("072-000-0003", 1200).await.unwrap();
        assert!(verdict(&db).await.is_well(), "nothing is left of what was altered");
    }

    async fn rows_of_a_restored_backup_are_hashed(database: &Database) {
        let db = full(database).await;
        let file = database.folder().join("backup.zip");
        back_up(&db, noon_of_today(), &file).await.unwrap();
        write(&db, "later").await;
        restore(&db, noon_of_today(), &file, true, "a drill").await.unwrap();
        assert!(verdict(&db).await.is_well(), "{}", verdict(&db).await.describe(db.audit_key()));
        write(&db, "after it").await;
        assert!(verdict(&db).await.is_well());
    }

    async fn rows_of_an_older_database_are_hashed_once(database: &Database) {
        let db = database.open().await;
        write(&db, "one").await;
        // A database of an older version: the last row of the log has no sums.
        for statement in ["DELETE FROM row_hashes", "DELETE FROM row_sums"] {
            tamper(&db, statement).await;
        }
        let refused = try_to_write(&db, "two").await.unwrap_err();
        assert!(refused.to_string().contains("hashes of the database rows"), "{refused}");
        assert!(!verdict(&db).await.is_well());
    }

    async fn every_column_of_a_covered_table_is_hashed(database: &Database) {
        let db = database.open().await;
        let tables = list_tables(&mut db.read().await.unwrap()).await.unwrap();
        let covered: BTreeMap<&str, BTreeSet<&str>> =
            covered_tables().map(|(table, columns)| (table, columns.iter().copied().collect())).collect();
        for table in &tables {
            let Some(columns) = covered.get(table.name) else { continue };
            let there: BTreeSet<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!(columns, &there, "{}", table.name);
        }
        let not_covered = ["revision", "audit", "audit_log", "audit_texts", "reports", "report_cases"];
        for table in TABLES {
            assert!(covered.contains_key(table) || not_covered.contains(table), "{table} is not vouched for");
        }
    }
}

fn department(code: &str, phone: &str) -> Department {
    Department {
        code: code.parse().unwrap(),
        name: code.to_owned(),
        name_en: String::new(),
        counter: String::new(),
        counter_en: String::new(),
        hours: String::new(),
        hours_en: String::new(),
        phone: phone.to_owned(),
        sample: false,
    }
}

async fn try_to_write(db: &Db, subject: &str) -> Result<(), AppError> {
    write_rows(db, noon_of_today(), &[AuditRow::new("staff-1", "change", subject)]).await
}

async fn write(db: &Db, subject: &str) {
    try_to_write(db, subject).await.unwrap();
}

/// A migration for PostgreSQL must update the file of definitions.
#[tokio::test]
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
async fn the_definitions_that_ship_are_those_of_a_new_database() {
    let Some(database) = Database::postgres().await else {
        println!("skipped: TETSUZUKI_TEST_POSTGRES names no server");
        return;
    };
    let db = database.open().await;
    let made: Vec<String> = list_definitions(&mut db.read().await.unwrap()).await.unwrap().into_iter().collect();
    close(db).await;
    database.remove().await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/store/src/schema/postgres.txt");
    if std::env::var_os("TETSUZUKI_WRITE_DEFINITIONS").is_some() {
        std::fs::write(&file, made.join("\n") + "\n").unwrap();
    }
    let shipped = std::fs::read_to_string(&file).unwrap();
    let shipped: BTreeSet<&str> = shipped.lines().collect();
    let made: BTreeSet<&str> = made.iter().map(String::as_str).collect();
    let hint = "run this test with TETSUZUKI_WRITE_DEFINITIONS=1 after a migration";
    assert_eq!(made.symmetric_difference(&shipped).collect::<Vec<_>>(), Vec::<&&str>::new(), "{hint}");
}
