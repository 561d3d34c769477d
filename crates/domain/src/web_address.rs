//! Addresses that people give for pages of the web: which are taken, and which may be a link.

use url::Url;

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlError {
    /// It is no address of a page: no `https://` or `http://`, no host, or something in it that ends it.
    Shape,
    /// The name or password of a user stands in it, which would be published, and hides the host from the reader.
    User,
}

/// Whether nothing in an address ends it, or is passed over by browsers.
fn is_plain(address: &str) -> bool {
    !address.contains(|letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '<' | '>' | '\\')
    })
}

/// Checks the address of a page of the web: `https://` or `http://`, and a host.
///
/// # Errors
/// Where it is none, and where it names a user.
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
    // A parser would pass over more slashes than two.
    let begins_well = rest.starts_with(|first: char| first.is_alphanumeric() || first == '[');
    if begins_well { Ok(()) } else { Err(UrlError::Shape) }
}

/// An address that is stored, if it may be a link: to a page of the web, to write to somebody, or to call. Whatever else
/// stands in the database, such as `javascript:`, is shown as a text at most.
#[must_use]
pub fn link(address: &str) -> Option<&str> {
    let reaches_somebody = |url: Url| matches!(url.scheme(), "mailto" | "tel") && url.path() != "";
    let is_link = check(address).is_ok() || (is_plain(address) && Url::parse(address).is_ok_and(reaches_somebody));
    is_link.then_some(address)
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
    fn somebody_can_be_written_to_and_called_by_a_link_that_is_no_page() {
        for good in ["mailto:shimin@example.jp", "tel:+81-72-233-1101"] {
            assert_eq!((check(good), link(good)), (Err(UrlError::Shape), Some(good)), "{good}");
        }
        assert_eq!((link("tel:"), link("mailto:a@b\n")), (None, None));
    }
}
