//! What residents ask a city for and others do: passports, driving licences, the forwarding of post.

use chrono::NaiveDate;

use crate::procedure::LocalText;
use crate::source::SourceId;

identifier! {
    /// Identifies something that another office does.
    pub struct ElsewhereId("entry of what others do")
}

/// Something that another office does, with the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub id: ElsewhereId,
    pub title: LocalText,
    /// The words by which people look for it, in any language.
    pub words: Vec<String>,
    /// Who does it.
    pub provider: LocalText,
    /// Their page; empty if there is none for everybody.
    pub url: String,
    /// When the city last checked the entry; `None` if it never did.
    pub checked_on: Option<NaiveDate>,
    pub source: SourceId,
    pub sample: bool,
}
