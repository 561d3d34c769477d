//! Reads files: bytes to rows, rows to cells, cells to typed values.
//!
//! What comes out is a plan, which the module `comparing` compares with the database.

pub(crate) mod age_bands;
pub(crate) mod areas;
pub(crate) mod boundaries;
pub(crate) mod cards;
pub mod cell;
pub(crate) mod checks;
pub(crate) mod coverage;
pub(crate) mod described;
pub mod file;
pub(crate) mod findings;
pub(crate) mod indicators;
pub(crate) mod plan;
pub(crate) mod population;
pub(crate) mod procedures;
pub mod progress;
pub(crate) mod reorganisation;
pub(crate) mod row_default;
pub(crate) mod rows;
pub(crate) mod survey;
pub(crate) mod synonyms;
pub mod table;
pub(crate) mod title_day;
pub(crate) mod usage;
pub(crate) mod warnings;
