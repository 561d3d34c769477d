//! My Number cards: counts, rates, and the components of a change.

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use super::area::AreaCode;
use super::rate::Rate;
use super::source::SourceId;

/// A number of cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, sqlx::Type)]
#[sqlx(transparent)]
pub struct Cards(pub i64);

/// A number of residents (住民基本台帳人口).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, sqlx::Type)]
#[sqlx(transparent)]
pub struct Population(pub i64);

string_enum! {
    /// What is counted. The two are never joined into one line: `held` excludes cards that were returned, have expired
    /// or belonged to someone who died; `issued` is cumulative.
    pub enum Measure ("measure of cards") {
        /// 保有枚数, the ministry's headline figure since May 2023.
        Held = "held",
        /// 交付枚数, cumulative.
        Issued = "issued",
    }
}

/// The number of cards in an area on a day, with the population to compare it with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardCount {
    pub area: AreaCode,
    pub measure: Measure,
    /// 基準日.
    pub as_of: NaiveDate,
    pub cards: Cards,
    pub population: Population,
    /// 人口算出基準日, often a year or more before `as_of`.
    pub population_as_of: NaiveDate,
    pub source: SourceId,
    pub sample: bool,
}

impl CardCount {
    /// Holding rate (保有枚数率) or issue rate (交付枚数率), depending on the measure of this count: cards ÷
    /// population.
    ///
    /// Source: 総務省 マイナンバーカード交付状況, 人口に対する交付枚数率.
    #[must_use]
    pub fn rate(&self) -> Rate {
        Rate::new(self.cards.0.unsigned_abs(), self.population.0.unsigned_abs())
    }
}

/// A change of a rate between two dates, in percentage points, split into the effects of the cards and of the
/// population base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangeSplit {
    /// c1/p1 − c0/p0.
    pub total: f64,
    /// (c1 − c0) / p0: cards added, at the old base.
    pub cards: f64,
    /// c1/p1 − c1/p0: the same cards on the new base.
    pub population: f64,
}

/// Why two counts cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotComparableReason {
    #[error("issued and held cards are different measures and are never compared")]
    Measure,
    #[error("the counts belong to different areas")]
    Area,
    #[error("a population base of 0 has no rate")]
    NoPopulation,
}

/// Splits the change from `before` to `after` into cards and population base, in percentage points.
///
/// Source: the product's definition "change split": (c1−c0)/p0 and c1/p1−c1/p0, which add up to c1/p1−c0/p0.
///
/// # Errors
/// Fails if the two counts differ in measure or area, or if a base is 0.
#[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn split_change(before: &CardCount, after: &CardCount) -> Result<ChangeSplit, NotComparableReason> {
    if before.measure != after.measure {
        return Err(NotComparableReason::Measure);
    }
    if before.area != after.area {
        return Err(NotComparableReason::Area);
    }
    if before.population.0 <= 0 || after.population.0 <= 0 {
        return Err(NotComparableReason::NoPopulation);
    }
    let (c0, c1) = (before.cards.0 as f64, after.cards.0 as f64);
    let (p0, p1) = (before.population.0 as f64, after.population.0 as f64);
    Ok(ChangeSplit {
        total: (c1 / p1 - c0 / p0) * 100.0,
        cards: (c1 - c0) / p0 * 100.0,
        population: (c1 / p1 - c1 / p0) * 100.0,
    })
}

/// A target rate in hundredths of a percent: 1 to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TargetRate(u32);

impl TargetRate {
    /// 100 %: a card for every resident.
    pub const ALL: Self = Self(10_000);

    /// A target in percent as a plan gives it, rounded to hundredths; `None` outside 0.01 to 100.
    #[must_use]
    pub fn of_percent(percent: f64) -> Option<Self> {
        let hundredths = (percent * 100.0).round();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie from 1 to 10,000")]
        (1.0..=10_000.0).contains(&hundredths).then_some(Self(hundredths as u32))
    }

    #[must_use]
    pub fn percent(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    #[must_use]
    pub const fn rate(self) -> Rate {
        Rate::new(self.0 as u64, 10_000)
    }
}

impl std::fmt::Display for TargetRate {
    /// Writes as few digits as needed: `100`, `99.5`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.percent())
    }
}

/// Why a text is not a target rate.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is not a target rate; expected a percentage above 0 and up to 100, such as 100 or 99.5")]
pub struct ParseTargetRateError(String);

impl std::str::FromStr for TargetRate {
    type Err = ParseTargetRateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseTargetRateError(text.chars().take(40).collect());
        let number: f64 = text.trim().trim_end_matches(['%', '％']).parse().map_err(|_| wrong())?;
        Self::of_percent(number).ok_or_else(wrong)
    }
}

/// The gap between a count and a target rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetGap {
    /// The count's rate minus the target rate, in percentage points; negative if behind.
    pub points: f64,
    /// Cards still missing at the count's own population base; 0 if the target is reached.
    pub cards: i64,
}

/// The gap between a count and `goal`: in points, and as the smallest number of cards that would close it if the
/// population stayed the same. `None` if one of the two has no rate.
///
/// Source: the product's definition "distance of cards": ⌈goal × population⌉ − cards.
#[must_use]
pub fn target_gap(count: &CardCount, goal: Rate) -> Option<TargetGap> {
    let points = count.rate().percent()? - goal.percent()?;
    let population = i128::from(count.population.0);
    let (numerator, denominator) = (i128::from(goal.numerator), i128::from(goal.denominator));
    let needed = (numerator * population + denominator - 1) / denominator;
    let missing = (needed - i128::from(count.cards.0)).max(0);
    Some(TargetGap { points, cards: i64::try_from(missing).unwrap_or(i64::MAX) })
}

/// Residents without a card: population − cards. `None` if there are more cards than residents, which is possible for
/// cards issued cumulatively. For cards issued it is a lower bound, because some of them were returned.
///
/// Source: the product's definition "residents without a card".
#[must_use]
pub fn without_card(count: &CardCount) -> Option<i64> {
    let residents = count.population.0 - count.cards.0;
    (residents >= 0).then_some(residents)
}

/// Cards needed per month from the day of a count until the target day: the missing cards divided by the whole months
/// between, rounded up. `None` if there is not a whole month between.
///
/// Source: the product's definition "cards needed per month".
#[must_use]
pub fn cards_a_month(missing: i64, from: NaiveDate, by: NaiveDate) -> Option<i64> {
    let months = whole_months(from, by);
    (months > 0).then(|| missing.div_euclid(months) + i64::from(missing.rem_euclid(months) > 0))
}

/// Whole months between two days; from the last day of one month to the last day of another counts as whole months.
#[must_use]
pub fn whole_months(from: NaiveDate, by: NaiveDate) -> i64 {
    let months = i64::from(by.year() - from.year()) * 12 + i64::from(by.month()) - i64::from(from.month());
    let ends_its_month = by.succ_opt().is_none_or(|next| next.month() != by.month());
    if by.day() < from.day() && !ends_its_month { months - 1 } else { months }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn count(measure: Measure, cards: i64, population: i64) -> CardCount {
        CardCount {
            area: "271403".parse().expect("a right code"),
            measure,
            as_of: NaiveDate::from_ymd_opt(2022, 12, 31).expect("a day"),
            cards: Cards(cards),
            population: Population(population),
            population_as_of: NaiveDate::from_ymd_opt(2022, 1, 1).expect("a day"),
            source: "mic-cards".parse().expect("an identifier"),
            sample: false,
        }
    }

    #[test]
    fn issued_and_held_are_never_compared() {
        let result = split_change(&count(Measure::Issued, 1, 10), &count(Measure::Held, 2, 10));
        assert_eq!(result, Err(NotComparableReason::Measure));
    }

    #[test]
    fn a_smaller_base_alone_raises_the_rate_and_is_shown_as_base() {
        let split =
            split_change(&count(Measure::Issued, 50, 100), &count(Measure::Issued, 50, 80)).expect("comparable");
        assert!(split.cards.abs() < 1e-12);
        assert!((split.population - 12.5).abs() < 1e-12);
    }

    #[test]
    fn cards_behind_are_the_fewest_that_reach_the_goal() {
        let count = count(Measure::Issued, 88_683, 138_682);
        let behind = target_gap(&count, TargetRate::ALL.rate()).expect("it has a rate");
        assert_eq!(behind.cards, 49_999);
        assert!((behind.points - (88_683.0 / 138_682.0 * 100.0 - 100.0)).abs() < 1e-9);
    }

    #[test]
    fn a_goal_that_is_passed_needs_no_card() {
        let behind = target_gap(&count(Measure::Issued, 60, 100), Rate::new(1, 2)).expect("it has a rate");
        assert_eq!(behind.cards, 0);
        assert!((behind.points - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_target_is_read_as_people_write_it_and_nothing_else_is() {
        assert_eq!("99.5%".parse::<TargetRate>().map(|target| target.to_string()), Ok("99.5".to_owned()));
        assert_eq!("100".parse(), Ok(TargetRate::ALL));
        for wrong in ["0", "100.1", "-3", "all", ""] {
            assert!(wrong.parse::<TargetRate>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_months_of_a_pace_are_whole_ones() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        assert_eq!(whole_months(day(2022, 12, 31), day(2023, 2, 28)), 2);
        assert_eq!(whole_months(day(2022, 12, 15), day(2023, 1, 14)), 0);
        assert_eq!(cards_a_month(100, day(2022, 12, 31), day(2023, 3, 31)), Some(34));
        assert_eq!(cards_a_month(100, day(2023, 3, 31), day(2023, 3, 31)), None);
    }

    proptest! {
        #[test]
        fn one_card_fewer_would_not_reach_the_goal(
            cards in 0i64..1_000_000, population in 1i64..1_000_000, hundredths in 1u32..=10_000,
        ) {
            let target = TargetRate(hundredths);
            let missing = target_gap(&count(Measure::Held, cards, population), target.rate()).expect("it has a rate").cards;
            let reached = |cards: i64| i128::from(cards) * 10_000 >= i128::from(hundredths) * i128::from(population);
            prop_assert!(reached(cards + missing));
            prop_assert!(missing == 0 || !reached(cards + missing - 1));
        }

        #[test]
        fn the_split_adds_up_to_the_change(
            c0 in 0i64..1_000_000, c1 in 0i64..1_000_000, p0 in 1i64..1_000_000, p1 in 1i64..1_000_000,
        ) {
            let split = split_change(&count(Measure::Held, c0, p0), &count(Measure::Held, c1, p1)).expect("comparable");
            prop_assert!((split.cards + split.population - split.total).abs() <= 1e-9 * (1.0 + split.cards.abs()));
        }
    }
}
