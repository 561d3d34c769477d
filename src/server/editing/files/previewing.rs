//! Reading the file of a proposal for its preview.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::proposal::{ProposalId, ProposalState};
use domain::table_kind::TableKind;
use domain::text::MessageLanguage;
use exchange::import::{self, Watch};
use store::error::AppError;
use store::{Db, WriteKind, proposals, proposed_files, revision};

use super::outcome::Outcome;
use super::previews::{PreviewKey, PreviewStatus, Previews};
use super::{affected_departments, written_counts};
use crate::server::editing::Edits;
use crate::server::editing::details::{ProposalDetails, open};

impl Edits<'_> {
    /// The outcome of a proposal's file, as far as it is known; starts reading the file if needed.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn look_at_file(
        self,
        previews: &Previews,
        opened: &ProposalDetails,
        language: MessageLanguage,
    ) -> Result<PreviewStatus, AppError> {
        let revision = revision::find_revision(&mut self.db.read().await?).await?;
        let proposal = &opened.proposal;
        let key = PreviewKey { proposal: proposal.id.clone(), version: proposal.version, language };
        let owned = Preview {
            db: self.db.clone(),
            now: self.now,
            id: proposal.id.clone(),
            version: proposal.version,
            language,
        };
        Ok(previews.look(&key, revision, self.now, |watch| owned.read(watch)).await)
    }
}

/// The inputs of a preview, for a task that outlives its request.
struct Preview {
    db: Db,
    now: DateTime<Utc>,
    id: ProposalId,
    version: i64,
    language: MessageLanguage,
}

impl Preview {
    async fn read(self, watch: Watch) -> Result<Outcome, AppError> {
        let edits = Edits { db: &self.db, now: self.now, today: domain::calendar::today_in_japan(self.now) };
        let mut connection = self.db.read().await?;
        let gone = || Outcome {
            refusal: Some(match self.language {
                MessageLanguage::Japanese => "このファイルはもう保存されていません".to_owned(),
                MessageLanguage::English => "this file is no longer stored".to_owned(),
            }),
            ..Outcome::default()
        };
        let opened = open(&mut connection, &self.id).await?.filter(|opened| opened.proposal.version == self.version);
        let Some((opened, file)) = opened.and_then(|opened| opened.file.clone().map(|file| (opened, file))) else {
            return Ok(gone());
        };
        let departments = affected_departments(&mut connection, &opened).await?;
        drop(connection);
        let content = edits.content_now(&opened).await?;
        let Some(content) = content else { return Ok(gone()) };
        let request = edits.request(&opened, &file, departments, self.language);
        let report = import::preview(&self.db, request, Arc::from(content), &watch).await?;
        let outcome = Outcome::of(&report);
        if !outcome.is_abandoned && matches!(opened.proposal.state, ProposalState::Draft | ProposalState::Returned) {
            self.keep(&outcome, file.kind).await?;
        }
        Ok(outcome)
    }

    /// Stores with the proposal what its author is about to see: the departments affected and the base.
    async fn keep(&self, outcome: &Outcome, kind: TableKind) -> Result<(), AppError> {
        let base = outcome.confirmable().unwrap_or_default().to_owned();
        let (summary, departments) = (written_counts(&outcome.counts), outcome.departments.clone());
        let (base, summary, departments) = (&base, &summary, &departments);
        self.db
            .write(WriteKind::Private, |transaction| {
                Box::pin(async move {
                    proposals::hold_proposal(transaction, &self.id).await?;
                    let proposal = proposals::find_proposal(transaction, &self.id).await?;
                    if proposal.is_none_or(|proposal| proposal.version != self.version) {
                        return Ok(());
                    }
                    if kind.is_of_procedures() {
                        proposals::save_departments(transaction, &self.id, departments).await?;
                    }
                    proposed_files::save_preview(transaction, &self.id, base, summary).await
                })
            })
            .await
    }
}
