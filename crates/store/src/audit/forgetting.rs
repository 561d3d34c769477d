//! Erasing texts that may name a person: those of one row of the log with their copies, or one text wherever it is kept.
//!
//! The rows of the log stay, and so does the chain, which covers only the hash of their texts. Files are looked through by
//! the caller, who can read them.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::audit_action::{AuditAction, AuditArea};
use domain::proposal::ProposalId;
use serde_json::Value;
use sqlx::{AssertSqlSafe, QueryBuilder};

use crate::corrections::{forget_reason, forget_reasons_with};
use crate::error::AppError;
use crate::proposals::save_changes;
use crate::row_hashes::touch;
use crate::tables::{ColumnKind, list_tables};
use crate::{Connection, Db, format_timestamp};

statements! {
    FIND_ROW_TO_FORGET = "SELECT l.action, l.subject, t.reason, t.detail, t.forgotten_on FROM audit_log l \
                          JOIN audit_texts t ON t.number = l.number WHERE l.number = $1";
    FORGET_TEXTS = "UPDATE audit_texts SET salt = '', reason = '', detail = '', was = '', became = '', \
                    forgotten_on = $2 WHERE number = $1";
    LIST_ROWS_WITH_REASON = "SELECT number FROM audit_texts WHERE reason = $1 AND number <> $2 ORDER BY number";
    LIST_ROWS_WITH_TEXT = "SELECT number FROM audit_texts WHERE replace(reason, $1, '') <> reason \
                           OR replace(detail, $1, '') <> detail OR replace(was, $2, '') <> was \
                           OR replace(became, $2, '') <> became ORDER BY number";
    LIST_PROPOSALS_WITH_TEXT = "SELECT id FROM proposals WHERE replace(reason, $1, '') <> reason \
                                OR replace(answer, $1, '') <> answer ORDER BY id";
    LIST_CHANGES_WITH_TEXT = "SELECT DISTINCT proposal FROM proposed_changes WHERE replace(was, $1, '') <> was \
                              OR replace(becomes, $1, '') <> becomes ORDER BY proposal";
    LIST_FILES_WITH_TEXT = "SELECT proposal FROM proposed_files WHERE replace(name, $1, '') <> name \
                            OR replace(options, $2, '') <> options ORDER BY proposal";
    FORGET_REASON_OF_PROPOSAL = "UPDATE proposals SET reason = '', answer = '', version = version + 1 WHERE id = $1";
    IS_ENDED = "SELECT EXISTS (SELECT 1 FROM proposals WHERE id = $1 AND state IN ('published', 'withdrawn'))";
    END_PROPOSAL = "UPDATE proposals SET state = 'withdrawn', changed_at = $2, version = version + 1 \
                    WHERE id = $1 AND state NOT IN ('published', 'withdrawn')";
    FIND_OPTIONS_OF_FILE = "SELECT options FROM proposed_files WHERE proposal = $1";
    FORGET_FILE = "UPDATE proposed_files SET name = kind, options = $2, content = $3 WHERE proposal = $1";
    FORGET_NAME_OF_FILE = "UPDATE proposed_files SET name = kind WHERE proposal = $1";
    FORGET_NOTES = "UPDATE report_cases SET note = '', version = version + 1 WHERE replace(note, $1, '') <> note";
    FORGET_REPORT_TEXTS = "DELETE FROM report_texts WHERE replace(body, $1, '') <> body";
    LIST_CONTENTS = "SELECT proposal FROM proposed_files WHERE length(content) > 0 ORDER BY proposal";
}

/// What was erased, or stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forgotten {
    /// The numbers of rows of the log whose texts were erased. The caller records each.
    pub rows: Vec<i64>,
    /// Proposals whose reason, answer, changes or file were erased.
    pub proposals: BTreeSet<ProposalId>,
    /// Those among them that had not ended and were withdrawn. The caller records each.
    pub withdrawn: Vec<ProposalId>,
    /// Other rows of the log with the same reason, which stay as they are.
    pub same_reason: Vec<i64>,
    /// Residents' texts that were deleted, and notes of staff about them that were emptied.
    pub reports: u64,
    /// Corrections whose reason was emptied, beside those of the rows.
    pub corrections: u64,
}

impl Forgotten {
    /// Whether anything was erased.
    #[must_use]
    pub fn is_anything(&self) -> bool {
        !self.rows.is_empty() || !self.proposals.is_empty() || self.reports > 0 || self.corrections > 0
    }
}

/// The outcome of a request to erase the texts of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForgetOutcome {
    Done(Forgotten),
    /// They were already erased on this day.
    DoneBefore(NaiveDate),
    NoSuchRow,
}

async fn erase_row(connection: &mut Connection, number: i64, today: NaiveDate) -> Result<(), AppError> {
    forget_reason(connection, number).await?;
    with_driver!(connection, inner => {
        sqlx::query(FORGET_TEXTS).bind(number).bind(today).execute(inner).await?;
    });
    Ok(())
}

/// Erases the texts of a row permanently, and their copies in corrections and in the proposal that the row belongs to. The
/// caller records the erasure in the same transaction.
pub async fn forget_texts(
    connection: &mut Connection,
    number: i64,
    today: NaiveDate,
) -> Result<ForgetOutcome, AppError> {
    let row: Option<(String, String, String, String, Option<NaiveDate>)> = with_driver!(connection, inner => {
        sqlx::query_as(FIND_ROW_TO_FORGET).bind(number).fetch_optional(inner).await?
    });
    let Some((action, subject, reason, detail, forgotten_on)) = row else { return Ok(ForgetOutcome::NoSuchRow) };
    if let Some(day) = forgotten_on {
        return Ok(ForgetOutcome::DoneBefore(day));
    }
    let mut forgotten = Forgotten { rows: vec![number], ..Forgotten::default() };
    if !reason.is_empty() {
        forgotten.same_reason = with_driver!(connection, inner => {
            sqlx::query_scalar(LIST_ROWS_WITH_REASON).bind(&reason).bind(number).fetch_all(inner).await?
        });
    }
    erase_row(connection, number, today).await?;
    if let Some(proposal) = proposal_of(&action, &subject, &detail) {
        forget_reason_of_proposal(connection, &proposal).await?;
        // The values of what is still to be published are needed; those of what is over were in the row.
        let is_ended: bool =
            with_driver!(connection, inner => sqlx::query_scalar(IS_ENDED).bind(&proposal).fetch_one(inner).await?);
        if is_ended {
            save_changes(connection, &proposal, &[]).await?;
            forget_file(connection, &proposal).await?;
        } else {
            forget_name_of_file(connection, &proposal).await?;
        }
        forgotten.proposals.insert(proposal);
    }
    Ok(ForgetOutcome::Done(forgotten))
}

/// The proposal that a row belongs to: its subject, or the last part of its detail.
fn proposal_of(action: &str, subject: &str, detail: &str) -> Option<ProposalId> {
    if action.parse::<AuditAction>().is_ok_and(|action| action.area() == AuditArea::Proposals) {
        return subject.parse().ok();
    }
    detail.rsplit("; ").next()?.strip_prefix("proposal ")?.parse().ok()
}

async fn forget_reason_of_proposal(connection: &mut Connection, id: &ProposalId) -> Result<(), AppError> {
    touch(connection, "proposals", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(FORGET_REASON_OF_PROPOSAL).bind(id).execute(inner).await?;
    });
    Ok(())
}

/// Erases the name and the content of a file, and everything that was typed into its form.
async fn forget_file(connection: &mut Connection, id: &ProposalId) -> Result<(), AppError> {
    let found: Option<String> = with_driver!(connection, inner => sqlx::query_scalar(FIND_OPTIONS_OF_FILE).bind(id).fetch_optional(inner).await?);
    let Some(options) = found else { return Ok(()) };
    // The proposal that it undoes is no text of a person, and tells whether that one can be undone again.
    let undoes = serde_json::from_str::<Value>(&options).ok().and_then(|options| options.get("undoes").cloned());
    let options = undoes.map_or_else(|| "{}".to_owned(), |undoes| serde_json::json!({ "undoes": undoes }).to_string());
    touch(connection, "proposed_files", vec![id.to_string()]).await?;
    let nothing: &[u8] = &[];
    with_driver!(connection, inner => {
        sqlx::query(FORGET_FILE).bind(id).bind(options).bind(nothing).execute(inner).await?;
    });
    Ok(())
}

/// The file is still to be published: only its name, which plays no part in that, becomes the kind of its table.
async fn forget_name_of_file(connection: &mut Connection, id: &ProposalId) -> Result<(), AppError> {
    touch(connection, "proposed_files", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(FORGET_NAME_OF_FILE).bind(id).execute(inner).await?;
    });
    Ok(())
}

/// The proposals whose file is stored, to be looked through.
pub async fn list_stored_files(connection: &mut Connection) -> Result<Vec<ProposalId>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(LIST_CONTENTS).fetch_all(inner).await?))
}

/// A text as it stands within a JSON string.
fn in_json(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Erases a text, wherever it is kept besides public data and accounts: every row of the log that contains it loses its
/// texts; proposals lose their reasons, and their changes and files if it is in them. A proposal that was still to be
/// published is then withdrawn. `files` are the proposals whose file contains it.
pub async fn forget_everywhere(
    connection: &mut Connection,
    text: &str,
    files: &[ProposalId],
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Forgotten, AppError> {
    let json = in_json(text);
    let (rows, proposals, changes, named): (Vec<i64>, Vec<ProposalId>, Vec<ProposalId>, Vec<ProposalId>) = with_driver!(connection, inner => (
        sqlx::query_scalar(LIST_ROWS_WITH_TEXT).bind(text).bind(&json).fetch_all(&mut *inner).await?,
        sqlx::query_scalar(LIST_PROPOSALS_WITH_TEXT).bind(text).fetch_all(&mut *inner).await?,
        sqlx::query_scalar(LIST_CHANGES_WITH_TEXT).bind(&json).fetch_all(&mut *inner).await?,
        sqlx::query_scalar(LIST_FILES_WITH_TEXT).bind(text).bind(&json).fetch_all(&mut *inner).await?,
    ));
    for number in &rows {
        erase_row(connection, *number, today).await?;
    }
    let corrections = forget_reasons_with(connection, text).await?;
    let mut forgotten = Forgotten { rows, corrections, ..Forgotten::default() };
    for id in &proposals {
        forget_reason_of_proposal(connection, id).await?;
    }
    for id in &changes {
        end_proposal(connection, id, now, &mut forgotten.withdrawn).await?;
        save_changes(connection, id, &[]).await?;
    }
    for id in named.iter().chain(files) {
        end_proposal(connection, id, now, &mut forgotten.withdrawn).await?;
        forget_file(connection, id).await?;
    }
    forgotten.proposals = proposals.into_iter().chain(changes).chain(named).chain(files.iter().cloned()).collect();
    forgotten.reports = with_driver!(connection, inner => {
        let notes = sqlx::query(FORGET_NOTES).bind(text).execute(&mut *inner).await?.rows_affected();
        notes + sqlx::query(FORGET_REPORT_TEXTS).bind(text).execute(&mut *inner).await?.rows_affected()
    });
    Ok(forgotten)
}

async fn end_proposal(
    connection: &mut Connection,
    id: &ProposalId,
    now: DateTime<Utc>,
    withdrawn: &mut Vec<ProposalId>,
) -> Result<(), AppError> {
    touch(connection, "proposals", vec![id.to_string()]).await?;
    let ended = with_driver!(connection, inner => {
        sqlx::query(END_PROPOSAL).bind(id).bind(format_timestamp(now)).execute(inner).await?.rows_affected()
    });
    if ended > 0 {
        withdrawn.push(id.clone());
    }
    Ok(())
}

/// A column in which a text still stands, and how many rows have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remaining {
    pub table: &'static str,
    pub column: String,
    pub rows: i64,
}

/// Where a text still stands: in public data, in accounts, or in a field of the log that its hash covers.
pub async fn list_remaining(connection: &mut Connection, text: &str) -> Result<Vec<Remaining>, AppError> {
    let mut remaining = Vec::new();
    for table in list_tables(connection).await? {
        for column in table.columns.iter().filter(|column| column.kind == ColumnKind::Text) {
            let name = &column.name;
            let rows: i64 = with_driver!(connection, inner => {
                let mut builder = QueryBuilder::new(format!(
                    "SELECT CAST(count(*) AS BIGINT) FROM {} WHERE replace(\"{name}\", ",
                    table.name
                ));
                builder.push_bind(text).push(format!(", '') <> \"{name}\""));
                builder.build_query_scalar().fetch_one(inner).await?
            });
            if rows > 0 {
                remaining.push(Remaining { table: table.name, column: name.clone(), rows });
            }
        }
    }
    Ok(remaining)
}

impl Db {
    /// Removes what the database file still holds of erased rows. On SQLite, the write-ahead log is written into the file
    /// and emptied; the file itself overwrites what is deleted. On PostgreSQL, the space of erased rows is given back.
    ///
    /// # Errors
    /// Returns an error if the database fails. Whatever was erased stays erased.
    pub async fn discard_erased(&self) -> Result<Discarded, AppError> {
        match self {
            Self::Sqlite { writer, .. } => {
                let (busy, ..): (i64, i64, i64) =
                    sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(writer).await?;
                Ok(if busy == 0 { Discarded::All } else { Discarded::Later })
            }
            Self::Postgres { pool, .. } => {
                for table in ["audit_texts", "corrections", "proposals", "proposed_changes", "proposed_files"]
                    .into_iter()
                    .chain(["report_cases", "report_texts"])
                {
                    sqlx::query(AssertSqlSafe(format!("VACUUM {table}"))).execute(pool).await?;
                }
                Ok(Discarded::All)
            }
        }
    }
}

/// Whether anything of what was erased is still in the files of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discarded {
    All,
    /// Someone was reading: the write-ahead log is emptied when the program that serves it has a quiet moment.
    Later,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_belongs_to_the_proposal_that_it_is_about_or_that_its_detail_names() {
        let id = "0b1f4f4e-5d0c-4f0a-9d65-2f3a5c1f7d11";
        let of =
            |action: &str, subject: &str, detail: &str| proposal_of(action, subject, detail).map(|id| id.to_string());
        assert_eq!(of("return proposal", id, "so nicht").as_deref(), Some(id));
        assert_eq!(of("change procedure", "moving-out", &format!("proposal {id}")).as_deref(), Some(id));
        assert_eq!(of("import cards", "cards", &format!("2 cards: 1 new; proposal {id}")).as_deref(), Some(id));
        assert_eq!(of("import cards", "cards", "2 cards: 1 new"), None);
    }

    #[test]
    fn a_text_is_looked_for_as_json_writes_it() {
        assert_eq!(in_json("花子"), "花子");
        assert_eq!(in_json("a \"b\"\n"), "a \\\"b\\\"\\n");
    }
}
