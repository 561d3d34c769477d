//! Files that waited as a whole for their day: they are read again on it, against the data as they are then.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::audit_action::AuditAction;
use domain::proposal::{ProposalId, ProposalState};
use domain::text::MessageLanguage;
use exchange::import::{self, ImportSummary, Request, TransactionHook, Watch};
use futures::FutureExt;
use store::error::AppError;
use store::proposals::{self, ProposalUpdate, SaveError};
use store::{WriteKind, WriteTransaction, proposed_files};

use super::outcome::{CountLine, Outcome};
use super::written_counts;
use crate::server::editing::Edits;
use crate::server::editing::details::{ProposalDetails, open};
use crate::server::staff::{SCHEDULER, row_by};

impl Edits<'_> {
    /// Imports scheduled files whose day has come, and returns the number of proposals processed. What has changed since
    /// they were approved is taken as it is now: whoever decided on a day decided on that day's data. A file that is wrong
    /// by then returns to its author.
    pub(in crate::server::editing) async fn publish_due_files(self) -> Result<usize, AppError> {
        let due = proposed_files::list_due_files(&mut self.db.read().await?, self.today).await?;
        let mut moved = 0;
        for id in &due {
            moved += match self.publish_due_file(id).await {
                Ok(is_moved) => usize::from(is_moved),
                // Someone else has acted on it; the next run finds it again if it is still due.
                Err(SaveError::Stale) => 0,
                Err(SaveError::Failed(error)) => return Err(error),
            };
        }
        Ok(moved)
    }

    async fn publish_due_file(self, id: &ProposalId) -> Result<bool, SaveError> {
        let mut connection = self.db.read().await?;
        let Some(opened) = open(&mut connection, id).await? else { return Ok(false) };
        drop(connection);
        let Some(file) = &opened.file else { return Ok(false) };
        // Typed rows are put beside those of this day. Where others have changed the same since, their author chooses.
        if self.typed_now(&opened).await?.is_some_and(|now| !now.conflicts().is_empty()) {
            return self.end(&opened, ProposalState::Returned).await;
        }
        let Some(content) = self.content_now(&opened).await? else { return Ok(false) };
        let content: Arc<[u8]> = Arc::from(content);
        let decided_by = opened.proposal.decided_by.as_ref();
        let request = Request {
            origin: SCHEDULER.to_owned(),
            approved_by: decided_by.map(ToString::to_string).unwrap_or_default(),
            ..self.request(&opened, file, BTreeSet::new(), MessageLanguage::English)
        };
        let report = import::preview(self.db, request.clone(), Arc::clone(&content), &Watch::silent()).await?;
        let outcome = Outcome::of(&report);
        let Some(base) = report.base().filter(|_| outcome.confirmable().is_some()) else {
            // If nothing is left to do, the proposal is done; anything else is for its author to decide.
            let state = if outcome.is_refused() { ProposalState::Returned } else { ProposalState::Published };
            return self.end(&opened, state).await;
        };
        let (id, today, now, version) = (id.clone(), self.today, self.now, opened.proposal.version);
        let alongside: TransactionHook<SaveError> = Arc::new(move |transaction, weighed| {
            let id = id.clone();
            async move { carry_out(transaction, &id, version, weighed, today, now).await }.boxed()
        });
        let report = import::confirm_with(self.db, request, content, base, alongside).await?;
        Ok(!report.is_refused())
    }

    /// Ends a scheduled proposal of which nothing is written.
    async fn end(self, opened: &ProposalDetails, state: ProposalState) -> Result<bool, SaveError> {
        let (proposal, now) = (&opened.proposal, self.now);
        self.db
            .write(WriteKind::Audited(now), |transaction| {
                Box::pin(async move {
                    proposals::hold_proposal(transaction, &proposal.id).await?;
                    let step = ProposalUpdate { state, ..ProposalUpdate::unchanged(proposal) };
                    proposals::save_proposal(transaction, proposal, &step, now).await?;
                    let action = AuditAction::EndScheduledProposal.as_str();
                    let row = row_by(&proposal.author, SCHEDULER, action, proposal.id.to_string());
                    transaction.audit(row.detail(state.as_str()));
                    Ok(true)
                })
            })
            .await
    }
}

/// Moves the proposal of a file on, in the transaction that imports it.
async fn carry_out(
    transaction: &mut WriteTransaction<'_>,
    id: &ProposalId,
    version: i64,
    weighed: ImportSummary,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), SaveError> {
    proposals::hold_proposal(transaction, id).await?;
    // Another process may have been faster, or the author has withdrawn it.
    let is_due = proposed_files::list_due_files(transaction, today).await?.contains(id);
    let proposal = proposals::find_proposal(transaction, id).await?;
    let Some(proposal) = proposal.filter(|proposal| is_due && proposal.version == version) else {
        return Err(SaveError::Stale);
    };
    let step = ProposalUpdate { state: ProposalState::Published, ..ProposalUpdate::unchanged(&proposal) };
    proposals::save_proposal(transaction, &proposal, &step, now).await?;
    let counts: Vec<CountLine> =
        weighed.counts.iter().map(|counts| CountLine::of(counts, MessageLanguage::Japanese)).collect();
    proposed_files::save_preview(transaction, id, "", &written_counts(&counts)).await?;
    // What undoes it takes the place of what was sent.
    proposed_files::replace_content(transaction, id, weighed.undo.as_deref().unwrap_or_default()).await?;
    Ok(())
}
