//! Malicious and broken files: the command reads each within limits of time and memory, explains the error in a clear
//! line, writes nothing, and exits normally.

mod archives;
mod formats;
mod texts;
mod workbooks;

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::Duration;

use store::revision;

use self::archives::archives;
use self::texts::{geometries, texts};
use self::workbooks::workbooks;
use crate::support::Database;

/// Limit on the peak resident memory while reading a file, in kB.
const MEMORY_LIMIT: u64 = 200 * 1024;

/// Limit on the processor time, in hundredths of a second.
const TIME_LIMIT: u64 = 200;

/// The expected outcome of reading a file.
enum Outcome {
    /// Refused, with this in the message.
    Refused(&'static str),
    /// Read: what is unusual about it is harmless.
    Read,
}

use Outcome::{Read, Refused};

struct Hostile {
    what: &'static str,
    /// The extension of its name, which is often wrong.
    ending: &'static str,
    kind: &'static str,
    bytes: Vec<u8>,
    outcome: Outcome,
}

fn table(what: &'static str, ending: &'static str, bytes: impl Into<Vec<u8>>, outcome: Outcome) -> Hostile {
    Hostile { what, ending, kind: "population", bytes: bytes.into(), outcome }
}

fn boundaries(what: &'static str, bytes: impl Into<Vec<u8>>, words: &'static str) -> Hostile {
    Hostile { what, ending: "geojson", kind: "boundaries", bytes: bytes.into(), outcome: Refused(words) }
}

/// How a command ended, and the resources it used.
struct Run {
    status: ExitStatus,
    /// Peak resident memory in kB.
    memory: u64,
    /// Processor time in hundredths of a second.
    time: u64,
    output: String,
}

fn number_after(text: &str, label: &str) -> u64 {
    let rest = text.lines().find_map(|line| line.strip_prefix(label)).unwrap_or("0");
    rest.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

/// Watches a process until it ends, and reads its last figures before they are gone.
#[allow(clippy::disallowed_methods, reason = "nobody else waits on this thread")]
fn watch(child: &mut Child) -> (u64, u64) {
    let folder = format!("/proc/{}", child.id());
    let (mut memory, mut time) = (0, 0);
    for _ in 0..120_000 {
        let status = std::fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        memory = memory.max(number_after(&status, "VmHWM:"));
        let figures = std::fs::read_to_string(format!("{folder}/stat")).unwrap_or_default();
        let after_name = figures.rsplit(')').next().unwrap_or_default();
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        let field = |at: usize| fields.get(at).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
        time = time.max(field(11) + field(12));
        if fields.first() == Some(&"Z") {
            return (memory, time);
        }
        sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    (memory, time)
}

fn run(database: &str, folder: &Path, hostile: &Hostile) -> Run {
    let file = folder.join(format!("file.{}", hostile.ending));
    std::fs::write(&file, &hostile.bytes).unwrap();
    let log = folder.join("output");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tetsuzuki"));
    command
        .env("LC_ALL", "C")
        .args(["--database", database, "import", hostile.kind, "--source", "月次報告", "--source-publisher", "堺市"])
        .arg(&file);
    if matches!(hostile.outcome, Read) {
        command.arg("--dry-run");
    }
    let output = File::create(&log).unwrap();
    let mut child = command.stdout(output.try_clone().unwrap()).stderr(output).spawn().unwrap();
    let (memory, time) = watch(&mut child);
    let status = child.wait().unwrap();
    Run { status, memory, time, output: String::from_utf8_lossy(&std::fs::read(&log).unwrap()).into_owned() }
}

async fn are_harmless(files: Vec<Hostile>) {
    let database = Database::sqlite();
    let db = database.open().await;
    let before = revision::find_revision(&mut db.read().await.unwrap()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for hostile in &files {
        let run = run(&database.address(), folder.path(), hostile);
        println!("{}: {} kB, {}0 ms", hostile.what, run.memory, run.time);
        let shown = run.output.chars().take(600).collect::<String>();
        let right = match hostile.outcome {
            Refused(words) => {
                run.status.code() == Some(2) && run.output.contains(words) && !run.output.contains("dry run")
            }
            Read => run.status.code() == Some(0),
        };
        // A message is short lines, one for each wrong cell.
        let is_clear = !run.output.contains("panicked") && run.output.lines().all(|line| line.len() < 4_000);
        let is_bounded = run.memory <= MEMORY_LIMIT && run.time <= TIME_LIMIT && run.memory > 0;
        if !right || !is_clear || !is_bounded {
            wrong.push(format!("{}: {} kB, {}0 ms, {}: {shown}", hostile.what, run.memory, run.time, run.status));
        }
        let after = revision::find_revision(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(after, before, "{} wrote something", hostile.what);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn more_than_forty_files_are_given_each_of_its_own_kind() {
    let all: Vec<Hostile> = [archives(), workbooks(), texts(), geometries()].into_iter().flatten().collect();
    let kinds: std::collections::BTreeSet<&str> = all.iter().map(|hostile| hostile.what).collect();
    assert_eq!(kinds.len(), all.len(), "no two are called alike");
    let refused = all.iter().filter(|hostile| matches!(hostile.outcome, Refused(_))).count();
    assert!(refused >= 40, "{refused}");
}

#[tokio::test]
async fn archives_made_to_do_harm_are_refused_within_bounds() {
    are_harmless(archives()).await;
}

#[tokio::test]
async fn workbooks_made_to_do_harm_are_refused_or_read_within_bounds() {
    are_harmless(workbooks()).await;
}

#[tokio::test]
async fn texts_made_to_do_harm_are_refused_or_read_within_bounds() {
    are_harmless(texts()).await;
}

#[tokio::test]
async fn outlines_made_to_do_harm_are_refused_within_bounds() {
    are_harmless(geometries()).await;
}
