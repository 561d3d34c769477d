//! What surrounds every answer: its way in and out, in the order in which `router` wraps them.

pub mod errors;
pub mod load;
pub mod negotiation;
pub mod origin_check;
pub mod page_cache;
pub mod query_bounds;
pub mod request_log;
pub mod security_headers;
pub mod target;

mod compression;
