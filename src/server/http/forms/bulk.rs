//! The form of the same change to many entries.

use chrono::NaiveDate;
use domain::entry::{EditableValue, Values};
use domain::procedure::{Blocker, CardRequirement, DepartmentCode, ProcedureId, Step, StepState};
use domain::procedure_fields::FieldValue;

use super::{FormError, FormErrors, effective_on, planned_year, reason};
use crate::server::editing::bulk::BulkChange;
use crate::server::editing::stored_reason;
use crate::server::read_model::snapshot::Snapshot;
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
    "planned_or_later",
    "excluded_mode",
    "excluded_reason",
    "checked",
    "effective_on",
    "reason",
    "filter",
];
const MANY: &[&str] = &["procedure", "blockers"];

/// Whether a form has only the fields of this form.
fn is_this_form(form: &Form) -> bool {
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

/// The change that a form describes.
///
/// # Errors
/// All invalid fields.
pub fn read(form: &Form, snapshot: &Snapshot, today: NaiveDate) -> Result<BulkChange, FormErrors> {
    let mut mistakes = FormErrors::new();
    let values = read_values(form, snapshot).unwrap_or_else(|wrong| {
        mistakes.extend(wrong);
        Values::default()
    });
    let effective_on = effective_on(form, today).unwrap_or_else(|wrong| {
        mistakes.push(("effective_on", wrong));
        today
    });
    let reason = reason(form).unwrap_or_else(|wrong| {
        mistakes.push(("reason", wrong));
        ""
    });
    if !is_this_form(form) {
        mistakes.push(("main", FormError::Form));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let (procedures, is_checked) = (chosen(form), form.is_checked("checked"));
    Ok(BulkChange { procedures, values, effective_on, is_checked, reason: reason.to_owned() })
}

/// The values that a form sets in every selected entry. Fields left alone are absent.
fn read_values(form: &Form, snapshot: &Snapshot) -> Result<Values, FormErrors> {
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
        Some(Mode::Set) => match planned_year(form) {
            Ok(Some(plan)) => {
                wanted.insert(FieldValue::PlannedFiscalYear(Some(plan)));
            }
            Ok(None) | Err(_) => mistakes.push(("planned_fiscal_year", FormError::FiscalYear)),
        },
        None => mistakes.push(("planned_mode", FormError::Choice)),
    }
    match mode(form, "excluded_mode") {
        Some(Mode::Leave) => {}
        Some(Mode::Clear) => {
            wanted.insert(EditableValue::Exclusion { excluded: false, reason: String::new() });
        }
        Some(Mode::Set) => {
            let reason = stored_reason(form.text("excluded_reason"));
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
