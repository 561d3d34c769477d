//! Editing of the catalogue, from a wanted change to its publication.
//!
//! Every manual change starts as a proposal. Each step checks it against the current entries, so that concurrent
//! changes are shown and never overwritten. Each function checks `domain::rights` first.

pub mod bulk;
mod decisions;
mod details;
mod drafts;
mod event_removal;
pub mod files;
pub mod first_day;
pub mod proposed_file;
mod publishing;
pub mod report_cases;
pub mod row_undo;
pub mod rules;
pub mod selection;
pub mod tables;
pub mod typed_draft;
pub mod undo;
pub mod views;

use chrono::{DateTime, NaiveDate, Utc};
use domain::procedure::{Procedure, ProcedureId};
use domain::proposal::{Proposal, ProposalId, ProposalSummary};
use domain::rights::DepartmentRules;
use domain::text::without_controls;
use store::error::AppError;
use store::proposals::{self, SaveError};
use store::{Db, procedures, revision};

use super::action_error::ActionError;
use super::staff::CurrentUser;
pub use decisions::{Resolution, ResolutionOutcome};
use details::can_view;
pub use details::{ProposalDetails, ProposedEntry};
pub use drafts::{DraftVersion, SaveDraft};

string_enum! {
    /// Why an edit was refused.
    pub enum EditRefusal ("refusal") {
        NoRight = "no_right",
        /// Authors cannot decide on their own proposals.
        OwnProposal = "own_proposal",
        NotFound = "not_found",
        /// Someone else has acted on the proposal in the meantime; the page shows its current state.
        Moved = "moved",
        /// The proposal is in a state that does not allow the action.
        State = "state",
        /// Someone else has changed the same field; the conflict must be resolved first.
        Conflict = "conflict",
        /// Nothing would change.
        Nothing = "nothing",
        /// The reason is missing.
        Reason = "reason",
        /// The new procedure's id is already taken.
        Exists = "exists",
        /// A department that a form is about is no longer there.
        Gone = "gone",
        /// One of the procedures has ended, or its entry is withdrawn. Only its own form changes it.
        Ended = "ended",
        /// A successor does not exist, or leads back to the procedure.
        Successor = "successor",
        /// Someone else has changed the file's records since the preview.
        Overtaken = "overtaken",
        /// The file has invalid cells.
        Wrong = "wrong",
        /// The account has no space left for another file.
        Space = "space",
        /// Among several to be approved together, one that the user has not opened in its present version.
        Unseen = "unseen",
    }
}

/// Why an edit failed; nothing was written.
pub type EditError = ActionError<EditRefusal>;

impl From<EditRefusal> for EditError {
    fn from(refusal: EditRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<SaveError> for EditError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Stale => Self::Refused(EditRefusal::Moved),
            SaveError::Failed(error) => Self::Failed(error),
        }
    }
}

/// The longest reason or answer, in characters.
pub const LONGEST_REASON: usize = 500;

/// A reason or an answer as stored.
#[must_use]
pub fn stored_reason(typed: &str) -> String {
    without_controls(typed).chars().take(LONGEST_REASON).collect()
}

/// Editing of one installation, at a given time.
#[derive(Debug, Clone, Copy)]
pub struct Edits<'a> {
    pub db: &'a Db,
    pub now: DateTime<Utc>,
    /// The current date in Japan.
    pub today: NaiveDate,
}

impl Edits<'_> {
    /// A proposal; `None` if it does not exist or the user may not see it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn open(self, user: &CurrentUser, id: &ProposalId) -> Result<Option<ProposalDetails>, AppError> {
        let opened = details::open(&mut self.db.read().await?, id).await?;
        Ok(opened.filter(|opened| can_view(user, &opened.proposal, &opened.departments)))
    }

    /// The open proposals that the user may see, and the most recent closed ones.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn list(self, user: &CurrentUser) -> Result<Vec<ProposalSummary>, AppError> {
        const MOST_ENDED: i64 = 200;
        let mut connection = self.db.read().await?;
        let mut all = proposals::list_open_proposals(&mut connection).await?;
        all.extend(proposals::list_ended_proposals(&mut connection, MOST_ENDED).await?);
        all.retain(|listed| can_view(user, &listed.proposal, &listed.departments));
        Ok(all)
    }

    /// The open proposals about a procedure that the user may see.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn open_about(self, user: &CurrentUser, procedure: &ProcedureId) -> Result<Vec<Proposal>, AppError> {
        let mut connection = self.db.read().await?;
        let mut found = Vec::new();
        for id in proposals::list_open_proposals_of(&mut connection, procedure).await? {
            let Some(proposal) = proposals::find_proposal(&mut connection, &id).await? else { continue };
            let departments = proposals::list_departments_of_proposal(&mut connection, &id).await?;
            if can_view(user, &proposal, &departments) {
                found.push(proposal);
            }
        }
        Ok(found)
    }

    /// The current entry in the database, with the revision at which it was read.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn entry(self, id: &ProcedureId) -> Result<Option<(Procedure, i64)>, AppError> {
        let mut connection = self.db.read().await?;
        let revision = revision::find_revision(&mut connection).await?;
        Ok(procedures::find_procedure(&mut connection, id).await?.map(|entry| (entry, revision)))
    }

    /// The department rules set by administrators.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn rules(self) -> Result<DepartmentRules, AppError> {
        proposals::list_rules(&mut self.db.read().await?).await
    }
}
