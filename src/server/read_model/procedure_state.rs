//! The state of a procedure on a date.

use chrono::NaiveDate;
use domain::availability::{Availability, availability};
use domain::procedure::Procedure;
use domain::step::Steps;

/// The state of a procedure on a date, from what was recorded by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcedureState {
    pub steps: Steps,
    /// `None` if the state of the apply step is unknown.
    pub availability: Option<Availability>,
    /// The last change of a step or of the exclusion.
    pub changed_on: Option<NaiveDate>,
}

impl ProcedureState {
    #[must_use]
    pub fn on(procedure: &Procedure, day: NaiveDate) -> Self {
        let steps = procedure.steps_at(day, day);
        Self {
            steps,
            availability: availability(&steps, procedure.excluded_at(day, day)),
            changed_on: procedure.changed_on(day, day),
        }
    }
}
