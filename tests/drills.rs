//! Drills: the program is killed at random moments. Nothing is half written, nothing acknowledged is lost, and the
//! audit log is intact.
//!
//! `TETSUZUKI_DRILL_KILLS` sets the number of kills in each drill. `--no-capture` shows the figures at the end.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::area::AreaKind;
use sqlx::AssertSqlSafe;
use store::revision::find_revision;
use store::tables::TABLES;
use store::{AuditRow, Db};

use crate::support;
use crate::support::cluster::Cluster;
use crate::support::process::{Client, Process, Program, until};
use crate::support::staff::{EDITOR, OFFICE, PASSWORD};
use crate::support::workload::{Operation, Worker, office_workload};
use crate::support::{Database, World, close, noon_of_today, on_both, write_rows};

/// Number of kills of each import.
const KILLS_OF_AN_IMPORT: usize = 6;
/// Number of kills of a server.
const KILLS_OF_A_SERVER: usize = 3;

const PROCEDURES: usize = 2_000;
const DAYS_OF_CARDS: i64 = 300;
const WARDS: [&str; 7] = ["271411", "271420", "271438", "271446", "271454", "271462", "271471"];

#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
fn kills(unless_said: usize) -> usize {
    std::env::var("TETSUZUKI_DRILL_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(unless_said)
}

/// A table of procedures with a state for each step.
fn procedures() -> String {
    let mut table = "id,name,kana,summary,department,apply,identify,attach,pay,receive,effective_on,mail\n".to_owned();
    for number in 0..PROCEDURES {
        writeln!(
            table,
            "drill-{number},手続 その{number},てつづき その{number},訓練のための手続 {number},citizens,online,counter,\
             counter,not_needed,counter,2026-04-01,yes"
        )
        .unwrap();
    }
    table
}

fn cards() -> String {
    let mut table = "area_code,measure,as_of,cards,population,population_as_of\n".to_owned();
    let first = support::day("2025-01-01");
    for day in 0..DAYS_OF_CARDS {
        for (place, ward) in WARDS.iter().enumerate() {
            let as_of = first + chrono::Duration::days(day);
            writeln!(
                table,
                "{ward},held,{as_of},{},130000,2025-01-01",
                70_000 + day * 10 + i64::try_from(place).unwrap()
            )
            .unwrap();
        }
    }
    table
}

/// Prepares a city with wards and a department. Nobody is connected to its database afterwards.
async fn small_city(database: &Database) {
    let mut world =
        World::new().with_department("citizens", "市民課").with_area("271403", "堺市", AreaKind::City, None);
    for (ward, name) in WARDS.iter().zip(["堺区", "中区", "東区", "西区", "南区", "北区", "美原区"]) {
        world = world.with_area(ward, name, AreaKind::Ward, Some("271403"));
    }
    drop(world.on(database).await);
}

/// The number of rows in each table, and the revision.
async fn amounts(database: &Database) -> BTreeMap<&'static str, i64> {
    let db = database.open().await;
    let mut amounts = BTreeMap::new();
    for table in TABLES {
        let count = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        let count: i64 = match &db {
            Db::Sqlite { readers, .. } => sqlx::query_scalar(count).fetch_one(readers).await.unwrap(),
            Db::Postgres { pool, .. } => sqlx::query_scalar(count).fetch_one(pool).await.unwrap(),
        };
        amounts.insert(*table, count);
    }
    amounts.insert("the revision", find_revision(&mut db.read().await.unwrap()).await.unwrap());
    close(db).await;
    amounts
}

/// The bytes written so far: the size of the file that grows during a transaction.
async fn written(database: &Database, meter: &mut Option<sqlx::PgConnection>) -> u64 {
    match (database, meter) {
        (Database::Postgres { .. }, Some(connection)) => {
            let bytes: i64 = sqlx::query_scalar("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint")
                .fetch_one(connection)
                .await
                .unwrap();
            u64::try_from(bytes).unwrap()
        }
        _ => {
            let size = |name: &str| std::fs::metadata(database.folder().join(name)).map_or(0, |file| file.len());
            size("test.db") + size("test.db-wal")
        }
    }
}

async fn meter(database: &Database) -> Option<sqlx::PgConnection> {
    use sqlx::Connection;
    let Database::Postgres { server, .. } = database else { return None };
    Some(sqlx::PgConnection::connect(server).await.unwrap())
}

/// When a process is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    After(Duration),
    /// After this many more bytes are written.
    Written(u64),
    /// As soon as the head of the log beside the key changes: the work is done, but the process has not ended.
    Noted,
}

/// Waits for the moment and kills the process; `false` if it had already ended.
async fn kill_at(process: &mut Process, database: &Database, moment: Moment) -> bool {
    let began = Instant::now();
    let mut meter = meter(database).await;
    let before = written(database, &mut meter).await;
    let head = || std::fs::read(database.folder().join("audit-key.head")).unwrap_or_default();
    let noted_before = head();
    while process.ended().is_none() {
        let is_now = match moment {
            Moment::After(time) => began.elapsed() >= time,
            Moment::Written(bytes) => written(database, &mut meter).await >= before + bytes,
            Moment::Noted => head() != noted_before,
        };
        if is_now {
            return process.kill();
        }
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
    false
}

/// Moments spread over the time that the import takes and over the bytes that it writes.
fn moments(count: usize, time: Duration, bytes: u64) -> Vec<Moment> {
    let share = |place: usize, of: usize| (place as f64 + 0.5) / of as f64;
    let by_size = count / 3;
    let by_time = count - by_size - 1;
    let times = (0..by_time).map(|place| Moment::After(time.mul_f64(share(place, by_time))));
    let sizes = (0..by_size).map(|place| Moment::Written((bytes as f64 * share(place, by_size)) as u64 + 1));
    times.chain(sizes).chain([Moment::Noted]).collect()
}

/// Kills an import at many moments. After each kill everything was imported or nothing, the log is intact, the same
/// import succeeds, and a second one finds nothing to do.
async fn kill_imports(database: &Database, kind: &str, table: &str) {
    small_city(database).await;
    let file = database.folder().join(format!("{kind}.csv"));
    std::fs::write(&file, table).unwrap();
    let file = file.to_str().unwrap().to_owned();
    let import = ["import", kind, &file, "--source", "月次報告", "--source-publisher", "堺市"];
    let before = amounts(database).await;

    let whole = database.copy().await;
    let (mut meter_of_whole, began) = (meter(&whole).await, Instant::now());
    let bytes = written(&whole, &mut meter_of_whole).await;
    Program::on(&whole).succeed(&import).await;
    let (time, bytes) = (began.elapsed(), written(&whole, &mut meter_of_whole).await - bytes);
    let after = amounts(&whole).await;
    whole.remove().await;
    assert_ne!(before, after);

    let (mut nothing, mut all, mut too_late) = (0, 0, 0);
    for moment in moments(kills(KILLS_OF_AN_IMPORT), time, bytes) {
        let copy = database.copy().await;
        let program = Program::on(&copy);
        let mut process = program.start(&import);
        let killed = kill_at(&mut process, &copy, moment).await;
        copy.settle().await;
        program.succeed(&["verify"]).await;
        let left = amounts(&copy).await;
        match (left == before, left == after) {
            (true, false) => nothing += 1,
            (false, true) => all += 1,
            _ => panic!("killed at {moment:?}, the import is half done: {left:?}"),
        }
        too_late += usize::from(!killed);
        program.succeed(&import).await;
        assert_eq!(amounts(&copy).await, after, "killed at {moment:?} and imported again");
        if left == before {
            program.succeed(&import).await;
            assert_eq!(amounts(&copy).await, after, "killed at {moment:?} and imported twice");
        }
        program.succeed(&["verify"]).await;
        copy.remove().await;
    }
    println!(
        "import {kind}, {time:?} and {bytes} bytes: {nothing} kills left nothing of it, {all} all of it, of which \
         {too_late} came after its end"
    );
    assert!(nothing > 0, "no kill came before the end of the transaction");
}

/// Checks that the database has every acknowledged operation, and none that was not sent.
async fn compare(database: &Database, workers: &[Worker]) {
    let db = database.open().await;
    for worker in workers {
        let found = worker.operation.found(&db).await;
        let (sent, acknowledged) = (worker.counter.sent(), worker.counter.acknowledged());
        assert!(
            acknowledged <= found && found <= sent,
            "{:?}: {acknowledged} acknowledged, {found} found, {sent} sent",
            worker.operation
        );
        // Both counts continue from the same number.
        worker.counter.sent.store(found, Ordering::SeqCst);
        worker.counter.acknowledged.store(found, Ordering::SeqCst);
    }
    close(db).await;
}

fn acknowledged(workers: &[Worker]) -> u64 {
    workers.iter().map(|worker| worker.counter.acknowledged()).sum()
}

/// Kills a server repeatedly while forms are sent.
async fn kill_servers(database: &Database) {
    let operations = office_workload(database, 4).await;
    let program = Program::on(database);
    let mut workers: Vec<Worker> = Vec::new();
    let mut done = 0;
    let rounds = kills(KILLS_OF_A_SERVER);
    for round in 0..rounds {
        let mut server = program.serve().await;
        if workers.is_empty() {
            for (operation, number) in operations.iter().zip(0..) {
                let mut client = Client::of(server.address, number);
                if let Some(account) = operation.account() {
                    assert_eq!(client.log_in(account, PASSWORD).await.unwrap().status, 303);
                }
                workers.push(Worker::new(client, operation.clone()));
            }
        }
        // Sessions outlive the process.
        for worker in &mut workers {
            worker.client = worker.client.clone().at(server.address);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let before = acknowledged(&workers);
        let tasks: Vec<_> =
            workers.iter().map(|worker| tokio::spawn(worker.clone().run(u64::MAX, Arc::clone(&stop)))).collect();
        // Each operation at least once; each time a little later, and not exactly between two responses.
        let each: Vec<u64> = workers.iter().map(|worker| worker.counter.acknowledged()).collect();
        let enough = before + 5 + u64::try_from(round * 7 % 30).unwrap();
        until("some forms are acknowledged", async || {
            let is_each = workers.iter().zip(&each).all(|(worker, before)| worker.counter.acknowledged() > *before);
            is_each && acknowledged(&workers) >= enough
        })
        .await;
        tokio::time::sleep(Duration::from_micros(u64::try_from(round).unwrap() * 1_700 % 11_000)).await;
        assert!(server.process.kill(), "it was still serving");
        for task in tasks {
            let refused = task.await.unwrap();
            assert!(refused.iter().all(|answer| !answer.starts_with(['2', '3', '4', '5'])), "{refused:?}");
        }
        done += acknowledged(&workers) - before;
        database.settle().await;
        program.succeed(&["verify"]).await;
        compare(database, &workers).await;
    }
    println!("{rounds} kills of a serving process, {done} forms acknowledged, none lost");
}

/// A restore announces its end before its transaction commits. Killed at that moment it has happened or not; in both
/// cases the log is intact and can be continued.
async fn kill_restores(database: &Database) {
    small_city(database).await;
    let program = Program::on(database);
    let backup = database.folder().join("backup.zip");
    let backup = backup.to_str().unwrap().to_owned();
    program.succeed(&["backup", &backup]).await;
    let grow = async |database: &Database, times: usize| {
        let db = database.open().await;
        for _ in 0..times {
            let row = AuditRow::new("test", "change", "nothing");
            write_rows(&db, noon_of_today(), &[row]).await.unwrap();
        }
        close(db).await;
    };
    grow(database, 9).await;
    let (mut announced, mut restored) = (0, 0);
    for _ in 0..kills(KILLS_OF_AN_IMPORT) {
        let copy = database.copy().await;
        let program = Program::on(&copy);
        let mut process = program.start(&["restore", "--replace", &backup, "--reason", "a drill"]);
        kill_at(&mut process, &copy, Moment::Noted).await;
        copy.settle().await;
        let kept = std::fs::read_to_string(copy.folder().join("audit-key.head")).unwrap();
        let heads = kept.lines().filter(|line| line.contains(':') && !line.starts_with('='));
        announced += usize::from(heads.count() == 2);
        program.succeed(&["verify"]).await;
        restored += usize::from(amounts(&copy).await["audit_log"] == 2);
        grow(&copy, 1).await;
        program.succeed(&["verify"]).await;
        copy.remove().await;
    }
    println!("{announced} restores were killed between what they announced and their end, {restored} had taken place");
    assert!(announced > 0, "nothing was announced");
}

/// PostgreSQL crashes, or is stopped immediately, while forms are sent. Everything acknowledged is there when it is
/// back, other senders get 503, and readers notice nothing.
#[tokio::test]
async fn what_was_acknowledged_before_postgresql_crashed_is_there() {
    let Some(mut cluster) = Cluster::start().await else {
        support::skipped("there are no programs of PostgreSQL here");
        return;
    };
    let database = Database::at(&cluster.address).await;
    let operations = office_workload(&database, 3).await;
    let server = Program::on(&database).serve().await;
    let mut administrator = Client::of(server.address, 1);
    assert_eq!(administrator.log_in(OFFICE, PASSWORD).await.unwrap().status, 303);
    let mut editor = Client::of(server.address, 2);
    assert_eq!(editor.log_in(EDITOR, PASSWORD).await.unwrap().status, 303);
    let client = |operation: &Operation| {
        if matches!(operation, Operation::Edit { .. }) { editor.clone() } else { administrator.clone() }
    };
    let workers: Vec<Worker> =
        operations.iter().map(|operation| Worker::new(client(operation), operation.clone())).collect();
    for round in 0..kills(2) {
        let before = acknowledged(&workers);
        let stop = Arc::new(AtomicBool::new(false));
        let tasks: Vec<_> =
            workers.iter().map(|worker| tokio::spawn(worker.clone().run(u64::MAX, Arc::clone(&stop)))).collect();
        until("some forms are acknowledged", async || acknowledged(&workers) >= before + 10).await;
        if round.is_multiple_of(2) {
            cluster.kill_a_backend_of(&database).await;
        } else {
            cluster.stop_at_once().await;
        }
        for _ in 0..5 {
            assert_eq!(administrator.get("/procedures").await.unwrap().status, 200);
        }
        // Clients that sent nothing at that moment noticed nothing and would continue.
        stop.store(true, Ordering::SeqCst);
        for (task, worker) in tasks.into_iter().zip(&workers) {
            let refused = task.await.unwrap();
            let is_told = refused.iter().all(|answer| answer.starts_with("503"));
            assert!(is_told, "{:?}: {refused:?}\n{}", worker.operation, server.process.log());
        }
        if !round.is_multiple_of(2) {
            cluster.start_again().await;
        }
        until("it is ready again", async || administrator.get("/readyz").await.is_ok_and(|reply| reply.status == 200))
            .await;
        compare(&database, &workers).await;
        Program::on(&database).succeed(&["verify"]).await;
    }
    let done = acknowledged(&workers);
    println!("{} crashes of PostgreSQL, {done} forms acknowledged, none lost", kills(2));
}

on_both! {
    async fn an_import_of_procedures_that_is_killed_leaves_all_or_nothing(database: &Database) {
        kill_imports(database, "procedures", &procedures()).await;
    }

    async fn an_import_of_cards_that_is_killed_leaves_all_or_nothing(database: &Database) {
        kill_imports(database, "cards", &cards()).await;
    }

    async fn a_restore_that_is_killed_before_its_last_step_leaves_a_log_that_goes_on(database: &Database) {
        kill_restores(database).await;
    }

    async fn what_a_server_acknowledged_before_it_was_killed_is_there(database: &Database) {
        kill_servers(database).await;
    }
}

/// Creates the SQLite file with a long log for `cargo xtask drill verify`. `TETSUZUKI_DRILL_LOG` is its path,
/// `TETSUZUKI_DRILL_ROWS` the number of rows, a million by default.
#[tokio::test]
#[ignore = "makes a large file; run it by name"]
#[allow(clippy::disallowed_methods, reason = "a drill asks its surroundings")]
async fn a_long_log_is_made_for_the_drill() {
    const TOGETHER: usize = 10_000;
    let file = std::env::var("TETSUZUKI_DRILL_LOG").unwrap();
    let rows = std::env::var("TETSUZUKI_DRILL_ROWS").map_or(1_000_000, |rows| rows.parse::<usize>().unwrap());
    let db = Db::open(&format!("sqlite://{file}")).await.unwrap();
    for part in 0..rows.div_ceil(TOGETHER) {
        let row = |number: usize| {
            AuditRow::new("11111111-1111-4111-8111-111111111111", "change procedure", format!("procedure-{number}"))
                .reason("案内をよりよく")
                .detail("proposal 22222222-2222-4222-8222-222222222222")
                .values(r#"{"kana":"てんしゅつとどけ"}"#, r#"{"kana":"てんしゅつ"}"#)
        };
        let audit: Vec<AuditRow> = (part * TOGETHER..((part + 1) * TOGETHER).min(rows)).map(row).collect();
        write_rows(&db, noon_of_today(), &audit).await.unwrap();
    }
    close(db).await;
}
