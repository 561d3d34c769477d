//! Indicator values as the city recorded them, and figures derived from them.

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::definition::Definition;
use domain::indicator::{IndicatorId, IndicatorValue, ValueKind, year_rows};
use domain::progress::{ProgressPart, assess, comparable};

use super::{HasProvenance, Input, Provenance, Unit, required};
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::figures::projected_years;
use crate::server::read_model::snapshot::Snapshot;
use crate::server::read_model::value::Value;

/// A figure of the indicator sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndicatorFigure {
    /// A target, baseline, actual or expected value as recorded.
    Recorded { indicator: IndicatorId, fiscal_year: FiscalYear, kind: ValueKind },
    /// Actual ÷ target of one fiscal year.
    Achievement { indicator: IndicatorId, fiscal_year: FiscalYear },
    /// One part of the progress towards the last target.
    Progress { indicator: IndicatorId, part: ProgressPart },
    /// The value projected for a fiscal year if the trend continues.
    Projection { indicator: IndicatorId, fiscal_year: FiscalYear },
}

const RECORDED: &str = "recorded-value";
const ACHIEVEMENT: &str = "achievement";

const PROGRESS: &str = "progress";
const PROJECTION: &str = "projection";

impl IndicatorFigure {
    #[must_use]
    pub fn progress(indicator: &IndicatorId, part: ProgressPart) -> super::Figure {
        super::Figure::Indicator(Self::Progress { indicator: indicator.clone(), part })
    }

    #[must_use]
    pub fn projection(indicator: &IndicatorId, fiscal_year: FiscalYear) -> super::Figure {
        super::Figure::Indicator(Self::Projection { indicator: indicator.clone(), fiscal_year })
    }

    #[must_use]
    pub fn recorded(indicator: &IndicatorId, fiscal_year: FiscalYear, kind: ValueKind) -> super::Figure {
        super::Figure::Indicator(Self::Recorded { indicator: indicator.clone(), fiscal_year, kind })
    }

    #[must_use]
    pub fn achievement(indicator: &IndicatorId, fiscal_year: FiscalYear) -> super::Figure {
        super::Figure::Indicator(Self::Achievement { indicator: indicator.clone(), fiscal_year })
    }
}

impl HasProvenance for IndicatorFigure {
    fn kind(&self) -> &'static str {
        match self {
            Self::Recorded { .. } => RECORDED,
            Self::Achievement { .. } => ACHIEVEMENT,
            Self::Progress { .. } => PROGRESS,
            Self::Projection { .. } => PROJECTION,
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Recorded { indicator, fiscal_year, kind } => vec![
                ("indicator", indicator.to_string()),
                ("fiscal_year", fiscal_year.0.to_string()),
                ("kind", kind.to_string()),
            ],
            Self::Progress { indicator, part } => {
                vec![("indicator", indicator.to_string()), ("part", part.to_string())]
            }
            Self::Achievement { indicator, fiscal_year } | Self::Projection { indicator, fiscal_year } => {
                vec![("indicator", indicator.to_string()), ("fiscal_year", fiscal_year.0.to_string())]
            }
        }
    }

    fn read(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError> {
        Ok(Some(match kind {
            RECORDED => {
                parameters.only(&["indicator", "fiscal_year", "kind"])?;
                Self::Recorded {
                    indicator: required(parameters.read("indicator")?, "indicator")?,
                    fiscal_year: required(parameters.read("fiscal_year")?, "fiscal_year")?,
                    kind: required(parameters.read("kind")?, "kind")?,
                }
            }
            ACHIEVEMENT | PROJECTION => {
                parameters.only(&["indicator", "fiscal_year"])?;
                let indicator = required(parameters.read("indicator")?, "indicator")?;
                let fiscal_year = required(parameters.read("fiscal_year")?, "fiscal_year")?;
                if kind == ACHIEVEMENT {
                    Self::Achievement { indicator, fiscal_year }
                } else {
                    Self::Projection { indicator, fiscal_year }
                }
            }
            PROGRESS => {
                parameters.only(&["indicator", "part"])?;
                Self::Progress {
                    indicator: required(parameters.read("indicator")?, "indicator")?,
                    part: required(parameters.read("part")?, "part")?,
                }
            }
            _ => return Ok(None),
        }))
    }

    fn provenance(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Provenance> {
        match self {
            Self::Recorded { indicator, fiscal_year, kind } => {
                let indicator = snapshot.indicator(indicator)?;
                let value = recorded(snapshot, &indicator.id, *fiscal_year, *kind, today)?;
                let of_day = snapshot.indicator_values(&indicator.id).iter().filter(|other| other.has_key_of(value));
                let replaced = of_day.filter(|other| other.value.total_cmp(&value.value).is_ne()).map(|other| Input {
                    name: "provenance-replaced",
                    value: Value::Number { value: other.value, decimals: 1, unit: indicator.unit.clone() },
                    figure: None,
                });
                Some(Provenance {
                    definition: Definition::RecordedValue,
                    subject: indicator.name.clone(),
                    value: Some(value.value),
                    unit: unit_of(&indicator.unit),
                    fraction: None,
                    inputs: replaced.collect(),
                    rows: Vec::new(),
                    left_out: Vec::new(),
                    dates: [Some(("provenance-date-year-end", fiscal_year.last_day()))]
                        .into_iter()
                        .chain([value.recorded_on.map(|day| ("provenance-date-recorded", day))])
                        .flatten()
                        .collect(),
                    sources: vec![value.source.clone()],
                    notes: vec!["provenance-note-fraction-not-published"],
                    sample: value.sample,
                })
            }
            Self::Progress { indicator, part } => progress(snapshot, indicator, *part, today),
            Self::Projection { indicator, fiscal_year } => projection(snapshot, indicator, *fiscal_year, today),
            Self::Achievement { indicator, fiscal_year } => {
                let indicator = snapshot.indicator(indicator)?;
                let rows = year_rows(snapshot.indicator_values(&indicator.id), today);
                let row = rows.iter().find(|row| row.fiscal_year == *fiscal_year)?;
                let (actual, target) = (row.actual?, row.target?);
                let input = |name, value, kind| Input {
                    name,
                    value: Value::Number { value, decimals: 1, unit: indicator.unit.clone() },
                    figure: Some(Self::recorded(&indicator.id, *fiscal_year, kind)),
                };
                let behind = |kind| recorded(snapshot, &indicator.id, *fiscal_year, kind, today);
                let values = [behind(row.actual_kind?)?, behind(ValueKind::Target)?];
                Some(Provenance {
                    definition: Definition::Achievement,
                    subject: indicator.name.clone(),
                    value: row.achievement,
                    unit: Unit::Percent,
                    fraction: None,
                    inputs: vec![
                        input("provenance-actual", actual, row.actual_kind?),
                        input("provenance-target", target, ValueKind::Target),
                    ],
                    rows: Vec::new(),
                    left_out: Vec::new(),
                    dates: vec![("provenance-date-year-end", fiscal_year.last_day())],
                    sources: values.iter().map(|value| value.source.clone()).collect(),
                    notes: vec!["provenance-note-sheet-rounds"],
                    sample: values.iter().any(|value| value.sample),
                })
            }
        }
    }
}

fn progress(snapshot: &Snapshot, indicator: &IndicatorId, part: ProgressPart, today: NaiveDate) -> Option<Provenance> {
    let indicator = snapshot.indicator(indicator)?;
    let values = snapshot.indicator_values(&indicator.id);
    let progress = assess(values, today);
    let value = progress.part(part)?;
    let points = [
        ("provenance-baseline", progress.baseline, progress.baseline_kind),
        ("provenance-latest", progress.latest, None),
        ("provenance-target", progress.target, Some(ValueKind::Target)),
    ];
    let rows = year_rows(values, today);
    let mut dates = Vec::new();
    let mut sources = Vec::new();
    let mut inputs = Vec::new();
    for (name, point, kind) in points {
        let Some(point) = point else { continue };
        let of_year = rows.iter().find(|row| row.fiscal_year == point.fiscal_year);
        let kind = kind.or_else(|| of_year.and_then(|row| row.actual_kind));
        if let Some(behind) = kind.and_then(|kind| recorded(snapshot, &indicator.id, point.fiscal_year, kind, today)) {
            sources.push(behind.source.clone());
        }
        inputs.push(Input {
            name,
            value: Value::Number { value: point.value, decimals: 1, unit: indicator.unit.clone() },
            figure: kind.map(|kind| IndicatorFigure::recorded(&indicator.id, point.fiscal_year, kind)),
        });
        dates.push((
            match name {
                "provenance-baseline" => "provenance-date-baseline",
                "provenance-latest" => "provenance-date-latest",
                _ => "provenance-date-target",
            },
            point.fiscal_year.last_day(),
        ));
    }
    Some(Provenance {
        definition: match part {
            ProgressPart::RequiredPace => Definition::RequiredPace,
            ProgressPart::ObservedPace => Definition::ObservedPace,
            ProgressPart::Distance => Definition::Distance,
            ProgressPart::GrowthRatio => Definition::GrowthRatio,
        },
        subject: indicator.name.clone(),
        value: Some(value),
        unit: if part == ProgressPart::GrowthRatio { Unit::Other(String::new()) } else { Unit::Points },
        fraction: None,
        inputs,
        rows: Vec::new(),
        left_out: Vec::new(),
        dates,
        sources,
        notes: if part == ProgressPart::GrowthRatio { vec!["provenance-note-second-opinion"] } else { Vec::new() },
        sample: values.iter().any(|value| value.sample),
    })
}

/// A projected value with its inputs.
fn projection(
    snapshot: &Snapshot,
    indicator: &IndicatorId,
    fiscal_year: FiscalYear,
    today: NaiveDate,
) -> Option<Provenance> {
    let indicator = snapshot.indicator(indicator)?;
    let values = snapshot.indicator_values(&indicator.id);
    let made = projected_years(indicator, values, today)?;
    let expected = made.expected.iter().find(|each| each.fiscal_year == fiscal_year)?;
    let rows = year_rows(values, today);
    let went_in: Vec<(FiscalYear, ValueKind, &IndicatorValue)> = comparable(&rows)
        .into_iter()
        .filter_map(|row| {
            let kind = row.actual_kind?;
            Some((row.fiscal_year, kind, recorded(snapshot, &indicator.id, row.fiscal_year, kind, today)?))
        })
        .collect();
    let number = |value: f64| Value::Number { value, decimals: 1, unit: indicator.unit.clone() };
    let own = |name, value: f64| Input { name, value: number(value), figure: None };
    let last = went_in.last()?;
    Some(Provenance {
        definition: Definition::ProjectionOfYears,
        subject: indicator.name.clone(),
        value: Some(expected.value),
        unit: unit_of(&indicator.unit),
        fraction: None,
        inputs: vec![
            own("provenance-low", expected.low),
            own("provenance-high", expected.high),
            Input {
                name: "provenance-latest",
                value: number(last.2.value),
                figure: Some(IndicatorFigure::recorded(&indicator.id, last.0, last.1)),
            },
            Input::count("provenance-years-used", made.years),
        ],
        rows: Vec::new(),
        left_out: Vec::new(),
        dates: vec![
            ("provenance-date-baseline", made.from.last_day()),
            ("provenance-date-latest", last.0.last_day()),
            ("provenance-date-expected", fiscal_year.last_day()),
        ],
        sources: went_in.iter().map(|(_, _, value)| value.source.clone()).collect(),
        notes: vec!["provenance-note-projection"],
        sample: went_in.iter().any(|(_, _, value)| value.sample),
    })
}

/// The value shown on the sheet: if there are several of a kind, the one recorded last up to `today`.
fn recorded<'a>(
    snapshot: &'a Snapshot,
    indicator: &IndicatorId,
    fiscal_year: FiscalYear,
    kind: ValueKind,
    today: NaiveDate,
) -> Option<&'a IndicatorValue> {
    snapshot
        .indicator_values(indicator)
        .iter()
        .filter(|value| value.fiscal_year == fiscal_year && value.kind == kind)
        .filter(|value| value.recorded_on.is_none_or(|day| day <= today))
        .max_by_key(|value| value.recorded_on)
}

fn unit_of(unit: &str) -> Unit {
    if unit == "%" { Unit::Percent } else { Unit::Other(unit.to_owned()) }
}
