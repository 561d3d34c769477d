//! Budget shares: by source of funding, general fund by item, assessed by requested.

use chrono::NaiveDate;
use domain::budget::{Assessment, BudgetStage, CostItem, Funding, KnownSum, MoneySource, Programme, ProgrammeId};
use domain::calendar::FiscalYear;
use domain::definition::Definition;
use domain::procedure::LocalText;
use domain::rate::Rate;

use super::{HasProvenance, Provenance, ProvenanceRow, RatePart, RowInclusion, Unit, required};
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::snapshot::Snapshot;

/// A figure of the budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BudgetFigure {
    /// Funding from one source ÷ total cost in a fiscal year.
    FundShare { programme: ProgrammeId, fiscal_year: FiscalYear, stage: BudgetStage, source: MoneySource },
    /// General fund ÷ amount of one item.
    ItemShare { programme: ProgrammeId, fiscal_year: FiscalYear, position: i64 },
    /// Assessed amount ÷ requested amount.
    Assessed { programme: ProgrammeId, position: i64 },
}

const FUND_SHARE: &str = "fund-share";
const ITEM_SHARE: &str = "item-general-fund";
const ASSESSED: &str = "assessed-share";

impl BudgetFigure {
    #[must_use]
    pub fn fund_share(funding: &Funding, source: MoneySource) -> super::Figure {
        super::Figure::Budget(Self::FundShare {
            programme: funding.programme.clone(),
            fiscal_year: funding.fiscal_year,
            stage: funding.stage,
            source,
        })
    }

    #[must_use]
    pub fn item_share(item: &CostItem) -> super::Figure {
        super::Figure::Budget(Self::ItemShare {
            programme: item.programme.clone(),
            fiscal_year: item.fiscal_year,
            position: item.position,
        })
    }

    #[must_use]
    pub fn assessed(assessment: &Assessment) -> super::Figure {
        super::Figure::Budget(Self::Assessed { programme: assessment.programme.clone(), position: assessment.position })
    }
}

impl HasProvenance for BudgetFigure {
    fn kind(&self) -> &'static str {
        match self {
            Self::FundShare { .. } => FUND_SHARE,
            Self::ItemShare { .. } => ITEM_SHARE,
            Self::Assessed { .. } => ASSESSED,
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::FundShare { programme, fiscal_year, stage, source } => vec![
                ("programme", programme.to_string()),
                ("fiscal_year", fiscal_year.0.to_string()),
                ("stage", stage.to_string()),
                ("source", source.to_string()),
            ],
            Self::ItemShare { programme, fiscal_year, position } => vec![
                ("programme", programme.to_string()),
                ("fiscal_year", fiscal_year.0.to_string()),
                ("item", position.to_string()),
            ],
            Self::Assessed { programme, position } => {
                vec![("programme", programme.to_string()), ("item", position.to_string())]
            }
        }
    }

    fn read(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError> {
        let programme = || required(parameters.read("programme")?, "programme");
        let fiscal_year = || required(parameters.read("fiscal_year")?, "fiscal_year");
        Ok(Some(match kind {
            FUND_SHARE => {
                parameters.only(&["programme", "fiscal_year", "stage", "source"])?;
                Self::FundShare {
                    programme: programme()?,
                    fiscal_year: fiscal_year()?,
                    stage: required(parameters.read("stage")?, "stage")?,
                    source: required(parameters.read("source")?, "source")?,
                }
            }
            ITEM_SHARE => {
                parameters.only(&["programme", "fiscal_year", "item"])?;
                Self::ItemShare {
                    programme: programme()?,
                    fiscal_year: fiscal_year()?,
                    position: required(parameters.read("item")?, "item")?,
                }
            }
            ASSESSED => {
                parameters.only(&["programme", "item"])?;
                Self::Assessed { programme: programme()?, position: required(parameters.read("item")?, "item")? }
            }
            _ => return Ok(None),
        }))
    }

    fn provenance(&self, snapshot: &Snapshot, _today: NaiveDate) -> Option<Provenance> {
        let book = &snapshot.book;
        let of = |id: &ProgrammeId| book.programmes.iter().find(|programme| programme.id == *id);
        match self {
            Self::FundShare { programme, fiscal_year, stage, source } => {
                let programme = of(programme)?;
                let funding = book.funding.iter().find(|funding| {
                    funding.programme == programme.id && funding.fiscal_year == *fiscal_year && funding.stage == *stage
                })?;
                let amount = funding.from(*source)?;
                let share = Share {
                    definition: Definition::FundShare,
                    subject: snapshot.in_languages(&programme.name),
                    rate: funding.share(*source),
                    fraction: [name_of(*source), "provenance-money-total"],
                    fiscal_year: *fiscal_year,
                };
                let rows = fund_rows(snapshot, programme, funding, (*source, amount));
                Some(share.provenance(programme, rows, Vec::new()))
            }
            Self::ItemShare { programme, fiscal_year, position } => {
                let programme = of(programme)?;
                let item = book.cost_items.iter().find(|item| {
                    item.programme == programme.id && item.fiscal_year == *fiscal_year && item.position == *position
                })?;
                let share = Share {
                    definition: Definition::ItemGeneralFundShare,
                    subject: snapshot.in_languages(&item.name),
                    rate: item.general_fund_share(),
                    fraction: ["provenance-money-general", "provenance-money-item"],
                    fiscal_year: *fiscal_year,
                };
                let rows = vec![item_row(snapshot, programme, item)?];
                let notes = if item.doubt.is_empty() { Vec::new() } else { vec!["provenance-note-doubtful"] };
                Some(share.provenance(programme, rows, notes))
            }
            Self::Assessed { programme, position } => {
                let programme = of(programme)?;
                let found = book
                    .assessments
                    .iter()
                    .find(|found| found.programme == programme.id && found.position == *position)?;
                let share = Share {
                    definition: Definition::AssessedShare,
                    subject: snapshot.in_languages(&found.scope),
                    rate: found.assessed_share(),
                    fraction: ["provenance-money-assessed", "provenance-money-requested"],
                    fiscal_year: found.fiscal_year,
                };
                let (assessed, requested) = (found.assessed?, found.requested?);
                let name = snapshot.in_languages(&found.scope);
                let row = money_row(programme, position.to_string(), name, assessed, requested);
                Some(share.provenance(programme, vec![row], Vec::new()))
            }
        }
    }
}

/// The values of a budget share, before its provenance is built.
struct Share {
    definition: Definition,
    subject: LocalText,
    rate: Rate,
    fraction: [&'static str; 2],
    fiscal_year: FiscalYear,
}

impl Share {
    fn provenance(self, programme: &Programme, rows: Vec<ProvenanceRow>, notes: Vec<&'static str>) -> Provenance {
        let amount = |amount: u64| i64::try_from(amount).unwrap_or(i64::MAX);
        Provenance {
            definition: self.definition,
            subject: self.subject,
            value: self.rate.percent(),
            unit: Unit::Percent,
            fraction: Some([
                RatePart { name: self.fraction[0], amount: amount(self.rate.numerator) },
                RatePart { name: self.fraction[1], amount: amount(self.rate.denominator) },
            ]),
            inputs: Vec::new(),
            rows,
            left_out: Vec::new(),
            dates: vec![("provenance-date-year-end", self.fiscal_year.last_day())],
            sources: vec![programme.source.clone()],
            notes,
            sample: false,
        }
    }
}

/// The items of the year if the share is that of the general fund and the items add up to the year; otherwise the year
/// itself.
fn fund_rows(
    snapshot: &Snapshot,
    programme: &Programme,
    funding: &Funding,
    (source, amount): (MoneySource, i64),
) -> Vec<ProvenanceRow> {
    let items: Vec<&CostItem> = snapshot
        .book
        .cost_items
        .iter()
        .filter(|item| item.programme == programme.id && item.fiscal_year == funding.fiscal_year)
        .collect();
    let sum = |of: fn(&CostItem) -> Option<i64>| items.iter().map(|item| of(item)).collect::<KnownSum>().whole();
    let whole = sum(|item| item.amount) == Some(funding.total) && sum(|item| item.general_fund) == funding.general_fund;
    if source == MoneySource::GeneralFund && whole && !items.is_empty() {
        return items.into_iter().filter_map(|item| item_row(snapshot, programme, item)).collect();
    }
    let name = snapshot.in_languages(&programme.name);
    vec![money_row(programme, funding.fiscal_year.0.to_string(), name, amount, funding.total)]
}

/// An item of which both amounts are known.
fn item_row(snapshot: &Snapshot, programme: &Programme, item: &CostItem) -> Option<ProvenanceRow> {
    let name = snapshot.in_languages(&item.name);
    Some(money_row(programme, item.position.to_string(), name, item.general_fund?, item.amount?))
}

fn money_row(programme: &Programme, id: String, name: LocalText, numerator: i64, denominator: i64) -> ProvenanceRow {
    ProvenanceRow {
        id,
        name,
        page: None,
        numerator,
        denominator,
        inclusion: RowInclusion::Counted,
        source: programme.source.clone(),
        sample: false,
    }
}

/// Message key of a source of funding.
#[must_use]
pub const fn name_of(source: MoneySource) -> &'static str {
    match source {
        MoneySource::NationalGrant => "money-national_grant",
        MoneySource::PrefecturalGrant => "money-prefectural_grant",
        MoneySource::Bonds => "money-bonds",
        MoneySource::BeneficiaryFees => "money-beneficiary_fees",
        MoneySource::Other => "money-other",
        MoneySource::GeneralFund => "money-general_fund",
    }
}
