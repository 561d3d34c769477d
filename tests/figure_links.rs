//! Every percentage on every page links to the page that shows how it was computed, with the same value.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;
use tetsuzuki::language::Language;

use crate::support::figure_links::{as_data, figure_links, said, selector};
use crate::support::pages::public_pages;
use crate::support::{City, Database};

/// Numbers followed by a percent sign, such as `60.4%`.
fn percentages(text: &str) -> Vec<String> {
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.';
    text.match_indices(['%', '％'])
        .filter_map(|(at, _)| {
            let before = text[..at].trim_end();
            let number: String = before.chars().rev().take_while(|letter| is_part(*letter)).collect();
            let number: String = number.chars().rev().collect();
            number.contains(|letter: char| letter.is_ascii_digit()).then_some(number)
        })
        .collect()
}

/// Percentages on a page that are not links. Ignored are drawings, because a table beside them has the same figures,
/// and texts of plans and definitions, column headers and form options, because they are not figures.
fn unopened(page: &Html) -> Vec<String> {
    let mut found = Vec::new();
    let main = page.select(&selector("main")).next().unwrap();
    for node in main.descendants() {
        let Node::Text(text) = node.value() else { continue };
        let around = || node.ancestors().filter_map(ElementRef::wrap);
        let aside = |element: ElementRef<'_>| {
            matches!(
                element.value().name(),
                "svg" | "script" | "style" | "option" | "label" | "caption" | "figcaption" | "th" | "code"
            ) || element
                .value()
                .classes()
                .any(|class| matches!(class, "figure-link" | "formula" | "wording" | "breadcrumbs" | "button"))
        };
        if !percentages(text).is_empty() && !around().any(aside) {
            let parents: Vec<&str> = around().take(3).map(|element| element.value().name()).collect();
            found.push(format!("{} < {parents:?}", text.trim()));
        }
    }
    found
}

#[test]
fn the_reader_of_percentages_sees_them() {
    assert_eq!(percentages("60.4%（58.1 ％）"), ["60.4", "58.1"]);
    assert!(percentages("100ポイント").is_empty());
    assert_eq!(said("あと −1,234.50ポイント"), Some((-1234.5, 2)));
}

#[tokio::test]
async fn every_percentage_on_every_page_is_a_link_to_its_account() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut links = 0;
    for place in public_pages() {
        for language in Language::all() {
            let address = language.path(place);
            let answer = city.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            let page = Html::parse_document(&answer.text());
            links += figure_links(&page).len();
            let unopened = unopened(&page);
            if !unopened.is_empty() {
                found.insert(address, unopened);
            }
        }
    }
    assert!(links > 500, "{links} links only");
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn every_link_leads_to_an_account_that_says_the_same_and_adds_up() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let mut said_by: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut waiting: Vec<String> = public_pages().into_iter().map(str::to_owned).collect();
    // The page of a figure links to further figures.
    while let Some(address) = waiting.pop() {
        let answer = city.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        for (text, href) in figure_links(&Html::parse_document(&answer.text())) {
            if !said_by.contains_key(&href) {
                waiting.push(href.clone());
            }
            said_by.insert(href, (text, address.clone()));
        }
    }
    assert!(said_by.len() > 400, "{} accounts only", said_by.len());
    let mut wrong = Vec::new();
    for (href, (text, from)) in &said_by {
        let answer = city.get(&as_data(href)).await;
        assert_eq!(answer.status, StatusCode::OK, "{href} of {from}");
        let account = answer.json();
        if let Some(complaint) = adds_up(&account).err().or_else(|| says(&account, text).err()) {
            wrong.push(format!("{from}: {text:?} -> {href}: {complaint}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether the value is the number in the link, rounded to the same decimals.
fn says(account: &Value, text: &str) -> Result<(), String> {
    let value = &account["value"];
    let Some((number, decimals)) = said(text) else {
        return if value.is_null() { Ok(()) } else { Err(format!("the account says {value}")) };
    };
    let value = value.as_f64().ok_or("the account has no value")?;
    let half_a_step = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap());
    if (value - number).abs() <= half_a_step + 1e-9 { Ok(()) } else { Err(format!("the account says {value}")) }
}

/// The rows add up to numerator and denominator, and these give the value.
fn adds_up(account: &Value) -> Result<(), String> {
    let (numerator, denominator) = (&account["numerator"]["amount"], &account["denominator"]["amount"]);
    let (Some(numerator), Some(denominator)) = (numerator.as_i64(), denominator.as_i64()) else { return Ok(()) };
    #[allow(clippy::cast_precision_loss)]
    let percent = (denominator > 0).then(|| numerator as f64 / denominator as f64 * 100.0);
    let same = match (percent, account["value"].as_f64()) {
        (Some(percent), Some(value)) => (percent - value).abs() < 1e-9,
        (None, None) => true,
        _ => false,
    };
    if !same {
        return Err(format!("{numerator} / {denominator} is not {}", account["value"]));
    }
    let rows = account["rows"].as_array().unwrap();
    let sum = |field: &str| rows.iter().map(|row| row[field].as_i64().unwrap()).sum::<i64>();
    if !rows.is_empty() && (sum("numerator"), sum("denominator")) != (numerator, denominator) {
        return Err(format!("the rows make {} / {}", sum("numerator"), sum("denominator")));
    }
    if account["sources"].as_array().unwrap().is_empty() && denominator > 0 {
        return Err("no source".to_owned());
    }
    if account["dates"].as_object().unwrap().is_empty() {
        return Err("no date".to_owned());
    }
    Ok(())
}
