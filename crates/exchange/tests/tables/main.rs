//! Tables of figures as real files write them, imported whole. The files in `cases` were made for this project.

#[macro_use]
mod installation;

mod areas;
mod cells;
mod checks;
mod city;
mod coverage;
