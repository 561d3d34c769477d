//! The staff pages, behind login. Each page is a function of what its handler has looked up: without that data it cannot
//! be called.

pub mod account;
pub mod audit;
pub mod audit_row;
pub mod bulk;
pub mod department;
pub mod departments;
pub mod desk;
pub mod entries;
pub mod entry;
pub mod entry_history;
mod entry_tables;
pub mod file_preview;
pub mod first_day;
pub mod guide;
pub mod help;
pub mod import;
pub mod login;
pub mod no_right;
pub mod people;
pub mod person;
pub mod proposal;
pub mod proposal_actions;
pub mod proposal_view;
pub mod proposals;
pub mod reorganise;
pub mod report_case;
pub mod reports;
pub mod table;
pub mod table_history;
pub mod table_row;
pub mod tables;
pub mod typed_cards;
