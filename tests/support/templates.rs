//! Databases that many tests begin with. Each is made once for a build of the tests, and copied where it is needed:
//! migrating an empty database takes longer than most tests, and filling it with the demonstration longer still.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use store::{Db, KeyPlace};
use tetsuzuki::server::demonstration;

use super::database::{close, named_on};
use super::noon_of_today;

/// The name of the key of the audit log in the folder of a database.
pub const KEY: &str = "audit-key";

/// The name of the file of a SQLite database in its folder.
pub const FILE: &str = "test.db";

/// What a database begins with.
#[derive(Debug, Clone, Copy)]
pub enum Template {
    /// The tables of today, with nothing but what every city has.
    Migrated,
    /// The city of `serve --demo`.
    Demonstration,
}

impl Template {
    const fn name(self) -> &'static str {
        match self {
            Self::Migrated => "migrated",
            Self::Demonstration => "demonstration",
        }
    }

    async fn fill(self, address: &str, key: &Path) {
        let db = Db::open_with(address, &KeyPlace::File(key.to_path_buf())).await.unwrap();
        match self {
            Self::Migrated => {}
            Self::Demonstration => demonstration::fill(&db, noon_of_today()).await.unwrap(),
        }
        close(db).await;
    }

    /// The folder of a SQLite database and its key.
    pub async fn sqlite(self) -> PathBuf {
        let place = place();
        let folder = place.join(format!("sqlite-{}", self.name()));
        if folder.exists() {
            return folder;
        }
        let _turn = turn(&place);
        if !folder.exists() {
            // Nobody sees it before it is whole, not even if this process is killed.
            let unfinished = folder.with_extension("unfinished");
            let _ = fs::remove_dir_all(&unfinished);
            fs::create_dir_all(&unfinished).unwrap();
            let address = format!("sqlite://{}", unfinished.join(FILE).display());
            self.fill(&address, &unfinished.join(KEY)).await;
            fs::rename(&unfinished, &folder).unwrap();
        }
        folder
    }

    /// The name of a database on a PostgreSQL server, and the folder of its key.
    pub async fn postgres(self, server: &str) -> (String, PathBuf) {
        let place = place();
        let folder = place.join(format!("postgres-{}", self.name()));
        let name = format!("tetsuzuki_template_{}_{}", self.name(), build());
        let _turn = turn(&place);
        let mut connection = server.parse::<PgConnectOptions>().unwrap().connect().await.unwrap();
        let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
            .bind(&name)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        if !exists {
            fs::create_dir_all(&folder).unwrap();
            let unfinished = format!("{name}_unfinished");
            run(&mut connection, format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).await;
            run(&mut connection, format!("CREATE DATABASE {unfinished}")).await;
            self.fill(&named_on(server, &unfinished), &folder.join(KEY)).await;
            rename(&mut connection, &unfinished, &name).await;
        }
        (name, folder)
    }
}

async fn run(connection: &mut PgConnection, statement: String) {
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
}

/// The connections of a closed pool may take a moment to end, and nobody may be connected to what is renamed.
async fn rename(connection: &mut PgConnection, from: &str, to: &str) {
    for _ in 0..1_000 {
        let renamed = connection.execute(AssertSqlSafe(format!("ALTER DATABASE {from} RENAME TO {to}"))).await;
        if renamed.is_ok() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("somebody is still connected to {from}");
}

/// Tells one build of the tests from another: what they begin with changes with the code.
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
fn build() -> String {
    let program = fs::metadata(std::env::current_exe().unwrap()).unwrap();
    let made_at = program.modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    format!("{:x}_{:x}", program.len(), made_at.as_micros())
}

/// The folder of the templates of this build. Those of other builds are removed when it is made.
fn place() -> PathBuf {
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates");
    let place = all.join(build());
    if !place.exists() {
        for old in fs::read_dir(&all).into_iter().flatten().flatten() {
            // Another process may be removing it, too.
            let _ = fs::remove_dir_all(old.path());
        }
        fs::create_dir_all(&place).unwrap();
    }
    place
}

/// One process at a time makes templates; the lock ends with the file.
fn turn(place: &Path) -> File {
    let lock = File::create(place.join("lock")).unwrap();
    lock.lock().unwrap();
    lock
}
