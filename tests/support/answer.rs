//! A response of the service, and ways to read it.

use std::io::Read;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use scraper::{Html, Selector};
use serde_json::Value;

/// Status, headers and body.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// A header as text; empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as text. Words of a page are without the readings that it shows with them.
    pub fn text(&self) -> String {
        let source = self.source();
        if self.header("content-type").starts_with("text/html") { without_ruby(&source) } else { source }
    }

    /// The body as it was sent.
    pub fn source(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Panics if a page lacks a text in its language.
    pub fn assert_has_all_texts(&self, address: &str) {
        let is_plain = self.header("content-encoding").is_empty();
        if is_plain && self.header("content-type").starts_with("text/html") {
            assert!(!self.text().contains("Unknown localization"), "{address} lacks a text: {}", self.text());
        }
    }

    /// The items of a list.
    pub fn items(&self) -> Vec<Value> {
        let json = self.json();
        json["items"].as_array().unwrap_or_else(|| panic!("no items in {json}")).clone()
    }

    /// One field of every item.
    pub fn all(&self, field: &str) -> Vec<Value> {
        self.items().into_iter().map(|item| item[field].clone()).collect()
    }

    /// Header and rows of a CSV file, without its byte order mark.
    pub fn csv(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let text = self.text();
        let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        (header, rows)
    }

    /// The body, decompressed.
    pub fn unpacked(&self) -> Vec<u8> {
        let mut unpacked = Vec::new();
        match self.header("content-encoding") {
            "br" => brotli::Decompressor::new(&self.body[..], 4096).read_to_end(&mut unpacked).unwrap(),
            "gzip" => flate2::read::GzDecoder::new(&self.body[..]).read_to_end(&mut unpacked).unwrap(),
            other => panic!("not compressed: {other:?}"),
        };
        unpacked
    }
}

/// A page without the readings of its words.
fn without_ruby(page: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(page.len()), page);
    while let Some((before, after)) = rest.split_once("<ruby>") {
        let (word, behind) = after.split_once("<rp>（</rp><rt>").expect("a reading");
        let (_, behind) = behind.split_once("</rt><rp>）</rp></ruby>").expect("an end of the reading");
        plain.push_str(before);
        plain.push_str(word);
        rest = behind;
    }
    plain.push_str(rest);
    plain
}

/// Whether a page has an element that a CSS selector finds.
pub fn has(page: &Answer, selector: &str) -> bool {
    Html::parse_document(&page.text()).select(&Selector::parse(selector).unwrap()).next().is_some()
}
