//! One file put through everything that an upload goes through, and what is wrong with the outcome.

use std::sync::Arc;
use std::time::Duration;

use exchange::import::report::Report;
use exchange::import::{Request, TransactionHook, Watch, confirm_with, preview};
use futures::FutureExt;
use store::error::AppError;
use store::{Db, WriteError};

use super::contents;

/// The longest that a file may keep a processor busy.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The most resident memory of the process while it reads a file, in kB.
const MEMORY_LIMIT: u64 = 300 * 1024;

/// The longest line and the most lines of a refusal.
const LONGEST_LINE: usize = 2_000;
const MOST_LINES: usize = 25;

/// How a file ended that did nothing wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Refused,
    /// Refused because a reader of another project panicked.
    RefusedAfterPanic,
    /// Accepted, with nothing to write.
    Unchanged,
    /// Accepted, written, checked and rolled back.
    Accepted,
}

/// Ends the transaction that writes a file, so that the database stays as it is.
enum RolledBack {
    /// What is wrong with the records in it.
    Checked(Vec<String>),
    Failed(AppError),
}

impl From<AppError> for RolledBack {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl WriteError for RolledBack {
    fn as_app_error(&self) -> Option<&AppError> {
        match self {
            Self::Checked(_) => None,
            Self::Failed(error) => Some(error),
        }
    }
}

/// Imports a file and undoes it.
///
/// # Errors
/// What went wrong: a panic, a failure of the database, a limit that was exceeded, a message that is not clear.
pub(super) async fn run(db: &Db, request: &Request, bytes: Vec<u8>) -> Result<Outcome, Vec<String>> {
    let (db, request, bytes): (Db, Request, Arc<[u8]>) = (db.clone(), request.clone(), bytes.into());
    forget_peak();
    let before = processor_time();
    let outcome = tokio::spawn(async move { import_and_undo(&db, request, bytes).await }).await;
    let (taken, memory) = (processor_time().saturating_sub(before), peak_memory());
    let mut faults = Vec::new();
    if taken > TIME_LIMIT {
        faults.push(format!("it took {taken:?} of processor time; expected at most {TIME_LIMIT:?}"));
    }
    if memory > MEMORY_LIMIT {
        faults.push(format!("it took {memory} kB of memory; expected at most {MEMORY_LIMIT}"));
    }
    match outcome {
        Ok(Ok(outcome)) if faults.is_empty() => return Ok(outcome),
        Ok(Ok(_)) => {}
        Ok(Err(more)) => faults.extend(more),
        Err(panicked) => faults.push(format!("it panicked beyond the readers: {panicked}")),
    }
    Err(faults)
}

async fn import_and_undo(db: &Db, request: Request, bytes: Arc<[u8]>) -> Result<Outcome, Vec<String>> {
    let failed = |what: &str, error: &AppError| vec![format!("{what} failed: {error:?}")];
    let report = preview(db, request.clone(), Arc::clone(&bytes), &Watch::silent())
        .await
        .map_err(|error| failed("the preview", &error))?;
    let faults = faults_of_message(&report);
    if !faults.is_empty() {
        return Err(faults);
    }
    let Some(base) = report.base().filter(|_| !report.is_refused()) else {
        let panicked = report.refusal().is_some_and(|refusal| refusal.contains("its records contradict one another"));
        return Ok(if panicked { Outcome::RefusedAfterPanic } else { Outcome::Refused });
    };
    let hook: TransactionHook<RolledBack> =
        Arc::new(|connection, _| async move { Err(RolledBack::Checked(contents::faults(connection).await?)) }.boxed());
    match confirm_with(db, request, bytes, base, hook).await {
        Ok(report) if report.is_refused() => Err(vec![format!("confirmed and refused: {}", report.describe())]),
        Ok(_) => Ok(Outcome::Unchanged),
        Err(RolledBack::Checked(faults)) if faults.is_empty() => Ok(Outcome::Accepted),
        Err(RolledBack::Checked(faults)) => Err(faults),
        Err(RolledBack::Failed(error)) => Err(failed("writing", &error)),
    }
}

/// What is wrong with a report as a person reads it.
fn faults_of_message(report: &Report) -> Vec<String> {
    let text = report.describe();
    let mut faults = Vec::new();
    if text.contains("panicked") {
        faults.push("a reader of this project panicked".to_owned());
    }
    if let Some(letter) = text.chars().find(|letter| letter.is_control() && *letter != '\n') {
        faults.push(format!("the report has the control character {letter:?}: {}", shortened(&text)));
    }
    if report.is_refused() {
        let causes = report.refusal().is_some() || !report.causes().is_empty();
        let is_short =
            text.lines().count() <= MOST_LINES && text.lines().all(|line| line.chars().count() <= LONGEST_LINE);
        if !causes || !is_short {
            faults.push(format!("the refusal is not clear ({} lines): {}", text.lines().count(), shortened(&text)));
        }
    }
    faults
}

fn shortened(text: &str) -> String {
    text.chars().take(3_000).collect()
}

/// Ends this process before a file that fills the memory ends others. No file may take a tenth of it.
#[cfg(target_os = "linux")]
pub(super) fn limit_memory() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = Rlimit { current: Some(4 << 30), ..getrlimit(Resource::As) };
    setrlimit(Resource::As, limit).expect("a limit below that of the process may be set");
}

#[cfg(not(target_os = "linux"))]
pub(super) fn limit_memory() {}

/// The processor time of this process so far; zero where the system does not say.
fn processor_time() -> Duration {
    let figures = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = figures.rsplit(')').next().unwrap_or_default();
    let field = |at| after_name.split_whitespace().nth(at).and_then(|text| text.parse().ok()).unwrap_or(0_u64);
    // Both are in hundredths of a second.
    Duration::from_millis((field(11) + field(12)) * 10)
}

/// Lets the next [`peak_memory`] be that of the time from now on.
fn forget_peak() {
    // Where the system does not allow it, the peak stays that of all files so far.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The peak of resident memory in kB; zero where the system does not say.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
