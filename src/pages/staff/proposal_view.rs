//! What a proposal's page shows, for the page itself and the preview of a file on it.

use std::collections::HashMap;

use domain::audit::EntryRow;
use domain::staff::{PersonName, StaffId};

use crate::page_context::PageContext;
use crate::server::editing::files::outcome::Outcome;
use crate::server::editing::files::previews::PreviewStatus;
use crate::server::editing::{EditRefusal, ProposalDetails};

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
}

impl ProposalView {
    /// The name of someone involved in the proposal.
    #[must_use]
    pub fn name_of(&self, context: &PageContext, id: &StaffId) -> String {
        self.names.get(id).map_or_else(|| context.text("person-gone"), |name| name.as_str().to_owned())
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
