//! Files that somebody wants published, as they were sent. They are no public data, and no backup holds them.

use chrono::{DateTime, Utc};
use domain::proposal::ProposalId;
use domain::staff::StaffId;

use super::row_hashes::touch;
use super::{Connection, format_timestamp};
use crate::error::AppError;

statements! {
    ADD_FILE = "INSERT INTO proposed_files (proposal, kind, name, options, base, summary, content) \
                VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND_FILE = "SELECT kind, name, options, base, summary, CAST(length(content) AS BIGINT) AS size \
                 FROM proposed_files WHERE proposal = $1";
    FIND_CONTENT = "SELECT content FROM proposed_files WHERE proposal = $1";
    SAVE_FINDING = "UPDATE proposed_files SET base = $2, summary = $3 WHERE proposal = $1";
    LIST_OLD_DRAFTS = "SELECT p.id FROM proposals p JOIN proposed_files f ON f.proposal = p.id \
                       WHERE p.state = 'draft' AND p.changed_at < $1 ORDER BY p.id";
    LIST_OLD_CONTENTS = "SELECT p.id FROM proposals p JOIN proposed_files f ON f.proposal = p.id \
                         WHERE p.state IN ('published', 'withdrawn') AND p.changed_at < $1 \
                         AND length(f.content) > 0 ORDER BY p.id";
    SPACE_OF_AUTHOR = "SELECT CAST(COALESCE(SUM(length(f.content)), 0) AS BIGINT) FROM proposed_files f \
                       JOIN proposals p ON p.id = f.proposal WHERE p.author = $1";
    SPACE_OF_ALL = "SELECT CAST(COALESCE(SUM(length(content)), 0) AS BIGINT) FROM proposed_files";
    COUNT_KEPT = "SELECT COUNT(*) FROM proposed_files WHERE length(content) > 0";
    REMOVE_ENDED_CONTENTS_OF = "UPDATE proposed_files SET content = $2 WHERE length(content) > 0 AND proposal IN \
                                (SELECT id FROM proposals WHERE author = $1 AND state IN ('published', 'withdrawn'))";
    REMOVE_CONTENT = "UPDATE proposed_files SET content = $2 WHERE proposal = $1";
}

/// A file without its content.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FileRow {
    /// What it holds, as the import spells it.
    pub kind: String,
    pub name: String,
    /// JSON: what the one who sent it said besides.
    pub options: String,
    /// On what the preview rests that its author saw last; empty before there was one.
    pub base: String,
    /// JSON: how much would be new, changed, unchanged.
    pub summary: String,
    /// Bytes of the content; 0 where it is kept no more.
    pub size: i64,
}

/// How many files are kept with their content.
pub async fn count_kept_files(connection: &mut Connection) -> Result<u64, AppError> {
    let count: i64 = on!(connection, inner => sqlx::query_scalar(COUNT_KEPT).fetch_one(inner).await)?;
    Ok(count.unsigned_abs())
}

/// Keeps a file with the proposal that it belongs to.
pub async fn add_file(
    connection: &mut Connection,
    proposal: &ProposalId,
    file: &FileRow,
    content: &[u8],
) -> Result<(), AppError> {
    touch(connection, "proposed_files", vec![proposal.to_string()]).await?;
    on!(connection, inner => {
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

pub async fn find_file(connection: &mut Connection, proposal: &ProposalId) -> Result<Option<FileRow>, AppError> {
    on!(connection, inner => Ok(sqlx::query_as(FIND_FILE).bind(proposal).fetch_optional(inner).await?))
}

/// The bytes as they were sent; none where they are kept no more.
pub async fn find_content(connection: &mut Connection, proposal: &ProposalId) -> Result<Option<Vec<u8>>, AppError> {
    let content: Option<Vec<u8>> =
        on!(connection, inner => sqlx::query_scalar(FIND_CONTENT).bind(proposal).fetch_optional(inner).await?);
    Ok(content.filter(|content| !content.is_empty()))
}

/// Keeps what a preview found.
pub async fn save_preview(
    connection: &mut Connection,
    proposal: &ProposalId,
    base: &str,
    summary: &str,
) -> Result<(), AppError> {
    touch(connection, "proposed_files", vec![proposal.to_string()]).await?;
    on!(connection, inner => {
        sqlx::query(SAVE_FINDING).bind(proposal).bind(base).bind(summary).execute(inner).await?;
    });
    Ok(())
}

/// Drafts of files that nobody has touched since a moment.
pub async fn list_old_drafts(connection: &mut Connection, before: DateTime<Utc>) -> Result<Vec<ProposalId>, AppError> {
    let before = format_timestamp(before);
    on!(connection, inner => Ok(sqlx::query_scalar(LIST_OLD_DRAFTS).bind(before).fetch_all(inner).await?))
}

/// Proposals that ended before a moment and whose file is still kept.
pub async fn list_old_contents(
    connection: &mut Connection,
    before: DateTime<Utc>,
) -> Result<Vec<ProposalId>, AppError> {
    let before = format_timestamp(before);
    on!(connection, inner => Ok(sqlx::query_scalar(LIST_OLD_CONTENTS).bind(before).fetch_all(inner).await?))
}

/// Lets go of the bytes of a file; what it was called and what it did stays.
pub async fn remove_content(connection: &mut Connection, proposal: &ProposalId) -> Result<(), AppError> {
    let nothing: &[u8] = &[];
    touch(connection, "proposed_files", vec![proposal.to_string()]).await?;
    on!(connection, inner => {
        sqlx::query(REMOVE_CONTENT).bind(proposal).bind(nothing).execute(inner).await?;
    });
    Ok(())
}

/// Bytes of the files that are kept of one author's proposals, whatever became of them, and of all.
pub async fn find_space(connection: &mut Connection, author: &StaffId) -> Result<(i64, i64), AppError> {
    on!(connection, inner => {
        let own = sqlx::query_scalar(SPACE_OF_AUTHOR).bind(author).fetch_one(&mut *inner).await?;
        Ok((own, sqlx::query_scalar(SPACE_OF_ALL).fetch_one(&mut *inner).await?))
    })
}

/// Lets go of the bytes of an author's files whose proposals have ended.
pub async fn remove_contents_of_closed_proposals(
    connection: &mut Connection,
    author: &StaffId,
) -> Result<(), AppError> {
    let nothing: &[u8] = &[];
    on!(connection, inner => {
        sqlx::query(REMOVE_ENDED_CONTENTS_OF).bind(author).bind(nothing).execute(inner).await?;
    });
    Ok(())
}
