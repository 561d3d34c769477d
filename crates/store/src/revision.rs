//! The revision number, raised by every write of public data, and the settings of an installation.

use super::Connection;
use super::row_hashes::touch;
use crate::error::AppError;

statements! {
    FIND_REVISION = "SELECT number FROM revision WHERE id = 1";
    RAISE_REVISION = "UPDATE revision SET number = number + 1 WHERE id = 1 RETURNING number";
    SAVE_REVISION = "UPDATE revision SET number = $1 WHERE id = 1";
    FIND_REVISION_AS_TEXT = "SELECT CAST(number AS TEXT) FROM revision WHERE id = 1";
    FIND_RECORDED_REVISION = "SELECT CAST(coalesce(max(revision), 0) AS TEXT) FROM audit_log";
    FIND_SETTING = "SELECT value FROM settings WHERE name = $1";
    SAVE_SETTING = "INSERT INTO settings (name, value) VALUES ($1, $2) \
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}

/// The current revision number.
pub async fn find_revision(connection: &mut Connection) -> Result<i64, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(FIND_REVISION).fetch_one(inner).await?))
}

/// Checks that the revision is the last one in the audit log. Returns a description of the mismatch.
pub async fn find_fault_of_revision(connection: &mut Connection) -> Result<Option<String>, AppError> {
    let (stands, recorded): (Option<String>, String) = with_driver!(connection, inner => (
        sqlx::query_scalar(FIND_REVISION_AS_TEXT).fetch_optional(&mut *inner).await?,
        sqlx::query_scalar(FIND_RECORDED_REVISION).fetch_one(&mut *inner).await?,
    ));
    let stands = stands.unwrap_or_else(|| "missing".to_owned());
    Ok((stands != recorded).then(|| format!("the revision is {stands}, but the audit log ends at revision {recorded}")))
}

pub(super) async fn raise_revision(connection: &mut Connection) -> Result<i64, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(RAISE_REVISION).fetch_one(inner).await?))
}

pub(super) async fn save_revision(connection: &mut Connection, number: i64) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(SAVE_REVISION).bind(number).execute(inner).await?;
    });
    Ok(())
}

pub async fn find_setting(connection: &mut Connection, name: &str) -> Result<Option<String>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(FIND_SETTING).bind(name).fetch_optional(inner).await?))
}

pub async fn save_setting(connection: &mut Connection, name: &str, value: &str) -> Result<(), AppError> {
    touch(connection, "settings", vec![name.to_owned()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(SAVE_SETTING).bind(name).bind(value).execute(inner).await?;
    });
    Ok(())
}
