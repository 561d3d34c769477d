//! What all lists have in common: strict parameters, paging, and the two forms, JSON and CSV.

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
use crate::server::moment::RequestSnapshot;
use crate::server::query::{Paging, Parameters, QueryError};
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
    pub(super) answer: fn(&Asked<'_>) -> Result<Content, QueryError>,
}

/// What a list answers.
#[derive(Debug)]
pub enum Content {
    Whole(Vec<u8>),
    /// Rows of a file that may be long; they are written while they are sent.
    Rows(Rows),
}

/// What is asked of a list.
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
        self.parameters.past_day(name, &self.snapshot.askable_days(self.today))
    }

    /// Renders what was found; only what is shown is made into records.
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

    /// Whether all that was found is wanted as a file.
    pub(super) fn is_whole_file(&self) -> bool {
        self.form == Form::Csv && !self.is_paged()
    }

    /// Such a file, where it may be long: its rows are not made before they are sent.
    pub(super) fn rows<P: Send + 'static>(
        &self,
        found: Vec<P>,
        record: impl Fn(&Snapshot, &P) -> Value + Send + 'static,
    ) -> Content {
        let snapshot = Arc::clone(self.snapshot);
        let records = found.into_iter().map(move |each| record(&snapshot, &each));
        Content::Rows(Rows::of(self.list.fields, records))
    }

    /// A file is wanted whole, unless a page of it is asked for.
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

/// Answers a list.
pub(super) async fn answer(
    list: List,
    form: Form,
    Extension(moment): Extension<RequestSnapshot>,
    RawQuery(query): RawQuery,
) -> Response {
    let made = content(list, form, &moment, &query.unwrap_or_default());
    match made {
        Ok(Content::Whole(body)) => (headers(list, form, moment.today), body).into_response(),
        Ok(Content::Rows(rows)) => (headers(list, form, moment.today), Extension(LongTable::of(rows))).into_response(),
        Err(error) => Problem::from(error).into_response(),
    }
}

fn content(list: List, form: Form, moment: &RequestSnapshot, query: &str) -> Result<Content, QueryError> {
    let parameters = Parameters::of(query);
    let known: Vec<&str> = list.parameters.iter().copied().chain(["page", "per_page"]).collect();
    parameters.only(&known)?;
    (list.answer)(&Asked { snapshot: &moment.snapshot, today: moment.today, parameters: &parameters, form, list })
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
