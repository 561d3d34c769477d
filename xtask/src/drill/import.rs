//! Imports the national survey of procedures, new and unchanged, and a file with more rows than any table allows. All
//! stay within limits of time and memory, and the large file is rejected before it is loaded.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::server::memory;
use super::{Findings, Ground};
use crate::{interrupt, program};

const LONGEST: Duration = Duration::from_secs(2);
const MOST_MEMORY: u64 = 150 << 20;
/// A rejected file is read first.
const MOST_MEMORY_REFUSED: u64 = 200 << 20;
const ROWS_TOO_MANY: usize = 1_150_000;
const REFUSED: i32 = 2;
/// A binary that hangs is killed.
const TIMEOUT: Duration = Duration::from_secs(600);

/// How a command ended, and its time and memory.
struct Run {
    code: Option<i32>,
    said: String,
    time: Duration,
    peak: u64,
}

pub fn run(ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
    command(ground, &["migrate"])?;
    match ground.survey {
        None => findings.skipped("the national survey, new and unchanged", "the file is not here"),
        Some(survey) => {
            let file = survey.to_str().context("the name of the survey is not valid UTF-8")?;
            for what in ["new", "unchanged"] {
                let run = command(ground, &["import", "procedures", file, "--format", "survey"])?;
                findings.holds(format!("the survey, {what}: is taken"), last_line(&run.said), run.code == Some(0));
                findings.at_most(format!("the survey, {what}: time"), run.time, LONGEST);
                findings.bytes_at_most(format!("the survey, {what}: memory at its peak"), run.peak, MOST_MEMORY);
            }
        }
    }
    let large = ground.folder.join("large.csv");
    write_rows(&large)?;
    let file = large.to_str().context("the drill folder is not valid UTF-8")?;
    let run = command(ground, &["import", "procedures", file])?;
    let is_clear = run.said.contains("the table has more than") && run.said.lines().count() <= 3;
    findings.holds(
        "1.15 million rows: refused in one line",
        last_line(&run.said),
        is_clear && run.code == Some(REFUSED),
    );
    findings.at_most("1.15 million rows: time", run.time, LONGEST);
    findings.bytes_at_most("1.15 million rows: memory at its peak", run.peak, MOST_MEMORY_REFUSED);
    Ok(())
}

fn last_line(said: &str) -> String {
    said.lines().last().unwrap_or_default().chars().take(60).collect()
}

fn write_rows(file: &Path) -> Result<()> {
    let mut rows = BufWriter::new(File::create(file)?);
    writeln!(rows, "id,name")?;
    for number in 0..ROWS_TOO_MANY {
        writeln!(rows, "p{number},n{number}")?;
    }
    Ok(rows.flush()?)
}

/// Runs a command of the binary on the drill's database and watches its memory.
fn command(ground: &Ground<'_>, arguments: &[&str]) -> Result<Run> {
    let said = ground.folder.join("said");
    let output = File::create(&said)?;
    let mut command = program::command(ground.binary.to_str().context("the name of the binary is not valid UTF-8")?);
    command
        .env("LC_ALL", "C")
        .arg("--database")
        .arg(format!("sqlite:{}", ground.folder.join("import.db").display()))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output);
    let began = Instant::now();
    let mut child = command.spawn()?;
    let mut peak = 0;
    let status = loop {
        if let Ok(memory) = memory(child.id()) {
            peak = peak.max(memory.peak);
        }
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if began.elapsed() > TIMEOUT || interrupt::check().is_err() {
            child.kill()?;
            child.wait()?;
            bail!("{arguments:?} was ended after {} seconds", began.elapsed().as_secs());
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let time = began.elapsed();
    Ok(Run { code: status.code(), said: std::fs::read_to_string(&said)?, time, peak })
}
