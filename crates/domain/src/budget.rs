//! The programme (事務事業) behind the work: what was requested, what was granted, and where the money comes from.

use chrono::NaiveDate;

use super::calendar::FiscalYear;
use super::indicator::IndicatorId;
use super::rate::Rate;
use super::source::SourceId;

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

string_enum! {
    /// The progress of a milestone.
    pub enum MilestoneState ("state of a milestone") {
        Planned = "planned",
        Running = "running",
        Done = "done",
        Dropped = "dropped",
    }
}

string_enum! {
    /// How a course is held.
    pub enum TrainingMode ("mode of training") {
        Video = "video",
        OnSite = "on_site",
    }
}

string_enum! {
    /// How far a course is required for a role.
    pub enum Duty ("duty to train") {
        Required = "required",
        Optional = "optional",
        /// Selected people in the role.
        Selected = "selected",
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

/// A step of an initiative with its dates.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Milestone {
    pub programme: ProgrammeId,
    pub initiative: String,
    pub position: i64,
    pub name: String,
    pub planned_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub state: MilestoneState,
    pub sample: bool,
}

/// The effect of an initiative; `None` if nobody has entered it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Effect {
    pub programme: ProgrammeId,
    pub initiative: String,
    /// Steps of work before and after.
    pub steps_before: Option<i64>,
    pub steps_after: Option<i64>,
    /// Working hours saved per year.
    pub hours_saved: Option<i64>,
    pub note: String,
    pub sample: bool,
}

/// A course for a role in the training plan.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Training {
    pub programme: ProgrammeId,
    pub role: String,
    /// The order in which the plan prints the roles.
    pub role_position: i64,
    /// The order in which the plan prints the role's courses.
    pub position: i64,
    /// Empty if the source does not name the course.
    pub course: String,
    pub mode: Option<TrainingMode>,
    pub duty: Duty,
    /// People in the role, and how many of them have completed the course.
    pub staff: Option<i64>,
    pub done: Option<i64>,
    pub as_of: Option<NaiveDate>,
    pub sample: bool,
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
    pub training: Vec<Training>,
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

/// An initiative, the purpose of its budget request, and the indicator it serves if one is named.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Initiative {
    pub programme: ProgrammeId,
    pub id: String,
    pub position: i64,
    pub name: String,
    pub tag: String,
    pub point: String,
    pub indicator: Option<IndicatorId>,
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
