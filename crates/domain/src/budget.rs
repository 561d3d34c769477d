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

/// Cost of one fiscal year by source of money (財源), in thousand yen. A source of which the amount is not decided yet, or
/// was not published, is `None`.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Funding {
    pub programme: ProgrammeId,
    pub fiscal_year: FiscalYear,
    pub stage: BudgetStage,
    pub total: i64,
    pub national_grant: Option<i64>,
    pub prefectural_grant: Option<i64>,
    pub bonds: Option<i64>,
    pub other: Option<i64>,
    pub beneficiary_fees: Option<i64>,
    /// 一般財源
    pub general_fund: Option<i64>,
}

impl Funding {
    /// The amount from one source, in thousand yen, if it is known.
    #[must_use]
    pub const fn from(&self, source: MoneySource) -> Option<i64> {
        match source {
            MoneySource::NationalGrant => self.national_grant,
            MoneySource::PrefecturalGrant => self.prefectural_grant,
            MoneySource::Bonds => self.bonds,
            MoneySource::BeneficiaryFees => self.beneficiary_fees,
            MoneySource::Other => self.other,
            MoneySource::GeneralFund => self.general_fund,
        }
    }

    /// The share of one source in the total cost; without a value if the amount is not known.
    ///
    /// Source: the product's definition "share of a source of money".
    #[must_use]
    pub const fn share(&self, source: MoneySource) -> Rate {
        money_rate(self.from(source), Some(self.total))
    }

    /// The sum of the sources of money, in thousand yen. Where all are known, it equals `total` in a valid row.
    #[must_use]
    pub fn sum_of_sources(&self) -> KnownSum {
        MoneySource::ALL.iter().map(|source| self.from(*source)).collect()
    }

    /// The part of the total of which nobody knows the source, in thousand yen; 0 if all sources are known.
    #[must_use]
    pub fn from_unknown_sources(&self) -> i64 {
        let sources = self.sum_of_sources();
        if sources.unknown > 0 { self.total - sources.sum } else { 0 }
    }
}

/// A sum of amounts, some of which may not be known. What is not known is not counted as 0: it is counted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KnownSum {
    /// The sum of the known amounts.
    pub sum: i64,
    pub known: usize,
    pub unknown: usize,
}

impl KnownSum {
    /// The sum, if all amounts are known.
    #[must_use]
    pub fn whole(self) -> Option<i64> {
        (self.unknown == 0).then_some(self.sum)
    }

    /// Whether the amounts, none of which is negative, can add up to a total: with unknown ones they are at most that.
    #[must_use]
    pub fn can_be(self, total: i64) -> bool {
        if self.unknown == 0 { self.sum == total } else { self.sum <= total }
    }
}

impl FromIterator<Option<i64>> for KnownSum {
    fn from_iter<T: IntoIterator<Item = Option<i64>>>(amounts: T) -> Self {
        amounts.into_iter().fold(Self::default(), |all, amount| match amount {
            Some(amount) => Self { sum: all.sum + amount, known: all.known + 1, ..all },
            None => Self { unknown: all.unknown + 1, ..all },
        })
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
    /// `None` if it is not known.
    pub amount: Option<i64>,
    pub general_fund: Option<i64>,
    /// What is uncertain about the figure; empty if nothing is.
    pub doubt: String,
}

impl CostItem {
    /// The share of the general fund in the item; without a value if either amount is not known.
    ///
    /// Source: the product's definition "general fund in an item".
    #[must_use]
    pub const fn general_fund_share(&self) -> Rate {
        money_rate(self.general_fund, self.amount)
    }
}

impl Assessment {
    /// Assessed ÷ requested (査定率); without a value if either is not known.
    ///
    /// Source: the product's definition "assessed share".
    #[must_use]
    pub const fn assessed_share(&self) -> Rate {
        money_rate(self.assessed, self.requested)
    }
}

const fn money_rate(part: Option<i64>, whole: Option<i64>) -> Rate {
    match (part, whole) {
        (Some(part), Some(whole)) => Rate::new(part.unsigned_abs(), whole.unsigned_abs()),
        _ => Rate::new(0, 0),
    }
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
    /// `None` if it is not known.
    pub requested: Option<i64>,
    /// `None` as long as it is not assessed.
    pub assessed: Option<i64>,
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
    /// The limit (限度額); `None` if it is given in words or not known.
    pub requested: Option<i64>,
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
            national_grant: Some(461_000),
            prefectural_grant: Some(0),
            bonds: Some(0),
            other: Some(80_990),
            beneficiary_fees: Some(935),
            general_fund: Some(2_357_360),
        };
        assert_eq!(funding.sum_of_sources().whole(), Some(funding.total));
        assert_eq!(funding.from_unknown_sources(), 0);
        let undecided = Funding { national_grant: None, ..funding };
        assert_eq!(undecided.sum_of_sources(), KnownSum { sum: 2_439_285, known: 5, unknown: 1 });
        assert_eq!(undecided.from_unknown_sources(), 461_000);
        assert_eq!(undecided.share(MoneySource::NationalGrant).percent(), None, "unknown is not 0");
        assert_eq!(undecided.share(MoneySource::Bonds).percent(), Some(0.0));
    }

    #[test]
    fn amounts_that_are_not_known_are_counted_and_not_added() {
        let sum = |amounts: &[Option<i64>]| amounts.iter().copied().collect::<KnownSum>();
        assert_eq!(sum(&[Some(3), None, Some(4), None]), KnownSum { sum: 7, known: 2, unknown: 2 });
        assert_eq!((sum(&[Some(3), None]).whole(), sum(&[Some(3), Some(4)]).whole()), (None, Some(7)));
        assert!(sum(&[Some(3), None]).can_be(3) && sum(&[Some(3), None]).can_be(9));
        assert!(!sum(&[Some(3), None]).can_be(2) && !sum(&[Some(3)]).can_be(9));
    }

    #[test]
    fn what_is_not_assessed_yet_has_no_share() {
        let requested = Assessment {
            programme: "ict-policy".parse().expect("an identifier"),
            position: 1,
            scope: "総額".to_owned(),
            fiscal_year: FiscalYear(2027),
            requested: Some(100),
            assessed: None,
            opinion: String::new(),
            detail: String::new(),
        };
        assert_eq!(requested.assessed_share().percent(), None);
        assert_eq!(Assessment { assessed: Some(0), ..requested }.assessed_share().percent(), Some(0.0));
    }
}
