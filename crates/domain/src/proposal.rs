//! Changes on their way: from a draft over the approval of somebody else to what is published.

use chrono::{DateTime, Utc};

use super::procedure::{DepartmentCode, ProcedureId};
use super::staff::StaffId;

identifier! {
    /// Names a proposal in addresses and in the audit.
    pub struct ProposalId("proposal")
}

impl ProposalId {
    /// A new id from 16 random bytes, as a UUID.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }
}

string_enum! {
    /// What a proposal came from.
    pub enum ProposalKind ("kind of proposal") {
        /// The form of one entry.
        Entry = "entry",
        /// The same change to many.
        Bulk = "bulk",
        /// A file, or figures that were typed.
        File = "file",
        /// An earlier change that is to be taken back.
        Undo = "undo",
    }
}

string_enum! {
    /// How far a proposal has come.
    pub enum ProposalState ("state of a proposal") {
        /// 下書き: only its author sees to it.
        Draft = "draft",
        /// 承認待ち
        Waiting = "waiting",
        /// 差戻し: somebody has said what is to be done first.
        Returned = "returned",
        /// 公開予定: what is dated stands in the catalogue, the rest follows on its day.
        Scheduled = "scheduled",
        /// 公開済み
        Published = "published",
        /// 取下げ
        Withdrawn = "withdrawn",
    }
}

string_enum! {
    /// What can be done with a proposal.
    pub enum ProposalAction ("deed") {
        /// Changed by its author before it goes anywhere.
        Edit = "edit",
        /// Put before somebody who may approve.
        Send = "send",
        /// Published by its author, where no approval is needed.
        Publish = "publish",
        /// Published by the approval of somebody else.
        Approve = "approve",
        /// Given back with what is to be done first.
        Return = "return",
        Withdraw = "withdraw",
    }
}

impl ProposalAction {
    /// Whether it is the author who does this, or somebody who may approve.
    #[must_use]
    pub const fn is_for_author(self) -> bool {
        !matches!(self, Self::Approve | Self::Return)
    }
}

impl ProposalState {
    /// Whether this can be done with a proposal in this state. What is published stays; it can be taken back by another
    /// proposal only.
    #[must_use]
    pub const fn allows(self, deed: ProposalAction) -> bool {
        match self {
            Self::Draft | Self::Returned => matches!(
                deed,
                ProposalAction::Edit | ProposalAction::Send | ProposalAction::Publish | ProposalAction::Withdraw
            ),
            Self::Waiting => {
                matches!(deed, ProposalAction::Approve | ProposalAction::Return | ProposalAction::Withdraw)
            }
            Self::Scheduled => matches!(deed, ProposalAction::Withdraw),
            Self::Published | Self::Withdrawn => false,
        }
    }

    /// Whether somebody still has to do something.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Published | Self::Withdrawn)
    }
}

/// A change on its way, without what it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub id: ProposalId,
    pub kind: ProposalKind,
    pub author: StaffId,
    pub state: ProposalState,
    /// Why, in the words of the author; published with the change.
    pub reason: String,
    /// The revision of the public data that the author saw.
    pub seen_revision: i64,
    pub created_at: DateTime<Utc>,
    /// Since when it has been in its state.
    pub changed_at: DateTime<Utc>,
    /// Who approved it or gave it back last.
    pub decided_by: Option<StaffId>,
    /// What that person said.
    pub answer: String,
    /// Rises with every change, so that nobody decides about something else than they saw.
    pub version: i64,
}

/// A proposal with whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalSummary {
    pub proposal: Proposal,
    pub departments: Vec<DepartmentCode>,
    /// How many entries it changes.
    pub entries: i64,
    /// One of them, the first by id.
    pub first: Option<ProcedureId>,
}

/// What an administrator has laid down for a department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DepartmentRule {
    /// Whether somebody else has to approve before a change is published.
    pub needs_approval: bool,
    /// Whether it keeps the figures that belong to no procedure: cards, population, indicators.
    pub keeps_figures: bool,
}

impl Default for DepartmentRule {
    /// Four eyes, unless an administrator has said otherwise.
    fn default() -> Self {
        Self { needs_approval: true, keeps_figures: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_waits_is_approved_and_what_is_published_stays() {
        for state in ProposalState::ALL {
            assert_eq!(state.allows(ProposalAction::Approve), *state == ProposalState::Waiting, "{state}");
            assert_eq!(state.allows(ProposalAction::Return), *state == ProposalState::Waiting, "{state}");
        }
        for deed in ProposalAction::ALL {
            assert!(!ProposalState::Published.allows(*deed) && !ProposalState::Withdrawn.allows(*deed), "{deed}");
        }
    }

    #[test]
    fn what_somebody_has_to_look_at_is_not_changed_under_their_eyes() {
        assert!(
            !ProposalState::Waiting.allows(ProposalAction::Edit)
                && !ProposalState::Waiting.allows(ProposalAction::Publish)
        );
        assert!(
            ProposalState::Returned.allows(ProposalAction::Edit)
                && ProposalState::Returned.allows(ProposalAction::Send)
        );
    }

    #[test]
    fn whatever_is_open_can_be_withdrawn() {
        for state in ProposalState::ALL {
            assert_eq!(state.allows(ProposalAction::Withdraw), state.is_open(), "{state}");
        }
    }
}
