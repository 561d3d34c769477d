//! Values of indicators as the city recorded them, and what follows from them.

use chrono::NaiveDate;

use super::{Account, Accountable, Input, Unit, required};
use crate::domain::calendar::FiscalYear;
use crate::domain::definition::Definition;
use crate::domain::indicator::{IndicatorId, IndicatorValue, ValueKind, year_rows};
use crate::server::query::{Parameters, QueryError};
use crate::server::sheet::Value;
use crate::server::snapshot::Snapshot;

/// A figure of the indicator sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndicatorFigure {
    /// A target, baseline, actual or expected value as it was recorded.
    Recorded { indicator: IndicatorId, fiscal_year: FiscalYear, kind: ValueKind },
    /// Actual ÷ target of one fiscal year.
    Achievement { indicator: IndicatorId, fiscal_year: FiscalYear },
}

const RECORDED: &str = "recorded-value";
const ACHIEVEMENT: &str = "achievement";

impl IndicatorFigure {
    #[must_use]
    pub fn recorded(indicator: &IndicatorId, fiscal_year: FiscalYear, kind: ValueKind) -> super::Figure {
        super::Figure::Indicator(Self::Recorded { indicator: indicator.clone(), fiscal_year, kind })
    }

    #[must_use]
    pub fn achievement(indicator: &IndicatorId, fiscal_year: FiscalYear) -> super::Figure {
        super::Figure::Indicator(Self::Achievement { indicator: indicator.clone(), fiscal_year })
    }
}

impl Accountable for IndicatorFigure {
    fn kind(&self) -> &'static str {
        match self {
            Self::Recorded { .. } => RECORDED,
            Self::Achievement { .. } => ACHIEVEMENT,
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Recorded { indicator, fiscal_year, kind } => vec![
                ("indicator", indicator.to_string()),
                ("fiscal_year", fiscal_year.0.to_string()),
                ("kind", kind.to_string()),
            ],
            Self::Achievement { indicator, fiscal_year } => {
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
            ACHIEVEMENT => {
                parameters.only(&["indicator", "fiscal_year"])?;
                Self::Achievement {
                    indicator: required(parameters.read("indicator")?, "indicator")?,
                    fiscal_year: required(parameters.read("fiscal_year")?, "fiscal_year")?,
                }
            }
            _ => return Ok(None),
        }))
    }

    fn account(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Account> {
        match self {
            Self::Recorded { indicator, fiscal_year, kind } => {
                let indicator = snapshot.indicator(indicator)?;
                let value = recorded(snapshot, &indicator.id, *fiscal_year, *kind, today)?;
                Some(Account {
                    definition: Definition::RecordedValue,
                    subject: indicator.name.clone(),
                    value: Some(value.value),
                    unit: unit_of(&indicator.unit),
                    halves: None,
                    inputs: Vec::new(),
                    rows: Vec::new(),
                    left_out: Vec::new(),
                    dates: [Some(("account-date-year-end", fiscal_year.last_day()))]
                        .into_iter()
                        .chain([value.recorded_on.map(|day| ("account-date-recorded", day))])
                        .flatten()
                        .collect(),
                    sources: vec![value.source.clone()],
                    notes: vec!["account-note-halves-not-published"],
                    sample: value.sample,
                })
            }
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
                Some(Account {
                    definition: Definition::Achievement,
                    subject: indicator.name.clone(),
                    value: row.achievement,
                    unit: Unit::Percent,
                    halves: None,
                    inputs: vec![
                        input("account-actual", actual, row.actual_kind?),
                        input("account-target", target, ValueKind::Target),
                    ],
                    rows: Vec::new(),
                    left_out: Vec::new(),
                    dates: vec![("account-date-year-end", fiscal_year.last_day())],
                    sources: values.iter().map(|value| value.source.clone()).collect(),
                    notes: vec!["account-note-sheet-rounds"],
                    sample: values.iter().any(|value| value.sample),
                })
            }
        }
    }
}

/// The value that the sheet shows: of several of a kind the one recorded last until `today`.
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
