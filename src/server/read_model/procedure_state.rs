//! The state of a procedure on a date.

use chrono::NaiveDate;
use domain::availability::{Availability, availability};
use domain::ending::Validity;
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
    /// Only what is in force counts and is listed.
    pub validity: Validity,
}

impl ProcedureState {
    #[must_use]
    pub fn on(procedure: &Procedure, day: NaiveDate) -> Self {
        Self::known_on(procedure, day, day)
    }

    /// The state on a date, from what was recorded by another.
    #[must_use]
    pub fn known_on(procedure: &Procedure, day: NaiveDate, known_by: NaiveDate) -> Self {
        let steps = procedure.steps_at(day, known_by);
        Self {
            steps,
            availability: availability(&steps, procedure.excluded_at(day, known_by)),
            changed_on: procedure.changed_on(day, known_by),
            validity: procedure.validity(day, known_by),
        }
    }

    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.validity == Validity::InForce
    }
}
