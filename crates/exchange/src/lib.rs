//! Files in and out: imports, exports and templates of tables, and backups.

#[macro_use]
extern crate domain;

pub mod backup;
pub mod city;
pub mod city_table;
mod column_words;
pub mod document;
pub mod export;
pub mod import;
