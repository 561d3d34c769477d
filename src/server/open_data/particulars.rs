//! The parts of a procedure's record that come from tables of their own: papers, days, agents, stores and forms; and the fee,
//! of which one of these tables knows more.

use domain::paper::{NeededPaper, PaperId, PaperKind, PaperNeed, PaperOriginal};
use domain::procedure::Fee;
use domain::procedure_details::{
    AgentRule, DayKind, FormLanguage, LetterRule, ProcedureDetails, ProcedureForm, StoreCard, StoreService,
};
use serde::Serialize;

use super::list::given;

/// A paper (書類), with when the procedure needs it.
#[derive(Debug, Serialize)]
pub(super) struct PaperRecord<'a> {
    /// Id in the shared list; `null` if it is not in it.
    paper: Option<&'a PaperId>,
    name: &'a str,
    name_easy: Option<&'a str>,
    name_en: Option<&'a str>,
    kana: Option<&'a str>,
    kind: Option<PaperKind>,
    /// `null` if nothing is said, as of papers that everybody needs.
    needed: Option<PaperNeed>,
    condition: Option<&'a str>,
    condition_easy: Option<&'a str>,
    condition_en: Option<&'a str>,
    quantity: Option<i64>,
    original: Option<PaperOriginal>,
}

#[derive(Debug, Serialize)]
pub(super) struct FeeRecord<'a> {
    required: Option<bool>,
    /// In yen.
    yen: Option<i64>,
    /// Where the fee differs, in yen.
    from: Option<i64>,
    to: Option<i64>,
    note: Option<&'a str>,
    note_easy: Option<&'a str>,
    note_en: Option<&'a str>,
}

/// How long it takes, in days; 0 is the same day.
#[derive(Debug, Serialize)]
pub(super) struct DaysRecord {
    from: Option<i64>,
    to: Option<i64>,
    kind: Option<DayKind>,
}

/// Who may apply for another (代理).
#[derive(Debug, Serialize)]
pub(super) struct AgentRecord<'a> {
    rule: Option<AgentRule>,
    /// Whether they need a letter of authority (委任状).
    letter: Option<LetterRule>,
    note: Option<&'a str>,
    note_easy: Option<&'a str>,
    note_en: Option<&'a str>,
}

/// Whether convenience stores issue it (コンビニ交付).
#[derive(Debug, Serialize)]
pub(super) struct StoreRecord<'a> {
    service: Option<StoreService>,
    card: Option<StoreCard>,
    /// In yen.
    fee: Option<i64>,
    note: Option<&'a str>,
    note_easy: Option<&'a str>,
    note_en: Option<&'a str>,
}

/// A form as a file (様式).
#[derive(Debug, Serialize)]
pub(super) struct FormRecord<'a> {
    title: &'a str,
    title_easy: Option<&'a str>,
    title_en: Option<&'a str>,
    url: &'a str,
    language: Option<FormLanguage>,
    pages: Option<i64>,
}

impl<'a> PaperRecord<'a> {
    pub(super) fn of(needed: &NeededPaper<'a>) -> Self {
        let (paper, details) = (needed.paper, needed.details);
        let condition = details.map(|details| &details.condition);
        Self {
            paper: paper.map(|paper| &paper.id),
            name: needed.name(),
            name_easy: paper.and_then(|paper| given(&paper.name.easy)),
            name_en: paper.and_then(|paper| given(&paper.name.en)),
            kana: paper.and_then(|paper| given(&paper.kana)),
            kind: paper.map(|paper| paper.kind),
            needed: details.map(|details| details.needed),
            condition: condition.and_then(|text| given(&text.ja)),
            condition_easy: condition.and_then(|text| given(&text.easy)),
            condition_en: condition.and_then(|text| given(&text.en)),
            quantity: details.and_then(|details| details.count),
            original: details.and_then(|details| details.original),
        }
    }
}

impl<'a> FeeRecord<'a> {
    pub(super) fn of(fee: &'a Fee, details: Option<&'a ProcedureDetails>) -> Self {
        Self {
            required: fee.required,
            yen: fee.yen,
            from: details.and_then(|details| details.fee_from),
            to: details.and_then(|details| details.fee_to),
            note: given(&fee.note),
            note_easy: details.and_then(|details| given(&details.fee_note_easy)),
            note_en: details.and_then(|details| given(&details.fee_note_en)),
        }
    }
}

impl DaysRecord {
    pub(super) fn of(details: Option<&ProcedureDetails>) -> Self {
        Self {
            from: details.and_then(|details| details.days_from),
            to: details.and_then(|details| details.days_to),
            kind: details.and_then(|details| details.day_kind),
        }
    }
}

impl<'a> AgentRecord<'a> {
    pub(super) fn of(details: Option<&'a ProcedureDetails>) -> Self {
        Self {
            rule: details.and_then(|details| details.agent),
            letter: details.and_then(|details| details.letter),
            note: details.and_then(|details| given(&details.agent_note.ja)),
            note_easy: details.and_then(|details| given(&details.agent_note.easy)),
            note_en: details.and_then(|details| given(&details.agent_note.en)),
        }
    }
}

impl<'a> StoreRecord<'a> {
    pub(super) fn of(details: Option<&'a ProcedureDetails>) -> Self {
        Self {
            service: details.and_then(|details| details.store),
            card: details.and_then(|details| details.store_card),
            fee: details.and_then(|details| details.store_fee),
            note: details.and_then(|details| given(&details.store_note.ja)),
            note_easy: details.and_then(|details| given(&details.store_note.easy)),
            note_en: details.and_then(|details| given(&details.store_note.en)),
        }
    }
}

impl<'a> FormRecord<'a> {
    pub(super) fn of(form: &'a ProcedureForm) -> Self {
        Self {
            title: &form.title.ja,
            title_easy: given(&form.title.easy),
            title_en: given(&form.title.en),
            url: &form.url,
            language: form.language,
            pages: form.pages,
        }
    }
}
