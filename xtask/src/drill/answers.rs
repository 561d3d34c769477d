//! Five hundred URLs, requested from two binaries over the same data: the responses must be identical to the byte.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::time::Duration;

use anyhow::Result;

use super::{Ground, Limits, Server, http};
use crate::drill::Findings;

/// Timeout of a response.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Number of URLs to compare.
const ENOUGH: usize = 500;

/// Maximum number of URLs that differ only in names and values.
const OF_ONE_SHAPE: usize = 6;

/// The URLs where the crawl starts.
const BEGINNINGS: &[&str] = &[
    "/",
    "/easy/",
    "/en/",
    "/sitemap.xml",
    "/robots.txt",
    "/api/v1/procedures",
    "/api/v1/cards",
    "/api/v1/indicators",
    "/no-such-page",
    "/procedures?q=%E4%BD%8F%E6%B0%91%E7%A5%A8",
    "/procedures?no=such",
    "/cards?on=2024-06-30",
];

/// Headers that differ between requests.
const OF_THE_REQUEST: &[&str] = &["date", "x-request-id", "etag", "server-timing"];

pub fn run(ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
    let Some(against) = ground.against else {
        findings.skipped("answers of two binaries", "no other binary was given");
        return Ok(());
    };
    // One database for both, so that values generated at random on first start are the same.
    Server::demonstration(ground, Limits::default())?.stop()?;
    let other_folder = ground.folder.join("other");
    fs::create_dir(&other_folder)?;
    for entry in fs::read_dir(ground.folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() && entry.file_name().to_string_lossy().starts_with("tetsuzuki.db") {
            fs::copy(entry.path(), other_folder.join(entry.file_name()))?;
        }
    }
    let server = Server::demonstration(ground, Limits::default())?;
    let other_ground = Ground { binary: against, folder: &other_folder, against: None, survey: None };
    let other = Server::demonstration(&other_ground, Limits::default())?;

    let hosts = [server.address.to_string(), other.address.to_string()];

    let mut waiting: VecDeque<String> = BEGINNINGS.iter().map(|address| (*address).to_owned()).collect();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    let (mut compared, mut different) = (0, Vec::new());
    while compared < ENOUGH
        && let Some(address) = waiting.pop_front()
    {
        let one = http::whole(server.address, &address, TIMEOUT)?;
        let two = http::whole(other.address, &address, TIMEOUT)?;
        compared += 1;
        if told(&one, &hosts) != told(&two, &hosts) {
            different.push(address.clone());
        }
        for link in links(&String::from_utf8_lossy(&one.1)) {
            let of_this_shape = shapes.entry(shape(&link)).or_default();
            if *of_this_shape < OF_ONE_SHAPE && known.insert(link.clone()) {
                *of_this_shape += 1;
                waiting.push_back(link);
            }
        }
    }
    findings.holds("addresses compared", compared.to_string(), compared >= ENOUGH);
    let seen = if different.is_empty() { "none differs".to_owned() } else { different.join(" ") };
    findings.holds("answers of both binaries are the same", seen, different.is_empty());
    Ok(())
}

/// The parts of a response that must be the same: status, headers sorted by name, and body, without the names of the
/// two servers.
fn told((head, body): &(String, Vec<u8>), hosts: &[String; 2]) -> (Vec<String>, Vec<u8>) {
    let mut lines: Vec<String> = head
        .lines()
        .filter(|line| {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            !OF_THE_REQUEST.contains(&name.as_str())
        })
        .map(|line| hosts.iter().fold(line.to_owned(), |line, host| line.replace(host, "HOST")))
        .collect();
    lines[1..].sort();
    let body = match str::from_utf8(body) {
        Ok(text) => hosts.iter().fold(text.to_owned(), |text, host| text.replace(host, "HOST")).into_bytes(),
        Err(_) => body.clone(),
    };
    (lines, body)
}

/// URLs of this site that a page links to.
fn links(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in ["href=\"", "src=\"", "action=\""] {
        for (place, _) in page.match_indices(name) {
            let rest = &page[place + name.len()..];
            let address = rest.split(['"', '#']).next().unwrap_or_default().replace("&amp;", "&");
            if address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/staff") {
                found.push(address);
            }
        }
    }
    found
}

/// The URL without the names and values in it.
fn shape(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
    let parts: Vec<&str> = path.split('/').take(3).collect();
    let names: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{} {} {ending} {names:?}", parts.join("/"), path.split('/').count())
}
