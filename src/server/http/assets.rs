//! Style sheet, script and WebAssembly, embedded in the binary with their compressed variants. Each is served as
//! immutable under a URL that changes with the content.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::middleware::negotiation::{Coding, codings, has_already, takes_nothing_that_exists, varies_by_coding};

/// The output of `cargo xtask`. Debug builds read it from the folder, release builds embed it.
#[derive(RustEmbed)]
#[folder = "target/site/"]
#[allow_missing = true]
struct Site;

/// The URL of a site file, such as `pkg/tetsuzuki.css`.
#[must_use]
pub fn address(file: &str) -> String {
    format!("/assets/{}/{file}", version())
}

/// A version derived from the content of all files together.
#[must_use]
pub fn version() -> String {
    Site::get("version.txt")
        .map(|file| String::from_utf8_lossy(&file.data).trim().to_owned())
        .unwrap_or_else(|| "unbuilt".to_owned())
}

/// Handles `/assets/{version}/{file}`.
pub async fn serve(Path((asked_version, file)): Path<(String, String)>, headers: HeaderMap) -> Response {
    // Compressed variants are selected by `Accept-Encoding` and have no URL of their own.
    if file.ends_with(".br") || file.ends_with(".gz") || file == "version.txt" {
        return StatusCode::NOT_FOUND.into_response();
    }
    let form = codings(&headers)
        .into_iter()
        .find_map(|coding| Site::get(&format!("{file}{}", coding.file_ending())).map(|content| (coding, content)));
    // If no other variant exists, the client gets the uncompressed file even if it refuses that encoding.
    let Some((coding, content)) = form.or_else(|| Site::get(&file).map(|content| (Coding::Identity, content))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = tag(&content.metadata.sha256_hash());
    let mut response = if has_already(&headers, &tag) || takes_nothing_that_exists(&headers) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content.data.into_response()
    };
    let answer = response.headers_mut();
    answer.insert(header::ETAG, tag);
    varies_by_coding(answer);
    // A stale page may request an old version. It gets the current file, which it must not cache.
    let cache = if asked_version == version() { "public, max-age=31536000, immutable" } else { "no-cache" };
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if response.status() == StatusCode::OK {
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(&file)));
        if let Some(name) = coding.name() {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
    }
    response
}

/// Each compressed variant is a separate file, so its ETag can be strong.
fn tag(hash: &[u8; 32]) -> HeaderValue {
    let digits: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{digits}\"")).expect("hexadecimal digits and quotes may stand in a header")
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
