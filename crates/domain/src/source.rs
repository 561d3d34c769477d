//! Where a figure comes from.

use chrono::NaiveDate;

identifier! {
    /// Names one source, such as a ministry's table or a budget sheet.
    pub struct SourceId("source")
}

/// A source as it is named beside every figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub id: SourceId,
    pub title: String,
    pub title_en: String,
    pub publisher: String,
    pub publisher_en: String,
    /// Empty where no address is known.
    pub url: String,
    pub as_of: Option<NaiveDate>,
    pub licence: String,
    /// Data made up for a demonstration, to be labelled wherever it is shown.
    pub sample: bool,
}
