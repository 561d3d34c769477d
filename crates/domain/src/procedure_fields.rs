//! The entry of a procedure field by field: the differences between two states, and earlier states.
//!
//! The steps and the exclusion are not fields: they are dated events with a history of their own.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::ending::{Ending, PastEnding};
use super::planned_year::PlannedYear;
use super::procedure::{
    Audience, Blocker, CardRequirement, Channel, DepartmentCode, Fee, LifeEventCode, Procedure, SetCode,
};
use super::source::SourceId;

/// Declares the fields of an entry: for each its word, the type of its value, its place in [`Procedure`] and how its
/// JSON is read.
macro_rules! procedure_fields {
    ($( $field:ident = $word:literal: $type:ty, $($place:ident).+, $read:expr; )+) => {
        string_enum! {
            /// A field of a procedure's entry.
            pub enum ProcedureField ("field of a procedure") {
                $( $field = $word, )+
            }
        }

        /// The value of a field. `None` means unknown.
        #[derive(Debug, Clone, PartialEq)]
        pub enum FieldValue {
            $( $field($type), )+
        }

        impl ProcedureField {
            /// The value of the field.
            #[must_use]
            pub fn of(self, procedure: &Procedure) -> FieldValue {
                match self {
                    $( Self::$field => FieldValue::$field(procedure.$($place).+.clone()), )+
                }
            }

            /// Reads a value from JSON; `None` if it is not valid for the field.
            #[must_use]
            pub fn read(self, json: &Value) -> Option<FieldValue> {
                match self {
                    $( Self::$field => ($read)(json).map(FieldValue::$field), )+
                }
            }
        }

        impl FieldValue {
            /// The field that the value belongs to.
            #[must_use]
            pub const fn field(&self) -> ProcedureField {
                match self {
                    $( Self::$field(_) => ProcedureField::$field, )+
                }
            }

            /// Sets the field.
            pub fn put(self, into: &mut Procedure) {
                match self {
                    $( Self::$field(value) => into.$($place).+ = value, )+
                }
            }

            /// The value as JSON, with `null` for unknown.
            #[must_use]
            pub fn to_json(&self) -> Value {
                match self {
                    $( Self::$field(value) => serde_json::to_value(value), )+
                }
                .expect("a field holds nothing that JSON cannot say")
            }
        }
    };
}

procedure_fields! {
    Name = "name": String, name.ja, plain;
    NameEasy = "name_easy": String, name.easy, plain;
    NameEn = "name_en": String, name.en, plain;
    Kana = "kana": String, kana, plain;
    Summary = "summary": String, summary.ja, plain;
    SummaryEasy = "summary_easy": String, summary.easy, plain;
    SummaryEn = "summary_en": String, summary.en, plain;
    Department = "department": Option<DepartmentCode>, department, |json| null_as_unknown(json, word);
    LegalBasis = "legal_basis": String, legal_basis, plain;
    LifeEvents = "life_events": Vec<LifeEventCode>, life_events, words;
    Audience = "audience": Vec<Audience>, audience, plain;
    Sets = "sets": Vec<SetCode>, sets, words;
    Channels = "channels": Vec<Channel>, channels, plain;
    CardRequirement = "card_requirement": Option<CardRequirement>, card_requirement, plain;
    Papers = "papers": Vec<String>, papers, plain;
    Fee = "fee": Fee, fee, plain;
    Processing = "processing": String, processing, plain;
    Blockers = "blockers": Vec<Blocker>, blockers, plain;
    PlannedFiscalYear = "planned_fiscal_year": Option<PlannedYear>, planned_fiscal_year, plain;
    Ending = "ending": Option<Box<Ending>>, ending, plain;
    CheckedOn = "checked_on": Option<NaiveDate>, checked_on, plain;
    Source = "source": SourceId, source, word;
    Sample = "sample": bool, sample, plain;
}

fn plain<T: DeserializeOwned>(json: &Value) -> Option<T> {
    T::deserialize(json).ok()
}

fn word<T: FromStr>(json: &Value) -> Option<T> {
    json.as_str()?.parse().ok()
}

fn words<T: FromStr>(json: &Value) -> Option<Vec<T>> {
    json.as_array()?.iter().map(word).collect()
}

fn null_as_unknown<T>(json: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
    if json.is_null() { Some(None) } else { read(json).map(Some) }
}

/// The fields that differ between two states of a procedure, with their old and new values as JSON.
#[must_use]
pub fn changed_fields(was: &Procedure, became: &Procedure) -> (Map<String, Value>, Map<String, Value>) {
    let (mut before, mut after) = (Map::new(), Map::new());
    for field in ProcedureField::ALL {
        let (old, new) = (field.of(was), field.of(became));
        if old != new {
            before.insert(field.to_string(), old.to_json());
            after.insert(field.to_string(), new.to_json());
        }
    }
    (before, after)
}

/// One recorded change of a procedure's entry: when, why, and the old and new values of its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChanges {
    /// A day in Japan.
    pub recorded_on: NaiveDate,
    /// The author's own words; empty if no reason is recorded.
    pub reason: String,
    /// Whether someone else approved it.
    pub is_approved: bool,
    /// Each field with its old and its new value, which are `None` if they cannot be read; empty if they were erased.
    pub fields: Vec<(ProcedureField, Option<FieldValue>, Option<FieldValue>)>,
    /// When reason and values were erased on request.
    pub forgotten_on: Option<NaiveDate>,
}

/// The entry as recorded at the end of a day: later changes are undone, newest first.
#[must_use]
pub fn as_recorded_on(procedure: &Procedure, changes: &[FieldChanges], day: NaiveDate) -> Procedure {
    let mut past = procedure.clone();
    for change in changes.iter().rev().filter(|change| change.recorded_on > day) {
        for was in change.fields.iter().filter_map(|(_, was, _)| was.clone()) {
            was.put(&mut past);
        }
    }
    past
}

/// What was known of the end of an entry before each of its changes, oldest first.
#[must_use]
pub fn past_endings(changes: &[FieldChanges]) -> Box<[PastEnding]> {
    let endings = changes.iter().flat_map(|change| {
        change.fields.iter().filter_map(|(_, was, _)| match was {
            Some(FieldValue::Ending(was)) => Some(PastEnding { until: change.recorded_on, ending: was.clone() }),
            _ => None,
        })
    });
    endings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::FiscalYear;
    use crate::ending::EndingKind;
    use crate::procedure::{Audience, Blocker, CardRequirement, Channel, ChannelKind, Fee, LocalText};

    fn empty() -> Procedure {
        Procedure::unknown("a".parse().expect("an id"), "list".parse().expect("a source"))
    }

    fn full() -> Procedure {
        let text = |text: &str| LocalText { ja: text.to_owned(), easy: format!("{text}e"), en: format!("{text}n") };
        Procedure {
            name: text("name"),
            kana: "かな".to_owned(),
            summary: text("summary"),
            department: Some("tax".parse().expect("a code")),
            legal_basis: "law".to_owned(),
            life_events: vec!["moving".parse().expect("a code")],
            audience: vec![Audience::Business],
            sets: vec!["priority".parse().expect("a code")],
            channels: vec![Channel { kind: ChannelKind::Mail, name: "a".to_owned(), url: String::new() }],
            card_requirement: Some(CardRequirement::Signature),
            papers: vec!["a".to_owned(), "b".to_owned()],
            fee: Fee { required: Some(true), yen: Some(300), note: "note".to_owned() },
            processing: "a week".to_owned(),
            blockers: vec![Blocker::NoSystem],
            planned_fiscal_year: Some(PlannedYear::OrLater(FiscalYear(2030))),
            ending: Some(Box::new(Ending {
                kind: EndingKind::Abolished,
                on: NaiveDate::from_ymd_opt(2027, 4, 1).expect("a day"),
                reason: "a new law".to_owned(),
                successor: Some("b".parse().expect("an id")),
            })),
            checked_on: NaiveDate::from_ymd_opt(2026, 4, 1),
            source: "other".parse().expect("a source"),
            sample: true,
            ..empty()
        }
    }

    #[test]
    fn every_field_is_told_and_can_be_put_back() {
        let (was, became) = changed_fields(&empty(), &full());
        assert_eq!(was.len(), ProcedureField::ALL.len(), "every field differs");
        let (mut forwards, mut backwards) = (empty(), full());
        for field in ProcedureField::ALL {
            let value =
                |values: &Map<String, Value>| field.read(&values[field.as_str()]).expect("a value of the field");
            value(&became).put(&mut forwards);
            value(&was).put(&mut backwards);
            assert_eq!(value(&became).to_json(), became[field.as_str()], "{field}");
            assert_eq!(value(&became).field(), *field);
        }
        assert_eq!(forwards, full());
        assert_eq!(backwards, empty());
    }

    #[test]
    fn a_value_that_is_none_of_the_field_is_not_read() {
        assert_eq!(ProcedureField::Fee.read(&Value::from("three hundred")), None);
        assert_eq!(ProcedureField::Source.read(&Value::Null), None);
        assert_eq!(ProcedureField::CheckedOn.read(&Value::Null), Some(FieldValue::CheckedOn(None)));
    }

    #[test]
    fn what_was_known_of_an_end_is_told_by_its_changes() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 4, day).expect("a day");
        let ended = full().ending;
        let change = |on, was: Option<FieldValue>, became: Option<FieldValue>| {
            let field = was.as_ref().or(became.as_ref()).expect("a value").field();
            let (reason, is_approved, forgotten_on) = (String::new(), false, None);
            FieldChanges { recorded_on: day(on), reason, is_approved, fields: vec![(field, was, became)], forgotten_on }
        };
        let changes = [
            change(3, Some(FieldValue::Ending(None)), Some(FieldValue::Ending(ended.clone()))),
            change(5, Some(FieldValue::Kana(String::new())), Some(FieldValue::Kana("い".to_owned()))),
            change(7, Some(FieldValue::Ending(ended.clone())), Some(FieldValue::Ending(None))),
        ];
        let past = past_endings(&changes);
        let told: Vec<_> = past.iter().map(|past| (past.until, past.ending.clone())).collect();
        assert_eq!(told, [(day(3), None), (day(7), ended)]);
    }

    #[test]
    fn the_entry_of_a_past_day_is_without_what_was_recorded_later() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 4, day).expect("a day");
        let change = |on, from: &str, to: &str| FieldChanges {
            recorded_on: day(on),
            reason: String::new(),
            is_approved: false,
            fields: vec![(
                ProcedureField::Kana,
                Some(FieldValue::Kana(from.to_owned())),
                Some(FieldValue::Kana(to.to_owned())),
            )],
            forgotten_on: None,
        };
        let changes = [change(3, "あ", "い"), change(7, "い", "う")];
        let now = Procedure { kana: "う".to_owned(), ..empty() };
        let kana = |on| as_recorded_on(&now, &changes, day(on)).kana;
        assert_eq!([kana(2), kana(3), kana(6), kana(7)], ["あ", "い", "い", "う"]);
    }
}
