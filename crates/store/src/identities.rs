//! Links between single sign-on identities and accounts.

use chrono::{DateTime, Utc};
use domain::staff::StaffId;

use super::row_hashes::touch;
use super::{Connection, format_timestamp};
use crate::error::AppError;

statements! {
    FIND_OWNER = "SELECT staff_id FROM staff_identities WHERE issuer = $1 AND subject = $2";
    COUNT_IDENTITIES_AT = "SELECT count(*) FROM staff_identities WHERE staff_id = $1 AND issuer = $2";
    ADD_IDENTITY = "INSERT INTO staff_identities (issuer, subject, staff_id, linked_at) VALUES ($1, $2, $3, $4)";
    REMOVE_IDENTITIES = "DELETE FROM staff_identities WHERE staff_id = $1";
}

/// A person as identified by a provider. Neither part is shown or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Identity(…)")
    }
}

/// The account linked to an identity.
pub async fn find_owner(connection: &mut Connection, identity: &Identity) -> Result<Option<StaffId>, AppError> {
    with_driver!(connection, inner => {
        Ok(sqlx::query_scalar(FIND_OWNER).bind(&identity.issuer).bind(&identity.subject).fetch_optional(inner).await?)
    })
}

/// Whether an account is already linked to an identity of a provider.
pub async fn is_linked_at(connection: &mut Connection, staff: &StaffId, issuer: &str) -> Result<bool, AppError> {
    let count: i64 = with_driver!(connection, inner => {
        sqlx::query_scalar(COUNT_IDENTITIES_AT).bind(staff).bind(issuer).fetch_one(inner).await?
    });
    Ok(count > 0)
}

/// Links an identity to an account.
pub async fn add_identity(
    connection: &mut Connection,
    identity: &Identity,
    staff: &StaffId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    touch(connection, "staff_identities", vec![staff.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(ADD_IDENTITY)
            .bind(&identity.issuer)
            .bind(&identity.subject)
            .bind(staff)
            .bind(format_timestamp(now))
            .execute(inner)
            .await?;
    });
    Ok(())
}

/// Removes all identities of an account and returns their number.
pub async fn remove_identities(connection: &mut Connection, staff: &StaffId) -> Result<u64, AppError> {
    touch(connection, "staff_identities", vec![staff.to_string()]).await?;
    let removed = with_driver!(connection, inner => {
        sqlx::query(REMOVE_IDENTITIES).bind(staff).execute(inner).await?.rows_affected()
    });
    Ok(removed)
}
