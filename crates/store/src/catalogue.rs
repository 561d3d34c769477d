//! How procedures are grouped: departments, life events and sets.

use domain::procedure::{Department, DepartmentCode, LifeEvent, LifeEventCode, LocalText, ProcedureSet, SetCode};
use domain::source::SourceId;

use super::row_hashes::touch;
use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_DEPARTMENTS = "SELECT code, name, name_en, counter, counter_en, hours, hours_en, phone, sample \
                        FROM departments ORDER BY name, code";
    LIST_LIFE_EVENTS = "SELECT code, position, name, name_easy, name_en, kana FROM life_events \
                        ORDER BY position, code";
    LIST_PROCEDURE_SETS = "SELECT code, name, name_en, description, description_en, source \
                           FROM procedure_sets ORDER BY code";
}

pub(super) const SAVE_DEPARTMENTS: Upsert = Upsert {
    table: "departments",
    key: &["code"],
    columns: &["name", "name_en", "counter", "counter_en", "hours", "hours_en", "phone", "sample"],
};
pub(super) const SAVE_LIFE_EVENTS: Upsert =
    Upsert { table: "life_events", key: &["code"], columns: &["position", "name", "name_easy", "name_en", "kana"] };
pub(super) const SAVE_PROCEDURE_SETS: Upsert = Upsert {
    table: "procedure_sets",
    key: &["code"],
    columns: &["name", "name_en", "description", "description_en", "source"],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_DEPARTMENTS, SAVE_LIFE_EVENTS, SAVE_PROCEDURE_SETS];

#[derive(sqlx::FromRow)]
struct DepartmentRow {
    code: DepartmentCode,
    name: String,
    name_en: String,
    counter: String,
    counter_en: String,
    hours: String,
    hours_en: String,
    phone: String,
    sample: bool,
}

pub async fn list_departments(connection: &mut Connection) -> Result<Vec<Department>, AppError> {
    let rows: Vec<DepartmentRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_DEPARTMENTS).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| Department {
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            counter: row.counter,
            counter_en: row.counter_en,
            hours: row.hours,
            hours_en: row.hours_en,
            phone: row.phone,
            sample: row.sample,
        })
        .collect())
}

pub async fn save_departments(connection: &mut Connection, departments: &[Department]) -> Result<(), AppError> {
    touch(connection, "departments", departments.iter().map(|row| row.code.to_string()).collect()).await?;
    save_rows!(connection, SAVE_DEPARTMENTS, departments, |values, department| {
        values
            .push_bind(&department.code)
            .push_bind(&department.name)
            .push_bind(&department.name_en)
            .push_bind(&department.counter)
            .push_bind(&department.counter_en)
            .push_bind(&department.hours)
            .push_bind(&department.hours_en)
            .push_bind(&department.phone)
            .push_bind(department.sample);
    });
    Ok(())
}

#[derive(sqlx::FromRow)]
struct LifeEventRow {
    code: LifeEventCode,
    position: i64,
    name: String,
    name_easy: String,
    name_en: String,
    kana: String,
}

pub async fn list_life_events(connection: &mut Connection) -> Result<Vec<LifeEvent>, AppError> {
    let rows: Vec<LifeEventRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_LIFE_EVENTS).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| LifeEvent {
            code: row.code,
            position: row.position,
            name: LocalText { ja: row.name, easy: row.name_easy, en: row.name_en },
            kana: row.kana,
        })
        .collect())
}

pub async fn save_life_events(connection: &mut Connection, events: &[LifeEvent]) -> Result<(), AppError> {
    touch(connection, "life_events", events.iter().map(|row| row.code.to_string()).collect()).await?;
    save_rows!(connection, SAVE_LIFE_EVENTS, events, |values, event| {
        values
            .push_bind(&event.code)
            .push_bind(event.position)
            .push_bind(&event.name.ja)
            .push_bind(&event.name.easy)
            .push_bind(&event.name.en)
            .push_bind(&event.kana);
    });
    Ok(())
}

#[derive(sqlx::FromRow)]
struct SetRow {
    code: SetCode,
    name: String,
    name_en: String,
    description: String,
    description_en: String,
    source: SourceId,
}

pub async fn list_procedure_sets(connection: &mut Connection) -> Result<Vec<ProcedureSet>, AppError> {
    let rows: Vec<SetRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_PROCEDURE_SETS).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| ProcedureSet {
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            description: row.description,
            description_en: row.description_en,
            source: row.source,
        })
        .collect())
}

pub async fn save_procedure_sets(connection: &mut Connection, sets: &[ProcedureSet]) -> Result<(), AppError> {
    touch(connection, "procedure_sets", sets.iter().map(|row| row.code.to_string()).collect()).await?;
    save_rows!(connection, SAVE_PROCEDURE_SETS, sets, |values, set| {
        values
            .push_bind(&set.code)
            .push_bind(&set.name)
            .push_bind(&set.name_en)
            .push_bind(&set.description)
            .push_bind(&set.description_en)
            .push_bind(&set.source);
    });
    Ok(())
}
