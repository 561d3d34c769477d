//! Card rates and their changes.

use chrono::NaiveDate;
use domain::age::{AgeBand, AgeCount};
use domain::area::{Area, AreaCode};
use domain::card::{
    CardCount, Measure, ParseTargetRateError, TargetRate, cards_a_month, split_change, target_gap, whole_months,
};
use domain::definition::Definition;
use domain::projection::project;
use domain::rate::Rate;

use super::{
    HasProvenance, Input, Provenance, ProvenanceRow, RatePart, RowInclusion, Unit, cards_name, names_of, required,
};
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::read_model::value::Value;

/// A figure about cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardFigure {
    /// Cards held or issued ÷ population.
    Rate { area: AreaCode, measure: Measure, as_of: NaiveDate },
    /// The same rate for one age band or several consecutive bands.
    RateByAge { area: AreaCode, measure: Measure, as_of: NaiveDate, age: AgeBand },
    /// The change of that rate between two dates, in points, split into its two parts.
    Change { area: AreaCode, measure: Measure, from: NaiveDate, to: NaiveDate },
    /// The distance between a count and a goal, in points.
    Points { area: AreaCode, measure: Measure, as_of: NaiveDate, goal: Goal },
    /// The same distance in cards.
    Cards { area: AreaCode, measure: Measure, as_of: NaiveDate, goal: Goal },
    /// The rate expected at the end of a month, from the counts up to a date.
    Projection { area: AreaCode, measure: Measure, as_of: NaiveDate, on: NaiveDate },
    /// Cards needed per month to reach a goal by a date.
    Pace { area: AreaCode, measure: Measure, as_of: NaiveDate, goal: Goal, by: NaiveDate },
}

/// What a count is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    Target(TargetRate),
    /// The rate of the parent area on the same date.
    Whole,
}

const WHOLE: &str = "whole";

impl std::fmt::Display for Goal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Target(target) => target.fmt(formatter),
            Self::Whole => formatter.write_str(WHOLE),
        }
    }
}

impl std::str::FromStr for Goal {
    type Err = ParseTargetRateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == WHOLE { Ok(Self::Whole) } else { text.parse().map(Self::Target) }
    }
}

impl Goal {
    /// The rate to reach, or `None` if the parent area has no count for that date.
    #[must_use]
    pub fn rate(self, snapshot: &Snapshot, count: &CardCount) -> Option<Rate> {
        match self {
            Self::Target(target) => Some(target.rate()),
            Self::Whole => whole_of(snapshot, count).map(CardCount::rate),
        }
    }
}

/// The count of the parent area on the same date.
fn whole_of<'a>(snapshot: &'a Snapshot, count: &CardCount) -> Option<&'a CardCount> {
    let parent = snapshot.area(&count.area)?.parent.as_ref()?;
    snapshot.card_count(parent, count.measure, count.as_of)
}

const RATE: &str = "card-rate";
const RATE_BY_AGE: &str = "card-rate-by-age";
const CHANGE: &str = "card-change";
const POINTS: &str = "card-points-behind";
const CARDS: &str = "card-cards-behind";
const PACE: &str = "card-pace";
const PROJECTION: &str = "card-projection";

impl CardFigure {
    /// The rate of one count.
    #[must_use]
    pub fn rate_of(count: &CardCount) -> super::Figure {
        super::Figure::Card(Self::Rate { area: count.area.clone(), measure: count.measure, as_of: count.as_of })
    }

    /// The rate of one age band.
    #[must_use]
    pub fn rate_by_age(counted: &AgeCount) -> super::Figure {
        let AgeCount { band, count } = counted;
        let (area, measure, as_of) = (count.area.clone(), count.measure, count.as_of);
        super::Figure::Card(Self::RateByAge { area, measure, as_of, age: *band })
    }

    /// The distance between a count and a goal, in points.
    #[must_use]
    pub fn points_behind(count: &CardCount, goal: Goal) -> super::Figure {
        let (area, measure, as_of) = (count.area.clone(), count.measure, count.as_of);
        super::Figure::Card(Self::Points { area, measure, as_of, goal })
    }

    /// The distance between a count and a goal, in cards.
    #[must_use]
    pub fn cards_behind(count: &CardCount, goal: Goal) -> super::Figure {
        let (area, measure, as_of) = (count.area.clone(), count.measure, count.as_of);
        super::Figure::Card(Self::Cards { area, measure, as_of, goal })
    }

    /// The rate expected on a date, from the counts up to and including the given one.
    #[must_use]
    pub fn projection(last: &CardCount, on: NaiveDate) -> super::Figure {
        let (area, measure, as_of) = (last.area.clone(), last.measure, last.as_of);
        super::Figure::Card(Self::Projection { area, measure, as_of, on })
    }

    /// Cards needed per month to get from a count to a goal by a date.
    #[must_use]
    pub fn pace(count: &CardCount, goal: Goal, by: NaiveDate) -> super::Figure {
        let (area, measure, as_of) = (count.area.clone(), count.measure, count.as_of);
        super::Figure::Card(Self::Pace { area, measure, as_of, goal, by })
    }

    /// The change between two counts of the same area and measure.
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

impl HasProvenance for CardFigure {
    fn kind(&self) -> &'static str {
        match self {
            Self::Rate { .. } => RATE,
            Self::RateByAge { .. } => RATE_BY_AGE,
            Self::Change { .. } => CHANGE,
            Self::Points { .. } => POINTS,
            Self::Cards { .. } => CARDS,
            Self::Pace { .. } => PACE,
            Self::Projection { .. } => PROJECTION,
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Rate { area, measure, as_of } => {
                vec![("area", area.to_string()), ("measure", measure.to_string()), ("as_of", as_of.to_string())]
            }
            Self::Points { area, measure, as_of, goal } | Self::Cards { area, measure, as_of, goal } => vec![
                ("area", area.to_string()),
                ("measure", measure.to_string()),
                ("as_of", as_of.to_string()),
                ("goal", goal.to_string()),
            ],
            Self::RateByAge { area, measure, as_of, age } => vec![
                ("area", area.to_string()),
                ("measure", measure.to_string()),
                ("as_of", as_of.to_string()),
                ("age", age.to_string()),
            ],
            Self::Projection { area, measure, as_of, on } => vec![
                ("area", area.to_string()),
                ("measure", measure.to_string()),
                ("as_of", as_of.to_string()),
                ("on", on.to_string()),
            ],
            Self::Pace { area, measure, as_of, goal, by } => vec![
                ("area", area.to_string()),
                ("measure", measure.to_string()),
                ("as_of", as_of.to_string()),
                ("goal", goal.to_string()),
                ("by", by.to_string()),
            ],
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
            RATE_BY_AGE => {
                parameters.only(&["area", "measure", "as_of", "age"])?;
                Self::RateByAge {
                    area: required(parameters.read("area")?, "area")?,
                    measure: required(parameters.read("measure")?, "measure")?,
                    as_of: required(parameters.date("as_of")?, "as_of")?,
                    age: required(parameters.read("age")?, "age")?,
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
            PROJECTION => {
                parameters.only(&["area", "measure", "as_of", "on"])?;
                Self::Projection {
                    area: required(parameters.read("area")?, "area")?,
                    measure: required(parameters.read("measure")?, "measure")?,
                    as_of: required(parameters.date("as_of")?, "as_of")?,
                    on: required(parameters.date("on")?, "on")?,
                }
            }
            POINTS | CARDS | PACE => {
                let known: &[&str] = &["area", "measure", "as_of", "goal", "by"];
                parameters.only(if kind == PACE { known } else { &known[..4] })?;
                let area = required(parameters.read("area")?, "area")?;
                let measure = required(parameters.read("measure")?, "measure")?;
                let as_of = required(parameters.date("as_of")?, "as_of")?;
                let goal = required(parameters.read("goal")?, "goal")?;
                match kind {
                    POINTS => Self::Points { area, measure, as_of, goal },
                    CARDS => Self::Cards { area, measure, as_of, goal },
                    _ => Self::Pace { area, measure, as_of, goal, by: required(parameters.date("by")?, "by")? },
                }
            }
            _ => return Ok(None),
        }))
    }

    fn provenance(&self, snapshot: &Snapshot, _today: NaiveDate) -> Option<Provenance> {
        let on = |area: &AreaCode, measure: Measure, day: NaiveDate| snapshot.card_count(area, measure, day);
        match self {
            Self::RateByAge { area, measure, as_of, age } => {
                super::ages::rate_provenance(snapshot, snapshot.area(area)?, *measure, *as_of, *age)
            }
            Self::Projection { area, measure, as_of, on } => projection(snapshot, area, *measure, *as_of, *on),
            Self::Points { area, measure, as_of, goal } => {
                behind_provenance(snapshot, on(area, *measure, *as_of)?, *goal, Definition::PointsBehind, None)
            }
            Self::Cards { area, measure, as_of, goal } => {
                behind_provenance(snapshot, on(area, *measure, *as_of)?, *goal, Definition::CardsBehind, None)
            }
            Self::Pace { area, measure, as_of, goal, by } => {
                behind_provenance(snapshot, on(area, *measure, *as_of)?, *goal, Definition::CardsAMonth, Some(*by))
            }
            Self::Rate { area, measure, as_of } => {
                let count = on(area, *measure, *as_of)?;
                let area = snapshot.area(area)?;
                Some(Provenance {
                    definition: rate_definition(*measure),
                    subject: names_of(area),
                    value: count.rate().percent(),
                    unit: Unit::Percent,
                    fraction: Some([
                        RatePart { name: cards_name(*measure), amount: count.cards.0 },
                        RatePart { name: "provenance-population", amount: count.population.0 },
                    ]),
                    inputs: Vec::new(),
                    rows: rows_of(snapshot, area, count),
                    left_out: Vec::new(),
                    dates: vec![
                        ("provenance-date-cards", *as_of),
                        ("provenance-date-population", count.population_as_of),
                    ],
                    sources: vec![count.source.clone()],
                    notes: vec!["provenance-note-two-measures"],
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
                Some(Provenance {
                    definition: Definition::ChangeOfRate,
                    subject: names_of(snapshot.area(area)?),
                    value: Some(split.total),
                    unit: Unit::Points,
                    fraction: None,
                    inputs: vec![
                        rate("provenance-rate-before", before),
                        input("provenance-cards-before", Value::Count(before.cards.0)),
                        input("provenance-population-before", Value::Count(before.population.0)),
                        rate("provenance-rate-after", after),
                        input("provenance-cards-after", Value::Count(after.cards.0)),
                        input("provenance-population-after", Value::Count(after.population.0)),
                        input("provenance-part-cards", points(split.cards)),
                        input("provenance-part-population", points(split.population)),
                    ],
                    rows: Vec::new(),
                    left_out: Vec::new(),
                    dates: vec![
                        ("provenance-date-before", *from),
                        ("provenance-date-population-before", before.population_as_of),
                        ("provenance-date-after", *to),
                        ("provenance-date-population-after", after.population_as_of),
                    ],
                    sources: vec![before.source.clone(), after.source.clone()],
                    notes: vec!["provenance-note-split"],
                    sample: before.sample || after.sample,
                })
            }
        }
    }
}

/// A projected rate with its inputs.
fn projection(
    snapshot: &Snapshot,
    area: &AreaCode,
    measure: Measure,
    as_of: NaiveDate,
    on: NaiveDate,
) -> Option<Provenance> {
    let series = snapshot.card_series(area, measure);
    let known: Vec<CardCount> = series.iter().filter(|count| count.as_of <= as_of).cloned().collect();
    let last = known.last().filter(|count| count.as_of == as_of)?;
    let made = project(&known)?;
    let expected = made.expected.iter().find(|each| each.on == on)?;
    let rate = |name, value: f64| Input { name, value: Value::Percent(value), figure: None };
    let went_in = || known.iter().filter(|count| made.computed_from.contains(&count.as_of));
    Some(Provenance {
        definition: Definition::Projection,
        subject: names_of(snapshot.area(area)?),
        value: Some(expected.rate),
        unit: Unit::Percent,
        fraction: None,
        inputs: vec![
            rate("provenance-low", expected.low),
            rate("provenance-high", expected.high),
            Input {
                name: "provenance-last-rate",
                value: last.rate().percent().map_or(Value::Nothing, Value::Percent),
                figure: Some(CardFigure::rate_of(last)),
            },
            Input::count("provenance-counts", went_in().count()),
            rate("provenance-gap-closed", made.gap_closed_per_month),
        ],
        rows: Vec::new(),
        left_out: Vec::new(),
        dates: vec![
            ("provenance-date-from", *made.computed_from.first()?),
            ("provenance-date-cards", as_of),
            ("provenance-date-expected", on),
            ("provenance-date-population", last.population_as_of),
        ],
        sources: went_in().map(|count| count.source.clone()).collect(),
        notes: vec!["provenance-note-projection"],
        sample: went_in().any(|count| count.sample),
    })
}

/// The distance between a count and a goal. With a date, the monthly pace that closes it.
#[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn behind_provenance(
    snapshot: &Snapshot,
    count: &CardCount,
    goal: Goal,
    definition: Definition,
    by: Option<NaiveDate>,
) -> Option<Provenance> {
    let area = snapshot.area(&count.area)?;
    let rate = goal.rate(snapshot, count)?;
    let gap = target_gap(count, rate)?;
    let whole = if goal == Goal::Whole { whole_of(snapshot, count) } else { None };
    let percent = |percent: Option<f64>| percent.map_or(Value::Nothing, Value::Percent);
    let mut inputs = vec![
        Input {
            name: "provenance-rate-own",
            value: percent(count.rate().percent()),
            figure: Some(CardFigure::rate_of(count)),
        },
        Input { name: "provenance-goal", value: percent(rate.percent()), figure: whole.map(CardFigure::rate_of) },
        Input { name: cards_name(count.measure), value: Value::Count(count.cards.0), figure: None },
        Input { name: "provenance-population", value: Value::Count(count.population.0), figure: None },
    ];
    let mut dates =
        vec![("provenance-date-cards", count.as_of), ("provenance-date-population", count.population_as_of)];
    let (value, unit) = match (definition, by) {
        (Definition::PointsBehind, _) => (gap.points, Unit::Points),
        (Definition::CardsAMonth, Some(by)) => {
            inputs.push(Input {
                name: "provenance-cards-missing",
                value: Value::Count(gap.cards),
                figure: Some(CardFigure::cards_behind(count, goal)),
            });
            inputs.push(Input {
                name: "provenance-months",
                value: Value::Count(whole_months(count.as_of, by)),
                figure: None,
            });
            dates.push(("provenance-date-by", by));
            (cards_a_month(gap.cards, count.as_of, by)? as f64, Unit::CardsAMonth)
        }
        _ => (gap.cards as f64, Unit::Cards),
    };
    Some(Provenance {
        definition,
        subject: names_of(area),
        value: Some(value),
        unit,
        fraction: None,
        inputs,
        rows: Vec::new(),
        left_out: Vec::new(),
        dates,
        sources: std::iter::once(count).chain(whole).map(|count| count.source.clone()).collect(),
        notes: vec!["provenance-note-same-population"],
        sample: count.sample || whole.is_some_and(|whole| whole.sample),
    })
}

/// The definition of the rate for this measure.
#[must_use]
pub const fn rate_definition(measure: Measure) -> Definition {
    match measure {
        Measure::Held => Definition::HoldingRate,
        Measure::Issued => Definition::IssueRate,
    }
}

/// Message key of what is counted.
/// The counts that make up a count: those of the wards if all were taken on the same dates and add up to it, otherwise
/// the count itself.
fn rows_of(snapshot: &Snapshot, area: &Area, count: &CardCount) -> Vec<ProvenanceRow> {
    let wards: Vec<(&Area, &CardCount)> = snapshot
        .wards(&area.code)
        .filter_map(|ward| {
            let found = snapshot.card_count(&ward.code, count.measure, count.as_of)?;
            (found.population_as_of == count.population_as_of).then_some((ward, found))
        })
        .collect();
    let sums = |amount: fn(&CardCount) -> i64| wards.iter().map(|(_, each)| amount(each)).sum::<i64>();
    let whole = sums(|each| each.cards.0) == count.cards.0 && sums(|each| each.population.0) == count.population.0;
    let parts = if whole && !wards.is_empty() { wards } else { vec![(area, count)] };
    parts
        .into_iter()
        .map(|(area, count)| ProvenanceRow {
            id: area.code.to_string(),
            name: names_of(area),
            page: Some(format!("/cards/{}", area.code)),
            numerator: count.cards.0,
            denominator: count.population.0,
            inclusion: RowInclusion::Counted,
            source: count.source.clone(),
            sample: count.sample,
        })
        .collect()
}
