//! A backup holds one consistent state of everything, and a restore gives back exactly that, on both databases.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::Path;

use exchange::backup::{Manifest, back_up, restore};
use sqlx::{AssertSqlSafe, Executor};
use store::error::AppError;
use store::revision::{find_revision, find_setting, save_setting};
use store::tables::{LEFT_OUT, TABLES};
use store::{AuditRow, Db, WriteKind};
use tetsuzuki::server::audit;

use crate::support;
use crate::support::process::Program;
use crate::support::{City, Database, noon_of_today, on_both, write_rows};

/// The demonstration city, the largest data set in the tests.
async fn filled(database: &Database) -> Db {
    database.open_demonstration().await
}

/// Rows and hash of every table.
fn hashes(manifest: &Manifest) -> BTreeMap<String, (u64, String)> {
    manifest.tables.iter().map(|table| (table.name.clone(), (table.rows, table.sha256.clone()))).collect()
}

/// The tables that a restore adds to: the revision, and the log with the row about the restore.
const GROW: [&str; 3] = ["revision", "audit_log", "audit_texts"];

fn rows_of(file: &Path, table: &str) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(&format!("tables/{table}.jsonl")).unwrap().read_to_string(&mut text).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// Gives the second database the key of the first.
fn give_the_key(from: &Database, to: &Database) {
    std::fs::copy(from.folder().join("audit-key"), to.folder().join("audit-key")).unwrap();
}

/// Backs up, restores into another database, backs that up, and compares all tables and pages.
async fn drill(from: &Database, to: &Database) {
    let db = filled(from).await;
    let first = from.folder().join("first.zip");
    let made = back_up(&db, noon_of_today(), &first).await.unwrap();
    give_the_key(from, to);
    let target = to.open().await;
    let restored = restore(&target, noon_of_today(), &first, false, "a drill").await.unwrap();
    assert_eq!(restored.tables, TABLES.len());
    let second = to.folder().join("second.zip");
    let again = back_up(&target, noon_of_today(), &second).await.unwrap();
    let (mut before, mut after) = (hashes(&made), hashes(&again));
    for table in GROW {
        let (old, new) = (rows_of(&first, table), rows_of(&second, table));
        if table != "revision" {
            assert_eq!(new[..old.len()], old[..], "{table} begins as it was");
            assert_eq!(new.len(), old.len() + 1, "{table} has the row of the restore");
        }
        before.remove(table);
        after.remove(table);
    }
    assert_eq!(before, after);
    assert!(before.values().map(|(rows, _)| rows).sum::<u64>() > 1_000, "the drill has something to lose");
    assert!(audit::verify(&target, &[]).await.unwrap().is_well());
    let (left, right) = (City::of(db).await, City::of(target).await);
    for page in ["/", "/procedures", "/procedures/child-allowance-claim", "/cards", "/budget", "/sdg", "/en/targets"] {
        let whole = |text: String| {
            let hidden = ["footer-revision", "第", "revision "];
            text.split('>').filter(|part| !hidden.iter().any(|word| part.contains(word))).collect::<Vec<_>>().join(">")
        };
        assert_eq!(whole(left.get(page).await.text()), whole(right.get(page).await.text()), "{page}");
    }
    for list in ["procedures.csv", "cards.csv", "indicators.csv", "changes.csv"] {
        let address = format!("/api/v1/{list}");
        assert_eq!(left.get(&address).await.body, right.get(&address).await.body, "{list}");
    }
}

/// Hashes that differ if anything is written.
async fn state_of(db: &Db, folder: &Path, name: &str) -> BTreeMap<String, (u64, String)> {
    hashes(&back_up(db, noon_of_today(), &folder.join(name)).await.unwrap())
}

/// Writes a copy of the backup with one entry changed.
fn rewritten(from: &Path, to: &Path, name: &str, change: impl Fn(Vec<u8>) -> Option<Vec<u8>>) {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(from).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(std::fs::File::create(to).unwrap());
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let entry = file.name().unwrap().into_owned();
        let bytes = if entry == name { change(bytes) } else { Some(bytes) };
        if let Some(bytes) = bytes {
            out.start_file(entry, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(&bytes).unwrap();
        }
    }
    out.finish().unwrap();
}

fn replaced(bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{from} is not in {text:.300}");
    text.replacen(from, to, 1).into_bytes()
}

on_both! {
    async fn a_restored_database_holds_what_was_backed_up(database: &Database) {
        drill(database, &Database::sqlite()).await;
    }

    async fn a_backup_is_one_state_while_others_write(database: &Database) {
        let db = filled(database).await;
        let writes = async {
            for number in 0..30_i64 {
                db.write(WriteKind::Published(noon_of_today()), |transaction| {
                    Box::pin(async move {
                        // Two rows of one transaction: no state of the database has one without the other.
                        save_setting(transaction, "left", &number.to_string()).await?;
                        tokio::task::yield_now().await;
                        save_setting(transaction, "right", &number.to_string()).await?;
                        transaction.audit(AuditRow::new("test", "write", number.to_string()));
                        Ok::<_, AppError>(())
                    })
                })
                .await
                .unwrap();
            }
        };
        let backups = async {
            for number in 0..4 {
                let file = database.folder().join(format!("while-{number}.zip"));
                let manifest = back_up(&db, noon_of_today(), &file).await.unwrap();
                let settings = rows_of(&file, "settings");
                let value = |name: &str| {
                    settings.iter().find(|row| row.contains(name)).map(|row| row.split('"').nth(3).unwrap().to_owned())
                };
                assert_eq!(value("\"left\""), value("\"right\""), "backup {number}");
                let last = rows_of(&file, "audit_log").len();
                assert_eq!(manifest.audit_head.unwrap().number, i64::try_from(last).unwrap());
            }
        };
        tokio::join!(writes, backups);
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
    }

    async fn a_damaged_backup_is_refused_and_nothing_is_written(database: &Database) {
        let db = filled(database).await;
        let folder = database.folder();
        let whole = folder.join("whole.zip");
        back_up(&db, noon_of_today(), &whole).await.unwrap();
        let before = state_of(&db, folder, "before.zip").await;
        let mut broken: Vec<(&str, Vec<u8>)> = Vec::new();
        let bytes = std::fs::read(&whole).unwrap();
        broken.push(("cut in half", bytes[..bytes.len() / 2].to_vec()));
        broken.push(("no backup at all", b"PK nothing".to_vec()));
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 3;
        flipped[middle] ^= 0x40;
        broken.push(("one bit turned", flipped));
        let change = |name: &str, change: &dyn Fn(Vec<u8>) -> Option<Vec<u8>>| {
            let path = folder.join("changed.zip");
            rewritten(&whole, &path, name, change);
            std::fs::read(&path).unwrap()
        };
        broken.push(("a value edited", change("tables/areas.jsonl", &|bytes| Some(replaced(bytes, "堺市", "界市")))));
        broken.push(("a table left out", change("tables/areas.jsonl", &|_| None)));
        broken.push(("a row left out", change("tables/areas.jsonl", &|bytes| {
            Some(String::from_utf8(bytes).unwrap().lines().skip(1).map(|line| format!("{line}\n")).collect::<String>().into())
        })));
        broken.push(("no manifest", change("manifest.json", &|_| None)));
        broken.push(("no mac", change("manifest.mac", &|_| None)));
        broken.push(("a manifest edited", change("manifest.json", &|bytes| Some(replaced(bytes, "\"revision\": ", "\"revision\": 1")))));
        for (what, bytes) in broken {
            let path = folder.join("broken.zip");
            std::fs::write(&path, bytes).unwrap();
            let refused = restore(&db, noon_of_today(), &path, true, "").await;
            assert!(matches!(refused, Err(AppError::BadInput(_))), "{what}: {refused:?}");
        }
        assert_eq!(state_of(&db, folder, "after.zip").await, before);
    }

    async fn a_backup_of_a_newer_version_is_refused_with_a_clear_line(database: &Database) {
        let db = database.open().await;
        let whole = database.folder().join("whole.zip");
        // An empty database, so that the manifest can be rewritten without a key.
        back_up(&db, noon_of_today(), &whole).await.unwrap();
        let newer = database.folder().join("newer.zip");
        rewritten(&whole, &newer, "manifest.json", |bytes| Some(replaced(bytes, "\"migrations\": [", "\"migrations\": [\n    9999,")));
        let refused = restore(&db, noon_of_today(), &newer, false, "").await.unwrap_err().to_string();
        assert!(refused.contains("newer version") && refused.contains("9999"), "{refused}");
        let format = database.folder().join("format.zip");
        rewritten(&whole, &format, "manifest.json", |bytes| Some(replaced(bytes, "\"version\": 1", "\"version\": 2")));
        assert!(restore(&db, noon_of_today(), &format, false, "").await.unwrap_err().to_string().contains("format 2"));
    }

    async fn a_restore_that_fails_at_its_end_leaves_nothing(database: &Database) {
        let db = filled(database).await;
        // An edited log is backed up as it is. The edit is only found once the whole log has been restored.
        let edit = "UPDATE audit_log SET actor = 'nobody' WHERE number = 2";
        match &db {
            Db::Sqlite { writer, .. } => {
                writer.execute("DROP TRIGGER audit_log_is_not_changed").await.unwrap();
                writer.execute(edit).await.unwrap();
            }
            Db::Postgres { pool, .. } => {
                pool.execute("ALTER TABLE audit_log DISABLE TRIGGER ALL").await.unwrap();
                pool.execute(edit).await.unwrap();
            }
        }
        let file = database.folder().join("edited.zip");
        back_up(&db, noon_of_today(), &file).await.unwrap();
        let other = Database::sqlite();
        give_the_key(database, &other);
        let target = other.open().await;
        let empty = state_of(&target, other.folder(), "empty.zip").await;
        let refused = restore(&target, noon_of_today(), &file, false, "").await.unwrap_err().to_string();
        assert!(refused.contains("row 2: edited"), "{refused}");
        assert_eq!(state_of(&target, other.folder(), "still-empty.zip").await, empty);
        assert!(!other.folder().join("audit-key.head").exists());
    }

    async fn only_an_empty_database_is_filled_unless_it_is_said_so(database: &Database) {
        let db = filled(database).await;
        let file = database.folder().join("first.zip");
        let made = back_up(&db, noon_of_today(), &file).await.unwrap();
        let refused = restore(&db, noon_of_today(), &file, false, "").await.unwrap_err().to_string();
        assert!(refused.contains("--replace"), "{refused}");
        db.write(WriteKind::Published(noon_of_today()), |transaction| {
            Box::pin(async move {
                save_setting(transaction, "later", "yes").await?;
                transaction.audit(AuditRow::new("test", "write", "later"));
                Ok::<_, AppError>(())
            })
        })
        .await
        .unwrap();
        let revision = find_revision(&mut db.read().await.unwrap()).await.unwrap();
        let restored = restore(&db, noon_of_today(), &file, true, "the disk broke").await.unwrap();
        let mut connection = db.read().await.unwrap();
        assert_eq!(find_setting(&mut connection, "later").await.unwrap(), None);
        assert_eq!(find_setting(&mut connection, "restoring").await.unwrap(), None);
        assert!(find_revision(&mut connection).await.unwrap() > revision, "no cache takes one for the other");
        drop(connection);
        assert_eq!(restored.head.number, made.audit_head.unwrap().number + 1);
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
        // Writing continues from there.
        write_rows(&db, noon_of_today(), &[AuditRow::new("test", "write", "after")]).await.unwrap();
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
    }

    async fn without_its_key_a_backup_is_not_restored(database: &Database) {
        let db = filled(database).await;
        let file = database.folder().join("first.zip");
        back_up(&db, noon_of_today(), &file).await.unwrap();
        let other = Database::sqlite();
        let target = other.open().await;
        let refused = restore(&target, noon_of_today(), &file, false, "").await.unwrap_err().to_string();
        assert!(refused.contains("audit-key"), "{refused}");
        assert_eq!(find_revision(&mut target.read().await.unwrap()).await.unwrap(), 0);
        give_the_key(database, &other);
        restore(&target, noon_of_today(), &file, false, "").await.unwrap();
    }

    async fn the_key_is_never_in_a_backup(database: &Database) {
        let db = filled(database).await;
        let file = database.folder().join("first.zip");
        back_up(&db, noon_of_today(), &file).await.unwrap();
        let key = std::fs::read_to_string(database.folder().join("audit-key")).unwrap();
        let mut zip = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
        for place in 0..zip.len() {
            let mut text = String::new();
            zip.by_index(place).unwrap().read_to_string(&mut text).unwrap();
            assert!(!text.contains(key.trim()));
        }
    }

    async fn every_table_of_the_database_is_backed_up_or_left_out_for_a_reason(database: &Database) {
        let db = database.open().await;
        let sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let postgres = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
        let names: Vec<String> = match &db {
            Db::Sqlite { readers, .. } => sqlx::query_scalar(sqlite).fetch_all(readers).await.unwrap(),
            Db::Postgres { pool, .. } => sqlx::query_scalar(postgres).fetch_all(pool).await.unwrap(),
        };
        let there: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let known: BTreeSet<&str> = TABLES.iter().copied().chain(LEFT_OUT.iter().map(|(name, _)| *name)).collect();
        assert_eq!(there, known);
    }

    async fn what_cannot_be_written_whole_leaves_nothing_behind(database: &Database) {
        let db = filled(database).await;
        let folder = database.folder().join("backups");
        std::fs::create_dir(&folder).unwrap();
        let file = folder.join("one.zip");
        // A missing table ends the backup halfway.
        let sql = AssertSqlSafe("ALTER TABLE training RENAME TO gone".to_owned());
        match &db {
            Db::Sqlite { writer, .. } => writer.execute(sql).await.map(|_| ()).unwrap(),
            Db::Postgres { pool, .. } => pool.execute(sql).await.map(|_| ()).unwrap(),
        }
        assert!(back_up(&db, noon_of_today(), &file).await.unwrap_err().to_string().contains("training"));
        assert_eq!(folder.read_dir().unwrap().count(), 0);
        let there = folder.join("there.zip");
        std::fs::write(&there, "something of mine").unwrap();
        assert!(back_up(&db, noon_of_today(), &there).await.unwrap_err().to_string().contains("already"));
        assert_eq!(std::fs::read_to_string(&there).unwrap(), "something of mine");
    }
}

#[tokio::test]
async fn a_backup_of_sqlite_becomes_a_database_of_postgresql() {
    let Some(postgres) = Database::blank_postgres().await else {
        support::skipped("TETSUZUKI_TEST_POSTGRES names no server");
        return;
    };
    drill(&Database::sqlite(), &postgres).await;
    postgres.remove().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let database = Database::sqlite();
    let db = database.open().await;
    let file = database.folder().join("first.zip");
    back_up(&db, noon_of_today(), &file).await.unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!database.folder().join("first.zip.part").exists());
}

#[tokio::test]
async fn nothing_is_restored_with_the_key_of_a_running_server() {
    let database = Database::sqlite();
    let program = Program::on(&database);
    let backup = database.folder().join("backup.zip");
    let backup = backup.to_str().unwrap().to_owned();
    let mut server = program.serve().await;
    program.succeed(&["backup", &backup]).await;
    let restore = ["restore", "--replace", &backup, "--reason", "a drill"];
    let refused = program.run(&restore).await;
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("a server is running with the key"), "{told}");
    program.succeed(&["verify"]).await;
    // A server that was killed holds nothing.
    server.process.kill();
    program.succeed(&restore).await;
    program.succeed(&["verify"]).await;
}
