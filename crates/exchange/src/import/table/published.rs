//! Which figures of a record are published, in which words readers know the record, and what a change of it corrects.

use chrono::NaiveDate;
use domain::calendar::{FiscalYear, date_ja};
use domain::correction::{CorrectedTable, FigureChange, FigureValue};

use super::record::Record;
use super::value::Value;
use super::wording::Wording;

/// A text in Japanese and English.
type Words = (String, String);

/// A record as readers know it.
#[derive(Debug, Clone)]
pub struct Published {
    table: CorrectedTable,
    subject: String,
    subject_name: String,
    codes: Vec<String>,
    words: Vec<Words>,
    /// The day of a count that a newer one replaces in the same record.
    counted_on: String,
    is_sample: bool,
}

impl Published {
    /// A record of a subject; whether its figures are a sample.
    pub(crate) fn new(table: CorrectedTable, subject: impl ToString, is_sample: bool) -> Self {
        Self {
            table,
            subject: subject.to_string(),
            subject_name: String::new(),
            codes: Vec::new(),
            words: Vec::new(),
            counted_on: String::new(),
            is_sample,
        }
    }

    pub(crate) fn named(self, subject_name: impl Into<String>) -> Self {
        Self { subject_name: subject_name.into(), ..self }
    }

    /// Tells the record from others of the subject by a code.
    pub(crate) fn code(mut self, code: impl ToString) -> Self {
        self.codes.push(code.to_string());
        self
    }

    /// Adds to the words that name the record.
    pub(crate) fn words(mut self, japanese: impl Into<String>, english: impl Into<String>) -> Self {
        self.words.push((japanese.into(), english.into()));
        self
    }

    pub(crate) fn day(self, day: NaiveDate) -> Self {
        let japanese = date_ja(day);
        self.code(day).words(japanese, day.format("%-d %B %Y").to_string())
    }

    pub(crate) fn year(self, year: FiscalYear) -> Self {
        self.words(year.label_ja(), year.label_en())
    }

    pub(crate) fn counted_on(self, day: impl Into<String>) -> Self {
        Self { counted_on: day.into(), ..self }
    }

    fn record(&self) -> String {
        self.codes.join(" ")
    }

    fn joined(&self, of: fn(&Words) -> &str, separator: &str) -> String {
        self.words.iter().map(of).collect::<Vec<_>>().join(separator)
    }

    fn change(&self, figure: &str, before: FigureValue, after: Option<FigureValue>) -> FigureChange {
        FigureChange {
            table: self.table,
            subject: self.subject.clone(),
            subject_name: self.subject_name.clone(),
            record: self.record(),
            record_name: self.joined(|words| &words.0, " "),
            record_name_en: self.joined(|words| &words.1, ", "),
            figure: figure.to_owned(),
            before,
            after,
        }
    }
}

/// A figure of a record; `None` if it is not known.
fn figure<T: Record>(record: &T, key: &str, wording: &Wording) -> Option<FigureValue> {
    match record.value(key, wording) {
        Value::Nothing => None,
        // A fiscal year, or the word for a count that is not known.
        Value::Text(text) => text.parse().ok(),
        Value::Count(count) => Some(FigureValue::Count(count)),
        Value::Number(number) => Some(FigureValue::Number(number)),
        Value::Date(day) => Some(FigureValue::Day(day)),
    }
}

/// The published figures that change when a record becomes another one, or is removed.
///
/// A figure of a sample was never a fact, and one that becomes a sample is withdrawn. A figure that was not known is
/// news. A newer count in the same record does not make the older one wrong. A row that is about another year now has
/// taken the place of what it said before.
pub(crate) fn figure_changes<T: Record>(was: &T, became: Option<&T>, wording: &Wording) -> Vec<FigureChange> {
    let wording = &wording.in_english();
    let Some(before) = was.published(wording).filter(|before| !before.is_sample) else { return Vec::new() };
    let after = became.and_then(|record| Some((record, record.published(wording)?)));
    if after.as_ref().is_some_and(|(_, after)| after.counted_on != before.counted_on) {
        return Vec::new();
    }
    let after = after.filter(|(_, after)| !after.is_sample && after.codes == before.codes);
    let changed = |key: &str| {
        let old = figure(was, key, wording)?;
        let new = after.as_ref().and_then(|(record, _)| figure(*record, key, wording));
        (new != Some(old)).then(|| before.change(key, old, new))
    };
    was.columns().iter().filter(|column| column.is_figure).filter_map(|column| changed(column.key)).collect()
}

#[cfg(test)]
mod tests {
    use domain::card::Population;
    use domain::correction::CorrectedTable;
    use store::areas::PopulationCount;
    use store::procedures::UsageRecord;

    use super::*;
    use crate::import::table::columns::ColumnSpec;
    use crate::import::table::described::DESCRIPTIONS;
    use crate::import::table::kind::Kind;
    use crate::import::table::template;

    fn population(residents: i64) -> PopulationCount {
        PopulationCount {
            area: "271411".parse().expect("a code"),
            as_of: NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day"),
            population: Population(residents),
            source: "register".parse().expect("a source"),
            sample: false,
        }
    }

    fn sample(residents: i64) -> PopulationCount {
        PopulationCount { sample: true, ..population(residents) }
    }

    fn texts(changes: &[FigureChange]) -> Vec<String> {
        let text = |change: &FigureChange| {
            let after = change.after.map_or_else(|| "withdrawn".to_owned(), |after| after.to_string());
            format!("{} {} {}: {} → {after}", change.subject, change.record_name_en, change.figure, change.before)
        };
        changes.iter().map(text).collect()
    }

    fn between(was: &PopulationCount, became: Option<&PopulationCount>) -> Vec<String> {
        texts(&figure_changes(was, became, &Wording::without_names(domain::text::MessageLanguage::English)))
    }

    #[test]
    fn a_changed_figure_is_corrected_and_a_removed_one_is_withdrawn() {
        let was = population(147_000);
        assert_eq!(between(&was, Some(&population(147_100))), ["271411 1 April 2026 population: 147000 → 147100"]);
        assert_eq!(between(&was, None), ["271411 1 April 2026 population: 147000 → withdrawn"]);
        let source = PopulationCount { source: "other".parse().expect("a source"), ..population(147_000) };
        assert_eq!(between(&was, Some(&source)), Vec::<String>::new(), "only figures are corrected");
    }

    #[test]
    fn a_sample_was_never_a_fact_and_a_fact_that_becomes_one_is_withdrawn() {
        assert_eq!(between(&sample(1), Some(&population(147_000))), Vec::<String>::new());
        assert_eq!(between(&sample(1), Some(&sample(2))), Vec::<String>::new());
        assert_eq!(between(&sample(1), None), Vec::<String>::new());
        let withdrawn = ["271411 1 April 2026 population: 147000 → withdrawn"];
        assert_eq!(between(&population(147_000), Some(&sample(2))), withdrawn);
        assert_eq!(between(&population(147_000), Some(&sample(147_000))), withdrawn);
    }

    #[test]
    fn what_was_not_known_is_news_and_what_is_not_known_any_more_is_withdrawn() {
        let usage = |total: Option<i64>, online: Option<i64>| UsageRecord {
            procedure: "moving-out".parse().expect("an id"),
            usage: domain::usage::Usage {
                fiscal_year: FiscalYear(2024),
                total,
                online,
                source: "report".parse().expect("a source"),
                sample: false,
            },
        };
        let between = |was: &UsageRecord, became: &UsageRecord| {
            texts(&figure_changes(was, Some(became), &Wording::without_names(domain::text::MessageLanguage::English)))
        };
        let known = usage(Some(100), Some(0));
        assert_eq!(between(&usage(None, None), &known), Vec::<String>::new());
        assert_eq!(
            between(&known, &usage(None, Some(5))),
            ["moving-out FY2024 total: 100 → withdrawn", "moving-out FY2024 online: 0 → 5"]
        );
    }

    #[test]
    fn the_figures_of_each_table_are_those_of_its_columns() {
        let flagged = |columns: &[ColumnSpec]| -> Vec<&str> {
            columns.iter().filter(|column| column.is_figure).map(|column| column.key).collect()
        };
        for table in CorrectedTable::ALL {
            let kind: Kind = table.as_str().parse().expect("a table is a kind of import");
            assert_eq!(flagged(template::columns(kind).expect("a table")), table.figures(), "{table}");
        }
        for kind in Kind::ALL.iter().filter(|kind| kind.as_str().parse::<CorrectedTable>().is_err()) {
            assert_eq!(flagged(template::columns(*kind).unwrap_or_default()), Vec::<&str>::new(), "{kind}");
        }
        let of_programmes = |table: &CorrectedTable| {
            DESCRIPTIONS.iter().any(|one| one.kind.as_str() == table.as_str() && one.pages.contains(&"/budget"))
        };
        for table in CorrectedTable::ALL {
            assert_eq!(table.is_of_programmes(), of_programmes(table), "{table}");
        }
    }
}
