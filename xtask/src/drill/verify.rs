//! Verification of a log of a million rows, and the cost of hashing every row in the largest import.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::{Findings, Ground};

/// A SQLite file with a long log, beside its key; made by the test `a_long_log_is_made_for_the_drill`.
const LOG: &str = "TETSUZUKI_DRILL_LOG";

/// Number of measurements of an import; the shortest counts.
const TIMES: usize = 3;

pub fn run(ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
    match std::env::var(LOG) {
        Ok(log) => {
            let took = timed(ground.binary, &["verify", "--database", &format!("sqlite://{log}")])?;
            findings.at_most("verify of a log of a million rows", took, Duration::from_secs(5));
        }
        Err(_) => findings.skipped("verify of a log of a million rows", format!("{LOG} does not name a file")),
    }
    let Some(survey) = ground.survey else {
        findings.skipped("import of the survey", "it is not available");
        return Ok(());
    };
    let survey = &unpacked(ground, survey)?;
    let took = import(ground, ground.binary, survey, "new")?;
    let Some(against) = ground.against else {
        findings.skipped("import of the survey against another binary", "no other binary was given");
        return Ok(());
    };
    let before = import(ground, against, survey, "old")?;
    findings.at_most("import of the survey, against 1.3 times that of the other", took, before.mul_f64(1.3));
    Ok(())
}

/// Decompresses a packed file once, so that only the import is measured.
fn unpacked(ground: &Ground<'_>, survey: &Path) -> Result<PathBuf> {
    if survey.extension().is_none_or(|extension| extension != "gz") {
        return Ok(survey.to_owned());
    }
    let to = ground.folder.join("survey.csv");
    let status = Command::new("gzip").arg("-dc").arg(survey).stdout(File::create(&to)?).status()?;
    ensure!(status.success(), "{} could not be unpacked", survey.display());
    Ok(to)
}

fn import(ground: &Ground<'_>, binary: &Path, survey: &Path, name: &str) -> Result<Duration> {
    let survey = survey.to_str().context("the path of the survey is not valid UTF-8")?;
    let mut shortest = Duration::MAX;
    for time in 0..TIMES {
        let file = ground.folder.join(format!("{name}-{time}.db"));
        let database = format!("sqlite://{}", file.display());
        timed(binary, &["migrate", "--database", &database])?;
        let took = timed(binary, &["import", "procedures", survey, "--format", "survey", "--database", &database])?;
        shortest = shortest.min(took);
    }
    Ok(shortest)
}

fn timed(binary: &Path, arguments: &[&str]) -> Result<Duration> {
    let began = Instant::now();
    let status = Command::new(binary).args(arguments).stdout(Stdio::null()).status()?;
    ensure!(status.success(), "{} {} failed", binary.display(), arguments.join(" "));
    Ok(began.elapsed())
}
