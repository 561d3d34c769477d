//! Figures for SDG target 16.9: residents without a card, and the share of counter visits that could be avoided.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::card::{CardCount, Measure, without_card};
use domain::definition::Definition;
use domain::online_rate::{OnlineRates, RatedProcedure, online_rates};
use domain::usage::digital_reach;

use super::{CardFigure, HasProvenance, Input, Provenance, Unit, names_of, required};
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::read_model::value::Value;

/// A figure for SDG target 16.9.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SdgFigure {
    /// Residents − cards.
    WithoutCard { area: AreaCode, measure: Measure, as_of: NaiveDate },
    /// Share of yearly applications that need no visit × card rate.
    DigitalReach { area: AreaCode, measure: Measure, as_of: NaiveDate, on: NaiveDate },
}

const WITHOUT_CARD: &str = "without-card";
const DIGITAL_REACH: &str = "digital-reach";

impl SdgFigure {
    #[must_use]
    pub fn without_card(count: &CardCount) -> super::Figure {
        let (area, measure, as_of) = (count.area.clone(), count.measure, count.as_of);
        super::Figure::Sdg(Self::WithoutCard { area, measure, as_of })
    }

    #[must_use]
    pub fn digital_reach(count: &CardCount, on: NaiveDate) -> super::Figure {
        let (area, measure, as_of) = (count.area.clone(), count.measure, count.as_of);
        super::Figure::Sdg(Self::DigitalReach { area, measure, as_of, on })
    }
}

/// Online rates over the whole catalogue on a date, from what is recorded today.
#[must_use]
pub fn rates_of_the_catalogue(snapshot: &Snapshot, on: NaiveDate, today: NaiveDate) -> OnlineRates {
    online_rates(snapshot.in_force_on(on, today).map(|procedure| RatedProcedure {
        steps: procedure.steps_at(on, today),
        excluded: procedure.excluded_at(on, today),
        total: procedure.latest_total(),
    }))
}

impl HasProvenance for SdgFigure {
    fn kind(&self) -> &'static str {
        match self {
            Self::WithoutCard { .. } => WITHOUT_CARD,
            Self::DigitalReach { .. } => DIGITAL_REACH,
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        let count = |area: &AreaCode, measure: &Measure, as_of: &NaiveDate| {
            vec![("area", area.to_string()), ("measure", measure.to_string()), ("as_of", as_of.to_string())]
        };
        match self {
            Self::WithoutCard { area, measure, as_of } => count(area, measure, as_of),
            Self::DigitalReach { area, measure, as_of, on } => {
                let mut parameters = count(area, measure, as_of);
                parameters.push(("on", on.to_string()));
                parameters
            }
        }
    }

    fn read(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError> {
        let known = match kind {
            WITHOUT_CARD => &["area", "measure", "as_of"][..],
            DIGITAL_REACH => &["area", "measure", "as_of", "on"][..],
            _ => return Ok(None),
        };
        parameters.only(known)?;
        let area = required(parameters.read("area")?, "area")?;
        let measure = required(parameters.read("measure")?, "measure")?;
        let as_of = required(parameters.date("as_of")?, "as_of")?;
        Ok(Some(if kind == WITHOUT_CARD {
            Self::WithoutCard { area, measure, as_of }
        } else {
            Self::DigitalReach { area, measure, as_of, on: required(parameters.date("on")?, "on")? }
        }))
    }

    #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    fn provenance(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Provenance> {
        let (Self::WithoutCard { area, measure, as_of } | Self::DigitalReach { area, measure, as_of, .. }) = self;
        let count = snapshot.card_count(area, *measure, *as_of)?;
        let rate = Input {
            name: "provenance-rate-own",
            value: count.rate().percent().map_or(Value::Nothing, Value::Percent),
            figure: Some(CardFigure::rate_of(count)),
        };
        let number = |name, amount: i64| Input { name, value: Value::Count(amount), figure: None };
        let mut provenance = Provenance {
            definition: Definition::ResidentsWithoutCard,
            subject: names_of(snapshot.area(area)?),
            value: without_card(count).map(|residents| residents as f64),
            unit: Unit::Residents,
            fraction: None,
            inputs: vec![
                rate.clone(),
                number("provenance-population", count.population.0),
                number("provenance-cards-counted", count.cards.0),
            ],
            rows: Vec::new(),
            left_out: Vec::new(),
            dates: vec![("provenance-date-cards", *as_of), ("provenance-date-population", count.population_as_of)],
            sources: vec![count.source.clone()],
            notes: if *measure == Measure::Issued { vec!["provenance-note-lower-bound"] } else { Vec::new() },
            sample: count.sample,
        };
        if let Self::DigitalReach { on, .. } = self {
            let rates = rates_of_the_catalogue(snapshot, *on, today);
            let share = rates.strict_by_volume();
            provenance.definition = Definition::DigitalReach;
            provenance.value = Some(digital_reach(share, count.rate())?);
            provenance.unit = Unit::Percent;
            provenance.inputs = vec![
                Input {
                    name: "provenance-share-complete",
                    value: share.percent().map_or(Value::Nothing, Value::Percent),
                    figure: None,
                },
                number("provenance-applications-complete", i64::try_from(share.numerator).unwrap_or(i64::MAX)),
                number("provenance-applications-of-set", i64::try_from(share.denominator).unwrap_or(i64::MAX)),
                rate,
            ];
            provenance.left_out = vec![("provenance-left-out-volume-unknown", rates.volume_unknown)];
            provenance.dates.push(("provenance-date-catalogue", *on));
            provenance.sources.extend(snapshot.in_force_on(*on, today).map(|procedure| procedure.source.clone()));
            provenance.notes = vec!["provenance-note-independence"];
            if *measure == Measure::Issued {
                provenance.notes.push("provenance-note-issued-for-held");
            }
            provenance.sample |= snapshot.in_force_on(*on, today).any(|procedure| procedure.sample);
        }
        Some(provenance)
    }
}
