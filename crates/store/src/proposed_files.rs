//! Uploaded files that are proposed for publication, stored as sent. They are not public data, and backups do not
//! contain them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::proposal::{ProposalId, ProposalState};
use domain::staff::StaffId;

use super::row_hashes::touch;
use super::{Connection, format_timestamp};
use crate::error::AppError;

statements! {
    ADD_FILE = "INSERT INTO proposed_files (proposal, kind, name, options, base, summary, content) \
                VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND_FILE = "SELECT kind, name, options, base, summary, waits_until, CAST(length(content) AS BIGINT) AS size \
                 FROM proposed_files WHERE proposal = $1";
    FIND_CONTENT = "SELECT content FROM proposed_files WHERE proposal = $1";
    SAVE_FINDING = "UPDATE proposed_files SET base = $2, summary = $3 WHERE proposal = $1";
    SAVE_WAITING = "UPDATE proposed_files SET waits_until = $2 WHERE proposal = $1";
    LIST_DUE_FILES = "SELECT p.id FROM proposals p JOIN proposed_files f ON f.proposal = p.id \
                      WHERE p.state = 'scheduled' AND f.waits_until <= $1 AND length(f.content) > 0 \
                      ORDER BY f.waits_until, p.changed_at, p.id";
    LIST_OLD_DRAFTS = "SELECT p.id FROM proposals p JOIN proposed_files f ON f.proposal = p.id \
                       WHERE p.state = 'draft' AND p.changed_at < $1 ORDER BY p.id";
    LIST_OLD_CONTENTS = "SELECT p.id FROM proposals p JOIN proposed_files f ON f.proposal = p.id \
                         WHERE ((p.state = 'withdrawn' AND p.changed_at < $1) \
                         OR (p.state = 'published' AND p.changed_at < $2)) AND length(f.content) > 0 ORDER BY p.id";
    SPACE_OF_AUTHOR = "SELECT CAST(COALESCE(SUM(length(f.content)), 0) AS BIGINT) FROM proposed_files f \
                       JOIN proposals p ON p.id = f.proposal WHERE p.author = $1";
    SPACE_OF_ALL = "SELECT CAST(COALESCE(SUM(length(content)), 0) AS BIGINT) FROM proposed_files";
    COUNT_KEPT = "SELECT COUNT(*) FROM proposed_files WHERE length(content) > 0";
    REMOVE_ENDED_CONTENTS_OF = "UPDATE proposed_files SET content = $2 WHERE length(content) > 0 AND proposal IN \
                                (SELECT id FROM proposals WHERE author = $1 AND state IN ('published', 'withdrawn'))";
    SAVE_FILE = "UPDATE proposed_files SET kind = $2, name = $3, options = $4, base = $5, summary = $6 WHERE proposal = $1";
    LIST_FILES_UNDOING = "SELECT p.id, p.state FROM proposals p JOIN proposed_files f ON f.proposal = p.id \
                          WHERE f.options LIKE $1 AND p.state <> 'withdrawn' ORDER BY p.changed_at, p.id";
    REPLACE_CONTENT = "UPDATE proposed_files SET content = $2 WHERE proposal = $1";
}

/// A file without its content.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FileRow {
    /// The kind of content, as spelled by the import.
    pub kind: String,
    pub name: String,
    /// The author's import options as JSON.
    pub options: String,
    /// The fingerprint of the state behind the author's last preview; empty before the first preview.
    pub base: String,
    /// The number of new, changed and unchanged items as JSON.
    pub summary: String,
    /// The day for which a file that is published as a whole waits.
    pub waits_until: Option<NaiveDate>,
    /// Size of the content in bytes; 0 once it has been removed.
    pub size: i64,
}

/// The number of files whose content is still stored.
pub async fn count_kept_files(connection: &mut Connection) -> Result<u64, AppError> {
    let count: i64 = with_driver!(connection, inner => sqlx::query_scalar(COUNT_KEPT).fetch_one(inner).await)?;
    Ok(count.unsigned_abs())
}

/// Adds the file of a proposal.
pub async fn add_file(
    connection: &mut Connection,
    proposal: &ProposalId,
    file: &FileRow,
    content: &[u8],
) -> Result<(), AppError> {
    touch(connection, "proposed_files", vec![proposal.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(ADD_FILE)
            .bind(proposal)
            .bind(&file.kind)
            .bind(&file.name)
            .bind(&file.options)
            .bind(&file.base)
            .bind(&file.summary)
            .bind(content)
            .execute(inner)
            .await?;
    });
    Ok(())
}

/// Replaces everything about the file of a proposal but its content.
pub async fn save_file(connection: &mut Connection, proposal: &ProposalId, file: &FileRow) -> Result<(), AppError> {
    touch(connection, "proposed_files", vec![proposal.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(SAVE_FILE)
            .bind(proposal)
            .bind(&file.kind)
            .bind(&file.name)
            .bind(&file.options)
            .bind(&file.base)
            .bind(&file.summary)
            .execute(inner)
            .await?;
    });
    Ok(())
}

/// The proposals that undo the file of a proposal and were not withdrawn, oldest first.
pub async fn list_files_undoing(
    connection: &mut Connection,
    proposal: &ProposalId,
) -> Result<Vec<(ProposalId, ProposalState)>, AppError> {
    let options = format!("%\"undoes\":\"{proposal}\"%");
    with_driver!(connection, inner => {
        Ok(sqlx::query_as(LIST_FILES_UNDOING).bind(options).fetch_all(inner).await?)
    })
}

pub async fn find_file(connection: &mut Connection, proposal: &ProposalId) -> Result<Option<FileRow>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(FIND_FILE).bind(proposal).fetch_optional(inner).await?))
}

/// The bytes as sent; empty once they have been removed.
pub async fn find_content(connection: &mut Connection, proposal: &ProposalId) -> Result<Option<Vec<u8>>, AppError> {
    let content: Option<Vec<u8>> =
        with_driver!(connection, inner => sqlx::query_scalar(FIND_CONTENT).bind(proposal).fetch_optional(inner).await?);
    Ok(content.filter(|content| !content.is_empty()))
}

/// Saves the result of a preview.
pub async fn save_preview(
    connection: &mut Connection,
    proposal: &ProposalId,
    base: &str,
    summary: &str,
) -> Result<(), AppError> {
    touch(connection, "proposed_files", vec![proposal.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(SAVE_FINDING).bind(proposal).bind(base).bind(summary).execute(inner).await?;
    });
    Ok(())
}

/// Saves the day for which a file waits.
pub async fn save_waiting(connection: &mut Connection, proposal: &ProposalId, day: NaiveDate) -> Result<(), AppError> {
    touch(connection, "proposed_files", vec![proposal.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(SAVE_WAITING).bind(proposal).bind(day).execute(inner).await?;
    });
    Ok(())
}

/// Scheduled proposals whose file waits for no later day than this.
pub async fn list_due_files(connection: &mut Connection, today: NaiveDate) -> Result<Vec<ProposalId>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(LIST_DUE_FILES).bind(today).fetch_all(inner).await?))
}

/// Drafts with files that have not changed since the given time.
pub async fn list_old_drafts(connection: &mut Connection, before: DateTime<Utc>) -> Result<Vec<ProposalId>, AppError> {
    let before = format_timestamp(before);
    with_driver!(connection, inner => Ok(sqlx::query_scalar(LIST_OLD_DRAFTS).bind(before).fetch_all(inner).await?))
}

/// Proposals withdrawn or published before the given times whose file, or what undoes it, is still stored.
pub async fn list_old_contents(
    connection: &mut Connection,
    withdrawn_before: DateTime<Utc>,
    published_before: DateTime<Utc>,
) -> Result<Vec<ProposalId>, AppError> {
    let (withdrawn, published) = (format_timestamp(withdrawn_before), format_timestamp(published_before));
    with_driver!(connection, inner => {
        Ok(sqlx::query_scalar(LIST_OLD_CONTENTS).bind(withdrawn).bind(published).fetch_all(inner).await?)
    })
}

/// Replaces the content of a file.
pub async fn replace_content(
    connection: &mut Connection,
    proposal: &ProposalId,
    content: &[u8],
) -> Result<(), AppError> {
    touch(connection, "proposed_files", vec![proposal.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(REPLACE_CONTENT).bind(proposal).bind(content).execute(inner).await?;
    });
    Ok(())
}

/// Removes the content of a file. Its name and summary remain.
pub async fn remove_content(connection: &mut Connection, proposal: &ProposalId) -> Result<(), AppError> {
    replace_content(connection, proposal, &[]).await
}

/// Stored bytes of one author's files, whatever the state of their proposals, and of all files.
pub async fn find_space(connection: &mut Connection, author: &StaffId) -> Result<(i64, i64), AppError> {
    with_driver!(connection, inner => {
        let own = sqlx::query_scalar(SPACE_OF_AUTHOR).bind(author).fetch_one(&mut *inner).await?;
        Ok((own, sqlx::query_scalar(SPACE_OF_ALL).fetch_one(&mut *inner).await?))
    })
}

/// Removes the content of an author's files whose proposals have ended.
pub async fn remove_contents_of_closed_proposals(
    connection: &mut Connection,
    author: &StaffId,
) -> Result<(), AppError> {
    let nothing: &[u8] = &[];
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_ENDED_CONTENTS_OF).bind(author).bind(nothing).execute(inner).await?;
    });
    Ok(())
}
