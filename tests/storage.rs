//! Database trouble: full disk, read-only database, missing file, abandoned transactions, a clock that jumps; and the
//! state of the files afterwards.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;
use store::error::{AppError, Unavailable};
use store::revision::{find_setting, save_setting};
use store::{AuditRow, Db, KeyPlace, WriteKind};
use tetsuzuki::server::http::router::router;
use tetsuzuki::server::staff::accounts::{Accounts, Caller, NewMember, NewPassword};
use tetsuzuki::server::staff::passwords::Hasher;

use crate::support::process::{Program, TIMEOUT, until};
use crate::support::staff;
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, office};
use crate::support::{City, Database, noon_of_today, on_both};

const REPORT: &str = "/procedures/moving-out/reports";

async fn save(db: &Db, value: &str) -> Result<(), AppError> {
    db.write(WriteKind::Private, |transaction| Box::pin(save_setting(transaction, "a-text", value))).await
}

async fn saved(db: &Db) -> Option<String> {
    find_setting(&mut db.read().await.unwrap(), "a-text").await.unwrap()
}

async fn record(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    db.write(WriteKind::Published(now), |transaction| {
        Box::pin(async move {
            save_setting(transaction, "a-text", "recorded").await?;
            transaction.audit(AuditRow::new("test", "try", "it"));
            Ok(())
        })
    })
    .await
}

/// Runs a statement outside of any transaction, on every connection that writes.
async fn tell(db: &Db, sql: &'static str) {
    match db {
        Db::Sqlite { writer, .. } => {
            sqlx::query(sql).execute(writer).await.unwrap();
        }
        Db::Postgres { pool, audit_pool, .. } => {
            for pool in [pool, audit_pool] {
                let mut connections = Vec::new();
                for _ in 0..pool.size().max(1) {
                    connections.push(pool.acquire().await.unwrap());
                }
                for connection in &mut connections {
                    sqlx::query(sql).execute(&mut **connection).await.unwrap();
                }
            }
        }
    }
    settle().await;
}

/// Ends every connection to PostgreSQL, and sets whether new ones are read-only.
async fn open_anew(db: &Db, read_only: &str) {
    let Db::Postgres { pool, .. } = db else { return };
    let mut connection = pool.acquire().await.unwrap().detach();
    // A separate query, because the statements of one query are one transaction with the settings it began with.
    sqlx::raw_sql("SET default_transaction_read_only = off").execute(&mut connection).await.unwrap();
    let sql = format!(
        "DO $$ BEGIN EXECUTE format(\
         'ALTER DATABASE %I SET default_transaction_read_only = {read_only}', current_database()); END $$; \
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()"
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    settle().await;
}

/// Waits until connections are back in their pools; otherwise new ones would be opened without the setting.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(100)).await;
}

fn file_of(database: &Database) -> PathBuf {
    database.folder().join("test.db")
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

#[tokio::test]
async fn after_a_full_disk_writing_goes_on_by_itself_and_nothing_was_written_meanwhile() {
    let database = Database::sqlite();
    let db = database.open().await;
    save(&db, "before").await.unwrap();
    for round in 0..3 {
        // Limits the file to its size: SQLite reports the same error as for a full disk.
        tell(&db, "PRAGMA max_page_count = 1").await;
        let refused = save(&db, &"long ".repeat(100_000)).await.unwrap_err();
        assert_eq!(refused.unavailable(), Some(Unavailable::OutOfSpace), "{refused}");
        assert!(refused.to_string().contains("no space left"), "{refused}");
        assert_eq!(
            saved(&db).await.unwrap(),
            if round == 0 { "before".to_owned() } else { format!("round {}", round - 1) }
        );
        tell(&db, "PRAGMA max_page_count = 4294967294").await;
        record(&db, noon_of_today()).await.expect("the next writer gets a sound connection");
        save(&db, &format!("round {round}")).await.unwrap();
        db.check_writing().await.unwrap();
    }
}

on_both! {
    async fn a_transaction_that_was_given_up_anywhere_leaves_a_sound_connection(database: &Database) {
        let db = database.open().await;
        for after in 0..40_u64 {
            let writing = record(&db, noon_of_today());
            let _ = tokio::time::timeout(Duration::from_micros(after * 50), writing).await;
            let reading = async { saved(&db).await };
            let _ = tokio::time::timeout(Duration::from_micros(after * 50), reading).await;
        }
        for _ in 0..12 {
            record(&db, noon_of_today()).await.unwrap();
            assert_eq!(saved(&db).await.as_deref(), Some("recorded"));
        }
    }

    async fn a_connection_that_comes_back_inside_a_transaction_is_not_used_again(database: &Database) {
        let db = database.open().await;
        tell(&db, "BEGIN").await;
        for _ in 0..8 {
            record(&db, noon_of_today()).await.unwrap();
            save(&db, "kept").await.unwrap();
        }
        let other = database.open().await;
        assert_eq!(saved(&other).await.as_deref(), Some("kept"), "it was written, not only held in a transaction");
    }

    async fn a_database_that_can_only_be_read_is_said_so_and_written_to_when_that_is_over(database: &Database) {
        let city = office(database).await;
        let db = database.open().await;
        let tell_both = async |read_only: &'static str, pragma: &'static str| match db {
            Db::Sqlite { .. } => tell(&db, pragma).await,
            Db::Postgres { .. } => open_anew(&db, read_only).await,
        };
        tell_both("on", "PRAGMA query_only = on").await;
        let mut refusals = vec![save(&db, "a").await];
        settle().await;
        refusals.push(record(&db, noon_of_today()).await);
        settle().await;
        refusals.push(db.check_writing().await);
        settle().await;
        for (place, refused) in refusals.into_iter().enumerate() {
            let refused = refused.expect_err(["saved", "recorded", "looked at"][place]);
            assert_eq!(refused.unavailable(), Some(Unavailable::ReadOnly), "{refused}");
            assert!(refused.to_string().contains("read-only"), "{refused}");
        }
        tell_both("off", "PRAGMA query_only = off").await;
        save(&db, "a").await.unwrap();
        record(&db, noon_of_today()).await.unwrap();
        db.check_writing().await.unwrap();
        assert_eq!(city.get("/readyz").await.text(), "ready\n");
    }

    async fn asking_whether_something_could_be_written_does_not_wait_for_who_writes(database: &Database) {
        let city = office(database).await;
        let (db, other) = (database.open().await, database.open().await);
        let (begun, is_begun) = tokio::sync::oneshot::channel();
        let writing = tokio::spawn(async move {
            let begun = std::sync::Mutex::new(Some(begun));
            other.write(WriteKind::Private, |transaction| {
                let begun = begun.lock().unwrap().take();
                Box::pin(async move {
                    save_setting(transaction, "a-text", "slowly").await?;
                    let _ = begun.map(|begun| begun.send(()));
                    tokio::time::sleep(Duration::from_secs(3)).await;
                    Ok::<_, AppError>(())
                })
            })
            .await
        });
        is_begun.await.unwrap();
        let asked = std::time::Instant::now();
        db.check_writing().await.unwrap();
        assert_eq!(city.get("/readyz").await.text(), "ready\n");
        assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
        writing.await.unwrap().unwrap();
    }

    async fn when_the_clock_is_behind_the_log_readyz_and_the_administrators_page_say_so(database: &Database) {
        let city = office(database).await;
        let mut clerk = Browser::new(&city);
        assert_eq!(clerk.log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
        let db = database.open().await;
        record(&db, noon_of_today() + chrono::Duration::hours(30)).await.unwrap();
        let ready = city.get("/readyz").await;
        assert_eq!(ready.status, StatusCode::OK);
        assert!(ready.text().starts_with("ready\n") && ready.text().contains("clock is behind"), "{}", ready.text());
        let mut administrator = Browser::new(&city);
        administrator.log_in(OFFICE, PASSWORD).await;
        for (page, words) in [
            ("/staff", ["時計が、監査ログの最後の記録", "2026年11月23日 18:00"]),
            ("/easy/staff", ["時計が　おかしい", "18:00"]),
            ("/en/staff", ["clock is behind the last row", "23 November 2026, 18:00"]),
        ] {
            let text = administrator.get(page).await.text().replace("&nbsp;", " ");
            assert!(words.iter().all(|words| text.contains(words)), "{page}: {text}");
        }
        assert!(!clerk.get("/staff").await.text().contains("時計が"), "clerks can do nothing about it");
        record(&db, noon_of_today()).await.expect("writing goes on");
    }

    async fn what_was_begun_by_a_clock_that_was_ahead_opens_nothing(database: &Database) {
        let city = office(database).await;
        let ahead = || noon_of_today() + chrono::Duration::days(40);
        let state = city.state.clone().with_clock(ahead);
        let mut browser = Browser::new(&City { router: router(state.clone()), state });
        assert_eq!(browser.log_in(OFFICE, PASSWORD).await.status, StatusCode::SEE_OTHER);
        assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
        // The clock is corrected.
        browser.city = city.clone();
        let page = browser.get("/staff").await;
        assert!(page.header("location").starts_with("/staff/login"), "{:?}", page.headers);
        let given = {
            let (db, hasher) = (database.open().await, Hasher::default());
            let accounts = Accounts { db: &db, hasher: &hasher, now: ahead() };
            let roles = staff::roles(&[], false, false);
            let new = NewMember { e_mail: "new@city.example.jp".parse().unwrap(), name: "新".parse().unwrap(), roles };
            accounts.add(Caller::CommandLine, new, NewPassword::OneTime).await.unwrap().one_time.unwrap()
        };
        let mut new = Browser::new(&city);
        assert_ne!(new.log_in("new@city.example.jp", given.as_str()).await.status, StatusCode::SEE_OTHER);
        assert_eq!(new.cookies.len(), 0, "a one-time password from the future");
        let state = city.state.clone().with_clock(ahead);
        new.city = City { router: router(state.clone()), state };
        assert_eq!(new.log_in("new@city.example.jp", given.as_str()).await.status, StatusCode::SEE_OTHER);
        // Sessions from the future do not become valid later: the next login removes them.
        let mut other = Browser::new(&city);
        assert_eq!(other.log_in(OFFICE, PASSWORD).await.status, StatusCode::SEE_OTHER);
        assert_eq!(staff::list_sessions(database).await.len(), 1);
    }
}

#[tokio::test]
async fn a_database_whose_file_was_taken_away_is_neither_read_nor_written_until_it_is_back() {
    let database = Database::sqlite();
    let city = office(&database).await;
    let mut browser = Browser::new(&city);
    assert_eq!(browser.log_in(EDITOR, PASSWORD).await.status, StatusCode::SEE_OTHER);
    let db = database.open().await;
    save(&db, "before").await.unwrap();
    let (path, away) = (file_of(&database), database.folder().join("away.db"));

    for is_replaced in [false, true] {
        fs::rename(&path, &away).unwrap();
        if is_replaced {
            fs::copy(&away, &path).unwrap();
        }
        let refused = save(&db, "lost").await.unwrap_err();
        assert_eq!(refused.unavailable(), Some(Unavailable::FileGone), "{refused}");
        let words = if is_replaced { "another file has replaced" } else { "cannot find" };
        assert!(refused.to_string().contains(words) && refused.to_string().contains("test.db"), "{refused}");
        assert!(db.check_writing().await.is_err() && db.read().await.is_err());
        assert_eq!(path.exists(), is_replaced, "no new file was made");
        tokio::time::sleep(Duration::from_millis(600)).await;
        let ready = city.get("/readyz").await;
        assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(ready.text().contains("removed or replaced") && !ready.header("retry-after").is_empty());
        let report = browser.post(REPORT, &[("kind", "useful")]).await;
        let page = browser.get("/staff").await;
        for (what, answer) in [("a report", report), ("a page of the staff", page)] {
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{what}");
            assert_eq!(answer.header("retry-after"), "5", "{what}");
            for words in ["元の場所にない", "ばしょが　わかりません", "cannot find its database"] {
                assert!(answer.text().contains(words), "{what}: {words}");
            }
            assert!(!answer.text().contains("test.db"), "{what} tells where it was");
        }
        assert_eq!(browser.get("/procedures/moving-out").await.status, StatusCode::OK, "public pages need no database");

        fs::rename(&away, &path).unwrap();
        save(&db, "after").await.expect("the same file is back");
        assert_eq!(browser.get("/staff").await.status, StatusCode::OK);
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(city.get("/readyz").await.text(), "ready\n");
    }
    assert_eq!(saved(&db).await.as_deref(), Some("after"));
}

/// Whether the one file holds everything: reads a copy of it without the files beside it.
async fn is_whole(database: &Database, expected: &str) -> bool {
    let alone = Database::sqlite();
    fs::copy(file_of(database), file_of(&alone)).unwrap();
    fs::copy(database.folder().join("audit-key"), alone.folder().join("audit-key")).unwrap();
    saved(&alone.open().await).await.as_deref() == Some(expected)
}

#[tokio::test]
async fn closing_leaves_the_database_whole_in_its_one_file_also_while_another_process_has_it_open() {
    let database = Database::sqlite();
    let (db, other) = (database.open().await, database.open().await);
    record(&db, noon_of_today()).await.unwrap();
    assert!(!is_whole(&database, "recorded").await, "it is in the write-ahead log");
    let began = std::time::Instant::now();
    db.close().await;
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(is_whole(&database, "recorded").await);
    assert_eq!(fs::metadata(beside(&file_of(&database), "-wal")).unwrap().len(), 0);
    other.close().await;
    assert!(!beside(&file_of(&database), "-wal").exists());
}

#[tokio::test]
async fn closing_ends_within_seconds_while_somebody_still_reads_or_writes() {
    let database = Database::sqlite();
    let db = database.open().await;
    let _reading = db.read().await.unwrap();
    let slow = db.clone();
    let writing = tokio::spawn(async move {
        slow.write(WriteKind::Private, |_| {
            Box::pin(async {
                tokio::time::sleep(TIMEOUT).await;
                Ok::<_, AppError>(())
            })
        })
        .await
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let began = std::time::Instant::now();
    db.close().await;
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    writing.abort();
}

#[cfg(unix)]
#[tokio::test]
async fn every_command_and_an_orderly_stop_leave_no_write_ahead_log_behind() {
    let database = Database::sqlite();
    let program = Program::on(&database);
    let wal = beside(&file_of(&database), "-wal");
    program.succeed(&["migrate"]).await;
    assert!(!wal.exists(), "migrate");
    program.succeed(&["staff", "add", "--email", "a@city.example.jp", "--name", "甲", "--one-time-password"]).await;
    assert!(!wal.exists(), "staff add");
    let refused = program.run(&["audit", "forget", "77", "--reason", "none"]).await;
    assert!(!refused.status.success() && !wal.exists(), "a command that fails");

    let mut server = program.serve().await;
    let added = ["staff", "add", "--email", "b@city.example.jp", "--name", "乙", "--one-time-password"];
    program.succeed(&added).await;
    assert!(wal.exists(), "it is being served");
    let stopped = std::process::Command::new("kill").args(["-TERM", &server.process.id().to_string()]).status();
    assert!(stopped.unwrap().success());
    let time = until("the server has stopped", async || server.process.ended().is_some()).await;
    assert!(time < Duration::from_secs(10), "{time:?}");
    assert!(!wal.exists(), "an orderly stop: {}", server.process.log());
    assert!(program.succeed(&["staff", "list"]).await.contains("b@city.example.jp"));
}

#[cfg(unix)]
#[tokio::test]
async fn files_of_a_database_are_readable_by_their_owner_only_whatever_the_mask() {
    use std::os::unix::fs::PermissionsExt;
    let database = Database::sqlite();
    let KeyPlace::File(key) = database.key() else { panic!("tests name their key") };
    let backup = database.folder().join("backup.zip");
    let run = |arguments: &str| {
        let command = format!(
            "umask 000 && exec {} --database {} --audit-key-file {} {arguments}",
            env!("CARGO_BIN_EXE_tetsuzuki"),
            database.address(),
            key.display()
        );
        let output = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    };
    // Held open, so that the files of the write-ahead log exist.
    run("migrate");
    let db = database.open().await;
    run("staff add --email a@city.example.jp --name A --one-time-password");
    run(&format!("backup {}", backup.display()));
    record(&db, noon_of_today()).await.unwrap();
    let mut looked_at = 0;
    for entry in fs::read_dir(database.folder()).unwrap() {
        let path = entry.unwrap().path();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
        looked_at += 1;
    }
    assert_eq!(looked_at, 6, "the database, its log and its index, the key, the head, the backup");
}

#[cfg(unix)]
#[tokio::test]
async fn a_key_that_others_can_read_is_refused_by_every_command_with_what_mends_it() {
    use std::os::unix::fs::PermissionsExt;
    let database = Database::sqlite();
    let program = Program::on(&database);
    let KeyPlace::File(key) = database.key() else { panic!("tests name their key") };
    program.succeed(&["migrate"]).await;
    // The key comes with the first row of the log.
    program.succeed(&["staff", "add", "--email", "a@city.example.jp", "--name", "甲", "--one-time-password"]).await;
    fs::set_permissions(&key, PermissionsExt::from_mode(0o644)).unwrap();
    for command in [&["staff", "list"][..], &["verify"], &["serve", "--listen", "127.0.0.1:0"]] {
        let refused = program.run(command).await;
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(&format!("chmod 600 {}", key.display())), "{said}");
    }
    fs::set_permissions(&key, PermissionsExt::from_mode(0o600)).unwrap();
    program.succeed(&["verify"]).await;
}

#[tokio::test]
async fn a_database_in_memory_is_refused_with_what_it_means() {
    let folder = tempfile::tempdir().unwrap();
    let key = KeyPlace::File(folder.path().join("key"));
    for address in [
        "sqlite::memory:",
        "sqlite://:memory:",
        "sqlite://x?mode=memory",
        "sqlite://?mode=memory",
        "sqlite:",
        "sqlite:file::memory:?cache=shared",
    ] {
        let refused = Db::open_with(address, &key).await.expect_err(address).to_string();
        assert!(
            refused.contains("lost when the program ends") && refused.contains("sqlite://tetsuzuki.db"),
            "{refused}"
        );
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_damaged_database_says_what_to_do() {
    let database = Database::sqlite();
    fs::write(file_of(&database), "this is no database at all, however long it is read ".repeat(200)).unwrap();
    let program = Program::on(&database);
    for command in [&["staff", "list"][..], &["verify"]] {
        let refused = program.run(command).await;
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success(), "{said}");
        for words in ["the database is damaged", "tetsuzuki verify", "tetsuzuki restore"] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
}

#[tokio::test]
async fn a_start_with_a_clock_behind_the_log_says_so_and_so_does_each_row_that_is_written_then() {
    let database = Database::sqlite();
    let db = database.open().await;
    record(&db, "2099-01-01T00:00:00Z".parse().unwrap()).await.unwrap();
    db.close().await;
    let program = Program::on(&database);
    let server = program.serve().await;
    let said = server.process.log();
    assert!(
        said.contains("the clock is behind the last row of the audit log") && said.contains("2099-01-01"),
        "{said}"
    );
    let added =
        program.run(&["staff", "add", "--email", "a@city.example.jp", "--name", "甲", "--one-time-password"]).await;
    let said = String::from_utf8_lossy(&added.stderr).into_owned();
    assert!(added.status.success() && said.contains("new rows get the timestamp of that row"), "{said}");
    let list = program.succeed(&["audit", "list", "--language", "en"]).await;
    assert_eq!(list.matches("1 January 2099").count(), 2, "never before the row above: {list}");
    program.succeed(&["verify"]).await;
}
