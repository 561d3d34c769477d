//! `/api/v1/indicators`: the city's targets and results.

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::card::Measure;
use domain::indicator::{Indicator, IndicatorId, IndicatorKind, IndicatorValue, ValueKind, YearRow, year_rows};
use domain::procedure::SetCode;
use domain::progress::{NotAssessable, Point, Progress, Status, assess};
use domain::rate::Rate;
use domain::source::SourceId;
use serde::Serialize;

use super::in_languages::InLanguages;
use super::list::{Asked, Content, List, given, one, two_decimals};
use super::problem::Problem;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::snapshot::Snapshot;

/// The list of indicators, outcome before activity.
pub(super) const LIST: List = List {
    name: "indicators",
    parameters: &["kind"],
    fields: &[
        "id",
        "kind",
        "name",
        "name_en",
        "unit",
        "plan",
        "formula",
        "formula_en",
        "reason",
        "reason_en",
        "caveat",
        "caveat_en",
        "set",
        "measure",
        "baseline.fiscal_year",
        "baseline.value",
        "target.fiscal_year",
        "target.value",
        "latest.fiscal_year",
        "latest.value",
        "values.fiscal_year",
        "values.target",
        "values.actual",
        "values.actual_kind",
        "values.measure",
        "values.achievement",
        "values.note",
        "values.sample",
        "status",
        "status_reason",
        "distance",
        "required_pace",
        "observed_pace",
        "computed.figure",
        "computed.percent",
        "computed.numerator",
        "computed.denominator",
        "computed.as_of",
        "computed.source",
        "computed.sample",
        "source",
        "source_title",
        "sample",
    ],
    answer: list,
};

/// One indicator. Values are in its `unit`, paces in units per year.
#[derive(Debug, Serialize)]
struct IndicatorRecord<'a> {
    id: &'a IndicatorId,
    kind: IndicatorKind,
    #[serde(flatten)]
    name: InLanguages<'a, 2>,
    unit: &'a str,
    /// The plan that defines it.
    plan: Option<&'a str>,
    /// How its value is computed, in the plan's words.
    #[serde(flatten)]
    formula: InLanguages<'a, 2>,
    /// Why it was chosen, in the plan's words.
    #[serde(flatten)]
    reason: InLanguages<'a, 2>,
    /// A caveat for reading the value.
    #[serde(flatten)]
    caveat: InLanguages<'a, 2>,
    /// The set of procedures from which it can be computed.
    set: Option<&'a SetCode>,
    /// The card measure from which it can be computed.
    measure: Option<Measure>,
    /// The value at the start of the plan (現状値).
    baseline: Option<PointRecord>,
    /// The last target.
    target: Option<PointRecord>,
    /// The newest value.
    latest: Option<PointRecord>,
    /// By fiscal year, oldest first.
    values: Vec<YearRecord>,
    status: Status,
    /// Why the status cannot be assessed; `null` if it can.
    status_reason: Option<NotAssessable>,
    /// The newest value minus the target, in points; after the target year, that year's own value minus the target.
    distance: Option<f64>,
    required_pace: Option<f64>,
    observed_pace: Option<f64>,
    /// The same figure as the product computes it today from its own data.
    computed: Vec<ComputedRecord<'a>>,
    source: &'a SourceId,
    source_title: Option<&'a str>,
    /// Whether this is sample data, made up for a demonstration.
    sample: bool,
}

/// A value in a fiscal year, which is named after the year in which it begins.
#[derive(Debug, Serialize)]
struct PointRecord {
    fiscal_year: FiscalYear,
    value: f64,
}

/// A fiscal year as the city's sheet prints it.
#[derive(Debug, Serialize)]
struct YearRecord {
    fiscal_year: FiscalYear,
    target: Option<f64>,
    actual: Option<f64>,
    /// The kind of `actual`.
    actual_kind: Option<ValueKind>,
    /// What was measured, if that changed over the years; values of different measures are not one series.
    measure: Option<Measure>,
    /// `actual` ÷ `target` in percent, rounded to two decimals.
    achievement: Option<f64>,
    note: Option<String>,
    sample: bool,
}

string_enum! {
    /// Figures that the product computes itself.
    pub enum ComputedFigure ("figure") {
        /// Procedures of the set that accept online applications ÷ those not excluded.
        OnlineRate = "online_rate",
        /// Procedures of the set that are `complete` ÷ those not excluded.
        StrictOnlineRate = "strict_online_rate",
        /// The online rate weighted by yearly applications, for procedures where they are known.
        OnlineRateByVolume = "online_rate_by_volume",
        StrictOnlineRateByVolume = "strict_online_rate_by_volume",
        /// Cards held ÷ population.
        HoldingRate = "holding_rate",
        /// Cards issued ÷ population.
        IssueRate = "issue_rate",
    }
}

/// A rate with everything needed to check it.
#[derive(Debug, Serialize)]
struct ComputedRecord<'a> {
    figure: ComputedFigure,
    /// 0 to 100, rounded to two decimals; `null` if the denominator is 0.
    percent: Option<f64>,
    numerator: u64,
    denominator: u64,
    as_of: NaiveDate,
    /// `null` if it was counted from the catalogue itself.
    source: Option<&'a SourceId>,
    /// Whether any input is sample data, made up for a demonstration.
    sample: bool,
}

#[derive(Debug, Serialize)]
struct SingleIndicator<'a> {
    #[serde(flatten)]
    indicator: IndicatorRecord<'a>,
    revision: i64,
}

fn record<'a>(snapshot: &'a Snapshot, indicator: &'a Indicator, today: NaiveDate) -> IndicatorRecord<'a> {
    let values = snapshot.indicator_values(&indicator.id);
    let progress: Progress = assess(values, today);
    IndicatorRecord {
        id: &indicator.id,
        kind: indicator.kind,
        name: InLanguages::both_always(["name", "name_en"], &indicator.name),
        unit: &indicator.unit,
        plan: given(&indicator.plan),
        formula: InLanguages::both(["formula", "formula_en"], [&indicator.formula.ja, &indicator.formula.en]),
        reason: InLanguages::both(["reason", "reason_en"], [&indicator.reason.ja, &indicator.reason.en]),
        caveat: InLanguages::both(["caveat", "caveat_en"], [&indicator.caveat.ja, &indicator.caveat.en]),
        set: indicator.set.as_ref(),
        measure: indicator.measure,
        baseline: baseline(values, today),
        target: progress.target.map(point),
        latest: progress.latest.map(point),
        values: year_rows(values, today).into_iter().map(year).collect(),
        status: progress.status,
        status_reason: progress.reason,
        distance: progress.distance.map(two_decimals),
        required_pace: progress.required_pace.map(two_decimals),
        observed_pace: progress.observed_pace.map(two_decimals),
        computed: computed(snapshot, indicator, today),
        source: &indicator.source,
        source_title: snapshot.source(&indicator.source).and_then(|source| given(&source.title)),
        sample: indicator.sample || values.iter().any(|value| value.sample),
    }
}

/// The most recently recorded baseline. Returns `None` if none was recorded; the first value does not replace it.
fn baseline(values: &[IndicatorValue], today: NaiveDate) -> Option<PointRecord> {
    values
        .iter()
        .filter(|value| value.kind == ValueKind::Baseline && value.recorded_on.is_none_or(|day| day <= today))
        .max_by_key(|value| value.recorded_on)
        .map(|value| PointRecord { fiscal_year: value.fiscal_year, value: value.value })
}

fn point(point: Point) -> PointRecord {
    PointRecord { fiscal_year: point.fiscal_year, value: point.value }
}

fn year(row: YearRow) -> YearRecord {
    YearRecord {
        fiscal_year: row.fiscal_year,
        target: row.target,
        actual: row.actual,
        actual_kind: row.actual_kind,
        measure: row.measure,
        achievement: row.achievement.map(two_decimals),
        note: Some(row.note).filter(|note| !note.is_empty()),
        sample: row.sample,
    }
}

/// Both online rates are always listed together; a card rate is the city's own newest one.
fn computed<'a>(snapshot: &'a Snapshot, indicator: &Indicator, today: NaiveDate) -> Vec<ComputedRecord<'a>> {
    let percent = |rate: Rate| rate.percent().map(two_decimals);
    let mut figures = Vec::new();
    if let Some(set) = &indicator.set {
        let rates = snapshot.online_rates(set, today, today);
        let sample = snapshot.members_on(set, today, today).any(|procedure| procedure.sample);
        let all = [
            (ComputedFigure::OnlineRate, rates.by_count()),
            (ComputedFigure::StrictOnlineRate, rates.strict_by_count()),
            (ComputedFigure::OnlineRateByVolume, rates.by_volume()),
            (ComputedFigure::StrictOnlineRateByVolume, rates.strict_by_volume()),
        ];
        figures.extend(all.map(|(figure, rate)| ComputedRecord {
            figure,
            percent: percent(rate),
            numerator: rate.numerator,
            denominator: rate.denominator,
            as_of: today,
            source: None,
            sample,
        }));
    }
    if let Some((measure, city)) = indicator.measure.zip(snapshot.city.as_ref()) {
        figures.extend(snapshot.card_count_at(city, measure, today).map(|count| ComputedRecord {
            figure: match measure {
                Measure::Held => ComputedFigure::HoldingRate,
                Measure::Issued => ComputedFigure::IssueRate,
            },
            percent: percent(count.rate()),
            numerator: count.rate().numerator,
            denominator: count.rate().denominator,
            as_of: count.as_of,
            source: Some(&count.source),
            sample: count.sample,
        }));
    }
    figures
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let kind: Option<IndicatorKind> = asked.parameters.read("kind")?;
    let found: Vec<&Indicator> =
        asked.snapshot.indicators.iter().filter(|indicator| kind.is_none_or(|kind| indicator.kind == kind)).collect();
    asked.render(&found, |indicator| record(asked.snapshot, indicator, asked.today))
}

/// Handles `/api/v1/indicators/{id}`.
pub(super) async fn find(
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    Extension(data): Extension<RequestSnapshot>,
) -> Response {
    if let Err(error) = Parameters::of(&query.unwrap_or_default()).only(&[]) {
        return Problem::from(error).into_response();
    }
    let snapshot = &data.snapshot;
    match id.parse::<IndicatorId>().ok().and_then(|id| snapshot.indicator(&id)) {
        Some(indicator) => {
            one(&SingleIndicator { indicator: record(snapshot, indicator, data.today), revision: snapshot.revision })
        }
        None => {
            let detail = "there is no indicator with this id; /api/v1/indicators lists them all";
            Problem::new(StatusCode::NOT_FOUND, detail).into_response()
        }
    }
}
