//! Administrative procedures (手続) and what surrounds each of them.

use chrono::{Months, NaiveDate};

use super::availability::{Availability, Steps, availability};
use super::calendar::FiscalYear;
use super::history::{ExclusionEvent, StepEvent, exclusion_at, steps_at};
use super::source::SourceId;
use super::usage::Usage;

identifier! {
    /// Names one procedure in addresses, files and the interface.
    pub struct ProcedureId("procedure id")
}
identifier! {
    /// Names a department (所管課).
    pub struct DepartmentCode("department code")
}
identifier! {
    /// Names a life event (ライフイベント).
    pub struct LifeEventCode("life event")
}
identifier! {
    /// Names a set of procedures; the priority set behind the online rate is one.
    pub struct SetCode("set of procedures")
}

string_enum! {
    /// The five steps of a procedure, in the order in which an applicant meets them.
    pub enum Step ("step") {
        /// 申請
        Apply = "apply",
        /// 本人確認
        Identify = "identify",
        /// 添付
        Attach = "attach",
        /// 手数料
        Pay = "pay",
        /// 結果受領
        Receive = "receive",
    }
}

string_enum! {
    /// How a step can be done.
    pub enum StepState ("state of a step") {
        Online = "online",
        Counter = "counter",
        NotNeeded = "not_needed",
    }
}

string_enum! {
    /// The ways to apply (申請方法).
    pub enum ChannelKind ("channel") {
        /// マイナポータル（ぴったりサービス）
        Mynaportal = "mynaportal",
        /// 市の電子申請システム
        CitySystem = "city_system",
        Eltax = "eltax",
        /// Any other electronic way, such as a ministry's own system or electronic mail.
        OtherOnline = "other_online",
        Mail = "mail",
        Phone = "phone",
        Counter = "counter",
    }
}

string_enum! {
    /// Which certificate of the card a procedure asks for (公的個人認証).
    pub enum CardRequirement ("card certificate") {
        None = "none",
        /// 利用者証明用
        Identification = "identification",
        /// 署名用
        Signature = "signature",
    }
}

string_enum! {
    /// Whether a procedure costs anything (手数料).
    pub enum FeeKind ("kind of fee") {
        Free = "free",
        Charged = "charged",
    }
}

string_enum! {
    /// Whom a procedure is for.
    pub enum Audience ("audience") {
        Residents = "residents",
        Business = "business",
    }
}

string_enum! {
    /// What stands in the way of putting a procedure online (懸念点), by the codes of the national survey
    /// 行政手続等の悉皆調査.
    pub enum Blocker ("blocker") {
        Planned = "planned",
        LawChangeNoTime = "law_change_no_time",
        LawChangeLowPriority = "law_change_low_priority",
        NoSystem = "no_system",
        OriginalOnPaper = "original_on_paper",
        ShouldNotBeElectronic = "should_not_be_electronic",
        CostBenefit = "cost_benefit",
        Other = "other",
    }
}

impl Blocker {
    /// The survey's code, 0 to 7.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The blocker with this code of the survey.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// A way to apply, with the address or the name of the counter it leads to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Channel {
    pub kind: ChannelKind,
    /// Name of the system or counter where it has one of its own; empty otherwise.
    pub name: String,
    /// Empty for channels without an address.
    pub url: String,
}

/// What a procedure costs. `required` is `None` where nobody has said.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Fee {
    pub required: Option<bool>,
    /// In yen.
    pub yen: Option<i64>,
    pub note: String,
}

impl Fee {
    /// Whether it costs anything; `None` where nobody has said.
    #[must_use]
    pub const fn kind(&self) -> Option<FeeKind> {
        match (self.yen, self.required) {
            (Some(0), _) | (None, Some(false)) => Some(FeeKind::Free),
            (Some(_), _) | (None, Some(true)) => Some(FeeKind::Charged),
            (None, None) => None,
        }
    }
}

/// A text in Japanese with its other languages, empty where the city has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocalText {
    pub ja: String,
    pub easy: String,
    pub en: String,
}

/// A procedure as the catalogue holds it, with its whole history.
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    pub id: ProcedureId,
    pub name: LocalText,
    /// Reading in hiragana, empty where unknown.
    pub kana: String,
    pub summary: LocalText,
    pub department: Option<DepartmentCode>,
    pub legal_basis: String,
    pub life_events: Vec<LifeEventCode>,
    pub audience: Vec<Audience>,
    pub sets: Vec<SetCode>,
    pub channels: Vec<Channel>,
    pub card_requirement: Option<CardRequirement>,
    pub papers: Vec<String>,
    pub fee: Fee,
    /// How long it takes, in the city's words.
    pub processing: String,
    pub blockers: Vec<Blocker>,
    pub planned_fiscal_year: Option<FiscalYear>,
    /// When a department last confirmed the entry.
    pub checked_on: Option<NaiveDate>,
    pub source: SourceId,
    pub sample: bool,
    pub step_events: Vec<StepEvent>,
    pub exclusion_events: Vec<ExclusionEvent>,
    /// By fiscal year, oldest first.
    pub usage: Vec<Usage>,
}

impl Procedure {
    /// A procedure of which nothing is known yet but its id and where it comes from.
    #[must_use]
    pub fn unknown(id: ProcedureId, source: SourceId) -> Self {
        Self {
            id,
            name: LocalText::default(),
            kana: String::new(),
            summary: LocalText::default(),
            department: None,
            legal_basis: String::new(),
            life_events: Vec::new(),
            audience: Vec::new(),
            sets: Vec::new(),
            channels: Vec::new(),
            card_requirement: None,
            papers: Vec::new(),
            fee: Fee::default(),
            processing: String::new(),
            blockers: Vec::new(),
            planned_fiscal_year: None,
            checked_on: None,
            source,
            sample: false,
            step_events: Vec::new(),
            exclusion_events: Vec::new(),
            usage: Vec::new(),
        }
    }

    /// The five steps as they are in force on `on`, by what was recorded until `known_by`.
    #[must_use]
    pub fn steps_at(&self, on: NaiveDate, known_by: NaiveDate) -> Steps {
        steps_at(&self.step_events, on, known_by)
    }

    /// Whether it is excluded (適用除外) on `on`, by what was recorded until `known_by`.
    #[must_use]
    pub fn excluded_at(&self, on: NaiveDate, known_by: NaiveDate) -> bool {
        exclusion_at(&self.exclusion_events, on, known_by).is_some_and(|event| event.excluded)
    }

    /// Its availability on a day; `None` where the step of applying is unknown.
    #[must_use]
    pub fn availability_at(&self, on: NaiveDate, known_by: NaiveDate) -> Option<Availability> {
        availability(&self.steps_at(on, known_by), self.excluded_at(on, known_by))
    }

    /// The last day on or before `on` on which a step or the exclusion changed, by what was recorded until `known_by`.
    #[must_use]
    pub fn changed_on(&self, on: NaiveDate, known_by: NaiveDate) -> Option<NaiveDate> {
        let steps = self.step_events.iter().map(|event| (event.effective_on, event.recorded_on));
        let exclusions = self.exclusion_events.iter().map(|event| (event.effective_on, event.recorded_on));
        steps
            .chain(exclusions)
            .filter(|(effective_on, recorded_on)| *effective_on <= on && *recorded_on <= known_by)
            .map(|(effective_on, _)| effective_on)
            .max()
    }

    /// Whether the last check is more than a year ago on `today`; `false` where no check is known, which is another
    /// thing to say.
    #[must_use]
    pub fn is_check_outdated(&self, today: NaiveDate) -> bool {
        self.checked_on.and_then(|day| day.checked_add_months(Months::new(12))).is_some_and(|until| until < today)
    }

    /// The newest year for which a total is known.
    #[must_use]
    pub fn latest_total(&self) -> Option<i64> {
        self.usage.iter().rev().find_map(|usage| usage.total)
    }
}

/// A department with the counter it keeps. Texts are empty where the city has not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    pub code: DepartmentCode,
    pub name: String,
    pub name_en: String,
    pub counter: String,
    pub counter_en: String,
    pub hours: String,
    pub hours_en: String,
    pub phone: String,
    pub sample: bool,
}

/// A life event under which procedures are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeEvent {
    pub code: LifeEventCode,
    /// Its place in lists, from 1.
    pub position: i64,
    pub name: LocalText,
    pub kana: String,
}

/// A set of procedures over which a rate is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureSet {
    pub code: SetCode,
    pub name: String,
    pub name_en: String,
    pub description: String,
    pub description_en: String,
    pub source: SourceId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_old_when_more_than_a_year_has_gone() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        let identifier = "a";
        let mut procedure =
            Procedure::unknown(identifier.parse().expect("an id"), identifier.parse().expect("a source"));
        assert!(!procedure.is_check_outdated(day(2026, 11, 22)));
        procedure.checked_on = Some(day(2025, 11, 22));
        assert!(!procedure.is_check_outdated(day(2026, 11, 22)));
        assert!(procedure.is_check_outdated(day(2026, 11, 23)));
        // There is no 29 February in the year after; its last day counts.
        procedure.checked_on = Some(day(2024, 2, 29));
        assert!(!procedure.is_check_outdated(day(2025, 2, 28)));
        assert!(procedure.is_check_outdated(day(2025, 3, 1)));
    }
}
