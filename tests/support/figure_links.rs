//! Links from figures to the pages that show how they were computed.

use scraper::{Html, Selector};
use tetsuzuki::language::Language;

pub fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// The figure links on a page: their text and their address.
pub fn figure_links(page: &Html) -> Vec<(String, String)> {
    page.select(&selector("a.figure-link"))
        .map(|link| (link.text().collect::<String>(), link.attr("href").unwrap().to_owned()))
        .collect()
}

/// The address of the API for a figure's page.
pub fn as_data(address: &str) -> String {
    let (_, page) = Language::split_path(address);
    format!("/api/v1{page}")
}

/// The number in a text and its number of decimals: `−0.40` is −0.4 with 2.
pub fn said(text: &str) -> Option<(f64, usize)> {
    let is_part = |letter: &char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-' | '−' | '+' | '±');
    let number: String = text.chars().skip_while(|letter| !is_part(letter)).take_while(is_part).collect();
    let number = number.replace(['+', '±', ','], "").replace('−', "-");
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    number.parse().ok().map(|number| (number, decimals))
}
