//! Undo: a new change that restores the old values of an audit row.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::audit::EntryRow;
use domain::entry::{EditableField, FieldChange, ProcedurePatch};
use domain::procedure::{ProcedureId, Step};
use domain::procedure_fields::ProcedureField;
use domain::proposal::{ProposalId, ProposalKind};
use serde_json::{Map, Value, json};
use store::audit::changes::{find_entry_row, list_entry_rows_of, list_entry_rows_with};
use store::error::AppError;
use store::revision;

use super::{EditError, EditRefusal, Edits};
use crate::server::staff::CurrentUser;

/// What to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoTarget {
    /// Everything that a proposal has published.
    Proposal(ProposalId),
    /// The change in one audit row about one procedure.
    Row(i64),
}

/// The change recorded in an audit row; `None` if its values have been erased or it has none.
#[must_use]
pub fn logged_change(row: &EntryRow, today: NaiveDate) -> Option<ProcedurePatch> {
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (was, became) = (read(&row.was), read(&row.became));
    let mut turns = BTreeMap::new();
    for field in ProcedureField::ALL {
        if let (Some(was), Some(becomes)) = (was.get(field.as_str()), became.get(field.as_str())) {
            turns.insert(EditableField::Field(*field), FieldChange { was: was.clone(), becomes: becomes.clone() });
        }
    }
    for step in Step::ALL {
        let of = |values: &Map<String, Value>| values.get("steps").and_then(|steps| steps.get(step.as_str())).cloned();
        if let (Some(was), Some(becomes)) = (of(&was), of(&became)) {
            turns.insert(EditableField::Step(*step), FieldChange { was, becomes });
        }
    }
    if let Some(becomes) = became.get("excluded") {
        let was = was.get("excluded").filter(|was| !was.is_null()).cloned().unwrap_or_else(|| json!((false, "")));
        turns.insert(EditableField::Exclusion, FieldChange { was, becomes: becomes.clone() });
    }
    let day = |name: &str| became.get(name)?.as_str()?.parse().ok();
    let effective_on = day("steps_effective_on").or_else(|| day("excluded_effective_on")).unwrap_or(today);
    let procedure: ProcedureId = row.procedure.parse().ok()?;
    (!turns.is_empty()).then_some(ProcedurePatch { procedure, is_new: false, effective_on, turns })
}

/// Combines several changes of one procedure, oldest first, into one.
fn joined(rows: &[EntryRow], today: NaiveDate) -> Vec<ProcedurePatch> {
    let mut changes: BTreeMap<ProcedureId, ProcedurePatch> = BTreeMap::new();
    for change in rows.iter().filter_map(|row| logged_change(row, today)) {
        match changes.get_mut(&change.procedure) {
            None => {
                changes.insert(change.procedure.clone(), change);
            }
            Some(there) => {
                for (aspect, turn) in change.turns {
                    match there.turns.get_mut(&aspect) {
                        Some(first) => first.becomes = turn.becomes,
                        None => {
                            there.turns.insert(aspect, turn);
                        }
                    }
                }
            }
        }
    }
    changes.into_values().collect()
}

impl Edits<'_> {
    /// Creates a draft that undoes a published change.
    ///
    /// # Errors
    /// If the undo is refused, or the database does not answer.
    pub async fn propose_undo(
        self,
        desk: &CurrentUser,
        what: &UndoTarget,
        reason: &str,
    ) -> Result<ProposalId, EditError> {
        let mut connection = self.db.read().await?;
        let rows = match what {
            UndoTarget::Proposal(id) => list_entry_rows_with(&mut connection, &format!("proposal {id}")).await?,
            UndoTarget::Row(number) => find_entry_row(&mut connection, *number).await?.into_iter().collect(),
        };
        let seen_revision = revision::find_revision(&mut connection).await?;
        drop(connection);
        if rows.is_empty() {
            return Err(EditRefusal::NotFound.into());
        }
        let back = joined(&rows, self.today).iter().map(ProcedurePatch::reversed).collect();
        self.propose(desk, ProposalKind::Undo, reason, seen_revision, back).await
    }

    /// The recorded changes of a procedure's entry, newest first, with their authors.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn recorded(self, procedure: &ProcedureId) -> Result<Vec<EntryRow>, AppError> {
        let mut rows = list_entry_rows_of(&mut self.db.read().await?, procedure.as_str()).await?;
        rows.reverse();
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(was: &Value, became: &Value) -> EntryRow {
        EntryRow {
            number: 1,
            procedure: "a".to_owned(),
            recorded_at: String::new(),
            revision: Some(1),
            actor: String::new(),
            approved_by: String::new(),
            reason: String::new(),
            detail: String::new(),
            was: was.to_string(),
            became: became.to_string(),
        }
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 4, day).expect("a day")
    }

    #[test]
    fn what_the_log_tells_is_the_change_it_was() {
        let told = logged_change(
            &row(
                &json!({ "kana": "あ", "steps": { "apply": "counter" }, "excluded": null }),
                &json!({ "kana": "い", "steps": { "apply": "online" }, "steps_effective_on": "2026-04-05",
                         "excluded": [true, "法令"], "excluded_effective_on": "2026-04-05" }),
            ),
            day(20),
        )
        .expect("a change");
        assert_eq!((told.effective_on, told.turns.len()), (day(5), 3));
        let back = told.reversed();
        assert_eq!(back.turns[&EditableField::Field(ProcedureField::Kana)].becomes, json!("あ"));
        assert_eq!(back.turns[&EditableField::Step(Step::Apply)].becomes, json!("counter"));
        assert_eq!(back.turns[&EditableField::Exclusion].becomes, json!((false, "")));
    }

    #[test]
    fn what_was_forgotten_cannot_be_taken_back() {
        assert_eq!(
            logged_change(
                &EntryRow { was: String::new(), became: String::new(), ..row(&json!({}), &json!({})) },
                day(1)
            ),
            None
        );
    }

    #[test]
    fn two_changes_of_the_same_go_back_to_before_the_first() {
        let kana = |was: &str, became: &str| row(&json!({ "kana": was }), &json!({ "kana": became }));
        let all = joined(&[kana("あ", "い"), kana("い", "う")], day(1));
        let turn = &all[0].turns[&EditableField::Field(ProcedureField::Kana)];
        assert_eq!((&turn.was, &turn.becomes), (&json!("あ"), &json!("う")));
    }
}
