//! `/api/v1/budget` and `/api/v1/budget-items`: the cost of programmes, and what the money is spent on.

use domain::budget::{BudgetStage, CostItem, Funding, MoneySource, Programme, ProgrammeId};
use domain::calendar::FiscalYear;
use domain::source::SourceId;
use serde::Serialize;

use super::list::{Asked, Content, List, given, two_decimals};
use crate::server::query::QueryError;
use crate::server::read_model::snapshot::Snapshot;

/// Cost and funding by programme and fiscal year.
pub(super) const LIST: List = List {
    name: "budget",
    parameters: &["programme", "fiscal_year", "stage"],
    fields: &[
        "programme",
        "programme_name",
        "fiscal_year",
        "stage",
        "total",
        "national_grant",
        "prefectural_grant",
        "bonds",
        "beneficiary_fees",
        "other",
        "general_fund",
        "general_fund_share",
        "source",
        "source_title",
    ],
    answer: list,
};

/// Cost items by programme, fiscal year and position.
pub(super) const ITEMS: List = List {
    name: "budget-items",
    parameters: &["programme", "fiscal_year"],
    fields: &[
        "programme",
        "fiscal_year",
        "position",
        "name",
        "tag",
        "amount",
        "general_fund",
        "general_fund_share",
        "doubt",
        "source",
        "source_title",
    ],
    answer: items,
};

/// One fiscal year of a programme; amounts are in thousand yen.
#[derive(Debug, Serialize)]
struct FundingRecord<'a> {
    programme: &'a ProgrammeId,
    programme_name: Option<&'a str>,
    fiscal_year: FiscalYear,
    /// `settled`, `budget` or `requested`; amounts of different stages are not comparable.
    stage: BudgetStage,
    /// The sum of the six sources.
    total: i64,
    /// This and the other sources are `null` where they are not known.
    national_grant: Option<i64>,
    prefectural_grant: Option<i64>,
    bonds: Option<i64>,
    beneficiary_fees: Option<i64>,
    other: Option<i64>,
    general_fund: Option<i64>,
    /// In percent of `total`, two decimals; `null` if the general fund is not known.
    general_fund_share: Option<f64>,
    source: Option<&'a SourceId>,
    source_title: Option<&'a str>,
}

/// One cost item in a fiscal year; amounts are in thousand yen.
#[derive(Debug, Serialize)]
struct ItemRecord<'a> {
    programme: &'a ProgrammeId,
    fiscal_year: FiscalYear,
    /// Position on the sheet, starting at 1; an item has the same position in every year.
    position: i64,
    name: &'a str,
    /// 新規, 拡充 or `null`.
    tag: Option<&'a str>,
    /// `null` if it is not known.
    amount: Option<i64>,
    general_fund: Option<i64>,
    /// In percent of `amount`, two decimals; `null` if nothing is spent, or one of them is not known.
    general_fund_share: Option<f64>,
    /// What is uncertain about the figure; `null` if nothing is.
    doubt: Option<&'a str>,
    source: Option<&'a SourceId>,
    source_title: Option<&'a str>,
}

pub(super) fn programme_of<'a>(snapshot: &'a Snapshot, id: &ProgrammeId) -> Option<&'a Programme> {
    snapshot.book.programmes.iter().find(|programme| programme.id == *id)
}

pub(super) fn title_of<'a>(snapshot: &'a Snapshot, programme: Option<&Programme>) -> Option<&'a str> {
    snapshot.source(&programme?.source).and_then(|source| given(&source.title))
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let programme: Option<ProgrammeId> = asked.parameters.read("programme")?;
    let year: Option<FiscalYear> = asked.parameters.read("fiscal_year")?;
    let stage: Option<BudgetStage> = asked.parameters.read("stage")?;
    let found: Vec<&Funding> = asked
        .snapshot
        .book
        .funding
        .iter()
        .filter(|funding| programme.as_ref().is_none_or(|programme| funding.programme == *programme))
        .filter(|funding| year.is_none_or(|year| funding.fiscal_year == year))
        .filter(|funding| stage.is_none_or(|stage| funding.stage == stage))
        .collect();
    asked.render(&found, |funding| {
        let programme = programme_of(asked.snapshot, &funding.programme);
        FundingRecord {
            programme: &funding.programme,
            programme_name: programme.map(|programme| programme.name.as_str()),
            fiscal_year: funding.fiscal_year,
            stage: funding.stage,
            total: funding.total,
            national_grant: funding.national_grant,
            prefectural_grant: funding.prefectural_grant,
            bonds: funding.bonds,
            beneficiary_fees: funding.beneficiary_fees,
            other: funding.other,
            general_fund: funding.general_fund,
            general_fund_share: funding.share(MoneySource::GeneralFund).percent().map(two_decimals),
            source: programme.map(|programme| &programme.source),
            source_title: title_of(asked.snapshot, programme),
        }
    })
}

fn items(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let programme: Option<ProgrammeId> = asked.parameters.read("programme")?;
    let year: Option<FiscalYear> = asked.parameters.read("fiscal_year")?;
    let found: Vec<&CostItem> = asked
        .snapshot
        .book
        .cost_items
        .iter()
        .filter(|item| programme.as_ref().is_none_or(|programme| item.programme == *programme))
        .filter(|item| year.is_none_or(|year| item.fiscal_year == year))
        .collect();
    asked.render(&found, |item| {
        let programme = programme_of(asked.snapshot, &item.programme);
        ItemRecord {
            programme: &item.programme,
            fiscal_year: item.fiscal_year,
            position: item.position,
            name: &item.name,
            tag: given(&item.tag),
            amount: item.amount,
            general_fund: item.general_fund,
            general_fund_share: item.general_fund_share().percent().map(two_decimals),
            doubt: given(&item.doubt),
            source: programme.map(|programme| &programme.source),
            source_title: title_of(asked.snapshot, programme),
        }
    })
}
