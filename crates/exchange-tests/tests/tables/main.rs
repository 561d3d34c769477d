//! Tables of figures as real files write them, imported whole, and files that are wrong in every way. The files in
//! `cases` were made for this project.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[macro_use]
mod installation;
mod refusals;
mod sources;

mod areas;
mod cells;
mod checks;
mod city;
mod corpus;
mod coverage;
mod defaults;
mod described;
mod fuzz;
mod limits;
mod removals;
#[path = "../../../../tests/support/skipped.rs"]
mod skipped;
