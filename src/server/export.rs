//! Files for those who work with the data: what is not in the interface, because it is not public or only helps to
//! find; the tables of a page as a workbook, its drawings as pictures.

pub mod finding;
pub mod picture;
pub mod reports;
pub mod workbook;
