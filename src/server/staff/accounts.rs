//! Account management: by administrators in the browser, and by the operator at the command line. Each function first
//! checks that the caller may act.

mod lookup;

use chrono::{DateTime, Utc};
use domain::password::Password;
use domain::rights::Rights;
use domain::staff::{Email, Member, PersonName, Roles, StaffId};
use store::error::AppError;
use store::random::random_bytes;
use store::{Connection, Db, TransactionOutcome, catalogue, identities, sessions, staff};

use super::passwords::{Hasher, is_common};
use super::secrets::OneTimePassword;
use super::{Actor, CurrentUser, Deed, Mistake, Refusal, audit};

/// The caller and their right.
#[derive(Debug, Clone, Copy)]
pub enum Caller<'a> {
    /// Anyone who can run the program on this database can do anything to it anyway.
    CommandLine,
    User(&'a CurrentUser),
}

impl Caller<'_> {
    fn actor(self) -> Actor {
        match self {
            Self::CommandLine => Actor::CommandLine,
            Self::User(user) => user.actor(),
        }
    }

    /// The rights check, to be repeated in the transaction that writes.
    fn asking(self, right: Right) -> Asking {
        match self {
            Self::CommandLine => Asking { desk: None, right },
            Self::User(user) => Asking { desk: Some(user.clone()), right },
        }
    }
}

/// A right that an account action may require.
#[derive(Debug, Clone)]
enum Right {
    Add,
    Change(StaffId),
    EndSessionsOf(StaffId),
}

impl Right {
    fn is_of(&self, rights: &Rights) -> bool {
        match self {
            Self::Add => rights.may_administer(),
            Self::Change(account) => rights.may_change(account),
            Self::EndSessionsOf(account) => rights.may_end_sessions_of(account),
        }
    }
}

/// A rights check.
#[derive(Debug, Clone)]
struct Asking {
    /// `None` for the command line.
    desk: Option<CurrentUser>,
    right: Right,
}

impl Asking {
    /// Checks the rights known when the request arrived.
    fn is_granted(&self) -> bool {
        self.desk.as_ref().is_none_or(|desk| self.right.is_of(&desk.rights))
    }

    /// Checks the current rights: if two administrators disable each other's account at the same time, the second
    /// fails.
    async fn is_still_granted(&self, connection: &mut Connection) -> Result<bool, AppError> {
        let Some(desk) = &self.desk else { return Ok(true) };
        Ok(desk.now(connection).await?.is_some_and(|desk| self.right.is_of(&desk.rights)))
    }
}

/// The details of a new account.
#[derive(Debug, Clone)]
pub struct NewMember {
    pub e_mail: Email,
    pub name: PersonName,
    pub roles: Roles,
}

/// How an account gets a password other than by its owner in the browser.
#[derive(Debug, Clone)]
pub enum NewPassword {
    /// Typed by the owner at the command line.
    Chosen(Password),
    /// Generated, shown once, and replaced at the first login.
    OneTime,
    /// No password: the account allows only single sign-on.
    Nothing,
}

/// What to pass on to the account's owner.
#[derive(Debug, Clone)]
pub struct PasswordReset {
    pub staff: StaffId,
    /// A one-time password. It is shown now and never again.
    pub one_time: Option<OneTimePassword>,
}

/// The accounts of one installation, and what managing them needs.
#[derive(Debug, Clone, Copy)]
pub struct Accounts<'a> {
    pub db: &'a Db,
    pub hasher: &'a Hasher,
    pub now: DateTime<Utc>,
}

impl Accounts<'_> {
    /// Adds an account.
    ///
    /// # Errors
    /// If the database does not answer or no random numbers are available.
    pub async fn add(
        self,
        by: Caller<'_>,
        new: NewMember,
        password: NewPassword,
    ) -> Result<Result<PasswordReset, Refusal>, AppError> {
        let asking = by.asking(Right::Add);
        if !asking.is_granted() {
            return Ok(Err(Refusal::NoRight));
        }
        let (hash, one_time) = match self.made(password, &new.e_mail, &new.name).await? {
            Ok(made) => made,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let member = Member {
            id: StaffId::from_random(random_bytes()?),
            e_mail: new.e_mail,
            name: new.name,
            roles: new.roles,
            disabled: false,
            must_change_password: one_time.is_some(),
            one_time_password_used: false,
            has_password: hash.is_some(),
            is_linked: false,
            password_changed_at: self.now,
            created_at: self.now,
            last_login_at: None,
        };
        let row = audit(&by.actor(), Deed::AddStaff, &member.id, described(&member.roles));
        let result = self
            .db
            .write_audited(self.now, |connection| {
                let (member, hash, audit, asking) = (member.clone(), hash.clone(), row.clone(), asking.clone());
                Box::pin(async move {
                    if !asking.is_still_granted(connection).await? {
                        return Ok(TransactionOutcome::Unchanged(Err(Refusal::NoRight)));
                    }
                    if !departments_exist(connection, &member.roles).await? {
                        return Ok(TransactionOutcome::Unchanged(Err(Mistake::Department.into())));
                    }
                    if !staff::add_member(connection, &member, hash.as_deref()).await? {
                        return Ok(TransactionOutcome::Unchanged(Err(Mistake::EMailTaken.into())));
                    }
                    Ok(TransactionOutcome::Committed { answer: Ok(()), audit })
                })
            })
            .await?;
        Ok(result.map(|()| PasswordReset { staff: member.id, one_time }))
    }

    /// Replaces an account's roles.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn save_roles(self, by: Caller<'_>, id: &StaffId, roles: Roles) -> Result<Result<(), Refusal>, AppError> {
        let asking = by.asking(Right::Change(id.clone()));
        if !asking.is_granted() {
            return Ok(Err(Refusal::NoRight));
        }
        let row = audit(&by.actor(), Deed::ChangeRoles, id, described(&roles));
        self.db
            .write_audited(self.now, |connection| {
                let (id, roles, audit, asking) = (id.clone(), roles.clone(), row.clone(), asking.clone());
                Box::pin(async move {
                    if !asking.is_still_granted(connection).await? {
                        return Ok(TransactionOutcome::Unchanged(Err(Refusal::NoRight)));
                    }
                    let Some(account) = staff::find_member(connection, &id).await? else {
                        return Ok(TransactionOutcome::Unchanged(Err(Refusal::NotFound)));
                    };
                    if account.member.roles == roles {
                        return Ok(TransactionOutcome::Unchanged(Ok(())));
                    }
                    if !departments_exist(connection, &roles).await? {
                        return Ok(TransactionOutcome::Unchanged(Err(Mistake::Department.into())));
                    }
                    staff::save_roles(connection, &id, &roles).await?;
                    Ok(TransactionOutcome::Committed { answer: Ok(()), audit })
                })
            })
            .await
    }

    /// Disables an account, which ends its sessions, or enables it again.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn save_disabled(
        self,
        by: Caller<'_>,
        id: &StaffId,
        disabled: bool,
    ) -> Result<Result<(), Refusal>, AppError> {
        let asking = by.asking(Right::Change(id.clone()));
        if !asking.is_granted() {
            return Ok(Err(Refusal::NoRight));
        }
        let deed = if disabled { Deed::DisableStaff } else { Deed::EnableStaff };
        let row = audit(&by.actor(), deed, id, "");
        self.db
            .write_audited(self.now, |connection| {
                let (id, audit, asking) = (id.clone(), row.clone(), asking.clone());
                Box::pin(async move {
                    if !asking.is_still_granted(connection).await? {
                        return Ok(TransactionOutcome::Unchanged(Err(Refusal::NoRight)));
                    }
                    let Some(account) = staff::find_member(connection, &id).await? else {
                        return Ok(TransactionOutcome::Unchanged(Err(Refusal::NotFound)));
                    };
                    if account.member.disabled == disabled {
                        return Ok(TransactionOutcome::Unchanged(Ok(())));
                    }
                    staff::save_disabled(connection, &id, disabled).await?;
                    sessions::end_sessions(connection, &id, None).await?;
                    sessions::remove_known_browsers(connection, &id).await?;
                    Ok(TransactionOutcome::Committed { answer: Ok(()), audit })
                })
            })
            .await
    }

    /// Sets or removes an account's password; either ends its sessions.
    ///
    /// # Errors
    /// If the database does not answer or no random numbers are available.
    pub async fn reset(
        self,
        by: Caller<'_>,
        id: &StaffId,
        password: NewPassword,
    ) -> Result<Result<PasswordReset, Refusal>, AppError> {
        let asking = by.asking(Right::Change(id.clone()));
        if !asking.is_granted() {
            return Ok(Err(Refusal::NoRight));
        }
        let Some(account) = staff::find_member(&mut self.db.read().await?, id).await? else {
            return Ok(Err(Refusal::NotFound));
        };
        let (hash, one_time) = match self.made(password, &account.member.e_mail, &account.member.name).await? {
            Ok(made) => made,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let must_change = one_time.is_some();
        let row = audit(&by.actor(), Deed::ResetPassword, id, "");
        self.db
            .write_audited(self.now, |connection| {
                let (id, hash, audit, asking) = (id.clone(), hash.clone(), row.clone(), asking.clone());
                let now = self.now;
                Box::pin(async move {
                    if !asking.is_still_granted(connection).await? {
                        return Ok(TransactionOutcome::Unchanged(Err(Refusal::NoRight)));
                    }
                    staff::save_password(connection, &id, hash.as_deref(), must_change, now).await?;
                    sessions::end_sessions(connection, &id, None).await?;
                    sessions::remove_known_browsers(connection, &id).await?;
                    Ok(TransactionOutcome::Committed { answer: Ok(()), audit })
                })
            })
            .await
            .map(|result| result.map(|()| PasswordReset { staff: id.clone(), one_time }))
    }

    /// Ends all sessions of an account and returns their number.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn end_sessions(self, by: Caller<'_>, id: &StaffId) -> Result<Result<u64, Refusal>, AppError> {
        let asking = by.asking(Right::EndSessionsOf(id.clone()));
        if !asking.is_granted() {
            return Ok(Err(Refusal::NoRight));
        }
        let actor = by.actor();
        let written = (id.clone(), actor, asking);
        self.db
            .write_audited(self.now, |connection| {
                let (id, actor, asking) = written.clone();
                Box::pin(async move {
                    if !asking.is_still_granted(connection).await? {
                        return Ok(TransactionOutcome::Unchanged(Err(Refusal::NoRight)));
                    }
                    let ended = sessions::end_sessions(connection, &id, None).await?;
                    if ended == 0 {
                        return Ok(TransactionOutcome::Unchanged(Ok(0)));
                    }
                    let audit = audit(&actor, Deed::EndSessions, &id, format!("ended: {ended}"));
                    Ok(TransactionOutcome::Committed { answer: Ok(ended), audit })
                })
            })
            .await
    }

    /// Unlinks an account from its single sign-on identity, which ends its sessions. The next login with its e-mail
    /// address links it again.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn unlink(self, by: Caller<'_>, id: &StaffId) -> Result<Result<(), Refusal>, AppError> {
        let asking = by.asking(Right::Change(id.clone()));
        if !asking.is_granted() {
            return Ok(Err(Refusal::NoRight));
        }
        let row = audit(&by.actor(), Deed::UnlinkIdentities, id, "");
        self.db
            .write_audited(self.now, |connection| {
                let (id, audit, asking) = (id.clone(), row.clone(), asking.clone());
                Box::pin(async move {
                    if !asking.is_still_granted(connection).await? {
                        return Ok(TransactionOutcome::Unchanged(Err(Refusal::NoRight)));
                    }
                    if staff::find_member(connection, &id).await?.is_none() {
                        return Ok(TransactionOutcome::Unchanged(Err(Refusal::NotFound)));
                    }
                    if identities::remove_identities(connection, &id).await? == 0 {
                        return Ok(TransactionOutcome::Unchanged(Ok(())));
                    }
                    sessions::end_sessions(connection, &id, None).await?;
                    sessions::remove_known_browsers(connection, &id).await?;
                    Ok(TransactionOutcome::Committed { answer: Ok(()), audit })
                })
            })
            .await
    }

    /// The hash of the new password, with the password itself if it was generated here.
    async fn made(
        self,
        password: NewPassword,
        e_mail: &Email,
        name: &PersonName,
    ) -> Result<Result<(Option<String>, Option<OneTimePassword>), Refusal>, AppError> {
        match password {
            NewPassword::Chosen(password) => match password.check(e_mail, name, is_common) {
                Ok(()) => Ok(Ok((Some(self.hasher.hash(password).await?), None))),
                Err(mistake) => Ok(Err(Mistake::from(mistake).into())),
            },
            NewPassword::OneTime => {
                let password = OneTimePassword::from_random(random_bytes()?);
                Ok(Ok((Some(self.hasher.hash(Password::of(password.as_str())).await?), Some(password))))
            }
            NewPassword::Nothing => Ok(Ok((None, None))),
        }
    }
}

async fn departments_exist(connection: &mut Connection, roles: &Roles) -> Result<bool, AppError> {
    if roles.departments.is_empty() {
        return Ok(true);
    }
    let all = catalogue::list_departments(connection).await?;
    Ok(roles.departments.iter().all(|code| all.iter().any(|department| department.code == *code)))
}

/// Roles as recorded in the audit log: codes and keywords, no personal names.
fn described(roles: &Roles) -> String {
    let departments: Vec<&str> = roles.departments.iter().map(|code| code.as_str()).collect();
    let roles: Vec<&str> = roles.named().into_iter().map(|role| role.as_str()).collect();
    format!("roles: {}; departments: {}", roles.join(", "), departments.join(", "))
}
