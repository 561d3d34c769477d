//! The words people search by and the guides to life events, as tables that can be changed and imported again.

use serde::Serialize;

use crate::domain::procedure::{LifeEventCode, ProcedureId};
use crate::error::AppError;
use crate::server::db::Db;
use crate::server::db::finding::{list_guide_entries, list_synonyms};
use crate::server::open_data::table::csv;

#[derive(Debug, Serialize)]
struct SynonymRecord<'a> {
    word: &'a str,
    means: &'a [String],
}

/// All search words, in the columns of their template.
///
/// # Errors
/// Where the database cannot be read.
pub async fn synonyms_as_csv(db: &Db) -> Result<Vec<u8>, AppError> {
    let synonyms = list_synonyms(&mut db.read().await?).await?;
    let records = synonyms.iter().map(|synonym| SynonymRecord { word: &synonym.word, means: &synonym.means });
    Ok(csv(&["word", "means"], records))
}

#[derive(Debug, Serialize)]
struct GuideRecord<'a> {
    life_event: &'a LifeEventCode,
    procedure: &'a ProcedureId,
    timing: &'a str,
    timing_easy: &'a str,
    timing_en: &'a str,
}

/// All guides in their order, in the columns of their template.
///
/// # Errors
/// Where the database cannot be read.
pub async fn guides_as_csv(db: &Db) -> Result<Vec<u8>, AppError> {
    let entries = list_guide_entries(&mut db.read().await?).await?;
    let records = entries.iter().map(|entry| GuideRecord {
        life_event: &entry.event,
        procedure: &entry.procedure,
        timing: &entry.timing.ja,
        timing_easy: &entry.timing.easy,
        timing_en: &entry.timing.en,
    });
    Ok(csv(&["life_event", "procedure", "timing", "timing_easy", "timing_en"], records))
}
