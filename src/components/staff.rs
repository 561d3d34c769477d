//! Forms and lists of the staff pages.

pub mod audit_words;
pub mod bar;
pub mod cells;
pub mod conflicts;
pub mod entry_fields;
pub mod fields;
pub mod people;
pub mod previous_figure;
pub mod proposals;
pub mod reading_hints;
pub mod record_values;
pub mod sessions;
pub mod table_changes;
pub mod table_overview;
pub mod tables;
