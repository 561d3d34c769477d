//! What is done with the audit log besides adding to it: days begin, texts are forgotten, the whole is verified.

use chrono::{DateTime, Utc};

use super::db::audit::key::KeyFile;
use super::db::audit::verify::{Verified, verify_chain};
use super::db::audit::{Forgetting, find_last_row, forget_texts};
use super::db::whole::find_faults;
use super::db::{AuditRow, COMMAND_LINE, Db, Written};
use crate::domain::audit::{BEGIN_DAY, FORGET_TEXTS, Head};
use crate::domain::calendar::today_in_japan;
use crate::error::AppError;

/// Who writes the rows that nobody asked for.
const PROGRAM: &str = "program";

/// Begins a new day of the log, where the last row is of one before: what is published as the head of a day is the end
/// of a day that is over, and a day is over for the log when the next has a row.
///
/// # Errors
/// Where the database cannot do its work, or the log cannot be continued.
pub async fn begin_day(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    let today = today_in_japan(now);
    db.write_published(now, |connection| {
        Box::pin(async move {
            // Another process may have begun it meanwhile; an empty log has no day to end.
            let last = find_last_row(connection).await?;
            if last.is_none_or(|last| last.recorded_on >= today) {
                return Ok(Written::Unchanged(()));
            }
            let audit = AuditRow::new(PROGRAM, BEGIN_DAY, today.to_string()).from_origin(PROGRAM);
            Ok(Written::Changed { answer: (), audit })
        })
    })
    .await
}

/// Takes reason, detail and values of a row away for good, and records that this was done, when and why. The chain
/// stays whole. What a history page showed of them is gone with the next revision.
///
/// # Errors
/// Where there is no such row, or it was forgotten before.
pub async fn forget(db: &Db, now: DateTime<Utc>, number: i64, reason: &str) -> Result<(), AppError> {
    let today = today_in_japan(now);
    db.write(now, async |connection| match forget_texts(connection, number, today).await? {
        Forgetting::NoSuchRow => Err(AppError::BadInput(format!(
            "there is no row {number} in the audit log; `tetsuzuki audit list` shows the newest with their numbers"
        ))),
        Forgetting::DoneBefore(day) => {
            Err(AppError::BadInput(format!("the texts of row {number} were forgotten on {day} already")))
        }
        Forgetting::Done => {
            let audit = AuditRow::new(COMMAND_LINE, FORGET_TEXTS, number.to_string()).reason(reason);
            Ok(Written::Changed { answer: (), audit })
        }
    })
    .await
}

/// What is known of log and database after looking at all of both.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verdict {
    #[serde(flatten)]
    pub log: Verified,
    /// What is wrong with the database itself, a line each.
    pub faults: Vec<String>,
}

impl Verdict {
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.log.damage.is_empty() && self.faults.is_empty()
    }

    /// In lines for a person.
    #[must_use]
    pub fn describe(&self, key: &KeyFile) -> String {
        let log = &self.log;
        let mut lines: Vec<String> = log.damage.iter().map(|finding| format!("audit log, {finding}")).collect();
        lines.extend(self.faults.iter().map(|fault| format!("database: {fault}")));
        let forgotten = match log.forgotten {
            0 => String::new(),
            forgotten => format!(", of which the texts of {forgotten} were forgotten by request"),
        };
        lines.push(match &log.head {
            Some(head) => format!("{} rows in the audit log{forgotten}; it ends with {head}", log.rows),
            None => "the audit log is empty".to_owned(),
        });
        if !log.end_is_known {
            lines.push(format!(
                "whether rows were cut off the end cannot be said: there is no {}.head here; give a head that /data \
                 published, by --head NUMBER:HASH",
                key.path().display()
            ));
        }
        lines.push(if self.is_well() { "all is well".to_owned() } else { "something was done to it".to_owned() });
        lines.join("\n")
    }
}

/// Looks at every row of the log and at the database itself.
///
/// # Errors
/// Where the database cannot be read, or the key is not there.
pub async fn verify(db: &Db, heads: &[Head]) -> Result<Verdict, AppError> {
    let mut connection = db.read().await?;
    let log = verify_chain(&mut connection, db.audit_key(), heads).await?;
    let faults = find_faults(&mut connection).await?;
    Ok(Verdict { log, faults })
}
