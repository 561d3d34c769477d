//! The client's address, as far as it can be trusted.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};

/// The header in which a reverse proxy passes the client's address, or none if clients connect directly. Any client can
/// send such a header, so it is read only if the operator has configured a proxy that sets it.
#[derive(Debug, Clone, Default)]
pub struct ClientAddress(Option<HeaderName>);

impl ClientAddress {
    #[must_use]
    pub const fn from_header(header: Option<HeaderName>) -> Self {
        Self(header)
    }

    /// The network a request comes from: an IPv4 address, or the first 64 bits of an IPv6 address, which stay the same
    /// for one connection. `None` if it cannot be determined.
    #[must_use]
    pub fn network_of(&self, request: &Parts) -> Option<IpAddr> {
        let named = self.0.as_ref().and_then(|name| last_hop(&request.headers, name));
        let peer = || request.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        named.or_else(peer).map(network)
    }
}

/// The address added by the nearest proxy. The earlier ones are supplied by the client.
fn last_hop(headers: &HeaderMap, name: &HeaderName) -> Option<IpAddr> {
    let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    let hop = line.rsplit(',').next()?.trim();
    hop.parse::<IpAddr>()
        .or_else(|_| hop.parse::<SocketAddr>().map(|address| address.ip()))
        .or_else(|_| hop.trim_start_matches('[').trim_end_matches(']').parse())
        .ok()
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn request(forwarded: &[&str], peer: Option<&str>) -> Parts {
        let mut builder = Request::builder();
        for line in forwarded {
            builder = builder.header("x-forwarded-for", *line);
        }
        let (mut parts, ()) = builder.body(()).expect("a request").into_parts();
        if let Some(peer) = peer {
            parts.extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().expect("an address")));
        }
        parts
    }

    fn behind_proxy() -> ClientAddress {
        ClientAddress::from_header(Some(HeaderName::from_static("x-forwarded-for")))
    }

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().expect("an address"))
    }

    #[test]
    fn a_header_is_not_believed_unless_the_operator_names_it() {
        let request = request(&["203.0.113.9"], Some("192.0.2.1:50000"));
        assert_eq!(ClientAddress::default().network_of(&request), address("192.0.2.1"));
        assert_eq!(behind_proxy().network_of(&request), address("203.0.113.9"));
    }

    #[test]
    fn only_the_last_hop_counts_for_the_client_writes_those_before() {
        let proxy = Some("127.0.0.1:50000");
        let told = |lines: &[&str]| behind_proxy().network_of(&request(lines, proxy));
        assert_eq!(told(&["10.0.0.1, 203.0.113.9"]), address("203.0.113.9"));
        assert_eq!(told(&["10.0.0.1", "203.0.113.9:4711"]), address("203.0.113.9"));
        assert_eq!(told(&["[2001:db8::1]:4711"]), address("2001:db8::"));
        assert_eq!(told(&["[2001:db8::1]"]), address("2001:db8::"));
        assert_eq!(told(&["unknown"]), address("127.0.0.1"));
        assert_eq!(told(&[]), address("127.0.0.1"));
    }

    #[test]
    fn one_connection_has_one_network_however_many_addresses_it_takes() {
        let from = |peer: &str| ClientAddress::default().network_of(&request(&[], Some(peer)));
        assert_eq!(from("[2001:db8:1:2::7]:1"), from("[2001:db8:1:2:ffff::1]:2"));
        assert_ne!(from("[2001:db8:1:2::7]:1"), from("[2001:db8:1:3::7]:1"));
        assert_eq!(from("[::ffff:192.0.2.1]:1"), from("192.0.2.1:2"));
        assert_eq!(ClientAddress::default().network_of(&request(&[], None)), None);
    }
}
