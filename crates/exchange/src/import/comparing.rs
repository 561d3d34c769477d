//! Compares what was read with what is stored, and saves the difference.

pub mod applied;
pub(crate) mod areas;
pub mod audit_diff;
pub(crate) mod boundaries;
pub(crate) mod cards;
pub(crate) mod contradictions;
pub mod described;
pub mod diff;
mod guide_check;
pub(crate) mod indicators;
pub(crate) mod plan;
pub(crate) mod population;
pub(crate) mod procedures;
pub(crate) mod removal;
pub(crate) mod reorganisation;
mod row_rules;
pub(crate) mod synonyms;
pub(crate) mod undo;
pub(crate) mod usage;
