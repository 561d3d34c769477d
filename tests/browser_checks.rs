//! The checks in a browser open one address of each kind of page. A kind that their list lacks would never be checked,
//! and the accessibility page would claim too much.

use std::collections::BTreeSet;

use leptos_axum::generate_route_list;
use tetsuzuki::app::App;
use tetsuzuki::language::Language;
use tetsuzuki::server::http::router::staff_pages as staff_routes;

use crate::support::pages::{public_pages, staff_pages};

/// The paths of all pages as the routers have them, such as `/cards/{area}`, without the prefix of a language.
fn routes() -> BTreeSet<String> {
    let public = generate_route_list(App);
    let public = public.iter().map(|route| Language::split_path(route.path()).1.to_owned());
    public.chain(staff_routes().into_iter().map(str::to_owned)).collect()
}

fn addresses() -> Vec<&'static str> {
    [public_pages(), staff_pages()].concat()
}

fn matches(route: &str, address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let [wanted, given] = [route, path].map(|path| path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>());
    wanted.len() == given.len()
        && wanted.iter().zip(&given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
}

#[tokio::test]
async fn every_kind_of_page_is_looked_at_in_a_browser() {
    let routes = routes();
    assert!(routes.len() >= 30, "{routes:?}");
    for route in &routes {
        let is_opened = addresses().iter().any(|address| matches(route, address));
        assert!(is_opened, "end2end/routes.ts has no address of the kind {route}");
    }
}

#[tokio::test]
async fn no_browser_check_looks_for_a_page_that_is_gone() {
    let routes = routes();
    for address in addresses() {
        let is_page = routes.iter().any(|route| matches(route, address));
        assert!(is_page, "{address} of end2end/routes.ts is no page");
    }
}
