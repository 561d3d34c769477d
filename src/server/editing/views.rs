//! What somebody who decides about proposals has opened. Several are approved together only by somebody who has opened each
//! in the version that is approved.

use std::collections::HashMap;
use std::time::Duration;

use chrono::TimeDelta;
use domain::proposal::{ProposalAction, ProposalId};
use store::WriteKind;
use store::error::AppError;
use store::proposal_views::{ProposalSeen, list_views_of_staff, remove_old_views, save_view};

use super::{EditError, EditRefusal, Edits, ProposalDetails};
use crate::server::staff::CurrentUser;

/// How long it is known what somebody has opened.
const KEPT: TimeDelta = TimeDelta::days(60);

/// The longest that a page waits until it is noted that it was opened: readers do not wait for a long import.
const LONGEST_NOTE: Duration = Duration::from_millis(500);

/// The version of a proposal that somebody has opened, and the base of the preview that was shown.
pub type Seen = HashMap<ProposalId, ProposalSeen>;

impl Edits<'_> {
    /// Notes that the user has opened a proposal that they may approve, with the base of the preview that is shown.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn note_view(self, user: &CurrentUser, opened: &ProposalDetails, base: &str) -> Result<(), AppError> {
        if !opened.may(user, ProposalAction::Approve) {
            return Ok(());
        }
        let proposal = opened.proposal.id.clone();
        let seen = ProposalSeen { proposal, version: opened.proposal.version, base: base.to_owned() };
        if self.seen(user).await?.get(&seen.proposal) == Some(&seen) {
            return Ok(());
        }
        let (db, staff, now) = (self.db.clone(), user.member.id.clone(), self.now);
        let noting = tokio::spawn(async move {
            let (staff, seen) = (&staff, &seen);
            db.write(WriteKind::Private, |transaction| Box::pin(save_view(transaction, staff, seen, now))).await
        });
        match tokio::time::timeout(LONGEST_NOTE, noting).await {
            Ok(Ok(noted)) => noted,
            // It is written later, or with the next look.
            _ => Ok(()),
        }
    }

    /// What the user has opened.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn seen(self, user: &CurrentUser) -> Result<Seen, AppError> {
        let all = list_views_of_staff(&mut self.db.read().await?, &user.member.id).await?;
        Ok(all.into_iter().map(|seen| (seen.proposal.clone(), seen)).collect())
    }

    /// Approves a proposal among several, if the user has opened this version of it, against the preview that was shown.
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn approve_seen(self, user: &CurrentUser, id: &ProposalId, version: i64) -> Result<(), EditError> {
        let seen = self.seen(user).await?.remove(id).filter(|seen| seen.version == version);
        let seen = seen.ok_or(EditRefusal::Unseen)?;
        let opened = self.open(user, id).await?.ok_or(EditRefusal::NotFound)?;
        if opened.unpublished_file().is_some() {
            self.publish_file(user, id, version, ProposalAction::Approve, &seen.base).await
        } else {
            self.publish(user, id, version, ProposalAction::Approve).await
        }
    }

    /// Forgets what was opened long ago.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn forget_views(self) -> Result<(), AppError> {
        let until = self.now - KEPT;
        self.db.write(WriteKind::Private, |transaction| Box::pin(remove_old_views(transaction, until))).await
    }
}
