//! Procedures that a visitor of a procedure's page may need next.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::availability::Availability;
use domain::procedure::Procedure;

use super::snapshot::Snapshot;

/// Indices of at most `most` procedures with the same life events: those that share the most come first, then those of
/// the same department, then the most used. Procedures that are excluded from going online or not in force are left out.
#[must_use]
pub fn related(snapshot: &Snapshot, procedure: &Procedure, today: NaiveDate, most: usize) -> Vec<usize> {
    let states = snapshot.states_on(today);
    let mut found: Vec<(usize, usize)> = snapshot
        .procedures
        .iter()
        .enumerate()
        .filter(|(number, other)| {
            let state = &states[*number];
            other.id != procedure.id && state.is_in_force() && state.availability != Some(Availability::Excluded)
        })
        .map(|(number, other)| {
            let shared = other.life_events.iter().filter(|event| procedure.life_events.contains(event)).count();
            (number, shared)
        })
        .filter(|(_, shared)| *shared > 0)
        .collect();
    found.sort_by_key(|(number, shared)| {
        let other = &snapshot.procedures[*number];
        let of_another_department = procedure.department.is_none() || other.department != procedure.department;
        (Reverse(*shared), of_another_department, Reverse(other.latest_total()))
    });
    found.into_iter().take(most).map(|(number, _)| number).collect()
}
