//! Several processes on one database: no change is lost, no client is refused, and each process shows what the others
//! have written.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use store::revision::find_revision;
use store::{AuditRow, Db};

use crate::support;
use crate::support::process::{Client, Program, Server, until};
use crate::support::staff::{OFFICE, PASSWORD};
use crate::support::workload::{Operation, Worker, office_workload};
use crate::support::{Database, close, noon_of_today, on_both, write_rows};

/// Number of accounts that change, each by its own client.
const ACCOUNTS: usize = 16;
const CHANGES_OF_EACH: u64 = 12;
/// Number of clients that report as often as allowed about one procedure.
const RESIDENTS: u32 = 16;
const REPORTS_OF_EACH: u64 = 5;
/// Rows of each import.
const ROWS: usize = 200;

/// A table of procedures that all differ from those of other editions.
fn edition(number: usize) -> String {
    let mut table = "id,name,summary,department,apply,effective_on\n".to_owned();
    for row in 0..ROWS {
        writeln!(table, "mass-{row},一括 {row},第{number}版,citizens,online,2026-04-01").unwrap();
    }
    table
}

/// The revision that a server shows.
async fn shown(server: &Server) -> i64 {
    let reply = Client::of(server.address, 9_000).get("/api/v1/procedures?per_page=1").await.unwrap();
    assert_eq!(reply.status, 200, "{}", reply.body);
    let list: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
    list["revision"].as_i64().unwrap()
}

/// Requests pages until `stop` is set. Returns all responses that were not pages.
async fn look(mut client: Client, page: &'static str, stop: Arc<AtomicBool>) -> Vec<String> {
    let mut wrong = Vec::new();
    while !stop.load(Ordering::SeqCst) {
        match client.get(page).await {
            Ok(reply) if reply.status == 200 => {}
            Ok(reply) => wrong.push(format!("{} of {page}", reply.status)),
            Err(error) => wrong.push(format!("{error} of {page}")),
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    wrong
}

async fn many_writers(database: &Database) {
    let operations = office_workload(database, ACCOUNTS).await;
    let program = Program::on(database);
    let (one, other) = tokio::join!(program.serve(), program.serve());
    let server = |number: usize| if number.is_multiple_of(2) { one.address } else { other.address };

    let mut workers = Vec::new();
    let mut reporters = 0;
    for (operation, number) in operations.iter().zip(0_u32..) {
        let place = usize::try_from(number).unwrap();
        match operation {
            Operation::Roles { .. } | Operation::Edit { .. } => {
                // A session is valid in both processes.
                let mut client = Client::of(server(place + 1), number).patient();
                let account = operation.account().unwrap();
                assert_eq!(client.log_in(account, PASSWORD).await.unwrap().status, 303);
                workers.push((Worker::new(client.at(server(place)), operation.clone()), CHANGES_OF_EACH));
            }
            Operation::Report { .. } => {
                for resident in 0..RESIDENTS {
                    reporters += 1;
                    let client = Client::of(server(reporters), 1_000 + 100 * number + resident).patient();
                    workers.push((Worker::new(client, operation.clone()), REPORTS_OF_EACH));
                }
            }
        }
    }
    let stop = Arc::new(AtomicBool::new(false));
    let administrator = workers[0].0.client.clone();
    let looking: Vec<_> = [&one, &other]
        .into_iter()
        .flat_map(|server| {
            ["/staff/people", "/procedures", "/readyz"]
                .map(|page| tokio::spawn(look(administrator.clone().at(server.address), page, Arc::clone(&stop))))
        })
        .collect();
    let began = Instant::now();
    let tasks: Vec<_> =
        workers.iter().map(|(worker, times)| tokio::spawn(worker.clone().run(*times, Arc::default()))).collect();

    // Meanwhile, imports on the command line.
    let importing = async {
        for number in 0..3 {
            let file = database.folder().join(format!("edition-{number}.csv"));
            std::fs::write(&file, edition(number)).unwrap();
            program.succeed(&["import", "procedures", file.to_str().unwrap()]).await;
        }
    };
    let backing_up = async {
        for number in 0..3 {
            let file = database.folder().join(format!("backup-{number}.zip"));
            program.succeed(&["backup", file.to_str().unwrap()]).await;
        }
    };
    let verifying = async {
        for _ in 0..4 {
            program.succeed(&["verify"]).await;
        }
    };
    tokio::join!(importing, backing_up, verifying);
    let mut refused = Vec::new();
    for task in tasks {
        refused.extend(task.await.unwrap());
    }
    let time = began.elapsed();
    stop.store(true, Ordering::SeqCst);
    for task in looking {
        refused.extend(task.await.unwrap());
    }
    assert!(refused.is_empty(), "{refused:#?}\n{}\n{}", one.process.log(), other.process.log());

    let db = database.open().await;
    let mut done = 0;
    for operation in &operations {
        let of_it: Vec<&(Worker, u64)> =
            workers.iter().filter(|(worker, _)| worker.operation.is_same(operation)).collect();
        let wanted: u64 = of_it.iter().map(|(_, times)| times).sum();
        let acknowledged: u64 = of_it.iter().map(|(worker, _)| worker.counter.acknowledged()).sum();
        assert_eq!((acknowledged, operation.found(&db).await), (wanted, wanted), "{operation:?}");
        done += wanted;
    }
    let revision = find_revision(&mut db.read().await.unwrap()).await.unwrap();
    close(db).await;
    for server in [&one, &other] {
        until("both show the same", async || shown(server).await == revision).await;
    }
    for server in [&one, &other] {
        let log = server.process.log();
        assert!(!log.contains("ERROR"), "{log}");
    }
    program.succeed(&["verify"]).await;
    println!("{done} forms of {} clients at two processes beside 3 imports and 3 backups in {time:?}", workers.len());
}

/// Holds the write lock, as a large import does.
async fn hold(database: &Database) -> (Db, Held) {
    let db = database.open().await;
    let held = match &db {
        Db::Sqlite { writer, .. } => Held::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await.unwrap()),
        Db::Postgres { pool, .. } => {
            let mut transaction = pool.begin().await.unwrap();
            sqlx::query("UPDATE revision SET number = number").execute(&mut *transaction).await.unwrap();
            Held::Postgres(transaction)
        }
    };
    (db, held)
}

enum Held {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Held {
    async fn let_go(self) {
        match self {
            Self::Sqlite(transaction) => transaction.rollback().await.unwrap(),
            Self::Postgres(transaction) => transaction.rollback().await.unwrap(),
        }
    }
}

/// Moves sessions two minutes into the past, so that the next page records their use.
#[allow(clippy::disallowed_methods, reason = "the process that is served has no other clock")]
async fn age_sessions(database: &Database) {
    const AGE: &str = "UPDATE sessions SET last_used_at = $1";
    let before =
        (chrono::Utc::now() - chrono::Duration::minutes(2)).to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    let db = database.open().await;
    match &db {
        Db::Sqlite { writer, .. } => sqlx::query(AGE).bind(before).execute(writer).await.map(|_| ()).unwrap(),
        Db::Postgres { pool, .. } => sqlx::query(AGE).bind(before).execute(pool).await.map(|_| ()).unwrap(),
    }
    close(db).await;
}

/// An administrator changes each of the first accounts once, all at the same time.
fn change_all(
    operations: &[Operation],
    administrator: &Client,
    number: u64,
) -> Vec<tokio::task::JoinHandle<(u16, String, Duration)>> {
    operations
        .iter()
        .filter(|operation| matches!(operation, Operation::Roles { .. }))
        .map(|operation| {
            let (mut client, operation) = (administrator.clone(), operation.clone());
            tokio::spawn(async move {
                let began = Instant::now();
                let reply = operation.send(&mut client, number).await.unwrap();
                (reply.status, reply.header("retry-after").to_owned(), began.elapsed())
            })
        })
        .collect()
}

/// Writers wait some seconds for a long import; readers do not wait.
async fn wait_for_a_long_import(database: &Database) {
    let operations = office_workload(database, ACCOUNTS).await;
    let server = Program::on(database).serve().await;
    let mut administrator = Client::of(server.address, 1);
    assert_eq!(administrator.log_in(OFFICE, PASSWORD).await.unwrap().status, 303);

    let (db, held) = hold(database).await;
    let changes = change_all(&operations, &administrator, 1);
    tokio::time::sleep(Duration::from_millis(500)).await;
    for page in ["/staff/people", "/readyz", "/staff", "/procedures"] {
        let began = Instant::now();
        assert_eq!(administrator.get(page).await.unwrap().status, 200, "{page}");
        assert!(began.elapsed() < Duration::from_secs(2), "{page} waited {:?} for a writer", began.elapsed());
    }
    assert!(changes.iter().all(|change| !change.is_finished()));
    held.let_go().await;
    for change in changes {
        let (status, _, time) = change.await.unwrap();
        assert_eq!(status, 303, "after {time:?}");
    }

    // Longer than the timeout: writers get 503 and `Retry-After`.
    let (other_db, held) = hold(database).await;
    let changes = change_all(&operations, &administrator, 2);
    for change in changes {
        let (status, retry_after, time) = change.await.unwrap();
        assert_eq!((status, retry_after.as_str()), (503, "5"), "after {time:?}");
        assert!((Duration::from_secs(9)..Duration::from_secs(25)).contains(&time), "{time:?}");
    }
    held.let_go().await;
    for operation in operations.iter().filter(|operation| matches!(operation, Operation::Roles { .. })) {
        assert_eq!(operation.found(&db).await, 1, "what was answered by 503 was not done");
    }
    for opened in [db, other_db] {
        close(opened).await;
    }
    // Nothing is broken, so nobody has to look after it.
    let log = server.process.log();
    assert!(log.contains("WARN") && !log.contains("ERROR"), "{log}");
}

/// A page that should record the use of its session is shown during a long write.
async fn read_beside_a_long_import(database: &Database) {
    office_workload(database, 1).await;
    let server = Program::on(database).serve().await;
    let mut administrator = Client::of(server.address, 1);
    assert_eq!(administrator.log_in(OFFICE, PASSWORD).await.unwrap().status, 303);
    age_sessions(database).await;
    let (db, held) = hold(database).await;
    let began = Instant::now();
    let page = administrator.get("/staff/people").await.unwrap();
    assert_eq!(page.status, 200, "{}", page.header("location"));
    assert!(began.elapsed() < Duration::from_secs(3), "waited {:?} for a writer", began.elapsed());
    held.let_go().await;
    close(db).await;
}

/// Clients that disconnect before the response, at any moment, leave no lock behind.
async fn leave_early(database: &Database) {
    let operations = office_workload(database, 2).await;
    let server = Program::on(database).serve().await;
    let mut administrator = Client::of(server.address, 1);
    assert_eq!(administrator.log_in(OFFICE, PASSWORD).await.unwrap().status, 303);
    let account = |place: usize| match &operations[place] {
        Operation::Roles { account } => account.clone(),
        _ => unreachable!("accounts come first"),
    };
    let leaving: Vec<_> = (0..60_u64)
        .map(|number| {
            let (client, address) = (administrator.clone(), format!("/staff/people/{}/roles", account(0)));
            let body = if number.is_multiple_of(2) { "approver=yes" } else { "department=citizens" };
            tokio::spawn(async move {
                client.send_and_leave(&address, body, Duration::from_micros(number * 400)).await.unwrap();
            })
        })
        .collect();
    for left in leaving {
        left.await.unwrap();
    }
    for number in 1..=10 {
        let began = Instant::now();
        let reply = operations[1].send(&mut administrator, number).await.unwrap();
        assert_eq!(reply.status, 303, "{}", server.process.log());
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
    let db = database.open().await;
    assert_eq!(operations[1].found(&db).await, 10);
    close(db).await;
    assert!(!server.process.log().contains("ERROR"), "{}", server.process.log());
    Program::on(database).succeed(&["verify"]).await;
}

on_both! {
    async fn who_writes_waits_for_a_long_import_and_who_reads_does_not(database: &Database) {
        wait_for_a_long_import(database).await;
    }

    async fn a_page_does_not_wait_until_the_use_of_its_session_is_noted(database: &Database) {
        read_beside_a_long_import(database).await;
    }

    async fn people_who_leave_before_they_are_answered_leave_nothing_locked(database: &Database) {
        leave_early(database).await;
    }

    async fn many_who_write_at_once_through_two_processes_lose_nothing(database: &Database) {
        many_writers(database).await;
    }

    async fn two_processes_that_start_at_once_on_an_empty_database_both_serve(database: &Database) {
        let program = Program::on(database);
        let (one, two, three) = tokio::join!(program.serve(), program.serve(), program.serve());
        for server in [one, two, three] {
            assert_eq!(shown(&server).await, 0, "{}", server.process.log());
        }
        program.succeed(&["verify"]).await;
    }
}

/// Writes something and returns the time until a server shows it.
async fn time_until_shown(db: &Db, server: &Server) -> Duration {
    write_rows(db, noon_of_today(), &[AuditRow::new("test", "change", "nothing")]).await.unwrap();
    let revision = find_revision(&mut db.read().await.unwrap()).await.unwrap();
    until("it is shown", async || shown(server).await >= revision).await
}

/// The sorted times of this many writes at irregular moments.
async fn times_until_shown(db: &Db, server: &Server, count: u64) -> Vec<Duration> {
    let mut times = Vec::new();
    for number in 0..count {
        tokio::time::sleep(Duration::from_millis(120 + number * 37 % 100)).await;
        times.push(time_until_shown(db, server).await);
    }
    times.sort();
    times
}

/// Polling once a second would show three of ten this early.
const SOON: Duration = Duration::from_millis(300);

#[tokio::test]
async fn what_one_process_writes_another_hears_of_at_once() {
    let Some(database) = Database::postgres().await else {
        support::skipped("TETSUZUKI_TEST_POSTGRES names no server");
        return;
    };
    let program = Program::on(&database);
    let server = program.serve().await;
    let db = database.open().await;
    let Db::Postgres { pool, announces: true, .. } = &db else { panic!("PostgreSQL tells of revisions") };
    // Never the listener of another test, because each test has its own database.
    const LISTENERS: &str =
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'";
    let listener = async || sqlx::query_scalar::<_, i32>(LISTENERS).fetch_optional(pool).await.unwrap();
    until("it listens", async || listener().await.is_some()).await;
    let times = times_until_shown(&db, &server, 12).await;
    println!("shown by another process after {times:?}");
    assert!(times[9] < SOON, "{times:?}");

    // The connection is lost: nothing is missed, and notifications resume after a while.
    let first = listener().await.unwrap();
    sqlx::query("SELECT pg_terminate_backend($1)").bind(first).execute(pool).await.unwrap();
    let time = time_until_shown(&db, &server).await;
    assert!(time < Duration::from_secs(5), "{time:?}");
    until("it listens again", async || listener().await.is_some_and(|again| again != first)).await;
    let times = times_until_shown(&db, &server, 12).await;
    assert!(times[9] < SOON, "{times:?}");
    let log = server.process.log();
    assert_eq!(log.matches("lost the notification connection").count(), 1, "{log}");
    drop(server);
    close(db).await;
    database.remove().await;
}

#[tokio::test]
async fn a_database_that_tells_nobody_is_asked_and_that_is_said_once() {
    let Some(database) = Database::postgres().await else {
        support::skipped("TETSUZUKI_TEST_POSTGRES names no server");
        return;
    };
    // Like a database that is only compatible with PostgreSQL.
    let db = database.open().await;
    let Db::Postgres { pool, .. } = &db else { panic!("not PostgreSQL") };
    // In another schema, because `verify` would report it among the product's tables.
    sqlx::raw_sql(
        "CREATE SCHEMA silent; CREATE FUNCTION silent.pg_notify(text, text) RETURNS void LANGUAGE plpgsql AS \
         $$ BEGIN RAISE feature_not_supported USING MESSAGE = 'NOTIFY is not supported'; END $$",
    )
    .execute(pool)
    .await
    .unwrap();
    close(db).await;
    let program = Program::on(&database).with_address(|address| {
        let sign = if address.contains('?') { '&' } else { '?' };
        format!("{address}{sign}options=-c%20search_path%3Dpublic,silent,pg_catalog")
    });
    let server = program.serve().await;
    let file = database.folder().join("edition.csv");
    std::fs::write(&file, "id,name\none,一\n").unwrap();
    program.succeed(&["import", "procedures", file.to_str().unwrap()]).await;
    let time = until("it is shown", async || shown(&server).await == 1).await;
    assert!(time < Duration::from_secs(5), "{time:?}");
    let log = server.process.log();
    assert_eq!(log.matches("polling it once a second").count(), 1, "{log}");
    assert!(!log.contains("WARN") && !log.contains("ERROR"), "{log}");
    program.succeed(&["verify"]).await;
    drop(server);
    database.remove().await;
}
