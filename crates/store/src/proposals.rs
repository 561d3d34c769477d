//! Proposed changes, and the departments' rules set by administrators.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::entry::ProcedurePatch;
use domain::procedure::{DepartmentCode, ProcedureId};
use domain::proposal::{DepartmentRule, FIGURES, Proposal, ProposalId, ProposalKind, ProposalState, ProposalSummary};
use domain::rights::DepartmentRules;
use domain::staff::StaffId;
use thiserror::Error;

use super::row_hashes::touch;
use super::{Connection, Upsert, WriteError, format_timestamp, parse_timestamp};
use crate::error::AppError;

statements! {
    ADD_PROPOSAL = "INSERT INTO proposals (id, kind, author, state, reason, seen_revision, created_at, changed_at, \
                    decided_by, answer, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    FIND_PROPOSAL = "SELECT id, kind, author, state, reason, seen_revision, created_at, changed_at, decided_by, \
                     answer, version FROM proposals WHERE id = $1";
    LIST_OPEN_PROPOSALS = "SELECT id, kind, author, state, reason, seen_revision, created_at, changed_at, decided_by, \
                           answer, version FROM proposals WHERE state IN ('draft', 'waiting', 'returned', 'scheduled') \
                           ORDER BY changed_at DESC, id";
    LIST_ENDED_PROPOSALS = "SELECT id, kind, author, state, reason, seen_revision, created_at, changed_at, decided_by, \
                            answer, version FROM proposals WHERE state IN ('published', 'withdrawn') \
                            ORDER BY changed_at DESC, id LIMIT $1";
    LIST_DUE_PROPOSALS = "SELECT DISTINCT p.id FROM proposals p JOIN proposed_changes c ON c.proposal = p.id \
                          WHERE p.state = 'scheduled' AND c.effective_on <= $1 ORDER BY p.id";
    HOLD_PROPOSAL = "UPDATE proposals SET version = version WHERE id = $1";
    SAVE_PROPOSAL = "UPDATE proposals SET state = $3, reason = $4, seen_revision = $5, changed_at = $6, \
                     decided_by = $7, answer = $8, version = version + 1 WHERE id = $1 AND version = $2";
    LIST_DEPARTMENTS_OF_PROPOSAL = "SELECT department FROM proposal_departments WHERE proposal = $1 \
                                    ORDER BY department";
    LIST_DEPARTMENTS_OF_OPEN = "SELECT d.proposal, d.department FROM proposal_departments d \
                                JOIN proposals p ON p.id = d.proposal \
                                WHERE p.state IN ('draft', 'waiting', 'returned', 'scheduled') \
                                ORDER BY d.proposal, d.department";
    LIST_DEPARTMENTS_OF_ENDED = "SELECT proposal, department FROM proposal_departments WHERE proposal IN (\
                                 SELECT id FROM proposals WHERE state IN ('published', 'withdrawn') \
                                 ORDER BY changed_at DESC, id LIMIT $1) ORDER BY proposal, department";
    LIST_DEPARTMENTS_OF_ALL = "SELECT proposal, department FROM proposal_departments ORDER BY proposal, department";
    REMOVE_DEPARTMENTS_OF_PROPOSAL = "DELETE FROM proposal_departments WHERE proposal = $1";
    ADD_DEPARTMENT_OF_PROPOSAL = "INSERT INTO proposal_departments (proposal, department) VALUES ($1, $2)";
    LIST_CHANGES_OF_PROPOSAL = "SELECT proposal, procedure_id, is_new, effective_on, was, becomes \
                                FROM proposed_changes WHERE proposal = $1 ORDER BY procedure_id";
    LIST_OPEN_CHANGES_OF_PROCEDURE = "SELECT c.proposal FROM proposed_changes c JOIN proposals p ON p.id = c.proposal \
                                      WHERE c.procedure_id = $1 \
                                      AND p.state IN ('draft', 'waiting', 'returned', 'scheduled') \
                                      ORDER BY p.changed_at DESC, p.id";
    COUNT_CHANGES_OF_OPEN = "SELECT c.proposal, CAST(count(*) AS BIGINT), min(c.procedure_id) FROM proposed_changes c \
                             JOIN proposals p ON p.id = c.proposal \
                             WHERE p.state IN ('draft', 'waiting', 'returned', 'scheduled') GROUP BY c.proposal";
    COUNT_CHANGES_OF_ENDED = "SELECT proposal, CAST(count(*) AS BIGINT), min(procedure_id) FROM proposed_changes \
                              WHERE proposal IN (SELECT id FROM proposals WHERE state IN ('published', 'withdrawn') \
                              ORDER BY changed_at DESC, id LIMIT $1) GROUP BY proposal";
    LIST_FILES_OF_OPEN = "SELECT f.proposal, f.kind FROM proposed_files f JOIN proposals p ON p.id = f.proposal \
                          WHERE p.state IN ('draft', 'waiting', 'returned', 'scheduled')";
    LIST_FILES_OF_ENDED = "SELECT proposal, kind FROM proposed_files WHERE proposal IN (\
                           SELECT id FROM proposals WHERE state IN ('published', 'withdrawn') \
                           ORDER BY changed_at DESC, id LIMIT $1)";
    REMOVE_CHANGES_OF_PROPOSAL = "DELETE FROM proposed_changes WHERE proposal = $1";
    LIST_RULES = "SELECT department, needs_approval, keeps_figures, keeps_tables FROM department_rules ORDER BY department";
    SAVE_RULE = "INSERT INTO department_rules (department, needs_approval, keeps_figures, keeps_tables) \
                 VALUES ($1, $2, $3, $4) ON CONFLICT (department) DO UPDATE SET \
                 needs_approval = excluded.needs_approval, keeps_figures = excluded.keeps_figures, \
                 keeps_tables = excluded.keeps_tables";
    REMOVE_RULE = "DELETE FROM department_rules WHERE department = $1";
}

pub(super) const SAVE_CHANGES: Upsert = Upsert {
    table: "proposed_changes",
    key: &["proposal", "procedure_id"],
    columns: &["is_new", "effective_on", "was", "becomes"],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_CHANGES];

#[derive(sqlx::FromRow)]
struct Row {
    id: ProposalId,
    kind: ProposalKind,
    author: StaffId,
    state: ProposalState,
    reason: String,
    seen_revision: i64,
    created_at: String,
    changed_at: String,
    decided_by: Option<StaffId>,
    answer: String,
    version: i64,
}

impl Row {
    fn into_proposal(self) -> Result<Proposal, AppError> {
        Ok(Proposal {
            id: self.id,
            kind: self.kind,
            author: self.author,
            state: self.state,
            reason: self.reason,
            seen_revision: self.seen_revision,
            created_at: parse_timestamp(&self.created_at)?,
            changed_at: parse_timestamp(&self.changed_at)?,
            decided_by: self.decided_by,
            answer: self.answer,
            version: self.version,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    procedure_id: ProcedureId,
    is_new: bool,
    effective_on: NaiveDate,
    was: String,
    becomes: String,
}

impl TryFrom<ChangeRow> for ProcedurePatch {
    type Error = AppError;

    fn try_from(row: ChangeRow) -> Result<Self, AppError> {
        let fields = Self::parse_stored(&row.was, &row.becomes)?;
        Ok(Self { procedure: row.procedure_id, is_new: row.is_new, effective_on: row.effective_on, fields })
    }
}

/// Adds a proposal with its changes.
pub async fn add_proposal(
    connection: &mut Connection,
    proposal: &Proposal,
    departments: &[DepartmentCode],
    changes: &[ProcedurePatch],
) -> Result<(), AppError> {
    touch(connection, "proposals", vec![proposal.id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(ADD_PROPOSAL)
            .bind(&proposal.id)
            .bind(proposal.kind)
            .bind(&proposal.author)
            .bind(proposal.state)
            .bind(&proposal.reason)
            .bind(proposal.seen_revision)
            .bind(format_timestamp(proposal.created_at))
            .bind(format_timestamp(proposal.changed_at))
            .bind(&proposal.decided_by)
            .bind(&proposal.answer)
            .bind(proposal.version)
            .execute(inner)
            .await?;
    });
    save_departments(connection, &proposal.id, departments).await?;
    save_changes(connection, &proposal.id, changes).await
}

pub async fn find_proposal(connection: &mut Connection, id: &ProposalId) -> Result<Option<Proposal>, AppError> {
    let row: Option<Row> =
        with_driver!(connection, inner => sqlx::query_as(FIND_PROPOSAL).bind(id).fetch_optional(inner).await?);
    row.map(Row::into_proposal).transpose()
}

/// The departments affected by a proposal.
pub async fn list_departments_of_proposal(
    connection: &mut Connection,
    id: &ProposalId,
) -> Result<Vec<DepartmentCode>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(LIST_DEPARTMENTS_OF_PROPOSAL).bind(id).fetch_all(inner).await?))
}

/// The departments affected by each proposal, open or closed.
pub async fn list_departments_of_all_proposals(
    connection: &mut Connection,
) -> Result<Vec<(ProposalId, DepartmentCode)>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(LIST_DEPARTMENTS_OF_ALL).fetch_all(inner).await?))
}

/// The changes of a proposal, by procedure.
pub async fn list_changes_of_proposal(
    connection: &mut Connection,
    id: &ProposalId,
) -> Result<Vec<ProcedurePatch>, AppError> {
    let rows: Vec<ChangeRow> =
        with_driver!(connection, inner => sqlx::query_as(LIST_CHANGES_OF_PROPOSAL).bind(id).fetch_all(inner).await?);
    rows.into_iter().map(ProcedurePatch::try_from).collect()
}

/// Open proposals that change a procedure, newest first.
pub async fn list_open_proposals_of(
    connection: &mut Connection,
    procedure: &ProcedureId,
) -> Result<Vec<ProposalId>, AppError> {
    with_driver!(connection, inner => {
        Ok(sqlx::query_scalar(LIST_OPEN_CHANGES_OF_PROCEDURE).bind(procedure).fetch_all(inner).await?)
    })
}

/// All open proposals, most recently changed first.
pub async fn list_open_proposals(connection: &mut Connection) -> Result<Vec<ProposalSummary>, AppError> {
    let (rows, departments, counts, files) = with_driver!(connection, inner => (
        sqlx::query_as(LIST_OPEN_PROPOSALS).fetch_all(&mut *inner).await?,
        sqlx::query_as(LIST_DEPARTMENTS_OF_OPEN).fetch_all(&mut *inner).await?,
        sqlx::query_as(COUNT_CHANGES_OF_OPEN).fetch_all(&mut *inner).await?,
        sqlx::query_as(LIST_FILES_OF_OPEN).fetch_all(&mut *inner).await?,
    ));
    listed(rows, departments, counts, files)
}

/// The proposals that were most recently published or withdrawn.
pub async fn list_ended_proposals(connection: &mut Connection, most: i64) -> Result<Vec<ProposalSummary>, AppError> {
    let (rows, departments, counts, files) = with_driver!(connection, inner => (
        sqlx::query_as(LIST_ENDED_PROPOSALS).bind(most).fetch_all(&mut *inner).await?,
        sqlx::query_as(LIST_DEPARTMENTS_OF_ENDED).bind(most).fetch_all(&mut *inner).await?,
        sqlx::query_as(COUNT_CHANGES_OF_ENDED).bind(most).fetch_all(&mut *inner).await?,
        sqlx::query_as(LIST_FILES_OF_ENDED).bind(most).fetch_all(&mut *inner).await?,
    ));
    listed(rows, departments, counts, files)
}

fn listed(
    rows: Vec<Row>,
    pairs: Vec<(ProposalId, DepartmentCode)>,
    counts: Vec<(ProposalId, i64, ProcedureId)>,
    files: Vec<(ProposalId, String)>,
) -> Result<Vec<ProposalSummary>, AppError> {
    let mut departments: HashMap<ProposalId, Vec<DepartmentCode>> = HashMap::new();
    for (proposal, department) in pairs {
        departments.entry(proposal).or_default().push(department);
    }
    let mut counts: HashMap<ProposalId, (i64, ProcedureId)> =
        counts.into_iter().map(|(proposal, count, first)| (proposal, (count, first))).collect();
    let mut files: HashMap<ProposalId, String> = files.into_iter().collect();
    rows.into_iter()
        .map(|row| {
            let proposal = row.into_proposal()?;
            let (entries, first) = counts.remove(&proposal.id).map_or((0, None), |(count, first)| (count, Some(first)));
            let departments = departments.remove(&proposal.id).unwrap_or_default();
            let file = files.remove(&proposal.id).map(|kind| kind.parse()).transpose().map_err(AppError::unreadable)?;
            Ok(ProposalSummary { proposal, departments, entries, first, file })
        })
        .collect()
}

/// Proposals that are due for publication.
pub async fn list_due_proposals(connection: &mut Connection, today: NaiveDate) -> Result<Vec<ProposalId>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_scalar(LIST_DUE_PROPOSALS).bind(today).fetch_all(inner).await?))
}

/// An update to a proposal.
#[derive(Debug, Clone)]
pub struct ProposalUpdate<'a> {
    pub state: ProposalState,
    pub reason: &'a str,
    pub seen_revision: i64,
    pub decided_by: Option<&'a StaffId>,
    pub answer: &'a str,
}

impl<'a> ProposalUpdate<'a> {
    /// An update that changes nothing, as a base for one that does.
    #[must_use]
    pub fn unchanged(proposal: &'a Proposal) -> Self {
        Self {
            state: proposal.state,
            reason: &proposal.reason,
            seen_revision: proposal.seen_revision,
            decided_by: proposal.decided_by.as_ref(),
            answer: &proposal.answer,
        }
    }
}

/// Why a proposal was not updated.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The proposal has changed since it was loaded. A decision about that version must not be written.
    #[error("the proposal has changed since it was loaded")]
    Stale,
    #[error(transparent)]
    Failed(#[from] AppError),
}

impl WriteError for SaveError {
    fn as_app_error(&self) -> Option<&AppError> {
        match self {
            Self::Stale => None,
            Self::Failed(error) => Some(error),
        }
    }
}

/// Locks a proposal until this transaction ends, so that what is read afterwards still holds when it is saved. It
/// changes nothing.
///
/// A transaction that also takes the writers' lock must take that one first.
pub async fn hold_proposal(connection: &mut Connection, id: &ProposalId) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(HOLD_PROPOSAL).bind(id).execute(inner).await?;
    });
    Ok(())
}

/// Updates a proposal.
///
/// # Errors
/// Returns [`SaveError::Stale`] if it has changed since it was loaded.
pub async fn save_proposal(
    connection: &mut Connection,
    seen: &Proposal,
    step: &ProposalUpdate<'_>,
    now: DateTime<Utc>,
) -> Result<(), SaveError> {
    match require_one_row(connection, seen, step, now).await? {
        1 => Ok(()),
        _ => Err(SaveError::Stale),
    }
}

async fn require_one_row(
    connection: &mut Connection,
    seen: &Proposal,
    step: &ProposalUpdate<'_>,
    now: DateTime<Utc>,
) -> Result<u64, AppError> {
    touch(connection, "proposals", vec![seen.id.to_string()]).await?;
    let rows = with_driver!(connection, inner => {
        sqlx::query(SAVE_PROPOSAL)
            .bind(&seen.id)
            .bind(seen.version)
            .bind(step.state)
            .bind(step.reason)
            .bind(step.seen_revision)
            .bind(format_timestamp(now))
            .bind(step.decided_by)
            .bind(step.answer)
            .execute(inner)
            .await?
            .rows_affected()
    });
    Ok(rows)
}

/// Replaces the departments affected by a proposal.
pub async fn save_departments(
    connection: &mut Connection,
    id: &ProposalId,
    departments: &[DepartmentCode],
) -> Result<(), AppError> {
    touch(connection, "proposal_departments", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_DEPARTMENTS_OF_PROPOSAL).bind(id).execute(&mut *inner).await?;
        for department in departments {
            sqlx::query(ADD_DEPARTMENT_OF_PROPOSAL).bind(id).bind(department).execute(&mut *inner).await?;
        }
    });
    Ok(())
}

/// Replaces the changes of a proposal.
pub async fn save_changes(
    connection: &mut Connection,
    id: &ProposalId,
    changes: &[ProcedurePatch],
) -> Result<(), AppError> {
    touch(connection, "proposed_changes", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_CHANGES_OF_PROPOSAL).bind(id).execute(inner).await?;
    });
    save_rows!(connection, SAVE_CHANGES, changes, |values, change| {
        let [was, becomes] = change.to_stored();
        values
            .push_bind(id)
            .push_bind(&change.procedure)
            .push_bind(change.is_new)
            .push_bind(change.effective_on)
            .push_bind(was)
            .push_bind(becomes);
    });
    Ok(())
}

/// The departments' rules set by administrators.
pub async fn list_rules(connection: &mut Connection) -> Result<DepartmentRules, AppError> {
    let rows: Vec<(DepartmentCode, bool, bool, Option<String>)> =
        with_driver!(connection, inner => sqlx::query_as(LIST_RULES).fetch_all(inner).await?);
    rows.into_iter()
        .map(|(department, needs_approval, keeps_figures, tables)| {
            let keeps = match tables {
                Some(tables) => tables.split_whitespace().map(str::parse).collect::<Result<_, _>>(),
                // A rule from before tables were named one by one.
                None if keeps_figures => Ok(FIGURES.into()),
                None => Ok(BTreeSet::new()),
            };
            Ok((department, DepartmentRule { needs_approval, keeps: keeps.map_err(AppError::unreadable)? }))
        })
        .collect()
}

pub async fn save_rule(
    connection: &mut Connection,
    department: &DepartmentCode,
    rule: &DepartmentRule,
) -> Result<(), AppError> {
    let tables = rule.keeps.iter().map(|table| table.as_str()).collect::<Vec<_>>().join(" ");
    touch(connection, "department_rules", vec![department.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(SAVE_RULE)
            .bind(department)
            .bind(rule.needs_approval)
            .bind(FIGURES.iter().all(|table| rule.keeps.contains(table)))
            .bind(&tables)
            .execute(inner)
            .await?;
    });
    Ok(())
}

/// Removes the rules of departments that are removed.
pub async fn remove_rules(connection: &mut Connection, departments: &[&str]) -> Result<(), AppError> {
    let owners = departments.iter().map(|&department| department.to_owned()).collect();
    touch(connection, "department_rules", owners).await?;
    for department in departments {
        with_driver!(connection, inner => {
            sqlx::query(REMOVE_RULE).bind(*department).execute(inner).await?;
        });
    }
    Ok(())
}
