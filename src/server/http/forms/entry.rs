//! The form of one entry: its fields as text, and the draft that a submitted form describes.

mod filling;
mod reading;

use chrono::NaiveDate;
use domain::entry::{EditableValue, ProcedurePatch, Values, parse_values, values_of};
use domain::procedure::{Procedure, ProcedureId, Step};
use domain::procedure_fields::{FieldValue, ProcedureField};

pub use self::filling::{ChannelRow, channel_rows, fields_of};
use self::reading::read;
pub(super) use self::reading::url_error;
use super::{FormError, FormErrors, draft_version, effective_on, reason};
use crate::server::editing::{DraftVersion, SaveDraft};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::form::Form;

/// Makes the value of a text field.
type TextValue = fn(String) -> FieldValue;

/// Text fields stored as typed.
const TEXTS: &[(ProcedureField, TextValue)] = &[
    (ProcedureField::Name, FieldValue::Name),
    (ProcedureField::NameEasy, FieldValue::NameEasy),
    (ProcedureField::NameEn, FieldValue::NameEn),
    (ProcedureField::Kana, FieldValue::Kana),
    (ProcedureField::Summary, FieldValue::Summary),
    (ProcedureField::SummaryEasy, FieldValue::SummaryEasy),
    (ProcedureField::SummaryEn, FieldValue::SummaryEn),
    (ProcedureField::LegalBasis, FieldValue::LegalBasis),
    (ProcedureField::Processing, FieldValue::Processing),
];

/// Field names that an entry form has once, besides those of [`TEXTS`] and of the steps.
const ONCE: &[&str] = &[
    "id",
    "department",
    "card_requirement",
    "papers",
    "fee_kind",
    "fee_yen",
    "fee_note",
    "planned_fiscal_year",
    "planned_or_later",
    "ending",
    "ended_on",
    "ending_reason",
    "successor",
    "source",
    "sample",
    "excluded",
    "excluded_reason",
    "checked",
    "effective_on",
    "reason",
    "base",
    "base_on",
    "revision",
    "proposal",
    "version",
];
const MANY: &[&str] = &["life_events", "audience", "sets", "blockers", "channel_kind", "channel_name", "channel_url"];

/// Whether a form has only the fields of this form.
fn is_this_form(form: &Form) -> bool {
    let once: Vec<&str> = TEXTS
        .iter()
        .map(|(field, _)| field.as_str())
        .chain(Step::ALL.iter().map(|step| step.as_str()))
        .chain(ONCE.iter().copied())
        .collect();
    form.validate_fields(&once, MANY)
}

/// What a valid form describes.
#[derive(Debug)]
pub struct EntryRequest {
    wanted: Values,
    effective_on: NaiveDate,
    reason: String,
    seen_revision: i64,
    draft: Option<DraftVersion>,
}

impl EntryRequest {
    /// Parses a form about a procedure, which is `None` if the form gives a new one no valid id.
    ///
    /// # Errors
    /// All invalid fields.
    pub fn read(
        form: &Form,
        id: Option<&ProcedureId>,
        snapshot: &Snapshot,
        today: NaiveDate,
    ) -> Result<Self, FormErrors> {
        let (wanted, mut mistakes) = read(form, id, snapshot, today);
        let effective_on = effective_on(form, today).unwrap_or_else(|mistake| {
            mistakes.push(("effective_on", mistake));
            today
        });
        let reason = reason(form).unwrap_or_else(|mistake| {
            mistakes.push(("reason", mistake));
            ""
        });
        let seen_revision = form.text("revision").parse();
        let (Ok(seen_revision), Ok(draft), true) = (seen_revision, draft_version(form), is_this_form(form)) else {
            mistakes.push(("main", FormError::Form));
            return Err(mistakes);
        };
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Ok(Self { wanted, effective_on, reason: reason.to_owned(), seen_revision, draft })
    }

    /// The draft of a change of an existing entry.
    ///
    /// # Errors
    /// If the form does not contain the values that its sender saw.
    pub fn change_of(
        self,
        entry: &Procedure,
        form: &Form,
        snapshot: &Snapshot,
        today: NaiveDate,
    ) -> Result<SaveDraft, FormErrors> {
        let seen = parse_values(form.raw("base")).map_err(|_| vec![("main", FormError::Form)])?;
        // A text that differs only in normalization is not a change.
        let tidied = read(&fields_of(&seen), Some(&entry.id), snapshot, today).0;
        let is_change =
            |wanted: &EditableValue| tidied.get(wanted.field()).is_none_or(|tidied| !tidied.is_equivalent(wanted));
        let wanted: Values = self.wanted.into_iter().filter(is_change).collect();
        // Steps are dated: their earlier state is that of the date on which the change takes effect. One that somebody
        // else has changed since stays as it was seen, so that it is a conflict.
        let base_on = form.text("base_on").parse().unwrap_or(today);
        let mut seen_then = seen.clone();
        if self.effective_on != base_on {
            let now = values_of(entry, base_on);
            let is_as_seen = |value: &EditableValue| {
                let field = value.field();
                seen.get(field).zip(now.get(field)).is_none_or(|(seen, now)| seen.is_equivalent(now))
            };
            let is_dated = |value: &EditableValue| !matches!(value, EditableValue::Field(_));
            let then = values_of(entry, self.effective_on).into_iter();
            seen_then.extend(then.filter(|value| is_dated(value) && is_as_seen(value)));
        }
        let change = ProcedurePatch::between(entry.id.clone(), self.effective_on, &seen_then, wanted);
        Ok(SaveDraft { draft: self.draft, reason: self.reason, seen_revision: self.seen_revision, change })
    }

    /// The draft of a new entry.
    #[must_use]
    pub fn addition(self, id: ProcedureId) -> SaveDraft {
        let change = ProcedurePatch::adding(id, self.effective_on, self.wanted);
        SaveDraft { draft: self.draft, reason: self.reason, seen_revision: self.seen_revision, change }
    }
}

/// The id of a new procedure.
///
/// # Errors
/// If it is invalid or already taken.
pub fn new_id(form: &Form, snapshot: &Snapshot) -> Result<ProcedureId, FormError> {
    let id: ProcedureId = form.text("id").parse().map_err(|_| FormError::Id)?;
    if snapshot.procedure(&id).is_some() { Err(FormError::IdTaken) } else { Ok(id) }
}
