//! The door of the staff side: accounts, logging in, sessions, and who may enter where.
//!
//! What follows from a right is decided in `domain::rights`; here it is asked, before anything is read or written for a
//! member of staff.

pub mod accounts;
pub mod cookies;
pub mod door;
pub mod form;
pub mod login;
pub mod multipart;
pub mod own_account;
pub mod passwords;
pub mod random;
pub mod sign_on;
pub mod tries;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::password::PasswordError;
use domain::rights::Rights;
use domain::session::Session;
use domain::staff::{Member, StaffId};
use store::error::AppError;
use store::{AuditRow, COMMAND_LINE, Connection, Db, staff};

use self::passwords::Hasher;
use self::sign_on::{LoginMethods, SignOn};
use self::tries::LoginThrottle;

/// Who a request comes from, as the guard has found out.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    pub member: Member,
    pub rights: Rights,
    pub session: Session,
    /// Where the request comes from, as the audit may tell it.
    pub origin: String,
}

impl CurrentUser {
    /// Who the audit says did it, and from where.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Member { id: self.member.id.clone(), origin: self.origin.clone() }
    }

    /// The same with the account as it is in a transaction: it may have been closed or given other roles since the
    /// request came in. `None` where nothing may be done with it any more.
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

/// A network as the audit may tell it: a mark that is the same for the same network, and tells nobody without the key
/// which it was.
fn origin(db: &Db, network: Option<IpAddr>) -> String {
    network.map_or_else(|| "unknown".to_owned(), |network| db.hash_origin(&network.to_string()))
}

/// What all requests share on the staff side.
#[derive(Debug, Clone, Default)]
pub struct Reception {
    pub(super) hasher: Arc<Hasher>,
    pub(super) tries: Arc<LoginThrottle>,
    /// Where single sign-on is offered.
    pub(super) sign_on: Option<Arc<SignOn>>,
}

impl Reception {
    /// Lets go of tries of an hour that is over.
    pub(super) fn forget(&self, now: DateTime<Utc>) {
        self.tries.forget(now);
        if let Some(sign_on) = &self.sign_on {
            sign_on.forget(now);
        }
    }

    /// Single sign-on, where it is offered.
    #[must_use]
    pub(super) fn sign_on(&self) -> Option<&SignOn> {
        self.sign_on.as_deref()
    }

    /// How one can come in here.
    #[must_use]
    pub(super) fn ways(&self) -> LoginMethods {
        self.sign_on.as_ref().map_or(LoginMethods::Passwords, |sign_on| sign_on.login_methods())
    }
}

/// Who does something to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Whoever runs the installation.
    CommandLine,
    Member {
        id: StaffId,
        /// Where the request came from; never the address itself.
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

string_enum! {
    /// What is accounted for on the staff side.
    pub enum Deed ("deed") {
        AddStaff = "add staff",
        ChangeRoles = "change roles",
        DisableStaff = "disable staff",
        EnableStaff = "enable staff",
        ResetPassword = "reset password",
        ChangePassword = "change password",
        EndSessions = "end sessions",
        LogIn = "log in",
        LogOut = "log out",
        LinkIdentity = "link identity",
        UnlinkIdentities = "unlink identities",
    }
}

/// The audit row of a deed. It names accounts by their ids: neither address nor name belongs in it.
fn audit(actor: &Actor, deed: Deed, account: &StaffId, detail: impl Into<String>) -> AuditRow {
    let row = AuditRow::new(actor.to_string(), deed.as_str(), format!("staff {account}")).detail(detail);
    match actor {
        Actor::CommandLine => row,
        Actor::Member { origin, .. } => row.from_origin(origin),
    }
}

/// The audit row of what a member of staff does to the catalogue.
pub(super) fn row_of(desk: &CurrentUser, action: &str, subject: impl Into<String>) -> AuditRow {
    row_by(&desk.member.id, &desk.origin, action, subject)
}

/// The same, of what somebody has laid down and somebody else does, or its day: the origin is where it is done from.
pub(super) fn row_by(staff: &StaffId, origin: &str, action: &str, subject: impl Into<String>) -> AuditRow {
    let actor = Actor::Member { id: staff.clone(), origin: origin.to_owned() };
    AuditRow::new(actor.to_string(), action, subject).from_origin(origin)
}

/// The origin of what is done because its day has come.
pub(super) const ITS_DAY: &str = "its-day";

string_enum! {
    /// What is wrong with a form of the staff side.
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
        /// It is the one that is to be replaced.
        PasswordSame = "password_same",
        /// The two fields differ.
        PasswordRepeat = "password_repeat",
        /// The account, or the whole installation, is opened by single sign-on only.
        NoPassword = "no_password",
        /// It has fields that are not those of this form.
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

/// Why what was asked for was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    Mistakes(Vec<Mistake>),
    /// The account has no right to it.
    NoRight,
    /// There is no such account.
    NotFound,
    /// It was tried too often.
    TooMany {
        seconds: u64,
    },
}

impl From<Mistake> for Refusal {
    fn from(mistake: Mistake) -> Self {
        Self::Mistakes(vec![mistake])
    }
}
