//! Who may enter where. The guard asks here before anything of the staff side is looked up or rendered.

use std::time::Duration;

use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use domain::rights::Rights;
use domain::session::SessionId;
use domain::staff::PersonName;
use store::error::AppError;
use store::{sessions, staff};

use super::{CurrentUser, cookies, origin};
use crate::language::Language;
use crate::server::state::AppState;

/// The page on which one logs in.
pub const LOGIN: &str = "/staff/login";
/// From where single sign-on begins.
pub const SIGN_ON: &str = "/staff/login/single-sign-on";
/// To where the provider sends people back; the one address that is told to it.
pub const SIGNED_ON: &str = "/staff/login/return";
/// The page of one's own account.
pub const ACCOUNT: &str = "/staff/account";
/// The first page behind the door.
pub const DESK: &str = "/staff";
/// The accounts of all.
pub const PEOPLE: &str = "/staff/people";

/// What is laid down for departments.
pub const DEPARTMENTS: &str = "/staff/departments";

/// How long a page waits until the use of its session is noted.
const LONGEST_NOTE: Duration = Duration::from_millis(500);

/// What one needs to enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AccessRequirement {
    Nothing,
    /// To be logged in; also with a one-time password, which is replaced there.
    OwnAccount,
    Login,
    Administrator,
}

/// What stands behind the door is told by the address, so that no page can be forgotten: whatever lies below `/staff`
/// and is not named here needs a login.
fn access_requirement(page: &str) -> AccessRequirement {
    let lies_at = |place: &str| page.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    match page {
        LOGIN | SIGN_ON | SIGNED_ON => AccessRequirement::Nothing,
        "/staff/logout" => AccessRequirement::OwnAccount,
        _ if lies_at(ACCOUNT) => AccessRequirement::OwnAccount,
        _ if lies_at(PEOPLE) || lies_at(DEPARTMENTS) => AccessRequirement::Administrator,
        _ => AccessRequirement::Login,
    }
}

/// Whether a page, given without its language, belongs to the staff side.
#[must_use]
pub fn is_staff_page(page: &str) -> bool {
    page.strip_prefix(DESK).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What the guard answers.
#[derive(Debug)]
pub enum AccessDecision {
    /// Goes on, with who it is where somebody is logged in.
    Open(Option<Box<CurrentUser>>),
    LogIn,
    ChangePassword,
    /// Is logged in and has no right to it; with the names of those who could give it.
    NoRight {
        desk: Box<CurrentUser>,
        administrators: Vec<PersonName>,
    },
}

/// Decides about a request for a page, given without its language.
///
/// # Errors
/// Where the database does not answer; then nobody enters.
pub async fn authorize(state: &AppState, request: &Parts, page: &str) -> Result<AccessDecision, AppError> {
    let need = access_requirement(page);
    let Some(desk) = current_user(state, request).await? else {
        return Ok(if need == AccessRequirement::Nothing { AccessDecision::Open(None) } else { AccessDecision::LogIn });
    };
    let desk = Box::new(desk);
    match need {
        AccessRequirement::Nothing | AccessRequirement::OwnAccount => Ok(AccessDecision::Open(Some(desk))),
        _ if desk.rights.must_change_password() => Ok(AccessDecision::ChangePassword),
        AccessRequirement::Administrator if !desk.rights.may_administer() => {
            let members = staff::list_members(&mut state.db().read().await?).await?;
            let administrators =
                members.into_iter().filter(|one| Rights::of(one).may_administer()).map(|one| one.name).collect();
            Ok(AccessDecision::NoRight { desk, administrators })
        }
        AccessRequirement::Administrator | AccessRequirement::Login => Ok(AccessDecision::Open(Some(desk))),
    }
}

/// Who brings a session that has not ended, of an account that is not disabled.
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

/// Notes that a session is in use. Whoever only reads does not wait long for those who write, such as a large import:
/// what could not be noted by then is noted when it can be, or with the next page.
async fn touch_session(state: &AppState, id: SessionId, now: DateTime<Utc>) -> Result<(), AppError> {
    let db = state.db().clone();
    let noting = tokio::spawn(async move {
        db.write_private(|connection| {
            let id = id.clone();
            Box::pin(async move { sessions::touch_session(connection, &id, now).await })
        })
        .await
    });
    match tokio::time::timeout(LONGEST_NOTE, noting).await {
        Ok(Ok(Err(error))) if error.unavailable().is_none() => Err(error),
        _ => Ok(()),
    }
}

/// Where to go after logging in, if that is a page of the staff side; nothing else is an answer to a stranger's wish.
#[must_use]
pub fn next_page(wish: &str) -> Option<String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/-_.~%?=&".contains(letter);
    let (path, _) = wish.split_once('?').unwrap_or((wish, ""));
    let (_, page) = Language::split_path(path);
    let leads_on =
        is_staff_page(page) && !page.contains("//") && !matches!(page, LOGIN | SIGN_ON | SIGNED_ON | "/staff/logout");
    (wish.chars().all(is_plain) && wish.len() <= 500 && leads_on).then(|| wish.to_owned())
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
        assert_eq!(access_requirement("/staff/account/password"), AccessRequirement::OwnAccount);
    }

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
