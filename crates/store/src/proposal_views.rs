//! Which proposals somebody who decides about them has opened.

use chrono::{DateTime, Utc};
use domain::proposal::ProposalId;
use domain::staff::StaffId;

use super::{Connection, format_timestamp};
use crate::error::AppError;

statements! {
    SAVE_VIEW = "INSERT INTO proposal_views (proposal, staff_id, version, base, seen_at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (proposal, staff_id) DO UPDATE SET version = excluded.version, base = excluded.base, \
                 seen_at = excluded.seen_at";
    LIST_VIEWS_OF_STAFF = "SELECT proposal, version, base FROM proposal_views WHERE staff_id = $1 ORDER BY proposal";
    REMOVE_OLD_VIEWS = "DELETE FROM proposal_views WHERE seen_at <= $1";
}

/// A proposal as it was opened.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProposalSeen {
    pub proposal: ProposalId,
    pub version: i64,
    /// The base of the preview of its file that was shown; empty without a file.
    pub base: String,
}

/// Notes that a member of staff has opened a version of a proposal.
pub async fn save_view(
    connection: &mut Connection,
    staff: &StaffId,
    seen: &ProposalSeen,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(SAVE_VIEW)
            .bind(&seen.proposal)
            .bind(staff)
            .bind(seen.version)
            .bind(&seen.base)
            .bind(format_timestamp(now))
            .execute(inner)
            .await?;
    });
    Ok(())
}

/// What a member of staff has opened, each in the version that was shown last.
pub async fn list_views_of_staff(connection: &mut Connection, staff: &StaffId) -> Result<Vec<ProposalSeen>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(LIST_VIEWS_OF_STAFF).bind(staff).fetch_all(inner).await?))
}

/// Forgets what was opened at or before a time.
pub async fn remove_old_views(connection: &mut Connection, until: DateTime<Utc>) -> Result<(), AppError> {
    let until = format_timestamp(until);
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_OLD_VIEWS).bind(until).execute(inner).await?;
    });
    Ok(())
}
