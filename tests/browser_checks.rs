//! The checks in a browser look at one page of each kind. A kind that is not in their list would never be looked at,
//! and the page on accessibility would claim too much.

const ROUTES: &str = include_str!("../src/app.rs");
const PLACES: &str = include_str!("../end2end/routes.ts");

/// The patterns of the pages, such as `/cards/:area`: the public ones, and those of the staff.
fn patterns() -> Vec<&'static str> {
    let tables = ["fn Pages()", "fn StaffPages()"].map(|name| {
        let table = ROUTES.split(name).nth(1).expect("the table of pages");
        table.split(".into_inner()").next().unwrap_or_default()
    });
    tables.iter().flat_map(|pages| pages.split("path!(\"").skip(1)).filter_map(|rest| rest.split('"').next()).collect()
}

/// The addresses that the browser opens: those that everybody may, and those behind the login.
fn addresses() -> Vec<&'static str> {
    let lists = ["const PAGES = [", "const STAFF_PAGES = ["]
        .map(|name| PLACES.split(name).nth(1).and_then(|rest| rest.split(']').next()).expect("the list of addresses"));
    lists.iter().flat_map(|list| list.split('"').skip(1).step_by(2)).collect()
}

fn fits(pattern: &str, address: &str) -> bool {
    let parts = |text: &'_ str| text.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (pattern, address) = (parts(pattern), parts(address.split('?').next().unwrap_or_default()));
    pattern.len() == address.len()
        && pattern.iter().zip(&address).all(|(wanted, given)| wanted.starts_with(':') || wanted == given)
}

#[test]
fn every_kind_of_page_is_looked_at_in_a_browser() {
    let (patterns, addresses) = (patterns(), addresses());
    assert!(patterns.len() >= 8 && addresses.len() >= 8, "the lists were not found in the source");
    for pattern in &patterns {
        assert!(
            addresses.iter().any(|address| fits(pattern, address)),
            "end2end/routes.ts has no address of the kind \"{pattern}\""
        );
    }
}

#[test]
fn no_browser_check_looks_for_a_page_that_is_gone() {
    for address in addresses() {
        assert!(patterns().iter().any(|pattern| fits(pattern, address)), "{address} of end2end/routes.ts is no page");
    }
}
