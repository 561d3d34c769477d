//! Connections, middleware, routing and rendering: everything between a request and the code that answers it.

pub mod assets;
pub mod client_address;
pub mod connections;
pub mod forms;
pub mod furigana;
pub mod gate;
pub mod middleware;
pub mod readiness;
pub mod rendering;
pub mod request_body;
pub mod request_snapshot;
pub mod router;
pub mod serve;
