//! The value of a cell as it is written.

use std::fmt::Display;

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

/// The value of one cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Nothing,
    Text(String),
    Count(i64),
    Number(f64),
    Date(NaiveDate),
}

impl Value {
    pub(crate) fn of_text(text: &str) -> Self {
        if text.trim().is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }

    pub(crate) fn of_count(count: Option<i64>) -> Self {
        count.map_or(Self::Nothing, Self::Count)
    }

    pub(crate) fn of_date(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::Nothing, Self::Date)
    }

    pub(crate) fn of_list<T: Display>(values: impl IntoIterator<Item = T>) -> Self {
        Self::of_text(&values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join(";"))
    }

    /// The value as a text file holds it; empty if there is none.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
        }
    }

    pub(super) fn audit_value(&self) -> Json {
        match self {
            Self::Count(count) => json!(count),
            Self::Number(number) => json!(number),
            other => Json::String(other.text()),
        }
    }
}

/// A number as a workbook shows it. A workbook keeps fifteen significant digits.
pub(crate) fn number_text(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}
