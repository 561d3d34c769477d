//! One address of each kind of page: those that the checks in a browser open.

const LISTS: &str = include_str!("../../end2end/routes.ts");

/// Addresses of the public pages.
pub fn public_pages() -> Vec<&'static str> {
    list("const PAGES = [")
}

/// Addresses of the pages behind the login.
pub fn staff_pages() -> Vec<&'static str> {
    list("const STAFF_PAGES = [")
}

fn list(start: &str) -> Vec<&'static str> {
    let (_, rest) = LISTS.split_once(start).expect("the list is in the file");
    let (list, _) = rest.split_once(']').expect("the list ends");
    list.split('"').skip(1).step_by(2).collect()
}
