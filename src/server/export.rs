//! Files for those who work with the data: what is not public, and therefore not in the interface.

pub mod reports;
