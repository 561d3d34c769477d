//! Page access. The guard checks here before any staff page is looked up or rendered.

use std::time::Duration;

use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use domain::rights::Rights;
use domain::session::SessionId;
use domain::staff::PersonName;
use store::error::AppError;
use store::{WriteKind, sessions, staff};

use super::{CurrentUser, cookies, origin};
use crate::language::Language;
use crate::server::state::AppState;

/// The login page.
pub const LOGIN: &str = "/staff/login";
/// The start of single sign-on.
pub const SIGN_ON: &str = "/staff/login/single-sign-on";
/// The redirect URI of single sign-on, the only one registered with the provider.
pub const SIGNED_ON: &str = "/staff/login/return";
/// The page of the user's own account.
pub const ACCOUNT: &str = "/staff/account";
/// The first page after login.
pub const DESK: &str = "/staff";

/// The longest that a page waits for its session's last use to be recorded.
const LONGEST_NOTE: Duration = Duration::from_millis(500);

/// The longest address to go on to after a login. That of a row holds its key, in which each letter may take nine.
const LONGEST_NEXT: usize = 2_000;

/// What access to a page requires, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessRequirement {
    Nothing,
    /// A login, even with a one-time password, which is replaced there.
    OwnAccount,
    Login,
    Administrator,
}

/// Whether a page, given without its language prefix, is a staff page.
#[must_use]
pub fn is_staff_page(page: &str) -> bool {
    is_within(page, DESK)
}

/// Whether a page is the one at an address, or below it.
#[must_use]
pub fn is_within(page: &str, address: &str) -> bool {
    page.strip_prefix(address).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The guard's decision.
#[derive(Debug)]
pub enum AccessDecision {
    /// Access granted, with the user if someone is logged in.
    Open(Option<Box<CurrentUser>>),
    LogIn,
    ChangePassword,
    /// Logged in without the right, with the names of those who can grant it.
    NoRight {
        user: Box<CurrentUser>,
        administrators: Vec<PersonName>,
    },
}

/// Decides on a request for a page that requires `need`.
///
/// # Errors
/// If the database does not answer; access is then denied.
pub async fn authorize(state: &AppState, request: &Parts, need: AccessRequirement) -> Result<AccessDecision, AppError> {
    let Some(user) = current_user(state, request).await? else {
        return Ok(if need == AccessRequirement::Nothing { AccessDecision::Open(None) } else { AccessDecision::LogIn });
    };
    let user = Box::new(user);
    match need {
        AccessRequirement::Nothing | AccessRequirement::OwnAccount => Ok(AccessDecision::Open(Some(user))),
        _ if user.rights.must_change_password() => Ok(AccessDecision::ChangePassword),
        AccessRequirement::Administrator if !user.rights.may_administer() => {
            let members = staff::list_members(&mut state.db().read().await?).await?;
            let administrators =
                members.into_iter().filter(|one| Rights::of(one).may_administer()).map(|one| one.name).collect();
            Ok(AccessDecision::NoRight { user, administrators })
        }
        AccessRequirement::Administrator | AccessRequirement::Login => Ok(AccessDecision::Open(Some(user))),
    }
}

/// The user of a live session whose account is not disabled.
async fn current_user(state: &AppState, request: &Parts) -> Result<Option<CurrentUser>, AppError> {
    let Some(token) = cookies::read(&request.headers, cookies::SESSION) else { return Ok(None) };
    let now = state.now();
    let mut connection = state.db().read().await?;
    let Some((session, owner)) = sessions::find_session(&mut connection, &token.hash()).await? else {
        return Ok(None);
    };
    let Some(account) = staff::find_member(&mut connection, &owner).await? else { return Ok(None) };
    drop(connection);
    if session.has_expired(now) || account.member.disabled {
        return Ok(None);
    }
    if session.needs_touch(now) {
        touch_session(state, session.id.clone(), now).await?;
    }
    let rights = Rights::of(&account.member);
    let origin = origin(state.db(), state.client_address().network_of(request));
    Ok(Some(CurrentUser { member: account.member, rights, session, origin }))
}

/// Records that a session is in use. Readers do not wait long for writers such as a large import: if the write does not
/// finish in time, it completes later or with the next page.
async fn touch_session(state: &AppState, id: SessionId, now: DateTime<Utc>) -> Result<(), AppError> {
    let db = state.db().clone();
    let noting = tokio::spawn(async move {
        let id = &id;
        db.write(WriteKind::Private, |transaction| Box::pin(sessions::touch_session(transaction, id, now))).await
    });
    let Ok(Ok(noted)) = tokio::time::timeout(LONGEST_NOTE, noting).await else { return Ok(()) };
    noted.or_else(|error: AppError| if error.unavailable().is_none() { Err(error) } else { Ok(()) })
}

/// The page to show after login, if it is a staff page. `None` for anything else, because the value may come from an
/// attacker.
#[must_use]
pub fn next_page(wish: &str) -> Option<String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/-_.~%?=&".contains(letter);
    let (path, _) = wish.split_once('?').unwrap_or((wish, ""));
    let (_, page) = Language::split_path(path);
    let leads_on =
        is_staff_page(page) && !page.contains("//") && !matches!(page, LOGIN | SIGN_ON | SIGNED_ON | "/staff/logout");
    (wish.chars().all(is_plain) && wish.len() <= LONGEST_NEXT && leads_on).then(|| wish.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_below_staff_is_a_staff_page() {
        assert!(is_staff_page("/staff") && is_staff_page("/staff/people"));
        assert!(!is_staff_page("/staffing") && !is_staff_page("/cards") && !is_staff_page("/"));
    }

    #[test]
    fn after_logging_in_one_goes_to_a_staff_page_of_this_site_and_nowhere_else() {
        for page in ["/staff", "/en/staff/people", "/staff/people?sort=name", "/easy/staff/account"] {
            assert_eq!(next_page(page).as_deref(), Some(page));
        }
        for elsewhere in [
            "",
            "/",
            "/cards",
            "https://evil.jp/staff",
            "//evil.jp/staff",
            "/\\evil.jp/staff",
            "/staff/login",
            "/en/staff/logout",
            "/staff/login/return?state=a&code=b",
            "/en/staff/login/single-sign-on",
            "/staff//evil.jp",
            "/staff\r\nset-cookie: a=b",
            "/staff/../../evil\u{0}",
            "staff",
        ] {
            assert_eq!(next_page(elsewhere), None, "{elsewhere}");
        }
    }
}
