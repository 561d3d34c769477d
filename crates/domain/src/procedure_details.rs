//! What belongs to a procedure beside its entry: how long it takes, what it costs, who may apply for another, whether a
//! convenience store issues it, and its forms as files.

use crate::paper::ProcedurePaper;
use crate::procedure::LocalText;
use crate::procedure::ProcedureId;

string_enum! {
    /// Which days a time is counted in.
    pub enum DayKind ("kind of days") {
        Calendar = "calendar",
        /// 開庁日: days on which the offices are open.
        Working = "working",
    }
}

string_enum! {
    /// Who may apply for another (代理).
    pub enum AgentRule ("rule about agents") {
        /// Only the person concerned.
        Nobody = "nobody",
        /// Members of the household or relatives.
        Family = "family",
        Anyone = "anyone",
    }
}

string_enum! {
    /// Whether an agent needs a letter of authority (委任状).
    pub enum LetterRule ("rule about letters of authority") {
        Required = "required",
        /// All but members of the household or relatives need one.
        NotForFamily = "not_for_family",
        NotRequired = "not_required",
    }
}

string_enum! {
    /// Whether convenience stores issue the certificate (コンビニ交付).
    pub enum StoreService ("service of convenience stores") {
        Available = "available",
        NotAvailable = "not_available",
    }
}

string_enum! {
    /// What a machine in a convenience store asks for.
    pub enum StoreCard ("card for convenience stores") {
        /// The card with its certificate for identification.
        Card = "card",
        /// The card, or a telephone with that certificate.
        CardOrPhone = "card_or_phone",
    }
}

string_enum! {
    /// The language of a form.
    pub enum FormLanguage ("language of a form") {
        Japanese = "ja",
        English = "en",
        Chinese = "zh",
        Korean = "ko",
        Vietnamese = "vi",
        Portuguese = "pt",
        Spanish = "es",
        Filipino = "fil",
        Nepali = "ne",
        Several = "several",
    }
}

/// Details of one procedure. What is not known is `None` or empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureDetails {
    pub procedure: ProcedureId,
    /// The shortest time in days.
    pub days_from: Option<i64>,
    /// The longest time in days; 0 is the same day.
    pub days_to: Option<i64>,
    pub day_kind: Option<DayKind>,
    /// The time in words; the Japanese ones are in the entry.
    pub processing_easy: String,
    pub processing_en: String,
    /// The lowest fee in yen, where it differs.
    pub fee_from: Option<i64>,
    /// The highest one.
    pub fee_to: Option<i64>,
    /// The note on the fee; the Japanese one is in the entry.
    pub fee_note_easy: String,
    pub fee_note_en: String,
    pub agent: Option<AgentRule>,
    pub letter: Option<LetterRule>,
    pub agent_note: LocalText,
    pub store: Option<StoreService>,
    pub store_card: Option<StoreCard>,
    /// In yen.
    pub store_fee: Option<i64>,
    /// Such as the hours.
    pub store_note: LocalText,
}

impl ProcedureDetails {
    /// Details that say nothing yet.
    #[must_use]
    pub fn unknown(procedure: ProcedureId) -> Self {
        Self {
            procedure,
            days_from: None,
            days_to: None,
            day_kind: None,
            processing_easy: String::new(),
            processing_en: String::new(),
            fee_from: None,
            fee_to: None,
            fee_note_easy: String::new(),
            fee_note_en: String::new(),
            agent: None,
            letter: None,
            agent_note: LocalText::default(),
            store: None,
            store_card: None,
            store_fee: None,
            store_note: LocalText::default(),
        }
    }
}

/// A form of a procedure as a file to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureForm {
    pub procedure: ProcedureId,
    /// Its position among the forms of the procedure, from 1.
    pub position: i64,
    pub title: LocalText,
    pub url: String,
    /// `None` if it is not known.
    pub language: Option<FormLanguage>,
    pub pages: Option<i64>,
}

/// What tables of their own add to the entry of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Supplement {
    /// In their order.
    pub papers: Vec<ProcedurePaper>,
    pub details: Option<ProcedureDetails>,
    /// In their order.
    pub forms: Vec<ProcedureForm>,
}

/// Of a procedure about which these tables say nothing.
pub static NO_SUPPLEMENT: Supplement = Supplement { papers: Vec::new(), details: None, forms: Vec::new() };
