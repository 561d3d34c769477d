//! The server: database, reading model, search, import, interface, and what surrounds the pages.

pub mod action_error;
pub mod audit;
pub mod demonstration;
pub mod editing;
pub mod export;
pub mod feeds;
pub mod guide_calendar;
pub mod hourly_counters;
pub mod http;
pub mod open_data;
pub mod page_exports;
pub mod public_audit;
pub mod query;
pub mod query_reason;
pub mod read_model;
pub mod reports;
pub mod search_engines;
pub mod settings;
pub mod staff;
pub mod state;
pub mod suggestions;
