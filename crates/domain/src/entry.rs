//! Changes to a procedure's entry, field by field: the value the author saw, the new value, and the current value.
//!
//! An editable field is a field of the entry, the state of a step or the exclusion. Fields apply as soon as they are
//! recorded. Steps and exclusion are dated events, so a change to them names the day on which it takes effect.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::ParseEnumError;
use super::history::{ExclusionEvent, StepEvent, exclusion_at};
use super::procedure::{DepartmentCode, Procedure, ProcedureId, Step, StepState};
use super::procedure_fields::{FieldValue, ProcedureField};
use super::source::SourceId;

mod stored;

pub use stored::{ParseValuesError, logged_patch, parse_values, serialize_values};

/// Something that can be changed about an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditableField {
    Field(ProcedureField),
    Step(Step),
    /// 適用除外 with its reason.
    Exclusion,
}

impl EditableField {
    const EXCLUSION: &'static str = "excluded";

    /// All editable fields, in the order of an entry.
    pub fn all() -> impl Iterator<Item = Self> {
        let fields = ProcedureField::ALL.iter().copied().map(Self::Field);
        fields.chain(Step::ALL.iter().copied().map(Self::Step)).chain([Self::Exclusion])
    }

    /// The name used in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Field(field) => field.as_str(),
            Self::Step(step) => step.as_str(),
            Self::Exclusion => Self::EXCLUSION,
        }
    }

    /// The value on the day `on`.
    #[must_use]
    pub fn of(self, procedure: &Procedure, on: NaiveDate) -> EditableValue {
        match self {
            Self::Field(field) => EditableValue::Field(field.of(procedure)),
            Self::Step(step) => EditableValue::Step(step, procedure.steps_at(on, NaiveDate::MAX).get(step)),
            Self::Exclusion => {
                let event = exclusion_at(&procedure.exclusion_events, on, NaiveDate::MAX);
                // Never excluded is the same as not excluded, and needs no reason.
                let excluded = event.filter(|event| event.excluded);
                EditableValue::Exclusion {
                    excluded: excluded.is_some(),
                    reason: excluded.map(|event| event.reason.clone()).unwrap_or_default(),
                }
            }
        }
    }
}

impl fmt::Display for EditableField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for EditableField {
    type Err = ParseEnumError;

    fn from_str(text: &str) -> Result<Self, ParseEnumError> {
        if text == Self::EXCLUSION {
            return Ok(Self::Exclusion);
        }
        text.parse().map(Self::Step).or_else(|_| text.parse().map(Self::Field))
    }
}

/// The value of something that can be changed about an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum EditableValue {
    Field(FieldValue),
    /// `None` means unknown.
    Step(Step, Option<StepState>),
    Exclusion {
        excluded: bool,
        reason: String,
    },
}

impl EditableValue {
    /// The editable field that the value belongs to.
    #[must_use]
    pub const fn field(&self) -> EditableField {
        match self {
            Self::Field(value) => EditableField::Field(value.field()),
            Self::Step(step, _) => EditableField::Step(*step),
            Self::Exclusion { .. } => EditableField::Exclusion,
        }
    }

    /// Whether two values mean the same. A fee can be written in more than one way.
    #[must_use]
    pub fn is_equivalent(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Field(FieldValue::Fee(one)), Self::Field(FieldValue::Fee(other))) => {
                let amount = |yen: Option<i64>| yen.filter(|yen| *yen > 0);
                one.kind() == other.kind() && amount(one.yen) == amount(other.yen) && one.note == other.note
            }
            _ => self == other,
        }
    }
}

impl From<FieldValue> for EditableValue {
    fn from(value: FieldValue) -> Self {
        Self::Field(value)
    }
}

/// The source of an entry.
pub const SOURCE: EditableField = EditableField::Field(ProcedureField::Source);

/// Values of an entry, at most one for each editable field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values(BTreeMap<EditableField, EditableValue>);

impl Values {
    /// Sets the value of the editable field that it belongs to.
    pub fn insert(&mut self, value: impl Into<EditableValue>) {
        let value = value.into();
        self.0.insert(value.field(), value);
    }

    #[must_use]
    pub fn get(&self, field: EditableField) -> Option<&EditableValue> {
        self.0.get(&field)
    }

    /// The values, in the order of an entry.
    pub fn iter(&self) -> impl Iterator<Item = &EditableValue> {
        self.0.values()
    }

    fn source(&self) -> Option<&SourceId> {
        match self.get(SOURCE)? {
            EditableValue::Field(FieldValue::Source(source)) => Some(source),
            _ => None,
        }
    }
}

impl Extend<EditableValue> for Values {
    fn extend<I: IntoIterator<Item = EditableValue>>(&mut self, values: I) {
        self.0.extend(values.into_iter().map(|value| (value.field(), value)));
    }
}

impl FromIterator<EditableValue> for Values {
    fn from_iter<I: IntoIterator<Item = EditableValue>>(values: I) -> Self {
        let mut all = Self::default();
        all.extend(values);
        all
    }
}

impl IntoIterator for Values {
    type Item = EditableValue;
    type IntoIter = std::collections::btree_map::IntoValues<EditableField, EditableValue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_values()
    }
}

/// All values of an entry on a day.
#[must_use]
pub fn values_of(procedure: &Procedure, on: NaiveDate) -> Values {
    EditableField::all().map(|field| field.of(procedure, on)).collect()
}

/// The value of one editable field as the author saw it, and its new value.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// `None` if the author saw no value, as of an entry that is to be added.
    pub was: Option<EditableValue>,
    pub becomes: EditableValue,
}

/// One person's change to one entry.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcedurePatch {
    pub procedure: ProcedureId,
    /// Whether the change adds a new procedure.
    pub is_new: bool,
    /// The day on which the steps and the exclusion take effect; if it is in the future, the fields change on it too.
    pub effective_on: NaiveDate,
    pub fields: BTreeMap<EditableField, FieldChange>,
}

/// Two people have changed the same field.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub field: EditableField,
    /// The value when the change was started.
    pub was: Option<EditableValue>,
    /// The value that someone else has set since.
    pub theirs: EditableValue,
    /// The value that this change would set.
    pub mine: EditableValue,
}

/// A change compared with the current entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebased {
    /// What remains to be done, starting from the current values. It does not include conflicts.
    pub change: ProcedurePatch,
    pub conflicts: Vec<Conflict>,
    /// Fields that already have the new value.
    pub already: Vec<EditableField>,
}

impl ProcedurePatch {
    /// The change from the values someone saw to `wanted`. Fields missing from `wanted` stay as they are.
    #[must_use]
    pub fn between(procedure: ProcedureId, effective_on: NaiveDate, seen: &Values, wanted: Values) -> Self {
        let fields = wanted
            .into_iter()
            .filter_map(|becomes| {
                let field = becomes.field();
                let was = seen.get(field).cloned().or_else(|| field.unknown());
                let is_change = was.as_ref().is_none_or(|was| !was.is_equivalent(&becomes));
                is_change.then_some((field, FieldChange { was, becomes }))
            })
            .collect();
        Self { procedure, is_new: false, effective_on, fields }
    }

    /// The change that adds an entry. It includes the source even if that is unchanged: an entry needs one.
    #[must_use]
    pub fn adding(procedure: ProcedureId, effective_on: NaiveDate, wanted: Values) -> Self {
        let source = wanted.source().cloned();
        let nothing = source.clone().map(|source| Procedure::unknown(procedure.clone(), source));
        let seen = nothing.map(|nothing| values_of(&nothing, effective_on)).unwrap_or_default();
        let mut change = Self { is_new: true, ..Self::between(procedure, effective_on, &seen, wanted) };
        let becomes = source.map(|source| FieldValue::Source(source).into());
        change.fields.extend(becomes.map(|becomes| (SOURCE, FieldChange { was: None, becomes })));
        change
    }

    /// The source that the change sets.
    #[must_use]
    pub fn source(&self) -> Option<&SourceId> {
        match &self.fields.get(&SOURCE)?.becomes {
            EditableValue::Field(FieldValue::Source(source)) => Some(source),
            _ => None,
        }
    }

    /// Compares the change with the current entry, so that no concurrent change is lost.
    #[must_use]
    pub fn rebase(&self, now: &Procedure) -> Rebased {
        let mut rebased = Rebased {
            change: Self { fields: BTreeMap::new(), ..self.clone() },
            conflicts: Vec::new(),
            already: Vec::new(),
        };
        for (field, field_change) in &self.fields {
            let stands = field.of(now, self.effective_on);
            if stands.is_equivalent(&field_change.becomes) {
                rebased.already.push(*field);
            } else if field_change.was.as_ref().is_some_and(|was| stands.is_equivalent(was)) {
                rebased
                    .change
                    .fields
                    .insert(*field, FieldChange { was: Some(stands), becomes: field_change.becomes.clone() });
            } else {
                let (was, mine) = (field_change.was.clone(), field_change.becomes.clone());
                rebased.conflicts.push(Conflict { field: *field, was, theirs: stands, mine });
            }
        }
        rebased
    }

    /// The reverse change: swaps old and new values. It leaves out what had no value, and steps that would become unknown
    /// again, because a known state is never removed from a step's history.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let fields = self
            .fields
            .iter()
            .filter_map(|(field, field_change)| {
                let becomes = field_change.was.clone().filter(|was| !matches!(was, EditableValue::Step(_, None)))?;
                Some((*field, FieldChange { was: Some(field_change.becomes.clone()), becomes }))
            })
            .collect();
        Self { fields, is_new: false, ..self.clone() }
    }

    /// Whether its reverse would do something to the current entry, or would meet what somebody has changed since.
    #[must_use]
    pub fn can_be_undone(&self, now: &Procedure) -> bool {
        let back = self.reversed().rebase(now);
        !back.change.fields.is_empty() || !back.conflicts.is_empty()
    }

    /// Keeps only the selected fields, such as the undated or the dated ones.
    #[must_use]
    pub fn only(&self, keeps: impl Fn(EditableField) -> bool) -> Self {
        let fields = self
            .fields
            .iter()
            .filter(|(field, _)| keeps(**field))
            .map(|(field, field_change)| (*field, field_change.clone()));
        Self { fields: fields.collect(), ..self.clone() }
    }

    /// Applies the change to the entry, as recorded on the given day.
    #[must_use]
    pub fn applied_to(&self, procedure: &Procedure, recorded_on: NaiveDate) -> Applied {
        let mut applied = Applied { procedure: procedure.clone(), steps: Vec::new(), exclusion: None };
        let effective_on = self.effective_on;
        for field_change in self.fields.values() {
            match field_change.becomes.clone() {
                EditableValue::Field(value) => value.put(&mut applied.procedure),
                EditableValue::Step(step, Some(state)) => {
                    applied.steps.push(StepEvent { step, state, effective_on, recorded_on });
                }
                EditableValue::Step(_, None) => {}
                EditableValue::Exclusion { excluded, reason } => {
                    applied.exclusion = Some(ExclusionEvent { excluded, reason, effective_on, recorded_on });
                }
            }
        }
        // Of several records made on one day for the same day, the last in the list counts.
        applied.procedure.step_events.extend(applied.steps.iter().copied());
        applied.procedure.exclusion_events.extend(applied.exclusion.clone());
        applied
    }

    /// The departments responsible for the entry before and after the change.
    #[must_use]
    pub fn departments(&self, procedure: &Procedure) -> Vec<DepartmentCode> {
        let field = EditableField::Field(ProcedureField::Department);
        let becomes = self.fields.get(&field).and_then(|field_change| match &field_change.becomes {
            EditableValue::Field(FieldValue::Department(becomes)) => becomes.clone(),
            _ => None,
        });
        let mut departments: Vec<_> = procedure.department.clone().into_iter().chain(becomes).collect();
        departments.sort();
        departments.dedup();
        departments
    }
}

/// An entry with a change applied, and the events that the change added.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    pub procedure: Procedure,
    pub steps: Vec<StepEvent>,
    pub exclusion: Option<ExclusionEvent>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedure::Fee;

    const KANA: EditableField = EditableField::Field(ProcedureField::Kana);
    const APPLY: EditableField = EditableField::Step(Step::Apply);

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 4, day).expect("a day")
    }

    fn entry() -> Procedure {
        let mut procedure = Procedure::unknown("a".parse().expect("an id"), "list".parse().expect("a source"));
        procedure.kana = "あ".to_owned();
        let (step, state, on) = (Step::Apply, StepState::Counter, day(1));
        procedure.step_events.push(StepEvent { step, state, effective_on: on, recorded_on: on });
        procedure
    }

    fn change(wanted: &[EditableValue]) -> ProcedurePatch {
        let seen = values_of(&entry(), day(10));
        ProcedurePatch::between("a".parse().expect("an id"), day(10), &seen, wanted.iter().cloned().collect())
    }

    fn kana(text: &str) -> EditableValue {
        FieldValue::Kana(text.to_owned()).into()
    }

    fn apply(state: StepState) -> EditableValue {
        EditableValue::Step(Step::Apply, Some(state))
    }

    #[test]
    fn every_aspect_has_a_word_of_its_own() {
        for field in EditableField::all() {
            assert_eq!(field.as_str().parse::<EditableField>(), Ok(field));
        }
    }

    #[test]
    fn what_is_wanted_as_it_is_is_no_change() {
        assert!(change(&[kana("あ"), apply(StepState::Counter)]).fields.is_empty());
        assert_eq!(change(&[kana("い"), apply(StepState::Counter)]).fields.len(), 1);
    }

    #[test]
    fn what_nobody_else_has_touched_goes_through_and_the_rest_is_told() {
        let mine = change(&[kana("い"), apply(StepState::Online)]);
        assert_eq!(mine.rebase(&entry()).change, mine);
        let theirs = Procedure { kana: "う".to_owned(), ..entry() };
        let rebased = mine.rebase(&theirs);
        assert_eq!(rebased.change.fields.keys().copied().collect::<Vec<_>>(), [APPLY]);
        let conflict = Conflict { field: KANA, was: Some(kana("あ")), theirs: kana("う"), mine: kana("い") };
        assert_eq!(rebased.conflicts, [conflict]);
        let same = mine.rebase(&Procedure { kana: "い".to_owned(), ..entry() });
        assert_eq!((same.already, same.conflicts), (vec![KANA], Vec::new()));
    }

    #[test]
    fn a_change_is_in_the_entry_and_can_be_taken_back() {
        let mine = change(&[
            kana("い"),
            apply(StepState::Online),
            EditableValue::Exclusion { excluded: true, reason: "法令".to_owned() },
        ]);
        let applied = mine.applied_to(&entry(), day(12));
        assert_eq!(applied.procedure.kana, "い");
        assert_eq!(values_of(&applied.procedure, day(10)).get(APPLY), Some(&apply(StepState::Online)));
        assert!(applied.procedure.excluded_at(day(10), day(12)) && !applied.procedure.excluded_at(day(9), day(12)));
        assert_eq!(
            values_of(&applied.procedure, day(9)).get(APPLY),
            Some(&apply(StepState::Counter)),
            "before its day nothing changes"
        );
        let back = mine.reversed().rebase(&applied.procedure);
        assert!(back.conflicts.is_empty());
        let again = back.change.applied_to(&applied.procedure, day(12)).procedure;
        assert_eq!(values_of(&again, day(10)), values_of(&entry(), day(10)));
    }

    #[test]
    fn a_step_that_was_unknown_is_not_made_unknown_again() {
        let mine = change(&[EditableValue::Step(Step::Pay, Some(StepState::Online))]);
        assert!(mine.reversed().fields.is_empty());
    }

    #[test]
    fn a_fee_written_in_another_way_is_no_change() {
        let fee = |required: Option<bool>, yen: Option<i64>| {
            EditableValue::from(FieldValue::Fee(Fee { required, yen, note: String::new() }))
        };
        assert!(fee(Some(false), None).is_equivalent(&fee(Some(false), Some(0))));
        assert!(fee(None, Some(300)).is_equivalent(&fee(Some(true), Some(300))));
        assert!(!fee(None, None).is_equivalent(&fee(Some(false), None)));
        assert!(!fee(Some(true), Some(300)).is_equivalent(&fee(Some(true), Some(350))));
    }

    #[test]
    fn a_procedure_that_moves_concerns_both_departments() {
        let mut here = entry();
        here.department = Some("tax".parse().expect("a code"));
        let moves = change(&[FieldValue::Department(Some("health".parse().expect("a code"))).into()]);
        assert_eq!(moves.departments(&here).iter().map(DepartmentCode::as_str).collect::<Vec<_>>(), ["health", "tax"]);
        assert_eq!(change(&[kana("い")]).departments(&here).len(), 1);
    }
}
