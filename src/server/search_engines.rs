//! `robots.txt` and the sitemap for search engines.

use std::fmt::Write;
use std::sync::Arc;

use html_escape::encode_text;

use super::http::request_snapshot::RequestSnapshot;
use super::query::{address, url_within};
use super::settings::PublicUrl;
use super::staff::access::is_staff_page;
use crate::language::Language;

/// Pages per part of the sitemap, each in every language. A part may contain at most 50,000 URLs
/// (<https://www.sitemaps.org/protocol.html>).
const PAGES_IN_A_PART: usize = 10_000;

/// The XML namespace of sitemaps and sitemap indexes.
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Whether a list in this state should be indexed. Free-text queries and combined filters produce countless URLs
/// without new content; everything in such a list also appears in lists with one filter or none.
///
/// `canonical` is the URL of the state, without parameters at their defaults.
#[must_use]
pub fn is_indexable(canonical: &str) -> bool {
    let path = canonical.split_once('?').map_or(canonical, |(path, _)| path);
    if is_staff_page(Language::split_path(path).1) {
        return false;
    }
    let query = canonical.split_once('?').map_or("", |(_, query)| query);
    let names = || query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty());
    let narrows = names().filter(|name| *name != "page").count();
    // Past dates of the catalogue are for visitors who ask for them; searchers want today's.
    let is_of_today = !canonical.contains("/procedures") || names().all(|name| name != "as_of");
    narrows <= 1 && is_of_today && names().all(|name| !matches!(name, "q" | "sort" | "ended"))
}

/// The URLs, without the language prefix, of pages that exist in every installation: the routes without parameters.
#[must_use]
pub fn fixed_pages<'a>(routes: impl Iterator<Item = &'a str>) -> Arc<Vec<String>> {
    let mut pages: Vec<String> = routes
        .filter(|route| !route.contains(['{', ':', '*']))
        .filter_map(|route| match Language::split_path(route) {
            (Language::Japanese, page) => Some(page.to_owned()),
            _ => None,
        })
        .filter(|page| !is_staff_page(page))
        .collect();
    pages.sort();
    pages.dedup();
    Arc::new(pages)
}

/// `/robots.txt`: pages may be crawled, the API need not be.
#[must_use]
pub fn robots(data: &RequestSnapshot) -> String {
    let mut text = "User-agent: *\nDisallow: /api/\n".to_owned();
    if let Some(site) = listed_site(data) {
        text.push_str(&format!("\nSitemap: {}\n", site.of("/sitemap.xml")));
    }
    text
}

/// The site's own URL, if there is something to find on it.
fn listed_site(data: &RequestSnapshot) -> Option<&PublicUrl> {
    data.settings.public_url.as_ref().filter(|_| !data.snapshot.is_being_set_up())
}

/// `/sitemap.xml`: the index of the parts, or `None` if the site does not know its own URL or is being set up.
#[must_use]
pub fn sitemap(data: &RequestSnapshot, fixed: &[String]) -> Option<String> {
    let site = listed_site(data)?;
    let parts = pages(data, fixed).len().div_ceil(PAGES_IN_A_PART);
    let addresses = (1..=parts).map(|part| format!("/sitemap/{part}.xml"));
    Some(document(site, "sitemapindex", "sitemap", addresses))
}

/// `/sitemap/{part}`, such as `1.xml`, or `None` if there is no such part.
#[must_use]
pub fn part_of_sitemap(data: &RequestSnapshot, fixed: &[String], part: &str) -> Option<String> {
    let site = listed_site(data)?;
    // Accept one spelling only: `01.xml` would be a second URL for the same part.
    let number: usize = part.strip_suffix(".xml").filter(|digits| !digits.starts_with(['0', '+']))?.parse().ok()?;
    let pages = pages(data, fixed);
    let chosen = pages.chunks(PAGES_IN_A_PART).nth(number.checked_sub(1)?)?;
    let addresses = chosen.iter().flat_map(|page| Language::all().iter().map(|language| language.path(page)));
    Some(document(site, "urlset", "url", addresses))
}

/// All pages worth indexing, without the language prefix. There is no `lastmod`: a procedure's dates cover its steps,
/// not its text, and a wrong date is worse than none.
fn pages(data: &RequestSnapshot, fixed: &[String]) -> Vec<String> {
    let snapshot = &data.snapshot;
    let in_force = || snapshot.in_force_on(data.today, data.today);
    let mut pages = fixed.to_vec();
    pages.extend(
        snapshot
            .life_events
            .iter()
            .filter(|event| in_force().any(|procedure| procedure.life_events.contains(&event.code)))
            .map(|event| address("/procedures", [("event", event.code.as_str())])),
    );
    pages.extend(snapshot.guides.iter().map(|guide| url_within("/guides", guide.id.as_str())));
    for procedure in in_force() {
        let page = url_within("/procedures", procedure.id.as_str());
        pages.push(format!("{page}/history"));
        pages.push(page);
    }
    let mut areas: Vec<&str> = snapshot.card_counts().iter().map(|count| count.area.as_str()).collect();
    areas.dedup();
    pages.extend(areas.into_iter().map(|code| url_within("/cards", code)));
    pages.extend(snapshot.offices.all().iter().map(|entry| url_within("/offices", entry.office.id.as_str())));
    pages.extend(snapshot.indicators.iter().map(|indicator| url_within("/targets", indicator.id.as_str())));
    pages
}

fn document(site: &PublicUrl, root: &str, entry: &str, addresses: impl Iterator<Item = String>) -> String {
    let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{NAMESPACE}\">\n");
    for address in addresses {
        let location = site.of(&address);
        let location = encode_text(&location);
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "<{entry}><loc>{location}</loc></{entry}>");
    }
    text.push_str(&format!("</{root}>\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_with_one_filter_or_none_is_worth_finding() {
        for address in
            ["/procedures", "/procedures?page=3", "/en/procedures?event=moving", "/procedures?event=moving&page=2"]
        {
            assert!(is_indexable(address), "{address}");
        }
    }

    #[test]
    fn what_somebody_typed_and_filters_over_filters_are_not() {
        for address in [
            "/procedures?q=%E7%A8%8E",
            "/procedures?event=moving&card=none",
            "/procedures?sort=name",
            "/procedures?ended=only",
            "/en/procedures?q=a&page=2",
            "/procedures?as_of=2024-04-01",
            "/en/procedures/a?as_of=2024-04-01",
            "/staff/login",
            "/en/staff",
        ] {
            assert!(!is_indexable(address), "{address}");
        }
    }

    #[test]
    fn pages_with_something_to_fill_in_other_languages_and_the_staff_are_not_fixed_pages() {
        let routes =
            ["/", "/cards", "/cards/{area}", "/en", "/en/cards", "/easy/cards", "/staff", "/staff/people", "/cards"];
        assert_eq!(*fixed_pages(routes.into_iter()), ["/", "/cards"]);
    }
}
