//! The public part of the audit log: its head at the end of each finished day, and the recorded changes of procedures.
//!
//! A row of the log never changes, except for texts that are removed. Each row is therefore read only once: a later
//! revision shares what the previous one has read, and adds what was written since.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::ending::PastEnding;
use domain::procedure::{Procedure, ProcedureId};
use domain::procedure_fields::{FieldChanges, FieldValue, ProcedureField, as_recorded_on, past_endings};
use serde_json::{Map, Value};
use store::Connection;
use store::audit::public::{
    DayHead, ProcedureLogRow, RecordedChange, find_hash, for_each_procedure_row, has_forgotten_texts, list_day_ends,
};
use store::error::AppError;

/// The public part of the log. Cheap to clone, except for the heads.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PublicAuditLog {
    /// Oldest first.
    pub heads: Vec<DayHead>,
    /// The day of the last row, or `None` if the log is empty.
    pub last_day: Option<NaiveDate>,
    /// The current end of the log. It becomes the head of the last day if nothing more is written on that day.
    end: Option<DayHead>,
    changes: Arc<HashMap<ProcedureId, Arc<[Recorded]>>>,
    /// The procedures whose end was ever changed.
    with_endings: Arc<HashSet<ProcedureId>>,
    /// How the procedure was first added, if a row records it.
    first_recorded: Arc<HashMap<ProcedureId, FirstRecord>>,
}

/// When and why a procedure was added.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FirstRecord {
    day: NaiveDate,
    reason: Arc<str>,
}

/// A recorded change of an entry in compact form: unparsed, with equal texts shared. There may be many of them, and few
/// are read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Recorded {
    recorded_on: NaiveDate,
    forgotten_on: Option<NaiveDate>,
    is_approved: bool,
    reason: Arc<str>,
    /// The changed fields as JSON.
    was: Arc<str>,
    became: Arc<str>,
}

impl PublicAuditLog {
    /// Reads the rows that `before` does not contain, or all rows if there is no `before`.
    pub(super) async fn load(connection: &mut Connection, before: Option<&Self>) -> Result<Self, AppError> {
        if let Some(before) = before
            && let Some(more) = before.read_new_rows(connection).await?
        {
            return Ok(more);
        }
        let mut all = Self::default();
        let ends = list_day_ends(connection, 0).await?;
        all.add_days(ends);
        all.add_rows_after(connection, 0).await?;
        Ok(all)
    }

    /// A copy with the rows written since. Returns `None` if the log cannot be extended: it is a different log, texts
    /// were removed, or days are out of order.
    async fn read_new_rows(&self, connection: &mut Connection) -> Result<Option<Self>, AppError> {
        let Some(end) = &self.end else { return Ok(None) };
        let is_the_same_log = find_hash(connection, end.number).await?.is_some_and(|hash| hash == end.hash);
        if !is_the_same_log || has_forgotten_texts(connection, end.number).await? {
            return Ok(None);
        }
        let ends = list_day_ends(connection, end.number).await?;
        if ends.first().is_some_and(|(day, _, _)| *day < end.day) {
            return Ok(None);
        }
        let mut more = self.clone();
        if !ends.is_empty() {
            more.add_days(ends);
            more.add_rows_after(connection, end.number).await?;
        }
        Ok(Some(more))
    }

    /// Adds ends of days. The last day has no head yet: its head is final only once a later day has begun.
    fn add_days(&mut self, ends: Vec<(NaiveDate, i64, String)>) {
        self.heads.extend(self.end.take());
        for (day, number, hash) in ends {
            // More rows were written on the day that was last.
            if self.heads.last().is_some_and(|last| last.day == day) {
                self.heads.pop();
            }
            let rows = number - self.heads.last().map_or(0, |last| last.number);
            self.heads.push(DayHead { day, number, rows, hash });
        }
        self.end = self.heads.pop();
        self.last_day = self.end.as_ref().map(|end| end.day);
    }

    async fn add_rows_after(&mut self, connection: &mut Connection, after: i64) -> Result<(), AppError> {
        let mut texts = Texts::default();
        let mut changes: Vec<(ProcedureId, Recorded)> = Vec::new();
        let mut came: Vec<(ProcedureId, FirstRecord)> = Vec::new();
        for_each_procedure_row(connection, after, |told| match told {
            ProcedureLogRow::Changed(change) => {
                changes.extend(change.procedure.parse().ok().map(|id| (id, texts.keep(&change))));
            }
            ProcedureLogRow::Added { procedure, recorded_on, reason } => {
                let first = FirstRecord { day: recorded_on, reason: reason.into() };
                came.extend(procedure.parse().ok().map(|id| (id, first)));
            }
            ProcedureLogRow::Imported { became, recorded_on, reason } => {
                let first = FirstRecord { day: recorded_on, reason: reason.into() };
                came.extend(new_procedures(&became).into_iter().map(|id| (id, first.clone())));
            }
        })
        .await?;
        // Data shared with the previous revision is copied only if something is added.
        let of_endings = changes.iter().filter(|(_, change)| change.names(ProcedureField::Ending));
        let of_endings: Vec<ProcedureId> = of_endings.map(|(id, _)| id.clone()).collect();
        if !of_endings.is_empty() {
            Arc::make_mut(&mut self.with_endings).extend(of_endings);
        }
        if !changes.is_empty() {
            let all = Arc::make_mut(&mut self.changes);
            // Group by procedure; the sort is stable, so that each group stays oldest first.
            changes.sort_by(|one, other| one.0.cmp(&other.0));
            for of_one in changes.chunk_by(|one, other| one.0 == other.0) {
                let new = of_one.iter().map(|(_, change)| change.clone());
                match all.get_mut(&of_one[0].0) {
                    Some(known) => *known = known.iter().cloned().chain(new).collect(),
                    None => drop(all.insert(of_one[0].0.clone(), new.collect())),
                }
            }
        }
        if !came.is_empty() {
            let all = Arc::make_mut(&mut self.first_recorded);
            for (id, first) in came {
                all.entry(id).or_insert(first);
            }
        }
        Ok(())
    }

    /// The recorded changes of a procedure's entry, oldest first.
    #[must_use]
    pub fn changes(&self, id: &ProcedureId) -> Vec<FieldChanges> {
        self.changes.get(id).into_iter().flat_map(|changes| changes.iter()).filter_map(Recorded::fields).collect()
    }

    /// What was known before of the end of each procedure whose end was ever changed.
    pub(super) fn past_endings(&self) -> impl Iterator<Item = (&ProcedureId, Box<[PastEnding]>)> {
        self.with_endings.iter().map(|id| (id, past_endings(&self.changes(id))))
    }

    /// The day on which the procedure was added to the catalogue, if recorded. Returns `None` if an imported history
    /// shows that the procedure was known before that day.
    #[must_use]
    pub fn first_recorded(&self, procedure: &Procedure) -> Option<NaiveDate> {
        let first = self.first_recorded.get(&procedure.id)?.day;
        let steps = procedure.step_events.iter().map(|event| event.recorded_on);
        let exclusions = procedure.exclusion_events.iter().map(|event| event.recorded_on);
        steps.chain(exclusions).all(|recorded_on| first <= recorded_on).then_some(first)
    }

    /// Why the procedure was added to the catalogue; empty if no reason was given, or none is recorded.
    #[must_use]
    pub fn first_reason(&self, procedure: &ProcedureId) -> &str {
        self.first_recorded.get(procedure).map_or("", |first| &first.reason)
    }

    /// The procedure as its entry was at the end of a day.
    #[must_use]
    pub fn as_recorded_on(&self, procedure: &Procedure, day: NaiveDate) -> Procedure {
        as_recorded_on(procedure, &self.changes(&procedure.id), day)
    }
}

/// Interns texts, because an import gives one reason for all its changes, and often one value.
#[derive(Debug, Default)]
struct Texts(HashSet<Arc<str>>);

impl Texts {
    fn keep(&mut self, change: &RecordedChange) -> Recorded {
        Recorded {
            recorded_on: change.recorded_on,
            forgotten_on: change.forgotten_on,
            is_approved: change.is_approved,
            reason: self.shared(&change.reason),
            was: self.shared(&change.was),
            became: self.shared(&change.became),
        }
    }

    fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(there) = self.0.get(text) {
            return Arc::clone(there);
        }
        let text: Arc<str> = text.into();
        self.0.insert(Arc::clone(&text));
        text
    }
}

impl Recorded {
    /// Whether the values may name a field. It may also stand in a text.
    fn names(&self, field: ProcedureField) -> bool {
        self.was.contains(field.as_str())
    }

    /// The changed fields, or `None` if only steps changed, which have a history of their own.
    fn fields(&self) -> Option<FieldChanges> {
        let read = |json: &str| serde_json::from_str::<Map<String, Value>>(json).unwrap_or_default();
        let (was, became) = (read(&self.was), read(&self.became));
        let fields: Vec<(ProcedureField, Option<FieldValue>, Option<FieldValue>)> = ProcedureField::ALL
            .iter()
            .filter_map(|field| {
                Some((*field, field.read(was.get(field.as_str())?), field.read(became.get(field.as_str())?)))
            })
            .collect();
        let tells_something = !fields.is_empty() || self.forgotten_on.is_some() || !self.reason.is_empty();
        tells_something.then(|| FieldChanges {
            recorded_on: self.recorded_on,
            reason: self.reason.to_string(),
            is_approved: self.is_approved,
            fields,
            forgotten_on: self.forgotten_on,
        })
    }
}

fn new_procedures(became: &str) -> Vec<ProcedureId> {
    let Ok(Value::Object(values)) = serde_json::from_str(became) else { return Vec::new() };
    let ids = values.get("new").and_then(Value::as_array).into_iter().flatten();
    ids.filter_map(|id| id.as_str()?.parse().ok()).collect()
}
