//! Login sessions, and the browsers from which each account was used. Only hashes of tokens are stored.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::calendar::CLOCK_TOLERANCE;
use domain::session::{IDLE_LIMIT, Session, SessionId};
use domain::staff::StaffId;

use super::{Connection, format_timestamp, parse_timestamp};
use crate::error::AppError;

statements! {
    ADD_SESSION = "INSERT INTO sessions (id, token_hash, staff_id, browser, created_at, last_used_at, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND_SESSION = "SELECT id, staff_id, browser, created_at, last_used_at, expires_at FROM sessions \
                    WHERE token_hash = $1";
    LIST_SESSIONS = "SELECT id, staff_id, browser, created_at, last_used_at, expires_at FROM sessions \
                     WHERE staff_id = $1 AND expires_at > $2 AND last_used_at > $3 AND created_at <= $4 \
                     AND last_used_at <= $4 ORDER BY last_used_at DESC, id";
    COUNT_SESSIONS = "SELECT staff_id, count(*) FROM sessions WHERE expires_at > $1 AND last_used_at > $2 \
                      AND created_at <= $3 AND last_used_at <= $3 GROUP BY staff_id";
    NOTE_USE_OF_SESSION = "UPDATE sessions SET last_used_at = $2 WHERE id = $1 AND last_used_at < $2";
    END_SESSION = "DELETE FROM sessions WHERE staff_id = $1 AND id = $2";
    END_SESSIONS = "DELETE FROM sessions WHERE staff_id = $1 AND id <> $2";
    REMOVE_ENDED_SESSIONS = "DELETE FROM sessions WHERE expires_at <= $1 OR last_used_at <= $2 OR created_at > $3 \
                             OR last_used_at > $3";
    SAVE_KNOWN_BROWSER = "INSERT INTO known_browsers (token_hash, staff_id, last_used_at) VALUES ($1, $2, $3) \
                          ON CONFLICT (token_hash, staff_id) DO UPDATE SET last_used_at = excluded.last_used_at";
    FIND_KNOWN_BROWSER = "SELECT count(*) FROM known_browsers \
                          WHERE token_hash = $1 AND staff_id = $2 AND last_used_at > $3";
    FIND_BROWSER_OF_ANYBODY = "SELECT count(*) FROM known_browsers WHERE token_hash = $1 AND last_used_at > $2";
    REMOVE_KNOWN_BROWSERS = "DELETE FROM known_browsers WHERE staff_id = $1";
    REMOVE_OLD_KNOWN_BROWSERS = "DELETE FROM known_browsers WHERE last_used_at <= $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: SessionId,
    staff_id: StaffId,
    browser: String,
    created_at: String,
    last_used_at: String,
    expires_at: String,
}

impl Row {
    fn into_session(self) -> Result<(Session, StaffId), AppError> {
        let session = Session {
            id: self.id,
            browser: self.browser,
            created_at: parse_timestamp(&self.created_at)?,
            last_used_at: parse_timestamp(&self.last_used_at)?,
            expires_at: parse_timestamp(&self.expires_at)?,
        };
        Ok((session, self.staff_id))
    }
}

/// Sessions last used at or before this time have expired.
fn idle_since(now: DateTime<Utc>) -> String {
    format_timestamp(now - IDLE_LIMIT)
}

/// Sessions started or used after this time come from a wrong clock. They would become valid once that time is reached.
fn expiry_limit(now: DateTime<Utc>) -> String {
    format_timestamp(now + CLOCK_TOLERANCE)
}

pub async fn add_session(
    connection: &mut Connection,
    session: &Session,
    staff: &StaffId,
    token_hash: &str,
) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(ADD_SESSION)
            .bind(&session.id)
            .bind(token_hash)
            .bind(staff)
            .bind(&session.browser)
            .bind(format_timestamp(session.created_at))
            .bind(format_timestamp(session.last_used_at))
            .bind(format_timestamp(session.expires_at))
            .execute(inner)
            .await?;
    });
    Ok(())
}

/// The session of a token with its owner, whether or not it has expired.
pub async fn find_session(
    connection: &mut Connection,
    token_hash: &str,
) -> Result<Option<(Session, StaffId)>, AppError> {
    let row: Option<Row> =
        with_driver!(connection, inner => sqlx::query_as(FIND_SESSION).bind(token_hash).fetch_optional(inner).await?);
    row.map(Row::into_session).transpose()
}

/// The active sessions of an account, most recently used first.
pub async fn list_sessions(
    connection: &mut Connection,
    staff: &StaffId,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => {
        sqlx::query_as(LIST_SESSIONS)
            .bind(staff)
            .bind(format_timestamp(now))
            .bind(idle_since(now))
            .bind(expiry_limit(now))
            .fetch_all(inner)
            .await?
    });
    rows.into_iter().map(|row| row.into_session().map(|(session, _)| session)).collect()
}

/// The number of active sessions of each account.
pub async fn count_sessions(
    connection: &mut Connection,
    now: DateTime<Utc>,
) -> Result<BTreeMap<StaffId, i64>, AppError> {
    let rows: Vec<(StaffId, i64)> = with_driver!(connection, inner => {
        sqlx::query_as(COUNT_SESSIONS)
            .bind(format_timestamp(now))
            .bind(idle_since(now))
            .bind(expiry_limit(now))
            .fetch_all(inner)
            .await?
    });
    Ok(rows.into_iter().collect())
}

pub async fn touch_session(connection: &mut Connection, id: &SessionId, now: DateTime<Utc>) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(NOTE_USE_OF_SESSION).bind(id).bind(format_timestamp(now)).execute(inner).await?;
    });
    Ok(())
}

/// Ends one session of an account; `false` if the account has no session with that id.
pub async fn end_session(connection: &mut Connection, staff: &StaffId, id: &SessionId) -> Result<bool, AppError> {
    let ended = with_driver!(connection, inner => {
        sqlx::query(END_SESSION).bind(staff).bind(id).execute(inner).await?.rows_affected()
    });
    Ok(ended > 0)
}

/// Ends all sessions of an account, or all but one, and returns their number.
pub async fn end_sessions(
    connection: &mut Connection,
    staff: &StaffId,
    except: Option<&SessionId>,
) -> Result<u64, AppError> {
    let except = except.map_or("", SessionId::as_str);
    let ended = with_driver!(connection, inner => {
        sqlx::query(END_SESSIONS).bind(staff).bind(except).execute(inner).await?.rows_affected()
    });
    Ok(ended)
}

/// Removes sessions that have expired or are in the future, and browsers that were last used too long ago.
pub async fn remove_expired(
    connection: &mut Connection,
    now: DateTime<Utc>,
    browsers_until: DateTime<Utc>,
) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_ENDED_SESSIONS)
            .bind(format_timestamp(now))
            .bind(idle_since(now))
            .bind(expiry_limit(now))
            .execute(&mut *inner)
            .await?;
        sqlx::query(REMOVE_OLD_KNOWN_BROWSERS).bind(format_timestamp(browsers_until)).execute(&mut *inner).await?;
    });
    Ok(())
}

/// Records that an account was used from a browser.
pub async fn save_known_browser(
    connection: &mut Connection,
    staff: &StaffId,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(SAVE_KNOWN_BROWSER).bind(token_hash).bind(staff).bind(format_timestamp(now)).execute(inner).await?;
    });
    Ok(())
}

/// Whether an account was used from a browser after the given time.
pub async fn is_known_browser(
    connection: &mut Connection,
    staff: &StaffId,
    token_hash: &str,
    after: DateTime<Utc>,
) -> Result<bool, AppError> {
    let count: i64 = with_driver!(connection, inner => {
        sqlx::query_scalar(FIND_KNOWN_BROWSER)
            .bind(token_hash)
            .bind(staff)
            .bind(format_timestamp(after))
            .fetch_one(inner)
            .await?
    });
    Ok(count > 0)
}

/// Whether any account was used from a browser after the given time.
pub async fn is_browser_of_anybody(
    connection: &mut Connection,
    token_hash: &str,
    after: DateTime<Utc>,
) -> Result<bool, AppError> {
    let count: i64 = with_driver!(connection, inner => {
        sqlx::query_scalar(FIND_BROWSER_OF_ANYBODY)
            .bind(token_hash)
            .bind(format_timestamp(after))
            .fetch_one(inner)
            .await?
    });
    Ok(count > 0)
}

/// Removes all known browsers of an account.
pub async fn remove_known_browsers(connection: &mut Connection, staff: &StaffId) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_KNOWN_BROWSERS).bind(staff).execute(inner).await?;
    });
    Ok(())
}
