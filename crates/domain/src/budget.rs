//! The programme (事務事業) behind the work: what was requested, what was granted, and where the money comes from.

use super::calendar::FiscalYear;
use super::initiative::{Effect, Initiative, Milestone};
use super::rate::Rate;
use super::source::SourceId;
use super::training::{Course, Training, TrainingCount, TrainingRole};

identifier! {
    /// Identifies a programme.
    pub struct ProgrammeId("programme id")
}

string_enum! {
    /// How final the amounts of a year are.
    pub enum BudgetStage ("stage of the budget") {
        /// 決算
        Settled = "settled",
        /// 予算
        Budget = "budget",
        /// 予算要求
        Requested = "requested",
    }
}

string_enum! {
    /// Where the money of a programme comes from (財源).
    pub enum MoneySource ("source of money") {
        /// 国支出金
        NationalGrant = "national_grant",
        /// 府支出金・県支出金
        PrefecturalGrant = "prefectural_grant",
        /// 地方債
        Bonds = "bonds",
        /// 使用料・手数料
        BeneficiaryFees = "beneficiary_fees",
        /// その他
        Other = "other",
        /// 一般財源
        GeneralFund = "general_fund",
    }
}

/// A programme and its position in the city's plans.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Programme {
    pub id: ProgrammeId,
    pub name: String,
    pub number: String,
    pub fiscal_year: FiscalYear,
    pub department: String,
    pub plan: String,
    pub strategy: String,
    pub measure: String,
    pub direction: String,
    pub served_residents: Option<i64>,
    pub served_staff: Option<i64>,
    pub source: SourceId,
}

/// Cost of one fiscal year by source of money (財源), in thousand yen.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Funding {
    pub programme: ProgrammeId,
    pub fiscal_year: FiscalYear,
    pub stage: BudgetStage,
    pub total: i64,
    pub national_grant: i64,
    pub prefectural_grant: i64,
    pub bonds: i64,
    pub other: i64,
    pub beneficiary_fees: i64,
    /// 一般財源
    pub general_fund: i64,
}

impl Funding {
    /// The amount from one source, in thousand yen.
    #[must_use]
    pub const fn from(&self, source: MoneySource) -> i64 {
        match source {
            MoneySource::NationalGrant => self.national_grant,
            MoneySource::PrefecturalGrant => self.prefectural_grant,
            MoneySource::Bonds => self.bonds,
            MoneySource::BeneficiaryFees => self.beneficiary_fees,
            MoneySource::Other => self.other,
            MoneySource::GeneralFund => self.general_fund,
        }
    }

    /// The share of one source in the total cost.
    ///
    /// Source: the product's definition "share of a source of money".
    #[must_use]
    pub const fn share(&self, source: MoneySource) -> Rate {
        money_rate(self.from(source), self.total)
    }

    /// The sum of the sources of money, in thousand yen; equals `total` in a valid row.
    #[must_use]
    pub const fn sum_of_sources(&self) -> i64 {
        self.national_grant
            + self.prefectural_grant
            + self.bonds
            + self.other
            + self.beneficiary_fees
            + self.general_fund
    }
}

/// One cost item in one fiscal year, in thousand yen.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CostItem {
    pub programme: ProgrammeId,
    pub position: i64,
    pub name: String,
    /// 新規, 拡充 or empty.
    pub tag: String,
    pub fiscal_year: FiscalYear,
    pub amount: i64,
    pub general_fund: i64,
    /// What is uncertain about the figure; empty if nothing is.
    pub doubt: String,
}

impl CostItem {
    /// The share of the general fund in the item.
    ///
    /// Source: the product's definition "general fund in an item".
    #[must_use]
    pub const fn general_fund_share(&self) -> Rate {
        money_rate(self.general_fund, self.amount)
    }
}

impl Assessment {
    /// Assessed ÷ requested (査定率).
    ///
    /// Source: the product's definition "assessed share".
    #[must_use]
    pub const fn assessed_share(&self) -> Rate {
        money_rate(self.assessed, self.requested)
    }
}

const fn money_rate(part: i64, whole: i64) -> Rate {
    Rate::new(part.unsigned_abs(), whole.unsigned_abs())
}

/// All data about the city's programmes.
#[derive(Debug, Clone, Default)]
pub struct ProgrammeBook {
    pub programmes: Vec<Programme>,
    /// By programme and fiscal year.
    pub funding: Vec<Funding>,
    /// By programme, fiscal year and position.
    pub cost_items: Vec<CostItem>,
    pub assessments: Vec<Assessment>,
    pub obligations: Vec<Obligation>,
    pub schedule: Vec<ScheduleEntry>,
    pub initiatives: Vec<Initiative>,
    pub milestones: Vec<Milestone>,
    pub effects: Vec<Effect>,
    /// By programme and position.
    pub courses: Vec<Course>,
    /// By programme and position.
    pub roles: Vec<TrainingRole>,
    /// By programme, role and position.
    pub training: Vec<Training>,
    /// By programme, role and course, oldest first.
    pub training_counts: Vec<TrainingCount>,
    pub sdg_actions: Vec<SdgAction>,
}

/// Requested against finally assessed (要求額 / 最終査定額), in thousand yen.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Assessment {
    pub programme: ProgrammeId,
    pub position: i64,
    pub scope: String,
    pub fiscal_year: FiscalYear,
    pub requested: i64,
    pub assessed: i64,
    pub opinion: String,
    pub detail: String,
}

/// A multi-year commitment (債務負担行為), in thousand yen.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Obligation {
    pub programme: ProgrammeId,
    pub name: String,
    pub from_year: FiscalYear,
    pub to_year: FiscalYear,
    pub requested: i64,
    pub note: String,
}

/// One line of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ScheduleEntry {
    pub programme: ProgrammeId,
    pub period: String,
    pub position: i64,
    pub entry: String,
}

/// The city's action for a target of the Sustainable Development Goals, in its own words; a blank stays blank.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SdgAction {
    /// Number of the target, such as 16.9.
    pub target: String,
    /// Number of the goal, 1 to 17.
    pub goal: i64,
    pub action: String,
    pub kpi_name: String,
    pub current_value: String,
    pub target_value: String,
    pub source: SourceId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sources_of_money_add_up_to_the_settled_total_of_2022() {
        let funding = Funding {
            programme: "ict-policy".parse().expect("an identifier"),
            fiscal_year: FiscalYear(2022),
            stage: BudgetStage::Settled,
            total: 2_900_285,
            national_grant: 461_000,
            prefectural_grant: 0,
            bonds: 0,
            other: 80_990,
            beneficiary_fees: 935,
            general_fund: 2_357_360,
        };
        assert_eq!(funding.sum_of_sources(), funding.total);
    }
}
