//! Common parts of all lists: strict parameters, paging, and the two formats, JSON and CSV.

use std::sync::Arc;

use axum::Extension;
use axum::extract::RawQuery;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;

use super::problem::Problem;
use super::table::{self, LongTable, Rows};
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::{Paging, Parameters, QueryError};
use crate::server::read_model::snapshot::Snapshot;

/// Default number of items per page.
const DEFAULT_PER_PAGE: usize = 50;

/// The format of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    Csv,
}

/// One list of the API.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// Its path below `/api/v1/`, and the prefix of its file name.
    pub name: &'static str,
    /// The parameters it accepts besides `page` and `per_page`.
    pub parameters: &'static [&'static str],
    /// The fields of an item, in order. A dot separates a field from its part.
    pub fields: &'static [&'static str],
    /// Runs the query and renders the result.
    pub(super) answer: fn(&Asked<'_>) -> Result<Content, QueryError>,
}

/// The content of a response.
#[derive(Debug)]
pub enum Content {
    Whole(Vec<u8>),
    /// Rows of a potentially long file, written while they are sent.
    Rows(Rows),
}

/// A request to a list.
#[derive(Debug)]
pub struct Asked<'a> {
    pub(super) snapshot: &'a Arc<Snapshot>,
    pub(super) today: NaiveDate,
    pub(super) parameters: &'a Parameters,
    form: Form,
    list: List,
}

/// A page of a list.
#[derive(Debug, Serialize)]
struct Page<T> {
    items: Vec<T>,
    /// Number of items that match the filters, on all pages.
    total: usize,
    /// Starts at 1.
    page: usize,
    per_page: usize,
    /// Revision of the data; any change increments it.
    revision: i64,
}

impl Asked<'_> {
    /// Reads a parameter that is a past date. Defaults to today.
    pub(super) fn past_day(&self, name: &'static str) -> Result<NaiveDate, QueryError> {
        self.parameters.past_day(name, &self.snapshot.askable_days(self.today))
    }

    /// Renders the results. Only the items shown are converted to records.
    pub(super) fn render<P, T: Serialize>(&self, found: &[P], record: impl Fn(&P) -> T) -> Result<Content, QueryError> {
        let paging = self.parameters.paging(DEFAULT_PER_PAGE)?;
        Ok(Content::Whole(match self.form {
            Form::Json => self.page(found, paging, record),
            Form::Csv => {
                let rows = if self.is_paged() { paging.of(found) } else { found };
                table::csv(self.list.fields, rows.iter().map(record))
            }
        }))
    }

    /// Whether the whole result is requested as a file.
    pub(super) fn is_whole_file(&self) -> bool {
        self.form == Form::Csv && !self.is_paged()
    }

    /// Streams such a file if it may be long: rows are created only as they are sent.
    pub(super) fn rows<P: Send + 'static>(
        &self,
        found: Vec<P>,
        record: impl Fn(&Snapshot, &P) -> Value + Send + 'static,
    ) -> Content {
        let snapshot = Arc::clone(self.snapshot);
        let records = found.into_iter().map(move |each| record(&snapshot, &each));
        Content::Rows(Rows::of(self.list.fields, records))
    }

    /// Whether a page is requested; otherwise a file contains everything.
    fn is_paged(&self) -> bool {
        ["page", "per_page"].iter().any(|name| self.parameters.text(name).is_some())
    }

    fn page<P, T: Serialize>(&self, found: &[P], paging: Paging, record: impl Fn(&P) -> T) -> Vec<u8> {
        let page = Page {
            items: paging.of(found).iter().map(record).collect(),
            total: found.len(),
            page: paging.page,
            per_page: paging.per_page,
            revision: self.snapshot.revision,
        };
        serde_json::to_vec(&page).expect("records hold nothing that JSON cannot say")
    }
}

/// Handles a request to a list.
pub(super) async fn answer(
    list: List,
    form: Form,
    Extension(data): Extension<RequestSnapshot>,
    RawQuery(query): RawQuery,
) -> Response {
    let made = content(list, form, &data, &query.unwrap_or_default());
    match made {
        Ok(Content::Whole(body)) => (headers(list, form, data.today), body).into_response(),
        Ok(Content::Rows(rows)) => (headers(list, form, data.today), Extension(LongTable::of(rows))).into_response(),
        Err(error) => Problem::from(error).into_response(),
    }
}

fn content(list: List, form: Form, data: &RequestSnapshot, query: &str) -> Result<Content, QueryError> {
    let parameters = Parameters::of(query);
    let known: Vec<&str> = list.parameters.iter().copied().chain(["page", "per_page"]).collect();
    parameters.only(&known)?;
    (list.answer)(&Asked { snapshot: &data.snapshot, today: data.today, parameters: &parameters, form, list })
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

/// The response for a single record.
pub(super) fn one(record: &impl Serialize) -> Response {
    let body = serde_json::to_vec(record).expect("records hold nothing that JSON cannot say");
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A text, or `None` if it is empty. Empty means unknown, which becomes `null`.
pub(super) fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Rounds a percentage to two decimals; numerator and denominator accompany it for full precision.
pub(super) fn two_decimals(percent: f64) -> f64 {
    (percent * 100.0).round() / 100.0
}
