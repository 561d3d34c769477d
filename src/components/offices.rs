//! Offices: whether one is open, how to reach it, and where a procedure is done.

pub mod channel_contact;
pub mod hours;
pub mod office_item;
pub mod open_offices;
pub mod opening;
pub mod procedure_offices;
pub mod telephone;
