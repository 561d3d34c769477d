//! The same change to many entries.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::entry::{EditableValue, ProcedurePatch, Values, values_of};
use domain::procedure::{Blocker, CardRequirement, DepartmentCode, Procedure, ProcedureId, Step, StepState};
use domain::procedure_fields::FieldValue;
use domain::proposal::{ProposalId, ProposalKind};
use store::error::AppError;
use store::proposals::add_proposal;
use store::{WriteKind, procedures, revision};

use super::entry_form::{FormError, FormErrors, effective_on};
use super::publishing::checked;
use super::writing::{EditError, acting};
use super::{EditRefusal, Edits, checked_departments, new_draft};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

string_enum! {
    /// What to do with a field in every selected entry.
    pub enum Mode ("choice") {
        Leave = "leave",
        Set = "set",
        /// Sets the field to unknown, or removes it.
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

/// Whether a form has only the fields of this form.
#[must_use]
pub fn is_this_form(form: &Form) -> bool {
    form.validate_fields(ONCE, MANY)
}

/// The selected entries; invalid and deleted ids are skipped.
#[must_use]
pub fn chosen(form: &Form) -> Vec<ProcedureId> {
    let mut ids: Vec<ProcedureId> = form.all("procedure").filter_map(|id| id.parse().ok()).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// The values that a form sets in every selected entry. Fields left alone are absent.
///
/// # Errors
/// If a choice is not in its list, or a dependent field is missing.
pub fn read(form: &Form, snapshot: &Snapshot) -> Result<Values, FormErrors> {
    let mut wanted = Values::default();
    let mut mistakes = FormErrors::new();
    for step in Step::ALL {
        match form.text(step.as_str()) {
            "" => {}
            state => match state.parse::<StepState>() {
                Ok(state) => {
                    wanted.insert(EditableValue::Step(*step, Some(state)));
                }
                Err(_) => mistakes.push((step.as_str(), FormError::Choice)),
            },
        }
    }
    match form.text("department") {
        "" => {}
        code => match code.parse::<DepartmentCode>().ok().filter(|code| snapshot.department(code).is_some()) {
            Some(code) => {
                wanted.insert(FieldValue::Department(Some(code)));
            }
            None => mistakes.push(("department", FormError::Choice)),
        },
    }
    match form.text("card_requirement") {
        "" => {}
        word => match word.parse::<CardRequirement>() {
            Ok(card) => {
                wanted.insert(FieldValue::CardRequirement(Some(card)));
            }
            Err(_) => mistakes.push(("card_requirement", FormError::Choice)),
        },
    }
    match mode(form, "blockers_mode") {
        Some(Mode::Leave) => {}
        Some(Mode::Clear) => {
            wanted.insert(FieldValue::Blockers(Vec::new()));
        }
        Some(Mode::Set) => {
            let mut blockers: Vec<Blocker> = form.all("blockers").filter_map(|word| word.parse().ok()).collect();
            blockers.sort_unstable();
            blockers.dedup();
            if blockers.is_empty() {
                mistakes.push(("blockers_mode", FormError::Choice));
            }
            wanted.insert(FieldValue::Blockers(blockers));
        }
        None => mistakes.push(("blockers_mode", FormError::Choice)),
    }
    match mode(form, "planned_mode") {
        Some(Mode::Leave) => {}
        Some(Mode::Clear) => {
            wanted.insert(FieldValue::PlannedFiscalYear(None));
        }
        Some(Mode::Set) => match form.text("planned_fiscal_year").parse::<FiscalYear>() {
            Ok(year) if (1990..=2100).contains(&year.0) => {
                wanted.insert(FieldValue::PlannedFiscalYear(Some(year)));
            }
            _ => mistakes.push(("planned_fiscal_year", FormError::FiscalYear)),
        },
        None => mistakes.push(("planned_mode", FormError::Choice)),
    }
    match mode(form, "excluded_mode") {
        Some(Mode::Leave) => {}
        Some(Mode::Clear) => {
            wanted.insert(EditableValue::Exclusion { excluded: false, reason: String::new() });
        }
        Some(Mode::Set) => {
            let reason = crate::server::editing::reason_of(form.text("excluded_reason"));
            if reason.is_empty() {
                mistakes.push(("excluded_reason", FormError::ExclusionReason));
            }
            wanted.insert(EditableValue::Exclusion { excluded: true, reason });
        }
        None => mistakes.push(("excluded_mode", FormError::Choice)),
    }
    if mistakes.is_empty() { Ok(wanted) } else { Err(mistakes) }
}

fn mode(form: &Form, name: &str) -> Option<Mode> {
    match form.text(name) {
        "" => Some(Mode::Leave),
        word => word.parse().ok(),
    }
}

/// The result of a bulk change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkProposed {
    /// One proposal for each department responsible for some of the entries, so that each department can approve its
    /// own.
    pub proposals: Vec<ProposalId>,
    /// The number of entries that already have these values.
    pub unchanged: usize,
}

impl Edits<'_> {
    /// Creates drafts of the same change to many entries: all of them, or none.
    ///
    /// # Errors
    /// If the form is invalid, the change is refused, or the database does not answer.
    pub async fn propose_for_many(
        self,
        desk: &CurrentUser,
        form: &Form,
        snapshot: &Snapshot,
    ) -> Result<BulkProposed, BulkError> {
        let ids = chosen(form);
        let mut mistakes = FormErrors::new();
        let wanted = read(form, snapshot).unwrap_or_else(|wrong| {
            mistakes.extend(wrong);
            Values::default()
        });
        let effective_on = effective_on(form, self.today).unwrap_or_else(|wrong| {
            mistakes.push(("effective_on", wrong));
            self.today
        });
        let reason = form.text("reason");
        if reason.is_empty() || reason.chars().count() > crate::server::editing::LONGEST_REASON {
            mistakes.push(("reason", FormError::Reason));
        }
        if !is_this_form(form) {
            mistakes.push(("main", FormError::Form));
        }
        if !mistakes.is_empty() {
            return Err(BulkError::Mistakes(mistakes));
        }
        let wanted = Wanted { effective_on, values: wanted, is_checked: form.is_checked("checked"), today: self.today };
        let (now, ids, wanted) = (self.now, &ids, &wanted);
        let proposed: Result<BulkProposed, EditError> = self
            .db
            .write(WriteKind::Private, |transaction| {
                Box::pin(async move {
                    let desk = acting(transaction, desk).await?;
                    let seen_revision = revision::find_revision(transaction).await?;
                    let there = procedures::find_procedures(transaction, ids).await?;
                    let mut by_department: BTreeMap<Option<DepartmentCode>, Vec<ProcedurePatch>> = BTreeMap::new();
                    let mut unchanged = 0;
                    for id in ids {
                        let entry = there.get(id).ok_or(EditRefusal::NotFound)?;
                        let change = wanted.change_of(entry);
                        if change.turns.is_empty() {
                            unchanged += 1;
                            continue;
                        }
                        by_department.entry(entry.department.clone()).or_default().push(change);
                    }
                    if by_department.is_empty() {
                        return Err(EditRefusal::Nothing.into());
                    }
                    let mut proposals = Vec::new();
                    for changes in by_department.into_values() {
                        let proposal = new_draft(now, &desk, ProposalKind::Bulk, reason, seen_revision)?;
                        let departments = checked_departments(transaction, &desk, &changes).await?;
                        add_proposal(transaction, &proposal, &departments, &changes).await?;
                        proposals.push(proposal.id);
                    }
                    Ok(BulkProposed { proposals, unchanged })
                })
            })
            .await;
        Ok(proposed?)
    }
}

/// Why a bulk change failed.
#[derive(Debug)]
pub enum BulkError {
    Mistakes(FormErrors),
    Refused(EditRefusal),
    Failed(AppError),
}

impl From<EditError> for BulkError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Refused(refusal) => Self::Refused(refusal),
            EditError::Failed(error) => Self::Failed(error),
        }
    }
}

/// The values to set in every selected entry.
#[derive(Debug, Clone)]
struct Wanted {
    values: Values,
    effective_on: NaiveDate,
    /// Whether all entries were checked and are otherwise correct.
    is_checked: bool,
    today: NaiveDate,
}

impl Wanted {
    fn change_of(&self, entry: &Procedure) -> ProcedurePatch {
        let seen = values_of(entry, self.effective_on);
        let mut change = ProcedurePatch::between(entry.id.clone(), self.effective_on, &seen, self.values.clone());
        if self.is_checked {
            change.turns.extend(checked(entry, self.today).turns);
        }
        change
    }
}
