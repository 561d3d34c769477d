//! People's own words for what the catalogue lists.

use domain::synonym::Synonym;

use super::row_hashes::touch;
use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_SYNONYMS = "SELECT word, means FROM synonyms ORDER BY word";
    DELETE_SYNONYM = "DELETE FROM synonyms WHERE word = $1";
}

pub(super) const SAVE_SYNONYMS: Upsert = Upsert { table: "synonyms", key: &["word"], columns: &["means"] };
pub(super) const UPSERTS: &[Upsert] = &[SAVE_SYNONYMS];

#[derive(sqlx::FromRow)]
struct SynonymRow {
    word: String,
    means: String,
}

pub async fn list_synonyms(connection: &mut Connection) -> Result<Vec<Synonym>, AppError> {
    let rows: Vec<SynonymRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_SYNONYMS).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| Synonym { word: row.word, means: row.means.lines().map(str::to_owned).collect() })
        .collect())
}

pub async fn save_synonyms(connection: &mut Connection, synonyms: &[Synonym]) -> Result<(), AppError> {
    touch(connection, "synonyms", synonyms.iter().map(|row| row.word.to_string()).collect()).await?;
    save_rows!(connection, SAVE_SYNONYMS, synonyms, |values, synonym| {
        values.push_bind(&synonym.word).push_bind(synonym.means.join("\n"));
    });
    Ok(())
}

pub async fn delete_synonym(connection: &mut Connection, word: &str) -> Result<(), AppError> {
    touch(connection, "synonyms", vec![word.to_owned()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(DELETE_SYNONYM).bind(word).execute(inner).await?;
    });
    Ok(())
}
