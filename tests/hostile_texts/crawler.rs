//! Opens pages and follows their links.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::LANGUAGES;
use crate::support::Answer;
use crate::support::hostile::Reading;
use crate::support::staff::Browser;

/// How many addresses of the same kind are opened.
const SAMPLES_PER_KIND: usize = 2;

/// The kind of an address: its path without ids, and its parameter names. Parameters only count close to the listed
/// pages; further away there are thousands of combinations.
fn kind_of(address: &str, is_near: bool) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = LANGUAGES.iter().rev().find_map(|language| path.strip_prefix(language)).unwrap();
    let mut parts: Vec<&str> = path.split('/').collect();
    let is_id = |part: &str| part.contains(|letter: char| letter.is_ascii_digit() || letter == '%');
    let above: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    for (place, part) in parts.iter_mut().enumerate() {
        let named = place > 0 && matches!(above[place - 1].as_str(), "procedures" | "cards" | "targets" | "people");
        if is_id(part) || (named && !matches!(*part, "new" | "drawings")) {
            *part = if part.ends_with(".csv") {
                "#.csv"
            } else if part.ends_with(".jsonld") {
                "#.jsonld"
            } else {
                "#"
            };
        }
    }
    // A drawing and its embedded page hold the texts of their page, whatever the parameters.
    let is_drawn = matches!(above.get(1).map(String::as_str), Some("files" | "embed"));
    let query = if is_near && !is_drawn { query } else { "" };
    let names: BTreeSet<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap()).collect();
    format!("{}?{}", parts.join("/"), names.into_iter().collect::<Vec<_>>().join("&"))
}

/// An address to open.
struct Link {
    address: String,
    /// The page with the link; `None` for a listed page.
    on: Option<String>,
    /// The number of links from a listed page.
    steps: usize,
}

/// Opens these addresses and everything below a path that they link to, a few of each kind. Returns how many were
/// opened.
pub(super) async fn walk(
    reading: &mut Reading,
    browser: &mut Browser,
    who: &str,
    from: Vec<String>,
    below: &str,
) -> usize {
    let mut opened = BTreeSet::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut waiting: VecDeque<Link> = from.into_iter().map(|address| Link { address, on: None, steps: 0 }).collect();
    while let Some(Link { address, on, steps }) = waiting.pop_front() {
        let address = address.split('#').next().unwrap().to_owned();
        // PNG pictures contain no text.
        if address.starts_with("/assets/") || address.contains(".png") || opened.contains(&address) {
            continue;
        }
        let many = kinds.entry(kind_of(&address, steps < 2)).or_default();
        *many += 1;
        if on.is_some() && *many > SAMPLES_PER_KIND {
            continue;
        }
        opened.insert(address.clone());
        let answer = browser.get(&address).await;
        let name = format!("{who} {address}");
        // An error page links to the same invalid address in other languages.
        let is_asked_wrongly =
            on.is_none() || address.contains("hostile%2Dmarker") || address.contains("hostile-marker");
        if answer.status.is_server_error() || (!is_asked_wrongly && answer.status.is_client_error()) {
            let on = on.unwrap_or_default();
            reading.wrong.push(format!("{name}: {}, a link on {on}", answer.status));
            continue;
        }
        let links = read(reading, &name, &answer).into_iter().filter(|link| {
            LANGUAGES.iter().any(|language| link.strip_prefix(language).is_some_and(|path| path.starts_with(below)))
        });
        waiting.extend(links.map(|link| Link { address: link, on: Some(address.clone()), steps: steps + 1 }));
    }
    opened.len()
}

pub(super) fn read(reading: &mut Reading, name: &str, answer: &Answer) -> Vec<String> {
    let kind = answer.header("content-type").to_owned();
    match kind.split(';').next().unwrap() {
        "text/html" => return reading.page(name, &answer.text()),
        "image/svg+xml" | "application/xml" | "application/atom+xml" => reading.xml(name, &answer.text()),
        "application/json" | "application/ld+json" | "application/problem+json" | "application/geo+json" => {
            reading.json(name, &answer.json());
        }
        "text/csv" => reading.csv(name, answer.text().trim_start_matches('\u{feff}')),
        _ => {}
    }
    Vec::new()
}
