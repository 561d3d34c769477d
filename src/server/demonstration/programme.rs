//! The programme of the demonstration city: its money, initiatives and what they achieve.

use chrono::NaiveDate;
use domain::budget::{
    Assessment, CostItem, Effect, Funding, Initiative, Milestone, Obligation, Programme, ScheduleEntry, SdgAction,
    Training,
};
use domain::calendar::FiscalYear;
use domain::source::SourceId;
use serde::Deserialize;
use store::error::AppError;
use store::{Connection, budget};

use super::{parsed, rows};

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

pub(super) async fn save_programme(connection: &mut Connection) -> Result<(), AppError> {
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
