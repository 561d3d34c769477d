//! The demonstration city: real facts with their sources, plus sample data that is marked as such on every page.
//!
//! Tables go through the same import as a city's own files. Data without an import format is loaded here.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, AreaCode};
use domain::budget::{
    Assessment, CostItem, Effect, Funding, Initiative, Milestone, Obligation, Programme, ScheduleEntry, SdgAction,
    Training,
};
use domain::calendar::FiscalYear;
use domain::history::StepEvent;
use domain::procedure::{Department, ProcedureId};
use domain::source::{Source, SourceId};
use exchange::import::{Kind, Recorded, Request, import};
use futures::future::BoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::areas::CITY_SETTING;
use store::error::AppError;
use store::{AuditRow, Connection, Db, WriteKind, areas, budget, catalogue, procedures, revision, sources};

const DEMONSTRATION_SETTING: &str = "demonstration";

macro_rules! seed {
    ($file:literal) => {
        include_str!(concat!("../../migrations/seed/", $file))
    };
}

/// Fills an empty database with the demonstration city. A database that already contains it stays unchanged.
///
/// # Errors
/// Returns an error if the database already holds a city's own data, or a query fails.
pub async fn fill(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    let mut connection = db.read().await?;
    if revision::find_setting(&mut connection, DEMONSTRATION_SETTING).await?.as_deref() == Some("complete") {
        return Ok(());
    }
    let begun = revision::find_setting(&mut connection, DEMONSTRATION_SETTING).await?.is_some();
    let holds_data = revision::find_revision(&mut connection).await? > 0;
    drop(connection);
    if holds_data && !begun {
        return Err(AppError::UnsuitableDatabase(
            "the demonstration needs an empty database; this one holds data: give another by --database".to_owned(),
        ));
    }
    write(db, now, "begin", |connection| {
        Box::pin(async move {
            revision::save_setting(connection, DEMONSTRATION_SETTING, "begun").await?;
            save_surroundings(connection).await
        })
    })
    .await?;
    table(db, now, Kind::Population, "population.csv", seed!("facts/population.csv")).await?;
    table(db, now, Kind::Boundaries, "boundaries.geojson", seed!("facts/boundaries.geojson")).await?;
    table(db, now, Kind::Cards, "cards.csv", seed!("facts/cards.csv")).await?;
    table(db, now, Kind::Cards, "peer_cards.csv", seed!("facts/peer_cards.csv")).await?;
    table(db, now, Kind::Cards, "ward_cards.csv", seed!("sample/ward_cards.csv")).await?;
    table(db, now, Kind::Cards, "cards_by_age.csv", seed!("sample/cards_by_age.csv")).await?;
    table(db, now, Kind::Indicators, "indicators.csv", seed!("facts/indicators.csv")).await?;
    table(db, now, Kind::Indicators, "indicator_values.csv", seed!("facts/indicator_values.csv")).await?;
    // Procedures first, then their history, then today's state, so that only real changes become events.
    let file = "procedures.csv";
    accepted(
        db,
        &Request { steps: false, ..Request::new(Kind::Procedures, file, now) },
        seed!("sample/procedures.csv"),
    )
    .await?;
    write(db, now, "history", |connection| {
        Box::pin(async move { procedures::save_step_events(connection, &step_changes()).await })
    })
    .await?;
    let first = NaiveDate::from_ymd_opt(2019, 4, 1).expect("a day of the calendar");
    let with_past = Request { recorded: Recorded::AsEffectiveFrom(first), ..Request::new(Kind::Procedures, file, now) };
    accepted(db, &with_past, seed!("sample/procedures.csv")).await?;
    table(db, now, Kind::Guides, "guides.csv", seed!("sample/guides.csv")).await?;
    table(db, now, Kind::Usage, "usage.csv", seed!("sample/usage.csv")).await?;
    write(db, now, "complete", |connection| {
        Box::pin(async move {
            save_programme(connection).await?;
            revision::save_setting(connection, DEMONSTRATION_SETTING, "complete").await
        })
    })
    .await
}

async fn write(
    db: &Db,
    now: DateTime<Utc>,
    part: &str,
    work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<(), AppError>>,
) -> Result<(), AppError> {
    db.write(WriteKind::Published(now), |transaction| {
        transaction.audit(AuditRow::new("demonstration", "fill", part));
        work(transaction)
    })
    .await
}

async fn table(db: &Db, now: DateTime<Utc>, kind: Kind, file: &str, text: &str) -> Result<(), AppError> {
    accepted(db, &Request::new(kind, file, now), text).await
}

async fn accepted(db: &Db, request: &Request, text: &str) -> Result<(), AppError> {
    let request = Request { actor: "demonstration".to_owned(), ..request.clone() };
    let report = import(db, &request, text.as_bytes(), &|_, _| {}).await?;
    if report.is_refused() {
        return Err(AppError::BadInput(format!("the demonstration's own data are wrong:\n{}", report.describe())));
    }
    Ok(())
}

/// The rows of a table bundled with the product.
fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the tables that ship with the product are well-formed; a test fills a database with them")
}

fn parsed<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("the words in tables that ship with the product are right; a test fills a database with them")
}

#[derive(Deserialize)]
struct SourceRow {
    id: String,
    title_ja: String,
    title_en: String,
    publisher_ja: String,
    publisher_en: String,
    url: String,
    as_of: Option<NaiveDate>,
    licence: String,
    sample: String,
}

#[derive(Deserialize)]
struct AreaRow {
    code: String,
    name: String,
    kana: String,
    name_en: String,
    kind: String,
    parent: String,
}

#[derive(Deserialize)]
struct DepartmentRow {
    code: String,
    name: String,
    name_en: String,
    counter: String,
    counter_en: String,
    hours: String,
    hours_en: String,
    phone: String,
}

async fn save_surroundings(connection: &mut Connection) -> Result<(), AppError> {
    let all: Vec<Source> = rows::<SourceRow>(seed!("facts/sources.csv"))
        .into_iter()
        .map(|row| Source {
            id: parsed(&row.id),
            title: row.title_ja,
            title_en: row.title_en,
            publisher: row.publisher_ja,
            publisher_en: row.publisher_en,
            url: row.url,
            as_of: row.as_of,
            licence: row.licence,
            sample: row.sample == "yes",
        })
        .collect();
    sources::save_sources(connection, &all).await?;
    let all: Vec<Area> = rows::<AreaRow>(seed!("facts/areas.csv"))
        .into_iter()
        .map(|row| Area {
            code: parsed(&row.code),
            name: row.name,
            kana: row.kana,
            name_en: row.name_en,
            kind: parsed(&row.kind),
            parent: (!row.parent.is_empty()).then(|| parsed::<AreaCode>(&row.parent)),
        })
        .collect();
    areas::save_areas(connection, &all).await?;
    if let Some(city) = all.first() {
        revision::save_setting(connection, CITY_SETTING, city.code.as_str()).await?;
    }
    let all: Vec<Department> = rows::<DepartmentRow>(seed!("sample/departments.csv"))
        .into_iter()
        .map(|row| Department {
            code: parsed(&row.code),
            name: row.name,
            name_en: row.name_en,
            counter: row.counter,
            counter_en: row.counter_en,
            hours: row.hours,
            hours_en: row.hours_en,
            phone: row.phone,
            sample: true,
        })
        .collect();
    catalogue::save_departments(connection, &all).await
}

#[derive(Deserialize)]
struct StepChangeRow {
    procedure: String,
    step: String,
    state: String,
    effective_on: NaiveDate,
    recorded_on: NaiveDate,
}

fn step_changes() -> Vec<(ProcedureId, StepEvent)> {
    rows::<StepChangeRow>(seed!("sample/step_changes.csv"))
        .into_iter()
        .map(|row| {
            let event = StepEvent {
                step: parsed(&row.step),
                state: parsed(&row.state),
                effective_on: row.effective_on,
                recorded_on: row.recorded_on,
            };
            (parsed(&row.procedure), event)
        })
        .collect()
}

#[derive(Deserialize)]
struct ProgrammeRow {
    id: String,
    name: String,
    number: String,
    fiscal_year: i32,
    department: String,
    plan: String,
    strategy: String,
    measure: String,
    direction: String,
    served_residents: Option<i64>,
    served_staff: Option<i64>,
    source: String,
}

#[derive(Deserialize)]
struct FundingRow {
    programme: String,
    fiscal_year: i32,
    stage: String,
    total_kyen: i64,
    national_grant_kyen: i64,
    prefectural_grant_kyen: i64,
    bonds_kyen: i64,
    other_kyen: i64,
    beneficiary_fees_kyen: i64,
    general_fund_kyen: i64,
}

#[derive(Deserialize)]
struct CostItemRow {
    programme: String,
    item: String,
    tag: String,
    fy2023_budget_kyen: i64,
    fy2023_general_kyen: i64,
    fy2024_budget_kyen: i64,
    fy2024_general_kyen: i64,
    certainty: String,
}

#[derive(Deserialize)]
struct AssessmentRow {
    programme: String,
    scope: String,
    fiscal_year: i32,
    requested_kyen: i64,
    assessed_kyen: i64,
    assessment: String,
    detail: String,
}

#[derive(Deserialize)]
struct ObligationRow {
    programme: String,
    name: String,
    from_fy: i32,
    to_fy: i32,
    requested_kyen: i64,
    note: String,
}

#[derive(Deserialize)]
struct ScheduleRow {
    programme: String,
    period: String,
    order: i64,
    entry: String,
}

#[derive(Deserialize)]
struct InitiativeRow {
    programme: String,
    id: String,
    name: String,
    tag: String,
    point: String,
    indicator_id: String,
}

#[derive(Deserialize)]
struct SdgRow {
    goal: i64,
    target: String,
    action: String,
    kpi_name: String,
    current_value: String,
    target_value: String,
}

async fn save_programme(connection: &mut Connection) -> Result<(), AppError> {
    let programmes: Vec<Programme> = rows::<ProgrammeRow>(seed!("facts/programmes.csv"))
        .into_iter()
        .map(|row| Programme {
            id: parsed(&row.id),
            name: row.name,
            number: row.number,
            fiscal_year: FiscalYear(row.fiscal_year),
            department: row.department,
            plan: row.plan,
            strategy: row.strategy,
            measure: row.measure,
            direction: row.direction,
            served_residents: row.served_residents,
            served_staff: row.served_staff,
            source: parsed(&row.source),
        })
        .collect();
    budget::save_programmes(connection, &programmes).await?;
    let funding: Vec<Funding> = rows::<FundingRow>(seed!("facts/funding.csv"))
        .into_iter()
        .map(|row| Funding {
            programme: parsed(&row.programme),
            fiscal_year: FiscalYear(row.fiscal_year),
            stage: parsed(&row.stage),
            total: row.total_kyen,
            national_grant: row.national_grant_kyen,
            prefectural_grant: row.prefectural_grant_kyen,
            bonds: row.bonds_kyen,
            other: row.other_kyen,
            beneficiary_fees: row.beneficiary_fees_kyen,
            general_fund: row.general_fund_kyen,
        })
        .collect();
    budget::save_funding(connection, &funding).await?;
    budget::save_cost_items(connection, &cost_items()).await?;
    let assessments: Vec<Assessment> = (1..)
        .zip(rows::<AssessmentRow>(seed!("facts/assessments.csv")))
        .map(|(position, row)| Assessment {
            programme: parsed(&row.programme),
            position,
            scope: row.scope,
            fiscal_year: FiscalYear(row.fiscal_year),
            requested: row.requested_kyen,
            assessed: row.assessed_kyen,
            opinion: row.assessment,
            detail: row.detail,
        })
        .collect();
    budget::save_assessments(connection, &assessments).await?;
    let obligations: Vec<Obligation> = rows::<ObligationRow>(seed!("facts/obligations.csv"))
        .into_iter()
        .map(|row| Obligation {
            programme: parsed(&row.programme),
            name: row.name,
            from_year: FiscalYear(row.from_fy),
            to_year: FiscalYear(row.to_fy),
            requested: row.requested_kyen,
            note: row.note,
        })
        .collect();
    budget::save_obligations(connection, &obligations).await?;
    let schedule: Vec<ScheduleEntry> = rows::<ScheduleRow>(seed!("facts/schedule.csv"))
        .into_iter()
        .map(|row| ScheduleEntry {
            programme: parsed(&row.programme),
            period: row.period,
            position: row.order,
            entry: row.entry,
        })
        .collect();
    budget::save_schedule(connection, &schedule).await?;
    save_initiatives(connection, programmes.first().map(|programme| &programme.source)).await
}

/// An item has one row per fiscal year; the sheet prints both years side by side.
fn cost_items() -> Vec<CostItem> {
    (1..)
        .zip(rows::<CostItemRow>(seed!("facts/cost_items.csv")))
        .flat_map(|(position, row)| {
            let doubt = if row.certainty == "read" { String::new() } else { row.certainty };
            let years = [
                (2023, row.fy2023_budget_kyen, row.fy2023_general_kyen),
                (2024, row.fy2024_budget_kyen, row.fy2024_general_kyen),
            ];
            years.map(|(year, amount, general_fund)| CostItem {
                programme: parsed(&row.programme),
                position,
                name: row.item.clone(),
                tag: row.tag.clone(),
                fiscal_year: FiscalYear(year),
                amount,
                general_fund,
                doubt: doubt.clone(),
            })
        })
        .collect()
}

async fn save_initiatives(connection: &mut Connection, source: Option<&SourceId>) -> Result<(), AppError> {
    let initiatives: Vec<Initiative> = (1..)
        .zip(rows::<InitiativeRow>(seed!("facts/initiatives.csv")))
        .map(|(position, row)| Initiative {
            programme: parsed(&row.programme),
            id: row.id,
            position,
            name: row.name,
            tag: row.tag,
            point: row.point,
            indicator: (!row.indicator_id.is_empty()).then(|| parsed(&row.indicator_id)),
        })
        .collect();
    budget::save_initiatives(connection, &initiatives).await?;
    save_what_initiatives_reach(connection).await?;
    let Some(source) = source else { return Ok(()) };
    let actions: Vec<SdgAction> = rows::<SdgRow>(seed!("facts/sdg.csv"))
        .into_iter()
        .map(|row| SdgAction {
            target: row.target,
            goal: row.goal,
            action: row.action,
            kpi_name: row.kpi_name,
            current_value: row.current_value,
            target_value: row.target_value,
            source: source.clone(),
        })
        .collect();
    budget::save_sdg_actions(connection, &actions).await
}

#[derive(Deserialize)]
struct MilestoneRow {
    programme: String,
    initiative: String,
    position: i64,
    name: String,
    planned_on: Option<NaiveDate>,
    done_on: Option<NaiveDate>,
    state: String,
}

#[derive(Deserialize)]
struct EffectRow {
    programme: String,
    initiative: String,
    steps_before: Option<i64>,
    steps_after: Option<i64>,
    hours_saved: Option<i64>,
    note: String,
}

#[derive(Deserialize)]
struct TrainingRow {
    programme: String,
    role: String,
    position: i64,
    course: String,
    mode: String,
    duty: String,
    staff: Option<i64>,
    done: Option<i64>,
    as_of: Option<NaiveDate>,
}

/// Milestones and effects are sample data. The training plan comes from the sheet, as far as it was legible.
async fn save_what_initiatives_reach(connection: &mut Connection) -> Result<(), AppError> {
    let milestones: Vec<Milestone> = rows::<MilestoneRow>(seed!("sample/milestones.csv"))
        .into_iter()
        .map(|row| Milestone {
            programme: parsed(&row.programme),
            initiative: row.initiative,
            position: row.position,
            name: row.name,
            planned_on: row.planned_on,
            done_on: row.done_on,
            state: parsed(&row.state),
            sample: true,
        })
        .collect();
    budget::save_milestones(connection, &milestones).await?;
    let effects: Vec<Effect> = rows::<EffectRow>(seed!("sample/effects.csv"))
        .into_iter()
        .map(|row| Effect {
            programme: parsed(&row.programme),
            initiative: row.initiative,
            steps_before: row.steps_before,
            steps_after: row.steps_after,
            hours_saved: row.hours_saved,
            note: row.note,
            sample: true,
        })
        .collect();
    budget::save_effects(connection, &effects).await?;
    // The file lists the roles in the order of the sheet.
    let mut roles: Vec<String> = Vec::new();
    let mut place_of = |role: &str| {
        let place = roles.iter().position(|known| known == role).unwrap_or_else(|| {
            roles.push(role.to_owned());
            roles.len() - 1
        });
        i64::try_from(place).unwrap_or(i64::MAX)
    };
    let training: Vec<Training> = rows::<TrainingRow>(seed!("facts/training.csv"))
        .into_iter()
        .map(|row| Training {
            programme: parsed(&row.programme),
            role_position: place_of(&row.role),
            role: row.role,
            position: row.position,
            course: row.course,
            mode: (!row.mode.is_empty()).then(|| parsed(&row.mode)),
            duty: parsed(&row.duty),
            staff: row.staff,
            done: row.done,
            as_of: row.as_of,
            sample: false,
        })
        .collect();
    budget::save_training(connection, &training).await
}
