//! Programmes with their budgets, schedules and initiatives; the city's SDG actions.

use domain::budget::{Assessment, CostItem, Funding, Obligation, Programme, ProgrammeBook, ScheduleEntry, SdgAction};
use domain::initiative::{Effect, Initiative, Milestone};
use domain::training::{Course, Training, TrainingCount, TrainingRole};

use super::row_hashes::touch;
use super::{Connection, Upsert};
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
    LIST_INITIATIVES = "SELECT programme, id, position, name, tag, point, indicator, due_on, legal_basis, done_on \
        FROM initiatives ORDER BY programme, position";
    LIST_MILESTONES = "SELECT programme, initiative, position, name, planned_on, done_on, state, sample \
        FROM milestones ORDER BY programme, initiative, position";
    LIST_EFFECTS = "SELECT programme, initiative, steps_before, steps_after, hours_before, hours_after, hours_saved, paper_before, paper_after, as_of, note, source, sample \
        FROM effects ORDER BY programme, initiative";
    LIST_COURSES = "SELECT programme, course, position, level, name_en, note, source, sample \
        FROM courses ORDER BY programme, position, course";
    LIST_ROLES = "SELECT programme, role, position, name_en, staff, as_of, note, source, sample \
        FROM roles ORDER BY programme, position, role";
    LIST_TRAINING = "SELECT programme, role, role_position, position, course, mode, duty, staff, done, as_of, due_on, source, sample \
        FROM training ORDER BY programme, role, position";
    LIST_TRAINING_COUNTS = "SELECT programme, role, course, as_of, staff, done, source, sample \
        FROM training_progress ORDER BY programme, role, course, as_of";
    LIST_SDG_ACTIONS = "SELECT target, goal, action, kpi_name, current_value, target_value, source \
        FROM sdg_actions ORDER BY goal, target";
}

pub(super) const SAVE_PROGRAMMES: Upsert = Upsert {
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
pub(super) const SAVE_FUNDING: Upsert = Upsert {
    table: "funding",
    key: &["programme", "fiscal_year", "stage"],
    columns: &["total", "national_grant", "prefectural_grant", "bonds", "other", "beneficiary_fees", "general_fund"],
};
pub(super) const SAVE_COST_ITEMS: Upsert = Upsert {
    table: "cost_items",
    key: &["programme", "position", "fiscal_year"],
    columns: &["name", "tag", "amount", "general_fund", "doubt"],
};
pub(super) const SAVE_ASSESSMENTS: Upsert = Upsert {
    table: "assessments",
    key: &["programme", "position"],
    columns: &["scope", "fiscal_year", "requested", "assessed", "opinion", "detail"],
};
pub(super) const SAVE_OBLIGATIONS: Upsert = Upsert {
    table: "obligations",
    key: &["programme", "name"],
    columns: &["from_year", "to_year", "requested", "note"],
};
pub(super) const SAVE_SCHEDULE: Upsert =
    Upsert { table: "schedule", key: &["programme", "period", "position"], columns: &["entry"] };
pub(super) const SAVE_INITIATIVES: Upsert = Upsert {
    table: "initiatives",
    key: &["programme", "id"],
    columns: &["position", "name", "tag", "point", "indicator", "due_on", "legal_basis", "done_on"],
};
pub(super) const SAVE_MILESTONES: Upsert = Upsert {
    table: "milestones",
    key: &["programme", "initiative", "position"],
    columns: &["name", "planned_on", "done_on", "state", "sample"],
};
pub(super) const SAVE_EFFECTS: Upsert = Upsert {
    table: "effects",
    key: &["programme", "initiative"],
    columns: &[
        "steps_before",
        "steps_after",
        "hours_saved",
        "note",
        "sample",
        "hours_before",
        "hours_after",
        "paper_before",
        "paper_after",
        "as_of",
        "source",
    ],
};
pub(super) const SAVE_COURSES: Upsert = Upsert {
    table: "courses",
    key: &["programme", "course"],
    columns: &["position", "level", "name_en", "note", "source", "sample"],
};
pub(super) const SAVE_ROLES: Upsert = Upsert {
    table: "roles",
    key: &["programme", "role"],
    columns: &["position", "name_en", "staff", "as_of", "note", "source", "sample"],
};
const SAVE_TRAINING: Upsert = Upsert {
    table: "training",
    key: &["programme", "role", "position"],
    columns: &["role_position", "course", "mode", "duty", "staff", "done", "as_of", "due_on", "source", "sample"],
};
pub(super) const SAVE_TRAINING_COUNTS: Upsert = Upsert {
    table: "training_progress",
    key: &["programme", "role", "course", "as_of"],
    columns: &["staff", "done", "source", "sample"],
};
pub(super) const SAVE_SDG_ACTIONS: Upsert = Upsert {
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
    SAVE_MILESTONES,
    SAVE_EFFECTS,
    SAVE_COURSES,
    SAVE_ROLES,
    SAVE_TRAINING,
    SAVE_TRAINING_COUNTS,
    SAVE_SDG_ACTIONS,
];

/// Generates a list function and a save function for a table whose columns are the fields of its type.
macro_rules! noun {
    ($type:ident, $list:ident = $statement:ident, $save:ident = $upsert:ident, $owner:ident $(, $field:ident)*) => {
        pub async fn $list(connection: &mut Connection) -> Result<Vec<$type>, AppError> {
            with_driver!(connection, inner => Ok(sqlx::query_as($statement).fetch_all(inner).await?))
        }

        pub async fn $save(connection: &mut Connection, rows: &[$type]) -> Result<(), AppError> {
            touch(connection, $upsert.table, rows.iter().map(|row| row.$owner.to_string()).collect()).await?;
            save_rows!(connection, $upsert, rows, |values, row| {
                values.push_bind(&row.$owner);
                $( values.push_bind(&row.$field); )*
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
    indicator,
    due_on,
    legal_basis,
    done_on
);
noun!(
    Milestone,
    list_milestones = LIST_MILESTONES,
    save_milestones = SAVE_MILESTONES,
    programme,
    initiative,
    position,
    name,
    planned_on,
    done_on,
    state,
    sample
);
noun!(
    Effect,
    list_effects = LIST_EFFECTS,
    save_effects = SAVE_EFFECTS,
    programme,
    initiative,
    steps_before,
    steps_after,
    hours_saved,
    note,
    sample,
    hours_before,
    hours_after,
    paper_before,
    paper_after,
    as_of,
    source
);
noun!(
    Course,
    list_courses = LIST_COURSES,
    save_courses = SAVE_COURSES,
    programme,
    course,
    position,
    level,
    name_en,
    note,
    source,
    sample
);
noun!(
    TrainingRole,
    list_roles = LIST_ROLES,
    save_roles = SAVE_ROLES,
    programme,
    role,
    position,
    name_en,
    staff,
    as_of,
    note,
    source,
    sample
);
noun!(
    Training,
    list_training = LIST_TRAINING,
    save_training = SAVE_TRAINING,
    programme,
    role,
    position,
    role_position,
    course,
    mode,
    duty,
    staff,
    done,
    as_of,
    due_on,
    source,
    sample
);
noun!(
    TrainingCount,
    list_training_counts = LIST_TRAINING_COUNTS,
    save_training_counts = SAVE_TRAINING_COUNTS,
    programme,
    role,
    course,
    as_of,
    staff,
    done,
    source,
    sample
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

/// Everything about the city's programmes.
pub async fn find_programme_book(connection: &mut Connection) -> Result<ProgrammeBook, AppError> {
    Ok(ProgrammeBook {
        programmes: list_programmes(connection).await?,
        funding: list_funding(connection).await?,
        cost_items: list_cost_items(connection).await?,
        assessments: list_assessments(connection).await?,
        obligations: list_obligations(connection).await?,
        schedule: list_schedule(connection).await?,
        initiatives: list_initiatives(connection).await?,
        milestones: list_milestones(connection).await?,
        effects: list_effects(connection).await?,
        courses: list_courses(connection).await?,
        roles: list_roles(connection).await?,
        training: list_training(connection).await?,
        training_counts: list_training_counts(connection).await?,
        sdg_actions: list_sdg_actions(connection).await?,
    })
}
