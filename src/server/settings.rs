//! Settings chosen by the operator. The command line reads them once.

use std::fmt;
use std::str::FromStr;

use domain::procedure::DepartmentCode;
use domain::report::TextRetention;
use http::Uri;
use thiserror::Error;

/// Settings that affect pages; all are optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The public URL of the site. Without it, absolute URLs for search engines stay relative or are left out, because
    /// the `Host` header of a request comes from the visitor, not from the city.
    pub public_url: Option<PublicUrl>,
    /// The department that receives reports of accessibility barriers.
    pub contact_department: Option<DepartmentCode>,
    /// How long what readers add to their reports is kept.
    pub report_texts: TextRetention,
}

/// Scheme and host of the whole site, such as `https://tetsuzuki.city.example.jp`, without a trailing slash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The absolute URL of a page, whose path starts with a slash.
    #[must_use]
    pub fn of(&self, address: &str) -> String {
        format!("{}{address}", self.0)
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl PublicUrl {
    /// Whether the site uses TLS.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// Whether browsers accept login cookies from the site: with TLS, or on localhost.
    #[must_use]
    pub fn takes_logins(&self) -> bool {
        self.0.parse::<Uri>().is_ok_and(|uri| is_protected(&uri))
    }
}

/// The issuer identifier of a single sign-on provider, such as `https://login.city.example.jp/realms/staff`. It is
/// compared byte by byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer(String);

impl Issuer {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the provider is on localhost and is reached without TLS.
    #[must_use]
    pub fn is_without_tls(&self) -> bool {
        self.0.starts_with("http:")
    }
}

/// Why a text is not an issuer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "'{0}' is not the issuer of a provider; expected something like https://login.city.example.jp/realms/staff, \
     exactly as the provider writes it (http only on 127.0.0.1 and localhost)"
)]
pub struct NotAnIssuer(String);

impl FromStr for Issuer {
    type Err = NotAnIssuer;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NotAnIssuer(text.chars().take(200).collect());
        let text = text.trim();
        let uri: Uri = text.parse().map_err(|_| refused())?;
        let host = uri.authority().ok_or_else(refused)?;
        if !is_protected(&uri) || host.as_str().contains('@') || text.contains(['?', '#']) {
            return Err(refused());
        }
        Ok(Self(text.to_owned()))
    }
}

/// Whether the connection is protected against eavesdropping: with TLS, or on localhost.
#[must_use]
pub fn is_protected(uri: &Uri) -> bool {
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]")),
        _ => false,
    }
}

/// Why a text is not a site URL.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "'{0}' is not the address of a whole site; expected something like https://tetsuzuki.city.example.jp, without a \
     path, in ASCII letters (a name in Japanese as xn--…)"
)]
pub struct NotAPublicUrl(String);

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    /// Only a host without a path is accepted, because pages link to each other with root-relative URLs.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NotAPublicUrl(text.chars().take(200).collect());
        let uri: Uri = text.trim().parse().map_err(|_| refused())?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https")).ok_or_else(refused)?;
        let host = uri.authority().filter(|host| !host.as_str().contains('@')).ok_or_else(refused)?;
        if !matches!(uri.path(), "" | "/") || text.contains(['?', '#']) {
            return Err(refused());
        }
        Ok(Self(format!("{scheme}://{}", host.as_str().to_ascii_lowercase())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_site_is_scheme_and_host() {
        for text in ["https://Tetsuzuki.example.jp", "https://tetsuzuki.example.jp/", " https://tetsuzuki.example.jp "]
        {
            let site: PublicUrl = text.parse().expect("the address of a site");
            assert_eq!(site.of("/en/cards"), "https://tetsuzuki.example.jp/en/cards", "{text}");
        }
        let local: PublicUrl = "http://127.0.0.1:3000".parse().expect("the address of a site");
        assert_eq!(local.to_string(), "http://127.0.0.1:3000");
    }

    #[test]
    fn a_provider_is_named_with_tls_or_on_this_machine() {
        for text in [
            "https://login.city.example.jp/realms/staff",
            "https://login.city.example.jp/",
            "http://127.0.0.1:8080",
            "http://localhost:8080/realms/staff",
            "http://[::1]:8080",
        ] {
            assert_eq!(text.parse::<Issuer>().expect("an issuer").as_str(), text);
        }
        for text in [
            "",
            "login.city.example.jp",
            "http://login.city.example.jp",
            "http://127.0.0.1.example.jp",
            "http://localhost.example.jp",
            "https://user@login.city.example.jp",
            "http://127.0.0.1@example.jp",
            "https://login.city.example.jp/?tenant=1",
            "https://login.city.example.jp/#a",
            "ftp://127.0.0.1",
        ] {
            assert!(text.parse::<Issuer>().is_err(), "{text}");
        }
    }

    #[test]
    fn logins_need_a_site_with_tls_or_on_this_machine() {
        let takes = |text: &str| text.parse::<PublicUrl>().expect("the address of a site").takes_logins();
        assert!(takes("https://tetsuzuki.example.jp") && takes("http://127.0.0.1:3000") && takes("http://localhost"));
        assert!(!takes("http://tetsuzuki.example.jp"));
    }

    #[test]
    fn anything_else_is_refused_with_what_would_be_right() {
        for text in [
            "",
            "tetsuzuki.example.jp",
            "ftp://tetsuzuki.example.jp",
            "https://",
            "https://example.jp/tetsuzuki",
            "https://example.jp/?a=1",
            "https://example.jp/#a",
            "https://user@example.jp",
            "https://手続.example.jp",
        ] {
            let error = text.parse::<PublicUrl>().expect_err(text);
            assert!(error.to_string().contains("expected something like https://"), "{error}");
        }
    }
}
