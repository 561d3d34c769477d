//! What readers say about the page of a procedure. Closed choices only: free text would become personal data.

use chrono::NaiveDate;

use super::procedure::{ProcedureId, Step};

string_enum! {
    /// What a reader says.
    pub enum ReportKind ("kind of report") {
        Useful = "useful",
        NotUseful = "not_useful",
        /// Tried to do it online and could not finish.
        CouldNotFinish = "could_not_finish",
    }
}

string_enum! {
    /// Why it could not be finished online.
    pub enum ReportReason ("reason") {
        SystemError = "system_error",
        /// The card, its certificate or its password did not work.
        Card = "card",
        /// A paper that is needed could not be sent along.
        Paper = "paper",
        NotUnderstood = "not_understood",
        /// It was online, and still the counter had to be visited.
        CounterAnyway = "counter_anyway",
        Other = "other",
    }
}

/// A report whose choices fit together: a step and a reason belong to what could not be finished, and only to that.
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

    /// The step at which it could not go on.
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

/// A report as it is counted. It holds nothing about who sent it, and no time but the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub procedure: ProcedureId,
    pub verdict: Verdict,
    /// The language of the page it was sent from, in its one spelling.
    pub language: &'static str,
    /// A day in Japan.
    pub reported_on: NaiveDate,
}
