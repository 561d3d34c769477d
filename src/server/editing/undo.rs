//! Undo: a new change that restores the old values of an audit row.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::audit::EntryRow;
use domain::entry::{ParseValuesError, ProcedurePatch, logged_patch};
use domain::procedure::ProcedureId;
use domain::proposal::{ProposalId, ProposalKind, ProposalState};
use domain::table_kind::TableKind;
use store::audit::procedure_log::{find_entry_row, list_entry_rows_of, list_entry_rows_with};
use store::error::AppError;
use store::{Connection, proposed_files, revision};

use super::details::open;
use super::files::NewFile;
use super::proposed_file::FileOptions;
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

/// A proposal that undoes the file of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoingFile {
    pub id: ProposalId,
    pub is_open: bool,
    /// Whether it is published and was not undone itself.
    pub stands: bool,
}

/// The last published proposal that undoes the file of another.
async fn published_undo(
    connection: &mut Connection,
    id: &ProposalId,
) -> Result<Option<(ProposalId, ProposalState)>, AppError> {
    let all = proposed_files::list_files_undoing(connection, id).await?;
    Ok(all.into_iter().rev().find(|(_, state)| *state == ProposalState::Published))
}

/// The change recorded in an audit row; `None` if its values have been erased or it has none.
///
/// # Errors
/// Names a field whose recorded value cannot be read.
pub fn logged_change(row: &EntryRow, today: NaiveDate) -> Result<Option<ProcedurePatch>, ParseValuesError> {
    match row.procedure.parse::<ProcedureId>() {
        Ok(procedure) => logged_patch(procedure, &row.was, &row.became, today),
        Err(_) => Ok(None),
    }
}

/// Combines several changes of one procedure, oldest first, into one.
fn joined(rows: &[EntryRow], today: NaiveDate) -> Result<Vec<ProcedurePatch>, ParseValuesError> {
    let mut changes: BTreeMap<ProcedureId, ProcedurePatch> = BTreeMap::new();
    for row in rows {
        let Some(change) = logged_change(row, today)? else { continue };
        match changes.get_mut(&change.procedure) {
            None => {
                changes.insert(change.procedure.clone(), change);
            }
            Some(there) => {
                for (field, field_change) in change.fields {
                    match there.fields.get_mut(&field) {
                        Some(first) => first.becomes = field_change.becomes,
                        None => {
                            there.fields.insert(field, field_change);
                        }
                    }
                }
            }
        }
    }
    Ok(changes.into_values().collect())
}

impl Edits<'_> {
    /// Creates a draft that undoes a published change.
    ///
    /// # Errors
    /// If the undo is refused, or the database does not answer.
    pub async fn propose_undo(
        self,
        user: &CurrentUser,
        what: &UndoTarget,
        reason: &str,
    ) -> Result<ProposalId, EditError> {
        let mut connection = self.db.read().await?;
        if let UndoTarget::Proposal(id) = what
            && let Some(opened) = open(&mut connection, id).await?
            && opened.can_undo_file()
            && let Some(file) = &opened.file
        {
            // Its content became what undoes it when it was published.
            let content = proposed_files::find_content(&mut connection, id).await?.ok_or(EditRefusal::NotFound)?;
            drop(connection);
            if self.undoing(id).await?.iter().any(|undoing| undoing.is_open || undoing.stands) {
                return Err(EditRefusal::State.into());
            }
            let ending = if file.kind == TableKind::Boundaries { "geojson" } else { "csv" };
            let undo = NewFile {
                kind: file.kind,
                name: format!("undo-{}.{ending}", file.kind),
                options: FileOptions { undoes: Some(id.to_string()), ..FileOptions::default() },
                department: opened.departments.first().cloned().filter(|_| !file.kind.is_of_procedures()),
                content: Arc::from(content),
            };
            return self.propose_file(user, undo, reason).await;
        }
        let rows = match what {
            UndoTarget::Proposal(id) => list_entry_rows_with(&mut connection, &format!("proposal {id}")).await?,
            UndoTarget::Row(number) => find_entry_row(&mut connection, *number).await?.into_iter().collect(),
        };
        let seen_revision = revision::find_revision(&mut connection).await?;
        drop(connection);
        if rows.is_empty() {
            return Err(EditRefusal::NotFound.into());
        }
        let changes = joined(&rows, self.today).map_err(AppError::from)?;
        let back = changes.iter().map(ProcedurePatch::reversed).collect();
        self.propose(user, ProposalKind::Undo, reason, seen_revision, back).await
    }

    /// The proposals that undo the file of a proposal, oldest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn undoing(self, id: &ProposalId) -> Result<Vec<UndoingFile>, AppError> {
        let mut connection = self.db.read().await?;
        let mut found = Vec::new();
        for (undo, state) in proposed_files::list_files_undoing(&mut connection, id).await? {
            let mut stands = state == ProposalState::Published;
            // What undoes an undo may be undone itself; each step leads to later proposals.
            let mut last = undo.clone();
            while let Some((next, _)) = published_undo(&mut connection, &last).await? {
                stands = !stands;
                last = next;
            }
            found.push(UndoingFile { id: undo, is_open: state.is_open(), stands });
        }
        Ok(found)
    }

    /// The changes of procedures that a proposal has published, oldest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn published_entries(self, id: &ProposalId) -> Result<Vec<EntryRow>, AppError> {
        list_entry_rows_with(&mut self.db.read().await?, &format!("proposal {id}")).await
    }

    /// What is recorded of a procedure's entry, newest first, with its authors.
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
    use domain::audit::CHANGE_PROCEDURE;
    use domain::entry::{EditableField, EditableValue};
    use domain::procedure::{Step, StepState};
    use domain::procedure_fields::{FieldValue, ProcedureField};
    use serde_json::{Value, json};

    use super::*;

    fn row(was: &Value, became: &Value) -> EntryRow {
        EntryRow {
            number: 1,
            procedure: "a".to_owned(),
            recorded_at: String::new(),
            revision: Some(1),
            actor: String::new(),
            approved_by: String::new(),
            action: CHANGE_PROCEDURE.to_owned(),
            reason: String::new(),
            detail: String::new(),
            was: was.to_string(),
            became: became.to_string(),
        }
    }

    fn kana(text: &str) -> EditableValue {
        FieldValue::Kana(text.to_owned()).into()
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
        .expect("values")
        .expect("a change");
        assert_eq!((told.effective_on, told.fields.len()), (day(5), 3));
        let back = told.reversed();
        assert_eq!(back.fields[&EditableField::Field(ProcedureField::Kana)].becomes, kana("あ"));
        assert_eq!(
            back.fields[&EditableField::Step(Step::Apply)].becomes,
            EditableValue::Step(Step::Apply, Some(StepState::Counter))
        );
        let never = EditableValue::Exclusion { excluded: false, reason: String::new() };
        assert_eq!(back.fields[&EditableField::Exclusion].becomes, never);
    }

    #[test]
    fn what_was_forgotten_cannot_be_taken_back() {
        assert_eq!(
            logged_change(
                &EntryRow { was: String::new(), became: String::new(), ..row(&json!({}), &json!({})) },
                day(1)
            ),
            Ok(None)
        );
    }

    #[test]
    fn a_recorded_value_that_cannot_be_read_is_named() {
        let unreadable = logged_change(&row(&json!({ "fee": 1 }), &json!({ "fee": 2 })), day(1)).expect_err("no fee");
        assert!(unreadable.to_string().contains("fee"), "{unreadable}");
    }

    #[test]
    fn two_changes_of_the_same_go_back_to_before_the_first() {
        let change = |was: &str, became: &str| row(&json!({ "kana": was }), &json!({ "kana": became }));
        let all = joined(&[change("あ", "い"), change("い", "う")], day(1)).expect("values");
        let field_change = &all[0].fields[&EditableField::Field(ProcedureField::Kana)];
        assert_eq!((&field_change.was, &field_change.becomes), (&Some(kana("あ")), &kana("う")));
    }
}
