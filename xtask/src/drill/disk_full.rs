//! A disk that fills up and is freed again, with SQLite and with PostgreSQL. The file system is a few megabytes in
//! memory, and the drill fills it while readers send reports to be saved.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::http;
use super::{Findings, Ground, Limits, Server};
use crate::postgres::Postgres;
use crate::program;

/// Timeout of a response.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How long a full disk may go unnoticed, and how long it may still count as full after space is freed.
const SOON: Duration = Duration::from_secs(1);

pub fn run(ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
    match Disk::mount(ground.folder.join("disk-of-sqlite"), 24) {
        Ok(disk) => on_sqlite(ground, &disk, findings)?,
        Err(error) => findings.skipped("SQLite", format!("no file system could be mounted: {error:#}")),
    }
    match Disk::mount(ground.folder.join("disk-of-postgres"), 192) {
        Ok(disk) => on_postgres(ground, &disk, findings)?,
        Err(error) => findings.skipped("PostgreSQL", format!("no file system could be mounted: {error:#}")),
    }
    Ok(())
}

fn on_sqlite(ground: &Ground<'_>, disk: &Disk, findings: &mut Findings) -> Result<()> {
    let database = format!("sqlite://{}", disk.folder.join("tetsuzuki.db").display());
    // A clean stop leaves no write-ahead log, which could have free space.
    let arguments = ["--database", &database, "--client-address-header", "x-client"];
    Server::start(ground, Limits::default(), &[&["--demo"], &arguments[..]].concat())?.stop()?;
    let server = Server::start(ground, Limits::default(), &arguments)?;
    fill_and_free("SQLite", &server, disk, findings)?;
    server.stop()?;
    let log = disk.folder.join("tetsuzuki.db-wal").exists();
    findings.holds("SQLite: after the stop everything is in one file", if log { "a log is left" } else { "yes" }, !log);
    verify("SQLite", ground, &["--database", &database], findings)
}

fn on_postgres(ground: &Ground<'_>, disk: &Disk, findings: &mut Findings) -> Result<()> {
    let postgres = match Postgres::start_in(&disk.folder.join("postgres")) {
        Ok(postgres) => postgres,
        Err(error) => {
            findings.skipped("PostgreSQL", format!("{error:#}"));
            return Ok(());
        }
    };
    let key = ground.folder.join("audit-key").display().to_string();
    let arguments =
        ["--demo", "--database", &postgres.address, "--audit-key-file", &key, "--client-address-header", "x-client"];
    let server = Server::start(ground, Limits::default(), &arguments)?;
    fill_and_free("PostgreSQL", &server, disk, findings)?;
    server.stop()?;
    verify("PostgreSQL", ground, &arguments[1..5], findings)
}

fn fill_and_free(name: &str, server: &Server, disk: &Disk, findings: &mut Findings) -> Result<()> {
    let mut readers = Readers::of(server)?;
    let sent = readers.send(server)?;
    findings.holds(format!("{name}: with room, a report is taken"), sent.status.to_string(), sent.status == 303);

    for round in 1..=2 {
        let what = |words: &str| format!("{name}, round {round}: {words}");
        let filler = disk.fill()?;
        let time = until_ready_is(server, 503)?;
        findings.at_most(what("full, until /readyz says 503"), time, SOON);
        // PostgreSQL has partly filled pages, which are used up first.
        let (mut taken, mut refused) = (0, None);
        while refused.is_none() && taken < 800 {
            let answer = readers.send(server)?;
            if answer.status == 303 { taken += 1 } else { refused = Some(answer) }
        }
        findings.noted(what("reports that found a begun page"), taken.to_string());
        let Some(refused) = refused else {
            findings.skipped(what("a refused report"), "begun pages had room for all that may be sent in an hour");
            disk.free(&filler)?;
            continue;
        };
        findings.holds(what("a report is refused with 503"), refused.status.to_string(), refused.status == 503);
        let says_when = refused.head.to_ascii_lowercase().contains("retry-after");
        findings.holds(what("and says when to come again"), if says_when { "yes" } else { "no" }, says_when);
        for page in ["/", "/healthz"] {
            let status = http::get(server.address, page, &[], TIMEOUT)?.status;
            findings.holds(what(&format!("meanwhile {page} is answered")), status.to_string(), status == 200);
        }
        let mut others: Vec<u16> = Vec::new();
        for _ in 0..5 {
            others.push(readers.send(server)?.status);
        }
        let honest = others.iter().all(|status| [303, 503].contains(status));
        findings.holds(what("five more reports"), format!("{others:?}"), honest);

        disk.free(&filler)?;
        let began = Instant::now();
        while readers.send(server)?.status != 303 {
            if began.elapsed() > TIMEOUT {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        findings.at_most(what("room again, until a report is taken"), began.elapsed(), SOON);
        until_ready_is(server, 200)?;
        findings.at_most(what("room again, until /readyz says 200"), began.elapsed(), SOON);
    }
    Ok(())
}

fn verify(name: &str, ground: &Ground<'_>, place: &[&str], findings: &mut Findings) -> Result<()> {
    let output =
        std::process::Command::new(ground.binary).arg("verify").args(place).current_dir(ground.folder).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let verdict = said.lines().last().unwrap_or("nothing").to_owned();
    findings.holds(format!("{name}: verify afterwards"), verdict, output.status.success());
    Ok(())
}

fn until_ready_is(server: &Server, status: u16) -> Result<Duration> {
    let began = Instant::now();
    while http::get(server.address, "/readyz", &[], TIMEOUT)?.status != status {
        if began.elapsed() > TIMEOUT {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(began.elapsed())
}

/// Sends a request unchanged and reads the whole response.
fn exchange(server: &Server, request: &str) -> Result<String> {
    let mut stream = http::open(server.address, TIMEOUT)?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).context("no answer within the time")?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

struct Reply {
    status: u16,
    head: String,
}

/// Readers who each report on one procedure, so that no rate limit applies.
struct Readers {
    procedures: Vec<String>,
    sent: usize,
}

impl Readers {
    fn of(server: &Server) -> Result<Self> {
        let list = exchange(server, &http::request(server.address, "/api/v1/procedures?per_page=200", &[]))?;
        let json = list.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let list: serde_json::Value = serde_json::from_str(json).context("the list of procedures is not JSON")?;
        let items = list["items"].as_array().context("the list of procedures has no items")?;
        let ids = items.iter().filter_map(|item| item["id"].as_str());
        let procedures: Vec<String> = ids.filter(|id| id.is_ascii()).map(str::to_owned).collect();
        if procedures.is_empty() {
            bail!("there are no procedures");
        }
        Ok(Self { procedures, sent: 0 })
    }

    fn send(&mut self, server: &Server) -> Result<Reply> {
        let id = &self.procedures[self.sent % self.procedures.len()];
        let client = format!("198.51.{}.{}", self.sent / 250 % 250, self.sent % 250 + 1);
        self.sent += 1;
        let form = ["kind=useful", "kind=not_useful", "kind=could_not_finish&step=pay&reason=card"]
            [self.sent / self.procedures.len() % 3];
        let head = exchange(
            server,
            &format!(
                "POST /procedures/{id}/reports HTTP/1.1\r\nHost: {}\r\nX-Client: {client}\r\nSec-Fetch-Site: same-origin\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
                server.address,
                form.len()
            ),
        )?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no answer")?;
        Ok(Reply { status, head })
    }
}

/// A small file system in memory; unmounted when dropped.
struct Disk {
    folder: PathBuf,
}

impl Disk {
    fn mount(folder: PathBuf, megabytes: u64) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        let options = format!("size={megabytes}m,mode=0755");
        program::output(program::command("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&folder))?;
        Ok(Self { folder })
    }

    /// Fills the disk to the last byte.
    fn fill(&self) -> Result<PathBuf> {
        let filler = self.folder.join("filler");
        let mut file = File::create(&filler)?;
        let part = vec![1; 64 * 1024];
        while file.write_all(&part).is_ok() {}
        while file.write_all(&part[..512]).is_ok() {}
        Ok(filler)
    }

    fn free(&self, filler: &Path) -> Result<()> {
        fs::remove_file(filler).context("the disk could not be freed")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A lazy unmount: a process that still uses the folder keeps it a little longer, but the mount point is free at
        // once.
        if let Err(error) = program::output(program::command("umount").arg("-l").arg(&self.folder)) {
            crate::step::warn(format!("{} is still mounted: {error:#}", self.folder.display()));
        }
    }
}
