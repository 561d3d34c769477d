//! Headers that keep browsers from doing what the product never asks of them. They stand on every answer.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Everything comes from the product's own address; nothing is inline but images drawn as data.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    // The address of a page may hold what a person typed into the search box.
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Drawings that other sites may show in a frame. They hold no form and no script, so that nobody can be misled into
/// pressing anything.
const FRAMED: &str = "/embed/";

const POLICY_OF_FRAMED: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors *";

pub async fn add(request: Request, next: Next) -> Response {
    let is_framed = request.uri().path().starts_with(FRAMED);
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if is_framed && response.status().is_success() {
        let policy = HeaderValue::from_static(POLICY_OF_FRAMED);
        response.headers_mut().insert(HeaderName::from_static("content-security-policy"), policy);
    }
    response
}
