//! Administrative procedures (手続) and the data around them.

use chrono::{Months, NaiveDate};

use super::availability::{Availability, availability};
use super::ending::{Ending, PastEnding, Validity};
use super::history::{ExclusionEvent, StepEvent, exclusion_at, steps_at};
use super::planned_year::PlannedYear;
use super::source::SourceId;
pub use super::step::{Step, StepState, Steps};
use super::usage::Usage;

identifier! {
    /// Identifies a procedure in URLs, files and the API.
    pub struct ProcedureId("procedure id")
}
identifier! {
    /// Identifies a department (所管課).
    pub struct DepartmentCode("department code")
}
identifier! {
    /// Identifies a life event (ライフイベント).
    pub struct LifeEventCode("life event")
}
identifier! {
    /// Identifies a set of procedures, such as the priority set behind the online rate.
    pub struct SetCode("set of procedures")
}

string_enum! {
    /// The ways to apply (申請方法).
    pub enum ChannelKind ("channel") {
        /// マイナポータル（ぴったりサービス）
        Mynaportal = "mynaportal",
        /// 市の電子申請システム
        CitySystem = "city_system",
        Eltax = "eltax",
        /// Any other electronic channel, such as a ministry's own system or e-mail.
        OtherOnline = "other_online",
        Mail = "mail",
        Phone = "phone",
        Counter = "counter",
    }
}

string_enum! {
    /// The certificate of the card that a procedure requires (公的個人認証).
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
    /// The people a procedure is for.
    pub enum Audience ("audience") {
        Residents = "residents",
        Business = "business",
    }
}

string_enum! {
    /// The obstacles to putting a procedure online (懸念点), with the codes of the national survey
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

    /// The blocker with this survey code.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// A way to apply, with the URL or the name of the counter.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Channel {
    pub kind: ChannelKind,
    /// The name of the system or counter, if it has its own; empty otherwise.
    pub name: String,
    /// Empty for channels without a URL.
    pub url: String,
}

/// What a procedure costs. `required` is `None` if unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Fee {
    pub required: Option<bool>,
    /// In yen.
    pub yen: Option<i64>,
    pub note: String,
}

impl Fee {
    /// Whether it costs anything; `None` if unknown.
    #[must_use]
    pub const fn kind(&self) -> Option<FeeKind> {
        match (self.yen, self.required) {
            (Some(0), _) | (None, Some(false)) => Some(FeeKind::Free),
            (Some(_), _) | (None, Some(true)) => Some(FeeKind::Charged),
            (None, None) => None,
        }
    }
}

/// A text in Japanese with its translations, which are empty if the city has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocalText {
    pub ja: String,
    pub easy: String,
    pub en: String,
}

/// A procedure of the catalogue, with its whole history.
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    pub id: ProcedureId,
    pub name: LocalText,
    /// Reading in hiragana; empty if unknown.
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
    /// The processing time, in the city's words.
    pub processing: String,
    pub blockers: Vec<Blocker>,
    /// When it is planned to go online; `None` if there is no plan or it is unknown.
    pub planned_fiscal_year: Option<PlannedYear>,
    /// When and why the entry ends; `None` while no end is known.
    pub ending: Option<Box<Ending>>,
    /// What was known of its end before, oldest first. Only the read model has it, from the log.
    pub past_endings: Box<[PastEnding]>,
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
    /// A procedure with only its id and source known so far.
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
            ending: None,
            past_endings: Box::default(),
            checked_on: None,
            source,
            sample: false,
            step_events: Vec::new(),
            exclusion_events: Vec::new(),
            usage: Vec::new(),
        }
    }

    /// The five steps in force on `on`, from events recorded up to `known_by`.
    #[must_use]
    pub fn steps_at(&self, on: NaiveDate, known_by: NaiveDate) -> Steps {
        steps_at(&self.step_events, on, known_by)
    }

    /// Whether it is excluded (適用除外) on `on`, from events recorded up to `known_by`.
    #[must_use]
    pub fn excluded_at(&self, on: NaiveDate, known_by: NaiveDate) -> bool {
        exclusion_at(&self.exclusion_events, on, known_by).is_some_and(|event| event.excluded)
    }

    /// Its availability on a day; `None` if the step of applying is unknown.
    #[must_use]
    pub fn availability_at(&self, on: NaiveDate, known_by: NaiveDate) -> Option<Availability> {
        availability(&self.steps_at(on, known_by), self.excluded_at(on, known_by))
    }

    /// The end of the entry as it was known on a day.
    #[must_use]
    pub fn ending_known(&self, known_by: NaiveDate) -> Option<&Ending> {
        match self.past_endings.iter().find(|past| known_by < past.until) {
            Some(past) => past.ending.as_deref(),
            None => self.ending.as_deref(),
        }
    }

    /// The day on which the end known on a day was recorded; `None` if there is none, or it came with the entry.
    #[must_use]
    pub fn ending_recorded_on(&self, known_by: NaiveDate) -> Option<NaiveDate> {
        self.ending_known(known_by)?;
        self.past_endings.iter().map(|past| past.until).take_while(|until| *until <= known_by).last()
    }

    /// Whether the entry counts on `on`, from what was recorded up to `known_by`.
    #[must_use]
    pub fn validity(&self, on: NaiveDate, known_by: NaiveDate) -> Validity {
        self.ending_known(known_by).map_or(Validity::InForce, |ending| ending.validity(on, known_by))
    }

    /// Whether the procedure is in force on `on`, from what was recorded up to `known_by`. One that is not counts in no
    /// list and in no figure of that day.
    #[must_use]
    pub fn is_in_force(&self, on: NaiveDate, known_by: NaiveDate) -> bool {
        self.validity(on, known_by) == Validity::InForce
    }

    /// The last day on or before `on` on which a step or the exclusion changed, from events recorded up to `known_by`.
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

    /// Whether the last check was more than a year before `today`; `false` if no check is known, which is reported
    /// separately.
    #[must_use]
    pub fn is_check_outdated(&self, today: NaiveDate) -> bool {
        self.checked_on.and_then(|day| day.checked_add_months(Months::new(12))).is_some_and(|until| until < today)
    }

    /// The newest year with a known total.
    #[must_use]
    pub fn latest_total(&self) -> Option<i64> {
        self.usage.iter().rev().find_map(|usage| usage.total)
    }
}

/// A department and its counter. Texts are empty if the city has not provided them.
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

/// A life event, which people use to find procedures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeEvent {
    pub code: LifeEventCode,
    /// Its position in lists, from 1.
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
    use crate::ending::EndingKind;

    #[test]
    fn what_was_known_of_an_end_before_it_was_corrected_still_counts_for_the_days_before() {
        let day = |month| NaiveDate::from_ymd_opt(2026, month, 1).expect("a day");
        let identifier = "a";
        let mut procedure =
            Procedure::unknown(identifier.parse().expect("an id"), identifier.parse().expect("a source"));
        assert!(procedure.is_in_force(day(5), day(5)));
        let ending = |month| {
            let (kind, reason) = (EndingKind::Abolished, String::new());
            Some(Box::new(Ending { kind, on: day(month), reason, successor: None }))
        };
        // In March its end was recorded for April, and in June corrected to September.
        procedure.past_endings =
            Box::from([PastEnding { until: day(3), ending: None }, PastEnding { until: day(6), ending: ending(4) }]);
        procedure.ending = ending(9);
        let in_force = |on, known_by| procedure.is_in_force(day(on), day(known_by));
        assert!(in_force(5, 2), "nobody knew of it");
        assert!(in_force(3, 5) && !in_force(4, 5) && !in_force(4, 3), "from the day of the record");
        assert!(in_force(8, 6) && !in_force(9, 6));
        let recorded = |known_by| procedure.ending_recorded_on(day(known_by));
        assert_eq!(
            [recorded(2), recorded(3), recorded(5), recorded(6)],
            [None, Some(day(3)), Some(day(3)), Some(day(6))]
        );
    }

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
        // There is no 29 February in the following year; the last day of that February counts.
        procedure.checked_on = Some(day(2024, 2, 29));
        assert!(!procedure.is_check_outdated(day(2025, 2, 28)));
        assert!(procedure.is_check_outdated(day(2025, 3, 1)));
    }
}
