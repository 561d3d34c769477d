//! The checks that figures pass before they are recorded. Typed figures and files go through the same ones.
//!
//! A check returns what is wrong as data: the form words it in the language of its page, an import in that of its report.

use chrono::NaiveDate;

use super::calendar::date_in;
use super::card::{Cards, Measure, Population};
use super::text::{MessageLanguage, group_thousands};

/// What follows from a failed check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The figures cannot be right and are not recorded.
    Refusal,
    /// The figures are unusual. They are recorded once a person who has seen the warning confirms them.
    Warning,
}

string_enum! {
    /// The rules, in the order in which their failures are listed.
    pub enum Rule ("check of figures") {
        /// More cards held than residents.
        HeldAbovePopulation = "held_above_population",
        /// More cards issued than residents, which is possible: cards that were returned stay counted.
        IssuedAbovePopulation = "issued_above_population",
        /// Figures of a day that has not come.
        DayToCome = "day_to_come",
        /// A change of more than a tenth against the count of the month before, or a fall by more than a tenth.
        Jump = "jump",
        /// A change of more than a tenth against the count of residents before it.
        PopulationJump = "population_jump",
        /// The wards of a city add up to another figure than the city's.
        Wards = "wards",
        /// A target that its unit cannot reach.
        TargetAboveUnit = "target_above_unit",
    }
}

impl Rule {
    /// What follows where the rule is broken.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::HeldAbovePopulation | Self::DayToCome | Self::Wards | Self::TargetAboveUnit => Severity::Refusal,
            Self::IssuedAbovePopulation | Self::Jump | Self::PopulationJump => Severity::Warning,
        }
    }
}

/// A failed check, with the figures that show it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CheckFailure {
    HeldAbovePopulation { cards: Cards, population: Population },
    IssuedAbovePopulation { cards: Cards, population: Population },
    DayToCome { day: NaiveDate, today: NaiveDate },
    Jump { before: i64, before_on: NaiveDate, after: i64 },
    PopulationJump { before: i64, before_on: NaiveDate, after: i64 },
    Wards { sum: i64, city: i64 },
    TargetAboveUnit { value: f64, limit: f64 },
}

impl CheckFailure {
    /// The rule that is broken.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::HeldAbovePopulation { .. } => Rule::HeldAbovePopulation,
            Self::IssuedAbovePopulation { .. } => Rule::IssuedAbovePopulation,
            Self::DayToCome { .. } => Rule::DayToCome,
            Self::Jump { .. } => Rule::Jump,
            Self::PopulationJump { .. } => Rule::PopulationJump,
            Self::Wards { .. } => Rule::Wards,
            Self::TargetAboveUnit { .. } => Rule::TargetAboveUnit,
        }
    }

    /// What follows from the failure.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.rule().severity()
    }

    /// What would be right, worded to follow "expected" or 「正しくは」; for a warning, what is unusual.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        let is_english = language == MessageLanguage::English;
        let count = |number: &i64| group_thousands(*number);
        let date = |day: &NaiveDate| date_in(language, *day);
        match self {
            Self::HeldAbovePopulation { population: Population(population), .. } if is_english => {
                format!("at most the population, {}", count(population))
            }
            Self::HeldAbovePopulation { population: Population(population), .. } => {
                format!("人口（{}）以下の枚数", count(population))
            }
            Self::IssuedAbovePopulation { cards: Cards(cards), population: Population(population) } if is_english => {
                format!("{} cards issued to a population of {}", count(cards), count(population))
            }
            Self::IssuedAbovePopulation { cards: Cards(cards), population: Population(population) } => {
                format!("交付枚数{}が人口{}を上回っています", count(cards), count(population))
            }
            Self::DayToCome { today, .. } if is_english => format!("a day up to today, {}", date(today)),
            Self::DayToCome { today, .. } => format!("今日（{}）までの日付", date(today)),
            Self::Jump { before, before_on, after } | Self::PopulationJump { before, before_on, after }
                if is_english =>
            {
                format!("{}, more than a tenth away from {} on {}", count(after), count(before), date(before_on))
            }
            Self::Jump { before, before_on, after } | Self::PopulationJump { before, before_on, after } => {
                format!("{}の{}から{}へ、1割を超えて変わっています", date(before_on), count(before), count(after))
            }
            Self::Wards { sum, city } if is_english => {
                format!("the sum of the wards, {}, to be the figure of the city, {}", count(sum), count(city))
            }
            Self::Wards { sum, city } => format!("区の合計（{}）と市の値（{}）が同じになる値", count(sum), count(city)),
            Self::TargetAboveUnit { limit, .. } if is_english => format!("at most {limit}, which is all in this unit"),
            Self::TargetAboveUnit { limit, .. } => format!("{limit}以下の目標値（この単位の上限）"),
        }
    }
}

/// Compares a number of cards with the residents. Cards held cannot be more; cards issued can.
///
/// Source: the product's own rule.
#[must_use]
pub fn check_cards(measure: Measure, cards: Cards, population: Population) -> Option<CheckFailure> {
    (cards.0 > population.0).then_some(match measure {
        Measure::Held => CheckFailure::HeldAbovePopulation { cards, population },
        Measure::Issued => CheckFailure::IssuedAbovePopulation { cards, population },
    })
}

/// Refuses figures of a day after `today`.
///
/// Source: the product's own rule.
#[must_use]
pub fn check_day(day: NaiveDate, today: NaiveDate) -> Option<CheckFailure> {
    (day > today).then_some(CheckFailure::DayToCome { day, today })
}

/// The longest distance of two counts a month apart, in days: those of 1 May and 14 June are.
const A_MONTH: i64 = 45;

/// The longest distance of two counts of residents that are compared, in days: those of two Januaries in a
/// row are.
const A_YEAR: i64 = 400;

/// Whether a count differs by more than a tenth from one that is at most `most_days` older. A count of 0 says nothing.
fn is_jump((before_on, before): (NaiveDate, i64), (after_on, after): (NaiveDate, i64), most_days: i64) -> bool {
    let days = (after_on - before_on).num_days();
    let is_large = before > 0 && (after - before).unsigned_abs() > before.unsigned_abs() / 10;
    (1..=most_days).contains(&days) && is_large
}

/// Warns of a count that differs by more than a tenth from the one of the month before, or that is lower by more than
/// a tenth than the one before it, however old: a city does not lose a tenth of its cards. A count of 0 says nothing.
///
/// Source: the product's own rule.
#[must_use]
pub fn check_jump(before: (NaiveDate, i64), after: (NaiveDate, i64)) -> Option<CheckFailure> {
    let (before_on, count) = before;
    let most_days = if after.1 < count { i64::MAX } else { A_MONTH };
    is_jump(before, after, most_days).then_some(CheckFailure::Jump { before: count, before_on, after: after.1 })
}

/// Warns of a number of residents that differs by more than a tenth from the count before it, up to about a year ago.
/// Residents are counted monthly or yearly, and no city grows by a tenth within a year without people knowing why.
///
/// Source: the product's own rule.
#[must_use]
pub fn check_population_jump(before: (NaiveDate, i64), after: (NaiveDate, i64)) -> Option<CheckFailure> {
    let (before_on, count) = before;
    is_jump(before, after, A_YEAR).then_some(CheckFailure::PopulationJump { before: count, before_on, after: after.1 })
}

/// Whether a yearly count is more than double the one before, or less than half of it: unusual enough to look twice. A
/// count of 0 says nothing.
///
/// Source: the product's own rule.
#[must_use]
pub const fn is_unusual_count(before: i64, after: i64) -> bool {
    before > 0 && (after > before.saturating_mul(2) || after.saturating_mul(2) < before)
}

/// Compares the figure of a city with the sum of all its wards. `None` for fewer than two wards.
///
/// Source: the product's own rule.
#[must_use]
pub fn check_wards(city: i64, wards: &[i64]) -> Option<CheckFailure> {
    let sum: i64 = wards.iter().sum();
    (wards.len() > 1 && sum != city).then_some(CheckFailure::Wards { sum, city })
}

/// Refuses a target above what its unit allows: more than 100 of a hundred.
///
/// Source: the product's own rule.
#[must_use]
pub fn check_target(unit: &str, value: f64) -> Option<CheckFailure> {
    const ALL: f64 = 100.0;
    let is_percent = matches!(unit.trim(), "%" | "％" | "パーセント" | "percent" | "per cent");
    (is_percent && value > ALL).then_some(CheckFailure::TargetAboveUnit { value, limit: ALL })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn more_cards_held_than_people_are_refused_and_more_issued_are_a_warning() {
        let check = |measure, cards| check_cards(measure, Cards(cards), Population(100)).map(|one| one.severity());
        assert_eq!(check(Measure::Held, 100), None);
        assert_eq!(check(Measure::Held, 101), Some(Severity::Refusal));
        assert_eq!(check(Measure::Issued, 100), None);
        assert_eq!(check(Measure::Issued, 101), Some(Severity::Warning));
    }

    #[test]
    fn figures_of_today_are_accepted_and_those_of_tomorrow_are_not() {
        assert_eq!(check_day(day("2026-11-22"), day("2026-11-22")), None);
        let failure = check_day(day("2026-11-23"), day("2026-11-22")).expect("a day to come");
        assert_eq!(failure.severity(), Severity::Refusal);
        assert_eq!(failure.describe(MessageLanguage::English), "a day up to today, 22 November 2026");
    }

    #[test]
    fn a_jump_is_more_than_a_tenth_within_a_month_or_a_fall_at_any_time() {
        let jump = |on: &str, after| check_jump((day("2025-03-31"), 1000), (day(on), after)).is_some();
        assert!(!jump("2025-04-30", 1100) && !jump("2025-04-30", 900), "a tenth is not more than a tenth");
        assert!(jump("2025-04-30", 1101) && jump("2025-04-30", 899));
        assert!(jump("2025-05-15", 1101), "45 days after");
        assert!(!jump("2025-05-16", 1101), "the count is older than a month");
        assert!(jump("2027-05-16", 899) && !jump("2027-05-16", 900), "cards do not vanish");
        assert!(!jump("2025-03-01", 2000), "a count is compared with an earlier one");
        assert!(check_jump((day("2025-03-31"), 0), (day("2025-04-30"), 5)).is_none(), "nothing grew by a tenth");
    }

    #[test]
    fn residents_are_compared_with_the_count_of_the_year_before() {
        let jump = |on: &str, after| check_population_jump((day("2021-01-01"), 1000), (day(on), after)).is_some();
        assert!(jump("2022-01-01", 1101) && jump("2022-01-01", 899) && jump("2021-02-01", 1101));
        assert!(!jump("2022-01-01", 1100), "a tenth is not more than a tenth");
        assert!(!jump("2023-01-01", 1101), "two years are another time");
    }

    #[test]
    fn a_yearly_count_is_unusual_past_the_double_and_below_the_half() {
        assert!(!is_unusual_count(100, 200) && !is_unusual_count(100, 50) && !is_unusual_count(0, 9));
        assert!(is_unusual_count(100, 201) && is_unusual_count(100, 49));
    }

    #[test]
    fn wards_that_do_not_add_up_name_both_sums() {
        assert_eq!(check_wards(30, &[10, 20]), None);
        assert_eq!(check_wards(30, &[10]), None, "one ward alone is not all of them");
        let failure = check_wards(31, &[10, 20]).expect("they do not add up");
        assert_eq!(failure, CheckFailure::Wards { sum: 30, city: 31 });
        for language in [MessageLanguage::English, MessageLanguage::Japanese] {
            let words = failure.describe(language);
            assert!(words.contains("30") && words.contains("31"), "{words}");
        }
    }

    #[test]
    fn a_target_in_percent_is_at_most_a_hundred() {
        assert_eq!(check_target("%", 100.0), None);
        assert!(check_target("%", 100.1).is_some() && check_target("％", 965.0).is_some());
        assert_eq!(check_target("件", 965.0), None);
    }
}
