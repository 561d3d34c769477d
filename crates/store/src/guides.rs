//! Guides with their questions, answers and entries. They are written as described tables.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::guide::{
    Answer, AnswerId, Condition, Duty, Entry, EntryId, Guide, GuideId, Place, Question, QuestionId, QuestionKind,
};
use domain::procedure::{LifeEventCode, LocalText, ProcedureId};
use domain::source::SourceId;

use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_GUIDES = "SELECT id, position, life_event, title, title_easy, title_en, intro, intro_easy, intro_en, day, day_easy, \
                   day_en, checked_on, source, sample FROM guides ORDER BY position, id";
    LIST_QUESTIONS = "SELECT guide, id, position, text, text_easy, text_en, help, help_easy, help_en, kind, asked_if \
                      FROM guide_questions ORDER BY guide, position, id";
    LIST_ANSWERS = "SELECT guide, question, id, text, text_easy, text_en FROM guide_answers \
                    ORDER BY guide, question, position, id";
    LIST_ENTRIES = "SELECT guide, id, position, procedure_id, title, title_easy, title_en, place, who, who_easy, who_en, \
                    address, phone, url, condition, days, deadline, deadline_easy, deadline_en, duty, note, note_easy, note_en \
                    FROM guide_entries ORDER BY guide, position, id";
}

pub(super) const SAVE_GUIDES: Upsert = Upsert {
    table: "guides",
    key: &["id"],
    columns: &[
        "position",
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
        "checked_on",
        "source",
        "sample",
    ],
};
pub(super) const SAVE_QUESTIONS: Upsert = Upsert {
    table: "guide_questions",
    key: &["guide", "id"],
    columns: &["position", "text", "text_easy", "text_en", "help", "help_easy", "help_en", "kind", "asked_if"],
};
pub(super) const SAVE_ANSWERS: Upsert = Upsert {
    table: "guide_answers",
    key: &["guide", "question", "id"],
    columns: &["position", "text", "text_easy", "text_en"],
};
pub(super) const SAVE_ENTRIES: Upsert = Upsert {
    table: "guide_entries",
    key: &["guide", "id"],
    columns: &[
        "position",
        "procedure_id",
        "title",
        "title_easy",
        "title_en",
        "place",
        "who",
        "who_easy",
        "who_en",
        "address",
        "phone",
        "url",
        "condition",
        "days",
        "deadline",
        "deadline_easy",
        "deadline_en",
        "duty",
        "note",
        "note_easy",
        "note_en",
    ],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_GUIDES, SAVE_QUESTIONS, SAVE_ANSWERS, SAVE_ENTRIES];

#[derive(sqlx::FromRow)]
struct GuideRow {
    id: GuideId,
    position: i64,
    life_event: Option<LifeEventCode>,
    title: String,
    title_easy: String,
    title_en: String,
    intro: String,
    intro_easy: String,
    intro_en: String,
    day: String,
    day_easy: String,
    day_en: String,
    checked_on: Option<NaiveDate>,
    source: Option<SourceId>,
    sample: bool,
}

#[derive(sqlx::FromRow)]
struct QuestionRow {
    guide: GuideId,
    id: QuestionId,
    position: i64,
    text: String,
    text_easy: String,
    text_en: String,
    help: String,
    help_easy: String,
    help_en: String,
    kind: QuestionKind,
    asked_if: String,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    guide: GuideId,
    question: QuestionId,
    id: AnswerId,
    text: String,
    text_easy: String,
    text_en: String,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    guide: GuideId,
    id: EntryId,
    position: i64,
    procedure_id: Option<ProcedureId>,
    title: String,
    title_easy: String,
    title_en: String,
    place: Place,
    who: String,
    who_easy: String,
    who_en: String,
    address: String,
    phone: String,
    url: String,
    condition: String,
    days: Option<i64>,
    deadline: String,
    deadline_easy: String,
    deadline_en: String,
    duty: Duty,
    note: String,
    note_easy: String,
    note_en: String,
}

/// A stored condition. Imports accept only what can be read, so another text was written past the product: the entry is
/// then never certain.
fn condition(text: &str) -> Condition {
    text.parse().unwrap_or_else(|error| {
        tracing::warn!(%error, "a condition of a guide cannot be read");
        Condition::unreadable()
    })
}

impl From<GuideRow> for Guide {
    fn from(row: GuideRow) -> Self {
        Self {
            id: row.id,
            position: row.position,
            life_event: row.life_event,
            title: LocalText { ja: row.title, easy: row.title_easy, en: row.title_en },
            intro: LocalText { ja: row.intro, easy: row.intro_easy, en: row.intro_en },
            day: LocalText { ja: row.day, easy: row.day_easy, en: row.day_en },
            checked_on: row.checked_on,
            source: row.source,
            sample: row.sample,
            questions: Vec::new(),
            entries: Vec::new(),
        }
    }
}

impl From<QuestionRow> for Question {
    fn from(row: QuestionRow) -> Self {
        Self {
            id: row.id,
            position: row.position,
            text: LocalText { ja: row.text, easy: row.text_easy, en: row.text_en },
            help: LocalText { ja: row.help, easy: row.help_easy, en: row.help_en },
            kind: row.kind,
            asked_if: condition(&row.asked_if),
            answers: Vec::new(),
        }
    }
}

impl From<EntryRow> for Entry {
    fn from(row: EntryRow) -> Self {
        Self {
            id: row.id,
            position: row.position,
            procedure: row.procedure_id,
            title: LocalText { ja: row.title, easy: row.title_easy, en: row.title_en },
            place: row.place,
            who: LocalText { ja: row.who, easy: row.who_easy, en: row.who_en },
            address: row.address,
            phone: row.phone,
            url: row.url,
            condition: condition(&row.condition),
            days: row.days,
            deadline: LocalText { ja: row.deadline, easy: row.deadline_easy, en: row.deadline_en },
            duty: row.duty,
            note: LocalText { ja: row.note, easy: row.note_easy, en: row.note_en },
        }
    }
}

/// All guides in the order of lists, with everything that belongs to them.
pub async fn list_guides(connection: &mut Connection) -> Result<Vec<Guide>, AppError> {
    let guides: Vec<GuideRow> =
        with_driver!(&mut *connection, inner => sqlx::query_as(LIST_GUIDES).fetch_all(inner).await?);
    let questions: Vec<QuestionRow> =
        with_driver!(&mut *connection, inner => sqlx::query_as(LIST_QUESTIONS).fetch_all(inner).await?);
    let answers: Vec<AnswerRow> =
        with_driver!(&mut *connection, inner => sqlx::query_as(LIST_ANSWERS).fetch_all(inner).await?);
    let entries: Vec<EntryRow> =
        with_driver!(&mut *connection, inner => sqlx::query_as(LIST_ENTRIES).fetch_all(inner).await?);
    let mut guides: Vec<Guide> = guides.into_iter().map(Guide::from).collect();
    let places: HashMap<GuideId, usize> =
        guides.iter().enumerate().map(|(place, guide)| (guide.id.clone(), place)).collect();
    for row in questions {
        if let Some(place) = places.get(&row.guide) {
            guides[*place].questions.push(row.into());
        }
    }
    for row in answers {
        let Some(place) = places.get(&row.guide) else { continue };
        if let Some(question) = guides[*place].questions.iter_mut().find(|question| question.id == row.question) {
            let text = LocalText { ja: row.text, easy: row.text_easy, en: row.text_en };
            question.answers.push(Answer { id: row.id, text });
        }
    }
    for row in entries {
        if let Some(place) = places.get(&row.guide) {
            guides[*place].entries.push(row.into());
        }
    }
    Ok(guides)
}
