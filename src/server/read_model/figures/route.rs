//! The route to 100 % of a set of procedures, from the snapshot.

use chrono::NaiveDate;
use domain::online_rate::OnlineCount;
use domain::procedure::{DepartmentCode, Procedure, SetCode};
use domain::route::{Candidate, Route, route};

use crate::server::read_model::snapshot::Snapshot;

/// The route of a set, of its procedures in force on a date, from the state of its procedures on a date, from what is recorded today. `department` keeps only
/// the legs of one department; the rate is still that of the whole set.
#[must_use]
pub fn route_of<'a>(
    snapshot: &'a Snapshot,
    set: &'a SetCode,
    count: OnlineCount,
    department: Option<&DepartmentCode>,
    on: NaiveDate,
    today: NaiveDate,
) -> Route<&'a Procedure> {
    let candidates: Vec<Candidate<&Procedure>> = snapshot
        .members_on(set, on, today)
        .map(|procedure| Candidate {
            what: procedure,
            steps: procedure.steps_at(on, today),
            excluded: procedure.excluded_at(on, today),
            total: procedure.latest_total(),
            planned: procedure.planned_fiscal_year,
        })
        .collect();
    let whole = route(&candidates, count);
    match department {
        Some(department) => whole.only(|each| each.what.department.as_ref() == Some(department)),
        None => whole,
    }
}
