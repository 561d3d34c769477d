//! `/api/v1/guides`: guides with their questions and answers, and the entries that these lead to.

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::guide::{
    Answer, AnswerId, Duty, Entry, EntryId, Guide, GuideId, Place, Question, QuestionId, QuestionKind,
};
use domain::procedure::{LifeEventCode, ProcedureId};
use domain::source::SourceId;
use serde::Serialize;

use super::in_languages::InLanguages;
use super::list::{Asked, Content, List, given, one};
use super::problem::Problem;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::snapshot::Snapshot;

/// The list of guides, in the order of the pages.
pub(super) const LIST: List = List {
    name: "guides",
    parameters: &["event"],
    fields: &[
        "id",
        "life_event",
        "title",
        "title_easy",
        "title_en",
        "intro",
        "intro_easy",
        "intro_en",
        "day",
        "day_easy",
        "day_en",
        "question_count",
        "entry_count",
        "checked_on",
        "source",
        "source_title",
        "sample",
    ],
    answer: list,
};

/// One guide.
#[derive(Debug, Serialize)]
struct GuideRecord<'a> {
    id: &'a GuideId,
    life_event: Option<&'a LifeEventCode>,
    #[serde(flatten)]
    title: InLanguages<'a, 3>,
    #[serde(flatten)]
    intro: InLanguages<'a, 3>,
    /// The name of the day that deadlines count from.
    #[serde(flatten)]
    day: InLanguages<'a, 3>,
    question_count: usize,
    entry_count: usize,
    checked_on: Option<NaiveDate>,
    source: Option<&'a SourceId>,
    source_title: Option<&'a str>,
    sample: bool,
}

#[derive(Debug, Serialize)]
struct QuestionRecord<'a> {
    id: &'a QuestionId,
    kind: QuestionKind,
    #[serde(flatten)]
    text: InLanguages<'a, 3>,
    #[serde(flatten)]
    help: InLanguages<'a, 3>,
    /// The condition under which it is asked; `null` if it always is.
    asked_if: Option<String>,
    answers: Vec<AnswerRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct AnswerRecord<'a> {
    id: &'a AnswerId,
    #[serde(flatten)]
    text: InLanguages<'a, 3>,
}

#[derive(Debug, Serialize)]
struct EntryRecord<'a> {
    id: &'a EntryId,
    procedure: Option<&'a ProcedureId>,
    #[serde(flatten)]
    title: InLanguages<'a, 3>,
    /// Where an entry without a procedure is done.
    place: Option<Place>,
    #[serde(flatten)]
    who: InLanguages<'a, 3>,
    address: Option<&'a str>,
    phone: Option<&'a str>,
    url: Option<&'a str>,
    /// `null` if it is always needed.
    condition: Option<String>,
    /// Days after the day of the guide, negative before it; `null` if no number says.
    days: Option<i64>,
    #[serde(flatten)]
    deadline: InLanguages<'a, 3>,
    duty: Duty,
    #[serde(flatten)]
    note: InLanguages<'a, 3>,
}

#[derive(Debug, Serialize)]
struct SingleGuide<'a> {
    #[serde(flatten)]
    guide: GuideRecord<'a>,
    questions: Vec<QuestionRecord<'a>>,
    entries: Vec<EntryRecord<'a>>,
    revision: i64,
}

fn record<'a>(snapshot: &'a Snapshot, guide: &'a Guide) -> GuideRecord<'a> {
    let source = guide.source.as_ref();
    GuideRecord {
        id: &guide.id,
        life_event: guide.life_event.as_ref(),
        title: InLanguages::always(["title", "title_easy", "title_en"], &guide.title),
        intro: InLanguages::of(["intro", "intro_easy", "intro_en"], &guide.intro),
        day: InLanguages::of(["day", "day_easy", "day_en"], &guide.day),
        question_count: guide.questions.len(),
        entry_count: guide.entries.len(),
        checked_on: guide.checked_on,
        source,
        source_title: source.and_then(|id| snapshot.source(id)).and_then(|source| given(&source.title)),
        sample: guide.sample,
    }
}

fn question(question: &Question) -> QuestionRecord<'_> {
    QuestionRecord {
        id: &question.id,
        kind: question.kind,
        text: InLanguages::always(["text", "text_easy", "text_en"], &question.text),
        help: InLanguages::of(["help", "help_easy", "help_en"], &question.help),
        asked_if: (!question.asked_if.is_empty()).then(|| question.asked_if.to_string()),
        answers: question.answers.iter().map(answer).collect(),
    }
}

fn answer(answer: &Answer) -> AnswerRecord<'_> {
    AnswerRecord { id: &answer.id, text: InLanguages::always(["text", "text_easy", "text_en"], &answer.text) }
}

fn entry(entry: &Entry) -> EntryRecord<'_> {
    EntryRecord {
        id: &entry.id,
        procedure: entry.procedure.as_ref(),
        title: InLanguages::of(["title", "title_easy", "title_en"], &entry.title),
        place: entry.procedure.is_none().then_some(entry.place),
        who: InLanguages::of(["who", "who_easy", "who_en"], &entry.who),
        address: given(&entry.address),
        phone: given(&entry.phone),
        url: given(&entry.url),
        condition: (!entry.condition.is_empty()).then(|| entry.condition.to_string()),
        days: entry.days,
        deadline: InLanguages::of(["deadline", "deadline_easy", "deadline_en"], &entry.deadline),
        duty: entry.duty,
        note: InLanguages::of(["note", "note_easy", "note_en"], &entry.note),
    }
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let event: Option<LifeEventCode> = asked.parameters.read("event")?;
    let found: Vec<&Guide> =
        asked.snapshot.guides.iter().filter(|guide| event.is_none() || guide.life_event == event).collect();
    asked.render(&found, |guide| record(asked.snapshot, guide))
}

/// `/api/v1/guides/{id}`: one guide with everything that belongs to it.
pub(super) async fn find(
    Extension(data): Extension<RequestSnapshot>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    if let Err(error) = Parameters::of(&query.unwrap_or_default()).only(&[]) {
        return Problem::from(error).into_response();
    }
    let snapshot = &data.snapshot;
    let Some(guide) = id.parse().ok().and_then(|id: GuideId| snapshot.guide(&id)) else {
        return Problem::new(StatusCode::NOT_FOUND, "no guide has this id; /api/v1/guides lists all").into_response();
    };
    one(&SingleGuide {
        guide: record(snapshot, guide),
        questions: guide.questions.iter().map(question).collect(),
        entries: guide.entries.iter().map(entry).collect(),
        revision: snapshot.revision,
    })
}
