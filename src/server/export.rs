//! Files for people who work with the data: the database content for editing and re-import, data that the API omits
//! because it is not public or only supports search, the tables of a page as a workbook, and its drawings as images.

mod filled_template;
pub mod picture;
pub mod reports;
pub mod tables;
pub mod workbook;
