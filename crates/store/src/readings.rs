//! Words of a city with their readings.

use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_READINGS = "SELECT word, reading FROM readings ORDER BY word";
}

pub(super) const SAVE_READINGS: Upsert = Upsert { table: "readings", key: &["word"], columns: &["reading"] };
pub(super) const UPSERTS: &[Upsert] = &[SAVE_READINGS];

/// Every word with its reading, by word.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn list_readings(connection: &mut Connection) -> Result<Vec<(String, String)>, AppError> {
    Ok(with_driver!(connection, inner => sqlx::query_as(LIST_READINGS).fetch_all(inner).await?))
}
