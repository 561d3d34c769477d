//! The server: database, reading model, search, import, interface, and what surrounds the pages.

#[macro_use]
pub mod db;

pub mod accounts;
pub mod assets;
pub mod audit;
pub mod backup;
pub mod catalogue;
pub mod changes;
pub mod charts;
pub mod client_address;
pub mod connections;
pub mod demonstration;
pub mod edits;
pub mod export;
pub mod facets;
pub mod feeds;
pub mod figures;
pub mod forecast;
pub mod gate;
pub mod import;
pub mod limits;
pub mod memory;
pub mod middleware;
pub mod moment;
pub mod open_data;
pub mod query;
mod readiness;
pub mod related;
pub mod rendering;
pub mod reports;
pub mod request_body;
pub mod router;
pub mod search;
pub mod search_engines;
pub mod serve;
pub mod settings;
pub mod sheet;
pub mod snapshot;
pub mod spelling;
pub mod staff;
pub mod state;
pub mod take_away;
