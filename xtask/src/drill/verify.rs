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
    for (state, words) in [("an empty database", None), ("a database in use", Some(words(ground)?))] {
        let mut shortest = [Duration::MAX; 2];
        for time in 0..TIMES {
            for (binary, shortest) in [Some(ground.binary), ground.against].into_iter().zip(&mut shortest) {
                let Some(binary) = binary else { continue };
                *shortest = (*shortest).min(import(ground, binary, survey, words.as_deref(), time)?);
            }
        }
        let [took, before] = shortest;
        let what = format!("import of the survey into {state}, against 1.3 times that of the other");
        match ground.against {
            Some(_) => findings.at_most(what, took, before.mul_f64(1.3)),
            None => findings.skipped(what, format!("no other binary was given; this one took {took:.2?}")),
        }
    }
    Ok(())
}

/// A small table. Importing it makes the first hashes, which later imports compare with the rows.
fn words(ground: &Ground<'_>) -> Result<PathBuf> {
    let file = ground.folder.join("words.csv");
    std::fs::write(&file, "word,means\n引っ越し,転入届\n")?;
    Ok(file)
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

fn import(ground: &Ground<'_>, binary: &Path, survey: &Path, words: Option<&Path>, time: usize) -> Result<Duration> {
    let text = |path: &Path| path.to_str().map(str::to_owned).context("a path is not valid UTF-8");
    let file = ground.folder.join(format!("import-{time}.db"));
    let database = format!("sqlite://{}", file.display());
    timed(binary, &["migrate", "--database", &database])?;
    if let Some(words) = words {
        timed(binary, &["import", "synonyms", &text(words)?, "--database", &database])?;
    }
    let took = timed(binary, &["import", "procedures", &text(survey)?, "--format", "survey", "--database", &database])?;
    for made in std::fs::read_dir(ground.folder)? {
        let made = made?.path();
        if made.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("import-{time}.db"))) {
            std::fs::remove_file(made)?;
        }
    }
    Ok(took)
}

fn timed(binary: &Path, arguments: &[&str]) -> Result<Duration> {
    let began = Instant::now();
    let status = Command::new(binary).args(arguments).stdout(Stdio::null()).status()?;
    ensure!(status.success(), "{} {} failed", binary.display(), arguments.join(" "));
    Ok(began.elapsed())
}
