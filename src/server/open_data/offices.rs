//! `/api/v1/offices`: offices with their hours. Whether one is open follows from hours, exceptions and holidays; the API
//! gives these, so that an answer stays true for as long as the data do.

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::office::{Facility, Office, OfficeId, OfficeKind, Postcode, SpokenLanguage};
use domain::opening_hours::{DayReason, DaySchedule, OpeningHours};
use domain::procedure::ProcedureId;
use domain::source::SourceId;
use serde::Serialize;

use super::in_languages::InLanguages;
use super::list::{Asked, Content, List, given, one};
use super::problem::Problem;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::snapshot::{OfficeEntry, Snapshot};

/// The days of which a single office has its hours.
const DAYS: usize = 14;

/// The exceptions and procedures that are written out; how many there are is always said.
const MOST: usize = 500;

/// The list of offices, in the order of the page; nearest first if an area or a postcode is given.
pub(super) const LIST: List = List {
    name: "offices",
    parameters: &["kind", "area", "near", "postcode", "procedure"],
    fields: &[
        "id",
        "name",
        "kana",
        "name_en",
        "kind",
        "area",
        "area_name",
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
        "hours.days",
        "hours.opens",
        "hours.closes",
        "hours.valid_from",
        "hours.valid_until",
        "hours.note",
        "hours.note_en",
        "note",
        "note_en",
        "checked_on",
        "sample",
        "source",
    ],
    answer: list,
};

/// Hours on some days of the week.
#[derive(Debug, Serialize)]
struct HoursRecord<'a> {
    /// `mon-fri`, `2sat;4sat`.
    days: String,
    opens: String,
    closes: String,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    #[serde(flatten)]
    note: InLanguages<'a, 2>,
}

/// One office.
#[derive(Debug, Serialize)]
struct OfficeRecord<'a> {
    id: &'a OfficeId,
    name: &'a str,
    kana: Option<&'a str>,
    name_en: Option<&'a str>,
    kind: OfficeKind,
    area: Option<&'a AreaCode>,
    area_name: Option<&'a str>,
    postcode: Option<&'a str>,
    #[serde(flatten)]
    address: InLanguages<'a, 2>,
    /// With its area code.
    telephone: Option<&'a str>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    map_url: Option<String>,
    #[serde(flatten)]
    access: InLanguages<'a, 2>,
    /// Besides Japanese.
    languages: &'a [SpokenLanguage],
    facilities: &'a [Facility],
    does_every_procedure: bool,
    is_open_on_holidays: bool,
    /// Empty if nobody has entered any: they are unknown.
    hours: Vec<HoursRecord<'a>>,
    #[serde(flatten)]
    note: InLanguages<'a, 2>,
    checked_on: Option<NaiveDate>,
    sample: bool,
    source: &'a SourceId,
}

#[derive(Debug, Serialize)]
struct ExceptionRecord<'a> {
    first_day: NaiveDate,
    last_day: NaiveDate,
    /// `null` if the office stays closed.
    opens: Option<String>,
    closes: Option<String>,
    #[serde(flatten)]
    reason: InLanguages<'a, 2>,
}

#[derive(Debug, Serialize)]
struct DoneRecord<'a> {
    procedure: &'a ProcedureId,
    #[serde(flatten)]
    counter: InLanguages<'a, 2>,
}

/// A time during which an office is open.
#[derive(Debug, Serialize)]
struct SpanRecord {
    opens: String,
    closes: String,
}

/// One of the days ahead.
#[derive(Debug, Serialize)]
struct DayRecord<'a> {
    day: NaiveDate,
    /// Empty if it stays closed, `null` if that is not known.
    open: Option<Vec<SpanRecord>>,
    /// The exception or holiday behind it.
    #[serde(flatten)]
    reason: InLanguages<'a, 2>,
    /// It might be a holiday: the list of holidays does not reach so far.
    may_be_holiday: bool,
}

#[derive(Debug, Serialize)]
struct OfficeWithDays<'a> {
    #[serde(flatten)]
    office: OfficeRecord<'a>,
    /// The first ones only, if there are very many.
    exceptions: Vec<ExceptionRecord<'a>>,
    exceptions_total: usize,
    /// The first ones only, if there are very many.
    procedures: Vec<DoneRecord<'a>>,
    procedures_total: usize,
    days: Vec<DayRecord<'a>>,
    holidays_known_until: Option<NaiveDate>,
}

fn hours(hours: &OpeningHours) -> HoursRecord<'_> {
    HoursRecord {
        days: hours.days.to_string(),
        opens: hours.opens.to_string(),
        closes: hours.closes.to_string(),
        valid_from: hours.valid_from,
        valid_until: hours.valid_until,
        note: InLanguages::both(["note", "note_en"], [&hours.note, &hours.note_en]),
    }
}

fn record<'a>(snapshot: &'a Snapshot, entry: &'a OfficeEntry) -> OfficeRecord<'a> {
    let office: &Office = &entry.office;
    OfficeRecord {
        id: &office.id,
        name: &office.name,
        kana: given(&office.kana),
        name_en: given(&office.name_en),
        kind: office.kind,
        area: office.area.as_ref(),
        area_name: office.area.as_ref().and_then(|area| snapshot.area(area)).map(|area| area.name.as_str()),
        postcode: office.postcode.as_ref().map(Postcode::as_str),
        address: InLanguages::both(["address", "address_en"], [&office.address, &office.address_en]),
        telephone: office.telephone.as_ref().map(|number| number.as_str()),
        latitude: office.position.map(|position| position.latitude),
        longitude: office.position.map(|position| position.longitude),
        map_url: office.map_link(),
        access: InLanguages::both(["access", "access_en"], [&office.access, &office.access_en]),
        languages: &office.languages,
        facilities: &office.facilities,
        does_every_procedure: office.does_every_procedure,
        is_open_on_holidays: office.is_open_on_holidays,
        hours: entry.hours.iter().map(hours).collect(),
        note: InLanguages::both(["note", "note_en"], [&office.note, &office.note_en]),
        checked_on: office.checked_on,
        sample: office.sample,
        source: &office.source,
    }
}

fn known_area(snapshot: &Snapshot, name: &'static str, area: Option<AreaCode>) -> Result<Option<AreaCode>, QueryError> {
    match area {
        Some(area) if snapshot.area(&area).is_none() => Err(QueryError::unknown_code(name, area.as_str())),
        area => Ok(area),
    }
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let snapshot = asked.snapshot;
    let kind: Option<OfficeKind> = asked.parameters.read("kind")?;
    let area = known_area(snapshot, "area", asked.parameters.read("area")?)?;
    let near = known_area(snapshot, "near", asked.parameters.read("near")?)?;
    let postcode: Option<Postcode> = asked.parameters.read("postcode")?;
    let procedure: Option<ProcedureId> = asked.parameters.read("procedure")?;
    let mut found: Vec<&OfficeEntry> = match &procedure {
        Some(id) if snapshot.procedure(id).is_none() => {
            return Err(QueryError::unknown_code("procedure", id.as_str()));
        }
        Some(id) => snapshot.offices.of_procedure(id),
        None => snapshot.offices.all().iter().collect(),
    };
    found.retain(|entry| kind.is_none_or(|kind| entry.office.kind == kind));
    found.retain(|entry| area.is_none() || entry.office.area == area);
    let areas: Vec<AreaCode> = match &postcode {
        Some(postcode) => snapshot.offices.areas_of(postcode).iter().map(|one| one.area.clone()).collect(),
        None => near.into_iter().collect(),
    };
    let found = snapshot.nearest_offices(found, &areas);
    asked.render(&found, |entry| record(snapshot, entry))
}

fn day(day: DaySchedule<'_>) -> DayRecord<'_> {
    let span = |opens: String, closes: String| SpanRecord { opens, closes };
    let reason: [&str; 2] = match day.reason {
        Some(DayReason::Exception(exception)) => [&exception.reason, &exception.reason_en],
        Some(DayReason::Holiday(holiday)) => [&holiday.name, &holiday.name_en],
        None => ["", ""],
    };
    let reason = InLanguages::both(["reason", "reason_en"], reason);
    let open =
        day.spans.map(|spans| spans.iter().map(|one| span(one.opens.to_string(), one.closes.to_string())).collect());
    DayRecord { day: day.day, open, reason, may_be_holiday: day.may_be_holiday }
}

/// Handles `/api/v1/offices/{id}`: an office with its exceptions from today on, its procedures and the days ahead.
pub(super) async fn find(
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    Extension(data): Extension<RequestSnapshot>,
) -> Response {
    if let Err(error) = Parameters::of(&query.unwrap_or_default()).only(&[]) {
        return Problem::from(error).into_response();
    }
    let snapshot = &data.snapshot;
    let Some(entry) = id.parse::<OfficeId>().ok().and_then(|id| snapshot.offices.find(&id)) else {
        let detail = "there is no office with this id; /api/v1/offices lists them all";
        return Problem::new(StatusCode::NOT_FOUND, detail).into_response();
    };
    let schedule = snapshot.offices.schedule(entry);
    let ahead = || entry.exceptions.iter().filter(|exception| exception.last_day >= data.today);
    one(&OfficeWithDays {
        office: record(snapshot, entry),
        exceptions_total: ahead().count(),
        exceptions: ahead()
            .take(MOST)
            .map(|exception| ExceptionRecord {
                first_day: exception.first_day,
                last_day: exception.last_day,
                opens: exception.hours.map(|(opens, _)| opens.to_string()),
                closes: exception.hours.map(|(_, closes)| closes.to_string()),
                reason: InLanguages::both(["reason", "reason_en"], [&exception.reason, &exception.reason_en]),
            })
            .collect(),
        procedures_total: entry.procedures.len(),
        procedures: entry
            .procedures
            .iter()
            .take(MOST)
            .map(|done| DoneRecord {
                procedure: &done.procedure,
                counter: InLanguages::both(["counter", "counter_en"], [&done.counter, &done.counter_en]),
            })
            .collect(),
        days: schedule.days_from(data.today, DAYS).into_iter().map(day).collect(),
        holidays_known_until: snapshot.offices.holidays.known_until(),
    })
}
