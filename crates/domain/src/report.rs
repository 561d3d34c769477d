//! What readers report about the page of a procedure, and what becomes of it. Reports are fixed choices and are counted.
//! Somebody who could not finish may add a few words, which only the staff read, and only for some time.

use chrono::{Days, NaiveDate};

use super::procedure::{ProcedureId, Step};
use super::staff::StaffId;

string_enum! {
    /// What a reader reports.
    pub enum ReportKind ("kind of report") {
        Useful = "useful",
        NotUseful = "not_useful",
        /// The reader tried to do it online and could not finish.
        CouldNotFinish = "could_not_finish",
    }
}

string_enum! {
    /// Why the procedure could not be completed online.
    pub enum ReportReason ("reason") {
        SystemError = "system_error",
        /// The card, its certificate or its password did not work.
        Card = "card",
        /// A required document could not be attached.
        Paper = "paper",
        NotUnderstood = "not_understood",
        /// It was online, but a visit to the counter was still necessary.
        CounterAnyway = "counter_anyway",
        Other = "other",
    }
}

/// A report with consistent choices: a step and a reason are given if, and only if, the procedure could not be
/// completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    Useful,
    NotUseful,
    CouldNotFinish { step: Step, reason: ReportReason },
}

impl Verdict {
    #[must_use]
    pub const fn kind(self) -> ReportKind {
        match self {
            Self::Useful => ReportKind::Useful,
            Self::NotUseful => ReportKind::NotUseful,
            Self::CouldNotFinish { .. } => ReportKind::CouldNotFinish,
        }
    }

    /// The step at which the reader got stuck.
    #[must_use]
    pub const fn step(self) -> Option<Step> {
        match self {
            Self::CouldNotFinish { step, .. } => Some(step),
            Self::Useful | Self::NotUseful => None,
        }
    }

    #[must_use]
    pub const fn reason(self) -> Option<ReportReason> {
        match self {
            Self::CouldNotFinish { reason, .. } => Some(reason),
            Self::Useful | Self::NotUseful => None,
        }
    }
}

/// A report as counted. It holds nothing about the sender, and no time except the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub procedure: ProcedureId,
    pub verdict: Verdict,
    /// The language of the page it was sent from, as its spelling in storage.
    pub language: &'static str,
    /// A day in Japan.
    pub reported_on: NaiveDate,
    /// What the reader added; empty if nothing, and always unless it could not be finished.
    pub text: String,
}

identifier! {
    /// Identifies a case.
    pub struct ReportCaseId("report id")
}

impl ReportCaseId {
    /// A new id from 16 random bytes, as a UUID.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }
}

string_enum! {
    /// Where the work on a case stands.
    pub enum CaseState ("state of a report") {
        /// Nobody deals with it yet.
        Open = "open",
        Taken = "taken",
        Closed = "closed",
    }
}

string_enum! {
    /// What came of a case.
    pub enum CaseOutcome ("outcome of a report") {
        /// The entry was wrong and has been corrected.
        Corrected = "corrected",
        /// The entry was right; it now says more clearly what to do.
        Explained = "explained",
        /// Those who run the online service have been told.
        PassedOn = "passed_on",
        NotReproduced = "not_reproduced",
        /// It stays as it is.
        Unchanged = "unchanged",
    }
}

/// What readers could not finish: all reports about one step of a procedure for the same reason, until the case is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportCase {
    pub id: ReportCaseId,
    pub procedure: ProcedureId,
    pub step: Step,
    pub reason: ReportReason,
    /// How many reports it has.
    pub number: i64,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub state: CaseState,
    /// Who deals with it, or has closed it.
    pub taken_by: Option<StaffId>,
    /// In the words of the staff, for their colleagues.
    pub note: String,
    pub outcome: Option<CaseOutcome>,
    pub closed_on: Option<NaiveDate>,
    pub version: i64,
}

/// What a reader added to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportText {
    pub written_on: NaiveDate,
    /// The language of the page it was sent from, as its spelling in storage.
    pub language: String,
    pub body: String,
}

/// How long the texts of readers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextRetention {
    /// Days after which a text is deleted, whatever became of its case.
    pub days: u32,
}

impl Default for TextRetention {
    fn default() -> Self {
        Self { days: 90 }
    }
}

impl TextRetention {
    /// Days after which the texts of a closed case are deleted.
    pub const DAYS_AFTER_CLOSING: u32 = 30;

    /// The last days whose texts are deleted: of writing, and of closing.
    #[must_use]
    pub fn deleted_until(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let before = |days: u32| today.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN);
        (before(self.days), before(Self::DAYS_AFTER_CLOSING))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_deleted_after_their_days_and_sooner_once_the_case_is_closed() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a day");
        assert_eq!(TextRetention::default().deleted_until(day(11, 22)), (day(8, 24), day(10, 23)));
        assert_eq!(TextRetention { days: 7 }.deleted_until(day(11, 22)), (day(11, 15), day(10, 23)));
    }
}
