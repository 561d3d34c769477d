//! Files of what pages show: the tables of a page as a workbook, and its drawings as images. Also the reports of readers,
//! which the API omits because they are not public.

pub mod picture;
pub mod reports;
pub mod workbook;
