//! The shared list of papers, and what tables of their own say about procedures: papers, details and forms.

use std::collections::HashMap;

use domain::paper::{Paper, PaperId, PaperKind, PaperList, PaperNeed, PaperOriginal, ProcedurePaper};
use domain::procedure::{LocalText, ProcedureId};
use domain::procedure_details::{
    AgentRule, DayKind, FormLanguage, LetterRule, ProcedureDetails, ProcedureForm, StoreCard, StoreService, Supplement,
};
use domain::source::SourceId;

use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_PAPERS = "SELECT id, position, name, kana, name_easy, name_en, other_names, kind, note, note_easy, note_en, \
                   source, sample FROM papers ORDER BY position, id";
    LIST_PROCEDURE_PAPERS = "SELECT procedure_id, paper, position, needed, condition, condition_easy, condition_en, \
                             quantity, original FROM procedure_papers ORDER BY procedure_id, position, paper";
    LIST_PROCEDURE_DETAILS = "SELECT procedure_id, days_from, days_to, day_kind, processing_easy, processing_en, fee_from, \
                              fee_to, fee_note_easy, fee_note_en, agent, letter, agent_note, agent_note_easy, \
                              agent_note_en, store, store_card, store_fee, store_note, store_note_easy, store_note_en \
                              FROM procedure_details ORDER BY procedure_id";
    LIST_PROCEDURE_FORMS = "SELECT procedure_id, position, title, title_easy, title_en, url, language, pages \
                            FROM procedure_forms ORDER BY procedure_id, position";
}

pub(super) const SAVE_PAPERS: Upsert = Upsert {
    table: "papers",
    key: &["id"],
    columns: &[
        "position",
        "name",
        "kana",
        "name_easy",
        "name_en",
        "other_names",
        "kind",
        "note",
        "note_easy",
        "note_en",
        "source",
        "sample",
    ],
};
pub(super) const SAVE_PROCEDURE_PAPERS: Upsert = Upsert {
    table: "procedure_papers",
    key: &["procedure_id", "paper"],
    columns: &["position", "needed", "condition", "condition_easy", "condition_en", "quantity", "original"],
};
pub(super) const SAVE_PROCEDURE_DETAILS: Upsert = Upsert {
    table: "procedure_details",
    key: &["procedure_id"],
    columns: &[
        "days_from",
        "days_to",
        "day_kind",
        "processing_easy",
        "processing_en",
        "fee_from",
        "fee_to",
        "fee_note_easy",
        "fee_note_en",
        "agent",
        "letter",
        "agent_note",
        "agent_note_easy",
        "agent_note_en",
        "store",
        "store_card",
        "store_fee",
        "store_note",
        "store_note_easy",
        "store_note_en",
    ],
};
pub(super) const SAVE_PROCEDURE_FORMS: Upsert = Upsert {
    table: "procedure_forms",
    key: &["procedure_id", "position"],
    columns: &["title", "title_easy", "title_en", "url", "language", "pages"],
};
pub(super) const UPSERTS: &[Upsert] =
    &[SAVE_PAPERS, SAVE_PROCEDURE_PAPERS, SAVE_PROCEDURE_DETAILS, SAVE_PROCEDURE_FORMS];

#[derive(sqlx::FromRow)]
struct PaperRow {
    id: PaperId,
    position: i64,
    name: String,
    kana: String,
    name_easy: String,
    name_en: String,
    other_names: String,
    kind: PaperKind,
    note: String,
    note_easy: String,
    note_en: String,
    source: SourceId,
    sample: bool,
}

/// The shared list, in its order.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn list_papers(connection: &mut Connection) -> Result<Vec<Paper>, AppError> {
    let rows: Vec<PaperRow> = with_driver!(connection, inner => sqlx::query_as(LIST_PAPERS).fetch_all(inner).await?);
    let names = |text: &str| {
        let parts = text.split([';', '；', '\n']).map(str::trim);
        parts.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    Ok(rows
        .into_iter()
        .map(|row| Paper {
            id: row.id,
            position: row.position,
            name: LocalText { ja: row.name, easy: row.name_easy, en: row.name_en },
            kana: row.kana,
            other_names: names(&row.other_names),
            kind: row.kind,
            note: LocalText { ja: row.note, easy: row.note_easy, en: row.note_en },
            source: row.source,
            sample: row.sample,
        })
        .collect())
}

#[derive(sqlx::FromRow)]
struct ProcedurePaperRow {
    procedure_id: ProcedureId,
    paper: PaperId,
    position: i64,
    needed: PaperNeed,
    condition: String,
    condition_easy: String,
    condition_en: String,
    quantity: Option<i64>,
    original: Option<PaperOriginal>,
}

impl From<ProcedurePaperRow> for ProcedurePaper {
    fn from(row: ProcedurePaperRow) -> Self {
        Self {
            procedure: row.procedure_id,
            paper: row.paper,
            position: row.position,
            needed: row.needed,
            condition: LocalText { ja: row.condition, easy: row.condition_easy, en: row.condition_en },
            count: row.quantity,
            original: row.original,
        }
    }
}

#[derive(sqlx::FromRow)]
struct DetailsRow {
    procedure_id: ProcedureId,
    days_from: Option<i64>,
    days_to: Option<i64>,
    day_kind: Option<DayKind>,
    processing_easy: String,
    processing_en: String,
    fee_from: Option<i64>,
    fee_to: Option<i64>,
    fee_note_easy: String,
    fee_note_en: String,
    agent: Option<AgentRule>,
    letter: Option<LetterRule>,
    agent_note: String,
    agent_note_easy: String,
    agent_note_en: String,
    store: Option<StoreService>,
    store_card: Option<StoreCard>,
    store_fee: Option<i64>,
    store_note: String,
    store_note_easy: String,
    store_note_en: String,
}

impl From<DetailsRow> for ProcedureDetails {
    fn from(row: DetailsRow) -> Self {
        Self {
            procedure: row.procedure_id,
            days_from: row.days_from,
            days_to: row.days_to,
            day_kind: row.day_kind,
            processing_easy: row.processing_easy,
            processing_en: row.processing_en,
            fee_from: row.fee_from,
            fee_to: row.fee_to,
            fee_note_easy: row.fee_note_easy,
            fee_note_en: row.fee_note_en,
            agent: row.agent,
            letter: row.letter,
            agent_note: LocalText { ja: row.agent_note, easy: row.agent_note_easy, en: row.agent_note_en },
            store: row.store,
            store_card: row.store_card,
            store_fee: row.store_fee,
            store_note: LocalText { ja: row.store_note, easy: row.store_note_easy, en: row.store_note_en },
        }
    }
}

#[derive(sqlx::FromRow)]
struct FormRow {
    procedure_id: ProcedureId,
    position: i64,
    title: String,
    title_easy: String,
    title_en: String,
    url: String,
    language: Option<FormLanguage>,
    pages: Option<i64>,
}

impl From<FormRow> for ProcedureForm {
    fn from(row: FormRow) -> Self {
        Self {
            procedure: row.procedure_id,
            position: row.position,
            title: LocalText { ja: row.title, easy: row.title_easy, en: row.title_en },
            url: row.url,
            language: row.language,
            pages: row.pages,
        }
    }
}

/// What tables of their own add to the entries of procedures.
#[derive(Debug, Default)]
pub struct Supplements {
    pub papers: PaperList,
    /// Those that have any, by procedure.
    pub by_procedure: HashMap<ProcedureId, Supplement>,
}

/// The shared list and everything that tables of their own say about procedures.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn find_supplements(connection: &mut Connection) -> Result<Supplements, AppError> {
    let papers = PaperList::of(list_papers(connection).await?);
    let mut by_procedure: HashMap<ProcedureId, Supplement> = HashMap::new();
    let rows: Vec<ProcedurePaperRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_PROCEDURE_PAPERS).fetch_all(inner).await?);
    for paper in rows.into_iter().map(ProcedurePaper::from) {
        by_procedure.entry(paper.procedure.clone()).or_default().papers.push(paper);
    }
    let rows: Vec<DetailsRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_PROCEDURE_DETAILS).fetch_all(inner).await?);
    for details in rows.into_iter().map(ProcedureDetails::from) {
        let supplement = by_procedure.entry(details.procedure.clone()).or_default();
        supplement.details = Some(details);
    }
    let rows: Vec<FormRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_PROCEDURE_FORMS).fetch_all(inner).await?);
    for form in rows.into_iter().map(ProcedureForm::from) {
        by_procedure.entry(form.procedure.clone()).or_default().forms.push(form);
    }
    Ok(Supplements { papers, by_procedure })
}
