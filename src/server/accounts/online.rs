//! Online rates and usage rates, computed from the catalogue.

use chrono::NaiveDate;

use super::{Account, AccountRow, Accountable, Half, Standing, Unit, required};
use crate::domain::availability::{Availability, availability};
use crate::domain::calendar::FiscalYear;
use crate::domain::definition::Definition;
use crate::domain::online_rate::{Member, OnlineRates, online_rates};
use crate::domain::procedure::{LocalText, Procedure, ProcedureId, SetCode, StepState};
use crate::domain::rate::Rate;
use crate::domain::usage::{Usage, usage_rate, usage_rate_where_online};
use crate::server::query::{Parameters, QueryError};
use crate::server::snapshot::Snapshot;

closed_set! {
    /// What an online rate counts.
    pub enum OnlineCount ("way of counting") {
        /// Procedures whose step of applying is online.
        Kinds = "kinds",
        /// Procedures that need no visit at all.
        Strict = "strict",
        /// Yearly applications of procedures whose step of applying is online.
        Volume = "volume",
        /// Yearly applications of procedures that need no visit at all.
        StrictVolume = "strict-volume",
    }
}

impl OnlineCount {
    #[must_use]
    pub const fn definition(self) -> Definition {
        match self {
            Self::Kinds => Definition::OnlineRate,
            Self::Strict => Definition::StrictOnlineRate,
            Self::Volume => Definition::OnlineRateByVolume,
            Self::StrictVolume => Definition::StrictOnlineRateByVolume,
        }
    }

    /// The rate of this kind.
    #[must_use]
    pub const fn of(self, rates: &OnlineRates) -> Rate {
        match self {
            Self::Kinds => rates.by_kinds(),
            Self::Strict => rates.strict_by_kinds(),
            Self::Volume => rates.by_volume(),
            Self::StrictVolume => rates.strict_by_volume(),
        }
    }

    const fn is_strict(self) -> bool {
        matches!(self, Self::Strict | Self::StrictVolume)
    }

    const fn is_by_volume(self) -> bool {
        matches!(self, Self::Volume | Self::StrictVolume)
    }
}

closed_set! {
    /// Over which procedures a usage rate is taken.
    pub enum UsageOver ("range of a usage rate") {
        /// (a): all whose two figures are known.
        All = "all",
        /// (b): those of them that can be applied for online.
        Online = "online",
    }
}

/// A figure computed from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlineFigure {
    /// An online rate of a set on a day, by what is recorded today.
    Rate { set: SetCode, count: OnlineCount, on: NaiveDate },
    /// A usage rate of a set in a fiscal year.
    Usage { set: SetCode, over: UsageOver, fiscal_year: FiscalYear },
    /// The usage rate of one procedure in a fiscal year.
    UsageOfProcedure { procedure: ProcedureId, fiscal_year: FiscalYear },
}

const RATE: &str = "online-rate";
const USAGE: &str = "usage-rate";
const USAGE_OF_PROCEDURE: &str = "procedure-usage";

impl OnlineFigure {
    #[must_use]
    pub fn rate(set: &SetCode, count: OnlineCount, on: NaiveDate) -> super::Figure {
        super::Figure::Online(Self::Rate { set: set.clone(), count, on })
    }

    #[must_use]
    pub fn usage_of_procedure(procedure: &ProcedureId, fiscal_year: FiscalYear) -> super::Figure {
        super::Figure::Online(Self::UsageOfProcedure { procedure: procedure.clone(), fiscal_year })
    }

    #[must_use]
    pub fn usage(set: &SetCode, over: UsageOver, fiscal_year: FiscalYear) -> super::Figure {
        super::Figure::Online(Self::Usage { set: set.clone(), over, fiscal_year })
    }
}

impl Accountable for OnlineFigure {
    fn kind(&self) -> &'static str {
        match self {
            Self::Rate { .. } => RATE,
            Self::Usage { .. } => USAGE,
            Self::UsageOfProcedure { .. } => USAGE_OF_PROCEDURE,
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Rate { set, count, on } => {
                vec![("set", set.to_string()), ("count", count.to_string()), ("on", on.to_string())]
            }
            Self::UsageOfProcedure { procedure, fiscal_year } => {
                vec![("procedure", procedure.to_string()), ("fiscal_year", fiscal_year.0.to_string())]
            }
            Self::Usage { set, over, fiscal_year } => {
                vec![("set", set.to_string()), ("over", over.to_string()), ("fiscal_year", fiscal_year.0.to_string())]
            }
        }
    }

    fn read(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError> {
        Ok(Some(match kind {
            RATE => {
                parameters.only(&["set", "count", "on"])?;
                Self::Rate {
                    set: required(parameters.read("set")?, "set")?,
                    count: required(parameters.read("count")?, "count")?,
                    on: required(parameters.date("on")?, "on")?,
                }
            }
            USAGE => {
                parameters.only(&["set", "over", "fiscal_year"])?;
                Self::Usage {
                    set: required(parameters.read("set")?, "set")?,
                    over: required(parameters.read("over")?, "over")?,
                    fiscal_year: required(parameters.read("fiscal_year")?, "fiscal_year")?,
                }
            }
            USAGE_OF_PROCEDURE => {
                parameters.only(&["procedure", "fiscal_year"])?;
                Self::UsageOfProcedure {
                    procedure: required(parameters.read("procedure")?, "procedure")?,
                    fiscal_year: required(parameters.read("fiscal_year")?, "fiscal_year")?,
                }
            }
            _ => return Ok(None),
        }))
    }

    fn account(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Account> {
        match self {
            Self::Rate { set, count, on } => online_rate(snapshot, set, *count, *on, today),
            Self::Usage { set, over, fiscal_year } => usage(snapshot, set, *over, *fiscal_year, today),
            Self::UsageOfProcedure { procedure, fiscal_year } => usage_of(snapshot, procedure, *fiscal_year),
        }
    }
}

fn online_rate(
    snapshot: &Snapshot,
    set: &SetCode,
    count: OnlineCount,
    on: NaiveDate,
    today: NaiveDate,
) -> Option<Account> {
    let named = snapshot.set(set)?;
    let mut rows: Vec<AccountRow> = Vec::new();
    let mut sources = vec![named.source.clone()];
    let rates = online_rates(snapshot.members(set).map(|procedure| {
        let steps = procedure.steps_at(on, today);
        let excluded = procedure.excluded_at(on, today);
        let total = procedure.latest_total();
        let counts = if count.is_strict() {
            availability(&steps, excluded) == Some(Availability::Complete)
        } else {
            steps.apply == Some(StepState::Online)
        };
        let weight = if count.is_by_volume() { total } else { Some(1) };
        let standing = match (excluded, weight) {
            (true, _) => Standing::Excluded,
            (false, None) => Standing::Unknown,
            (false, Some(_)) => Standing::Counted,
        };
        let denominator = weight.filter(|_| !excluded).unwrap_or_default();
        rows.push(row(procedure, if counts { denominator } else { 0 }, denominator, standing));
        sources.push(procedure.source.clone());
        Member { steps, excluded, total }
    }));
    let rate = count.of(&rates);
    let mut left_out = vec![("account-left-out-excluded", rates.excluded)];
    if count.is_by_volume() {
        left_out.push(("account-left-out-volume-unknown", rates.volume_unknown));
        sources.extend(snapshot.members(set).flat_map(|each| &each.usage).map(|usage| usage.source.clone()));
    }
    left_out.push(("account-counted-though-unknown", rates.unknown));
    Some(Account {
        definition: count.definition(),
        subject: in_both(&named.name, &named.name_en),
        value: rate.percent(),
        unit: Unit::Percent,
        halves: Some(halves(
            rate,
            half_name(count),
            if count.is_by_volume() { "account-applications-of-set" } else { "account-procedures-of-set" },
        )),
        inputs: Vec::new(),
        sample: rows.iter().any(|row| row.sample),
        rows,
        left_out,
        dates: vec![("account-date-catalogue", on), ("account-date-known", today)],
        sources,
        notes: Vec::new(),
    })
}

const fn half_name(count: OnlineCount) -> &'static str {
    match count {
        OnlineCount::Kinds => "account-procedures-online",
        OnlineCount::Strict => "account-procedures-complete",
        OnlineCount::Volume => "account-applications-online",
        OnlineCount::StrictVolume => "account-applications-complete",
    }
}

fn usage(
    snapshot: &Snapshot,
    set: &SetCode,
    over: UsageOver,
    fiscal_year: FiscalYear,
    today: NaiveDate,
) -> Option<Account> {
    let named = snapshot.set(set)?;
    // The availability that counts is that at the end of the year, or today's while it runs.
    let on = fiscal_year.last_day().min(today);
    let members: Vec<(&Procedure, Option<Availability>, Option<&Usage>)> = snapshot
        .members(set)
        .map(|procedure| {
            let of_year = procedure.usage.iter().find(|usage| usage.fiscal_year == fiscal_year);
            (procedure, procedure.availability_at(on, today), of_year)
        })
        .filter(|(_, availability, _)| {
            over == UsageOver::All || matches!(availability, Some(Availability::Complete | Availability::Partial))
        })
        .collect();
    let rate = match over {
        UsageOver::All => usage_rate(members.iter().map(|(_, _, usage)| *usage)),
        UsageOver::Online => {
            usage_rate_where_online(members.iter().map(|(_, availability, usage)| (*availability, *usage)))
        }
    };
    let rows: Vec<AccountRow> = members.iter().map(|(procedure, _, usage)| usage_row(procedure, *usage)).collect();
    let definition = match over {
        UsageOver::All => Definition::UsageRate,
        UsageOver::Online => Definition::UsageRateWhereOnline,
    };
    let mut dates = vec![("account-date-year-end", fiscal_year.last_day())];
    if over == UsageOver::Online {
        dates.push(("account-date-catalogue", on));
    }
    Some(usage_account(definition, in_both(&named.name, &named.name_en), rate.rate, rate.unknown, dates, rows))
}

fn usage_of(snapshot: &Snapshot, procedure: &ProcedureId, fiscal_year: FiscalYear) -> Option<Account> {
    let (_, procedure) = snapshot.procedure(procedure)?;
    let usage = procedure.usage.iter().find(|usage| usage.fiscal_year == fiscal_year)?;
    let rate = usage_rate(std::iter::once(Some(usage)));
    let dates = vec![("account-date-year-end", fiscal_year.last_day())];
    let rows = vec![usage_row(procedure, Some(usage))];
    Some(usage_account(Definition::UsageRate, procedure.name.clone(), rate.rate, rate.unknown, dates, rows))
}

fn usage_row(procedure: &Procedure, usage: Option<&Usage>) -> AccountRow {
    match usage.and_then(|usage| Some((usage, usage.online?, usage.total?))) {
        Some((usage, online, total)) => AccountRow {
            source: usage.source.clone(),
            sample: usage.sample,
            ..row(procedure, online, total, Standing::Counted)
        },
        None => row(procedure, 0, 0, Standing::Unknown),
    }
}

fn usage_account(
    definition: Definition,
    subject: LocalText,
    rate: Rate,
    unknown: u64,
    dates: Vec<(&'static str, NaiveDate)>,
    rows: Vec<AccountRow>,
) -> Account {
    let counted = || rows.iter().filter(|row| row.standing == Standing::Counted);
    Account {
        definition,
        subject,
        value: rate.percent(),
        unit: Unit::Percent,
        halves: Some(halves(rate, "account-applications-made-online", "account-applications-all")),
        inputs: Vec::new(),
        left_out: vec![("account-left-out-usage-unknown", unknown)],
        dates,
        sources: counted().map(|row| row.source.clone()).collect(),
        notes: Vec::new(),
        sample: counted().any(|row| row.sample),
        rows,
    }
}

fn halves(rate: Rate, numerator: &'static str, denominator: &'static str) -> [Half; 2] {
    let amount = |amount: u64| i64::try_from(amount).unwrap_or(i64::MAX);
    [
        Half { name: numerator, amount: amount(rate.numerator) },
        Half { name: denominator, amount: amount(rate.denominator) },
    ]
}

fn in_both(ja: &str, en: &str) -> LocalText {
    LocalText { ja: ja.to_owned(), easy: String::new(), en: en.to_owned() }
}

fn row(procedure: &Procedure, numerator: i64, denominator: i64, standing: Standing) -> AccountRow {
    AccountRow {
        id: procedure.id.to_string(),
        name: procedure.name.clone(),
        page: Some(format!("/procedures/{}", procedure.id)),
        numerator,
        denominator,
        standing,
        source: procedure.source.clone(),
        sample: procedure.sample,
    }
}
