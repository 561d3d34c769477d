//! Single sign-on logins that were sent to the provider and have not returned. Only a hash of the browser's token is
//! stored, and nothing that could complete the login.

use chrono::{DateTime, Utc};

use super::{Connection, format_timestamp, parse_timestamp};
use crate::error::AppError;

statements! {
    ADD_PENDING_LOGIN = "INSERT INTO pending_logins (token_hash, begun_at, next_page) VALUES ($1, $2, $3)";
    TAKE_PENDING_LOGIN = "DELETE FROM pending_logins WHERE token_hash = $1 RETURNING begun_at, next_page";
    REMOVE_OLD_PENDING_LOGINS = "DELETE FROM pending_logins WHERE begun_at <= $1";
}

/// A login in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingLogin {
    pub begun_at: DateTime<Utc>,
    /// Where to redirect afterwards; empty for the first page.
    pub next_page: String,
}

/// Adds a pending login, and removes those that began too long ago.
pub async fn add_pending_login(
    connection: &mut Connection,
    token_hash: &str,
    login: &PendingLogin,
    old: DateTime<Utc>,
) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_OLD_PENDING_LOGINS).bind(format_timestamp(old)).execute(&mut *inner).await?;
        sqlx::query(ADD_PENDING_LOGIN)
            .bind(token_hash)
            .bind(format_timestamp(login.begun_at))
            .bind(&login.next_page)
            .execute(&mut *inner)
            .await?;
    });
    Ok(())
}

/// Returns the login of a token and removes it, so that it can be used only once.
pub async fn consume_pending_login(
    connection: &mut Connection,
    token_hash: &str,
) -> Result<Option<PendingLogin>, AppError> {
    let row: Option<(String, String)> = with_driver!(connection, inner => sqlx::query_as(TAKE_PENDING_LOGIN).bind(token_hash).fetch_optional(inner).await?);
    row.map(|(begun_at, next_page)| Ok(PendingLogin { begun_at: parse_timestamp(&begun_at)?, next_page })).transpose()
}
