//! The values of an entry as JSON: as proposals store them, as forms carry them, and as the audit log records them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use thiserror::Error;

use super::{EditableField, EditableValue, FieldChange, ProcedurePatch, Values};
use crate::procedure::{ProcedureId, Step};
use crate::procedure_fields::ProcedureField;

/// Stored values that cannot be read. The error does not repeat the value, which may be personal data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParseValuesError {
    #[error("the values of a change are not a JSON object")]
    NotAnObject,
    #[error("the values of a change name a field that an entry does not have")]
    UnknownField,
    #[error("the value of the field '{0}' cannot be read")]
    Unreadable(EditableField),
}

impl EditableField {
    /// Reads a value from JSON.
    ///
    /// # Errors
    /// Names the field if the value is not valid for it.
    fn read(self, json: &Value) -> Result<EditableValue, ParseValuesError> {
        let value = match self {
            Self::Field(field) => field.read(json).map(EditableValue::Field),
            Self::Step(step) => match json {
                Value::Null => Some(EditableValue::Step(step, None)),
                json => {
                    json.as_str().and_then(|word| word.parse().ok()).map(|state| EditableValue::Step(step, Some(state)))
                }
            },
            Self::Exclusion => serde_json::from_value(json.clone())
                .ok()
                .map(|(excluded, reason)| EditableValue::Exclusion { excluded, reason }),
        };
        value.ok_or(ParseValuesError::Unreadable(self))
    }

    /// The value of a field about which nothing is known, if there is such a value.
    pub(super) fn unknown(self) -> Option<EditableValue> {
        self.read(&Value::Null).ok()
    }

    /// Reads a value that someone saw. Nothing, or `null` where the field has no such value, means that they saw none.
    fn read_seen(self, json: Option<&Value>) -> Result<Option<EditableValue>, ParseValuesError> {
        match json {
            None | Some(Value::Null) => Ok(self.unknown()),
            Some(json) => self.read(json).map(Some),
        }
    }
}

impl EditableValue {
    /// The value as JSON: `null` means unknown; the exclusion is a pair of decision and reason.
    fn to_json(&self) -> Value {
        match self {
            Self::Field(value) => value.to_json(),
            Self::Step(_, state) => json!(state),
            Self::Exclusion { excluded, reason } => json!((excluded, reason)),
        }
    }
}

fn parse_object(text: &str) -> Result<Map<String, Value>, ParseValuesError> {
    serde_json::from_str(text).map_err(|_| ParseValuesError::NotAnObject)
}

/// Serialises values.
#[must_use]
pub fn serialize_values(values: &Values) -> String {
    let map: Map<String, Value> =
        values.iter().map(|value| (value.field().as_str().to_owned(), value.to_json())).collect();
    Value::from(map).to_string()
}

/// Parses serialised values.
///
/// # Errors
/// If the text is not a JSON object, or names a field that an entry does not have, or a value is not valid for its
/// field.
pub fn parse_values(text: &str) -> Result<Values, ParseValuesError> {
    parse_object(text)?
        .iter()
        .map(|(word, json)| {
            let field: EditableField = word.parse().map_err(|_| ParseValuesError::UnknownField)?;
            field.read(json)
        })
        .collect()
}

impl ProcedurePatch {
    /// The values seen and wanted, as JSON.
    #[must_use]
    pub fn to_stored(&self) -> [String; 2] {
        let written = |value: &dyn Fn(&FieldChange) -> Value| {
            let fields =
                self.fields.iter().map(|(field, field_change)| (field.as_str().to_owned(), value(field_change)));
            Value::from(fields.collect::<Map<_, _>>()).to_string()
        };
        [
            written(&|field_change| field_change.was.as_ref().map_or(Value::Null, EditableValue::to_json)),
            written(&|field_change| field_change.becomes.to_json()),
        ]
    }

    /// Parses the values seen and wanted. Values seen of fields that are not to change are left out.
    ///
    /// # Errors
    /// Like [`parse_values`].
    pub fn parse_stored(was: &str, becomes: &str) -> Result<BTreeMap<EditableField, FieldChange>, ParseValuesError> {
        let seen = parse_object(was)?;
        if seen.keys().any(|word| word.parse::<EditableField>().is_err()) {
            return Err(ParseValuesError::UnknownField);
        }
        parse_values(becomes)?
            .into_iter()
            .map(|becomes| {
                let field = becomes.field();
                let was = field.read_seen(seen.get(field.as_str()))?;
                Ok((field, FieldChange { was, becomes }))
            })
            .collect()
    }
}

/// The change that a row of the audit log records; `None` if its values have been erased or it has none.
///
/// # Errors
/// Names a field whose value cannot be read.
pub fn logged_patch(
    procedure: ProcedureId,
    was: &str,
    became: &str,
    today: NaiveDate,
) -> Result<Option<ProcedurePatch>, ParseValuesError> {
    let (Ok(was), Ok(became)) = (parse_object(was), parse_object(became)) else { return Ok(None) };
    let mut fields = BTreeMap::new();
    for field in ProcedureField::ALL {
        if let (Some(was), Some(becomes)) = (was.get(field.as_str()), became.get(field.as_str())) {
            let field = EditableField::Field(*field);
            fields.insert(field, FieldChange { was: field.read_seen(Some(was))?, becomes: field.read(becomes)? });
        }
    }
    for step in Step::ALL {
        let of = |values: &Map<String, Value>| values.get("steps").and_then(|steps| steps.get(step.as_str())).cloned();
        if let (Some(was), Some(becomes)) = (of(&was), of(&became)) {
            let field = EditableField::Step(*step);
            fields.insert(field, FieldChange { was: field.read_seen(Some(&was))?, becomes: field.read(&becomes)? });
        }
    }
    let field = EditableField::Exclusion;
    if let Some(becomes) = became.get(field.as_str()) {
        let never = EditableValue::Exclusion { excluded: false, reason: String::new() };
        let was = field.read_seen(was.get(field.as_str()))?.unwrap_or(never);
        fields.insert(field, FieldChange { was: Some(was), becomes: field.read(becomes)? });
    }
    let day = |name: &str| became.get(name)?.as_str()?.parse().ok();
    let effective_on = day("steps_effective_on").or_else(|| day("excluded_effective_on")).unwrap_or(today);
    Ok((!fields.is_empty()).then_some(ProcedurePatch { procedure, is_new: false, effective_on, fields }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::values_of;
    use crate::procedure::Procedure;
    use crate::procedure_fields::FieldValue;

    #[test]
    fn values_are_read_as_they_were_written() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 10).expect("a day");
        let entry = Procedure::unknown("a".parse().expect("an id"), "list".parse().expect("a source"));
        assert_eq!(parse_values(&serialize_values(&values_of(&entry, day))), Ok(values_of(&entry, day)));
        for other in ["", "[]", "null"] {
            assert_eq!(parse_values(other), Err(ParseValuesError::NotAnObject), "{other}");
        }
        assert_eq!(parse_values("{\"no-such\":1}"), Err(ParseValuesError::UnknownField));
    }

    #[test]
    fn a_value_that_cannot_be_read_is_an_error_that_names_its_field() {
        for (values, field) in [
            ("{\"fee\":\"three hundred\"}", "fee"),
            ("{\"kana\":null}", "kana"),
            ("{\"apply\":\"by pigeon\"}", "apply"),
            ("{\"excluded\":true}", "excluded"),
        ] {
            let error = parse_values(values).expect_err("unreadable");
            assert_eq!(error, ParseValuesError::Unreadable(field.parse().expect("a field")), "{values}");
            assert!(error.to_string().contains(field), "{error}");
        }
    }

    #[test]
    fn a_change_is_stored_byte_for_byte_as_it_was_read() {
        let (was, becomes) = (
            r#"{"apply":null,"department":null,"kana":"あ","source":null}"#,
            r#"{"apply":"online","department":"tax","kana":"い","source":"list"}"#,
        );
        let fields = ProcedurePatch::parse_stored(was, becomes).expect("values");
        assert_eq!(fields[&EditableField::Field(ProcedureField::Source)].was, None, "nobody saw an entry without one");
        let nobody_saw_a_department = Some(FieldValue::Department(None).into());
        assert_eq!(fields[&EditableField::Field(ProcedureField::Department)].was, nobody_saw_a_department);
        let effective_on = NaiveDate::from_ymd_opt(2026, 4, 10).expect("a day");
        let patch = ProcedurePatch { procedure: "a".parse().expect("an id"), is_new: true, effective_on, fields };
        assert_eq!(patch.to_stored(), [was, becomes]);
    }
}
