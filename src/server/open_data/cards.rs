//! `/api/v1/cards`: counts of My Number cards, with the population they are divided by.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::card::{CardCount, Cards, Measure, Population};
use domain::source::SourceId;
use serde::Serialize;

use super::list::{Asked, Content, List, given, two_decimals};
use crate::server::query::QueryError;

/// The list of counts, ordered by area, measure and date.
pub(super) const LIST: List = List {
    name: "cards",
    parameters: &["area", "measure", "as_of", "from", "to"],
    fields: &[
        "area",
        "area_name",
        "area_name_en",
        "measure",
        "as_of",
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

/// One count.
#[derive(Debug, Serialize)]
struct CardRecord<'a> {
    /// Local government code.
    area: &'a AreaCode,
    area_name: Option<&'a str>,
    area_name_en: Option<&'a str>,
    /// `held` or `issued`; never join the two into one series.
    measure: Measure,
    /// 基準日
    as_of: NaiveDate,
    /// The numerator of `rate`.
    cards: Cards,
    /// The denominator of `rate`: residents (住民基本台帳人口).
    population: Population,
    /// 人口算出基準日, often a year or more before `as_of`.
    population_as_of: NaiveDate,
    /// `cards` ÷ `population` in percent, rounded to two decimals. Issued cards are counted cumulatively, so their rate
    /// may exceed 100.
    rate: Option<f64>,
    source: &'a SourceId,
    source_title: Option<&'a str>,
    /// Whether this is sample data, made up for a demonstration.
    sample: bool,
}

/// The filters for counts, with or without age.
#[derive(Debug)]
pub(super) struct WantedCounts {
    area: Option<AreaCode>,
    measure: Option<Measure>,
    as_of: Option<NaiveDate>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl WantedCounts {
    pub(super) fn read(asked: &Asked<'_>) -> Result<Self, QueryError> {
        let area = asked.parameters.read("area")?;
        if let Some(code) = area.as_ref().filter(|code| asked.snapshot.area(code).is_none()) {
            return Err(QueryError::unknown_code("area", code.as_str()));
        }
        let measure = asked.parameters.read("measure")?;
        let as_of = asked.parameters.recorded_day("as_of", asked.today)?;
        let (from, to) = asked.parameters.days()?;
        Ok(Self { area, measure, as_of, from, to })
    }

    pub(super) fn lets_through(&self, count: &CardCount) -> bool {
        self.area.as_ref().is_none_or(|area| count.area == *area)
            && self.measure.is_none_or(|measure| count.measure == measure)
            && self.as_of.is_none_or(|as_of| count.as_of == as_of)
            && self.from.is_none_or(|from| count.as_of >= from)
            && self.to.is_none_or(|to| count.as_of <= to)
    }
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let wanted = WantedCounts::read(asked)?;
    let counts = asked.snapshot.card_counts().iter();
    let found: Vec<&CardCount> = counts.filter(|count| wanted.lets_through(count)).collect();
    asked.render(&found, |count| {
        let area = asked.snapshot.area(&count.area);
        CardRecord {
            area: &count.area,
            area_name: area.and_then(|area| given(&area.name)),
            area_name_en: area.and_then(|area| given(&area.name_en)),
            measure: count.measure,
            as_of: count.as_of,
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
