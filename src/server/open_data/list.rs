//! What all lists have in common: strict parameters, paging, and the two forms, JSON and CSV.

use axum::Extension;
use axum::extract::RawQuery;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Serialize;

use super::problem::Problem;
use super::table;
use crate::server::moment::Moment;
use crate::server::query::{Parameters, QueryError};
use crate::server::snapshot::Snapshot;

/// Items on a page where nothing else is asked for.
const DEFAULT_PER_PAGE: usize = 50;

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    Csv,
}

/// One list of the interface.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// Its address below `/api/v1/` and the beginning of its file's name.
    pub name: &'static str,
    /// The parameters it knows besides `page` and `per_page`.
    pub parameters: &'static [&'static str],
    /// The fields of an item, in order, with a dot between a field and its part.
    pub fields: &'static [&'static str],
    /// Finds and renders.
    pub(super) answer: fn(&Asked<'_>) -> Result<Vec<u8>, QueryError>,
}

/// What is asked of a list.
#[derive(Debug)]
pub struct Asked<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) today: NaiveDate,
    pub(super) parameters: &'a Parameters,
    form: Form,
    list: List,
}

/// A page of a list.
#[derive(Debug, Serialize)]
struct Page<T> {
    items: Vec<T>,
    /// Items that the filters let through, on all pages.
    total: usize,
    /// From 1.
    page: usize,
    per_page: usize,
    /// Number of the state of the data; any change raises it.
    revision: i64,
}

impl Asked<'_> {
    /// A parameter that names a day of the past, or today where it is not given.
    pub(super) fn past_day(&self, name: &'static str) -> Result<NaiveDate, QueryError> {
        self.parameters.past_day(name, self.today)
    }

    /// Renders what was found; only what is shown is made into records.
    pub(super) fn render<P, T: Serialize>(&self, found: &[P], record: impl Fn(&P) -> T) -> Result<Vec<u8>, QueryError> {
        let paging = self.parameters.paging(DEFAULT_PER_PAGE)?;
        match self.form {
            Form::Json => {
                let page = Page {
                    items: paging.of(found).iter().map(record).collect(),
                    total: found.len(),
                    page: paging.page,
                    per_page: paging.per_page,
                    revision: self.snapshot.revision,
                };
                Ok(serde_json::to_vec(&page).expect("records hold nothing that JSON cannot say"))
            }
            Form::Csv => {
                // A file is wanted whole, unless a page of it is asked for.
                let paged = ["page", "per_page"].iter().any(|name| self.parameters.text(name).is_some());
                let rows = if paged { paging.of(found) } else { found };
                Ok(table::csv(self.list.fields, rows.iter().map(record)))
            }
        }
    }
}

/// Answers a list.
pub(super) async fn answer(
    list: List,
    form: Form,
    Extension(moment): Extension<Moment>,
    RawQuery(query): RawQuery,
) -> Response {
    let today = moment.today;
    // The whole catalogue of a large city is too much work for a thread that answers others meanwhile.
    let made = tokio::task::spawn_blocking(move || {
        let parameters = Parameters::of(&query.unwrap_or_default());
        let known: Vec<&str> = list.parameters.iter().copied().chain(["page", "per_page"]).collect();
        parameters.only(&known)?;
        let asked = Asked { snapshot: &moment.snapshot, today: moment.today, parameters: &parameters, form, list };
        (list.answer)(&asked)
    })
    .await;
    match made {
        Ok(Ok(body)) => (headers(list, form, today), body).into_response(),
        Ok(Err(error)) => Problem::from(error).into_response(),
        Err(panic) => {
            tracing::error!(error = %panic, list = list.name, "a list could not be made");
            Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

fn headers(list: List, form: Form, today: NaiveDate) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let kind = match form {
        Form::Json => "application/json",
        Form::Csv => "text/csv; charset=utf-8; header=present",
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if form == Form::Csv {
        let disposition = format!("attachment; filename=\"{}-{today}.csv\"", list.name);
        let disposition = HeaderValue::from_str(&disposition).expect("a list's name and a date may stand in a header");
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers
}

/// Answers one thing that was found by its id.
pub(super) fn one(record: &impl Serialize) -> Response {
    let body = serde_json::to_vec(record).expect("records hold nothing that JSON cannot say");
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A text that somebody has given: an empty one is unknown, and unknown is `null`.
pub(super) fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Rounds a percentage to two decimals; its numerator and denominator stand beside it for those who need more.
pub(super) fn two_decimals(percent: f64) -> f64 {
    (percent * 100.0).round() / 100.0
}
