//! The entry of a procedure field by field: the differences between two states, and earlier states.
//!
//! The steps and the exclusion are not fields: they are dated events with a history of their own.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::calendar::FiscalYear;
use super::procedure::Procedure;

string_enum! {
    /// A field of a procedure's entry.
    pub enum ProcedureField ("field of a procedure") {
        Name = "name",
        NameEasy = "name_easy",
        NameEn = "name_en",
        Kana = "kana",
        Summary = "summary",
        SummaryEasy = "summary_easy",
        SummaryEn = "summary_en",
        Department = "department",
        LegalBasis = "legal_basis",
        LifeEvents = "life_events",
        Audience = "audience",
        Sets = "sets",
        Channels = "channels",
        CardRequirement = "card_requirement",
        Papers = "papers",
        Fee = "fee",
        Processing = "processing",
        Blockers = "blockers",
        PlannedFiscalYear = "planned_fiscal_year",
        CheckedOn = "checked_on",
        Source = "source",
        Sample = "sample",
    }
}

fn value(of: impl Serialize) -> Value {
    serde_json::to_value(of).expect("a field holds nothing that JSON cannot say")
}

impl ProcedureField {
    /// The value of the field. `null` means unknown.
    #[must_use]
    pub fn of(self, procedure: &Procedure) -> Value {
        match self {
            Self::Name => value(&procedure.name.ja),
            Self::NameEasy => value(&procedure.name.easy),
            Self::NameEn => value(&procedure.name.en),
            Self::Kana => value(&procedure.kana),
            Self::Summary => value(&procedure.summary.ja),
            Self::SummaryEasy => value(&procedure.summary.easy),
            Self::SummaryEn => value(&procedure.summary.en),
            Self::Department => value(&procedure.department),
            Self::LegalBasis => value(&procedure.legal_basis),
            Self::LifeEvents => value(&procedure.life_events),
            Self::Audience => value(&procedure.audience),
            Self::Sets => value(&procedure.sets),
            Self::Channels => value(&procedure.channels),
            Self::CardRequirement => value(procedure.card_requirement),
            Self::Papers => value(&procedure.papers),
            Self::Fee => value(&procedure.fee),
            Self::Processing => value(&procedure.processing),
            Self::Blockers => value(&procedure.blockers),
            Self::PlannedFiscalYear => value(procedure.planned_fiscal_year),
            Self::CheckedOn => value(procedure.checked_on),
            Self::Source => value(&procedure.source),
            Self::Sample => value(procedure.sample),
        }
    }

    /// Sets the field to a value from [`ProcedureField::of`]. Returns `false`, and changes nothing, if the value is not
    /// valid for the field.
    pub fn put(self, into: &mut Procedure, value: &Value) -> bool {
        match self {
            Self::Name => set_from(&mut into.name.ja, read(value)),
            Self::NameEasy => set_from(&mut into.name.easy, read(value)),
            Self::NameEn => set_from(&mut into.name.en, read(value)),
            Self::Kana => set_from(&mut into.kana, read(value)),
            Self::Summary => set_from(&mut into.summary.ja, read(value)),
            Self::SummaryEasy => set_from(&mut into.summary.easy, read(value)),
            Self::SummaryEn => set_from(&mut into.summary.en, read(value)),
            Self::Department => set_from(&mut into.department, empty_as_unknown(value, parsed)),
            Self::LegalBasis => set_from(&mut into.legal_basis, read(value)),
            Self::LifeEvents => set_from(&mut into.life_events, listed(value)),
            Self::Audience => set_from(&mut into.audience, read(value)),
            Self::Sets => set_from(&mut into.sets, listed(value)),
            Self::Channels => set_from(&mut into.channels, read(value)),
            Self::CardRequirement => set_from(&mut into.card_requirement, empty_as_unknown(value, read)),
            Self::Papers => set_from(&mut into.papers, read(value)),
            Self::Fee => set_from(&mut into.fee, read(value)),
            Self::Processing => set_from(&mut into.processing, read(value)),
            Self::Blockers => set_from(&mut into.blockers, read(value)),
            Self::PlannedFiscalYear => {
                set_from(&mut into.planned_fiscal_year, empty_as_unknown(value, |value| read(value).map(FiscalYear)))
            }
            Self::CheckedOn => set_from(&mut into.checked_on, empty_as_unknown(value, read::<NaiveDate>)),
            Self::Source => set_from(&mut into.source, parsed(value)),
            Self::Sample => set_from(&mut into.sample, read(value)),
        }
    }
}

fn set_from<T>(into: &mut T, read: Option<T>) -> bool {
    read.map(|value| *into = value).is_some()
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

fn parsed<T: FromStr>(value: &Value) -> Option<T> {
    value.as_str()?.parse().ok()
}

fn listed<T: FromStr>(value: &Value) -> Option<Vec<T>> {
    value.as_array()?.iter().map(parsed).collect()
}

fn empty_as_unknown<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
    if value.is_null() { Some(None) } else { read(value).map(Some) }
}

/// The fields that differ between two states of a procedure, with their old and new values.
#[must_use]
pub fn changed_fields(was: &Procedure, became: &Procedure) -> (Map<String, Value>, Map<String, Value>) {
    let (mut before, mut after) = (Map::new(), Map::new());
    for field in ProcedureField::ALL {
        let (old, new) = (field.of(was), field.of(became));
        if old != new {
            before.insert(field.to_string(), old);
            after.insert(field.to_string(), new);
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
    /// Whether somebody else approved it.
    pub is_approved: bool,
    /// Each field with its old and its new value; empty if they were erased.
    pub fields: Vec<(ProcedureField, Value, Value)>,
    /// When reason and values were erased on request.
    pub forgotten_on: Option<NaiveDate>,
}

/// The entry as recorded at the end of a day: later changes are undone, newest first.
#[must_use]
pub fn as_recorded_on(procedure: &Procedure, changes: &[FieldChanges], day: NaiveDate) -> Procedure {
    let mut past = procedure.clone();
    for change in changes.iter().rev().filter(|change| change.recorded_on > day) {
        for (field, was, _) in &change.fields {
            field.put(&mut past, was);
        }
    }
    past
}

#[cfg(test)]
mod tests {
    use super::*;
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
            planned_fiscal_year: Some(FiscalYear(2027)),
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
            assert!(field.put(&mut forwards, &became[field.as_str()]), "{field}");
            assert!(field.put(&mut backwards, &was[field.as_str()]), "{field}");
        }
        assert_eq!(forwards, full());
        assert_eq!(backwards, empty());
    }

    #[test]
    fn a_value_that_is_none_of_the_field_changes_nothing() {
        let mut procedure = full();
        assert!(!ProcedureField::Fee.put(&mut procedure, &Value::from("three hundred")));
        assert!(!ProcedureField::Source.put(&mut procedure, &Value::Null));
        assert_eq!(procedure, full());
    }

    #[test]
    fn the_entry_of_a_past_day_is_without_what_was_recorded_later() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 4, day).expect("a day");
        let change = |on, from: &str, to: &str| FieldChanges {
            recorded_on: day(on),
            reason: String::new(),
            is_approved: false,
            fields: vec![(ProcedureField::Kana, Value::from(from), Value::from(to))],
            forgotten_on: None,
        };
        let changes = [change(3, "あ", "い"), change(7, "い", "う")];
        let now = Procedure { kana: "う".to_owned(), ..empty() };
        let kana = |on| as_recorded_on(&now, &changes, day(on)).kana;
        assert_eq!([kana(2), kana(3), kana(6), kana(7)], ["あ", "い", "い", "う"]);
    }
}
