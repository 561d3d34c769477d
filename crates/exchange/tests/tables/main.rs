//! Tables of figures as real files write them, imported whole. The files in `cases` were made for this project.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[macro_use]
mod installation;

mod areas;
mod cells;
mod checks;
mod city;
mod coverage;
