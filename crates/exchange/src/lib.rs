//! Files in and out: table imports, templates and backups.

#[macro_use]
extern crate domain;

pub mod backup;
pub mod import;
