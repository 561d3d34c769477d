//! Both databases behind one type. All SQL of the product is in this crate.
//!
//! SQL is written once, with `$1` placeholders, and runs on both SQLite and PostgreSQL. The `with_driver!` macro picks
//! the driver. A test prepares every statement on both.

#[macro_use]
extern crate domain;

#[macro_use]
mod macros;

pub mod areas;
pub mod audit;
pub mod budget;
pub mod cards;
pub mod catalogue;
mod connections;
pub mod corrections;
pub mod department_changes;
pub mod elsewhere;
pub mod error;
pub mod guides;
pub mod health;
pub mod identities;
pub mod indicators;
pub mod integrity;
mod lines;
pub mod listening;
pub mod lost_forms;
mod migrate;
mod migrations;
pub mod offices;
mod open;
pub mod papers;
pub mod pending_logins;
pub mod procedures;
pub mod proposal_views;
pub mod proposals;
pub mod proposed_files;
pub mod random;
pub mod readings;
pub mod references;
pub mod report_cases;
pub mod reports;
pub mod revision;
pub mod row_hashes;
pub mod schema;
pub mod sessions;
pub mod sources;
mod sqlite_file;
pub mod staff;
mod statements;
pub mod synonyms;
pub mod tables;
mod timestamps;
mod transaction;
pub mod translations;
mod upsert;
mod writing;

pub use self::audit::key::KeyPlace;
pub use self::open::Db;
pub use self::sqlite_file::{SqliteFile, require_private_permissions, set_private_permissions};
pub use self::statements::{all_statements, prepare};
pub(crate) use self::timestamps::{format_timestamp, parse_timestamp};
pub use self::transaction::{Connection, InTransaction};
pub(crate) use self::upsert::{Append, InsertOnly, Upsert};
pub use self::writing::{AuditRow, COMMAND_LINE, WriteError, WriteKind, WriteTransaction};
