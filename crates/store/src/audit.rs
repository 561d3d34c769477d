//! The audit log: who did what, when, from where and why. Rows are chained and only ever appended.
//!
//! With the key, any row that was edited, removed, moved or cut off can be detected (docs/adr/0007-audit-chain.md).

pub mod browse;
pub mod chain;
pub mod forgetting;
mod head;
pub mod key;
pub mod procedure_log;
pub mod public;
pub mod table_log;
pub mod verify;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::audit::{GENESIS_HASH, Head, PROGRAM, VOUCH_FOR_ROWS};
use domain::calendar::{CLOCK_TOLERANCE, today_in_japan};

use self::chain::{Row, Texts};
use self::key::{ChainHeads, Key, KeyFile};
use super::random::random_bytes;
use super::{AuditRow, Connection, InsertOnly, parse_timestamp, row_hashes};
use crate::error::AppError;

statements! {
    FIND_LAST_ROW = "SELECT number, recorded_at, recorded_on, actor, origin, action, subject, approved_by, revision, \
                     texts_hash, key_id, previous_hash, hash, rows_sum FROM audit_log ORDER BY number DESC LIMIT 1";
    FIND_HASH = "SELECT hash FROM audit_log WHERE number = $1";
    LIST_NEWEST_ROWS = "SELECT l.actor, l.origin, l.action, l.subject, l.approved_by, t.reason, t.detail, t.was, \
                        t.became FROM audit_log l JOIN audit_texts t ON t.number = l.number \
                        ORDER BY l.number DESC LIMIT $1";
    LIST_NEWEST_ENTRIES = "SELECT l.number, l.recorded_at, l.actor, l.origin, l.action, l.subject, l.approved_by, \
                           t.reason, t.detail, t.was, t.became, t.forgotten_on FROM audit_log l \
                           JOIN audit_texts t ON t.number = l.number ORDER BY l.number DESC LIMIT $1";
    COUNT_UNCHAINED_ROWS = "SELECT count(*) FROM audit";
    LIST_UNCHAINED_ROWS = "SELECT recorded_at, actor, action, subject, detail, revision FROM audit ORDER BY id";
    DELETE_UNCHAINED_ROWS = "DELETE FROM audit";
}

/// A row of the log is never replaced. A duplicate number is a database error.
const ADD_ROWS: InsertOnly = InsertOnly { table: "audit_log", columns: Row::COLUMNS };
const ADD_TEXTS: InsertOnly =
    InsertOnly { table: "audit_texts", columns: &["number", "salt", "reason", "detail", "was", "became"] };

/// Marks rows that were written before the log became a chain.
const BEFORE_THE_CHAIN: &str = "before-the-chain";

/// A row to be appended.
struct Entry {
    /// `None` if no trusted clock reading exists. The row then gets the timestamp of the row before it.
    recorded_at: Option<DateTime<Utc>>,
    row: AuditRow,
    revision: Option<i64>,
}

/// Appends rows with one timestamp to the chain. The transaction must hold the writers' lock.
pub(super) async fn append(
    connection: &mut Connection,
    keys: &KeyFile,
    now: DateTime<Utc>,
    rows: Vec<AuditRow>,
    revision: Option<i64>,
    end: ChainEnd,
) -> Result<Recorded, AppError> {
    let entries = rows.into_iter().map(|row| Entry { recorded_at: Some(now), row, revision }).collect();
    append_entries(connection, keys, entries, end).await
}

/// The end of the log after an append, and the sums of the row hashes.
#[derive(Debug)]
pub(super) struct Recorded {
    pub head: Head,
    pub sums: Head,
}

/// Whether the log must continue from the end that this machine last saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChainEnd {
    Kept,
    /// The log was replaced by a backup, and the appended row records that.
    Replaced,
}

async fn append_entries(
    connection: &mut Connection,
    keys: &KeyFile,
    entries: Vec<Entry>,
    end: ChainEnd,
) -> Result<Recorded, AppError> {
    let sums = row_hashes::rehash_touched(connection).await?;
    let rows_sum = sums.to_string();
    let last = find_last_row(connection).await?;
    let seen = if end == ChainEnd::Kept { load_chain_head(connection, keys).await? } else { None };
    let key = current_key(keys, last.as_ref(), seen.as_ref())?;
    let mut head = last.as_ref().map_or_else(
        || Head { number: 0, hash: GENESIS_HASH.to_owned() },
        |last| Head { number: last.number, hash: last.hash.clone() },
    );
    let (mut moment, mut day) =
        last.map_or((String::new(), NaiveDate::MIN), |last| (last.recorded_at, last.recorded_on));
    warn_about_clock(&moment, &entries);
    let mut rows = Vec::with_capacity(entries.len());
    let mut all_texts = Vec::with_capacity(entries.len());
    for entry in entries {
        // If the clock was set back, a new row must not be dated before an existing one: that would change the head of
        // a past day.
        if let Some(recorded_at) = entry.recorded_at {
            let written = recorded_at.to_rfc3339_opts(SecondsFormat::Millis, true);
            if written > moment {
                (moment, day) = (written, today_in_japan(recorded_at));
            }
        }
        let AuditRow { actor, origin, action, subject, detail, reason, approved_by, before, after } = entry.row;
        let texts = Texts { salt: hex::encode(random_bytes::<16>()?), reason, detail, was: before, became: after };
        let mut row = Row {
            number: head.number + 1,
            recorded_at: moment.clone(),
            recorded_on: day,
            actor,
            origin,
            action,
            subject,
            approved_by,
            revision: entry.revision,
            texts_hash: texts.hash(),
            key_id: key.id().to_owned(),
            previous_hash: head.hash,
            hash: String::new(),
            rows_sum: Some(rows_sum.clone()),
        };
        row.hash = row.hash(&key);
        head = Head { number: row.number, hash: row.hash.clone() };
        all_texts.push((row.number, texts));
        rows.push(row);
    }
    save_rows!(connection, ADD_ROWS, rows, |values, row| {
        values
            .push_bind(row.number)
            .push_bind(&row.recorded_at)
            .push_bind(row.recorded_on)
            .push_bind(&row.actor)
            .push_bind(&row.origin)
            .push_bind(&row.action)
            .push_bind(&row.subject)
            .push_bind(&row.approved_by)
            .push_bind(row.revision)
            .push_bind(&row.texts_hash)
            .push_bind(&row.key_id)
            .push_bind(&row.previous_hash)
            .push_bind(&row.hash)
            .push_bind(&row.rows_sum);
    });
    save_rows!(connection, ADD_TEXTS, all_texts, |values, texts| {
        values
            .push_bind(texts.0)
            .push_bind(&texts.1.salt)
            .push_bind(&texts.1.reason)
            .push_bind(&texts.1.detail)
            .push_bind(&texts.1.was)
            .push_bind(&texts.1.became);
    });
    Ok(Recorded { head, sums })
}

/// Records that existing rows without hashes were hashed as they are.
pub(super) async fn start_row_hashes(connection: &mut Connection, keys: &KeyFile) -> Result<Recorded, AppError> {
    let row = AuditRow::new(PROGRAM, VOUCH_FOR_ROWS, "database").from_origin(PROGRAM);
    append_entries(connection, keys, vec![Entry { recorded_at: None, row, revision: None }], ChainEnd::Kept).await
}

/// If the clock is behind the last row, new rows get the timestamp of that row. This is always logged.
fn warn_about_clock(last: &str, entries: &[Entry]) {
    let Ok(last_row) = parse_timestamp(last) else { return };
    let clock = entries.iter().filter_map(|entry| entry.recorded_at).max();
    if let Some(clock) = clock.filter(|clock| last_row > *clock + CLOCK_TOLERANCE) {
        tracing::warn!(
            %clock,
            %last_row,
            rows = entries.len(),
            "the clock is behind the last row of the audit log; new rows get the timestamp of that row. Was the clock \
             ahead before, or is it behind now?"
        );
    }
}

/// The end of the log that this machine last saw. If the log contains the announced row, a restore was committed before
/// its process was killed, and that row counts. `kept` must have been read before the log, which grows in the meantime.
pub(super) async fn find_seen(connection: &mut Connection, kept: ChainHeads) -> Result<Option<Head>, AppError> {
    let ChainHeads { seen, announced: Some(announced), .. } = kept else { return Ok(kept.seen) };
    let hash: Option<String> = with_driver!(connection, inner => sqlx::query_scalar(FIND_HASH).bind(announced.number).fetch_optional(inner).await?);
    Ok(if hash.as_ref() == Some(&announced.hash) { Some(announced) } else { seen })
}

/// Like `find_seen`, for writers that hold the writers' lock. Completes what an interrupted restore left undone.
async fn load_chain_head(connection: &mut Connection, keys: &KeyFile) -> Result<Option<Head>, AppError> {
    let kept = keys.load_heads()?;
    let announced = kept.announced.clone();
    let seen = find_seen(connection, kept).await?;
    if let Some(seen) = seen.as_ref().filter(|seen| Some(*seen) == announced.as_ref()) {
        keys.reset(seen)?;
    }
    Ok(seen)
}

/// The key for new rows, after a check that the last row is authentic and not before the end that this machine last
/// saw.
fn current_key(keys: &KeyFile, last: Option<&Row>, seen: Option<&Head>) -> Result<Key, AppError> {
    let known = match last {
        None => {
            require_complete_log(keys, seen, 0)?;
            let known = keys.reload()?;
            if known.current().is_some() { known } else { keys.create()? }
        }
        Some(last) => {
            let mut known = keys.keys();
            if known.find(&last.key_id).is_none() {
                known = keys.reload()?;
            }
            let key = known.find(&last.key_id).ok_or_else(|| keys.missing(&last.key_id))?;
            if last.hash(key) != last.hash {
                return Err(AppError::Tampered(format!(
                    "row {} at the end of the audit log has been altered; nothing is added to the log. Run `tetsuzuki \
                     verify` to see what was changed",
                    last.number
                )));
            }
            require_complete_log(keys, seen, last.number)?;
            if seen.is_some_and(|seen| seen.number == last.number && seen.hash != last.hash) {
                return Err(not_ours(keys, last.number));
            }
            known
        }
    };
    known.current().cloned().ok_or_else(|| keys.missing(""))
}

fn require_complete_log(keys: &KeyFile, seen: Option<&Head>, last: i64) -> Result<(), AppError> {
    match seen {
        Some(seen) if seen.number > last => Err(not_ours(keys, last)),
        _ => Ok(()),
    }
}

fn not_ours(keys: &KeyFile, last: i64) -> AppError {
    AppError::Tampered(format!(
        "the audit log ends with row {last}, which is not where it ended before ({}.head): rows were cut off, or this \
         is another database. Nothing is added to it; `tetsuzuki verify` says more, and `tetsuzuki restore` restores \
         a backup",
        keys.path().display()
    ))
}

/// The last row; `None` if the log is empty.
pub async fn find_last_row(connection: &mut Connection) -> Result<Option<Row>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(FIND_LAST_ROW).fetch_optional(inner).await?))
}

pub(super) async fn has_legacy_rows(connection: &mut Connection) -> Result<bool, AppError> {
    let count: i64 =
        with_driver!(connection, inner => sqlx::query_scalar(COUNT_UNCHAINED_ROWS).fetch_one(inner).await?);
    Ok(count > 0)
}

/// Moves rows that are older than the chain from the old table into the chain.
pub(super) async fn chain_legacy_rows(
    connection: &mut Connection,
    keys: &KeyFile,
) -> Result<Option<Recorded>, AppError> {
    let rows: Vec<(String, String, String, String, String, i64)> =
        with_driver!(connection, inner => sqlx::query_as(LIST_UNCHAINED_ROWS).fetch_all(inner).await?);
    if rows.is_empty() {
        return Ok(None);
    }
    let mut entries = Vec::with_capacity(rows.len());
    for (recorded_at, actor, action, subject, detail, revision) in rows {
        let recorded_at = DateTime::parse_from_rfc3339(&recorded_at).ok().map(|moment| moment.to_utc());
        if recorded_at.is_none() && entries.is_empty() {
            return Err(AppError::UnsuitableDatabase(
                "the first row of the table 'audit' has no timestamp; expected one such as 2026-04-01T00:00:00.000Z"
                    .to_owned(),
            ));
        }
        let row = AuditRow::new(actor.replace(' ', "-"), action, subject).detail(detail).from_origin(BEFORE_THE_CHAIN);
        entries.push(Entry { recorded_at, row, revision: Some(revision) });
    }
    let recorded = append_entries(connection, keys, entries, ChainEnd::Kept).await?;
    with_driver!(connection, inner => {
        sqlx::query(DELETE_UNCHAINED_ROWS).execute(inner).await?;
    });
    Ok(Some(recorded))
}

#[derive(sqlx::FromRow)]
struct NewestRow {
    actor: String,
    origin: String,
    action: String,
    subject: String,
    approved_by: String,
    reason: String,
    detail: String,
    was: String,
    became: String,
}

/// The newest rows, newest first.
pub async fn list_audit_rows(connection: &mut Connection, most: i64) -> Result<Vec<AuditRow>, AppError> {
    let rows: Vec<NewestRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_NEWEST_ROWS).bind(most).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| AuditRow {
            actor: row.actor,
            origin: row.origin,
            action: row.action,
            subject: row.subject,
            detail: row.detail,
            reason: row.reason,
            approved_by: row.approved_by,
            before: row.was,
            after: row.became,
        })
        .collect())
}

/// A row of the log with its number and its texts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct LogEntry {
    pub number: i64,
    pub recorded_at: String,
    pub actor: String,
    pub origin: String,
    pub action: String,
    pub subject: String,
    pub approved_by: String,
    pub reason: String,
    pub detail: String,
    /// JSON; empty if there is nothing to say, or it was erased.
    pub was: String,
    pub became: String,
    pub forgotten_on: Option<NaiveDate>,
}

/// The newest rows with their numbers, newest first.
pub async fn list_log_entries(connection: &mut Connection, most: i64) -> Result<Vec<LogEntry>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(LIST_NEWEST_ENTRIES).bind(most).fetch_all(inner).await?))
}
