//! Tetsuzuki (手続): a city's administrative procedures, card ownership and targets, published.
//!
//! The browser half of this crate (feature `hydrate`) is the folder `islands`. Everything else belongs to the server
//! (feature `ssr`).

#![recursion_limit = "256"]

pub mod islands;

// Its `string_enum!` macro is used in the modules below.
#[cfg(feature = "ssr")]
#[macro_use]
extern crate domain;

#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod language;
#[cfg(feature = "ssr")]
pub mod page_context;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod server;

/// The browser entry point: hydrates the islands of the page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
