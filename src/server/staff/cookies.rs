//! Cookies of the staff pages. Public pages set none.

use axum::http::{HeaderMap, HeaderValue, header};

use super::secrets::Token;

/// The session cookie. Its prefix makes browsers reject it from any other host and without TLS (RFC 6265bis, 4.1.3).
pub const SESSION: &str = "__Host-session";

/// Marks a browser that accounts have been used from. It grants no access: it only gives the browser a login limit of
/// its own, so that attackers cannot make its owner wait.
pub const BROWSER: &str = "__Host-browser";

/// Binds a single sign-on login to the browser that started it. It grants no access.
pub const SIGN_ON: &str = "__Host-single-sign-on";

/// Seconds that a browser stays known after the last use of an account: half a year.
pub const BROWSER_LASTS: i64 = 180 * 24 * 60 * 60;

/// `Lax`, not `Strict`: a user who follows a link from an e-mail stays logged in. The origin check protects requests
/// that change anything.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// The session token of a request.
#[must_use]
pub fn read(headers: &HeaderMap, name: &str) -> Option<Token> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(given, _)| *given == name)
        .and_then(|(_, value)| value.parse().ok())
}

/// Expires with the browser; the session itself has its own limits.
#[must_use]
pub fn session(token: &Token) -> HeaderValue {
    cookie(&format!("{SESSION}={}; {ATTRIBUTES}", token.as_str()))
}

#[must_use]
pub fn no_session() -> HeaderValue {
    cookie(&format!("{SESSION}=; {ATTRIBUTES}; Max-Age=0"))
}

#[must_use]
pub fn browser(token: &Token) -> HeaderValue {
    cookie(&format!("{BROWSER}={}; {ATTRIBUTES}; Max-Age={BROWSER_LASTS}", token.as_str()))
}

/// Expires with its purpose, after `seconds` at most.
#[must_use]
pub fn sign_on(token: &Token, seconds: i64) -> HeaderValue {
    cookie(&format!("{SIGN_ON}={}; {ATTRIBUTES}; Max-Age={seconds}", token.as_str()))
}

#[must_use]
pub fn no_sign_on() -> HeaderValue {
    cookie(&format!("{SIGN_ON}=; {ATTRIBUTES}; Max-Age=0"))
}

fn cookie(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("digits, letters and a few marks may stand in a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_among_other_cookies() {
        let token = "a".repeat(64);
        let mut headers = HeaderMap::new();
        let line = format!("session=x; {BROWSER}=y; {SESSION}={token}; other=z");
        headers.insert(header::COOKIE, line.parse().expect("a header"));
        assert_eq!(read(&headers, SESSION), token.parse().ok());
        assert_eq!(read(&headers, BROWSER), None, "no token");
        assert_eq!(read(&headers, "other-session"), None);
    }
}
