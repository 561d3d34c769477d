//! What the people who run the installation decide. The command line reads it once.

use std::fmt;
use std::str::FromStr;

use domain::procedure::DepartmentCode;
use http::Uri;
use thiserror::Error;

/// Decisions that show on pages; nothing has to be decided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Where the public reaches the site. Without it, what search engines want as a whole address stays relative or is
    /// left out: the name that a request asks for is the visitor's word, not the city's.
    pub public_url: Option<PublicUrl>,
    /// The department that wants to hear of barriers on the pages.
    pub contact_department: Option<DepartmentCode>,
}

/// Scheme and host of the whole site, such as `https://tetsuzuki.city.example.jp`, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The whole address of a page, given from its first slash on.
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
    /// Whether the site is reached by TLS.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// Whether browsers keep the cookies of a login there: with TLS, or on this machine.
    #[must_use]
    pub fn takes_logins(&self) -> bool {
        self.0.parse::<Uri>().is_ok_and(|uri| is_protected(&uri))
    }
}

/// A provider of single sign-on by the name that it has for itself, such as
/// `https://login.city.example.jp/realms/staff`. It is compared letter by letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer(String);

impl Issuer {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the provider runs on this machine and is asked without TLS.
    #[must_use]
    pub fn is_without_tls(&self) -> bool {
        self.0.starts_with("http:")
    }
}

/// Why a text does not name a provider.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "'{0}' is not the issuer of a provider; right would be https://login.city.example.jp/realms/staff, exactly as the \
     provider writes it (http only on 127.0.0.1 and localhost)"
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

/// Whether nobody on the way reads along: with TLS, or on this machine.
#[must_use]
pub fn is_protected(uri: &Uri) -> bool {
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]")),
        _ => false,
    }
}

/// Why a text is not the address of a site.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "'{0}' is not the address of a whole site; right would be https://tetsuzuki.city.example.jp, without a path, in \
     ASCII letters (a name in Japanese as xn--…)"
)]
pub struct NotAPublicUrl(String);

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    /// Pages link to one another from the first slash on, so the site has its host to itself.
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
            assert!(error.to_string().contains("right would be https://"), "{error}");
        }
    }
}
