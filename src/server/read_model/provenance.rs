//! Provenance of figures: the inputs, rows, dates and sources behind a percentage, and what it leaves out.
//!
//! A [`Figure`] names one published figure; its URL under `/figures/` is stable. Its [`Provenance`] is computed from
//! the snapshot by the same domain functions as the page that shows the figure. Each submodule covers the figures of
//! one subject.

mod ages;
pub mod budget;
pub mod cards;
mod corrected;
pub mod indicators;
pub mod online;
pub mod sdg;
pub mod training;

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use domain::area::Area;
use domain::card::Measure;
use domain::definition::Definition;
use domain::procedure::LocalText;
use domain::source::SourceId;

use super::corrections::RecordKey;
use super::snapshot::Snapshot;
use super::value::Value;
use crate::server::query::{Parameters, QueryError, address};
use crate::server::query_reason::Reason;
pub use budget::BudgetFigure;
pub use cards::{CardFigure, Goal};
pub use indicators::IndicatorFigure;
pub use online::{OnlineFigure, UsageOver};
pub use sdg::SdgFigure;
pub use training::TrainingFigure;

/// One published figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    Card(CardFigure),
    Online(OnlineFigure),
    Indicator(IndicatorFigure),
    Budget(BudgetFigure),
    Sdg(SdgFigure),
    Training(TrainingFigure),
}

/// Behaviour shared by the figures of one subject.
trait HasProvenance: Sized {
    /// The last path segment of the URL.
    fn kind(&self) -> &'static str;

    /// The query parameters, in order. [`HasProvenance::read`] accepts exactly these names.
    fn parameters(&self) -> Vec<(&'static str, String)>;

    /// Returns `None` if the kind belongs to another subject.
    fn read(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError>;

    /// Returns `None` if the snapshot has no data for that name or date.
    fn provenance(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Provenance>;
}

macro_rules! for_each_noun {
    ($figure:expr, $inner:ident => $body:expr) => {
        match $figure {
            Figure::Card($inner) => $body,
            Figure::Online($inner) => $body,
            Figure::Indicator($inner) => $body,
            Figure::Budget($inner) => $body,
            Figure::Sdg($inner) => $body,
            Figure::Training($inner) => $body,
        }
    };
}

impl Figure {
    /// The URL of the provenance page, without the language prefix: `/figures/card-rate?area=…`.
    #[must_use]
    pub fn address(&self) -> String {
        self.below("/figures", "")
    }

    /// The URL of the same provenance as data: `/api/v1/figures/card-rate.csv?area=…`.
    #[must_use]
    pub fn address_of_file(&self, ending: &str) -> String {
        self.below("/api/v1/figures", ending)
    }

    fn below(&self, folder: &str, ending: &str) -> String {
        let parameters = for_each_noun!(self, inner => inner.parameters());
        let page = format!("{folder}/{}{ending}", self.kind());
        address(&page, parameters.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// Parses the last path segment and the query parameters. Returns `None` if there is no such kind of figure. `days`
    /// are those about which the catalogue can be asked.
    ///
    /// # Errors
    /// Returns an error if a parameter is missing, unknown or invalid, or names a day for which nothing is recorded. The
    /// error says what is expected.
    pub fn read(
        kind: &str,
        parameters: &Parameters,
        days: &RangeInclusive<NaiveDate>,
    ) -> Result<Option<Self>, QueryError> {
        let figure = Self::parse(kind, parameters)?;
        if figure.is_some() {
            parameters.recorded_day("as_of", *days.end())?;
        }
        // The day of the catalogue. That of a projection is to come.
        if matches!(figure, Some(Self::Online(_) | Self::Sdg(_))) {
            parameters.past_day("on", days)?;
        }
        Ok(figure)
    }

    fn parse(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError> {
        if let Some(figure) = CardFigure::read(kind, parameters)? {
            return Ok(Some(Self::Card(figure)));
        }
        if let Some(figure) = OnlineFigure::read(kind, parameters)? {
            return Ok(Some(Self::Online(figure)));
        }
        if let Some(figure) = BudgetFigure::read(kind, parameters)? {
            return Ok(Some(Self::Budget(figure)));
        }
        if let Some(figure) = SdgFigure::read(kind, parameters)? {
            return Ok(Some(Self::Sdg(figure)));
        }
        if let Some(figure) = TrainingFigure::read(kind, parameters)? {
            return Ok(Some(Self::Training(figure)));
        }
        Ok(IndicatorFigure::read(kind, parameters)?.map(Self::Indicator))
    }

    /// The last path segment of the URL.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        for_each_noun!(self, inner => inner.kind())
    }

    /// The provenance of the figure, or `None` if there is no data for that name or date.
    #[must_use]
    pub fn provenance(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Provenance> {
        for_each_noun!(self, inner => inner.provenance(snapshot, today))
    }

    /// The records that the figure is taken from, for finding its corrections. Empty for a figure over many records.
    #[must_use]
    pub fn records(&self, snapshot: &Snapshot) -> Vec<RecordKey> {
        corrected::records(self, snapshot)
    }
}

/// Unwraps a required parameter of a figure's URL.
fn required<T>(found: Option<T>, name: &'static str) -> Result<T, QueryError> {
    found.ok_or_else(|| {
        let english = "it is missing, and names the figure".to_owned();
        QueryError::BadValue { name, reason: Reason::new(english, "value-missing", [("name", name.to_owned())]) }
    })
}

/// The unit of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    Percent,
    /// A difference between percentages.
    Points,
    Cards,
    CardsAMonth,
    Residents,
    /// Any other unit, as the city writes it.
    Other(String),
}

impl Unit {
    /// The spelling used by the API.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Percent => "%",
            Self::Points => "points",
            Self::Cards => "cards",
            Self::CardsAMonth => "cards a month",
            Self::Residents => "residents",
            Self::Other(unit) => unit,
        }
    }
}

/// The numerator or denominator of a rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatePart {
    /// Message key of what is counted, such as `provenance-half-cards-held`.
    pub name: &'static str,
    pub amount: i64,
}

/// An input to the figure that is neither numerator nor denominator.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Message key.
    pub name: &'static str,
    pub value: Value,
    /// The figure this value is, if it has provenance of its own.
    pub figure: Option<Figure>,
}

impl Input {
    /// A count without provenance of its own.
    fn count(name: &'static str, amount: usize) -> Self {
        Self { name, value: Value::Count(i64::try_from(amount).unwrap_or(i64::MAX)), figure: None }
    }
}

/// Whether a row is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowInclusion {
    Counted,
    /// In neither numerator nor denominator, by decision.
    Excluded,
    /// In neither numerator nor denominator, because a value is unknown.
    Unknown,
}

impl RowInclusion {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Excluded => "excluded",
            Self::Unknown => "unknown",
        }
    }
}

/// One row behind a rate. The rows' numerators add up to the rate's numerator, and their denominators to its
/// denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenanceRow {
    /// Id or code.
    pub id: String,
    pub name: LocalText,
    /// The page about it, without the language prefix.
    pub page: Option<String>,
    pub numerator: i64,
    pub denominator: i64,
    pub inclusion: RowInclusion,
    pub source: SourceId,
    pub sample: bool,
}

/// A figure with everything it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    pub definition: Definition,
    /// What the figure is about: an area, a set of procedures, an indicator or a cost item.
    pub subject: LocalText,
    /// `None` if the denominator is 0.
    pub value: Option<f64>,
    pub unit: Unit,
    /// Numerator and denominator, if the figure has them.
    pub fraction: Option<[RatePart; 2]>,
    pub inputs: Vec<Input>,
    pub rows: Vec<ProvenanceRow>,
    /// Message keys of the reasons for leaving rows out, with the number of rows for each.
    pub left_out: Vec<(&'static str, u64)>,
    /// Message keys with dates: of the cards, of the population, of the catalogue.
    pub dates: Vec<(&'static str, NaiveDate)>,
    /// May contain the same source more than once.
    pub sources: Vec<SourceId>,
    /// Message keys of notes that a reader of the figure needs.
    pub notes: Vec<&'static str>,
    pub sample: bool,
}

/// Message key of the numerator of a card rate.
const fn cards_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Held => "provenance-cards-held",
        Measure::Issued => "provenance-cards-issued",
    }
}

/// The names of an area.
fn names_of(area: &Area) -> LocalText {
    LocalText { ja: area.name.clone(), easy: String::new(), en: area.name_en.clone() }
}
