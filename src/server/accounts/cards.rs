//! Rates of cards and their changes.

use chrono::NaiveDate;

use super::{Account, AccountRow, Accountable, Half, Input, Standing, Unit, required};
use crate::domain::area::{Area, AreaCode};
use crate::domain::card::{CardCount, Measure, split_change};
use crate::domain::definition::Definition;
use crate::domain::procedure::LocalText;
use crate::server::query::{Parameters, QueryError};
use crate::server::sheet::Value;
use crate::server::snapshot::Snapshot;

/// A figure about cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardFigure {
    /// Cards held or issued ÷ population.
    Rate { area: AreaCode, measure: Measure, as_of: NaiveDate },
    /// The change of that rate between two days, in points, with its two parts.
    Change { area: AreaCode, measure: Measure, from: NaiveDate, to: NaiveDate },
}

const RATE: &str = "card-rate";
const CHANGE: &str = "card-change";

impl CardFigure {
    /// The rate of one count.
    #[must_use]
    pub fn rate_of(count: &CardCount) -> super::Figure {
        super::Figure::Card(Self::Rate { area: count.area.clone(), measure: count.measure, as_of: count.as_of })
    }

    /// The change between two counts of one area and measure.
    #[must_use]
    pub fn change_of(before: &CardCount, after: &CardCount) -> super::Figure {
        super::Figure::Card(Self::Change {
            area: after.area.clone(),
            measure: after.measure,
            from: before.as_of,
            to: after.as_of,
        })
    }
}

impl Accountable for CardFigure {
    fn kind(&self) -> &'static str {
        match self {
            Self::Rate { .. } => RATE,
            Self::Change { .. } => CHANGE,
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Rate { area, measure, as_of } => {
                vec![("area", area.to_string()), ("measure", measure.to_string()), ("as_of", as_of.to_string())]
            }
            Self::Change { area, measure, from, to } => vec![
                ("area", area.to_string()),
                ("measure", measure.to_string()),
                ("from", from.to_string()),
                ("to", to.to_string()),
            ],
        }
    }

    fn read(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError> {
        Ok(Some(match kind {
            RATE => {
                parameters.only(&["area", "measure", "as_of"])?;
                Self::Rate {
                    area: required(parameters.read("area")?, "area")?,
                    measure: required(parameters.read("measure")?, "measure")?,
                    as_of: required(parameters.date("as_of")?, "as_of")?,
                }
            }
            CHANGE => {
                parameters.only(&["area", "measure", "from", "to"])?;
                let (from, to) = parameters.days()?;
                Self::Change {
                    area: required(parameters.read("area")?, "area")?,
                    measure: required(parameters.read("measure")?, "measure")?,
                    from: required(from, "from")?,
                    to: required(to, "to")?,
                }
            }
            _ => return Ok(None),
        }))
    }

    fn account(&self, snapshot: &Snapshot, _today: NaiveDate) -> Option<Account> {
        let on = |area: &AreaCode, measure: Measure, day: NaiveDate| {
            snapshot.card_series(area, measure).iter().find(|count| count.as_of == day)
        };
        match self {
            Self::Rate { area, measure, as_of } => {
                let count = on(area, *measure, *as_of)?;
                let area = snapshot.area(area)?;
                Some(Account {
                    definition: rate_definition(*measure),
                    subject: names_of(area),
                    value: count.rate().percent(),
                    unit: Unit::Percent,
                    halves: Some([
                        Half { name: cards_name(*measure), amount: count.cards.0 },
                        Half { name: "account-population", amount: count.population.0 },
                    ]),
                    inputs: Vec::new(),
                    rows: rows_of(snapshot, area, count),
                    left_out: Vec::new(),
                    dates: vec![("account-date-cards", *as_of), ("account-date-population", count.population_as_of)],
                    sources: vec![count.source.clone()],
                    notes: vec!["account-note-two-measures"],
                    sample: count.sample,
                })
            }
            Self::Change { area, measure, from, to } => {
                let (before, after) = (on(area, *measure, *from)?, on(area, *measure, *to)?);
                let split = split_change(before, after).ok()?;
                let points = |points| Value::Points { points, decimals: 2 };
                let input = |name, value| Input { name, value, figure: None };
                let rate = |name, count: &CardCount| Input {
                    name,
                    value: count.rate().percent().map_or(Value::Nothing, Value::Percent),
                    figure: Some(Self::rate_of(count)),
                };
                Some(Account {
                    definition: Definition::ChangeOfRate,
                    subject: names_of(snapshot.area(area)?),
                    value: Some(split.total),
                    unit: Unit::Points,
                    halves: None,
                    inputs: vec![
                        rate("account-rate-before", before),
                        input("account-cards-before", Value::Count(before.cards.0)),
                        input("account-population-before", Value::Count(before.population.0)),
                        rate("account-rate-after", after),
                        input("account-cards-after", Value::Count(after.cards.0)),
                        input("account-population-after", Value::Count(after.population.0)),
                        input("account-part-cards", points(split.cards)),
                        input("account-part-population", points(split.population)),
                    ],
                    rows: Vec::new(),
                    left_out: Vec::new(),
                    dates: vec![
                        ("account-date-before", *from),
                        ("account-date-population-before", before.population_as_of),
                        ("account-date-after", *to),
                        ("account-date-population-after", after.population_as_of),
                    ],
                    sources: vec![before.source.clone(), after.source.clone()],
                    notes: vec!["account-note-split"],
                    sample: before.sample || after.sample,
                })
            }
        }
    }
}

/// The definition of a rate of this measure.
#[must_use]
pub const fn rate_definition(measure: Measure) -> Definition {
    match measure {
        Measure::Held => Definition::HoldingRate,
        Measure::Issued => Definition::IssueRate,
    }
}

/// Name of the text for what is counted.
const fn cards_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Held => "account-cards-held",
        Measure::Issued => "account-cards-issued",
    }
}

fn names_of(area: &Area) -> LocalText {
    LocalText { ja: area.name.clone(), easy: String::new(), en: area.name_en.clone() }
}

/// The counts that a count consists of: those of the wards where all were counted on the same days and add up to it,
/// otherwise the count itself.
fn rows_of(snapshot: &Snapshot, area: &Area, count: &CardCount) -> Vec<AccountRow> {
    let wards: Vec<(&Area, &CardCount)> = snapshot
        .wards(&area.code)
        .filter_map(|ward| {
            let found =
                snapshot.card_series(&ward.code, count.measure).iter().find(|each| each.as_of == count.as_of)?;
            (found.population_as_of == count.population_as_of).then_some((ward, found))
        })
        .collect();
    let sums = |amount: fn(&CardCount) -> i64| wards.iter().map(|(_, each)| amount(each)).sum::<i64>();
    let whole = sums(|each| each.cards.0) == count.cards.0 && sums(|each| each.population.0) == count.population.0;
    let parts = if whole && !wards.is_empty() { wards } else { vec![(area, count)] };
    parts
        .into_iter()
        .map(|(area, count)| AccountRow {
            id: area.code.to_string(),
            name: names_of(area),
            page: Some(format!("/cards/{}", area.code)),
            numerator: count.cards.0,
            denominator: count.population.0,
            standing: Standing::Counted,
            source: count.source.clone(),
            sample: count.sample,
        })
        .collect()
}
