//! What readers report about the page of a procedure. Only fixed choices: free text could contain personal data.

use chrono::NaiveDate;

use super::procedure::{ProcedureId, Step};

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
}
