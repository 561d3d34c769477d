//! The pages behind the door. Each shows what its handler has handed over; without it there is nothing to show, however
//! its address was reached.

pub mod account;
pub mod bulk;
pub mod departments;
pub mod desk;
pub mod entries;
pub mod entry;
pub mod entry_history;
pub mod login;
pub mod no_right;
pub mod people;
pub mod person;
pub mod proposal;
pub mod proposals;
pub mod reports;
