//! Audit log operations other than appending: checkpointing days, forgetting texts, and verifying the whole log.

pub mod filter;

use chrono::{DateTime, Utc};
use domain::audit::{BEGIN_DAY, FORGET_TEXTS, Head, PROGRAM};
use domain::audit_action::AuditAction;
use domain::calendar::today_in_japan;
use domain::proposal::ProposalId;
use exchange::import::reading::file::contains_text;
pub use store::COMMAND_LINE;
pub use store::audit::LogEntry;
use store::audit::find_last_row;
use store::audit::forgetting::{
    ForgetOutcome, Forgotten, Remaining, forget_everywhere, forget_texts, list_remaining, list_stored_files,
};
use store::audit::key::KeyFile;
use store::audit::verify::{Verified, verify_chain};
use store::error::AppError;
use store::integrity::check_integrity;
use store::proposed_files::find_content;
use store::revision::find_fault_of_revision;
use store::row_hashes::{NOT_COVERED, RowsVerified, last_logged_sums, verify_rows};
use store::schema::compare_definitions;
use store::{AuditRow, Connection, Db, WriteKind, WriteTransaction};

/// Begins a new day in the log if its last row is from an earlier day. The published head of a day is the last row of a
/// finished day, and the log considers a day finished once the next one has a row.
///
/// # Errors
/// Returns an error if the database fails, or the log cannot be continued.
pub async fn checkpoint_day(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    let today = today_in_japan(now);
    db.write(WriteKind::Published(now), |transaction| {
        Box::pin(async move {
            // Another process may have started the day in the meantime; an empty log has no day to finish.
            if find_last_row(transaction).await?.is_some_and(|last| last.recorded_on < today) {
                transaction.audit(AuditRow::new(PROGRAM, BEGIN_DAY, today.to_string()).from_origin(PROGRAM));
            }
            Ok(())
        })
    })
    .await
}

/// Permanently removes reason, detail and values from a row, and their copies from the proposal that it belongs to. Records
/// that this was done, when and why. The chain stays intact. History pages stop showing the removed text with the next
/// revision.
///
/// # Errors
/// Returns an error if there is no such row, or its text was already removed.
pub async fn forget(db: &Db, now: DateTime<Utc>, number: i64, reason: &str) -> Result<Forgotten, AppError> {
    let today = today_in_japan(now);
    let forgotten = db
        .write(WriteKind::Published(now), |transaction| {
            Box::pin(async move {
                match forget_texts(transaction, number, today).await? {
                    ForgetOutcome::NoSuchRow => Err(AppError::BadInput(format!(
                        "there is no row {number} in the audit log; `tetsuzuki audit list` shows the latest rows with \
                         their numbers"
                    ))),
                    ForgetOutcome::DoneBefore(day) => {
                        Err(AppError::BadInput(format!("the texts of row {number} were already forgotten on {day}")))
                    }
                    ForgetOutcome::Done(forgotten) => {
                        record(transaction, &forgotten, reason);
                        Ok(forgotten)
                    }
                }
            })
        })
        .await?;
    Ok(forgotten)
}

/// The fewest characters of a text that is looked for everywhere: a single one is part of countless texts.
const FEWEST_CHARACTERS: usize = 2;

/// The subject of the row that records that a text was erased wherever it was, instead of the number of a row.
pub const EVERYWHERE: &str = "everywhere";

/// Permanently removes a text wherever it is kept besides public data and accounts, and records this for every row of the
/// log. Returns what was removed, and where the text still is.
///
/// # Errors
/// Returns an error if the text is too short, or the reason contains it.
pub async fn forget_text(
    db: &Db,
    now: DateTime<Utc>,
    text: &str,
    reason: &str,
) -> Result<(Forgotten, Vec<Remaining>), AppError> {
    if text.trim().chars().count() < FEWEST_CHARACTERS {
        return Err(AppError::BadInput(format!(
            "the text is too short: give at least {FEWEST_CHARACTERS} characters, or everything that contains them would \
             be erased"
        )));
    }
    if reason.contains(text) {
        return Err(AppError::BadInput("the reason contains the text that is to be forgotten".to_owned()));
    }
    let files = &files_with(db, text).await?;
    let today = today_in_japan(now);
    let forgotten = db
        .write(WriteKind::Published(now), |transaction| {
            Box::pin(async move {
                let forgotten = forget_everywhere(transaction, text, files, now, today).await?;
                // Also where no row of the log contained the text.
                if forgotten.is_anything() {
                    transaction.audit(AuditRow::new(COMMAND_LINE, FORGET_TEXTS, EVERYWHERE).reason(reason));
                }
                record(transaction, &forgotten, reason);
                Ok::<_, AppError>(forgotten)
            })
        })
        .await?;
    let remaining = list_remaining(&mut db.read().await?, text).await?;
    Ok((forgotten, remaining))
}

/// The proposals whose stored file contains a text.
async fn files_with(db: &Db, text: &str) -> Result<Vec<ProposalId>, AppError> {
    let mut connection = db.read().await?;
    let mut found = Vec::new();
    for id in list_stored_files(&mut connection).await? {
        let content = find_content(&mut connection, &id).await?;
        if content.is_some_and(|content| contains_text(&content, text)) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Records which rows were erased and which proposals were withdrawn because of it.
fn record(transaction: &mut WriteTransaction<'_>, forgotten: &Forgotten, reason: &str) {
    for number in &forgotten.rows {
        transaction.audit(AuditRow::new(COMMAND_LINE, FORGET_TEXTS, number.to_string()).reason(reason));
    }
    for id in &forgotten.withdrawn {
        let row = AuditRow::new(COMMAND_LINE, AuditAction::WithdrawProposal.as_str(), id.to_string());
        transaction.audit(row.detail("a text in it was forgotten").reason(reason));
    }
}

/// The result of verifying the log and the database in full.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct VerificationReport {
    #[serde(flatten)]
    pub log: Verified,
    /// The result of comparing the rows of public data, accounts and proposals.
    pub rows_of_data: RowsVerified,
    /// Number of table, index and trigger definitions compared, or `None` if this program has no definitions for this
    /// kind of database.
    pub definitions: Option<usize>,
    /// Faults in the database itself, one per line.
    pub faults: Vec<String>,
}

impl VerificationReport {
    #[must_use]
    pub fn is_well(&self) -> bool {
        let end_is_known = self.log.end_is_known || self.log.head.is_none();
        self.log.damage.is_empty() && self.faults.is_empty() && self.rows_of_data.damage.is_empty() && end_is_known
    }

    /// A human-readable report.
    #[must_use]
    pub fn describe(&self, key: &KeyFile) -> String {
        let log = &self.log;
        let mut lines: Vec<String> = log.damage.iter().map(|finding| format!("audit log, {finding}")).collect();
        lines.extend(self.rows_of_data.damage.iter().map(|fault| format!("data, {fault}")));
        lines.extend(self.faults.iter().map(|fault| format!("database: {fault}")));
        let forgotten = match log.forgotten {
            0 => String::new(),
            forgotten => format!(", {forgotten} with their texts forgotten by request"),
        };
        lines.push(match &log.head {
            Some(head) => format!("{} rows in the audit log{forgotten}; it ends with {head}", log.rows),
            None => "the audit log is empty".to_owned(),
        });
        lines.push(match &self.rows_of_data.sums {
            Some(_) => format!(
                "{} rows of {} tables compared with their hashes: public data, accounts, proposals",
                self.rows_of_data.rows, self.rows_of_data.tables
            ),
            None => "the rows of data have no hashes yet: they are hashed with the first row of the log".to_owned(),
        });
        let not_covered: Vec<&str> = NOT_COVERED.iter().map(|(name, _)| *name).collect();
        lines.push(format!("not compared: {}", not_covered.join(", ")));
        lines.push(match self.definitions {
            Some(definitions) => format!(
                "{definitions} definitions of tables, indexes and triggers, the revision, references and pages compared"
            ),
            None => {
                "revision and references compared; the definitions of this kind of database are not known".to_owned()
            }
        });
        if !log.end_is_known && log.head.is_some() {
            lines.push(format!(
                "cannot tell whether rows were cut off the end: there is no {}.head here; give a head published on \
                 /data with --head NUMBER:HASH",
                key.path().display()
            ));
        }
        lines.push(if self.is_well() { "all is well".to_owned() } else { "it was tampered with".to_owned() });
        lines.join("\n")
    }
}

/// Compares every row of public data, accounts and proposals with what the product wrote, without reading the log.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn compare_rows(db: &Db) -> Result<RowsVerified, AppError> {
    // Read before the database, to which other processes may still be writing.
    let kept = db.audit_key().load_heads()?;
    compare_rows_on(db, &mut db.read().await?, kept.sums).await
}

async fn compare_rows_on(db: &Db, connection: &mut Connection, kept: Option<Head>) -> Result<RowsVerified, AppError> {
    let named = last_logged_sums(connection).await?;
    let sums: Vec<Head> = kept.into_iter().chain(named).collect();
    verify_rows(connection, db.audit_key(), &sums).await
}

/// Checks every row of the log and the database itself.
///
/// # Errors
/// Returns an error if the database cannot be read, or the key is missing.
pub async fn verify(db: &Db, heads: &[Head]) -> Result<VerificationReport, AppError> {
    // Read before the database, to which other processes may still be writing.
    let kept = db.audit_key().load_heads()?;
    let mut connection = db.read().await?;
    let sums_kept = kept.sums.clone();
    let log = verify_chain(&mut connection, db.audit_key(), kept, heads).await?;
    let rows_of_data = compare_rows_on(db, &mut connection, sums_kept).await?;
    let mut faults = check_integrity(&mut connection).await?;
    faults.extend(find_fault_of_revision(&mut connection).await?);
    let definitions = compare_definitions(&mut connection, &mut faults).await?;
    Ok(VerificationReport { log, rows_of_data, definitions, faults })
}
