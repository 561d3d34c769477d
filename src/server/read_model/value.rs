//! Typed values of tables and of the inputs of figures.

use chrono::NaiveDate;

/// A typed value, formatted where it is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Unknown or not applicable; never 0.
    Nothing,
    Text(String),
    Count(i64),
    /// In percent, 0 to 100 or beyond, unrounded.
    Percent(f64),
    /// A signed difference between percentages, in points.
    Points {
        points: f64,
        decimals: usize,
    },
    /// Any other number with its unit.
    Number {
        value: f64,
        decimals: usize,
        unit: String,
    },
    Date(NaiveDate),
    /// Thousand yen (千円).
    ThousandYen(i64),
}
