//! The guides of life events and procedures, in the snapshot.

use domain::guide::{Guide, GuideId};
use domain::procedure::{LifeEventCode, ProcedureId};

use super::Snapshot;

impl Snapshot {
    #[must_use]
    pub fn guide(&self, id: &GuideId) -> Option<&Guide> {
        self.guides.iter().find(|guide| guide.id == *id)
    }

    /// The guides of a life event; none if the city has not provided one.
    pub fn guides_of<'a>(&'a self, event: &'a LifeEventCode) -> impl Iterator<Item = &'a Guide> {
        self.guides.iter().filter(move |guide| guide.life_event.as_ref() == Some(event))
    }

    /// The guides of a life event that ask something.
    pub fn asking_guides_of<'a>(&'a self, event: &'a LifeEventCode) -> impl Iterator<Item = &'a Guide> {
        self.guides_of(event).filter(|guide| !guide.questions.is_empty())
    }

    /// The guides that lead to a procedure.
    pub fn guides_to<'a>(&'a self, procedure: &'a ProcedureId) -> impl Iterator<Item = &'a Guide> {
        let leads = |guide: &&Guide| guide.entries.iter().any(|entry| entry.procedure.as_ref() == Some(procedure));
        self.guides.iter().filter(move |guide| leads(guide))
    }
}
