//! One row of a described table.

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use serde_json::Value as Json;

use super::{Description, Holds};
use crate::import::sources::keep_source;
use crate::import::table::columns::{ColumnSpec, FileColumns};
use crate::import::table::record::{Record, update_text};
use crate::import::table::value::Value;
use crate::import::table::wording::Wording;

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
            (Holds::Day, Json::String(day)) => {
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
