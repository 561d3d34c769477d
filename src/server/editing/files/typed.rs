//! Drafts whose file is made of typed rows: the file as the rows are now, what others have changed meanwhile, and the choice
//! between both.

use std::collections::BTreeMap;

use domain::audit_action::AuditAction;
use domain::proposal::{ProposalAction, ProposalId, ProposalState};
use store::error::AppError;
use store::proposals::{self, ProposalUpdate};
use store::{WriteKind, proposed_files, revision};

use super::written_counts;
use crate::server::editing::decisions::{Resolution, ResolutionOutcome};
use crate::server::editing::details::{ProposalDetails, load_checked, load_for_action};
use crate::server::editing::proposed_file::ProposedFile;
use crate::server::editing::tables::TableRows;
use crate::server::editing::typed_draft::{Merged, RowConflict, TypedDraft};
use crate::server::editing::{EditError, EditRefusal, Edits};
use crate::server::staff::{CurrentUser, row_of};

/// A typed draft beside the rows of now.
#[derive(Debug)]
pub struct TypedNow {
    pub draft: TypedDraft,
    pub rows: TableRows,
    pub merged: Merged,
}

impl TypedNow {
    /// What somebody has to decide about before the draft goes on.
    #[must_use]
    pub fn conflicts(&self) -> &[RowConflict] {
        &self.merged.conflicts
    }
}

/// What typed rows come to once their conflicts with those of now are settled.
#[derive(Debug)]
pub enum Settled {
    /// They go on.
    Ready(TypedNow),
    /// What others have done stands, and nothing is left of them.
    TheirsStands,
    /// Somebody has to choose first.
    Undecided(TypedNow),
}

impl TypedNow {
    /// Settles the conflicts with the choices between both sides, by row and column.
    ///
    /// # Errors
    /// If the table has lost columns that the draft fills.
    fn settled(self, choices: &BTreeMap<(usize, String), Resolution>) -> Result<Settled, EditRefusal> {
        if self.conflicts().is_empty() {
            return Ok(Settled::Ready(self));
        }
        let Some(draft) = self.draft.resolved(&self.rows, choices) else { return Ok(Settled::Undecided(self)) };
        if draft.rows.is_empty() {
            return Ok(Settled::TheirsStands);
        }
        let merged = draft.merge(&self.rows).ok_or(EditRefusal::State)?;
        Ok(Settled::Ready(Self { draft, merged, rows: self.rows }))
    }

    /// The file of the rows, as those of the table are now.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        self.draft.file_of(&self.merged, &self.rows)
    }
}

impl Edits<'_> {
    /// The rows of a form beside those of now, with the choices that the form makes.
    ///
    /// # Errors
    /// If the table is not what it was, or the database does not answer.
    pub async fn settle_rows(
        self,
        draft: &TypedDraft,
        choices: impl Fn(&TypedNow) -> BTreeMap<(usize, String), Resolution>,
    ) -> Result<Settled, EditError> {
        let now = self.beside_rows(draft).await?.ok_or(EditRefusal::State)?;
        let choices = choices(&now);
        Ok(now.settled(&choices)?)
    }

    /// A draft beside the rows of now; `None` if its table is not what it was.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn beside_rows(self, draft: &TypedDraft) -> Result<Option<TypedNow>, AppError> {
        let Some(table) = draft.city_table() else { return Ok(None) };
        let rows = self.table_rows_of(table, draft.areas(), draft.language()).await?;
        Ok(draft.merge(&rows).map(|merged| TypedNow { draft: draft.clone(), rows, merged }))
    }

    /// The typed rows of an open proposal beside the rows of now; `None` if its file was sent as it is.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn typed_now(self, opened: &ProposalDetails) -> Result<Option<TypedNow>, AppError> {
        match opened.unpublished_file().and_then(|file| file.options.typed.as_ref()) {
            Some(draft) => self.beside_rows(draft).await,
            None => Ok(None),
        }
    }

    /// The content of an open proposal's file: as it was sent, or made anew of its typed rows.
    pub(in crate::server::editing) async fn content_now(
        self,
        opened: &ProposalDetails,
    ) -> Result<Option<Vec<u8>>, AppError> {
        let content = proposed_files::find_content(&mut self.db.read().await?, &opened.proposal.id).await?;
        let now = if content.is_some() { self.typed_now(opened).await? } else { None };
        Ok(match now {
            Some(now) if now.conflicts().is_empty() => Some(now.content()),
            _ => content,
        })
    }

    /// Refuses what would go on although somebody else has changed the same rows meanwhile.
    pub(in crate::server::editing) async fn refuse_typed_conflicts(
        self,
        opened: &ProposalDetails,
    ) -> Result<(), EditError> {
        let now = self.typed_now(opened).await?;
        if now.is_some_and(|now| !now.conflicts().is_empty()) { Err(EditRefusal::Conflict.into()) } else { Ok(()) }
    }

    /// Resolves conflicts between typed rows and what others have changed. If nothing is left of the user's change, the
    /// proposal is withdrawn.
    ///
    /// # Errors
    /// If the resolution is refused, or the database does not answer.
    pub async fn resolve_typed(
        self,
        user: &CurrentUser,
        id: &ProposalId,
        version: i64,
        choices: impl Fn(&TypedNow) -> BTreeMap<(usize, String), Resolution>,
    ) -> Result<ResolutionOutcome, EditError> {
        let opened = load_checked(&mut self.db.read().await?, user, id, version, ProposalAction::Edit).await?;
        let now = self.typed_now(&opened).await?.ok_or(EditRefusal::State)?;
        let choices = choices(&now);
        let resolved = match now.settled(&choices)? {
            Settled::Ready(now) => Some((now.content(), now.draft)),
            Settled::TheirsStands => None,
            Settled::Undecided(_) => return Err(EditRefusal::Conflict.into()),
        };
        let resolved = &resolved;
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    let (user, opened) = load_for_action(transaction, user, id, version, ProposalAction::Edit).await?;
                    let file = opened.unpublished_file().ok_or(EditRefusal::State)?;
                    let seen_revision = revision::find_revision(transaction).await?;
                    let step = ProposalUpdate { seen_revision, ..ProposalUpdate::unchanged(&opened.proposal) };
                    let row = |action: AuditAction| row_of(&user, action.as_str(), id.to_string());
                    let Some((content, draft)) = resolved else {
                        let step = ProposalUpdate { state: ProposalState::Withdrawn, ..step };
                        proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                        let why = "nothing was left of it after a conflict was resolved";
                        transaction.audit(row(AuditAction::WithdrawProposal).detail(why));
                        return Ok(ResolutionOutcome::Withdrawn);
                    };
                    proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                    let mut options = file.options.clone();
                    options.typed = Some(draft.clone());
                    let file = ProposedFile { options, base: String::new(), counts: Vec::new(), ..file.clone() };
                    proposed_files::save_file(transaction, id, &file.row(written_counts(&[]))).await?;
                    proposed_files::replace_content(transaction, id, content).await?;
                    transaction.audit(row(AuditAction::SettleProposal));
                    Ok(ResolutionOutcome::Kept)
                })
            })
            .await
    }
}
