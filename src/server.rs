//! The server: database, reading model, search, import, interface, and what surrounds the pages.

#[macro_use]
pub mod db;

pub mod assets;
pub mod catalogue;
pub mod charts;
pub mod demonstration;
pub mod figures;
pub mod import;
pub mod middleware;
pub mod moment;
pub mod open_data;
pub mod query;
pub mod rendering;
pub mod router;
pub mod search;
pub mod search_engines;
pub mod serve;
pub mod settings;
pub mod snapshot;
pub mod state;
