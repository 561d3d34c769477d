//! One row of a described table.

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::opening_hours::OpeningDays;
use domain::text::MessageLanguage;
use serde_json::Value as Json;

use super::{Description, Holds, Saving};
use crate::import::sources::keep_source;
use crate::import::table::columns::{ColumnSpec, FileColumns};
use crate::import::table::published::Published;
use crate::import::table::record::{Record, update_text};
use crate::import::table::value::Value;
use crate::import::table::wording::Wording;

/// The columns that name what a row is about, besides those of its key.
const NAMES: &[&str] = &["name", "scope", "role", "course"];

/// One row, with its values in the order of the columns as the database holds them: a text, a whole number, a day
/// written as text, yes or no. `Null` stands for an empty cell, in columns of text too.
#[derive(Debug, Clone)]
pub struct DescribedRow {
    pub(crate) description: &'static Description,
    pub(crate) values: Vec<Json>,
}

impl PartialEq for DescribedRow {
    fn eq(&self, other: &Self) -> bool {
        self.description.kind == other.description.kind && self.values == other.values
    }
}

impl DescribedRow {
    /// The value in a column; `Null` if the cell is empty.
    pub(crate) fn get(&self, key: &str) -> &Json {
        self.description.place(key).and_then(|place| self.values.get(place)).unwrap_or(&Json::Null)
    }

    /// The value in a column as text; empty if the cell is.
    pub(crate) fn text(&self, key: &str) -> String {
        match self.get(key) {
            Json::Null => String::new(),
            Json::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// The values in these columns.
    pub(crate) fn key_of(&self, columns: &[&str]) -> Vec<Json> {
        columns.iter().map(|column| self.get(column).clone()).collect()
    }
}

impl Record for DescribedRow {
    /// The rows of every table have this type; [`Description::noun`] says what they are called.
    const NOUN: (&'static str, &'static str) = ("rows", "行");
    const COLUMNS: &'static [ColumnSpec] = &[];
    /// As JSON, whose numbers and texts are different values.
    type Key = String;

    fn columns(&self) -> &'static [ColumnSpec] {
        self.description.specs()
    }

    fn key(&self) -> Self::Key {
        Json::from(self.key_of(self.description.key)).to_string()
    }

    fn label(&self, wording: &Wording) -> String {
        if self.description.saving == Saving::Logged {
            return ["subject", "record_name", "figure"].map(|column| self.text(column)).join(" ");
        }
        let named =
            self.description.key.iter().chain(["name"].iter().filter(|name| !self.description.key.contains(name)));
        let texts = named.map(|column| self.value(column, wording).text()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join(" ")
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        let (Some(column), value) = (self.description.column(key), self.get(key)) else { return Value::Nothing };
        match (column.holds, value) {
            (Holds::Mark, value) => wording.ticked(value.as_bool() == Some(true)),
            (_, Json::Null) => Value::Nothing,
            (Holds::Choice(words), Json::String(word)) => {
                let known = words.iter().find(|(known, _)| known == word);
                Value::Text(known.map_or_else(|| word.clone(), |known| wording.choice(*known)))
            }
            (Holds::Choices(words), Json::String(given)) => {
                let word = |word: &str| {
                    let known = words.iter().find(|(known, _)| *known == word);
                    known.map_or_else(|| word.to_owned(), |known| wording.choice(*known))
                };
                Value::of_list(given.split(';').map(word))
            }
            (Holds::Weekdays, Json::String(days)) => match days.parse::<OpeningDays>() {
                Ok(days) if wording.language == MessageLanguage::Japanese => Value::Text(days.describe_ja()),
                _ => Value::Text(days.clone()),
            },
            (Holds::Day | Holds::PastDay, Json::String(day)) => {
                day.parse::<NaiveDate>().map_or_else(|_| Value::Text(day.clone()), Value::Date)
            }
            (Holds::FiscalYear, value) => {
                let year = value.as_i64().and_then(|year| i32::try_from(year).ok());
                year.map_or(Value::Nothing, |year| wording.fiscal_year(FiscalYear(year)))
            }
            (_, Json::String(text)) => Value::of_text(text),
            (_, value) => Value::of_count(value.as_i64()),
        }
    }

    fn published(&self, _: &Wording) -> Option<Published> {
        let Description { kind, columns, key, .. } = self.description;
        let table = kind.as_str().parse().ok()?;
        let (subject, rest) = key.split_first()?;
        let is_sample = self.get("sample").as_bool() == Some(true);
        let mut published = Published::new(table, self.text(subject), is_sample).counted_on(self.text("as_of"));
        for part in rest {
            published = published.code(self.text(part));
        }
        for column in *columns {
            let spec = column.spec;
            published = match (column.holds, self.get(spec.key)) {
                (Holds::FiscalYear, Json::Number(year)) if !spec.is_figure => {
                    let year = year.as_i64().and_then(|year| i32::try_from(year).ok()).unwrap_or_default();
                    // Where the year is not part of the key, the row is about another year when it changes.
                    let named = published.year(FiscalYear(year));
                    if rest.contains(&spec.key) { named } else { named.code(year) }
                }
                (Holds::Choice(words), Json::String(word)) if rest.contains(&spec.key) => {
                    let known = words.iter().find(|(known, _)| known == word);
                    published.words(known.map_or(word.as_str(), |known| known.1), word.replace('_', " "))
                }
                (Holds::Identifier, Json::String(id)) if rest.contains(&spec.key) => published.words(id, id),
                // The name of a programme is that of the subject.
                (Holds::Text, Json::String(name)) if spec.key == "name" && *subject == "id" => published.named(name),
                (Holds::Text, Json::String(name)) if NAMES.contains(&spec.key) => published.words(name, name),
                _ => published,
            };
        }
        Some(published)
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        for (column, (value, known)) in self.description.columns.iter().zip(self.values.iter_mut().zip(&known.values)) {
            let (Some(read), Some(text)) = (value.as_str(), known.as_str()) else { continue };
            match column.holds {
                Holds::Text => {
                    let mut kept = text.to_owned();
                    update_text(&mut kept, read);
                    *value = Json::from(kept);
                }
                Holds::Source | Holds::OwnSource => {
                    if let (Ok(mut source), Ok(there)) = (read.parse(), text.parse()) {
                        keep_source(&mut source, &there);
                        *value = Json::from(source.to_string());
                    }
                }
                _ => {}
            }
        }
    }

    fn keep_absent(&mut self, known: &Self, columns: &FileColumns) {
        for (column, (value, known)) in self.description.columns.iter().zip(self.values.iter_mut().zip(&known.values)) {
            if !columns.contains(column.spec.key) && !self.description.key.contains(&column.spec.key) {
                value.clone_from(known);
            }
        }
    }
}
