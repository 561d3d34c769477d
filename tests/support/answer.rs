//! An answer of the service, read in the ways tests look at it.

use std::io::Read;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;

/// Status, headers and body.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// A header as text; empty where it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
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

    /// Header and rows of a CSV file, after its byte order mark.
    pub fn csv(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let text = self.text();
        let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        (header, rows)
    }

    /// The body as it was before it was compressed.
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
