//! Card ownership: charts, tables, choices and projections.

pub mod ages;
pub mod backtest;
pub mod charts;
pub mod choice;
pub mod dates;
pub mod headline;
pub mod multiples;
pub mod municipalities;
pub mod peers;
pub mod projection;
pub mod tables;
pub mod under_fives;
pub mod ward_map;
