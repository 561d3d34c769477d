//! Selection of the user's own procedures in a list: by search terms, filters and open tasks.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::procedure::{Procedure, ProcedureId};
use domain::report::{ReportKind, ReportReason};
use domain::rights::Rights;
use store::Db;
use store::error::AppError;
use store::reports::{ReportCount, list_reports};

use crate::server::read_model::catalogue::{self, CatalogueQuery};
use crate::server::read_model::snapshot::Snapshot;

string_enum! {
    /// An open task for an entry.
    pub enum ToDo ("task") {
        /// Not confirmed for a year, or never.
        Check = "check",
        /// Residents have reported a problem since the entry was last checked.
        Reported = "reported",
        /// Something in the entry contradicts something else in it.
        Contradiction = "contradiction",
    }
}

/// Residents' feedback about a procedure since it was last checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedbackSummary {
    pub useful: i64,
    pub not_useful: i64,
    pub could_not_finish: i64,
    /// Details from those who could not finish: step, reason and count.
    pub details: Vec<ReportCount>,
    pub last_on: Option<NaiveDate>,
}

impl FeedbackSummary {
    /// Whether it contains a complaint.
    #[must_use]
    pub const fn is_complaint(&self) -> bool {
        self.not_useful + self.could_not_finish > 0
    }
}

/// Feedback by procedure, without reports older than the entry's last check.
#[derive(Debug, Clone, Default)]
pub struct Reports(HashMap<ProcedureId, FeedbackSummary>);

impl Reports {
    /// # Errors
    /// If the database does not answer.
    pub async fn load(db: &Db, snapshot: &Snapshot) -> Result<Self, AppError> {
        let counts = list_reports(&mut db.read().await?).await?;
        Ok(Self::of(counts, |id| snapshot.procedure(id).and_then(|(_, procedure)| procedure.checked_on)))
    }

    fn of(counts: Vec<ReportCount>, checked_on: impl Fn(&ProcedureId) -> Option<NaiveDate>) -> Self {
        let mut all: HashMap<ProcedureId, FeedbackSummary> = HashMap::new();
        for report in counts {
            if checked_on(&report.procedure).is_some_and(|checked| report.reported_on < checked) {
                continue;
            }
            let heard = all.entry(report.procedure.clone()).or_default();
            match report.kind {
                ReportKind::Useful => heard.useful += report.number,
                ReportKind::NotUseful => heard.not_useful += report.number,
                ReportKind::CouldNotFinish => heard.could_not_finish += report.number,
            }
            heard.last_on = heard.last_on.max(Some(report.reported_on));
            if report.kind == ReportKind::CouldNotFinish {
                heard.add(report);
            }
        }
        Self(all)
    }

    /// The feedback about a procedure; `None` if there is none.
    #[must_use]
    pub fn about(&self, id: &ProcedureId) -> Option<&FeedbackSummary> {
        self.0.get(id)
    }

    #[must_use]
    pub fn has_complaint(&self, id: &ProcedureId) -> bool {
        self.about(id).is_some_and(FeedbackSummary::is_complaint)
    }
}

impl FeedbackSummary {
    /// Merges counts with the same step and reason across dates and languages.
    fn add(&mut self, report: ReportCount) {
        let same = |there: &&mut ReportCount| (there.step, there.reason) == (report.step, report.reason);
        match self.details.iter_mut().find(same) {
            Some(there) => there.number += report.number,
            None => self.details.push(report),
        }
        self.details.sort_by_key(|detail| (-detail.number, detail.step, detail.reason.map(ReportReason::as_str)));
    }
}

/// The selection shown by a list of the user's own procedures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFilter {
    pub query: CatalogueQuery,
    pub to_do: Option<ToDo>,
}

impl EntryFilter {
    /// The selected procedures that the user may edit, by name.
    #[must_use]
    pub fn find<'s>(
        &self,
        snapshot: &'s Snapshot,
        rights: &Rights,
        reports: &Reports,
        today: NaiveDate,
    ) -> Vec<&'s Procedure> {
        catalogue::search_catalogue(snapshot, &self.query, today)
            .procedures
            .into_iter()
            .map(|number| &snapshot.procedures[number])
            .filter(|procedure| procedure.department.as_ref().is_some_and(|code| rights.may_edit(code)))
            .filter(|procedure| match self.to_do {
                None => true,
                Some(ToDo::Check) => needs_checking(procedure, today),
                Some(ToDo::Reported) => procedure.is_in_force(today, today) && reports.has_complaint(&procedure.id),
                Some(ToDo::Contradiction) => !snapshot.contradictions_on(procedure, today).is_empty(),
            })
            .collect()
    }
}

/// Whether an entry has not been confirmed for a year, or never. One that is not in force need not be.
#[must_use]
pub fn needs_checking(procedure: &Procedure, today: NaiveDate) -> bool {
    procedure.is_in_force(today, today) && (procedure.checked_on.is_none() || procedure.is_check_outdated(today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::procedure::Step;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 4, day).expect("a day")
    }

    fn report(on: u32, kind: ReportKind, step: Option<Step>, number: i64) -> ReportCount {
        ReportCount {
            procedure: "a".parse().expect("an id"),
            name: String::new(),
            reported_on: day(on),
            kind,
            step,
            reason: step.map(|_| ReportReason::Card),
            language: "ja".to_owned(),
            number,
        }
    }

    #[test]
    fn what_was_said_before_the_last_check_is_done() {
        let counts = vec![
            report(1, ReportKind::NotUseful, None, 5),
            report(9, ReportKind::NotUseful, None, 2),
            report(9, ReportKind::Useful, None, 7),
            report(9, ReportKind::CouldNotFinish, Some(Step::Pay), 1),
            report(10, ReportKind::CouldNotFinish, Some(Step::Pay), 3),
            report(10, ReportKind::CouldNotFinish, Some(Step::Apply), 1),
        ];
        let id = "a".parse().expect("an id");
        let reports = Reports::of(counts.clone(), |_| Some(day(9)));
        let heard = reports.about(&id).expect("reports");
        assert_eq!((heard.useful, heard.not_useful, heard.could_not_finish, heard.last_on), (7, 2, 5, Some(day(10))));
        let details: Vec<_> = heard.details.iter().map(|detail| (detail.step, detail.number)).collect();
        assert_eq!(details, [(Some(Step::Pay), 4), (Some(Step::Apply), 1)]);
        assert!(Reports::of(counts, |_| Some(day(11))).about(&id).is_none());
    }

    #[test]
    fn praise_alone_is_no_complaint() {
        let reports = Reports::of(vec![report(1, ReportKind::Useful, None, 5)], |_| None);
        assert!(!reports.has_complaint(&"a".parse().expect("an id")));
    }
}
