//! A database for a single test, SQLite or PostgreSQL.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use store::error::AppError;
use store::{AuditRow, Db, KeyPlace, WriteKind};
use tempfile::TempDir;

use super::templates::{FILE, KEY, Template};

/// The environment variable with the address of a server on which tests may create databases, such as
/// `postgres://postgres@127.0.0.1:5432/postgres`.
const POSTGRES: &str = "TETSUZUKI_TEST_POSTGRES";

/// An empty database that no other test uses.
#[derive(Debug)]
pub enum Database {
    Sqlite(TempDir),
    /// The folder contains the key of the audit log.
    Postgres {
        server: String,
        name: String,
        folder: TempDir,
    },
}

impl Database {
    pub fn sqlite() -> Self {
        Self::Sqlite(TempDir::new().unwrap())
    }

    /// A database with the tables of today; `None` if no server is configured.
    pub async fn postgres() -> Option<Self> {
        let server = configured_server()?;
        let database = Self::named(&server);
        database.make_from(Template::Migrated).await;
        Some(database)
    }

    /// A database without tables; `None` if no server is configured.
    pub async fn blank_postgres() -> Option<Self> {
        Some(Self::at(&configured_server()?).await)
    }

    /// A new database without tables on a PostgreSQL server.
    pub async fn at(server: &str) -> Self {
        let database = Self::named(server);
        database.at_server("CREATE DATABASE").await;
        database
    }

    /// A database on a PostgreSQL server that is not there yet.
    #[allow(clippy::disallowed_methods, reason = "the clock only makes a name unique")]
    fn named(server: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = server.to_owned();
        let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tetsuzuki_test_{}_{number}_{nanoseconds}", std::process::id());
        Self::Postgres { server, name, folder: TempDir::new().unwrap() }
    }

    /// Makes a copy of a template. There must be no database yet.
    async fn make_from(&self, template: Template) {
        let source = match self {
            Self::Sqlite(_) => template.sqlite().await,
            Self::Postgres { server, .. } => {
                let (source, folder) = template.postgres(server).await;
                self.at_server(&format!("CREATE DATABASE TEMPLATE {source}")).await;
                folder
            }
        };
        copy_files(&source, self.folder());
    }

    /// Opens a database that holds the demonstration, in place of what it held.
    pub async fn open_demonstration(&self) -> Db {
        match self {
            Self::Sqlite(folder) => assert!(!folder.path().join(FILE).exists(), "it was opened before"),
            Self::Postgres { .. } => self.at_server("DROP DATABASE").await,
        }
        self.make_from(Template::Demonstration).await;
        self.open().await
    }

    async fn at_server(&self, command: &str) {
        let Self::Postgres { server, name, .. } = self else { return };
        let mut connection = server.parse::<PgConnectOptions>().unwrap().connect().await.unwrap();
        // The name follows the first two words.
        let (verb, more) = command.split_once(" DATABASE").unwrap();
        let force = if verb == "DROP" { " WITH (FORCE)" } else { "" };
        connection.execute(AssertSqlSafe(format!("{verb} DATABASE {name}{more}{force}"))).await.unwrap();
    }

    pub fn address(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite://{}", folder.path().join(FILE).display()),
            Self::Postgres { server, name, .. } => named_on(server, name),
        }
    }

    pub async fn open(&self) -> Db {
        if let Self::Sqlite(folder) = self
            && !folder.path().join(FILE).exists()
            && !folder.path().join(KEY).exists()
        {
            self.make_from(Template::Migrated).await;
        }
        Db::open_with(&self.address(), &self.key()).await.unwrap()
    }

    /// A folder that belongs to this test.
    pub fn folder(&self) -> &Path {
        match self {
            Self::Sqlite(folder) | Self::Postgres { folder, .. } => folder.path(),
        }
    }

    /// The path of the audit log's key.
    pub fn key(&self) -> KeyPlace {
        KeyPlace::File(self.folder().join(KEY))
    }

    /// A copy of the database in its current state. Nobody may be connected to it.
    pub async fn copy(&self) -> Self {
        self.settle().await;
        let copy = match self {
            Self::Sqlite(_) => Self::sqlite(),
            Self::Postgres { server, name, .. } => {
                let copy = Self::at(server).await;
                copy.at_server("DROP DATABASE").await;
                copy.at_server(&format!("CREATE DATABASE TEMPLATE {name}")).await;
                copy
            }
        };
        copy_files(self.folder(), copy.folder());
        copy
    }

    /// Waits until nobody is connected any more, because PostgreSQL finishes the statement of a client that has died.
    pub async fn settle(&self) {
        let Self::Postgres { server, name, .. } = self else { return };
        let mut connection = server.parse::<PgConnectOptions>().unwrap().connect().await.unwrap();
        for _ in 0..6_000 {
            let connected: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_stat_activity WHERE datname = $1")
                .bind(name)
                .fetch_one(&mut connection)
                .await
                .unwrap();
            if connected == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("somebody is still connected to {name}");
    }

    /// Drops the database on the server. The folder of a SQLite database is deleted when it is dropped.
    pub async fn remove(self) {
        self.at_server("DROP DATABASE").await;
    }
}

/// The server on which tests may create databases.
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
fn configured_server() -> Option<String> {
    std::env::var(POSTGRES).ok().filter(|address| !address.is_empty())
}

/// The address of a database on a server.
pub fn named_on(server: &str, name: &str) -> String {
    let (before, query) = server.split_once('?').map_or((server, None), |(a, b)| (a, Some(b)));
    // The first slash after the scheme precedes the name of the database.
    let (scheme, rest) = before.split_once("://").unwrap();
    let host = rest.split('/').next().unwrap();
    format!("{scheme}://{host}/{name}{}", query.map(|query| format!("?{query}")).unwrap_or_default())
}

fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Closes all connections. A pool that is only dropped may stay connected for a while.
pub async fn close(db: Db) {
    match db {
        Db::Sqlite { readers, writer, .. } => {
            readers.close().await;
            writer.close().await;
        }
        Db::Postgres { pool, audit_pool, .. } => {
            pool.close().await;
            audit_pool.close().await;
        }
    }
}

/// Writes rows of the audit log, as a write of public data that changes nothing else.
pub async fn write_rows(db: &Db, now: DateTime<Utc>, rows: &[AuditRow]) -> Result<(), AppError> {
    db.write(WriteKind::Published(now), |transaction| {
        for row in rows {
            transaction.audit(row.clone());
        }
        Box::pin(async { Ok(()) })
    })
    .await
}
