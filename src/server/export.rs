//! Files for those who work with the data: what the database holds, to be changed and imported again; what is not in the
//! interface, because it is not public or only helps to find; the tables of a page as a workbook, its drawings as
//! pictures.

mod filled_template;
pub mod picture;
pub mod reports;
pub mod tables;
pub mod workbook;
