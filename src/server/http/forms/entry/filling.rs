//! The form of an entry, filled with its values.

use domain::entry::{EditableValue, Values};
use domain::limits;
use domain::planned_year::PlannedYear;
use domain::procedure_fields::FieldValue;

use crate::server::staff::form::Form;

/// Empty rows offered for further application channels.
const EMPTY_CHANNELS: usize = 2;

/// The form's values for an entry.
#[must_use]
pub fn fields_of(values: &Values) -> Form {
    let mut fields: Vec<(String, String)> = Vec::new();
    for value in values.iter() {
        let name = value.field().as_str();
        let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
        match value {
            EditableValue::Field(value) => put_field(value, put),
            EditableValue::Step(_, state) => put(name, in_a_word(state.as_ref())),
            EditableValue::Exclusion { excluded, reason } => {
                if *excluded {
                    put("excluded", "yes".to_owned());
                }
                put("excluded_reason", reason.clone());
            }
        }
    }
    Form::from_fields(fields)
}

fn in_a_word(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn put_field(value: &FieldValue, mut put: impl FnMut(&str, String)) {
    let name = value.field().as_str();
    match value {
        FieldValue::Name(text)
        | FieldValue::NameEasy(text)
        | FieldValue::NameEn(text)
        | FieldValue::Kana(text)
        | FieldValue::Summary(text)
        | FieldValue::SummaryEasy(text)
        | FieldValue::SummaryEn(text)
        | FieldValue::LegalBasis(text)
        | FieldValue::Processing(text) => put(name, text.clone()),
        FieldValue::Department(code) => put(name, in_a_word(code.as_ref())),
        FieldValue::CardRequirement(card) => put(name, in_a_word(card.as_ref())),
        FieldValue::PlannedFiscalYear(plan) => {
            put(name, plan.map(|plan| plan.first_year().0.to_string()).unwrap_or_default());
            if plan.is_some_and(PlannedYear::is_or_later) {
                put("planned_or_later", "yes".to_owned());
            }
        }
        FieldValue::Ending(ending) => {
            let ending = ending.as_ref();
            put(name, in_a_word(ending.map(|ending| ending.kind).as_ref()));
            put("ended_on", in_a_word(ending.map(|ending| ending.on).as_ref()));
            put("ending_reason", ending.map(|ending| ending.reason.clone()).unwrap_or_default());
            put("successor", in_a_word(ending.and_then(|ending| ending.successor.as_ref())));
        }
        FieldValue::Source(source) => put(name, source.to_string()),
        FieldValue::LifeEvents(all) => all.iter().for_each(|one| put(name, one.to_string())),
        FieldValue::Audience(all) => all.iter().for_each(|one| put(name, one.to_string())),
        FieldValue::Sets(all) => all.iter().for_each(|one| put(name, one.to_string())),
        FieldValue::Blockers(all) => all.iter().for_each(|one| put(name, one.to_string())),
        FieldValue::Papers(papers) => put(name, papers.join("\n")),
        FieldValue::Fee(fee) => {
            put("fee_kind", in_a_word(fee.kind().as_ref()));
            put("fee_yen", in_a_word(fee.yen.filter(|yen| *yen > 0).as_ref()));
            put("fee_note", fee.note.clone());
        }
        FieldValue::Channels(channels) => {
            for channel in channels {
                put("channel_kind", channel.kind.to_string());
                put("channel_name", channel.name.clone());
                put("channel_url", channel.url.clone());
            }
        }
        FieldValue::Sample(true) => put(name, "yes".to_owned()),
        // A form does not show when an entry was checked; it asks whether it was checked now.
        FieldValue::Sample(false) | FieldValue::CheckedOn(_) => {}
    }
}

/// An application channel as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelRow {
    pub kind: String,
    pub name: String,
    pub url: String,
}

impl ChannelRow {
    pub(super) fn is_empty(&self) -> bool {
        self.kind.is_empty() && self.name.is_empty() && self.url.is_empty()
    }
}

/// The application channels of a form, with empty rows for further ones.
#[must_use]
pub fn channel_rows(form: &Form) -> Vec<ChannelRow> {
    let mut rows = typed_channels(form);
    rows.retain(|row| !row.is_empty());
    let with_space = (rows.len() + EMPTY_CHANNELS).min(limits::CHANNELS);
    rows.resize_with(with_space.max(rows.len()), ChannelRow::default);
    rows
}

pub(super) fn typed_channels(form: &Form) -> Vec<ChannelRow> {
    let (names, urls): (Vec<&str>, Vec<&str>) = (form.all("channel_name").collect(), form.all("channel_url").collect());
    let at = |texts: &[&str], place: usize| texts.get(place).map(|text| (*text).to_owned()).unwrap_or_default();
    form.all("channel_kind")
        .enumerate()
        .map(|(place, kind)| ChannelRow { kind: kind.to_owned(), name: at(&names, place), url: at(&urls, place) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_nothing_are_left_out() {
        let form = Form::of(b"channel_kind=&channel_name=&channel_url=&channel_kind=mail&channel_name=x&channel_url=");
        let rows = channel_rows(&form);
        assert_eq!((rows.len(), rows[0].kind.as_str(), rows[0].name.as_str()), (1 + EMPTY_CHANNELS, "mail", "x"));
    }
}
