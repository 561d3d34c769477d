//! Card counts of several areas side by side, and of one area over time.

use chrono::NaiveDate;
use domain::area::{Area, AreaCode, AreaKind};
use domain::calendar::FiscalYear;
use domain::card::{CardCount, Measure};

use crate::server::read_model::snapshot::Snapshot;

/// An area with its count on one date and its rank.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked<'a> {
    pub area: &'a Area,
    /// `None` if nothing was recorded for that date, which is not the same as a count of 0.
    pub count: Option<&'a CardCount>,
    /// Starts at 1; areas with equal rates share a rank. `None` if there is no rate.
    pub place: Option<usize>,
}

impl Ranked<'_> {
    /// The rate in percent.
    #[must_use]
    pub fn percent(&self) -> Option<f64> {
        self.count.and_then(|count| count.rate().percent())
    }
}

/// Ranks areas by their rate on exactly this date, highest first. Areas without a rate follow, ordered by code.
#[must_use]
pub fn rank_by_rate<'a>(
    snapshot: &'a Snapshot,
    areas: impl Iterator<Item = &'a Area>,
    measure: Measure,
    on: NaiveDate,
) -> Vec<Ranked<'a>> {
    rank_of(areas.map(|area| (area, count_exactly_on(snapshot.card_series(&area.code, measure), on))).collect())
}

fn count_exactly_on(series: &[CardCount], on: NaiveDate) -> Option<&CardCount> {
    series.binary_search_by_key(&on, |count| count.as_of).ok().map(|found| &series[found])
}

fn rank_of<'a>(areas: Vec<(&'a Area, Option<&'a CardCount>)>) -> Vec<Ranked<'a>> {
    let mut placed: Vec<Ranked<'a>> =
        areas.into_iter().map(|(area, count)| Ranked { area, count, place: None }).collect();
    placed.sort_by(|left, right| {
        let key = |each: &Ranked<'_>| each.percent().unwrap_or(f64::NEG_INFINITY);
        key(right).total_cmp(&key(left)).then_with(|| left.area.code.cmp(&right.area.code))
    });
    for at in 0..placed.len() {
        if let Some(percent) = placed[at].percent() {
            let before = at.checked_sub(1).map(|before| (placed[before].percent(), placed[before].place));
            placed[at].place = match before {
                Some((Some(same), shared)) if same.total_cmp(&percent).is_eq() => shared,
                _ => Some(at + 1),
            };
        }
    }
    placed
}

/// The dates on which any of the areas has a count of this measure, newest first.
#[must_use]
pub fn dates_of<'a>(
    snapshot: &Snapshot,
    areas: impl Iterator<Item = &'a AreaCode>,
    measure: Measure,
) -> Vec<NaiveDate> {
    let mut dates: Vec<NaiveDate> =
        areas.flat_map(|area| snapshot.card_series(area, measure)).map(|count| count.as_of).collect();
    dates.sort_unstable_by(|left, right| right.cmp(left));
    dates.dedup();
    dates
}

/// The measure with the newest count of an area. If both are equally new, it is `held`, which the ministry headlines.
#[must_use]
pub fn newest_measure(snapshot: &Snapshot, area: &AreaCode) -> Option<Measure> {
    let newest = |measure: Measure| snapshot.card_series(area, measure).last().map(|count| count.as_of);
    match (newest(Measure::Held), newest(Measure::Issued)) {
        (None, None) => None,
        (held, issued) if held >= issued => Some(Measure::Held),
        _ => Some(Measure::Issued),
    }
}

/// The peers of an area, including the area itself: the wards of its city, or the municipalities of its prefecture.
#[must_use]
pub fn siblings<'a>(snapshot: &'a Snapshot, area: &Area) -> Vec<&'a Area> {
    snapshot
        .areas
        .values()
        .filter(|other| {
            other.kind == area.kind
                && match area.kind {
                    AreaKind::Ward => other.parent == area.parent,
                    AreaKind::City => other.code.prefecture() == area.code.prefecture(),
                    AreaKind::Prefecture | AreaKind::Nation => true,
                }
        })
        .collect()
}

/// The areas that an area is compared with besides its peers, if they have counts of this measure: the city of a ward,
/// then the nation.
#[must_use]
pub fn reference_areas<'a>(snapshot: &'a Snapshot, area: &Area, measure: Measure) -> Vec<&'a Area> {
    let city = area.parent.as_ref().filter(|_| area.kind == AreaKind::Ward).cloned();
    let nation = (area.kind != AreaKind::Nation).then(AreaCode::nation);
    let counted = |code: &AreaCode| !snapshot.card_series(code, measure).is_empty();
    city.into_iter().chain(nation).filter(counted).filter_map(|code| snapshot.area(&code)).collect()
}

/// The count from which the rate uses the population of another date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BaseChange {
    /// Date of the first count on the new base.
    pub from: NaiveDate,
    /// Date of the new population base.
    pub population_as_of: NaiveDate,
}

/// The changes of the population base within a series, oldest first.
#[must_use]
pub fn base_changes(series: &[CardCount]) -> Vec<BaseChange> {
    series
        .windows(2)
        .filter(|pair| pair[0].population_as_of != pair[1].population_as_of)
        .map(|pair| BaseChange { from: pair[1].as_of, population_as_of: pair[1].population_as_of })
        .collect()
}

/// The last count of each fiscal year, oldest first.
#[must_use]
pub fn last_of_each_fiscal_year(series: &[CardCount]) -> Vec<&CardCount> {
    let mut last: Vec<&CardCount> = Vec::new();
    for count in series {
        if last.last().is_some_and(|kept| FiscalYear::of(kept.as_of) == FiscalYear::of(count.as_of)) {
            last.pop();
        }
        last.push(count);
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::card::{Cards, Population};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    fn area(code: &str) -> Area {
        Area {
            code: code.parse().expect("a right code"),
            name: String::new(),
            kana: String::new(),
            name_en: String::new(),
            kind: AreaKind::Ward,
            parent: None,
        }
    }

    fn count(as_of: NaiveDate, base: NaiveDate, cards: i64) -> CardCount {
        CardCount {
            area: "271411".parse().expect("a right code"),
            measure: Measure::Issued,
            as_of,
            cards: Cards(cards),
            population: Population(100),
            population_as_of: base,
            source: "table".parse().expect("an identifier"),
            sample: false,
        }
    }

    #[test]
    fn equal_rates_share_a_place_and_an_unknown_one_has_none() {
        let (first, second, third, fourth) = (area("271411"), area("271420"), area("271438"), area("271446"));
        let on = day(2022, 12, 31);
        let (low, high) = (count(on, on, 50), count(on, on, 60));
        let placed =
            rank_of(vec![(&first, Some(&low)), (&second, None), (&third, Some(&high)), (&fourth, Some(&high))]);
        let places: Vec<(&str, Option<usize>)> =
            placed.iter().map(|each| (each.area.code.as_str(), each.place)).collect();
        assert_eq!(places, [("271438", Some(1)), ("271446", Some(1)), ("271411", Some(3)), ("271420", None)]);
    }

    #[test]
    fn a_new_population_base_is_found_where_it_is_first_used() {
        let (old, new) = (day(2021, 1, 1), day(2022, 1, 1));
        let series =
            [count(day(2022, 7, 31), old, 1), count(day(2022, 8, 31), new, 2), count(day(2022, 9, 30), new, 3)];
        assert_eq!(base_changes(&series), [BaseChange { from: day(2022, 8, 31), population_as_of: new }]);
    }

    #[test]
    fn march_closes_a_fiscal_year_and_april_opens_the_next() {
        let base = day(2021, 1, 1);
        let series = [
            count(day(2022, 2, 28), base, 1),
            count(day(2022, 3, 31), base, 2),
            count(day(2022, 4, 1), base, 3),
            count(day(2022, 12, 31), base, 4),
        ];
        let cards: Vec<i64> = last_of_each_fiscal_year(&series).iter().map(|count| count.cards.0).collect();
        assert_eq!(cards, [2, 4]);
    }

    #[test]
    fn a_day_between_two_counts_has_no_count_of_its_own() {
        let base = day(2021, 1, 1);
        let series = [count(day(2022, 2, 28), base, 1), count(day(2022, 3, 31), base, 2)];
        assert_eq!(count_exactly_on(&series, day(2022, 3, 31)).map(|count| count.cards.0), Some(2));
        assert_eq!(count_exactly_on(&series, day(2022, 3, 30)), None);
    }
}
