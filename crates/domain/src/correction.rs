//! Corrections (訂正): published figures that turned out wrong and were changed, or were withdrawn.
//!
//! A correction is kept for good and stands where the figure stood. A figure that was not known before, a figure of a
//! sample, and a newer count beside an older one are not corrected (docs/adr/0028-corrections-are-public.md).

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

string_enum! {
    /// A table with published figures. The spelling is that of imports.
    pub enum CorrectedTable ("table of figures") {
        /// Cards by area, also by age.
        Cards = "cards",
        Population = "population",
        /// How often procedures are used.
        Usage = "usage",
        /// Values of indicators.
        Indicators = "indicators",
        Programmes = "programmes",
        Funding = "funding",
        CostItems = "cost-items",
        Assessments = "assessments",
        Obligations = "obligations",
        Effects = "effects",
        Training = "training",
    }
}

impl CorrectedTable {
    /// The columns of the figures, as imports call them. Everything else in a record is text, or tells it from others.
    #[must_use]
    pub const fn figures(self) -> &'static [&'static str] {
        match self {
            Self::Cards => &["cards", "population", "population_as_of"],
            Self::Population => &["population"],
            Self::Usage => &["total", "online"],
            Self::Indicators => &["value"],
            Self::Programmes => &["served_residents", "served_staff"],
            Self::Funding => {
                &["total", "national_grant", "prefectural_grant", "bonds", "other", "beneficiary_fees", "general_fund"]
            }
            Self::CostItems => &["amount", "general_fund"],
            Self::Assessments => &["requested", "assessed"],
            Self::Obligations => &["from_year", "to_year", "requested"],
            Self::Effects => &[
                "steps_before",
                "steps_after",
                "hours_before",
                "hours_after",
                "hours_saved",
                "paper_before",
                "paper_after",
            ],
            Self::Training => &["staff", "done"],
        }
    }

    /// Whether its figures are about a programme and stand on the page of the budget.
    #[must_use]
    pub const fn is_of_programmes(self) -> bool {
        !matches!(self, Self::Cards | Self::Population | Self::Usage | Self::Indicators)
    }
}

/// The value of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FigureValue {
    /// A whole number: a count, an amount, or a fiscal year named by the year in which it begins.
    Count(i64),
    Number(f64),
    Day(NaiveDate),
}

/// The error for a text that is not the value of a figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a number such as 1234 or 97.5, or a day such as 2026-04-01")]
pub struct ParseFigureValueError;

impl FromStr for FigureValue {
    type Err = ParseFigureValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(count) = text.parse() {
            return Ok(Self::Count(count));
        }
        if let Some(number) = text.parse().ok().filter(|number: &f64| number.is_finite()) {
            return Ok(Self::Number(number));
        }
        text.parse().map(Self::Day).map_err(|_| ParseFigureValueError)
    }
}

/// As files write it.
impl fmt::Display for FigureValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(formatter),
            Self::Number(number) => number.fmt(formatter),
            Self::Day(day) => day.fmt(formatter),
        }
    }
}

/// A published figure before and after a change.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureChange {
    pub table: CorrectedTable,
    /// The code of the area, or the id of the procedure, the indicator or the programme that the figure is about.
    pub subject: String,
    /// Its Japanese name at the time of the change; empty if it was not known.
    pub subject_name: String,
    /// What tells the record from others of the subject, in codes: `held 2026-03-31`.
    pub record: String,
    /// The same in Japanese words.
    pub record_name: String,
    /// The same in English words, with names that exist only in Japanese.
    pub record_name_en: String,
    /// The column of the figure; one of [`CorrectedTable::figures`] in the version of the program that recorded it.
    pub figure: String,
    pub before: FigureValue,
    /// `None` if the figure was withdrawn.
    pub after: Option<FigureValue>,
}

impl FigureChange {
    /// Whether another change gives the figure back the value that it had before this one.
    #[must_use]
    pub fn is_taken_back_by(&self, other: &Self) -> bool {
        let of_one_figure = (self.table, &self.subject, &self.record, &self.figure)
            == (other.table, &other.subject, &other.record, &other.figure);
        of_one_figure && other.after == Some(self.before) && self.after == Some(other.before)
    }
}

/// A change of a published figure, with its day and its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    pub change: FigureChange,
    /// A day in Japan.
    pub corrected_on: NaiveDate,
    /// Empty if none was given.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_value_is_read_as_it_is_written() {
        for text in ["0", "1234", "-5", "97.5", "-0.25", "2026-04-01"] {
            assert_eq!(text.parse::<FigureValue>().expect("a value").to_string(), text);
        }
        for text in ["", "不明", "unknown", "1,234", "NaN", "inf", "2026-13-01", "12 cards"] {
            assert_eq!(text.parse::<FigureValue>(), Err(ParseFigureValueError), "{text}");
        }
    }

    #[test]
    fn a_change_is_taken_back_by_its_opposite_of_the_same_figure() {
        let change = |before, after| FigureChange {
            table: CorrectedTable::Cards,
            subject: "271403".to_owned(),
            subject_name: String::new(),
            record: "held 2026-03-31".to_owned(),
            record_name: String::new(),
            record_name_en: String::new(),
            figure: "cards".to_owned(),
            before: FigureValue::Count(before),
            after: Some(FigureValue::Count(after)),
        };
        let there = change(1, 2);
        assert!(there.is_taken_back_by(&change(2, 1)));
        assert!(!there.is_taken_back_by(&change(2, 3)) && !there.is_taken_back_by(&there));
        let other = FigureChange { figure: "population".to_owned(), ..change(2, 1) };
        assert!(!there.is_taken_back_by(&other));
        let withdrawn = FigureChange { after: None, ..change(1, 2) };
        assert!(!withdrawn.is_taken_back_by(&change(2, 1)));
    }

    #[test]
    fn no_table_names_a_figure_twice() {
        for table in CorrectedTable::ALL {
            let figures = table.figures();
            assert_eq!(figures.iter().collect::<BTreeSet<_>>().len(), figures.len(), "{table}");
        }
    }
}
