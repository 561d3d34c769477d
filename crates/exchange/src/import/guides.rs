//! Tables of the steps to take in a life event, in order. A file contains whole guides: its guide for a life event
//! replaces the existing one. Life events missing from the file keep their guides.

use std::collections::{BTreeMap, HashMap};

use domain::guide::GuideEntry;
use domain::procedure::{LifeEventCode, LocalText, ProcedureId};
use store::error::AppError;
use store::finding::{list_guide_entries, replace_guide};
use store::procedures::list_procedures;
use store::{Connection, catalogue};

use super::changes::{CellChange, Changes};
use super::fingerprint::of_texts;
use super::record::{Record, Value, Wording, update_text};
use super::report::Report;
use super::rows::{DuplicateCheck, FromRow, read_rows};
use super::table::{ColumnSpec, HeaderSpec, Table};
use super::watch::ProgressSink;
use super::{Applied, Plan, Request};

/// The columns, with Japanese headers first and English ones second.
pub(crate) const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("life_event", &["ライフイベント", "life_event"]),
    ColumnSpec::required("procedure", &["手続ID", "procedure"]),
    ColumnSpec::optional("timing", &["時期", "timing"]),
    ColumnSpec::optional("timing_easy", &["時期 やさしい日本語", "timing_easy"]),
    ColumnSpec::optional("timing_en", &["時期 英語", "timing_en"]),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS)
}

/// The life events and procedures that rows may refer to.
#[derive(Debug)]
pub(crate) struct Known {
    /// Keyed by code and by Japanese name.
    life_events: HashMap<String, LifeEventCode>,
    /// Each with the life events it belongs to.
    procedures: HashMap<ProcedureId, Vec<LifeEventCode>>,
}

impl Known {
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
    guides: BTreeMap<LifeEventCode, FromRow<Vec<GuideEntry>>>,
}

pub(crate) fn read(table: &Table<'_>, known: &Known, watching: ProgressSink<'_>, report: &mut Report) -> GuidePlan {
    let mut once = DuplicateCheck::new();
    let mut plan = GuidePlan::default();
    let rows = read_rows(table, watching, report, |row, errors| {
        let (event_cell, procedure_cell) = (row.cell("life_event"), row.cell("procedure"));
        let event = errors.keep(event_cell.required_name()).and_then(|word| {
            let found = known.life_events.get(&word).cloned();
            if found.is_none() {
                errors.refuse(&event_cell, "the code or name of a life event", "登録済みのライフイベント");
            }
            found
        });
        let procedure = errors.keep(procedure_cell.required_name()).and_then(|text| {
            let found = text.parse().ok().filter(|id| known.procedures.contains_key(id));
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
        if !known.procedures.get(&procedure).is_some_and(|events| events.contains(&event)) {
            errors.refuse(
                &procedure_cell,
                "a procedure of this life event; the catalogue says to which each belongs",
                "このライフイベントに属する手続（所属は手続の一覧で登録します）",
            );
        }
        once.check((event.clone(), procedure.clone()), &procedure_cell, errors);
        Some(GuideEntry { event, position: 0, procedure, timing })
    });
    for FromRow { line, what: entry } in rows {
        let of_event = plan.guides.entry(entry.event.clone()).or_insert(FromRow { line, what: Vec::new() });
        let guide = &mut of_event.what;
        // The order of the rows is the order of the steps.
        let position = i64::try_from(guide.len() + 1).unwrap_or(i64::MAX);
        guide.push(GuideEntry { position, ..entry });
    }
    plan
}

/// Files are written one entry per row. When read, the entries of a life event form one guide.
impl Record for GuideEntry {
    const NOUN: (&'static str, &'static str) = ("entries of guides", "案内の項目");
    const COLUMNS: &'static [ColumnSpec] = COLUMNS;
    type Key = (LifeEventCode, ProcedureId);

    fn key(&self) -> Self::Key {
        (self.event.clone(), self.procedure.clone())
    }

    fn label(&self, wording: &Wording) -> String {
        format!("{} {}", wording.life_event(&self.event), self.procedure)
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        match key {
            "life_event" => Value::Text(wording.life_event(&self.event)),
            "procedure" => Value::Text(self.procedure.to_string()),
            "timing" => Value::of_text(&self.timing.ja),
            "timing_easy" => Value::of_text(&self.timing.easy),
            "timing_en" => Value::of_text(&self.timing.en),
            _ => Value::Nothing,
        }
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        let read = std::mem::replace(&mut self.timing, known.timing.clone());
        update_text(&mut self.timing.ja, &read.ja);
        update_text(&mut self.timing.easy, &read.easy);
        update_text(&mut self.timing.en, &read.en);
    }
}

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
        for (event, FromRow { line, what: guide }) in &self.guides {
            if wording.to_be_confirmed {
                let entries = known.get(event).map(|entries| entries.iter().map(|one| one.fingerprint(wording)));
                changes.see_fingerprint(entries.map(|entries| of_texts(entries.map(|one| one.to_string()))));
            }
            let mut guide = guide.clone();
            for entry in &mut guide {
                let there =
                    known.get(event).and_then(|there| there.iter().find(|one| one.procedure == entry.procedure));
                if let Some(there) = there {
                    entry.keep_unrepresentable(there);
                }
            }
            match known.get(event) {
                Some(there) if *there == guide => {
                    changes.counts.unchanged += 1;
                    continue;
                }
                Some(there) => changes.add_changed(*line, event.to_string(), differing(there, &guide, wording)),
                None => changes.add_new(*line, event.to_string()),
            }
            if !request.dry_run {
                replace_guide(connection, event, &guide).await?;
            }
        }
        Ok(vec![changes].into())
    }
}
