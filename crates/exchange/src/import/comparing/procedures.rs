//! Compares drafts with the catalogue: the changes cell by cell, and the records to save.

mod merge;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::ending::check_successor;
use domain::entry::{ProcedurePatch, values_of};
use domain::history::{ExclusionEvent, StepEvent, exclusion_at, steps_at};
use domain::procedure::{Department, DepartmentCode, Procedure, ProcedureId};
use domain::procedure_fields::ProcedureField;
use domain::source::SourceId;
use domain::text::MessageLanguage;
use store::error::AppError;
use store::procedures::{
    MOST_SINGLY, ProcedureEvents, UsageRecord, append_events, find_procedures, insert_first_events, is_procedure,
    list_departments_of_procedures, list_procedures_after, list_successors, save_procedures,
};
use store::{Connection, catalogue};

use super::applied::{Applied, Plan, Touched};
use super::contradictions::{ContradictionCheck, MOST_CHECKED};
use super::diff::{CellChange, Change, Changes, MOST_CELLS, differing};
use super::{audit_diff, usage};
use crate::import::fingerprint::{Fingerprint, of_procedure};
use crate::import::reading::cell::{CellError, Expected};
use crate::import::reading::procedures::{CataloguePlan, Draft, NamedSuccessor, PackedDraft};
use crate::import::reading::rows::Located;
use crate::import::request::Request;
use crate::import::table::place::clip;
use crate::import::table::procedures::COLUMNS;
use crate::import::table::record::{Record, reads_as};
use crate::import::table::value::Value;
use crate::import::table::wording::Wording;

/// Columns whose changes are counted with the usage figures.
const USAGE_COLUMNS: [&str; 3] = ["usage_fiscal_year", "total", "online"];

/// The cells of a procedure that would change from the given day on, which is one of them if the change `is_dated`.
fn cells_of(
    there: &Procedure,
    merged: &Procedure,
    day: NaiveDate,
    is_dated: bool,
    wording: &Wording,
) -> Vec<CellChange> {
    let wording = wording.on(day);
    let line = |procedure: &Procedure| -> Vec<Value> {
        let is_usage = |key: &str| USAGE_COLUMNS.contains(&key);
        COLUMNS
            .iter()
            .map(|column| if is_usage(column.key) { Value::Nothing } else { procedure.value(column.key, &wording) })
            .collect()
    };
    let (old, mut new) = (line(there), line(merged));
    let from = COLUMNS.iter().position(|column| column.key == "effective_on").filter(|_| is_dated);
    if let Some(cell) = from.and_then(|place| new.get_mut(place)) {
        *cell = Value::Date(day);
    }
    differing(COLUMNS, &old, &new, &wording)
}

/// Procedures compared and written per batch. A national survey is too large to hold in memory twice.
const AT_ONCE: usize = 2_000;

/// The records to write for a batch of procedures.
#[derive(Default)]
struct Writing {
    procedures: Vec<Procedure>,
    events: ProcedureEvents,
}

impl Writing {
    fn add_events(&mut self, id: &ProcedureId, (steps, exclusion): (Vec<StepEvent>, Option<ExclusionEvent>)) {
        self.events.steps.extend(steps.into_iter().map(|event| (id.clone(), event)));
        self.events.exclusions.extend(exclusion.into_iter().map(|event| (id.clone(), event)));
    }

    /// Writes the batch; `are_there` if all of its procedures already exist in the database, otherwise none may.
    async fn write(self, connection: &mut Connection, are_there: bool) -> Result<(), AppError> {
        let replaced: Vec<&ProcedureId> =
            self.procedures.iter().filter(|_| are_there).map(|procedure| &procedure.id).collect();
        let procedures: Vec<&Procedure> = self.procedures.iter().collect();
        save_procedures(connection, &procedures, &replaced).await?;
        if are_there {
            append_events(connection, &self.events).await
        } else {
            insert_first_events(connection, &self.events).await
        }
    }
}

/// The results of the comparison so far. Procedures come in database order. The index of each row restores the order of
/// the file.
struct Found {
    is_known: Vec<bool>,
    fingerprints: Vec<Option<Fingerprint>>,
    changed: Vec<(usize, Change)>,
    /// Cells in `changed`. Beyond the limit, further records are only counted.
    cells: usize,
    left_out: usize,
    touched: Vec<(usize, Touched)>,
    changed_procedures: Vec<(usize, (ProcedureId, String, String))>,
    held_back: Vec<(usize, Located<ProcedurePatch>)>,
    unchanged: usize,
    usage: Vec<(usize, Located<UsageRecord>)>,
    /// Of a preview: what contradicts itself after the file and did not before.
    contradictions: Option<ContradictionCheck>,
}

impl Found {
    fn among(drafts: usize, to_be_confirmed: bool) -> Self {
        Self {
            is_known: vec![false; drafts],
            fingerprints: vec![None; if to_be_confirmed { drafts } else { 0 }],
            changed: Vec::new(),
            cells: 0,
            left_out: 0,
            touched: Vec::new(),
            changed_procedures: Vec::new(),
            held_back: Vec::new(),
            unchanged: 0,
            usage: Vec::new(),
            contradictions: None,
        }
    }
}

fn in_order<T>(mut of_rows: Vec<(usize, T)>) -> impl Iterator<Item = T> {
    of_rows.sort_by_key(|(place, _)| *place);
    of_rows.into_iter().map(|(_, what)| what)
}

impl CataloguePlan {
    async fn save_departments(&self, connection: &mut Connection) -> Result<(), AppError> {
        if self.departments.is_empty() {
            return Ok(());
        }
        let known = catalogue::list_departments(connection).await?;
        let new: Vec<Department> = self
            .departments
            .iter()
            .filter(|(code, _)| known.iter().all(|department| department.code != **code))
            .map(|(code, name)| Department {
                code: code.clone(),
                name: name.clone(),
                name_en: String::new(),
                counter: String::new(),
                counter_en: String::new(),
                hours: String::new(),
                hours_en: String::new(),
                phone: String::new(),
                sample: false,
            })
            .collect();
        catalogue::save_departments(connection, &new).await
    }

    /// The steps and the exclusion of a draft that differ from those in force on the effective date.
    fn events_of(
        &self,
        draft: &Draft,
        there: Option<&Procedure>,
        request: &Request,
    ) -> (Vec<StepEvent>, Option<ExclusionEvent>) {
        if !request.steps {
            return (Vec::new(), None);
        }
        let effective_on = draft.effective_on.unwrap_or(request.today);
        let recorded_on = request.recorded.day(effective_on);
        let before = there.map(|there| steps_at(&there.step_events, effective_on, NaiveDate::MAX)).unwrap_or_default();
        let steps = draft
            .steps
            .iter()
            .filter_map(|(step, state)| Some((step, state?)))
            .filter(|(step, state)| before.get(*step) != Some(*state))
            .map(|(step, state)| StepEvent { step, state, effective_on, recorded_on })
            .collect();
        let excluded_before =
            there.and_then(|there| exclusion_at(&there.exclusion_events, effective_on, NaiveDate::MAX));
        let exclusion = draft.excluded.as_ref().and_then(|(excluded, reason)| {
            let same = match excluded_before {
                Some(before) => before.excluded == *excluded && (!excluded || reads_as(&before.reason, reason)),
                // No decision is needed if the procedure has never been excluded.
                None => !excluded,
            };
            (!same).then(|| ExclusionEvent { excluded: *excluded, reason: reason.clone(), effective_on, recorded_on })
        });
        (steps, exclusion)
    }

    /// Compares a draft with the existing procedure.
    fn compare(
        &self,
        place: usize,
        there: &Procedure,
        request: &Request,
        wording: &Wording,
        found: &mut Found,
        writing: &mut Writing,
    ) {
        let line = &self.drafts[place].line;
        let draft = &self.drafts[place].what.unpack();
        found.is_known[place] = true;
        if let Some(fingerprint) = found.fingerprints.get_mut(place) {
            *fingerprint = Some(of_procedure(there));
        }
        found.usage.extend(usage_record(draft, Some(there)).map(|what| (place, Located::new(*line, what))));
        let (steps, exclusion) = self.events_of(draft, Some(there), request);
        let mut merged = there.clone();
        self.merge(&mut merged, &draft.procedure);
        let day = draft.effective_on.unwrap_or(request.today);
        // Steps and exclusions have a day of their own and are recorded at once. Fields have none.
        let is_ahead = day > request.today;
        let held_back = is_ahead.then(|| changed_fields(there, &merged, day)).filter(|held| !held.fields.is_empty());
        let differs_now = !is_ahead && merged != *there;
        let has_events = !steps.is_empty() || exclusion.is_some();
        if !differs_now && !has_events && held_back.is_none() {
            found.unchanged += 1;
            return;
        }
        found.touched.push((place, touches(*line, Some(&there.department), &merged)));
        let id = &draft.procedure.id;
        if differs_now || has_events {
            let becomes = if is_ahead { there } else { &merged };
            let (was, became) = audit_diff::procedure(there, becomes, &steps, exclusion.as_ref());
            found.changed_procedures.push((place, (id.clone(), was, became)));
        }
        let mut then = merged.clone();
        then.step_events.extend(steps.iter().copied());
        then.exclusion_events.extend(exclusion.iter().cloned());
        if let Some(check) = &mut found.contradictions {
            check.compare(Some(there), &then, day);
        }
        if found.cells < MOST_CELLS {
            let cells = cells_of(there, &then, day, has_events || held_back.is_some(), wording);
            found.cells += cells.len();
            found.changed.push((place, Change { line: *line, record: then.label(wording), cells }));
        } else {
            found.left_out += 1;
        }
        if differs_now {
            writing.procedures.push(merged);
        }
        found.held_back.extend(held_back.map(|what| (place, Located::new(*line, what))));
        writing.add_events(id, (steps, exclusion));
    }

    /// Compares every draft with the database in batches, and writes the differences.
    async fn compare_all(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Found, AppError> {
        let mut found = Found::among(self.drafts.len(), wording.to_be_confirmed);
        if request.dry_run && self.drafts.len() <= MOST_CHECKED {
            found.contradictions = Some(ContradictionCheck::load(connection).await?);
        }
        let places: HashMap<ProcedureId, usize> =
            self.drafts.iter().enumerate().map(|(place, draft)| (draft.what.id(), place)).collect();
        let mut last: Option<ProcedureId> = None;
        loop {
            let part = if self.drafts.len() <= MOST_SINGLY {
                let ids: Vec<ProcedureId> = places.keys().cloned().collect();
                find_procedures(connection, &ids).await?.into_values().collect()
            } else {
                list_procedures_after(connection, last.as_ref(), AT_ONCE).await?
            };
            let mut writing = Writing::default();
            for there in &part {
                if let Some(place) = places.get(&there.id) {
                    self.compare(*place, there, request, wording, &mut found, &mut writing);
                }
            }
            last = part.last().map(|procedure| procedure.id.clone());
            if !request.dry_run {
                writing.write(connection, true).await?;
            }
            if part.len() < AT_ONCE {
                return Ok(found);
            }
        }
    }

    /// The cells that name a successor that does not exist, or that leads back to the procedure.
    async fn impossible_successors(&self, connection: &mut Connection) -> Result<Vec<CellError>, AppError> {
        if self.successors.is_empty() {
            return Ok(Vec::new());
        }
        let of_file: HashSet<ProcedureId> = self.drafts.iter().map(|draft| draft.what.id()).collect();
        let mut successors = list_successors(connection).await?;
        // The file says all that will be known of its own procedures.
        successors.retain(|procedure, _| !of_file.contains(procedure));
        let named = self.successors.iter().map(|named| (named.procedure.clone(), named.successor.clone()));
        successors.extend(named);
        let mut impossible = Vec::new();
        for NamedSuccessor { procedure, successor, line, place } in &self.successors {
            let exists = of_file.contains(successor) || is_procedure(connection, successor).await?;
            let checked = check_successor(procedure, successor, |_| exists, |of| successors.get(of).cloned());
            impossible.extend(checked.err().map(|error| CellError {
                line: *line,
                column: Box::new(place.clone()),
                value: clip(successor.as_str()),
                expected: Expected::Other {
                    english: error.describe(MessageLanguage::English).to_owned(),
                    japanese: error.describe(MessageLanguage::Japanese).to_owned(),
                },
            }));
        }
        Ok(impossible)
    }

    /// The sources of new procedures and of usage figures.
    fn sources_of_new(&self, found: &Found) -> HashSet<SourceId> {
        let new = self.drafts.iter().zip(&found.is_known).filter(|(_, is_known)| !**is_known);
        let new = new.map(|(draft, _)| draft.what.unpack().procedure.source);
        new.chain(found.usage.iter().map(|(_, record)| record.what.usage.source.clone())).collect()
    }

    /// Writes the drafts of new procedures.
    /// Adds a new procedure with the steps that it begins with, which a draft keeps apart from its history.
    fn add_new(&self, changes: &mut Changes, line: Option<u64>, draft: &Draft, request: &Request, wording: &Wording) {
        if !wording.to_be_confirmed {
            return changes.add_new(line, &draft.procedure, wording);
        }
        let begun = self.begun(draft, request);
        changes.add_new(line, &begun, &wording.on(draft.effective_on.unwrap_or(request.today)));
    }

    /// A new procedure with the events that it begins with.
    fn begun(&self, draft: &Draft, request: &Request) -> Procedure {
        let (step_events, exclusion) = self.events_of(draft, None, request);
        let exclusion_events = exclusion.into_iter().collect();
        Procedure { step_events, exclusion_events, ..draft.procedure.clone() }
    }

    async fn write_new(&self, connection: &mut Connection, request: &Request, found: &Found) -> Result<(), AppError> {
        let new: Vec<&PackedDraft> = self
            .drafts
            .iter()
            .zip(&found.is_known)
            .filter(|(_, is_known)| !**is_known)
            .map(|(draft, _)| &draft.what)
            .collect();
        for part in new.chunks(AT_ONCE) {
            let mut writing = Writing::default();
            for draft in part {
                let draft = draft.unpack();
                writing.add_events(&draft.procedure.id, self.events_of(&draft, None, request));
                writing.procedures.push(draft.procedure);
            }
            writing.write(connection, false).await?;
        }
        Ok(())
    }
}

impl Plan for CataloguePlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let impossible = self.impossible_successors(connection).await?;
        if !impossible.is_empty() {
            return Ok(Applied { bad_cells: impossible, ..Applied::default() });
        }
        if !request.dry_run {
            self.save_departments(connection).await?;
            if self.columns.contains("source") {
                self.sources.save_new(connection).await?;
            }
        }
        let mut found = self.compare_all(connection, request, wording).await?;
        if !request.dry_run {
            // Existing entries keep their source if the file has no column for it.
            if !self.columns.contains("source") {
                let used = self.sources_of_new(&found);
                self.sources.save_new_of(connection, |id| used.contains(id)).await?;
            }
            self.write_new(connection, request, &found).await?;
        }
        let mut changes = Changes::of(Procedure::NOUN);
        let mut new_ahead = 0;
        for (place, Located { line, what: draft, .. }) in self.drafts.iter().enumerate() {
            if wording.to_be_confirmed {
                changes.add_fingerprint(found.fingerprints[place]);
            }
            if !found.is_known[place] {
                let draft = draft.unpack();
                if let Some(check) = &mut found.contradictions {
                    let day = draft.effective_on.unwrap_or(request.today);
                    check.compare(None, &self.begun(&draft, request), day);
                }
                self.add_new(&mut changes, *line, &draft, request, wording);
                new_ahead += usize::from(draft.effective_on.is_some_and(|day| day > request.today));
                found.touched.push((place, touches(*line, None, &draft.procedure)));
                found.usage.extend(usage_record(&draft, None).map(|what| (place, Located::new(*line, what))));
            }
        }
        changes.counts.unchanged = found.unchanged;
        for Change { line, record, cells } in in_order(found.changed) {
            changes.add_changed(line, record, cells);
        }
        changes.add_omitted(found.left_out);
        let mut touched: Vec<Touched> = in_order(found.touched).collect();
        let changed_procedures = in_order(found.changed_procedures).collect();
        let held_back = in_order(found.held_back).collect();
        let notes = found.contradictions.take().map(ContradictionCheck::into_notes).unwrap_or_default();
        let records: Vec<Located<UsageRecord>> = in_order(found.usage).collect();
        let (usage, mut used) = usage::save_changed(connection, &records, &self.columns, request, wording).await?;
        for procedure in &touched {
            used.remove(&procedure.procedure);
        }
        if !used.is_empty() {
            let departments: HashMap<ProcedureId, Option<DepartmentCode>> =
                list_departments_of_procedures(connection).await?.into_iter().collect();
            let ids = self.drafts.iter().map(|draft| (draft.line, draft.what.id()));
            touched.extend(ids.filter(|(_, id)| used.contains(id)).filter_map(|(line, procedure)| {
                let department = departments.get(&procedure)?.clone();
                Some(Touched { procedure, line, is_new: false, was_of: department.clone(), becomes_of: department })
            }));
        }
        let mut all = vec![changes];
        if !records.is_empty() {
            all.push(usage);
        }
        Ok(Applied { changes: all, touched, changed_procedures, held_back, new_ahead, notes, ..Applied::default() })
    }
}

/// The fields of a procedure that the file changes from a day on.
fn changed_fields(there: &Procedure, merged: &Procedure, day: NaiveDate) -> ProcedurePatch {
    let wanted = ProcedureField::ALL.iter().map(|field| field.of(merged).into()).collect();
    ProcedurePatch::between(there.id.clone(), day, &values_of(there, day), wanted)
}

fn touches(line: Option<u64>, was_of: Option<&Option<DepartmentCode>>, becomes: &Procedure) -> Touched {
    Touched {
        procedure: becomes.id.clone(),
        line,
        is_new: was_of.is_none(),
        was_of: was_of.unwrap_or(&becomes.department).clone(),
        becomes_of: becomes.department.clone(),
    }
}

fn usage_record(draft: &Draft, there: Option<&Procedure>) -> Option<UsageRecord> {
    let mut record = draft.usage.clone()?;
    // Existing figures have their own source, for which this table has no column.
    let there = there.and_then(|there| there.usage.iter().find(|usage| usage.fiscal_year == record.usage.fiscal_year));
    if let Some(there) = there.filter(|usage| (usage.total, usage.online) == (record.usage.total, record.usage.online))
    {
        record.usage.clone_from(there);
    }
    Some(record)
}
