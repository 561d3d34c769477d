//! Residents' reports that the staff deal with: who takes one, what they note for their colleagues, and what came of it.

use domain::audit_action::AuditAction;
use domain::procedure::ProcedureId;
use domain::report::{CaseOutcome, CaseState, ReportCase, ReportCaseId, ReportText, TextRetention};
use store::error::AppError;
use store::report_cases::{
    delete_old_texts, find_case, has_old_texts, list_closed_cases, list_texts, list_unclosed_cases, save_case,
};
use store::{Connection, WriteKind, procedures};

use super::details::acting;
use super::{EditError, EditRefusal, Edits, stored_reason};
use crate::server::staff::{CurrentUser, row_of};

/// The most cases of one department that a list shows, and the most that were closed.
const MOST_CASES: i64 = 200;
const MOST_CLOSED: i64 = 20;

/// The most texts shown of one case.
const MOST_TEXTS: i64 = 100;

/// The cases about procedures that a user may edit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportCases {
    /// First those that nobody has taken.
    pub unclosed: Vec<ReportCase>,
    /// The last closed first.
    pub closed: Vec<ReportCase>,
}

/// A case with what readers added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedCase {
    pub case: ReportCase,
    /// Newest first.
    pub texts: Vec<ReportText>,
    /// How many texts there are.
    pub text_count: i64,
}

/// What is done with a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseAction {
    /// The user deals with it from now on.
    Take,
    /// The note is replaced.
    Note(String),
    Close {
        note: String,
        outcome: CaseOutcome,
    },
}

impl CaseAction {
    const fn recorded_as(&self) -> AuditAction {
        match self {
            Self::Take => AuditAction::TakeReport,
            Self::Note(_) => AuditAction::NoteReport,
            Self::Close { .. } => AuditAction::CloseReport,
        }
    }
}

/// Whether a user may deal with reports about a procedure.
async fn may_handle(
    connection: &mut Connection,
    user: &CurrentUser,
    procedure: &ProcedureId,
) -> Result<bool, AppError> {
    let found = procedures::find_procedures(connection, std::slice::from_ref(procedure)).await?;
    let department = found.get(procedure).and_then(|procedure| procedure.department.as_ref());
    Ok(user.rights.may_handle_reports(department))
}

/// The state of a case for the audit log. Its note is not among it: it is about what a reader wrote.
fn state_of(case: &ReportCase) -> String {
    serde_json::json!({ "state": case.state, "taken_by": case.taken_by.as_ref().map(ToString::to_string), "outcome": case.outcome })
        .to_string()
}

impl Edits<'_> {
    /// The cases about procedures of the user's departments.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn report_cases(self, user: &CurrentUser) -> Result<ReportCases, AppError> {
        let mut connection = self.db.read().await?;
        let mut cases = ReportCases::default();
        for department in &user.rights.roles().departments {
            cases.unclosed.extend(list_unclosed_cases(&mut connection, department, MOST_CASES).await?);
            cases.closed.extend(list_closed_cases(&mut connection, department, MOST_CLOSED).await?);
        }
        cases.unclosed.sort_by_key(|case| (case.state, std::cmp::Reverse(case.last_on), -case.number));
        cases.closed.sort_by_key(|case| std::cmp::Reverse(case.closed_on));
        Ok(cases)
    }

    /// A case, if the user may deal with it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn report_case(self, user: &CurrentUser, id: &ReportCaseId) -> Result<Option<OpenedCase>, AppError> {
        let mut connection = self.db.read().await?;
        let Some(case) = find_case(&mut connection, id).await? else { return Ok(None) };
        if !may_handle(&mut connection, user, &case.procedure).await? {
            return Ok(None);
        }
        let (texts, text_count) = list_texts(&mut connection, id, MOST_TEXTS).await?;
        Ok(Some(OpenedCase { case, texts, text_count }))
    }

    /// Does something with a case in the version that the user saw.
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn handle_report(
        self,
        user: &CurrentUser,
        id: &ReportCaseId,
        version: i64,
        action: &CaseAction,
    ) -> Result<(), EditError> {
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    let user = acting(transaction, user).await?;
                    let was = find_case(transaction, id).await?.ok_or(EditRefusal::NotFound)?;
                    if !may_handle(transaction, &user, &was.procedure).await? {
                        return Err(EditRefusal::NoRight.into());
                    }
                    if was.version != version {
                        return Err(EditRefusal::Moved.into());
                    }
                    let is_closed = was.state == CaseState::Closed;
                    let mut case = was.clone();
                    match action {
                        CaseAction::Take | CaseAction::Close { .. } if is_closed => {
                            return Err(EditRefusal::State.into());
                        }
                        CaseAction::Take => {
                            case.state = CaseState::Taken;
                            case.taken_by = Some(user.member.id.clone());
                        }
                        CaseAction::Note(note) => case.note = stored_reason(note),
                        CaseAction::Close { note, outcome } => {
                            case.note = stored_reason(note);
                            case.state = CaseState::Closed;
                            case.taken_by = Some(user.member.id.clone());
                            case.outcome = Some(*outcome);
                            case.closed_on = Some(self.today);
                        }
                    }
                    save_case(transaction, &case).await?;
                    let row = row_of(&user, action.recorded_as().as_str(), format!("report {id}"));
                    let values = match action {
                        CaseAction::Note(_) => (String::new(), String::new()),
                        CaseAction::Take | CaseAction::Close { .. } => (state_of(&was), state_of(&case)),
                    };
                    transaction.audit(row.values(values.0, values.1));
                    Ok(())
                })
            })
            .await
    }

    /// Deletes what readers added, after its time. Returns the number of texts; the counts stay.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn delete_report_texts(self, retention: TextRetention) -> Result<u64, AppError> {
        let (written_until, closed_until) = retention.deleted_until(self.today);
        // Nobody waits for a writer for nothing.
        if !has_old_texts(&mut self.db.read().await?, written_until, closed_until).await? {
            return Ok(0);
        }
        self.db
            .write(WriteKind::Private, |transaction| {
                Box::pin(delete_old_texts(transaction, written_until, closed_until))
            })
            .await
    }
}
