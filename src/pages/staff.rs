//! The staff pages, behind login. Each page renders the data that its handler provides and shows nothing without it,
//! however its URL was reached.

pub mod account;
pub mod bulk;
pub mod departments;
pub mod desk;
pub mod entries;
pub mod entry;
pub mod entry_history;
pub mod file_preview;
pub mod import;
pub mod login;
pub mod no_right;
pub mod people;
pub mod person;
pub mod proposal;
pub mod proposals;
pub mod reports;
pub mod typed_cards;
