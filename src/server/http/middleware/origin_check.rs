//! Protection against cross-site request forgery. A browser submits a form from any page to any URL; requests that
//! change something are accepted only from this site's own pages.

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::errors::{is_interface, small_page};
use crate::language::Language;
use crate::server::settings::PublicUrl;
use crate::server::state::AppState;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Applies to every route. Only the API is exempt: it has no unsafe methods and no logins, and tells programs, which
/// send no origin, which methods are allowed.
pub async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let settings = state.settings();
    let site = settings.public_url.as_ref();
    if request.method().is_safe() || is_interface(path) || is_same_origin(request.headers(), request.uri(), site) {
        return next.run(request).await;
    }
    let (language, page) = Language::split_path(path);
    let page = small_page(
        language,
        &language.text("origin-title"),
        &language.text("origin-advice"),
        (&language.path(&back_link(page)), &language.text("origin-back")),
    );
    (StatusCode::FORBIDDEN, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

/// A link to the page with the form, which is the parent of the form's target. The path may come from an attacker: the
/// link leads to no other site and cannot break out of the attribute.
fn back_link(page: &str) -> String {
    match page.rsplit_once('/') {
        Some((page, _)) if !page.is_empty() && !page.starts_with("//") => {
            // Browsers treat a backslash as a slash.
            page.replace('"', "%22").replace('\\', "%5C")
        }
        _ => "/".to_owned(),
    }
}

/// Whether the request comes from this site: by `Sec-Fetch-Site`, which no page can set, or by `Origin` or `Referer`
/// from browsers that do not send it, and for pages loaded without TLS. A request with none of these is refused. If the
/// site's public URL uses TLS, a page loaded without it is refused too, because anyone on the network path could have
/// sent it.
#[must_use]
pub fn is_same_origin(headers: &HeaderMap, address: &Uri, site: Option<&PublicUrl>) -> bool {
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    let Some(here) = host_of(headers, address) else { return false };
    [header::ORIGIN, header::REFERER]
        .into_iter()
        .find_map(|name| headers.get(name))
        .and_then(|from| from.to_str().ok())
        .and_then(|from| from.parse::<Uri>().ok())
        .filter(|from| from.scheme_str() == Some("https") || !site.is_some_and(PublicUrl::is_encrypted))
        .and_then(|from| from.authority().map(without_default_port))
        .is_some_and(|from| from == here)
}

fn host_of(headers: &HeaderMap, address: &Uri) -> Option<String> {
    let named = || headers.get(header::HOST)?.to_str().ok()?.parse::<Authority>().ok();
    address.authority().cloned().or_else(named).as_ref().map(without_default_port)
}

/// A proxy that terminates TLS may add the port that browsers omit.
fn without_default_port(authority: &Authority) -> String {
    let host = authority.host().to_ascii_lowercase();
    match authority.port_u16() {
        Some(port) if port != 80 && port != 443 => format!("{host}:{port}"),
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(headers: &[(&str, &str)]) -> bool {
        accepted_at(None, headers)
    }

    fn accepted_at(site: Option<&str>, headers: &[(&str, &str)]) -> bool {
        let site = site.map(|site| site.parse().expect("an address"));
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                let name: HeaderName = name.parse().expect("a name");
                (name, value.parse().expect("a value"))
            })
            .collect();
        is_same_origin(&headers, &Uri::from_static("/procedures/a/reports"), site.as_ref())
    }

    #[test]
    fn what_the_browser_says_of_the_site_goes_before_all_else() {
        assert!(accepted(&[("sec-fetch-site", "same-origin")]));
        assert!(accepted(&[("sec-fetch-site", "none")]));
        for other in ["cross-site", "same-site", "", "SAME-ORIGIN"] {
            let told = [("sec-fetch-site", other), ("origin", "http://city.jp"), ("host", "city.jp")];
            assert!(!accepted(&told), "{other}");
        }
    }

    #[test]
    fn an_older_browser_is_known_by_origin_or_referer() {
        assert!(accepted(&[("host", "city.jp"), ("origin", "https://city.jp")]));
        assert!(accepted(&[("host", "City.jp:443"), ("origin", "https://city.jp")]));
        assert!(accepted(&[("host", "127.0.0.1:3000"), ("referer", "http://127.0.0.1:3000/procedures/a")]));
        assert!(!accepted(&[("host", "city.jp"), ("origin", "https://evil.jp")]));
        assert!(!accepted(&[("host", "city.jp"), ("origin", "https://city.jp:8443")]));
        assert!(!accepted(&[("host", "city.jp"), ("origin", "https://city.jp.evil.jp")]));
        assert!(!accepted(&[("host", "city.jp"), ("origin", "https://city.jp@evil.jp")]));
        assert!(!accepted(&[("host", "city.jp"), ("referer", "https://evil.jp/?city.jp")]));
    }

    #[test]
    fn a_page_without_tls_is_not_of_a_site_with_tls() {
        let (https, http) = (Some("https://city.jp"), Some("http://city.jp"));
        for name in ["origin", "referer"] {
            assert!(!accepted_at(https, &[("host", "city.jp"), (name, "http://city.jp")]), "{name}");
            assert!(!accepted_at(https, &[("host", "city.jp"), (name, "http://city.jp:443")]), "{name}");
            assert!(accepted_at(https, &[("host", "city.jp"), (name, "https://city.jp")]), "{name}");
            assert!(accepted_at(http, &[("host", "city.jp"), (name, "http://city.jp")]), "{name}");
            assert!(accepted_at(None, &[("host", "city.jp"), (name, "http://city.jp")]), "{name}");
        }
    }

    #[test]
    fn a_hidden_origin_is_not_saved_by_a_referer() {
        assert!(!accepted(&[("host", "city.jp"), ("origin", "null"), ("referer", "https://city.jp/")]));
    }

    #[test]
    fn the_way_back_leads_to_the_page_above_and_to_no_other_site() {
        assert_eq!(back_link("/procedures/a/reports"), "/procedures/a");
        assert_eq!(back_link("/procedures"), "/");
        assert_eq!(back_link("//evil.jp/reports"), "/");
        assert_eq!(back_link("/\\evil.jp/reports"), "/%5Cevil.jp");
        assert_eq!(back_link("/a\"onclick=\"b/reports"), "/a%22onclick=%22b");
    }

    #[test]
    fn who_says_nothing_is_refused() {
        assert!(!accepted(&[("host", "city.jp")]));
        assert!(!accepted(&[]));
    }
}
