//! URLs of web pages that people enter: which are accepted, and which may become a link.

use url::Url;

/// Why a URL is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlError {
    /// Not the URL of a web page: no `https://` or `http://`, no host, or a character that ends a URL.
    Shape,
    /// The URL contains a user name or password, which would be published and would hide the host from the reader.
    User,
}

/// Whether a URL is free of characters that end it or that browsers skip.
fn is_plain(address: &str) -> bool {
    !address.contains(|letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '<' | '>' | '\\')
    })
}

/// Checks the URL of a web page: `https://` or `http://`, and a host.
///
/// # Errors
/// Fails if the text is not such a URL, or if it contains a user name.
pub fn check(address: &str) -> Result<(), UrlError> {
    let (scheme, rest) = address.split_once("://").ok_or(UrlError::Shape)?;
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    if !is_web || !is_plain(address) {
        return Err(UrlError::Shape);
    }
    let url = Url::parse(address).map_err(|_| UrlError::Shape)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UrlError::User);
    }
    // A URL parser would skip any further slashes.
    let begins_well = rest.starts_with(|first: char| first.is_alphanumeric() || first == '[');
    if begins_well { Ok(()) } else { Err(UrlError::Shape) }
}

/// A stored URL, if it may become a link: to a web page, a mail address or a telephone number. Anything else in the
/// database, such as `javascript:`, is at most shown as text.
#[must_use]
pub fn link(address: &str) -> Option<&str> {
    let reaches_somebody = |url: Url| matches!(url.scheme(), "mailto" | "tel") && url.path() != "";
    let is_link = check(address).is_ok() || (is_plain(address) && Url::parse(address).is_ok_and(reaches_somebody));
    is_link.then_some(address)
}

/// Whether a URL leads to the front page of a site: it names nothing behind the host.
#[must_use]
pub fn is_front_page(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        url.has_host() && matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_begins_like_one_and_holds_nothing_that_ends_it() {
        for good in [
            "https://example.jp/",
            "http://example.jp/a?b=c#d",
            "HTTPS://example.jp",
            "https://例え.jp/手続",
            "https://example.jp/@city",
            "https://[::1]/",
        ] {
            assert_eq!((check(good), link(good)), (Ok(()), Some(good)), "{good}");
        }
        for bad in [
            "",
            "example.jp",
            "//example.jp",
            "https:example.jp",
            "https:///example.jp",
            "https://",
            "https:// a",
            "https://a\"b",
            "https://a\\@b",
            "https://a\u{2028}b",
            "ftp://example.jp",
            "javascript:alert(1)",
            "javascript://example.jp/%0aalert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "blob:https://example.jp/a",
        ] {
            assert_eq!((check(bad), link(bad)), (Err(UrlError::Shape), None), "{bad:?}");
        }
    }

    #[test]
    fn an_address_with_a_user_in_it_is_neither_taken_nor_a_link() {
        for bad in ["https://user:pass@example.jp/", "https://user@example.jp", "http://:pass@example.jp/"] {
            assert_eq!((check(bad), link(bad)), (Err(UrlError::User), None), "{bad}");
        }
    }

    #[test]
    fn a_front_page_has_nothing_behind_the_host() {
        for front in ["https://myna.go.jp/", "https://myna.go.jp", "https://myna.go.jp:443/"] {
            assert!(is_front_page(front), "{front}");
        }
        for form in
            ["https://myna.go.jp/a", "https://myna.go.jp/?form=1", "https://myna.go.jp/#/form", "", "mailto:a@b", "a"]
        {
            assert!(!is_front_page(form), "{form}");
        }
    }

    #[test]
    fn somebody_can_be_written_to_and_called_by_a_link_that_is_no_page() {
        for good in ["mailto:shimin@example.jp", "tel:+81-72-233-1101"] {
            assert_eq!((check(good), link(good)), (Err(UrlError::Shape), Some(good)), "{good}");
        }
        assert_eq!((link("tel:"), link("mailto:a@b\n")), (None, None));
    }
}
