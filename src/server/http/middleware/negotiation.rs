//! Content negotiation and conditional requests, shared by pages, API and assets.

use axum::http::{HeaderMap, HeaderValue, header};

/// A content coding for responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    Brotli,
    Gzip,
    /// Not encoded.
    Identity,
}

impl Coding {
    /// The value of `Content-Encoding`; `None` for the identity coding.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// The file name suffix of this coding.
    #[must_use]
    pub const fn file_ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }
}

/// The acceptable codings, best first.
///
/// By RFC 9110, section 12.5.3: a coding that is not listed has the weight of `*`, and without `*` is refused, except
/// for `identity`, which is refused only by a weight of 0. Of equal weights the smaller response goes first. A client
/// that refuses everything gets the response unencoded, as the standard allows: that is more useful than an error.
#[must_use]
pub fn codings(headers: &HeaderMap) -> Vec<Coding> {
    let offers: Vec<(String, f32)> = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(offer)
        .collect();
    let weight = |names: &[&str]| {
        let named = |wanted: &str| offers.iter().find(|(name, _)| name == wanted).map(|(_, weight)| *weight);
        names.iter().find_map(|name| named(name)).or_else(|| named("*"))
    };
    let mut taken: Vec<(Coding, f32)> = [
        (Coding::Brotli, weight(&["br"]).unwrap_or(0.0)),
        (Coding::Gzip, weight(&["gzip", "x-gzip"]).unwrap_or(0.0)),
        // If not listed, identity is possible, but anything listed goes before it.
        (Coding::Identity, weight(&["identity"]).unwrap_or(f32::MIN_POSITIVE)),
    ]
    .into_iter()
    .filter(|(_, weight)| *weight > 0.0)
    .collect();
    taken.sort_by(|left, right| right.1.total_cmp(&left.1));
    let mut codings: Vec<Coding> = taken.into_iter().map(|(coding, _)| coding).collect();
    if codings.is_empty() {
        codings.push(Coding::Identity);
    }
    codings
}

/// Parses `gzip;q=0.5`; `None` if the weight is invalid.
fn offer(text: &str) -> Option<(String, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
    let mut weight = 1.0;
    for parameter in parts {
        if let Some((_, value)) = parameter.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("q")) {
            weight = value.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight))?;
        }
    }
    Some((name, weight))
}

/// Whether `If-None-Match` lists this tag. The comparison is weak, as required for conditional GET (RFC 9110, section
/// 13.1.2).
#[must_use]
pub fn has_already(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let bare = |tag: &str| {
        let tag = tag.trim();
        tag.strip_prefix("W/").unwrap_or(tag).to_owned()
    };
    let Ok(tag) = tag.to_str().map(bare) else { return false };
    if_none_match(headers).any(|given| bare(given) == tag)
}

/// Whether the request has `If-None-Match: *`. Unlike a tag, which can only come from a response, this does not imply
/// that a response exists: an error stays an error (RFC 9110, section 13.2.1).
#[must_use]
pub fn takes_nothing_that_exists(headers: &HeaderMap) -> bool {
    if_none_match(headers).any(|given| given.trim() == "*")
}

fn if_none_match(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        // A comma inside a foreign tag splits it, and neither half matches one of ours.
        .flat_map(|value| value.split(','))
}

/// Adds `accept-encoding` to `Vary`.
pub fn varies_by_coding(headers: &mut HeaderMap) {
    let there = headers.get_all(header::VARY).iter().any(|value| {
        value
            .to_str()
            .is_ok_and(|value| value.split(',').any(|name| name.trim().eq_ignore_ascii_case("accept-encoding")))
    });
    if !there {
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(accept_encoding: &'static str) -> Vec<Coding> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accept_encoding));
        codings(&headers)
    }

    #[test]
    fn of_equal_offers_the_smaller_form_goes_first() {
        assert_eq!(asked("gzip, deflate, br, zstd"), [Coding::Brotli, Coding::Gzip, Coding::Identity]);
    }

    #[test]
    fn weights_decide() {
        assert_eq!(asked("br;q=0.2, gzip;q=0.8"), [Coding::Gzip, Coding::Brotli, Coding::Identity]);
        assert_eq!(asked("identity, gzip;q=0.5"), [Coding::Identity, Coding::Gzip]);
    }

    #[test]
    fn a_weight_of_0_refuses() {
        assert_eq!(asked("br;q=0, gzip"), [Coding::Gzip, Coding::Identity]);
        assert_eq!(asked("gzip, identity;q=0"), [Coding::Gzip]);
        assert_eq!(asked("*;q=0, br"), [Coding::Brotli]);
    }

    #[test]
    fn a_star_stands_for_all_that_is_not_named() {
        assert_eq!(asked("*;q=0.5, br;q=0.1"), [Coding::Gzip, Coding::Identity, Coding::Brotli]);
    }

    #[test]
    fn a_client_that_names_nothing_gets_the_answer_as_it_is() {
        assert_eq!(codings(&HeaderMap::new()), [Coding::Identity]);
        assert_eq!(asked(""), [Coding::Identity]);
        assert_eq!(asked("*;q=0"), [Coding::Identity]);
    }

    #[test]
    fn an_unreadable_weight_is_no_offer() {
        assert_eq!(asked("br;q=high"), [Coding::Identity]);
        assert_eq!(asked("br;q=7"), [Coding::Identity]);
    }

    #[test]
    fn a_tag_is_found_in_a_list_weak_or_strong() {
        let tag = HeaderValue::from_static("W/\"a\"");
        let has = |given: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(given));
            has_already(&headers, &tag)
        };
        assert!(has("W/\"a\""));
        assert!(has("\"b\", \"a\""));
        assert!(!has("\"b\""));
        assert!(!has("*"), "a star names no tag");
        assert!(!has_already(&HeaderMap::new(), &tag));
    }
}
