//! What a proposal's page shows, for the page itself and the preview of a file on it.

use std::collections::HashMap;

use domain::audit::EntryRow;
use domain::staff::{PersonName, StaffId};

use crate::page_context::PageContext;
use crate::server::editing::files::outcome::Outcome;
use crate::server::editing::files::previews::PreviewStatus;
use crate::server::editing::files::typed::TypedNow;
use crate::server::editing::tables::RecordChange;
use crate::server::editing::undo::UndoingFile;
use crate::server::editing::{EditRefusal, ProposalDetails};
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug)]
pub struct ProposalView {
    pub opened: ProposalDetails,
    /// Names of everyone involved in the proposal.
    pub names: HashMap<StaffId, PersonName>,
    /// Changes by others to the same entry since the proposal was created.
    pub meanwhile: Vec<EntryRow>,
    /// How much of the file of an open proposal has been read.
    pub sight: Option<PreviewStatus>,
    pub refusal: Option<EditRefusal>,
    /// The action just taken, as its URL word.
    pub done: Option<String>,
    /// The typed rows of an open proposal beside those of now.
    pub typed: Option<TypedNow>,
    /// The proposals that undo the file of this one, oldest first.
    pub undoing: Vec<UndoingFile>,
    /// What a published file changed.
    pub written: Vec<RecordChange>,
    /// The procedures that a published file changed, as the log has them.
    pub written_entries: Vec<EntryRow>,
    /// What was typed before a session ended; empty if nothing was.
    pub restored: Form,
}

impl ProposalView {
    /// The name of someone involved in the proposal.
    #[must_use]
    pub fn name_of(&self, context: &PageContext, id: &StaffId) -> String {
        self.names.get(id).map_or_else(|| context.text("person-gone"), |name| name.as_str().to_owned())
    }

    /// Whether somebody has to choose between typed rows and what others have changed.
    #[must_use]
    pub fn has_typed_conflicts(&self) -> bool {
        self.typed.as_ref().is_some_and(|now| !now.conflicts().is_empty())
    }

    /// The outcome of reading the proposal's file, if known.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.sight {
            Some(PreviewStatus::Found(outcome)) => Some(outcome.as_ref()),
            _ => None,
        }
    }
}
