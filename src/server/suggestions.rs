//! `/suggestions`: what the search field offers while a reader types. It answers like the page of results, in short.

use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use domain::procedure::LifeEvent;
use serde::Serialize;

use super::http::request_snapshot::RequestSnapshot;
use super::open_data::Problem;
use super::query::{Parameters, QueryError, address, url_within};
use super::read_model::catalogue::CatalogueQuery;
use super::read_model::search::answer;
use super::read_model::snapshot::Snapshot;
use crate::language::Language;

/// The address, without the language prefix.
pub const SUGGESTIONS: &str = "/suggestions";

/// Maximum number of suggestions.
const MOST: usize = 8;

#[derive(Debug, Serialize)]
struct Suggestions {
    items: Vec<Suggestion>,
}

#[derive(Debug, Serialize)]
struct Suggestion {
    /// `event`, `elsewhere` or `procedure`.
    kind: &'static str,
    name: String,
    address: String,
}

/// The routes, one in each language.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Language::all().iter().fold(Router::new(), |router, language| {
        router.route(&language.path(SUGGESTIONS), get(move |data, query| suggest(*language, data, query)))
    })
}

async fn suggest(
    language: Language,
    Extension(data): Extension<RequestSnapshot>,
    RawQuery(query): RawQuery,
) -> Response {
    match read(&Parameters::of(&query.unwrap_or_default())) {
        Ok(query) => Json(Suggestions { items: suggestions(&data, language, &query) }).into_response(),
        Err(error) => Problem::from(error).into_response(),
    }
}

fn read(parameters: &Parameters) -> Result<CatalogueQuery, QueryError> {
    parameters.only(&["q"])?;
    CatalogueQuery::of(parameters)
}

/// In the order of the page of results.
fn suggestions(data: &RequestSnapshot, language: Language, query: &CatalogueQuery) -> Vec<Suggestion> {
    if query.q.is_empty() {
        return Vec::new();
    }
    let snapshot = &data.snapshot;
    let page = language.path("/procedures");
    let answer = answer(snapshot, query, data.today);
    let events: Vec<Suggestion> =
        answer.events.iter().flat_map(|event| of_event(snapshot, language, event)).take(MOST).collect();
    // Who does it, and where, is on the page of results.
    let elsewhere = answer.elsewhere.iter().map(|entry| {
        let name = language.of(&entry.title).0.to_owned();
        Suggestion { kind: "elsewhere", name, address: address(&page, [("q", entry.title.ja.as_str())]) }
    });
    let procedures = answer.results.procedures.iter().map(|number| {
        let procedure = &snapshot.procedures[*number];
        let name = language.of(&procedure.name).0.to_owned();
        Suggestion { kind: "procedure", name, address: format!("{page}/{}", procedure.id) }
    });
    if answer.elsewhere_leads {
        events.into_iter().chain(elsewhere).chain(procedures).take(MOST).collect()
    } else {
        let rest = MOST.saturating_sub(events.len() + answer.elsewhere.len());
        events.into_iter().chain(procedures.take(rest)).chain(elsewhere).collect()
    }
}

/// The guides that ask about a life event, or its procedures in order.
fn of_event(snapshot: &Snapshot, language: Language, event: &LifeEvent) -> Vec<Suggestion> {
    let guides: Vec<Suggestion> = snapshot
        .asking_guides_of(&event.code)
        .map(|guide| Suggestion {
            kind: "event",
            name: language.of(&guide.title).0.to_owned(),
            address: language.path(&url_within("/guides", guide.id.as_str())),
        })
        .collect();
    if !guides.is_empty() {
        return guides;
    }
    let name = language.text_with("event-title", [("event", language.of(&event.name).0.to_owned().into())]);
    let address = address(&language.path("/procedures"), [("event", event.code.as_str())]);
    vec![Suggestion { kind: "event", name, address }]
}
