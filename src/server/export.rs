//! Files for those who work with the data: what is not in the interface, because it is not public or only helps to
//! find.

pub mod finding;
pub mod reports;
