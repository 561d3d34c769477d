//! Compares and writes a plan in one transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::correction::FigureChange;
use domain::entry::ProcedurePatch;
use domain::procedure::DepartmentCode;
use domain::text::MessageLanguage;
use futures::FutureExt;
use futures::future::BoxFuture;
use store::error::AppError;
use store::{AuditRow, Connection, Db, WriteError, WriteKind, WriteTransaction, revision};

use super::base::ImportBase;
use super::comparing::applied::{Applied, Plan, departments_of};
use super::comparing::diff::{Changes, Counts};
use super::comparing::undo::undo_file;
use super::corrections;
use super::reading::plan::AnyPlan;
use super::reading::progress::Watch;
use super::report::Report;
use super::request::Request;
use super::table::wording::Wording;

/// A summary of what a file is about to change.
#[derive(Debug, Clone)]
pub struct ImportSummary {
    /// The departments of the procedures touched, before and after. `None` stands for no department.
    pub departments: BTreeSet<Option<DepartmentCode>>,
    pub counts: Vec<Counts>,
    /// Changed fields whose effective day is to come. They are not written: whoever publishes the file keeps them for
    /// their day.
    pub held_back: Vec<ProcedurePatch>,
    /// A file that undoes the changes; `None` if the kind has none.
    pub undo: Option<Vec<u8>>,
    /// The day for which the file as a whole waits. Nothing of it is written: whoever publishes it keeps the file and
    /// imports it on that day.
    pub waits_until: Option<NaiveDate>,
}

/// Work to do in the transaction that writes a file, so that both succeed or fail together. It may run more than once
/// because the transaction may be retried.
pub type TransactionHook<E> =
    Arc<dyn for<'c, 't> Fn(&'c mut WriteTransaction<'t>, ImportSummary) -> BoxFuture<'c, Result<(), E>> + Send + Sync>;

/// The result of comparing a plan with the database.
struct PlanOutcome {
    applied: Applied,
    base: ImportBase,
    abort: Option<AbortReason>,
}

/// Why nothing may be written.
enum AbortReason {
    /// The caller cancelled the request.
    Cancelled,
    /// Cells cannot be right beside what the database holds.
    BadCells,
    /// The affected records have changed since the preview.
    Stale,
    /// The file affects a procedure that the user may not change.
    NotAllowed,
    /// The file changes fields on a day to come, and nobody keeps them for that day.
    Ahead,
    /// The file removes rows that are not as it says, or that others refer to.
    Removal,
}

/// Compares the plan with the database, and where the connection may write, writes what differs.
async fn apply_plan(
    connection: &mut Connection,
    request: &Request,
    plan: &AnyPlan,
    watch: &Watch,
) -> Result<PlanOutcome, AppError> {
    let revision = revision::find_revision(connection).await?;
    let mut wording = Wording::load(connection, request.language, request.today).await?;
    wording.to_be_confirmed = request.dry_run || request.if_base.is_some();
    let waits_until = request.waits_until();
    // What waits is undone by withdrawing it.
    wording.keeps_undo = !request.dry_run && request.if_base.is_some() && waits_until.is_none();
    let applied = match waits_until {
        None => plan.apply(connection, request, &wording).await?,
        // It is compared now, and read again on its day.
        Some(_) => {
            let compared = Request { dry_run: true, ..request.clone() };
            Applied { waits_until, ..plan.apply(connection, &compared, &wording).await? }
        }
    };
    let decisive = applied.changes.iter().filter(|changes| !changes.follows);
    let base = ImportBase::new(revision, decisive.map(Changes::fingerprint));
    let allowed = request.allowed_departments.as_ref();
    let abort = if watch.is_cancelled() {
        Some(AbortReason::Cancelled)
    } else if !applied.bad_cells.is_empty() {
        Some(AbortReason::BadCells)
    } else if request.if_base.is_some_and(|before| !before.is_current(&base)) {
        Some(AbortReason::Stale)
    } else if allowed.is_some_and(|allowed| applied.touched.iter().any(|touched| touched.outside(allowed).is_some())) {
        Some(AbortReason::NotAllowed)
    } else if applied.changes.iter().any(|changes| !changes.refused.is_empty()) {
        Some(AbortReason::Removal)
    } else if !request.may_hold_back && !applied.held_back.is_empty() {
        Some(AbortReason::Ahead)
    } else {
        None
    };
    Ok(PlanOutcome { applied, base, abort })
}

/// What a file that shares a transaction with others leaves to write.
#[derive(Default)]
pub(crate) struct Shared {
    /// For the audit log; none if nothing changed or the report says why nothing may be written.
    pub rows: Vec<AuditRow>,
    /// The published figures that changed.
    pub figures: Vec<FigureChange>,
}

/// Applies a plan in a transaction that several files share, and notes in the report what changed.
pub(crate) async fn apply_to(
    transaction: &mut WriteTransaction<'_>,
    request: &Request,
    plan: &AnyPlan,
    report: &mut Report,
) -> Result<Shared, AppError> {
    let PlanOutcome { applied, abort, .. } = apply_plan(transaction, request, plan, &Watch::silent()).await?;
    let shared = if abort.is_none() && !applied.nothing_to_write() {
        Shared { rows: applied.audit_rows(request), figures: applied.figures().cloned().collect() }
    } else {
        Shared::default()
    };
    settle(request, applied, abort, None, report);
    Ok(shared)
}

/// Notes in the report what was changed, or why nothing may be written.
fn settle(
    request: &Request,
    applied: Applied,
    abort: Option<AbortReason>,
    base: Option<ImportBase>,
    report: &mut Report,
) {
    match abort {
        None => report.set_changes(applied, base),
        Some(AbortReason::Cancelled) => report.findings.cancel(),
        Some(AbortReason::BadCells) => report.findings.add_bad_cells(applied.bad_cells),
        Some(AbortReason::Stale) => report.mark_stale(match request.language {
            MessageLanguage::English => {
                "the records in this file have changed since the dry run; run --dry-run again and confirm what it \
                 would change now"
                    .to_owned()
            }
            MessageLanguage::Japanese => {
                "試行のあとに、このファイルの対象が変更されました。もう一度試行（--dry-run）して、\
                                 現在との違いを確認してください"
                    .to_owned()
            }
        }),
        Some(AbortReason::NotAllowed) => {
            report.refuse_outside(&request.allowed_departments.clone().unwrap_or_default(), &applied.touched);
        }
        Some(AbortReason::Ahead) => report.refuse_ahead(&applied),
        Some(AbortReason::Removal) => report.refuse_removals(&applied),
    }
}

pub(super) async fn execute<E: WriteError>(
    db: &Db,
    request: Arc<Request>,
    plan: Option<AnyPlan>,
    report: &mut Report,
    watch: &Watch,
    hook: Option<TransactionHook<E>>,
) -> Result<(), E> {
    let Some(plan) = plan.filter(|_| !report.is_refused()) else {
        return Ok(());
    };
    let PlanOutcome { applied, base, abort } = if request.dry_run {
        apply_plan(&mut db.read().await?, &request, &plan, watch).await?
    } else {
        let (request, plan, hook) = (&request, &plan, hook.as_ref());
        db.write(WriteKind::Published(request.now), |transaction| {
            write(transaction, request, plan, watch, hook).boxed()
        })
        .await?
    };
    settle(&request, applied, abort, Some(base).filter(|_| request.dry_run), report);
    Ok(())
}

async fn write<E: WriteError>(
    transaction: &mut WriteTransaction<'_>,
    request: &Request,
    plan: &AnyPlan,
    watch: &Watch,
    hook: Option<&TransactionHook<E>>,
) -> Result<PlanOutcome, E> {
    let outcome = apply_plan(transaction, request, plan, watch).await?;
    // Without an audit row, the transaction is rolled back.
    if outcome.abort.is_some() || outcome.applied.nothing_to_write() {
        return Ok(outcome);
    }
    // Nothing is imported yet of a file that waits; who keeps it writes that it does.
    if outcome.applied.waits_until.is_none() {
        corrections::record(transaction, outcome.applied.figures(), request.today, &request.reason).await?;
        for row in outcome.applied.audit_rows(request) {
            transaction.audit(row);
        }
    }
    if let Some(hook) = hook {
        let summary = ImportSummary {
            departments: departments_of(&outcome.applied.touched),
            counts: outcome.applied.changes.iter().map(|changes| changes.counts).collect(),
            held_back: outcome.applied.held_back.iter().map(|held| held.what.clone()).collect(),
            undo: undo_file(request.kind, &outcome.applied.changes),
            waits_until: outcome.applied.waits_until,
        };
        hook(transaction, summary).await?;
    }
    Ok(outcome)
}
