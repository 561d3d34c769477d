//! What pages share, rendered on the server.

pub mod layout;
