//! Links from figures to their accounts, as a reader of a page meets them.

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

/// One address of each kind of page, as the checks in a browser open them.
pub fn places() -> Vec<&'static str> {
    let list = include_str!("../../end2end/routes.ts");
    let list = list.split("PAGES = [").nth(1).and_then(|rest| rest.split(']').next()).unwrap();
    list.split('"').skip(1).step_by(2).collect()
}

/// The number that a text says, and with how many decimals: `−0.40` is −0.4 with 2.
pub fn said(text: &str) -> Option<(f64, usize)> {
    let is_part = |letter: &char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-' | '−' | '+' | '±');
    let number: String = text.chars().skip_while(|letter| !is_part(letter)).take_while(is_part).collect();
    let number = number.replace(['+', '±', ','], "").replace('−', "-");
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    number.parse().ok().map(|number| (number, decimals))
}
