//! What applying a plan changed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::audit::CHANGE_PROCEDURE;
use domain::audit_action::import_action;
use domain::correction::FigureChange;
use domain::entry::ProcedurePatch;
use domain::procedure::{DepartmentCode, ProcedureId};
use domain::text::MessageLanguage;
use store::error::AppError;
use store::{AuditRow, Connection};

use super::audit_diff;
use super::diff::Changes;
use crate::import::reading::cell::CellError;
use crate::import::reading::rows::Located;
use crate::import::request::Request;
use crate::import::table::wording::Wording;

/// A procedure that a file adds or changes, including its usage figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    pub procedure: ProcedureId,
    /// The line of a text file or the row of a sheet, from 1.
    pub line: Option<u64>,
    pub is_new: bool,
    /// The current department; for a new procedure, the one in the file.
    pub was_of: Option<DepartmentCode>,
    /// The department after the change.
    pub becomes_of: Option<DepartmentCode>,
}

impl Touched {
    fn departments(&self) -> [Option<&DepartmentCode>; 2] {
        [self.was_of.as_ref(), self.becomes_of.as_ref()]
    }

    /// The first department, before or after, that is not in `departments`. A procedure without a department is outside
    /// every set.
    pub(crate) fn outside(&self, departments: &BTreeSet<DepartmentCode>) -> Option<Option<&DepartmentCode>> {
        self.departments().into_iter().find(|one| one.is_none_or(|one| !departments.contains(one)))
    }
}

/// A plan that can be compared with the database and applied.
pub(crate) trait Plan: Send + Sync {
    /// Compares the plan with the database and returns the changes. Writes what differs, unless the request is a dry
    /// run.
    fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> impl Future<Output = Result<Applied, AppError>> + Send;
}

/// The changes made by applying a plan.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    pub changes: Vec<Changes>,
    /// Every procedure added or changed, once each.
    pub touched: Vec<Touched>,
    /// Existing procedures with their changed fields before and after, as JSON.
    pub changed_procedures: Vec<(ProcedureId, String, String)>,
    /// Changed fields of existing procedures whose effective day is to come. They are counted as changes but not
    /// written.
    pub held_back: Vec<Located<ProcedurePatch>>,
    /// New procedures whose effective day is to come.
    pub new_ahead: usize,
    /// Cells that cannot be right beside what the database holds. If there are any, nothing was compared or written.
    pub bad_cells: Vec<CellError>,
    /// What a reader of the report should know besides, in English and Japanese.
    pub notes: Vec<(String, String)>,
    /// The day for which the file as a whole waits. Nothing is written before.
    pub waits_until: Option<NaiveDate>,
}

impl From<Vec<Changes>> for Applied {
    fn from(changes: Vec<Changes>) -> Self {
        Self { changes, ..Self::default() }
    }
}

impl Applied {
    pub(crate) fn nothing_to_write(&self) -> bool {
        self.changes.iter().all(|changes| changes.counts.is_unchanged())
    }

    /// Every published figure that changed.
    pub(crate) fn figures(&self) -> impl Iterator<Item = &FigureChange> {
        self.changes.iter().flat_map(|changes| &changes.figures)
    }

    /// One row for the file, and one for each existing procedure that changed. The history of a procedure is built from
    /// the latter.
    pub(crate) fn audit_rows(&self, request: &Request) -> Vec<AuditRow> {
        let row = |action: String, subject: String| {
            AuditRow::new(request.actor.clone(), action, subject)
                .from_origin(request.origin.clone())
                .reason(request.reason.clone())
                .approved_by(request.approved_by.clone())
        };
        let described: Vec<String> =
            self.changes.iter().map(|changes| changes.counts.describe(MessageLanguage::English)).collect();
        let new: Vec<&ProcedureId> =
            self.touched.iter().filter(|touched| touched.is_new).map(|touched| &touched.procedure).collect();
        let (before, after) = audit_diff::values(&request.file, &self.changes, &new);
        let correlation_id = Some(&request.correlation_id).filter(|id| !id.is_empty());
        let file = row(import_action(request.kind), request.kind.to_string())
            .detail(described.iter().chain(correlation_id).cloned().collect::<Vec<_>>().join("; "))
            .values(before, after);
        let procedures = self.changed_procedures.iter().map(|(id, before, after)| {
            row(CHANGE_PROCEDURE.to_owned(), id.to_string())
                .detail(request.correlation_id.clone())
                .values(before.clone(), after.clone())
        });
        std::iter::once(file).chain(procedures).collect()
    }
}

/// The departments of the procedures touched, before and after.
pub(crate) fn departments_of(touched: &[Touched]) -> BTreeSet<Option<DepartmentCode>> {
    touched.iter().flat_map(Touched::departments).map(Option::<&DepartmentCode>::cloned).collect()
}
