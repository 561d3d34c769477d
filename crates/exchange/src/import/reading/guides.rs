//! Tables of the steps to take in a life event, in order. A file contains whole guides: its guide for a life event
//! replaces the existing one. Life events missing from the file keep their guides.

use std::collections::{BTreeMap, HashMap};

use domain::guide::GuideEntry;
use domain::procedure::{LifeEventCode, LocalText, ProcedureId};
use store::error::AppError;
use store::procedures::list_procedures;
use store::{Connection, catalogue};

use super::findings::Findings;
use super::progress::ProgressSink;
use super::rows::{DuplicateCheck, Located, read_rows};
use super::table::Table;
use crate::import::table::columns::FileColumns;

/// The life events and procedures that rows may refer to.
#[derive(Debug)]
pub(crate) struct ReferenceData {
    /// Keyed by code and by Japanese name.
    life_events: HashMap<String, LifeEventCode>,
    /// Each with the life events it belongs to.
    procedures: HashMap<ProcedureId, Vec<LifeEventCode>>,
}

impl ReferenceData {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        let life_events = catalogue::list_life_events(connection).await?;
        let procedures = list_procedures(connection).await?;
        Ok(Self {
            life_events: life_events
                .into_iter()
                .flat_map(|event| [event.code.to_string(), event.name.ja].map(|word| (word, event.code.clone())))
                .collect(),
            procedures: procedures.into_iter().map(|procedure| (procedure.id, procedure.life_events)).collect(),
        })
    }
}

/// Guides that replace the existing ones.
#[derive(Debug, Default)]
pub(crate) struct GuidePlan {
    pub guides: BTreeMap<LifeEventCode, Located<Vec<GuideEntry>>>,
    pub columns: FileColumns,
}

pub(crate) fn read(
    table: &Table<'_>,
    known: &ReferenceData,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> GuidePlan {
    let mut duplicates = DuplicateCheck::new();
    let mut plan = GuidePlan { columns: table.column_keys(), ..GuidePlan::default() };
    let rows = read_rows(table, progress, findings, |row, errors| {
        let (event_cell, procedure_cell) = (row.cell("life_event"), row.cell("procedure"));
        let event = errors.keep(event_cell.required_name()).and_then(|word| {
            let found = known.life_events.get(&word).cloned();
            let found = found.or_else(|| word.parse().ok().filter(|_| errors.leaves_unchecked("life_events")));
            if found.is_none() {
                errors.refuse(&event_cell, "the code or name of a life event", "登録済みのライフイベント");
            }
            found
        });
        let procedure = errors.keep(procedure_cell.required_name()).and_then(|text| {
            let found: Option<ProcedureId> = text.parse().ok();
            let found = found.filter(|id| known.procedures.contains_key(id) || errors.leaves_unchecked("procedures"));
            if found.is_none() {
                errors.refuse(&procedure_cell, "the id of a procedure in the catalogue", "登録済みの手続ID");
            }
            found
        });
        let timing = LocalText {
            ja: errors.text(&row.cell("timing")),
            easy: errors.text(&row.cell("timing_easy")),
            en: errors.text(&row.cell("timing_en")),
        };
        let (event, procedure) = (event?, procedure?);
        if known.procedures.get(&procedure).is_some_and(|events| !events.contains(&event)) {
            errors.refuse(
                &procedure_cell,
                "a procedure of this life event; the catalogue says which ones belong to it",
                "このライフイベントに属する手続（所属は手続の一覧で登録します）",
            );
        }
        duplicates.check((event.clone(), procedure.clone()), &procedure_cell, errors);
        Some(GuideEntry { event, position: 0, procedure, timing })
    });
    for Located { line, is_removal, what: entry } in rows {
        let of_event = plan.guides.entry(entry.event.clone()).or_insert(Located::new(line, Vec::new()));
        // What a guide does not have is removed from it anyway. A guide of nothing else is removed as a whole.
        if is_removal {
            continue;
        }
        let guide = &mut of_event.what;
        // The order of the rows is the order of the steps.
        let position = i64::try_from(guide.len() + 1).unwrap_or(i64::MAX);
        guide.push(GuideEntry { position, ..entry });
    }
    plan
}
