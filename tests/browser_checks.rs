//! The checks in a browser look at one page of each kind. A kind that is not in their list would never be looked at,
//! and the page on accessibility would claim too much.

use leptos_axum::generate_route_list;
use tetsuzuki::app::App;
use tetsuzuki::language::Language;
use tetsuzuki::server::http::router;

const ADDRESSES: &str = include_str!("../end2end/routes.ts");

/// The patterns of the pages, such as `/cards/{area}`, as the routers have them: the public ones, and those of the staff.
fn patterns() -> Vec<String> {
    let public = generate_route_list(App);
    let mut patterns: Vec<String> =
        public.iter().map(|route| Language::split_path(route.path()).1.to_owned()).collect();
    patterns.extend(router::staff_pages().into_iter().map(str::to_owned));
    patterns.sort_unstable();
    patterns.dedup();
    patterns
}

/// The addresses that the browser opens: those that everybody may, and those behind the login.
fn addresses() -> Vec<&'static str> {
    let lists = ["const PAGES = [", "const STAFF_PAGES = ["].map(|name| {
        ADDRESSES.split(name).nth(1).and_then(|rest| rest.split(']').next()).expect("the list of addresses")
    });
    lists.iter().flat_map(|list| list.split('"').skip(1).step_by(2)).collect()
}

fn fits(pattern: &str, address: &str) -> bool {
    let parts = |text: &'_ str| text.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (pattern, address) = (parts(pattern), parts(address.split('?').next().unwrap_or_default()));
    pattern.len() == address.len()
        && pattern.iter().zip(&address).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
}

#[tokio::test]
async fn every_kind_of_page_is_looked_at_in_a_browser() {
    let (patterns, addresses) = (patterns(), addresses());
    assert!(patterns.len() >= 8 && addresses.len() >= 8, "the lists were not found in the source");
    for pattern in &patterns {
        assert!(
            addresses.iter().any(|address| fits(pattern, address)),
            "end2end/routes.ts has no address of the kind \"{pattern}\""
        );
    }
}

#[tokio::test]
async fn no_browser_check_looks_for_a_page_that_is_gone() {
    for address in addresses() {
        assert!(patterns().iter().any(|pattern| fits(pattern, address)), "{address} of end2end/routes.ts is no page");
    }
}
