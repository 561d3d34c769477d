//! `cargo xtask drill`: a release under load, observed from outside.
//!
//! A drill is a file in this folder with one function, `run(&Ground, &mut Findings) -> Result<()>`, and a name in
//! [`Drill`]. It starts the given binary as its own process ([`Server::start`], with system limits if needed). It talks
//! to the server over raw sockets ([`http`]), so that it can misbehave in ways that no client library would. It reads
//! memory from the system ([`Server::memory`]), and reports what it measured ([`Findings::at_most`],
//! [`Findings::holds`]). It reports what it cannot do on this machine with [`Findings::skipped`]. It never asserts: a
//! value beyond its bound fails the drill after everything has been measured.

mod answers;
mod connections;
mod costly;
mod disk_full;
pub mod http;
mod idle;
mod import;
mod searches;
mod server;
mod stop;
mod verify;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::ValueEnum;

pub use self::server::{Limits, Server};
use crate::cargo::Effort;
use crate::places::Places;
use crate::{interrupt, site, step, toolchain};

/// The drills, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Drill {
    /// Startup and memory of the idle demonstration city
    Idle,
    /// Three hundred clients on the most expensive address, within a gigabyte of address space
    Costly,
    /// A hundred misspelt searches at once
    Searches,
    /// A disk that fills up and is freed again, under SQLite and PostgreSQL
    DiskFull,
    /// A thousand silent and three hundred dripping connections at 1,024 descriptors
    Connections,
    /// SIGTERM while clients are silent or do not read
    Stop,
    /// The national survey imported new and unchanged, and a file with too many rows refused
    Import,
    /// A log of a million rows verified, and the survey import compared with another binary
    Verify,
    /// Five hundred addresses that another binary answers identically from the same data
    Answers,
}

impl Drill {
    fn run(self, ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
        match self {
            Self::Idle => idle::run(ground, findings),
            Self::Costly => costly::run(ground, findings),
            Self::Searches => searches::run(ground, findings),
            Self::DiskFull => disk_full::run(ground, findings),
            Self::Connections => connections::run(ground, findings),
            Self::Stop => stop::run(ground, findings),
            Self::Import => import::run(ground, findings),
            Self::Verify => verify::run(ground, findings),
            Self::Answers => answers::run(ground, findings),
        }
    }
}

/// The inputs of a drill.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The server to test.
    pub binary: &'a Path,
    /// Another server to compare with, such as the previous release.
    pub against: Option<&'a Path>,
    /// An empty folder for this drill only, removed afterwards.
    pub folder: &'a Path,
    /// The national survey of procedures as published, 75,071 rows, if available.
    pub survey: Option<&'a Path>,
}

/// The results of a drill.
#[derive(Debug, Default)]
pub struct Findings {
    rows: Vec<Finding>,
}

#[derive(Debug)]
struct Finding {
    what: String,
    measured: String,
    bound: String,
    holds: Option<bool>,
}

impl Findings {
    /// Records a time that must not exceed a bound.
    pub fn at_most(&mut self, what: impl Into<String>, measured: Duration, bound: Duration) {
        let words = |time: Duration| format!("{:.3} s", time.as_secs_f64());
        self.add(what, words(measured), format!("≤ {}", words(bound)), Some(measured <= bound));
    }

    /// Records a number of bytes that must not exceed a bound.
    pub fn bytes_at_most(&mut self, what: impl Into<String>, measured: u64, bound: u64) {
        self.add(what, step::size(measured), format!("≤ {}", step::size(bound)), Some(measured <= bound));
    }

    /// Records a condition that must hold, with the observed value.
    pub fn holds(&mut self, what: impl Into<String>, seen: impl Into<String>, holds: bool) {
        self.add(what, seen, "must hold", Some(holds));
    }

    /// Records a value without a bound.
    pub fn noted(&mut self, what: impl Into<String>, measured: impl Into<String>) {
        self.add(what, measured, "", None);
    }

    /// Records what could not be tested here, and why.
    pub fn skipped(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.add(what, "skipped", why, None);
    }

    fn add(
        &mut self,
        what: impl Into<String>,
        measured: impl Into<String>,
        bound: impl Into<String>,
        holds: Option<bool>,
    ) {
        self.rows.push(Finding { what: what.into(), measured: measured.into(), bound: bound.into(), holds });
    }

    fn print(&self) {
        for row in &self.rows {
            let sign = match row.holds {
                Some(true) => "✓",
                Some(false) => "✗",
                None => "·",
            };
            println!("  {sign} {:<64} {:>14}  {}", row.what, row.measured, row.bound);
        }
    }

    fn failed(&self) -> usize {
        self.rows.iter().filter(|row| row.holds == Some(false)).count()
    }

    fn passed(&self) -> usize {
        self.rows.iter().filter(|row| row.holds == Some(true)).count()
    }
}

/// Runs the requested drills, or all of them, against a binary or against a release that is built for the purpose.
pub fn run(
    places: &Places,
    drills: &[Drill],
    binary: Option<&Path>,
    against: Option<&Path>,
    survey: Option<&Path>,
) -> Result<ExitCode> {
    let binary = match binary {
        Some(binary) => fs::canonicalize(binary).with_context(|| format!("there is no {}", binary.display()))?,
        None => release(places)?,
    };
    let survey = match survey {
        Some(file) => Some(file.to_path_buf()),
        None => {
            Some(places.root.join("../shared/corpus/survey/procedures_r6_full.csv.gz")).filter(|file| file.exists())
        }
    };
    let drills = if drills.is_empty() { Drill::value_variants() } else { drills };
    let (mut passed, mut failed) = (0, 0);
    for drill in drills {
        interrupt::check()?;
        let name = drill.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        println!("\n━━ {name} ━━");
        let folder = places.root.join("target/drill").join(&name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let ground = Ground { binary: &binary, against, folder: &folder, survey: survey.as_deref() };
        let mut findings = Findings::default();
        let began = Instant::now();
        let result = drill.run(&ground, &mut findings);
        findings.print();
        (passed, failed) = (passed + findings.passed(), failed + findings.failed());
        if let Err(error) = result {
            interrupt::check()?;
            eprintln!("✗ {error:#}");
            failed += 1;
        }
        println!("  {name} took {}", step::duration(began.elapsed()));
        fs::remove_dir_all(&folder)?;
    }
    println!("\n{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn release(places: &Places) -> Result<PathBuf> {
    let toolchain = toolchain::prepare()?;
    site::build(places, &toolchain, Effort::Full)?;
    crate::server::build(places, &toolchain, Effort::Full)
}

/// Serves the largest available catalogue: the national survey, or else the demonstration city.
fn served_catalogue(ground: &Ground<'_>, limits: Limits, findings: &mut Findings) -> Result<Server> {
    let Some(survey) = ground.survey else {
        findings.noted("the catalogue", "demonstration");
        return Server::demonstration(ground, limits);
    };
    let database = format!("sqlite://{}", ground.folder.join("survey.db").display());
    let mut import = crate::program::command(ground.binary);
    import.args(["import", "procedures"]).arg(survey).args(["--format", "survey", "--database", &database]);
    crate::program::output(&mut import)?;
    findings.noted("the catalogue", "the survey");
    Server::start(ground, limits, &["--database", &database])
}
