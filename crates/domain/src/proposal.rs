//! Proposed changes: from a draft, through approval by someone else, to publication.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::procedure::{DepartmentCode, ProcedureId};
use super::staff::StaffId;
use super::table_kind::TableKind;

identifier! {
    /// Identifies a proposal in URLs and in the audit log.
    pub struct ProposalId("proposal")
}

impl ProposalId {
    /// Creates an id from 16 random bytes, as a UUID.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }
}

string_enum! {
    /// How a proposal was made.
    pub enum ProposalKind ("kind of proposal") {
        /// Through the form of one entry.
        Entry = "entry",
        /// As the same change to many entries.
        Bulk = "bulk",
        /// From a file, or from figures that were typed in.
        File = "file",
        /// To undo an earlier change.
        Undo = "undo",
    }
}

string_enum! {
    /// The state of a proposal.
    pub enum ProposalState ("state of a proposal") {
        /// 下書き: only its author works on it.
        Draft = "draft",
        /// 承認待ち
        Waiting = "waiting",
        /// 差戻し: returned with a note of what has to be done first.
        Returned = "returned",
        /// 公開予定: dated changes are in the catalogue; the rest follows on its day.
        Scheduled = "scheduled",
        /// 公開済み
        Published = "published",
        /// 取下げ
        Withdrawn = "withdrawn",
    }
}

string_enum! {
    /// The actions on a proposal.
    pub enum ProposalAction ("action") {
        /// The author edits it before sending it.
        Edit = "edit",
        /// The author submits it for approval.
        Send = "send",
        /// The author publishes it; no approval is needed.
        Publish = "publish",
        /// Someone else approves it, which publishes it.
        Approve = "approve",
        /// An approver returns it with a note of what has to be done first.
        Return = "return",
        Withdraw = "withdraw",
    }
}

impl ProposalAction {
    /// Whether the action belongs to the author, rather than to an approver.
    #[must_use]
    pub const fn is_for_author(self) -> bool {
        !matches!(self, Self::Approve | Self::Return)
    }
}

impl ProposalState {
    /// Whether the action is allowed on a proposal in this state. A published proposal is final; only another proposal
    /// can undo it.
    #[must_use]
    pub const fn allows(self, action: ProposalAction) -> bool {
        match self {
            Self::Draft | Self::Returned => matches!(
                action,
                ProposalAction::Edit | ProposalAction::Send | ProposalAction::Publish | ProposalAction::Withdraw
            ),
            Self::Waiting => {
                matches!(action, ProposalAction::Approve | ProposalAction::Return | ProposalAction::Withdraw)
            }
            Self::Scheduled => matches!(action, ProposalAction::Withdraw),
            Self::Published | Self::Withdrawn => false,
        }
    }

    /// Whether someone still has to act on the proposal.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Published | Self::Withdrawn)
    }
}

/// A proposal without its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub id: ProposalId,
    pub kind: ProposalKind,
    pub author: StaffId,
    pub state: ProposalState,
    /// The author's reason; published with the change.
    pub reason: String,
    /// The revision of the public data that the author saw.
    pub seen_revision: i64,
    pub created_at: DateTime<Utc>,
    /// When the proposal entered its current state.
    pub changed_at: DateTime<Utc>,
    /// Who last approved or returned it.
    pub decided_by: Option<StaffId>,
    /// That person's comment.
    pub answer: String,
    /// Incremented with every change, so that nobody decides on a version other than the one they saw.
    pub version: i64,
}

/// A proposal with the entries it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalSummary {
    pub proposal: Proposal,
    pub departments: Vec<DepartmentCode>,
    /// The number of entries it changes.
    pub entries: i64,
    /// The first of these entries by id.
    pub first: Option<ProcedureId>,
    /// What its file contains, if it has one.
    pub file: Option<TableKind>,
}

/// The settings of a department, made by an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentRule {
    /// Whether a change needs someone else's approval before it is published.
    pub needs_approval: bool,
    /// The tables of the whole city that the department keeps.
    pub keeps: BTreeSet<TableKind>,
}

/// The tables that a department with "keeps figures" has kept since before tables were named one by one.
pub const FIGURES: [TableKind; 3] = [TableKind::Cards, TableKind::Population, TableKind::Indicators];

impl Default for DepartmentRule {
    /// Approval is required unless an administrator has decided otherwise.
    fn default() -> Self {
        Self { needs_approval: true, keeps: BTreeSet::new() }
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
        for action in ProposalAction::ALL {
            assert!(!ProposalState::Published.allows(*action) && !ProposalState::Withdrawn.allows(*action), "{action}");
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
