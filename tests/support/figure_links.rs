//! Links from figures to their accounts, as a reader of a page meets them.

#![allow(dead_code, reason = "each test file uses a part of it")]

use scraper::{Html, Selector};
use tetsuzuki::language::Language;

pub fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// The links to accounts on a page: what they say, and where they lead.
pub fn figure_links(page: &Html) -> Vec<(String, String)> {
    page.select(&selector("a.figure-link"))
        .map(|link| (link.text().collect::<String>(), link.attr("href").unwrap().to_owned()))
        .collect()
}

/// The address of the interface for an account.
pub fn as_data(address: &str) -> String {
    let (_, page) = Language::split_path(address);
    format!("/api/v1{page}")
}
