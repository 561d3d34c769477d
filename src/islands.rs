//! Every island. This folder is the WebAssembly: signals and a plain `fetch`, no router, no page.

mod ask;
pub mod suggestions;
