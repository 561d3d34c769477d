//! Offices with their hours and procedures, holidays, and the areas of postcodes.

use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::office::{GeoPosition, Office, OfficeId, OfficeKind, OfficeProcedure, PostcodeArea};
use domain::opening_hours::{Holiday, HolidayKind, OpeningException, OpeningHours};
use domain::procedure::ProcedureId;
use domain::source::SourceId;

use super::row_hashes::touch;
use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_OFFICES = "SELECT id, name, kana, name_en, kind, area, postcode, address, address_en, telephone, latitude, \
                    longitude, map_url, access, access_en, languages, facilities, does_every_procedure, \
                    is_open_on_holidays, note, note_en, checked_on, source, sample FROM offices ORDER BY id";
    LIST_OFFICE_HOURS = "SELECT office, days, opens, closes, valid_from, valid_until, note, note_en FROM office_hours \
                         ORDER BY office, position";
    LIST_OFFICE_EXCEPTIONS = "SELECT office, first_day, last_day, opens, closes, reason, reason_en \
                              FROM office_exceptions ORDER BY office, first_day, position";
    LIST_OFFICE_PROCEDURES = "SELECT office, procedure_id, counter, counter_en FROM office_procedures \
                              ORDER BY office, procedure_id";
    LIST_HOLIDAYS = "SELECT kind, day, name, name_en, source FROM holidays ORDER BY day, kind";
    LIST_POSTCODES = "SELECT postcode, area, town FROM postcodes ORDER BY postcode, area";
}

pub(super) const SAVE_OFFICES: Upsert = Upsert {
    table: "offices",
    key: &["id"],
    columns: &[
        "name",
        "kana",
        "name_en",
        "kind",
        "area",
        "postcode",
        "address",
        "address_en",
        "telephone",
        "latitude",
        "longitude",
        "map_url",
        "access",
        "access_en",
        "languages",
        "facilities",
        "does_every_procedure",
        "is_open_on_holidays",
        "note",
        "note_en",
        "checked_on",
        "source",
        "sample",
    ],
};
pub(super) const SAVE_OFFICE_HOURS: Upsert = Upsert {
    table: "office_hours",
    key: &["office", "position"],
    columns: &["days", "opens", "closes", "valid_from", "valid_until", "note", "note_en"],
};
pub(super) const SAVE_OFFICE_EXCEPTIONS: Upsert = Upsert {
    table: "office_exceptions",
    key: &["office", "position"],
    columns: &["first_day", "last_day", "opens", "closes", "reason", "reason_en"],
};
pub(super) const SAVE_OFFICE_PROCEDURES: Upsert =
    Upsert { table: "office_procedures", key: &["office", "procedure_id"], columns: &["counter", "counter_en"] };
pub(super) const SAVE_HOLIDAYS: Upsert =
    Upsert { table: "holidays", key: &["kind", "day"], columns: &["name", "name_en", "source"] };
pub(super) const SAVE_POSTCODES: Upsert =
    Upsert { table: "postcodes", key: &["postcode", "area"], columns: &["town", "source"] };
pub(super) const UPSERTS: &[Upsert] =
    &[SAVE_OFFICES, SAVE_OFFICE_HOURS, SAVE_OFFICE_EXCEPTIONS, SAVE_OFFICE_PROCEDURES, SAVE_HOLIDAYS, SAVE_POSTCODES];

/// A stored text as what it was before it was stored.
fn read<T: FromStr<Err: Display>>(table: &str, text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error| AppError::Internal(format!("the table {table} holds a value of no use: {error}")))
}

/// The same; `None` if the text is empty.
fn read_given<T: FromStr<Err: Display>>(table: &str, text: &str) -> Result<Option<T>, AppError> {
    if text.is_empty() { Ok(None) } else { read(table, text).map(Some) }
}

/// The words of a list.
fn read_list<T: FromStr<Err: Display>>(table: &str, text: &str) -> Result<Vec<T>, AppError> {
    text.split(';').filter(|word| !word.is_empty()).map(|word| read(table, word)).collect()
}

#[derive(sqlx::FromRow)]
struct OfficeRow {
    id: OfficeId,
    name: String,
    kana: String,
    name_en: String,
    kind: OfficeKind,
    area: Option<AreaCode>,
    postcode: String,
    address: String,
    address_en: String,
    telephone: String,
    latitude: String,
    longitude: String,
    map_url: String,
    access: String,
    access_en: String,
    languages: String,
    facilities: String,
    does_every_procedure: bool,
    is_open_on_holidays: bool,
    note: String,
    note_en: String,
    checked_on: Option<NaiveDate>,
    source: SourceId,
    sample: bool,
}

/// All offices, ordered by id.
pub async fn list_offices(connection: &mut Connection) -> Result<Vec<Office>, AppError> {
    const TABLE: &str = "offices";
    let rows: Vec<OfficeRow> = with_driver!(connection, inner => sqlx::query_as(LIST_OFFICES).fetch_all(inner).await?);
    let office = |row: OfficeRow| {
        let latitude: Option<f64> = read_given(TABLE, &row.latitude)?;
        let longitude: Option<f64> = read_given(TABLE, &row.longitude)?;
        Ok(Office {
            postcode: read_given(TABLE, &row.postcode)?,
            telephone: read_given(TABLE, &row.telephone)?,
            position: latitude.zip(longitude).map(|(latitude, longitude)| GeoPosition { latitude, longitude }),
            languages: read_list(TABLE, &row.languages)?,
            facilities: read_list(TABLE, &row.facilities)?,
            id: row.id,
            name: row.name,
            kana: row.kana,
            name_en: row.name_en,
            kind: row.kind,
            area: row.area,
            address: row.address,
            address_en: row.address_en,
            map_url: row.map_url,
            access: row.access,
            access_en: row.access_en,
            does_every_procedure: row.does_every_procedure,
            is_open_on_holidays: row.is_open_on_holidays,
            note: row.note,
            note_en: row.note_en,
            checked_on: row.checked_on,
            source: row.source,
            sample: row.sample,
        })
    };
    rows.into_iter().map(office).collect()
}

#[derive(sqlx::FromRow)]
struct HoursRow {
    office: OfficeId,
    days: String,
    opens: String,
    closes: String,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    note: String,
    note_en: String,
}

/// The hours of all offices, by office and in their order.
pub async fn list_office_hours(connection: &mut Connection) -> Result<Vec<(OfficeId, OpeningHours)>, AppError> {
    const TABLE: &str = "office_hours";
    let rows: Vec<HoursRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_OFFICE_HOURS).fetch_all(inner).await?);
    let hours = |row: HoursRow| {
        let hours = OpeningHours {
            days: read(TABLE, &row.days)?,
            opens: read(TABLE, &row.opens)?,
            closes: read(TABLE, &row.closes)?,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            note: row.note,
            note_en: row.note_en,
        };
        Ok((row.office, hours))
    };
    rows.into_iter().map(hours).collect()
}

#[derive(sqlx::FromRow)]
struct ExceptionRow {
    office: OfficeId,
    first_day: NaiveDate,
    last_day: Option<NaiveDate>,
    opens: String,
    closes: String,
    reason: String,
    reason_en: String,
}

/// The exceptions of all offices, by office and first day.
pub async fn list_office_exceptions(
    connection: &mut Connection,
) -> Result<Vec<(OfficeId, OpeningException)>, AppError> {
    const TABLE: &str = "office_exceptions";
    let rows: Vec<ExceptionRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_OFFICE_EXCEPTIONS).fetch_all(inner).await?);
    let exception = |row: ExceptionRow| {
        let exception = OpeningException {
            first_day: row.first_day,
            last_day: row.last_day.unwrap_or(row.first_day),
            hours: read_given(TABLE, &row.opens)?.zip(read_given(TABLE, &row.closes)?),
            reason: row.reason,
            reason_en: row.reason_en,
        };
        Ok((row.office, exception))
    };
    rows.into_iter().map(exception).collect()
}

/// Which procedures are done where.
pub async fn list_office_procedures(connection: &mut Connection) -> Result<Vec<OfficeProcedure>, AppError> {
    let rows: Vec<(OfficeId, ProcedureId, String, String)> =
        with_driver!(connection, inner => sqlx::query_as(LIST_OFFICE_PROCEDURES).fetch_all(inner).await?);
    let listed = rows.into_iter();
    Ok(listed
        .map(|(office, procedure, counter, counter_en)| OfficeProcedure { office, procedure, counter, counter_en })
        .collect())
}

/// All holidays, in order.
pub async fn list_holidays(connection: &mut Connection) -> Result<Vec<Holiday>, AppError> {
    let rows: Vec<(HolidayKind, NaiveDate, String, String, SourceId)> =
        with_driver!(connection, inner => sqlx::query_as(LIST_HOLIDAYS).fetch_all(inner).await?);
    let listed = rows.into_iter();
    Ok(listed.map(|(kind, day, name, name_en, source)| Holiday { kind, day, name, name_en, source }).collect())
}

/// Saves holidays by kind and day.
pub async fn save_holidays(connection: &mut Connection, holidays: &[Holiday]) -> Result<(), AppError> {
    let mut kinds: Vec<String> = holidays.iter().map(|holiday| holiday.kind.to_string()).collect();
    kinds.sort();
    kinds.dedup();
    touch(connection, "holidays", kinds).await?;
    save_rows!(connection, SAVE_HOLIDAYS, holidays, |values, holiday| {
        values
            .push_bind(holiday.kind)
            .push_bind(holiday.day)
            .push_bind(&holiday.name)
            .push_bind(&holiday.name_en)
            .push_bind(&holiday.source);
    });
    Ok(())
}

/// The areas of all postcodes.
pub async fn list_postcodes(connection: &mut Connection) -> Result<Vec<PostcodeArea>, AppError> {
    let rows: Vec<(String, AreaCode, String)> =
        with_driver!(connection, inner => sqlx::query_as(LIST_POSTCODES).fetch_all(inner).await?);
    rows.into_iter()
        .map(|(postcode, area, town)| Ok(PostcodeArea { postcode: read("postcodes", &postcode)?, area, town }))
        .collect()
}
