//! A temporary PostgreSQL server for the tests, with its own folder and port, removed afterwards.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::version::Version;
use crate::{debian, interrupt, program, step};

/// The oldest major version that Tetsuzuki supports.
const OLDEST: u64 = 15;
const TIMEOUT: Duration = Duration::from_secs(60);

/// A running server; it stops and its folder is removed on drop.
#[derive(Debug)]
pub struct Postgres {
    server: Child,
    folder: PathBuf,
    /// `postgres://…`, for a superuser.
    pub address: String,
}

impl Postgres {
    /// Finds or installs PostgreSQL and starts a server.
    pub fn start() -> Result<Self> {
        Self::start_in(&env::temp_dir().join(format!("tetsuzuki-postgres-{}", std::process::id())))
    }

    /// Like [`Postgres::start`], with all data in a folder that does not exist yet.
    pub fn start_in(folder: &Path) -> Result<Self> {
        let programs = match find_programs() {
            Some(programs) => programs,
            None => {
                debian::install(&["postgresql"])
                    .with_context(|| format!("no PostgreSQL {OLDEST} or later was found"))?;
                find_programs().ok_or_else(|| {
                    anyhow!("the system's package of PostgreSQL is older than {OLDEST}; install a newer one")
                })?
            }
        };
        let owner = owner()?;
        let started = Instant::now();
        make_folder(folder, owner)?;
        match serve(&programs, owner, folder) {
            Ok(postgres) => {
                step::done(format!(
                    "PostgreSQL started at {} in {}",
                    postgres.address,
                    step::duration(started.elapsed())
                ));
                Ok(postgres)
            }
            Err(error) => {
                let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
                // Nobody else uses the folder. If it cannot be removed, the system cleans it up later.
                let _ = fs::remove_dir_all(folder);
                Err(error.context(format!("PostgreSQL did not start. It said:\n{log}")))
            }
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = end(&mut self.server) {
            step::warn(format!("PostgreSQL did not shut down cleanly: {error:#}"));
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            step::warn(format!("{} could not be removed: {error}", self.folder.display()));
        }
    }
}

/// The folder of the newest suitable programs: the search path first, then Debian's location.
fn find_programs() -> Option<PathBuf> {
    let on_path = program::find("initdb").and_then(|file| fs::canonicalize(file).ok()?.parent().map(Path::to_path_buf));
    let packaged = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(Version, PathBuf)> = on_path
        .into_iter()
        .chain(packaged.map(|entry| entry.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .filter_map(|folder| {
            let text = program::output(program::command(folder.join("postgres")).arg("--version")).ok()?;
            Some((Version::find(&text)?, folder))
        })
        .filter(|(version, _)| version.major() >= OLDEST)
        .collect();
    found.sort();
    found.pop().map(|(_, folder)| folder)
}

/// A system user, by number.
#[derive(Debug, Clone, Copy)]
struct Owner {
    user: u32,
    group: u32,
}

/// The user that runs the server if it cannot be the current one: PostgreSQL refuses root.
fn owner() -> Result<Option<Owner>> {
    if !debian::is_root() {
        return Ok(None);
    }
    let people = fs::read_to_string("/etc/passwd").context("reading /etc/passwd")?;
    ["postgres", "nobody"].iter().find_map(|name| person(&people, name)).map(Some).ok_or_else(|| {
        anyhow!("PostgreSQL refuses to run as root, and there is no user postgres or nobody; run as another user")
    })
}

fn person(people: &str, name: &str) -> Option<Owner> {
    people.lines().map(|line| line.split(':').collect::<Vec<_>>()).find_map(|fields| match fields.as_slice() {
        [found, _, user, group, ..] if *found == name => {
            Some(Owner { user: user.parse().ok()?, group: group.parse().ok()? })
        }
        _ => None,
    })
}

fn make_folder(folder: &Path, owner: Option<Owner>) -> Result<()> {
    fs::create_dir(folder).with_context(|| format!("making {}", folder.display()))?;
    #[cfg(unix)]
    if let Some(owner) = owner {
        std::os::unix::fs::chown(folder, Some(owner.user), Some(owner.group))?;
    }
    Ok(())
}

/// A PostgreSQL program, run as the owner and inside the folder.
fn program_of(programs: &Path, name: &str, owner: Option<Owner>, folder: &Path) -> Command {
    let mut command = program::command(programs.join(name));
    command.current_dir(folder).stdin(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        if let Some(owner) = owner {
            command.uid(owner.user).gid(owner.group);
        }
        // Ctrl-C at the terminal is for this program; it then stops the server cleanly.
        command.process_group(0);
    }
    command
}

fn serve(programs: &Path, owner: Option<Owner>, folder: &Path) -> Result<Postgres> {
    let data = folder.join("data");
    step::doing(format!("Starting a separate PostgreSQL for the tests ({})", programs.display()));
    // Any local user may log in; the database contains only test data.
    program::output(program_of(programs, "initdb", owner, folder).arg("--pgdata").arg(&data).args([
        "--username=tetsuzuki",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ]))?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let log = fs::File::create(folder.join("log"))?;
    let server = program_of(programs, "postgres", owner, folder)
        .arg("-D")
        .arg(&data)
        .args(["-h", "127.0.0.1", "-p", &port.to_string()])
        .arg("-k")
        .arg(folder)
        // The data need not survive a power failure.
        .args(["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"])
        .args(["-c", "max_connections=200"])
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .context("could not start postgres")?;
    let mut postgres = Starting(Some(server));
    wait_until_ready(postgres.0.as_mut().expect("it was put there above"), &data)?;
    Ok(Postgres {
        server: postgres.0.take().expect("it was put there above"),
        folder: folder.to_path_buf(),
        address: format!("postgres://tetsuzuki@127.0.0.1:{port}/postgres"),
    })
}

/// A server that is stopped if waiting for it fails.
struct Starting(Option<Child>);

impl Drop for Starting {
    fn drop(&mut self) {
        if let Some(server) = &mut self.0 {
            // The original error is reported; this one would hide it.
            let _ = end(server);
        }
    }
}

fn wait_until_ready(server: &mut Child, data: &Path) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < TIMEOUT {
        interrupt::check()?;
        if let Some(status) = server.try_wait()? {
            bail!("it ended with {status}");
        }
        if fs::read_to_string(data.join("postmaster.pid")).is_ok_and(|text| says_ready(&text)) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    bail!("it was not ready within {}", step::duration(TIMEOUT))
}

/// The eighth line of `postmaster.pid` contains the state.
fn says_ready(text: &str) -> bool {
    text.lines().nth(7).is_some_and(|state| state.trim() == "ready")
}

/// Asks the server to stop without waiting for its clients, and kills it if that does not help.
fn end(server: &mut Child) -> Result<()> {
    #[cfg(unix)]
    if server.try_wait()?.is_none() {
        let process = i32::try_from(server.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(process) = process {
            rustix::process::kill_process(process, rustix::process::Signal::INT)?;
        }
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(15) {
            if server.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
    if server.try_wait()?.is_none() {
        server.kill()?;
        server.wait()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_the_whole_name() {
        let people =
            "root:x:0:0:root:/root:/bin/bash\npostgres2:x:7:7::/:/bin/sh\npostgres:x:101:104:,,,:/var:/bin/bash\n";
        let found = person(people, "postgres").expect("there");
        assert_eq!((found.user, found.group), (101, 104));
        assert!(person(people, "nobody").is_none());
    }

    #[test]
    fn a_server_is_ready_when_its_own_file_says_so() {
        assert!(says_ready("1\n/data\n0\n5432\n/tmp\n127.0.0.1\n  1 2\nready   \n"));
        assert!(!says_ready("1\n/data\n0\n5432\n/tmp\n127.0.0.1\n  1 2\nstarting\n"));
        assert!(!says_ready("1\n"));
    }
}
