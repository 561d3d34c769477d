//! What residents ask a city for and others do.

use chrono::NaiveDate;
use domain::elsewhere::{Elsewhere, ElsewhereId};
use domain::procedure::LocalText;
use domain::source::SourceId;

use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_ELSEWHERE = "SELECT id, title, title_en, title_easy, words, provider, provider_en, provider_easy, url, \
                      checked_on, source, sample FROM elsewhere ORDER BY id";
}

pub(super) const SAVE_ELSEWHERE: Upsert = Upsert {
    table: "elsewhere",
    key: &["id"],
    columns: &[
        "title",
        "title_en",
        "title_easy",
        "words",
        "provider",
        "provider_en",
        "provider_easy",
        "url",
        "checked_on",
        "source",
        "sample",
    ],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_ELSEWHERE];

#[derive(sqlx::FromRow)]
struct Row {
    id: ElsewhereId,
    title: String,
    title_en: String,
    title_easy: String,
    words: String,
    provider: String,
    provider_en: String,
    provider_easy: String,
    url: String,
    checked_on: Option<NaiveDate>,
    source: SourceId,
    sample: bool,
}

/// Everything that others do, by id.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn list_elsewhere(connection: &mut Connection) -> Result<Vec<Elsewhere>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => sqlx::query_as(LIST_ELSEWHERE).fetch_all(inner).await?);
    let words = |text: &str| {
        let parts = text.split([';', '；', '、']).map(str::trim);
        parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    Ok(rows
        .into_iter()
        .map(|row| Elsewhere {
            id: row.id,
            title: LocalText { ja: row.title, easy: row.title_easy, en: row.title_en },
            words: words(&row.words),
            provider: LocalText { ja: row.provider, easy: row.provider_easy, en: row.provider_en },
            url: row.url,
            checked_on: row.checked_on,
            source: row.source,
            sample: row.sample,
        })
        .collect())
}
