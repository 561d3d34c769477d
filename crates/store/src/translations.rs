//! What the city has entered in Japanese only, in other languages.

use domain::translation::Translation;

use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_TRANSLATIONS = "SELECT language, original, translation FROM translations ORDER BY language, original";
}

pub(super) const SAVE_TRANSLATIONS: Upsert =
    Upsert { table: "translations", key: &["language", "original"], columns: &["translation"] };
pub(super) const UPSERTS: &[Upsert] = &[SAVE_TRANSLATIONS];

#[derive(sqlx::FromRow)]
struct Row {
    language: String,
    original: String,
    translation: String,
}

/// All translations, by language and text.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn list_translations(connection: &mut Connection) -> Result<Vec<Translation>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => sqlx::query_as(LIST_TRANSLATIONS).fetch_all(inner).await?);
    let translation =
        |row: Row| Translation { language: row.language, original: row.original, translation: row.translation };
    Ok(rows.into_iter().map(translation).collect())
}
