//! Where a figure comes from.

use chrono::NaiveDate;

identifier! {
    /// Identifies a source, such as a ministry's table or a budget sheet.
    pub struct SourceId("source")
}

/// A source, as named beside every figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub id: SourceId,
    pub title: String,
    pub title_en: String,
    pub publisher: String,
    pub publisher_en: String,
    /// Empty if no URL is known.
    pub url: String,
    pub as_of: Option<NaiveDate>,
    pub licence: String,
    /// Whether the data was made up for a demonstration; it is labelled wherever it is shown.
    pub sample: bool,
}
