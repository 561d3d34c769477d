//! `/api/v1/corrections`: published figures that were changed or withdrawn, with day and reason.

use chrono::NaiveDate;
use domain::correction::{CorrectedTable, Correction, FigureValue};
use serde::Serialize;
use serde_json::{Value, json};

use super::list::{Asked, Content, List, given};
use crate::language::Language;
use crate::server::query::QueryError;
use crate::server::read_model::corrections::{page_of, subject_name};

/// The list of corrections, newest first.
pub(super) const LIST: List = List {
    name: "corrections",
    parameters: &["table", "subject", "from", "to"],
    fields: &[
        "table",
        "subject",
        "subject_name",
        "subject_name_en",
        "record",
        "record_name",
        "record_name_en",
        "figure",
        "before",
        "after",
        "corrected_on",
        "reason",
        "page",
    ],
    answer: list,
};

/// One corrected figure.
#[derive(Debug, Serialize)]
struct CorrectionRecord<'a> {
    /// The table of the figure, as imports call it.
    table: CorrectedTable,
    /// Code of the area, or id of the procedure, indicator or programme.
    subject: &'a str,
    subject_name: String,
    subject_name_en: Option<String>,
    /// What tells the record from others of the subject, in codes.
    record: Option<&'a str>,
    record_name: &'a str,
    record_name_en: Option<&'a str>,
    /// The column of the figure.
    figure: &'a str,
    /// A number, or a date as text.
    before: Value,
    /// `null` if the figure was withdrawn.
    after: Value,
    corrected_on: NaiveDate,
    /// `null` if none was given.
    reason: Option<&'a str>,
    /// The page on which the figure stands or stood.
    page: Option<String>,
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let table: Option<CorrectedTable> = asked.parameters.read("table")?;
    let subject = asked.parameters.text("subject");
    let (from, to) = asked.parameters.days()?;
    let is_wanted = |Correction { change, corrected_on, .. }: &&Correction| {
        table.is_none_or(|table| table == change.table)
            && subject.is_none_or(|subject| subject == change.subject)
            && from.is_none_or(|from| from <= *corrected_on)
            && to.is_none_or(|to| *corrected_on <= to)
    };
    let found: Vec<&Correction> = asked.snapshot.corrections.until(asked.today).filter(is_wanted).collect();
    asked.render(&found, |correction| record(asked, correction))
}

fn value(value: FigureValue) -> Value {
    match value {
        FigureValue::Count(count) => json!(count),
        FigureValue::Number(number) => json!(number),
        FigureValue::Day(day) => json!(day),
    }
}

fn record<'a>(asked: &Asked<'a>, correction: &'a Correction) -> CorrectionRecord<'a> {
    let Correction { change, corrected_on, reason } = correction;
    let name = subject_name(asked.snapshot, Language::Japanese, change);
    // Without a name in English, that in Japanese is returned.
    let english = subject_name(asked.snapshot, Language::English, change);
    CorrectionRecord {
        table: change.table,
        subject: &change.subject,
        subject_name_en: (english != name).then_some(english),
        subject_name: name,
        record: given(&change.record),
        record_name: &change.record_name,
        record_name_en: given(&change.record_name_en),
        figure: &change.figure,
        before: value(change.before),
        after: change.after.map_or(Value::Null, value),
        corrected_on: *corrected_on,
        reason: given(reason),
        page: page_of(asked.snapshot, change),
    }
}
