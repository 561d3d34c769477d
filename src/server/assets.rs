//! Style sheet, script and WebAssembly: embedded in the binary with their compressed forms, served for ever under an
//! address that changes with their content.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// What `cargo xtask` built; quick builds read it from the folder, releases carry it inside.
#[derive(RustEmbed)]
#[folder = "target/site/"]
#[allow_missing = true]
struct Site;

/// The address of a file of the site, such as `pkg/tetsuzuki.css`.
#[must_use]
pub fn address(file: &str) -> String {
    format!("/assets/{}/{file}", version())
}

/// Names the content of all files together.
#[must_use]
pub fn version() -> String {
    Site::get("version.txt")
        .map(|file| String::from_utf8_lossy(&file.data).trim().to_owned())
        .unwrap_or_else(|| "unbuilt".to_owned())
}

/// Answers `/assets/{version}/{file}`.
pub async fn serve(Path((asked_version, file)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |coding: &str| {
        accepts.split(',').any(|offer| offer.split(';').next().is_some_and(|name| name.trim() == coding))
    };
    // The compressed forms are answers to a header, never addresses of their own.
    if file.ends_with(".br") || file.ends_with(".gz") || file == "version.txt" {
        return StatusCode::NOT_FOUND.into_response();
    }
    let forms = [("br", ".br"), ("gzip", ".gz")];
    let compressed = forms
        .iter()
        .filter(|(coding, _)| accepts(coding))
        .find_map(|(coding, ending)| Site::get(&format!("{file}{ending}")).map(|form| (Some(*coding), form)));
    let Some((coding, content)) = compressed.or_else(|| Site::get(&file).map(|form| (None, form))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = content.data.into_owned().into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(&file)));
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // An old page may ask for a version that is gone: it gets today's file, but must not keep it.
    let cache = if asked_version == version() { "public, max-age=31536000, immutable" } else { "no-cache" };
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Some(coding) = coding {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
