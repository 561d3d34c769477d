//! What of the audit log is public: where it ended on each day that is over, and what was recorded about procedures.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::db::Connection;
use super::db::audit::public::{
    DayHead, RecordedChange, list_added_procedures, list_day_heads, list_imports_of_procedures, list_procedure_changes,
};
use crate::domain::procedure::{Procedure, ProcedureId};
use crate::domain::procedure_fields::{FieldChanges, ProcedureField, as_recorded_on};
use crate::error::AppError;

/// The public part of the log.
#[derive(Debug, Default)]
pub struct Memory {
    /// The oldest first.
    pub heads: Vec<DayHead>,
    /// The day of the last row; `None` of an empty log.
    pub last_day: Option<NaiveDate>,
    changes: HashMap<ProcedureId, Vec<FieldChanges>>,
    /// The day on which a file first brought the procedure, where a row says so.
    first_recorded: HashMap<ProcedureId, NaiveDate>,
}

impl Memory {
    pub(super) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        let (heads, last_day) = list_day_heads(connection).await?;
        let mut memory = Self { heads, last_day, ..Self::default() };
        for change in list_procedure_changes(connection).await? {
            if let Ok(id) = change.procedure.parse() {
                memory.changes.entry(id).or_default().extend(field_changes(change));
            }
        }
        for (recorded_on, became) in list_imports_of_procedures(connection).await? {
            for id in new_procedures(&became) {
                memory.first_recorded.entry(id).or_insert(recorded_on);
            }
        }
        for (recorded_on, id) in list_added_procedures(connection).await? {
            if let Ok(id) = id.parse() {
                memory.first_recorded.entry(id).or_insert(recorded_on);
            }
        }
        Ok(memory)
    }

    /// Recorded changes of a procedure's entry, the oldest first.
    #[must_use]
    pub fn changes(&self, id: &ProcedureId) -> &[FieldChanges] {
        self.changes.get(id).map_or(&[], Vec::as_slice)
    }

    /// The day on which the procedure came into the catalogue, where that is recorded. A history that was brought
    /// along says that something was known before; then nothing is said.
    #[must_use]
    pub fn first_recorded(&self, procedure: &Procedure) -> Option<NaiveDate> {
        let first = self.first_recorded.get(&procedure.id).copied()?;
        let steps = procedure.step_events.iter().map(|event| event.recorded_on);
        let exclusions = procedure.exclusion_events.iter().map(|event| event.recorded_on);
        steps.chain(exclusions).all(|recorded_on| first <= recorded_on).then_some(first)
    }

    /// The procedure as its entry stood at the end of a day.
    #[must_use]
    pub fn as_recorded_on(&self, procedure: &Procedure, day: NaiveDate) -> Procedure {
        as_recorded_on(procedure, self.changes(&procedure.id), day)
    }
}

/// The fields of a recorded change; `None` where only steps changed, which have a history of their own.
fn field_changes(change: RecordedChange) -> Option<FieldChanges> {
    let read = |json: &str| serde_json::from_str::<Map<String, Value>>(json).unwrap_or_default();
    let (was, became) = (read(&change.was), read(&change.became));
    let fields: Vec<(ProcedureField, Value, Value)> = ProcedureField::ALL
        .iter()
        .filter_map(|field| Some((*field, was.get(field.as_str())?.clone(), became.get(field.as_str())?.clone())))
        .collect();
    let tells_something = !fields.is_empty() || change.forgotten_on.is_some() || !change.reason.is_empty();
    tells_something.then_some(FieldChanges {
        recorded_on: change.recorded_on,
        reason: change.reason,
        is_approved: change.is_approved,
        fields,
        forgotten_on: change.forgotten_on,
    })
}

fn new_procedures(became: &str) -> Vec<ProcedureId> {
    let Ok(Value::Object(values)) = serde_json::from_str(became) else { return Vec::new() };
    let ids = values.get("new").and_then(Value::as_array).into_iter().flatten();
    ids.filter_map(|id| id.as_str()?.parse().ok()).collect()
}
