//! Files that come in and go out: tables that are imported, templates, and backups.

#[macro_use]
extern crate domain;

pub mod backup;
pub mod import;
