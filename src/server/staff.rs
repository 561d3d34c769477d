//! Authentication and access for the staff pages: accounts, login, sessions and page access.
//!
//! `domain::rights` decides what a right allows. This module checks it before anything is read or written for a member
//! of staff.

pub mod access;
pub mod accounts;
pub mod cookies;
pub mod form;
pub mod login;
pub mod login_throttle;
pub mod lost_forms;
pub mod multipart;
pub mod oidc;
pub mod own_account;
pub mod passwords;
pub mod secrets;
pub mod sign_on;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::audit_action::AuditAction;
use domain::password::PasswordError;
use domain::rights::Rights;
use domain::session::Session;
use domain::staff::{StaffId, StaffMember};
use store::error::AppError;
use store::{AuditRow, COMMAND_LINE, Connection, Db, staff};

use self::oidc::{LoginMethods, SignOn};
use self::passwords::Hasher;
use crate::server::action_error::ActionError;
use login_throttle::LoginThrottle;

/// The user behind a request, as identified by the guard.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    pub member: StaffMember,
    pub rights: Rights,
    pub session: Session,
    /// The origin of the request, as recorded in the audit log.
    pub origin: String,
}

impl CurrentUser {
    /// The actor and the origin, for an audit row.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Member { id: self.member.id.clone(), origin: self.origin.clone() }
    }

    /// The same user, re-read within a transaction: the account may have been disabled or given other roles since the
    /// request arrived. `None` if the account may no longer do anything.
    pub(super) async fn now(&self, connection: &mut Connection) -> Result<Option<Self>, AppError> {
        let account = staff::find_member(connection, &self.member.id).await?;
        let member = account.map(|account| account.member);
        Ok(member.filter(|member| !member.disabled && !member.must_change_password).map(|member| Self {
            rights: Rights::of(&member),
            member,
            session: self.session.clone(),
            origin: self.origin.clone(),
        }))
    }
}

/// A network as recorded in the audit log: a keyed hash. The same network always gives the same value, and the network
/// cannot be recovered without the key.
fn origin(db: &Db, network: Option<IpAddr>) -> String {
    network.map_or_else(|| "unknown".to_owned(), |network| db.hash_origin(&network.to_string()))
}

/// State shared by all requests to the staff pages.
#[derive(Debug, Clone, Default)]
pub struct AuthServices {
    pub(super) hasher: Arc<Hasher>,
    pub(super) login_throttle: Arc<LoginThrottle>,
    /// Single sign-on, if configured.
    pub(super) sign_on: Option<Arc<SignOn>>,
}

impl AuthServices {
    /// Drops login attempts older than the current hour.
    pub(super) fn forget(&self, now: DateTime<Utc>) {
        self.login_throttle.forget(now);
        if let Some(sign_on) = &self.sign_on {
            sign_on.forget(now);
        }
    }

    /// Single sign-on, if configured.
    #[must_use]
    pub(super) fn sign_on(&self) -> Option<&SignOn> {
        self.sign_on.as_deref()
    }

    /// The login methods available.
    #[must_use]
    pub(super) fn login_methods(&self) -> LoginMethods {
        self.sign_on.as_ref().map_or(LoginMethods::Passwords, |sign_on| sign_on.login_methods())
    }
}

/// The actor of a change to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The operator of the installation.
    CommandLine,
    Member {
        id: StaffId,
        /// The origin of the request; never the address itself.
        origin: String,
    },
}

impl fmt::Display for Actor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => formatter.write_str(COMMAND_LINE),
            Self::Member { id, .. } => write!(formatter, "staff {id}"),
        }
    }
}

/// The audit row for an action. It names accounts by id and contains no address or personal name.
fn audit(actor: &Actor, action: AuditAction, account: &StaffId, detail: impl Into<String>) -> AuditRow {
    let row = AuditRow::new(actor.to_string(), action.as_str(), format!("staff {account}")).detail(detail);
    match actor {
        Actor::CommandLine => row,
        Actor::Member { origin, .. } => row.from_origin(origin),
    }
}

/// The audit row for a member of staff's change to the catalogue.
pub(super) fn row_of(user: &CurrentUser, action: &str, subject: impl Into<String>) -> AuditRow {
    row_by(&user.member.id, &user.origin, action, subject)
}

/// The same for a change that one person proposed and that another person or the scheduler carries out. The origin is
/// that of the request that carries it out.
pub(super) fn row_by(staff: &StaffId, origin: &str, action: &str, subject: impl Into<String>) -> AuditRow {
    let actor = Actor::Member { id: staff.clone(), origin: origin.to_owned() };
    AuditRow::new(actor.to_string(), action, subject).from_origin(origin)
}

/// The origin of changes published by the scheduler.
pub(super) const SCHEDULER: &str = "its-day";

string_enum! {
    /// A validation error in a staff form.
    pub enum Mistake ("mistake") {
        EMail = "e_mail",
        EMailTaken = "e_mail_taken",
        Name = "name",
        Department = "department",
        CurrentPassword = "current_password",
        PasswordTooShort = "password_too_short",
        PasswordTooLong = "password_too_long",
        PasswordCommon = "password_common",
        PasswordPersonal = "password_personal",
        /// The new password is the one it would replace.
        PasswordSame = "password_same",
        /// The two password fields differ.
        PasswordRepeat = "password_repeat",
        /// The account, or the whole installation, allows only single sign-on.
        NoPassword = "no_password",
        /// The form has unexpected fields.
        Form = "form",
    }
}

impl From<PasswordError> for Mistake {
    fn from(mistake: PasswordError) -> Self {
        match mistake {
            PasswordError::TooShort => Self::PasswordTooShort,
            PasswordError::TooLong => Self::PasswordTooLong,
            PasswordError::Common => Self::PasswordCommon,
            PasswordError::Personal => Self::PasswordPersonal,
        }
    }
}

/// Why an action was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    Mistakes(Vec<Mistake>),
    /// The account lacks the right.
    NoRight,
    /// The account does not exist.
    NotFound,
    /// Too many attempts.
    TooMany {
        seconds: u64,
    },
}

impl From<Mistake> for Refusal {
    fn from(mistake: Mistake) -> Self {
        Self::Mistakes(vec![mistake])
    }
}

/// Why an action on an account failed; nothing was written.
pub type AccountError = ActionError<Refusal>;

impl From<Refusal> for AccountError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Mistake> for AccountError {
    fn from(mistake: Mistake) -> Self {
        Self::Refused(mistake.into())
    }
}
