//! Account management: by administrators in the browser, and by the operator at the command line. Each function first
//! checks that the caller may act.

mod lookup;

use chrono::{DateTime, Utc};
use domain::password::Password;
use domain::rights::Rights;
use domain::staff::{Email, PersonName, Roles, StaffId, StaffMember};
use store::error::AppError;
use store::random::random_bytes;
use store::{Connection, Db, WriteKind, catalogue, identities, sessions, staff};

use super::passwords::{Hasher, is_common};
use super::secrets::OneTimePassword;
use super::{AccountError, Actor, AuditAction, CurrentUser, Mistake, Refusal, audit};

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
            Self::CommandLine => Asking { user: None, right },
            Self::User(user) => Asking { user: Some(user.clone()), right },
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
    user: Option<CurrentUser>,
    right: Right,
}

impl Asking {
    /// Checks the rights known when the request arrived.
    fn check(&self) -> Result<(), Refusal> {
        let is_granted = self.user.as_ref().is_none_or(|user| self.right.is_of(&user.rights));
        if is_granted { Ok(()) } else { Err(Refusal::NoRight) }
    }

    /// Checks the current rights: if two administrators disable each other's account at the same time, the second
    /// fails.
    async fn check_again(&self, connection: &mut Connection) -> Result<(), AccountError> {
        let Some(user) = &self.user else { return Ok(()) };
        let user = user.now(connection).await?.ok_or(Refusal::NoRight)?;
        if self.right.is_of(&user.rights) { Ok(()) } else { Err(Refusal::NoRight.into()) }
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
    /// If it is refused, the database does not answer or no random numbers are available.
    pub async fn add(
        self,
        by: Caller<'_>,
        new: NewMember,
        password: NewPassword,
    ) -> Result<PasswordReset, AccountError> {
        let asking = &by.asking(Right::Add);
        asking.check()?;
        let (hash, one_time) = self.made(password, &new.e_mail, &new.name).await?;
        let member = StaffMember {
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
        let row = &audit(&by.actor(), AuditAction::AddStaff, &member.id, described(&member.roles));
        let (new, new_hash) = (&member, hash.as_deref());
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    asking.check_again(transaction).await?;
                    if !departments_exist(transaction, &new.roles).await? {
                        return Err(Mistake::Department.into());
                    }
                    if !staff::add_member(transaction, new, new_hash).await? {
                        return Err(Mistake::EMailTaken.into());
                    }
                    transaction.audit(row.clone());
                    Ok::<_, AccountError>(())
                })
            })
            .await?;
        Ok(PasswordReset { staff: member.id, one_time })
    }

    /// Replaces an account's roles.
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn save_roles(self, by: Caller<'_>, id: &StaffId, roles: Roles) -> Result<(), AccountError> {
        let asking = &by.asking(Right::Change(id.clone()));
        asking.check()?;
        let (roles, row) = (&roles, &audit(&by.actor(), AuditAction::ChangeRoles, id, described(&roles)));
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    asking.check_again(transaction).await?;
                    let account = staff::find_member(transaction, id).await?.ok_or(Refusal::NotFound)?;
                    if account.member.roles == *roles {
                        return Ok(());
                    }
                    if !departments_exist(transaction, roles).await? {
                        return Err(Mistake::Department.into());
                    }
                    staff::save_roles(transaction, id, roles).await?;
                    transaction.audit(row.clone());
                    Ok(())
                })
            })
            .await
    }

    /// Disables an account, which ends its sessions, or enables it again.
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn save_disabled(self, by: Caller<'_>, id: &StaffId, disabled: bool) -> Result<(), AccountError> {
        let asking = &by.asking(Right::Change(id.clone()));
        asking.check()?;
        let action = if disabled { AuditAction::DisableStaff } else { AuditAction::EnableStaff };
        let row = &audit(&by.actor(), action, id, "");
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    asking.check_again(transaction).await?;
                    let account = staff::find_member(transaction, id).await?.ok_or(Refusal::NotFound)?;
                    if account.member.disabled == disabled {
                        return Ok(());
                    }
                    staff::save_disabled(transaction, id, disabled).await?;
                    sessions::end_sessions(transaction, id, None).await?;
                    sessions::remove_known_browsers(transaction, id).await?;
                    transaction.audit(row.clone());
                    Ok(())
                })
            })
            .await
    }

    /// Sets or removes an account's password; either ends its sessions.
    ///
    /// # Errors
    /// If it is refused, the database does not answer or no random numbers are available.
    pub async fn reset(
        self,
        by: Caller<'_>,
        id: &StaffId,
        password: NewPassword,
    ) -> Result<PasswordReset, AccountError> {
        let asking = &by.asking(Right::Change(id.clone()));
        asking.check()?;
        let account = staff::find_member(&mut self.db.read().await?, id).await?.ok_or(Refusal::NotFound)?;
        let (hash, one_time) = self.made(password, &account.member.e_mail, &account.member.name).await?;
        let (new_hash, must_change) = (hash.as_deref(), one_time.is_some());
        let row = &audit(&by.actor(), AuditAction::ResetPassword, id, "");
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    asking.check_again(transaction).await?;
                    staff::save_password(transaction, id, new_hash, must_change, self.now).await?;
                    sessions::end_sessions(transaction, id, None).await?;
                    sessions::remove_known_browsers(transaction, id).await?;
                    transaction.audit(row.clone());
                    Ok::<_, AccountError>(())
                })
            })
            .await?;
        Ok(PasswordReset { staff: id.clone(), one_time })
    }

    /// Ends all sessions of an account and returns their number.
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn end_sessions(self, by: Caller<'_>, id: &StaffId) -> Result<u64, AccountError> {
        let asking = &by.asking(Right::EndSessionsOf(id.clone()));
        asking.check()?;
        let actor = &by.actor();
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    asking.check_again(transaction).await?;
                    let ended = sessions::end_sessions(transaction, id, None).await?;
                    if ended == 0 {
                        return Ok(0);
                    }
                    transaction.audit(audit(actor, AuditAction::EndSessions, id, format!("ended: {ended}")));
                    Ok(ended)
                })
            })
            .await
    }

    /// Unlinks an account from its single sign-on identity, which ends its sessions. The next login with its e-mail
    /// address links it again.
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn unlink(self, by: Caller<'_>, id: &StaffId) -> Result<(), AccountError> {
        let asking = &by.asking(Right::Change(id.clone()));
        asking.check()?;
        let row = &audit(&by.actor(), AuditAction::UnlinkIdentities, id, "");
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    asking.check_again(transaction).await?;
                    staff::find_member(transaction, id).await?.ok_or(Refusal::NotFound)?;
                    if identities::remove_identities(transaction, id).await? == 0 {
                        return Ok(());
                    }
                    sessions::end_sessions(transaction, id, None).await?;
                    sessions::remove_known_browsers(transaction, id).await?;
                    transaction.audit(row.clone());
                    Ok(())
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
    ) -> Result<(Option<String>, Option<OneTimePassword>), AccountError> {
        match password {
            NewPassword::Chosen(password) => {
                password.check(e_mail, name, is_common).map_err(Mistake::from)?;
                Ok((Some(self.hasher.hash(password).await?), None))
            }
            NewPassword::OneTime => {
                let password = OneTimePassword::from_random(random_bytes()?);
                Ok((Some(self.hasher.hash(Password::of(password.as_str())).await?), Some(password)))
            }
            NewPassword::Nothing => Ok((None, None)),
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
