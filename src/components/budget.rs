//! Drawings and tables of the budget page.

pub mod drawings;
pub mod initiatives;
pub mod tables;
pub mod training;
