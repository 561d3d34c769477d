//! The sources of figures.

use chrono::NaiveDate;
use domain::source::{Source, SourceId};

use super::row_hashes::touch;
use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_SOURCES = "SELECT id, title, title_en, publisher, publisher_en, url, as_of, licence, sample \
                    FROM sources ORDER BY id";
}

pub(super) const SAVE_SOURCES: Upsert = Upsert {
    table: "sources",
    key: &["id"],
    columns: &["title", "title_en", "publisher", "publisher_en", "url", "as_of", "licence", "sample"],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_SOURCES];

#[derive(sqlx::FromRow)]
struct Row {
    id: SourceId,
    title: String,
    title_en: String,
    publisher: String,
    publisher_en: String,
    url: String,
    as_of: Option<NaiveDate>,
    licence: String,
    sample: bool,
}

pub async fn list_sources(connection: &mut Connection) -> Result<Vec<Source>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => sqlx::query_as(LIST_SOURCES).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| Source {
            id: row.id,
            title: row.title,
            title_en: row.title_en,
            publisher: row.publisher,
            publisher_en: row.publisher_en,
            url: row.url,
            as_of: row.as_of,
            licence: row.licence,
            sample: row.sample,
        })
        .collect())
}

pub async fn save_sources(connection: &mut Connection, sources: &[Source]) -> Result<(), AppError> {
    touch(connection, "sources", sources.iter().map(|row| row.id.to_string()).collect()).await?;
    save_rows!(connection, SAVE_SOURCES, sources, |values, source| {
        values
            .push_bind(&source.id)
            .push_bind(&source.title)
            .push_bind(&source.title_en)
            .push_bind(&source.publisher)
            .push_bind(&source.publisher_en)
            .push_bind(&source.url)
            .push_bind(source.as_of)
            .push_bind(&source.licence)
            .push_bind(source.sample);
    });
    Ok(())
}
