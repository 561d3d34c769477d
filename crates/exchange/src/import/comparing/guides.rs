//! Compares guides to life events with those stored, each as a whole.

use std::collections::BTreeMap;

use domain::guide::GuideEntry;
use domain::procedure::LifeEventCode;
use store::Connection;
use store::error::AppError;
use store::guides::{list_guide_entries, replace_guide};

use super::applied::{Applied, Plan};
use super::diff::{CellChange, Changes, FilledCell};
use crate::import::fingerprint::of_texts;
use crate::import::reading::guides::GuidePlan;
use crate::import::reading::rows::Located;
use crate::import::request::Request;
use crate::import::table::guides::COLUMNS;
use crate::import::table::record::Record;
use crate::import::table::wording::Wording;

/// The differences between two guides, in their order and in the texts of their entries.
fn differing(there: &[GuideEntry], guide: &[GuideEntry], wording: &Wording) -> Vec<CellChange> {
    let joined =
        |entries: &[GuideEntry], part: fn(&GuideEntry) -> &str| entries.iter().map(part).collect::<Vec<_>>().join(";");
    let parts: [fn(&GuideEntry) -> &str; 4] = [
        |entry| entry.procedure.as_str(),
        |entry| &entry.timing.ja,
        |entry| &entry.timing.easy,
        |entry| &entry.timing.en,
    ];
    COLUMNS[1..]
        .iter()
        .zip(parts)
        .map(|(column, part)| CellChange::of(column, joined(there, part), joined(guide, part), wording))
        .filter(|cell| cell.old != cell.new)
        .collect()
}

/// What a guide says, as one record.
fn filled(guide: &[GuideEntry], wording: &Wording) -> Vec<FilledCell> {
    let cells = differing(&[], guide, wording).into_iter();
    cells.map(|cell| FilledCell { key: cell.key, value: cell.new }).collect()
}

impl Plan for GuidePlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let mut known: BTreeMap<LifeEventCode, Vec<GuideEntry>> = BTreeMap::new();
        for entry in list_guide_entries(connection).await? {
            known.entry(entry.event.clone()).or_default().push(entry);
        }
        let mut changes = Changes::of(("guides to a life event", "ライフイベントの案内"));
        for (event, Located { line, what: guide, .. }) in &self.guides {
            if wording.to_be_confirmed {
                let entries = known.get(event).map(|entries| entries.iter().map(|one| one.fingerprint(wording)));
                changes.add_fingerprint(entries.map(|entries| of_texts(entries.map(|one| one.to_string()))));
            }
            let mut guide = guide.clone();
            for entry in &mut guide {
                let there =
                    known.get(event).and_then(|there| there.iter().find(|one| one.procedure == entry.procedure));
                if let Some(there) = there {
                    entry.keep_unrepresentable(there);
                    entry.keep_absent(there, &self.columns);
                }
            }
            let there = known.get(event).map(Vec::as_slice).unwrap_or_default();
            if there == guide {
                changes.counts.unchanged += 1;
                continue;
            }
            match (there, guide.as_slice()) {
                ([], guide) => changes.add_new_whole(*line, event.to_string(), filled(guide, wording)),
                (there, []) => changes.add_removed_whole(*line, event.to_string(), filled(there, wording)),
                (there, guide) => changes.add_changed(*line, event.to_string(), differing(there, guide, wording)),
            }
            let (before, is_removal) = if there.is_empty() { (guide.as_slice(), true) } else { (there, false) };
            for entry in before {
                changes.add_undo(entry, is_removal, wording);
            }
            if !request.dry_run {
                replace_guide(connection, event, &guide).await?;
            }
        }
        Ok(vec![changes].into())
    }
}
