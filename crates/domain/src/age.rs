//! Age bands, and card counts by age band.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::card::{CardCount, Cards, Population};

/// Nobody is older; a greater number in an age column is a mistake.
const OLDEST: i64 = 150;

/// A range of ages in completed years. Both ends are included; without an upper age the band is open-ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AgeBand {
    from: i64,
    to: Option<i64>,
}

/// Why a text or a pair of ages is not an age band.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is not an age band; expected ages from 0 to {OLDEST} such as 0-4, 7 or 100+ (0～4歳, 7歳, 100歳以上)")]
pub struct ParseAgeBandError(String);

impl AgeBand {
    /// Creates a band from its two ages; `to` is the last age in it.
    ///
    /// # Errors
    /// Fails if an age is outside 0 to 150, or if the first age is greater than the last.
    pub fn new(from: i64, to: Option<i64>) -> Result<Self, ParseAgeBandError> {
        let band = Self { from, to };
        let is_right = (0..=OLDEST).contains(&from) && to.is_none_or(|to| (from..=OLDEST).contains(&to));
        if is_right { Ok(band) } else { Err(ParseAgeBandError(band.to_string())) }
    }

    /// The first age of the band.
    #[must_use]
    pub const fn from(self) -> i64 {
        self.from
    }

    /// The last age of the band; `None` if it is open-ended.
    #[must_use]
    pub const fn to(self) -> Option<i64> {
        self.to
    }

    /// Whether some age belongs to both bands.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        other.to.is_none_or(|to| self.from <= to) && self.to.is_none_or(|to| other.from <= to)
    }

    /// Whether every age of this band belongs to the other band.
    #[must_use]
    pub fn is_within(self, other: Self) -> bool {
        self.from >= other.from && other.to.is_none_or(|last| self.to.is_some_and(|to| to <= last))
    }

    /// Whether everyone in the band is younger than the given age.
    #[must_use]
    pub fn is_under(self, age: i64) -> bool {
        self.to.is_some_and(|to| to < age)
    }

    /// Whether the band covers all ages.
    #[must_use]
    pub const fn covers_all_ages(self) -> bool {
        self.from == 0 && self.to.is_none()
    }
}

impl fmt::Display for AgeBand {
    /// The form used in files and URLs: `0-4`, `7`, `100+`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            None => write!(formatter, "{}+", self.from),
            Some(to) if to == self.from => write!(formatter, "{to}"),
            Some(to) => write!(formatter, "{}-{to}", self.from),
        }
    }
}

impl FromStr for AgeBand {
    type Err = ParseAgeBandError;

    /// Accepts the forms that people and tables use, in any character width: `0-4`, `0～4歳`, `0歳～4歳`,
    /// `0歳から4歳まで`, `7歳`, `75歳以上`, `65+`, `65～`, `5歳未満`, `5歳以上10歳未満`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseAgeBandError(text.chars().take(40).collect());
        let folded: String =
            text.nfkc().filter(|letter| !letter.is_whitespace() && !matches!(letter, '歳' | '才')).collect();
        let age = |digits: &str| {
            let is_age = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            if is_age { digits.parse::<i64>().map_err(|_| wrong()) } else { Err(wrong()) }
        };
        let (from, to) = if let Some((from, rest)) = folded.split_once("以上") {
            (age(from)?, if rest.is_empty() { None } else { Some(last_age(rest, age)?) })
        } else if let Some(from) = folded.strip_suffix('+') {
            (age(from)?, None)
        } else if let Some((from, rest)) =
            folded.split_once("から").or_else(|| folded.split_once(['-', '~', '〜', '‐', '‑', '‒', '–', '—', '―', '−']))
        {
            let rest = rest.strip_suffix("まで").unwrap_or(rest);
            (age(from)?, if rest.is_empty() { None } else { Some(last_age(rest, age)?) })
        } else if folded.ends_with("未満") || folded.ends_with("以下") {
            (0, Some(last_age(&folded, age)?))
        } else {
            let only = age(&folded)?;
            (only, Some(only))
        };
        Self::new(from, to).map_err(|_| wrong())
    }
}

/// The last age of a band that ends below an age (`10未満`) or at an age (`9以下`).
fn last_age<E>(text: &str, age: impl Fn(&str) -> Result<i64, E>) -> Result<i64, E> {
    match text.strip_suffix("未満") {
        Some(digits) => age(digits).map(|age| age - 1),
        None => age(text.strip_suffix("以下").unwrap_or(text)),
    }
}

/// The number of cards that residents of an age band had on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeCount {
    pub band: AgeBand,
    /// Cards and population of the band. Its rate is the rate by age: cards ÷ residents, both of that age.
    ///
    /// Source: 総務省 マイナンバーカード交付状況, 年齢別.
    pub count: CardCount,
}

impl AgeCount {
    /// Merges adjacent bands without gaps into one. They must be of one area, measure and day, youngest first. Returns
    /// `None` if there are no bands, if there is a gap between two of them, or if their residents were counted on
    /// different days. The source is that of the first band.
    #[must_use]
    pub fn merged(bands: &[Self]) -> Option<Self> {
        let (first, others) = bands.split_first()?;
        others.iter().try_fold(first.clone(), |sum, next| {
            let follows = sum.band.to == Some(next.band.from - 1);
            let same_base = sum.count.population_as_of == next.count.population_as_of;
            (follows && same_base).then(|| Self {
                band: AgeBand { from: sum.band.from, to: next.band.to },
                // Without `..`, so that a new field cannot be forgotten.
                count: CardCount {
                    area: sum.count.area,
                    measure: sum.count.measure,
                    as_of: sum.count.as_of,
                    cards: Cards(sum.count.cards.0 + next.count.cards.0),
                    population: Population(sum.count.population.0 + next.count.population.0),
                    population_as_of: sum.count.population_as_of,
                    source: sum.count.source,
                    sample: sum.count.sample || next.count.sample,
                },
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::Measure;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn band(text: &str) -> AgeBand {
        text.parse().expect("an age band")
    }

    fn counted(text: &str, cards: i64, population: i64) -> AgeCount {
        let day = NaiveDate::from_ymd_opt(2022, 12, 31).expect("a day");
        AgeCount {
            band: band(text),
            count: CardCount {
                area: "271403".parse().expect("a right code"),
                measure: Measure::Issued,
                as_of: day,
                cards: Cards(cards),
                population: Population(population),
                population_as_of: day,
                source: "table".parse().expect("an identifier"),
                sample: false,
            },
        }
    }

    #[test]
    fn a_band_is_read_as_japanese_tables_write_it() {
        for (written, canonical) in [
            ("0歳～4歳", "0-4"),
            ("0～4歳", "0-4"),
            ("0〜4歳", "0-4"),
            ("０～４歳", "0-4"),
            ("0-4", "0-4"),
            ("0－4", "0-4"),
            (" 5 – 9 歳", "5-9"),
            ("0歳から4歳まで", "0-4"),
            ("75歳以上", "75+"),
            ("100才以上", "100+"),
            ("65+", "65+"),
            ("６５＋", "65+"),
            ("65～", "65+"),
            ("5歳未満", "0-4"),
            ("4歳以下", "0-4"),
            ("5歳以上10歳未満", "5-9"),
            ("5歳～10歳未満", "5-9"),
            ("65歳以上74歳以下", "65-74"),
            ("7歳", "7"),
            ("0", "0"),
            ("0+", "0+"),
        ] {
            assert_eq!(written.parse::<AgeBand>().map(|band| band.to_string()), Ok(canonical.to_owned()), "{written}");
        }
    }

    #[test]
    fn what_is_no_band_is_refused_with_what_would_be_right() {
        for wrong in [
            "",
            "歳",
            "4-0",
            "-4",
            "0--4",
            "0-4-9",
            "151",
            "0-151",
            "5月9日",
            "2026-05-09",
            "不詳",
            "0未満",
            "+",
            "1.5",
        ] {
            let error = wrong.parse::<AgeBand>().expect_err(wrong);
            assert!(error.to_string().contains("0-4"), "{error}");
        }
    }

    #[test]
    fn under_five_is_a_band_whose_last_age_is_four_at_most() {
        assert!(band("0-4").is_under(5) && band("3").is_under(5));
        assert!(!band("0-5").is_under(5) && !band("0+").is_under(5));
    }

    #[test]
    fn bands_that_follow_one_another_are_joined_and_others_are_not() {
        let bands = [counted("0-4", 1, 10), counted("5-9", 2, 20), counted("10+", 3, 30)];
        let all = AgeCount::merged(&bands).expect("without a gap");
        assert!(all.band.covers_all_ages());
        assert_eq!((all.count.cards.0, all.count.population.0), (6, 60));
        assert_eq!(AgeCount::merged(&[bands[0].clone(), bands[2].clone()]), None, "a gap");
        assert_eq!(AgeCount::merged(&[bands[2].clone(), bands[0].clone()]), None, "the wrong order");
        let mut other_base = bands[1].clone();
        other_base.count.population_as_of = NaiveDate::from_ymd_opt(2022, 1, 1).expect("a day");
        assert_eq!(AgeCount::merged(&[bands[0].clone(), other_base]), None);
        assert_eq!(AgeCount::merged(&[]), None);
    }

    #[test]
    fn nobody_in_a_band_is_no_rate_of_0() {
        assert_eq!(counted("100+", 0, 0).count.rate().percent(), None);
    }

    fn any_band() -> impl Strategy<Value = AgeBand> {
        (0..=OLDEST, proptest::option::of(0..=OLDEST))
            .prop_map(|(from, to)| AgeBand { from: to.map_or(from, |to| from.min(to)), to: to.map(|to| from.max(to)) })
    }

    proptest! {
        #[test]
        fn every_band_is_read_back_from_what_it_is_written_as(band in any_band()) {
            prop_assert_eq!(band.to_string().parse(), Ok(band));
        }

        #[test]
        fn two_bands_overlap_where_an_age_belongs_to_both(left in any_band(), right in any_band()) {
            let holds = |band: AgeBand, age: i64| age >= band.from && band.to.is_none_or(|to| age <= to);
            let shared = (0..=OLDEST).any(|age| holds(left, age) && holds(right, age));
            prop_assert_eq!(left.overlaps(right), shared);
            prop_assert_eq!(left.overlaps(right), right.overlaps(left));
            prop_assert!(!left.is_within(right) || left.overlaps(right));
        }

        #[test]
        fn nothing_that_people_type_is_a_panic(text in "\\PC{0,12}") {
            let _ = text.parse::<AgeBand>();
        }
    }
}
