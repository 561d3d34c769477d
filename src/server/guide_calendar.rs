//! `/guides/{id}.ics`: the deadlines of a personal list as a calendar, with the same parameters as its page.

use axum::extract::Request;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::guide::{Guide, GuideId, Item};
use domain::icalendar::{CalendarDay, calendar};
use uuid::Uuid;

use super::http::request_snapshot::RequestSnapshot;
use super::open_data::Problem;
use super::query::{Parameters, QueryError, url_within};
use super::query_reason::Reason;
use super::read_model::guides::{DAY, GuideQuery, deadline, item_name};
use crate::language::Language;

/// The media type of a calendar.
const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// The namespace of the ids of events, drawn at random once. With another one, calendars would show every deadline twice.
const NAMES: Uuid = Uuid::from_u128(0x7c1f_64a0_3f0b_4f5e_9a52_51d7_0c9b_e6a4);

/// The address of the calendar of a guide, without the language prefix.
#[must_use]
pub fn calendar_address(guide: &Guide) -> String {
    format!("{}.ics", url_within("/guides", guide.id.as_str()))
}

/// Whether a path, without its language prefix, is that of a calendar.
#[must_use]
pub fn is_calendar(page: &str) -> bool {
    page.starts_with("/guides/") && page.ends_with(".ics")
}

/// The calendar, if the request is for one of a guide that is there.
#[must_use]
pub fn answer(request: &Request) -> Option<Response> {
    let (language, page) = Language::split_path(request.uri().path());
    let id = page.strip_prefix("/guides/")?.strip_suffix(".ics")?;
    let id = percent_encoding::percent_decode_str(id).decode_utf8().ok()?.parse::<GuideId>().ok()?;
    let data = request.extensions().get::<RequestSnapshot>()?;
    let guide = data.snapshot.guide(&id)?;
    let parameters = Parameters::of(request.uri().query().unwrap_or_default());
    Some(match read(guide, &parameters) {
        Ok(query) => file(data, guide, &query, language),
        Err(error) => Problem::from(error).into_response(),
    })
}

fn read(guide: &Guide, parameters: &Parameters) -> Result<GuideQuery, QueryError> {
    let query = GuideQuery::of(guide, parameters)?;
    if query.day.is_none() {
        let english = "it is missing; expected the day that the deadlines count from, such as 2026-12-01".to_owned();
        let reason = Reason::new(english, "value-missing", [("name", DAY.to_owned())]);
        return Err(QueryError::BadValue { name: DAY, reason });
    }
    Ok(query)
}

fn file(data: &RequestSnapshot, guide: &Guide, query: &GuideQuery, language: Language) -> Response {
    let snapshot = &data.snapshot;
    let title = language.of(&guide.title).0;
    let page = language.path(&url_within("/guides", guide.id.as_str()));
    let page = data.settings.public_url.as_ref().map(|site| site.of(&query.address(guide, &page)));
    let city = snapshot.city.as_ref().map(ToString::to_string).unwrap_or_default();
    let day = |item: Item<'_>| {
        let due = item.due?;
        let name = item_name(language, &item).0;
        let words = deadline(language, guide, item.entry).map(|(words, _)| words);
        let texts = [language.of(&item.entry.who).0, &item.entry.phone, language.of(&item.entry.note).0];
        let lines = words.into_iter().chain(texts.map(str::to_owned)).filter(|line| !line.is_empty());
        let about = format!("{city}/{}/{}/{due}", guide.id, item.entry.id);
        Some(CalendarDay {
            uid: Uuid::new_v5(&NAMES, about.as_bytes()).to_string(),
            on: due,
            summary: language.text_with("guide-calendar-day", [("name", name.to_owned().into())]),
            description: lines.collect::<Vec<_>>().join("\n"),
            url: page.clone().unwrap_or_default(),
        })
    };
    let list = snapshot.personal_list(guide, query, data.today);
    let mut days: Vec<CalendarDay> = list.needed().into_iter().filter_map(day).collect();
    days.sort_by_key(|day| day.on);
    let made_on = snapshot.audit_log.last_day.unwrap_or(data.today);
    // Ids have letters of any script, and a header does not.
    let name = if guide.id.as_str().is_ascii() { guide.id.as_str() } else { "guide" };
    let disposition = format!("attachment; filename=\"{name}.ics\"");
    let headers = [(header::CONTENT_TYPE, MEDIA_TYPE.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, calendar(title, made_on, &days)).into_response()
}
