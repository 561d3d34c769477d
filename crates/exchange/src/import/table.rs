//! What a table is: its columns and the spellings of their headers, its limits, and the words of its cells.
//!
//! Everything that reads or writes a table takes its columns from here, so each column is named once.

pub(crate) mod area_columns;
pub mod boundaries;
pub mod cards;
pub mod columns;
pub mod described;
pub mod held;
pub mod indicators;
pub mod kind;
pub mod place;
pub mod population;
pub mod procedures;
pub mod published;
pub mod record;
pub mod reorganisation;
pub(crate) mod splitting;
pub(crate) mod survey;
pub mod synonyms;
pub mod template;
pub mod usage;
pub mod value;
pub mod wording;
