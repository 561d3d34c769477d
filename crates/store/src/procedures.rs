//! Procedures with their dated steps, channels, memberships and usage.

mod rows;

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use domain::ending::Ending;
use domain::history::{ExclusionEvent, StepEvent};
use domain::planned_year::PlannedYear;
use domain::procedure::{Channel, DepartmentCode, Fee, LifeEventCode, LocalText, Procedure, ProcedureId, SetCode};
use domain::usage::Usage;

use super::row_hashes::touch;
use super::{Append, Connection, Upsert};
use crate::error::AppError;
use rows::{ChannelRow, CodeRow, ExclusionRow, Row, StepRow, UsageRow};

statements! {
    LIST_PROCEDURES = "SELECT id, name, name_easy, name_en, kana, summary, summary_easy, summary_en, department, \
                       legal_basis, audience, card_requirement, papers, fee_required, fee_yen, fee_note, processing, \
                       blockers, planned_fiscal_year, planned_or_later, ended_on, ending, ending_reason, successor_id, \
                       checked_on, source, sample FROM procedures ORDER BY id";
    LIST_DEPARTMENTS_OF_PROCEDURES = "SELECT id, department FROM procedures";
    LIST_NAMES_OF_PROCEDURES = "SELECT id, name FROM procedures";
    LIST_STEPS = "SELECT procedure_id, step, state, effective_on, recorded_on FROM procedure_steps \
                  ORDER BY procedure_id, effective_on, recorded_on, coalesce(sequence, 0)";
    LIST_EXCLUSIONS = "SELECT procedure_id, excluded, reason, effective_on, recorded_on FROM procedure_exclusions \
                       ORDER BY procedure_id, effective_on, recorded_on, coalesce(sequence, 0)";
    LIST_CHANNELS = "SELECT procedure_id, kind, name, url FROM procedure_channels ORDER BY procedure_id, position";
    LIST_LIFE_EVENTS_OF_PROCEDURES = "SELECT p.procedure_id, p.life_event AS code FROM procedure_life_events p \
                                      JOIN life_events e ON e.code = p.life_event \
                                      ORDER BY p.procedure_id, e.position, e.code";
    LIST_SETS_OF_PROCEDURES = "SELECT procedure_id, procedure_set AS code FROM procedure_set_members \
                               ORDER BY procedure_id, procedure_set";
    LIST_USAGE = "SELECT procedure_id, fiscal_year, total, online, source, sample FROM procedure_usage \
                  ORDER BY procedure_id, fiscal_year";
    FIND_PROCEDURE = "SELECT id, name, name_easy, name_en, kana, summary, summary_easy, summary_en, department, \
                      legal_basis, audience, card_requirement, papers, fee_required, fee_yen, fee_note, processing, \
                      blockers, planned_fiscal_year, planned_or_later, ended_on, ending, ending_reason, successor_id, \
                      checked_on, source, sample FROM procedures WHERE id = $1";
    LIST_STEPS_OF = "SELECT procedure_id, step, state, effective_on, recorded_on FROM procedure_steps \
                     WHERE procedure_id = $1 ORDER BY effective_on, recorded_on, coalesce(sequence, 0)";
    LIST_EXCLUSIONS_OF = "SELECT procedure_id, excluded, reason, effective_on, recorded_on FROM procedure_exclusions \
                          WHERE procedure_id = $1 ORDER BY effective_on, recorded_on, coalesce(sequence, 0)";
    LIST_CHANNELS_OF = "SELECT procedure_id, kind, name, url FROM procedure_channels WHERE procedure_id = $1 \
                        ORDER BY position";
    LIST_LIFE_EVENTS_OF = "SELECT p.procedure_id, p.life_event AS code FROM procedure_life_events p \
                           JOIN life_events e ON e.code = p.life_event WHERE p.procedure_id = $1 \
                           ORDER BY e.position, e.code";
    LIST_SETS_OF = "SELECT procedure_id, procedure_set AS code FROM procedure_set_members WHERE procedure_id = $1 \
                    ORDER BY procedure_set";
    LIST_USAGE_OF = "SELECT procedure_id, fiscal_year, total, online, source, sample FROM procedure_usage \
                     WHERE procedure_id = $1 ORDER BY fiscal_year";
    LIST_STEPS_BETWEEN = "SELECT procedure_id, step, state, effective_on, recorded_on FROM procedure_steps \
        WHERE procedure_id > $1 AND procedure_id <= $2 ORDER BY procedure_id, effective_on, recorded_on, coalesce(sequence, 0)";
    LIST_EXCLUSIONS_BETWEEN = "SELECT procedure_id, excluded, reason, effective_on, recorded_on FROM procedure_exclusions \
        WHERE procedure_id > $1 AND procedure_id <= $2 ORDER BY procedure_id, effective_on, recorded_on, coalesce(sequence, 0)";
    LIST_CHANNELS_BETWEEN = "SELECT procedure_id, kind, name, url FROM procedure_channels \
        WHERE procedure_id > $1 AND procedure_id <= $2 ORDER BY procedure_id, position";
    LIST_SETS_BETWEEN = "SELECT procedure_id, procedure_set AS code FROM procedure_set_members \
        WHERE procedure_id > $1 AND procedure_id <= $2 ORDER BY procedure_id, procedure_set";
    LIST_USAGE_BETWEEN = "SELECT procedure_id, fiscal_year, total, online, source, sample FROM procedure_usage \
        WHERE procedure_id > $1 AND procedure_id <= $2 ORDER BY procedure_id, fiscal_year";
    LIST_LIFE_EVENTS_BETWEEN = "SELECT p.procedure_id, p.life_event AS code FROM procedure_life_events p \
        JOIN life_events e ON e.code = p.life_event WHERE p.procedure_id > $1 AND p.procedure_id <= $2 \
        ORDER BY p.procedure_id, e.position, e.code";
    LIST_PROCEDURES_AFTER = "SELECT id, name, name_easy, name_en, kana, summary, summary_easy, summary_en, department, \
        legal_basis, audience, card_requirement, papers, fee_required, fee_yen, fee_note, processing, \
        blockers, planned_fiscal_year, planned_or_later, ended_on, ending, ending_reason, successor_id, \
        checked_on, source, sample FROM procedures WHERE id > $1 ORDER BY id LIMIT $2";
    LIST_SUCCESSORS = "SELECT id, successor_id FROM procedures WHERE successor_id IS NOT NULL";
    IS_PROCEDURE = "SELECT EXISTS (SELECT 1 FROM procedures WHERE id = $1)";
    REMOVE_STEP = "DELETE FROM procedure_steps WHERE procedure_id = $1 AND step = $2 AND effective_on = $3 \
        AND recorded_on = $4 AND state = $5 AND coalesce(sequence, 0) = (SELECT max(coalesce(same.sequence, 0)) \
        FROM procedure_steps same WHERE same.procedure_id = $1 AND same.step = $2 AND same.effective_on = $3 \
        AND same.recorded_on = $4 AND same.state = $5)";
    REMOVE_EXCLUSION = "DELETE FROM procedure_exclusions WHERE procedure_id = $1 AND effective_on = $2 \
        AND recorded_on = $3 AND excluded = $4 AND reason = $5 AND coalesce(sequence, 0) = \
        (SELECT max(coalesce(same.sequence, 0)) FROM procedure_exclusions same WHERE same.procedure_id = $1 \
        AND same.effective_on = $2 AND same.recorded_on = $3 AND same.excluded = $4 AND same.reason = $5)";
    DELETE_CHANNELS = "DELETE FROM procedure_channels WHERE procedure_id = $1";
    DELETE_LIFE_EVENTS = "DELETE FROM procedure_life_events WHERE procedure_id = $1";
    DELETE_SETS = "DELETE FROM procedure_set_members WHERE procedure_id = $1";
}

pub(super) const SAVE_PROCEDURES: Upsert = Upsert {
    table: "procedures",
    key: &["id"],
    columns: &[
        "name",
        "name_easy",
        "name_en",
        "kana",
        "summary",
        "summary_easy",
        "summary_en",
        "department",
        "legal_basis",
        "audience",
        "card_requirement",
        "papers",
        "fee_required",
        "fee_yen",
        "fee_note",
        "processing",
        "blockers",
        "planned_fiscal_year",
        "planned_or_later",
        "ended_on",
        "ending",
        "ending_reason",
        "successor_id",
        "checked_on",
        "source",
        "sample",
    ],
};
const SAVE_STEPS: Append = Append {
    table: "procedure_steps",
    key: &["procedure_id", "step", "effective_on", "recorded_on"],
    columns: &["state"],
    is_first: false,
};
const SAVE_EXCLUSIONS: Append = Append {
    table: "procedure_exclusions",
    key: &["procedure_id", "effective_on", "recorded_on"],
    columns: &["excluded", "reason"],
    is_first: false,
};
pub(super) const SAVE_CHANNELS: Upsert =
    Upsert { table: "procedure_channels", key: &["procedure_id", "position"], columns: &["kind", "name", "url"] };
pub(super) const SAVE_LIFE_EVENTS: Upsert =
    Upsert { table: "procedure_life_events", key: &["procedure_id", "life_event"], columns: &[] };
pub(super) const SAVE_SETS: Upsert =
    Upsert { table: "procedure_set_members", key: &["procedure_id", "procedure_set"], columns: &[] };
pub(super) const SAVE_USAGE: Upsert = Upsert {
    table: "procedure_usage",
    key: &["procedure_id", "fiscal_year"],
    columns: &["total", "online", "source", "sample"],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_PROCEDURES, SAVE_CHANNELS, SAVE_LIFE_EVENTS, SAVE_SETS, SAVE_USAGE];

/// Parses words joined in one column, without duplicates. Unknown words from a later version are skipped.
fn words<T: FromStr + Ord>(joined: &str, separator: char) -> Vec<T> {
    let mut words: Vec<T> =
        joined.split(separator).filter(|word| !word.is_empty()).filter_map(|word| word.parse().ok()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn join<T: std::fmt::Display>(words: &[T], separator: &str) -> String {
    words.iter().map(ToString::to_string).collect::<Vec<_>>().join(separator)
}

/// The whole catalogue ordered by id, each procedure with its history.
pub async fn list_procedures(connection: &mut Connection) -> Result<Vec<Procedure>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => sqlx::query_as(LIST_PROCEDURES).fetch_all(inner).await?);
    let mut procedures: Vec<Procedure> = rows.into_iter().map(without_history).collect();
    let places: HashMap<ProcedureId, usize> =
        procedures.iter().enumerate().map(|(place, procedure)| (procedure.id.clone(), place)).collect();
    // Foreign keys guarantee that every row has its procedure.
    macro_rules! attach {
        ($statement:expr, $row:ident: $type:ty, $procedure:ident => $body:expr) => {
            let rows: Vec<$type> = with_driver!(connection, inner => sqlx::query_as($statement).fetch_all(inner).await?);
            for $row in rows {
                if let Some($procedure) = places.get(&$row.procedure_id).map(|place| &mut procedures[*place]) {
                    $body;
                }
            }
        };
    }
    attach!(LIST_STEPS, row: StepRow, procedure => procedure.step_events.push(row.into()));
    attach!(LIST_EXCLUSIONS, row: ExclusionRow, procedure => procedure.exclusion_events.push(row.into()));
    attach!(LIST_CHANNELS, row: ChannelRow, procedure => procedure.channels.push(row.into()));
    attach!(LIST_LIFE_EVENTS_OF_PROCEDURES, row: CodeRow<LifeEventCode>, procedure =>
        procedure.life_events.push(row.code));
    attach!(LIST_SETS_OF_PROCEDURES, row: CodeRow<SetCode>, procedure => procedure.sets.push(row.code));
    attach!(LIST_USAGE, row: UsageRow, procedure => procedure.usage.push(row.into()));
    Ok(procedures)
}

/// The next page of the catalogue: procedures after an id, in the order of the database, each with its history; empty
/// at the end. An import compares a file with tens of thousands of procedures without loading them all into memory.
pub async fn list_procedures_after(
    connection: &mut Connection,
    after: Option<&ProcedureId>,
    most: usize,
) -> Result<Vec<Procedure>, AppError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let after = after.map_or("", ProcedureId::as_str);
    let rows: Vec<Row> = with_driver!(connection, inner => {
        sqlx::query_as(LIST_PROCEDURES_AFTER).bind(after).bind(most).fetch_all(inner).await?
    });
    let mut procedures: Vec<Procedure> = rows.into_iter().map(without_history).collect();
    let Some(last) = procedures.last().map(|procedure| procedure.id.clone()) else { return Ok(procedures) };
    // The related rows come in the same order.
    macro_rules! attach {
        ($statement:expr, $row:ident: $type:ty, $procedure:ident => $body:expr) => {
            let rows: Vec<$type> = with_driver!(connection, inner => {
                sqlx::query_as($statement).bind(after).bind(&last).fetch_all(inner).await?
            });
            let mut places = procedures.iter_mut();
            let mut place = places.next();
            for $row in rows {
                while place.as_ref().is_some_and(|procedure| procedure.id != $row.procedure_id) {
                    place = places.next();
                }
                if let Some($procedure) = &mut place {
                    $body;
                }
            }
        };
    }
    attach!(LIST_STEPS_BETWEEN, row: StepRow, procedure => procedure.step_events.push(row.into()));
    attach!(LIST_EXCLUSIONS_BETWEEN, row: ExclusionRow, procedure => procedure.exclusion_events.push(row.into()));
    attach!(LIST_CHANNELS_BETWEEN, row: ChannelRow, procedure => procedure.channels.push(row.into()));
    attach!(LIST_LIFE_EVENTS_BETWEEN, row: CodeRow<LifeEventCode>, procedure => procedure.life_events.push(row.code));
    attach!(LIST_SETS_BETWEEN, row: CodeRow<SetCode>, procedure => procedure.sets.push(row.code));
    attach!(LIST_USAGE_BETWEEN, row: UsageRow, procedure => procedure.usage.push(row.into()));
    Ok(procedures)
}

/// One procedure with its history.
pub async fn find_procedure(connection: &mut Connection, id: &ProcedureId) -> Result<Option<Procedure>, AppError> {
    let row: Option<Row> =
        with_driver!(connection, inner => sqlx::query_as(FIND_PROCEDURE).bind(id).fetch_optional(inner).await?);
    let Some(mut procedure) = row.map(without_history) else { return Ok(None) };
    macro_rules! attach {
        ($statement:expr, $type:ty, $into:expr, $field:ident) => {
            let rows: Vec<$type> = with_driver!(connection, inner => sqlx::query_as($statement).bind(id).fetch_all(inner).await?);
            procedure.$field = rows.into_iter().map($into).collect();
        };
    }
    attach!(LIST_STEPS_OF, StepRow, StepEvent::from, step_events);
    attach!(LIST_EXCLUSIONS_OF, ExclusionRow, ExclusionEvent::from, exclusion_events);
    attach!(LIST_CHANNELS_OF, ChannelRow, Channel::from, channels);
    attach!(LIST_LIFE_EVENTS_OF, CodeRow<LifeEventCode>, |row| row.code, life_events);
    attach!(LIST_SETS_OF, CodeRow<SetCode>, |row| row.code, sets);
    attach!(LIST_USAGE_OF, UsageRow, Usage::from, usage);
    Ok(Some(procedure))
}

/// The procedures that have a successor, each with it.
pub async fn list_successors(connection: &mut Connection) -> Result<HashMap<ProcedureId, ProcedureId>, AppError> {
    let rows: Vec<(ProcedureId, ProcedureId)> =
        with_driver!(connection, inner => sqlx::query_as(LIST_SUCCESSORS).fetch_all(inner).await?);
    Ok(rows.into_iter().collect())
}

/// Whether there is a procedure with this id.
pub async fn is_procedure(connection: &mut Connection, id: &ProcedureId) -> Result<bool, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(IS_PROCEDURE).bind(id).fetch_one(inner).await?))
}

/// For more procedures than this, reading the whole catalogue is faster than one query for each.
pub const MOST_SINGLY: usize = 200;

/// Several procedures with their history. Missing ones are skipped.
pub async fn find_procedures(
    connection: &mut Connection,
    ids: &[ProcedureId],
) -> Result<HashMap<ProcedureId, Procedure>, AppError> {
    if ids.len() > MOST_SINGLY {
        let wanted: HashSet<&ProcedureId> = ids.iter().collect();
        let all = list_procedures(connection).await?;
        return Ok(all
            .into_iter()
            .filter(|procedure| wanted.contains(&procedure.id))
            .map(|procedure| (procedure.id.clone(), procedure))
            .collect());
    }
    let mut found = HashMap::new();
    for id in ids {
        if let Some(procedure) = find_procedure(connection, id).await? {
            found.insert(id.clone(), procedure);
        }
    }
    Ok(found)
}

/// The ending in four columns, which are `NULL` without one.
fn ending_of(row: &mut Row) -> Option<Box<Ending>> {
    Some(Box::new(Ending {
        kind: row.ending?,
        on: row.ended_on?,
        reason: row.ending_reason.take().unwrap_or_default(),
        successor: row.successor_id.take(),
    }))
}

fn without_history(mut row: Row) -> Procedure {
    Procedure {
        ending: ending_of(&mut row),
        id: row.id,
        name: LocalText { ja: row.name, easy: row.name_easy, en: row.name_en },
        kana: row.kana,
        summary: LocalText { ja: row.summary, easy: row.summary_easy, en: row.summary_en },
        department: row.department,
        legal_basis: row.legal_basis,
        life_events: Vec::new(),
        audience: words(&row.audience, ';'),
        sets: Vec::new(),
        channels: Vec::new(),
        card_requirement: row.card_requirement,
        papers: row.papers.lines().map(str::to_owned).collect(),
        fee: Fee { required: row.fee_required, yen: row.fee_yen, note: row.fee_note },
        processing: row.processing,
        blockers: words(&row.blockers, ';'),
        planned_fiscal_year: row
            .planned_fiscal_year
            .map(|year| PlannedYear::new(year, row.planned_or_later.unwrap_or_default())),
        past_endings: Box::default(),
        checked_on: row.checked_on,
        source: row.source,
        sample: row.sample,
        step_events: Vec::new(),
        exclusion_events: Vec::new(),
        usage: Vec::new(),
    }
}

/// The department of each procedure.
pub async fn list_departments_of_procedures(
    connection: &mut Connection,
) -> Result<Vec<(ProcedureId, Option<DepartmentCode>)>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(LIST_DEPARTMENTS_OF_PROCEDURES).fetch_all(inner).await?))
}

/// The Japanese name of each procedure.
pub async fn list_names_of_procedures(connection: &mut Connection) -> Result<Vec<(ProcedureId, String)>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(LIST_NAMES_OF_PROCEDURES).fetch_all(inner).await?))
}

/// Saves procedures without their history: their properties, channels and memberships. Existing procedures in
/// `replaced` first lose their old channels and memberships.
pub async fn save_procedures(
    connection: &mut Connection,
    procedures: &[&Procedure],
    replaced: &[&ProcedureId],
) -> Result<(), AppError> {
    let ids: Vec<String> = procedures.iter().map(|procedure| procedure.id.to_string()).collect();
    touch(connection, "procedures", ids.clone()).await?;
    for table in ["procedure_channels", "procedure_life_events", "procedure_set_members"] {
        touch(connection, table, ids.clone()).await?;
    }
    for id in replaced {
        with_driver!(connection, inner => {
            sqlx::query(DELETE_CHANNELS).bind(id).execute(&mut *inner).await?;
            sqlx::query(DELETE_LIFE_EVENTS).bind(id).execute(&mut *inner).await?;
            sqlx::query(DELETE_SETS).bind(id).execute(&mut *inner).await?;
        });
    }
    save_rows!(connection, SAVE_PROCEDURES, procedures, |values, procedure| {
        values
            .push_bind(&procedure.id)
            .push_bind(&procedure.name.ja)
            .push_bind(&procedure.name.easy)
            .push_bind(&procedure.name.en)
            .push_bind(&procedure.kana)
            .push_bind(&procedure.summary.ja)
            .push_bind(&procedure.summary.easy)
            .push_bind(&procedure.summary.en)
            .push_bind(&procedure.department)
            .push_bind(&procedure.legal_basis)
            .push_bind(join(&procedure.audience, ";"))
            .push_bind(procedure.card_requirement)
            .push_bind(procedure.papers.join("\n"))
            .push_bind(procedure.fee.required)
            .push_bind(procedure.fee.yen)
            .push_bind(&procedure.fee.note)
            .push_bind(&procedure.processing)
            .push_bind(join(&procedure.blockers, ";"))
            .push_bind(procedure.planned_fiscal_year.map(PlannedYear::first_year))
            .push_bind(procedure.planned_fiscal_year.filter(|plan| plan.is_or_later()).map(|_| true))
            .push_bind(procedure.ending.as_ref().map(|ending| ending.on))
            .push_bind(procedure.ending.as_ref().map(|ending| ending.kind))
            .push_bind(procedure.ending.as_ref().map(|ending| ending.reason.as_str()))
            .push_bind(procedure.ending.as_ref().and_then(|ending| ending.successor.as_ref()))
            .push_bind(procedure.checked_on)
            .push_bind(&procedure.source)
            .push_bind(procedure.sample);
    });
    let channels: Vec<(&ProcedureId, i64, &Channel)> = procedures
        .iter()
        .flat_map(|procedure| (1i64..).zip(&procedure.channels).map(|(place, channel)| (&procedure.id, place, channel)))
        .collect();
    save_rows!(connection, SAVE_CHANNELS, channels, |values, row| {
        values.push_bind(row.0).push_bind(row.1).push_bind(row.2.kind).push_bind(&row.2.name).push_bind(&row.2.url);
    });
    let life_events: Vec<(&ProcedureId, &LifeEventCode)> = procedures
        .iter()
        .flat_map(|procedure| procedure.life_events.iter().map(|code| (&procedure.id, code)))
        .collect();
    save_rows!(connection, SAVE_LIFE_EVENTS, life_events, |values, row| {
        values.push_bind(row.0).push_bind(row.1);
    });
    let sets: Vec<(&ProcedureId, &SetCode)> =
        procedures.iter().flat_map(|procedure| procedure.sets.iter().map(|code| (&procedure.id, code))).collect();
    save_rows!(connection, SAVE_SETS, sets, |values, row| {
        values.push_bind(row.0).push_bind(row.1);
    });
    Ok(())
}

/// Step events and decisions about exclusion, each with its procedure.
#[derive(Debug, Default)]
pub struct ProcedureEvents {
    pub steps: Vec<(ProcedureId, StepEvent)>,
    pub exclusions: Vec<(ProcedureId, ExclusionEvent)>,
}

/// Adds events to those recorded before. Of several about the same thing with the same two days, the last one added
/// counts.
pub async fn append_events(connection: &mut Connection, events: &ProcedureEvents) -> Result<(), AppError> {
    save_events(connection, events, false).await
}

/// Adds the first events of procedures that are new: it is quicker, and an error if there are such events already.
pub async fn insert_first_events(connection: &mut Connection, events: &ProcedureEvents) -> Result<(), AppError> {
    save_events(connection, events, true).await
}

/// Removes events that were entered by mistake; of several with the same values, the last one.
pub async fn remove_events(connection: &mut Connection, events: &ProcedureEvents) -> Result<(), AppError> {
    let ProcedureEvents { steps, exclusions } = events;
    touch(connection, "procedure_steps", steps.iter().map(|(id, _)| id.to_string()).collect()).await?;
    for (id, event) in steps {
        with_driver!(connection, inner => {
            let query = sqlx::query(REMOVE_STEP).bind(id).bind(event.step).bind(event.effective_on);
            query.bind(event.recorded_on).bind(event.state).execute(inner).await?;
        });
    }
    touch(connection, "procedure_exclusions", exclusions.iter().map(|(id, _)| id.to_string()).collect()).await?;
    for (id, event) in exclusions {
        with_driver!(connection, inner => {
            let query = sqlx::query(REMOVE_EXCLUSION).bind(id).bind(event.effective_on).bind(event.recorded_on);
            query.bind(event.excluded).bind(&event.reason).execute(inner).await?;
        });
    }
    Ok(())
}

async fn save_events(connection: &mut Connection, events: &ProcedureEvents, is_first: bool) -> Result<(), AppError> {
    let ProcedureEvents { steps, exclusions } = events;
    touch(connection, "procedure_steps", steps.iter().map(|(id, _)| id.to_string()).collect()).await?;
    save_rows!(connection, Append { is_first, ..SAVE_STEPS }, steps, |values, row| {
        values
            .push_bind(&row.0)
            .push_bind(row.1.step)
            .push_bind(row.1.effective_on)
            .push_bind(row.1.recorded_on)
            .push_bind(row.1.state);
    });
    touch(connection, "procedure_exclusions", exclusions.iter().map(|(id, _)| id.to_string()).collect()).await?;
    save_rows!(connection, Append { is_first, ..SAVE_EXCLUSIONS }, exclusions, |values, row| {
        values
            .push_bind(&row.0)
            .push_bind(row.1.effective_on)
            .push_bind(row.1.recorded_on)
            .push_bind(row.1.excluded)
            .push_bind(&row.1.reason);
    });
    Ok(())
}

/// Usage of one procedure in one fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRecord {
    pub procedure: ProcedureId,
    pub usage: Usage,
}

/// All usage, ordered by procedure and fiscal year.
pub async fn list_usage(connection: &mut Connection) -> Result<Vec<UsageRecord>, AppError> {
    let rows: Vec<UsageRow> = with_driver!(connection, inner => sqlx::query_as(LIST_USAGE).fetch_all(inner).await?);
    Ok(rows.into_iter().map(|row| UsageRecord { procedure: row.procedure_id.clone(), usage: row.into() }).collect())
}

pub async fn save_usage(connection: &mut Connection, records: &[UsageRecord]) -> Result<(), AppError> {
    touch(connection, "procedure_usage", records.iter().map(|record| record.procedure.to_string()).collect()).await?;
    save_rows!(connection, SAVE_USAGE, records, |values, record| {
        values
            .push_bind(&record.procedure)
            .push_bind(record.usage.fiscal_year)
            .push_bind(record.usage.total)
            .push_bind(record.usage.online)
            .push_bind(&record.usage.source)
            .push_bind(record.usage.sample);
    });
    Ok(())
}
