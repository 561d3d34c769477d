//! Forms that arrived after their session had ended, sealed, for a while. They belong to one browser and its login.

use chrono::{DateTime, Utc};

use super::{Connection, format_timestamp};
use crate::error::AppError;

statements! {
    ADD_LOST_FORM = "INSERT INTO lost_forms (name, browser, kept_at, sealed) VALUES ($1, $2, $3, $4)";
    FIND_LOST_FORM = "SELECT sealed FROM lost_forms WHERE name = $1 AND browser = $2 AND kept_at > $3";
    LIST_LOST_FORMS = "SELECT name, browser, CAST(length(sealed) AS BIGINT) FROM lost_forms ORDER BY kept_at DESC, name";
    REMOVE_LOST_FORM = "DELETE FROM lost_forms WHERE name = $1";
    REMOVE_OLD_LOST_FORMS = "DELETE FROM lost_forms WHERE kept_at <= $1";
}

/// A form as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct LostForm<'a> {
    /// A random name.
    pub name: &'a str,
    /// The hash of the browser's token.
    pub browser: &'a str,
    pub kept_at: DateTime<Utc>,
    pub sealed: &'a [u8],
}

/// How much is stored at most. The oldest make room.
#[derive(Debug, Clone, Copy)]
pub struct LostFormLimits {
    pub forms_of_browser: usize,
    pub bytes: u64,
}

/// Stores a form, and removes the oldest ones that are too many.
pub async fn add_lost_form(
    connection: &mut Connection,
    form: &LostForm<'_>,
    limits: LostFormLimits,
) -> Result<(), AppError> {
    let all: Vec<(String, String, i64)> = with_driver!(connection, inner => {
        sqlx::query(ADD_LOST_FORM)
            .bind(form.name)
            .bind(form.browser)
            .bind(format_timestamp(form.kept_at))
            .bind(form.sealed)
            .execute(&mut *inner)
            .await?;
        sqlx::query_as(LIST_LOST_FORMS).fetch_all(&mut *inner).await?
    });
    // The new one stays, whatever the clock says.
    let (mut own, mut bytes) = (1, u64::try_from(form.sealed.len()).unwrap_or(u64::MAX));
    for (name, browser, size) in all.into_iter().filter(|(name, ..)| name != form.name) {
        own += usize::from(browser == form.browser);
        bytes = bytes.saturating_add(size.unsigned_abs());
        let is_too_many = browser == form.browser && own > limits.forms_of_browser;
        if is_too_many || bytes > limits.bytes {
            with_driver!(connection, inner => {
                sqlx::query(REMOVE_LOST_FORM).bind(name).execute(&mut *inner).await?;
            });
        }
    }
    Ok(())
}

/// The form that a browser left under a name after the given time.
pub async fn find_lost_form(
    connection: &mut Connection,
    name: &str,
    browser: &str,
    after: DateTime<Utc>,
) -> Result<Option<Vec<u8>>, AppError> {
    with_driver!(connection, inner => {
        Ok(sqlx::query_scalar(FIND_LOST_FORM)
            .bind(name)
            .bind(browser)
            .bind(format_timestamp(after))
            .fetch_optional(inner)
            .await?)
    })
}

/// Removes the forms kept at or before a time, and returns their number.
pub async fn remove_old_lost_forms(connection: &mut Connection, until: DateTime<Utc>) -> Result<u64, AppError> {
    let until = format_timestamp(until);
    Ok(with_driver!(connection, inner => {
        sqlx::query(REMOVE_OLD_LOST_FORMS).bind(until).execute(inner).await?.rows_affected()
    }))
}
