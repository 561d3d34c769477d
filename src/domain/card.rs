//! My Number cards: counts, rates, and what a change is made of.

use chrono::NaiveDate;
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

closed_set! {
    /// What is counted. The two are never joined into one line: `held` takes away cards that were returned, have
    /// expired or belonged to somebody who died; `issued` is cumulative.
    pub enum Measure ("measure of cards") {
        /// 保有枚数, what the ministry headlines since May 2023.
        Held = "held",
        /// 交付枚数, cumulative.
        Issued = "issued",
    }
}

/// How many cards an area had on a day, against which residents.
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
    /// Holding rate (保有枚数率) or issue rate (交付枚数率), by the measure of this count: cards ÷ population.
    ///
    /// Source: 総務省 マイナンバーカード交付状況, 人口に対する交付枚数率.
    #[must_use]
    pub fn rate(&self) -> Rate {
        Rate::new(self.cards.0.unsigned_abs(), self.population.0.unsigned_abs())
    }
}

/// A change of a rate between two dates, in percentage points, split into what the cards and what the base did.
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
pub enum NotComparable {
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
/// Where the two are of different measures or areas, or a base is 0.
#[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn split_change(before: &CardCount, after: &CardCount) -> Result<ChangeSplit, NotComparable> {
    if before.measure != after.measure {
        return Err(NotComparable::Measure);
    }
    if before.area != after.area {
        return Err(NotComparable::Area);
    }
    if before.population.0 <= 0 || after.population.0 <= 0 {
        return Err(NotComparable::NoPopulation);
    }
    let (c0, c1) = (before.cards.0 as f64, after.cards.0 as f64);
    let (p0, p1) = (before.population.0 as f64, after.population.0 as f64);
    Ok(ChangeSplit {
        total: (c1 / p1 - c0 / p0) * 100.0,
        cards: (c1 - c0) / p0 * 100.0,
        population: (c1 / p1 - c1 / p0) * 100.0,
    })
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
        assert_eq!(result, Err(NotComparable::Measure));
    }

    #[test]
    fn a_smaller_base_alone_raises_the_rate_and_is_shown_as_base() {
        let split =
            split_change(&count(Measure::Issued, 50, 100), &count(Measure::Issued, 50, 80)).expect("comparable");
        assert!(split.cards.abs() < 1e-12);
        assert!((split.population - 12.5).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_split_adds_up_to_the_change(
            c0 in 0i64..1_000_000, c1 in 0i64..1_000_000, p0 in 1i64..1_000_000, p1 in 1i64..1_000_000,
        ) {
            let split = split_change(&count(Measure::Held, c0, p0), &count(Measure::Held, c1, p1)).expect("comparable");
            prop_assert!((split.cards + split.population - split.total).abs() <= 1e-9 * (1.0 + split.cards.abs()));
        }
    }
}
