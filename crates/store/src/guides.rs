//! The order of procedures within a life event.

use domain::guide::GuideEntry;
use domain::procedure::{LifeEventCode, LocalText, ProcedureId};

use super::row_hashes::touch;
use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_GUIDE_ENTRIES = "SELECT g.life_event, g.procedure_id, g.position, g.timing, g.timing_easy, g.timing_en \
                          FROM life_event_guides g JOIN life_events e ON e.code = g.life_event \
                          ORDER BY e.position, g.life_event, g.position, g.procedure_id";
    DELETE_GUIDE = "DELETE FROM life_event_guides WHERE life_event = $1";
}

pub(super) const SAVE_GUIDE_ENTRIES: Upsert = Upsert {
    table: "life_event_guides",
    key: &["life_event", "procedure_id"],
    columns: &["position", "timing", "timing_easy", "timing_en"],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_GUIDE_ENTRIES];

#[derive(sqlx::FromRow)]
struct GuideRow {
    life_event: LifeEventCode,
    procedure_id: ProcedureId,
    position: i64,
    timing: String,
    timing_easy: String,
    timing_en: String,
}

/// All guides, each in its own order.
pub async fn list_guide_entries(connection: &mut Connection) -> Result<Vec<GuideEntry>, AppError> {
    let rows: Vec<GuideRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_GUIDE_ENTRIES).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| GuideEntry {
            event: row.life_event,
            position: row.position,
            procedure: row.procedure_id,
            timing: LocalText { ja: row.timing, easy: row.timing_easy, en: row.timing_en },
        })
        .collect())
}

/// Replaces the guide of a life event.
pub async fn replace_guide(
    connection: &mut Connection,
    event: &LifeEventCode,
    entries: &[GuideEntry],
) -> Result<(), AppError> {
    touch(connection, "life_event_guides", vec![event.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(DELETE_GUIDE).bind(event).execute(&mut *inner).await?;
    });
    save_rows!(connection, SAVE_GUIDE_ENTRIES, entries, |values, entry| {
        values
            .push_bind(&entry.event)
            .push_bind(&entry.procedure)
            .push_bind(entry.position)
            .push_bind(&entry.timing.ja)
            .push_bind(&entry.timing.easy)
            .push_bind(&entry.timing.en);
    });
    Ok(())
}
