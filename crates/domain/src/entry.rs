//! Changes to a procedure's entry, field by field: the value the author saw, the new value, and the current value.
//!
//! An editable field is a field of the entry, the state of a step or the exclusion. Fields apply as soon as they are
//! recorded. Steps and exclusion are dated events, so a change to them names the day on which it takes effect.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::ParseEnumError;
use super::history::{ExclusionEvent, StepEvent, exclusion_at};
use super::procedure::{DepartmentCode, Fee, Procedure, ProcedureId, Step};
use super::procedure_fields::ProcedureField;

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

    /// The value on the day `on`. `null` means unknown; the exclusion is a pair of decision and reason.
    #[must_use]
    pub fn of(self, procedure: &Procedure, on: NaiveDate) -> Value {
        match self {
            Self::Field(field) => field.of(procedure),
            Self::Step(step) => json!(procedure.steps_at(on, NaiveDate::MAX).get(step)),
            Self::Exclusion => {
                let event = exclusion_at(&procedure.exclusion_events, on, NaiveDate::MAX);
                // Never excluded is the same as not excluded, and needs no reason.
                let excluded = event.filter(|event| event.excluded);
                json!((excluded.is_some(), excluded.map_or("", |event| event.reason.as_str())))
            }
        }
    }

    /// Whether two values mean the same. A fee can be written in more than one way.
    #[must_use]
    pub fn is_equivalent(self, one: &Value, other: &Value) -> bool {
        if one == other {
            return true;
        }
        let fee = |value: &Value| serde_json::from_value::<Fee>(value.clone()).ok();
        match (self, fee(one), fee(other)) {
            (Self::Field(ProcedureField::Fee), Some(one), Some(other)) => {
                let amount = |fee: &Fee| fee.yen.filter(|yen| *yen > 0);
                one.kind() == other.kind() && amount(&one) == amount(&other) && one.note == other.note
            }
            _ => false,
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

/// The source of an entry.
pub const SOURCE: EditableField = EditableField::Field(ProcedureField::Source);

/// Values by editable field.
pub type Values = BTreeMap<EditableField, Value>;

/// All values of an entry on a day.
#[must_use]
pub fn values_of(procedure: &Procedure, on: NaiveDate) -> Values {
    EditableField::all().map(|aspect| (aspect, aspect.of(procedure, on))).collect()
}

/// Serialises values for storage.
#[must_use]
pub fn serialize_values(values: &Values) -> String {
    let map: Map<String, Value> =
        values.iter().map(|(aspect, value)| (aspect.as_str().to_owned(), value.clone())).collect();
    Value::from(map).to_string()
}

/// Parses stored values.
///
/// # Errors
/// Fails if the text is not a JSON object, or names a field that an entry does not have.
pub fn parse_values(text: &str) -> Result<Values, ParseValuesError> {
    let map: Map<String, Value> = serde_json::from_str(text).map_err(|_| ParseValuesError)?;
    map.into_iter().map(|(word, value)| Ok((word.parse().map_err(|_| ParseValuesError)?, value))).collect()
}

/// The text does not hold values of an entry. The error does not repeat the text, which may be personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseValuesError;

impl fmt::Display for ParseValuesError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the values of a proposed change cannot be read")
    }
}

impl std::error::Error for ParseValuesError {}

/// The value of one editable field as the author saw it, and its new value.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    pub was: Value,
    pub becomes: Value,
}

/// One person's change to one entry.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcedurePatch {
    pub procedure: ProcedureId,
    /// Whether the change adds a new procedure.
    pub is_new: bool,
    /// The day on which the steps and the exclusion take effect; if it is in the future, the fields change on it too.
    pub effective_on: NaiveDate,
    pub turns: BTreeMap<EditableField, FieldChange>,
}

/// Two people have changed the same field.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub aspect: EditableField,
    /// The value when the change was started.
    pub was: Value,
    /// The value that somebody else has set since.
    pub theirs: Value,
    /// The value that this change would set.
    pub mine: Value,
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
    /// The change from the values somebody saw to `wanted`. Fields missing from `wanted` stay as they are.
    #[must_use]
    pub fn between(procedure: ProcedureId, effective_on: NaiveDate, seen: &Values, wanted: Values) -> Self {
        let turns = wanted
            .into_iter()
            .filter_map(|(aspect, becomes)| {
                let was = seen.get(&aspect).cloned().unwrap_or(Value::Null);
                (!aspect.is_equivalent(&was, &becomes)).then_some((aspect, FieldChange { was, becomes }))
            })
            .collect();
        Self { procedure, is_new: false, effective_on, turns }
    }

    /// The change that adds an entry. It includes the source even if that is unchanged: an entry needs one.
    #[must_use]
    pub fn adding(procedure: ProcedureId, effective_on: NaiveDate, wanted: Values) -> Self {
        let source = wanted.get(&SOURCE).and_then(|source| source.as_str()?.parse().ok());
        let nothing = source.map(|source| Procedure::unknown(procedure.clone(), source));
        let seen = nothing.map(|nothing| values_of(&nothing, effective_on)).unwrap_or_default();
        let source = wanted.get(&SOURCE).cloned();
        let mut change = Self { is_new: true, ..Self::between(procedure, effective_on, &seen, wanted) };
        change.turns.extend(source.map(|becomes| (SOURCE, FieldChange { was: Value::Null, becomes })));
        change
    }

    /// Compares the change with the current entry, so that no concurrent change is lost.
    #[must_use]
    pub fn rebase(&self, now: &Procedure) -> Rebased {
        let mut rebased = Rebased {
            change: Self { turns: BTreeMap::new(), ..self.clone() },
            conflicts: Vec::new(),
            already: Vec::new(),
        };
        for (aspect, turn) in &self.turns {
            let stands = aspect.of(now, self.effective_on);
            if aspect.is_equivalent(&stands, &turn.becomes) {
                rebased.already.push(*aspect);
            } else if aspect.is_equivalent(&stands, &turn.was) {
                rebased.change.turns.insert(*aspect, FieldChange { was: stands, becomes: turn.becomes.clone() });
            } else {
                let (was, mine) = (turn.was.clone(), turn.becomes.clone());
                rebased.conflicts.push(Conflict { aspect: *aspect, was, theirs: stands, mine });
            }
        }
        rebased
    }

    /// The reverse change: swaps old and new values. It leaves out steps that would become unknown again, because a
    /// known state is never removed from a step's history.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let turns = self
            .turns
            .iter()
            .filter(|(aspect, turn)| !matches!(aspect, EditableField::Step(_)) || !turn.was.is_null())
            .map(|(aspect, turn)| (*aspect, FieldChange { was: turn.becomes.clone(), becomes: turn.was.clone() }))
            .collect();
        Self { turns, is_new: false, ..self.clone() }
    }

    /// Keeps only the selected fields, such as the undated or the dated ones.
    #[must_use]
    pub fn only(&self, keeps: impl Fn(EditableField) -> bool) -> Self {
        let turns =
            self.turns.iter().filter(|(aspect, _)| keeps(**aspect)).map(|(aspect, turn)| (*aspect, turn.clone()));
        Self { turns: turns.collect(), ..self.clone() }
    }

    /// Applies the change to the entry, as recorded on the given day.
    #[must_use]
    pub fn applied_to(&self, procedure: &Procedure, recorded_on: NaiveDate) -> Applied {
        let mut applied = Applied { procedure: procedure.clone(), steps: Vec::new(), exclusion: None };
        let effective_on = self.effective_on;
        for (aspect, turn) in &self.turns {
            match aspect {
                EditableField::Field(field) => {
                    field.put(&mut applied.procedure, &turn.becomes);
                }
                EditableField::Step(step) => {
                    if let Some(state) = turn.becomes.as_str().and_then(|state| state.parse().ok()) {
                        applied.steps.push(StepEvent { step: *step, state, effective_on, recorded_on });
                    }
                }
                EditableField::Exclusion => {
                    if let Ok((excluded, reason)) = serde_json::from_value(turn.becomes.clone()) {
                        applied.exclusion = Some(ExclusionEvent { excluded, reason, effective_on, recorded_on });
                    }
                }
            }
        }
        // A record made on the same day for the same day replaces the earlier one.
        let same_day = |on, at| on == effective_on && at == recorded_on;
        applied.procedure.step_events.retain(|event| {
            !(same_day(event.effective_on, event.recorded_on) && applied.steps.iter().any(|new| new.step == event.step))
        });
        applied.procedure.step_events.extend(applied.steps.iter().copied());
        if let Some(exclusion) = &applied.exclusion {
            applied.procedure.exclusion_events.retain(|event| !same_day(event.effective_on, event.recorded_on));
            applied.procedure.exclusion_events.push(exclusion.clone());
        }
        applied
    }

    /// The departments responsible for the entry before and after the change.
    #[must_use]
    pub fn departments(&self, procedure: &Procedure) -> Vec<DepartmentCode> {
        let field = EditableField::Field(ProcedureField::Department);
        let becomes = self.turns.get(&field).and_then(|turn| turn.becomes.as_str()?.parse().ok());
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
    use crate::procedure::StepState;

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

    fn change(wanted: &[(EditableField, Value)]) -> ProcedurePatch {
        let seen = values_of(&entry(), day(10));
        ProcedurePatch::between("a".parse().expect("an id"), day(10), &seen, wanted.iter().cloned().collect())
    }

    #[test]
    fn every_aspect_has_a_word_of_its_own() {
        for aspect in EditableField::all() {
            assert_eq!(aspect.as_str().parse::<EditableField>(), Ok(aspect));
        }
        assert_eq!(parse_values(&serialize_values(&values_of(&entry(), day(10)))), Ok(values_of(&entry(), day(10))));
        for other in ["", "[]", "null", "{\"no-such\":1}"] {
            assert_eq!(parse_values(other), Err(ParseValuesError), "{other}");
        }
    }

    #[test]
    fn what_is_wanted_as_it_is_is_no_change() {
        assert!(change(&[(KANA, json!("あ")), (APPLY, json!("counter"))]).turns.is_empty());
        assert_eq!(change(&[(KANA, json!("い")), (APPLY, json!("counter"))]).turns.len(), 1);
    }

    #[test]
    fn what_nobody_else_has_touched_goes_through_and_the_rest_is_told() {
        let mine = change(&[(KANA, json!("い")), (APPLY, json!("online"))]);
        assert_eq!(mine.rebase(&entry()).change, mine);
        let theirs = Procedure { kana: "う".to_owned(), ..entry() };
        let rebased = mine.rebase(&theirs);
        assert_eq!(rebased.change.turns.keys().copied().collect::<Vec<_>>(), [APPLY]);
        let conflict = Conflict { aspect: KANA, was: json!("あ"), theirs: json!("う"), mine: json!("い") };
        assert_eq!(rebased.conflicts, [conflict]);
        let same = mine.rebase(&Procedure { kana: "い".to_owned(), ..entry() });
        assert_eq!((same.already, same.conflicts), (vec![KANA], Vec::new()));
    }

    #[test]
    fn a_change_is_in_the_entry_and_can_be_taken_back() {
        let mine =
            change(&[(KANA, json!("い")), (APPLY, json!("online")), (EditableField::Exclusion, json!((true, "法令")))]);
        let applied = mine.applied_to(&entry(), day(12));
        assert_eq!(applied.procedure.kana, "い");
        assert_eq!(values_of(&applied.procedure, day(10))[&APPLY], json!("online"));
        assert!(applied.procedure.excluded_at(day(10), day(12)) && !applied.procedure.excluded_at(day(9), day(12)));
        assert_eq!(values_of(&applied.procedure, day(9))[&APPLY], json!("counter"), "before its day nothing changes");
        let back = mine.reversed().rebase(&applied.procedure);
        assert!(back.conflicts.is_empty());
        let again = back.change.applied_to(&applied.procedure, day(12)).procedure;
        assert_eq!(values_of(&again, day(10)), values_of(&entry(), day(10)));
    }

    #[test]
    fn a_step_that_was_unknown_is_not_made_unknown_again() {
        let mine = change(&[(EditableField::Step(Step::Pay), json!("online"))]);
        assert!(mine.reversed().turns.is_empty());
    }

    #[test]
    fn a_fee_written_in_another_way_is_no_change() {
        let fee = EditableField::Field(ProcedureField::Fee);
        let value = |required: Option<bool>, yen: Option<i64>| json!(Fee { required, yen, note: String::new() });
        assert!(fee.is_equivalent(&value(Some(false), None), &value(Some(false), Some(0))));
        assert!(fee.is_equivalent(&value(None, Some(300)), &value(Some(true), Some(300))));
        assert!(!fee.is_equivalent(&value(None, None), &value(Some(false), None)));
        assert!(!fee.is_equivalent(&value(Some(true), Some(300)), &value(Some(true), Some(350))));
    }

    #[test]
    fn a_procedure_that_moves_concerns_both_departments() {
        let department = EditableField::Field(ProcedureField::Department);
        let mut here = entry();
        here.department = Some("tax".parse().expect("a code"));
        let moves = change(&[(department, json!("health"))]);
        assert_eq!(moves.departments(&here).iter().map(DepartmentCode::as_str).collect::<Vec<_>>(), ["health", "tax"]);
        assert_eq!(change(&[(KANA, json!("い"))]).departments(&here).len(), 1);
    }
}
