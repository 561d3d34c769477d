//! `/api/v1/cards-by-age`: counts of My Number cards by age band, with the population they are divided by.

use chrono::NaiveDate;
use domain::age::{AgeBand, AgeCount};
use domain::area::AreaCode;
use domain::card::{Cards, Measure, Population};
use domain::source::SourceId;
use serde::Serialize;

use super::cards::WantedCounts;
use super::list::{Asked, Content, List, given, two_decimals};
use crate::server::query::QueryError;

/// The list of counts, ordered by area, measure, date and age.
pub(super) const LIST: List = List {
    name: "cards-by-age",
    parameters: &["area", "measure", "as_of", "from", "to", "age"],
    fields: &[
        "area",
        "area_name",
        "area_name_en",
        "measure",
        "as_of",
        "age",
        "age_from",
        "age_to",
        "cards",
        "population",
        "population_as_of",
        "rate",
        "source",
        "source_title",
        "sample",
    ],
    answer: list,
};

/// The count of one age band.
#[derive(Debug, Serialize)]
struct AgeRecord<'a> {
    /// Local government code.
    area: &'a AreaCode,
    area_name: Option<&'a str>,
    area_name_en: Option<&'a str>,
    /// `held` or `issued`; never join the two into one series.
    measure: Measure,
    /// 基準日
    as_of: NaiveDate,
    /// The band in its canonical spelling: `0-4`, `7`, `100+`.
    age: String,
    age_from: i64,
    /// The last age in the band; `null` if the band is open-ended.
    age_to: Option<i64>,
    /// The numerator of `rate`.
    cards: Cards,
    /// The denominator of `rate`: residents of these ages.
    population: Population,
    /// 人口算出基準日, often a year or more before `as_of`.
    population_as_of: NaiveDate,
    /// `cards` ÷ `population` in percent, rounded to two decimals; `null` if there are no residents of these ages.
    rate: Option<f64>,
    source: &'a SourceId,
    source_title: Option<&'a str>,
    /// Whether this is sample data, made up for a demonstration.
    sample: bool,
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let wanted = WantedCounts::read(asked)?;
    let age: Option<AgeBand> = asked.parameters.read("age")?;
    let found: Vec<&AgeCount> = asked
        .snapshot
        .ages
        .all()
        .iter()
        .filter(|AgeCount { count, .. }| wanted.lets_through(count))
        .filter(|AgeCount { band, .. }| age.is_none_or(|age| *band == age))
        .collect();
    asked.render(&found, |AgeCount { band, count }| {
        let area = asked.snapshot.area(&count.area);
        AgeRecord {
            area: &count.area,
            area_name: area.and_then(|area| given(&area.name)),
            area_name_en: area.and_then(|area| given(&area.name_en)),
            measure: count.measure,
            as_of: count.as_of,
            age: band.to_string(),
            age_from: band.from(),
            age_to: band.to(),
            cards: count.cards,
            population: count.population,
            population_as_of: count.population_as_of,
            rate: count.rate().percent().map(two_decimals),
            source: &count.source,
            source_title: asked.snapshot.source(&count.source).and_then(|source| given(&source.title)),
            sample: count.sample,
        }
    })
}
