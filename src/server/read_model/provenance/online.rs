//! Online rates and usage rates, computed from the catalogue.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::availability::Availability;
use domain::calendar::FiscalYear;
use domain::definition::Definition;
use domain::ending::Validity;
use domain::online_rate::{OnlineCount, RatedProcedure, online_rates};
use domain::procedure::{DepartmentCode, LocalText, Procedure, ProcedureId, SetCode};
use domain::rate::Rate;
use domain::usage::{Usage, usage_rate, usage_rate_where_online};

use super::{HasProvenance, Input, Provenance, ProvenanceRow, RatePart, RowInclusion, Unit, required};
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::figures::route_of;
use crate::server::read_model::snapshot::Snapshot;
use crate::server::read_model::value::Value;

string_enum! {
    /// The procedures that a usage rate covers.
    pub enum UsageOver ("range of a usage rate") {
        /// (a): all procedures with both counts known.
        All = "all",
        /// (b): those of (a) that accept online applications.
        Online = "online",
    }
}

/// A figure computed from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlineFigure {
    /// The online rate of a set on a date, from what is recorded today.
    Rate { set: SetCode, count: OnlineCount, on: NaiveDate },
    /// What that rate would be with further procedures online: the first legs of the route, and the procedures named.
    IfDone {
        set: SetCode,
        count: OnlineCount,
        on: NaiveDate,
        /// Number of legs of the route, or of one department's part of it if a department is given.
        first: usize,
        department: Option<DepartmentCode>,
        done: Vec<ProcedureId>,
    },
    /// The usage rate of a set in a fiscal year.
    Usage { set: SetCode, over: UsageOver, fiscal_year: FiscalYear },
    /// The usage rate of one procedure in a fiscal year.
    UsageOfProcedure { procedure: ProcedureId, fiscal_year: FiscalYear },
}

const RATE: &str = "online-rate";
const IF_DONE: &str = "online-rate-if-done";
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

impl HasProvenance for OnlineFigure {
    fn kind(&self) -> &'static str {
        match self {
            Self::Rate { .. } => RATE,
            Self::IfDone { .. } => IF_DONE,
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
            Self::IfDone { set, count, on, first, department, done } => {
                let mut parameters =
                    vec![("set", set.to_string()), ("count", count.to_string()), ("on", on.to_string())];
                if *first > 0 {
                    parameters.push(("first", first.to_string()));
                }
                parameters.extend(department.iter().map(|department| ("department", department.to_string())));
                if !done.is_empty() {
                    let done: Vec<&str> = done.iter().map(ProcedureId::as_str).collect();
                    parameters.push(("done", done.join(";")));
                }
                parameters
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
            IF_DONE => {
                parameters.only(&["set", "count", "on", "first", "department", "done"])?;
                Self::IfDone {
                    set: required(parameters.read("set")?, "set")?,
                    count: required(parameters.read("count")?, "count")?,
                    on: required(parameters.date("on")?, "on")?,
                    first: parameters.read("first")?.unwrap_or_default(),
                    department: parameters.read("department")?,
                    done: parameters.list("done")?,
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

    fn provenance(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Provenance> {
        match self {
            Self::Rate { set, count, on } => online_rate(snapshot, set, *count, *on, today, None),
            Self::IfDone { set, count, on, first, department, done } => {
                let route = route_of(snapshot, set, *count, department.as_ref(), *on, today);
                let first = route.legs.iter().take(*first).map(|leg| &leg.candidate.what.id);
                let done: HashSet<&ProcedureId> = first.chain(done).collect();
                online_rate(snapshot, set, *count, *on, today, Some(&done))
            }
            Self::Usage { set, over, fiscal_year } => usage(snapshot, set, *over, *fiscal_year, today),
            Self::UsageOfProcedure { procedure, fiscal_year } => usage_of(snapshot, procedure, *fiscal_year, today),
        }
    }
}

fn online_rate(
    snapshot: &Snapshot,
    set: &SetCode,
    count: OnlineCount,
    on: NaiveDate,
    today: NaiveDate,
    done: Option<&HashSet<&ProcedureId>>,
) -> Option<Provenance> {
    let named = snapshot.set(set)?;
    let mut gained = 0;
    let mut rows: Vec<ProvenanceRow> = Vec::new();
    let mut sources = vec![named.source.clone()];
    let rates = online_rates(snapshot.members_on(set, on, today).map(|procedure| {
        let steps = procedure.steps_at(on, today);
        let excluded = procedure.excluded_at(on, today);
        let total = procedure.latest_total();
        let is_there = count.is_counted(&steps);
        let weight = count.weight(total).map(|weight| i64::try_from(weight).unwrap_or(i64::MAX));
        let becomes = !is_there && done.is_some_and(|done| done.contains(&procedure.id));
        if becomes && !excluded {
            gained += count.weight(total).unwrap_or_default();
        }
        let counts = is_there || becomes;
        let inclusion = match (excluded, weight) {
            (true, _) => RowInclusion::Excluded,
            (false, None) => RowInclusion::Unknown,
            (false, Some(_)) => RowInclusion::Counted,
        };
        let denominator = weight.filter(|_| !excluded).unwrap_or_default();
        rows.push(row(procedure, if counts { denominator } else { 0 }, denominator, inclusion));
        sources.push(procedure.source.clone());
        RatedProcedure { steps, excluded, total }
    }));
    let now = count.of(&rates);
    let rate = Rate::new(now.numerator + gained, now.denominator);
    let mut left_out = vec![("provenance-left-out-excluded", rates.excluded)];
    if count.is_by_volume() {
        left_out.push(("provenance-left-out-volume-unknown", rates.volume_unknown));
        let members = snapshot.members_on(set, on, today);
        sources.extend(members.flat_map(|each| &each.usage).map(|usage| usage.source.clone()));
    }
    left_out.push(("provenance-counted-though-unknown", rates.unknown));
    Some(Provenance {
        definition: if done.is_some() { Definition::OnlineRateIfDone } else { count.definition() },
        subject: in_both(&named.name, &named.name_en),
        value: rate.percent(),
        unit: Unit::Percent,
        fraction: Some(fraction(
            rate,
            if done.is_some() { "provenance-there-or-done" } else { half_name(count) },
            if count.is_by_volume() { "provenance-applications-of-set" } else { "provenance-procedures-of-set" },
        )),
        inputs: done
            .map(|_| Input {
                name: "provenance-rate-now",
                value: now.percent().map_or(Value::Nothing, Value::Percent),
                figure: Some(OnlineFigure::rate(set, count, on)),
            })
            .into_iter()
            .collect(),
        sample: rows.iter().any(|row| row.sample),
        rows,
        left_out,
        dates: vec![("provenance-date-catalogue", on), ("provenance-date-known", today)],
        sources,
        notes: Vec::new(),
    })
}

const fn half_name(count: OnlineCount) -> &'static str {
    match count {
        OnlineCount::Kinds => "provenance-procedures-online",
        OnlineCount::Strict => "provenance-procedures-complete",
        OnlineCount::Volume => "provenance-applications-online",
        OnlineCount::StrictVolume => "provenance-applications-complete",
    }
}

fn usage(
    snapshot: &Snapshot,
    set: &SetCode,
    over: UsageOver,
    fiscal_year: FiscalYear,
    today: NaiveDate,
) -> Option<Provenance> {
    let named = snapshot.set(set)?;
    // Availability is taken at the end of the fiscal year, or today if the year is still running.
    let on = fiscal_year.last_day().min(today);
    // Applications of a year in which a procedure ended were still made.
    let members: Vec<(&Procedure, Option<Availability>, Option<&Usage>)> = snapshot
        .members_on(set, fiscal_year.first_day(), today)
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
    let rows: Vec<ProvenanceRow> = members.iter().map(|(procedure, _, usage)| usage_row(procedure, *usage)).collect();
    let definition = match over {
        UsageOver::All => Definition::UsageRate,
        UsageOver::Online => Definition::UsageRateWhereOnline,
    };
    let mut dates = vec![("provenance-date-year-end", fiscal_year.last_day())];
    if over == UsageOver::Online {
        dates.push(("provenance-date-catalogue", on));
    }
    Some(usage_provenance(definition, in_both(&named.name, &named.name_en), rate.rate, rate.unknown, dates, rows))
}

fn usage_of(
    snapshot: &Snapshot,
    procedure: &ProcedureId,
    fiscal_year: FiscalYear,
    today: NaiveDate,
) -> Option<Provenance> {
    let (_, procedure) = snapshot.procedure(procedure)?;
    if procedure.validity(today, today) == Validity::Withdrawn {
        return None;
    }
    let usage = procedure.usage.iter().find(|usage| usage.fiscal_year == fiscal_year)?;
    let rate = usage_rate(std::iter::once(Some(usage)));
    let dates = vec![("provenance-date-year-end", fiscal_year.last_day())];
    let rows = vec![usage_row(procedure, Some(usage))];
    Some(usage_provenance(Definition::UsageRate, procedure.name.clone(), rate.rate, rate.unknown, dates, rows))
}

fn usage_row(procedure: &Procedure, usage: Option<&Usage>) -> ProvenanceRow {
    match usage.and_then(|usage| Some((usage, usage.online?, usage.total?))) {
        Some((usage, online, total)) => ProvenanceRow {
            source: usage.source.clone(),
            sample: usage.sample,
            ..row(procedure, online, total, RowInclusion::Counted)
        },
        None => row(procedure, 0, 0, RowInclusion::Unknown),
    }
}

fn usage_provenance(
    definition: Definition,
    subject: LocalText,
    rate: Rate,
    unknown: u64,
    dates: Vec<(&'static str, NaiveDate)>,
    rows: Vec<ProvenanceRow>,
) -> Provenance {
    let counted = || rows.iter().filter(|row| row.inclusion == RowInclusion::Counted);
    Provenance {
        definition,
        subject,
        value: rate.percent(),
        unit: Unit::Percent,
        fraction: Some(fraction(rate, "provenance-applications-made-online", "provenance-applications-all")),
        inputs: Vec::new(),
        left_out: vec![("provenance-left-out-usage-unknown", unknown)],
        dates,
        sources: counted().map(|row| row.source.clone()).collect(),
        notes: Vec::new(),
        sample: counted().any(|row| row.sample),
        rows,
    }
}

fn fraction(rate: Rate, numerator: &'static str, denominator: &'static str) -> [RatePart; 2] {
    let amount = |amount: u64| i64::try_from(amount).unwrap_or(i64::MAX);
    [
        RatePart { name: numerator, amount: amount(rate.numerator) },
        RatePart { name: denominator, amount: amount(rate.denominator) },
    ]
}

fn in_both(ja: &str, en: &str) -> LocalText {
    LocalText { ja: ja.to_owned(), easy: String::new(), en: en.to_owned() }
}

fn row(procedure: &Procedure, numerator: i64, denominator: i64, inclusion: RowInclusion) -> ProvenanceRow {
    ProvenanceRow {
        id: procedure.id.to_string(),
        name: procedure.name.clone(),
        page: Some(format!("/procedures/{}", procedure.id)),
        numerator,
        denominator,
        inclusion,
        source: procedure.source.clone(),
        sample: procedure.sample,
    }
}
