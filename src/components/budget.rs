//! Drawings and tables of the budget page.

pub mod drawings;
pub mod tables;
