//! Fiscal years (年度), from April to March.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{Era, YEARS, era_of, era_year_ja, is_number, read_era_year};
use crate::text::MessageLanguage;

/// A fiscal year, named by the Gregorian year in which it begins: 2025 is April 2025 to March 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub struct FiscalYear(pub i32);

/// Why a text is not a fiscal year, worded so that the reader can see the right form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FiscalYearError {
    /// The text is empty.
    Empty,
    /// The text has none of the forms of a fiscal year.
    NotAFiscalYear { text: String },
    /// The era had ended, or had not begun, in that fiscal year.
    OutsideEra { era: Era, right: FiscalYear },
    /// The era year and the Gregorian year in the text are different years.
    Disagreement { first: FiscalYear, second: FiscalYear },
    /// The year is outside 1873 to 2199.
    YearOutOfRange { year: i32 },
}

impl FiscalYearError {
    /// A message that says what is wrong and what was expected.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        match (self, language) {
            (Self::Empty, MessageLanguage::English) => "a fiscal year, such as 2024 or 令和6年度; it is empty".into(),
            (Self::Empty, MessageLanguage::Japanese) => "年度(2024、令和6年度 など)。空欄です".into(),
            (Self::NotAFiscalYear { .. }, MessageLanguage::English) => {
                "a fiscal year, such as 2024, 2024年度, 令和6年度, R6 or FY2024".into()
            }
            (Self::NotAFiscalYear { .. }, MessageLanguage::Japanese) => {
                "年度(2024、2024年度、令和6年度、R6、FY2024 など)".into()
            }
            (Self::OutsideEra { era, right }, MessageLanguage::English) => format!(
                "{} ({}): no such fiscal year in the era {}",
                right.era_label_ja(),
                right.label_en(),
                era.name_ja()
            ),
            (Self::OutsideEra { era, right }, MessageLanguage::Japanese) => {
                format!("{}({}年度)。{}にこの年度はありません", right.era_label_ja(), right.0, era.name_ja())
            }
            (Self::Disagreement { first, second }, MessageLanguage::English) => {
                format!("one fiscal year: {} or {}; the text names both", first.label_ja(), second.label_ja())
            }
            (Self::Disagreement { first, second }, MessageLanguage::Japanese) => {
                format!("ひとつの年度({}または{})。両方が書かれています", first.label_ja(), second.label_ja())
            }
            (Self::YearOutOfRange { year }, MessageLanguage::English) => {
                format!("a fiscal year from {} to {}; it reads as {year}", YEARS.start(), YEARS.end())
            }
            (Self::YearOutOfRange { year }, MessageLanguage::Japanese) => {
                format!("{}から{}までの年度。{year}と読めます", YEARS.start(), YEARS.end())
            }
        }
    }
}

impl fmt::Display for FiscalYearError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.describe(MessageLanguage::English))
    }
}

impl std::error::Error for FiscalYearError {}

impl FiscalYear {
    /// The fiscal year that contains a day.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self(if date.month() >= 4 { date.year() } else { date.year() - 1 })
    }

    /// 1 April of the year.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 4, 1).expect("every year that a fiscal year is made of has an April")
    }

    /// 31 March of the year after.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 3, 31)
            .expect("every year that a fiscal year is made of has a March after it")
    }

    /// `令和7年度`. A year in which the era changed is named after the new era: 2019 is 令和元年度.
    #[must_use]
    pub fn era_label_ja(self) -> String {
        // Uses the era on 31 December. The only modern era that began between January and March is 平成 (8 January
        // 1989), and its first fiscal year began after that.
        let era = NaiveDate::from_ymd_opt(self.0, 12, 31).and_then(era_of);
        era.map_or_else(|| format!("{}年度", self.0), |(era, year)| format!("{}度", era_year_ja(era, year)))
    }

    /// `令和7年度（2025年度）`.
    #[must_use]
    pub fn label_ja(self) -> String {
        format!("{}（{}年度）", self.era_label_ja(), self.0)
    }

    /// `FY2025`.
    #[must_use]
    pub fn label_en(self) -> String {
        format!("FY{}", self.0)
    }

    fn of_era(era: Era, year: i32) -> Result<Self, FiscalYearError> {
        let year = era.gregorian_year(year).ok_or(FiscalYearError::YearOutOfRange { year })?;
        let fiscal_year = Self::in_range(year)?;
        // 平成31年度 and 令和元年度 both name 2019: one era ended in it, the other began in it.
        let lies_in_era = [fiscal_year.first_day(), fiscal_year.last_day()]
            .into_iter()
            .any(|day| era_of(day).is_some_and(|(actual, _)| actual == era));
        if lies_in_era { Ok(fiscal_year) } else { Err(FiscalYearError::OutsideEra { era, right: fiscal_year }) }
    }

    fn in_range(year: i32) -> Result<Self, FiscalYearError> {
        if YEARS.contains(&year) { Ok(Self(year)) } else { Err(FiscalYearError::YearOutOfRange { year }) }
    }

    /// Parses one form of a fiscal year, in ordinary width and without brackets.
    fn from_one_form(text: &str, whole: &str) -> Result<Self, FiscalYearError> {
        let not_one = || FiscalYearError::NotAFiscalYear { text: whole.to_owned() };
        let year = text.strip_suffix("年度").or_else(|| text.strip_suffix("FY")).unwrap_or(text);
        if let Some((era, rest)) = Era::parse_era(year) {
            return Self::of_era(era, read_era_year(rest).ok_or_else(not_one)?);
        }
        let year = year.strip_prefix("FY").unwrap_or(year);
        if is_number(year) && year.len() >= 4 {
            return Self::in_range(year.parse().map_err(|_| not_one())?);
        }
        Err(not_one())
    }
}

impl FromStr for FiscalYear {
    type Err = FiscalYearError;

    /// Parses `2024`, `2024年度`, `令和6年度`, `R6`, `R6年度`, `FY2024` and `令和6年度（2024年度）`, in any character
    /// width. A calendar year (`2024年`) is not a fiscal year.
    fn from_str(text: &str) -> Result<Self, FiscalYearError> {
        let folded: String =
            text.nfkc().filter(|character| !character.is_whitespace()).collect::<String>().to_uppercase();
        if folded.is_empty() {
            return Err(FiscalYearError::Empty);
        }
        let Some((outside, inside)) = folded.strip_suffix(')').and_then(|rest| rest.split_once('(')) else {
            return Self::from_one_form(&folded, text);
        };
        let first = Self::from_one_form(outside, text)?;
        let second = Self::from_one_form(inside, text)?;
        if first == second { Ok(first) } else { Err(FiscalYearError::Disagreement { first, second }) }
    }
}
