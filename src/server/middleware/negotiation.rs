//! Which form of an answer a client takes, and whether it has it already. Pages, interface and assets share this.

use axum::http::{HeaderMap, HeaderValue, header};

/// A content coding that answers are kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    Brotli,
    Gzip,
    /// As it is.
    Identity,
}

impl Coding {
    /// The value of `Content-Encoding`; none for what is sent as it is.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// What the name of a file compressed this way ends in.
    #[must_use]
    pub const fn file_ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }
}

/// The codings to send, the best for this client first; what it refuses is not among them.
///
/// By RFC 9110, section 12.5.3: a coding that is not named has the weight of `*`, and without `*` is refused, except
/// for `identity`, which is refused only by a weight of 0. Of equal weights the smaller answer goes first. A client
/// that refuses everything is sent the answer as it is, as the standard allows: that serves it better than an error.
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
        // Not named means possible, but anything that was asked for goes before it.
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

/// Reads `gzip;q=0.5`; `None` where the weight is none.
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

/// Whether the client names this tag among those it has. The comparison is the weak one, which conditional reading asks
/// for (RFC 9110, section 13.1.2).
#[must_use]
pub fn has_already(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let bare = |tag: &str| {
        let tag = tag.trim();
        tag.strip_prefix("W/").unwrap_or(tag).to_owned()
    };
    let Ok(tag) = tag.to_str().map(bare) else { return false };
    if_none_match(headers).any(|given| bare(given) == tag)
}

/// Whether the client asks for an answer only where there is none (`If-None-Match: *`). Unlike a tag, which only an
/// answer can have told, this says nothing about whether there is one: an error stays an error (RFC 9110, section
/// 13.2.1).
#[must_use]
pub fn takes_nothing_that_exists(headers: &HeaderMap) -> bool {
    if_none_match(headers).any(|given| given.trim() == "*")
}

fn if_none_match(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        // A comma inside somebody else's tag takes it apart, and its halves are none of ours.
        .flat_map(|value| value.split(','))
}

/// Adds `accept-encoding` to what an answer varies by.
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
