//! Headers that forbid browsers what this site never needs. They are set on every response.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::language::Language;

/// Everything is loaded from the site's own origin; nothing is inline except images in data URLs.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The only one that a script or a style sheet itself needs.
const NO_GUESSING: &str = "x-content-type-options";

const PERMISSIONS: &str = "permissions-policy";

/// What pages may ask the browser for: nothing, but who may know the position differs.
macro_rules! permissions {
    ($geolocation:literal) => {
        concat!(
            "accelerometer=(), camera=(), display-capture=(), geolocation=",
            $geolocation,
            ", gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()"
        )
    };
}

const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    (NO_GUESSING, "nosniff"),
    // The URL of a page may contain what a person typed into the search box.
    ("referrer-policy", "same-origin"),
    (PERMISSIONS, permissions!("()")),
    ("cross-origin-opener-policy", "same-origin"),
];

/// The list of offices may ask for the position: a script of the page then sorts the list, and sends nothing.
const WITH_POSITION: &str = permissions!("(self)");

fn may_ask_for_position(path: &str) -> bool {
    Language::split_path(path).1.trim_end_matches('/') == "/offices"
}

/// Drawings that other sites may embed in a frame. They contain no form and no script, which rules out clickjacking.
const FRAMED: &str = "/embed/";

const POLICY_OF_FRAMED: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors *";

/// Whether a response is a subresource of a page: one that no browser shows as a page, or the icon, which contains only
/// a shape. The page that loads it sets the other headers; on each subresource they would cost more bytes than a small
/// script.
fn is_part_of_page(path: &str) -> bool {
    path.starts_with("/assets/") && [".css", ".js", ".wasm", "/icon.svg"].iter().any(|ending| path.ends_with(ending))
}

pub async fn add(request: Request, next: Next) -> Response {
    let is_framed = request.uri().path().starts_with(FRAMED);
    let is_part = is_part_of_page(request.uri().path());
    let with_position = may_ask_for_position(request.uri().path());
    let mut response = next.run(request).await;
    let needed = |name: &str| !is_part || !response.status().is_success() || name == NO_GUESSING;
    let headers: Vec<(&str, &str)> = HEADERS.into_iter().filter(|(name, _)| needed(name)).collect();
    for (name, value) in headers {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if with_position {
        response.headers_mut().insert(HeaderName::from_static(PERMISSIONS), HeaderValue::from_static(WITH_POSITION));
    }
    if is_framed && response.status().is_success() {
        let policy = HeaderValue::from_static(POLICY_OF_FRAMED);
        response.headers_mut().insert(HeaderName::from_static("content-security-policy"), policy);
    }
    response
}
