//! The fiscal year in which a procedure is planned to go online, which may be open-ended: 2030年度以降.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::calendar::{FiscalYear, FiscalYearError};
use super::text::MessageLanguage;

/// When a procedure is planned to go online.
///
/// Two plans are ordered by their first possible year. A plan for a year comes before one for that year or later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(from = "Json", into = "Json")]
pub enum PlannedYear {
    /// In this fiscal year.
    In(FiscalYear),
    /// In this fiscal year or any later one (2030年度以降). It is met in no definite year.
    OrLater(FiscalYear),
}

/// Why a text is not a planned year, worded so that the reader can see the right form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedYearError(FiscalYearError);

/// The plan as JSON: the number of the year, or an object that also holds "or later".
///
/// Plans recorded before there were open-ended ones are numbers.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Json {
    Year(FiscalYear),
    Open { year: FiscalYear, or_later: bool },
}

/// The spellings of "or later" behind a year, without spaces and in capitals.
const OR_LATER: [&str; 3] = ["以降", "以後", "ORLATER"];

impl PlannedYear {
    /// A plan for a year, or for that year or any later one.
    #[must_use]
    pub const fn new(year: FiscalYear, or_later: bool) -> Self {
        if or_later { Self::OrLater(year) } else { Self::In(year) }
    }

    /// The first fiscal year that the plan allows.
    #[must_use]
    pub const fn first_year(self) -> FiscalYear {
        match self {
            Self::In(year) | Self::OrLater(year) => year,
        }
    }

    /// Whether any year after the first one is allowed too.
    #[must_use]
    pub const fn is_or_later(self) -> bool {
        matches!(self, Self::OrLater(_))
    }

    /// Whether a plan that is kept is met by the end of a fiscal year. `false` for an open-ended plan, which may be kept
    /// in any later year.
    #[must_use]
    pub fn is_met_by(self, year: FiscalYear) -> bool {
        match self {
            Self::In(planned) => planned <= year,
            Self::OrLater(_) => false,
        }
    }

    /// Whether the planned time is over on a day. An open-ended plan is never over.
    #[must_use]
    pub fn is_over_on(self, day: NaiveDate) -> bool {
        match self {
            Self::In(year) => year.last_day() < day,
            Self::OrLater(_) => false,
        }
    }
}

impl Ord for PlannedYear {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |plan: &Self| (plan.first_year(), plan.is_or_later());
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for PlannedYear {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Json> for PlannedYear {
    fn from(json: Json) -> Self {
        match json {
            Json::Year(year) => Self::In(year),
            Json::Open { year, or_later } => Self::new(year, or_later),
        }
    }
}

impl From<PlannedYear> for Json {
    fn from(plan: PlannedYear) -> Self {
        match plan {
            PlannedYear::In(year) => Self::Year(year),
            PlannedYear::OrLater(year) => Self::Open { year, or_later: true },
        }
    }
}

/// `2027`, or `FY2030 or later`.
impl fmt::Display for PlannedYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::In(year) => write!(formatter, "{}", year.0),
            Self::OrLater(year) => write!(formatter, "{} or later", year.label_en()),
        }
    }
}

impl FromStr for PlannedYear {
    type Err = PlannedYearError;

    /// Parses every form of a [`FiscalYear`], also with 以降, 以後 or `or later` behind the year: `2030年度以降`,
    /// `令和12年度以降`, `FY2030 or later`, `令和12年度（2030年度）以降`, `令和12年度以降（2030年度以降）`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut year: String =
            text.nfkc().filter(|character| !character.is_whitespace()).collect::<String>().to_uppercase();
        let whole = year.len();
        for mark in OR_LATER {
            for bracket in ["(", ")"] {
                year = year.replace(&format!("{mark}{bracket}"), bracket);
            }
            year.truncate(year.strip_suffix(mark).unwrap_or(&year).len());
        }
        let or_later = year.len() < whole;
        if or_later && year.is_empty() {
            return Err(PlannedYearError(FiscalYearError::NotAFiscalYear { text: text.to_owned() }));
        }
        year.parse().map(|year| Self::new(year, or_later)).map_err(PlannedYearError)
    }
}

impl PlannedYearError {
    /// A message that says what is wrong and what was expected.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        let expected = self.0.describe(language);
        match (&self.0, language) {
            (FiscalYearError::NotAFiscalYear { .. }, MessageLanguage::English) => {
                format!("{expected}, or one with 'or later' or 以降 behind it, such as FY2030 or later")
            }
            (FiscalYearError::NotAFiscalYear { .. }, MessageLanguage::Japanese) => {
                format!("{expected}。2030年度以降 のように「以降」も付けられます")
            }
            _ => expected,
        }
    }
}

impl fmt::Display for PlannedYearError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.describe(MessageLanguage::English))
    }
}

impl std::error::Error for PlannedYearError {}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: PlannedYear = PlannedYear::OrLater(FiscalYear(2030));

    #[test]
    fn or_later_is_read_behind_every_form_of_a_year() {
        for text in [
            "2030年度以降",
            "2030以降",
            "２０３０年度　以降",
            "令和12年度以降",
            "R12年度以後",
            "FY2030 or later",
            "fy2030 OR LATER",
            "2030 or later",
            "令和12年度（2030年度）以降",
            "令和12年度以降（2030年度以降）",
            "令和12年度以降（2030年度）",
            "令和12年度(2030年度以降)",
        ] {
            assert_eq!(text.parse(), Ok(OPEN), "{text}");
        }
    }

    #[test]
    fn a_year_alone_is_that_year() {
        for text in ["2030", "令和12年度", "FY2030", "令和12年度（2030年度）"] {
            assert_eq!(text.parse(), Ok(PlannedYear::In(FiscalYear(2030))), "{text}");
        }
    }

    #[test]
    fn what_names_no_year_is_refused_with_the_right_form() {
        for text in
            ["以降", "以降2030", "(以降)", "2030年度以前", "2030年以降", "or later", "2030年度以降から", "いつか"]
        {
            let refused = text.parse::<PlannedYear>().expect_err(text);
            assert!(refused.to_string().contains("FY2030 or later"), "{text}: {refused}");
            assert!(refused.describe(MessageLanguage::Japanese).contains("2030年度以降"), "{text}");
        }
        let two = "令和12年度（2031年度）以降".parse::<PlannedYear>().expect_err("two years");
        assert!(two.to_string().contains("the text names both"), "{two}");
        assert_eq!("".parse::<PlannedYear>(), Err(PlannedYearError(FiscalYearError::Empty)));
    }

    #[test]
    fn what_is_written_is_read_back() {
        for plan in [OPEN, PlannedYear::In(FiscalYear(2030))] {
            assert_eq!(plan.to_string().parse(), Ok(plan));
            let json = serde_json::to_value(plan).expect("JSON");
            assert_eq!(serde_json::from_value::<PlannedYear>(json).expect("a plan"), plan);
        }
        assert_eq!(OPEN.to_string(), "FY2030 or later");
    }

    #[test]
    fn a_plan_for_a_year_is_a_number_as_json_and_an_open_one_says_so() {
        let json = |plan: PlannedYear| serde_json::to_string(&plan).expect("JSON");
        assert_eq!(json(PlannedYear::In(FiscalYear(2027))), "2027");
        assert_eq!(json(OPEN), r#"{"year":2030,"or_later":true}"#);
    }

    #[test]
    fn an_open_plan_is_met_in_no_definite_year_and_is_never_over() {
        let day = |year| NaiveDate::from_ymd_opt(year, 4, 1).expect("a day");
        assert!([2029, 2030, 2031, 2199].iter().all(|year| !OPEN.is_met_by(FiscalYear(*year))));
        assert!(!OPEN.is_over_on(day(2099)));
        let definite = PlannedYear::In(FiscalYear(2030));
        assert_eq!([2029, 2030, 2031].map(|year| definite.is_met_by(FiscalYear(year))), [false, true, true]);
        assert!(!definite.is_over_on(FiscalYear(2030).last_day()));
        assert!(definite.is_over_on(day(2031)));
    }

    #[test]
    fn plans_are_ordered_by_their_first_year_and_a_definite_one_comes_first() {
        let mut plans = [OPEN, PlannedYear::In(FiscalYear(2031)), PlannedYear::In(FiscalYear(2030))];
        plans.sort();
        assert_eq!(plans, [PlannedYear::In(FiscalYear(2030)), OPEN, PlannedYear::In(FiscalYear(2031))]);
    }
}
