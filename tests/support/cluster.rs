//! A PostgreSQL server for a single test, which may crash it.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgConnection};
use tempfile::TempDir;

use super::Database;
use super::process::until;

/// A server and its data folder. Dropping this value stops the server.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    /// The user it runs as, because PostgreSQL refuses to run as root.
    owner: Option<(u32, u32)>,
    port: u16,
    server: Child,
    pub address: String,
}

impl Cluster {
    /// `None` if PostgreSQL is not installed, or if there is no user but root to run it.
    pub async fn start() -> Option<Self> {
        let programs = programs()?;
        let folder = TempDir::new().unwrap();
        let owner = if folder.path().metadata().unwrap().uid() == 0 { Some(owner()?) } else { None };
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut make = program(&programs.join("initdb"), folder.path(), owner);
        make.args(["--pgdata", "data", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        assert!(make.arg("--no-sync").stdout(Stdio::null()).status().unwrap().success());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = serve(&programs, folder.path(), owner, port);
        let address = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let cluster = Self { programs, folder, owner, port, server, address };
        cluster.wait().await;
        Some(cluster)
    }

    async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        self.address.parse::<PgConnectOptions>().unwrap().connect().await
    }

    async fn wait(&self) {
        until("PostgreSQL is ready", async || self.connect().await.is_ok()).await;
    }

    /// Sends SIGKILL to one backend of a database: the server then stops all backends and recovers from its log.
    pub async fn kill_a_backend_of(&self, database: &Database) {
        let Database::Postgres { name, .. } = database else { panic!("not PostgreSQL") };
        let mut connection = self.connect().await.unwrap();
        let backend: i32 = sqlx::query_scalar(
            "SELECT pid FROM pg_stat_activity WHERE datname = $1 ORDER BY state = 'idle', state_change DESC LIMIT 1",
        )
        .bind(name)
        .fetch_one(&mut connection)
        .await
        .unwrap();
        send("-KILL", &backend.to_string());
    }

    /// Stops the server without finishing anything (`pg_ctl stop -m immediate`).
    pub async fn stop_at_once(&mut self) {
        send("-QUIT", &self.server.id().to_string());
        until("PostgreSQL has stopped", async || self.server.try_wait().unwrap().is_some()).await;
    }

    /// Starts the server again after it was stopped.
    pub async fn start_again(&mut self) {
        self.server = serve(&self.programs, self.folder.path(), self.owner, self.port);
        self.wait().await;
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.server.try_wait().unwrap().is_none() {
            // SIGKILL would leave its child processes and shared memory behind.
            send("-QUIT", &self.server.id().to_string());
            let _ = self.server.wait();
        }
    }
}

/// The folder of PostgreSQL's programs: on the search path, or where Debian installs them.
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let packaged = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let packaged = packaged.map(|entry| entry.path().join("bin"));
    std::env::split_paths(&path)
        .chain(packaged)
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn owner() -> Option<(u32, u32)> {
    let people = fs::read_to_string("/etc/passwd").unwrap();
    ["postgres", "nobody"].iter().find_map(|name| {
        let line = people.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2);
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    })
}

fn program(path: &Path, folder: &Path, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(path);
    command.current_dir(folder).stdin(Stdio::null());
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}

/// Without fsync. Acknowledged writes have reached the operating system, which is enough if only processes die.
fn serve(programs: &Path, folder: &Path, owner: Option<(u32, u32)>, port: u16) -> Child {
    let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
    program(&programs.join("postgres"), folder, owner)
        .args(["-D", "data", "-h", "127.0.0.1", "-p", &port.to_string(), "-c", "unix_socket_directories="])
        .args(["-c", "fsync=off", "-c", "synchronous_commit=on"])
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

/// Sends a signal to a process.
fn send(signal: &str, process: &str) {
    assert!(Command::new("kill").args([signal, process]).status().unwrap().success());
}
