//! The table of the staff side: each address with who may open it and what answers it. The routes, the access check and
//! the list of pages for the checks in a browser all follow from it.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};

use super::addresses::{
    BULK, DEPARTMENTS, ENTRIES, FIRST_DAY, HELP, IMPORT, PEOPLE, PROPOSALS, REORGANISE, REPORTS, TABLES, TYPED_CARDS,
};
use super::{
    account, audit, bulk, departments, entries, first_day, guides, imports, login, people, proposals,
    redirect_to_history, redirect_to_parent, reorganise, reports, sign_on, table_rows, tables, typed_cards, uploads,
};
use crate::language::{ContentLanguage, Language};
use crate::server::audit::filter::{AUDIT, AUDIT_FILE};
use crate::server::staff::access::AccessRequirement::{self, Administrator, Login, Nothing, OwnAccount};
use crate::server::staff::access::{ACCOUNT, DESK, LOGIN, SIGN_ON, SIGNED_ON};
use crate::server::state::AppState;

const ROUTES: &[StaffRoute] = &[
    page(LOGIN, Nothing, || get(login::show).post(login::log_in)),
    other(SIGN_ON, Nothing, || get(sign_on::begin)),
    other(SIGNED_ON, Nothing, || get(sign_on::finish)),
    form_target("/staff/logout", OwnAccount, || post(login::log_out)),
    page(DESK, Login, || get(entries::user)),
    page(HELP, Login, || get(entries::help)),
    page(ACCOUNT, OwnAccount, || get(account::show)),
    form_target("/staff/account/password", OwnAccount, || post(account::change_password)),
    form_target("/staff/account/sessions", OwnAccount, || post(account::end_sessions)),
    page(PEOPLE, Administrator, || get(people::list).post(people::add)).restored_at(Restored::Here),
    page("/staff/people/{id}", Administrator, || get(people::show)),
    form_target("/staff/people/{id}/roles", Administrator, || post(people::save_roles)),
    form_target("/staff/people/{id}/disable", Administrator, || post(people::disable)),
    form_target("/staff/people/{id}/enable", Administrator, || post(people::enable)),
    form_target("/staff/people/{id}/reset", Administrator, || post(people::reset)),
    form_target("/staff/people/{id}/unlink", Administrator, || post(people::unlink)),
    form_target("/staff/people/{id}/sessions", Administrator, || post(people::end_sessions)),
    page(DEPARTMENTS, Administrator, || get(departments::show).post(departments::save)),
    page(REORGANISE, Administrator, || get(reorganise::show).post(reorganise::propose)).restored_at(Restored::Here),
    form_target("/staff/reorganise/choose", Administrator, || post(reorganise::choose)),
    other("/staff/reorganise/template.xlsx", Administrator, || get(reorganise::download)),
    page("/staff/departments/{id}", Administrator, || get(departments::show_one).post(departments::save_kept)),
    page(FIRST_DAY, Administrator, || get(first_day::show)),
    form_target("/staff/first-day/city", Administrator, || post(first_day::choose)),
    form_target("/staff/first-day/later", Administrator, || post(first_day::put_off)),
    page(ENTRIES, Login, || get(entries::list)),
    other("/staff/procedures.xlsx", Login, || get(uploads::selection)),
    form_target("/staff/procedures/checked", Login, || post(entries::confirm)),
    page("/staff/procedures/new", Login, || get(entries::new).post(entries::add)).restored_at(Restored::Here),
    page("/staff/procedures/{id}/edit", Login, || get(entries::edit).post(entries::save)).restored_at(Restored::Here),
    page("/staff/procedures/{id}/history", Login, || get(entries::history)),
    other("/staff/procedures/{id}/undo", Login, || get(redirect_to_history).post(entries::undo))
        .restored_at(Restored::History),
    page(BULK, Login, || get(bulk::show).post(bulk::choose)),
    form_target("/staff/bulk/propose", Login, || post(bulk::propose)).restored_at(Restored::Parent),
    page(AUDIT, Administrator, || get(audit::list)),
    page("/staff/audit/{id}", Administrator, || get(audit::show)),
    other(AUDIT_FILE, Administrator, || get(audit::download)),
    page(REPORTS, Login, || get(reports::list)),
    page("/staff/reports/{id}", Login, || get(reports::show)),
    form_target("/staff/reports/{id}/take", Login, || post(reports::take)),
    form_target("/staff/reports/{id}/note", Login, || post(reports::note)).restored_at(Restored::Parent),
    form_target("/staff/reports/{id}/close", Login, || post(reports::close)).restored_at(Restored::Parent),
    // Its body is limited around all routes, and while it is read.
    page(IMPORT, Login, || get(imports::show).post(imports::upload).layer(DefaultBodyLimit::disable()))
        .restored_at(Restored::Here),
    other("/staff/import/{file}", Login, || get(uploads::download)),
    page(TYPED_CARDS, Login, || get(typed_cards::show).post(typed_cards::propose)).restored_at(Restored::Here),
    page(TABLES, Login, || get(tables::list)),
    page("/staff/tables/{table}", Login, || get(tables::show)),
    page("/staff/tables/{table}/row", Login, || get(table_rows::edit).post(table_rows::save))
        .restored_at(Restored::Here),
    form_target("/staff/tables/{table}/row/remove", Login, || post(table_rows::remove)).restored_at(Restored::Parent),
    page("/staff/tables/{table}/history", Login, || get(tables::history)),
    form_target("/staff/tables/{table}/history/undo", Login, || post(tables::undo_row)).restored_at(Restored::Parent),
    form_target("/staff/tables/{table}/history/remove", Login, || post(tables::remove_event))
        .restored_at(Restored::Parent),
    other("/staff/tables/{table}/file.xlsx", Login, || get(tables::download)),
    other("/staff/tables/{table}/import", Login, || get(tables::import)),
    page("/staff/guides/{id}", Login, || get(guides::show)),
    page(PROPOSALS, Login, || get(proposals::list)),
    form_target("/staff/proposals/approve", Login, || post(proposals::approve_seen)),
    page("/staff/proposals/{id}", Login, || get(proposals::show)),
    form_target("/staff/proposals/{id}/send", Login, || post(proposals::send)),
    form_target("/staff/proposals/{id}/publish", Login, || post(proposals::publish)),
    form_target("/staff/proposals/{id}/approve", Login, || post(proposals::approve)),
    form_target("/staff/proposals/{id}/return", Login, || post(proposals::give_back)).restored_at(Restored::Parent),
    form_target("/staff/proposals/{id}/withdraw", Login, || post(proposals::withdraw)),
    form_target("/staff/proposals/{id}/settle", Login, || post(proposals::settle)),
    other("/staff/proposals/{id}/report.csv", Login, || get(uploads::report_as_csv)),
    other("/staff/proposals/{id}/report.xlsx", Login, || get(uploads::report_as_workbook)),
    form_target("/staff/proposals/{id}/abandon", Login, || post(uploads::abandon)),
    form_target("/staff/proposals/{id}/read", Login, || post(uploads::read_again)),
    form_target("/staff/proposals/{id}/undo", Login, || post(proposals::undo)).restored_at(Restored::Parent),
];

/// An address, without the prefix of a language.
struct StaffRoute {
    address: &'static str,
    /// What every method requires. Handlers check the rights on the data itself.
    access: AccessRequirement,
    kind: Kind,
    methods: fn() -> MethodRouter<AppState>,
    /// Where what was typed into its form is shown again if the session had ended; `None` if nothing is worth keeping.
    restored: Option<Restored>,
}

/// The page that shows a form again, seen from the address that it is sent to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Restored {
    Here,
    Parent,
    /// The history beside a change that is undone.
    History,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Shows a page.
    Page,
    /// Receives a form. A visitor is redirected to the page above it, which has the form.
    FormTarget,
    /// A file or a redirect.
    Other,
}

const fn page(address: &'static str, access: AccessRequirement, methods: fn() -> MethodRouter<AppState>) -> StaffRoute {
    StaffRoute { address, access, kind: Kind::Page, methods, restored: None }
}

const fn form_target(
    address: &'static str,
    access: AccessRequirement,
    methods: fn() -> MethodRouter<AppState>,
) -> StaffRoute {
    StaffRoute { address, access, kind: Kind::FormTarget, methods, restored: None }
}

const fn other(
    address: &'static str,
    access: AccessRequirement,
    methods: fn() -> MethodRouter<AppState>,
) -> StaffRoute {
    StaffRoute { address, access, kind: Kind::Other, methods, restored: None }
}

impl StaffRoute {
    const fn restored_at(mut self, at: Restored) -> Self {
        self.restored = Some(at);
        self
    }

    fn methods(&self) -> MethodRouter<AppState> {
        match self.kind {
            Kind::FormTarget => get(redirect_to_parent).merge((self.methods)()),
            Kind::Page | Kind::Other => (self.methods)(),
        }
    }

    /// The number of parts of the address, if there is a page at it or below it.
    fn depth_above(&self, page: &str) -> Option<usize> {
        let mut parts = page.split('/');
        let mut depth = 0;
        for wanted in self.address.split('/') {
            let given = parts.next()?;
            if given != wanted && (given.is_empty() || !wanted.starts_with('{')) {
                return None;
            }
            depth += 1;
        }
        Some(depth)
    }
}

/// All addresses, without the prefix of a language.
pub(in crate::server::http::router) fn addresses() -> Vec<&'static str> {
    ROUTES.iter().map(|route| route.address).collect()
}

/// The addresses of pages, without the prefix of a language.
pub(in crate::server::http::router) fn pages() -> Vec<&'static str> {
    ROUTES.iter().filter(|route| route.kind == Kind::Page).map(|route| route.address).collect()
}

/// The routes in each language that the city's texts are kept in. In the others, the guard leads to one of these.
pub(in crate::server::http::router) fn routes() -> Router<AppState> {
    ROUTES.iter().fold(Router::new(), |router, route| {
        let methods = route.methods();
        let languages = ContentLanguage::ALL.iter().map(|language| Language::from(*language));
        let addresses = languages.map(|language| language.path(route.address));
        addresses.fold(router, |router, address| router.route(&address, methods.clone()))
    })
}

/// The page, without the prefix of a language, that shows a form again that was sent to an address without a session.
pub(super) fn page_of_form(address: &str) -> Option<String> {
    let depth = address.split('/').count();
    let route = ROUTES.iter().find(|route| {
        // An address with a word for a part comes before one with any id there.
        route.depth_above(address) == Some(depth)
    })?;
    let above = || address.rsplit_once('/').map(|(above, _)| above.to_owned());
    match route.restored? {
        Restored::Here => Some(address.to_owned()),
        Restored::Parent => above(),
        Restored::History => above().map(|above| format!("{above}/history")),
    }
}

/// What a page requires, given without its language prefix. An address that the table does not have requires what the
/// nearest address above it does, and at least a login, so that no page can be forgotten.
pub(super) fn access_requirement(page: &str) -> AccessRequirement {
    let above = ROUTES.iter().filter_map(|route| Some((route.depth_above(page)?, route.access)));
    match above.max() {
        Some((depth, access)) if depth == page.split('/').count() => access,
        Some((_, access)) => access.max(Login),
        None => Login,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_lies_below_staff_needs_a_login_unless_it_is_the_door_itself() {
        for page in ["/staff/login", "/staff/login/single-sign-on", "/staff/login/return"] {
            assert_eq!(access_requirement(page), AccessRequirement::Nothing, "{page}");
        }
        for page in
            ["/staff", "/staff/", "/staff/no-such-page", "/staff/login/x", "/staff/login/return/x", "/staff/peoples"]
        {
            assert_eq!(access_requirement(page), AccessRequirement::Login, "{page}");
        }
        for page in ["/staff/people", "/staff/people/", "/staff/people/1/reset", "/staff/departments"] {
            assert_eq!(access_requirement(page), AccessRequirement::Administrator, "{page}");
        }
        for page in ["/staff/audit", "/staff/audit/7", "/staff/audit/rows.csv"] {
            assert_eq!(access_requirement(page), AccessRequirement::Administrator, "{page}");
        }
        assert_eq!(access_requirement("/staff/account/password"), AccessRequirement::OwnAccount);
    }

    #[test]
    fn each_address_of_the_table_requires_what_its_row_says() {
        for route in ROUTES {
            let page = route.address.replace("{id}", "a-b").replace("{file}", "cards.xlsx").replace("{table}", "cards");
            assert_eq!(access_requirement(&page), route.access, "{page}");
        }
    }

    #[test]
    fn what_was_typed_is_shown_again_on_the_page_of_its_form_and_passwords_are_not() {
        let page = |address| page_of_form(address);
        assert_eq!(page("/staff/procedures/a-b/edit").as_deref(), Some("/staff/procedures/a-b/edit"));
        assert_eq!(page("/staff/procedures/new").as_deref(), Some("/staff/procedures/new"));
        assert_eq!(page("/staff/procedures/a-b/undo").as_deref(), Some("/staff/procedures/a-b/history"));
        assert_eq!(page("/staff/tables/cards/row/remove").as_deref(), Some("/staff/tables/cards/row"));
        assert_eq!(page("/staff/proposals/x/return").as_deref(), Some("/staff/proposals/x"));
        for other in ["/staff/account/password", "/staff/login", "/staff/logout", "/staff/proposals/x/send", "/staff/x"]
        {
            assert_eq!(page(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_unknown_is_as_closed_as_what_lies_above_it() {
        for page in ["/staff/people/1/x/y", "/staff/people/1/", "/staff/departments/x"] {
            assert_eq!(access_requirement(page), AccessRequirement::Administrator, "{page}");
        }
        for page in ["/staff//people", "/staff/account/x", "/staff/logout/", "/elsewhere"] {
            assert_eq!(access_requirement(page), AccessRequirement::Login, "{page}");
        }
    }
}
