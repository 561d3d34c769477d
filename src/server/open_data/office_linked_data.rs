//! One office as JSON-LD: `GovernmentOffice` of schema.org, with its hours as search engines read them.
//!
//! Weekly hours are `openingHoursSpecification`; exceptions, holidays, and days that are only open in some weeks of a
//! month are `specialOpeningHoursSpecification`, day by day for the weeks ahead. Unknown values are left out.

use chrono::{NaiveDate, Weekday};
use domain::opening_hours::{OpeningHours, TimeOfDay};
use serde_json::{Map, Value, json};

use crate::language::Language;
use crate::server::query::url_within;
use crate::server::read_model::snapshot::{OfficeEntry, Snapshot};

/// The days ahead of which those that differ from the week are listed.
const DAYS: usize = 42;

/// An office as of a day.
#[must_use]
pub fn office_linked_data(snapshot: &Snapshot, entry: &OfficeEntry, today: NaiveDate) -> Value {
    let office = &entry.office;
    let page = url_within("/offices", office.id.as_str());
    let names: Vec<Value> = [(Language::Japanese, &office.name), (Language::English, &office.name_en)]
        .into_iter()
        .filter(|(_, name)| !name.is_empty())
        .map(|(language, name)| json!({ "@language": language.hreflang(), "@value": name }))
        .collect();
    let geo = office.position.map(|position| {
        json!({
            "@type": "GeoCoordinates",
            "latitude": position.latitude,
            "longitude": position.longitude,
        })
    });
    let address = (!office.address.is_empty()).then(|| {
        node([
            ("@type", json!("PostalAddress")),
            ("streetAddress", json!(office.address)),
            ("postalCode", json!(office.postcode)),
            ("addressCountry", json!("JP")),
        ])
    });
    let sample = office.sample.then(|| Language::Japanese.text("sample-bar"));
    let in_force = entry.hours.iter().filter(|hours| hours.valid_until.is_none_or(|until| today <= until));
    node([
        ("@context", json!("https://schema.org")),
        ("@id", json!(page)),
        ("@type", json!("GovernmentOffice")),
        ("url", json!(page)),
        ("name", json!(names)),
        ("disambiguatingDescription", json!(sample)),
        ("telephone", json!(office.telephone.as_ref().map(|number| number.as_str()))),
        ("address", json!(address)),
        ("geo", json!(geo)),
        ("hasMap", json!(office.map_link())),
        ("knowsLanguage", json!(office.languages)),
        ("openingHoursSpecification", in_force.filter_map(weekly).collect()),
        ("specialOpeningHoursSpecification", special_days(snapshot, entry, today)),
    ])
}

/// The hours of every week; `None` if they are only those of some weeks.
fn weekly(hours: &OpeningHours) -> Option<Value> {
    let days: Vec<&str> = hours.days.every_week().map(name).collect();
    (!days.is_empty()).then(|| {
        node([
            ("@type", json!("OpeningHoursSpecification")),
            ("dayOfWeek", json!(days)),
            ("opens", json!(clock(hours.opens))),
            ("closes", json!(clock(hours.closes))),
            ("validFrom", json!(hours.valid_from)),
            ("validThrough", json!(hours.valid_until)),
        ])
    })
}

/// The days ahead that are not like others of their weekday.
fn special_days(snapshot: &Snapshot, entry: &OfficeEntry, today: NaiveDate) -> Value {
    let mut days = Vec::new();
    for day in snapshot.offices.schedule(entry).days_from(today, DAYS) {
        let Some(spans) = &day.spans else { continue };
        let weekday = chrono::Datelike::weekday(&day.day);
        let is_weekly = |hours: &OpeningHours| hours.days.every_week().any(|every| every == weekday);
        let follows_the_week = spans.iter().all(|span| span.hours.is_some_and(is_weekly));
        if day.reason.is_none() && follows_the_week {
            continue;
        }
        let special = |opens: String, closes: String| {
            json!({
                "@type": "OpeningHoursSpecification",
                "opens": opens,
                "closes": closes,
                "validFrom": day.day,
                "validThrough": day.day,
            })
        };
        if spans.is_empty() {
            // Search engines read a day that opens and closes at midnight as closed.
            days.push(special("00:00".to_owned(), "00:00".to_owned()));
        }
        days.extend(spans.iter().map(|span| special(clock(span.opens), clock(span.closes))));
    }
    Value::Array(days)
}

/// A time as the vocabulary writes it, which knows no 24:00.
fn clock(time: TimeOfDay) -> String {
    if time.hour() == 24 { "23:59".to_owned() } else { time.to_string() }
}

const fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// An object without what is not known.
fn node<const N: usize>(parts: [(&str, Value); N]) -> Value {
    let is_known = |value: &Value| !value.is_null() && !value.as_array().is_some_and(Vec::is_empty);
    let parts: Map<String, Value> =
        parts.into_iter().filter(|(_, value)| is_known(value)).map(|(name, value)| (name.to_owned(), value)).collect();
    Value::Object(parts)
}
