//! Forms and lists of the staff pages.

pub mod bar;
pub mod entry_fields;
pub mod fields;
pub mod people;
pub mod proposals;
pub mod sessions;
pub mod table_overview;
pub mod tables;
