//! Figures opened up: what a percentage was computed from, row by row, with dates, sources and what was left out.
//!
//! A [`Figure`] names one published figure; its address under `/figures/` is stable. Its [`Provenance`] is computed from
//! the snapshot by the same functions of the domain as the page that shows the figure. Each file of this folder is one
//! noun's figures.

mod ages;
pub mod budget;
pub mod cards;
pub mod indicators;
pub mod online;
pub mod sdg;

use chrono::NaiveDate;
use domain::definition::Definition;
use domain::procedure::LocalText;
use domain::source::SourceId;

use super::query::{Parameters, QueryError, address};
use super::snapshot::Snapshot;
pub use budget::BudgetFigure;
pub use cards::{CardFigure, Goal};
pub use indicators::IndicatorFigure;
pub use online::{OnlineFigure, UsageOver};
pub use sdg::SdgFigure;

/// One published figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    Card(CardFigure),
    Online(OnlineFigure),
    Indicator(IndicatorFigure),
    Budget(BudgetFigure),
    Sdg(SdgFigure),
}

/// What the figures of one noun have in common.
trait HasProvenance: Sized {
    /// The last part of the address before the `?`.
    fn kind(&self) -> &'static str;

    /// What stands behind the `?`, in its order. The same names are all that [`HasProvenance::parse_values`] knows.
    fn parameters(&self) -> Vec<(&'static str, String)>;

    /// `None` where the kind is another noun's.
    fn read(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError>;

    /// `None` where the snapshot holds nothing of that name or day.
    fn account(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Provenance>;
}

macro_rules! for_each_noun {
    ($figure:expr, $inner:ident => $body:expr) => {
        match $figure {
            Figure::Card($inner) => $body,
            Figure::Online($inner) => $body,
            Figure::Indicator($inner) => $body,
            Figure::Budget($inner) => $body,
            Figure::Sdg($inner) => $body,
        }
    };
}

impl Figure {
    /// The address of the account, without language: `/figures/card-rate?area=…`.
    #[must_use]
    pub fn address(&self) -> String {
        self.below("/figures", "")
    }

    /// The address of the same account as data: `/api/v1/figures/card-rate.csv?area=…`.
    #[must_use]
    pub fn address_of_file(&self, ending: &str) -> String {
        self.below("/api/v1/figures", ending)
    }

    fn below(&self, folder: &str, ending: &str) -> String {
        let parameters = for_each_noun!(self, inner => inner.parameters());
        let page = format!("{folder}/{}{ending}", self.kind());
        address(&page, parameters.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// Reads the last part of an address and what stands behind its `?`; `None` where there is no such kind of figure.
    ///
    /// # Errors
    /// Where a parameter is missing, unknown or wrong, with what would be right.
    pub fn read(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError> {
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
        Ok(IndicatorFigure::read(kind, parameters)?.map(Self::Indicator))
    }

    /// The last part of the address before the `?`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        for_each_noun!(self, inner => inner.kind())
    }

    /// The figure opened up; `None` where there is nothing of that name or day.
    #[must_use]
    pub fn account(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Provenance> {
        for_each_noun!(self, inner => inner.account(snapshot, today))
    }
}

/// A parameter that an address of a figure must have.
fn required<T>(found: Option<T>, name: &'static str) -> Result<T, QueryError> {
    found.ok_or_else(|| QueryError::BadValue { name, reason: "it is missing, and names the figure".to_owned() })
}

/// What a figure is measured in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    Percent,
    /// A difference of percentages.
    Points,
    Cards,
    CardsAMonth,
    Residents,
    /// Any other, as the city writes it.
    Other(String),
}

impl Unit {
    /// As the interface writes it.
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

/// Numerator or denominator of a rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatePart {
    /// Name of a text: what is counted, such as `account-half-cards-held`.
    pub name: &'static str,
    pub amount: i64,
}

/// Something the figure was computed from that is no half of a rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Name of a text.
    pub name: &'static str,
    pub value: super::sheet::Value,
    /// The figure that this value is itself, where it has an account of its own.
    pub figure: Option<Figure>,
}

impl Input {
    /// A number of things that has no account of its own.
    fn count(name: &'static str, amount: usize) -> Self {
        Self { name, value: super::sheet::Value::Count(i64::try_from(amount).unwrap_or(i64::MAX)), figure: None }
    }
}

/// Whether a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowInclusion {
    Counted,
    /// In neither half, by decision.
    Excluded,
    /// In neither half, because a figure is not known.
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

/// One row behind a rate. The rows' numerators add up to the rate's numerator, their denominators to its denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenanceRow {
    /// Id or code.
    pub id: String,
    pub name: LocalText,
    /// The page about it, without language.
    pub page: Option<String>,
    pub numerator: i64,
    pub denominator: i64,
    pub standing: RowInclusion,
    pub source: SourceId,
    pub sample: bool,
}

/// A figure with all it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    pub definition: Definition,
    /// Whom or what the figure is about: an area, a set of procedures, an indicator, an item of cost.
    pub subject: LocalText,
    /// `None` where there is nothing to divide by.
    pub value: Option<f64>,
    pub unit: Unit,
    /// Numerator and denominator, where the figure has them.
    pub halves: Option<[RatePart; 2]>,
    pub inputs: Vec<Input>,
    pub rows: Vec<ProvenanceRow>,
    /// Names of texts with how many rows are left out for that reason.
    pub left_out: Vec<(&'static str, u64)>,
    /// Names of texts with days: of the cards, of the population, of the catalogue.
    pub dates: Vec<(&'static str, NaiveDate)>,
    /// May name one source several times.
    pub sources: Vec<SourceId>,
    /// Names of texts that must be known when reading the figure.
    pub notes: Vec<&'static str>,
    pub sample: bool,
}
