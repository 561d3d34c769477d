//! Import: bytes → table → rows → plan (what would change) → apply.
//!
//! An import runs in one transaction and is idempotent. A single invalid row prevents all writing. Every invalid row is
//! reported with its line, column, value and what was expected.

pub mod base;
pub mod comparing;
pub(crate) mod corrections;
pub mod execution;
pub(crate) mod fingerprint;
pub mod reading;
pub mod report;
pub mod request;
pub(crate) mod sources;
pub mod table;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use store::error::AppError;
use store::{Db, WriteError};

use self::base::ImportBase;
use self::execution::execute;
pub use self::execution::{ImportSummary, TransactionHook};
use self::reading::plan::{ReferenceData, read};
use self::reading::progress::ProgressSink;
pub use self::reading::progress::{Progress, Watch};
use self::report::Report;
pub use self::request::{GivenSource, Recorded, Request};
pub use self::table::kind::{Format, Kind};

/// Imports one file.
///
/// Invalid files and rows do not cause an `Err`. They are listed in the report, which then says that nothing was
/// written.
///
/// # Errors
/// If the database fails.
pub async fn import(
    db: &Db,
    request: &Request,
    bytes: impl AsRef<[u8]>,
    progress: Progress<'_>,
) -> Result<Report, AppError> {
    let known = ReferenceData::load(&mut db.read().await?, request.kind).await?;
    let nobody_goes_away = AtomicBool::new(false);
    let mut report = Report::new(request);
    let plan =
        read(request, bytes.as_ref(), known, ProgressSink::new(progress, &nobody_goes_away), &mut report.findings);
    // The plan has everything that was read. Free a large file before writing.
    drop(bytes);
    execute::<AppError>(db, Arc::new(request.clone()), plan, &mut report, &Watch::silent(), None).await?;
    Ok(report)
}

/// Reports what importing a file would change, without writing anything. The report lists new records and every cell
/// that would change, counts unchanged and invalid rows, and gives the procedures and departments touched and the base
/// of the comparison.
///
/// The file is read on a blocking thread. Reading stops if the watch is cancelled or the future is dropped.
///
/// # Errors
/// If the database fails.
pub async fn preview(db: &Db, request: Request, bytes: Arc<[u8]>, watch: &Watch) -> Result<Report, AppError> {
    run(db, Request { dry_run: true, if_base: None, ..request }, bytes, watch, None).await
}

/// Imports a file after a [`preview`], if the affected records are still the same. Unrelated writes do not matter.
/// Otherwise the report says why nothing was written.
///
/// Cancelling works as in [`preview`]. It either takes effect before anything is written or not at all.
///
/// # Errors
/// If the database fails.
pub async fn confirm(
    db: &Db,
    request: Request,
    bytes: Arc<[u8]>,
    base: ImportBase,
    watch: &Watch,
) -> Result<Report, AppError> {
    run(db, Request { dry_run: false, if_base: Some(base), ..request }, bytes, watch, None).await
}

/// [`confirm`] with additional work in the same transaction. That work is skipped if the file changes nothing.
///
/// # Errors
/// If the database or the additional work fails. Nothing is written then.
pub async fn confirm_with<E: WriteError>(
    db: &Db,
    request: Request,
    bytes: Arc<[u8]>,
    base: ImportBase,
    hook: TransactionHook<E>,
) -> Result<Report, E> {
    let request = Request { dry_run: false, if_base: Some(base), ..request };
    run(db, request, bytes, &Watch::silent(), Some(hook)).await
}

async fn run<E: WriteError>(
    db: &Db,
    request: Request,
    bytes: Arc<[u8]>,
    watch: &Watch,
    hook: Option<TransactionHook<E>>,
) -> Result<Report, E> {
    let unfinished = watch.until_finished();
    let request = Arc::new(request);
    let known = ReferenceData::load(&mut db.read().await?, request.kind).await?;
    let (their_request, their_watch) = (Arc::clone(&request), watch.clone());
    let reading = tokio::task::spawn_blocking(move || {
        let mut report = Report::new(&their_request);
        let plan = read(&their_request, &bytes, known, their_watch.sink(), &mut report.findings);
        (plan, report)
    });
    let (plan, mut report) = reading.await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => AppError::ShuttingDown("the server is shutting down; nothing was written".to_owned()),
    })?;
    execute(db, request, plan, &mut report, watch, hook).await?;
    unfinished.finish();
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compiles only if these futures are `Send`, as request handlers require.
    #[allow(dead_code, reason = "that it can be built is the test")]
    fn what_handlers_await_moves_between_threads(db: &Db, request: &Request, bytes: &Arc<[u8]>, base: ImportBase) {
        fn moves<T: Send>(_: T) {}
        let watch = Watch::silent();
        moves(import(db, request, bytes, &|_, _| {}));
        moves(preview(db, request.clone(), Arc::clone(bytes), &watch));
        moves(confirm(db, request.clone(), Arc::clone(bytes), base, &watch));
    }
}
