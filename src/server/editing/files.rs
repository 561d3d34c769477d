//! Changes by file: stored as uploaded, previewed before anything is written, confirmed against the previewed state,
//! and written in one transaction with the state of the proposal (docs/adr/0012-files-are-proposals.md).

mod due;
pub mod outcome;
mod previewing;
pub mod previews;
pub mod retention;
pub mod typed;
pub mod typed_cards;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::procedure::DepartmentCode;
use domain::proposal::{Proposal, ProposalAction, ProposalId, ProposalKind, ProposalState};
use domain::rights::Rights;
use domain::table_kind::TableKind;
use domain::text::{MessageLanguage, normalise_name};
use exchange::import::base::ImportBase;
use exchange::import::{self, ImportSummary, Request, TransactionHook};
use futures::FutureExt;
use store::error::AppError;
use store::proposals::{self, ProposalUpdate};
use store::proposed_files::{self, FileRow};
use store::{Connection, WriteKind, WriteTransaction, revision, staff};

use super::details::{ProposalDetails, acting, check_right, load_checked, load_for_action};
use super::drafts::{DraftVersion, new_draft};
use super::proposed_file::{FileOptions, ProposedFile, written_counts};
use super::publishing::schedule_row;
use super::{EditError, EditRefusal, Edits, stored_reason};
use crate::server::staff::{CurrentUser, row_by};
use outcome::{CountLine, Outcome};
use retention::has_space;

/// The largest file accepted, in bytes.
pub const LARGEST_FILE: usize = 32 * 1024 * 1024;

/// Bytes of files stored for one account: two of the largest.
pub const SPACE_OF_ACCOUNT: usize = 2 * LARGEST_FILE;

/// Bytes of files stored for all accounts together.
pub const SPACE_OF_ALL: usize = 32 * LARGEST_FILE;

/// The longest stored file name, in characters.
const LONGEST_NAME: usize = 120;

/// An uploaded file.
#[derive(Debug, Clone)]
pub struct NewFile {
    pub kind: TableKind,
    pub name: String,
    pub options: FileOptions,
    /// For figures that belong to no procedure: the department that maintains them.
    pub department: Option<DepartmentCode>,
    pub content: Arc<[u8]>,
}

/// A file name on one line, without the directories that some browsers include.
fn tidy_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = normalise_name(name).chars().take(LONGEST_NAME).collect();
    if name.is_empty() { "file".to_owned() } else { name }
}

impl NewFile {
    /// As it is stored before its first preview.
    fn row(&self) -> FileRow {
        FileRow {
            kind: self.kind.to_string(),
            name: tidy_name(&self.name),
            options: serde_json::to_string(&self.options).unwrap_or_default(),
            base: String::new(),
            summary: String::new(),
            waits_until: None,
            size: 0,
        }
    }
}

/// The departments that answer for a file, if the user may propose it. Those of procedures are known only once the file
/// is read.
async fn checked_keepers(
    connection: &mut Connection,
    user: &CurrentUser,
    file: &NewFile,
) -> Result<Vec<DepartmentCode>, EditError> {
    let rules = proposals::list_rules(connection).await?;
    if !user.rights.open_tables(&rules).contains(&file.kind) {
        return Err(EditRefusal::NoRight.into());
    }
    match (file.kind.is_of_procedures(), &file.department) {
        (true, _) => Ok(Vec::new()),
        (false, Some(department)) if user.rights.departments_keeping(file.kind, &rules).contains(department) => {
            Ok(vec![department.clone()])
        }
        (false, None) if user.rights.keeps_as_administrator(file.kind, &rules) => Ok(Vec::new()),
        (false, _) => Err(EditRefusal::NoRight.into()),
    }
}

/// The departments whose procedures a file may affect: while its author can still change it, those that the author may
/// edit; afterwards, those submitted for approval.
async fn affected_departments(
    connection: &mut Connection,
    opened: &ProposalDetails,
) -> Result<BTreeSet<DepartmentCode>, AppError> {
    if opened.proposal.state == ProposalState::Waiting {
        return Ok(opened.departments.iter().cloned().collect());
    }
    let author = staff::find_member(connection, &opened.proposal.author).await?;
    Ok(author
        .map(|account| Rights::of(&account.member).roles().departments.iter().cloned().collect())
        .unwrap_or_default())
}

impl Edits<'_> {
    fn request(
        self,
        opened: &ProposalDetails,
        file: &ProposedFile,
        departments: BTreeSet<DepartmentCode>,
        language: MessageLanguage,
    ) -> Request {
        let proposal = &opened.proposal;
        // A preview writes no audit row.
        let by = row_by(&proposal.author, "", "", "");
        Request {
            source: file.options.given_source(),
            as_of: file.options.as_of,
            population_as_of: file.options.population_as_of,
            fiscal_year: file.options.fiscal_year,
            effective_on: file.options.effective_on,
            area: file.options.area.clone().filter(|_| file.kind == TableKind::Cards),
            allow_new_areas: file.options.allow_new_areas,
            may_hold_back: true,
            allowed_departments: file.kind.is_of_procedures().then_some(departments),
            actor: by.actor,
            reason: proposal.reason.clone(),
            correlation_id: format!("proposal {}", proposal.id),
            undoes: file.options.undoes.clone(),
            language,
            ..Request::new(file.kind, &file.name, self.now)
        }
    }

    /// Stores a file as a new draft of its author, or in place of that of a draft, without reading it. A draft keeps its
    /// content where the file has none.
    ///
    /// # Errors
    /// If the file is refused, or the database does not answer.
    pub async fn save_file(
        self,
        user: &CurrentUser,
        draft: Option<&DraftVersion>,
        file: NewFile,
        reason: &str,
    ) -> Result<ProposalId, EditError> {
        match draft {
            Some(draft) => self.replace_file(user, draft, &file, reason).await,
            None => self.propose_file(user, file, reason).await,
        }
    }

    async fn replace_file(
        self,
        user: &CurrentUser,
        draft: &DraftVersion,
        file: &NewFile,
        reason: &str,
    ) -> Result<ProposalId, EditError> {
        let (id, version) = (&draft.id, draft.version);
        let (row, reason) = (&file.row(), &stored_reason(reason));
        self.db
            .write(WriteKind::Private, |transaction| {
                Box::pin(async move {
                    let (user, opened) = load_for_action(transaction, user, id, version, ProposalAction::Edit).await?;
                    let known = opened.unpublished_file().ok_or(EditRefusal::State)?;
                    let departments = checked_keepers(transaction, &user, file).await?;
                    let seen_revision = revision::find_revision(transaction).await?;
                    let step = ProposalUpdate { reason, seen_revision, ..ProposalUpdate::unchanged(&opened.proposal) };
                    proposals::save_proposal(transaction, &opened.proposal, &step, self.now).await?;
                    proposals::save_departments(transaction, id, &departments).await?;
                    if file.content.is_empty() {
                        let row = FileRow { name: known.name.clone(), ..row.clone() };
                        proposed_files::save_file(transaction, id, &row).await?;
                    } else {
                        proposed_files::remove_content(transaction, id).await?;
                        if !has_space(transaction, &user.member.id, file.content.len()).await? {
                            return Err(EditRefusal::Space.into());
                        }
                        proposed_files::save_file(transaction, id, row).await?;
                        proposed_files::replace_content(transaction, id, &file.content).await?;
                    }
                    Ok(id.clone())
                })
            })
            .await
    }

    /// Stores a file as a draft of its author, without reading it.
    ///
    /// # Errors
    /// If the file is refused, or the database does not answer.
    pub async fn propose_file(self, user: &CurrentUser, file: NewFile, reason: &str) -> Result<ProposalId, EditError> {
        if file.content.is_empty() {
            return Err(EditRefusal::Nothing.into());
        }
        let proposal = new_draft(self.now, user, ProposalKind::File, reason, 0)?;
        let (draft, row, file) = (&proposal, &file.row(), &file);
        self.db
            .write(WriteKind::Private, |transaction| {
                Box::pin(async move {
                    let user = acting(transaction, user).await?;
                    let departments = checked_keepers(transaction, &user, file).await?;
                    if !has_space(transaction, &user.member.id, file.content.len()).await? {
                        return Err(EditRefusal::Space.into());
                    }
                    let seen_revision = revision::find_revision(transaction).await?;
                    let proposal = Proposal { seen_revision, ..draft.clone() };
                    proposals::add_proposal(transaction, &proposal, &departments, &[]).await?;
                    proposed_files::add_file(transaction, &proposal.id, row, &file.content).await?;
                    Ok(proposal.id)
                })
            })
            .await
    }

    /// Writes the file of a proposal if its records are still as previewed, with the audit rows and the state of the
    /// proposal in the same transaction: by its author if no approval is needed ([`ProposalAction::Publish`]), or with
    /// someone else's approval ([`ProposalAction::Approve`]).
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn publish_file(
        self,
        user: &CurrentUser,
        id: &ProposalId,
        version: i64,
        action: ProposalAction,
        base: &str,
    ) -> Result<(), EditError> {
        let base = base.parse::<ImportBase>().map_err(|_| EditRefusal::Overtaken)?;
        let mut connection = self.db.read().await?;
        // Repeated in the transaction that writes; checked here so that nobody causes a file to be read that they may
        // not publish.
        let opened = load_checked(&mut connection, user, id, version, action).await?;
        if opened.proposal.reason.is_empty() {
            return Err(EditRefusal::Reason.into());
        }
        let file = opened.unpublished_file().ok_or(EditRefusal::NotFound)?;
        let departments = affected_departments(&mut connection, &opened).await?;
        drop(connection);
        self.refuse_typed_conflicts(&opened).await?;
        let content = self.content_now(&opened).await?.ok_or(EditRefusal::NotFound)?;
        let mut request = self.request(&opened, file, departments, MessageLanguage::English);
        request.origin.clone_from(&user.origin);
        if action == ProposalAction::Approve {
            request.approved_by = user.member.id.to_string();
        }
        let (kind, now) = (file.kind, self.now);
        let (user, id) = (user.clone(), id.clone());
        let alongside: TransactionHook<EditError> = Arc::new(move |transaction, weighed| {
            let (user, id) = (user.clone(), id.clone());
            async move { move_on(transaction, &user, &id, version, action, kind, weighed, now).await }.boxed()
        });
        let report = import::confirm_with(self.db, request, Arc::from(content), base, alongside).await?;
        let outcome = Outcome::of(&report);
        if report.is_stale() {
            Err(EditRefusal::Overtaken.into())
        } else if outcome.is_refused() {
            Err(EditRefusal::Wrong.into())
        } else if !outcome.changes_something() {
            Err(EditRefusal::Nothing.into())
        } else {
            Ok(())
        }
    }
}

/// Moves on the proposal of a file being written, in the same transaction, with the current rights, version, state and
/// departments. Fields that change on a day to come become typed changes of the proposal, which is then scheduled. A file
/// that waits as a whole is kept as it is.
#[allow(clippy::too_many_arguments, reason = "everything that is decided by")]
async fn move_on(
    transaction: &mut WriteTransaction<'_>,
    user: &CurrentUser,
    id: &ProposalId,
    version: i64,
    action: ProposalAction,
    kind: TableKind,
    weighed: ImportSummary,
    now: DateTime<Utc>,
) -> Result<(), EditError> {
    let (user, opened) = load_for_action(transaction, user, id, version, action).await?;
    let departments = if kind.is_of_procedures() {
        // Procedures without a department have been refused earlier.
        weighed.departments.into_iter().flatten().collect()
    } else {
        // A reorganisation may have moved what a department keeps to one of its successors.
        let keeps = |code: &&DepartmentCode| opened.rules.of(code).keeps.contains(&kind);
        let keepers: Vec<DepartmentCode> = opened.departments.iter().filter(keeps).cloned().collect();
        if keepers.is_empty() && !opened.departments.is_empty() {
            return Err(EditRefusal::NoRight.into());
        }
        keepers
    };
    check_right(&user, &opened.proposal, &departments, Some(kind), &opened.rules, action)?;
    let approved_by = (action == ProposalAction::Approve).then_some(&user.member.id);
    let held_back = weighed.held_back;
    let waits = !held_back.is_empty() || weighed.waits_until.is_some();
    let state = if waits { ProposalState::Scheduled } else { ProposalState::Published };
    let step = ProposalUpdate { state, decided_by: approved_by, ..ProposalUpdate::unchanged(&opened.proposal) };
    proposals::save_proposal(transaction, &opened.proposal, &step, now).await?;
    proposals::save_departments(transaction, id, &departments).await?;
    let counts: Vec<CountLine> =
        weighed.counts.iter().map(|counts| CountLine::of(counts, MessageLanguage::Japanese)).collect();
    let base = opened.file.map(|file| file.base).unwrap_or_default();
    if let Some(undo) = &weighed.undo {
        // What was sent is in the tables now. What undoes it takes its place.
        proposed_files::replace_content(transaction, id, undo).await?;
    }
    proposed_files::save_preview(transaction, id, &base, &written_counts(&counts)).await?;
    if let Some(day) = weighed.waits_until {
        // Nothing of it is in the tables. It is read again on its day.
        proposed_files::save_waiting(transaction, id, day).await?;
    } else if waits {
        proposals::save_changes(transaction, id, &held_back).await?;
        // What is left of the file is in these changes, and nobody reads it again.
        proposed_files::remove_content(transaction, id).await?;
    }
    if waits {
        transaction.audit(schedule_row(&opened.proposal, &user.origin, approved_by));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_a_name_and_no_way_to_a_folder() {
        assert_eq!(tidy_name("C:\\Users\\someone\\手続.xlsx"), "手続.xlsx");
        assert_eq!(tidy_name("../../etc/passwd"), "passwd");
        assert_eq!(tidy_name("a\r\nb\u{202e}.csv"), "a b.csv");
        assert_eq!((tidy_name("").as_str(), tidy_name("x/").as_str()), ("file", "file"));
        assert_eq!(tidy_name(&"長".repeat(500)).chars().count(), LONGEST_NAME);
    }
}
