//! Compares tables that are described as data with those stored.

use std::collections::{HashMap, HashSet, VecDeque};
use std::str::FromStr;

use domain::correction::{Correction, FigureChange};
use domain::department_change::{DepartmentChange, became_of};
use domain::history::{ExclusionEvent, StepEvent};
use domain::procedure::DepartmentCode;
use domain::text::MessageLanguage;
use serde_json::Value as Json;
use store::Connection;
use store::corrections::add_corrections;
use store::department_changes::{add_department_changes, list_department_changes};
use store::error::AppError;
use store::procedures::{ProcedureEvents, append_events, remove_events};
use store::proposals::remove_rules;
use store::tables::{ColumnKind, Table, find_table, read_rows, upsert_rows};

use super::applied::{Applied, Plan};
use super::contradictions::{check_rows, is_about_entries};
use super::diff::{Changes, Compared, compare_named, differing, not_as_known};
use super::guide_check::{check_guides, is_of_guides};
use super::removal::{delete, refuse_referenced};
use super::row_rules::broken_rules;
use crate::import::corrections::name_subjects;
use crate::import::reading::cell::{CellError, Expected};
use crate::import::reading::described::DescribedPlan;
use crate::import::reading::rows::Located;
use crate::import::request::Request;
use crate::import::table::described::{DescribedRow, Description, Saving};
use crate::import::table::kind::Kind;
use crate::import::table::place::{ColumnPlace, clip};
use crate::import::table::record::Record;
use crate::import::table::wording::Wording;

/// All rows of a described table, in the order of its key; those of a history with the same key as they were added, and
/// those of a log in the order in which they were.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn list_described(
    connection: &mut Connection,
    description: &'static Description,
) -> Result<Vec<DescribedRow>, AppError> {
    let table = find_table(connection, description.table).await?;
    list_in(connection, description, &table).await
}

async fn list_in(
    connection: &mut Connection,
    description: &'static Description,
    table: &Table,
) -> Result<Vec<DescribedRow>, AppError> {
    let places = places(description, table)?;
    let sequence = table.place("sequence");
    let mut rows: Vec<(i64, DescribedRow)> = Vec::new();
    read_rows(connection, table, |stored| {
        let values = places.iter().map(|place| value_of(&stored[*place])).collect();
        let number = sequence.and_then(|place| stored[place].as_i64()).unwrap_or(0);
        rows.push((number, DescribedRow { description, values }));
        Ok(())
    })
    .await?;
    if description.saving == Saving::Appended {
        // The table of a history has no primary key to be read by.
        let key = |row: &DescribedRow| -> Vec<String> {
            row.key_of(description.key).iter().map(|value| value.as_str().unwrap_or_default().to_owned()).collect()
        };
        rows.sort_by_cached_key(|(number, row)| (key(row), *number));
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// A value as described rows hold it: an empty text is an empty cell.
fn value_of(stored: &Json) -> Json {
    Some(stored).filter(|value| value.as_str() != Some("")).cloned().unwrap_or(Json::Null)
}

/// The place of each described column in the table of the database.
fn places(description: &Description, table: &Table) -> Result<Vec<usize>, AppError> {
    let place = |key: &'static str| {
        let missing = || AppError::Internal(format!("the table {} has no column {key}", table.name));
        table.place(key).ok_or_else(missing)
    };
    description.columns.iter().map(|column| place(column.spec.key)).collect()
}

/// A row as the database stores it: a column of text that must not be `NULL` holds an empty text instead.
fn stored(row: &DescribedRow, table: &Table) -> Vec<Json> {
    let value = |column: &store::tables::Column| match row.get(&column.name) {
        Json::Null if column.kind == ColumnKind::Text && !column.may_be_empty => Json::from(""),
        value => value.clone(),
    };
    table.columns.iter().map(value).collect()
}

/// The rows of a file that are not in the history yet. Those with one key are compared in their order.
fn to_append<'a>(known: &[DescribedRow], incoming: &[&'a Located<DescribedRow>]) -> Vec<&'a Located<DescribedRow>> {
    let mut there: HashMap<String, VecDeque<&DescribedRow>> = HashMap::new();
    for row in known {
        there.entry(row.key()).or_default().push_back(row);
    }
    let is_new = |row: &&Located<DescribedRow>| {
        let Some(recorded) = there.get_mut(&row.what.key()) else { return true };
        let is_known = recorded.front().is_some_and(|next| **next == row.what);
        if is_known {
            recorded.pop_front();
        } else {
            // What follows a new row comes after all that is known.
            recorded.clear();
        }
        !is_known
    };
    incoming.iter().copied().filter(is_new).collect()
}

/// Events to write in one write each: a write takes one row with a key.
fn events(rows: &[&Located<DescribedRow>]) -> Vec<ProcedureEvents> {
    let mut written: HashMap<String, usize> = HashMap::new();
    let mut parts: Vec<ProcedureEvents> = Vec::new();
    for Located { what: row, .. } in rows {
        let place = written.entry(row.key()).or_default();
        if parts.len() <= *place {
            parts.push(ProcedureEvents::default());
        }
        add_event(row, &mut parts[*place]);
        *place += 1;
    }
    parts
}

fn parsed<T: FromStr>(row: &DescribedRow, key: &str) -> Option<T> {
    row.get(key).as_str()?.parse().ok()
}

/// The correction of a row whose cells were all read.
fn correction(row: &DescribedRow) -> Option<Correction> {
    let change = FigureChange {
        table: parsed(row, "kind")?,
        subject: row.text("subject"),
        subject_name: row.text("subject_name"),
        record: row.text("record"),
        record_name: row.text("record_name"),
        record_name_en: row.text("record_name_en"),
        figure: row.text("figure"),
        before: parsed(row, "value_before")?,
        after: parsed(row, "value_after"),
    };
    Some(Correction { change, corrected_on: parsed(row, "corrected_on")?, reason: row.text("reason") })
}

/// The change of a department of a row whose cells were all read.
fn department_change(row: &DescribedRow) -> Option<DepartmentChange> {
    Some(DepartmentChange {
        code: parsed(row, "code")?,
        name: row.text("name"),
        name_en: row.text("name_en"),
        kind: parsed(row, "kind")?,
        successor: parsed(row, "successor")?,
        successor_name: row.text("successor_name"),
        successor_name_en: row.text("successor_name_en"),
        changed_on: parsed(row, "changed_on")?,
        takes_back: parsed(row, "takes_back"),
    })
}

/// Adds the event of a row whose cells were all read.
fn add_event(row: &DescribedRow, events: &mut ProcedureEvents) -> Option<()> {
    let id = parsed(row, "procedure_id")?;
    let (effective_on, recorded_on) = (parsed(row, "effective_on")?, parsed(row, "recorded_on")?);
    if row.description.kind == Kind::StepEvents {
        let (step, state) = (parsed(row, "step")?, parsed(row, "state")?);
        events.steps.push((id, StepEvent { step, state, effective_on, recorded_on }));
    } else {
        let excluded = row.get("excluded").as_bool()?;
        let reason = row.get("reason").as_str().unwrap_or_default().to_owned();
        events.exclusions.push((id, ExclusionEvent { excluded, reason, effective_on, recorded_on }));
    }
    Some(())
}

impl DescribedPlan {
    async fn append(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = list_described(connection, self.description).await?;
        let (removals, kept): (Vec<&Located<DescribedRow>>, Vec<&Located<DescribedRow>>) =
            self.rows.iter().partition(|row| row.is_removal);
        let new = to_append(&known, &kept);
        let mut changes = Changes::of(self.description.noun);
        let last: HashMap<String, &DescribedRow> = known.iter().map(|row| (row.key(), row)).collect();
        for row in &self.rows {
            changes.add_fingerprint_of(last.get(&row.what.key()).copied(), wording);
        }
        changes.counts.unchanged = kept.len() - new.len();
        for row in &new {
            changes.add_new(row.line, &row.what, wording);
            changes.record_new_values(&row.what, wording);
            if self.description.saving == Saving::Appended {
                changes.add_undo(&row.what, true, wording);
            }
        }
        let mut to_remove = Vec::new();
        for row in removals {
            if known.contains(&row.what) {
                changes.add_removed(row.line, &row.what, wording);
                changes.add_undo(&row.what, false, wording);
                to_remove.push(row);
            } else if let Some(there) = last.get(&row.what.key()) {
                let columns = self.description.specs();
                let cells = differing(columns, &there.line(wording), &row.what.line(wording), wording);
                changes.refused.push(not_as_known(row.line, row.what.label(wording), &cells));
            } else {
                // It is gone already, or was never there.
                changes.counts.unchanged += 1;
            }
        }
        if request.dry_run || !changes.refused.is_empty() {
            return Ok(vec![changes].into());
        }
        if self.description.kind == Kind::DepartmentChanges {
            let recorded: Vec<DepartmentChange> = new.iter().filter_map(|row| department_change(&row.what)).collect();
            add_department_changes(connection, &recorded).await?;
        } else if self.description.saving == Saving::Logged {
            let corrections: Vec<Correction> = new.iter().filter_map(|row| correction(&row.what)).collect();
            add_corrections(connection, &corrections).await?;
        } else {
            for part in events(&to_remove) {
                remove_events(connection, &part).await?;
            }
            for part in events(&new) {
                append_events(connection, &part).await?;
            }
        }
        Ok(vec![changes].into())
    }

    /// The rows of the file as they would be saved, with what the file does not say.
    fn as_saved(&self, known: &[DescribedRow]) -> Vec<Located<DescribedRow>> {
        let known: HashMap<String, &DescribedRow> = known.iter().map(|row| (row.key(), row)).collect();
        let saved = self.rows.iter().filter(|row| !row.is_removal).map(|row| {
            let mut what = row.what.clone();
            if let Some(there) = known.get(&what.key()) {
                what.keep_unrepresentable(there);
                what.keep_absent(there, &self.columns);
            }
            Located::new(row.line, what)
        });
        saved.collect()
    }
}

impl DescribedPlan {
    /// Departments that are new to the table with the code of a dissolved one. The log would still say that it is gone,
    /// and its people would not come back with it; only a reorganisation does both.
    async fn dissolved_codes(
        &self,
        connection: &mut Connection,
        known: &[DescribedRow],
        language: MessageLanguage,
    ) -> Result<Vec<CellError>, AppError> {
        let there: HashSet<&str> = known.iter().filter_map(|row| row.get("code").as_str()).collect();
        let codes = self.rows.iter().filter_map(|row| Some((row, parsed::<DepartmentCode>(&row.what, "code")?)));
        let new: Vec<_> = codes.filter(|(_, code)| !there.contains(code.as_str())).collect();
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let changes = list_department_changes(connection).await?;
        let header = if language == MessageLanguage::English { "code" } else { "所管課コード" };
        let former = new.into_iter().filter_map(|(row, code)| {
            let former = became_of(&code, &changes, |code| there.contains(code.as_str()))?;
            let (english, japanese) = former.describe();
            Some(CellError {
                line: row.line.unwrap_or_default(),
                column: Box::new(ColumnPlace { letter: None, header: header.to_owned() }),
                value: clip(code.as_str()),
                expected: Expected::Other {
                    english: format!("another code: {english}; a reorganisation brings it back with its people"),
                    japanese: format!("別のコード（{japanese}。復活させるには組織改編のファイルを使ってください）"),
                },
            })
        });
        Ok(former.collect())
    }
}

impl Plan for DescribedPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        if self.description.saving != Saving::Replaced {
            return self.append(connection, request, wording).await;
        }
        let table = find_table(connection, self.description.table).await?;
        let known = list_in(connection, self.description, &table).await?;
        if self.description.kind == Kind::Departments {
            let bad_cells = self.dissolved_codes(connection, &known, wording.language).await?;
            if !bad_cells.is_empty() {
                return Ok(Applied { bad_cells, ..Applied::default() });
            }
        }
        let Compared { to_save, to_remove, mut changes } =
            compare_named(self.description.noun, &known, &self.rows, &self.columns, wording);
        let saved = self.as_saved(&known);
        let bad_cells = broken_rules(self.description, &saved, &self.columns, wording.language);
        if !bad_cells.is_empty() {
            return Ok(Applied { bad_cells, ..Applied::default() });
        }
        let mut notes = Vec::new();
        if is_of_guides(self.description.kind) {
            let found = check_guides(connection, self.description.kind, &saved, &to_remove, wording.language).await?;
            if !found.bad_cells.is_empty() {
                return Ok(Applied { bad_cells: found.bad_cells, ..Applied::default() });
            }
            notes = found.notes;
        }
        // A preview warns; whoever publishes has seen it.
        if request.dry_run && is_about_entries(self.description.kind) {
            let kind = self.description.kind;
            notes = check_rows(connection, kind, &known, &saved, &to_remove, request.today).await?;
        }
        let key_columns = table.key_columns();
        let key = |row: &DescribedRow| row.key_of(&key_columns);
        refuse_referenced(connection, table.name, &to_remove, key, &mut changes, wording).await?;
        if !request.dry_run {
            name_subjects(connection, &mut changes.figures).await?;
            self.sources.save_new(connection).await?;
            let rows: Vec<Vec<Json>> = to_save.iter().map(|row| stored(row, &table)).collect();
            upsert_rows(connection, &table, &rows).await?;
            if changes.refused.is_empty() {
                if self.description.kind == Kind::Departments {
                    let removed: Vec<_> = to_remove.iter().filter_map(|row| row.what.get("code").as_str()).collect();
                    remove_rules(connection, &removed).await?;
                }
                delete(connection, table.name, &to_remove, key).await?;
            }
        }
        Ok(Applied { notes, ..Applied::from(vec![changes]) })
    }
}
