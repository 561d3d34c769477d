//! Programmes with their money, schedule and initiatives; the city's actions for the SDGs.

use super::{Connection, Upsert};
use crate::domain::budget::{
    Assessment, CostItem, Funding, Initiative, Obligation, Programme, ScheduleEntry, SdgAction,
};
use crate::error::AppError;

statements! {
    LIST_PROGRAMMES = "SELECT id, name, number, fiscal_year, department, plan, strategy, measure, direction, served_residents, served_staff, source \
        FROM programmes ORDER BY id";
    LIST_FUNDING = "SELECT programme, fiscal_year, stage, total, national_grant, prefectural_grant, bonds, other, beneficiary_fees, general_fund \
        FROM funding ORDER BY programme, fiscal_year, stage";
    LIST_COST_ITEMS = "SELECT programme, position, fiscal_year, name, tag, amount, general_fund, doubt \
        FROM cost_items ORDER BY programme, fiscal_year, position";
    LIST_ASSESSMENTS = "SELECT programme, position, scope, fiscal_year, requested, assessed, opinion, detail \
        FROM assessments ORDER BY programme, position";
    LIST_OBLIGATIONS = "SELECT programme, name, from_year, to_year, requested, note \
        FROM obligations ORDER BY programme, from_year, name";
    LIST_SCHEDULE = "SELECT programme, period, position, entry \
        FROM schedule ORDER BY programme, period, position";
    LIST_INITIATIVES = "SELECT programme, id, position, name, tag, point, indicator \
        FROM initiatives ORDER BY programme, position";
    LIST_SDG_ACTIONS = "SELECT target, goal, action, kpi_name, current_value, target_value, source \
        FROM sdg_actions ORDER BY goal, target";
}

const SAVE_PROGRAMMES: Upsert = Upsert {
    table: "programmes",
    key: &["id"],
    columns: &[
        "name",
        "number",
        "fiscal_year",
        "department",
        "plan",
        "strategy",
        "measure",
        "direction",
        "served_residents",
        "served_staff",
        "source",
    ],
};
const SAVE_FUNDING: Upsert = Upsert {
    table: "funding",
    key: &["programme", "fiscal_year", "stage"],
    columns: &["total", "national_grant", "prefectural_grant", "bonds", "other", "beneficiary_fees", "general_fund"],
};
const SAVE_COST_ITEMS: Upsert = Upsert {
    table: "cost_items",
    key: &["programme", "position", "fiscal_year"],
    columns: &["name", "tag", "amount", "general_fund", "doubt"],
};
const SAVE_ASSESSMENTS: Upsert = Upsert {
    table: "assessments",
    key: &["programme", "position"],
    columns: &["scope", "fiscal_year", "requested", "assessed", "opinion", "detail"],
};
const SAVE_OBLIGATIONS: Upsert = Upsert {
    table: "obligations",
    key: &["programme", "name"],
    columns: &["from_year", "to_year", "requested", "note"],
};
const SAVE_SCHEDULE: Upsert =
    Upsert { table: "schedule", key: &["programme", "period", "position"], columns: &["entry"] };
const SAVE_INITIATIVES: Upsert = Upsert {
    table: "initiatives",
    key: &["programme", "id"],
    columns: &["position", "name", "tag", "point", "indicator"],
};
const SAVE_SDG_ACTIONS: Upsert = Upsert {
    table: "sdg_actions",
    key: &["target"],
    columns: &["goal", "action", "kpi_name", "current_value", "target_value", "source"],
};
pub(super) const UPSERTS: &[Upsert] = &[
    SAVE_PROGRAMMES,
    SAVE_FUNDING,
    SAVE_COST_ITEMS,
    SAVE_ASSESSMENTS,
    SAVE_OBLIGATIONS,
    SAVE_SCHEDULE,
    SAVE_INITIATIVES,
    SAVE_SDG_ACTIONS,
];

/// A list and a save function for a table whose columns are the fields of its type.
macro_rules! noun {
    ($type:ident, $list:ident = $statement:ident, $save:ident = $upsert:ident, $($field:ident),+) => {
        pub async fn $list(connection: &mut Connection) -> Result<Vec<$type>, AppError> {
            on!(connection, inner => Ok(sqlx::query_as($statement).fetch_all(inner).await?))
        }

        pub async fn $save(connection: &mut Connection, rows: &[$type]) -> Result<(), AppError> {
            save_rows!(connection, $upsert, rows, |values, row| {
                $( values.push_bind(&row.$field); )+
            });
            Ok(())
        }
    };
}

noun!(
    Programme,
    list_programmes = LIST_PROGRAMMES,
    save_programmes = SAVE_PROGRAMMES,
    id,
    name,
    number,
    fiscal_year,
    department,
    plan,
    strategy,
    measure,
    direction,
    served_residents,
    served_staff,
    source
);
noun!(
    Funding,
    list_funding = LIST_FUNDING,
    save_funding = SAVE_FUNDING,
    programme,
    fiscal_year,
    stage,
    total,
    national_grant,
    prefectural_grant,
    bonds,
    other,
    beneficiary_fees,
    general_fund
);
noun!(
    CostItem,
    list_cost_items = LIST_COST_ITEMS,
    save_cost_items = SAVE_COST_ITEMS,
    programme,
    position,
    fiscal_year,
    name,
    tag,
    amount,
    general_fund,
    doubt
);
noun!(
    Assessment,
    list_assessments = LIST_ASSESSMENTS,
    save_assessments = SAVE_ASSESSMENTS,
    programme,
    position,
    scope,
    fiscal_year,
    requested,
    assessed,
    opinion,
    detail
);
noun!(
    Obligation,
    list_obligations = LIST_OBLIGATIONS,
    save_obligations = SAVE_OBLIGATIONS,
    programme,
    name,
    from_year,
    to_year,
    requested,
    note
);
noun!(ScheduleEntry, list_schedule = LIST_SCHEDULE, save_schedule = SAVE_SCHEDULE, programme, period, position, entry);
noun!(
    Initiative,
    list_initiatives = LIST_INITIATIVES,
    save_initiatives = SAVE_INITIATIVES,
    programme,
    id,
    position,
    name,
    tag,
    point,
    indicator
);
noun!(
    SdgAction,
    list_sdg_actions = LIST_SDG_ACTIONS,
    save_sdg_actions = SAVE_SDG_ACTIONS,
    target,
    goal,
    action,
    kpi_name,
    current_value,
    target_value,
    source
);
