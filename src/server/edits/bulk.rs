//! The same change to many entries.

use std::collections::BTreeMap;

use serde_json::json;

use super::entry_form::{EntryMistake, Mistakes, effective_on};
use super::publishing::checked;
use super::{EditRefusal, Edits};
use crate::domain::calendar::FiscalYear;
use crate::domain::entry::{Aspect, EntryChange, Values, values_of};
use crate::domain::procedure::{Blocker, CardRequirement, DepartmentCode, Procedure, ProcedureId, Step, StepState};
use crate::domain::procedure_fields::ProcedureField;
use crate::domain::proposal::{ProposalId, ProposalKind};
use crate::error::AppError;
use crate::server::db::{procedures, revision};
use crate::server::snapshot::Snapshot;
use crate::server::staff::Desk;
use crate::server::staff::form::Form;

closed_set! {
    /// What is to become of something in every entry that was chosen.
    pub enum Mode ("choice") {
        Leave = "leave",
        Set = "set",
        /// Unknown, or no longer.
        Clear = "clear",
    }
}

const ONCE: &[&str] = &[
    "apply",
    "identify",
    "attach",
    "pay",
    "receive",
    "department",
    "card_requirement",
    "blockers_mode",
    "planned_mode",
    "planned_fiscal_year",
    "excluded_mode",
    "excluded_reason",
    "checked",
    "effective_on",
    "reason",
    "filter",
];
const MANY: &[&str] = &["procedure", "blockers"];

/// Whether a form has only fields of this form.
#[must_use]
pub fn is_this_form(form: &Form) -> bool {
    form.has_only(ONCE, MANY)
}

/// The entries that were chosen; texts that are no ids are passed over, as those that are gone are.
#[must_use]
pub fn chosen(form: &Form) -> Vec<ProcedureId> {
    let mut ids: Vec<ProcedureId> = form.all("procedure").filter_map(|id| id.parse().ok()).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// What a form wants every chosen entry to be. Whatever is left alone is not in it.
///
/// # Errors
/// Where something chosen is not of its list, or what belongs to it is missing.
pub fn read(form: &Form, snapshot: &Snapshot) -> Result<Values, Mistakes> {
    let mut wanted = Values::new();
    let mut mistakes = Mistakes::new();
    for step in Step::ALL {
        match form.text(step.as_str()) {
            "" => {}
            state => match state.parse::<StepState>() {
                Ok(state) => {
                    wanted.insert(Aspect::Step(*step), json!(state));
                }
                Err(_) => mistakes.push((step.as_str(), EntryMistake::Choice)),
            },
        }
    }
    let mut field = |field: ProcedureField, value| wanted.insert(Aspect::Field(field), value);
    match form.text("department") {
        "" => {}
        code => match code.parse::<DepartmentCode>().ok().filter(|code| snapshot.department(code).is_some()) {
            Some(code) => {
                field(ProcedureField::Department, json!(code));
            }
            None => mistakes.push(("department", EntryMistake::Choice)),
        },
    }
    match form.text("card_requirement") {
        "" => {}
        word => match word.parse::<CardRequirement>() {
            Ok(card) => {
                field(ProcedureField::CardRequirement, json!(card));
            }
            Err(_) => mistakes.push(("card_requirement", EntryMistake::Choice)),
        },
    }
    match mode(form, "blockers_mode") {
        Some(Mode::Leave) => {}
        Some(Mode::Clear) => {
            field(ProcedureField::Blockers, json!(Vec::<Blocker>::new()));
        }
        Some(Mode::Set) => {
            let mut blockers: Vec<Blocker> = form.all("blockers").filter_map(|word| word.parse().ok()).collect();
            blockers.sort_unstable();
            blockers.dedup();
            if blockers.is_empty() {
                mistakes.push(("blockers_mode", EntryMistake::Choice));
            }
            field(ProcedureField::Blockers, json!(blockers));
        }
        None => mistakes.push(("blockers_mode", EntryMistake::Choice)),
    }
    match mode(form, "planned_mode") {
        Some(Mode::Leave) => {}
        Some(Mode::Clear) => {
            field(ProcedureField::PlannedFiscalYear, json!(None::<i32>));
        }
        Some(Mode::Set) => match form.text("planned_fiscal_year").parse::<FiscalYear>() {
            Ok(year) if (1990..=2100).contains(&year.0) => {
                field(ProcedureField::PlannedFiscalYear, json!(year));
            }
            _ => mistakes.push(("planned_fiscal_year", EntryMistake::FiscalYear)),
        },
        None => mistakes.push(("planned_mode", EntryMistake::Choice)),
    }
    match mode(form, "excluded_mode") {
        Some(Mode::Leave) => {}
        Some(Mode::Clear) => {
            wanted.insert(Aspect::Exclusion, json!((false, "")));
        }
        Some(Mode::Set) => {
            let reason: String = form.text("excluded_reason").chars().take(super::LONGEST_REASON).collect();
            if reason.is_empty() {
                mistakes.push(("excluded_reason", EntryMistake::ExclusionReason));
            }
            wanted.insert(Aspect::Exclusion, json!((true, reason)));
        }
        None => mistakes.push(("excluded_mode", EntryMistake::Choice)),
    }
    if mistakes.is_empty() { Ok(wanted) } else { Err(mistakes) }
}

fn mode(form: &Form, name: &str) -> Option<Mode> {
    match form.text(name) {
        "" => Some(Mode::Leave),
        word => word.parse().ok(),
    }
}

/// What became of a wish to change many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkProposed {
    /// One for each department that answers for some of the entries, so that each can be approved by its own.
    pub proposals: Vec<ProposalId>,
    /// How many entries are as wanted already.
    pub unchanged: usize,
}

impl Edits<'_> {
    /// Makes drafts of the same change to many entries.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn propose_for_many(
        self,
        desk: &Desk,
        form: &Form,
        snapshot: &Snapshot,
    ) -> Result<Result<BulkProposed, BulkRefusal>, AppError> {
        let ids = chosen(form);
        let mut mistakes = Mistakes::new();
        let wanted = read(form, snapshot).unwrap_or_else(|wrong| {
            mistakes.extend(wrong);
            Values::new()
        });
        let effective_on = effective_on(form, self.today).unwrap_or_else(|wrong| {
            mistakes.push(("effective_on", wrong));
            self.today
        });
        let reason = form.text("reason");
        if reason.is_empty() || reason.chars().count() > super::LONGEST_REASON {
            mistakes.push(("reason", EntryMistake::Reason));
        }
        if !is_this_form(form) {
            mistakes.push(("main", EntryMistake::Form));
        }
        if !mistakes.is_empty() {
            return Ok(Err(BulkRefusal::Mistakes(mistakes)));
        }
        let mut connection = self.db.read().await?;
        let seen_revision = revision::find_revision(&mut connection).await?;
        let there = procedures::find_procedures(&mut connection, &ids).await?;
        drop(connection);
        let mut by_department: BTreeMap<Option<DepartmentCode>, Vec<EntryChange>> = BTreeMap::new();
        let mut unchanged = 0;
        for id in &ids {
            let Some(entry) = there.get(id) else { return Ok(Err(BulkRefusal::Refused(EditRefusal::NotFound))) };
            let change = change_of(entry, effective_on, &wanted, form.is_ticked("checked"), self.today);
            if change.turns.is_empty() {
                unchanged += 1;
                continue;
            }
            if !desk.rights.may_edit_all(&change.departments(entry)) {
                return Ok(Err(BulkRefusal::Refused(EditRefusal::NoRight)));
            }
            by_department.entry(entry.department.clone()).or_default().push(change);
        }
        if by_department.is_empty() {
            return Ok(Err(BulkRefusal::Refused(EditRefusal::Nothing)));
        }
        let mut proposals = Vec::new();
        for changes in by_department.into_values() {
            match self.propose(desk, ProposalKind::Bulk, reason, seen_revision, changes).await? {
                Ok(id) => proposals.push(id),
                Err(refusal) => return Ok(Err(BulkRefusal::Refused(refusal))),
            }
        }
        Ok(Ok(BulkProposed { proposals, unchanged }))
    }
}

/// Why many were not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkRefusal {
    Mistakes(Mistakes),
    Refused(EditRefusal),
}

fn change_of(
    entry: &Procedure,
    effective_on: chrono::NaiveDate,
    wanted: &Values,
    is_checked: bool,
    today: chrono::NaiveDate,
) -> EntryChange {
    let seen = values_of(entry, effective_on);
    let mut change = EntryChange::between(entry.id.clone(), effective_on, &seen, wanted.clone());
    if is_checked {
        change.turns.extend(checked(entry, today).turns);
    }
    change
}
